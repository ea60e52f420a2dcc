#ifndef CIRCLET_EXPLAIN_H
#define CIRCLET_EXPLAIN_H

#include <circlet/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What each action of a plan buys, and what the second-best choice would have
 * been. An action is looked at twice: last (the city with the whole plan
 * against the city with the plan without it) and first (the city as it is with
 * this action alone against the city as it is). Where two actions overlap,
 * each buys less last than first. What rests on an action, such as a service
 * that is added to what it builds, goes with it both times.
 */
typedef struct circlet_explanation circlet_explanation;

/* A finding that is another one with and without something. Numbers that are
 * unknown are NaN. */
typedef struct circlet_finding_change {
    const char *rule;
    const char *mode; /* or NULL */
    const char *unit; /* its code; "": in no unit */
    const char *unit_name;
    circlet_level level;
    circlet_subject subject;
    const char *subject_id;
    circlet_force force;
    int verdict_with, verdict_without; /* circlet_verdict; -1: not judged */
    double missing_with, missing_without; /* as `shortfall` of a finding */
    const char *missing_unit; /* "persons", "facilities", "m2", "beds" */
    double covered_with, covered_without; /* persons */
} circlet_finding_change;

/* Persons covered by a circle rule, more with something than without. */
typedef struct circlet_rule_persons {
    const char *rule;
    const char *mode; /* as of its findings, or NULL */
    double persons; /* below 0: fewer */
} circlet_rule_persons;

/* How much better a city is with something than without. Advisory variants
 * and rules that only may be kept are left out. */
typedef struct circlet_worth {
    double persons; /* more are covered; each circle rule counts its own */
    size_t failures; /* findings that fail without it and not with it */
    size_t broken; /* and the other way round */
    const circlet_rule_persons *rules; /* where they are not 0 */
    size_t rule_count;
    const circlet_finding_change *changes; /* in the order of findings */
    size_t change_count; /* 0: it buys nothing */
} circlet_worth;

/*
 * One level of a plan, by which plans are compared: see circlet_plan_level. A
 * shortfall or failure that no plan can mend counts here, too. NaN: not known
 * (of mean times: nobody is concerned; of actions in a list: not measured).
 */
typedef struct circlet_explained_level {
    const char *name; /* "must_shortfall" ... "mean_time_all" */
    double with; /* the whole plan */
    double without; /* the plan without the action and what goes with it */
    double second; /* with the second-best choice in its place */
} circlet_explained_level;

typedef struct circlet_explained_action {
    const circlet_plan_action *action; /* completed by the policy */
    const char *together; /* list of ids: what goes with it; "" */
    const char *after; /* list of ids: what it rests on, taken as done where it
                          is looked at first; "" */
    double cost_cny, yearly_cny; /* of it and what goes with it; NaN */
    bool is_judged; /* false: the plan has too many actions, and of `last` and
                       `first` only `persons` are known */
    bool is_later; /* it is done after the year that was judged */
    circlet_worth last, first;
    const circlet_explained_level *levels; /* the most important first */
    size_t level_count; /* 0: not judged */
} circlet_explained_action;

typedef enum circlet_second_kind {
    CIRCLET_SECOND_FOUND = 0,
    CIRCLET_SECOND_NOT_NEEDED, /* without the action nothing is lost that a
                                  plan can give */
    CIRCLET_SECOND_NONE /* nothing gives back any of what is lost */
} circlet_second_kind;

/*
 * The second-best choice: with all else done as in the plan, and the site of
 * the action (of a building or a move), or the same kind of change to the same
 * building, not allowed, what gives back most of what is lost without it, by
 * the levels of a plan: least shortfall of what must be, fewest failures of
 * it, the same of what should be, then the least cost. It may be several
 * actions. Budgets are not asked for: what it costs more is told.
 */
typedef struct circlet_second_best {
    circlet_second_kind kind;
    const circlet_plan *actions; /* a plan of its own, to be carried out where
                                    the rest of the plan is; NULL: none */
    double cost_cny, yearly_cny; /* of these; NaN: not known */
    circlet_worth worth; /* the plan against the plan with the second-best
                            choice: what is lost by it */
    int order; /* below 0: the plan is better by its levels, above: the second
                  choice is, 0: it is as good */
    const char *decided_by; /* the name of the first level that differs; NULL:
                               none */
    bool is_proved; /* that of the choices that were looked at none is better
                       up to what it costs */
    bool leaves_ways_out; /* a building can be changed in more ways than were
                             looked at */
} circlet_second_best;

/* Start from CIRCLET_EXPLAIN_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_explain_options {
    size_t struct_size; /* set by the initialiser */
    const char *action; /* id; NULL: all, without second-best choices */
    int year; /* that is judged; default: the one that the plan was computed
                 for, else the last of its actions, else the policy's
                 default_year */
    uint32_t threads; /* default: one per processor */
    size_t judged_max; /* of all actions: plans of more are not judged without
                          each of them, see `is_judged`; default: 60 */
    uint64_t work_limit; /* elementary steps for each level of the second-best
                            choice; default: as circlet_plan_options */
    circlet_progress progress; /* default: no reports */
} circlet_explain_options;

#define CIRCLET_EXPLAIN_OPTIONS_INIT                                          \
    {                                                                         \
        .struct_size = sizeof(circlet_explain_options)                        \
    }

/*
 * Explains a plan, computed or made by hand. `options` may be NULL. The caller
 * frees the explanation, which borrows nothing but the words of the policy.
 * CIRCLET_E_NOT_FOUND if the plan has no such action, with the ids that are
 * nearest; errors of circlet_plan_apply() and of judging.
 */
circlet_status circlet_plan_explain(circlet_explanation **out,
                                    const circlet_plan *plan,
                                    const circlet_policy *policy,
                                    const circlet_city *city,
                                    const circlet_travel *travel,
                                    const circlet_explain_options *options,
                                    circlet_error *error);
void circlet_explanation_free(circlet_explanation *explanation);

/* The year that was judged. */
int circlet_explanation_year(const circlet_explanation *explanation);

/* In the order of the plan, or the one that was asked for; NULL beyond. */
size_t circlet_explanation_count(const circlet_explanation *explanation);
const circlet_explained_action *circlet_explanation_at(
    const circlet_explanation *explanation, size_t i);

/* Of the one action that was asked for; NULL: of all. */
const circlet_second_best *circlet_explanation_second(
    const circlet_explanation *explanation);

#ifdef __cplusplus
}
#endif

#endif
