/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/shares.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "campaign/figures/figures.h"

struct am_shares {
    const struct am_rules *rules;
    struct am_member *at;
    uint32_t count, size;
    struct am_fact *facts;
    size_t fact_count, fact_size;
    struct am_entity *entities;
    uint32_t entity_count, entity_size;
    struct am_table by_entity;
    const char **values;
    uint32_t value_count, value_size;
    struct am_table by_value;
    struct am_pool pool; /* texts of values */
};

enum am_status am_shares_new(const struct am_rules *rules, struct am_shares **out)
{
    struct am_shares *m = calloc(1, sizeof *m);
    if (!m)
        return AM_E_NO_MEMORY;
    m->rules = rules;
    am_pool_init(&m->pool, (size_t)AM_VALUES_MAX * 256);
    *out = m;
    return AM_OK;
}

void am_shares_free(struct am_shares *m)
{
    if (!m)
        return;
    am_table_done(&m->by_entity);
    am_table_done(&m->by_value);
    am_pool_done(&m->pool);
    free(m->values);
    free(m->entities);
    free(m->facts);
    free(m->at);
    free(m);
}

const struct am_member *am_shares_all(const struct am_shares *m, size_t *count)
{
    *count = m->count;
    return m->at;
}

const struct am_fact *am_shares_facts(const struct am_shares *m, const struct am_member *member)
{
    return m->facts + member->facts;
}

const struct am_entity *am_shares_entities(const struct am_shares *m, size_t *count)
{
    *count = m->entity_count;
    return m->entities;
}

const char *am_shares_value(const struct am_shares *m, unsigned value)
{
    return m->values[value];
}

bool am_shares_id(const char *text, uint8_t out[AM_MEMBER_ID])
{
    uint8_t bytes[AM_MEMBER_ID];
    size_t len;
    if (strlen(text) != (size_t)AM_MEMBER_ID * 2 ||
        sodium_hex2bin(bytes, sizeof bytes, text, (size_t)AM_MEMBER_ID * 2, NULL, &len, NULL) !=
            0 ||
        len != sizeof bytes)
        return false;
    memcpy(out, bytes, sizeof bytes);
    return true;
}

static uint8_t value_of(struct am_band band)
{
    if (band.to == 0)
        return 0;
    return band.from >= 100 ? AM_VALUE_ALL : (uint8_t)(band.from / AM_BAND_STEP + 1);
}

/* The place of a text among the values, taken in where it is new. */
static enum am_status intern(struct am_shares *m, const char *text, uint16_t *out)
{
    uint32_t hash = am_table_hash(text, strlen(text));
    for (uint32_t at = hash, i; (i = am_table_next(&m->by_value, hash, &at)) != AM_TABLE_NONE;)
        if (strcmp(m->values[i], text) == 0) {
            *out = (uint16_t)i;
            return AM_OK;
        }
    if (m->value_count >= AM_VALUES_MAX)
        return AM_E_LIMIT;
    void *room = am_array_room(m->values, m->value_count, &m->value_size, sizeof *m->values);
    if (!room)
        return AM_E_NO_MEMORY;
    m->values = room;
    m->values[m->value_count] = am_pool_text(&m->pool, text, strlen(text));
    if (!m->values[m->value_count])
        return am_pool_status(&m->pool);
    if (!am_table_add(&m->by_value, hash, m->value_count))
        return AM_E_NO_MEMORY;
    *out = (uint16_t)m->value_count++;
    return AM_OK;
}

static uint32_t hash_entity(enum am_entity_kind kind, unsigned step, const char *id)
{
    return am_table_hash(id, strlen(id)) + (uint32_t)kind * 0x9e3779b1u + step;
}

static bool resolve(const struct am_rules *rules, struct am_entity *e, const char *id)
{
    if (e->kind == AM_ENTITY_CORPORATION) {
        e->corporation = am_rules_corporation(rules, id);
        e->id = e->corporation ? e->corporation->id : NULL;
    } else if (e->kind == AM_ENTITY_COUNTRY) {
        e->country = am_rules_jurisdiction(rules, id);
        e->id = e->country ? e->country->code : NULL;
    } else if (e->kind == AM_ENTITY_AREA) {
        e->area = am_rules_category(rules, id);
        e->id = e->area ? e->area->id : NULL;
    } else {
        e->id = "";
    }
    return e->id != NULL;
}

static enum am_status find_entity(struct am_shares *m, enum am_entity_kind kind, unsigned step,
                                  const char *id, uint16_t *out, struct am_problem *problem)
{
    static const char *const kinds[] = {"corporation", "country", "area of work", "step"};
    uint32_t hash = hash_entity(kind, step, id);
    for (uint32_t at = hash, i; (i = am_table_next(&m->by_entity, hash, &at)) != AM_TABLE_NONE;) {
        const struct am_entity *e = &m->entities[i];
        if (e->kind == kind && e->step == step && strcmp(e->id, id) == 0) {
            *out = (uint16_t)i;
            return AM_OK;
        }
    }
    struct am_entity new = {.kind = kind, .step = step};
    if (!resolve(m->rules, &new, id))
        return am_problem_set(problem, AM_E_NOT_FOUND, NULL, 0,
                              "a share tells of the %s '%s', which this dataset does not know: use "
                              "the newest one",
                              kinds[kind], id);
    if (m->entity_count >= AM_ENTITIES_MAX)
        return am_problem_set(problem, AM_E_LIMIT, NULL, 0,
                              "the shares tell of more than %u corporations and countries",
                              AM_ENTITIES_MAX);
    void *room = am_array_room(m->entities, m->entity_count, &m->entity_size, sizeof *m->entities);
    if (room)
        m->entities = room;
    if (!room || !am_table_add(&m->by_entity, hash, m->entity_count))
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    m->entities[m->entity_count] = new;
    *out = (uint16_t)m->entity_count++;
    return AM_OK;
}

/* Room for as many facts more. */
static enum am_status facts_room(struct am_shares *m, size_t more)
{
    if (more <= m->fact_size - m->fact_count)
        return AM_OK;
    size_t size = m->fact_count + m->fact_count / 2 + more + 4096;
    if (size > AM_FACTS_BYTES / sizeof *m->facts)
        size = AM_FACTS_BYTES / sizeof *m->facts;
    if (size < m->fact_count + more)
        return AM_E_LIMIT;
    void *room = realloc(m->facts, size * sizeof *m->facts);
    if (!room)
        return AM_E_NO_MEMORY;
    m->facts = room;
    m->fact_size = size;
    return AM_OK;
}

static struct am_fact *next_fact(struct am_shares *m, struct am_member *member)
{
    struct am_fact *fact = &m->facts[member->facts + member->fact_count++];
    *fact = (struct am_fact){0};
    return fact;
}

static enum am_status find_also(struct am_shares *m, const char *corporation, struct am_fact *fact,
                                struct am_problem *problem)
{
    uint16_t at;
    if (!corporation)
        return AM_OK;
    enum am_status status = find_entity(m, AM_ENTITY_CORPORATION, 0, corporation, &at, problem);
    if (status == AM_OK)
        fact->also = (uint16_t)(at + 1);
    return status;
}

static enum am_status take_owners(struct am_shares *m, const struct am_share *s,
                                  struct am_member *member, struct am_problem *problem)
{
    enum am_status status = AM_OK;
    for (size_t i = 0; i < s->corporations.count && status == AM_OK; i++) {
        const struct am_share_corporation *c = &s->corporations.at[i];
        struct am_fact *fact = next_fact(m, member);
        status = find_entity(m, AM_ENTITY_CORPORATION, 0, c->id, &fact->of, problem);
        fact->value[AM_FACT_EITHER] = value_of(c->either);
        fact->value[AM_FACT_SERVICE] = value_of(c->service);
        fact->value[AM_FACT_HOST] = value_of(c->host);
        fact->value[AM_FACT_PRESENCE] = value_of(c->presence);
    }
    for (size_t i = 0; i < s->countries.count && status == AM_OK; i++) {
        const struct am_share_country *c = &s->countries.at[i];
        struct am_fact *fact = next_fact(m, member);
        status = find_entity(m, AM_ENTITY_COUNTRY, 0, c->code, &fact->of, problem);
        fact->value[AM_FACT_SERVICE] = value_of(c->service);
        fact->value[AM_FACT_HOST] = value_of(c->host);
    }
    return status;
}

static enum am_status take_work(struct am_shares *m, const struct am_share *s,
                                struct am_member *member, struct am_problem *problem)
{
    enum am_status status = AM_OK;
    for (size_t i = 0; i < s->areas.count && status == AM_OK; i++) {
        const struct am_share_area *a = &s->areas.at[i];
        struct am_fact *fact = next_fact(m, member);
        status = find_entity(m, AM_ENTITY_AREA, 0, a->category, &fact->of, problem);
        if (status == AM_OK)
            status = find_also(m, a->provider, fact, problem);
        fact->value[AM_FACT_CONTACTS] = value_of(a->contacts);
        fact->value[AM_FACT_ESSENTIAL] = a->essential;
        if (a->essential && a->provider && member->singles < AM_VALUE_ALL)
            member->singles++;
    }
    for (size_t i = 0; i < s->steps.count && i < AM_STEPS_TOLD && status == AM_OK; i++) {
        struct am_fact *fact = next_fact(m, member);
        status = find_entity(m, AM_ENTITY_STEP, (unsigned)i + 1, "", &fact->of, problem);
        if (status == AM_OK)
            status = find_also(m, s->steps.at[i].corporation, fact, problem);
        fact->value[AM_FACT_LOST] = value_of(s->steps.at[i].lost);
    }
    return status;
}

static uint16_t middle(struct am_range devices)
{
    unsigned open = devices.from + devices.from / 2; /* of a band without end */
    unsigned at = devices.to > devices.from ? (devices.from + devices.to) / 2 : open;
    return at > UINT16_MAX ? UINT16_MAX : (uint16_t)at;
}

static enum am_status take_about(struct am_shares *m, const struct am_share *s,
                                 struct am_member *member)
{
    const char *const traits[AM_TRAIT_COUNT] = {
        [AM_TRAIT_SECTOR] = s->about.sector,
        [AM_TRAIT_COUNTRY] = s->about.country,
        [AM_TRAIT_TERRITORY] = s->about.territory,
        [AM_TRAIT_SIZE] = s->about.size,
    };
    const struct am_band whole[AM_WHOLE_COUNT] = {
        [AM_WHOLE_NAMED] = s->named,
        [AM_WHOLE_OWNED] = s->owned,
        [AM_WHOLE_HOSTED] = s->hosted,
        [AM_WHOLE_EXTRACTION] = s->extraction,
        [AM_WHOLE_EXTRACTION_UP] = s->extraction_up,
        [AM_WHOLE_NIGHT] = s->night,
        [AM_WHOLE_HOME] = s->home,
    };
    enum am_status status = intern(m, s->dataset ? s->dataset : "", &member->dataset);
    for (size_t i = 0; i < AM_TRAIT_COUNT && status == AM_OK; i++) {
        uint16_t value = 0;
        if (traits[i])
            status = intern(m, traits[i], &value);
        member->traits[i] = traits[i] ? (uint16_t)(value + 1) : 0;
    }
    for (size_t i = 0; i < AM_WHOLE_COUNT; i++)
        member->whole[i] = value_of(whole[i]);
    member->at_home = s->at_home;
    member->devices = middle(s->devices);
    member->from = s->from;
    member->to = s->to;
    return status;
}

static enum am_status set_names(struct am_member *member, const char *organization, const char *id,
                                struct am_problem *problem)
{
    if (!am_shares_id(id, member->id))
        return am_problem_set(problem, AM_E_MALFORMED, NULL, 0, "'%.40s' is no id of a share", id);
    if (sodium_init() < 0 ||
        crypto_generichash(member->organization, sizeof member->organization,
                           (const unsigned char *)organization, strlen(organization), NULL, 0) != 0)
        return am_problem_set(problem, AM_E_IO, NULL, 0, "libsodium does not start");
    return AM_OK;
}

enum am_status am_shares_add(struct am_shares *m, const char *organization, const char *id,
                              unsigned round, const struct am_share *share,
                              struct am_problem *problem)
{
    struct am_member member = {.round = (uint8_t)round, .facts = m->fact_count};
    size_t facts =
        share->corporations.count + share->countries.count + share->areas.count + AM_STEPS_TOLD;
    enum am_status status = set_names(&member, organization, id, problem);
    if (status != AM_OK)
        return status;
    if (round == 0 || round > AM_CAMPAIGN_ROUNDS)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0, "there is no round %u", round);
    if (m->count >= AM_SHARES_MAX)
        return am_problem_set(problem, AM_E_LIMIT, NULL, 0, "more than %u shares", AM_SHARES_MAX);
    void *room = am_array_room(m->at, m->count, &m->size, sizeof *m->at);
    status = room ? facts_room(m, facts) : AM_E_NO_MEMORY;
    if (room)
        m->at = room;
    if (status == AM_OK)
        status = take_about(m, share, &member);
    if (status == AM_OK)
        status = take_owners(m, share, &member, problem);
    if (status == AM_OK)
        status = take_work(m, share, &member, problem);
    if (status != AM_OK)
        return am_problem_set(problem, status, NULL, 0, "the shares do not fit in memory: %s",
                              am_status_name(status));
    m->fact_count += member.fact_count;
    m->at[m->count++] = member;
    return AM_OK;
}
