#!/usr/bin/env bash
# Attacks a throw-away server on loopback with slowhttptest (slow headers, slow bodies, slow reads,
# many more connections than it has threads) and measures how long honest clients wait meanwhile.
# Exits 1 when one of them is not answered, or p99 is 200 ms or more.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
Usage: scripts/attack.sh [--help] [modes, of: -H -B -X]

Installs slowhttptest if it is missing, builds the release preset, runs every mode.
  CONNECTIONS=2000  of the attacker      RATE=500  of them are opened per second
  SECONDS_EACH=30   per attack           LIMIT_MS=200  for p99
  LOCKSTEP=path     another binary than the release preset's
TEXT
}
if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then usage && exit 0; fi

connections="${CONNECTIONS:-2000}"
rate="${RATE:-500}"
seconds="${SECONDS_EACH:-30}"
limit="${LIMIT_MS:-200}"
binary="${LOCKSTEP:-build/release/lockstep}"
modes=("$@")
if [ "${#modes[@]}" -eq 0 ]; then modes=(-H -B -X); fi

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
if ! command -v slowhttptest >/dev/null; then as_root apt-get -qq -y install slowhttptest; fi
if [ ! -f build/release/build.ninja ]; then cmake --preset release --log-level=WARNING; fi
targets=(bench_honest_clients)
if [ -z "${LOCKSTEP:-}" ]; then targets+=(lockstep); fi
cmake --build --preset release --target "${targets[@]}"
# The attacker needs a descriptor per connection.
ulimit -n $((connections + 1000)) 2>/dev/null || ulimit -n "$(ulimit -Hn)"

work=$(mktemp -d)
server=""
attacker=""
stop_attacker() {
  if [ -z "$attacker" ]; then return; fi
  kill "$attacker" "$(cat "$work/attacker.pid")" 2>/dev/null || true
  wait "$attacker" || true
  attacker=""
}
cleanup() {
  stop_attacker
  if [ -n "$server" ]; then kill "$server" 2>/dev/null && wait "$server" || true; fi
  rm -rf "$work"
}
trap cleanup EXIT

# Its soft limit as a service has it; requests are not limited per address here, since that would
# hide what connections alone can do.
(
  ulimit -Sn 1024
  exec "$binary" serve --data-dir "$work/data" --dev-auth true --vendor-enabled false \
    --listen 127.0.0.1:0 --http-address-requests-per-second 0 ${SERVER_FLAGS:-}
) >"$work/log" 2>&1 &
server=$!
port=""
for _ in $(seq 100); do
  port=$(sed -n 's/.*http_listening.*port[=": ]*\([0-9][0-9]*\).*/\1/p' "$work/log" | head -1)
  if [ -n "$port" ]; then break; fi
  sleep 0.1
done
if [ -z "$port" ]; then cat "$work/log" && exit 1; fi

# The second address is the attacker's own.
honest() { build/release/bench/bench_honest_clients "$1" "$port" "$2" "$limit" 127.0.0.2 127.0.0.1; }

attack() {
  local mode="$1" url="http://127.0.0.1:$port/openapi.json" options=()
  case "$mode" in
    -H) options=(-i 5 -t GET -x 24) ;;
    -B) options=(-i 5 -t PUT -s 200000 -x 32) && url="http://127.0.0.1:$port/api/coaches/00000000-0000-4000-8000-00000000510e" ;;
    -X) options=(-w 64 -y 256 -n 3 -z 16 -k 64) ;;
  esac
  # It gives up when all of its connections are closed; this attacker comes again.
  while :; do
    slowhttptest "$mode" -c "$connections" -r "$rate" -l 300 -p 15 "${options[@]}" -u "$url" \
      >"$work/attack" 2>&1 &
    echo $! >"$work/attacker.pid"
    wait $! || true
  done &
  attacker=$!
  sleep 4 # Until most of its connections are open.
  honest "attack $mode" "$seconds" || failed=1
  stop_attacker
}

failed=0
echo "| when                 | from      | what     |      n |  p50 ms |  p99 ms |  max ms | failed |"
echo "|---|---|---|---|---|---|---|---|"
honest "before" 10 || failed=1
for mode in "${modes[@]}"; do attack "$mode"; done
honest "after" 10 || failed=1
exit "$failed"
