/* The streets of a draw, and what may be drawn at all. */
#ifndef CI_PLAN_DRAWN_STREETS_H
#define CI_PLAN_DRAWN_STREETS_H

#include <circlet/robust.h>

#define CI_DRAWS_DEFAULT 100
#define CI_DRAWS_MAX 100000

/* CIRCLET_E_ARGUMENT for doubts that cannot be. */
circlet_status ci_doubt_check(const circlet_robust_doubt *doubt,
                              circlet_error *error);

/* Those that there are, if they are not in doubt. */
typedef struct ci_drawn_streets {
    circlet_router *own; /* freed by the caller; NULL: none */
    circlet_travel travel;
    bool are_there;
} ci_drawn_streets;

/* `router` may be NULL: there are no streets. */
circlet_status ci_drawn_streets_make(ci_drawn_streets *out,
                                     circlet_router *router,
                                     const circlet_robust_doubt *doubt,
                                     uint64_t seed, circlet_error *error);

/* NULL: there are none. */
const circlet_travel *ci_drawn_streets_travel(const ci_drawn_streets *streets);

#endif
