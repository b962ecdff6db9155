/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The form of a name that may be stored. Of a name that no rule knows, nothing is kept that tells
 * a device or, below a registry, a person:
 *
 *   mail.google.com    a rule's own name                  mail.google.com
 *   a.b.example.org    no rule: the registrable domain    example.org
 *   juana.github.io    below a private suffix: the same   github.io
 *   doh.a.example.org  serves encrypted DNS       the same
 *   juana-laptop.lan   not of the public DNS              lan, or "local" for a suffix of no fame
 *   juana-laptop       one label that is no public suffix local
 *   4.3.2.1.in-addr.arpa   an address                     in-addr.arpa
 *
 * What is kept is found by the same rule as the whole name, or by none where that had none: a name
 * that an "except" rule cuts out is kept as that rule's name, and one that stands below an "exact"
 * name as "_other." and that name. */
#ifndef AM_RULES_KEEP_H
#define AM_RULES_KEEP_H

#include "rules.h"

/* Returns whether a rule knows the name. */
bool am_keep_name(const struct am_rules *rules, const char *name, char out[AM_NAME_SIZE]);

#endif
