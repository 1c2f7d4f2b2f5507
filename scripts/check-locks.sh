#!/usr/bin/env bash
# Has clang see that every member is touched only under the mutex that it names (base/mutex.h).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/clang14.sh

usage() {
  cat <<'TEXT'
Usage: scripts/check-locks.sh [--list | --help] [file.cc ...]

Parses every product file that sees base/mutex.h, itself or through headers of its folder, with
clang's thread safety analysis; builds nothing. Without names: all of them, and the sample
tests/tidy/locks/violation.cc, which has to be refused.
  --list   print the files, one a line, and check nothing
Exit codes: 0 all is well, 1 a file was refused or the sample was not, 2 usage, 77 no clang++.
TEXT
}

say() { printf 'check-locks: %s\n' "$*"; }

readonly header=base/mutex.h
readonly sample=tests/tidy/locks/violation.cc
# CMake defines the version.
readonly flags=(-std=c++20 -fsyntax-only -Wthread-safety -Werror=thread-safety -I.
  "${clang14_flags[@]}" '-DLOCKSTEP_VERSION=""')

# The headers and sources of a folder that include one of the files on standard input.
includers_in() {
  local patterns
  patterns="$(sed 's/.*/#include "&"/')"
  grep -lF -e "$patterns" "$1"/*.h "$1"/*.cc 2>/dev/null || true
}

# Through headers of their own folder, to any depth: what a mutex guards is private, or for its
# folder alone.
files_in() {
  local found='' next="$header" all
  while [ -n "$next" ]; do
    all="$(includers_in "$1" <<<"$next" | sort -u)"
    next="$(comm -13 <(printf '%s\n' "$found") <(printf '%s\n' "$all") | grep '\.h$' || true)"
    found="$(printf '%s\n%s\n' "$found" "$all" | sort -u)"
  done
  { grep '\.cc$' <<<"$found" || true; } | without_skipped
}

files_that_see_it() {
  local folder
  find base engine projections actors adapters -type d | sort |
    while read -r folder; do files_in "$folder"; done
}

listing=no
files=()
for argument in "$@"; do
  case "$argument" in
    --help | -h) usage && exit 0 ;;
    --list) listing=yes ;;
    -*) usage >&2 && exit 2 ;;
    *) files+=("$argument") ;;
  esac
done
whole=no
if [ "${#files[@]}" -eq 0 ]; then
  whole=yes
  mapfile -t files < <(files_that_see_it)
fi
if [ "$listing" = yes ]; then printf '%s\n' "${files[@]}" && exit 0; fi
if ! command -v clang++ >/dev/null; then say "skipped: clang++ is not installed" && exit 77; fi

failed=0
started=$SECONDS
read -ra libraries < <(pkg-config --cflags cpp-httplib)
printf '%s\0' "${files[@]}" |
  xargs -0 -n 1 -P "$(nproc)" clang++ "${flags[@]}" "${libraries[@]}" || failed=1

if [ "$whole" = yes ]; then
  # For the one reason that it is there for: a sample that does not compile at all proves nothing.
  refusal="$(clang++ "${flags[@]}" "$sample" 2>&1 || true)"
  if ! grep -q 'error: .*requires holding mutex' <<<"$refusal"; then
    printf '%s\n' "$refusal"
    say "$sample touches a member without its mutex and was not refused: nothing is checked here"
    failed=1
  fi
fi

verdict='every member is touched under its mutex'
if [ "$failed" -ne 0 ]; then verdict='FAILED, see above'; fi
say "${#files[@]} files in $((SECONDS - started)) s: $verdict"
exit "$failed"
