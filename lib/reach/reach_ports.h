/* The places of a travel job as places on a graph. */
#ifndef CI_REACH_REACH_PORTS_H
#define CI_REACH_REACH_PORTS_H

#include "reach/ports.h"
#include "reach/travel_job.h"

/* Starts as {0}. */
typedef struct ci_port_list {
    size_t *first; /* of each place, and the end */
    ci_port *ports;
    size_t count, capacity;
} ci_port_list;

/* The ports by which journeys start from the job's origins, and by which
 * they end at its destinations: those also hold the time of boarding. The
 * caller frees the list even on failure. false: no memory. */
bool ci_origin_ports_find(ci_port_list *list, const ci_travel_job *job,
                          const ci_graph *graph);
bool ci_destination_ports_find(ci_port_list *list, const ci_travel_job *job,
                               const ci_graph *graph);
void ci_port_list_free(ci_port_list *list);

/* Starts as {0}. */
typedef struct ci_shortcut_list {
    size_t *first; /* of each source, and the end */
    circlet_od_entry *entries; /* targets with times */
    size_t count, capacity;
} ci_shortcut_list;

/* The journeys along one link only, and those from a place to itself; sources
 * are the job's origins or, if `is_against`, its destinations. The caller
 * frees the list even on failure. false: no memory. */
bool ci_shortcuts_find(ci_shortcut_list *list, const ci_travel_job *job,
                       bool is_against);
void ci_shortcut_list_free(ci_shortcut_list *list);

#endif
