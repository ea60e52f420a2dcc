/*
 * How well points lie on streets, as they are and shifted as maps of China
 * are: boundaries mostly run along streets, and places mostly lie at them.
 */
#ifndef CI_GEO_STREET_FIT_H
#define CI_GEO_STREET_FIT_H

#include <circlet/coordinates.h>

#include "geo/grid_index.h"

typedef enum ci_fit_case {
    CI_FIT_AS_IS,
    CI_FIT_GCJ02_UNDONE, /* as if the points were GCJ-02 */
    CI_FIT_BD09_UNDONE,
    CI_FIT_GCJ02_DONE, /* as if the streets were GCJ-02 */
    CI_FIT_BD09_DONE,
    CI_FIT_CASE_COUNT
} ci_fit_case;

/* Farther than this no street is looked for. */
#define CI_FIT_REACH_M 400.0

typedef struct ci_street_fit {
    size_t count; /* of points */
    double near_share[CI_FIT_CASE_COUNT]; /* within 10 m of a street */
    double median_m[CI_FIT_CASE_COUNT]; /* to the next street, at most
                                           CI_FIT_REACH_M */
} ci_street_fit;

/* Measures points against streets; `index` is of `streets`. False: no
 * memory. */
bool ci_street_fit_measure(ci_street_fit *out, const ci_segment *streets,
                           const ci_grid_index *index,
                           const circlet_point *points, size_t count);

/* The case that fits so much better than all others that chance is no
 * explanation; else CI_FIT_AS_IS. */
ci_fit_case ci_street_fit_judge(const ci_street_fit *fit);

/* The shift that a case is about; NONE for AS_IS. */
circlet_datum ci_fit_case_datum(ci_fit_case fit_case);

#endif
