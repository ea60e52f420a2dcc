/* Judging one rule: what the kinds of rules share. */
#ifndef CI_POLICY_RULE_H
#define CI_POLICY_RULE_H

#include "policy/crowd.h"
#include "policy/finding.h"
#include "policy/policy.h"

/* The most modes that one call judges by. */
#define CI_MODES_MAX 16

/* One call of circlet_policy_judge(). */
typedef struct ci_judgement {
    const circlet_policy *policy;
    const circlet_city *city;
    const circlet_travel *travel; /* NULL: no streets */
    int year, day; /* the day (year x 10000 + month x 100 + day), its year */
    /* Positions of the modes to judge circle rules in instead of their own,
     * each once, CI_NO_POSITION: each person's own; none: as the rule says. */
    size_t modes[CI_MODES_MAX];
    size_t mode_count;
    circlet_unit unit; /* this one and those in it, or CIRCLET_NONE */
    uint32_t thread_count; /* 1 to CI_THREADS_MAX; 0: as 1 */
    ci_facility_types types;
    const ci_crowd *crowd; /* NULL: worked out by nobody */
    circlet_findings *findings;
    bool wants_fixes; /* failures are said how to mend */
} ci_judgement;

/* The people of the city, worked out or not. */
ci_crowd ci_judgement_crowd(const ci_judgement *judgement);

/* Checks the policy, city and travel source of a judgement and sets what the
 * options ask for, of which `own` is a copy. */
circlet_status ci_judgement_start(ci_judgement *judgement,
                                  circlet_judge_options *own,
                                  const circlet_judge_options *options,
                                  circlet_error *error);

/* How a unit stands to a rule. */
typedef enum ci_applies {
    CI_APPLIES_NOT, /* another level or setting */
    CI_APPLIES,
    CI_APPLIES_UNKNOWN /* its setting is not known */
} ci_applies;

/* A setting that no rule of the policy asks for, such as a misspelt one,
 * counts as not known. */
ci_applies ci_rule_applies(const ci_rule *rule, const circlet_policy *policy,
                           const circlet_city *city, circlet_unit unit);

/* Whether an id stands in a list divided by commas. */
bool ci_rule_is_listed(const char *list, const char *id);

/* Whether a unit is `top`, or lies in it; `top` CIRCLET_NONE: all do. */
bool ci_unit_is_within(const circlet_city *city, circlet_unit unit,
                       circlet_unit top);

/* Whether findings about a unit are asked for. */
bool ci_judgement_has(const ci_judgement *judgement, circlet_unit unit);

/* Says how many rules are done; CIRCLET_E_CANCELLED if the caller wants no
 * more. */
circlet_status ci_judgement_report(const circlet_progress *progress,
                                   size_t done, size_t all,
                                   circlet_error *error);

/* The people of a rule's group in a unit. */
typedef struct ci_headcount {
    int64_t sure_milli; /* thousandths of a person */
    int64_t maybe_milli; /* what is known does not say */
    int64_t modelled_milli; /* of both: of modelled people */
    ci_doubts doubts;
} ci_headcount;

/* Counts the group of a rule (none: nobody) in every unit of its level: an
 * array as long as the city's units, which the caller frees. */
circlet_status ci_headcounts_make(ci_headcount **out,
                                  const ci_judgement *judgement,
                                  const ci_rule *rule, circlet_error *error);

/* A rule of the whole city where the data have no city: one finding without
 * data, about the unit "". Nothing where there is one, or where the rule is
 * of another level. */
circlet_status ci_judge_missing_city(const ci_judgement *judgement,
                                     const ci_rule *rule,
                                     circlet_error *error);

/* Judges a rule in one unit; `state` is that of the kind of rule. */
typedef circlet_status (*ci_judge_unit_fn)(const void *state,
                                           circlet_unit unit,
                                           bool is_setting_known,
                                           circlet_error *error);

/* Calls `judge_unit` for every unit that a rule applies to, or perhaps does,
 * and that is asked for, in the city's order, until one fails. A city that
 * is no unit of the data is said to be missing. */
circlet_status ci_judge_units(const ci_judgement *judgement,
                              const ci_rule *rule, ci_judge_unit_fn judge_unit,
                              const void *state, circlet_error *error);

/* Judges a rule in a mode; NULL: in that of the rule. */
typedef circlet_status (*ci_judge_in_mode_fn)(const ci_judgement *judgement,
                                              const ci_rule *rule,
                                              const size_t *mode,
                                              circlet_error *error);

/* In each mode that is asked for, else in that of the rule. */
circlet_status ci_judge_in_modes(const ci_judgement *judgement,
                                 const ci_rule *rule,
                                 ci_judge_in_mode_fn judge_in_mode,
                                 circlet_error *error);

/* Adds the findings of one rule. */
typedef circlet_status (*ci_judge_fn)(const ci_judgement *judgement,
                                      const ci_rule *rule,
                                      circlet_error *error);

/* "circle" and so on; NULL: there is no such kind. */
const char *ci_rule_kind_name(ci_rule_kind kind);
ci_judge_fn ci_rule_kind_judge(ci_rule_kind kind);

circlet_status ci_judge_circle(const ci_judgement *judgement,
                               const ci_rule *rule, circlet_error *error);
circlet_status ci_judge_count(const ci_judgement *judgement,
                              const ci_rule *rule, circlet_error *error);
circlet_status ci_judge_ratio(const ci_judgement *judgement,
                              const ci_rule *rule, circlet_error *error);
circlet_status ci_judge_group_size(const ci_judgement *judgement,
                                   const ci_rule *rule, circlet_error *error);
circlet_status ci_judge_class_count(const ci_judgement *judgement,
                                    const ci_rule *rule, circlet_error *error);
circlet_status ci_judge_each(const ci_judgement *judgement,
                             const ci_rule *rule, circlet_error *error);
circlet_status ci_judge_phase(const ci_judgement *judgement,
                              const ci_rule *rule, circlet_error *error);
circlet_status ci_judge_near(const ci_judgement *judgement,
                             const ci_rule *rule, circlet_error *error);
circlet_status ci_judge_received(const ci_judgement *judgement,
                                 const ci_rule *rule, circlet_error *error);

circlet_status ci_judge_places(const ci_judgement *judgement,
                               const ci_rule *rule, circlet_error *error);
circlet_status ci_judge_evenness(const ci_judgement *judgement,
                                 const ci_rule *rule, circlet_error *error);
circlet_status ci_judge_list(const ci_judgement *judgement,
                             const ci_rule *rule, circlet_error *error);

#endif
