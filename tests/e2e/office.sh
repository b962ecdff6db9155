#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The generator of office days is worth measuring with: the same seed gives the same bytes, every seed a day that
# leaves no doubt, and the demo's day holds a bit of everything within its size.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"

make_office one --seed 8
(TZ=America/Lima LC_ALL=C make_office two --seed 8)
make_office other --seed 9
cmp -s "$work/one.pcap" "$work/two.pcap" || fail "the same seed gave other bytes"
cmp -s "$work/one.tsv" "$work/two.tsv" || fail "the same seed gave another truth"
! cmp -s "$work/one.pcap" "$work/other.pcap" || fail "another seed gave the same bytes"
for seed in $(seq 100 130); do # it ends with 1 where what is planned and what the answers say disagree
    "$OFFICE" --seed "$seed" --devices $((seed - 90)) --size small -o /dev/null || fail "seed $seed gives an ambiguous day"
done

demo=$BUILD/share/amarra/office.pcap truth=$BUILD/tests/office.tsv
[ -s "$demo" ] && [ -s "$truth" ] || fail "the demo's day was not made"
[ "$(stat -c %s "$demo")" -le 8388608 ] || fail "the demo's day takes $(stat -c %s "$demo") bytes"
for evidence in sni http proxy dns dns-other none; do
    grep -qP "^flow\t.*\t$evidence\t" "$truth" || fail "no flow of the demo is known by $evidence"
done
same "hours of the demo with traffic" "$(awk -F'\t' '$1 == "slot" { h[int($3 / 3600)] } END { print length(h) }' "$truth")" 24
awk -F'\t' '$1 == "flow" { moved[(int($12 / 3600000000) + 21) % 24] += $14 + $15 }
    END { exit !(moved[10] + moved[11] > 20 * (moved[20] + moved[21] + 1)) }' "$truth" || fail "the demo's evening is as busy as its morning"
# The rows of the truth agree with each other.
awk -F'\t' '
    $1 == "# total" && $2 == "remote.up" { all_up = $3 }
    $1 == "flow" { up += $14; down[$2] = $15; of[$2] = $14 }
    $1 == "slot" { of[$2] -= $4; down[$2] -= $5 }
    $1 == "name" { named += $4 }
    END { for (i in of) if (of[i] != 0 || down[i] != 0) exit 1
          exit !(up == all_up && named == all_up) }' "$truth" || fail "the rows of the truth don't add up"

if command -v tshark >/dev/null; then
    bad=$(tshark -r "$demo" -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE -o udp.check_checksum:TRUE \
        -Y 'ip.checksum.status==0 || tcp.checksum.status==0 || udp.checksum.status==0 || icmp.checksum.status==0' 2>/dev/null | wc -l)
    same "packets with a wrong checksum" "$bad" 0
    same "DNS messages that can't be read" "$(tshark -r "$demo" -Y 'dns && _ws.malformed' 2>/dev/null | wc -l)" 0
    same "hellos that can't be read" "$(tshark -r "$demo" -Y 'tls.handshake.type==1 && _ws.malformed' 2>/dev/null | wc -l)" 0
fi
finish
