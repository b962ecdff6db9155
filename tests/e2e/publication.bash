# SPDX-License-Identifier: AGPL-3.0-or-later
# A publication of a campaign that is made up, for the tests that look at one: two rounds, two editions, a reply.
# shellcheck shell=bash disable=SC2154 # of lib.bash

make_campaign() { # [ORGANIZATIONS [NEWCOMERS]]: the store and what is signed for it, in $work
    python3 tests/tools/campaign_model.py "$work/model" --organizations "${1:-44}" --newcomers "${2:-12}" >"$work/model.out" || fail "the model"
    # A round that began half a year ago, and one of now.
    local batch
    for batch in first second; do
        "$BUILD/tests/seal_shares" <"$work/model/$batch.jsonl" >"$work/$batch.jsonl" || fail "the signatures of $batch"
    done
    "$AMARRA" campaign example | python3 -c 'import json, sys
c = json.load(sys.stdin)
del c["dataset"]
c["rounds"] = ["2026-03", "2026-09"]
c["organizer"] = "Red <b>de</b> Ejemplo"
json.dump(c, sys.stdout)' >"$work/campaign.json"
    run new 0 "$AMARRA" campaign new --store "$work/c.db" "$work/campaign.json"
}

publish() { # publish NAME FOLDER OPTION...
    local name=$1 folder=$2
    shift 2
    LIMIT=600 run "$name" 0 "$AMARRA" campaign report --store "$work/c.db" -o "$folder" "$@"
}

make_publication() { # in $work/pub
    make_campaign
    run add-first 0 "$AMARRA" campaign add --store "$work/c.db" "$work/first.jsonl"
    publish edition-1 "$work/pub" --day 2026-08-01
    run add-second 0 "$AMARRA" campaign add --store "$work/c.db" "$work/second.jsonl"
    mkdir -p "$work/pub/replies"
    printf 'Alphabet <b>Inc.</b>, 3.12.2026\n\nNo estamos de acuerdo.\nSegunda línea.\n\nOtro párrafo.\n' >"$work/pub/replies/alphabet.txt"
    publish edition-2 "$work/pub" --day 2026-11-28
}
