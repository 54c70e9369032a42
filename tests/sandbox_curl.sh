#!/bin/sh
# The same jobs by digest and by bearer token, asked with curl. Secrets go to curl on its standard
# input, never as arguments. Usage: sandbox_curl.sh SNAPBACK-SANDBOX
set -eu
if ! command -v curl >/dev/null || ! command -v jq >/dev/null; then
    echo "skipped: curl or jq is not here"
    exit 77
fi
dir=$(mktemp -d)
"$1" >"$dir/login" &
pid=$!
trap 'kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; rm -rf "$dir"' EXIT
tries=0
until [ -s "$dir/login" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { echo "the sandbox did not start"; exit 1; }
    sleep 0.1
done
field() { head -n 1 "$dir/login" | jq -r ".$1"; }
base=$(field baseUrl)

token=$(printf 'user = "%s:%s"\n' "$(field clientId)" "$(field clientSecret)" |
    curl -sS --fail -K - --data grant_type=client_credentials "$base/api/oauth/token" |
    jq -r .access_token)
digest() {
    printf 'user = "%s:%s"\ndigest\n' "$(field publicKey)" "$(field privateKey)" |
        curl -sS --fail -K - -H 'Accept: application/vnd.atlas.2025-03-12+json' "$base$1"
}
bearer() {
    printf 'header = "Authorization: Bearer %s"\n' "$token" |
        curl -sS --fail -K - -H 'Accept: application/vnd.atlas.2025-03-12+json' "$base$1"
}
project() { bearer /api/atlas/v2/groups | jq -r ".results[] | select(.name == \"$1\") | .id"; }

# Lists of jobs that are over, so that no clock can come between the two calls.
for path in \
    "/api/atlas/v2/groups/$(project Analytics)/flexClusters/events-flex/backup/restoreJobs?itemsPerPage=500" \
    "/api/atlas/v2/groups/$(project Analytics)/clusters/bi-reports/backup/restoreJobs" \
    "/api/atlas/v2/groups/$(project Heritage)/clusters/loyalty-m2/backup/tenant/restores"; do
    digest "$path" >"$dir/digest"
    bearer "$path" >"$dir/bearer"
    cmp "$dir/digest" "$dir/bearer"
    count=$(jq '.results | length' "$dir/digest")
    [ "$count" -gt 0 ] || { echo "no jobs in $path"; exit 1; }
    echo "$count jobs, the same by digest and by bearer token: $path"
done
