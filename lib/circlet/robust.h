#ifndef CIRCLET_ROBUST_H
#define CIRCLET_ROBUST_H

#include <circlet/plan.h>
#include <circlet/reach.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What is not known of a city, or may become otherwise. Each draw makes one
 * city and one set of streets of it; all is drawn evenly between its limits.
 * Start from CIRCLET_ROBUST_DOUBT_INIT, whose numbers are assumptions, or from
 * {0}: there is no doubt of what has zeros.
 */
typedef struct circlet_robust_doubt {
    /* How fast people of each travel mode are on the whole, as a share of the
     * mode's speeds: 0.85 to 1.15. Both 0: as the mode says. */
    double speed_low, speed_high;
    /* Facilities that are closed, those of the plan too: 0.02 is one of
     * fifty. */
    double closure_share;
    /* People of each street who are more (or, below 0, fewer): -0.05 to 0.1.
     * More than -1. */
    double growth_low, growth_high;
    /* Households that live elsewhere: where another person of the city
     * does. */
    double move_share;
    /* Whether what the data do not say is drawn: streets between what is
     * assumed and their best and worst; areas, staff, places and beds of
     * facilities as another of the type has them; aids, grades and ages of
     * people as another of the same kind has them. What nobody like them has
     * stays unknown. */
    bool draws_unknown;
} circlet_robust_doubt;

#define CIRCLET_ROBUST_DOUBT_INIT                                             \
    {                                                                         \
        .speed_low = 0.85, .speed_high = 1.15, .closure_share = 0.02,         \
        .growth_low = -0.05, .growth_high = 0.1, .move_share = 0.05,          \
        .draws_unknown = true                                                 \
    }

/* Start from CIRCLET_ROBUST_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_robust_options {
    size_t struct_size; /* set by the initialiser */
    int year; /* default: the policy's default_year */
    uint32_t draws; /* default 100, up to 100000 */
    uint64_t seed;
    uint32_t threads; /* default: one per processor */
    circlet_progress progress; /* default: no reports */
    circlet_robust_doubt doubt; /* of the initialiser */
    bool skips_actions; /* what each action buys is not looked at, which takes
                           as many draws once more */
} circlet_robust_options;

#define CIRCLET_ROBUST_OPTIONS_INIT                                           \
    {                                                                         \
        .struct_size = sizeof(circlet_robust_options),                        \
        .doubt = CIRCLET_ROBUST_DOUBT_INIT                                    \
    }

/* In what share of the draws something holds. */
typedef struct circlet_held {
    double surely; /* it holds */
    double perhaps; /* that, and those in which it is undecided, or data are
                       missing */
} circlet_held;

/* One rule. Text is borrowed from the policy. */
typedef struct circlet_robust_rule {
    const char *rule;
    circlet_force force;
    size_t findings; /* of the city without doubt: of units, facilities,
                        venues */
    size_t failing; /* of them */
    circlet_held everywhere; /* in all of them together */
    circlet_held each; /* the mean of the findings */
} circlet_robust_rule;

/* One finding, of the city without doubt or of one that was drawn. It holds
 * where it passes or is advice. */
typedef struct circlet_robust_finding {
    const char *rule, *unit, *unit_name, *subject_id, *mode; /* mode: or
                                                                NULL */
    circlet_level level;
    circlet_subject subject;
    circlet_force force;
    bool is_known; /* without doubt there is such a finding */
    circlet_verdict verdict; /* without doubt */
    uint32_t draws; /* in which it was judged at all */
    circlet_held held; /* of these */
} circlet_robust_finding;

/* One street or township, with all units, facilities and venues in it. */
typedef struct circlet_robust_street {
    const char *unit, *unit_name;
    circlet_held held; /* all that must be */
    double failures; /* findings of what must be that fail, in the mean */
    double persons; /* who live outside a circle that must be, a circle each,
                       in the mean */
} circlet_robust_street;

/*
 * What is done to one facility, by all actions of the plan about it: how many
 * findings of what must be that fail it saves, and how many persons it brings
 * inside a circle that must be, in the mean over draws in which each of the
 * other facilities' actions is left out or not, evenly: the value of Banzhaf
 * (J. F. Banzhaf, "Weighted voting doesn't work", Rutgers Law Review 19,
 * 1965). Findings are those of its district (where it is in none, those in
 * none), of the rules that its actions say they work on, or of all where they
 * say none.
 */
typedef struct circlet_robust_action {
    const char *facility;
    const char *actions; /* list of ids */
    uint32_t with, without; /* draws */
    double failures, persons; /* saved */
    double failures_error, persons_error; /* standard errors of these; NaN:
                                             too few draws */
} circlet_robust_action;

typedef struct circlet_robustness circlet_robustness;

/*
 * How a city holds, or with a plan (NULL: none) as that leaves it at the end
 * of the year, when what is in doubt turns out this way or that. `router` may
 * be NULL for a city without streets, else has the policy's modes. The seed
 * and the ids say what is drawn: the order of rows and the number of threads
 * change nothing. Policy, city and plan must outlive the result, which the
 * caller frees. Errors as of circlet_policy_judge() and circlet_plan_apply();
 * CIRCLET_E_ARGUMENT for doubts that cannot be.
 */
circlet_status circlet_robustness_compute(
    circlet_robustness **out, const circlet_policy *policy,
    const circlet_city *city, const circlet_plan *plan, circlet_router *router,
    const circlet_robust_options *options, circlet_error *error);

void circlet_robustness_free(circlet_robustness *robustness);

uint32_t circlet_robustness_draws(const circlet_robustness *robustness);
int circlet_robustness_year(const circlet_robustness *robustness);

/* Borrowed. Rules in the policy's order; findings by rule, unit, subject and
 * mode; streets that hold least first; actions that save most first. */
size_t circlet_robustness_rule_count(const circlet_robustness *robustness);
const circlet_robust_rule *circlet_robustness_rule(
    const circlet_robustness *robustness, size_t i);
size_t circlet_robustness_finding_count(const circlet_robustness *robustness);
const circlet_robust_finding *circlet_robustness_finding(
    const circlet_robustness *robustness, size_t i);
size_t circlet_robustness_street_count(const circlet_robustness *robustness);
const circlet_robust_street *circlet_robustness_street(
    const circlet_robustness *robustness, size_t i);
size_t circlet_robustness_action_count(const circlet_robustness *robustness);
const circlet_robust_action *circlet_robustness_action(
    const circlet_robustness *robustness, size_t i);

#ifdef __cplusplus
}
#endif

#endif
