#!/bin/sh
# Runs one command with a session bus and a Secret Service of its own, in a home of its own:
#
#   keychain-session.sh KEYRING COMMAND [ARGUMENT...]
#
# KEYRING is one of
#   unlocked      GNOME Keyring with an open login keyring
#   empty         GNOME Keyring without any keyring
#   no-libsecret  as unlocked, but the library libsecret can't be loaded
#   no-service    a bus where nothing offers (or could start) a Secret Service
#   no-bus        no session bus
# Afterwards neither a file below that home nor the output may hold a word that begins with
# "hidden-": the tests' secrets do. Ends with the command's status, or 77 (skipped) if a program is missing.
set -eu

keyring=$1
shift
password='keyring password'

skip()
{
    echo "SKIP: $1 is not installed"
    exit 77
}
command -v dbus-daemon >/dev/null || skip dbus-daemon
command -v dbus-send >/dev/null || skip dbus-send
command -v gnome-keyring-daemon >/dev/null || skip gnome-keyring-daemon

top=$(mktemp -d)
started=
finish()
{
    status=$?
    trap - EXIT
    for pid in $started; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$top"
    exit "$status"
}
trap finish EXIT
trap 'exit 143' INT TERM HUP

unset DISPLAY WAYLAND_DISPLAY XDG_CURRENT_DESKTOP KDE_FULL_SESSION KDE_SESSION_VERSION
unset GNOME_KEYRING_CONTROL DBUS_SESSION_BUS_ADDRESS
mkdir -p "$top/home/.config" "$top/home/.local/share" "$top/home/.cache" "$top/tmp"
mkdir -m 700 "$top/run"
export HOME="$top/home" XDG_CONFIG_HOME="$top/home/.config" XDG_CACHE_HOME="$top/home/.cache"
export XDG_DATA_HOME="$top/home/.local/share" XDG_RUNTIME_DIR="$top/run" TMPDIR="$top/tmp"

# No service folders: what is on this bus was started here.
cat >"$top/bus.conf" <<END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=$top/run/bus</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow receive_sender="*" eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
END

# until_true COMMAND...: looks every 20 ms, for ten seconds
until_true()
{
    tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -gt 500 ]; then
            echo "gave up waiting: $*" >&2
            exit 1
        fi
        sleep 0.02
    done
}

call()
{
    dbus-send --session --print-reply --dest="$1" "$2" "$3" ${4+"$4"}
}
service_is_up()
{
    call org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
        string:org.freedesktop.secrets | grep -q true
}

start_bus()
{
    dbus-daemon --nofork --config-file="$top/bus.conf" 2>"$top/bus.log" &
    started="$! $started"
    export DBUS_SESSION_BUS_ADDRESS="unix:path=$top/run/bus"
    until_true call org.freedesktop.DBus / org.freedesktop.DBus.GetId
}

# The password comes by standard input; with none no keyring is made.
start_keyring()
{
    gnome-keyring-daemon --foreground --components=secrets "$@" \
        --control-directory="$top/run/keyring" <"$top/password" >"$top/keyring.log" 2>&1 &
    keyring_pid=$!
    started="$keyring_pid $started"
    until_true service_is_up
}

: >"$top/password"
case $keyring in
no-bus)
    export DBUS_SESSION_BUS_ADDRESS="unix:path=$top/run/no-bus"
    ;;
no-service)
    start_bus
    ;;
empty)
    start_bus
    start_keyring
    ;;
unlocked | no-libsecret)
    start_bus
    printf %s "$password" >"$top/password"
    start_keyring --unlock
    ;;
*)
    echo "unknown keyring: $keyring" >&2
    exit 2
    ;;
esac

# What the test needs to know: the keyring's password, and the daemon's process to stop.
export SNAPBACK_TEST_KEYRING="$keyring" SNAPBACK_TEST_PASSWORD="$password"
export SNAPBACK_TEST_DAEMON="${keyring_pid-}" SNAPBACK_TEST_BUS="$top/bus.conf"

if [ "$keyring" = no-libsecret ]; then
    mkdir "$top/lib"
    echo "not a library" >"$top/lib/libsecret-1.so.0"
    cp "$top/lib/libsecret-1.so.0" "$top/lib/libsecret-1.so"
    export LD_LIBRARY_PATH="$top/lib${LD_LIBRARY_PATH+:$LD_LIBRARY_PATH}"
fi

status=0
"$@" >"$top/output" 2>&1 || status=$?
cat "$top/output"

if grep -rlaF hidden- "$top"; then
    echo "FAIL: a secret stands in clear in a file, or in the output" >&2
    exit 1
fi
exit "$status"
