/* The groups that the people of a city are divided into, and who is in
 * which. */
#ifndef CI_REPORT_GROUP_SETS_H
#define CI_REPORT_GROUP_SETS_H

#include <circlet/groups.h>

#include "base/arena.h"
#include "policy/rule.h"
#include "report/age_bands.h"

typedef struct ci_group_set {
    circlet_group_by by;
    const char *name;
    const char *title_zh, *title_en;
    bool is_unknown; /* of whom the division says nothing */
} ci_group_set;

typedef struct ci_group_sets {
    ci_group_set *items; /* by division; the first is everybody */
    size_t count, capacity;
    /* Person i is in groups of[first[i]] up to before of[first[i + 1]], each
     * once, ascending. */
    size_t *first;
    uint32_t *of;
    ci_arena arena;
} ci_group_sets;

/* What people are divided by, and how. */
typedef struct ci_group_divisions {
    unsigned by; /* bits 1 << circlet_group_by */
    ci_age_bands ages;
} ci_group_divisions;

/* Divides everybody; the caller clears the sets, after a failure too. Names
 * that are not in the sets' own memory are the policy's and the city's. */
circlet_status ci_group_sets_make(ci_group_sets *out,
                                  const ci_judgement *judgement,
                                  const ci_group_divisions *divisions,
                                  circlet_error *error);
void ci_group_sets_clear(ci_group_sets *sets);

#endif
