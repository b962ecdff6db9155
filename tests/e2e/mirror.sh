#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# A mirror that comes as UDP (TZSP, VXLAN) tells what a scan of the same packets in a file does; garbage does no harm.
# Everything stays on the loopback.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need python3 sqlite3

cat >"$work/ports.py" <<'PY'
import random, socket
held = []
while len(held) < 2: # below those that the kernel gives out by itself, so that they stay free
    s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    try:
        s.bind(("::", random.randrange(20000, 30000)))
        held.append(s)
    except OSError:
        pass
ports = [s.getsockname()[1] for s in held]
for s in held:
    s.close()
print(*ports)
PY
# VXLAN does not tell how long a frame was that its sensor cut: its half is of whole ones. No datagram holds 64 KiB.
cat >"$work/keep.py" <<'PY'
import struct, sys
source, kept = open(sys.argv[1], "rb").read(), open(sys.argv[2], "wb")
kept.write(source[:24])
at = 24
while at < len(source):
    captured, wire = struct.unpack_from("<8xII", source, at)
    if captured <= 65000 and (captured == wire or at < len(source) // 2):
        kept.write(source[at : at + 16 + captured])
    at += 16 + captured
PY
# The first half as a MikroTik router streams it, one in ten with a sign of life before it; the rest in VXLAN. Copies go
# slowly enough that nothing is lost.
cat >"$work/send.py" <<'PY'
import socket, struct, sys, time
tzsp, vxlan = (("127.0.0.1", int(port)) for port in sys.argv[2:4])
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
capture = open(sys.argv[1], "rb").read()
at, frames, half = 24, [], 0
while at < len(capture):
    captured, wire = struct.unpack_from("<8xII", capture, at)
    frames.append((capture[at + 16 : at + 16 + captured], wire))
    at += 16 + captured
    if captured < wire:
        half = len(frames)
signs = 0
for i, (frame, wire) in enumerate(frames):
    if i == half: # two ports keep no order between them
        time.sleep(0.5)
    if i < half:
        if i % 10 == 0:
            sender.sendto(b"\1\4\0\0\1", tzsp)
            signs += 1
        tags = b"\x0a\1\xc8\0" + (struct.pack(">BBH", 41, 2, wire) if wire > len(frame) else b"") + b"\1"
        sender.sendto(b"\1\0\0\1" + tags + frame, tzsp)
    else:
        sender.sendto(b"\x08\0\0\0\0\0\x2a\0" + frame, vxlan)
    if i % 50 == 0:
        time.sleep(0.005)
print(len(frames), signs)
PY
cat >"$work/garbage.py" <<'PY'
import random, socket, sys, time
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
dice = random.Random(7)
starts = [b"", b"\1", b"\1\0\0\1", b"\1\0\0\1\1", b"\1\0\0\x12\1", b"\1\0\0\1\x29\2\xff\xff\1", b"\1\4\0\0", b"\x08\0\0\0\0\0\0\0"]
for i in range(20000):
    start = dice.choice(starts) if i % 2 else b""
    sender.sendto(start + dice.randbytes(dice.randrange(0, 1400)), ("127.0.0.1", int(sys.argv[1 + i % 2])))
    if i % 100 == 0:
        time.sleep(0.005)
print(20000)
PY

# listen NAME OPTION...: a scan in the background; sets `scanner`, and `tzsp` and `vxlan`, its ports.
listen() {
    local name=$1
    shift
    read -r tzsp vxlan < <(python3 "$work/ports.py")
    "$AMARRA" scan --tzsp "127.0.0.1:$tzsp" --vxlan "$vxlan" --agreed --for 120s --flush 1 -o "$work/$name.db" "${LOCAL[@]}" "$@" \
        2>"$work/$name.err" &
    scanner=$!
    for _ in $(seq 100); do
        [ -e "$work/$name.db-key" ] && return 0
        sleep 0.1
    done
    fail "$name: the scan did not begin: $(head -n 3 "$work/$name.err")"
}

stop() { # NAME SIGNAL
    sleep 1
    kill "-$2" "$scanner"
    wait "$scanner" || fail "$1 ended with $?: $(head -n 3 "$work/$1.err")"
    [ ! -e "$work/$1.db-key" ] || fail "$1: the key is still there"
    same "$1: state" "$(sqlite3 "$work/$1.db" 'SELECT state FROM scan')" closed
}

make_office full --seed 6 --size small
python3 "$work/keep.py" "$work/full.pcap" "$work/day.pcap"
listen mirror --keep-names --fold-below 1
read -r sent signs < <(python3 "$work/send.py" "$work/day.pcap" "$tzsp" "$vxlan")
stop mirror INT
run plain 0 "$AMARRA" scan -r "$work/day.pcap" -o "$work/plain.db" --keep-names --fold-below 1 "${LOCAL[@]}"

[ "$sent" -gt 5000 ] || fail "the day is nearly empty"
same "packets lost" "$(counter "$work/mirror.db" lost.kernel)" 0
same "packets seen" "$(counter "$work/mirror.db" packets)" $((sent + signs))
same "packets in the file" "$(counter "$work/plain.db" packets)" "$sent"
same "packets without IP" "$(counter "$work/mirror.db" packets.not_ip)" \
    $(($(counter "$work/plain.db" packets.not_ip) + signs))
for count in packets.malformed lost.cut_headers lost.link_unknown packets.cut local.bytes multicast.bytes icmp.bytes; do
    same "$count" "$(counter "$work/mirror.db" $count)" "$(counter "$work/plain.db" $count)"
done
# A day passes in seconds here: what was named by the memory of answers, and how many slots it took, may differ. What was
# contacted, by how many, and how many bytes, may not.
for sum in 'sum(up)' 'sum(down)'; do
    same "$sum" "$(sqlite3 "$work/mirror.db" "SELECT $sum FROM contact")" "$(sqlite3 "$work/plain.db" "SELECT $sum FROM contact")"
done
names="SELECT DISTINCT n.text FROM contact JOIN name n ON n.id = name_id WHERE evidence IN ('sni', 'quic', 'http', 'proxy') ORDER BY 1"
for database in mirror plain; do
    sqlite3 "$work/$database.db" "$names" >"$work/$database.names"
done
[ "$(wc -l <"$work/plain.names")" -gt 20 ] || fail "the day has nearly no names"
cmp -s "$work/mirror.names" "$work/plain.names" || fail "other names: $(diff "$work/mirror.names" "$work/plain.names" | head -n 5)"
same "devices" "$(sqlite3 "$work/mirror.db" 'SELECT devices FROM scan')" "$(sqlite3 "$work/plain.db" 'SELECT devices FROM scan')"
sources=$(sqlite3 "$work/mirror.db" 'SELECT sources FROM scan')
same "sources, without an address" "$sources" "TZSP on port $tzsp, VXLAN on port $vxlan"

# Whoever can reach the port can send anything.
listen garbage
sent=$(python3 "$work/garbage.py" "$tzsp" "$vxlan")
stop garbage TERM
seen=$(counter "$work/garbage.db" packets)
lost=$(counter "$work/garbage.db" lost.kernel)
same "garbage seen or lost" $((seen + lost)) "$sent"
malformed=$(counter "$work/garbage.db" packets.malformed)
[ $((malformed * 2)) -gt "$seen" ] || fail "of $seen datagrams of garbage only $malformed are malformed"

# What can't be listened to says so, and leaves no scan file.
python3 -c 'import socket, sys, time
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.bind(("::", 0)); print(s.getsockname()[1], flush=True); time.sleep(60)' >"$work/held" &
holder=$!
for _ in $(seq 50); do
    [ -s "$work/held" ] && break
    sleep 0.1
done
run taken 4 "$AMARRA" scan --tzsp "$(cat "$work/held")" --agreed -o "$work/never.db"
grep -q 'another program listens' "$work/taken.err" || fail "a port that is taken: $(cat "$work/taken.err")"
kill "$holder"
wait "$holder" 2>/dev/null || true
run together 2 "$AMARRA" scan -r "$work/day.pcap" --tzsp 37008 -o "$work/never.db"
run interface 2 "$AMARRA" scan -i lo --vxlan 4789 -o "$work/never.db"
run filter 2 "$AMARRA" scan --tzsp 37008 --filter tcp -o "$work/never.db"
run no-port 2 "$AMARRA" scan --tzsp nowhere -o "$work/never.db"
[ ! -e "$work/never.db" ] || fail "a scan that could not begin left a file"

# Nothing comes: after ten seconds it says what to set on the router, once, and ends as asked.
read -r tzsp vxlan < <(python3 "$work/ports.py")
run silence 0 "$AMARRA" scan --tzsp "$tzsp" --agreed --for 11s -o "$work/silence.db"
same "lines about a router that is silent" "$(grep -c 'streaming-enabled=yes' "$work/silence.err")" 1
finish
