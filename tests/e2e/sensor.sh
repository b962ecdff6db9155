#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The sensor that runs for days: an interface that goes away and comes back, a disk that is full for a while, a day that
# ends, a dataset that is loaded anew, a kill; nothing is lost but what is said.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need ip sqlite3 python3 mount
[ "$(id -u)" = 0 ] || { echo "skipped: live capture needs root"; exit 77; }
space=amarra-sensor-$$
{ ip netns add "$space" && ip netns exec "$space" true; } 2>/dev/null || { ip netns del "$space" 2>/dev/null; echo "skipped: no network namespaces here"; exit 77; }
scanner=
clean_up() {
    [ -z "$scanner" ] || kill "$scanner" 2>/dev/null || true
    ip netns del "$space"
    umount "$work/small" 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT
inside() { ip netns exec "$space" "$@"; }
make_pair() {
    inside ip link add sender type veth peer name mirror
    for port in sender mirror; do
        inside sysctl -qw "net.ipv6.conf.$port.disable_ipv6=1" 2>/dev/null || true
        inside ip link set "$port" mtu 9000 up
    done
}
tools=$(dirname "${BASH_SOURCE[0]}")
send() { inside python3 "$tools/frames.py" send "$work/kept.pcap" sender "$@" >/dev/null; }
make_office day --seed 4 --size small --snaplen 262144
python3 "$tools/frames.py" keep "$work/day.pcap" "$work/kept.pcap"

# start NAME OPTION...: a sensor in the background; its messages are in NAME.err.
start() {
    local name=$1
    shift
    ip netns exec "$space" env "${ENVIRONMENT[@]}" "$AMARRA" scan -i mirror --agreed --flush 1 --for 300s "$@" 2>"$work/$name.err" &
    scanner=$!
}
ENVIRONMENT=(TZ=UTC)
soon() { # soon WHAT COMMAND...: true within twenty seconds
    local what=$1
    shift
    for _ in $(seq 200); do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.1
    done
    fail "$what did not happen"
    return 0
}
stop() {
    kill -TERM "$scanner"
    wait "$scanner" || fail "$1 ended with $?: $(head -3 "$work/$1.err")"
    scanner=
}
counter() { sqlite3 "$1" "SELECT coalesce((SELECT value FROM counter WHERE name = '$2'), 0)" 2>/dev/null; }
has_seen() { [ "$(counter "$1" packets)" -ge "$2" ]; }

# --- an interface that goes away and comes back ---
make_pair
start away -o "$work/away.db"
soon "the sensor's start" test -e "$work/away.db-key"
sleep 0.5
send 0 500
soon "seeing 500 packets" has_seen "$work/away.db" 500
inside ip link del sender
soon "the word that the interface has gone" grep -q 'mirror: the interface has gone' "$work/away.err"
sleep 1
make_pair
soon "the word that it is back" grep -q 'mirror: the interface is back' "$work/away.err"
send 500 500
soon "seeing the other 500" has_seen "$work/away.db" 1000
inside ip link set mirror down
sleep 1
inside ip link set mirror up
sleep 2.5
send 1000 500
soon "seeing 500 more after it was down" has_seen "$work/away.db" 1500
stop away
same "packets in all" "$(counter "$work/away.db" packets)" 1500
same "state" "$(sqlite3 "$work/away.db" 'SELECT state FROM scan')" closed

# --- a disk that is full for a while: what waits is written once there is room ---
mkdir "$work/small"
if mount -t tmpfs -o size=1m tmpfs "$work/small" 2>/dev/null; then
    start full -o "$work/small/full.db"
    soon "the sensor's start" test -e "$work/small/full.db-key"
    sleep 0.5
    dd if=/dev/zero of="$work/small/ballast" bs=4k 2>/dev/null || true
    send 0 2000
    soon "the word that the disk is full" grep -q 'disk' "$work/full.err"
    rm "$work/small/ballast"
    mount -o remount,size=64m "$work/small"
    soon "seeing all once there is room" has_seen "$work/small/full.db" 2000
    stop full
    same "contacts lost for want of room" "$(counter "$work/small/full.db" lost.contacts)" 0
    [ "$(counter "$work/small/full.db" flushes.failed)" -gt 0 ] || fail "no flush failed on a full disk"
else
    echo "without a full disk: nothing can be mounted here"
fi

# --- a day that ends: by a time zone whose midnight is near ---
now=$(date -u +%s)
west=$(((now + 14) % 86400)) # so many seconds behind UTC, midnight comes in fourteen
ENVIRONMENT=("TZ=OFFICE+$((west / 3600)):$((west / 60 % 60)):$((west % 60))")
first=$(env "${ENVIRONMENT[@]}" date -d "@$now" +%F) second=$(env "${ENVIRONMENT[@]}" date -d "@$((now + 60))" +%F)
[ "$first" != "$second" ] || fail "no midnight within a minute: $first"
mkdir "$work/days"
old=$work/days/office-$(date -u -d "@$((now - 40 * 86400))" +%F).db
cp "$work/away.db" "$old"
start days -o "$work/days/office.db" --daily --keep 30d
soon "the first day's file" test -e "$work/days/office-$first.db"
send 0 500
soon "the second day's file" test -e "$work/days/office-$second.db"
soon "closing the first day" test ! -e "$work/days/office-$first.db-key"
send 500 700
soon "seeing 700 on the second day" has_seen "$work/days/office-$second.db" 700
[ ! -e "$old" ] || fail "a scan older than --keep is still there"

# --- the dataset anew, and a kill ---
kill -HUP "$scanner"
soon "the word of the dataset" grep -q 'the dataset is .* now' "$work/days.err"
send 1200 300
soon "seeing 300 more" has_seen "$work/days/office-$second.db" 1000
kill -KILL "$scanner"
wait "$scanner" 2>/dev/null || true
scanner=
same "packets of the first day" "$(counter "$work/days/office-$first.db" packets)" 500
same "state of the first day" "$(sqlite3 "$work/days/office-$first.db" 'SELECT state FROM scan')" closed
start again -o "$work/days/office.db" --daily --keep 30d
soon "the second file of that day" test -e "$work/days/office-$second.2.db"
soon "closing what the kill left open" test ! -e "$work/days/office-$second.db-key"
stop again
same "packets of the second day" "$(counter "$work/days/office-$second.db" packets)" 1000
run both 0 "$AMARRA" report "$work/days/office-$first.db" "$work/days/office-$second.db" --format json -o "$work/report"

# --- what a service manager hears ---
ENVIRONMENT=("NOTIFY_SOCKET=$work/notify")
python3 - "$work/notify" >"$work/told" <<'PY' &
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
while not (told := s.recv(4096).decode()).startswith("STOPPING"):
    print(told, flush=True)
print(told)
PY
listener=$!
soon "a socket to notify" test -S "$work/notify"
start service -o "$work/service.db"
soon "READY" grep -q '^READY=1' "$work/told"
soon "STATUS" grep -q '^STATUS=.* packets' "$work/told"
stop service
wait "$listener"
grep -q '^STOPPING=1' "$work/told" || fail "no word that it stops"
finish
