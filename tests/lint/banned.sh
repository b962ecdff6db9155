#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Functions that no C of ours calls: they do not know the size of what they write, keep what they return in one place,
# can't say that they failed, or hand text to a shell.
. tests/lint/lib.bash

banned='strcpy|strcat|stpcpy|sprintf|vsprintf|strtok|atoi|atol|atoll|atof|sscanf|vsscanf|fscanf|scanf|gets'
banned="$banned|localtime|gmtime|ctime|asctime|alloca|tmpnam|tempnam|mktemp|system|popen|rand|srand|random"

while IFS= read -r file; do
    while IFS=: read -r line text; do
        say "$file:$line: banned: $(grep -oE "(^|[^A-Za-z0-9_])($banned)[[:space:]]*\(" <<<"$text" | grep -oE "$banned" | head -n1)"
    done < <(without_comments "$file" | sed 's/"\([^"\\]\|\\.\)*"/""/g' | grep -nE "(^|[^A-Za-z0-9_>.])($banned)[[:space:]]*\(" || true)
done < <(files '*.c' '*.h')
finish
