#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the seeds of the fuzz targets that read captures, streams and names.

usage: tests/tools/make_seeds.py [tests/fuzz/seeds]

All bytes are made here, none captured. Run again only when a target's input changes; the seeds are kept in the tree.
"""
import gzip, os, struct, subprocess, sys

ROOT = sys.argv[1] if len(sys.argv) > 1 else "tests/fuzz/seeds"
DESK, SERVER, RESOLVER = bytes([10, 0, 0, 5]), bytes([192, 0, 2, 7]), bytes([9, 9, 9, 9])


def write(target, name, data):
    os.makedirs(os.path.join(ROOT, target), exist_ok=True)
    with open(os.path.join(ROOT, target, name), "wb") as f:
        f.write(data)


def ip(src, dst, protocol, body, ident=1, fragment=0):
    return struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(body), ident, fragment, 64, protocol, 0) + src + dst + body


def udp(sport, dport, data):
    return struct.pack(">HHHH", sport, dport, 8 + len(data), 0) + data


def tcp(sport, dport, seq, flags, data=b""):
    return struct.pack(">HHIIBBHHH", sport, dport, seq, 0, 0x50, flags, 65535, 0, 0) + data


def labels(name):
    return b"".join(bytes([len(l)]) + l.encode() for l in name.split(".")) + b"\0"


def question(name):
    return struct.pack(">HHHHHH", 7, 0x100, 1, 0, 0, 0) + labels(name) + struct.pack(">HH", 1, 1)


def answer(name, alias, address):
    return (struct.pack(">HHHHHH", 7, 0x8180, 1, 2, 0, 0) + labels(name) + struct.pack(">HH", 1, 1)
            + b"\xc0\x0c" + struct.pack(">HHIH", 5, 1, 60, len(labels(alias))) + labels(alias)
            + labels(alias) + struct.pack(">HHIH", 1, 1, 60, 4) + address)


def hello(name):
    host = name.encode()
    sni = struct.pack(">HHHBH", 0, len(host) + 5, len(host) + 3, 0, len(host)) + host
    body = b"\x03\x03" + b"r" * 32 + b"\0" + b"\0\x02\x13\x01" + b"\x01\0" + struct.pack(">H", len(sni)) + sni
    shake = b"\x01" + struct.pack(">I", len(body))[1:] + body
    return b"\x16\x03\x01" + struct.pack(">H", len(shake)) + shake


def pcap(packets, link=101, order="<", magic=0xA1B2C3D4, kept=65535):
    out = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65535, link)
    for i, p in enumerate(packets):
        out += struct.pack(order + "IIII", 1700000000 + i, 1000 * i, min(kept, len(p)), len(p)) + p[:kept]
    return out


def block(order, kind, body):
    body += b"\0" * (-len(body) % 4)
    size = 12 + len(body)
    return struct.pack(order + "II", kind, size) + body + struct.pack(order + "I", size)


def pcapng(packets, order="<"):
    out = block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1))
    options = struct.pack(order + "HHB3xHHqHH", 9, 1, 9, 14, 8, 100, 0, 0)
    out += block(order, 1, struct.pack(order + "HHI", 101, 0, 0) + options)
    out += block(order, 4, b"names of addresses, passed over")
    for i, p in enumerate(packets):
        when = (1700000000 + i) * 10**9
        if i % 3 == 2:
            out += block(order, 3, struct.pack(order + "I", len(p)) + p)
        elif i % 3 == 1:
            out += block(order, 2, struct.pack(order + "HHIIII", 0, 0, when >> 32, when & 0xFFFFFFFF, len(p), len(p)) + p)
        else:
            out += block(order, 6, struct.pack(order + "IIIII", 0, when >> 32, when & 0xFFFFFFFF, len(p), len(p)) + p)
    return out + block(order, 5, struct.pack(order + "III", 0, 0, 0) + struct.pack(order + "HHqHH", 5, 8, 3, 0, 0))


def zstd(data):
    return subprocess.run(["zstd", "-q", "-c", "-"], input=data, stdout=subprocess.PIPE, check=True).stdout


SYN, ACK, FIN, RST = 2, 16, 1, 4
H = hello("www.example.org")
GET = b"GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n"
CONNECT = b"CONNECT mail.example.org:443 HTTP/1.1\r\n\r\n"
MAIL = hello("mail.example.org")

dns = [ip(DESK, RESOLVER, 17, udp(40000, 53, question("www.example.org"))),
       ip(RESOLVER, DESK, 17, udp(53, 40000, answer("www.example.org", "edge.example", SERVER)))]
tls = [ip(DESK, SERVER, 6, tcp(50000, 443, 99, SYN)), ip(SERVER, DESK, 6, tcp(443, 50000, 5, SYN | ACK)),
       ip(DESK, SERVER, 6, tcp(50000, 443, 140, ACK, H[40:]), 2), ip(DESK, SERVER, 6, tcp(50000, 443, 100, ACK, H[:40]), 3),
       ip(SERVER, DESK, 6, tcp(443, 50000, 6, ACK, b"x" * 100), 2), ip(DESK, SERVER, 6, tcp(50000, 443, 100 + len(H), FIN | ACK), 4),
       ip(SERVER, DESK, 6, tcp(443, 50000, 106, FIN | ACK), 3)]
http = [ip(DESK, SERVER, 6, tcp(50001, 80, 0, ACK, GET)), ip(DESK, SERVER, 6, tcp(50001, 80, len(GET), ACK, GET[:10]), 2),
        ip(DESK, SERVER, 6, tcp(50001, 80, len(GET) + 10, ACK, GET[10:]), 3)]
proxy = [ip(DESK, bytes([10, 0, 0, 9]), 6, tcp(50002, 3128, 0, ACK, CONNECT)),
         ip(DESK, bytes([10, 0, 0, 9]), 6, tcp(50002, 3128, len(CONNECT), ACK, MAIL), 2)]
unsyn = [ip(DESK, SERVER, 6, tcp(50003, 443, 60, ACK, H[60:])), ip(DESK, SERVER, 6, tcp(50003, 443, 0, ACK, H[:60]), 2)]
whole = udp(40001, 53, question("a-name-in-fragments.example"))
parts = [ip(DESK, RESOLVER, 17, whole[24:], 9, 3), ip(DESK, RESOLVER, 17, whole[:24], 9, 0x2000)]
other = [ip(DESK, SERVER, 1, b"\x08\0\0\0abcd"), ip(DESK, SERVER, 50, b"sealed"), ip(DESK, bytes([224, 0, 0, 251]), 17, udp(5353, 5353, question("x.local"))),
         ip(SERVER, DESK, 17, udp(500, 500, b"k")), dns[0]]
stream53 = b"".join(struct.pack(">H", len(question(n))) + question(n) for n in ("a.example", "b.example", "c.example"))
dnstcp = [ip(DESK, RESOLVER, 6, tcp(50004, 53, 0, SYN)), ip(DESK, RESOLVER, 6, tcp(50004, 53, 1, ACK, stream53[:30]), 2),
          ip(DESK, RESOLVER, 6, tcp(50004, 53, 31, ACK, stream53[30:]), 3)]
reused = tls[:4] + [ip(DESK, SERVER, 6, tcp(50000, 443, 9000, SYN), 7), ip(DESK, SERVER, 6, tcp(50000, 443, 9001, ACK, MAIL), 8)]

for name, packets in [("dns", dns), ("tls_out_of_order", tls), ("http", http), ("proxy", proxy), ("no_syn", unsyn), ("fragments", parts),
                      ("other", other), ("dns_tcp", dnstcp), ("reused_port", reused)]:
    write("observer", name, b"\x02" + pcap(packets))
write("observer", "cut", b"\x05" + pcap(dns + tls, kept=60))
write("observer", "pcapng", b"\x00" + pcapng(dns + tls))

two = dns[:1] + http[:2]
write("capture_file", "pcap_le", pcap(two))
write("capture_file", "pcap_be_ns", pcap(two, order=">", magic=0xA1B23C4D, link=1))
write("capture_file", "pcap_modified", struct.pack("<IHHiIII", 0xA1B2CD34, 2, 4, 0, 0, 65535, 1) + struct.pack("<IIIIIHBB", 1, 2, 3, 3, 0, 0, 0, 0) + b"abc")
write("capture_file", "pcap_old", struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 2, 0, 0, 65535, 1) + struct.pack("<IIII", 1, 2, 60, 3) + b"abc")
write("capture_file", "pcapng_le", pcapng(two))
write("capture_file", "pcapng_be", pcapng(two, ">"))
write("capture_file", "pcapng_two_sections", pcapng(two[:1]) + pcapng(two[:1], ">"))
write("capture_file", "gzip", gzip.compress(pcap(two), mtime=0) + gzip.compress(b"", mtime=0) + b"\0" * 9)
write("capture_file", "zstd", zstd(pcapng(two)))
write("capture_file", "cut", pcap(two)[:-5])

post = lambda fields, body: b"POST / HTTP/1.1\r\nHost: a.example\r\n" + fields + b"\r\n" + body
write("http", "length", b"\x00\x00\x30" + post(b"Content-Length: 43\r\n", GET[:43]) + GET)
write("http", "chunks", b"\x00\x00\x60" + post(b"Transfer-Encoding: chunked\r\n", b"5;x=y\r\nGET /\r\n0\r\nX: y\r\n\r\n") + GET)
write("http", "upgrade", b"\x00\x00\x20" + GET[:-2] + b"Upgrade: websocket\r\n\r\n" + GET[:-2] + b"Upgrade: h2c\r\n\r\n" + b"PRI * HTTP/2.0\r\n\r\n")
write("http", "folded", b"\x00\x00\x18" + b"GET http://b.example/ HTTP/1.0\nHost:\n a.example\nHost: c.example\n\n")
write("http", "bodies", b"\x02\x00\x45" + GET + b"\0" + CONNECT + b"\0" + b"0\r\n\r\n" + GET + b"\0x")

frame = lambda kind, flags, stream, body: struct.pack(">I", len(body))[1:] + struct.pack(">BBI", kind, flags, stream) + body
literal = lambda first, name, value: bytes([first, len(name)]) + name + bytes([len(value)]) + value
block = b"\x82" + literal(0x40, b":authority", b"a.example")
write("http2", "requests", b"\x00\x00\x40" + frame(1, 4, 1, block) + frame(0, 0, 1, block) + frame(1, 4, 3, b"\x82\xbe"))
write("http2", "shapes", b"\x00\x00\x25" + frame(1, 0x28, 1, b"\x03\0\0\0\0\0" + block[:5] + b"\0\0\0") + frame(9, 4, 1, block[5:]) + frame(4, 1, 0, b""))
write("http2", "huffman", b"\x00\x00\x30" + frame(1, 4, 1, bytes.fromhex("828684418cf1e3c2e5f23a6ba0ab90f4ff")) + frame(1, 4, 3, b"\x3f\xe1\x1f" + block))
write("http2", "connect", b"\x00\x00\x30" + frame(1, 4, 1, literal(0, b":method", b"CONNECT") + literal(0, b"host", b"b.example") + literal(0x10, b":authority", b"a.example:443")))
write("http2", "hosts", b"\x01\x00\x99a.example\nB.example\na.example\n192.0.2.1:80\n\nlong." + b"x" * 60 + b".example\n")

write("socks", "old", b"\x00\x04\x01\x01\xbb\xc0\0\x02\x07\0")
write("socks", "old_name", b"\x00\x04\x01\x01\xbb\0\0\0\x01user\0a.example\0")
write("socks", "name", b"\x00\x05\x01\0\x05\x01\0\x03\x09a.example\x01\xbb" + H)
write("socks", "password", b"\x02\x05\x02\0\x02\x01\x01u\x01p\x05\x01\0\x03\x09a.example\x01\xbb")
write("socks", "address", b"\x00\x05\x01\0\x05\x01\0\x01\xc0\0\x02\x07\x01\xbb")
write("socks", "opening_old", b"\x07\x01\x05\x00a.example")
write("socks", "opening", b"\x09\x00\x05\x06B.example")
for i, line in enumerate([b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n", b"PROXY UNKNOWN\r\n", b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0",
                          b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x18" + bytes(12) + b"\x02\0\x09a.example"]):
    write("proxy_header", f"header{i}", b"\x14" + line + GET)

step = lambda what, share, offset, length, far=0, much=0: struct.pack("BbBB", what | share << 3 | far << 6 | much << 7, offset, length, 0)
write("stream", "in_order", struct.pack("<I", 0xFFFFFFF0) + step(4, 7, 0, 0) + step(5, 7, 0, 200) * 5)
write("stream", "left_over", struct.pack("<I", 5) + step(5, 3, 0, 100) + step(5, 3, 60, 100) + step(5, 7, 0, 200))
write("stream", "early", struct.pack("<I", 5) + step(5, 7, 0, 9) + step(5, 7, 50, 50) + step(5, 7, 20, 60) + step(5, 7, 0, 30))
write("stream", "held", struct.pack("<I", 5) + step(2, 7, 100, 50) + step(5, 7, -60, 60) + step(5, 7, 0, 90))
write("stream", "unheld", struct.pack("<I", 5) + step(2, 7, 100, 50) + step(3, 2, 0, 0) + step(5, 7, 0, 90))
write("stream", "gap", struct.pack("<I", 5) + step(5, 7, 0, 9) + step(5, 7, 9, 50) + step(0, 7, 0, 0) + step(1, 7, 100, 9) + step(5, 7, 0, 255, 0, 1))

send = lambda place, length: bytes([place >> 8, place & 255, length])
for what, name in enumerate(["tls", "http", "dns", "proxy", "socks", "body", "http2"]):
    write("naming", name + "_in_order", bytes([what, 10, 1]) + b"".join(send(i, 16) for i in range(0, 500, 97)))
    write("naming", name + "_backwards", bytes([what, 60, 3]) + b"".join(send(i, 100) for i in (500, 300, 100, 0)))
    write("naming", name + "_no_syn", bytes([what, 30, 0]) + send(300, 255) + send(0, 50))

for i, text in enumerate(["www.Example.org.", "_dmarc.xn--mnchen-3ya.de", "192.0.2.1", "10.0x1", "2001:db8::1/33", "::ffff:10.0.0.0/104",
                          "10.1.2.3/8", "a..b", "1.2.0.192.in-addr.arpa"]):
    write("name", f"text{i}", text.encode())


# QUIC: datagrams as they are, frames that the target seals, names in steps.
def number(value):
    return struct.pack(">H", 0x4000 | value)


def crypto(message, start, end, kind=6):
    return bytes([kind]) + number(start) + number(end - start) + message[start:end]


def heard(flags, data):
    return struct.pack(">H", flags << 11 | len(data)) + data


shake = hello("video.example.org")[5:]
chlo = b"CHLO\1\0\0\0SNI\0" + struct.pack("<I", 17) + b"video.example.org"
ids = b"\x08first-id\x06client"
initial = b"\xc3\0\0\0\1" + ids + b"\0" + number(60) + b"e" * 60
retry = b"\xf0\0\0\0\1\x06client\x05again" + b"token" + b"t" * 16
write("quic", "datagrams", b"\x00" + heard(0, initial) + heard(1, retry) + heard(0, b"\x40first-id" + b"e" * 30) + heard(2, initial[:50]))
write("quic", "negotiation", b"\x00" + heard(0, initial) + heard(1, b"\x80\0\0\0\0\x06client\x08first-id\0\0\0\1") + heard(0, initial))
write("quic", "frames", b"\x01" + b"\1\0\0" + crypto(shake, 40, len(shake)) + b"\2\5\0\0\1" + crypto(shake, 0, 40))
write("quic", "frames_version2", b"\x04" + crypto(shake, 0, len(shake)))
write("quic", "frames_close", b"\x07" + b"\x1c\0\0\4gone" + crypto(shake, 0, len(shake)))
write("quic", "frames_chlo", b"\x0a" + crypto(chlo, 0, len(chlo), 8))
write("quic", "frames_google", b"\x0d" + b"\7" + crypto(shake, 0, len(shake), 8))
write("quic", "steps", b"\x02\x20\x04" + b"\x10\x3f\x00\x30\x08\x7f\x05\x20" + b"video.example.org")
write("quic", "invalid_name", b"\x05\x00\x00" + b"video example")
write("gquic", "old", b"\x00\xff\xff" + b"\x0d12345678Q043" + b"\1" * 13 + b"\xa0\1\1\0" + chlo + b"\0" * 20)
write("gquic", "long", b"\x00\x00\x40" + b"\xc3Q046\x5012345678" + b"\1" * 17 + b"\xa0\1\1\0" + chlo + b"\0" * 20)
write("gquic", "name", b"\x07\x00\x10video.example.org")
write("gquic", "address", b"\x09\x00\x00[2001:db8::1]")

# DTLS: a hello in two fragments, a server's hello, sealed data; and names.
def dtls_part(kind, number, message, start, end, first=22, epoch=0):
    part = struct.pack(">B3sH3s3s", kind, len(message).to_bytes(3, "big"), number, start.to_bytes(3, "big"),
                       (end - start).to_bytes(3, "big")) + message[start:end]
    return struct.pack(">BHHIHH", first, 0xfefd, epoch, 0, 0, len(part)) + part


def dtls_say(flags, datagram):
    return struct.pack(">BH", flags, len(datagram)) + datagram


dtls_name = b"www.example.org"
dtls_sni = struct.pack(">HHHBH", 0, len(dtls_name) + 5, len(dtls_name) + 3, 0, len(dtls_name)) + dtls_name
dtls_hello = (b"\xfe\xfd" + bytes(32) + b"\0\0\0\x02\xc0\x2b\x01\0" + struct.pack(">H", len(dtls_sni)) + dtls_sni)
dtls_server = b"\xfe\xfd" + bytes(32) + b"\0\xc0\x2b\0\0\0"
write("dtls", "hello", b"\0" + dtls_say(0, dtls_part(1, 0, dtls_hello, 0, len(dtls_hello))))
write("dtls", "fragments", b"\0" + dtls_say(0, dtls_part(1, 0, dtls_hello, 40, len(dtls_hello)))
      + dtls_say(1, dtls_part(3, 0, b"\xfe\xff\x04abcd", 0, 7)) + dtls_say(0, dtls_part(1, 0, dtls_hello, 0, 40)))
write("dtls", "server", b"\0" + dtls_say(1, dtls_part(2, 1, dtls_server, 0, len(dtls_server))
                                          + dtls_part(11, 2, b"\0\0\x05\0\0\x02\x30\0", 0, 8)))
write("dtls", "sealed", b"\0" + dtls_say(0, struct.pack(">BHHIHH", 23, 0xfefd, 1, 0, 5, 4) + b"abcd") + dtls_say(2, b"\x2c\0\0\0"))
write("dtls", "name", b"\x21www.example.org")


# TLS 1.2: a server's hello and its certificate, which has a common name and two alternative ones.
def der(tag, *parts):
    body = b"".join(parts)
    return bytes([tag, 0x82]) + struct.pack(">H", len(body)) + body


def handshake(kind, body):
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


common = der(0x30, der(0x31, der(0x30, b"\x06\x03\x55\x04\x03", der(0x0c, b"mail.example.org"))))
names = der(0x30, der(0x82, b"imap.example.org"), der(0x82, b"*.example.org"))
extensions = der(0xa3, der(0x30, der(0x30, b"\x06\x03\x55\x1d\x11", der(0x04, names))))
leaf = der(0x30, der(0x30, b"\xa0\x03\x02\x01\x02\x02\x01\x07\x30\x00\x30\x00\x30\x00", common, b"\x30\x00", extensions), b"\x30\x00\x03\x01\x00")
entry = len(leaf).to_bytes(3, "big") + leaf
flight = (handshake(2, b"\x03\x03" + bytes(32) + b"\0\xc0\x2f\0\0\0") + handshake(11, len(entry).to_bytes(3, "big") + entry))
write("tls", "certificate", b"\x00\x00\x40" + b"\x16\x03\x03" + struct.pack(">H", len(flight)) + flight)
