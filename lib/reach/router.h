/* A network ready to be asked for travel times. */
#ifndef CI_REACH_ROUTER_H
#define CI_REACH_ROUTER_H

#include <pthread.h>

#include <circlet/reach.h>

#include "network/snap.h"
#include "network/travel_mode.h"
#include "reach/engine.h"
#include "reach/search.h"

/* NULL: not asked yet. */
typedef struct ci_router_mode {
    circlet_travel_mode *mode; /* shared */
    circlet_arc_times *times[CIRCLET_BOUND_COUNT];
    ci_graph *graphs[CIRCLET_BOUND_COUNT];
    ci_engine *engines[CIRCLET_BOUND_COUNT];
} ci_router_mode;

typedef struct ci_router_options {
    uint32_t thread_count; /* 1 to CI_THREADS_MAX */
    uint64_t memory_bytes; /* of the pairs of a matrix */
    ci_engine_choice choice;
} ci_router_options;

struct circlet_router {
    const circlet_network *network;
    uint32_t component_nodes; /* a smaller component is an island */
    ci_snap_limits limits;
    ci_snapper *snapper;
    ci_router_options engine_options;
    pthread_mutex_t lock; /* of what is made when it is first asked for */
    ci_router_mode *modes;
    size_t mode_count, mode_capacity;
    struct ci_edge *edge; /* NULL: not asked yet */
    ci_search **searches; /* that nobody uses just now; NULL: none yet */
    size_t search_count, search_capacity;
};

/*
 * A router that has one mode alone and borrows all else, for a query that
 * sees the mode's arcs in its own way. `mode`, which is not freed with it, and
 * the other router must outlive it. false: no memory.
 */
bool ci_router_view_open(circlet_router *view, const circlet_router *router,
                         ci_router_mode *mode);
void ci_router_view_close(circlet_router *view);

/* Adds a mode, or replaces the one of its name, with its times as assumed;
 * or, of a mode that was added so, its times at a bound that nobody asked for
 * yet. The times become the router's, after a failure too. */
circlet_status ci_router_add_times(circlet_router *router,
                                   const circlet_travel_mode *mode,
                                   circlet_arc_times *times,
                                   circlet_error *error);

/* A search of one's own, which is given back. NULL: no memory. */
ci_search *ci_router_lend_search(circlet_router *router);
void ci_router_return_search(circlet_router *router, ci_search *search);

/* The edge of what the network knows; borrowed from the router. NULL: no
 * memory. */
const struct ci_edge *ci_router_edge(circlet_router *router);

/* The arc times of a mode at a bound, computed when first asked for; borrowed
 * from the router. */
circlet_status ci_router_times(const circlet_arc_times **out,
                               circlet_router *router, const char *mode,
                               circlet_bound bound, circlet_error *error);

/* The graph of these times, made when first asked for; borrowed from the
 * router. */
circlet_status ci_router_graph(const ci_graph **out, circlet_router *router,
                               const char *mode, circlet_bound bound,
                               circlet_error *error);

/* The same with the engine that answers queries about it. */
circlet_status ci_router_engine(ci_engine **out, const ci_graph **graph,
                                circlet_router *router, const char *mode,
                                circlet_bound bound, circlet_error *error);

#endif
