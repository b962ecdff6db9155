#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names that amarra, tshark and nDPI find in the same captures, flow by flow.

usage: tests/peers/compare.py [options] [CAPTURE...]

Without captures: those of ../shared/captures/captures. Needs tshark and ndpiReader (Debian: tshark, libndpi-bin); without
them it says so and exits with 77. Writes to --out: missed.tsv (a peer names it, amarra does not), only.tsv (amarra
alone names it), and prints counts. The exit status is 1 where a missed name is neither of a class that needs no answer
(README.md beside this tells of classes and columns) nor explained in tests/misses.md.
"""
import argparse, collections, glob, hashlib, ipaddress, json, os, re, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SECONDS = 300  # a peer's time for one capture

# Fields of tshark that name who is talked to, and the kind each tells. dns.qry.name is told apart by protocol.
TSHARK = {
    "dns.qry.name": "dns", "nbns.name": "nbns",
    "tls.handshake.extensions_server_name": "tls", "dtls.handshake.extensions_server_name": "dtls",
    "gquic.tag.sni": "gquic", "http.host": "http", "http.request.uri": "uri", "http.proxy_connect_host": "connect",
    "http2.headers.authority": "http2", "socks.remote_name": "socks", "socks.v4a_dns_name": "socks",
    "x509ce.dNSName": "cert", "x509sat.uTF8String": "cert", "x509sat.printableString": "cert", "x509sat.teletexString": "cert",
    "rtsp.url": "rtsp", "sip.r-uri.host": "sip", "xmpp.to": "xmpp", "tds.7login.servername": "tds",
}
FRAME = ["frame.number", "frame.protocols", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst",
         "tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport", "dns.flags.opcode"]
PREFERENCES = ["tcp.reassemble_out_of_order:TRUE"]

# Kinds of amarra's sources; those of one row answer for each other.
KINDS = {"dns.query": "dns", "mdns.query": "mdns", "llmnr.query": "llmnr", "nbns.query": "nbns", "tls.sni": "tls",
         "tls.cert": "cert", "dtls.sni": "dtls", "quic.sni": "quic", "gquic.sni": "gquic", "http.host": "http",
         "http.connect": "connect", "http2.authority": "http2", "socks.host": "socks"}

# Fields that tell no server's name, by nDPI's protocol. README.md says why each class needs no answer.
NDPI_CLASS = [
    ("own-name", {"NetBIOS", "DHCP", "DHCPV6", "MDNS", "LLMNR", "SMBv1", "SMBv23"}),
    ("banner", {"SMTP", "SMTPS", "FTP_CONTROL", "POP3", "IMAP"}),
    ("realm", {"Kerberos", "STUN", "SIP", "Radius", "RTP", "H323"}),
    ("agent", {"SSDP", "SSH", "BitTorrent", "Telnet", "IRC", "Syslog"}),
    ("content", {"Whois-DAS"}),
]

ASKED = {"sni", "quic", "http", "proxy"}  # evidence from the client itself
KIND_CLASS = {"sip": "realm", "ssdp": "agent", "update": "update", "nbns": "own-name"}


def clean(name):
    """As amarra writes names; None where the text is no host's name."""
    name = name.strip().lower().rstrip(".")
    name = re.sub(r"^\*\.", "", name)
    host = re.fullmatch(r"\[(.*)\](:\d+)?|(.*?)(:\d+)?", name)
    name = (host.group(1) or host.group(3) or "").rstrip(".")
    if re.fullmatch(r"[\d.]+|[0-9a-f:.]*:[0-9a-f:.]*", name):
        return None  # an address, however spelled
    labels = name.split(".")
    if len(name) > 253 or not all(re.fullmatch(r"[a-z0-9_-]{1,63}", l) for l in labels):
        return None
    return name


def flow_key(l4, a, aport, b, bport):
    def end(host, port):
        try:
            address = ipaddress.ip_address(host)
            host = str(getattr(address, "ipv4_mapped", None) or address)
        except ValueError:
            pass
        return host, str(port)
    return (l4,) + tuple(sorted([end(a, aport), end(b, bport)]))


def flow_text(flow):
    return "%s %s:%s-%s:%s" % (flow[0], *flow[1], *flow[2])


def ndpi_spelling(host):
    """nDPI 4.2 prints 2001:db8:0:1::2 as 2001:db8::1::2."""
    return host.replace(":0:", "::")


def respell(found, others):
    """Puts nDPI's odd addresses right, as far as another tool saw the same ones."""
    known = {ndpi_spelling(host): host for other in others for flow, _, _ in other.names for host, _ in flow[1:]}
    names = {}
    for ((l4, a, b), kind, name), value in found.names.items():
        ends = sorted((known.get(host, host), port) for host, port in (a, b))
        names[((l4, ends[0], ends[1]), kind, name)] = value
    found.names = names


def run(argv, seconds=SECONDS):
    try:
        p = subprocess.run(argv, capture_output=True, timeout=seconds)
        return p.stdout.decode("utf-8", "replace"), p.returncode
    except subprocess.TimeoutExpired:
        return "", None


def cached(folder, kind, path, argv):
    """What a peer says of a capture does not change: kept by the capture's content and the command."""
    with open(path, "rb") as f:
        digest = hashlib.sha256(f.read()).hexdigest()[:16]
    command = hashlib.sha256("\0".join(argv[:-1]).encode()).hexdigest()[:8]
    keep = os.path.join(folder, kind, "%s.%s.%s" % (os.path.basename(path), digest, command))
    if not os.path.exists(keep):
        text, status = run(argv)
        if status is None:
            text = "# out of time\n"
        os.makedirs(os.path.dirname(keep), exist_ok=True)
        with open(keep + ".new", "w", encoding="utf-8", newline="\n") as f:
            f.write(text)
        os.rename(keep + ".new", keep)
    with open(keep, encoding="utf-8", newline="\n") as f:
        return f.read()


class Found:
    """Names of one capture: (flow, kind, name) -> the field that told it and the first frame."""

    def __init__(self):
        self.names = {}
        self.odd = collections.Counter()  # texts that are no names, by kind

    def add(self, flow, kind, text, field, frame="-"):
        name = clean(text)
        if name:
            self.names.setdefault((flow, kind, name), (field, frame))
        elif text.strip():
            self.odd[kind] += 1


def tshark_argv(path):
    argv = ["tshark", "-n", "-l", "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=|", "-E", "quote=n"]
    for preference in PREFERENCES:
        argv += ["-o", preference]
    for field in FRAME + list(TSHARK):
        argv += ["-e", field]
    return argv + ["-Y", " || ".join(TSHARK), "-r", path]


def tshark_flow(cells):
    """The innermost addresses and ports, and the protocols over them."""
    protocols = cells["frame.protocols"].split(":")
    upper = [i for i, p in enumerate(protocols) if p in ("tcp", "udp")]
    if not upper or {"icmp", "icmpv6"} & set(protocols[: upper[-1]]):
        return None, protocols
    l4 = protocols[upper[-1]]
    lower = [p for p in protocols[: upper[-1]] if p in ("ip", "ipv6")]
    if not lower:
        return None, protocols

    def last(field):
        return cells[field].split("|")[-1]
    ip = lower[-1]
    return flow_key(l4, last(ip + ".src"), last(l4 + ".srcport"), last(ip + ".dst"), last(l4 + ".dstport")), protocols


def tshark_kind(field, protocols):
    kind = TSHARK[field]
    for p in ("mdns", "llmnr") if kind == "dns" else ("quic",) if kind == "tls" else ("ssdp",) if kind == "http" else ():
        if p in protocols:
            return p
    return kind


def tshark_names(text):
    found = Found()
    fields = FRAME + list(TSHARK)
    for line in text.split("\n"):
        row = line.split("\t")
        if len(row) != len(fields):
            continue
        cells = dict(zip(fields, row))
        flow, protocols = tshark_flow(cells)
        if flow is None:
            continue
        for field in TSHARK:
            for value in filter(None, cells[field].split("|")):
                kind = tshark_kind(field, protocols)
                if kind == "dns" and set(cells["dns.flags.opcode"].split("|")) - {"0"}:
                    kind = "update"
                if kind == "uri" or kind == "rtsp":
                    m = re.match(r"[a-z]+://(?:[^/@]*@)?([^/?#]+)", value, re.I)
                    if not m or "ssdp" in protocols:
                        continue
                    kind, value = "http" if kind == "uri" else kind, m.group(1)
                elif kind == "nbns":
                    value = re.split(r"<|\s", value)[0]
                elif kind == "xmpp":
                    value = value.split("@")[-1].split("/")[0]
                elif kind == "cert" and field != "x509ce.dNSName" and not re.fullmatch(r"(\*\.)?[\w-]+(\.[\w-]+)+", value):
                    continue  # organizations, towns, authorities
                found.add(flow, kind, value, field, cells["frame.number"])
    return found


NDPI_FLOW = re.compile(r"^\s+\d+\s+(\S+) (\S+):(\d+) (?:<->|->) (\S+):(\d+) .*?\[proto: [\d.]+/([^\]]+)\](.*)")


def ndpi_names(text):
    found = Found()
    for line in text.split("\n"):
        m = NDPI_FLOW.match(line)
        if not m or m.group(1) not in ("TCP", "UDP"):
            continue
        flow = flow_key(m.group(1).lower(), m.group(2).strip("[]"), m.group(3), m.group(4).strip("[]"), m.group(5))
        protocol, rest = m.group(6), m.group(7)
        for key, value in re.findall(r"\[(Hostname/SNI|URL|ServerNames|Subject|Host): ([^\]]*)", rest):
            if key == "URL":
                value = re.sub(r"^[a-z]+://", "", value, flags=re.I).split("/")[0].split("?")[0]
            if key == "Subject":
                common = re.search(r"CN=([^,]+)", value)
                value = common.group(1) if common and "." in common.group(1) and " " not in common.group(1) else ""
            kind = "cert" if key in ("ServerNames", "Subject") else "host"
            for one in value.split(",") if key == "ServerNames" else [value]:
                found.add(flow, kind, one, "%s %s" % (protocol, key))
    return found


def amarra_names(text):
    found = Found()
    lines = text.split("\n")
    head = lines[0].split("\t")
    for line in lines[1:]:
        row = line.split("\t")
        if len(row) == len(head):
            r = dict(zip(head, row))
            flow = flow_key(r["transport"], r["client"], r["client_port"], r["server"], r["server_port"])
            found.add(flow, KINDS.get(r["source"], r["source"]), r["name"], r["source"])
    return found


def amarra_flows(program, path):
    """What a scan says of each flow: flow -> (name or None, evidence)."""
    with tempfile.TemporaryDirectory() as folder:
        argv = [program, "scan", "-q", "-r", path, "-o", os.path.join(folder, "scan.db"), "--addresses", "--flows", "-"]
        text, _ = run(argv)
    found = {}
    for line in text.splitlines():
        r = json.loads(line)
        flow = flow_key(r["transport"], r["client"], r["client_port"], r["server"], r["server_port"])
        if r["name"] or flow not in found:
            found[flow] = (r["name"], r["evidence"])
    return found


def vouched(name, certified):
    """Whether a certificate's names, of which some were wildcards, hold this one."""
    return name in certified or name.partition(".")[2] in certified


def is_beside(flow, scanned, certified):
    """The flow has a name: what the client asked for, or one that the certificate holds."""
    name, evidence = scanned.get(flow, (None, None))
    return name is not None and (evidence in ASKED or vouched(name, certified))


def classify(flow, kind, name, field, ours):
    """A class, or "" where the name is one that amarra should have."""
    for cls, protocols in NDPI_CLASS:
        if kind == "host" and set(field.split()[0].split(".")) & protocols:
            return cls
    if kind == "host":
        for (f, k, n) in ours:
            if f == flow and n != name and len(name) >= 30 and (n.startswith(name) or n.endswith(name)):
                return "cut"
    if kind in KIND_CLASS:
        return KIND_CLASS[kind]
    return ""


def explained(path):
    """Rows of the table in misses.md: (capture, flow, name), each of which may be `*` or end in one."""
    rows = []
    if os.path.exists(path):
        for line in open(path, encoding="utf-8"):
            cells = [c.strip().strip("`") for c in line.strip().strip("|").split("|")]
            if line.startswith("|") and len(cells) >= 4 and not set(cells[0]) <= {"-", ":", " "} and cells[0] != "capture":
                rows.append((cells[0], cells[1], cells[3]))
    return rows


def fits(pattern, text):
    return pattern == text or (pattern.endswith("*") and text.startswith(pattern[:-1]))


def compare(name, ours, scanned, peers, reasons, missed, only):
    flows = collections.defaultdict(set)  # flow -> names of ours
    for flow, kind, n in ours.names:
        flows[flow].add(n)
    everywhere = {n for _, _, n in ours.names}
    union = collections.OrderedDict()
    for peer, found in peers.items():
        for (flow, kind, n), (field, frame) in found.names.items():
            union.setdefault((flow, n), []).append((peer, kind, field, frame))
    certified = collections.defaultdict(set)
    for (flow, n), by in union.items():
        if any(kind == "cert" for _, kind, _, _ in by):
            certified[flow].add(n)
    for (flow, n), by in union.items():
        if n in flows[flow]:
            continue
        classes = [classify(flow, kind, n, field, ours.names) for _, kind, field, _ in by]
        cls = next((c for c in classes if c == "update"), "") or ("" if "" in classes else classes[0])
        if not cls and n in certified[flow] and is_beside(flow, scanned, certified[flow]):
            cls = "beside"
        if not cls and any(fits(c, name) and fits(f, flow_text(flow)) and fits(w, n) for c, f, w in reasons):
            cls = "explained"
        missed.append((name, flow_text(flow), by[0][1], n, ",".join(sorted({b[0] for b in by})), ";".join(sorted({b[2] for b in by})),
                       by[0][3], "elsewhere" if n in everywhere else "nowhere", cls or "?"))
    for (flow, kind, n), (source, _) in ours.names.items():
        if (flow, n) not in union:
            only.append((name, flow_text(flow), source, n))


def write(path, head, rows):
    with open(path, "w", encoding="utf-8") as f:
        for row in [head] + sorted(rows):
            f.write("\t".join(row) + "\n")


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--program", default=os.path.join(ROOT, "build", "amarra"))
    ap.add_argument("--cache", default=os.path.join(ROOT, "build", "peers"), help="where the peers' outputs are kept")
    ap.add_argument("--out", default=os.path.join(ROOT, "build", "peers"))
    ap.add_argument("--misses", default=os.path.join(ROOT, "tests", "misses.md"))
    ap.add_argument("--peers-only", action="store_true", help="fill the cache, compare nothing")
    ap.add_argument("captures", nargs="*")
    a = ap.parse_args()
    for peer, package in (("tshark", "tshark"), ("ndpiReader", "libndpi-bin")):
        if not shutil.which(peer):
            print("skipped: there is no %s (Debian package %s)" % (peer, package))
            return 77
    captures = a.captures or sorted(glob.glob(os.path.join(ROOT, "..", "shared", "captures", "captures", "*")))
    if not captures:
        print("skipped: no captures given, and there are none in ../shared/captures")
        return 77

    os.makedirs(a.out, exist_ok=True)
    reasons = explained(a.misses)
    missed, only, odd = [], [], collections.Counter()
    totals = collections.Counter()
    for path in captures:
        peers = {"tshark": tshark_names(cached(a.cache, "tshark", path, tshark_argv(path))),
                 "ndpi": ndpi_names(cached(a.cache, "ndpi", path, ["ndpiReader", "-v", "2", "-t", "-i", path]))}
        if a.peers_only:
            continue
        text, status = run([a.program, "names", path])
        if status is None or status < 0:
            print("%s\t%s" % ("SLOW" if status is None else "CRASH", path))
            totals["bad"] += 1
        ours = amarra_names(text)
        respell(peers["ndpi"], [ours, peers["tshark"]])
        certificates = any(kind == "cert" for found in peers.values() for _, kind, _ in found.names)
        scanned = amarra_flows(a.program, path) if certificates else {}
        compare(os.path.basename(path), ours, scanned, peers, reasons, missed, only)
        for who, found in list(peers.items()) + [("amarra", ours)]:
            totals[who] += len({(f, n) for f, _, n in found.names})
            odd[who] += sum(found.odd.values())
    if a.peers_only:
        return 0

    write(os.path.join(a.out, "missed.tsv"), ("capture", "flow", "kind", "name", "by", "field", "frame", "amarra", "class"), missed)
    write(os.path.join(a.out, "only.tsv"), ("capture", "flow", "source", "name"), only)
    print("captures\t%d" % len(captures))
    for who in ("amarra", "tshark", "ndpi"):
        print("names of flows, %s\t%d\t(texts that are no names: %d)" % (who, totals[who], odd[who]))
    print("by a peer and not by amarra\t%d" % len(missed))
    for cls, count in sorted(collections.Counter(m[8] for m in missed).items()):
        print("  %s\t%d" % (cls, count))
    print("by amarra alone\t%d" % len(only))
    unexplained = sum(m[8] == "?" for m in missed)
    print("unexplained\t%d" % unexplained)
    return 1 if unexplained or totals["bad"] else 0


if __name__ == "__main__":
    sys.exit(main())
