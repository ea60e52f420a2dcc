/* Gathering findings. */
#ifndef CI_POLICY_FINDING_H
#define CI_POLICY_FINDING_H

#include "base/arena.h"
#include "policy/policy.h"

#define CI_ARGUMENT_MAX 32
#define CI_REASON_MAX 64

#define CI_FACT_MAX 8

/* What fixes need to know of a finding besides what it says. */
typedef struct ci_facts {
    const circlet_argument *items;
    size_t count;
} ci_facts;

struct circlet_findings {
    int year, day; /* the day (year x 10000 + month x 100 + day), its year */
    const circlet_city *city; /* whose waivers count; NULL: none does */
    circlet_finding *items;
    size_t count, capacity;
    ci_facts *facts; /* of each */
    size_t fact_capacity;
    ci_arena arena; /* reasons, arguments and texts */
    circlet_findings *taken; /* others, whose texts are pointed to */
};

/* None yet; circlet_findings_free(). NULL: no memory. */
circlet_findings *ci_findings_new(const circlet_city *city, int day);

/* Adds all findings of `others`, which then belong to `findings`, at the end.
 * false: no memory, and nothing is taken. */
bool ci_findings_take(circlet_findings *findings, circlet_findings *others);

/* A finding while it is made. */
typedef struct ci_draft {
    circlet_finding finding;
    const ci_rule *rule;
    const char *reasons[CI_REASON_MAX];
    circlet_argument arguments[CI_ARGUMENT_MAX];
    circlet_argument facts[CI_FACT_MAX];
    size_t fact_count;
} ci_draft;

/* Starts the finding of a rule in a unit: a pass with unknown numbers. */
void ci_draft_start(ci_draft *draft, const ci_rule *rule,
                    const circlet_unit_record *unit);

/* Adds a reason that is not there yet. */
void ci_draft_reason(ci_draft *draft, const char *reason);

/* Adds the names of doubts about people and facilities. */
void ci_draft_doubts(ci_draft *draft, ci_doubts doubts);

/* Missing data: verdict, reason and what the sentence says. */
void ci_draft_no_data(ci_draft *draft, const char *reason);

/* Between the bounds: the verdict, and the doubts as its reasons. */
void ci_draft_undecided(ci_draft *draft, ci_doubts doubts);

/* Nobody whom the rule is about lives there: a pass, with a reason unless
 * the people of the city are complete. `city` is NULL if the rule is about
 * residents, whose number is a fact of its own. */
void ci_draft_nobody(ci_draft *draft, const circlet_city *city,
                     const char *group);

/* Of the people of the city nothing was imported: where something is short
 * or undecided there is no data, for perhaps nobody lives there. */
void ci_draft_without_people(ci_draft *draft);

/* The verdict of a rule that is not kept: advice for a variant, for what a
 * rule only permits, and on a `day` before it is due, which it is on the last
 * day of its year; else a failure. */
void ci_draft_shortfall(ci_draft *draft, const ci_rule *rule, int day,
                        double shortfall, const char *shortfall_unit);

/* How many of the people of a finding are modelled, with that as a
 * reason. The last to be said: reasons of a verdict come before. */
void ci_draft_modelled(ci_draft *draft, int64_t modelled_milli);

/* More than is asked for. */
void ci_draft_over_provision(ci_draft *draft);

/* More than is asked for if there is anybody of whom the rule speaks, which
 * these doubts leave open. */
void ci_draft_perhaps_nobody(ci_draft *draft, ci_doubts doubts);

/* A pass of which these doubts, and a reason of the rule's own (NULL: none),
 * leave open whether there is more than is asked for. */
void ci_draft_perhaps_over(ci_draft *draft, ci_doubts doubts,
                           const char *reason);

void ci_draft_number(ci_draft *draft, const char *name,
                     circlet_argument_type type, double number);
/* What is missing as {missing}; as {missing_least} where it is no more than
 * what is surely missing. */
void ci_draft_missing(ci_draft *draft, circlet_argument_type type,
                      double number, bool is_least);

/* Facts for fixes. The first is {more}: how much more is surely enough. */
void ci_draft_more(ci_draft *draft, double number);
/* {surely}: the same where {more} is left out, or is less than that. */
void ci_draft_surely(ci_draft *draft, double number);
void ci_draft_fact(ci_draft *draft, const char *name,
                   circlet_argument_type type, double number,
                   const char *word);

void ci_draft_word(ci_draft *draft, const char *name, const char *word);

/* The people of a rule's group as {persons}; where some of them perhaps do
 * not belong, their number as {perhaps}: sentences then say "up to". */
void ci_draft_persons(ci_draft *draft, int64_t all_milli, int64_t sure_milli);
void ci_draft_text(ci_draft *draft, const char *name, const char *text);

/* Makes a facility the subject, named in the sentence as {name}. */
void ci_draft_facility(ci_draft *draft,
                       const circlet_facility_record *facility);

/* Leaves open what facilities of types that no import has spoken of could
 * change, turns a failure that a waiver of the city excuses into advice, says
 * so, renders the sentence and adds the finding. */
circlet_status ci_findings_add(circlet_findings *findings, ci_draft *draft,
                               const circlet_policy *policy,
                               circlet_error *error);

#endif
