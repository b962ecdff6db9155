#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Campaigns of a few dozen organizations, where there is the most to hide: three editions of each, every figure computed
# again, attacked, and audited. In these, sets of three organizations could once be had by adding and subtracting cells.
. tests/e2e/lib.bash
need python3 jq
export PYTHONDONTWRITEBYTECODE=1
LIMIT=300

"$AMARRA" campaign example | jq '.rounds = ["2026-03", "2026-09"]' >"$work/settings.json"
try() { # SEED ORGANIZATIONS
    local at=$work/$1-$2 edition=0 batches=() all=() batch
    local store=$at/campaign.db site=$at/site
    python3 tests/tools/campaign_model.py "$at" --seed "$1" --organizations "$2" --late 9 >/dev/null || fail "the model of $1"
    run "new-$1" 0 "$AMARRA" campaign new --store "$store" "$work/settings.json"
    for batch in first late second; do
        edition=$((edition + 1))
        batches+=("$batch")
        "$BUILD/tests/seal_shares" <"$at/$batch.jsonl" >"$at/$batch.signed.jsonl" || fail "the signatures of $batch"
        run "add-$1-$batch" 0 "$AMARRA" campaign add --store "$store" "$at/$batch.signed.jsonl"
        run "edition-$1-$edition" 0 "$AMARRA" campaign report --store "$store" -o "$site" --lang es --day "2026-11-2$edition"
        run "truth-$1-$edition" 0 python3 tests/tools/campaign_truth.py "$at/truth.json" "$site/edition-$edition/publication.json" "${batches[@]}"
        all+=("$site/edition-$edition:$(IFS=, && echo "${batches[*]}")")
    done
    run "attack-$1" 0 python3 tests/tools/campaign_attack.py "$at/truth.json" "${all[@]}"
    run "audit-$1" 0 "$AMARRA" campaign audit "$site"
    run "audit-$1-store" 0 "$AMARRA" campaign audit "$site" --store "$store"
    echo "$1: $(grep -h withheld "$work/edition-$1-"*.out | tr '\n' ';') $(grep -h '^recovered' "$work/attack-$1.out")"
}
try 22 40
try 23 40
try 24 60
finish
