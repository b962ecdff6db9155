/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The bytes as a compiled dataset whose head is made right (magic, format, size, checksum), so that
 * what is fuzzed is the numbers in it. What is read must answer, and be written again. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "compiled/columns.h"
#include "compiled/compiled.h"
#include "explain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void set_number(uint8_t *at, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        at[i] = (uint8_t)(number >> (8 * i));
}

static void ask(const struct am_rules *rules, const char *line)
{
    struct am_query q;
    struct am_explanation e;
    struct am_text out;
    am_query_parse((struct am_bytes){.at = (const uint8_t *)line, .len = strlen(line)}, &q);
    am_text_init(&out, 1 << 20);
    am_explain(rules, &q, 20000, &e);
    am_explain_write_json(&e, AM_LANG_EN, &out);
    am_explain_write_text(rules, &e, AM_LANG_ES, &out);
    am_text_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char magic[16] = AM_COMPILED_MAGIC;
    if (size < AM_HEAD_LEN + 8 * AM_SECTION_COUNT || size > (1 << 20))
        return 0;
    uint8_t *at = malloc(size);
    if (!at)
        return 0;
    memcpy(at, data, size);
    memcpy(at, magic, sizeof magic);
    set_number(at + AM_HEAD_FORMAT, AM_COMPILED_FORMAT);
    set_number(at + AM_HEAD_SECTIONS, AM_SECTION_COUNT);
    set_number(at + AM_HEAD_SIZE, (uint32_t)size);
    set_number(at + AM_HEAD_CHECKSUM, (uint32_t)crc32_z(0, at + AM_HEAD_SEED, size - AM_HEAD_SEED));
    struct am_rules *rules = NULL;
    struct am_problem problem = {0};
    if (am_compiled_read((struct am_bytes){.at = at, .len = size}, "fuzz", &rules, &problem) ==
        AM_OK) {
        static const char *const lines[] = {"acmemail.com", "birdsong.com.uy", "doh.example",
                                            "198.51.100.53", "2001:db8:c1::1"};
        for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
            ask(rules, lines[i]);
        for (size_t i = 0; i < rules->names.count; i++)
            ask(rules, rules->names.rules[i].name);
        am_rules_free(rules);
    } else if (!problem.text[0]) {
        abort();
    }
    free(at);
    return 0;
}
