/* Searching for sites that cover much: greedy choice and exchanges. */
#ifndef CI_SITING_MCLP_SEARCH_H
#define CI_SITING_MCLP_SEARCH_H

#include "base/random.h"
#include "siting/cover.h"
#include "siting/effort.h"

/*
 * A choice of sites with what each change of it would bring, kept up to date
 * row by row: a row counts where it is one site short of its need, or has
 * just as many as it needs. Weights in any unit, sums as the cover's.
 */
typedef struct ci_mclp_search {
    const ci_cover *cover;
    const ci_side *side;
    ci_effort *effort;
    ci_choice choice;
    int64_t value; /* weight of the covered rows */
    uint32_t *counts; /* of each row: chosen sites */
    uint32_t
        *owners; /* of each row: exclusive or of these; with needs: none */
    int64_t *gains; /* of each site: rows that it would complete; those that
                       cannot be chosen lie far below 0 */
    int64_t *losses; /* of each chosen site: rows that need it */
    uint32_t *slots; /* chosen sites */
    uint32_t *slot_of; /* of each chosen site; else UINT32_MAX */
    int64_t *overlaps; /* of each slot a row of all sites: what the loss is
                          less, and the gain more, where the site is
                          exchanged for that of the slot; NULL: too many */
    size_t slot_count, slot_room;
    uint32_t **near; /* of each site: its count and the sites that share a row
                        with it; NULL: not known, then any may. Of covers in
                        small alone. */
    uint32_t *near_stamps; /* scratch, of each site */
    uint32_t near_stamp;
    int64_t *around; /* scratch: overlaps of one site with each slot */
    uint64_t *tabu; /* of each site: not moved before this step */
    uint64_t step;
    uint8_t *best; /* the best choice so far, of each site */
    int64_t best_value;
    bool has_best;
    uint64_t rounds; /* on sketches of the cover so far */
    ci_random random;
} ci_mclp_search;

/* False: no memory. The caller clears `out`. */
bool ci_mclp_search_make(ci_mclp_search *out, const ci_cover *cover,
                         const ci_side *side, ci_effort *effort);
void ci_mclp_search_clear(ci_mclp_search *search);

void ci_mclp_search_add(ci_mclp_search *search, uint32_t site);
void ci_mclp_search_drop(ci_mclp_search *search, uint32_t site);

/* Makes the choice of the search this one, or the best so far. */
void ci_mclp_search_set(ci_mclp_search *search, const uint8_t *is_chosen);
void ci_mclp_search_recall(ci_mclp_search *search);

/* Remembers the present choice where it is allowed and the best. True: it
 * is. */
bool ci_mclp_search_note(ci_mclp_search *search);

/* The same of another choice, without making it the present one: for when
 * time is over. `is_chosen` keeps all limits. */
bool ci_mclp_search_claim(ci_mclp_search *search, const uint8_t *is_chosen);

#endif
