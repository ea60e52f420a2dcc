/* A city that is to be mended: what fails there, what can be done about it,
 * and what each thing that is done does to what fails. */
#ifndef CI_PLAN_MEND_H
#define CI_PLAN_MEND_H

#include <circlet/plan.h>

#include "base/arena.h"
#include "plan/planned_city.h"
#include "policy/finding.h"
#include "policy/fix_option.h"
#include "policy/rule.h"

#define CI_MEND_NONE SIZE_MAX

/* A finding that fails, of a rule that buildings can mend. */
typedef struct ci_mend_goal {
    const circlet_finding *finding;
    const ci_rule *rule;
    size_t slot; /* of the rule */
    circlet_unit unit; /* CIRCLET_NONE: of a venue in none */
    int64_t need; /* what is missing in the unit, as ci_mend_measure() counts;
                     0: persons or a venue, who have rows of their own */
    int64_t required; /* likewise, of the whole; at least `need` */
    int64_t persons_milli; /* whom the finding is about; 0: not known */
    bool is_contested; /* other rules count the same beds: which of them gets
                          those that are added the program does not know */
} ci_mend_goal;

/* Something that has to be there: in a unit, for people at one place, or for
 * a venue. */
typedef struct ci_mend_row {
    size_t goal;
    int64_t need; /* 1 for people and venues */
    int64_t weight_milli; /* people; 0: in a unit */
    int64_t modelled_milli; /* of them */
    circlet_unit street; /* where these people live, or CIRCLET_NONE */
    circlet_unit part; /* likewise, their community or village */
    circlet_point at; /* of people and venues */
    size_t mode; /* of the policy's, by which they travel */
    bool is_in_doubt; /* of a cautious plan: reached as assumed at best, or
                         so far already and by no place then */
    bool is_outside; /* no street is known around these people: nothing ever
                        reaches them */
} ci_mend_row;

/* The rows that a place is near enough to. */
typedef struct ci_mend_reach {
    size_t *first; /* of each place, into `rows` */
    uint32_t *rows; /* ascending for each place */
} ci_mend_reach;

/* The most that is done to one facility at a time. */
#define CI_MEND_STEP_MAX 12

/* One action; what it adds is in whole steps of its price. */
typedef struct ci_mend_step {
    ci_price_kind kind;
    const char *service; /* NULL: of an area alone */
    const char *from; /* of a section: the service that gives the beds */
    double area_m2; /* 0: none */
    int64_t places, beds; /* -1: nothing is said of them */
} ci_mend_step;

/* Several things that are done to one facility, in this order. */
typedef struct ci_mend_bundle {
    ci_mend_step steps[CI_MEND_STEP_MAX];
    size_t step_count;
} ci_mend_bundle;

/* A size of the catalogue that can be asked for by an action. */
typedef struct ci_mend_size {
    const ci_catalogue_entry *entry;
    size_t position; /* in the entry */
    circlet_facility_record facility;
    ci_wish wish; /* that has this very size */
    const int64_t *gains; /* of each slot */
} ci_mend_size;

/* One thing that can be done: a building on a site, perhaps with more done to
 * it at once, or a bundle. */
typedef struct ci_mend_column {
    size_t place; /* sites come first, then facilities */
    size_t size; /* of a building; CI_MEND_NONE: a bundle */
    const ci_mend_bundle *bundle; /* NULL: a building as it is */
    double area_m2; /* of a building: that of its size, or of its site */
    const int64_t *gains; /* what it adds to each slot */
    int64_t price_cny;
    int start, year; /* of a plan over years: when work on it begins, and from
                        when on it counts; else 0 */
    bool is_chosen; /* while columns are put in another order */
} ci_mend_column;

/* Which findings are goals. */
typedef enum ci_mend_aims {
    CI_MEND_DUE = 0, /* what fails */
    CI_MEND_COVER, /* whom circles leave out, due or not yet due */
    CI_MEND_LEFT /* what fails, and what failed and is not known to be mended
                    (`failed`) */
} ci_mend_aims;

typedef struct ci_mend {
    const circlet_plan_options *options;
    ci_judgement judgement;
    circlet_findings *findings; /* of the city as it is */
    ci_mend_aims aims;
    const circlet_findings *failed; /* of another state of the city: circles
                                       that fail there are goals, too; NULL:
                                       there is none */

    const ci_rule **slots; /* rules with goals, in the policy's order */
    const int *slot_years; /* of a plan over years: of which each is; NULL:
                              all of the judged year */
    size_t slot_count;
    ci_mend_goal *goals; /* in the order of the findings */
    size_t goal_count;
    size_t *first_goal; /* of each unit, into `goals_of_unit` */
    size_t *goals_of_unit;
    bool *has_member; /* of each unit x slot: one of the rule's facilities
                         stands there already (rules of group sizes) */

    ci_mend_row *rows; /* of units in the order of goals, then of people and
                          venues by slot */
    size_t row_count, row_capacity;
    size_t *row_of_goal; /* CI_MEND_NONE: it has rows of people */
    ci_mend_reach reach;
    bool *may_serve; /* of each place x slot: what can be done there may be
                        for the rule */

    ci_mend_size *sizes;
    size_t size_count;
    ci_mend_column *columns;
    size_t column_count, column_capacity;
    bool has_starts; /* columns say when work begins, and budgets of years are
                        kept */
    const circlet_plan_level *proved; /* the levels of the last year, without
                                         budgets of years; NULL: none yet */
    bool has_early; /* of a plan over years: something is due before the last
                     */
    const bool *is_late; /* of each row of the last year: what could be done
                            for it would be done after that; NULL: of none */
    size_t early_row; /* the first of their rows */
    const int64_t *early_held; /* what each of these is given */
    const int64_t *early_wanted; /* of what it needs */
    bool leaves_ways_out; /* a building can be changed in more ways than are
                             looked at */
    circlet_plan_unpriced *unpriced; /* what was left out for want of a price,
                                        by the order in which it was found */
    size_t unpriced_count, unpriced_capacity;

    ci_planned_city planned; /* the city as it is, to try actions on */
    ci_arena arena;
} ci_mend;

/* ---- what fails (mend_goals.c) ------------------------------------------ */

/* Whether each type or service of a list is one of a rule that is planned.
 * CIRCLET_E_NOT_FOUND names the first that is not. */
circlet_status ci_mend_check_services(const circlet_policy *policy,
                                      const char *list, circlet_error *error);

/* Whether a kind of rule is mended by buildings and what is done to them. */
bool ci_mend_is_planned(const ci_rule *rule);

/* Whether a rule is about one of the listed types or services; NULL: all. */
bool ci_mend_is_asked_for(const ci_rule *rule, const char *list);

/* Judges the city and finds the goals; judgement is started. */
circlet_status ci_mend_find_goals(ci_mend *mend, circlet_error *error);

/* What is missing of a finding, as ci_mend_measure() counts; 0: nothing. */
int64_t ci_mend_missing(const ci_mend *mend, const ci_rule *rule,
                        const circlet_findings *findings, size_t position);

/* Whether other rules count the same beds as a goal's does there
 * (mend_contest.c); no goal of a plan over years is looked at. */
bool ci_mend_is_contested(const ci_mend *mend, const ci_mend_goal *goal);

/* Lists the goals of each unit anew. False: no memory. */
bool ci_mend_sort_goals(ci_mend *mend);

/* Persons x the share that is missing of a goal, as the program of a plan
 * weighs it (mend_measure.c). */
double ci_mend_goal_shortfall(const ci_mend_goal *goal, bool is_cautious);

/* ---- what facilities count (mend_measure.c) ----------------------------- */

/* What an open facility adds to what a rule measures: facilities (0 or 1),
 * or thousandths of m2, beds or places that surely count. */
int64_t ci_mend_measure(const ci_judgement *judgement, const ci_rule *rule,
                        const circlet_facility_record *facility);

/* Whether a finding that does not fail would, or might, if a facility became
 * another: one that counts for less, or lacks the staff for its beds. */
bool ci_mend_breaks(const ci_judgement *judgement,
                    const circlet_facility_record *before,
                    const circlet_facility_record *after);

/* For how many beds a facility has the staff that a rule asks for, as far as
 * that is known. */
double ci_mend_staffed_beds(const ci_each *each,
                            const circlet_facility_record *facility);

/* ---- where -------------------------------------------------------------- */

size_t ci_mend_place_count(const ci_mend *mend);
bool ci_mend_is_site(const ci_mend *mend, size_t place);
circlet_point ci_mend_place_at(const ci_mend *mend, size_t place);
circlet_unit ci_mend_place_unit(const ci_mend *mend, size_t place,
                                circlet_level level);

/* Whether what is built there may be for a goal in its unit: one of a group
 * size asks for a member of the unit that has no facility yet. */
bool ci_mend_place_serves(const ci_mend *mend, size_t place,
                          const ci_mend_goal *goal);

/* ---- what can be done --------------------------------------------------- */

/* The sizes of the catalogue (mend_build.c). */
circlet_status ci_mend_find_sizes(ci_mend *mend, circlet_error *error);

/* How a size stands on a site. */
typedef enum ci_mend_standing {
    CI_MEND_NOT,
    CI_MEND_WHOLE,
    CI_MEND_CUT /* to the area of the site */
} ci_mend_standing;

/* How each size stands on a site: cut is the smallest that counts for a rule,
 * where the site holds none that does. */
void ci_mend_fit_sizes(ci_mend_standing *out, const ci_mend *mend,
                       circlet_site site);

/* Adds a column for each size on each site that does something. */
circlet_status ci_mend_add_builds(ci_mend *mend, circlet_error *error);

/* Adds the columns of the facilities that there are (mend_bundle.c). */
circlet_status ci_mend_add_bundles(ci_mend *mend, circlet_error *error);

/* The building as a bundle without the step at `skip` leaves it (CI_MEND_NONE:
 * with all); false in `fits`: it cannot be done. What it points to lies in
 * the arena of `planned`. */
circlet_status ci_mend_try(circlet_facility_record *out, bool *fits,
                           ci_mend *mend, const ci_planned_facility *before,
                           const ci_mend_bundle *bundle, size_t skip,
                           circlet_error *error);

/* What stands at a column's place before its bundle: the facility, or what is
 * built there. */
ci_planned_facility ci_mend_start_of(const ci_mend *mend,
                                     const ci_mend_column *column);

/* The action that a step is. */
circlet_plan_action ci_mend_step_action(const ci_mend_step *step,
                                        const char *facility, int year);

/* What a step costs; NaN: not known. */
double ci_mend_step_price(const ci_mend *mend, const char *type,
                          const ci_mend_step *step);

circlet_status ci_mend_add_column(ci_mend *mend, const ci_mend_column *column,
                                  circlet_error *error);

/* ---- what has no price (mend_unpriced.c) -------------------------------- */

/* Counts a step of a kind that a policy gives no price for; of
 * CI_PRICE_KIND_COUNT: to become what no action makes a facility. */
circlet_status ci_mend_add_unpriced(ci_mend *mend, ci_price_kind kind,
                                    const char *type,
                                    const ci_option_step *step,
                                    circlet_error *error);

/* Those of a way without a price. */
circlet_status ci_mend_add_unpriced_way(ci_mend *mend, const ci_option *option,
                                        circlet_error *error);

/* ---- whom it is for (mend_reach.c) -------------------------------------- */

/* Adds the rows of people and venues and finds which places that may serve
 * their rules reach them. */
circlet_status ci_mend_find_reach(ci_mend *mend,
                                  const circlet_progress *progress,
                                  circlet_error *error);

/* Whether so many people live in the community or village of a place as a
 * rule about venues wants. */
bool ci_mend_has_hosts(const ci_mend *mend, const ci_rule *rule, size_t place);

#endif
