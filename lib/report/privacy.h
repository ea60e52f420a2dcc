/* Which counts of persons are not published. */
#ifndef CI_REPORT_PRIVACY_H
#define CI_REPORT_PRIVACY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <circlet/error.h>

#define CI_PRIVACY_NONE UINT32_MAX

/* A column of counts: one that is divided, or a part of such a one. */
typedef struct ci_privacy_column {
    uint32_t whole; /* the column that this one is a part of, or NONE */
    uint32_t division; /* which of its divisions; their parts add up to it */
} ci_privacy_column;

/* Counts of units x columns, all of which are meant to be published. */
typedef struct ci_privacy_table {
    size_t unit_count;
    const uint32_t *parents; /* of lower numbers; NONE: one with none */
    size_t column_count;
    const ci_privacy_column *columns;
    const int64_t *counts_milli; /* unit by unit, in thousandths, none below
                                    0; children add up to their parent */
    const bool *asked; /* cells to hide whatever they hold; NULL: none */
    const bool *told; /* cells that were published before, so that to hide
                         them is of no use; NULL: none */
    int64_t threshold_milli;
} ci_privacy_table;

/*
 * Marks in `hidden` (unit by unit, as the counts) what must not be published:
 *
 * - counts above 0 and below the threshold;
 * - a count of 0 whose whole is such a one: that nobody of few persons is of
 *   a kind says something of each of them. Other zeros are about nobody, or
 *   about so many that they may be shown;
 * - as many others as it takes that nobody can work these out. One who knows
 *   every sum (units, divisions), all that is shown, and that a count that is
 *   hidden while its whole is shown is at least one person, is left with at
 *   least `threshold` between the least and the greatest that any hidden
 *   count can be.
 *
 * For every hidden cell it finds a closed walk: hidden cells that can rise
 * and fall together by so much while every sum stays as it is (Cox, L. H.,
 * "Suppression methodology and statistical disclosure control", Journal of
 * the American Statistical Association 75, 1980; for linked tables the
 * hypercube method of Repsilber, in Giessing and Repsilber, "Tools and
 * strategies to protect multiple tables with the GHQUAR cell suppression
 * engine", 2002). That is sufficient whatever the attacker computes with, and
 * sparing, but not the least that could be hidden, which is NP-hard.
 *
 * The same table gives the same cells. CIRCLET_E_ARGUMENT if parents or
 * wholes are not as said.
 */
circlet_status ci_privacy_hide(bool *hidden, const ci_privacy_table *table,
                               circlet_error *error);

#endif
