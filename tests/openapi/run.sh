#!/bin/sh
# Validates every reply of the sandbox against the published schemas (../shared). The validator comes from
# the npm registry into a temporary folder. Usage: run.sh SNAPBACK-SANDBOX OPENAPI.JSON
set -eu
skip() { echo "skipped: $1"; exit 77; }
[ -f "$2" ] || skip "there is no $2"
command -v node >/dev/null || skip "node is not here"
command -v npm >/dev/null || skip "npm is not here"
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
if ! (cd "$dir" && npm install --silent --no-audit --no-fund --no-package-lock \
    ajv@8.17.1 ajv-formats@3.0.1 >npm.log 2>&1); then
    skip "the npm registry can't be reached"
fi
cp "$here"/*.mjs "$dir/"
status=0
node "$dir/validate.mjs" "$1" "$2" || status=$?
exit "$status"
