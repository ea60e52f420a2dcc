/* One finding that fails, and what is said to mend it. */
#ifndef CI_POLICY_FIX_VIEW_H
#define CI_POLICY_FIX_VIEW_H

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

/* The unit of the finding. */
circlet_unit ci_fix_unit(const ci_fix_view *view);

/* What judging noted for this beside the finding; NULL: nothing of a name. */
const circlet_argument *ci_fix_fact(const ci_fix_view *view, const char *name);

/* Takes an argument of the finding's sentence over; false: it has none. */
bool ci_fix_take_argument(ci_fix *out, const ci_fix_view *view,
                          const char *name);

/* How much more is surely enough; 0: that is not known. */
double ci_fix_more(const ci_fix_view *view);

/* Rounded up, so that it is enough: to a whole number of that many parts. */
double ci_fix_round_up(double number, double parts);

/* Adds a number, a word or a text to what is said; texts are borrowed. */
void ci_fix_number(ci_fix *out, const char *name, circlet_argument_type type,
                   double number);
void ci_fix_word(ci_fix *out, const char *name, const char *word);
void ci_fix_text(ci_fix *out, const char *name, const char *text);

/* Says what the way costs that was chosen, and what another would. */
void ci_fix_price(ci_fix *out, const ci_way *way, ci_other_way kind,
                  const ci_way *other);

/* Facilities that a rule counts (fix_count.c): the cheapest of what is there
 * made better and what is built, each of them once. */
circlet_status ci_fix_count(ci_fix *out, const ci_fix_view *view,
                            circlet_error *error);

/* The same of those that have so many beds. */
circlet_status ci_fix_class_count(ci_fix *out, const ci_fix_view *view,
                                  circlet_error *error);

/* A facility near a venue (fix_near.c). */
circlet_status ci_fix_near(ci_fix *out, const ci_fix_view *view,
                           circlet_error *error);

/* Facilities in the members of a unit that are to have one (fix_group.c). */
circlet_status ci_fix_group(ci_fix *out, const ci_fix_view *view,
                            circlet_error *error);

/* Persons to be served, and by whom (fix_received.c). */
circlet_status ci_fix_received(ci_fix *out, const ci_fix_view *view,
                               circlet_error *error);

/* More area, places or beds in sum (fix_amount.c), in one facility. */
circlet_status ci_fix_amount(ci_fix *out, const ci_fix_view *view,
                             circlet_error *error);

#endif
