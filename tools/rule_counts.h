/* Findings added up by rule: by unit and by person. */
#ifndef TOOLS_RULE_COUNTS_H
#define TOOLS_RULE_COUNTS_H

#include <circlet.h>

#include "json.h"

typedef struct rule_count {
    const char *rule; /* borrowed from the findings, like `mode` */
    const char *mode; /* or NULL */
    size_t units; /* or facilities, venues: findings */
    size_t verdicts[CIRCLET_VERDICT_COUNT];
    bool knows_persons; /* of some finding it was measured who is covered */
    double persons; /* of these findings, like the rest */
    double covered;
    double covered_low, persons_low; /* at the worst that may be */
    double covered_high, persons_high; /* at the best */
    double unreached;
    double modelled; /* of `persons`: nobody's known homes */
} rule_count;

typedef struct rule_counts {
    rule_count *items; /* in the order of the findings */
    size_t count;
    size_t verdicts[CIRCLET_VERDICT_COUNT];
    bool breaks_must; /* a rule that must be kept is broken */
    bool uses_modelled; /* a finding is about modelled people */
} rule_counts;

/* Starts as {0}; false if memory ran out. The findings must outlive it. */
bool rule_counts_add(rule_counts *counts, const circlet_findings *findings);
void rule_counts_free(rule_counts *counts);

/* The count of a rule in a mode (NULL: none), or NULL. */
const rule_count *rule_counts_find(const rule_counts *counts, const char *rule,
                                   const char *mode);

/* The title of a rule in the user's language; one called "ID/WORD" has that
 * of "ID". */
const char *rule_title(const circlet_policy *policy, const char *rule);

/* The member "rules": an array. */
void rule_counts_write(const rule_counts *counts, json *out);

/* A table on stdout; false if memory ran out. */
bool rule_counts_print(const rule_counts *counts,
                       const circlet_policy *policy);

#endif
