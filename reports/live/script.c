/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "live/script.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "strict.h"

#define TIME_OF_DAY 5 /* "09:45" */
#define DAYS        2 /* that of the first packet, and the next */

struct reading {
    struct am_strict in;
    int64_t first_packet;
    struct am_local day[DAYS];
    struct am_script script;
};

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
    if (!json_is_object(texts) || json_object_size(texts) == 0)
        return am_strict_wrong(
            &r->in, AM_E_MALFORMED, texts ? of : NULL,
            "the scene needs a '%s' such as {\"es\": \"Ahora abrimos el diario.\"}", of);
    enum am_status status = am_strict_texts(&r->in, of, texts, most, out);
    if (status == AM_OK)
        fill_languages(out);
    return status;
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
        return am_strict_wrong(&r->in, AM_E_MALFORMED, value ? key : NULL,
                               "the scene needs '%s', a time of the day such as \"09:45\"", key);
    return AM_OK;
}

static enum am_status take_scene(struct reading *r, json_t *scene)
{
    static const char *const keys[] = {"at", "until", "text", "after", NULL};
    struct am_scene *out = &r->script.scenes[r->script.len];
    int64_t from[DAYS] = {0};
    int64_t until[DAYS] = {0};
    if (!json_is_object(scene))
        return am_strict_wrong(&r->in, AM_E_MALFORMED, NULL, "a scene must be an object, { ... }");
    enum am_status status = am_strict_keys(&r->in, scene, keys);
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
        return am_strict_wrong(&r->in, AM_E_MALFORMED, "until",
                               "must be later than 'at', and of the same day");
    if (r->script.len > 0 && out->from < out[-1].until)
        return am_strict_wrong(
            &r->in, AM_E_MALFORMED, "at",
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
        return am_strict_wrong(&r->in, AM_E_MALFORMED, scenes ? "scenes" : NULL,
                               "a script needs 'scenes', a list of at least one");
    if (count > AM_SCRIPT_SCENES_MAX)
        return am_strict_wrong(&r->in, AM_E_LIMIT, "scenes", "at most %d of them",
                               AM_SCRIPT_SCENES_MAX);
    r->script.scenes = calloc(count, sizeof *r->script.scenes);
    if (!r->script.scenes)
        return am_strict_wrong(&r->in, AM_E_NO_MEMORY, NULL, "out of memory");
    am_strict_enter(&r->in, "scenes", 0);
    for (size_t i = 0; i < count; i++) {
        am_strict_enter(&r->in, NULL, i);
        enum am_status status = take_scene(r, json_array_get(scenes, i));
        if (status != AM_OK)
            return status;
        am_strict_leave(&r->in);
    }
    return AM_OK;
}

static enum am_status take_capture(struct reading *r, json_t *root)
{
    json_t *value = json_object_get(root, "capture");
    if (!value)
        return AM_OK;
    enum am_status status = am_strict_line(&r->in, "capture", value, AM_SCRIPT_CAPTURE_SIZE);
    if (status != AM_OK)
        return status;
    const char *name = json_string_value(value);
    if (strchr(name, '/') || name[0] == '.' || strlen(name) >= sizeof r->script.capture)
        return am_strict_wrong(&r->in, AM_E_MALFORMED, "capture",
                               "must be the name of a file beside the script");
    memcpy(r->script.capture, name, strlen(name) + 1);
    return AM_OK;
}

static enum am_status take_seconds(struct reading *r, json_t *root)
{
    json_t *value = json_object_get(root, "seconds");
    json_int_t seconds = value ? json_integer_value(value) : AM_SCRIPT_SECONDS;
    if (seconds < 1 || seconds > AM_SCRIPT_SECONDS_MAX)
        return am_strict_wrong(&r->in, AM_E_MALFORMED, "seconds",
                               "must be a whole number from 1 to %d", AM_SCRIPT_SECONDS_MAX);
    r->script.seconds = (unsigned)seconds;
    return AM_OK;
}

static enum am_status take_zone(struct reading *r, json_t *root)
{
    json_t *value = json_object_get(root, "timezone");
    struct am_problem problem = {0};
    if (value && !json_is_string(value))
        return am_strict_wrong(&r->in, AM_E_MALFORMED, "timezone", "must be a text in quotes");
    enum am_status status = am_zone_open(json_string_value(value), &r->script.zone, &problem);
    if (status != AM_OK)
        return am_strict_wrong(&r->in, status == AM_E_USAGE ? AM_E_MALFORMED : status,
                               value ? "timezone" : NULL, "%s", problem.text);
    int64_t noon;
    am_zone_local(r->script.zone, r->first_packet, &r->day[0]);
    if (!moment_of(r, 0, "12:00", &noon))
        return am_strict_wrong(&r->in, AM_E_MALFORMED, NULL,
                               "the capture is of no day that has a date");
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
        .in = {.text = text, .file = file, .what = "a script", .problem = problem},
        .first_packet = first_packet,
    };
    json_t *root = NULL;
    enum am_status status = am_json_parse(text, file, &root, problem);
    if (status != AM_OK)
        return status;
    r.script.texts = root;
    status = am_strict_keys(&r.in, root, keys);
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
