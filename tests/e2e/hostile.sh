#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Captures that were made to break their reader: each is read, or refused with a line that says why; none crashes
# the program, hangs it, or takes more memory than a small machine has. With ../shared/captures beside the
# project, those too. HOSTILE_ONLY=PATTERN takes some of the files, HOSTILE_ALL=1 those too that differ little
# from others.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
HOSTILE=$BUILD/tests/hostile
[ -x "$HOSTILE" ] || { echo "skipped: there is no $HOSTILE"; exit 77; }
need xargs timeout

mkdir "$work/made" "$work/scans"
"$OFFICE" --seed 2 --size small -o "$work/night.pcap" --second "$work/noon.pcap"
"$HOSTILE" "$work/made" "$work/noon.pcap"

# Compressed: bombs, cut, bent, one inside the other.
if command -v gzip >/dev/null; then
    gzip -c "$work/noon.pcap" >"$work/noon.gz"
    for at in 1 5 10 11 18 30 100 1000 5000 20000; do head -c "$at" "$work/noon.gz" >"$work/made/gzcut-$at"; done
    { head -c 3000 "$work/noon.gz"; head -c 100 /dev/urandom; tail -c +3101 "$work/noon.gz"; } >"$work/made/gzbent-1"
    gzip -c "$work/noon.gz" >"$work/made/gznested-1"
    { cat "$work/noon.gz"; echo rubbish; } >"$work/made/gztail-1"
    head -c 200000000 /dev/zero | gzip -1 -c >"$work/made/gzbomb-1"
    { head -c 24 "$work/noon.pcap"; head -c 400000000 /dev/zero; } | gzip -1 -c >"$work/made/gzbomb-2" # 25 million empty packets
    { head -c 24 "$work/noon.pcap"; printf '\1\0\0\0\0\0\0\0\0\0\4\0\0\0\4\0'; head -c 400000000 /dev/zero; } | gzip -1 -c >"$work/made/gzbomb-3"
    { printf '\n\r\r\n\034\0\0\0M<+\032\1\0\0\0\377\377\377\377\377\377\377\377\034\0\0\0'; head -c 400000000 /dev/zero; } | gzip -1 -c >"$work/made/gzbomb-4"
fi
if command -v zstd >/dev/null; then
    zstd -q -c "$work/noon.pcap" >"$work/noon.zst"
    for at in 4 5 9 18 100 5000; do head -c "$at" "$work/noon.zst" >"$work/made/zstcut-$at"; done
    head -c 1000000000 /dev/zero | zstd -q -c >"$work/made/zstbomb-1"
    { head -c 24 "$work/noon.pcap"; head -c 1000000000 /dev/zero; } | zstd -q --ultra -20 --long=27 -c >"$work/made/zstbomb-2" 2>/dev/null || true
fi

# One file: three ways to read it. Prints what is wrong, nothing where all is well.
check() {
    local file=$1 name out code way
    name=$(basename "$1")
    case $name in # hundreds that differ by a byte: one in four is enough for every day
    link-* | shuffled-* | cut*-* | block-* | option-* | head-* | noise-*)
        [ -n "${HOSTILE_ALL:-}" ] || [ $(($(cksum <<<"$name" | cut -d' ' -f1) % 4)) = 0 ] || return 0 ;;
    esac
    for way in scan names stdin; do
        out=$SCANS/$name.$way
        code=0
        case $way:$name in
        scan:*.pcap*)
            [ -n "${HOSTILE_ALL:-}" ] || [ $(($(cksum <<<"$name" | cut -d' ' -f1) % 4)) = 0 ] || continue ;;
        esac
        case $way in
        scan) (ulimit -v "$MEMORY"; timeout -k 5 "$PATIENCE" "$AMARRA" scan -r "$file" -o "$out.db" --flows "$out.flows" --data "$KNOWLEDGE" --mmdb none -q) >/dev/null 2>"$out.err" || code=$? ;;
        names) (ulimit -v "$MEMORY"; timeout -k 5 "$PATIENCE" "$AMARRA" names "$file") >"$out.names" 2>"$out.err" || code=$? ;;
        stdin) [ "${#name}" -lt 12 ] || continue # some of them
            (ulimit -v "$MEMORY"; timeout -k 5 "$PATIENCE" "$AMARRA" names -) <"$file" >/dev/null 2>"$out.err" || code=$? ;;
        esac
        case $code in
        0) ;;
        3 | 5) [ "$(grep -c '^amarra: ' "$out.err")" -ge 1 ] || echo "$name: $way ends with $code and says nothing" ;;
        124 | 137) echo "$name: $way hangs" ;;
        *) echo "$name: $way ends with $code: $(head -c 300 "$out.err")" ;;
        esac
        [ "$(wc -l <"$out.err")" -le 6 ] || echo "$name: $way says $(wc -l <"$out.err") lines"
        # What is printed is text without controls, whatever was in the file.
        if LC_ALL=C grep -q '[^[:print:][:space:]]' "$out.err"; then echo "$name: $way lets controls through"; fi
        [ "$way" != names ] || ! LC_ALL=C grep -qE '[^a-zA-Z0-9._:[:space:]-]' "$out.names" || echo "$name: a name that is none: $(LC_ALL=C grep -aE -m1 '[^a-zA-Z0-9._:[:space:]-]' "$out.names")"
        rm -f "$out".*
    done
}
export -f check
# A small dataset: loading the real one two thousand times is no test of captures.
KNOWLEDGE=$(cd "$(dirname "${BASH_SOURCE[0]}")/../data/rules" && pwd)
export KNOWLEDGE SCANS=$work/scans MEMORY=${MEMORY:-2000000} PATIENCE=20 # seconds, then it hangs
if grep -qa __asan_init "$AMARRA"; then export MEMORY=unlimited PATIENCE=120; fi # shadow memory is address space, and bombs of 60 million packets take longer

# shellcheck disable=SC2016 # $1 is the inner shell's
sweep() { # WHAT FOLDER
    local found=$work/found
    find "$2" -type f -name "${HOSTILE_ONLY:-*}" -print0 | sort -z |
        xargs -0 -P "$(nproc)" -I{} bash -c 'check "$1"' _ {} >"$found" 2>&1 || true
    [ ! -s "$found" ] || { fail "$1: $(wc -l <"$found") files"; head -n 40 "$found" >&2; }
    echo "$1: $(find "$2" -type f -name "${HOSTILE_ONLY:-*}" | wc -l) files"
}

# What finds nothing in a program that always fails would find nothing at all.
[ -n "$(AMARRA=/bin/false bash -c 'check "$1"' _ "$work/noon.pcap" 2>&1)" ] || fail "the check is blind"

start=$SECONDS
sweep made "$work/made"
shared=$(dirname "${BASH_SOURCE[0]}")/../../../shared/captures/captures
[ ! -d "$shared" ] || sweep shared "$shared"
echo "$((SECONDS - start)) seconds"
finish
