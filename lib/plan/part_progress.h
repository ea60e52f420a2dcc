/* Reports of a part of a long operation as a part of the whole. */
#ifndef CI_PLAN_PART_PROGRESS_H
#define CI_PLAN_PART_PROGRESS_H

#include <circlet/types.h>

typedef struct ci_part_progress {
    circlet_progress whole;
    double start, share; /* of the whole */
} ci_part_progress;

/* What to hand to the part; valid as long as `part`. */
circlet_progress ci_part_progress_of(ci_part_progress *part);

#endif
