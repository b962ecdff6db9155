#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Before a network is watched for the first time, whoever watches hears what is recorded and says that the organization
# has agreed: once, at a terminal, or with --agreed. Files are read without a question.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need python3 sqlite3
export HOME=$work/home
unset XDG_STATE_HOME
mkdir "$HOME"
agreed=$HOME/.local/state/amarra/agreed
port=$(python3 -c 'import socket; s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.bind(("::", 0)); print(s.getsockname()[1])')

# A person: answers what is asked, once it is, and prints all that they saw.
cat >"$work/person.py" <<'PY'
import os, pty, select, sys, time
answer, command = sys.argv[1].encode().decode("unicode_escape").encode("latin-1"), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
seen, answered, until = b"", False, time.monotonic() + 60
while time.monotonic() < until:
    try:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 4096)
    except OSError: # it ended
        break
    if not answered and b"/N)" in seen:
        os.write(terminal, answer)
        answered = True
sys.stdout.buffer.write(seen.replace(b"\r", b""))
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
PY

speaks=(LC_ALL=en_GB.UTF-8) # through env, for bash minds what the machine has no locale of

# asked NAME CODE ANSWER OPTION...: a scan of nothing, at a terminal.
asked() {
    local name=$1 code=$2 answer=$3
    shift 3
    rm -f "$work/scan.db"
    run "$name" "$code" env "${speaks[@]}" python3 "$work/person.py" "$answer" "$AMARRA" scan --tzsp "127.0.0.1:$port" --for 1s -q -o "$work/scan.db" "$@"
    if [ "$code" = 0 ]; then
        [ -e "$work/scan.db" ] || fail "$name: nothing was watched"
    else
        [ ! -e "$work/scan.db" ] || fail "$name: a scan was begun"
    fi
}

says() { # NAME PATTERN
    tr '\n' ' ' <"$work/$1.out" | tr -s ' ' | grep -qE -- "$2" || fail "$1: does not say '$2' but: $(cat "$work/$1.out")"
}

is_silent_about() { # NAME PATTERN
    ! grep -qE -- "$2" "$work/$1.out" || fail "$1: says '$2'"
}

# --- nobody to ask ---
run nobody 2 env LC_ALL=en_GB.UTF-8 "$AMARRA" scan --tzsp "127.0.0.1:$port" --for 1s -o "$work/scan.db" </dev/null
grep -q 'once in a terminal, or with --agreed; “amarra notice --consent”' "$work/nobody.err" || fail "nobody: $(cat "$work/nobody.err")"
run nobody.interface 2 "$AMARRA" scan -i lo --for 1s -o "$work/scan.db" </dev/null
[ ! -e "$work/scan.db" ] || fail "a network was watched though nobody agreed"
# An answer from a pipe is nobody's.
run piped 2 "$AMARRA" scan --tzsp "127.0.0.1:$port" --for 1s -o "$work/scan.db" < <(yes s 2>"$work/yes.err")
[ ! -e "$agreed" ] || fail "a yes was remembered that nobody said"

# --- no, and what is like no ---
speaks=(LC_ALL=de_DE.UTF-8)
asked no 2 'n\n'
says no 'zehn Minuten.*Keine Adresse.*zugestimmt\? \(j/N\).*nichts wurde beobachtet'
for answer in '\n' '\x04' 'maybe\n' 'yes please\n' 'ssssssssssssssssssssssssssssssssss\n' '\x1b[Ay\n' 'y\x00n\n' '\x16\x00y\n' 'y\x04\x04'; do
    asked refused 2 "$answer"
done
[ ! -e "$agreed" ] || fail "a no was remembered as a yes"

# --- files are not asked about ---
make_office day --seed 2 --size small
run file 0 "$AMARRA" scan -r "$work/day.pcap" -o "$work/file.db" </dev/null

# --- said on the command line: told at a terminal, asked and remembered nowhere ---
speaks=(LC_ALL=pt_BR.UTF-8)
asked option 0 '' --agreed
says option 'intervalos de dez minutos.*nenhum endereço de dispositivo'
is_silent_about option '\(s/N\)'
run service 0 "$AMARRA" scan --tzsp "127.0.0.1:$port" --for 1s -q --agreed -o "$work/service.db" </dev/null
[ ! -s "$work/service.err" ] || fail "a service is told what is recorded: $(cat "$work/service.err")"
[ ! -e "$agreed" ] || fail "--agreed was remembered"

# --- yes: remembered, and not asked again ---
speaks=(LC_ALL=es_UY.UTF-8)
asked yes 0 's\xc3\xad\n'
says yes 'tramos de diez minutos.*ninguna dirección de un dispositivo llega al disco.*«amarra notice».*\(s/N\)'
same "what is remembered" "$(sed -E 's/^[0-9]{4}-[0-9]{2}-[0-9]{2} /DATE /' "$agreed")" "DATE 1"
same "mode of the file" "$(stat -c %a "$agreed")" 600
same "modes of the folders" "$(stat -c %a "$HOME/.local" "$HOME/.local/state" "$HOME/.local/state/amarra" | sort -u)" 700
same "files beside it" "$(ls "$HOME/.local/state/amarra")" agreed
speaks=(LC_ALL=en_US.UTF-8)
asked again 0 ''
says again 'agreement was confirmed on .*“amarra notice”'
is_silent_about again '\(y/N\)|ten minutes'
run unattended 0 "$AMARRA" scan --tzsp "127.0.0.1:$port" --for 1s -q -o "$work/unattended.db" </dev/null
[ ! -s "$work/unattended.err" ] || fail "unattended: $(cat "$work/unattended.err")"

# --- another text is another agreement; so is what nobody could have written ---
for written in '2026-11-28 2' '2026-11-28 0' '2026-13-99 1' '1' '' '2026-11-28 1 or so'; do
    printf '%s\n' "$written" >"$agreed"
    asked anew 2 'n\n'
done

# --- every language's yes, in every language ---
for said in 'es:S' 'es:S\xc3\x8d' 'en:yes' 'pt:sim' 'fr:oui' 'de: J ' 'eo:o'; do
    rm -f "$agreed"
    speaks=(LC_ALL=C LC_MESSAGES="${said%%:*}_XX.UTF-8" LANG=en) # LC_ALL is none of ours
    asked "yes.${said%%:*}" 0 "${said#*:}\\n"
    [ -s "$agreed" ] || fail "'$said' is not remembered"
done
says yes.fr 'tranches de dix minutes.*\(o/N\)'
says yes.eo 'ten minutes.*\(y/N\)' # LANG is next
speaks=(LC_ALL=en_US.UTF-8)

# --- where it is remembered ---
rm -rf "$HOME/.local"
XDG_STATE_HOME=$work/state asked elsewhere 0 's\n'
[ -s "$work/state/amarra/agreed" ] || fail "XDG_STATE_HOME is passed over"
[ ! -e "$HOME/.local" ] || fail "XDG_STATE_HOME is remembered elsewhere"
XDG_STATE_HOME=state asked relative 0 's\n'
[ -s "$agreed" ] || fail "a relative XDG_STATE_HOME is not passed over"
rm -rf "$HOME/.local"
: >"$HOME/.local" # no folder can be made here
asked unwritten 0 's\n'
says unwritten 'amarra: .*\.local'
rm "$HOME/.local"
HOME='' asked homeless 0 's\n'
if [ "$(id -u)" = 0 ]; then # another's home, as sudo -E leaves it
    chown 12345 "$HOME"
    asked foreign 0 's\n'
    says foreign 'not yours'
    [ ! -e "$HOME/.local" ] || fail "a folder was made in another's home"
fi
finish
