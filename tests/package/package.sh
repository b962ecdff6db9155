#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# package.sh AMARRA.deb: lintian is content with it, and in a clean root of this Debian it installs with what it needs, scans,
# reports, plays the demo, has its manual, and goes without a trace. As root, with a network; ./dev package --check runs it.
set -euo pipefail
deb=$(realpath "$1")
work=$(mktemp -d "${TMPDIR:-/tmp}/amarra-package.XXXXXX")
root=$work/root
failures=0

clean() {
    local mounted
    for mounted in dev/shm dev/pts proc; do
        if mountpoint -q "$root/$mounted"; then umount "$root/$mounted" || umount -l "$root/$mounted"; fi
    done
    rm -rf --one-file-system "$work"
}
trap clean EXIT
trap 'exit 130' INT TERM

fail() { printf 'FAILED: %s\n' "$*" >&2; failures=$((failures + 1)); }
step() { printf '%s\n' "-- $*" >&2; }
inside() { timeout 600 env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }
must() { # must WHAT COMMAND...: in the root
    local what=$1
    shift
    inside "$@" >"$work/log" 2>&1 || { fail "$what"; tail -n 15 "$work/log" >&2; }
}
# Every file, but for what the package manager, and adduser of accounts, keep of their own doings.
files() {
    (cd "$root" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./tmp -o -path ./var/lib/dpkg -o -path ./var/lib/apt \
        -o -path ./var/cache -o -path ./var/log -o -path ./run -o -path './etc/*-' \) -prune -o -print) | sort
}

step "lintian"
lintian --fail-on error,warning --tag-display-limit 0 "$deb" >&2 || fail "lintian is not content"

step "a clean root"
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $codename" 'Component: main' | head -n 1)
: "${mirror:?apt knows no mirror of $codename}"
debootstrap --variant=minbase "$codename" "$root" "$mirror" >"$work/debootstrap.log" 2>&1 || { tail -n 5 "$work/debootstrap.log" >&2; exit 1; }
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/quick"
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm"
mount -t tmpfs tmpfs "$root/dev/shm"
mkdir -p "$root/dev/pts" # terminals, for the demo
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -sf pts/ptmx "$root/dev/ptmx"
must "man-db" apt-get install -qq -y --no-install-recommends man-db
files >"$work/before"

step "install"
install -m 644 "$deb" "$root/tmp/amarra.deb"
must "apt install" apt-get install -qq -y /tmp/amarra.deb
must "the user" getent passwd amarra
must "--version" amarra --version
must "the manual" man -w amarra
for document in method campaign disclosure share publication report-json; do
    [ -s "$root/usr/share/doc/amarra/$document.md" ] || fail "no $document.md"
done
for schema in report share publication; do # with the data, and a link beside the documents that leads to it
    must "$schema.schema.json" cmp "/usr/share/amarra/$schema.schema.json" "/usr/share/doc/amarra/$schema.schema.json"
done

step "run as anyone"
as() { must "$1" runuser -u nobody -- "${@:2}"; } # WHAT COMMAND...
as "scan" amarra scan -r /usr/share/amarra/office.pcap -o /tmp/office.db
as "report" amarra report /tmp/office.db -o /tmp/report --lang es
grep -q 'lang="es"' "$root/tmp/report/report.es.html" || fail "there is no report in Spanish"
as "demo" sh -c "(sleep 20; printf q) | HOME=/tmp TERM=xterm script -qec 'amarra demo --no-pause --lang es -o /tmp/demo.db' /dev/null >/dev/null"
as "the scan of the demo" test -s /tmp/demo.db
# What needs letters, pictures, Markdown, a signature, a store: each is another library of the system.
as "pictures, sheets, a plan" amarra report /tmp/office.db -o /tmp/report --lang es --format png,pdf,plan
for file in plan.es.md plan.es.html report.es.pdf report.es.png; do
    [ -s "$root/tmp/report/$file" ] || fail "no $file"
done
as "share" sh -c 'cd /tmp && HOME=$(mktemp -d) amarra share office.db --campaign a-campaign --yes -o share.json && amarra share --show share.json'
as "campaign" sh -c 'cd /tmp && amarra campaign example >campaign.json && amarra campaign new campaign.json && amarra campaign list'
as "a store of many" sh -c 'amarra campaign list --store postgresql://localhost:1/none; [ $? = 4 ]'
must "dataset" sh -c 'cd /tmp && tar -xf /usr/share/amarra/dataset.tar.gz && amarra dataset check dataset'

step "a night's reports"
inside install -d -o amarra -g amarra -m 750 /var/lib/amarra
for day in 2026-11-27 2026-11-28; do
    inside install -o amarra -g amarra -m 640 /tmp/office.db "/var/lib/amarra/eth0-$day.db"
done
inside install -o amarra -g amarra -m 640 /tmp/demo.db /var/lib/amarra/eth0-2026-11-27.2.db # the sensor began anew
touch "$root/var/lib/amarra/eth0-2026-11-28.db-key" # a day that goes on
must "report-days" sh -c 'cd /var/lib/amarra && runuser -u amarra -- /usr/libexec/amarra/report-days eth0 --lang es'
for file in report.es.html report.json; do
    [ -s "$root/var/lib/amarra/reports/eth0/2026-11-27/$file" ] || fail "no $file of the day that was closed"
done
[ ! -e "$root/var/lib/amarra/reports/eth0/2026-11-28" ] || fail "a report of a day that goes on"

step "remove, purge"
must "remove" apt-get remove -qq -y amarra
[ -d "$root/var/lib/amarra/reports" ] || fail "removing took the scans away"
must "purge" apt-get purge -qq -y --autoremove amarra
files >"$work/after"
comm -13 "$work/before" "$work/after" >"$work/left"
[ ! -s "$work/left" ] || fail "left behind: $(tr '\n' ' ' <"$work/left")"

step "the service, where there is systemd"
must "systemd" apt-get install -qq -y --no-install-recommends systemd
must "apt install" apt-get install -qq -y /tmp/amarra.deb
must "units are sound" systemd-analyze verify --man=no amarra@lo.service amarra-report@lo.service amarra-report@lo.timer
must "the sensor is shut in" systemd-analyze security --offline=true --no-pager --threshold=15 amarra@lo.service
must "the report is shut in" systemd-analyze security --offline=true --no-pager --threshold=10 amarra-report@lo.service
must "enable" systemctl enable amarra@lo.service amarra-report@lo.timer
must "purge" apt-get purge -qq -y amarra
left=$(cd "$root" && find etc var/lib usr -name '*amarra*' ! -path 'var/lib/apt/*')
[ -z "$left" ] || fail "left behind of the service: $left"

[ "$failures" -eq 0 ] || { echo "$failures checks failed" >&2; exit 1; }
echo "all checks passed"
