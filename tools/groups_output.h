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

/* Who loses first, then a table for each rule, then how far groups are apart.
 * False if memory ran out. */
bool groups_print_tables(const circlet_groups *groups,
                         const circlet_policy *policy);

#endif
