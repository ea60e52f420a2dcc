/* The table road_turn: turns that are forbidden. */
#ifndef CI_IO_ROAD_TURNS_H
#define CI_IO_ROAD_TURNS_H

#include "io/import.h"
#include "io/roads.h"
#include "network/network_builder.h"

/* Writes the turns of roads into the table, which is empty. */
circlet_status ci_road_turns_store(ci_import *import, const ci_roads *roads,
                                   circlet_error *error);

/* Remarks how many of the source's turn restrictions are used, and why the
 * others are not; nothing if there are none. */
void ci_road_turns_remark(const ci_import *import, const ci_roads *roads);

/*
 * Adds the turns of a city to a builder that holds all its nodes and links,
 * each in the order of their ids. CIRCLET_E_DATA, naming the file and the
 * turn, for one of what is not there.
 */
circlet_status ci_road_turns_read(circlet_network_builder *builder, ci_db *db,
                                  circlet_error *error);

#endif
