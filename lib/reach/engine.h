/* Rows of times between places, by the quicker of two ways and by several
 * threads. */
#ifndef CI_REACH_ENGINE_H
#define CI_REACH_ENGINE_H

#include "reach/far_rows.h"
#include "reach/near_rows.h"
#include "reach/stage.h"

typedef enum ci_engine_choice {
    CI_ENGINE_AUTO = 0, /* by the estimated size of the searches */
    CI_ENGINE_NEAR,
    CI_ENGINE_FAR
} ci_engine_choice;

/* Answers queries about one graph; keeps its hierarchy from the first query
 * that needs it. Any number of threads may ask it. */
typedef struct ci_engine ci_engine;

/* `order` may be NULL: then one is found when the first hierarchy is needed,
 * and pays only for many sources. Graph and order must outlive the engine. */
ci_engine *ci_engine_new(const ci_graph *graph, const uint32_t *order);
void ci_engine_free(ci_engine *engine);

typedef struct ci_engine_options {
    uint32_t thread_count;
    ci_engine_choice choice;
    ci_lane_set lanes;
    ci_stage stage; /* told on the caller's thread */
} ci_engine_options;

/* Gives the row of each source to `take`. CIRCLET_E_CANCELLED if progress
 * asked to stop or `take` did. */
circlet_status ci_engine_rows(ci_engine *engine, const ci_rows_query *query,
                              const ci_engine_options *options,
                              ci_take_row take, void *user,
                              circlet_error *error);

/*
 * The same, but `take` gets the rows by ascending source, on the caller's
 * thread and as worker 0. Rows wait in memory for their turn: of so many
 * sources at a time as have CI_ENGINE_WINDOW_BYTES if they reach all
 * targets, but of one batch a thread at least.
 */
#define CI_ENGINE_WINDOW_BYTES (64u << 20)

circlet_status ci_engine_rows_in_order(ci_engine *engine,
                                       const ci_rows_query *query,
                                       const ci_engine_options *options,
                                       ci_take_row take, void *user,
                                       circlet_error *error);

#endif
