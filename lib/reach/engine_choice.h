/* Whether searches or sweeps are the quicker way to many rows. */
#ifndef CI_REACH_ENGINE_CHOICE_H
#define CI_REACH_ENGINE_CHOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A hierarchy with more arcs a node does not pay. */
#define CI_ENGINE_ARCS_MAX 15.0

/* Fewer sources are not worth a look at far rows. */
#define CI_ENGINE_SOURCES_MIN 16

typedef struct ci_engine_work {
    size_t source_count;
    double settled; /* nodes that the search from a source settles, on the
                       average */
    uint32_t node_count;
    uint32_t thread_count;
    bool has_order, has_hierarchy; /* which need not be made, then */
} ci_engine_work;

/* Whether far rows, with all that is to be made for them, take less time. */
bool ci_engine_prefers_far(const ci_engine_work *work);

#endif
