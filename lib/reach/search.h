/* The shortest times to a place, by Dijkstra's algorithm with buckets. */
#ifndef CI_REACH_SEARCH_H
#define CI_REACH_SEARCH_H

#include "network/arc_times.h"

/* The room that searches of one network need, made once. */
typedef struct ci_search ci_search;

ci_search *ci_search_new(const circlet_network *network); /* NULL: no memory */
void ci_search_free(ci_search *search);

/* Forgets the last search, in time proportional to what it touched. */
void ci_search_clear(ci_search *search);

/* From now on searches keep which way each node's journey goes on. false: no
 * memory. */
bool ci_search_keep_ways(ci_search *search);

/* From `node` a goal is `time_ms` away, at most CIRCLET_CUTOFF_MAX. */
void ci_search_seed(ci_search *search, uint32_t node, uint32_t time_ms);

/*
 * Finds the time from every node to the nearest goal, as far as it is
 * within the cutoff (inclusive, at most CIRCLET_CUTOFF_MAX): the time when
 * one sets out from the node, without the delay of passing it.
 */
void ci_search_run(ci_search *search, const circlet_arc_times *times,
                   uint32_t cutoff_ms);

/* For one who arrives at a node and passes it: CIRCLET_UNREACHED if it may
 * not be passed or is over the cutoff of the last run. */
uint32_t ci_search_time_through(const ci_search *search,
                                const circlet_arc_times *times, uint32_t node);

/* A node whose journey goes on to a goal, as it was seeded. */
#define CI_AT_GOAL UINT32_MAX

/* The time from a node, without the delay of passing it; CIRCLET_UNREACHED:
 * not within the cutoff. */
uint32_t ci_search_time(const ci_search *search, uint32_t node);

/*
 * Where the journey goes on from a node with a time, if ways are kept: the
 * place in the network's `adjacent` of the arc that it takes, standing at the
 * node to which the arc leads, or CI_AT_GOAL. Going on so comes to a goal;
 * of ways that take equally long it is always the same one.
 */
uint32_t ci_search_next(const ci_search *search, uint32_t node);

/* The nodes with a time, in no order that may be relied upon. */
const uint32_t *ci_search_touched(const ci_search *search, size_t *count);

#endif
