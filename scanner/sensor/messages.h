/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the sensor tells a person on standard error. */
#ifndef AM_SENSOR_MESSAGES_H
#define AM_SENSOR_MESSAGES_H

#include "sensor/sensor.h"

/* Bytes on disk of all files; 0 where one is a pipe. */
uint64_t am_sensor_whole(const char *const *files, size_t count);

/* While a person watches: one line, written over and over, that tells how far it is, how fast, and
 * how long it will take. */
void am_sensor_tell_progress(const struct am_sensor *s, int64_t passed_ms);
void am_sensor_end_progress(const struct am_sensor *s);

/* Once, for who waits for a mirror that nothing sends. */
void am_sensor_tell_silence(struct am_sensor *s, int64_t passed_ms);

/* At the end. */
void am_sensor_tell_summary(const struct am_sensor *s);

#endif
