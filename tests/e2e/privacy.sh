#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# No address, MAC or name of a device is in any file that a scan or a report writes, in no form that
# a search could find, neither while the scan runs nor after; and the search would find one.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3 mkfifo jq perl

make_office day --seed 21
size=$(stat -c %s "$work/day.pcap")

# Each form of each identifier: a PCRE, a tab, and the form itself for printf. Text in both cases, with and
# without separators; bytes in both orders; addresses also as numbers and as the reverse name that asks for them.
forms() { # TRUTH
    awk -F'\t' '
        function hex2(n) { return sprintf("%02x", n) }
        function group(h, width, before, between,  out, i) { # hex digits in groups of `width`
            out = ""
            for (i = 1; i <= length(h); i += width) out = out (i > 1 ? between : "") before substr(h, i, width)
            return out }
        function reversed(h,  out, i) {
            out = ""
            for (i = 1; i < length(h); i += 2) out = substr(h, i, 2) out
            return out }
        function bytes(h) { print group(h, 2, "\\x", "") "\t" group(h, 2, "\\x", "") }
        function both_orders(h) { bytes(h); bytes(reversed(h)) }
        function text(t,  quoted) { quoted = t; gsub(/\./, "\\.", quoted); print "(?i:" quoted ")\t" t }
        function number(t,  quoted) { quoted = t; gsub(/\./, "\\.", quoted); print "(?<![0-9.])" quoted "(?![0-9])\t" t }
        function alone(h) { print "(?<![0-9a-f])(?i:" h ")(?![0-9a-f])\t" h }
        $1 != "device" { next }
        { mac = $4; gsub(/:/, "", mac)
          both_orders(mac)
          text(group(mac, 2, "", ":")); text(group(mac, 2, "", "-")); text(group(mac, 4, "", "."))
          text(mac); text(reversed(mac)) }
        $5 ~ /\./ {
          split($5, p, "."); h = hex2(p[1]) hex2(p[2]) hex2(p[3]) hex2(p[4])
          both_orders(h); alone(h); alone(reversed(h))
          number($5); number(p[4] "." p[3] "." p[2] "." p[1]); number(sprintf("%.0f", ((p[1] * 256 + p[2]) * 256 + p[3]) * 256 + p[4])) }
        $5 ~ /:/ {
          n = split($5, g, ":"); h = ""
          for (i = 1; i <= n; i++)
              if (g[i] == "") for (k = n; k <= 8; k++) h = h "0000"
              else h = h substr("0000", 1, 4 - length(g[i])) g[i]
          both_orders(h); text(h); text(group(h, 4, "", ":")); text($5)
          if (substr(h, 17, 8) != "00000000") bytes(substr(h, 17)) } # the half that is the device alone
        $6 != "router" && $6 != "iphone" { text($6 ".local") }
    ' "$1" | sort -u
    printf '%s\t%s\n' '192\.168\.7\.' 192.168.7.9 '(?<![0-9])7\.168\.192\.' 7.168.192.in-addr.arpa \
        '(?i:2800:a4:17c2:9100)' 2800:A4:17C2:9100::1 '(?i:fd00:7a6f:11:)' fd00:7a6f:11::9
}
forms "$work/day.tsv" >"$work/forms"
pattern=$(cut -f1 "$work/forms" | paste -sd'|')

search() { # FILE...: what of a device is in them, three finds a file at most
    PATTERN=$pattern perl -0777 -ne '
        BEGIN { $pattern = qr/$ENV{PATTERN}/; }
        my $found = 0;
        while ($found < 3 && /$pattern/g) {
            my ($at, $what) = ($-[0], $&);
            $what =~ s/([^ -~])/sprintf("\\x%02x", ord $1)/ge;
            print "$ARGV at $at: $what\n";
            $found++;
        }' "$@"
}

clean() { # WHAT FILE...
    local what=$1 found
    shift
    found=$(search "$@")
    [ -z "$found" ] || { fail "$what: something of a device is in it"; head -n 12 <<<"$found" >&2; }
    echo "$what: $# files, $(cat "$@" | wc -c) bytes searched for $(wc -l <"$work/forms") forms"
}

# --- the search itself: every form, alone in a file, is found ---
mkdir "$work/planted"
head -c 3000 "$OFFICE" >"$work/around"
[ -z "$(search "$work/around")" ] || fail "the search finds what is not there"
n=0
while IFS=$'\t' read -r _ form; do
    n=$((n + 1))
    # shellcheck disable=SC2059 # it is a format: \x.. are bytes
    { cat "$work/around"; echo; printf "$form"; echo; cat "$work/around"; } >"$work/planted/$n"
done <"$work/forms"
same "planted forms that the search found" "$(search "$work"/planted/* | awk '{ print $1 }' | sort -u | wc -l)" "$n"
[ -n "$(search "$work/day.pcap")" ] || fail "the search finds nothing in the capture itself"

# --- while the scan runs ---
start_feed open --flows "$work/open.flows" --dns "$work/open.dns"
feed "$work/day.pcap" 0 $((size / 3))
feed_until_flushed open "$work/day.pcap" $((size / 3))
[ -s "$work/open.db-wal" ] || fail "there is no log to search: the test is blind"
mkdir "$work/during"
cp "$work"/open.db* "$work"/open.out "$work"/open.err "$work/during/"
clean "while it runs" "$work"/during/open.db* "$work"/during/open.out "$work"/during/open.err
run during 0 "$AMARRA" report "$work/open.db" -o "$work/during/report" --lang es,en
clean "report while it runs" "$work"/during/report/* "$work/during.out" "$work/during.err"

# --- once it is closed ---
feed "$work/day.pcap" "$fed" "$size"
end_feed
wait "$scanner" || fail "the scan failed"
[ "$(sqlite3 "$work/open.db" 'SELECT count(*) FROM contact')" -gt 300 ] || fail "the scan is nearly empty"
[ "$(wc -l <"$work/open.flows")" -gt 1000 ] && [ "$(wc -l <"$work/open.dns")" -gt 300 ] || fail "the lines are missing"
clean "scan" "$work"/open.db* "$work/open.out" "$work/open.err"
clean "lines without --addresses" "$work/open.flows" "$work/open.dns"
run after 0 "$AMARRA" report "$work/open.db" -o "$work/report" --lang es,en,pt,fr,de
clean "report" "$work"/report/* "$work/after.out" "$work/after.err"
run kept 0 "$AMARRA" scan -r "$work/day.pcap" -o "$work/kept.db" --keep-names "${LOCAL[@]}"
clean "scan that keeps names" "$work"/kept.db* "$work/kept.out" "$work/kept.err"

# --- pseudonyms do not survive, and differ from scan to scan ---
pseudonyms() { sed -E 's/.*"device":"([0-9a-f]*)".*/\1/' "$1" | sort -u; }
pseudonyms "$work/open.flows" >"$work/first"
run second 0 "$AMARRA" scan -r "$work/day.pcap" -o "$work/second.db" --flows "$work/second.flows" "${LOCAL[@]}"
pseudonyms "$work/second.flows" >"$work/other"
same "pseudonyms that two scans share" "$(LC_ALL=C comm -12 "$work/first" "$work/other" | wc -l)" 0
pattern=$(sed 's/../\\x&/g' "$work/first" | paste -sd'|')"|(?i:$(paste -sd'|' "$work/first"))"
same "pseudonyms left in the closed scan" "$(search "$work/open.db" | wc -l)" 0
[ -n "$(search "$work/open.flows")" ] || fail "the search finds no pseudonym where they are"
ls "$work"/open.db-key "$work"/open.db-wal 2>/dev/null && fail "key or log survive"
same "mode of the closed scan" "$(stat -c %a "$work/open.db")" 600
finish
