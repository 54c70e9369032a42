#!/bin/sh
# run.sh [ARGUMENT...]: installs what is missing, builds the release preset and starts Snapback; without arguments on
# the built-in sandbox, which needs neither an account nor a network.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
"$root/packaging/install-deps.sh" build
log=$(mktemp)
if ! (cd "$root" && cmake --workflow --preset release) >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    exit 1
fi
rm -f "$log"
[ $# -gt 0 ] || set -- --sandbox
exec "$root/build/release/bin/snapback" "$@"
