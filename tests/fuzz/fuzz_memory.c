/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Name memory against a model that keeps every answer: eight bytes a step.
 * 0: what happens: an answer, or a question. 1: device and address. 2: name and outer name. 3 and
 * 4: time to live. 5 to 7: how far the clock moves, back too. */
#include "memory_model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define STEP 8

/* Within the times that matter, and now and then far. */
static int64_t moved(int64_t now, const uint8_t bytes[3])
{
    static const int64_t scale[] = {AM_MEMORY_SECOND_NS / 8, AM_MEMORY_SECOND_NS,
                                    60 * AM_MEMORY_SECOND_NS, 3600 * AM_MEMORY_SECOND_NS};
    int64_t by = (bytes[1] | bytes[2] << 8) % 1000 * scale[bytes[0] % 4];
    bool back = bytes[0] % 16 == 15;
    return back ? now - by : now + by;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct both b;
    int64_t now = 1000000 * AM_MEMORY_SECOND_NS;

    both_begin(&b);
    for (; size >= STEP; data += STEP, size -= STEP) {
        unsigned device = 1 + data[1] % 4;
        unsigned address = data[1] / 4 % 8;
        unsigned name = 1 + data[2] % 8;
        unsigned outer = data[2] / 8 % 9;
        now = moved(now, data + 5);
        if (data[0] % 2 == 0)
            both_learn(&b, &(struct model_answer){.device = device,
                                                  .address = address,
                                                  .name = name,
                                                  .ttl = (uint32_t)(data[3] | data[4] << 8) *
                                                         (data[0] % 32 == 0 ? 60000u : 1u),
                                                  .time = now,
                                                  .service = data[0] / 2 % 4 == 0,
                                                  .outer = outer});
        if (address > 0 && !both_agree(&b, device, address, now, outer))
            abort();
    }
    both_end(&b);
    return 0;
}
