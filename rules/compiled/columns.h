/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The compiled dataset's tables: which sections it has, and which members of which struct their
 * columns are. One description serves writer and reader.
 *
 * The file: a head (AM_HEAD_...), for each section where it starts and how many rows it has, then
 * the rows. Everything is unsigned 32-bit numbers, little-endian. A cell holds a number, a place in
 * the text section plus 1, or the place of a row of another section plus 1; 0 is none. Text is
 * UTF-8 with a zero byte after each. */
#ifndef AM_RULES_COMPILED_COLUMNS_H
#define AM_RULES_COMPILED_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data.h"

/* Changes whenever a section or column does: older files are refused with what to do. */
#define AM_COMPILED_FORMAT 3u
#define AM_COMPILED_MAGIC  "amarra rules\r\n\x1a" /* 16 bytes with its zeros */
#define AM_COMPILED_MAX    ((size_t)256 << 20)
#define AM_COMPILED_CELLS  24 /* no row has more */

/* Where things stand in the head. */
enum {
    AM_HEAD_FORMAT = 16,
    AM_HEAD_SECTIONS = 20,
    AM_HEAD_SIZE = 24,     /* of the file */
    AM_HEAD_CHECKSUM = 28, /* CRC-32 (zlib) of all that follows it */
    AM_HEAD_SEED = 32,     /* two numbers */
    AM_HEAD_DAY = 40,
    AM_HEAD_VERSION = 64, /* text, 64 bytes */
    AM_HEAD_LEN = 128
};

enum am_section {
    AM_SECTION_TEXT,   /* bytes */
    AM_SECTION_SUFFIX, /* bytes: the ICANN part of the public suffix list */
    AM_SECTION_REFS,   /* places of rows, where a row lists others */
    AM_SECTION_SLOTS,  /* of the table of names: hash, place */
    AM_SECTION_SOURCE,
    AM_SECTION_ROLE,
    AM_SECTION_CATEGORY,
    AM_SECTION_BLOC,
    AM_SECTION_LAW,
    AM_SECTION_JURISDICTION,
    AM_SECTION_CORPORATION,
    AM_SECTION_OWNERSHIP,
    AM_SECTION_OPERATOR,
    AM_SECTION_SERVICE,
    AM_SECTION_REGION,
    AM_SECTION_NAME,
    AM_SECTION_NETWORK, /* by AS number, then by prefix */
    AM_SECTION_USE,
    AM_SECTION_ALTERNATIVE,
    AM_SECTION_COUNT
};

enum am_column_kind {
    AM_COLUMN_TEXT,   /* const char * */
    AM_COLUMN_NUMBER, /* uint32_t or int32_t or int */
    AM_COLUMN_FLAG,   /* bool */
    AM_COLUMN_ROW,    /* pointer to a row of `section` */
    AM_COLUMN_ROWS,   /* pointer to the first of rows that follow each other; `count` is a size_t */
    AM_COLUMN_REFS,   /* pointer to an array of pointers to rows; `count` is a size_t */
    AM_COLUMN_PREFIX, /* struct am_prefix: five cells */
};

struct am_column {
    enum am_column_kind kind;
    bool optional; /* a text or row that may be NULL; the others are refused where they lack */
    enum am_section section;
    size_t at, count; /* offsetof */
};

struct am_section_shape {
    size_t size; /* of the struct */
    const struct am_column *columns;
    size_t column_count;
};

/* Of the first four sections there is no shape: size 0. */
extern const struct am_section_shape am_section_shapes[AM_SECTION_COUNT];

/* Where the entities of each kind stand. The id is the first member of each. */
extern const enum am_section am_kind_sections[AM_KIND_COUNT];

size_t am_column_cells(const struct am_column *column);
size_t am_section_cells(enum am_section section);

#endif
