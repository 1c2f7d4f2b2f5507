#!/usr/bin/env bash
# Runs clang-tidy (.clang-tidy) on product files. It cannot read g++'s precompiled headers, so it
# goes by a list of compile commands of its own, without them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/clang14.sh

usage() {
  cat <<'TEXT'
Usage: scripts/check-tidy.sh [--all | --since REVISION | --help] [file.cc ...]

Without arguments: the product files that differ from HEAD, or, when none does, those of the last
commit. A changed header stands for the sources of its folder that include it. About 10 s a file and
processor.
  --all             every product file (half an hour and more)
  --since REVISION  what has changed since then
Exit codes: 0 all is well, 1 a finding, 2 usage, 77 no clang-tidy.
TEXT
}

say() { printf 'check-tidy: %s\n' "$*"; }

readonly folders=(base events engine projections actors adapters)
readonly extra=("${clang14_flags[@]/#/--extra-arg=}")

all_files() { find "${folders[@]}" -name '*.cc' | sort; }

# Sources themselves; of headers whoever includes them in their folder.
sources_of() {
  local file
  while read -r file; do
    case "$file" in
      *.cc) if [ -f "$file" ]; then printf '%s\n' "$file"; fi ;;
      *.h) grep -lF "#include \"$file\"" "$(dirname "$file")"/*.cc 2>/dev/null || true ;;
    esac
  done | grep -E "^($(IFS='|' && echo "${folders[*]}"))/" | sort -u
}

changed_since() { git diff --name-only "$1" -- "${folders[@]}" | sources_of || true; }

files=()
case "${1:-}" in
  --help | -h) usage && exit 0 ;;
  --all) mapfile -t files < <(all_files) ;;
  --since) mapfile -t files < <(changed_since "${2:?--since needs a revision}") ;;
  -*) usage >&2 && exit 2 ;;
  '')
    mapfile -t files < <(changed_since HEAD)
    if [ "${#files[@]}" -eq 0 ]; then mapfile -t files < <(changed_since HEAD~1); fi
    ;;
  *) files=("$@") ;;
esac
if ! command -v clang-tidy >/dev/null; then say "skipped: clang-tidy is not installed" && exit 77; fi
mapfile -t files < <(printf '%s\n' "${files[@]}" | without_skipped)
if [ "${#files[@]}" -eq 0 ]; then say "nothing has changed" && exit 0; fi

if [ ! -f build/tidy/build.ninja ]; then
  cmake --preset dev -B build/tidy -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON --log-level=WARNING >/dev/null
fi
started=$SECONDS
failed=0
# Its own words on standard error count warnings in the headers of libraries, which nobody shows.
printf '%s\0' "${files[@]}" |
  xargs -0 -n 1 -P "$(nproc)" clang-tidy -p build/tidy --quiet "${extra[@]}" 2>/dev/null || failed=1
verdict='no findings'
if [ "$failed" -ne 0 ]; then verdict='FAILED, see above'; fi
say "${#files[@]} files in $((SECONDS - started)) s: $verdict"
exit "$failed"
