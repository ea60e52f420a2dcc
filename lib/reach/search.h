/* The shortest times on a graph from or to some of its nodes, by Dijkstra's
 * algorithm with buckets. */
#ifndef CI_REACH_SEARCH_H
#define CI_REACH_SEARCH_H

#include "reach/graph.h"

/* The room that searches of one thread need. */
typedef struct ci_search ci_search;

ci_search *ci_search_new(void); /* NULL: no memory */
void ci_search_free(ci_search *search);

/*
 * Makes room for searches of a graph, which must outlive them: along its
 * arcs, or against them. What was found before is forgotten. Takes time
 * proportional to the graph. false: no memory.
 */
bool ci_search_aim(ci_search *search, const ci_graph *graph, bool is_against);

/* From now on searches keep from where they came to each node. Call it
 * before ci_search_aim(). */
void ci_search_keep_ways(ci_search *search);

/* Forgets the last search, in time proportional to what it touched. */
void ci_search_clear(ci_search *search);

/* A journey begins (against the arcs: ends) `time_ms` away from a node, at
 * most as much as the cutoff of the run to come. Seeds come before it. */
void ci_search_seed(ci_search *search, uint32_t node, uint32_t time_ms);

/*
 * Finds the least time over the seeds of seed + arcs to (from) each node, as
 * far as it is within the cutoff (inclusive, at most CIRCLET_CUTOFF_MAX).
 * Arcs are those of the graph, so the delays of all nodes are in it but that
 * of the node where the arcs end; against the arcs, that of the node itself.
 * Once between two calls of ci_search_clear(). No memory is allocated.
 */
void ci_search_run(ci_search *search, uint32_t cutoff_ms);

/* CIRCLET_UNREACHED: not within the cutoff. */
uint32_t ci_search_time(const ci_search *search, uint32_t node);

/* A node with a seed, the journey of which is the quickest. */
#define CI_AT_SEED UINT32_MAX

/*
 * The node from which the search came to a node with a time, if ways are
 * kept, or CI_AT_SEED: against the arcs, it is where a journey goes on.
 * Going on so comes to a seed; of ways that take equally long it is always
 * the same one.
 */
uint32_t ci_search_way(const ci_search *search, uint32_t node);

/* The nodes with a time, in no order that may be relied upon. */
const uint32_t *ci_search_touched(const ci_search *search, size_t *count);

#endif
