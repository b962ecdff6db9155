#!/bin/bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# amarra.mmdb is read by other programs' readers, which must agree on what it says.
set -euo pipefail
mmdb=$BUILD/share/amarra/amarra.mmdb
[ -e "$mmdb" ] || { echo "amarra.mmdb was not built" >&2; exit 1; }
fail() { echo "mmdb: $*" >&2; exit 1; }
readers=0

# address, AS number, registered, located
cases='200.40.30.245 6057 UY UY
17.253.144.10 714 US US
2800:3f0::1 15169 AR AR
::ffff:200.40.30.245 6057 UY UY
2002:c828:1ef5::1 6057 UY UY'

if command -v mmdblookup >/dev/null; then
    readers=$((readers + 1))
    while read -r address asn registered located; do
        got=$(mmdblookup -f "$mmdb" -i "$address" autonomous_system_number | grep -oE '[0-9]+' | head -1)
        got+=" $(mmdblookup -f "$mmdb" -i "$address" registered_country iso_code | grep -oE '"[A-Z]+"')"
        got+=" $(mmdblookup -f "$mmdb" -i "$address" country iso_code | grep -oE '"[A-Z]+"')"
        [ "$got" = "$asn \"$registered\" \"$located\"" ] || fail "mmdblookup says of $address: $got"
    done <<<"$cases"
fi

python=/usr/bin/python3
if $python -c 'import maxminddb' 2>/dev/null; then
    readers=$((readers + 1))
    $python - "$mmdb" <<'PY' || fail "the two readers of python3-maxminddb differ"
import ipaddress, random, sys
import maxminddb
one = maxminddb.open_database(sys.argv[1], maxminddb.MODE_FILE)  # Python alone
two = maxminddb.open_database(sys.argv[1], maxminddb.MODE_AUTO)  # libmaxminddb where it is there
assert one.metadata().database_type == "amarra-network"
random.seed(2026)
known = 0
for i in range(4000):
    number = random.getrandbits(32) if i % 2 else (0x2000 << 112) | random.getrandbits(124)
    address = str(ipaddress.ip_address(number) if i % 2 else ipaddress.IPv6Address(number))
    record = one.get(address)
    assert record == two.get(address), address
    known += record is not None
assert known > 1000, known
PY
fi

if perl -MMaxMind::DB::Reader -e 1 2>/dev/null; then
    readers=$((readers + 1))
    perl -MMaxMind::DB::Reader -e 'my $r = MaxMind::DB::Reader->new(file => shift);
        my $f = $r->record_for_address("200.40.30.245");
        exit !($f->{autonomous_system_number} == 6057 && $f->{country}{iso_code} eq "UY")' "$mmdb" ||
        fail "MaxMind::DB::Reader disagrees"
fi
[ $readers -gt 0 ] || { echo "no other reader is installed"; exit 77; }
echo "$readers readers agree"
