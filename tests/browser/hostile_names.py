#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names that would do something where they are shown, and whether a report keeps them from it.

  make FOLDER          a capture's script, rules and SQL that put each into a scan: once hostile, once harmless
  rules FOLDER N...    one file of those rules that were taken one by one
  check FOLDER [NAMES] nothing in any file of the report acts; NAMES services are in the table of names
  same COUNTS A B      two pages have the same elements and attributes
"""
import csv, glob, json, os, re, sqlite3, subprocess, sys
from xml.etree import ElementTree

NAMES = [
    "<script>alert(1)</script>", '"onmouseover="alert(1)', "' onload='alert(1)", "`id`$(id)", "<img src=x onerror=alert(1)>",
    "</style><script>alert(2)</script>", "</title></svg><svg onload=alert(3)>", "<!-- open", "--> ]]> closed", "<![CDATA[ x",
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1+1)", "\t=1+1", "\r=1+1", " =1+1",
    "right\u202eleft\u202c", "iso\u2066late\u2069d\u2067", "zero\u200bwidth\u200d\ufeff", "line\u2028\u2029end", "bell\x07esc\x1b[31mred\x7f\x9b",
    "{1} {2} {9}", "%s%n%08x", "&lt;script&gt;&#60;&amp", "a,b;c\"d", "two\nlines", "[link](javascript:alert(4))", "*bold* | cell | _x_ # head", "\\\\u003cscript\\",
    "аррӏе.com", "javascript:alert(5)", "../../etc/passwd", "https://example.org/x",
]
# What a line of text may not hold: controls, and what turns or hides the words beside it.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
LONGEST = "a" * 63 + "." + "b" * 63 + "." + "c" * 63 + "." + "d" * 57 + ".com" # 253 bytes
HOSTS = ["<script>alert(6)</script>.example", "a'b\".example", "=1+1.example", "x y.example", "ev\u202eil.example", "`id`.example", "{1}.example", "%s%n.example", "-->.example",
         "xn--80ak6aa92e.com", LONGEST, "-dash.example", "_under.example"]


def make(folder):
    scripts = []
    rows = [(f"s{i}.lacolmena.example", i) for i in range(len(NAMES))] + [(h, 100 + i) for i, h in enumerate(HOSTS)]
    for n, (host, i) in enumerate(rows):
        if n % 16 == 0: # a script holds so many
            scripts.append(["file pcap"])
        script = scripts[-1]
        text = host.replace("\\", "\\\\").replace('"', '\\"')
        script.append(f"flow f{i} tcp 192.168.7.{20 + i % 7}:{40000 + i} > 198.18.{i}.9:80")
        script += [f"{i / 10 + at:.2f} f{i} {what}" for at, what in (
            (0, "open"), (0.04, f'> "GET / HTTP/1.1\\r\\nHost: {text}\\r\\n\\r\\n"'), (0.06, '< "HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n"'))]
    for n, script in enumerate(scripts):
        open(f"{folder}/names{n}.frames", "w").write("\n".join(script) + "\n")
    for kind in ("hostile", "harmless"):
        # As long as the hostile one: what is too long for a drawing is cut, and told whole in a title.
        say = lambda i: NAMES[i] if kind == "hostile" else f"h{i:02}".ljust(len(NAMES[i]), "x")
        ranked = range(len(NAMES))
        rules = lambda which: {"organization": say(which[0]), "country": "UY", "checked": "2026-11-27", "services": [
            {"name": say(i), "category": "file-storage", "domains": [f"s{i}.lacolmena.example"], "addresses": [f"198.18.{i}.0/24"]} for i in which]}
        for i in ranked:
            json.dump(rules([i]), open(f"{folder}/{kind}.{i}.json", "w"))
        with open(f"{folder}/{kind}.sql", "w") as sql:
            quote = lambda text: "CAST(X'" + text.encode().hex() + "' AS TEXT)"
            for i in ranked:
                sql.write(f"UPDATE host SET asn = {64500 + i}, as_name = {quote(say(i)[:60])} WHERE block = '198.18.{i}.0/24';\n")
            for i in range(len(HOSTS)):
                sql.write(f"UPDATE host SET asn = {65000 + i}, as_name = {quote(say(i)[:60])} WHERE block = '198.18.{100 + i}.0/24';\n")
            sql.write(f"UPDATE scan SET sources = {quote(say(0))}, dataset = {quote(say(4))};\n")


def rules(folder, *taken):
    for kind in ("hostile", "harmless"):
        parts = [json.load(open(f"{folder}/{kind}.{i}.json")) for i in taken]
        whole = parts[0] | {"services": [p["services"][0] for p in parts]}
        whole["services"][0]["domains"].append(LONGEST)
        json.dump(whole, open(f"{folder}/{kind}.json", "w"))
        whole["organization"] = NAMES[10] if kind == "hostile" else "harmless"
        json.dump(whole, open(f"{folder}/{kind}.formula.json", "w"))


def words_of(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from words_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_of(inner)
    elif isinstance(value, str):
        yield value


PNG_CHUNKS = {b"IHDR", b"IDAT", b"IEND", b"PLTE", b"pHYs", b"sBIT", b"bKGD"}  # those that hold no words


def binary(path, data, add):
    """What is no text: nothing in it but the drawing. True where it was one."""
    ending = path.rsplit(".", 1)[-1]
    run = lambda *command: subprocess.run(command, capture_output=True, check=True).stdout.decode(errors="replace")
    if ending == "pdf":
        told = run("pdftotext", path, "-")
        for m in UNSEEN.finditer(told.replace("\f", "").replace("\u200b", "")):
            add("holds a character that can't be seen", told[max(0, m.start() - 20):m.end() + 20])
        if run("pdfinfo", "-js", path).strip():
            add("a script", run("pdfinfo", "-js", path))
        if len(run("pdfinfo", "-url", path).strip().splitlines()) > 1:
            add("an address to follow", run("pdfinfo", "-url", path))
        if re.search(rb"/(JavaScript|JS|Launch|URI|EmbeddedFile|OpenAction|AA|SubmitForm)\b", data):
            add("an action", re.search(rb"/(JavaScript|JS|Launch|URI|EmbeddedFile|OpenAction|AA|SubmitForm)\b", data).group())
    elif ending == "png":
        at = 8
        while at < len(data):
            size, kind = int.from_bytes(data[at:at + 4], "big"), data[at + 4:at + 8]
            if kind not in PNG_CHUNKS:
                add("a part that is no picture", kind)
            at += size + 12
    elif ending == "db":
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        if db.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            add("a damaged database")
        for (trigger,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            add("a trigger", trigger)
    else:
        return False
    return True


def check(folder, names="0"):
    problems, files, services = [], 0, set()
    for path in sorted(glob.glob(f"{folder}/**/*", recursive=True)):
        if not os.path.isfile(path):
            continue
        files += 1
        name, data = os.path.basename(path), open(path, "rb").read()
        add = lambda why, what="": problems.append(f"{name}: {why}: {str(what)[:90]!r}")
        if binary(path, data, add):
            continue
        try:
            text = data.decode()
        except UnicodeDecodeError as e:
            add("not UTF-8", e)
            continue
        for m in UNSEEN.finditer(text if not name.endswith(".csv") else text.replace("\r\n", "\n")):
            add("holds a character that can't be seen", text[max(0, m.start() - 20):m.end() + 20])
        if name.endswith(".csv"):
            table = list(csv.reader(text.splitlines(keepends=True), strict=True))
            if "service" in table[0]:
                services |= {row[table[0].index("service")] for row in table[1:]} - {""}
            for row in table:
                if len(row) != len(table[0]):
                    add("a row of another width", row)
                for cell in row:
                    if re.match(r"\s*[=+@\t\r-]", cell) and not re.fullmatch(r"-?\d+(\.\d+)?", cell):
                        add("a formula", cell)
        elif name.endswith(".json"):
            for word in words_of(json.loads(text)):
                if UNSEEN.search(word):
                    add("holds a character that can't be seen", word)
        elif name.endswith(".svg"):
            for e in ElementTree.fromstring(data).iter():
                tag = e.tag.split("}")[-1]
                if tag in ("script", "foreignObject", "image", "iframe", "a"):
                    add("an element that acts", tag)
                for key, value in e.attrib.items():
                    if key.startswith("on") or "javascript:" in value or (key.endswith("href") and not value.startswith("#")):
                        add("an attribute that acts", f"{key}={value}")
        elif name.endswith(".md"):
            if re.search(r"(?<!\\)<", text):
                add("markup", re.search(r".{0,20}(?<!\\)<.{0,20}", text).group())
            for m in re.finditer(r"(?<!\\)\]\(([^)]*)", text):
                if not re.match(r"(https?://|#|[\w./-]+$)", m.group(1)):
                    add("a link", m.group())
    if len(services) < int(names):
        problems.append(f"{len(services)} services in the table of names, not {names}")
    if not files:
        problems.append("nothing to look at")
    for problem in problems[:60]:
        print(problem)
    print(f"{files} files, {len(problems)} problems")
    return 1 if problems else 0


def same(path, one, other):
    counts = json.load(open(path))
    a, b = counts[one], counts[other]
    # A label that is too wide for its drawing gets a title or a second line: both hold text alone.
    for key in ("title", "text", "text x", "text y", "text class"):
        a[key] = b[key] = 1
    differ = {k: (a.get(k, 0), b.get(k, 0)) for k in a.keys() | b.keys() if a.get(k, 0) != b.get(k, 0)}
    if differ:
        print("the pages differ:", differ)
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit({"make": make, "rules": rules, "check": check, "same": same}[sys.argv[1]](*sys.argv[2:]))
