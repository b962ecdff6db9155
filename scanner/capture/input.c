/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capture/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define READ_PIECE (256u << 10)
/* Captures of real traffic compress 2 to 20 times, idle ones a hundred; a bomb a thousand and more.
 */
#define BOMB_RATIO 300u
#define BOMB_FROM  (1ull << 30)

struct am_input {
    int fd;
    const char *path; /* borrowed */
    uint8_t *bytes;   /* AM_INPUT_WINDOW + READ_PIECE */
    size_t start, end;
    bool eof;
    enum { PLAIN, GZIP, ZSTD } packing;
    uint8_t *packed; /* READ_PIECE of compressed bytes */
    size_t packed_start, packed_end;
    uint64_t packed_total, total;
    bool member_done; /* a gzip member or zstd frame ended; another may follow */
    uint64_t size;    /* of a plain file on disk; 0: not known */
    uint64_t taken;
    z_stream gz;
    ZSTD_DStream *zstd;
};

static ssize_t read_some(int fd, uint8_t *into, size_t len)
{
    for (;;) {
        ssize_t got = read(fd, into, len);
        if (got >= 0)
            return got;
        /* A signal asks the scan to end: what has been read so far is all there is. */
        if (errno == EINTR)
            return 0;
        if (errno != EAGAIN)
            return -1;
        /* A pipe that whoever shares it does not want to wait for; we do. */
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        if (poll(&wait, 1, -1) < 0)
            return errno == EINTR ? 0 : -1;
    }
}

/* Reads what the first bytes say the file is made of. */
static enum am_status start_packing(struct am_input *in, struct am_problem *problem)
{
    static const uint8_t gzip_magic[] = {0x1f, 0x8b};
    static const uint8_t zstd_magic[] = {0x28, 0xb5, 0x2f, 0xfd};
    size_t have = 0;
    while (have < sizeof zstd_magic) {
        ssize_t got = read_some(in->fd, in->bytes + have, READ_PIECE - have);
        if (got < 0)
            return am_problem_set(problem, AM_E_IO, in->path, 0, "can't read it: %s",
                                  strerror(errno));
        if (got == 0)
            break;
        have += (size_t)got;
    }
    if (have >= 2 && memcmp(in->bytes, gzip_magic, 2) == 0)
        in->packing = GZIP;
    else if (have >= 4 && memcmp(in->bytes, zstd_magic, 4) == 0)
        in->packing = ZSTD;
    in->end = have;
    if (in->packing == PLAIN)
        return AM_OK;

    in->packed = malloc(READ_PIECE);
    if (!in->packed)
        return am_problem_set(problem, AM_E_NO_MEMORY, in->path, 0, "out of memory");
    memcpy(in->packed, in->bytes, have);
    in->packed_end = in->packed_total = have;
    in->end = 0;
    bool ready;
    if (in->packing == GZIP)
        ready = inflateInit2(&in->gz, 15 + 16) == Z_OK;
    else
        ready = (in->zstd = ZSTD_createDStream()) != NULL;
    return ready ? AM_OK : am_problem_set(problem, AM_E_NO_MEMORY, in->path, 0, "out of memory");
}

enum am_status am_input_open(const char *path, struct am_input **out, struct am_problem *problem)
{
    struct am_input *in = calloc(1, sizeof *in);
    if (!in)
        return am_problem_set(problem, AM_E_NO_MEMORY, path, 0, "out of memory");
    in->path = path;
    in->bytes = malloc(AM_INPUT_WINDOW + READ_PIECE);
    bool standard = strcmp(path, "-") == 0;
    in->fd = standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(path, O_RDONLY | O_CLOEXEC);
    struct stat st = {0};
    enum am_status status = AM_OK;
    if (!in->bytes)
        status = am_problem_set(problem, AM_E_NO_MEMORY, path, 0, "out of memory");
    else if (in->fd < 0)
        status = am_problem_set(problem, errno == ENOENT ? AM_E_NOT_FOUND : AM_E_IO, path, 0,
                                "can't open it: %s", strerror(errno));
    else if (fstat(in->fd, &st) == 0 && S_ISDIR(st.st_mode))
        status = am_problem_set(problem, AM_E_NOT_FOUND, path, 0,
                                "this is a folder: name the capture files in it");
    else
        status = start_packing(in, problem);
    if (status != AM_OK) {
        am_input_free(in);
        return status;
    }
    if (S_ISREG(st.st_mode) && st.st_size > 0 && in->packing == PLAIN && !standard)
        in->size = (uint64_t)st.st_size;
    *out = in;
    return AM_OK;
}

void am_input_free(struct am_input *in)
{
    if (!in)
        return;
    if (in->packing == GZIP)
        (void)inflateEnd(&in->gz);
    (void)ZSTD_freeDStream(in->zstd);
    if (in->fd >= 0)
        (void)close(in->fd);
    free(in->packed);
    free(in->bytes);
    free(in);
}

/* Between the members of a gzip file, and after the last, there may be zeroes (RFC 1952, 2.2 does
 * not say so; gzip(1) passes over them, since tapes have them). */
static void skip_padding(struct am_input *in)
{
    while (in->packed_start < in->packed_end && in->packed[in->packed_start] == 0)
        in->packed_start++;
}

/* Unpacks from what is at hand into the free end of the window. */
static enum am_status unpack_gzip(struct am_input *in, size_t room, size_t *made)
{
    if (in->member_done) {
        skip_padding(in);
        if (in->packed_start == in->packed_end)
            return AM_OK;
        if (inflateReset(&in->gz) != Z_OK)
            return AM_E_MALFORMED;
    }
    size_t have = in->packed_end - in->packed_start;
    in->gz.next_in = in->packed + in->packed_start;
    in->gz.avail_in = (unsigned)have;
    in->gz.next_out = in->bytes + in->end;
    in->gz.avail_out = (unsigned)room;
    int result = inflate(&in->gz, Z_NO_FLUSH);
    in->packed_start += have - in->gz.avail_in;
    *made = room - in->gz.avail_out;
    in->member_done = result == Z_STREAM_END;
    bool good = result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR;
    return good ? AM_OK : AM_E_MALFORMED;
}

static enum am_status unpack_zstd(struct am_input *in, size_t room, size_t *made)
{
    ZSTD_inBuffer source = {in->packed, in->packed_end, in->packed_start};
    ZSTD_outBuffer sink = {in->bytes + in->end, room, 0};
    size_t result = ZSTD_decompressStream(in->zstd, &sink, &source);
    in->packed_start = source.pos;
    *made = sink.pos;
    in->member_done = result == 0;
    if (!ZSTD_isError(result))
        return AM_OK;
    return ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge ? AM_E_LIMIT
                                                                                 : AM_E_MALFORMED;
}

static enum am_status unpack_problem(struct am_input *in, enum am_status status,
                                     struct am_problem *problem)
{
    in->eof = true;
    if (status == AM_E_LIMIT)
        return am_problem_set(problem, status, in->path, 0,
                              "it was packed with --long, which takes more memory to unpack than "
                              "amarra gives: unpack it with zstd -d --long=31");
    return am_problem_set(problem, status, in->path, 0,
                          "the compressed file is damaged; what came before that was read");
}

/* Reads more of the compressed file. At its end, `eof`. */
static enum am_status read_packed(struct am_input *in, struct am_problem *problem)
{
    ssize_t got = read_some(in->fd, in->packed, READ_PIECE);
    in->packed_start = 0;
    in->packed_end = got > 0 ? (size_t)got : 0;
    in->packed_total += in->packed_end;
    in->eof = got <= 0;
    if (got < 0)
        return am_problem_set(problem, AM_E_IO, in->path, 0, "can't read it: %s", strerror(errno));
    if (got == 0 && !in->member_done)
        return am_problem_set(problem, AM_E_TRUNCATED, in->path, 0,
                              "the compressed file ends before its content does; what came before "
                              "that was read");
    return AM_OK;
}

static enum am_status fill_packed(struct am_input *in, struct am_problem *problem)
{
    for (;;) {
        size_t made = 0;
        enum am_status status = AM_OK;
        if (in->packed_start == in->packed_end) {
            status = read_packed(in, problem);
            if (status != AM_OK || in->eof)
                return status;
        }
        status = in->packing == GZIP ? unpack_gzip(in, READ_PIECE, &made)
                                     : unpack_zstd(in, READ_PIECE, &made);
        in->end += made;
        in->total += made;
        if (status != AM_OK)
            return unpack_problem(in, status, problem);
        if (in->total > BOMB_FROM && in->total / BOMB_RATIO > in->packed_total) {
            in->eof = true;
            return am_problem_set(problem, AM_E_LIMIT, in->path, 0,
                                  "it unpacks to over %u times its size: not a capture; unpack it "
                                  "yourself if you trust it",
                                  BOMB_RATIO);
        }
        if (made > 0)
            return AM_OK;
    }
}

static enum am_status fill(struct am_input *in, struct am_problem *problem)
{
    if (in->packing != PLAIN)
        return fill_packed(in, problem);
    ssize_t got = read_some(in->fd, in->bytes + in->end, READ_PIECE);
    in->eof = got <= 0;
    if (got < 0)
        return am_problem_set(problem, AM_E_IO, in->path, 0, "can't read it: %s", strerror(errno));
    in->end += (size_t)got;
    return AM_OK;
}

enum am_status am_input_window(struct am_input *in, size_t want, struct am_bytes *window,
                               struct am_problem *problem)
{
    enum am_status status = AM_OK;
    if (want > AM_INPUT_WINDOW)
        want = AM_INPUT_WINDOW;
    while (in->end - in->start < want && !in->eof && status == AM_OK) {
        if (in->start > 0) {
            memmove(in->bytes, in->bytes + in->start, in->end - in->start);
            in->end -= in->start;
            in->start = 0;
        }
        status = fill(in, problem);
    }
    /* What is there is given even when no more can be had: a damaged file is read as far as it
     * goes. */
    *window = (struct am_bytes){.at = in->bytes + in->start, .len = in->end - in->start};
    return status;
}

void am_input_take(struct am_input *in, size_t len)
{
    in->start += len;
    in->taken += len;
}

uint64_t am_input_done(const struct am_input *in)
{
    return in->packing == PLAIN ? in->taken : in->packed_total;
}

uint64_t am_input_left(const struct am_input *in)
{
    uint64_t window = in->end - in->start;
    return in->size > in->taken + window ? in->size - in->taken : window;
}
