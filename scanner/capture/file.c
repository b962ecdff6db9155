/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads capture files: classic pcap (draft-ietf-opsawg-pcap: microseconds, nanoseconds, both byte
 * orders, and the "modified" variant of old Linux tools) and pcapng (draft-ietf-opsawg-pcapng). */
#include "capture/source.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "capture/input.h"

#define FRAME_MAX      (AM_INPUT_WINDOW - 64) /* larger records are refused */
#define INTERFACES_MAX 4096

#define BLOCK_SECTION    0x0a0d0d0au
#define BLOCK_INTERFACE  1u
#define BLOCK_PACKET_OLD 2u
#define BLOCK_SIMPLE     3u
#define BLOCK_STATISTICS 5u
#define BLOCK_PACKET     6u

#define NANOSECONDS 1000000000
#define SECONDS_MAX 0x1ffffffffull /* in the year 2242 */

struct interface {
    int link_type;
    uint32_t snaplen;
    uint64_t units_per_second;
    int64_t offset; /* seconds */
    uint64_t dropped;
};

struct am_capture_file {
    struct am_input *input;
    char *path;
    bool pcapng, swapped;
    uint64_t packets;
    int64_t time; /* of the last packet that had one */
    struct am_source_losses losses;
    struct am_problem
        trouble; /* of the input; told once what came before it has been handed over */
    /* classic */
    size_t record_header;
    uint64_t units_per_second;
    int link_type;
    bool old; /* before version 2.4: the two lengths of a packet may have changed places */
    /* pcapng, of this section */
    struct interface *interfaces;
    size_t interfaces_len;
};

static enum am_status malformed(const struct am_capture_file *f, struct am_problem *problem,
                                const char *what)
{
    return am_problem_set(problem, AM_E_MALFORMED, f->path, (unsigned long)f->packets + 1,
                          "%s: the file is damaged here; what came before was read", what);
}

static enum am_status tell_trouble(const struct am_capture_file *f, struct am_problem *problem)
{
    if (f->trouble.status == AM_OK)
        return AM_OK;
    return am_problem_set(problem, f->trouble.status, f->trouble.file, 0, "%s", f->trouble.text);
}

static enum am_status cut(const struct am_capture_file *f, struct am_problem *problem)
{
    if (f->trouble.status != AM_OK)
        return tell_trouble(f, problem);
    return am_problem_set(problem, AM_E_TRUNCATED, f->path, (unsigned long)f->packets + 1,
                          "the file ends in the middle of a packet; what came before was read");
}

/* What is wrong with the input is told once all that can be read of it has been. */
static struct am_bytes look(struct am_capture_file *f, size_t want)
{
    struct am_bytes window;
    if (am_input_window(f->input, want, &window, &f->trouble) != AM_OK)
        f->losses.unreadable++;
    return window;
}

static uint16_t read16(const struct am_capture_file *f, struct am_reader *r)
{
    return f->swapped ? am_read_le16(r) : am_read_be16(r);
}

static uint32_t read32(const struct am_capture_file *f, struct am_reader *r)
{
    return f->swapped ? am_read_le32(r) : am_read_be32(r);
}

/* `swapped` means little-endian throughout: the reader reads big-endian by nature. */
static const struct {
    uint32_t magic;
    bool swapped;
    uint64_t units_per_second;
    size_t record_header;
} kinds[] = {
    {0xa1b2c3d4, false, 1000000, 16},     {0xd4c3b2a1, true, 1000000, 16},
    {0xa1b23c4d, false, NANOSECONDS, 16}, {0x4d3cb2a1, true, NANOSECONDS, 16},
    {0xa1b2cd34, false, 1000000, 24},     {0x34cdb2a1, true, 1000000, 24},
};

static enum am_status read_header(struct am_capture_file *f, struct am_problem *problem)
{
    struct am_bytes window = look(f, 24);
    if (f->trouble.status != AM_OK && window.len < 24)
        return tell_trouble(f, problem);
    struct am_reader r = am_reader_over(window, false);
    uint32_t magic = am_read_be32(&r);
    if (window.len == 0)
        return am_problem_set(problem, AM_E_MALFORMED, f->path, 0, "the file is empty");
    if (magic == BLOCK_SECTION) {
        f->pcapng = true;
        return AM_OK;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].magic != magic)
            continue;
        f->swapped = kinds[i].swapped;
        f->units_per_second = kinds[i].units_per_second;
        f->record_header = kinds[i].record_header;
        unsigned major = read16(f, &r);
        unsigned minor = read16(f, &r);
        f->old = major == 2 && minor < 4;
        am_read_skip(&r, 4 + 4 + 4); /* zone, accuracy, snapshot length */
        f->link_type =
            (int)(read32(f, &r) & 0xffff); /* the upper half tells of frame check sequences */
        if (am_reader_status(&r) != AM_OK)
            return am_problem_set(problem, AM_E_TRUNCATED, f->path, 0,
                                  "the file ends inside its own header");
        am_input_take(f->input, 24);
        return AM_OK;
    }
    return am_problem_set(problem, AM_E_MALFORMED, f->path, 0,
                          "this is not a capture file (pcap or pcapng, plain, gzip or zstd)");
}

enum am_status am_capture_file_open(const char *path, struct am_capture_file **out,
                                    struct am_problem *problem)
{
    struct am_capture_file *f = calloc(1, sizeof *f);
    if (!f || !(f->path = strdup(path))) {
        free(f);
        return am_problem_set(problem, AM_E_NO_MEMORY, path, 0, "out of memory");
    }
    enum am_status status = am_input_open(f->path, &f->input, problem);
    if (status == AM_OK)
        status = read_header(f, problem);
    if (status != AM_OK) {
        am_capture_file_free(f);
        return status;
    }
    *out = f;
    return AM_OK;
}

void am_capture_file_free(struct am_capture_file *f)
{
    if (!f)
        return;
    am_input_free(f->input);
    free(f->interfaces);
    free(f->path);
    free(f);
}

uint64_t am_capture_file_done(const struct am_capture_file *f)
{
    return am_input_done(f->input);
}

const struct am_source_losses *am_capture_file_losses(const struct am_capture_file *f)
{
    return &f->losses;
}

static int64_t to_nanoseconds(uint64_t units, uint64_t per_second, int64_t offset)
{
    uint64_t whole = units / per_second;
    int64_t seconds = whole <= SECONDS_MAX ? (int64_t)whole + offset : -1;
    if (seconds < 0 || seconds > (int64_t)SECONDS_MAX) /* a clock gone mad must not overflow */
        return 0;
    uint64_t rest = units % per_second;
    if (NANOSECONDS % per_second == 0) /* nearly always: the wide division is slow */
        return seconds * NANOSECONDS + (int64_t)(rest * (NANOSECONDS / per_second));
    return seconds * NANOSECONDS + (int64_t)((am_u128)rest * NANOSECONDS / per_second);
}

/* One classic record from `r` into `frame`. TRUNCATED: more bytes are needed, `*need` in all. */
static enum am_status read_record(struct am_capture_file *f, struct am_reader *r,
                                  struct am_frame *frame, size_t *need, struct am_problem *problem)
{
    struct am_reader header = am_open_block(r, f->record_header);
    uint32_t seconds = read32(f, &header);
    uint32_t fraction = read32(f, &header);
    uint32_t kept = read32(f, &header);
    uint32_t wire = read32(f, &header);
    *need = f->record_header;
    if (am_reader_status(&header) != AM_OK)
        return AM_E_TRUNCATED;
    if (f->old && kept > wire) {
        uint32_t longer = kept;
        kept = wire;
        wire = longer;
    }
    if (kept > FRAME_MAX)
        return malformed(f, problem, "a packet claims an impossible length");
    *need = f->record_header + kept;
    frame->bytes = am_read_bytes(r, kept);
    if (am_reader_status(r) != AM_OK)
        return AM_E_TRUNCATED;
    frame->wire_len = wire < kept ? kept : wire;
    frame->link_type = f->link_type;
    frame->time =
        to_nanoseconds((uint64_t)seconds * f->units_per_second + fraction, f->units_per_second, 0);
    return AM_OK;
}

/* --- pcapng --- */

static enum am_status start_section(struct am_capture_file *f, struct am_reader *body,
                                    struct am_problem *problem)
{
    uint32_t order = am_read_be32(body);
    if (order != 0x1a2b3c4d && order != 0x4d3c2b1a)
        return malformed(f, problem, "a section has no byte order");
    f->interfaces_len = 0;
    return AM_OK;
}

static uint64_t resolution(uint8_t code)
{
    uint64_t units = 1;
    unsigned power = code & 0x7f;
    if (code & 0x80)
        return power < 63 ? 1ull << power : 1000000;
    if (power > 18)
        return 1000000;
    while (power-- > 0)
        units *= 10;
    return units;
}

/* Calls for each option of a block; a malformed list ends it quietly: options only refine. */
static bool next_option(const struct am_capture_file *f, struct am_reader *r, uint16_t *code,
                        struct am_reader *value)
{
    if (!am_reader_more(r))
        return false;
    *code = read16(f, r);
    uint16_t len = read16(f, r);
    *value = am_open_block(r, len);
    am_read_skip(r, (4u - len % 4u) % 4u);
    return am_reader_status(value) == AM_OK && *code != 0;
}

static uint64_t option_u64(const struct am_capture_file *f, struct am_reader *r)
{
    uint64_t first = read32(f, r);
    uint64_t second = read32(f, r);
    return f->swapped ? second << 32 | first : first << 32 | second;
}

static enum am_status add_interface(struct am_capture_file *f, struct am_reader *body,
                                    struct am_problem *problem)
{
    struct interface i = {.units_per_second = 1000000};
    i.link_type = read16(f, body);
    am_read_skip(body, 2);
    i.snaplen = read32(f, body);
    if (am_reader_status(body) != AM_OK)
        return malformed(f, problem, "an interface block is too short");
    uint16_t code;
    struct am_reader value;
    while (next_option(f, body, &code, &value)) {
        if (code == 9)
            i.units_per_second = resolution(am_read_u8(&value));
        else if (code == 14)
            i.offset = (int64_t)option_u64(f, &value);
    }
    if (i.offset < -(int64_t)SECONDS_MAX || i.offset > (int64_t)SECONDS_MAX)
        i.offset = 0;
    if (f->interfaces_len == INTERFACES_MAX)
        return am_problem_set(problem, AM_E_LIMIT, f->path, (unsigned long)f->packets + 1,
                              "more than %d interfaces in one section", INTERFACES_MAX);
    if ((f->interfaces_len & (f->interfaces_len - 1)) == 0) {
        size_t room = f->interfaces_len ? f->interfaces_len * 2 : 1;
        struct interface *grown = realloc(f->interfaces, room * sizeof *grown);
        if (!grown)
            return am_problem_set(problem, AM_E_NO_MEMORY, f->path, 0, "out of memory");
        f->interfaces = grown;
    }
    f->interfaces[f->interfaces_len++] = i;
    return AM_OK;
}

/* Statistics are totals so far: the last one of an interface counts. */
static void read_statistics(struct am_capture_file *f, struct am_reader *body)
{
    uint32_t id = read32(f, body);
    am_read_skip(body, 8);
    if (am_reader_status(body) != AM_OK || id >= f->interfaces_len)
        return;
    uint16_t code;
    struct am_reader value;
    uint64_t dropped = 0;
    while (next_option(f, body, &code, &value))
        if (code == 5 || code == 7) /* isb_ifdrop, isb_osdrop */
            dropped += option_u64(f, &value);
    f->losses.file += dropped - f->interfaces[id].dropped;
    f->interfaces[id].dropped = dropped;
}

/* A packet block's frame; false where the block names no interface or lies about its length. */
static bool read_packet_block(struct am_capture_file *f, uint32_t type, struct am_reader *body,
                              struct am_frame *frame)
{
    uint32_t id = 0;
    uint64_t units = 0;
    uint32_t kept;
    uint32_t wire;
    if (type == BLOCK_SIMPLE) {
        wire = read32(f, body);
        kept = (uint32_t)am_reader_rest(body).len;
        if (f->interfaces_len > 0 && f->interfaces[0].snaplen > 0 &&
            kept > f->interfaces[0].snaplen)
            kept = f->interfaces[0].snaplen;
        if (kept > wire)
            kept = wire;
    } else {
        id = type == BLOCK_PACKET ? read32(f, body) : read16(f, body);
        if (type == BLOCK_PACKET_OLD)
            am_read_skip(body, 2);
        units = (uint64_t)read32(f, body) << 32;
        units |= read32(f, body);
        kept = read32(f, body);
        wire = read32(f, body);
    }
    struct am_bytes bytes = am_read_bytes(body, kept);
    if (am_reader_status(body) != AM_OK || id >= f->interfaces_len)
        return false;
    const struct interface *i = &f->interfaces[id];
    if (type != BLOCK_SIMPLE) /* which has none of its own */
        f->time = to_nanoseconds(units, i->units_per_second, i->offset);
    *frame = (struct am_frame){
        .bytes = bytes,
        .wire_len = wire < kept ? kept : wire,
        .link_type = i->link_type,
        .time = f->time,
    };
    return true;
}

/* The length of the block at the start of `window` and its type, in the section's byte order, which
 * a section header brings with it. */
static enum am_status read_block_header(struct am_capture_file *f, struct am_bytes window,
                                        uint32_t *type, uint32_t *len, struct am_problem *problem)
{
    struct am_reader r = am_reader_over(window, false);
    *type = am_read_be32(&r);
    if (*type == BLOCK_SECTION) {
        struct am_reader ahead = r;
        am_read_skip(&ahead, 4);
        f->swapped = am_read_be32(&ahead) == 0x4d3c2b1a;
        if (am_reader_status(&ahead) != AM_OK)
            return AM_E_TRUNCATED;
    } else if (f->swapped) {
        *type = __builtin_bswap32(*type);
    }
    *len = read32(f, &r);
    if (am_reader_status(&r) != AM_OK)
        return AM_E_TRUNCATED;
    if (*len < 12 || *len % 4 != 0)
        return malformed(f, problem, "a block claims an impossible length");
    return AM_OK;
}

static bool holds_packet(uint32_t type)
{
    return type == BLOCK_PACKET || type == BLOCK_SIMPLE || type == BLOCK_PACKET_OLD;
}

/* Without these the blocks after them mean nothing. */
static bool is_needed(uint32_t type)
{
    return holds_packet(type) || type == BLOCK_SECTION || type == BLOCK_INTERFACE;
}

/* One block. `*got` where it gave a frame. TRUNCATED: `*need` bytes are needed in all. */
static enum am_status read_block(struct am_capture_file *f, struct am_reader *r,
                                 struct am_frame *frame, bool *got, size_t *need,
                                 struct am_problem *problem)
{
    uint32_t type;
    uint32_t len;
    struct am_bytes rest = am_reader_rest(r);
    *got = false;
    *need = 12;
    enum am_status status = read_block_header(f, rest, &type, &len, problem);
    if (status != AM_OK)
        return status;
    *need = len;
    if (len > AM_INPUT_WINDOW)
        return is_needed(type) ? malformed(f, problem, "a block claims an impossible length")
                               : AM_E_LIMIT;
    if (len > rest.len)
        return AM_E_TRUNCATED;
    struct am_reader block = am_open_block(r, len);
    am_read_skip(&block, 8);
    struct am_reader body = am_open_block(&block, len - 12);
    if (holds_packet(type)) {
        *got = read_packet_block(f, type, &body, frame);
        return *got ? AM_OK : malformed(f, problem, "a packet block does not add up");
    }
    if (type == BLOCK_SECTION)
        return start_section(f, &body, problem);
    if (type == BLOCK_INTERFACE)
        return add_interface(f, &body, problem);
    if (type == BLOCK_STATISTICS)
        read_statistics(f, &body);
    else
        f->losses.blocks_other++;
    return AM_OK;
}

/* A block larger than the window that holds no packet: pass over it piece by piece. */
static enum am_status skip(struct am_capture_file *f, size_t len, struct am_problem *problem)
{
    f->losses.blocks_other++;
    while (len > 0) {
        struct am_bytes window = look(f, 1);
        if (window.len == 0)
            return cut(f, problem);
        size_t part = window.len < len ? window.len : len;
        am_input_take(f->input, part);
        len -= part;
    }
    return AM_OK;
}

/* As many frames as the window holds whole. */
static enum am_status read_window(struct am_capture_file *f, struct am_bytes window,
                                  struct am_frame *frames, size_t *count, size_t *used,
                                  size_t *need, struct am_problem *problem)
{
    struct am_reader r = am_reader_over(window, false);
    enum am_status status = AM_OK;
    *count = *used = 0;
    while (*count < AM_FRAMES_MAX && status == AM_OK) {
        bool got = true;
        struct am_bytes before = am_reader_rest(&r);
        if (before.len == 0)
            break;
        status = f->pcapng ? read_block(f, &r, &frames[*count], &got, need, problem)
                           : read_record(f, &r, &frames[*count], need, problem);
        if (status != AM_OK)
            break;
        *used = window.len - am_reader_rest(&r).len;
        *count += got;
        f->packets += got;
    }
    return status;
}

enum am_status am_capture_file_read(struct am_capture_file *f, am_frames_fn fn, void *ctx,
                                    bool *end, struct am_problem *problem)
{
    struct am_frame frames[AM_FRAMES_MAX] = {0};
    size_t count = 0;
    size_t need = 1;
    *end = false;
    while (count == 0) {
        struct am_bytes window = look(f, need);
        if (window.len == 0) {
            *end = true;
            return tell_trouble(f, problem);
        }
        bool last = window.len < need; /* the file holds no more */
        size_t used;
        enum am_status status = read_window(f, window, frames, &count, &used, &need, problem);
        am_input_take(f->input, used);
        if (count > 0)
            fn(ctx, frames, count);
        if (status == AM_E_LIMIT && need > AM_INPUT_WINDOW)
            status = skip(f, need, problem);
        else if (status == AM_E_TRUNCATED) /* no harm, unless the file has no more */
            status = !last || used > 0 ? AM_OK : cut(f, problem);
        if (status != AM_OK) {
            uint64_t left = am_input_left(f->input);
            f->losses.unreadable += left > 0 ? left : 1;
            *end = true;
            return status;
        }
        if (used > 0)
            need = 1;
    }
    return AM_OK;
}

/* --- order of several files --- */

struct first {
    const char *path;
    int64_t time;
    size_t place;
};

static void note_time(void *ctx, const struct am_frame *frames, size_t count)
{
    int64_t *time = ctx;
    if (count > 0 && *time == INT64_MAX)
        *time = frames[0].time;
}

static int earlier(const void *a, const void *b)
{
    const struct first *x = a;
    const struct first *y = b;
    if (x->time != y->time)
        return x->time < y->time ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

/* The time of a file's first packet, or INT64_MAX. What is wrong with it is told when it is read.
 */
static enum am_status find_first(const char *path, int64_t *time, struct am_problem *problem)
{
    struct stat st;
    struct am_capture_file *f = NULL;
    struct am_problem later = {0};
    bool end = false;
    *time = INT64_MAX;
    /* What comes through a pipe can be read but once. */
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return AM_OK;
    enum am_status status = am_capture_file_open(path, &f, problem);
    if (status != AM_OK || !f)
        return status;
    if (am_capture_file_read(f, note_time, time, &end, &later) != AM_OK)
        *time = INT64_MAX;
    am_capture_file_free(f);
    return AM_OK;
}

enum am_status am_capture_files_sort(const char **paths, size_t count, struct am_problem *problem)
{
    struct first *order = calloc(count ? count : 1, sizeof *order);
    struct am_problem damaged = {0};
    size_t good = 0;
    if (!order)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    enum am_status status = AM_OK;
    for (size_t i = 0; i < count && status == AM_OK; i++) {
        order[i] = (struct first){.path = paths[i], .place = i};
        struct am_problem here = {0};
        if (strcmp(paths[i], "-") == 0)
            status = am_problem_set(problem, AM_E_USAGE, NULL, 0,
                                    "standard input (-) can't be mixed with files");
        else if (find_first(paths[i], &order[i].time, &here) == AM_OK)
            good++;
        else if (here.status == AM_E_NOT_FOUND || here.status == AM_E_IO ||
                 here.status == AM_E_NO_MEMORY)
            status = am_problem_set(problem, here.status, here.file, 0, "%s", here.text);
        else if (damaged.status == AM_OK)
            damaged = here;
    }
    if (status == AM_OK && good == 0 && count > 0) {
        status = am_problem_set(problem, damaged.status, damaged.file, 0, "%s", damaged.text);
    }
    if (status == AM_OK) {
        qsort(order, count, sizeof *order, earlier);
        for (size_t i = 0; i < count; i++)
            paths[i] = order[i].path;
    }
    free(order);
    return status;
}
