#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# `amarra names` lists every name that is readable in a made office day, where it is, and none that is not.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"

for options in "--seed 1" "--seed 4 --size small --vlan" "--seed 9 --size small --format pcapng"; do
    # shellcheck disable=SC2086 # a list of options
    make_office day $options
    run names 0 "$AMARRA" names "$work/day.pcap"
    grep -P '^seen\t' "$work/day.tsv" | cut -f2- | LC_ALL=C sort >"$work/expected"
    same "header ($options)" "$(head -n 1 "$work/names.out")" \
        "transport	client	client_port	server	server_port	source	name	count"
    tail -n +2 "$work/names.out" | LC_ALL=C sort >"$work/found"
    diff "$work/expected" "$work/found" >"$work/diff" || { fail "$options: names differ"; head -n 20 "$work/diff" >&2; }
    echo "$options: $(wc -l <"$work/expected") names in their places"
done
finish
