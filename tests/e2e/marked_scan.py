#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A scan with markers, as a viewer makes one: plays a capture up to each time, and writes a marker there.

marked_scan.py SCAN.db CAPTURE TIME=TEXT... [-- OPTION...]: TIME in epoch seconds of the capture's clock, in order; an empty
TEXT ends the marker that runs. AMARRA is the program; the options are of `amarra scan`."""
import os
import socket
import subprocess
import sys
import time

PATIENCE = 120  # seconds, for all of it

own = sys.argv[1:]
options = []
if "--" in own:
    own, options = own[: own.index("--")], own[own.index("--") + 1:]
scan, capture, marks = own[0], own[1], [mark.split("=", 1) for mark in own[2:]]

ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
command = [os.environ["AMARRA"], "scan", "-r", capture, "-o", scan, "--quiet", "--speed", "1", "--control", str(theirs.fileno())]
sensor = subprocess.Popen(command + options, pass_fds=[theirs.fileno()])
theirs.close()
ours.settimeout(PATIENCE)
end = time.monotonic() + PATIENCE


def tell(text):
    ours.send(text.encode())


def hear():
    """The next message, as words; none once the sensor is gone."""
    if time.monotonic() > end:
        sensor.kill()
        sys.exit("marked_scan: the sensor takes too long")
    try:
        return ours.recv(512).decode().split()
    except ConnectionResetError:
        return []


def play_until(when):
    tell("until %s" % when)
    tell("go")
    tell("speed 1000000")
    while True:
        words = hear()
        if not words:
            sys.exit("marked_scan: the capture ends before %s" % when)
        if words[0] == "at" and words[1] == when and words[2] == "paused":
            return


while (hear() or ["end"])[0] != "ready":
    if sensor.poll() is not None:
        sys.exit("marked_scan: the scan did not begin")
for when, text in marks:
    play_until(when)
    tell(("mark " + text).rstrip())
tell("until 0")
tell("go")
while hear():
    pass
sys.exit(sensor.wait(PATIENCE))
