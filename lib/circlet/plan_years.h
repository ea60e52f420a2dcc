#ifndef CIRCLET_PLAN_YEARS_H
#define CIRCLET_PLAN_YEARS_H

#include <circlet/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a plan comes to from year to year. Immutable. */
typedef struct circlet_plan_course circlet_plan_course;

/*
 * A year of it, on its 31 December, beside the same day if nothing were done.
 * Persons are those whom a circle rule is about that is in force and not only
 * advice, in the travel mode that it measures, as the streets are mapped; a
 * person counts once for each rule.
 */
typedef struct circlet_course_year {
    int year;
    size_t begun, done; /* actions */
    double cost_cny; /* of those begun; NaN: that of one is not known */
    size_t must_fail_before, must_fail; /* findings that fail */
    size_t should_fail_before, should_fail;
    double persons; /* all of them */
    double uncovered_before, uncovered; /* outside the circle */
    double lost; /* covered if nothing were done, and not with the plan */
    double closed_out; /* covered by the facilities of the 31 December before,
                          and not by those that are open now if nothing is
                          done: for what closed meanwhile, as the data say */
    double answered; /* of these: covered with the plan */
    const char *closing; /* list of ids: facilities that closed meanwhile */
    double budget_cny; /* of the year, for the whole city; NaN: it has none */
} circlet_course_year;

/* Persons who lose cover through a plan in a year. */
typedef struct circlet_plan_loss {
    int year;
    const char *rule, *unit; /* id; code of the street where they live, or
                                NULL */
    double persons;
    const char *ids; /* list of the people's ids; NULL unless they are asked
                        for */
} circlet_plan_loss;

/* Start from CIRCLET_PLAN_COURSE_OPTIONS_INIT. */
typedef struct circlet_plan_course_options {
    size_t struct_size; /* set by the initialiser */
    const int *years; /* ascending; NULL: those over which the plan is carried
                         out, else those in which anything is begun or done,
                         else that of the policy */
    size_t year_count;
    bool names_people; /* losses say ids: not for publication */
    uint32_t threads; /* default: one per processor */
    circlet_progress progress;
} circlet_plan_course_options;

#define CIRCLET_PLAN_COURSE_OPTIONS_INIT                                      \
    {                                                                         \
        .struct_size = sizeof(circlet_plan_course_options)                    \
    }

/*
 * Follows a plan from year to year, whoever made it. The caller frees `out`.
 * Errors as of circlet_plan_apply() and circlet_policy_judge();
 * CIRCLET_E_ARGUMENT for years that do not ascend.
 */
circlet_status circlet_plan_follow(circlet_plan_course **out,
                                   const circlet_plan *plan,
                                   const circlet_policy *policy,
                                   const circlet_city *city,
                                   const circlet_travel *travel,
                                   const circlet_plan_course_options *options,
                                   circlet_error *error);
void circlet_plan_course_free(circlet_plan_course *course);

/* Borrowed from the course; NULL beyond the end. */
size_t circlet_plan_course_count(const circlet_plan_course *course);
const circlet_course_year *circlet_plan_course_at(
    const circlet_plan_course *course, size_t i);
size_t circlet_plan_loss_count(const circlet_plan_course *course);
const circlet_plan_loss *circlet_plan_loss_at(
    const circlet_plan_course *course, size_t i);

#ifdef __cplusplus
}
#endif

#endif
