/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "live/script.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "language.h"

#define TIME_OF_DAY 5 /* "09:45" */
#define DAYS        2 /* that of the first packet, and the next */

struct reading {
    struct am_bytes text;
    const char *file;
    struct am_problem *problem;
    struct am_json_path at;
    int64_t first_packet;
    struct am_local day[DAYS];
    struct am_script script;
};

/* A problem at the value of `key`, where the reading is; NULL: of what holds it. */
static enum am_status AM_PRINTF(4, 5)
    wrong(const struct reading *r, enum am_status status, const char *key, const char *format, ...)
{
    char text[AM_PROBLEM_TEXT];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct am_json_path at = r->at;
    if (key)
        at.step[at.len++] = (struct am_json_step){.key = key};
    return am_problem_set(r->problem, status, r->file, am_json_line(r->text, &at), "%s%s%s",
                          key ? key : "", key ? ": " : "", text);
}

static void enter(struct reading *r, const char *key, size_t index)
{
    r->at.step[r->at.len++] = (struct am_json_step){.key = key, .index = index};
}

static enum am_status check_keys(const struct reading *r, json_t *object, const char *const *known)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        size_t i = 0;
        while (known[i] && strcmp(known[i], key) != 0)
            i++;
        if (!known[i])
            return wrong(r, AM_E_MALFORMED, key, "a script has no such key here");
    }
    return AM_OK;
}

/* What a person may read on one line: not blank, no control, not wider than `most`. */
static enum am_status check_line(const struct reading *r, const char *key, json_t *value,
                                 size_t most)
{
    if (!json_is_string(value))
        return wrong(r, AM_E_MALFORMED, key, "must be a text in quotes");
    const char *text = json_string_value(value);
    struct am_bytes bytes = {(const uint8_t *)text, json_string_length(value)};
    struct am_reader reader = am_reader_over(bytes, false);
    while (am_reader_more(&reader))
        if (!am_utf8_is_inert(am_utf8_read(&reader)))
            return wrong(r, AM_E_MALFORMED, key,
                         "must be one line, without control characters or direction marks");
    if (text[strspn(text, " ")] == '\0')
        return wrong(r, AM_E_MALFORMED, key, "is empty");
    if (am_utf8_width(text) > most)
        return wrong(r, AM_E_LIMIT, key, "is longer than %zu characters: a group must read it",
                     most);
    return AM_OK;
}

static void fill_languages(const char *texts[AM_LANG_COUNT])
{
    const char *other = texts[AM_LANG_EN];
    for (size_t l = 0; l < AM_LANG_COUNT && !other; l++)
        other = texts[l];
    for (size_t l = 0; l < AM_LANG_COUNT; l++)
        if (!texts[l])
            texts[l] = other;
}

static enum am_status take_texts(struct reading *r, json_t *scene, const char *of, size_t most,
                                 const char *out[AM_LANG_COUNT])
{
    json_t *texts = json_object_get(scene, of);
    const char *code;
    json_t *value;
    if (!json_is_object(texts) || json_object_size(texts) == 0)
        return wrong(r, AM_E_MALFORMED, texts ? of : NULL,
                     "the scene needs a '%s' such as {\"es\": \"Ahora abrimos el diario.\"}", of);
    enter(r, of, 0);
    json_object_foreach(texts, code, value)
    {
        enum am_language language;
        if (!am_language_find(code, strlen(code), &language))
            return wrong(r, AM_E_MALFORMED, code, "no language of amarra's: es, en, pt, fr, de");
        enum am_status status = check_line(r, code, value, most);
        if (status != AM_OK)
            return status;
        out[language] = json_string_value(value);
    }
    r->at.len--;
    fill_languages(out);
    return AM_OK;
}

static bool moment_of(const struct reading *r, size_t day, const char *time, int64_t *out)
{
    char text[48];
    const struct am_local *d = &r->day[day];
    (void)snprintf(text, sizeof text, "%04d-%02u-%02u %s", d->year, d->month, d->day, time);
    return am_zone_parse(r->script.zone, text, false, out);
}

/* Of the day of the first packet, and of the next one. */
static enum am_status take_time(const struct reading *r, json_t *scene, const char *key,
                                int64_t out[DAYS])
{
    json_t *value = json_object_get(scene, key);
    const char *time = json_string_value(value);
    bool good = time && json_string_length(value) == TIME_OF_DAY;
    for (size_t day = 0; day < DAYS && good; day++)
        good = moment_of(r, day, time, &out[day]);
    if (!good)
        return wrong(r, AM_E_MALFORMED, value ? key : NULL,
                     "the scene needs '%s', a time of the day such as \"09:45\"", key);
    return AM_OK;
}

static enum am_status take_scene(struct reading *r, json_t *scene)
{
    static const char *const keys[] = {"at", "until", "text", "after", NULL};
    struct am_scene *out = &r->script.scenes[r->script.len];
    int64_t from[DAYS];
    int64_t until[DAYS];
    if (!json_is_object(scene))
        return wrong(r, AM_E_MALFORMED, NULL, "a scene must be an object, { ... }");
    enum am_status status = check_keys(r, scene, keys);
    if (status == AM_OK)
        status = take_time(r, scene, "at", from);
    if (status == AM_OK)
        status = take_time(r, scene, "until", until);
    if (status == AM_OK)
        status = take_texts(r, scene, "text", AM_SCRIPT_TEXT_MAX, out->text);
    if (status == AM_OK && json_object_get(scene, "after"))
        status = take_texts(r, scene, "after", AM_SCRIPT_AFTER_MAX, out->after);
    if (status != AM_OK)
        return status;
    size_t day = until[0] <= r->first_packet ? 1 : 0;
    out->from = from[day];
    out->until = until[day];
    if (out->from >= out->until)
        return wrong(r, AM_E_MALFORMED, "until", "must be later than 'at', and of the same day");
    if (r->script.len > 0 && out->from < out[-1].until)
        return wrong(r, AM_E_MALFORMED, "at",
                     "begins before the scene above it is over (one that is over before the "
                     "capture begins is taken for one of the next day)");
    r->script.len++;
    return AM_OK;
}

static enum am_status take_scenes(struct reading *r, json_t *root)
{
    json_t *scenes = json_object_get(root, "scenes");
    size_t count = json_array_size(scenes);
    if (count == 0)
        return wrong(r, AM_E_MALFORMED, scenes ? "scenes" : NULL,
                     "a script needs 'scenes', a list of at least one");
    if (count > AM_SCRIPT_SCENES_MAX)
        return wrong(r, AM_E_LIMIT, "scenes", "at most %d of them", AM_SCRIPT_SCENES_MAX);
    r->script.scenes = calloc(count, sizeof *r->script.scenes);
    if (!r->script.scenes)
        return wrong(r, AM_E_NO_MEMORY, NULL, "out of memory");
    enter(r, "scenes", 0);
    for (size_t i = 0; i < count; i++) {
        enter(r, NULL, i);
        enum am_status status = take_scene(r, json_array_get(scenes, i));
        if (status != AM_OK)
            return status;
        r->at.len--;
    }
    return AM_OK;
}

static enum am_status take_capture(struct reading *r, json_t *root)
{
    json_t *value = json_object_get(root, "capture");
    if (!value)
        return AM_OK;
    enum am_status status = check_line(r, "capture", value, AM_SCRIPT_CAPTURE_SIZE);
    if (status != AM_OK)
        return status;
    const char *name = json_string_value(value);
    if (strchr(name, '/') || name[0] == '.' || strlen(name) >= sizeof r->script.capture)
        return wrong(r, AM_E_MALFORMED, "capture", "must be the name of a file beside the script");
    memcpy(r->script.capture, name, strlen(name) + 1);
    return AM_OK;
}

static enum am_status take_seconds(struct reading *r, json_t *root)
{
    json_t *value = json_object_get(root, "seconds");
    json_int_t seconds = value ? json_integer_value(value) : AM_SCRIPT_SECONDS;
    if (seconds < 1 || seconds > AM_SCRIPT_SECONDS_MAX)
        return wrong(r, AM_E_MALFORMED, "seconds", "must be a whole number from 1 to %d",
                     AM_SCRIPT_SECONDS_MAX);
    r->script.seconds = (unsigned)seconds;
    return AM_OK;
}

static enum am_status take_zone(struct reading *r, json_t *root)
{
    json_t *value = json_object_get(root, "timezone");
    struct am_problem problem = {0};
    if (value && !json_is_string(value))
        return wrong(r, AM_E_MALFORMED, "timezone", "must be a text in quotes");
    enum am_status status = am_zone_open(json_string_value(value), &r->script.zone, &problem);
    if (status != AM_OK)
        return wrong(r, status == AM_E_USAGE ? AM_E_MALFORMED : status, value ? "timezone" : NULL,
                     "%s", problem.text);
    int64_t noon;
    am_zone_local(r->script.zone, r->first_packet, &r->day[0]);
    if (!moment_of(r, 0, "12:00", &noon))
        return wrong(r, AM_E_MALFORMED, NULL, "the capture is of no day that has a date");
    am_zone_local(r->script.zone, noon + 86400, &r->day[1]);
    return AM_OK;
}

enum am_status am_script_parse(struct am_bytes text, const char *file, int64_t first_packet,
                               struct am_script *out, struct am_problem *problem)
{
    static const char *const keys[] = {"capture", "timezone", "seconds", "scenes", NULL};
    static enum am_status (*const parts[])(struct reading *, json_t *) = {
        take_capture, take_zone, take_seconds, take_scenes};
    struct reading r = {
        .text = text, .file = file, .problem = problem, .first_packet = first_packet};
    json_t *root = NULL;
    enum am_status status = am_json_parse(text, file, &root, problem);
    if (status != AM_OK)
        return status;
    r.script.texts = root;
    status = check_keys(&r, root, keys);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == AM_OK; i++)
        status = parts[i](&r, root);
    if (status == AM_OK)
        *out = r.script;
    else
        am_script_done(&r.script);
    return status;
}

enum am_status am_script_load(const char *path, int64_t first_packet, struct am_script *out,
                              struct am_problem *problem)
{
    struct am_bytes text;
    enum am_status status = am_file_load(path, AM_SCRIPT_FILE_MAX, &text, problem);
    if (status != AM_OK)
        return status;
    status = am_script_parse(text, path, first_packet, out, problem);
    am_free(text.at);
    return status;
}

void am_script_done(struct am_script *s)
{
    am_zone_free(s->zone);
    free(s->scenes);
    json_decref(s->texts);
    *s = (struct am_script){0};
}
