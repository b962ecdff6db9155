/* SPDX-License-Identifier: AGPL-3.0-or-later
 * hostile: writes captures that were made to break their reader, one file each.
 *
 *   hostile FOLDER BASE.pcap
 *
 * BASE is a sound capture (classic, little-endian); its first packets are cut, bent and shuffled.
 * The same BASE gives the same files. */
#include <stdio.h>
#include <stdlib.h>

#include "hostile/build.h"

#define BASE_BYTES 24000 /* are enough to hold some of everything */

static const char *folder; /* set once, before anything is saved */

static void fail(const char *path)
{
    (void)fprintf(stderr, "hostile: can't use %s\n", path);
    exit(EXIT_FAILURE);
}

void save(struct bytes *b, const char *kind, unsigned number)
{
    char path[4096];
    int len = snprintf(path, sizeof path, "%s/%s-%06u", folder, kind, number);
    FILE *f = len > 0 && (size_t)len < sizeof path ? fopen(path, "wb") : NULL;
    if (!f || (b->len > 0 && fwrite(b->at, 1, b->len, f) != b->len) || fclose(f) != 0)
        fail(path);
    release(b);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        (void)fputs("Usage: hostile FOLDER BASE.pcap\n", stderr);
        return 2;
    }
    folder = argv[1];
    static uint8_t start[BASE_BYTES];
    FILE *f = fopen(argv[2], "rb");
    size_t len = f ? fread(start, 1, sizeof start, f) : 0;
    if (len < sizeof start || start[0] != 0xd4 || start[1] != 0xc3)
        fail(argv[2]);
    (void)fclose(f);
    struct bytes base = {0};
    add(&base, start, len);
    write_bent(&base);
    write_blocks(&base);
    write_layers();
    write_protocols();
    write_streams();
    release(&base);
    return EXIT_SUCCESS;
}
