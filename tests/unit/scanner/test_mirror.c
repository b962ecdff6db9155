/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mirrors received as UDP, sent to ourselves over the loopback. */
#include "capture/mirror.h"

#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/packet.h"

#define PORTS 2
#define TRIES 200

static void reads_where_to_listen(void **state)
{
    static const struct {
        const char *text, *address; /* NULL: none; "": any */
        uint16_t port;
    } cases[] = {
        {"37008", "", 37008},
        {"1", "", 1},
        {"65535", "", 65535},
        {"192.0.2.1:4789", "192.0.2.1", 4789},
        {"[2001:db8::1]:37008", "2001:db8::1", 37008},
        {"[::]:37008", "::", 37008},
        {"", NULL, 0},
        {"0", NULL, 0},
        {"65536", NULL, 0},
        {"99999999999999999999", NULL, 0},
        {"-1", NULL, 0},
        {"+5", NULL, 0},
        {" 5", NULL, 0},
        {"5 ", NULL, 0},
        {"0x10", NULL, 0},
        {":5", NULL, 0},
        {"192.0.2.1", NULL, 0},
        {"192.0.2.1:", NULL, 0},
        {"[192.0.2.1]:5", NULL, 0},
        {"2001:db8::1:37008", NULL, 0}, /* which part would be the port? */
        {"[2001:db8::1]", NULL, 0},
        {"[]:5", NULL, 0},
        {"router.example:5", NULL, 0}, /* no look-up, ever */
        {"[2001:0db8:0000:0000:0000:0000:0000:0000:0000:0001:0000]:5", NULL, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_mirror_port port = {.link_type = AM_LINK_VXLAN, .port = 7};
        char text[AM_ADDRESS_TEXT] = "";
        enum am_status status = am_mirror_port_parse(cases[i].text, &port);
        if (status != (cases[i].address ? AM_OK : AM_E_USAGE))
            fail_msg("'%s': %d", cases[i].text, (int)status);
        if (!port.any && status == AM_OK)
            am_address_write(&port.address, text);
        assert_string_equal(text, cases[i].address ? cases[i].address : "");
        assert_int_equal(port.port, cases[i].address ? cases[i].port : 7);
        assert_int_equal(port.link_type, AM_LINK_VXLAN);
    }
    assert_string_equal(am_mirror_name(AM_LINK_TZSP), "TZSP");
    assert_string_equal(am_mirror_name(AM_LINK_VXLAN), "VXLAN");
}

static struct am_mirror_port ports[PORTS];

/* On two ports of the loopback that nobody listens at. */
static struct am_mirror *listen_somewhere(int buffer_mib)
{
    struct am_mirror *m = NULL;
    for (unsigned i = 0; i < TRIES && !m; i++) {
        struct am_problem problem = {0};
        uint16_t base = (uint16_t)(20000 + ((unsigned)getpid() * 7 + i * PORTS) % 10000);
        for (unsigned p = 0; p < PORTS; p++) {
            ports[p].link_type = p == 0 ? AM_LINK_TZSP : AM_LINK_VXLAN;
            ports[p].port = (uint16_t)(base + p);
            ports[p].any = false;
            assert_int_equal(am_address_parse("127.0.0.1", &ports[p].address), AM_OK);
        }
        if (am_mirror_open(ports, PORTS, buffer_mib, &m, &problem) != AM_OK) {
            assert_int_equal(problem.status, AM_E_IO);
            m = NULL;
        }
    }
    assert_non_null(m);
    return m;
}

static void send_to(uint16_t port, const void *bytes, size_t len)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(sendto(fd, bytes, len, 0, (struct sockaddr *)&to, sizeof to), (ssize_t)len);
    (void)close(fd);
}

struct seen {
    size_t frames, largest_batch, of[PORTS], bytes;
    int64_t first, last;
    uint8_t start;
};

static void note(void *ctx, const struct am_frame *frames, size_t count)
{
    struct seen *seen = ctx;
    assert_true(count > 0 && count <= AM_FRAMES_MAX);
    seen->largest_batch = count > seen->largest_batch ? count : seen->largest_batch;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(frames[i].wire_len, frames[i].bytes.len);
        seen->of[frames[i].link_type == AM_LINK_VXLAN]++;
        seen->bytes += frames[i].bytes.len;
        seen->start = frames[i].bytes.len > 0 ? frames[i].bytes.at[0] : 0;
        if (seen->frames++ == 0)
            seen->first = frames[i].time;
        seen->last = frames[i].time;
    }
}

static void read_all(struct am_mirror *m, struct seen *seen)
{
    size_t before;
    struct am_problem problem = {0};
    do {
        before = seen->frames;
        assert_int_equal(am_mirror_read(m, 200, note, seen, &problem), AM_OK);
    } while (seen->frames > before);
}

static void hands_over_each_datagram_as_a_frame(void **state)
{
    static uint8_t large[65507];
    struct seen seen = {0};
    struct timespec now;
    (void)state;
    struct am_mirror *m = listen_somewhere(4);
    memset(large, 0x41, sizeof large);
    send_to(ports[0].port, "\x01\x04\x00\x00\x01", 5);
    read_all(m, &seen);
    assert_int_equal(seen.frames, 1);
    assert_int_equal(seen.of[0], 1);
    assert_int_equal(seen.bytes, 5);
    assert_int_equal(seen.start, 1);
    assert_int_equal(clock_gettime(CLOCK_REALTIME, &now), 0);
    int64_t age = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec - seen.first;
    assert_true(age >= 0 && age < 60000000000);

    send_to(ports[1].port, large, sizeof large);
    send_to(ports[1].port, "", 0);
    send_to(ports[0].port, "x", 1);
    read_all(m, &seen);
    assert_int_equal(seen.frames, 4);
    assert_int_equal(seen.of[1], 2);
    assert_int_equal(seen.bytes, 5 + sizeof large + 1);
    assert_int_equal(am_mirror_losses(m).kernel, 0);
    am_mirror_free(m);
}

static void hands_over_many_in_batches(void **state)
{
    struct seen seen = {0};
    (void)state;
    struct am_mirror *m = listen_somewhere(4);
    for (unsigned i = 0; i < 150; i++)
        send_to(ports[i % 2].port, "12345678", 8);
    read_all(m, &seen);
    assert_int_equal(seen.frames + am_mirror_losses(m).kernel, 150);
    assert_true(seen.largest_batch == AM_FRAMES_MAX);
    assert_true(seen.last >= seen.first);
    am_mirror_free(m);
}

static void counts_what_the_kernel_dropped(void **state)
{
    static uint8_t large[8000];
    struct seen seen = {0};
    (void)state;
    struct am_mirror *m = listen_somewhere(1);
    assert_true(am_mirror_buffer(m) > 0 && am_mirror_buffer(m) <= 1u << 20);
    for (unsigned i = 0; i < 1000; i++) /* 8 MB into a buffer of one */
        send_to(ports[0].port, large, sizeof large);
    read_all(m, &seen);
    assert_true(am_mirror_losses(m).kernel > 0);
    assert_int_equal(seen.frames + am_mirror_losses(m).kernel, 1000);
    assert_int_equal(am_mirror_losses(m).interface, 0);
    am_mirror_free(m);
}

static void says_why_it_cannot_listen(void **state)
{
    struct am_mirror *other = NULL;
    struct am_problem problem = {0};
    (void)state;
    struct am_mirror *m = listen_somewhere(1);
    assert_int_equal(am_mirror_open(ports, 1, 1, &other, &problem), AM_E_IO);
    assert_non_null(strstr(problem.text, "another program"));
    assert_null(other);

    struct am_mirror_port elsewhere = {.link_type = AM_LINK_TZSP, .port = ports[0].port};
    assert_int_equal(am_address_parse("192.0.2.77", &elsewhere.address), AM_OK);
    memset(&problem, 0, sizeof problem);
    assert_int_equal(am_mirror_open(&elsewhere, 1, 1, &other, &problem), AM_E_IO);
    assert_non_null(strstr(problem.text, "has not the address"));
    assert_null(strstr(problem.text, "192.0.2.77"));

    static struct am_mirror_port many[AM_MIRRORS_MAX + 1];
    memset(&problem, 0, sizeof problem);
    assert_int_equal(am_mirror_open(many, AM_MIRRORS_MAX + 1, 1, &other, &problem), AM_E_LIMIT);
    am_mirror_free(m);
    am_mirror_free(NULL);
}

/* IPv4 comes to a socket that listens at all addresses. */
static void listens_at_all_addresses(void **state)
{
    struct seen seen = {0};
    struct am_mirror *m = listen_somewhere(1);
    (void)state;
    am_mirror_free(m);
    struct am_mirror_port any = {.link_type = AM_LINK_VXLAN, .any = true, .port = ports[1].port};
    struct am_problem problem = {0};
    assert_int_equal(am_mirror_open(&any, 1, 1, &m, &problem), AM_OK);
    send_to(any.port, "\x08", 1);
    read_all(m, &seen);
    assert_int_equal(seen.of[1], 1);
    am_mirror_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_where_to_listen),
        cmocka_unit_test(hands_over_each_datagram_as_a_frame),
        cmocka_unit_test(hands_over_many_in_batches),
        cmocka_unit_test(counts_what_the_kernel_dropped),
        cmocka_unit_test(says_why_it_cannot_listen),
        cmocka_unit_test(listens_at_all_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
