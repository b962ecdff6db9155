#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes world.txt, the map of the reports, from Natural Earth.

  npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz   # TopoJSON of Natural Earth, public domain
  apt-get install iso-codes                                     # ISO 3166-1: numeric codes to letters
  python3 reports/assets/world.py package > reports/assets/world.txt

One line for each country: its code, a space, a path of whole numbers in a field of 1000 by 500, drawn at 1:110
million; for what is too small to be seen there, a dot at its place ("CODE . X Y"), from the map at 1:50 million.
Equal Earth projection (Savric, Patterson, Jenny 2018), so that areas can be compared. Antarctica is left out. What
Natural Earth draws apart and ISO 3166 has no code for (Northern Cyprus, Somaliland, Kosovo) goes as "-"."""
import json, math, sys

WIDTH, TOP, BOTTOM = 1000, 83.7, -56.0
A = (1.340264, -0.081106, 0.000893, 0.003796)
M = math.sqrt(3) / 2


def project(lon, lat):
    t = math.asin(M * math.sin(math.radians(lat)))
    t2 = t * t
    t6 = t2 ** 3
    x = math.radians(lon) * math.cos(t) / (M * (A[0] + 3 * A[1] * t2 + t6 * (7 * A[2] + 9 * A[3] * t2)))
    y = t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2))
    return x, y


LEFT, RIGHT = project(-180, 0)[0], project(180, 0)[0]
SCALE = WIDTH / (RIGHT - LEFT)
HIGH = project(0, TOP)[1]


def place(point):
    x, y = project(*point)
    return round((x - LEFT) * SCALE), round((HIGH - y) * SCALE)


def arcs_of(topo):
    sx, sy = topo["transform"]["scale"]
    tx, ty = topo["transform"]["translate"]
    out = []
    for arc in topo["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x += dx
            y += dy
            points.append((x * sx + tx, y * sy + ty))
        out.append(points)
    return out


def rings(geometry, arcs):
    def ring(indexes):
        points = []
        for i in indexes:
            part = arcs[i] if i >= 0 else arcs[~i][::-1]
            points += part[1:] if points else part
        return points
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring(r) for polygon in polygons for r in polygon]


def cut(points, edge, keep):
    """The part of a ring on one side of a meridian (Sutherland and Hodgman 1974)."""
    out = []
    for a, b in zip(points, points[1:] + points[:1]):
        inside = keep(a[0])
        if inside:
            out.append(a)
        if inside != keep(b[0]):
            t = (edge - a[0]) / (b[0] - a[0])
            out.append((edge, a[1] + t * (b[1] - a[1])))
    return out


def split(points):
    """A ring that crosses the antimeridian becomes two, each on its side of the map."""
    whole, last = [], None
    for lon, lat in points:
        if last is not None:
            while lon - last > 180:
                lon -= 360
            while lon - last < -180:
                lon += 360
        whole.append((lon, lat))
        last = lon
    out = []
    for shift in (-360, 0, 360):
        moved = [(lon + shift, lat) for lon, lat in whole]
        part = cut(cut(moved, -180, lambda x: x >= -180), 180, lambda x: x <= 180)
        if len(part) > 2:
            out.append(part)
    return out


def area(points):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1]))) / 2


def step(x, y):
    """The shortest that SVG allows: h and v along an axis, a sign in place of a comma."""
    if y == 0:
        return "h%d" % x
    if x == 0:
        return "v%d" % y
    return "l%d%s%d" % (x, "" if y < 0 else ",", y)


def path(points):
    """Relative whole steps, none of which stays where it is, or goes on as the one before it did."""
    steps = []
    for a, b in zip(points, points[1:]):
        x, y = b[0] - a[0], b[1] - a[1]
        if x == y == 0:
            continue
        if steps:
            px, py = steps[-1]
            if px * y == py * x and px * x + py * y > 0:
                steps[-1] = (px + x, py + y)
                continue
        steps.append((x, y))
    return "M%d,%d" % tuple(points[0]) + "".join(step(x, y) for x, y in steps) + "z"


def main(folder):
    letters = {int(c["numeric"]): c["alpha_2"]
               for c in json.load(open("/usr/share/iso-codes/json/iso_3166-1.json"))["3166-1"]}
    drawn = {}
    for scale, key in (("110m", "shape"), ("50m", "dot")):
        topo = json.load(open("%s/countries-%s.json" % (folder, scale)))
        arcs = arcs_of(topo)
        for g in topo["objects"]["countries"]["geometries"]:
            name = g["properties"]["name"]
            code = letters.get(int(g["id"])) if g.get("id") else "-"
            if code in (None, "AQ") or not g.get("arcs"):
                continue
            if code == "-" and key == "dot":
                continue
            parts = [[place(p) for p in part] for ring in rings(g, arcs) for part in split(ring)]
            entry = drawn.setdefault((code, name if code == "-" else ""), {})
            if key == "shape":
                kept = [p for p in parts if area(p) >= 1.5]
                if kept:
                    entry["shape"] = "".join(path(p) for p in kept)
            entry["area"] = max(entry.get("area", 0), sum(area(p) for p in parts))
            largest = max(parts, key=area)
            xs = [p[0] for p in largest]
            ys = [p[1] for p in largest]
            entry["at"] = (round((min(xs) + max(xs)) / 2), round((min(ys) + max(ys)) / 2))
    height = round((HIGH - project(0, BOTTOM)[1]) * SCALE)
    for (code, _), entry in sorted(drawn.items()):
        if "shape" in entry:
            print(code, entry["shape"])
        if code != "-" and entry["area"] < 14 and entry["at"][1] < height:
            print("%s . %d %d" % (code, *entry["at"]))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
