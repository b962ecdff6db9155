/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A publication that somebody gives to be audited: whatever it says, the audit ends, and tells as
 * many breaches as it counts. What is no publication is read as a table of CSV. */
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "campaign/audit/audit.h"
#include "campaign/audit/csv_rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take(void *ctx, unsigned long line, const char *const *fields)
{
    (void)line;
    assert(fields[0] && fields[1] && fields[2]);
    ++*(size_t *)ctx;
}

static void read_table(struct am_bytes text)
{
    static const char *const any[3];
    size_t lines = 0;
    struct am_csv_problem problem = {0};
    if (!am_csv_rows(text, any, 3, take, &lines, &problem))
        assert(problem.what && problem.line > lines);
    assert(lines <= text.len);
}

static void audit(char *path)
{
    struct am_audit *a = NULL;
    struct am_problem problem = {0};
    struct am_text text;
    if (am_audit_open(&path, 1, NULL, &problem, &a) != AM_OK) {
        assert(problem.text[0] != '\0');
        return;
    }
    enum am_status status = am_audit_run(a);
    assert(status == AM_OK || problem.text[0] != '\0');
    assert(a->breaches.count <= am_audit_broken(a));
    am_text_init(&text, (size_t)16 << 20);
    assert(am_audit_write(a, false, &text) == AM_OK);
    am_text_clear(&text);
    assert(am_audit_write(a, true, &text) == AM_OK);
    am_text_done(&text);
    am_audit_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("publication", 0);
    read_table((struct am_bytes){data, size});
    if (fd < 0)
        return 0;
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (write(fd, data, size) == (ssize_t)size)
        audit(path);
    (void)close(fd);
    return 0;
}
