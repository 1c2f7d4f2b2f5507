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
LOCKSTEP_PRESET=asan (or tsan, release) takes another preset, and arguments go to ctest: then there
is no made-up input.
TEXT
}

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then usage && exit 0; fi

say() { printf 'test: %s\n' "$*"; }
preset="${LOCKSTEP_PRESET:-dev}"
# The tests must not see a preset in their environment: the engine refuses LOCKSTEP_ names it does
# not know.
unset LOCKSTEP_PRESET

say "1/4 packages"
scripts/install-deps.sh
say "2/4 build ($preset; the first time takes some minutes)"
if [ ! -f "build/$preset/build.ninja" ]; then cmake --preset "$preset" --log-level=WARNING; fi
cmake --build --preset "$preset"
if [ "$preset" = dev ] && [ "$#" -eq 0 ]; then
  say "3/4 made-up input"
  # From the same beginning each time: a commit is judged by what it does.
  scripts/fuzz.sh --seed 1 || [ "$?" -eq 77 ]
fi
say "4/4 ctest"
# Nothing after this: the output ends with ctest's own closing lines, and its exit code is ours.
exec ctest --preset "$preset" --parallel 2 "$@"
