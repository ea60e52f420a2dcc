/* Findings as a table of units and rules: persons covered and not covered. */
#ifndef CI_REPORT_FINDING_TABLE_H
#define CI_REPORT_FINDING_TABLE_H

#include "report/finding_privacy.h"
#include "report/privacy.h"

/* A rule in a mode; its columns are COVERED and UNCOVERED of `whole`. */
typedef struct ci_rule_group {
    const char *rule, *mode;
    uint32_t whole; /* among the wholes */
    size_t findings;
} ci_rule_group;

/* Units of the table: 0 is all of them, then the units with parents first,
 * then what lies in each of these and in none below it. */
typedef struct ci_finding_table {
    const ci_public_counts *counts;
    uint32_t *place_of; /* of a unit: its row */
    uint32_t *parents; /* of the rows */
    size_t rows;
    ci_rule_group *groups;
    uint32_t *group_of[2]; /* of a finding, today and planned;
                              CI_PRIVACY_NONE: it tells nothing of persons in
                              a unit */
    size_t group_count, whole_count;
    int64_t *whole_milli; /* whole by whole, row by row; below 0: not told */
    ci_privacy_column *columns; /* wholes, then two of each group */
    int64_t *cells; /* row by row, in thousandths */
    bool *asked; /* cells that must be hidden whatever they hold */
} ci_finding_table;

/* Finds rows, groups and wholes of both states; ci_finding_table_clear() in
 * any case. */
circlet_status ci_finding_table_start(ci_finding_table *table,
                                      const ci_public_counts *counts,
                                      circlet_error *error);
void ci_finding_table_clear(ci_finding_table *table);

/* Fills the cells with today's findings (0) or the planned ones (1). */
void ci_finding_table_fill(ci_finding_table *table, int state);

const ci_public_count *ci_finding_table_list(const ci_finding_table *table,
                                             int state, size_t *count);

/* Of columns: the wholes, and covered and uncovered of every group. */
size_t ci_finding_table_width(const ci_finding_table *table);
size_t ci_finding_table_cell(const ci_finding_table *table, uint32_t row,
                             size_t column);

/* The column of the covered of a group; that of the uncovered is next. */
size_t ci_finding_table_covered(const ci_finding_table *table, uint32_t group);

/* The row of what lies in a row's unit and in none below. */
uint32_t ci_finding_table_rest(const ci_finding_table *table, uint32_t row);

/* Whether a row hides whom a group is about, who is covered or who is not. */
bool ci_finding_table_is_hidden(const ci_finding_table *table,
                                const bool *hidden, uint32_t row,
                                uint32_t group);

/* Whether a number is known and tells of fewer persons than the threshold. */
bool ci_is_few(const ci_public_counts *counts, double persons);

/* Thousandths of persons. */
int64_t ci_public_milli(double persons);
bool ci_public_is_known(double persons);

#endif
