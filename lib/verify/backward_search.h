/*
 * Dijkstra's search as textbooks have it, from goals against the arcs, over
 * the links of a network as they are. Where one stands is the link over which
 * one came and the way one went along it, so that turn restrictions need no
 * copies of nodes.
 */
#ifndef CI_VERIFY_BACKWARD_SEARCH_H
#define CI_VERIFY_BACKWARD_SEARCH_H

#include "network/tie.h"

typedef struct ci_backward_search ci_backward_search;

/* The times must outlive the search. NULL: no memory. */
ci_backward_search *ci_backward_search_new(const circlet_arc_times *times);
void ci_backward_search_free(ci_backward_search *search);

/* Forgets the goals and what was found; nothing takes longer from now on. */
void ci_backward_search_start(ci_backward_search *search, uint32_t cutoff_ms);

/* A journey may end at a tie, off the road and boarding included. false: no
 * memory. */
bool ci_backward_search_end_at(ci_backward_search *search, const ci_tie *tie);

/* A journey may end as soon as it comes to a node, boarding included. */
bool ci_backward_search_end_at_node(ci_backward_search *search, uint32_t node);

/* Finds all times within the cutoff. false: no memory. */
bool ci_backward_search_run(ci_backward_search *search);

/* From a tie over an end of its link; CIRCLET_UNREACHED if it is over the
 * cutoff. */
uint32_t ci_backward_search_from(const ci_backward_search *search,
                                 const ci_tie *tie);

/* The links from which a goal is reached; some stand twice. */
size_t ci_backward_search_count(const ci_backward_search *search);
uint32_t ci_backward_search_link(const ci_backward_search *search, size_t i);

#endif
