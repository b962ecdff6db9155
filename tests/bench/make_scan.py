#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A large scan for timing reports: make_scan.py SCAN.db OUT.db ROWS [DATASET]

SCAN.db is any closed scan, whose schema is kept. Four weeks of hours, 20,000 names (three of four known to the
dataset), 3,000 networks, names asked for by Zipf's law. The same arguments give the same rows."""
import glob
import ipaddress
import json
import random
import re
import shutil
import sqlite3
import sys

source, target, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
dataset = sys.argv[4] if len(sys.argv) > 4 else "dataset"
draw = random.Random(5)


def strings(node):
    if isinstance(node, str):
        yield node
    for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from strings(item)


known = set()
for path in sorted(glob.glob(dataset + "/corporations/*.json")):
    known |= {t for t in strings(json.load(open(path))) if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", t)}
shutil.copy(source, target)
db = sqlite3.connect(target)
db.execute("PRAGMA journal_mode = OFF")
db.execute("PRAGMA synchronous = OFF")
start = db.execute("SELECT min(hour) FROM contact").fetchone()[0]
hosts = db.execute("SELECT asn, as_name, registered, located, anycast FROM host").fetchall()
for table in ("contact", "name", "host", "reach", "spread"):
    db.execute("DELETE FROM " + table)
names = sorted(draw.sample(sorted(known), 15000) + ["unknown%d.example" % i for i in range(5000)], key=str.encode)
db.executemany("INSERT INTO name VALUES(?, ?, ?)", [(i + 1, n, not n.startswith("unknown")) for i, n in enumerate(names)])
blocks = sorted({"%d.%d.%d.0/24" % (draw.randrange(20, 200), draw.randrange(256), draw.randrange(256)) for _ in range(3000)},
                key=lambda b: ipaddress.ip_network(b).network_address.packed)
db.executemany("INSERT INTO host VALUES(?, ?, ?, ?, ?, ?, ?)", [(i + 1, b, *draw.choice(hosts)) for i, b in enumerate(blocks)])
rank = list(range(len(names)))
draw.shuffle(rank)
places, rows = {}, {}
for name in draw.choices(range(1, len(names) + 1), weights=[1 / (r + 3) for r in rank], k=count * 2):
    host = draw.choice(places.setdefault(name, [draw.randrange(1, len(blocks) + 1) for _ in range(3)]))
    key = (start + 3600 * draw.randrange(24 * 28), name, host, draw.choice((0, 0, 1, 5)))
    rows.setdefault(key, (draw.randrange(1, 4), draw.randrange(1, 9), draw.randrange(100, 90000), draw.randrange(100, 900000)))
    if len(rows) == count:
        break
words = {0: "sni", 1: "quic", 5: "dns"}
db.executemany("INSERT INTO contact(hour, name_id, unlisted, host_id, evidence, blindness, app, contacts, flows, up, down)"
               " VALUES(?, ?, 0, ?, ?, 'named', 'tls', ?, ?, ?, ?)",
               [(h, n, o, words[e], *rows[h, n, o, e]) for h, n, o, e in sorted(rows)])
db.execute("UPDATE scan SET last_packet = ?", (start + 24 * 28 * 3600,))
db.commit()
print("%d rows, %d contacts" % db.execute("SELECT count(*), sum(contacts) FROM contact").fetchone())
