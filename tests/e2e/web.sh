#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The live page: what it refuses, to whom; that it is bounded; and, in Chromium, a day with scenes for two viewers.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
. "$(dirname "${BASH_SOURCE[0]}")/browser.bash"
need curl python3

server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT

serve() { # serve NAME OPTION...: sets `server`, `address`, `host`, `origin`
    local name=$1
    shift
    "$AMARRA" web --port 0 --home UY --timezone America/Montevideo --title '<b>Colmena</b>' "$@" >"$work/$name.out" 2>"$work/$name.err" &
    server=$!
    for _ in $(seq 300); do
        address=$(grep -o 'http://[^ ]*' "$work/$name.out" || true)
        [ -z "$address" ] || break
        sleep 0.2
    done
    [ -n "$address" ] || { fail "$name: no address"; cat "$work/$name.err" >&2; finish; }
    host=${address#http://} host=${host%%/*} origin=http://$host
}

end() { # ends it as Ctrl-C does
    kill -INT "$server"
    wait "$server" || fail "$1: it ends with $?"
    server=
}

status() { # status EXPECTED WHAT CURL-ARGUMENT...
    local expected=$1 what=$2 got
    shift 2
    got=$(curl -s -o "$work/body" -D "$work/head" -w '%{http_code}' --max-time 60 --path-as-is "$@") || true
    [ "$got" = "$expected" ] || fail "$what: $got, not $expected"
}

# --- what it is started with ---
run no_source 2 "$AMARRA" web
run two_sources 2 "$AMARRA" web -i lo -r x.pcap
run no_such 2 "$AMARRA" web x.db --lang xx
run everywhere 2 "$AMARRA" web x.db --listen 0.0.0.0
run nowhere 2 "$AMARRA" web x.db --listen 192.0.2.1
run name 2 "$AMARRA" web x.db --listen localhost
run no_scan 3 "$AMARRA" web "$work/none.db" --port 0

make_office day --size small
run scan 0 "$AMARRA" scan -r "$work/day.pcap" -o "$work/day.db" "${LOCAL[@]}"

# --- who may see it ---
serve still "$work/day.db" --lang es
[ "$(grep -c . "$work/still.err")" = 0 ] || fail "a page for this machine alone needs no warning"
status 200 "the page" "$address"
grep -q '&lt;b&gt;Colmena&lt;/b&gt;' "$work/body" || fail "the title is not told, or not escaped"
grep -q '<html lang="es">' "$work/body" || fail "the page has no language"
while IFS= read -r line; do
    grep -qiF "$line" "$work/head" || fail "no header $line"
done <<'TXT'
Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
X-Content-Type-Options: nosniff
Referrer-Policy: no-referrer
Cache-Control: no-store
Cross-Origin-Opener-Policy: same-origin
Cross-Origin-Resource-Policy: same-origin
TXT
! grep -qiE '^(server|set-cookie|access-control)' "$work/head" || fail "a header says too much"
status 200 "by its other name" "${address/127.0.0.1/localhost}"
status 301 "without its slash" "${address%/}"
status 404 "no secret" "$origin/"
status 404 "a wrong secret" "$origin/$(tr -dc a-z2-7 </dev/urandom | head -c 26)/"
[ ! -s "$work/body" ] || fail "a refusal tells something"
grep -qi "^content-security-policy:" "$work/head" || fail "a refusal has no policy"
status 404 "a style sheet without the secret" "$origin/web.css"
status 404 "out of it" "${address}../etc/passwd"
status 404 "out of it, written otherwise" "${address}%2e%2e/etc/passwd"
status 403 "another Host (DNS rebinding)" --header "Host: example.org" "$address"
status 403 "another Host with our port" --header "Host: example.org:${host#*:}" "$address"
status 400 "no Host" --header "Host:" "$address"
status 403 "an empty Host" --header "Host;" "$address"
for method in HEAD PUT DELETE OPTIONS POST; do
    status 405 "$method of the page" --request "$method" --header "Origin: $origin" --max-time 10 "$address"
done
status 405 "GET does nothing" "${address}do/stop"
grep -qi '^allow: POST' "$work/head" || fail "405 does not say what would do"
status 200 "a report" "${address}report.html"
grep -qi '^content-disposition: attachment; filename="amarra-report.html"' "$work/head" || fail "a report is shown, not given"

# --- who may change something ---
post=(--request POST --data '')
status 403 "a POST from nobody knows where" "${post[@]}" "${address}do/pause"
status 403 "a POST of another page" "${post[@]}" --header 'Origin: https://example.org' "${address}do/pause"
status 403 "a POST of another page of this machine" "${post[@]}" --header 'Origin: http://127.0.0.1:1' "${address}do/pause"
status 403 "a POST of a hidden page" "${post[@]}" --header 'Origin: null' "${address}do/pause"
status 403 "a POST that the browser says is another's" "${post[@]}" --header "Origin: $origin" --header 'Sec-Fetch-Site: cross-site' "${address}do/pause"
status 404 "a POST without the secret" "${post[@]}" --header "Origin: $origin" "$origin/do/pause"
status 409 "a POST of ours, where it can't be done" "${post[@]}" --header "Origin: $origin" "${address}do/pause"
head -c 4097 /dev/zero | tr '\0' x >"$work/long"
status 413 "a body that is too long" --data-binary "@$work/long" --header "Origin: $origin" "${address}do/mark"
status 413 "a field that is too long" --data "text=$(head -c 2000 "$work/long")" --header "Origin: $origin" "${address}do/mark"
status 000 "a body that does not say how long it is" --data-binary "@$work/long" --header 'Transfer-Encoding: chunked' --header "Origin: $origin" "${address}do/mark"
status 415 "a body of another kind" --data x --header 'Content-Type: application/json' --header "Origin: $origin" "${address}do/mark"

# --- bounded: those who say nothing, who are slow, who watch and do not read ---
python3 - "$address" <<'PY' || fail "it is not bounded"
import socket, sys, time, urllib.parse, urllib.request
url = urllib.parse.urlsplit(sys.argv[1])
place = (url.hostname, url.port)
ask = lambda: urllib.request.urlopen(sys.argv[1], timeout=60).status
idle = [socket.create_connection(place) for _ in range(40)]
start = time.time()
while time.time() - start < 13: # a letter now and then keeps nobody in
    for s in idle[:20]:
        try: s.send(b"G")
        except OSError: pass
    time.sleep(1)
assert ask() == 200, "silence keeps others out"
assert time.time() - start < 40, "silence keeps others out for long"
for s in idle: s.close()
long = socket.create_connection(place)
try:
    long.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 200000 + b"\r\n\r\n")
    answer = long.recv(100)
except OSError: answer = b""
assert not answer or answer.split()[1] in (b"431", b"413", b"400"), answer
deaf = []
for n in range(26):
    s = socket.create_connection(place)
    s.sendall(f"GET {url.path}events HTTP/1.1\r\nHost: {url.netloc}\r\n\r\n".encode())
    deaf.append(s)
last = deaf[-1].recv(12)
assert b" 503" in last, f"as many as like may watch: {last}"
assert ask() == 200, "viewers keep others out"
PY
end still

# --- for other machines, only when asked, and said ---
serve open "$work/day.db" --listen 127.0.0.2
[ "$(grep -c . "$work/open.err")" = 0 ] || fail "127.0.0.2 is this machine"
status 200 "at another address" "$address"
run taken 4 "$AMARRA" web "$work/day.db" --listen 127.0.0.2 --port "${host#*:}"
grep -q "port ${host#*:} of 127.0.0.2 is taken" "$work/taken.err" || fail "a port that is taken is not told"
end open

# --- names that would act are words, and make nothing that harmless ones would not ---
need_browser
tool() { python3 "$root/tests/browser/hostile_names.py" "$@"; }
tool make "$work"
for script in "$work"/names*.frames; do "$BUILD/tests/golden" "$script" "${script%.frames}.pcap" || fail "no capture"; done
tool rules "$work" 0 1 4 9
for kind in hostile harmless; do
    run "scan_$kind" 0 "$AMARRA" scan -r "$work"/names*.pcap -o "$work/$kind.db" --keep-names --rules "$work/$kind.json"
    serve "$kind" "$work/$kind.db" --rules "$work/$kind.json" --lang en
    HOME=$work LIMIT=300 run "inert_$kind" 0 node "$root/tests/browser/web.mjs" --inert "$address"
    [ "$kind" = harmless ] || grep -q '&lt;script&gt;' <<<"$(curl -s "$address")" || fail "no hostile name is on the page: this tests little"
    end "$kind"
done
cmp "$work/inert_hostile.out" "$work/inert_harmless.out" || fail "names change what the page is made of"

# --- a day, watched in Chromium by two ---
share=$BUILD/share/amarra
serve played -r "$share/office.pcap" --script "$share/office.json" --speed 240 --lang es "${LOCAL[@]}" -o "$work/kept.db"
HOME=$work LIMIT=600 run browser 0 node "$root/tests/browser/web.mjs" --folder "$work" ${BROWSER_SHOTS:+--shots "$BROWSER_SHOTS/web"} "$address"
grep -h FAILED "$work/browser.err" >&2 || true
end played
run report 0 "$AMARRA" report "$work/kept.db" -o "$work/report" --lang es
! grep -q '<img src=x' "$work/report/report.es.html" || fail "a marker acts in the report"
finish
