#!/usr/bin/env bash
# From a clean clone to the result of every test: installs what is missing, builds, runs ctest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
Usage: scripts/test.sh [--help] [arguments of ctest ...]

Installs missing packages, builds the dev preset, gives made-up input to what parses (15 seconds
each) and runs every test, with a real Postgres of its own.
  scripts/test.sh                 everything
  scripts/test.sh -R Layering     only tests whose name matches
  scripts/test.sh -LE integration without the slow ones
LOCKSTEP_PRESET=asan (or tsan, release) takes another preset. LOCKSTEP_PRESET=ci takes two builds,
as for a commit: what runs in one room of the house under the address and undefined-behaviour
sanitizers, and the whole program in release. With arguments of ctest, or a preset other than dev
and ci, there is no made-up input.
TEXT
}

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then usage && exit 0; fi

say() { printf 'test: %s\n' "$*"; }
preset="${LOCKSTEP_PRESET:-dev}"
# The tests must not see a preset in their environment: the engine refuses LOCKSTEP_ names it does
# not know.
unset LOCKSTEP_PRESET

builds=("$preset")
if [ "$preset" = ci ]; then builds=(rooms whole); fi

say "1/4 packages"
scripts/install-deps.sh
for build in "${builds[@]}"; do
  say "2/4 build ($build; the first time takes some minutes)"
  if [ ! -f "build/$build/build.ninja" ]; then cmake --preset "$build" --log-level=WARNING; fi
  cmake --build --preset "$build"
done
if [[ "$preset" =~ ^(dev|ci)$ ]] && [ "$#" -eq 0 ]; then
  say "3/4 made-up input"
  # The same each time: a commit is judged by what it does.
  scripts/fuzz.sh --fixed || [ "$?" -eq 77 ]
fi
say "4/4 ctest"
# Nothing after this: the output ends with ctest's own closing lines, and its exit code is ours.
if [ "$preset" != ci ]; then exec ctest --preset "$preset" --parallel 2 "$@"; fi
mkdir -p build/ci
echo 'subdirs("../rooms" "../whole")' >build/ci/CTestTestfile.cmake
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_stack_use_after_return=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
exec ctest --test-dir build/ci --output-on-failure --no-tests=error --timeout 600 --parallel 2 "$@"
