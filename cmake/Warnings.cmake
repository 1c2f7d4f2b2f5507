add_library(lockstep_warnings INTERFACE)
target_compile_options(lockstep_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align
  -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wuseless-cast -Wformat=2
  -Wimplicit-fallthrough -Wextra-semi -Wunused -Wswitch-enum)
# Optimising, g++ 12 warns falsely about libstdc++'s own code; nobody's release build may fail for it.
option(LOCKSTEP_WERROR "Warnings are errors" ON)
if(LOCKSTEP_WERROR)
  target_compile_options(lockstep_warnings INTERFACE -Werror)
endif()

set(LOCKSTEP_SANITIZE "" CACHE STRING "Sanitizers to build everything with, e.g. address,undefined")
if(LOCKSTEP_SANITIZE)
  add_compile_options(-fsanitize=${LOCKSTEP_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # A CAF header binds a reference to null.
  add_compile_options(-fno-sanitize=null)
  add_link_options(-fsanitize=${LOCKSTEP_SANITIZE})
endif()
