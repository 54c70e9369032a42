#!/bin/sh
# lint.sh BUILD_DIR: layout (clang-format), mistakes (clang-tidy) and Qt mistakes (clazy) over our own sources. Any
# finding fails. BUILD_DIR holds compile_commands.json; the target `lint` gives it.
set -eu
build=${1:?usage: lint.sh BUILD_DIR}
cd "$(dirname "$0")/.."
sources=$(git ls-files 'app/*.cpp' 'ui/*.cpp')
headers=$(git ls-files 'app/*.h' 'ui/*.h' 'tests/*.h' 'tests/*.cpp')

echo "clang-format"
# shellcheck disable=SC2086
clang-format --dry-run --Werror $sources $headers

# moc's output is included by some sources; everything else is read from the tree.
cmake --build "$build" --target autogen >/dev/null

echo "clang-tidy"
echo "$sources" | xargs -P "$(nproc)" -n 4 clang-tidy --quiet -p "$build" 2>/dev/null

echo "clazy"
echo "$sources" | xargs -P "$(nproc)" -n 4 clazy-standalone -p "$build" \
    --checks="$(grep -v '^#' .clazy | paste -sd,)" >"$build/clazy.log" 2>&1 || { cat "$build/clazy.log"; exit 1; }
! grep -E 'warning:.*\[-Wclazy' "$build/clazy.log"
