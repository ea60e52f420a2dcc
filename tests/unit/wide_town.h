/* Wider maximal covering problems than can be enumerated. */
#ifndef TESTS_WIDE_TOWN_H
#define TESTS_WIDE_TOWN_H

#include "unit.h"

#include <circlet/siting.h>

typedef struct wide_size {
    size_t sites, points;
    int32_t radius; /* on a square of side 1000 */
} wide_size;

/* Sites and points on a square, sites covering what is near. */
static inline circlet_od_matrix *wide_reach(uint64_t seed,
                                            const wide_size *size,
                                            int64_t *weights)
{
    circlet_od_entry *entries =
        calloc(size->sites * size->points, sizeof(*entries));
    size_t *first = calloc(size->points + 1, sizeof(*first)), count = 0;
    int32_t *x = calloc(size->sites, sizeof(*x));
    int32_t *y = calloc(size->sites, sizeof(*y));
    circlet_od_matrix *reach = NULL;

    assert_true(entries && first && x && y);
    for (size_t j = 0; j < size->sites; j++) {
        x[j] = (int32_t)unit_random_below(&seed, 1000);
        y[j] = (int32_t)unit_random_below(&seed, 1000);
    }
    for (size_t i = 0; i < size->points; i++) {
        int32_t px = (int32_t)unit_random_below(&seed, 1000);
        int32_t py = (int32_t)unit_random_below(&seed, 1000);

        weights[i] = 1 + unit_random_below(&seed, 20);
        for (uint32_t j = 0; j < size->sites; j++) {
            int32_t dx = x[j] - px, dy = y[j] - py;

            if (dx * dx + dy * dy <= size->radius * size->radius)
                entries[count++] = (circlet_od_entry){j, 1};
        }
        first[i + 1] = count;
    }
    assert_ok(circlet_od_matrix_new(&reach, size->points, size->sites, first,
                                    entries, error));
    free(entries);
    free(first);
    free(x);
    free(y);
    return reach;
}

#endif
