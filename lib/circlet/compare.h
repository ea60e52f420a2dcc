#ifndef CIRCLET_COMPARE_H
#define CIRCLET_COMPARE_H

#include <circlet/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Two states of a city, such as two years: who entered, left and moved, who
 * gained and who lost cover under each circle rule and why, and which
 * verdicts changed and why.
 *
 * A reason is found by making one change after the other to the first city,
 * in the order of circlet_change_kind, and judging it each time: a person's
 * cover or a verdict changed for the reason after which it was what it is
 * now. So everyone who gained or lost has one reason, and the sums over the
 * reasons are the sums over the people. Cover is the measured one; who hangs
 * on what is unknown is counted apart.
 */
typedef struct circlet_comparison circlet_comparison;

/* In the order in which changes are made. */
typedef enum circlet_change_kind {
    CIRCLET_CHANGE_NONE = 0,
    CIRCLET_CHANGE_FACILITY_OPENED,
    CIRCLET_CHANGE_FACILITY_CLOSED,
    CIRCLET_CHANGE_FACILITY_MOVED,
    CIRCLET_CHANGE_FACILITY_CHANGED, /* services, beds, area, staff ... */
    CIRCLET_CHANGE_ROAD, /* the streets */
    CIRCLET_CHANGE_STANDARD, /* the rules */
    CIRCLET_CHANGE_MODE, /* by which mode people go, and how fast */
    CIRCLET_CHANGE_YEAR, /* due dates, ages */
    CIRCLET_CHANGE_UNIT, /* borders, settings, residents, venues */
    CIRCLET_CHANGE_WAIVER,
    CIRCLET_CHANGE_PERSON_CHANGED, /* their aid, needs, certificate ... */
    CIRCLET_CHANGE_PERSON_MOVED,
    CIRCLET_CHANGE_PERSON_ENTERED,
    CIRCLET_CHANGE_PERSON_LEFT,
    CIRCLET_CHANGE_DATA, /* all else, such as a list said to be complete, or
                            facilities of a type of which one of the cities
                            says nothing */
    CIRCLET_CHANGE_KIND_COUNT
} circlet_change_kind;

/* "facility_opened" and so on; "none". */
const char *circlet_change_kind_name(circlet_change_kind kind);

/* One of the two states. All are borrowed for the call. */
typedef struct circlet_compared {
    const circlet_city *city;
    const circlet_policy *policy;
    const circlet_travel *travel; /* NULL: no streets */
    int year; /* 31 December of it; 0: the policy's default_year */
} circlet_compared;

/* Start from CIRCLET_COMPARE_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_compare_options {
    size_t struct_size; /* set by the initialiser */
    /* The streets of the second city with the modes of the first policy;
     * default: the second city's travel. */
    const circlet_travel *travel_between;
    const char *rule; /* this rule alone; NULL: all */
    circlet_progress progress; /* default: no reports */
} circlet_compare_options;

#define CIRCLET_COMPARE_OPTIONS_INIT                                          \
    {                                                                         \
        .struct_size = sizeof(circlet_compare_options)                        \
    }

/*
 * Compares; the caller frees the comparison, which borrows nothing. A person
 * is found again by id, else by place, household, kind and year of birth, a
 * facility by id, else by type, name and place, each once. `options` may be
 * NULL. CIRCLET_E_ARGUMENT; CIRCLET_E_NOT_FOUND if neither policy has the
 * rule; CIRCLET_E_CANCELLED; errors of judging.
 */
circlet_status circlet_comparison_compute(
    circlet_comparison **out, const circlet_compared *before,
    const circlet_compared *after, const circlet_compare_options *options,
    circlet_error *error);
void circlet_comparison_free(circlet_comparison *comparison);

/* The years that were judged. */
int circlet_comparison_year_before(const circlet_comparison *comparison);
int circlet_comparison_year_after(const circlet_comparison *comparison);

/* ---- people -------------------------------------------------------------
 * In thousandths of a person. A row of several persons that is found again
 * with another number of them counts as changed by the difference: these
 * entered or left. */

typedef struct circlet_compared_people {
    int64_t before_milli, after_milli;
    int64_t entered_milli, left_milli;
    int64_t moved_milli; /* found again elsewhere */
    int64_t changed_milli; /* found again as they were not */
    /* Of those who are there in both: whether every circle rule about them
     * is kept for them; sums to those found again. Advisory variants are
     * left out. */
    int64_t gained_milli, lost_milli, unchanged_milli;
} circlet_compared_people;

circlet_compared_people circlet_comparison_people(
    const circlet_comparison *comparison);

/* Sums of persons by the reason, in thousandths. */
typedef struct circlet_change_sums {
    int64_t milli[CIRCLET_CHANGE_KIND_COUNT];
} circlet_change_sums;

/*
 * Cover under a circle rule, in the whole city or one unit.
 * covered_after - covered_before = gained - lost + came_covered -
 * went_covered; people_after - people_before = came - went.
 */
typedef struct circlet_cover_change {
    const char *rule;
    const char *unit; /* its code; NULL: the whole city */
    const char *unit_name;
    int64_t people_before_milli, people_after_milli; /* it is about */
    int64_t covered_before_milli, covered_after_milli;
    int64_t gained_milli, lost_milli; /* of people it was about and is */
    int64_t came_milli, came_covered_milli; /* it was not about them */
    int64_t went_milli, went_covered_milli; /* it is not any more */
    int64_t open_milli; /* of gained and lost: perhaps not, for what is
                           unknown of them or the streets */
    circlet_change_sums gained_by, lost_by, came_by, went_by;
} circlet_cover_change;

/* One for each circle rule of either policy in force then, in the order of
 * the second one's; then those of the first alone. Borrowed. */
size_t circlet_comparison_rule_count(const circlet_comparison *comparison);
const circlet_cover_change *circlet_comparison_rule(
    const circlet_comparison *comparison, size_t i);

/* The same by unit, where anybody gained, lost, came or went: by rule, then
 * unit code. Who gained, lost or came counts where they live now, who went
 * where they lived; people and cover are of the unit then and now. */
size_t circlet_comparison_unit_count(const circlet_comparison *comparison);
const circlet_cover_change *circlet_comparison_unit(
    const circlet_comparison *comparison, size_t i);

/* Who gained and who lost cover under a circle rule, of one kind. */
typedef struct circlet_kind_change {
    const char *rule;
    const char *kind; /* "visual" ... as people have it now; "unknown" */
    int64_t gained_milli, lost_milli;
} circlet_kind_change;

/* By rule as above, then kind, where anybody gained or lost. Who has several
 * kinds counts in each. Borrowed. */
size_t circlet_comparison_kind_count(const circlet_comparison *comparison);
const circlet_kind_change *circlet_comparison_kind(
    const circlet_comparison *comparison, size_t i);

/* ---- verdicts ----------------------------------------------------------- */

/* A verdict that is another one now. Numbers that are unknown are NaN. */
typedef struct circlet_verdict_change {
    const char *rule;
    const char *mode; /* or NULL */
    const char *unit; /* where it was judged, the last time */
    const char *unit_name;
    circlet_level level;
    circlet_subject subject;
    const char *subject_id;
    circlet_force force;
    int before, after; /* circlet_verdict; -1: not judged */
    double measured_before, measured_after;
    double required_before, required_after;
    const char *measured_unit;
    uint32_t reasons; /* bits 1 << circlet_change_kind: after each of these
                         the verdict, or what is measured or required, was
                         another one */
    circlet_change_kind decided_by; /* after this the verdict was what it is
                                       now */
    const char *text_zh, *text_en; /* the finding as it is now; NULL: it is
                                      not judged any more */
} circlet_verdict_change;

/* By rule as above, then mode, unit code, subject. Borrowed. */
size_t circlet_comparison_verdict_count(const circlet_comparison *comparison);
const circlet_verdict_change *circlet_comparison_verdict(
    const circlet_comparison *comparison, size_t i);

/* ---- what changed ------------------------------------------------------- */

/* How many gained and lost cover by a change under one rule. */
typedef struct circlet_change_effect {
    const char *rule;
    int64_t gained_milli, lost_milli;
} circlet_change_effect;

/* Something that changed: a facility, or all of another kind together. */
typedef struct circlet_change {
    circlet_change_kind kind;
    const char *id; /* of a facility, or NULL */
    const char *name;
    const char *type; /* of a facility */
    int64_t persons_milli; /* whom changes of people are about; else -1 */
    const circlet_change_effect *effects; /* where there are any */
    size_t effect_count;
} circlet_change;

/* By kind, then id. Borrowed. A change that has neither id nor persons is
 * listed only if somebody's cover or a verdict changed by it. */
size_t circlet_comparison_change_count(const circlet_comparison *comparison);
const circlet_change *circlet_comparison_change(
    const circlet_comparison *comparison, size_t i);

/* ---- persons ------------------------------------------------------------
 * Not for publication. */

/* Somebody who gained or lost, came or went under a rule. */
typedef struct circlet_person_change {
    const char *rule;
    const char *id_before, *id_after; /* NULL: not in that city */
    const char *unit; /* the code of where they live, or lived */
    int before, after; /* covered 1, not 0, not about them -1 */
    bool is_open; /* perhaps not so, for what is unknown */
    int64_t weight_milli;
    circlet_change_kind reason;
    const char *facility; /* whose change it was; NULL: of none */
} circlet_person_change;

/* By rule, then id. Borrowed. */
size_t circlet_comparison_person_count(const circlet_comparison *comparison);
const circlet_person_change *circlet_comparison_person(
    const circlet_comparison *comparison, size_t i);

#ifdef __cplusplus
}
#endif

#endif
