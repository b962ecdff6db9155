#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a kit is whole: kit.py FOLDER PUBLISHER. Cards are drawings and images of their size, each says of whom it is, who
publishes and under what licence; pages load nothing; nothing is left to be filled."""
import os
import re
import struct
import sys
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
TOOK_PART = {"es": "organizaciones que participaron", "en": "organizations that took part", "pt": "organizações que participaram",
             "fr": "organisations qui ont participé", "de": "die teilgenommen haben"}
PICTURES = ["number", "corporations", "law", "provider", "request", "change"]
SIZES = ["1080x1080", "1080x1920", "1200x675"]
TEXTS = ["messages", "press", "brief", "social", "questions", "care"]
bad = 0


def fail(*what):
    global bad
    bad += 1
    print(*what, file=sys.stderr)


def png_size(path):
    with open(path, "rb") as f:
        head = f.read(24)
    return "%dx%d" % struct.unpack(">II", head[16:24]) if head[:4] == b"\x89PNG" else "no PNG"


def check_card(folder, language, name, size, publisher):
    path = f"{folder}/cards/{name}-{size}"
    if png_size(path + ".png") != size:
        fail(path + ".png", png_size(path + ".png"))
    root = ElementTree.parse(path + ".svg").getroot()
    width, height = map(int, size.split("x"))
    if abs(float(root.get("width")) - width) > 1 or abs(float(root.get("height")) - height) > 1:
        fail(path, "is of another size:", root.get("width"), root.get("height"))
    for element in root.iter():
        if not element.tag.startswith(SVG) or element.tag in (SVG + "script", SVG + "foreignObject", SVG + "a"):
            fail(path, "holds", element.tag)
        for key, value in element.attrib.items():
            if key.lower().startswith("on") or (key.endswith("href") and not value.startswith(("#", "data:image/"))):
                fail(path, key, value[:60])
    if not root.findtext(SVG + "title") or not root.findtext(SVG + "desc"):
        fail(path, "has no title or no description")
    said = " ".join(t.text or "" for t in root.iter(SVG + "text"))
    for words in (TOOK_PART[language], publisher, "CC BY-SA 4.0"):
        if words not in said:
            fail(path, "does not say", words, ":", said[-200:])
    if "{" in said or "slot-" in said:
        fail(path, "something is left to be filled")


def check_text(folder, language, name):
    with open(f"{folder}/texts/{name}.md", encoding="utf-8") as f:
        text = f.read()
    with open(f"{folder}/texts/{name}.html", encoding="utf-8") as f:
        page = f.read()
    where = f"{folder}/texts/{name}"
    if not text.startswith("# ") or re.search(r"[{}]|\(null\)|\n\n\n", text):
        fail(where, "is not filled")
    if TOOK_PART[language].split()[-1] not in text:
        fail(where, "does not say of whom it speaks")
    if f'<html lang="{language}">' not in page or "default-src &#39;none&#39;" not in page and "default-src 'none'" not in page:
        fail(where, "is no page with a policy")
    if re.search(r"<(script|img|link|iframe|object)\b|\ssrc=", page):
        fail(where, "loads something")


def main(top, publisher):
    for language in TOOK_PART:
        folder = f"{top}/{language}"
        with open(f"{folder}/cards/descriptions.txt", encoding="utf-8") as f:
            described = f.read()
        for name in PICTURES:
            if not re.search(rf"^{name}: .{{20,}}", described, re.M):
                fail(language, name, "has no description")
            for size in SIZES:
                check_card(folder, language, name, size, publisher)
            for file in (f"{name}-a3.pdf", f"{name}-a4.pdf", f"{name}.png"):
                if os.path.getsize(f"{folder}/posters/{file}") < 5000:
                    fail(folder, file, "is empty")
        for name in TEXTS:
            check_text(folder, language, name)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
