/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as a message between viewer and sensor: passed over, or understood; and what was
 * understood is said again as it was. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sensor/control.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int pair[2] = {-1, -1};
    struct am_control heard;
    struct am_control again;
    if (size == 0 || size > AM_CONTROL_MAX ||
        (pair[0] < 0 && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0))
        return 0;
    if (send(pair[0], data, size, MSG_DONTWAIT) != (ssize_t)size)
        return 0;
    enum am_heard what = am_control_take(pair[1], &heard);
    require(what != AM_HEARD_END);
    if (what == AM_HEARD_NOTHING)
        return 0;
    require(heard.word < AM_CONTROL_WORDS && heard.time >= 0);
    require(strnlen(heard.text, sizeof heard.text) <= AM_MARKER_TEXT);
    require(am_control_send(pair[0], &heard));
    require(am_control_take(pair[1], &again) == AM_HEARD);
    require(again.word == heard.word && again.time == heard.time && again.count == heard.count &&
            again.playing == heard.playing && strcmp(again.text, heard.text) == 0);
    return 0;
}
