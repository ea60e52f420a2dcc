/*
 * Dijkstra's search as textbooks have it, to compare circlet's engines with:
 * over the links of a network as they are, with circlet's times of links and
 * nodes, and nothing else of its engines. Where one has been is the link over
 * which one came and the way one went along it, so that turn restrictions
 * need no copies of nodes.
 */
#ifndef TESTS_PLAIN_SEARCH_H
#define TESTS_PLAIN_SEARCH_H

#include "network/tie.h"

typedef struct plain_search plain_search;

/* The times must outlive the search. Without `heeds_turns` any turn is
 * allowed. NULL: no memory. */
plain_search *plain_search_new(const circlet_arc_times *times,
                               bool heeds_turns);
void plain_search_free(plain_search *search);

/* Searches from the ties of an origin; false: no memory. */
bool plain_search_run(plain_search *search, const ci_tie *ties, size_t count,
                      uint32_t cutoff_ms);

/* The time of the whole journey to the ties of a destination, over a node at
 * least; CIRCLET_UNREACHED if it is over the cutoff. */
uint32_t plain_search_to(const plain_search *search, const ci_tie *ties,
                         size_t count);

#endif
