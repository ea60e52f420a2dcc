/* Adding up what becomes of people by the groups they are in. */
#ifndef CI_REPORT_GROUP_ROWS_H
#define CI_REPORT_GROUP_ROWS_H

#include "report/group_sets.h"
#include "report/group_states.h"

/* What becomes of each person of the city under all rules so far. */
typedef struct ci_together {
    uint8_t *before, *after; /* bits */
    circlet_group_row *rows; /* beside the groups: the ways */
} ci_together;

/* A row for each group, without people; NULL: no memory. */
circlet_group_row *ci_group_rows_new(const ci_group_sets *sets,
                                     const char *rule, const char *mode);

/* Adds the people of a rule to rows that are beside the groups, and if it is
 * known how they are served to `together`, too. CIRCLET_E_DATA if a sum leaves
 * the range of 64 bits. */
circlet_status ci_group_rows_add(circlet_group_row *rows,
                                 ci_together *together,
                                 const ci_group_sets *sets,
                                 const ci_group_states *states,
                                 const circlet_city *city,
                                 circlet_error *error);

/* Adds all rules' people to the rows of `together`, once each. */
circlet_status ci_together_add_up(ci_together *together,
                                  const ci_group_sets *sets,
                                  const circlet_city *city,
                                  circlet_error *error);

/* The means, and what a group loses, of rows whose sums are there. */
void ci_group_row_finish(circlet_group_row *row);

/* The medians of rows of one rule. */
circlet_status ci_group_rows_find_medians(circlet_group_row *rows,
                                          const ci_group_sets *sets,
                                          const ci_group_states *states,
                                          const circlet_city *city,
                                          circlet_error *error);

#endif
