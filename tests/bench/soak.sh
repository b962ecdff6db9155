#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# usage: soak.sh [SECONDS [PACKETS_A_SECOND [CAPTURE]]]   (1800, 50000, the bundled day)
# A sensor watches one end of a veth pair, in a network namespace of its own, while the capture is sent over and over to
# the other. Once a minute: packets seen and lost, memory, processor time of the sensor, size of the scan. Ends with a
# line that sums up, and fails where packets were lost after the first minute.
set -euo pipefail
seconds=${1:-1800} rate=${2:-50000}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${BUILD:-$here/../../build}
capture=${3:-$build/share/amarra/office.pcap}
for tool in ip tcpreplay sqlite3 python3; do
    command -v $tool >/dev/null || { echo "soak.sh: there is no $tool" >&2; exit 1; }
done
work=$(mktemp -d)
space=amarra-soak-$$
sensor= sender=
clean_up() {
    for pid in $sender $sensor; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    ip netns del "$space" 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT
ip netns add "$space"
inside() { ip netns exec "$space" "$@"; }
inside ip link add sender type veth peer name mirror
for port in sender mirror; do
    inside sysctl -qw "net.ipv6.conf.$port.disable_ipv6=1" 2>/dev/null || true
    inside ip link set "$port" mtu 9000 up
done
python3 "$here/../e2e/frames.py" keep "$capture" "$work/kept.pcap"
ip netns exec "$space" "$build/amarra" scan -i mirror --agreed --max-size 256 -q -o "$work/soak.db" 2>"$work/err" &
sensor=$!
while [ ! -e "$work/soak.db-key" ]; do sleep 0.1; done
ip netns exec "$space" tcpreplay -q --preload-pcap --loop=0 --pps="$rate" -i sender "$work/kept.pcap" >"$work/sent" 2>&1 &
sender=$!
ticks=$(getconf CLK_TCK)
used() { awk -v t="$ticks" '{ sub(/.*\) /, ""); print ($12 + $13) / t }' "/proc/$sensor/stat"; }
memory() { awk '/^VmRSS/ { print $2 }' "/proc/$sensor/status"; }
counter() { sqlite3 -cmd '.timeout 5000' "$work/soak.db" "SELECT coalesce((SELECT value FROM counter WHERE name = '$1'), 0)"; }
size() { du -kc "$work"/soak.db* | tail -n 1 | cut -f1; }
printf '%6s %14s %10s %10s %8s %10s\n' second packets lost 'RSS KiB' 'CPU %' 'scan KiB'
start=$(date +%s) last=0 lost_first=
while [ $(($(date +%s) - start)) -lt "$seconds" ]; do
    sleep "$((seconds < 60 ? seconds : 60))"
    now=$(used) passed=$(($(date +%s) - start))
    lost=$(($(counter lost.kernel) + $(counter lost.interface)))
    lost_first=${lost_first:-$lost}
    printf '%6d %14d %10d %10d %8.1f %10d\n' "$passed" "$(counter packets)" "$lost" "$(memory)" \
        "$(awk -v a="$last" -v b="$now" -v s="$((seconds < 60 ? seconds : 60))" 'BEGIN { print (b - a) * 100 / s }')" "$(size)"
    last=$now
done
kill "$sender"
wait "$sender" 2>/dev/null || true
sender=
total=$(used)
kill -TERM "$sensor"
wait "$sensor" || { echo "soak.sh: the sensor ended with $?: $(cat "$work/err")" >&2; exit 1; }
sensor=
bytes=$(sqlite3 "$work/soak.db" "SELECT sum(up + down) FROM contact")
awk -v s="$passed" -v t="$total" -v p="$(counter packets)" -v l="$lost" -v b="$bytes" 'BEGIN {
    printf "%d s: %.0f packets a second, %.1f Mbit/s of contacts, %d lost, %.1f %% of one core, %.3f %% for each Mbit/s\n",
        s, p / s, b * 8 / s / 1e6, l, t * 100 / s, t * 100 / s / (b * 8 / s / 1e6) }'
[ "$lost" = "$lost_first" ] || { echo "soak.sh: packets were lost after the first minute" >&2; exit 1; }
