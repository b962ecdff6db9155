/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sensor/control.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clean.h"

/* What stands after the word. */
enum takes { NOTHING, NUMBER, TIME, TEXT, AT };

static const struct {
    const char *word;
    enum takes takes;
} words[AM_CONTROL_WORDS] = {
    [AM_CONTROL_PAUSE] = {"pause", NOTHING}, [AM_CONTROL_GO] = {"go", NOTHING},
    [AM_CONTROL_SPEED] = {"speed", NUMBER},  [AM_CONTROL_UNTIL] = {"until", TIME},
    [AM_CONTROL_MARK] = {"mark", TEXT},      [AM_CONTROL_STOP] = {"stop", NOTHING},
    [AM_CONTROL_READY] = {"ready", NOTHING}, [AM_CONTROL_AT] = {"at", AT},
};

static const char *const playing[] = {
    [AM_PLAYING_LIVE] = "live",
    [AM_PLAYING_ON] = "playing",
    [AM_PLAYING_PAUSED] = "paused",
};

static bool take_time(const char **at, int64_t *out)
{
    char *rest;
    errno = 0;
    long long value = strtoll(*at, &rest, 10);
    if (errno != 0 || rest == *at || value < 0)
        return false;
    *out = value;
    *at = rest;
    return true;
}

static bool take_at(const char *text, struct am_control *out)
{
    int64_t count;
    if (!take_time(&text, &out->time) || *text++ != ' ')
        return false;
    for (size_t i = 0; i < sizeof playing / sizeof *playing; i++) {
        size_t len = strlen(playing[i]);
        if (strncmp(text, playing[i], len) != 0 || text[len] != ' ')
            continue;
        text += len + 1;
        out->playing = (enum am_playing)i;
        if (!take_time(&text, &count) || *text != '\0')
            return false;
        out->count = (uint64_t)count;
        return true;
    }
    return false;
}

static bool take_rest(enum takes takes, const char *rest, struct am_control *out)
{
    char *end;
    switch (takes) {
    case NOTHING:
        return *rest == '\0';
    case NUMBER:
        out->number = strtod(rest, &end);
        return end != rest && *end == '\0' && isfinite(out->number) && out->number >= 0;
    case TIME:
        return take_time(&rest, &out->time) && *rest == '\0';
    case TEXT:
        am_clean_text(rest, strlen(rest), out->text, sizeof out->text);
        return true;
    case AT:
        return take_at(rest, out);
    }
    return false;
}

static bool parse(const char *text, struct am_control *out)
{
    size_t len = strcspn(text, " ");
    const char *rest = text[len] == ' ' ? text + len + 1 : text + len;
    for (size_t i = 0; i < AM_CONTROL_WORDS; i++) {
        struct am_control message = {.word = (enum am_control_word)i};
        if (strlen(words[i].word) != len || strncmp(words[i].word, text, len) != 0)
            continue;
        if (!take_rest(words[i].takes, rest, &message))
            return false;
        *out = message;
        return true;
    }
    return false;
}

enum am_heard am_control_take(int fd, struct am_control *out)
{
    char text[AM_CONTROL_MAX + 1];
    for (;;) {
        ssize_t len = recv(fd, text, AM_CONTROL_MAX, MSG_DONTWAIT);
        if (len < 0)
            return errno == EAGAIN || errno == EINTR ? AM_HEARD_NOTHING : AM_HEARD_END;
        if (len == 0)
            return AM_HEARD_END;
        text[len] = '\0';
        if (parse(text, out))
            return AM_HEARD;
    }
}

bool am_control_send(int fd, const struct am_control *message)
{
    char text[AM_CONTROL_MAX];
    const char *word = words[message->word].word;
    int len = 0;
    switch (words[message->word].takes) {
    case NOTHING:
        len = snprintf(text, sizeof text, "%s", word);
        break;
    case NUMBER:
        len = snprintf(text, sizeof text, "%s %.6g", word, message->number);
        break;
    case TIME:
        len = snprintf(text, sizeof text, "%s %" PRId64, word, message->time);
        break;
    case TEXT:
        len = snprintf(text, sizeof text, "%s %s", word, message->text);
        break;
    case AT:
        len = snprintf(text, sizeof text, "%s %" PRId64 " %s %" PRIu64, word, message->time,
                       playing[message->playing], message->count);
        break;
    }
    return send(fd, text, (size_t)len, MSG_DONTWAIT | MSG_NOSIGNAL) == len;
}
