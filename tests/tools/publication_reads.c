/* SPDX-License-Identifier: AGPL-3.0-or-later
 * publication_reads: each line of the standard input is a publication; of each, whether amarra
 * reads it: "yes", or "no" and why. For tests that hold its reader against
 * docs/publication.schema.json. */
#include <stdio.h>
#include <stdlib.h>

#include "campaign/figures/publication.h"

int main(void)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    while ((len = getline(&line, &room, stdin)) > 0) {
        struct am_publication *p = NULL;
        struct am_problem problem = {0};
        if (am_publication_read((struct am_bytes){(const uint8_t *)line, (size_t)len}, "it", &p,
                                &problem) == AM_OK)
            (void)puts("yes");
        else
            (void)printf("no %s\n", problem.text);
        am_publication_free(p);
    }
    free(line);
    return 0;
}
