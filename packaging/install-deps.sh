#!/bin/sh
# install-deps.sh USE...: installs the Debian packages of deps/debian.txt for these uses (build, test, check) that are
# missing. root or sudo is needed for that alone; nothing happens when all are there.
set -eu
list=$(dirname "$0")/deps/debian.txt
missing=
for use in "$@"; do
    for package in $(awk -v use="$use" '$1 == use { print $2 }' "$list"); do
        status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || missing="$missing $package"
    done
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root=sudo
else
    echo "These Debian packages are missing, and installing them needs root or sudo:$missing" >&2
    exit 1
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086 # one word a package
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
