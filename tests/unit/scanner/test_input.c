/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <zlib.h>
#include <zstd.h>

#include "capture/input.h"
#include "capture_bytes.h"

#define SOME (700u << 10) /* spans several reads */

struct packed {
    uint8_t *at;
    size_t len;
};

/* Bytes that can be told from their place, and that pack a little. */
static uint8_t byte_at(size_t i)
{
    uint32_t x = (uint32_t)(i / 3) * 2654435761u;
    return (uint8_t)(x >> 24);
}

static uint8_t *make(size_t len)
{
    uint8_t *bytes = malloc(len ? len : 1);
    assert_non_null(bytes);
    for (size_t i = 0; i < len; i++)
        bytes[i] = byte_at(i);
    return bytes;
}

static void pack_gzip(struct packed *out, const uint8_t *bytes, size_t len)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&z, len);
    out->at = realloc(out->at, out->len + room);
    assert_non_null(out->at);
    z.next_in = (uint8_t *)(uintptr_t)bytes;
    z.avail_in = (unsigned)len;
    z.next_out = out->at + out->len;
    z.avail_out = (unsigned)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->len += z.total_out;
    (void)deflateEnd(&z);
}

static void pack_zstd(struct packed *out, const uint8_t *bytes, size_t len, int checksum)
{
    ZSTD_CCtx *c = ZSTD_createCCtx();
    assert_non_null(c);
    (void)ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, checksum);
    size_t room = ZSTD_compressBound(len);
    out->at = realloc(out->at, out->len + room);
    assert_non_null(out->at);
    size_t got = ZSTD_compress2(c, out->at + out->len, room, bytes, len);
    assert_false(ZSTD_isError(got));
    out->len += got;
    (void)ZSTD_freeCCtx(c);
}

/* In blocks of 100 KB that are not in step with how much is unpacked at a time. */
static void pack_zstd_odd(struct packed *out, const uint8_t *bytes, size_t len)
{
    ZSTD_CCtx *c = ZSTD_createCCtx();
    assert_non_null(c);
    size_t room = ZSTD_compressBound(len) + 1000;
    out->at = realloc(out->at, room);
    assert_non_null(out->at);
    ZSTD_outBuffer sink = {out->at, room, 0};
    ZSTD_inBuffer source = {bytes, 0, 0};
    do {
        source.size = len - source.size > 100000 ? source.size + 100000 : len;
        ZSTD_EndDirective how = source.size == len ? ZSTD_e_end : ZSTD_e_flush;
        assert_int_equal(ZSTD_compressStream2(c, &sink, &source, how), 0);
    } while (source.pos < len);
    out->len = sink.pos;
    (void)ZSTD_freeCCtx(c);
}

/* Reads to the end in windows of at least `want` bytes; how many came as they should. */
static size_t read_all(const char *path, size_t want, enum am_status *status,
                       struct am_problem *problem)
{
    struct am_input *in = NULL;
    size_t good = 0;
    *status = am_input_open(path, &in, problem);
    if (*status != AM_OK)
        return 0;
    for (;;) {
        struct am_bytes window;
        enum am_status here = am_input_window(in, want, &window, problem);
        if (here != AM_OK)
            *status = here;
        if (window.len == 0)
            break;
        if (here == AM_OK && *status == AM_OK && window.len < want)
            want = window.len; /* only at the end */
        size_t take = window.len < want ? window.len : want;
        for (size_t i = 0; i < take; i++, good++)
            assert_int_equal(window.at[i], byte_at(good));
        am_input_take(in, take);
    }
    am_input_free(in);
    return good;
}

static size_t read_bytes(const struct packed *packed, size_t want, enum am_status *status)
{
    struct am_problem problem = {0};
    struct memory_file f = memory_file((struct am_bytes){packed->at, packed->len});
    size_t good = read_all(f.path, want, status, &problem);
    if (*status != AM_OK)
        assert_true(problem.text[0] != '\0');
    memory_file_done(&f);
    return good;
}

static void gives_the_bytes_of_every_packing(void **state)
{
    (void)state;
    static const size_t lens[] = {0, 1, 3, 4, 5, 1000, 262144, 262145, 300000, SOME};
    static const size_t wants[] = {1, 24, 70000, AM_INPUT_WINDOW};
    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
        uint8_t *bytes = make(lens[i]);
        struct packed packings[5] = {{bytes, lens[i]}, {0}, {0}, {0}, {0}};
        pack_gzip(&packings[1], bytes, lens[i]);
        pack_zstd(&packings[2], bytes, lens[i], 1);
        pack_zstd(&packings[3], bytes, lens[i], 0);
        pack_zstd_odd(&packings[4], bytes, lens[i]);
        for (size_t p = 0; p < 5; p++) {
            for (size_t w = 0; w < sizeof wants / sizeof *wants; w++) {
                enum am_status status;
                size_t good = read_bytes(&packings[p], wants[w], &status);
                if (status != AM_OK || good != lens[i])
                    fail_msg("packing %zu, %zu bytes, window %zu: %zu, %s", p, lens[i], wants[w],
                             good, am_status_name(status));
            }
            free(packings[p].at);
        }
    }
}

static void many_members_are_one_file(void **state)
{
    (void)state;
    uint8_t *bytes = make(SOME);
    struct packed gzip = {0};
    struct packed zstd = {0};
    for (size_t done = 0; done < SOME; done += SOME / 7) {
        size_t part = SOME - done < SOME / 7 ? SOME - done : SOME / 7;
        pack_gzip(&gzip, bytes + done, part);
        pack_zstd(&zstd, bytes + done, part, done % 2 == 0);
    }
    enum am_status status;
    assert_int_equal(read_bytes(&gzip, 1, &status), SOME);
    assert_int_equal(status, AM_OK);
    assert_int_equal(read_bytes(&zstd, 1, &status), SOME);
    assert_int_equal(status, AM_OK);

    /* Zeroes after the last member are passed over, as gzip does; anything else is damage. */
    gzip.at = realloc(gzip.at, gzip.len + 600);
    assert_non_null(gzip.at);
    memset(gzip.at + gzip.len, 0, 600);
    gzip.len += 600;
    assert_int_equal(read_bytes(&gzip, 1, &status), SOME);
    assert_int_equal(status, AM_OK);
    memset(gzip.at + gzip.len - 20, 'x', 20);
    assert_int_equal(read_bytes(&gzip, 1, &status), SOME);
    assert_int_equal(status, AM_E_MALFORMED);
    free(gzip.at);
    free(zstd.at);
    free(bytes);
}

/* However it is cut, what came before is given, and that it was cut is told. */
static void a_packed_file_that_was_cut_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    uint8_t *bytes = make(50000);
    struct packed packings[3] = {{0}};
    pack_gzip(&packings[0], bytes, 50000);
    pack_zstd(&packings[1], bytes, 50000, 1);
    pack_zstd(&packings[2], bytes, 50000, 0);
    for (size_t p = 0; p < 3; p++) {
        size_t last = 0;
        for (size_t len = 6; len < packings[p].len; len += 97) {
            struct packed cut = {packings[p].at, len};
            enum am_status status;
            size_t good = read_bytes(&cut, 1, &status);
            assert_int_equal(status, AM_E_TRUNCATED);
            assert_true(good >= last && good <= 50000);
            last = good;
        }
        if (p != 2) /* the end of a frame without a checksum is the end of its last block */
            assert_true(last > 25000);
        free(packings[p].at);
    }
    free(bytes);
}

static void a_packed_file_that_is_damaged_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    uint8_t *bytes = make(SOME);
    struct packed gzip = {0};
    pack_gzip(&gzip, bytes, SOME);
    memset(gzip.at + gzip.len / 2, 0xff, 100);
    struct am_problem problem = {0};
    struct memory_file f = memory_file((struct am_bytes){gzip.at, gzip.len});
    struct am_input *in;
    struct am_bytes window;
    size_t sum = 0;
    enum am_status seen = AM_OK;
    assert_int_equal(am_input_open(f.path, &in, &problem), AM_OK);
    do {
        enum am_status status = am_input_window(in, 1, &window, &problem);
        seen = status != AM_OK ? status : seen;
        for (size_t i = 0; i < window.len && sum + i < SOME / 4; i++)
            assert_int_equal(window.at[i], byte_at(sum + i));
        am_input_take(in, window.len);
        sum += window.len;
    } while (window.len > 0);
    /* Where the damage reads as good, it is the end that does not come. */
    assert_true(seen == AM_E_MALFORMED || seen == AM_E_TRUNCATED);
    assert_true(sum > SOME / 4);
    am_input_free(in);
    memory_file_done(&f);
    free(gzip.at);
    free(bytes);
}

static void a_bomb_is_refused(void **state)
{
    (void)state;
    enum { PIECE = 1 << 20 };
    /* 1.2 GiB of zeroes, in members of 64 MiB: about 1.2 MiB packed. */
    uint8_t *zeroes = calloc(64, PIECE);
    assert_non_null(zeroes);
    struct packed one = {0};
    struct packed bomb = {0};
    pack_gzip(&one, zeroes, (size_t)64 * PIECE);
    bomb.len = one.len * 19;
    bomb.at = malloc(bomb.len);
    assert_non_null(bomb.at);
    for (size_t i = 0; i < 19; i++)
        memcpy(bomb.at + i * one.len, one.at, one.len);
    struct memory_file f = memory_file((struct am_bytes){bomb.at, bomb.len});
    struct am_problem problem = {0};
    struct am_input *in;
    struct am_bytes window;
    size_t sum = 0;
    enum am_status seen = AM_OK;
    assert_int_equal(am_input_open(f.path, &in, &problem), AM_OK);
    do {
        enum am_status status = am_input_window(in, 1, &window, &problem);
        seen = status != AM_OK ? status : seen;
        am_input_take(in, window.len);
        sum += window.len;
    } while (window.len > 0);
    assert_int_equal(seen, AM_E_LIMIT);
    assert_true(sum < (size_t)1100 * PIECE);
    am_input_free(in);
    memory_file_done(&f);
    free(bomb.at);
    free(one.at);
    free(zeroes);
}

static void what_asks_for_too_much_memory_is_refused(void **state)
{
    (void)state;
    /* RFC 8878, 3.1.1: magic, a frame header without single segment, a window of 2 GiB */
    static const uint8_t frame[] = {0x28, 0xb5, 0x2f, 0xfd, 0x00, 21 << 3, 0x01, 0x00, 0x00};
    struct packed packed = {(uint8_t *)(uintptr_t)frame, sizeof frame};
    enum am_status status;
    assert_int_equal(read_bytes(&packed, 1, &status), 0);
    assert_int_equal(status, AM_E_LIMIT);
}

struct pipe_writer {
    int fd;
    size_t len;
};

static void *write_slowly(void *ctx)
{
    struct pipe_writer *w = ctx;
    for (size_t i = 0; i < w->len; i++) {
        uint8_t byte = byte_at(i);
        if (write(w->fd, &byte, 1) != 1)
            break;
        if (i % 1000 == 0)
            (void)usleep(1000);
    }
    (void)close(w->fd);
    return NULL;
}

static void reads_a_pipe_that_gives_little_and_does_not_wait(void **state)
{
    (void)state;
    for (unsigned nonblocking = 0; nonblocking < 2; nonblocking++) {
        int ends[2];
        pthread_t thread;
        char path[64];
        struct am_problem problem = {0};
        enum am_status status;
        assert_int_equal(pipe(ends), 0);
        if (nonblocking)
            assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
        struct pipe_writer writer = {ends[1], 20000};
        /* standard input, so that the descriptor itself is read, with its flags */
        int saved = dup(STDIN_FILENO);
        assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
        assert_int_equal(pthread_create(&thread, NULL, write_slowly, &writer), 0);
        (void)snprintf(path, sizeof path, "-");
        assert_int_equal(read_all(path, 100, &status, &problem), 20000);
        assert_int_equal(status, AM_OK);
        assert_int_equal(pthread_join(thread, NULL), 0);
        if (saved >= 0) {
            (void)dup2(saved, STDIN_FILENO);
            (void)close(saved);
        }
        (void)close(ends[0]);
    }
}

static void says_what_can_not_be_opened(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        enum am_status status;
    } cases[] = {
        {"/nonexistent/capture.pcap", AM_E_NOT_FOUND},
        {"/", AM_E_NOT_FOUND},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_problem problem = {0};
        struct am_input *in;
        assert_int_equal(am_input_open(cases[i].path, &in, &problem), cases[i].status);
        assert_string_equal(problem.file, cases[i].path);
        assert_true(problem.text[0] != '\0');
    }
}

static void knows_how_much_of_a_plain_file_is_left(void **state)
{
    (void)state;
    uint8_t *bytes = make(SOME);
    struct memory_file f = memory_file((struct am_bytes){bytes, SOME});
    struct am_problem problem = {0};
    struct am_input *in;
    struct am_bytes window;
    assert_int_equal(am_input_open(f.path, &in, &problem), AM_OK);
    assert_int_equal(am_input_left(in), SOME);
    assert_int_equal(am_input_window(in, 24, &window, &problem), AM_OK);
    am_input_take(in, 24);
    assert_int_equal(am_input_left(in), SOME - 24);
    am_input_free(in);
    memory_file_done(&f);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_bytes_of_every_packing),
        cmocka_unit_test(many_members_are_one_file),
        cmocka_unit_test(a_packed_file_that_was_cut_is_read_as_far_as_it_goes),
        cmocka_unit_test(a_packed_file_that_is_damaged_is_read_as_far_as_it_goes),
        cmocka_unit_test(a_bomb_is_refused),
        cmocka_unit_test(what_asks_for_too_much_memory_is_refused),
        cmocka_unit_test(reads_a_pipe_that_gives_little_and_does_not_wait),
        cmocka_unit_test(says_what_can_not_be_opened),
        cmocka_unit_test(knows_how_much_of_a_plain_file_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
