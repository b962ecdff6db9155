/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "compiled/columns.h"

#define TEXT(type, member)                                                                         \
    {                                                                                              \
        .kind = AM_COLUMN_TEXT, .at = offsetof(struct type, member)                                \
    }
#define TEXT_MAY(type, member)                                                                     \
    {                                                                                              \
        .kind = AM_COLUMN_TEXT, .at = offsetof(struct type, member), .optional = true              \
    }
#define NUMBER(type, member)                                                                       \
    {                                                                                              \
        .kind = AM_COLUMN_NUMBER, .at = offsetof(struct type, member)                              \
    }
#define FLAG(type, member)                                                                         \
    {                                                                                              \
        .kind = AM_COLUMN_FLAG, .at = offsetof(struct type, member)                                \
    }
#define PREFIX(type, member)                                                                       \
    {                                                                                              \
        .kind = AM_COLUMN_PREFIX, .at = offsetof(struct type, member)                              \
    }
#define ROW(type, member, of)                                                                      \
    {                                                                                              \
        .kind = AM_COLUMN_ROW, .at = offsetof(struct type, member), .section = AM_SECTION_##of     \
    }
#define ROW_MAY(type, member, of)                                                                  \
    {                                                                                              \
        .kind = AM_COLUMN_ROW, .at = offsetof(struct type, member), .section = AM_SECTION_##of,    \
        .optional = true                                                                           \
    }
#define ROWS(type, member, number, of)                                                             \
    {                                                                                              \
        .kind = AM_COLUMN_ROWS, .at = offsetof(struct type, member),                               \
        .count = offsetof(struct type, number), .section = AM_SECTION_##of                         \
    }
#define REFS(type, member, number, of)                                                             \
    {                                                                                              \
        .kind = AM_COLUMN_REFS, .at = offsetof(struct type, member),                               \
        .count = offsetof(struct type, number), .section = AM_SECTION_##of                         \
    }
/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define TEXTS(type, member)                                                                        \
    TEXT(type, member[AM_LANG_EN]), TEXT(type, member[AM_LANG_ES]),                                \
        TEXT(type, member[AM_LANG_PT]), TEXT(type, member[AM_LANG_FR]),                            \
        TEXT(type, member[AM_LANG_DE])
#define TEXTS_MAY(type, member)                                                                    \
    TEXT_MAY(type, member[AM_LANG_EN]), TEXT_MAY(type, member[AM_LANG_ES]),                        \
        TEXT_MAY(type, member[AM_LANG_PT]), TEXT_MAY(type, member[AM_LANG_FR]),                    \
        TEXT_MAY(type, member[AM_LANG_DE])
#define BASIS(type, member)                                                                        \
    ROW(type, member.source, SOURCE), TEXT(type, member.checked), FLAG(type, member.verified)
#define RULE(type, member) TEXT(type, member.id), TEXT(type, member.file), BASIS(type, member.basis)
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct am_column source[] = {
    TEXT(am_fact_source, id),          TEXT(am_fact_source, title), TEXT(am_fact_source, url),
    TEXT(am_fact_source, licence),     TEXT(am_fact_source, date),  TEXT(am_fact_source, kind),
    TEXTS_MAY(am_fact_source, titles),
};
static const struct am_column role[] = {TEXT(am_role, id), TEXTS(am_role, name)};
static const struct am_column category[] = {
    TEXT(am_category, id),
    TEXTS(am_category, name),
    TEXTS(am_category, if_cut),
    NUMBER(am_category, criticality),
};
static const struct am_column bloc[] = {
    TEXT(am_bloc, id),
    TEXTS(am_bloc, name),
    TEXT(am_bloc, kind),
    BASIS(am_bloc, basis),
};
static const struct am_column law[] = {
    TEXT(am_law, id),       TEXT(am_law, name),           TEXT(am_law, citation),
    TEXT_MAY(am_law, kind), FLAG(am_law, reaches_abroad), TEXTS(am_law, plain),
    BASIS(am_law, basis),
};
static const struct am_column jurisdiction[] = {
    TEXT(am_jurisdiction, code),
    TEXTS(am_jurisdiction, name),
    FLAG(am_jurisdiction, lac),
    TEXT_MAY(am_jurisdiction, of),
    REFS(am_jurisdiction, blocs, bloc_count, BLOC),
    ROWS(am_jurisdiction, laws, law_count, LAW),
    BASIS(am_jurisdiction, basis),
};
static const struct am_column corporation[] = {
    TEXT(am_corporation, id),
    TEXT(am_corporation, name),
    TEXTS_MAY(am_corporation, names),
    TEXT(am_corporation, legal_name),
    TEXT(am_corporation, kind),
    ROW_MAY(am_corporation, parent, JURISDICTION),
    ROW_MAY(am_corporation, head_office, JURISDICTION),
    ROW_MAY(am_corporation, legal_seat, JURISDICTION),
    BASIS(am_corporation, basis),
};
static const struct am_column ownership[] = {
    ROW(am_ownership, owner, CORPORATION),
    NUMBER(am_ownership, from),
    NUMBER(am_ownership, to),
    BASIS(am_ownership, basis),
};
static const struct am_column operators[] = {
    TEXT(am_operator, id),         TEXT(am_operator, name),
    TEXTS_MAY(am_operator, names), ROWS(am_operator, owned, owned_count, OWNERSHIP),
    FLAG(am_operator, hosts),
};
static const struct am_column service[] = {
    TEXT(am_service, id),          TEXT(am_service, name),
    TEXTS_MAY(am_service, names),  ROW(am_service, category, CATEGORY),
    ROW(am_service, role, ROLE),   ROW(am_service, operator_, OPERATOR),
    FLAG(am_service, mirrored),    FLAG(am_service, cached),
    TEXTS_MAY(am_service, if_cut), BASIS(am_service, basis),
};
static const struct am_column region[] = {
    TEXT(am_region, id),
    TEXT_MAY(am_region, place),
    ROW_MAY(am_region, country, JURISDICTION),
};
static const struct am_column name[] = {
    RULE(am_name_rule, rule),    TEXT(am_name_rule, name),    ROW(am_name_rule, service, SERVICE),
    NUMBER(am_name_rule, match), NUMBER(am_name_rule, other),
};
static const struct am_column network[] = {
    RULE(am_network, rule),
    NUMBER(am_network, asn),
    PREFIX(am_network, prefix),
    ROW(am_network, operator_, OPERATOR),
    ROW_MAY(am_network, service, SERVICE),
    ROW_MAY(am_network, region, REGION),
    TEXT_MAY(am_network, kind),
    FLAG(am_network, anycast),
};
static const struct am_column use[] = {
    RULE(am_use_rule, rule),
    NUMBER(am_use_rule, use),
    ROW_MAY(am_use_rule, service, SERVICE),
    TEXT_MAY(am_use_rule, name),
    PREFIX(am_use_rule, prefix),
};
static const struct am_column alternative[] = {
    TEXT(am_alternative, id),
    TEXT(am_alternative, name),
    TEXTS_MAY(am_alternative, names),
    TEXT_MAY(am_alternative, url),
    TEXT(am_alternative, type),
    TEXT_MAY(am_alternative, licence),
    TEXT_MAY(am_alternative, run_by),
    TEXT_MAY(am_alternative, run_by_kind),
    ROW_MAY(am_alternative, jurisdiction, JURISDICTION),
    FLAG(am_alternative, lac),
    NUMBER(am_alternative, effort),
    REFS(am_alternative, categories, category_count, CATEGORY),
    TEXTS(am_alternative, text),
    TEXTS_MAY(am_alternative, caution),
    BASIS(am_alternative, basis),
};

#define SHAPE(type, table)                                                                         \
    {                                                                                              \
        .size = sizeof(struct type), .columns = (table),                                           \
        .column_count = sizeof(table) / sizeof *(table)                                            \
    }

const struct am_section_shape am_section_shapes[AM_SECTION_COUNT] = {
    [AM_SECTION_SOURCE] = SHAPE(am_fact_source, source),
    [AM_SECTION_ROLE] = SHAPE(am_role, role),
    [AM_SECTION_CATEGORY] = SHAPE(am_category, category),
    [AM_SECTION_BLOC] = SHAPE(am_bloc, bloc),
    [AM_SECTION_LAW] = SHAPE(am_law, law),
    [AM_SECTION_JURISDICTION] = SHAPE(am_jurisdiction, jurisdiction),
    [AM_SECTION_CORPORATION] = SHAPE(am_corporation, corporation),
    [AM_SECTION_OWNERSHIP] = SHAPE(am_ownership, ownership),
    [AM_SECTION_OPERATOR] = SHAPE(am_operator, operators),
    [AM_SECTION_SERVICE] = SHAPE(am_service, service),
    [AM_SECTION_REGION] = SHAPE(am_region, region),
    [AM_SECTION_NAME] = SHAPE(am_name_rule, name),
    [AM_SECTION_NETWORK] = SHAPE(am_network, network),
    [AM_SECTION_USE] = SHAPE(am_use_rule, use),
    [AM_SECTION_ALTERNATIVE] = SHAPE(am_alternative, alternative),
};

const enum am_section am_kind_sections[AM_KIND_COUNT] = {
    [AM_KIND_SOURCE] = AM_SECTION_SOURCE,
    [AM_KIND_ROLE] = AM_SECTION_ROLE,
    [AM_KIND_CATEGORY] = AM_SECTION_CATEGORY,
    [AM_KIND_JURISDICTION] = AM_SECTION_JURISDICTION,
    [AM_KIND_LAW] = AM_SECTION_LAW,
    [AM_KIND_CORPORATION] = AM_SECTION_CORPORATION,
    [AM_KIND_OPERATOR] = AM_SECTION_OPERATOR,
    [AM_KIND_SERVICE] = AM_SECTION_SERVICE,
    [AM_KIND_BLOC] = AM_SECTION_BLOC,
    [AM_KIND_REGION] = AM_SECTION_REGION,
    [AM_KIND_ALTERNATIVE] = AM_SECTION_ALTERNATIVE,
};

size_t am_column_cells(const struct am_column *column)
{
    switch (column->kind) {
    case AM_COLUMN_PREFIX:
        return 5;
    case AM_COLUMN_ROWS:
    case AM_COLUMN_REFS:
        return 2;
    case AM_COLUMN_TEXT:
    case AM_COLUMN_NUMBER:
    case AM_COLUMN_FLAG:
    case AM_COLUMN_ROW:
        break;
    }
    return 1;
}

size_t am_section_cells(enum am_section section)
{
    const struct am_section_shape *shape = &am_section_shapes[section];
    size_t cells = 0;
    for (size_t i = 0; i < shape->column_count; i++)
        cells += am_column_cells(&shape->columns[i]);
    return cells;
}
