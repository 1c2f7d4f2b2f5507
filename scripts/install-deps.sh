#!/usr/bin/env bash
# Installs what Lockstep needs to be built, run and tested on Debian 12. Does nothing, and needs no
# network and no root, when everything is there already.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/install-deps.sh [--check | --list | --help]

Installs the missing Debian packages with apt-get (through sudo when not root).
  --check   install nothing; exit 1 and name them when packages are missing
  --list    print every package that is needed, one a line
TEXT
}

# The build: compiler, generator, cache, linker.
packages=(g++ cmake ninja-build ccache mold pkg-config)
# What the engine links. RocksDB's and prometheus-cpp's CMake files ask for the -dev packages of
# what they use themselves; Debian's packages do not all depend on those.
packages+=(
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
  libcaf-dev libcli11-dev libcpp-httplib-dev libfmt-dev libutf8proc-dev
  libhowardhinnant-date-dev tzdata
  libpq-dev librocksdb-dev libgflags-dev libsnappy-dev zlib1g-dev libbz2-dev liblz4-dev libzstd-dev
  libspdlog-dev libsqlite3-dev libssl-dev libtomlplusplus-dev prometheus-cpp-dev
)
# The tests: their framework, a real Postgres that they start themselves, formatting, what reads the
# sources and makes up input (scripts/check-tidy.sh, check-locks.sh, fuzz.sh), certificates, a JSON
# Schema validator that is not ours, and what the real vendor is written with
# (tests/independent_vendor).
packages+=(
  libgtest-dev postgresql-15 clang-format clang-tidy clang libclang-rt-dev openssl
  python3 python3-jsonschema python3-fastapi python3-uvicorn python3-email-validator
)

say() { printf 'install-deps: %s\n' "$*"; }

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    is_installed "$package" || printf '%s\n' "$package"
  done
}

# Called as root, directly or through sudo, with the packages to install.
install_as_root() {
  local no_cluster=/etc/postgresql-common/createcluster.d/lockstep-install.conf
  if [[ " $* " == *" postgresql-15 "* ]]; then
    # The tests start servers of their own: installing must not leave one running on this machine.
    mkdir -p "$(dirname "$no_cluster")"
    echo "create_main_cluster = false" >"$no_cluster"
    # shellcheck disable=SC2064  # The path is to be expanded now.
    trap "rm -f '$no_cluster'" EXIT
  fi
  export DEBIAN_FRONTEND=noninteractive
  say "apt-get update"
  apt-get -qq update
  say "apt-get install $*"
  apt-get -qq -y --no-install-recommends install "$@" </dev/null
}

main() {
  case "${1:-}" in
    -h | --help) usage && return 0 ;;
    --list) printf '%s\n' "${packages[@]}" && return 0 ;;
    "" | --check) ;;
    --as-root) shift && install_as_root "$@" && return 0 ;;
    *) usage >&2 && return 2 ;;
  esac

  if ! command -v dpkg-query >/dev/null; then
    say "this is not a Debian system; install the equivalents of: ${packages[*]}" >&2
    return 1
  fi
  local found missing=()
  found=$(missing_packages)
  if [ -n "$found" ]; then mapfile -t missing <<<"$found"; fi
  if [ "${#missing[@]}" -eq 0 ]; then
    say "all ${#packages[@]} packages are there"
    return 0
  fi
  say "missing: ${missing[*]}"
  if [ "${1:-}" = --check ]; then return 1; fi

  if [ "$(id -u)" -eq 0 ]; then
    "${BASH_SOURCE[0]}" --as-root "${missing[@]}"
  elif command -v sudo >/dev/null; then
    sudo "${BASH_SOURCE[0]}" --as-root "${missing[@]}"
  else
    say "not root and no sudo: run as root: apt-get install ${missing[*]}" >&2
    return 1
  fi
}

main "$@"
