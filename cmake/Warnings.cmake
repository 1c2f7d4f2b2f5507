add_library(lockstep_warnings INTERFACE)
set(warnings_of_gcc "")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(warnings_of_gcc -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wuseless-cast)
endif()
target_compile_options(lockstep_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align
  ${warnings_of_gcc} -Wformat=2 -Wimplicit-fallthrough -Wextra-semi -Wunused -Wswitch-enum)
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Boost's macros write more commas than there are arguments.
  target_compile_options(lockstep_warnings INTERFACE -Wno-gnu-zero-variadic-macro-arguments)
endif()
# Optimising, g++ 12 warns falsely about libstdc++'s own code; nobody's release build may fail for it.
option(LOCKSTEP_WERROR "Warnings are errors" ON)
if(LOCKSTEP_WERROR)
  target_compile_options(lockstep_warnings INTERFACE -Werror)
endif()

set(LOCKSTEP_SANITIZE "" CACHE STRING "Sanitizers to build everything with, e.g. address,undefined")
# A CAF header binds a reference to null.
set(LOCKSTEP_SANITIZE_NOT null CACHE STRING "Checks of LOCKSTEP_SANITIZE to leave out")
if(LOCKSTEP_SANITIZE)
  add_compile_options(-fsanitize=${LOCKSTEP_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_compile_options(-fno-sanitize=${LOCKSTEP_SANITIZE_NOT})
  add_link_options(-fsanitize=${LOCKSTEP_SANITIZE})
  if(LOCKSTEP_SANITIZE MATCHES thread)
    add_compile_options(-Wno-tsan)  # Asio has a fence; what it orders is atomic as well.
  endif()
endif()
