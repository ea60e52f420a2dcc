/* What holds of every geometry that a reader gives. */
#ifndef TESTS_FUZZ_GEOMETRY_H
#define TESTS_FUZZ_GEOMETRY_H

#include <stdlib.h>

#include "io/wkb.h"

static inline void fuzz_check_geometry(const ci_geometry *geometry,
                                       circlet_status status)
{
    size_t start = 0;

    if (status != CIRCLET_OK && geometry->type != CI_GEOMETRY_NONE)
        abort();
    if (geometry->type == CI_GEOMETRY_POINT && geometry->point_count != 1)
        abort();
    for (size_t r = 0; r < geometry->ring_count; r++) {
        if (geometry->rings[r].end <= start ||
            geometry->rings[r].end > geometry->point_count)
            abort();
        start = geometry->rings[r].end;
    }
}

#endif
