/*
 * Sweeps over a hierarchy for as many sources at once as there are lanes:
 * up from the sources' nodes, down to all that is within the cutoff of any
 * of them (Delling, Goldberg, Nowatzyk and Werneck, PHAST, JPDC 73, 2013;
 * bounded by the borders of subtrees).
 */
#ifndef CI_REACH_SWEEP_H
#define CI_REACH_SWEEP_H

#include "reach/far_rows.h"
#include "reach/sweep_plan.h"

/*
 * The way up: the ranks from which sources start, and their ancestors, each
 * with a slot. They were found as chains, each from a start to the first
 * that has a slot already; so taken from the last chain to the first, a rank
 * comes after all that lead up to it.
 */
typedef struct ci_climb {
    uint32_t *slot; /* of each rank; CI_NO_RANK: none */
    uint32_t *rank; /* of each slot */
    ci_lane_times *times; /* of each slot */
    uint32_t *chain; /* where each begins; and the end of the last */
    uint32_t slot_count, chain_count;
    size_t room; /* of slots */
} ci_climb;

/* One worker's sweep. Between two, nothing starts anywhere. */
typedef struct ci_sweep {
    const ci_sweep_plan *plan;
    const ci_upper_arcs *up; /* that the way up takes */
    uint32_t cutoff_ms;
    ci_climb climb;
    ci_lane_times *times; /* of each position, if its block was entered */
    bool *is_start; /* of each position: times has what came up */
    bool *holds_start; /* of each block */
    bool *is_entered; /* of each block */
    uint32_t *entered; /* those blocks, ascending */
    uint32_t entered_count;
} ci_sweep;

/* Room for up to `start_count` starts. false: no memory. */
bool ci_sweep_make(ci_sweep *sweep, const ci_sweep_plan *plan,
                   const ci_hierarchy *hierarchy, bool is_against,
                   size_t start_count);
void ci_sweep_clear(ci_sweep *sweep);

/* Lets a lane start at a rank with a time within the cutoff. */
void ci_sweep_start(ci_sweep *sweep, const ci_hierarchy *hierarchy,
                    uint32_t rank, uint32_t lane, uint32_t time_ms);

/* Forgets who started where. */
void ci_sweep_reset(ci_sweep *sweep);

/* A port of a target. */
typedef struct ci_sweep_port {
    uint32_t position;
    uint32_t block; /* that holds the position */
    uint32_t time_ms;
} ci_sweep_port;

/* Targets that have ports: place i has those from first_port[i] up to
 * first_port[i + 1]. */
typedef struct ci_sweep_places {
    uint32_t *target; /* of each place */
    uint32_t *first_port;
    ci_sweep_port *ports;
} ci_sweep_places;

/* So many times of at most CIRCLET_CUTOFF_MAX fit a sum of 32 bits. */
#define CI_GATHERED_MAX 48

/* Targets that some lane has within the cutoff. */
typedef struct ci_gathered {
    ci_lane_times *times; /* CI_GATHERED_MAX */
    uint32_t target[CI_GATHERED_MAX];
    uint32_t count;
} ci_gathered;

/* The same for each set of lanes. */
typedef struct ci_sweep_code {
    /* Finds the times of all positions in blocks that are entered. */
    void (*run)(ci_sweep *sweep);

    /* Adds the places from `first` on, but those that no lane has within the
     * cutoff. Stops at `end`, or when no more fit, and returns where. */
    uint32_t (*gather)(ci_gathered *into, const ci_sweep *sweep,
                       const ci_sweep_places *places, uint32_t first,
                       uint32_t end);

    /* Counts the times within the cutoff, and adds them up, by lane. */
    void (*tally)(const ci_gathered *gathered, uint32_t cutoff_ms,
                  ci_lane_times *counts, ci_lane_times *sums_ms);
} ci_sweep_code;

extern const ci_sweep_code ci_sweep_baseline;
#ifdef CI_HAS_WIDE_LANES
extern const ci_sweep_code ci_sweep_avx2;
extern const ci_sweep_code ci_sweep_avx512;
#endif

/* That of a set, or of the best that there is if the processor lacks it. */
const ci_sweep_code *ci_sweep_code_of(ci_lane_set lanes);

#endif
