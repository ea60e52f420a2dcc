/* Turn restrictions of a network. */
#ifndef CI_NETWORK_TURNS_H
#define CI_NETWORK_TURNS_H

#include "network/network_builder.h"
#include "network/travel_mode.h"

/* Copies a builder's turns into its network, as nodes and links are numbered
 * there. false: no memory. */
bool ci_turns_copy(circlet_network *network,
                   const circlet_network_builder *builder,
                   const uint32_t *node_number, const uint32_t *link_number);

/* Whether a word is one of those by which exceptions name vehicles. */
bool ci_turn_knows_vehicle(const char *word);

/* Whether a mode must heed a turn restriction. */
bool ci_turn_binds(const ci_turn *turn, const circlet_travel_mode *mode);

#endif
