#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The same day in another wrapping gives the same flows and the same contacts.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3

DAY="--seed 5 --size small"
CONTACTS="SELECT hour, n.text, unlisted, h.block, h.asn, c.text, evidence, blindness, app, contacts, flows, up, down
  FROM contact LEFT JOIN name n ON n.id = name_id LEFT JOIN host h ON h.id = host_id LEFT JOIN name c ON c.id = cname_id
  ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9"

# shellcheck disable=SC2086 # a list of options
day() { "$OFFICE" $DAY "$@"; }

compare() { # NAME: with the day as it is
    if ! cmp -s <(plain_flows "$work/plain.flows") <(plain_flows "$work/$1.flows"); then
        fail "$1: other flows"
        diff <(plain_flows "$work/plain.flows") <(plain_flows "$work/$1.flows") | head -n 4 >&2 || true
    fi
    cmp -s <(sqlite3 "$work/plain.db" "$CONTACTS") <(sqlite3 "$work/$1.db" "$CONTACTS") || fail "$1: other contacts"
    echo "$1: $(wc -l <"$work/$1.flows") flows"
}

# A copy of a bare acknowledgement can't always be told from a second one; it may count, and no more than that.
compare_mirrored() { # NAME
    local sums="SELECT sum(up) + sum(down) FROM contact" once twice
    local count='s;"(up|down|packets|end)":[0-9.]+,?;;g'
    cmp -s <(plain_flows "$work/plain.flows" | sed -E "$count") <(plain_flows "$work/$1.flows" | sed -E "$count") ||
        fail "$1: other flows"
    once=$(sqlite3 "$work/plain.db" "$sums")
    twice=$(sqlite3 "$work/$1.db" "$sums")
    [ "$twice" -ge "$once" ] && [ $((twice - once)) -le $((once / 100000)) ] || fail "$1: $twice bytes, not $once"
    echo "$1: $(wc -l <"$work/$1.flows") flows, $((twice - once)) bytes of $once counted twice"
}

day -o "$work/plain.pcap"
scan plain "$work/plain.pcap"
[ "$(wc -l <"$work/plain.flows")" -gt 1000 ] || fail "the day is nearly empty"

day --format pcap-ns -o "$work/ns.pcap"
scan nanoseconds "$work/ns.pcap"
compare nanoseconds
day --format pcapng -o "$work/day.pcapng"
scan pcapng "$work/day.pcapng"
compare pcapng
day --vlan -o "$work/vlan.pcap"
scan vlan "$work/vlan.pcap"
compare vlan
day -o "$work/morning.pcap" --second "$work/evening.pcap"
scan two-files "$work/morning.pcap" "$work/evening.pcap"
compare two-files
scan two-files-in-disorder "$work/evening.pcap" "$work/morning.pcap"
compare two-files-in-disorder
day --mirror-twice -o "$work/twice.pcap"
scan mirrored-twice "$work/twice.pcap"
compare_mirrored mirrored-twice
day --mirror-twice --vlan --format pcapng -o "$work/both.pcapng"
scan mirrored-twice-vlan-pcapng "$work/both.pcapng"
compare_mirrored mirrored-twice-vlan-pcapng

scan stdin - <"$work/plain.pcap"
compare stdin
scan stdin-pcapng - <"$work/day.pcapng"
compare stdin-pcapng
for tool in gzip zstd; do
    command -v "$tool" >/dev/null || { echo "$tool is not here"; continue; }
    "$tool" -q -c "$work/plain.pcap" >"$work/plain.pcap.$tool"
    scan "$tool" "$work/plain.pcap.$tool"
    compare "$tool"
    cat "$work/plain.pcap.$tool" | scan "stdin-$tool" - # a pipe, which can't seek
    compare "stdin-$tool"
    "$tool" -q -c "$work/day.pcapng" >"$work/day.pcapng.$tool"
    scan "pcapng-$tool" "$work/day.pcapng.$tool"
    compare "pcapng-$tool"
done
if command -v gzip >/dev/null; then # members one after the other are one file (RFC 1952 2.2)
    { head -c 100000 "$work/plain.pcap" | gzip -c; tail -c +100001 "$work/plain.pcap" | gzip -c; } >"$work/members.gz"
    scan gzip-members "$work/members.gz"
    compare gzip-members
fi

# With a short snapshot length names may be missed, but never a byte, and none is wrong.
day --snaplen 120 -o "$work/short.pcap" --truth "$work/short.tsv"
scan short "$work/short.pcap"
load_truth "$work/short.check" "$work/short.tsv"
load_told "$work/short.check" "$work/short.flows"
same "bytes of a capture cut at 120" "$(sqlite3 "$work/short.check" 'SELECT sum(up), sum(down) FROM remote')" \
    "$(sqlite3 "$work/short.check" 'SELECT sum(up), sum(down) FROM flow')"
same "names that a capture cut at 120 got wrong" "$(sqlite3 "$work/short.check" "
    SELECT count(*) FROM remote r JOIN flow f USING (client, client_port, server, server_port, transport)
    WHERE r.name != '-' AND r.name != f.name AND r.evidence NOT IN ('dns', 'dns-other', 'proxy', 'http')")" 0
finish
