#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What msgfmt does not see in a translation: arguments, length, typography, sentences left in English.

po.py TEXT_H PO... ; each rule is tried on a wrong and a right text of its own first."""
import ast
import re
import sys

# Words that are the same in the language, and why. Anything else that equals its English was forgotten.
SAME = {
    "es": {
        "Bytes": "the unit's name", "Enter": "written on the key", "Variable": "a word of Spanish",
        "Variables": "a word of Spanish", "{1} ({2})": "no word",
    },
    "pt": {"Bytes": "the unit's name", "Enter": "written on the key", "Volume": "a word of Portuguese", "{1} ({2})": "no word"},
    "fr": {
        "Cause": "a word of French", "Contact": "a word of French", "Contacts": "a word of French",
        "Effort": "a word of French", "Formats": "a word of French", "Licence": "a word of French",
        "Service": "a word of French",
        "Sources": "a word of French", "Variable": "a word of French", "Variables": "a word of French",
        "Volume": "a word of French", "{1} contact": "a word of French", "{1} contacts": "a word of French",
        "{1} ({2})": "no word",
    },
    "de": {
        "Bytes": "the unit's name", "Enter": "written on the key", "Name": "a word of German", "Resolver": "the usual term",
        "Variable": "a word of German", "{1} ({2})": "no word",
    },
}
NO_LETTERS = re.compile(r"\{[1-9]\}|[\W\d_]+")
# Marks of quotation, opening and closing; others are a slip.
QUOTES = {"es": "«»", "pt": "“”", "fr": "«»", "de": "„“"}
ALL_QUOTES = "«»“”„‟\"‹›"
NBSP, NNBSP = "\u00a0", "\u202f"


def arguments(text):
    return set(re.findall(r"\{[1-9]\}", text))


def unescape(line):
    return ast.literal_eval(line[line.index('"'):])


def read_po(path):
    """(msgid, plural or None, [translations]) of a catalogue, one after another; the header is left out."""
    entry, key, out = {}, None, []
    for line in list(open(path, encoding="utf-8")) + ["\n"]:
        line = line.strip()
        match = re.match(r"(msgid_plural|msgid|msgstr)(?:\[(\d)\])? ", line)
        if match and match[1] == "msgid" and entry:
            out.append(entry)
            entry = {}
        if match:
            key = match[1] + (match[2] or "0" if match[1] == "msgstr" else "")
            entry[key] = unescape(line)
        elif line.startswith('"') and key:
            entry[key] += unescape(line)
        elif not line.startswith('"'):
            key = None
    if entry:
        out.append(entry)
    return [(e["msgid"], e.get("msgid_plural"), [v for k, v in sorted(e.items()) if k.startswith("msgstr")])
            for e in out if e["msgid"]]


def read_limits(path):
    """Text to the most characters its place holds: TEXT_SHORT(max, "text")."""
    limits = {}
    for most, text in re.findall(r'TEXT_SHORT\((\d+), ("(?:[^"\\]|\\.)*")\)', open(path, encoding="utf-8").read()):
        text = ast.literal_eval(text)
        limits[text] = min(int(most), limits.get(text, int(most)))  # said in two places
    if not limits:
        sys.exit(f"po.py: no TEXT_SHORT in {path}")
    return limits


def pairs(language, text):
    """Do quotation marks of the language open and close in turn, and no others stand there?"""
    opening, closing = QUOTES[language]
    is_open = False
    for c in text:
        if c not in ALL_QUOTES:
            continue
        if c != (closing if is_open else opening):
            return False
        is_open = not is_open
    return not is_open


def spanish_marks(text):
    """¿ and ¡ open what ? and ! end; an address of the web is no question."""
    return text.count("¿") == text.count("?") and text.count("¡") == text.count("!")


def french_spaces(text):
    """A no-break space before : ; ! ? » and after «; a colon inside a word (https://, 8:30) is none."""
    before = re.search(rf"(?<![{NBSP}{NNBSP}])(?:[;!?»]|:(?![/\w]))", text)
    return not before and not re.search(rf"«(?![{NBSP}{NNBSP}])", text)


def faults(language, source, plural, texts, limits):
    """What is wrong with the translations of one entry, in words."""
    sources = [source, plural] if plural else [source]
    wanted = set().union(*map(arguments, sources))
    for i, text in enumerate(texts):
        model = sources[min(i, len(sources) - 1)]
        # A singular may leave out its number ("one device"), as its English may.
        if not (arguments(text) == arguments(model) or (plural and i == 0 and wanted - {"{1}"} <= arguments(text) <= wanted)):
            yield f"arguments {sorted(arguments(text))}, not {sorted(arguments(model))}"
        if text == model and NO_LETTERS.sub("", text) and text not in SAME[language]:
            yield "the same as the English"
        most = limits.get(source)
        if most and len(text) > most:
            yield f"{len(text)} characters, at most {most}"
        if "  " in text or text != text.strip():
            yield "a space too many"
        if text.endswith(".") != model.endswith(".") and model != "No.":  # an abbreviation, not a sentence
            yield "a full stop at the end of one only"
        if not pairs(language, text):
            yield f"quotation marks other than {QUOTES[language][0]} {QUOTES[language][1]}, or not in pairs"
        if language == "es" and not spanish_marks(text):
            yield "¿ or ¡ missing"
        if language == "fr" and not french_spaces(text):
            yield "no no-break space beside one of : ; ! ? « »"
        if "'" in text:
            yield "a straight apostrophe (’)"


# Language, English, a translation with the fault, one without. Each rule must tell them apart.
TRIALS = [
    ("es", "{1} of {2}", "{1} de {3}", "{1} de {2}"),
    ("es", "Who is there", "Who is there", "Quién está"),
    ("es", "Head", "Encabezamiento", "Cabeza"),
    ("es", "a b", "a  b y", "a b y"),
    ("es", "a", " b", "b"),
    ("es", "It ends.", "Termina", "Termina."),
    ("es", "Who “is” it", "Quién “es”", "Quién «es»"),
    ("es", "Who “is” it", "Quién «es", "Quién «es»"),
    ("es", "Who?", "Quién?", "¿Quién?"),
    ("es", "Stop!", "Alto!", "¡Alto!"),
    ("pt", "Who “is” it", "Quem «é»", "Quem “é”"),
    ("de", "Who “is” it", "Wer “ist” es", "Wer „ist“ es"),
    ("fr", "Who: me", "Qui : moi", f"Qui{NBSP}: moi"),
    ("fr", "Who; me", "Qui; moi", f"Qui{NNBSP}; moi"),
    ("fr", "Who?", "Qui ?", f"Qui{NNBSP}?"),
    ("fr", "Who “is”", "Qui «est»", f"Qui «{NBSP}est{NBSP}»"),
    ("fr", "The area", "L'aire", "L’aire"),
]


def check_rules():
    limits = {"Head": 10}
    for language, source, wrong, right in TRIALS:
        if not list(faults(language, source, None, [wrong], limits)):
            sys.exit(f"po.py: takes {wrong!r} ({language}) for right")
        found = list(faults(language, source, None, [right], limits))
        if found:
            sys.exit(f"po.py: takes {right!r} ({language}) for wrong: {found}")


def main(header, catalogues):
    check_rules()
    limits = read_limits(header)
    count = 0
    for text, most in limits.items():
        if len(text) > most:
            print(f"{header}: {text!r}: {len(text)} characters, at most {most}")
            count += 1
    for path in catalogues:
        language = path.rsplit("/", 1)[-1].removesuffix(".po")
        entries = read_po(path)
        if not entries:
            sys.exit(f"po.py: nothing in {path}")
        for source, plural, texts in entries:
            for fault in faults(language, source, plural, texts, limits):
                print(f"{path}: {fault}:\n    {source}\n    {' | '.join(texts)}")
                count += 1
        # What was forgiven once and is no longer said.
        said = {text for source, plural, _ in entries for text in (source, plural)}
        for text in sorted(set(SAME[language]) - said):
            print(f"po.py: {text!r} is in no text of {language}: take it off the list")
            count += 1
    return count


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1], sys.argv[2:]) else 0)
