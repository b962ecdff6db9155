#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every flow of a made office day is found with its name, its evidence and its exact bytes, and a
# second opinion (tshark) counts the same.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3

compare() { # NAME
    local db=$work/$1.check differing
    load_truth "$db" "$work/$1.tsv"
    load_told "$db" "$work/$1.flows"
    # A flow that is silent for long, or hours old, may be told in parts.
    differing=$(sqlite3 -separator ' ' "$db" "
      CREATE VIEW a AS SELECT client, client_port, server, server_port, transport,
        CASE WHEN app IN ('dns', 'tls', 'dot', 'http', 'quic') THEN app ELSE 'unknown' END AS app, name, evidence,
        up, down, packets_up + packets_down AS packets FROM flow;
      CREATE VIEW b AS SELECT client, client_port, server, server_port, transport, app, name, evidence,
        sum(up) AS up, sum(down) AS down, sum(packets) AS packets FROM remote GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
      SELECT 'expected', * FROM (SELECT * FROM a EXCEPT SELECT * FROM b)
      UNION ALL SELECT 'found', * FROM (SELECT * FROM b EXCEPT SELECT * FROM a) ORDER BY 2, 3, 4, 1 DESC")
    if [ -n "$differing" ]; then
        fail "$1: $(wc -l <<<"$differing") lines differ between the truth and --flows"
        head -n 20 <<<"$differing" >&2
    fi
    differing=$(sqlite3 "$db" "
      SELECT name, n, up, down FROM (SELECT name, count(*) AS n, sum(up) AS up, sum(down) AS down FROM flow GROUP BY name)
      EXCEPT SELECT name, count(DISTINCT client || client_port || server || server_port || transport), sum(up), sum(down) FROM remote GROUP BY name")
    [ -z "$differing" ] || fail "$1: names with other sums: $(head -n 3 <<<"$differing")"
    echo "$1: $(sqlite3 "$db" 'SELECT count(*), sum(up), sum(down) FROM remote') (flows, up, down)"
}

counters() { # NAME
    local t=$work/$1.tsv db=$work/$1.db
    same "$1 packets" "$(counter "$db" packets)" "$(total "$t" frames)"
    same "$1 local bytes" "$(counter "$db" local.bytes)" "$(total "$t" local.bytes)"
    same "$1 multicast bytes" "$(counter "$db" multicast.bytes)" "$(total "$t" multicast.bytes)"
    same "$1 ICMP bytes" "$(counter "$db" icmp.bytes)" "$(total "$t" icmp.bytes)"
    same "$1 frames that are not IP" "$(counter "$db" packets.not_ip)" "$(total "$t" other.frames)"
    same "$1 copies" "$(counter "$db" packets.duplicate)" "$(total "$t" duplicate.packets)"
    same "$1 bytes of copies" "$(counter "$db" bytes.duplicate)" "$(total "$t" duplicate.bytes)"
    same "$1 contacts, up" "$(sqlite3 "$db" 'SELECT sum(up) FROM contact')" "$(total "$t" remote.up)"
    same "$1 contacts, down" "$(sqlite3 "$db" 'SELECT sum(down) FROM contact')" "$(total "$t" remote.down)"
}

# IP bytes of TCP and UDP between each pair of addresses, each way.
second_opinion() { # NAME
    command -v tshark >/dev/null || { echo "tshark is not here: no second opinion"; return; }
    tshark -r "$work/$1.pcap" -T fields -E occurrence=f -e frame.len -e vlan.id -e ip.len -e ipv6.plen \
        -e ip.src -e ipv6.src -e ip.dst -e ipv6.dst -e ip.proto -e ipv6.nxt 2>/dev/null |
        awk -F'\t' -v OFS='\t' '
            $5 == "" && $6 == "" { next }
            $9 == 1 || $9 == 2 || $10 == 58 { next }
            { ip = $3 != "" ? $3 : $4 + 40
              if ($3 == "0" || ($3 == "" && $4 == 0)) ip = $1 - 14 - ($2 != "" ? 4 : 0) # offload leaves it empty
              sum[$5 $6 OFS $7 $8] += ip }
            END { for (pair in sum) print pair, sum[pair] }' | LC_ALL=C sort >"$work/theirs"
    awk -F'\t' -v OFS='\t' '$1 == "flow" { sum[$4 OFS $6] += $14; sum[$6 OFS $4] += $15 }
        END { for (pair in sum) if (sum[pair] > 0) print pair, sum[pair] }' "$work/$1.tsv" | LC_ALL=C sort >"$work/ours"
    awk -F'\t' -v OFS='\t' '
        function office(a) { return a ~ /^(192\.168\.7\.|fd00:|2800:a4:17c2:9100:)/ }
        function group(a) { return a ~ /^(22[4-9]\.|23[0-9]\.|255\.|ff)/ }
        office($1) == office($2) || group($2) || $1 == "0.0.0.0" { next } { print }' "$work/theirs" >"$work/theirs.remote"
    diff "$work/ours" "$work/theirs.remote" >"$work/diff" || { fail "$1: tshark counts otherwise"; head -n 10 "$work/diff" >&2; }
    echo "$1: tshark agrees on $(wc -l <"$work/ours") pairs"
}

for seed in 1 7; do
    make_office "day$seed" --seed "$seed"
    scan "day$seed" "$work/day$seed.pcap"
    compare "day$seed"
    counters "day$seed"
done
make_office crowd --seed 3 --devices 40 --size small
scan crowd "$work/crowd.pcap"
compare crowd
counters crowd
second_opinion day1
finish
