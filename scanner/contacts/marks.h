/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Markers while a scan is written: what somebody typed, and what is contacted from then on. Devices
 * are not told apart here; names are folded away with the scan as everywhere.
 *
 * Memory: AM_MARKERS_MAX markers, AM_MARKED_MAX rows; what finds no room is counted. */
#ifndef AM_CONTACTS_MARKS_H
#define AM_CONTACTS_MARKS_H

#include "base/table.h"
#include "contacts/sql.h"
#include "scanner.h"

#define AM_MARKED_MAX 200000u

/* What one marker's time saw of one name at one host; texts as the store's numbers. */
struct am_marked {
    uint32_t marker; /* from 1 */
    uint32_t name, host, cname;
    uint16_t app;
    uint8_t evidence, blindness;
    uint32_t unsaved; /* not part of the key */
    uint64_t flows, up, down;
};

struct am_mark {
    int64_t time, ended; /* 0: runs */
    char text[AM_MARKER_TEXT + 1];
    bool saved;
};

struct am_marks {
    struct am_mark *markers;
    struct am_marked *rows;
    uint32_t markers_len, markers_size, rows_len, rows_size;
    struct am_table rows_by_key;
    bool running;
    uint64_t lost; /* markers and rows that found no room */
};

void am_marks_done(struct am_marks *m);
/* Ends the marker that runs and, where `text` is not "", begins another. */
void am_marks_set(struct am_marks *m, int64_t time, const char *text);
/* Adds to the marker that runs, if one does. `row->marker` and `row->unsaved` are not read. */
void am_marks_add(struct am_marks *m, const struct am_marked *row);

/* Writes what is new; `apps` are the store's texts. After the transaction: am_marks_saved. */
void am_marks_save(const struct am_marks *m, struct am_sql *q, const char *const *apps);
void am_marks_saved(struct am_marks *m);

#endif
