#!/bin/bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Feeds of addresses become a table, the table a database, and that answers: the way of the address data in small.
set -euo pipefail
command -v zstd >/dev/null || { echo "zstd is not installed"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "networks: $*" >&2; exit 1; }
cp -r tests/data/rules/dataset "$work/small"
cd "$work"
mkdir small/networks
# build TABLE.tsv.zst: out/amarra.mmdb, of the small dataset with that table
build() {
    cp "$1" small/networks/networks.tsv.zst
    "$AMARRA" dataset build small -o out
}

cat >asn4.csv <<'CSV'
192.0.2.0,192.0.2.255,64496,"Quoted, ""Inc."""
198.51.100.0,198.51.100.255,64497,Wide
198.51.100.16,198.51.100.31,64498,Narrow
198.51.100.9,198.51.100.1,64499,Inverted
not,a,row
CSV
printf '203.0.113.0,203.0.113.255,64500,Bad \033[31m\377 name \342\200\256\n' >>asn4.csv
printf '2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,64501,Six\n' >asn6.csv
printf '192.0.2.0,192.0.2.255,UY\n198.51.100.0,198.51.100.255,EU\n' >reg4.csv
printf '2001:db8::,2001:db8:7fff:ffff:ffff:ffff:ffff:ffff,AR\n' >reg6.csv
printf '3221225984,3221226111,BR\n192.0.2.128,192.0.2.255,PY\n' >loc4.csv
printf '# comment\n2001:db8:53::,2001:db8:53:ffff:ffff:ffff:ffff:ffff,CL\n2001:db8:54::,2001:db8:54::1,??\n' >loc6.csv
ASAN_OPTIONS=detect_leaks=0 "$BUILD/import_networks" table 2026-06-17 asn4.csv asn6.csv reg4.csv reg6.csv loc4.csv loc6.csv >table.tsv 2>told
grep -q 'asn4.csv: 6 rows, 2 broken' told || fail "$(cat told)"
grep -q 'reg4.csv: 2 rows, 0 broken, 1 of no country' told || fail "$(cat told)"
head -1 table.tsv | grep -qx 'amarra-networks 1' || fail "the table has no head"
zstd -q table.tsv
build table.tsv.zst >/dev/null
cp out/amarra.mmdb small.mmdb
build table.tsv.zst >/dev/null
cmp small.mmdb out/amarra.mmdb || fail "two builds differ"

ask() { "$AMARRA" explain --json --mmdb small.mmdb "$1"; }
check() { # address, what its answer holds
    ask "$1" | grep -qF "$2" || fail "$1 lacks $2: $(ask "$1")"
}
check 192.0.2.1 '"asn": 64496, "as_name": "Quoted, \"Inc.\""'
check 192.0.2.127 '"registered": "UY", "located": "BR"'
check 192.0.2.128 '"registered": "UY", "located": "PY"'
check 198.51.100.15 '"asn": 64497'
check 198.51.100.16 '"asn": 64498, "as_name": "Narrow"'
check 198.51.100.31 '"asn": 64498'
check 198.51.100.32 '"asn": 64497'
check 198.51.100.32 '"registered": null, "located": null'
check 203.0.113.5 '"as_name": "Bad ?[31m? name ?"'
check 2001:db8::1 '"asn": 64501, "as_name": "Six"'
check 2001:db8::1 '"registered": "AR", "located": null'
check 2001:db8:53::1 '"registered": "AR", "located": "CL"'
check 2001:db8:54::1 '"located": null'
check 2001:db8:8000:: '"registered": null'
check 2001:db9:: '"asn": null'
check 2002:c000:201::1 '"asn": 64496'

# A table that is broken is refused with its line, and leaves what was there alone.
broken() { # sed expression, line
    sed "$1" table.tsv >broken.tsv
    zstd -qf broken.tsv
    if build broken.tsv.zst 2>told; then fail "took a table after $1"; fi
    grep -q "networks.tsv:$2:" told || fail "after $1: $(cat told)"
    cmp -s small.mmdb out/amarra.mmdb || fail "a broken table changed the database"
}
broken '1s/1/2/' 1
broken '2s/.*/today/' 2
broken '3s/as/sa/' 3
broken '4s/\t/ /' 4
broken 's/^\[v4.asn\]/[v5.asn]/' "$(grep -n '^\[v4.asn' table.tsv | cut -d: -f1)"
first=$(($(grep -n '^\[v4.asn' table.tsv | cut -d: -f1) + 1))
broken "${first}s/\t8\t/\t200\t/" "$first"
broken "${first}s/\t8\t/\tx*8\t/" "$first"
broken "${first}s/\t8\t/\t\t/" "$first"
head -c 100 table.tsv.zst >cut.tsv.zst
if build cut.tsv.zst 2>/dev/null; then fail "took a file that was cut"; fi
if build table.tsv 2>/dev/null; then fail "took what is not compressed"; fi
echo ok
