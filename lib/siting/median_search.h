/* Interchange of sites with what each exchange would gain, kept up to date. */
#ifndef CI_SITING_MEDIAN_SEARCH_H
#define CI_SITING_MEDIAN_SEARCH_H

#include "siting/median_lists.h"

/* No site, no slot, no column. */
#define CI_MEDIAN_NONE UINT32_MAX

/* An exchange: `in` for `out`; one of them may be CI_MEDIAN_NONE. */
typedef struct ci_median_move {
    uint32_t out, in;
    int64_t profit;
} ci_median_move;

/*
 * A choice of sites with, of each client, its nearest two of them. Chosen
 * sites sit in slots. For a site f that may come and a chosen site in slot
 * r the profit of the exchange is gain[f] - loss[r] + extra[r][f] (M. Resende
 * and R. Werneck, A fast swap-based local search procedure for location
 * problems, Annals of Operations Research 150 (2007)).
 */
typedef struct ci_median_search {
    const ci_median_lists *lists;
    const ci_side *side;
    const int64_t *costs; /* of opening a site, in the objective; NULL: none */
    ci_effort *effort;
    ci_choice choice;
    int64_t objective;

    size_t slot_count; /* no more sites are chosen */
    uint32_t *slot_of; /* of each site, or CI_MEDIAN_NONE */
    uint32_t *site_of; /* of each slot, or CI_MEDIAN_NONE */
    size_t column_count; /* sites that may come */
    uint32_t *column_of; /* of each site, or CI_MEDIAN_NONE */
    uint32_t *site_at; /* of each column */

    uint32_t *near1, *near2; /* of each client, places in its list; its length
                                where there is none */
    int64_t *gain; /* of each column, without the cost of opening */
    int64_t *loss; /* of each slot, less the cost that is saved */
    int64_t *extra; /* of each slot, of each column */
    int64_t *local; /* of each column: the greatest extra - loss among the
                       slots with some extra; INT64_MIN: there are none */
    uint32_t *local_slot;
    uint32_t *touched; /* slots whose loss or extra changed */
    size_t touched_count;
    uint8_t *is_touched;
    uint32_t *affected; /* clients of a move */
    size_t affected_count;
    uint8_t *is_affected;
} ci_median_search;

/* Sites of `core` may come (NULL: all that may be chosen). False: no memory;
 * otherwise the caller clears `out`. */
bool ci_median_search_make(ci_median_search *out, const ci_median_lists *lists,
                           const ci_side *side, const int64_t *costs,
                           size_t slot_count, const uint8_t *core,
                           ci_effort *effort);
void ci_median_search_clear(ci_median_search *search);

/* Starts anew from a choice of at most slot_count sites. */
void ci_median_search_start(ci_median_search *search, const ci_choice *choice);

/* Makes a move that the limits allow. */
void ci_median_search_move(ci_median_search *search, ci_median_move move);

/* The best move that the limits allow; false: none gains anything. */
bool ci_median_search_best(ci_median_search *search, ci_median_move *out);

/* What a move would gain. */
int64_t ci_median_search_profit(const ci_median_search *search, uint32_t out,
                                uint32_t in);

#endif
