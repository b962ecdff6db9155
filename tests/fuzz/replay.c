/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Feeds a fuzz target every file of the folders named, where libFuzzer is not at hand. */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    unsigned long count = 0;
    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        struct dirent *entry;
        while (folder && (entry = readdir(folder))) {
            char path[PATH_MAX];
            struct am_bytes bytes;
            int len = snprintf(path, sizeof path, "%s/%s", argv[i], entry->d_name);
            if (entry->d_name[0] == '.' || len < 0 || (size_t)len >= sizeof path ||
                am_file_load(path, 1 << 24, &bytes, NULL) != AM_OK)
                continue;
            (void)LLVMFuzzerTestOneInput(bytes.at, bytes.len);
            am_free(bytes.at);
            count++;
        }
        if (folder)
            (void)closedir(folder);
    }
    (void)printf("%lu seeds replayed\n", count);
    return count > 0 ? 0 : 1; /* a target without seeds tests nothing */
}
