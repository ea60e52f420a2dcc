/* A failure mended by making better what there is. */
#ifndef CI_POLICY_FIX_BETTER_H
#define CI_POLICY_FIX_BETTER_H

#include "policy/fix_price.h"

#define CI_FIX_ARGUMENT_MAX (16 + CI_WAY_ARGUMENTS)

/* What is said of one finding. */
typedef struct ci_fix {
    const char *sentence;
    circlet_argument arguments[CI_FIX_ARGUMENT_MAX];
    size_t count;
} ci_fix;

/* A finding with what is known of it for this. */
typedef struct ci_fix_view {
    const ci_judgement *judgement;
    const ci_rule *rule;
    const circlet_finding *finding;
    const ci_facts *facts;
} ci_fix_view;

/* Adds a number or a word to what is said (fix.c). */
void ci_fix_number(ci_fix *out, const char *name, circlet_argument_type type,
                   double number);
void ci_fix_word(ci_fix *out, const char *name, const char *word);

/*
 * Says which of a unit's facilities come to be what a rule counts by adding
 * services, or by becoming what it asks for, with the price of that where
 * `more` is 1; false: there are not so many. The cheapest is taken where the
 * policy has prices, else the first of those that lack least, by name.
 */
bool ci_fix_make_better(ci_fix *out, ci_way *price, const ci_fix_view *view,
                        double more);

#endif
