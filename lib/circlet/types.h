#ifndef CIRCLET_TYPES_H
#define CIRCLET_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A point on the ground: WGS 84 degrees, always longitude first. */
typedef struct circlet_point {
    double lon;
    double lat;
} circlet_point;

/*
 * One ring of an area. The points of ring r are those from the end of ring
 * r - 1 (0 for the first) up to `end`; the last point repeats the first.
 */
typedef struct circlet_ring {
    size_t end;
    bool is_hole; /* a hole of the nearest ring before it that is none */
} circlet_ring;

/* A polygon or several, with holes. Borrowed arrays; no rings: no area. */
typedef struct circlet_area {
    const circlet_point *points;
    const circlet_ring *rings;
    size_t ring_count;
} circlet_area;

/* A time that was not reached. Finite times stop at CIRCLET_TIME_MAX. */
#define CIRCLET_UNREACHED UINT32_MAX
#define CIRCLET_TIME_MAX (UINT32_C(1) << 30)

/* The longest cutoff that a search takes: 24 hours, in milliseconds. */
#define CIRCLET_CUTOFF_MAX (UINT32_C(24) * 3600 * 1000)

/*
 * Called from time to time by long operations, always on the calling
 * thread. `fraction` runs from 0 to 1. Return false to cancel: the
 * operation frees what it made and returns CIRCLET_E_CANCELLED.
 */
typedef bool (*circlet_progress_fn)(const char *stage, double fraction,
                                    void *user);

typedef struct circlet_progress {
    circlet_progress_fn report; /* NULL: no reports */
    void *user; /* handed back to `report` */
} circlet_progress;

#endif
