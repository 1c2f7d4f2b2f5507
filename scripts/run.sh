#!/usr/bin/env bash
# From a clean clone to the running demo: installs what is missing, builds, starts it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
Usage: scripts/run.sh [--help] [arguments of `lockstep demo` ...]

Installs missing packages, builds the release preset and runs `lockstep demo`.
  scripts/run.sh                     shows the demo's table and stays up
  scripts/run.sh --exit-after-sync   leaves with 0 after the first sync
TEXT
}

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then usage && exit 0; fi

say() { printf 'run: %s\n' "$*"; }

say "1/3 packages"
scripts/install-deps.sh
say "2/3 build (release; the first time takes some minutes)"
if [ ! -f build/release/build.ninja ]; then cmake --preset release --log-level=WARNING; fi
cmake --build --preset release --target lockstep
say "3/3 lockstep demo $*"
exec build/release/lockstep demo "$@"
