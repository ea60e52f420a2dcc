/* The relaxed maximal covering problem, solved by a first-order method. */
#ifndef CI_SITING_MCLP_WALK_H
#define CI_SITING_MCLP_WALK_H

#include "siting/row_tree.h"

/*
 * With w the weight and n the need of a row, a saddle point of
 *
 *   sum (w_i - n_i u_i) + sum_i u_i sum_(j covers i) y_j
 *
 * least over duals 0 <= u_i <= w_i / n_i, greatest over shares 0 <= y_j <= 1
 * of sites that keep p, budget and groups. Any u gives a bound; the y at the
 * saddle point says which sites matter.
 */
typedef struct ci_mclp_walk {
    const ci_side *side;
    ci_row_tree tree;
    size_t site_count;
    double *caps; /* of each node: w / n */
    double *needs;
    uint32_t *open; /* sites that are not decided */
    size_t open_count;
    double p_left; /* p less the decided ones */
    double *site_steps, *row_steps;
    double *row_lengths; /* one over row_steps */
    /* Where it is, where it started from, what one step would make of it. */
    double *y, *y_start, *y_next, *y_ahead;
    double *u, *u_start, *u_next, *sums;
    double *totals, *totals_start, *totals_next; /* of u: of each site */
    double *prices; /* what budget and groups take off a site */
    /* One multiplier a group, and that of the budget behind them. */
    double *m, *m_start, *m_next, *m_steps, *m_sums;
    size_t m_count;
    double cost_unit; /* costs are counted in it */
    double coefficient; /* of the sites in budget and groups */
    double balance; /* between the steps in u and those in y */
    double p_price; /* the last one: where the next search begins */
    double residual_start, residual_last;
    bool is_anchored; /* else plain steps: better for short runs */
    uint64_t step, last_restart; /* steps taken */
} ci_mclp_walk;

/* Counts weights in `unit`. False: no memory, or the effort is over. */
bool ci_mclp_walk_make(ci_mclp_walk *out, const ci_cover *cover,
                       const ci_side *side, double unit, ci_effort *effort);
void ci_mclp_walk_clear(ci_mclp_walk *walk);

/* Goes on from where it is under other decisions (CI_OPEN, CI_IN, CI_OUT of
 * each site). */
void ci_mclp_walk_decide(ci_mclp_walk *walk, const uint8_t *decided);

/* Starts from a choice of sites. */
void ci_mclp_walk_start(ci_mclp_walk *walk, const uint8_t *is_chosen);

/* Starts where the walk of a larger cover is; row r of that is `row_of[r]` of
 * this one where there are so many rows. */
void ci_mclp_walk_take(ci_mclp_walk *walk, const ci_mclp_walk *from,
                       const uint32_t *row_of);

/* The latest point, kept in ci_mclp_walk_room() numbers, and back to it (to be
 * followed by ci_mclp_walk_decide()). */
size_t ci_mclp_walk_room(const ci_mclp_walk *walk);
void ci_mclp_walk_keep(const ci_mclp_walk *walk, double *place);
void ci_mclp_walk_return(ci_mclp_walk *walk, const double *place);

/* One step; u_next, totals_next and y_next are then the latest points. */
void ci_mclp_walk_step(ci_mclp_walk *walk);

/* Elementary steps of a step. */
size_t ci_mclp_walk_size(const ci_mclp_walk *walk);

#endif
