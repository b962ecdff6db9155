/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writes protocol messages into a fixed buffer. Running out of it is a bug of the generator, and
 * ends it. */
#ifndef OFFICE_PUT_H
#define OFFICE_PUT_H

#include <stddef.h>
#include <stdint.h>

struct put {
    uint8_t *at;
    size_t len, size;
};

struct put put_over(uint8_t *buffer, size_t size);
void put8(struct put *p, unsigned v);
void put16(struct put *p, unsigned v);
void put24(struct put *p, unsigned v);
void put32(struct put *p, uint64_t v);
void put64(struct put *p, uint64_t v);
void put_bytes(struct put *p, const void *bytes, size_t len);
void put_text(struct put *p, const char *text);
void put_zeros(struct put *p, size_t len);
__attribute__((format(printf, 2, 3))) void putf(struct put *p, const char *format, ...);

/* A block that starts with its own length of `width` bytes: open gives the mark that close needs.
 */
size_t put_open(struct put *p, unsigned width);
void put_close(struct put *p, size_t mark, unsigned width);
void put_set16(struct put *p, size_t offset, unsigned v);

#endif
