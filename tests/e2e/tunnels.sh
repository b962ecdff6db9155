#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The same packets inside another tunnel or link layer tell the same names, also where the tunnel's own packets come in fragments.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need python3

cat >"$work/wrap.py" <<'PY'
import struct, sys

SOURCE, TARGET = bytes([10, 99, 0, 1]), bytes([10, 99, 0, 2])
SIX = bytes.fromhex("fd990000000000000000000000000001"), bytes.fromhex("fd990000000000000000000000000002")
MACS = bytes.fromhex("020000000002020000000001")
LLC = bytes.fromhex("aaaa03000000")
folder = sys.argv[2]


def load(path):
    capture, at, frames = open(path, "rb").read(), 24, []
    while at < len(capture):
        captured, wire = struct.unpack_from("<8xII", capture, at)
        frame = capture[at + 16 : at + 16 + captured]
        if captured == wire <= 1500 and frame[12:14] in (b"\x08\0", b"\x86\xdd"):
            frames.append((capture[at : at + 8], frame))
        at += 16 + captured
    return frames[:6000]


def save(name, frames, link=1):
    with open(f"{folder}/{name}.pcap", "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, link))
        for time, frame in frames:
            out.write(time + struct.pack("<II", len(frame), len(frame)) + frame)


def packet(frame):  # without Ethernet's padding
    p = frame[14:]
    return p[: struct.unpack_from(">H", p, 2)[0] if p[0] >> 4 == 4 else 40 + struct.unpack_from(">H", p, 4)[0]]


number = 0


def ip4(protocol, body, number_of=None, where=0):
    global number
    number = (number + 1) % 65536
    return struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(body), number if number_of is None else number_of, where, 64,
                       protocol, 0) + SOURCE + TARGET + body


def ip6(protocol, body):
    return struct.pack(">IHBB", 6 << 28, len(body), protocol, 64) + SIX[0] + SIX[1] + body


def udp(port, body):
    return struct.pack(">HHHH", 40000, port, 8 + len(body), 0) + body


def over4(protocol, body):
    return MACS + b"\x08\0" + ip4(protocol, body)


def over6(protocol, body):
    return MACS + b"\x86\xdd" + ip6(protocol, body)


def kind(frame):
    return frame[12:14]


def is4(frame):
    return kind(frame) == b"\x08\0"


def ppp(frame):
    return (b"\0\x21" if is4(frame) else b"\0\x57") + packet(frame)


def counted(head, body, extra=0):  # a header that ends in the length of what follows
    return head + struct.pack(">H", len(body) + extra) + body


def wifi(frame, control, sequence, qos=b""):
    return control + b"\0\0" + frame[:6] + frame[6:12] + MACS[:6] + sequence + qos + LLC + frame[12:]


def swapped(frame):
    return b"\2\x88\0\0" + frame[:6] + MACS[:6] + frame[6:12] + b"\0\x10\0\0" + LLC + frame[12:]


TAGS = b"\x0a\1\xc8\0\x29\2"
tunnels = {
    "gre": lambda f: over4(47, b"\0\0" + kind(f) + packet(f)),
    "gre-key-sequence": lambda f: over4(47, b"\x30\0" + kind(f) + b"\0\0\0\7\0\0\0\1" + packet(f)),
    "nvgre": lambda f: over4(47, b"\x20\0\x65\x58\0\1\0\0" + f),
    "gre-over-ipv6": lambda f: over6(47, b"\0\0" + kind(f) + packet(f)),
    "pptp": lambda f: over4(47, struct.pack(">HHHHI", 0x3001, 0x880B, len(ppp(f)), 5, 1) + ppp(f)),
    "eoip": lambda f: over4(47, b"\x20\1\x64\0" + struct.pack(">HH", len(f), 0x700) + f),
    "erspan-1": lambda f: over4(47, b"\0\0\x88\xbe" + f),
    "erspan-2": lambda f: over4(47, b"\x10\0\x88\xbe\0\0\0\1\x10\x64\0\1\0\0\0\7" + f),
    "erspan-3": lambda f: over4(47, b"\x10\0\x22\xeb\0\0\0\1\x20\x64\0\1\0\0\x30\x39\0\0\0\0" + f),
    "erspan-3-subheader": lambda f: over4(47, b"\x10\0\x22\xeb\0\0\0\1\x20\x64\0\1\0\0\x30\x39\0\0\0\1" + bytes(8) + f),
    "ip-in-ip": lambda f: over4(4 if is4(f) else 41, packet(f)),
    "ip-in-ipv6": lambda f: over6(4 if is4(f) else 41, packet(f)),
    "teredo": lambda f: f if is4(f) else over4(17, udp(3544, b"\0\0\xab\xcd\1\2\3\4" + packet(f))),
    "vxlan": lambda f: over4(17, udp(4789, b"\x08\0\0\0\0\0\x2a\0" + f)),
    "vxlan-over-ipv6": lambda f: over6(17, udp(8472, b"\x08\0\0\0\0\0\x2a\0" + f)),
    "vxlan-gpe": lambda f: over4(17, udp(4790, b"\x0c\0\0" + (b"\1" if is4(f) else b"\2") + b"\0\0\x2a\0" + packet(f))),
    "geneve": lambda f: over4(17, udp(6081, b"\2\0\x65\x58\0\0\x2a\0\1\2\x80\1\1\2\3\4" + f)),
    "gtp-u": lambda f: over4(17, udp(2152, counted(b"\x30\xff", b"", len(packet(f))) + b"\0\0\0\x63" + packet(f))),
    "gtp-u-extension": lambda f: over4(17, udp(2152, counted(b"\x34\xff", b"", len(packet(f)) + 8)
                                               + b"\0\0\0\x63\0\0\0\x85\1\0\x09\0" + packet(f))),
    "l2tp": lambda f: over4(17, udp(1701, b"\0\2\0\7\0\x09\xff\3" + ppp(f))),
    "l2tp-numbered": lambda f: over4(17, udp(1701, counted(b"\x48\2", b"", len(ppp(f)) + 12)
                                             + b"\0\7\0\x09\0\1\0\1" + ppp(f))),
    "lisp": lambda f: over4(17, udp(4341, b"\x08" + bytes(7) + packet(f))),
    "etherip": lambda f: over4(97, b"\x30\0" + f),
    "capwap": lambda f: over4(17, udp(5247, b"\0\x10\2\0\0\0\0\0" + f)),
    "capwap-wifi": lambda f: over4(17, udp(5247, b"\0\x10\3\0\0\0\0\0" + wifi(f, b"\x08\1", b"\x10\0"))),
    "capwap-wifi-swapped": lambda f: over4(17, udp(5247, b"\0\x10\3\0\0\0\0\0" + swapped(f))),
    "tzsp": lambda f: over4(17, udp(37008, b"\1\0\0\1" + TAGS + struct.pack(">H", len(f)) + b"\1" + f)),
    "tzsp-wifi": lambda f: over4(17, udp(37008, b"\1\0\0\x12\1" + wifi(f, b"\x08\1", b"\x10\0"))),
    "qinq": lambda f: f[:12] + b"\x88\xa8\0\x64\x81\0\0\xc8" + f[12:],
    "pppoe": lambda f: MACS + b"\x88\x64" + counted(b"\x11\0\0\7", ppp(f)),
    "mpls-pseudowire": lambda f: MACS + b"\x88\x47\0\1\1\x40\0\0\0\0" + f,
    "in-several": lambda f: over4(17, udp(4789, b"\x08\0\0\0\0\0\1\0" + MACS + b"\x81\0\0\5\x08\0"
                                          + ip4(47, b"\0\0" + kind(f) + packet(f)))),
}
links = {
    "wifi": (105, lambda f: wifi(f, b"\x08\1", b"\x10\0")),
    "wifi-qos": (105, lambda f: wifi(f, b"\x88\1", b"\x10\0", b"\0\0")),
    "radiotap-checksum": (127, lambda f: b"\0\0\x09\0\2\0\0\0\x10" + wifi(f, b"\x08\1", b"\x10\0") + b"\1\2\3\4"),
    "switch-tag": (281, lambda f: f[:12] + b"\x08\0\0\3" + f[12:]),
    "raw": (101, packet),
    "cooked": (113, lambda f: b"\0\0\0\1\0\6" + f[6:12] + b"\0\0" + f[12:]),
}


def in_fragments(frame, of, backwards):
    outer = frame[14:]
    body, size, parts = outer[20:], 704, []
    for at in range(0, len(body), size):
        more = 0x2000 if at + size < len(body) else 0
        parts.append(MACS + b"\x08\0" + ip4(outer[9], body[at : at + size], of % 65536, more | at // 8))
    return parts[::-1] if backwards else parts


frames = load(sys.argv[1])
save("plain", frames)
for name, wrap in tunnels.items():
    save(name, [(time, wrap(frame)) for time, frame in frames])
for name, (link, wrap) in links.items():
    save(name, [(time, wrap(frame)) for time, frame in frames], link)
for name in ("vxlan", "gre", "nvgre", "ip-in-ip", "tzsp", "l2tp"):
    save(name + "-fragments", [(time, part) for i, (time, frame) in enumerate(frames)
                               for part in in_fragments(tunnels[name](frame), i, name == "vxlan")])
PY
names() { "$AMARRA" names "$1" 2>"$work/names.err" | LC_ALL=C sort; }

make_office day --seed 8 --size small
mkdir "$work/wrapped"
python3 "$work/wrap.py" "$work/day.pcap" "$work/wrapped"
names "$work/wrapped/plain.pcap" >"$work/plain.names"
for source in dns.query tls.sni quic.sni http.host; do
    [ "$(grep -c -P "\t$source\t" "$work/plain.names")" -gt 10 ] || fail "the day has hardly a $source"
done
variants=0
for capture in "$work"/wrapped/*.pcap; do
    names "$capture" >"$work/other.names"
    variants=$((variants + 1))
    cmp -s "$work/plain.names" "$work/other.names" && continue
    fail "$(basename "$capture" .pcap): $(comm -23 "$work/plain.names" "$work/other.names" | wc -l) names are missing," \
        "$(comm -13 "$work/plain.names" "$work/other.names" | wc -l) are other ones"
done
[ "$variants" -eq 45 ] || fail "$variants captures, not 45"
echo "$variants captures, $(wc -l <"$work/plain.names") lines of names each"
finish
