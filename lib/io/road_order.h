/*
 * The order of the street network's nodes, from which hierarchies are built:
 * made when roads are imported, kept in the table road_order.
 */
#ifndef CI_IO_ROAD_ORDER_H
#define CI_IO_ROAD_ORDER_H

#include "io/import.h"
#include "io/roads.h"
#include "network/network_builder.h"

/*
 * Orders the nodes and replaces what the table holds. With the order goes a
 * hash of which node is joined to which, nodes taken in the order of their
 * ids: tags, heights and lengths may change. A city without the table has
 * none afterwards. CIRCLET_E_CANCELLED.
 */
circlet_status ci_road_order_store(ci_import *import, const ci_roads *roads,
                                   circlet_error *error);

/*
 * Gives a builder that holds all streets of the city, nodes in the order of
 * their ids, the order that the city keeps, if it is one of these streets.
 * CIRCLET_E_NOMEM, CIRCLET_E_IO.
 */
circlet_status ci_road_order_read(circlet_network_builder *builder, ci_db *db,
                                  circlet_error *error);

#endif
