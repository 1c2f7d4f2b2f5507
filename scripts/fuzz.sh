#!/usr/bin/env bash
# Runs the fuzz targets of fuzz/ on their corpora, under clang's address and undefined-behaviour
# sanitizers. Exits 1 at any finding, 77 when there is no clang++.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
Usage: scripts/fuzz.sh [--help] [--seconds N | --fixed] [--seed N] [--keep] [target ...]

Builds the fuzz preset and runs each target (request, jwt, ...; without any: all of them) for N
seconds, 15 by default, as many at a time as there are processors. Prints one line a target. An
input that broke one is kept in build/fuzz/findings/; run it again with
build/fuzz/fuzz/<target>_fuzz <file>.
  --fixed  the same inputs each time and on every machine, as many as take 15 seconds or less: what
           judges a commit (seed 1, a set number of runs, no random addresses)
  --seed   where the made-up input begins; without it somewhere else each time
  --keep   what was found to reach more code stays in build/fuzz/found/<target>, and is begun with
           the next time. To keep it for everybody, merge it:
           build/fuzz/fuzz/<target>_fuzz -merge=1 fuzz/corpus/<target> build/fuzz/found/<target>
TEXT
}

say() { printf 'fuzz: %s\n' "$*"; }
seconds=15
seed=0
fixed=0
keep=0
targets=()
while [ "$#" -gt 0 ]; do
  case "$1" in
    -h | --help) usage && exit 0 ;;
    --seconds) seconds="${2:?--seconds needs a number}" && shift ;;
    --fixed) fixed=1 && seed=1 ;;
    --seed) seed="${2:?--seed needs a number}" && shift ;;
    --keep) keep=1 ;;
    -*) usage >&2 && exit 2 ;;
    *) targets+=("${1%_fuzz}") ;;
  esac
  shift
done

if ! command -v clang++ >/dev/null; then
  say "there is no clang++: skipped (scripts/install-deps.sh installs it)"
  exit 77
fi
if [ "${#targets[@]}" -eq 0 ]; then
  for source in fuzz/*_fuzz.cc; do targets+=("$(basename "$source" _fuzz.cc)"); done
fi
if [ ! -f build/fuzz/build.ninja ]; then cmake --preset fuzz --log-level=WARNING; fi
cmake --build --preset fuzz

export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_stack_use_after_return=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
mkdir -p build/fuzz/findings build/fuzz/found build/fuzz/logs

# Long enough for every limit of what it reads, and short enough to be tried often.
longest() {
  case "$1" in
    answers | event | gunzip | jwks | response) echo 8192 ;;
    *) echo 2048 ;;
  esac
}

runs() {
  case "$1" in
    settings) echo 7000 ;;
    answers) echo 20000 ;;
    jwks) echo 20000 ;;
    *) echo 200000 ;;
  esac
}

# New inputs go into the first folder; those of the second one are only read.
run() {
  local target="$1" log="build/fuzz/logs/$1" found="build/fuzz/found/$1" status=0 result=ok
  local fixed_addresses=()
  local options=(-seed="$seed" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
    -max_len="$(longest "$1")" -artifact_prefix="build/fuzz/findings/$1-")
  if [ -f "fuzz/dict/$target" ]; then options+=(-dict="fuzz/dict/$target"); fi
  if [ "$fixed" -eq 0 ]; then options+=(-max_total_time="$seconds"); else
    options+=(-runs="$(runs "$target")" -reload=0)
    # The addresses of code choose what is tried next. Not every container lets us fix them.
    if setarch --addr-no-randomize true 2>/dev/null; then
      fixed_addresses=(setarch --addr-no-randomize)
    fi
  fi
  if [ "$keep" -eq 0 ]; then rm -rf "$found"; fi
  mkdir -p "$found"
  "${fixed_addresses[@]}" "build/fuzz/fuzz/${target}_fuzz" "${options[@]}" "$found" "fuzz/corpus/$target" \
    >"$log" 2>&1 || status=$?
  if [ "$status" -ne 0 ]; then result="FOUND, see $log"; fi
  printf '%-10s %10s runs  %5s edges  %s\n' "$target" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
    "$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)" "$result"
  if [ "$status" -ne 0 ]; then
    grep -E '^broken:|ERROR:|runtime error:|Test unit written' "$log" | sed 's/^/  /' || true
  fi
  return "$status"
}

export seconds seed fixed keep
export -f run runs longest
failed=0
printf '%s\0' "${targets[@]}" |
  xargs -0 -n 1 -P "$(nproc)" bash -c 'set -euo pipefail; run "$1"' _ || failed=1
exit "$failed"
