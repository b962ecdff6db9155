#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# A live scan of an interface counts what a scan of the same packets in a file does. The packets pass a veth pair
# in a network namespace that this test makes and removes.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need ip sqlite3 python3
[ "$(id -u)" = 0 ] || { echo "skipped: live capture needs root"; exit 77; }
space=amarra-test-$$
{ ip netns add "$space" && ip netns exec "$space" true; } 2>/dev/null || { ip netns del "$space" 2>/dev/null; echo "skipped: no network namespaces here"; exit 77; }
trap 'ip netns del "$space"; rm -rf "$work"' EXIT
inside() { ip netns exec "$space" "$@"; }

inside ip link add sender type veth peer name mirror
for port in sender mirror; do # quiet: no address of its own, so that only our packets pass
    inside sysctl -qw "net.ipv6.conf.$port.disable_ipv6=1" 2>/dev/null || true
    inside ip link set "$port" mtu 9000 up
done

# Frames that the pair can carry, small enough for its MTU and never cut.
make_office day --seed 4 --size small --snaplen 262144
cat >"$work/split.py" <<'PY'
import struct, sys
source, kept = open(sys.argv[1], "rb"), open(sys.argv[2], "wb")
kept.write(source.read(24))
while head := source.read(16):
    captured, wire = struct.unpack("<8xII", head)
    frame = source.read(captured)
    if captured == wire and 60 <= captured <= 9000:
        kept.write(head + frame)
PY
cat >"$work/send.py" <<'PY'
import socket, struct, sys, time
port = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
port.bind((sys.argv[2], 0))
capture = open(sys.argv[1], "rb")
capture.read(24)
sent = 0
while head := capture.read(16):
    port.send(capture.read(struct.unpack("<8xII", head)[0]))
    sent += 1
    if sent % 200 == 0:
        time.sleep(0.005)
print(sent)
PY
python3 "$work/split.py" "$work/day.pcap" "$work/kept.pcap"

ip netns exec "$space" "$AMARRA" scan -i mirror --agreed --for 60s -o "$work/live.db" --flush 1 2>"$work/live.err" &
scanner=$!
for _ in $(seq 100); do
    [ -e "$work/live.db-key" ] && break
    sleep 0.1
done
sleep 0.5
sent=$(inside python3 "$work/send.py" "$work/kept.pcap" sender)
sleep 1.5
kill -TERM "$scanner"
wait "$scanner" || fail "the live scan ended with $?: $(head -3 "$work/live.err")"

run offline 0 "$AMARRA" scan -r "$work/kept.pcap" -o "$work/offline.db"
counter() { sqlite3 "$work/$1.db" "SELECT value FROM counter WHERE name = '$2'"; }
same "packets seen" "$(counter live packets)" "$sent"
same "packets lost" "$(counter live lost.kernel)" 0
# Time passes otherwise: hours and names from memory may differ, bytes may not.
for sum in 'sum(up)' 'sum(down)'; do
    same "$sum live and offline" "$(sqlite3 "$work/live.db" "SELECT $sum FROM contact")" \
        "$(sqlite3 "$work/offline.db" "SELECT $sum FROM contact")"
done
same "state" "$(sqlite3 "$work/live.db" 'SELECT state FROM scan')" closed
[ ! -e "$work/live.db-key" ] || fail "the key is still there"

run nothing 2 ip netns exec "$space" "$AMARRA" scan -i mirror --agreed --filter 'no such word' -o "$work/never.db"
run nowhere 4 ip netns exec "$space" "$AMARRA" scan -i nowhere0 --agreed -o "$work/never.db"
[ ! -e "$work/never.db" ] || fail "a scan that could not begin left a file"
run interfaces 0 ip netns exec "$space" "$AMARRA" interfaces
grep -q '^mirror ' "$work/interfaces.out" || fail "interfaces does not list mirror"
finish
