#!/bin/bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# For maintainers: fetches the feeds of addresses and makes dataset/networks/networks.tsv.zst anew.
# Needs npm, apt, zstd and a build tree (BUILD, default build/dev). A user's build needs none of it.
#
#   dataset/import/import-networks.sh            fetch, check against inputs.sha256, make the table
#   FEEDS=/some/folder dataset/import/...        keep what was fetched there, and use it again
#
# To take newer feeds: change the versions here, run, and put the sums it tells into inputs.sha256.
set -euo pipefail

npm_version=2.3.2026061719
npm_date=2026-06-17
npm_packages=(asn asn-country geo-whois-asn-country)
tor_version=0.4.9.11-0+deb12u1

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${BUILD:-$root/build/dev}
feeds=${FEEDS:-$(mktemp -d)}
work=$(mktemp -d)
trap 'rm -rf "$work"; [ -n "${FEEDS:-}" ] || rm -rf "$feeds"' EXIT
mkdir -p "$feeds"

cd "$feeds"
for package in "${npm_packages[@]}"; do
    [ -e "ip-location-db-$package-$npm_version.tgz" ] ||
        npm pack --silent "@ip-location-db/$package@$npm_version"
done
# The package depends on the tor daemon: the file is taken out of it, nothing is installed.
[ -e "tor-geoipdb_${tor_version}_all.deb" ] || apt-get download "tor-geoipdb=$tor_version"
if ! sha256sum --check --quiet "$here/inputs.sha256"; then
    echo "import-networks: these are not the feeds of inputs.sha256; theirs are:" >&2
    sha256sum -- *"$npm_version.tgz" "tor-geoipdb_${tor_version}_all.deb" >&2
    exit 1
fi

for package in "${npm_packages[@]}"; do
    mkdir "$work/$package"
    tar xzf "ip-location-db-$package-$npm_version.tgz" -C "$work/$package" --strip-components=1
done
dpkg-deb -x "tor-geoipdb_${tor_version}_all.deb" "$work/tor"

cmake --build "$build" --target import_networks
cd "$work"
# Where an address stands: the whois and geofeed data for IPv4, IPFire's for IPv6 (README.md tells why).
"$build/import_networks" table "$npm_date" \
    asn/asn-ipv4.csv asn/asn-ipv6.csv \
    asn-country/asn-country-ipv4.csv asn-country/asn-country-ipv6.csv \
    geo-whois-asn-country/geo-whois-asn-country-ipv4.csv tor/usr/share/tor/geoip6 >networks.tsv
echo "located, IPv4, against IPFire:"
"$build/import_networks" compare geo-whois-asn-country/geo-whois-asn-country-ipv4.csv tor/usr/share/tor/geoip
echo "located, IPv6, against whois and geofeeds:"
"$build/import_networks" compare tor/usr/share/tor/geoip6 geo-whois-asn-country/geo-whois-asn-country-ipv6.csv

zstd --quiet --force --ultra -22 networks.tsv -o networks.tsv.zst
cp networks.tsv.zst "$root/dataset/networks/networks.tsv.zst"
sha256sum networks.tsv
ls -l "$root/dataset/networks/networks.tsv.zst"
