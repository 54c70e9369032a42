#!/bin/bash
# bench_download.sh BENCH_DOWNLOAD [MIB [ROUNDS [MEMORY_MIB]]]: Snapback's engine (all bytes, SHA-1, SHA-256, fsync) against
# `curl -o f URL && sha1sum f && sha256sum f`, from the same nginx, in turn; then the archive walk against
# `gzip -t f && tar tzf f`; then the highest memory for 100 MiB and MEMORY_MIB (0: leave out). Only the ratios mean something.
set -eu
bench=$(realpath "$1") mib=${2:-1024} rounds=${3:-5} memory=${4:-10240}
dir=$(mktemp -d -p "${BENCH_DIR:-/var/tmp}")
nginx_pid=
finish() {
    [ -z "$nginx_pid" ] || kill "$nginx_pid"
    rm -rf "$dir"
}
trap finish EXIT
mkdir "$dir/www" "$dir/out"
chmod 755 "$dir" "$dir/www"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=bench" \
    -addext "subjectAltName=IP:127.0.0.1" -keyout "$dir/key.pem" -out "$dir/cert.pem" 2>/dev/null
cat >"$dir/nginx.conf" <<END
daemon off; master_process off; pid $dir/pid; error_log $dir/error.log;
events { }
http {
    access_log off; sendfile on; root $dir/www;
    client_body_temp_path $dir/t1; proxy_temp_path $dir/t2; fastcgi_temp_path $dir/t3;
    uwsgi_temp_path $dir/t4; scgi_temp_path $dir/t5;
    server {
        listen 127.0.0.1:18080; listen 127.0.0.1:18443 ssl;
        ssl_certificate $dir/cert.pem; ssl_certificate_key $dir/key.pem; ssl_protocols TLSv1.3;
    }
}
END
$(command -v nginx || echo /usr/sbin/nginx) -p "$dir" -e "$dir/error.log" -c "$dir/nginx.conf" &
nginx_pid=$!

# Letters, as database files are: no long runs, no stored blocks.
mkdir "$dir/data"
for i in 1 2 3 4 5 6 7 8; do
    head -c "$((mib * 1048576 / 8))" /dev/urandom | base64 -w 100 >"$dir/data/collection-$i.wt"
done
tar c -C "$dir" data | gzip -1 >"$dir/www/f.tar.gz"
rm -r "$dir/data"
cat "$dir/www/f.tar.gz" >/dev/null

# measure NAME COMMAND...: one line "NAME wall cpu" into $dir/times
TIMEFORMAT='%R %U %S'
measure() {
    local name=$1
    shift
    { time "$@" >"$dir/said" 2>"$dir/errors" || cat "$dir/said" "$dir/errors" >&3; } 3>&2 2>"$dir/time"
    awk -v name="$name" '{ print name, $1, $2 + $3 }' "$dir/time" | tail -1 >>"$dir/times"
}
by_curl() {
    (cd "$dir/out" && curl -sS --cacert "$dir/cert.pem" -o f "$1/f.tar.gz" && sha1sum f && sha256sum f)
    rm "$dir/out/f"
}
by_engine() {
    printf '%s/f.tar.gz\n%s\n' "$1" "$dir/cert.pem" | "$bench" get "$dir/out"
    rm "$dir/out/bench.tar.gz"
}
by_tools() { gzip -t "$dir/www/f.tar.gz" && tar tzf "$dir/www/f.tar.gz"; }
by_walk() { "$bench" walk "$dir/www/f.tar.gz"; }

for _ in $(seq "$rounds"); do
    for scheme in http:18080 https:18443; do
        url=${scheme%:*}://127.0.0.1:${scheme#*:}
        measure "${scheme%:*}-curl" by_curl "$url"
        measure "${scheme%:*}-engine" by_engine "$url"
    done
    measure walk-tools by_tools
    measure walk-engine by_walk
done

median() { awk -v name="$1" -v f="$2" '$1 == name { print $f }' "$dir/times" | sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
echo "archive of $(($(stat -c %s "$dir/www/f.tar.gz") / 1048576)) MiB, $rounds rounds, medians"
for row in http:curl:engine https:curl:engine walk:tools:engine; do
    IFS=: read -r what reference ours <<<"$row"
    for f in 2 3; do
        echo "$what $(median "$what-$reference" $f) $(median "$what-$ours" $f)" \
            | awk -v unit="$([ $f = 2 ] && echo wall || echo CPU)" \
                '{ printf "%-6s %-5s reference %6.2f s, engine %6.2f s, ratio %.2f\n", $1, unit, $2, $3, $3 / $2 }'
    done
done

# A file that begins like gzip and is empty space otherwise; its content does not matter here.
for size in 100 "$memory"; do
    [ "$size" -gt 0 ] || continue
    printf '\037\213\010' >"$dir/www/f.tar.gz"
    truncate -s "${size}M" "$dir/www/f.tar.gz"
    for scheme in http:18080 https:18443; do
        url=${scheme%:*}://127.0.0.1:${scheme#*:}
        echo "memory, $size MiB by ${scheme%:*}: $(printf '%s/f.tar.gz\n%s\n' "$url" "$dir/cert.pem" \
            | "$bench" get "$dir/out" | cut -d' ' -f3-)"
        rm -f "$dir"/out/*
    done
done
