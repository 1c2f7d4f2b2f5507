#!/usr/bin/env bash
# What an addition costs. tests/additions/<kind>.patch is one sample change of each kind, with its
# tests: each is applied to a clean tree, counted, built and tested. CONTRIBUTING.md has the result.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset="${LOCKSTEP_PRESET:-dev}"
# The tests must not see it: the engine refuses LOCKSTEP_ names that it does not know.
unset LOCKSTEP_PRESET

# What is compiled anew grows from left to right, so that a run compiles as little as it can.
all_kinds=(route setting command projection event)
# The test programs that judge an addition, by their labels in ctest (tests/CMakeLists.txt).
judges=(unit golden tidy cli contract_http contract_read_model)

usage() {
  cat <<TEXT
Usage: scripts/measure-additions.sh [--count | --quick] [kind ...]
       scripts/measure-additions.sh --help

Applies tests/additions/<kind>.patch to a throw-away git worktree of HEAD in build/additions, counts
the product files it touches, builds the dev preset there and runs the tests that judge it.
LOCKSTEP_PRESET=asan takes another preset.
Kinds: ${all_kinds[*]}; all of them when none is given. What ccache knows
of this tree is not compiled again.
  --count   only see whether the patches apply to the files as they are now, and count: seconds,
            builds nothing, needs no git checkout. 77 when git is not installed.
  --quick   build only the engine and what judges: ${judges[*]}

Product files are all but tests/, docs/, deploy/, README.md, ARCHITECTURE.md and CONTRIBUTING.md.
Exit codes: 0 all is well, 1 a patch, a limit, a build or a test failed, 2 usage.
When a patch does not apply any more, mend it in a tree without changes of its own:
  git apply --3way tests/additions/KIND.patch     # then mend what conflicts, build, test
  git add -A && git diff --cached -U2 >/tmp/KIND.patch && git reset --hard
  mv /tmp/KIND.patch tests/additions/
TEXT
}

say() { printf 'measure-additions: %s\n' "$*" >&2; }

limit_of() {
  if [ "$1" = projection ]; then echo 4; else echo 3; fi
}

patch_of() { printf '%s/tests/additions/%s.patch' "$PWD" "$1"; }

# As if there were no repository: then git apply is about files alone, wherever they are.
apply_to_files() { GIT_DIR=/nonexistent git apply "$@"; }

product_files() {
  apply_to_files --numstat "$(patch_of "$1")" | cut -f 3 |
    grep -cEv '^((tests|docs|deploy)/|(README|ARCHITECTURE|CONTRIBUTING)\.md$)' || true
}

row() { printf '%-10s | %13s | %5s | %6s | %s\n' "$@"; }

failed=0

# Prints the row of a kind. Fails when it touches too many files, or others than CONTRIBUTING.md says.
report() {
  local kind=$1 builds=$2 tests=$3 files limit said
  files="$(product_files "$kind")"
  limit="$(limit_of "$kind")"
  row "$kind" "$files" "$limit" "$builds" "$tests"
  if [ "$files" -gt "$limit" ]; then
    say "$kind touches $files product files, more than $limit"
    return 1
  fi
  said="$(sed -nE "s/^\\| $kind \\|.* ([0-9]+) \\|\$/\\1/p" CONTRIBUTING.md)"
  if [ "$files" != "$said" ]; then
    say "$kind touches $files product files; CONTRIBUTING.md says ${said:-nothing}"
    return 1
  fi
}

count() {
  local kind
  row kind 'product files' limit builds tests
  for kind in "${kinds[@]}"; do
    if ! apply_to_files --check "$(patch_of "$kind")"; then
      say "tests/additions/$kind.patch does not apply any more; --help says how to mend it"
      failed=1
    fi
    report "$kind" - - || failed=1
  done
}

room=build/additions
child=''

clear_room() {
  git worktree remove --force "$room/tree" 2>/dev/null || true
  rm -rf "$room"
}

clean_up() {
  local code=$?
  trap - EXIT INT TERM
  if [ -n "$child" ]; then
    kill -- "-$child" 2>/dev/null || true
    wait "$child" || true
    while kill -0 -- "-$child" 2>/dev/null; do sleep 0.1; done
  fi
  clear_room
  exit "$code"
}

# A command whose output matters only when it fails. In the background, so that a signal is heard,
# and with a process group of its own, so that all of it can be ended.
quietly() {
  local log=$1 code=0
  shift
  setsid "$@" >"$log" 2>&1 &
  child=$!
  wait "$child" || code=$?
  child=''
  if [ "$code" -ne 0 ]; then
    grep -E 'error:|^FAILED|: Failure' "$log" | head -n 20 >&2 || true
    tail -n 40 "$log" >&2
  fi
  return "$code"
}

build() {
  quietly "$room/log" env -C "$room/tree" cmake --preset "$preset" --log-level=WARNING &&
    quietly "$room/log" env -C "$room/tree" cmake --build --preset "$preset" "${targets[@]}" -- -k 0
}

# Sets `verdict`.
run_tests() {
  local code=0 labels
  labels="^($(IFS='|' && echo "${judges[*]}"))\$"
  quietly "$room/log" env -C "$room/tree" ctest --preset "$preset" --parallel 2 -L "$labels" || code=$?
  verdict="$(sed -nE 's/.* ([0-9]+) tests failed out of ([0-9]+)$/\1 of \2 failed/p' "$room/log")"
  if [ "$code" -eq 0 ]; then verdict="${verdict#0 of }" && verdict="${verdict% failed} passed"; fi
  return "$code"
}

measure_one() {
  local kind=$1 builds=no verdict='not run' line
  git -C "$room/tree" apply "$(patch_of "$kind")" || verdict='does not apply'
  if [ "$verdict" = 'not run' ]; then
    say "$kind: building"
    if build; then
      builds=yes
      say "$kind: testing"
      run_tests || failed=1
    fi
  fi
  if [ "$builds" = no ]; then failed=1; fi
  line="$(report "$kind" "$builds" "$verdict")" || failed=1
  rows+=("$line")
  git -C "$room/tree" checkout --quiet -- .
  git -C "$room/tree" clean --quiet --force -d
}

measure() {
  local kind rows=()
  if ! git rev-parse --verify --quiet HEAD >/dev/null 2>&1; then
    say "this is no git checkout: only --count works here"
    exit 2
  fi
  if [ -n "$(git status --porcelain)" ]; then say "measures HEAD: of what is not committed only the patches"; fi
  mkdir -p build
  exec 9>build/additions.lock
  if ! flock --nonblock 9; then say "it is running in this tree already" && exit 2; fi
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  clear_room  # Of a run that was killed.
  mkdir "$room"
  git worktree add --force --quiet --detach "$room/tree" HEAD
  for kind in "${kinds[@]}"; do measure_one "$kind"; done
  row kind 'product files' limit builds tests
  printf '%s\n' "${rows[@]}"
}

mode=measure
targets=()
kinds=()
for argument in "$@"; do
  case "$argument" in
    --help | -h) usage && exit 0 ;;
    --count) mode=count ;;
    --quick) targets=(--target lockstep "${judges[@]/%/_test}") ;;
    -*) usage >&2 && exit 2 ;;
    *) kinds+=("$argument") ;;
  esac
done
if [ "${#kinds[@]}" -eq 0 ]; then kinds=("${all_kinds[@]}"); fi
for kind in "${kinds[@]}"; do
  if [ ! -f "$(patch_of "$kind")" ]; then say "there is no tests/additions/$kind.patch" && exit 2; fi
done
if ! command -v git >/dev/null; then say "skipped: git is not installed" && exit 77; fi

if [ "$mode" = count ]; then count; else measure; fi
exit "$failed"
