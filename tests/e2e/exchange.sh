#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Real servers and real clients in two network namespaces that a veth pair joins: DNS, HTTP, TLS and, where its client is
# there, QUIC. The page watches the office's end while they talk, and the terminal follows: every name is found, shown in
# both, attributed to its owner in both ledgers of the report, and the bytes are those that the interface itself counted, less what is local.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need ip sqlite3 jq curl dnsmasq openssl python3 tmux
[ "$(id -u)" = 0 ] || { echo "skipped: network namespaces need root"; exit 77; }
office=amarra-office-$$ outside=amarra-outside-$$
{ ip netns add "$office" && ip netns add "$outside" && ip netns exec "$office" true; } 2>/dev/null || {
    ip netns del "$office" 2>/dev/null || true
    ip netns del "$outside" 2>/dev/null || true
    echo "skipped: no network namespaces here"
    exit 77
}
pids=()
clean_up() {
    for pid in "${pids[@]}"; do # of the programs themselves: ip becomes them
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    ip netns del "$office"
    ip netns del "$outside"
    rm -rf "/etc/netns/$office" "$work"
}
trap clean_up EXIT
inside() { ip netns exec "$office" "$@"; }
beyond() { ip netns exec "$outside" "$@"; }

# An office of one machine, and "the Internet": a resolver, Wikimedia and Google by name and by address.
RESOLVER=9.9.9.9 WIKI=208.80.153.224 GOOGLE=142.250.79.37
ip link add desk netns "$office" type veth peer name net netns "$outside"
for space in "$office" "$outside"; do
    ip netns exec "$space" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 2>/dev/null || true
    ip netns exec "$space" ip link set lo up
done
inside ip addr add 192.168.77.5/24 dev desk
inside ip link set desk up
beyond ip addr add 192.168.77.1/24 dev net
beyond ip link set net up
for address in $RESOLVER $WIKI $GOOGLE; do beyond ip addr add "$address/32" dev lo; done
inside ip route add default via 192.168.77.1
mkdir -p "/etc/netns/$office"
echo "nameserver $RESOLVER" >"/etc/netns/$office/resolv.conf"

ip netns exec "$outside" dnsmasq --keep-in-foreground --no-resolv --no-hosts --listen-address=$RESOLVER --bind-interfaces --port=53 \
    --user=root --pid-file= --address=/wikipedia.org/$WIKI --address=/google.com/$GOOGLE 2>"$work/dnsmasq.err" &
pids+=($!)
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout "$work/key.pem" -out "$work/cert.pem" \
    -subj /CN=es.wikipedia.org -addext "subjectAltName=DNS:es.wikipedia.org,DNS:mail.google.com" 2>/dev/null
mkdir "$work/pages"
head -c 3000 /dev/zero | tr '\0' x >"$work/pages/page"
serve() { # serve COMMAND...: outside, until the test ends
    ip netns exec "$outside" "$@" >/dev/null 2>>"$work/servers.err" &
    pids+=($!)
}
for address in $WIKI $GOOGLE; do
    serve env -C "$work/pages" openssl s_server -quiet -WWW -accept "$address:443" -cert "$work/cert.pem" -key "$work/key.pem"
done
serve python3 -m http.server --directory "$work/pages" --bind $WIKI 80
[ -z "$(command -v gtlsserver)" ] || serve gtlsserver --quiet --htdocs="$work/pages" $GOOGLE 443 "$work/key.pem" "$work/cert.pem"
for _ in $(seq 100); do
    beyond curl -ks --max-time 2 --resolve "es.wikipedia.org:443:$WIKI" https://es.wikipedia.org/page >/dev/null && break
    sleep 0.2
done

# The page watches, and writes the scan; the terminal follows it.
ip netns exec "$office" "$AMARRA" web -i desk --agreed -o "$work/office.db" --port 8470 --lang es >"$work/web.out" 2>"$work/scan.err" &
scanner=$!
pids+=("$scanner")
for _ in $(seq 100); do
    [ -e "$work/office.db-key" ] && break
    sleep 0.1
done
counted() { inside cat "/sys/class/net/desk/statistics/$1"; } # by the interface itself
before_rx=$(counted rx_bytes) before_tx=$(counted tx_bytes) before_packets=$(($(counted rx_packets) + $(counted tx_packets)))

for page in 1 2 3; do
    inside curl -ks --max-time 20 "https://es.wikipedia.org/page?$page" >/dev/null || fail "no page from the TLS server"
    inside curl -ks --max-time 20 "https://mail.google.com/page?$page" >/dev/null || fail "no mail from the TLS server"
done
inside curl -s --max-time 20 http://es.wikipedia.org/page >/dev/null || fail "no page from the HTTP server"
quic=no
if command -v gtlsclient >/dev/null; then
    quic=yes
    inside timeout 20 gtlsclient --quiet --exit-on-all-streams-close mail.google.com 443 https://mail.google.com/page >"$work/quic.out" 2>&1 ||
        fail "no page over QUIC: $(tail -n 3 "$work/quic.out")"
fi
sleep 2
# What goes over the loopback to the page is not on the wire.
page=$(grep -ho 'http://[^ ]*' "$work/web.out" "$work/scan.err" | head -n 1)
inside curl -s --max-time 20 "$page" >"$work/page" || fail "no page from $page"
tmux -L "$office" -f /dev/null new-session -d -x 200 -y 60 "ip netns exec $office '$AMARRA' live '$work/office.db' --lang es"
for _ in $(seq 50); do
    sleep 0.2
    tmux -L "$office" capture-pane -p >"$work/screen"
    grep -q Wikimedia "$work/screen" && break
done
tmux -L "$office" kill-server
for who in Wikimedia Alphabet; do
    grep -q "$who" "$work/page" || fail "$who is not on the page"
    grep -q "$who" "$work/screen" || fail "$who is not on the screen: $(head -n 20 "$work/screen")"
done
for name in wikipedia.org mail.google.com; do
    grep -q "$name" "$work/page" || fail "$name is not on the page"
    grep -q "$name" "$work/screen" || fail "$name is not on the screen"
done
after_rx=$(counted rx_bytes) after_tx=$(counted tx_bytes) after_packets=$(($(counted rx_packets) + $(counted tx_packets)))
kill -TERM "$scanner"
wait "$scanner" || fail "the scan ended with $?: $(head -3 "$work/scan.err")"

db() { sqlite3 "$work/office.db" "$1"; }
counter() { db "SELECT coalesce((SELECT value FROM counter WHERE name = '$1'), 0)"; }
names() { db "SELECT DISTINCT n.text || ' ' || c.evidence FROM contact c JOIN name n ON n.id = c.name_id"; }
names | grep -qx 'es.wikipedia.org sni' || names | grep -qx 'wikipedia.org sni' || fail "Wikipedia was not named by its TLS hello: $(names)"
names | grep -qx 'mail.google.com sni' || fail "Google's mail was not named by its TLS hello: $(names)"
names | grep -q 'wikipedia.org http' || fail "the page without TLS was not named: $(names)"
if [ $quic = yes ]; then
    names | grep -qx 'mail.google.com quic' || fail "the QUIC connection was not named: $(names)"
else
    echo "without QUIC: there is no gtlsclient (ngtcp2-client)"
fi
[ "$(db "SELECT count(*) FROM contact WHERE app = 'dns'")" -gt 0 ] || fail "no question to the resolver was seen"

# Every byte of the interface is one that amarra tells: IP bytes of contacts, of what is local, of groups and of ICMP, the
# 14 bytes of Ethernet before each, and frames that carry no IP (ARP: 28 bytes and the same 14).
packets=$(counter packets) other=$(counter packets.not_ip)
ip_bytes=$(db 'SELECT coalesce(sum(up + down), 0) FROM contact')
for part in local.bytes multicast.bytes icmp.bytes; do ip_bytes=$((ip_bytes + $(counter $part))); done
same "packets" "$packets" $((after_packets - before_packets))
same "bytes" $((ip_bytes + 14 * (packets - other) + (28 + 14) * other)) $((after_rx - before_rx + after_tx - before_tx))
same "packets lost" "$(counter lost.kernel)" 0

run report 0 "$AMARRA" report "$work/office.db" --format json -o "$work/report"
for who in Wikimedia Alphabet; do
    [ "$(jq -r --arg who "$who" '[.corporations[] | select((.name // "") | startswith($who)) | select(.service.contacts.numerator > 0 and .host.contacts.numerator > 0)] | length' \
        "$work/report/report.json")" -gt 0 ] || fail "$who is not in both ledgers"
done
finish
