#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The terminal view under a terminal of its own (tmux): the bundled day is played, keys are pressed, and what stands on
# the screen is read. Nothing is left running, and the terminal is as it was.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need tmux sqlite3
share=$BUILD/share/amarra
[ -f "$share/office.pcap" ] || { echo "skipped: there is no $share/office.pcap"; exit 77; }
terminals=0 # each has a server of its own
mux() { tmux -S "$work/mux$terminals" -f /dev/null "$@"; }
trap 'mux kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
unset TMUX NO_COLOR

# open COLUMNSxROWS ENVIRONMENT ARGUMENT...: what is printed after the screen has gone stays to be read.
open() {
    local size=$1 environment=$2
    shift 2
    mux kill-server 2>/dev/null || true
    terminals=$((terminals + 1))
    # shellcheck disable=SC2086 # a list of words
    mux new-session -d -x "${size%x*}" -y "${size#*x}" -- env $environment TMPDIR="$work" bash -c \
        '"$@"; echo "code=$?"; stty -a | grep -oE -- "(^| )-?(icanon|echo)( |;|$)"; sleep 600' - "$AMARRA" live "$@" -Z UTC
}
shown() { mux capture-pane -p; }
press() { mux send-keys -- "$@"; }

# until_shown WHAT PATTERN: within half a minute.
until_shown() {
    local turn
    for turn in $(seq 150); do
        if shown | grep -qE -- "$2"; then return 0; fi
        sleep 0.2
    done
    fail "$1: no '$2' after $turn turns on"
    shown >&2
}
sensors() { pgrep -f "^$AMARRA live .*$work" || true; } # the sensor is a fork of it
quit() { # NAME
    press q
    until_shown "$1: the end" '^code=0'
    same "$1: the terminal takes lines and shows them" "$(shown | grep -cE '^ ?(icanon|echo) ?;?$')" 2
    same "$1: nothing is left running" "$(sensors)" ""
}

# Views, pause, a marker, help, large, other sizes.
open 80x24 TERM=screen -r "$share/office.pcap" --speed 2000 --lang es -o "$work/day.db"
until_shown "bars" '^ Alphabet \(Google\) +▲? █+.*▒+'
until_shown "newest" '^ [0-9]{2}:[0-9]{2} [a-z0-9.-]+ +→ [A-Z]{2} .* (sni|quic|dns|http)'
until_shown "the unknown" '^ Sin nombre ni dueño +░'
shown | grep -q '^ amarra  office.pcap .*reproduciendo ×2' || fail "the head tells no source and speed"
press Space
until_shown "pause" 'en pausa'
sleep 0.6
before=$(shown | head -n1)
sleep 1.2
same "the clock stands" "$(shown | head -n1)" "$before"
press m
until_shown "a line to type" '¿Qué empieza ahora\?'
press 'x' BSpace 'abrimos el diario ñ张' Enter
until_shown "the marker" '● [0-9]+  abrimos el diario ñ张'
press m 'never' Escape
press Space
until_shown "it goes on" 'reproduciendo'
press 3
until_shown "marker in time" '^ 1  [0-9:]+  abrimos el diario ñ张'
until_shown "who was contacted" '^    [0-9]+ corporaciones: .*Alphabet'
shown | grep -q never && fail "a marker that was left was written"
press 2
until_shown "countries" '^ Estados Unidos +█'
press b
until_shown "large" 'corporaciones fueron contactadas'
press '?'
until_shown "help" '─Teclas─'
press Escape
mux resize-window -x 200 -y 60
until_shown "wide" ' [0-9]+ de noviembre de 2026, '
press 1
until_shown "wide rows" 'País de la casa matriz \(Servicio\)  ·  Estados Unidos'
same "no row is wider than the window" "$(($(shown | wc -L) <= 200))" 1
mux resize-window -x 50 -y 10
until_shown "too small" 'Esta ventana es muy chica'
mux resize-window -x 80 -y 24
until_shown "80x24 again" '^ Alphabet'
quit "day"
shown | tr -d '\n' | grep -q "amarra report $work/day.db" || fail "what to do next is not told"
same "the scan is closed" "$(sqlite3 "$work/day.db" 'SELECT state FROM scan')" closed
same "the marker is kept" "$(sqlite3 "$work/day.db" 'SELECT text FROM marker')" 'abrimos el diario ñ张'

# The finished scan is looked at.
open 80x24 TERM=xterm "$work/day.db" --lang de
until_shown "a finished scan" 'beendet'
shown | tail -n1 | grep -q 'Leer' && fail "a key is offered that can't do anything"
quit "finished"

# A scene: asked, guessed, played, revealed.
open 80x24 TERM=xterm -r "$share/office.pcap" --speed 2000 --script "$share/office.json" --lang en
until_shown "playing" 'playing ×2'
press n
until_shown "the question" 'How many corporations will see this\?'
press 1 2
until_shown "a guess" 'How many corporations\? 12'
press Enter
until_shown "it is played" 'Scene 1 of'
until_shown "revealed" 'You said 12'
shown | grep -qE '^ Service: [0-9]+ +Host: [0-9]+' || fail "both ledgers are not told"
press Enter
until_shown "on" 'playing'
quit "scene"
shown | grep -q 'was not kept' || fail "it is not told that nothing was kept"
same "the temporary scan is gone" "$(find "$work" -name 'live.db*' | wc -l)" 0

# Without UTF-8 and without colours.
open 80x24 'TERM=linux LC_ALL=C NO_COLOR=1' -r "$share/office.pcap" --speed 5000 --lang fr
until_shown "ASCII" '^ Alphabet \(Google\) +\^? #+ .*=+'
same "nothing else than ASCII" "$(shown | LC_ALL=C grep -c '[^ -~]')" 0
mux capture-pane -p -e | grep -q $'\e\\[[0-9;]*3[0-7]m' && fail "colours, though NO_COLOR is set"
quit "ascii"

# Whatever ends it, the sensor ends too and the scan is closed.
for signal in INT TERM HUP; do
    open 80x24 TERM=xterm -r "$share/office.pcap" --speed 1000 -o "$work/$signal.db"
    until_shown "$signal: playing" 'reproduciendo'
    pid=$(pgrep -o -f "^$AMARRA live .*$signal.db")
    kill "-$signal" "$pid"
    until_shown "$signal: the end" '^code=0'
    same "$signal: nothing is left running" "$(sensors)" ""
    same "$signal: closed" "$(sqlite3 "$work/$signal.db" 'SELECT state FROM scan')" closed
done
# The terminal itself goes.
open 80x24 TERM=xterm -r "$share/office.pcap" --speed 1000 -o "$work/gone.db"
until_shown "playing" 'reproduciendo'
mux kill-server
for _ in $(seq 50); do
    [ -n "$(sensors)" ] || break
    sleep 0.2
done
same "gone: nothing is left running" "$(sensors)" ""
same "gone: closed" "$(sqlite3 "$work/gone.db" 'SELECT state FROM scan')" closed

# What can't be drawn on is told what to do instead.
run pipe 2 "$AMARRA" live -r "$share/office.pcap"
grep -q 'this is none' "$work/pipe.err" || fail "no terminal: $(cat "$work/pipe.err")"
open 80x24 TERM=dumb -r "$share/office.pcap"
until_shown "dumb" "the terminal 'dumb' can't be drawn on"
until_shown "dumb: the end" '^code=2'
run both 2 "$AMARRA" live -i lo -r "$share/office.pcap"
run nothing 2 "$AMARRA" live
run speed 2 "$AMARRA" live -r "$share/office.pcap" --speed -3
finish
