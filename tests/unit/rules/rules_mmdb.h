/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Makes small MMDB files for tests, in whatever schema is asked for. */
#ifndef AM_RULES_MMDB_H
#define AM_RULES_MMDB_H

#include "mmdb/mmdb_writer.h"
#include "rules_fixture.h"

struct test_range {
    const char *prefix;
    struct am_mmdb_field fields[5]; /* up to the first without a path */
};

static inline void make_mmdb(char path[PATH_MAX], const char *type, const struct test_range *ranges,
                             size_t count)
{
    const struct am_mmdb_about about = {.type = type, .description = "test", .epoch = 1767312000};
    struct am_mmdb *m;
    assert_int_equal(am_mmdb_new(&m), AM_OK);
    for (size_t i = 0; i < count; i++) {
        size_t fields = 0;
        uint32_t record;
        struct am_prefix p;
        while (fields < 5 && ranges[i].fields[fields].path)
            fields++;
        assert_int_equal(am_mmdb_add_record(m, ranges[i].fields, fields, &record), AM_OK);
        assert_int_equal(am_prefix_parse(ranges[i].prefix, &p), AM_OK);
        struct am_wide first = am_wide_of(&p.address);
        struct am_wide last = {UINT64_MAX, UINT64_MAX};
        if (p.len > 0)
            last = am_wide_add(first, am_wide_subtract(am_wide_bit(128u - p.len), am_wide_bit(0)));
        assert_int_equal(am_mmdb_add_range(m, first, last, record), AM_OK);
    }
    rules_temporary(path, "made.mmdb");
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(am_mmdb_write(m, &about, out, NULL), AM_OK);
    assert_int_equal(fclose(out), 0);
    am_mmdb_free(m);
}

#define TEXT(at, value)                                                                            \
    {                                                                                              \
        .path = (at), .kind = AM_MMDB_TEXT, .text = (value)                                        \
    }
#define NUMBER(at, value)                                                                          \
    {                                                                                              \
        .path = (at), .kind = AM_MMDB_NUMBER, .number = (value)                                    \
    }
#define FLAG(at, value)                                                                            \
    {                                                                                              \
        .path = (at), .kind = AM_MMDB_FLAG, .number = (value)                                      \
    }

/* In our own schema: what amarra.mmdb says in tests. */
static inline void make_own_mmdb(char path[PATH_MAX])
{
    static const struct test_range ranges[] = {
        {"203.0.113.0/24",
         {NUMBER("autonomous_system_number", 64500),
          TEXT("autonomous_system_organization", "ACME CLOUD"), TEXT("country.iso_code", "UY"),
          TEXT("registered_country.iso_code", "US")}},
        {"198.51.100.0/24",
         {NUMBER("autonomous_system_number", 64501),
          TEXT("autonomous_system_organization", "Acme Mail, \"Inc\""),
          TEXT("country.iso_code", "US"), TEXT("registered_country.iso_code", "US")}},
        {"192.0.2.0/24",
         {NUMBER("autonomous_system_number", 64999),
          TEXT("autonomous_system_organization", "No <b>Rule</b>"),
          TEXT("country.iso_code", "AR")}},
        {"2001:db8:53::/48",
         {NUMBER("autonomous_system_number", 64502), TEXT("country.iso_code", "UY")}},
    };
    make_mmdb(path, "amarra-network", ranges, sizeof ranges / sizeof *ranges);
}

#endif
