/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <argp.h>
#include <pcap/pcap.h>
#include <string.h>

#include "base/utf8.h"
#include "scanner.h"

static const char *state_of(const pcap_if_t *i)
{
    if (!(i->flags & PCAP_IF_UP))
        return "down";
    switch (i->flags & PCAP_IF_CONNECTION_STATUS) {
    case PCAP_IF_CONNECTION_STATUS_CONNECTED:
        return "connected";
    case PCAP_IF_CONNECTION_STATUS_DISCONNECTED:
        return "no cable or network";
    default:
        return "up";
    }
}

static const char *kind_of(const pcap_if_t *i)
{
    if (i->flags & PCAP_IF_LOOPBACK)
        return "loopback";
    return i->flags & PCAP_IF_WIRELESS ? "wireless" : "wired or virtual";
}

/* What libpcap lists besides networks. */
static bool is_network(const pcap_if_t *i)
{
    static const char *const others[] = {"bluetooth", "dbus-", "nfqueue", "usbmon"};
    for (size_t k = 0; k < sizeof others / sizeof *others; k++)
        if (strncmp(i->name, others[k], strlen(others[k])) == 0)
            return false;
    return true;
}

int am_cmd_interfaces(int argc, char **argv)
{
    static const struct argp argp = {
        .doc = "Lists the interfaces that `amarra scan -i` can watch.",
    };
    argp_err_exit_status = AM_EXIT_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, NULL);

    char error[PCAP_ERRBUF_SIZE];
    pcap_if_t *list;
    struct am_problem problem = {0};
    if (pcap_findalldevs(&list, error) != 0) {
        (void)am_problem_set(&problem, AM_E_IO, NULL, 0, "can't list the interfaces: %s", error);
        return am_problem_print(&problem);
    }
    if (!list) {
        (void)am_problem_set(
            &problem, AM_E_NOT_FOUND, NULL, 0,
            "no interface can be watched: run as root, or give the permission with: "
            "setcap cap_net_raw=eip $(command -v amarra)");
        return am_problem_print(&problem);
    }
    for (const pcap_if_t *i = list; i; i = i->next) {
        if (!is_network(i))
            continue;
        /* The description is the device's own word. */
        struct am_text description;
        am_text_init(&description, 1024);
        am_utf8_add_inert(&description, i->description ? i->description : "");
        (void)printf("%-16s %-20s %-17s %s\n", i->name, state_of(i), kind_of(i), description.at);
        am_text_done(&description);
    }
    pcap_freealldevs(list);
    if (fflush(stdout) != 0) {
        (void)am_problem_set(&problem, AM_E_IO, NULL, 0, "can't write the list");
        return am_problem_print(&problem);
    }
    return AM_EXIT_OK;
}
