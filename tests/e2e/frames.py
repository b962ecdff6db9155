# SPDX-License-Identifier: AGPL-3.0-or-later
"""Frames of a pcap for a veth pair: `keep IN OUT` those that fit its MTU of 9000 and are whole; `send FILE INTERFACE [A B]`
the frames from A on, B of them."""
import socket
import struct
import sys
import time


def frames(capture):
    capture.read(24)
    while head := capture.read(16):
        captured, wire = struct.unpack("<8xII", head)
        yield head, capture.read(captured), wire


def keep(source, kept):
    with open(source, "rb") as capture, open(kept, "wb") as out:
        out.write(capture.read(24))
        capture.seek(0)
        for head, frame, wire in frames(capture):
            if len(frame) == wire and 60 <= wire <= 9000:
                out.write(head + frame)


def send(path, interface, first=0, count=1 << 40):
    port = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    port.bind((interface, 0))
    sent = 0
    with open(path, "rb") as capture:
        for number, (_, frame, _) in enumerate(frames(capture)):
            if first <= number < first + count:
                port.send(frame)
                sent += 1
                if sent % 200 == 0:
                    time.sleep(0.005)
    print(sent)


if sys.argv[1] == "keep":
    keep(*sys.argv[2:])
else:
    send(*sys.argv[2:4], *map(int, sys.argv[4:]))
