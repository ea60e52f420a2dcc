#ifndef CIRCLET_REPORT_H
#define CIRCLET_REPORT_H

#include <circlet/policy.h>
#include <circlet/privacy.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A ledger: figures in rows (the units of a level) and columns (people by
 * kind, facilities by type ...). It is a copy: neither the city nor the
 * policy need outlive it.
 *
 * Every person and facility stands in one row: that of the unit where its
 * point lies, or, outside every unit of the level, in a row of no unit under
 * the lowest higher unit in which it does lie. So the rows of a level add up
 * to the total, which is the same at every level; and those under a higher
 * unit to that unit's, as long as units have parents.
 */
typedef struct circlet_ledger circlet_ledger;

/* Numbers as circlet_level; the last two are no units. */
typedef enum circlet_ledger_level {
    CIRCLET_LEDGER_CITY = 0,
    CIRCLET_LEDGER_DISTRICT = 1,
    CIRCLET_LEDGER_STREET = 2,
    CIRCLET_LEDGER_COMMUNITY = 3,
    CIRCLET_LEDGER_HOUSEHOLD = 4, /* people alone */
    CIRCLET_LEDGER_FACILITY = 5 /* of circlet_cost_compute() alone */
} circlet_ledger_level;

#define CIRCLET_LEDGER_LEVEL_COUNT 6

/* "city", ... "household", "facility". */
const char *circlet_ledger_level_name(circlet_ledger_level level);

/* What the columns beside each other are about, and their words. */
typedef enum circlet_ledger_section {
    CIRCLET_LEDGER_PEOPLE = 0, /* "all" */
    CIRCLET_LEDGER_KIND = 1, /* "visual" ...; who has two counts in both */
    CIRCLET_LEDGER_GRADE = 2, /* "1" to "4" */
    CIRCLET_LEDGER_AGE = 3, /* "0-6", "60+" ... */
    CIRCLET_LEDGER_NEED = 4, /* services; who has two counts in both */
    CIRCLET_LEDGER_AID = 5, /* "none", "stick" ... */
    CIRCLET_LEDGER_CERTIFIED = 6, /* "yes", "no" */
    CIRCLET_LEDGER_POOR = 7, /* "yes", "no" */
    CIRCLET_LEDGER_COVERAGE = 8, /* "concerned", "covered", "covered_low",
                                    "covered_high" of a circle rule */
    CIRCLET_LEDGER_TYPE = 9, /* open facilities: "all", types */
    CIRCLET_LEDGER_SERVICE = 10, /* open facilities that offer it */
    CIRCLET_LEDGER_PLACES = 11, /* of a service */
    CIRCLET_LEDGER_OCCUPIED = 12, /* of these */
    CIRCLET_LEDGER_BEDS = 13, /* of a service */
    CIRCLET_LEDGER_STAFF = 14, /* "directors" ... */
    CIRCLET_LEDGER_AREA = 15, /* "area_m2" */
    CIRCLET_LEDGER_CATCHMENT = 16, /* costs: "facilities", "persons",
                                      "persons_low", "persons_high" */
    CIRCLET_LEDGER_FUND = 17, /* costs: of one fund */
    CIRCLET_LEDGER_YEARLY = 18, /* costs: "known", "low", "high" */
    CIRCLET_LEDGER_ONCE = 19 /* costs: "known", "low", "high" */
} circlet_ledger_section;

#define CIRCLET_LEDGER_SECTION_COUNT 20

/* "people", "kind" and so on. */
const char *circlet_ledger_section_name(circlet_ledger_section section);

/* The word "unknown" stands for people of whom it is not known. */
typedef struct circlet_ledger_column {
    circlet_ledger_section section;
    const char *word;
    const char *rule; /* of a circle rule or fund: its id; else NULL */
    const char *mode; /* of a circle rule: "own" or a mode; else NULL */
    const char *unit; /* "persons", "facilities", "places", "beds", "m2",
                         "cny", "staff" */
    const char *title_zh, *title_en; /* what the policy calls the word, rule
                                        or fund; NULL: nothing */
    const char *citation; /* of a rule or fund; else NULL */
} circlet_ledger_column;

typedef struct circlet_ledger_row {
    circlet_ledger_level level;
    const char *code; /* of the unit, household or facility; NULL: a row of
                         no unit, or of no household */
    const char *name; /* NULL: none */
    const char *parent_code; /* of the higher unit it is in; NULL: none */
    const char *parent_name;
} circlet_ledger_row;

/* Figures are whole thousandths, so that sums are exact. */
typedef struct circlet_ledger_cell {
    int64_t value_milli; /* of what is known; modelled people apart */
    int64_t modelled_milli; /* of modelled people */
    bool is_known; /* false: of none it is known, and there are some */
    bool is_complete; /* false: of some it is not known, so that it is more */
    bool is_internal; /* so few people that it must not get out: either
                         figure is above 0 and below the threshold; or a sum
                         of money that depends on such a number */
    bool is_hidden; /* not published: nothing else is said of it */
} circlet_ledger_cell;

/* Start from CIRCLET_LEDGER_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_ledger_options {
    size_t struct_size; /* set by the initialiser */
    circlet_ledger_level level; /* default: the city */
    int year; /* 31 December of it; default: the policy's; without a policy:
                 facilities as their status says, ages as given */
    int64_t internal_below; /* persons; default 10 */
    const int *age_limits; /* where bands of age begin, ascending, above 0;
                              default 7, 16, 18, 60 */
    size_t age_limit_count; /* at most 30 */
    circlet_progress progress; /* default: no reports */
    int64_t hidden_below; /* figures that would tell of fewer persons are not
                             published, nor what would tell them by sums and
                             differences; default 0: all are. Not of costs. */
    const circlet_findings *findings; /* that are published, too, */
    const circlet_privacy *privacy; /* as this says; default: NULL, none */
    const struct circlet_ledger *today; /* of a city with a plan: as this one
                             of the city without it, which has the same options
                             and hides numbers of persons. They are hidden
                             here, too, and who is covered is what `findings`,
                             of circlet_privacy_step(), come to; what none
                             tells is hidden. Default: NULL, no plan */
} circlet_ledger_options;

#define CIRCLET_LEDGER_OPTIONS_INIT                                           \
    {                                                                         \
        .struct_size = sizeof(circlet_ledger_options)                         \
    }

/*
 * Adds up a city; the caller frees the ledger. With a policy: names, the
 * services that types of facilities have, and coverage by its circle rules
 * in force; the figures of coverage are not known where facilities, people
 * or streets are not (`travel` NULL). Modelled people stand apart in every
 * column of people. Facilities have no columns at the level of households.
 */
circlet_status circlet_ledger_compute(circlet_ledger **out,
                                      const circlet_city *city,
                                      const circlet_policy *policy,
                                      const circlet_travel *travel,
                                      const circlet_ledger_options *options,
                                      circlet_error *error);

/*
 * What the funds of a policy come to in a year, in the same form: yearly and
 * one-off sums in CNY, at any level but that of households. A person belongs
 * to the facility that is nearest within the circle of the rule that is about
 * them, as measured; the low and high sums take what is unknown (streets, who
 * belongs to the group, stars) at its worst and best. They are a range, which
 * no verdict rests on. CIRCLET_E_NOT_FOUND if the policy has no funds.
 */
circlet_status circlet_cost_compute(circlet_ledger **out,
                                    const circlet_city *city,
                                    const circlet_policy *policy,
                                    const circlet_travel *travel,
                                    const circlet_ledger_options *options,
                                    circlet_error *error);

void circlet_ledger_free(circlet_ledger *ledger);

/* The year of the figures; 0: as the data is. */
int circlet_ledger_year(const circlet_ledger *ledger);
circlet_ledger_level circlet_ledger_level_of(const circlet_ledger *ledger);
int64_t circlet_ledger_internal_below(const circlet_ledger *ledger);

/* Fewer persons are not told of; 0: every figure is shown. */
int64_t circlet_ledger_hidden_below(const circlet_ledger *ledger);

/* Whether there are modelled people in it. */
bool circlet_ledger_has_modelled(const circlet_ledger *ledger);

/* Sections in their order, words in a fixed one, "unknown" last. Borrowed:
 * valid until the ledger is freed. NULL: there is none. */
size_t circlet_ledger_column_count(const circlet_ledger *ledger);
const circlet_ledger_column *circlet_ledger_column_at(
    const circlet_ledger *ledger, size_t column);

/* Units by code, then rows of no unit by that of their parent. Households
 * stand by unit, then id. */
size_t circlet_ledger_row_count(const circlet_ledger *ledger);
const circlet_ledger_row *circlet_ledger_row_at(const circlet_ledger *ledger,
                                                size_t row);

/* Row circlet_ledger_row_count() is the total. Beyond: nothing known. */
circlet_ledger_cell circlet_ledger_cell_at(const circlet_ledger *ledger,
                                           size_t row, size_t column);

/* ---- what aggregation would cost ---------------------------------------- */

/* How far coverage is off if people are not where they live, but all of a unit
 * at one place: what somebody finds who has numbers of units alone. */
typedef struct circlet_aggregation {
    size_t findings; /* of circles, a unit each, that were compared: those
                        of at least CIRCLET_PRIVACY_SMALL persons */
    double mean; /* of persons, a rule each, as many were counted wrong in
                    their unit's sum; a share; NaN: none were compared */
    double largest; /* of the persons of one finding */
    size_t changed_verdicts; /* findings with another verdict */
} circlet_aggregation;

/*
 * Judges the city once more with each person at the home that is nearest to
 * the mean of those of the lowest unit they live in, and compares who is
 * covered in each unit with `findings`, which circlet_policy_judge() made with
 * the same options from where people live. Within a unit, who is wrongly
 * covered makes up for who is wrongly not. After Hillsman and Rhoda, "Errors
 * in measuring distances from populations to service centers", Annals of
 * Regional Science 12, 1978.
 */
circlet_status circlet_aggregation_measure(
    circlet_aggregation *out, const circlet_city *city,
    const circlet_policy *policy, const circlet_findings *findings,
    const circlet_travel *travel, const circlet_judge_options *options,
    circlet_error *error);

/* ---- the audit sample --------------------------------------------------- */

/* Start from CIRCLET_SAMPLE_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_sample_options {
    size_t struct_size; /* set by the initialiser */
    int year; /* default: the policy's */
    double share; /* above 0, up to 1; default: the rule's */
    uint64_t seed; /* default: the year */
    const char *rule; /* which rule's, by id; default: the only one's that
                         asks for a sample */
} circlet_sample_options;

#define CIRCLET_SAMPLE_OPTIONS_INIT                                           \
    {                                                                         \
        .struct_size = sizeof(circlet_sample_options)                         \
    }

/* Facilities drawn at random, and what they were drawn from. */
typedef struct circlet_sample circlet_sample;

/*
 * Draws the sample that a rule of a policy asks for: of the facilities that
 * it surely selects and that are open, so many that they are at least the
 * share. The same city, year, share and seed give the same sample, whatever
 * the order of rows. CIRCLET_E_NOT_FOUND if no rule asks for a sample in that
 * year, CIRCLET_E_ARGUMENT if several do and none is chosen, CIRCLET_E_DATA
 * if no facilities of the type were imported. The caller frees the sample;
 * the policy must outlive it.
 */
circlet_status circlet_sample_draw(circlet_sample **out,
                                   const circlet_city *city,
                                   const circlet_policy *policy,
                                   const circlet_sample_options *options,
                                   circlet_error *error);
void circlet_sample_free(circlet_sample *sample);

/* How many were drawn, and which, ascending. */
size_t circlet_sample_size(const circlet_sample *sample);
circlet_facility circlet_sample_at(const circlet_sample *sample, size_t i);

/* How many they were drawn from; with what share, seed and year. */
size_t circlet_sample_source_size(const circlet_sample *sample);
double circlet_sample_share(const circlet_sample *sample);
uint64_t circlet_sample_seed(const circlet_sample *sample);
int circlet_sample_year(const circlet_sample *sample);

/* The rule that asks for it: its id, titles, citation and share. Borrowed
 * from the policy. */
const char *circlet_sample_rule(const circlet_sample *sample);
const char *circlet_sample_title_zh(const circlet_sample *sample);
const char *circlet_sample_title_en(const circlet_sample *sample);
const char *circlet_sample_citation(const circlet_sample *sample);
double circlet_sample_least_share(const circlet_sample *sample);

#ifdef __cplusplus
}
#endif

#endif
