/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The chain of facts for people, in five languages. */
#include <string.h>
#include <time.h>

#include "base/name_show.h"
#include "base/utf8.h"
#include "explain.h"

#define INDENT 17 /* columns before what is said */

enum word {
    WORD_SERVICE,
    WORD_OPERATOR,
    WORD_OWNER,
    WORD_LAW,
    WORD_PARENT,
    WORD_HEAD_OFFICE,
    WORD_LEGAL_SEAT,
    WORD_NETWORK,
    WORD_REGISTERED,
    WORD_LOCATED,
    WORD_ANYCAST,
    WORD_REGION,
    WORD_HOST,
    WORD_RULE,
    WORD_CHECKED,
    WORD_VERIFIED,
    WORD_UNVERIFIED,
    WORD_DECLARED,
    WORD_SINCE,
    WORD_UNTIL,
    WORD_NO_RULE,
    WORD_NO_OWNER,
    WORD_UNKNOWN,
    WORD_NO_QUERY,
    WORD_OWN,
    WORD_CLOUD,
    WORD_CDN,
    WORD_ACCESS,
    WORD_KNOWN,
    WORD_RESOLVER,
    WORD_TUNNEL,
    WORD_FRONT,
    WORD_COUNT
};

static const char *const words[WORD_COUNT][AM_LANG_COUNT] = {
    [WORD_SERVICE] = {"service", "servicio", "serviço", "service", "Dienst"},
    [WORD_OPERATOR] = {"operator", "operador", "operador", "opérateur", "Betreiber"},
    [WORD_OWNER] = {"owner", "propietario", "proprietário", "propriétaire", "Eigentümer"},
    [WORD_LAW] = {"jurisdiction", "jurisdicción", "jurisdição", "juridiction", "Rechtsordnung"},
    [WORD_PARENT] = {"parent", "matriz", "matriz", "maison mère", "Mutterkonzern"},
    [WORD_HEAD_OFFICE] = {"head office", "sede", "sede", "siège", "Hauptsitz"},
    [WORD_LEGAL_SEAT] = {"legal seat", "domicilio legal", "sede legal", "siège statutaire",
                         "satzungsmäßiger Sitz"},
    [WORD_NETWORK] = {"network", "red", "rede", "réseau", "Netz"},
    [WORD_REGISTERED] = {"registered in", "registrada en", "registrada em", "enregistré",
                         "registriert in"},
    [WORD_LOCATED] = {"located in", "ubicada en", "localizada em", "situé", "Standort"},
    [WORD_REGION] = {"region", "región", "região", "région", "Region"},
    [WORD_ANYCAST] = {"anycast: the nearest of many places answers",
                      "anycast: responde el más cercano de muchos lugares",
                      "anycast: responde o mais próximo de muitos lugares",
                      "anycast : le plus proche de nombreux lieux répond",
                      "Anycast: der nächste von vielen Orten antwortet"},
    [WORD_HOST] = {"host", "alojamiento", "hospedagem", "hébergeur", "Hoster"},
    [WORD_RULE] = {"rule", "regla", "regra", "règle", "Regel"},
    [WORD_CHECKED] = {"checked", "revisado", "verificado em", "consulté", "geprüft"},
    [WORD_VERIFIED] = {"verified", "verificado", "confirmado", "vérifié", "belegt"},
    [WORD_DECLARED] = {"declared by the organization", "declarado por la organización",
                       "declarado pela organização", "déclaré par l’organisation",
                       "von der Organisation angegeben"},
    [WORD_UNVERIFIED] = {"unverified", "sin verificar", "não confirmado", "non vérifié",
                         "nicht belegt"},
    [WORD_SINCE] = {"since", "desde", "desde", "depuis", "seit"},
    [WORD_UNTIL] = {"until", "hasta", "até", "jusqu’au", "bis"},
    [WORD_NO_RULE] = {"no rule of the dataset knows it",
                      "ninguna regla del conjunto de datos lo conoce",
                      "nenhuma regra do conjunto de dados o conhece",
                      "aucune règle du jeu de données ne le connaît",
                      "keine Regel des Datensatzes kennt ihn"},
    [WORD_NO_OWNER] = {"unknown for that day", "desconocido para ese día",
                       "desconhecido para esse dia", "inconnu pour ce jour",
                       "für diesen Tag unbekannt"},
    [WORD_UNKNOWN] = {"unknown", "desconocido", "desconhecido", "inconnu", "unbekannt"},
    [WORD_NO_QUERY] = {"neither a domain name nor an address",
                       "no es un nombre de dominio ni una dirección",
                       "não é um nome de domínio nem um endereço",
                       "ni un nom de domaine ni une adresse",
                       "weder ein Domainname noch eine Adresse"},
    [WORD_OWN] = {"its own network", "su propia red", "sua própria rede", "son propre réseau",
                  "eigenes Netz"},
    [WORD_CLOUD] = {"cloud: others' services run there",
                    "nube: allí funcionan servicios de terceros",
                    "nuvem: ali funcionam serviços de terceiros",
                    "cloud : des services de tiers y tournent",
                    "Cloud: dort laufen Dienste anderer"},
    [WORD_CDN] = {"content delivery for others", "entrega de contenido de terceros",
                  "entrega de conteúdo de terceiros", "diffusion de contenus de tiers",
                  "Auslieferung von Inhalten anderer"},
    [WORD_ACCESS] = {"internet access", "acceso a internet", "acesso à internet",
                     "accès à internet", "Internetzugang"},
    [WORD_KNOWN] = {"known as", "conocido como", "conhecido como", "connu comme", "bekannt als"},
    [WORD_RESOLVER] = {"encrypted resolver", "resolvedor cifrado", "resolvedor cifrado",
                       "résolveur chiffré", "verschlüsselter Resolver"},
    [WORD_TUNNEL] = {"way into a tunnel", "entrada a un túnel", "entrada de um túnel",
                     "entrée d’un tunnel", "Eingang eines Tunnels"},
    [WORD_FRONT] = {"name shown in place of hidden ones (ECH)",
                    "nombre que se muestra en lugar de otros, ocultos (ECH)",
                    "nome que aparece no lugar de outros, ocultos (ECH)",
                    "nom montré à la place d’autres, cachés (ECH)",
                    "Name, der statt verborgener gezeigt wird (ECH)"},
};

struct page {
    const struct am_rules *rules;
    enum am_language language;
    struct am_text *out;
};

static const char *word(const struct page *p, enum word w)
{
    return words[w][p->language];
}

/* Starts a line: its word, or none, and blanks up to the column of what is said. */
static void head(const struct page *p, const char *title)
{
    am_text_add(p->out, "  ");
    am_text_add(p->out, title);
    for (size_t at = 2 + am_utf8_width(title); at < INDENT; at++)
        am_text_add(p->out, " ");
}

static void basis(const struct page *p, const struct am_rule *rule, const struct am_basis *b)
{
    head(p, "");
    if (rule)
        am_text_addf(p->out, "%s %s (%s); ", word(p, WORD_RULE), rule->id, rule->file);
    am_text_addf(p->out, "%s; %s %s, %s\n", am_fact_source_title(b->source, p->language),
                 word(p, WORD_CHECKED), b->checked,
                 word(p, am_basis_is_declared(b) ? WORD_DECLARED
                         : b->verified           ? WORD_VERIFIED
                                                 : WORD_UNVERIFIED));
}

static void date(const struct page *p, enum word before, int32_t day)
{
    struct tm tm;
    char text[16];
    time_t seconds = (time_t)day * 86400;
    if (gmtime_r(&seconds, &tm) && strftime(text, sizeof text, "%Y-%m-%d", &tm) > 0)
        am_text_addf(p->out, ", %s %s", word(p, before), text);
}

static const char *country(const struct page *p, const char *code)
{
    if (!code[0])
        return word(p, WORD_UNKNOWN);
    const struct am_jurisdiction *j = am_rules_jurisdiction(p->rules, code);
    return j ? j->name[p->language] : code;
}

static void owner(const struct page *p, const struct am_ownership *o)
{
    head(p, word(p, WORD_OWNER));
    if (!o) {
        am_text_addf(p->out, "%s\n", word(p, WORD_NO_OWNER));
        return;
    }
    const struct am_corporation *c = o->owner;
    am_text_addf(p->out, "%s (%s)", am_name_told(c->name, c->names, p->language), c->legal_name);
    if (o->from != INT32_MIN)
        date(p, WORD_SINCE, o->from);
    if (o->to != INT32_MAX)
        date(p, WORD_UNTIL, o->to);
    am_text_add(p->out, "\n");
    basis(p, NULL, &o->basis);
    head(p, word(p, WORD_LAW));
    const struct {
        enum word title;
        const struct am_jurisdiction *j;
    } facts[] = {{WORD_PARENT, c->parent},
                 {WORD_HEAD_OFFICE, c->head_office},
                 {WORD_LEGAL_SEAT, c->legal_seat}};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        am_text_addf(p->out, "%s%s: %s", i > 0 ? "; " : "", word(p, facts[i].title),
                     facts[i].j ? facts[i].j->name[p->language] : word(p, WORD_UNKNOWN));
    am_text_add(p->out, "\n");
    basis(p, NULL, &c->basis);
}

static void service(const struct page *p, const struct am_explanation *e)
{
    const struct am_service *s = e->service.service;
    head(p, word(p, WORD_SERVICE));
    if (!s || !e->service.rule) {
        am_text_addf(p->out, "%s\n", word(p, WORD_NO_RULE));
        return;
    }
    am_text_addf(p->out, "%s (%s; %s)\n", am_name_told(s->name, s->names, p->language),
                 s->category->name[p->language], s->role->name[p->language]);
    basis(p, e->service.rule, &e->service.rule->basis);
    head(p, word(p, WORD_OPERATOR));
    am_text_addf(p->out, "%s\n",
                 am_name_told(s->operator_->name, s->operator_->names, p->language));
    owner(p, e->owned);
}

/* What the address data says, and whose word that is: for ours told by the dataset's sources. */
static void place_fact(const struct page *p, enum word title, const char *fact, const char *source)
{
    const struct am_fact_source *s = am_rules_entity(p->rules, AM_KIND_SOURCE, source);
    if (!p->rules->places.own && p->rules->source_count > 0)
        s = &p->rules->sources[p->rules->source_count - 1];
    head(p, word(p, title));
    am_text_addf(p->out, "%s\n", fact);
    if (!s || !p->rules->places.open)
        return;
    head(p, "");
    am_text_addf(p->out, "%s%s%s\n", am_fact_source_title(s, p->language), s->date[0] ? "; " : "",
                 s->date);
}

/* `published`: the provider says where it stands, and is told after this. */
static void place(const struct page *p, const struct am_place *place, bool v4, bool published)
{
    char as[AM_AS_NAME_SIZE + 16];
    (void)snprintf(as, sizeof as, "AS%lu %s", (unsigned long)place->asn, place->as_name);
    place_fact(p, WORD_NETWORK, place->asn != 0 ? as : word(p, WORD_UNKNOWN),
               "routeviews-dbip-asn");
    place_fact(p, WORD_REGISTERED, country(p, place->registered), "nro-asn-country");
    if (place->anycast) {
        head(p, word(p, WORD_LOCATED));
        am_text_addf(p->out, "%s\n", word(p, WORD_ANYCAST));
    } else {
        place_fact(p, WORD_LOCATED, country(p, place->located),
                   published ? ""
                   : v4      ? "geo-whois-asn-country"
                             : "ipfire-location");
    }
}

static const char *kind_of(const struct page *p, const char *kind)
{
    static const struct {
        const char *kind;
        enum word word;
    } kinds[] = {
        {"own", WORD_OWN}, {"cloud", WORD_CLOUD}, {"cdn", WORD_CDN}, {"access", WORD_ACCESS}};
    for (size_t i = 0; kind && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kind, kinds[i].kind) == 0)
            return word(p, kinds[i].word);
    return NULL;
}

static void host(const struct page *p, const struct am_explanation *e)
{
    const struct am_host *h = &e->host;
    const char *kind = kind_of(p, h->kind);
    place(p, &h->place, am_address_is_v4(&e->query->address), h->region && h->region->country);
    if (h->region && h->rule) {
        const char *at = h->region->place;
        head(p, word(p, WORD_REGION));
        am_text_addf(p->out, "%s%s%s%s\n", h->region->id, at ? " (" : "", at ? at : "",
                     at ? ")" : "");
        basis(p, h->rule, &h->rule->basis);
    }
    head(p, word(p, WORD_HOST));
    if (!h->rule) {
        am_text_addf(p->out, "%s\n", word(p, WORD_NO_RULE));
        return;
    }
    am_text_addf(p->out, "%s%s%s%s\n",
                 am_name_told(h->operator_->name, h->operator_->names, p->language),
                 kind ? " (" : "", kind ? kind : "", kind ? ")" : "");
    basis(p, h->rule, &h->rule->basis);
    owner(p, e->host_owned);
}

/* "encrypted resolver: Quad9", with the word of who says so. */
static void known(const struct page *p, const struct am_known *k)
{
    static const enum word uses[] = {[AM_USE_NOT_KNOWN] = WORD_FRONT,
                                     [AM_USE_RESOLVER] = WORD_RESOLVER,
                                     [AM_USE_TUNNEL] = WORD_TUNNEL};
    if (!k->rule)
        return;
    head(p, word(p, WORD_KNOWN));
    am_text_addf(p->out, "%s%s%s\n", word(p, uses[k->use]), k->service ? ": " : "",
                 k->service ? am_name_told(k->service->name, k->service->names, p->language) : "");
    basis(p, k->rule, &k->rule->basis);
}

void am_explain_write_text(const struct am_rules *rules, const struct am_explanation *e,
                           enum am_language language, struct am_text *out)
{
    const struct page p = {.rules = rules, .language = language, .out = out};
    const struct am_query *q = e->query;
    char echo[AM_QUERY_ECHO_MAX + 1];
    size_t len = q->line.len < AM_QUERY_ECHO_MAX ? q->line.len : AM_QUERY_ECHO_MAX;
    memcpy(echo, len > 0 ? (const char *)q->line.at : "", len);
    for (size_t i = 0; i < len; i++)
        echo[i] = (char)(echo[i] == '\0' ? '?' : echo[i]);
    echo[len] = '\0';
    am_utf8_add_inert(out, echo);
    char shown[AM_NAME_SHOWN_SIZE];
    if (q->kind == AM_QUERY_NAME && am_name_show(q->name, shown))
        am_text_addf(out, " (%s)", strcmp(shown, echo) == 0 ? q->name : shown);
    am_text_add(out, "\n");
    if (q->kind == AM_QUERY_INVALID) {
        head(&p, "");
        am_text_addf(out, "%s\n", word(&p, WORD_NO_QUERY));
    }
    if (q->kind == AM_QUERY_NAME || e->service.service)
        service(&p, e);
    known(&p, &e->known);
    if (e->has_host)
        host(&p, e);
}
