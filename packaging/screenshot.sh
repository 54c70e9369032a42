#!/bin/sh
# screenshot.sh: makes resources/screenshot.png from the sandbox. No display is needed.
set -eu
cd "$(dirname "$0")/.."
packaging/install-deps.sh build test
cmake --preset dev >/dev/null
cmake --build --preset dev --target snapback-screenshot >/dev/null
build/dev/bin/snapback-screenshot resources/screenshot.png --cluster orders-reports --detail 1 --filter state:ready
