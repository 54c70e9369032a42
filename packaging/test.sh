#!/bin/sh
# test.sh: installs what is missing, builds the dev preset and runs the whole test suite; ends with ctest's summary.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
"$root/packaging/install-deps.sh" build test
cd "$root"
exec cmake --workflow --preset dev
