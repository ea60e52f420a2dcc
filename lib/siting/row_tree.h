/* The rows of a cover by their differences: fast sums both ways. */
#ifndef CI_SITING_ROW_TREE_H
#define CI_SITING_ROW_TREE_H

#include "siting/cover.h"
#include "siting/effort.h"

/*
 * A tree over the rows of a cover in which each row differs little from its
 * parent; node 0 is the empty row, parents stand before their children, and
 * node i > 0 is row row_of[i]. Rows near to each other on the ground differ
 * by one or two sites of a hundred, so that a product of the cover's matrix
 * with a vector takes that part of the steps (A. Bjorklund and A. Lingas,
 * Fast Boolean matrix multiplication for highly clustered data, 2001).
 */
typedef struct ci_row_tree {
    size_t site_count;
    size_t node_count; /* rows + 1 */
    uint32_t *row_of; /* of node 0: UINT32_MAX */
    uint32_t *parent;
    uint32_t *first; /* node_count + 1; into `steps` */
    uint32_t *steps; /* 2 * site where it comes, + 1 where it goes */
    double *signed_values; /* scratch: 2 * site_count */
    double *flows; /* scratch: node_count */
} ci_row_tree;

/* False: no memory, the effort is over, or there are more than 2^32 steps.
 * The caller clears `out`. */
bool ci_row_tree_make(ci_row_tree *out, const ci_cover *cover,
                      ci_effort *effort);
void ci_row_tree_clear(ci_row_tree *tree);

/* What one pass costs, in elementary steps. */
size_t ci_row_tree_size(const ci_row_tree *tree);

/* sums[node] = the sum of the values of its row's sites; sums[0] = 0. */
void ci_row_tree_sum(ci_row_tree *tree, const double *values, double *sums);

/* totals[site] = the sum of the values of the nodes whose row has it. */
void ci_row_tree_total(ci_row_tree *tree, const double *values,
                       double *totals);

/* The same in whole numbers, exact wherever the totals fit 63 bits. */
void ci_row_tree_total_exact(ci_row_tree *tree, const int64_t *values,
                             int64_t *totals);

#endif
