/* How far those whom places reach have to go there. */
#ifndef CI_PLAN_NEAR_TIMES_H
#define CI_PLAN_NEAR_TIMES_H

#include "plan/mend.h"

/* A place that reaches a row. */
typedef struct ci_near_place {
    uint32_t place;
    uint32_t time_ms;
} ci_near_place;

typedef struct ci_near_times {
    uint32_t *by_place; /* milliseconds, beside the rows of the reach */
    size_t *first; /* row_count + 1; into `places` */
    ci_near_place *places; /* of each row, ascending */
} ci_near_times;

/* Of the people of circle rules, as they are assumed to travel; of others
 * CIRCLET_UNREACHED. The caller clears `out` in any case. */
circlet_status ci_near_times_find(ci_near_times *out, const ci_mend *mend,
                                  circlet_error *error);
void ci_near_times_clear(ci_near_times *times);

#endif
