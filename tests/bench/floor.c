/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The floor that a scan is measured against: libpcap's read loop, which only counts. */
#include <inttypes.h>
#include <pcap/pcap.h>
#include <stdio.h>

struct sum {
    uint64_t packets, bytes, touched;
};

static void count(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
    struct sum *sum = (struct sum *)(void *)user;
    sum->packets++;
    sum->bytes += header->len;
    sum->touched += header->caplen > 12 ? bytes[12] : 0; /* no packet may stay untouched */
}

int main(int argc, char **argv)
{
    char error[PCAP_ERRBUF_SIZE];
    struct sum sum = {0};
    pcap_t *capture = argc == 2 ? pcap_open_offline(argv[1], error) : NULL;
    if (!capture) {
        (void)fprintf(stderr, "usage: floor CAPTURE\n");
        return 2;
    }
    (void)pcap_dispatch(capture, -1, count, (u_char *)&sum);
    pcap_close(capture);
    (void)printf("%" PRIu64 " packets, %" PRIu64 " bytes (%" PRIu64 ")\n", sum.packets, sum.bytes,
                 sum.touched);
    return 0;
}
