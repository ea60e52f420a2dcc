#ifndef CIRCLET_POLICY_H
#define CIRCLET_POLICY_H

#include <circlet/city.h>
#include <circlet/reach.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The rules that a city is held to: data, read from a file by
 * circlet_read_policy() in circlet/io.h. Immutable. */
typedef struct circlet_policy circlet_policy;

void circlet_policy_free(circlet_policy *policy);

/* Borrowed from the policy. */
const char *circlet_policy_id(const circlet_policy *policy);
const char *circlet_policy_title_zh(const circlet_policy *policy);
const char *circlet_policy_title_en(const circlet_policy *policy);
int circlet_policy_default_year(const circlet_policy *policy);

/* How points are tied to the network under this policy. */
circlet_snap_options circlet_policy_snap(const circlet_policy *policy);

/* The travel modes that its rules may ask for. */
size_t circlet_policy_mode_count(const circlet_policy *policy);
const char *circlet_policy_mode(const circlet_policy *policy, size_t i);

size_t circlet_policy_rule_count(const circlet_policy *policy);
const char *circlet_policy_rule_id(const circlet_policy *policy, size_t i);
const char *circlet_policy_rule_title_zh(const circlet_policy *policy,
                                         size_t i);
const char *circlet_policy_rule_title_en(const circlet_policy *policy,
                                         size_t i);

/* Whether rule `i` is judged in a year: it is there already, and still. */
bool circlet_policy_rule_is_in_force(const circlet_policy *policy, size_t i,
                                     int year);

/* What a rule asks to be listed. */
typedef enum circlet_rule_list {
    CIRCLET_LIST_NONE = 0, /* it asks for no list */
    CIRCLET_LIST_SAMPLE = 1, /* facilities drawn at random */
    CIRCLET_LIST_UNITS = 2, /* units that may ask for a facility */
    CIRCLET_LIST_NEED = 3, /* units by need */
    CIRCLET_LIST_GROUPS = 4 /* for which people a unit has something */
} circlet_rule_list;

/* CIRCLET_LIST_NONE beyond the last rule. */
circlet_rule_list circlet_policy_rule_list(const circlet_policy *policy,
                                           size_t i);

/* Whether the policy names a type of facility. Facilities of other types
 * serve no rule that asks for a type, nor offer a service unless they say
 * so themselves. */
bool circlet_policy_has_facility_type(const circlet_policy *policy,
                                      const char *type);

/* ---- judging ----------------------------------------------------------- */

typedef enum circlet_verdict {
    CIRCLET_VERDICT_PASS = 0,
    CIRCLET_VERDICT_FAIL = 1, /* a rule in force is broken */
    CIRCLET_VERDICT_ADVICE = 2, /* allowed, but worth a look */
    CIRCLET_VERDICT_UNDECIDED = 3, /* the limit lies between the bounds */
    CIRCLET_VERDICT_NO_DATA = 4 /* what the rule needs is missing */
} circlet_verdict;

#define CIRCLET_VERDICT_COUNT 5

typedef enum circlet_force {
    CIRCLET_FORCE_MUST = 0,
    CIRCLET_FORCE_SHOULD = 1,
    CIRCLET_FORCE_MAY = 2
} circlet_force;

/* "pass", "fail", "advice", "undecided", "no_data"; "must" ... */
const char *circlet_verdict_name(circlet_verdict verdict);
const char *circlet_force_name(circlet_force force);

/* What a finding is about. */
typedef enum circlet_subject {
    CIRCLET_SUBJECT_UNIT = 0,
    CIRCLET_SUBJECT_FACILITY = 1,
    CIRCLET_SUBJECT_VENUE = 2
} circlet_subject;

const char *circlet_subject_name(circlet_subject subject);

/* How an argument of a finding's sentence is written. */
typedef enum circlet_argument_type {
    CIRCLET_ARGUMENT_TEXT, /* `text` as it is */
    CIRCLET_ARGUMENT_WORD, /* `text` is a word with a name in each language */
    CIRCLET_ARGUMENT_COUNT_OF, /* a whole number of things */
    CIRCLET_ARGUMENT_PERSONS, /* persons, with decimals only if needed */
    CIRCLET_ARGUMENT_SHARE, /* a fraction, written as per cent */
    CIRCLET_ARGUMENT_AREA, /* m2, one decimal */
    CIRCLET_ARGUMENT_NUMBER, /* up to two decimals */
    CIRCLET_ARGUMENT_MINUTES, /* minutes */
    CIRCLET_ARGUMENT_YEAR
} circlet_argument_type;

typedef struct circlet_argument {
    const char *name;
    circlet_argument_type type;
    double number;
    const char *text;
} circlet_argument;

/*
 * One rule judged in one unit (or for one facility or venue). Numbers that
 * are unknown are NaN. Shares are fractions from 0 to 1.
 */
typedef struct circlet_finding {
    const char *rule; /* such as "B-CIRCLE-15" */
    const char *unit; /* its code; "": in no unit */
    const char *unit_name;
    circlet_level level;
    circlet_subject subject;
    const char *subject_id; /* the unit's code, or the facility's or venue's
                               id */
    circlet_force force;
    int due; /* year, -1: none */
    const char *mode; /* "own", a travel mode's name, or NULL */
    circlet_verdict verdict;
    double measured;
    double measured_low; /* what is unknown taken at its worst; of minutes,
                            the least that may be */
    double measured_high; /* and at its best; of minutes, the greatest */
    double required;
    const char *measured_unit; /* "share", "facilities", "m2_per_person" */
    double shortfall; /* 0: none */
    const char *shortfall_unit; /* "persons", "facilities", "m2", "beds" */
    const char *const *reasons; /* words such as "over_provision" */
    size_t reason_count;
    const char *citation; /* document, clause */

    /* Persons that the rule is about; NaN for rules that count none. Without
     * data the next two are NaN, like all that is measured. */
    double persons;
    double persons_covered;
    double persons_unreached; /* tied to no street: not covered */
    double persons_modelled; /* of `persons`: of totals or fractions, so
                                that their homes are not known */

    /* What measured_low and measured_high are shares of: persons covered, and
     * of how many; who is perhaps not in the group counts in one alone. NaN
     * like persons_covered. */
    double covered_low, persons_low;
    double covered_high, persons_high;

    /* Its persons are those of other findings of the rule, too: it is about
     * the city beside its units. */
    bool is_total;

    /* The sentence: a template and its arguments, and in two languages. */
    const char *sentence;
    const circlet_argument *arguments;
    size_t argument_count;
    const char *text_zh;
    const char *text_en;

    /* What would mend a failure for the least, where that can be said of the
     * place alone; NULL: it was not asked for, or cannot. */
    const char *fix_zh;
    const char *fix_en;
} circlet_finding;

/*
 * Whether the persons of a finding, and those of them who are covered, belong
 * into the sums of its rule and mode: that is measured, there is data, and
 * they are not counted by other findings already. People of units that lack
 * data would look like people who are not covered.
 */
bool circlet_finding_adds_persons(const circlet_finding *finding);

/* What came of every rule in every unit that it applies to. */
typedef struct circlet_findings circlet_findings;

/* Start from CIRCLET_JUDGE_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_judge_options {
    size_t struct_size; /* set by the initialiser */
    int year; /* 31 December of it; default the policy's default_year */
    const char *mode; /* travel modes instead of a circle rule's own, divided
                         by ','; NULL: the rule's */
    const char *rule; /* these rules alone, by id, divided by ','; NULL: all */
    const char *unit; /* this unit, by code, and those in it; NULL: all */
    circlet_progress progress; /* default: no reports */
    bool wants_fixes; /* failures are said how to mend */
    uint32_t threads; /* that look at people, and at several rules at a time,
                         up to 256; the source of travel times is asked on the
                         caller's thread alone; default: one per processor */
    int date; /* year x 10000 + month x 100 + day: this day in place of the
                 last of a year; with a `year` it must be that day */
} circlet_judge_options;

#define CIRCLET_JUDGE_OPTIONS_INIT                                            \
    {                                                                         \
        .struct_size = sizeof(circlet_judge_options)                          \
    }

/*
 * Judges a city; the caller frees the findings. `travel` may be NULL for a
 * city without streets: rules that need travel times are then no_data.
 * Findings are sorted by rule (in the policy's order), then by the modes of
 * `options` in their order, then unit code, then subject. The policy and the
 * city must outlive them.
 */
circlet_status circlet_policy_judge(circlet_findings **out,
                                    const circlet_policy *policy,
                                    const circlet_city *city,
                                    const circlet_travel *travel,
                                    const circlet_judge_options *options,
                                    circlet_error *error);

void circlet_findings_free(circlet_findings *findings);
size_t circlet_findings_count(const circlet_findings *findings);

/* The year that was judged, and the day: 31 December of it, unless a date was
 * asked for (year x 10000 + month x 100 + day). */
int circlet_findings_year(const circlet_findings *findings);
int circlet_findings_date(const circlet_findings *findings);

/* Borrowed: valid until the findings are freed. */
const circlet_finding *circlet_findings_at(const circlet_findings *findings,
                                           size_t position);

/* ---- a policy in words -------------------------------------------------- */

/* What a policy says, for people to read, in both languages. */
typedef struct circlet_guide circlet_guide;

/* One rule. Texts are borrowed from the policy or the guide; years are -1
 * where there is none. */
typedef struct circlet_guide_rule {
    const char *id, *kind;
    const char *title_zh, *title_en;
    bool is_variant; /* advice beside the rule before it */
    circlet_force force;
    int from, due, until;
    circlet_level level;
    const char *const *settings; /* words; none: any */
    size_t setting_count;
    const char *group; /* its name, or NULL */
    const char *citation, *quote;
    const circlet_argument *parameters; /* those of its kind */
    size_t parameter_count;
    const char *text_zh, *text_en; /* what is measured, of whom, where */
    unsigned forces; /* bits 1 << circlet_force: of all its years */
} circlet_guide_rule;

/* What a fund pays; years are -1 where there is none. */
typedef struct circlet_guide_fund {
    const char *id;
    const char *title_zh, *title_en;
    bool is_once; /* else every year */
    int from, until;
    double per_facility_cny;
    double per_person_cny; /* whose nearest facility it is */
    const char *citation, *quote;
    const char *text_zh, *text_en; /* for what, of which facilities */
} circlet_guide_fund;

/* A size in which a facility of a type can be built. Sums are yuan; numbers
 * that are not known are NaN. */
typedef struct circlet_guide_building {
    const char *type;
    const char *title_zh, *title_en; /* of the type */
    bool is_standard; /* the size that is taken unless another is said */
    const char *tier; /* NULL: none */
    circlet_answer is_comprehensive;
    double area_m2;
    double area_max_m2; /* no facility of the type grows larger */
    const circlet_service_record *services; /* `occupied` says nothing */
    size_t service_count;
    double cost_cny; /* once */
    double yearly_cny; /* to run it */
    int lead_months; /* from the start of work until it is open; 0: that is
                        not said */
    bool is_assumed, is_yearly_assumed; /* no document states the sum */
    const char *source, *yearly_source; /* what does, or NULL */
    const char *text_zh, *text_en; /* what it offers, where sums are from */
} circlet_guide_building;

/* What an action costs that changes a facility, in yuan: a fixed sum and one
 * for each m2, place and bed that it adds. NaN: not known; 0 also where the
 * kind of action has no such part. */
typedef struct circlet_guide_price {
    const char *kind; /* "enlarge", "add_service", "partition", "designate",
                         "move", "close" */
    const char *const *types; /* of the facilities; none: any */
    size_t type_count;
    const char *const *services; /* none: any */
    size_t service_count;
    double cost_cny, per_m2_cny, per_place_cny, per_bed_cny;
    double yearly_cny; /* what running costs grow by, and so on */
    double yearly_per_m2_cny, yearly_per_place_cny, yearly_per_bed_cny;
    double area_step_m2; /* grows by whole steps; 0: by any area */
    int64_t place_step, bed_step;
    int lead_months; /* from the start of work until it is done; 0: that is
                        not said */
    bool is_assumed, is_yearly_assumed; /* no document states the sums */
    const char *source, *yearly_source; /* what does, or NULL */
    const char *text_zh, *text_en;
} circlet_guide_price;

/* A group of people, or those who go by some mode: who they are. */
typedef struct circlet_guide_people {
    const char *name; /* of the group; NULL: a row of own modes */
    const char *title_zh, *title_en; /* of the group, else NULL */
    const char *when_zh, *when_en;
    const char *mode; /* of a row: what is measured; else NULL */
    const char *also; /* of a row: other modes that may be, divided by ';' */
} circlet_guide_people;

/* The caller frees the guide; the policy must outlive it. */
circlet_status circlet_policy_explain(circlet_guide **out,
                                      const circlet_policy *policy,
                                      circlet_error *error);
void circlet_guide_free(circlet_guide *guide);

/* Rules, groups and rows of own modes in the policy's order; NULL beyond. */
const circlet_guide_rule *circlet_guide_rule_at(const circlet_guide *guide,
                                                size_t i);
const circlet_guide_people *circlet_guide_group_at(const circlet_guide *guide,
                                                   size_t i);
const circlet_guide_people *circlet_guide_mode_at(const circlet_guide *guide,
                                                  size_t i);

/* Funds in the policy's order; NULL beyond. */
const circlet_guide_fund *circlet_guide_fund_at(const circlet_guide *guide,
                                                size_t i);

/* What can be built, by type in the policy's order, then the smallest first;
 * what else can be done, by kind. NULL beyond. */
const circlet_guide_building *circlet_guide_building_at(
    const circlet_guide *guide, size_t i);
const circlet_guide_price *circlet_guide_price_at(const circlet_guide *guide,
                                                  size_t i);

/* The name of a word of the policy; the word itself if it has none. */
const char *circlet_policy_word_zh(const circlet_policy *policy,
                                   const char *word);
const char *circlet_policy_word_en(const circlet_policy *policy,
                                   const char *word);

/* Documents that rules cite; NULL beyond. */
const char *circlet_policy_document_number(const circlet_policy *policy,
                                           size_t i);
const char *circlet_policy_document_title(const circlet_policy *policy,
                                          size_t i);

/* ---- lists that rules ask for ------------------------------------------- */

/* A unit on a list by need: how many people of the rule's group live there,
 * and how many of them have none of its facilities in reach. Or one that may
 * ask for a facility: how many live there, and how far it is for them to one
 * that there is; how many have one in reach is then NaN. */
typedef struct circlet_need_row {
    const char *rule; /* id */
    const char *owner; /* code of the unit whose list it is */
    const char *unit; /* code of the unit listed */
    const char *name; /* its name */
    size_t rank; /* on the owner's list, from 1 */
    bool is_known; /* who lives there, and what is in reach; else the numbers
                      below say nothing */
    double persons;
    double without; /* as far as is known; at best and at worst: */
    double without_low;
    double without_high;
    double modelled; /* of `persons`: of totals or fractions */
    bool is_sure; /* that it is listed; else that hangs on what is not known,
                     and `persons` is the most that may be */
    double minutes; /* within which half of the persons are there, in their own
                       modes; NaN: not asked for, or farther */
} circlet_need_row;

typedef struct circlet_need circlet_need;

/*
 * Makes the lists of all rules in force that ask for one of units, by need or
 * of those that may ask for a facility; `options` choose as for judging, a
 * rule by its very id. By rule, owner, then rank: the greatest need, or most
 * persons, first, units of which nothing is known last; ties by code. The
 * policy and the city must outlive the lists, which the caller frees.
 */
circlet_status circlet_policy_need(circlet_need **out,
                                   const circlet_policy *policy,
                                   const circlet_city *city,
                                   const circlet_travel *travel,
                                   const circlet_judge_options *options,
                                   circlet_error *error);
void circlet_need_free(circlet_need *need);
size_t circlet_need_count(const circlet_need *need);

/* NULL beyond the last; borrowed. */
const circlet_need_row *circlet_need_at(const circlet_need *need,
                                        size_t position);

/* ---- staff that rules ask for ------------------------------------------- */

/* The staff of one kind that a rule asks for in a unit, of all facilities
 * there together. Positions are whole persons. */
typedef struct circlet_staff_row {
    const char *rule; /* id */
    const char *unit; /* its code; "": outside every unit */
    const char *unit_name;
    const char *staff; /* a word: "nurses" */
    int64_t needed; /* at most, where it is not known which facilities the
                       rule is about */
    int64_t there; /* as far as is known, what one facility has above what it
                      needs itself left out where the rule asks for each */
    int64_t missing; /* surely to be engaged */
    int64_t missing_high; /* and if nobody is there of whom nothing is known */
    bool is_complete; /* false: how much some facility needs, or how many
                         people live there, is not known, so that it is more */
} circlet_staff_row;

typedef struct circlet_staff circlet_staff;

/*
 * Adds up the staff that the rules in force ask for: of each facility (rules
 * of kind `each`), and of a unit (of kind `ratio`). `findings` are of this
 * city, all rules and units; with those of the city as a plan leaves it, it is
 * the staff for that. What nobody has said of a facility is not known, of one
 * that is only planned too: its positions count as `missing_high` alone, as
 * the verdict on it is open. By rule, unit, then in the rule's order. The
 * findings, the policy and the city must outlive it; the caller frees it.
 */
circlet_status circlet_policy_staff(circlet_staff **out,
                                    const circlet_policy *policy,
                                    const circlet_city *city,
                                    const circlet_findings *findings,
                                    circlet_error *error);
void circlet_staff_free(circlet_staff *staff);
size_t circlet_staff_count(const circlet_staff *staff);

/* NULL beyond the last; borrowed. */
const circlet_staff_row *circlet_staff_at(const circlet_staff *staff,
                                          size_t position);

/* ---- what to survey ---------------------------------------------------- */

/*
 * The streets and crossings whose missing data leaves it open whether people
 * are covered by circle rules: a list of what to look at, the most valuable
 * first. A person's answer is open if it differs between the bounds.
 */
typedef struct circlet_survey circlet_survey;

/* A tag on the ways of these people: on how many streets and crossings it
 * matters, and on how many of these it is missing; each counted once for
 * each rule and mode. */
typedef struct circlet_survey_key {
    const char *key; /* "kerb" */
    uint64_t asked;
    uint64_t missing;
} circlet_survey_key;

/*
 * Makes the list for the circle rules in force: `options` choose as for
 * judging, a rule by its very id; advisory variants are left out unless
 * chosen. CIRCLET_E_NOT_FOUND if the chosen rule is none of a circle. The
 * caller frees the survey.
 */
circlet_status circlet_policy_gaps(circlet_survey **out,
                                   const circlet_policy *policy,
                                   const circlet_city *city,
                                   const circlet_travel *travel,
                                   const circlet_judge_options *options,
                                   circlet_error *error);
void circlet_survey_free(circlet_survey *survey);

/* By descending weight, that of all people on whose ways it lies, each
 * counted once; then links before nodes, by position. Borrowed. */
size_t circlet_survey_size(const circlet_survey *survey);
circlet_gap circlet_survey_at(const circlet_survey *survey, size_t i);

/* Those most often missing first, then by name. */
size_t circlet_survey_key_count(const circlet_survey *survey);
circlet_survey_key circlet_survey_key_at(const circlet_survey *survey,
                                         size_t i);

/* People, in thousandths: whom the rules are about; whose answer is open
 * under any of them; of these, on whose ways lies any of the first `count`
 * of the list. */
int64_t circlet_survey_people_milli(const circlet_survey *survey);
int64_t circlet_survey_open_milli(const circlet_survey *survey);
int64_t circlet_survey_touched_milli(const circlet_survey *survey,
                                     size_t count);

/* The rules that were looked at, and the travel modes that these people were
 * judged by, a list such as "own;walk": without people those of the rules,
 * empty without rules. Borrowed. */
size_t circlet_survey_rule_count(const circlet_survey *survey);
const char *circlet_survey_modes(const circlet_survey *survey);

#ifdef __cplusplus
}
#endif

#endif
