/* How groups of people fare: as tables for people, as JSON and as CSV for
 * programs. */
#ifndef TOOLS_GROUPS_OUTPUT_H
#define TOOLS_GROUPS_OUTPUT_H

#include <circlet.h>

#include <stdio.h>

#include "json.h"

/* Members "year", "internal_below", "losing", "groups" and "gaps". */
void groups_write_json(json *out, const circlet_groups *groups);

/* A row for each group and rule. */
void groups_write_csv(FILE *file, const circlet_groups *groups);

/* The object "groups" with "losing" and "gaps", of what a plan does. */
void groups_write_summary(json *out, const circlet_groups *groups);

/* Who loses by a plan, if anybody does; then how far groups are apart under
 * all rules together. False if memory ran out. */
bool groups_print_summary(const circlet_groups *groups);

/* Who loses first, then a table for each rule, then how far groups are apart.
 * False if memory ran out. */
bool groups_print_tables(const circlet_groups *groups,
                         const circlet_policy *policy);

#endif
