/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tunnels and calls: recognised by what they begin with, and by nothing that only looks like it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heard.h"
#include "wire.h"

/* Hexadecimal digits, "*N" for N bytes of noise; blanks are for the reader. */
static struct am_bytes message(struct wire *w, const char *words)
{
    w->len = 0;
    while (*words) {
        if (*words == ' ') {
            words++;
        } else if (*words == '*') {
            char *rest;
            size_t len = strtoul(words + 1, &rest, 10);
            for (size_t i = 0; i < len; i++)
                wire_number(w, (uint32_t)(0x9d + 37 * i) & 0xff, 1);
            words = rest;
        } else {
            const char digits[] = {words[0], words[1], '\0'};
            wire_number(w, (uint32_t)strtoul(digits, NULL, 16), 1);
            words += 2;
        }
    }
    return wire_view(w);
}

#define SESSION  " c1c2c3c4c5c6c7c8"
#define SIGNED   " 00000001 5f5e1000" /* the first packet, in 2020 */
#define SERVER   " 00000000 a1a2a3a4a5a6a7a8"
#define IKE_SPIS " 1112131415161718 0000000000000000"
#define IKE_BOTH " 1112131415161718 2122232425262728"
#define MAGIC    " 2112a442"

static const struct {
    const char *title;
    const struct am_proto *proto;
    const char *words;
    enum am_probe probe;
} cases[] = {
    {"a handshake", &am_proto_wireguard, "01000000 *144", AM_PROBE_YES},
    {"its answer", &am_proto_wireguard, "02000000 *88", AM_PROBE_YES},
    {"a cookie", &am_proto_wireguard, "03000000 *60", AM_PROBE_YES},
    {"sealed data", &am_proto_wireguard, "04000000 11223344 0500000000000000 *96", AM_PROBE_YES},
    {"nothing in it", &am_proto_wireguard, "04000000 11223344 0500000000000000 *16", AM_PROBE_YES},
    {"a byte too long", &am_proto_wireguard, "01000000 *145", AM_PROBE_NO},
    {"a byte too short", &am_proto_wireguard, "02000000 *87", AM_PROBE_NO},
    {"a type that is none", &am_proto_wireguard, "05000000 *60", AM_PROBE_NO},
    {"reserved bytes in use", &am_proto_wireguard, "01000001 *144", AM_PROBE_NO},
    {"data of an odd length", &am_proto_wireguard, "04000000 11223344 0500000000000000 *97",
     AM_PROBE_NO},
    {"data for nobody", &am_proto_wireguard, "04000000 00000000 0500000000000000 *96", AM_PROBE_NO},
    {"a counter too high", &am_proto_wireguard, "04000000 11223344 0500000000010000 *96",
     AM_PROBE_NO},
    {"a look for a way", &am_proto_wireguard, "5453f09f92ac *56", AM_PROBE_YES},
    {"words that begin so", &am_proto_wireguard, "5453f09f92ac *55", AM_PROBE_NO},

    {"a client in the clear", &am_proto_openvpn, "38" SESSION "00 00000000", AM_PROBE_YES},
    {"an old client", &am_proto_openvpn, "08" SESSION "00 00000000", AM_PROBE_YES},
    {"its server", &am_proto_openvpn, "40" SESSION "01" SERVER "00000000", AM_PROBE_YES},
    {"a client that signs with SHA-1", &am_proto_openvpn, "38" SESSION "*20" SIGNED "00 00000000",
     AM_PROBE_YES},
    {"with SHA-256", &am_proto_openvpn, "38" SESSION "*32" SIGNED "00 00000000", AM_PROBE_YES},
    {"with SHA-512", &am_proto_openvpn, "38" SESSION "*64" SIGNED "00 00000000", AM_PROBE_YES},
    {"a server that signs", &am_proto_openvpn, "40" SESSION "*20" SIGNED "01" SERVER "00000000",
     AM_PROBE_YES},
    {"a client that encrypts", &am_proto_openvpn, "38" SESSION SIGNED "*37", AM_PROBE_YES},
    {"its server encrypts", &am_proto_openvpn, "40" SESSION SIGNED "*49", AM_PROBE_YES},
    {"with a wrapped key", &am_proto_openvpn, "50" SESSION SIGNED "*400", AM_PROBE_YES},
    {"that must show a cookie", &am_proto_openvpn, "50" SESSION "0f000001 5f5e1000 *400",
     AM_PROBE_YES},
    {"a hello in the clear", &am_proto_openvpn, "20" SESSION "00 00000001 160301 *90",
     AM_PROBE_YES},
    {"a hello that acknowledges", &am_proto_openvpn, "20" SESSION "01" SERVER "00000001 160301 *90",
     AM_PROBE_YES},
    {"over TCP", &am_proto_openvpn, "000e 38" SESSION "00 00000000", AM_PROBE_YES},
    {"over TCP, another behind it", &am_proto_openvpn, "000e 38" SESSION "00 00000000 0016",
     AM_PROBE_YES},
    {"over TCP, begun", &am_proto_openvpn, "000e 38" SESSION "00", AM_PROBE_MAYBE},
    {"over TCP, signed", &am_proto_openvpn, "002a 38" SESSION "*20" SIGNED "00 00000000",
     AM_PROBE_YES},
    {"over TCP, encrypted", &am_proto_openvpn, "0036 38" SESSION SIGNED "*37", AM_PROBE_YES},
    {"over TCP, a wrapped key begun", &am_proto_openvpn, "0175 50" SESSION SIGNED "*37",
     AM_PROBE_YES},
    {"no session", &am_proto_openvpn, "38 0000000000000000 00 00000000", AM_PROBE_NO},
    {"not the first packet", &am_proto_openvpn, "38" SESSION "00 00000001", AM_PROBE_NO},
    {"not the first key", &am_proto_openvpn, "39" SESSION "00 00000000", AM_PROBE_NO},
    {"a byte behind it", &am_proto_openvpn, "38" SESSION "00 00000000 00", AM_PROBE_NO},
    {"a client that acknowledges", &am_proto_openvpn, "38" SESSION "01" SERVER "00000000",
     AM_PROBE_NO},
    {"sent before there was any", &am_proto_openvpn, "38" SESSION "00000001 00000001 *37",
     AM_PROBE_NO},
    {"a late packet", &am_proto_openvpn, "38" SESSION "00100000 5f5e1000 *37", AM_PROBE_NO},
    {"an encrypted one too long", &am_proto_openvpn, "38" SESSION SIGNED "*38", AM_PROBE_NO},
    {"what holds no hello", &am_proto_openvpn, "20" SESSION "00 00000001 170301 *90", AM_PROBE_NO},
    {"data", &am_proto_openvpn, "48000000 *90", AM_PROBE_NO},

    {"version 2", &am_proto_ike, IKE_SPIS "21 20 22 08 00000000 00000024 *8", AM_PROBE_YES},
    {"version 2, sealed", &am_proto_ike, IKE_BOTH "2e 20 23 20 00000001 00000040 *36",
     AM_PROBE_YES},
    {"version 1", &am_proto_ike, IKE_SPIS "01 10 02 00 00000000 00000024 *8", AM_PROBE_YES},
    {"version 1, quick mode", &am_proto_ike, IKE_BOTH "08 10 20 01 11223344 00000024 *8",
     AM_PROBE_YES},
    {"on port 4500", &am_proto_ike, "00000000" IKE_BOTH "2e 20 25 08 00000002 00000024 *8",
     AM_PROBE_YES},
    {"over TCP", &am_proto_ike, "494b45544350 0044", AM_PROBE_YES},
    {"over TCP, begun", &am_proto_ike, "494b45", AM_PROBE_MAYBE},
    {"a length that is another", &am_proto_ike, IKE_SPIS "21 20 22 08 00000000 00000025 *8",
     AM_PROBE_NO},
    {"version 3", &am_proto_ike, IKE_SPIS "21 30 22 08 00000000 00000024 *8", AM_PROBE_NO},
    {"an exchange of another version", &am_proto_ike, IKE_SPIS "21 20 02 08 00000000 00000024 *8",
     AM_PROBE_NO},
    {"a payload of another version", &am_proto_ike, IKE_SPIS "01 20 22 08 00000000 00000024 *8",
     AM_PROBE_NO},
    {"flags that are none", &am_proto_ike, IKE_SPIS "21 20 22 09 00000000 00000024 *8",
     AM_PROBE_NO},
    {"nobody began it", &am_proto_ike,
     "0000000000000000 2122232425262728 2e 20 23 20 00000001 00000040 *36", AM_PROBE_NO},
    {"a header alone", &am_proto_ike, IKE_BOTH "00 10 05 00 00000000 0000001c", AM_PROBE_YES},

    {"a sealed packet", &am_proto_esp, "c0ffee01 00000001 *80", AM_PROBE_YES},
    {"a reserved number", &am_proto_esp, "000000ff 00000001 *80", AM_PROBE_NO},
    {"an odd length", &am_proto_esp, "c0ffee01 00000001 *81", AM_PROBE_NO},
    {"too short", &am_proto_esp, "c0ffee01 00000001 *12", AM_PROBE_NO},
    {"a number that comes late", &am_proto_esp, "c0ffee01 f0000001 *80", AM_PROBE_NO},
    {"a sign of life", &am_proto_esp, "ff", AM_PROBE_NO},

    {"it asks for a tunnel", &am_proto_l2tp, "c802 0018 0000 0000 0000 0000 8008 0000 0000 0001 *4",
     AM_PROBE_YES},
    {"it acknowledges", &am_proto_l2tp, "c802 000c 0007 0000 0001 0002", AM_PROBE_YES},
    {"version 3 asks", &am_proto_l2tp, "c803 0018 0000 0000 0000 0000 8008 0000 0000 0001 *4",
     AM_PROBE_YES},
    {"data with a length", &am_proto_l2tp, "4002 0018 0007 0009 *16", AM_PROBE_YES},
    {"data without", &am_proto_l2tp, "0002 0007 0009 *18", AM_PROBE_NO},
    {"a length too long", &am_proto_l2tp, "c802 000d 0007 0000 0001 0002", AM_PROBE_NO},
    {"an unknown kind", &am_proto_l2tp, "c802 0018 0000 0000 0000 0000 8008 0000 0000 0040 *4",
     AM_PROBE_NO},
    {"another attribute first", &am_proto_l2tp,
     "c802 0018 0000 0000 0000 0000 8008 0000 0002 0001 *4", AM_PROBE_NO},
    {"data of no tunnel", &am_proto_l2tp, "4002 0018 0000 0009 *16", AM_PROBE_NO},

    {"it asks for a connection", &am_proto_pptp, "009c 0001 1a2b3c4d 0001 0000 *144", AM_PROBE_YES},
    {"begun", &am_proto_pptp, "009c 0001 1a2b", AM_PROBE_MAYBE},
    {"another number", &am_proto_pptp, "009c 0001 1a2b3c4e 0001 0000 *144", AM_PROBE_NO},
    {"a kind that is none", &am_proto_pptp, "009c 0001 1a2b3c4d 0010 0000 *144", AM_PROBE_NO},
    {"longer than any", &am_proto_pptp, "00ff 0001 1a2b3c4d 0001 0000 *144", AM_PROBE_NO},

    {"it asks for its address", &am_proto_stun, "0001 0000 " MAGIC "*12", AM_PROBE_YES},
    {"it is told", &am_proto_stun, "0101 000c " MAGIC "*12 *12", AM_PROBE_YES},
    {"it asks to be passed on", &am_proto_stun, "0003 0008 " MAGIC "*12 *8", AM_PROBE_YES},
    {"begun", &am_proto_stun, "0003 0008 2112", AM_PROBE_MAYBE},
    {"another cookie", &am_proto_stun, "0001 0000 2112a443 *12", AM_PROBE_NO},
    {"not in words", &am_proto_stun, "0001 0001 " MAGIC " *12 00", AM_PROBE_NO},
    {"a packet of voice", &am_proto_stun, "8060 0000 " MAGIC "*12", AM_PROBE_NO},
};

static void recognises_what_each_begins_with(void **state)
{
    static struct wire w;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum am_probe told = cases[i].proto->probe(message(&w, cases[i].words));
        if (told != cases[i].probe)
            print_error("in the case of: %s, %s\n", cases[i].proto->name, cases[i].title);
        assert_int_equal(told, cases[i].probe);
    }
}

/* ESP's port has to tell: nothing else does. */
static void takes_none_for_another(void **state)
{
    static struct wire w;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (cases[i].probe != AM_PROBE_YES)
            continue;
        struct am_bytes start = message(&w, cases[i].words);
        for (size_t p = 0; am_protocols[p]; p++) {
            bool same = am_protocols[p] == cases[i].proto || am_protocols[p]->ports_only;
            if (!same && am_protocols[p]->probe(start) == AM_PROBE_YES)
                fail_msg("%s, %s is taken for %s", cases[i].proto->name, cases[i].title,
                         am_protocols[p]->name);
        }
    }
}

static void says_that_they_are_tunnels(void **state)
{
    (void)state;
    assert_true(am_proto_wireguard.tunnel && am_proto_openvpn.tunnel && am_proto_ike.tunnel);
    assert_true(am_proto_esp.tunnel && am_proto_l2tp.tunnel && am_proto_pptp.tunnel);
    assert_false(am_proto_stun.tunnel);
    assert_true(am_proto_esp.ports_only);
}

/* What follows is sealed, or tells nothing. */
static void tells_no_names(void **state)
{
    static struct heard h;
    static struct wire w;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool over_udp = (cases[i].proto->over & AM_OVER_UDP) != 0;
        heard_whole(&h, cases[i].proto, message(&w, cases[i].words), false, over_udp);
        assert_string_equal(h.text, "");
    }
    heard_done(&h);
}

static void hear(struct heard *h, const struct am_proto *proto, const char *words, unsigned side)
{
    static struct wire w;
    h->side = side;
    (void)heard_call(h, proto, message(&w, words), false, true);
}

#define DATA(receiver, counter) "04000000" receiver counter "00000000000000 *48"

static void believes_data_for_one_receiver_twice(void **state)
{
    static struct heard h;
    (void)state;
    heard_init(&h);
    hear(&h, &am_proto_wireguard, DATA("11223344", "05"), 0);
    assert_int_equal(h.state, AM_TAKEN_NOT);
    hear(&h, &am_proto_wireguard, DATA("55667788", "09"), 1);
    assert_int_equal(h.state, AM_TAKEN_NOT);
    hear(&h, &am_proto_wireguard, DATA("11223345", "06"), 0);
    assert_int_equal(h.state, AM_TAKEN_NOT);
    hear(&h, &am_proto_wireguard, DATA("11223345", "07"), 0);
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    heard_init(&h);
    hear(&h, &am_proto_wireguard, "01000000 *144", 0);
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    heard_done(&h);
}

static void believes_sealed_packets_that_follow_each_other(void **state)
{
    static struct heard h;
    (void)state;
    heard_init(&h);
    hear(&h, &am_proto_esp, "c0ffee01 00000007 *80", 0);
    assert_int_equal(h.state, AM_TAKEN_NOT);
    hear(&h, &am_proto_esp, "c0ffee02 00000008 *80", 0); /* another association */
    assert_int_equal(h.state, AM_TAKEN_NOT);
    hear(&h, &am_proto_esp, "c0ffee02 00000008 *80", 0); /* again, not after */
    assert_int_equal(h.state, AM_TAKEN_NOT);
    hear(&h, &am_proto_esp, "c0ffee02 0000000a *80", 1); /* the other side's own */
    assert_int_equal(h.state, AM_TAKEN_NOT);
    hear(&h, &am_proto_esp, "c0ffee02 0000000a *80", 0);
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    heard_done(&h);
}

static void makes_way_after_each_message_of_a_call(void **state)
{
    static struct heard h;
    static struct wire w;
    (void)state;
    heard_init(&h);
    for (unsigned i = 0; i < 15; i++) {
        hear(&h, &am_proto_stun, "0001 0000 " MAGIC "*12", 0);
        assert_int_equal(h.state, AM_TAKEN_NEXT);
    }
    hear(&h, &am_proto_stun, "0101 0000 " MAGIC "*12", 1);
    assert_int_equal(h.state, AM_TAKEN_NEXT);
    hear(&h, &am_proto_stun, "0001 0000 " MAGIC "*12", 0);
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    heard_init(&h);
    hear(&h, &am_proto_stun, "0001 0000 " MAGIC "*12 *4", 0); /* something behind it */
    assert_int_equal(h.state, AM_TAKEN_NOT);

    /* Over TCP it waits for the whole message, and takes no more than that. */
    heard_stream(&h, &am_proto_stun, message(&w, "0003 0008 " MAGIC "*12 *8 1603010200"), 21, 3);
    assert_int_equal(h.state, AM_TAKEN_NEXT);
    assert_int_equal(h.taken, 28);
    heard_done(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recognises_what_each_begins_with),
        cmocka_unit_test(takes_none_for_another),
        cmocka_unit_test(says_that_they_are_tunnels),
        cmocka_unit_test(tells_no_names),
        cmocka_unit_test(believes_data_for_one_receiver_twice),
        cmocka_unit_test(believes_sealed_packets_that_follow_each_other),
        cmocka_unit_test(makes_way_after_each_message_of_a_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
