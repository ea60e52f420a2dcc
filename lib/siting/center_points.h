/* The demand points of a p-center problem: how far from a choice, and a
 * covering problem of some of them. */
#ifndef CI_SITING_CENTER_POINTS_H
#define CI_SITING_CENTER_POINTS_H

#include "siting/lscp_core.h"
#include "siting/side.h"

typedef struct ci_center_points {
    const circlet_location *location;
    const ci_side *side;
    uint32_t *points; /* that ask for something and can be reached */
    size_t count;
    uint32_t least_ms; /* no choice has a shorter longest time */
    uint32_t worst; /* a point for which it takes that */
    uint32_t most_ms; /* the longest time of the matrix */
    size_t unreachable;
    int64_t unreachable_weight;
    uint32_t *places; /* of each site: among the free and the fixed ones, or
                         UINT32_MAX */
    size_t site_count; /* free and fixed */
    uint64_t entry_count; /* of all rows: what one look at all costs */
} ci_center_points;

/* CIRCLET_E_ARGUMENT for a negative weight, a backup of 0,
 * CIRCLET_E_INFEASIBLE for a point that spacing leaves with too few sites.
 * The caller clears `out`. */
circlet_status ci_center_points_make(ci_center_points *out,
                                     const circlet_location *location,
                                     const ci_side *side,
                                     circlet_error *error);
void ci_center_points_clear(ci_center_points *points);

/* By how many sites a point is to be covered. */
uint32_t ci_center_need(const ci_center_points *points, uint32_t point);

/* The time to the nearest open site (with backup: the n-th nearest);
 * UINT32_MAX: there are too few. */
uint32_t ci_center_time(const ci_center_points *points, const uint8_t *is_open,
                        uint32_t point);

/* The largest time of a pair up to `limit_ms`, and the smallest above it (0
 * and UINT32_MAX: none). */
uint32_t ci_center_time_below(const ci_center_points *points,
                              uint32_t limit_ms);
uint32_t ci_center_time_above(const ci_center_points *points,
                              uint32_t limit_ms);

/*
 * The problem to cover some points within `cutoff_ms`; sites cost 1 each, or
 * their own costs. Rows are named by their points. A point that the existing
 * sites cover is no row. False: no memory.
 */
bool ci_center_core(ci_lscp_core *out, const ci_center_points *points,
                    const uint32_t *some, size_t count, uint32_t cutoff_ms,
                    bool has_costs);

#endif
