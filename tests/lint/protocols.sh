#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every dissector has its unit test, its fuzz target, a golden capture that it is the app of, and its row in
# docs/protocols.md.
. tests/lint/lib.bash

count=0
while IFS= read -r row; do
    count=$((count + 1))
    source=$(grep -lE "am_proto am_proto_$row = " scanner/proto/*.c) || { say "scanner/proto/protocols.c: am_proto_$row is defined nowhere"; continue; }
    name=$(sed -n "/am_proto am_proto_$row = /,/};/s/.*\.name = \"\([^\"]*\)\".*/\1/p" "$source")
    grep -qr "am_proto_$row\b" tests/unit || say "$source: no unit test names am_proto_$row"
    grep -qr "am_proto_$row\b" tests/fuzz --include='*.c' || say "$source: no fuzz target names am_proto_$row"
    grep -qE "^\| $name( \(|,| \|)" docs/protocols.md || say "docs/protocols.md: no row for $name"
    grep -qE "\"app\":\"$name\"" tests/golden/*/*.expected || [ "$row" = proxy_header ] || say "$source: no golden capture has a flow of $name"
done < <(grep -oE '&am_proto_[a-z0-9_]+' scanner/proto/protocols.c | sed 's/&am_proto_//')
[ "$count" -ge 15 ] || say "tests/lint/protocols.sh: only $count rows were found in scanner/proto/protocols.c"
finish
