/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Input: a file, as the capture reader opens it.
 *
 * Reading ends; every byte handed over can be read and times stay in their range; nothing of a
 * plain file is handed over twice; what a file cut short gives is the start of what the whole
 * gives; and sorting it agrees with opening it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture/input.h"
#include "capture/source.h"

#define KEPT_MAX 4096

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* A frame in one number. */
struct seen {
    size_t count;
    uint64_t bytes;
    uint64_t frames[KEPT_MAX];
    enum am_status status;
};

static void note(void *ctx, const struct am_frame *frames, size_t count)
{
    struct seen *seen = ctx;
    must(count >= 1 && count <= AM_FRAMES_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct am_frame *f = &frames[i];
        uint64_t sum = (uint64_t)f->time ^ f->wire_len ^ (uint64_t)f->link_type << 48;
        must(f->wire_len >= f->bytes.len && f->link_type >= 0 && f->link_type <= 0xffff);
        must(f->time >= 0 && f->time / 1000000000 <= 0x1ffffffff);
        for (size_t b = 0; b < f->bytes.len; b++)
            sum = sum * 31 + f->bytes.at[b];
        if (seen->count < KEPT_MAX)
            seen->frames[seen->count] = sum;
        seen->count++;
        seen->bytes += f->bytes.len;
    }
}

static int make_file(const uint8_t *data, size_t size, char path[64])
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    must(fd >= 0);
    for (size_t done = 0; done < size;) {
        ssize_t put = write(fd, data + done, size - done);
        must(put > 0);
        done += (size_t)put;
    }
    (void)snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

/* How opening went. */
static enum am_status read_all(const uint8_t *data, size_t size, struct seen *seen)
{
    char path[64];
    int fd = make_file(data, size, path);
    struct am_capture_file *f;
    struct am_problem problem = {0};
    bool end = false;
    memset(seen, 0, sizeof *seen);
    enum am_status opened = am_capture_file_open(path, &f, &problem);
    must(opened == problem.status);
    seen->status = opened;
    while (seen->status == AM_OK && !end) {
        size_t before = seen->count;
        seen->status = am_capture_file_read(f, note, seen, &end, &problem);
        must(end || seen->status != AM_OK || seen->count > before);
    }
    must(seen->status == problem.status);
    if (opened == AM_OK) {
        const struct am_source_losses *losses = am_capture_file_losses(f);
        must((losses->unreadable > 0) == (seen->status != AM_OK));
        am_capture_file_free(f);
    }
    const char *paths[] = {path};
    struct am_problem later = {0};
    must((am_capture_files_sort(paths, 1, &later) == AM_OK) == (opened == AM_OK));
    (void)close(fd);
    return opened;
}

static bool is_packed(const uint8_t *data, size_t size)
{
    return size >= 2 && ((data[0] == 0x1f && data[1] == 0x8b) ||
                         (size >= 4 && memcmp(data, "\x28\xb5\x2f\xfd", 4) == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct seen whole; /* large */
    static struct seen part;
    if (read_all(data, size, &whole) != AM_OK || size == 0)
        return 0;
    if (!is_packed(data, size))
        must(whole.bytes <= size);
    size_t cut = (size * (data[size - 1] + 1u)) >> 8;
    (void)read_all(data, cut, &part);
    must(part.count <= whole.count && part.bytes <= whole.bytes);
    size_t kept = part.count < KEPT_MAX ? part.count : KEPT_MAX;
    must(memcmp(part.frames, whole.frames, kept * sizeof *part.frames) == 0);
    return 0;
}
