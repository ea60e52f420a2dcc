/* Telling how far a long operation has come. */
#ifndef CI_REACH_STAGE_H
#define CI_REACH_STAGE_H

#include <circlet/types.h>

/* A part of an operation, which takes it from one fraction to another. */
typedef struct ci_stage {
    const circlet_progress *progress;
    const char *name;
    double from, to;
} ci_stage;

/* Reports; false: the caller asked to stop. */
bool ci_stage_report(const ci_stage *stage, size_t done, size_t total);

/* Reports some twenty times while `done` counts up to `total`; false: the
 * caller asked to stop. */
bool ci_stage_goes_on(const ci_stage *stage, size_t done, size_t total);

#endif
