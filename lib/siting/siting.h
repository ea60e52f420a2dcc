/* An answer to a location problem. */
#ifndef CI_SITING_SITING_H
#define CI_SITING_SITING_H

#include <circlet/siting.h>

#include "siting/effort.h"
#include "siting/side.h"

struct circlet_siting {
    circlet_model model;
    bool is_maximised;
    circlet_proof proof;
    int64_t objective;
    int64_t bound;
    uint32_t *sites;
    int64_t *gains; /* NULL but for maximal covering */
    size_t count;
    circlet_assignment *assignments;
    size_t assignment_count;
    circlet_siting_report report;
    circlet_certificate *certificate; /* NULL: none */
};

/* What every solver starts from. */
typedef struct ci_siting_start {
    circlet_location location; /* a copy, with fields of later versions 0 */
    ci_effort effort;
    ci_side side;
} ci_siting_start;

/*
 * Reads the location and the options, starts the clock and reads the sites.
 * Models without backup refuse it. CIRCLET_E_ARGUMENT and others as the
 * solvers; the caller clears `out->side`, which starts as {0}, in any case.
 */
circlet_status ci_siting_begin(ci_siting_start *out, circlet_model model,
                               const circlet_location *location,
                               const circlet_siting_options *options,
                               circlet_error *error);

/* Adds the caller's sites to start from to a choice, as far as the limits
 * let. CIRCLET_E_ARGUMENT if there is no such site. */
circlet_status ci_siting_add_start(ci_choice *choice,
                                   const circlet_siting_options *options,
                                   circlet_error *error);

/* An answer with room for `capacity` sites; NULL: no memory. */
circlet_siting *ci_siting_new(circlet_model model, size_t capacity);

/* Sets sites (ascending, without existing ones), proof, stop and work from a
 * choice and the effort. Objective and bound are set before. */
void ci_siting_finish(circlet_siting *siting, const ci_choice *choice,
                      const ci_effort *effort);

/*
 * Assigns each point to its nearest open site, within its cutoff where
 * `has_cutoff` (a point with `backup` n must be covered n times to be
 * served), and fills the report's unserved figures. False: no memory.
 */
bool ci_siting_assign(circlet_siting *siting, const circlet_location *location,
                      const uint8_t *is_open, bool has_cutoff);

#endif
