/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Flows and answered questions as lines of JSON, for tests and for those who feed other tools.
 * docs/flows.md describes the fields. Without `addresses` no line holds a local address or the name
 * of a local host: of what is reached inside, of what an answer places inside, or a name that only
 * means something inside ("printer", "nas.lan"). */
#ifndef AM_CONTACTS_TELL_H
#define AM_CONTACTS_TELL_H

#include <stdio.h>

#include "contacts/observer.h"

struct am_teller {
    FILE *flows, *answers; /* each may be NULL */
    bool addresses;
    struct am_store *store; /* for pseudonyms */
    struct am_locality locality;
};

/* A listener that writes; `teller` is borrowed and is its ctx. */
struct am_listener am_teller_listener(struct am_teller *teller);

#endif
