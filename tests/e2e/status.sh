#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# What is told of scans that are closed, being written and interrupted, of a folder of them, and what is to fix: in words
# and in JSON, whatever stands in the files.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need jq sqlite3 python3
scanner=
trap '[ -z "$scanner" ] || kill -9 "$scanner" 2>/dev/null; rm -rf "$work"' EXIT

says() { # NAME PATTERN
    tr '\n' ' ' <"$work/$1.out" | tr -s ' ' | grep -qE -- "$2" || fail "$1: does not say '$2' but: $(cat "$work/$1.out")"
}

silent_about() { # NAME PATTERN
    ! tr '\n' ' ' <"$work/$1.out" | tr -s ' ' | grep -qE -- "$2" || fail "$1: says '$2'"
}

# told NAME FILTER EXPECTED: of the JSON.
told() {
    same "$1: $2" "$(jq -rc "$2" "$work/$1.out")" "$3"
}

listen() { # NAME OPTION...: sets `scanner` and `port`
    local name=$1
    shift
    port=$(python3 -c 'import socket; s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.bind(("::", 0)); print(s.getsockname()[1])')
    "$AMARRA" scan --tzsp "127.0.0.1:$port" -o "$folder/$name.db" --agreed --for 300s "$@" 2>"$work/$name.err" &
    scanner=$!
    for _ in $(seq 100); do
        [ -e "$folder/$name.db-key" ] && return 0
        sleep 0.1
    done
    fail "$name: the scan did not begin: $(head -n 3 "$work/$name.err")"
}

cat >"$work/send.py" <<'PY'
import socket, struct, sys, time
capture, port, most = open(sys.argv[1], "rb").read(), int(sys.argv[2]), int(sys.argv[3])
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
at, sent = 24, 0
while at < len(capture) and sent < most:
    captured, wire = struct.unpack_from("<8xII", capture, at)
    if captured == wire and captured < 60000:
        sender.sendto(b"\1\0\0\1\1" + capture[at + 16 : at + 16 + captured], ("127.0.0.1", port))
        sent += 1
        if sent % 50 == 0:
            time.sleep(0.005)
    at += 16 + captured
PY

folder="$work/sensor's scans" # a name that a shell would read otherwise
mkdir "$folder"
make_office day --seed 5 --size small
day=$work/day.pcap

# --- closed ---
run closed.scan 0 "$AMARRA" scan -r "$day" -o "$folder/a.db" -q "${LOCAL[@]}"
run closed 0 "$AMARRA" status "$folder/a.db" --lang en
run closed.json 0 "$AMARRA" status "$folder/a.db" --json
says closed 'closed: its figures are final.*1 capture file.*none lost.*Nothing to fix'
says closed 'First packet: 16 November 2026, [0-9:]+.UTC \(([0-9]+ days? ago|by a clock that is ahead)'
told closed.json '.scans[0] | [.state, .live, .fix, .lost.packets.numerator]' '["closed",false,[],0]'
told closed.json '.scans[0].packets' "$(counter "$folder/a.db" packets)"
told closed.json '.scans[0].contacts' "$(sqlite3 "$folder/a.db" "SELECT sum(contacts) FROM contact WHERE app != 'dns'")"
told closed.json '.scans[0].devices' "$(sqlite3 "$folder/a.db" 'SELECT devices FROM scan')"
told closed.json '.scans[0].bytes' "$(stat -c %s "$folder/a.db")"
run report 0 "$AMARRA" report "$folder/a.db" -o "$work/report" --format json
told closed.json '.scans[0].named | [.numerator, .denominator]' \
    "$(jq -c '.coverage.named.contacts | [.numerator, .denominator]' "$work/report/report.json")"
told closed.json '.scans[0].service_owner | [.numerator, .denominator]' \
    "$(jq -c '.coverage.service_owner.contacts | [.numerator, .denominator]' "$work/report/report.json")"
for language in es en pt fr de; do
    run "closed.$language" 0 "$AMARRA" status "$folder/a.db" --lang "$language"
    ! grep -qE '\{[1-9]' "$work/closed.$language.out" || fail "$language: something is left to be filled"
done
same "languages" "$(tail -qn 1 "$work"/closed.??.out | sort -u | wc -l)" 5
same "default language" "$("$AMARRA" status "$folder/a.db" | tail -n 1)" "$(tail -n 1 "$work/closed.es.out")"

# --- being written, and heard ---
listen open --flush 1 "${LOCAL[@]}"
python3 "$work/send.py" "$day" "$port" 2000
for _ in $(seq 50); do
    [ "$(counter "$folder/open.db" packets 2>/dev/null || echo 0)" -ge 1000 ] && break
    sleep 0.2
done
run open.json 0 "$AMARRA" status "$folder/open.db" --json
run open 0 "$AMARRA" status "$folder/open.db" --lang en
told open.json '.scans[0] | [.state, .live, .sources, .fix]' "[\"open\",true,\"TZSP on port $port\",[]]"
says open "being written now.*Watched from: the network, live \(TZSP on port $port\).*Last packet: .* \([0-9]+ (second|minute)s? ago\).*too early to tell.*Nothing to fix"
[ "$(jq '.scans[0].bytes' "$work/open.json.out")" -gt 0 ] || fail "open: the file has no size"

# --- stuck: the sensor still holds its scan, and nothing is written ---
kill -STOP "$scanner"
sleep 0.2
touch -d '25 minutes ago' "$folder"/open.db "$folder"/open.db-wal
run stuck 5 "$AMARRA" status "$folder/open.db" --lang en
says stuck 'To fix: - Look after the sensor.*last written 25 minutes ago'
run stuck.json 5 "$AMARRA" status "$folder/open.db" --json
told stuck.json '.scans[0].fix' '["not-written"]'

# --- interrupted ---
{ kill -9 "$scanner" && wait "$scanner"; } 2>/dev/null || true
scanner=
run cut 5 "$AMARRA" status "$folder/open.db" --lang en
run cut.json 5 "$AMARRA" status "$folder/open.db" --json
told cut.json '.scans[0] | [.state, .fix[0]]' '["interrupted","interrupted"]'
says cut 'was interrupted before it could be closed.*To fix: - Close it: '
# What it says to type does close it, in whatever shell.
command=$(tr '\n' ' ' <"$work/cut.out" | tr -s ' ' | grep -oE "Close it: amarra close .*\.db'" | sed 's/^Close it: amarra //')
run typed 0 env AMARRA="$AMARRA" sh -c "\"\$AMARRA\" $command"
same "state after what it says" "$(sqlite3 "$folder/open.db" 'SELECT state FROM scan')" closed
mv "$folder/open.db" "$folder/b.db"

change() { # SQL..., in a file that another holds
    sqlite3 -cmd '.timeout 10000' "$folder/silent.db" "$@"
}

# --- open and silent, with losses of every kind ---
listen silent --flush 3600
now=$(date +%s)
change "UPDATE scan SET first_packet = $((now - 900)), last_packet = $((now - 665))" \
    "INSERT OR REPLACE INTO counter(name, value) VALUES('packets', 99800), ('lost.kernel', 150), ('lost.interface', 50),
       ('lost.contacts', 1), ('lost.names', 2), ('lost.marked', 3), ('flushes.failed', 1), ('clock.set', 2)"
run silent 5 "$AMARRA" status "$folder/silent.db" --lang en
run silent.json 5 "$AMARRA" status "$folder/silent.db" --json
told silent.json '.scans[0].fix - ["disk"]' \
    '["silent","flushes-failed","packets-lost","contacts-lost","names-lost","markers-lost","clock-set"]'
told silent.json '.scans[0].lost.packets | [.numerator, .denominator]' '[200,100000]'
says silent 'last packet came 11 minutes ago\..*written 1 time,.*\(--buffer\).*0\.2% of the packets.*1 contact found.*2 names found.*3 times there was.*changed 2 times'
says silent 'Packets: 99,800, and 200 lost \(0\.2%\): 150 by the system, 50 by the network card'
change "UPDATE counter SET value = 0 WHERE name LIKE 'lost.%' OR name IN ('flushes.failed', 'clock.set')" \
    "UPDATE counter SET value = 100 WHERE name = 'lost.kernel'" "UPDATE scan SET last_packet = $((now - 500))"
run edge.json 5 "$AMARRA" status "$folder/silent.db" --json # 100 of 99,900 is more than one in a thousand
told edge.json '.scans[0].fix - ["disk"]' '["packets-lost"]'
change "UPDATE counter SET value = 99 WHERE name = 'lost.kernel'"
"$AMARRA" status "$folder/silent.db" --json >"$work/under.json.out" || true
told under.json '.scans[0].fix - ["disk"]' '[]'

# --- a folder ---
run folder.json 0 "$AMARRA" status "$folder" --json
told folder.json '[.scans[].state]' '["open"]'
told folder.json '.folders[0] | [.closed, .bytes]' "[2,$(($(stat -c %s "$folder/a.db") + $(stat -c %s "$folder/b.db")))]"
run folder 0 "$AMARRA" status "$folder" --lang en
says folder 'silent\.db It is being written now\..*2 closed scans: .* on the disk\. The newest is '
kill -TERM "$scanner"
wait "$scanner" || fail "the silent scan ended with $?"
scanner=
rm "$folder/silent.db"
run all-closed 0 "$AMARRA" status "$folder/" --lang en
silent_about all-closed 'First packet'
mkdir "$work/none"
run none 0 "$AMARRA" status "$work/none" --lang en
says none 'There is no scan in '
run none.json 0 "$AMARRA" status "$work/none" --json
told none.json '[.scans, .folders[0].newest]' '[[],null]'

# --- what can't be read is said, and the others are told ---
echo 'no scan at all' >"$folder/c.db"
run damaged 5 "$AMARRA" status "$folder" --lang en
grep -q 'c\.db: ' "$work/damaged.err" || fail "a file that is no scan is passed over without a word"
says damaged '2 closed scans'
run several 5 "$AMARRA" status "$folder/a.db" "$folder/c.db" "$work/nothing.db" --lang en
same "problems of two of three" "$(wc -l <"$work/several.err")" 2
says several 'Nothing to fix'
run alone 3 "$AMARRA" status "$folder/c.db"
run missing 3 "$AMARRA" status "$work/nothing.db"
run language 2 "$AMARRA" status "$folder/a.db" --lang xx
[ -d /var/lib/amarra ] || run nowhere 2 "$AMARRA" status
rm "$folder/c.db"

# --- what stands in a scan is text, never a command to a terminal ---
cp "$folder/a.db" "$work/hostile.db"
sqlite3 "$work/hostile.db" "UPDATE scan SET live = 1, sources = 'eth0' || char(27) || '[31m' || char(10) || 'Nothing {1} to %s fix' || char(8238)"
run hostile 0 "$AMARRA" status "$work/hostile.db" --lang en
run hostile.json 0 "$AMARRA" status "$work/hostile.db" --json
! LC_ALL=C grep -qP '[\x01-\x09\x0b-\x1f]|\xe2\x80\xae' "$work/hostile.out" || fail "a control reaches the terminal"
jq -e '.scans[0].sources | test("[[:cntrl:]\u202e]") | not' "$work/hostile.json.out" >/dev/null || fail "a control is in the JSON"
says hostile 'live \(eth0.\[31m.Nothing \{1\} to %s fix.\)'
hostile=$work/$(printf 'x\033[2J\nfix me')
mkdir "$hostile"
cp "$folder/a.db" "$hostile/"
run name 0 "$AMARRA" status "$hostile/a.db" "$hostile" --lang en
! LC_ALL=C grep -qP '[\x01-\x09\x0b-\x1f]' "$work/name.out" || fail "a control in a file's name reaches the terminal"
! grep -q '^fix me' "$work/name.out" || fail "a file's name makes a line"
finish
