/* A policy in memory, as lib/io/policy_file.c reads it. */
#ifndef CI_POLICY_POLICY_H
#define CI_POLICY_POLICY_H

#include <circlet/policy.h>

#include "access/floating_catchment.h"
#include "base/arena.h"
#include "network/travel_mode.h"
#include "policy/group.h"
#include "policy/selection.h"

#define CI_MILLION 1000000

/* "each person's own mode" in place of a travel mode's name. */
#define CI_MODE_OWN "own"

/* Positions in a policy's lists. */
#define CI_NO_POSITION SIZE_MAX

/* The most rows that a table of own modes may have. */
#define CI_OWN_MODE_MAX 32

typedef struct ci_word {
    const char *word;
    const char *zh, *en;
    const char *en_plural; /* of things that can be counted */
} ci_word;

typedef struct ci_group {
    const char *name; /* also a word */
    ci_condition condition;
} ci_group;

/* A set of the policy's modes, a bit each. */
typedef uint64_t ci_modes;

#define CI_POLICY_MODE_MAX 64

/* Who fulfils the condition travels in one of these modes, positions in the
 * policy's: which, is not known. All are the same where it is. */
typedef struct ci_own_mode {
    ci_condition condition;
    size_t slow; /* what is measured */
    size_t fast;
    const char *reason; /* said in findings; NULL: none */
    ci_modes also; /* further ones, slower or faster than both */
} ci_own_mode;

/* How a person travels, as far as is known. */
typedef struct ci_own_travel {
    size_t mode; /* the slow mode of the first row that surely holds */
    ci_modes modes; /* those of this row and of the rows before it that
                       perhaps hold, `mode` among them */
    uint32_t rows; /* these rows, a bit each */
    ci_doubts doubts; /* what keeps the rows before it in doubt */
} ci_own_travel;

typedef struct ci_document {
    const char *name; /* what rules call it: "A" */
    const char *number; /* as it is cited */
    const char *title;
} ci_document;

/* See lib/policy/price.h. */
typedef struct ci_catalogue_size ci_catalogue_size;
typedef struct ci_action_price ci_action_price;

/* What a new facility of a type is, and costs. Numbers that are not given are
 * NaN. */
typedef struct ci_catalogue_entry {
    circlet_facility_record facility; /* of the standard size */
    double cost_cny;
    double yearly_cny; /* to run it */
    double area_max_m2; /* none grows larger */
    int lead_months; /* from the start of work until it is open */
    ci_origin origin, yearly_origin;
    const ci_catalogue_size *sizes; /* besides the standard one, the smallest
                                       first */
    size_t size_count;
} ci_catalogue_entry;

/* See lib/policy/rule_kind.c for their names and how each is judged. */
typedef enum ci_rule_kind {
    CI_RULE_CIRCLE, /* who is near enough */
    CI_RULE_COUNT, /* how many facilities a unit has */
    CI_RULE_RATIO, /* a sum over facilities, per person or resident */
    CI_RULE_CLASS_COUNT, /* facilities of a size; no bed fills two clauses */
    CI_RULE_EACH, /* what each facility of a kind must have */
    CI_RULE_PHASE, /* so many, or such a share, by a year */
    CI_RULE_RECEIVED, /* who has received a service */
    CI_RULE_LIST, /* a list that the rule asks for */
    CI_RULE_NEAR, /* every venue has one within a time */
    CI_RULE_PLACES, /* who finds a free place within a time */
    CI_RULE_EVENNESS, /* floating catchment ratio and its Gini coefficient */
    CI_RULE_GROUP_SIZE, /* one facility for each so many villages */
    CI_RULE_KIND_COUNT
} ci_rule_kind;

typedef struct ci_circle {
    uint32_t cutoff_ms; /* inclusive */
    int64_t target_micro; /* least share, in millionths */
    size_t mode; /* position in the modes, CI_NO_POSITION: own */
} ci_circle;

/* How many facilities a unit with so many people has to have, up to the next
 * band. */
typedef struct ci_band {
    int64_t from_milli; /* thousandths of a person, inclusive */
    int64_t min, max; /* max INT64_MAX: any number */
    const char *reason; /* said where it has fewer than max; NULL: none */
} ci_band;

typedef struct ci_count {
    const ci_band *bands; /* the first from 0, then ascending */
    size_t band_count;
} ci_count;

typedef enum ci_amount {
    CI_AMOUNT_MEASURE, /* the sum of a measure */
    CI_AMOUNT_BEDS, /* of the beds of a service */
    CI_AMOUNT_PLACES /* of its places */
} ci_amount;

typedef struct ci_ratio {
    ci_amount amount;
    circlet_measure measure;
    const char *service; /* of beds or places */
    bool is_of_residents; /* per resident; else per person of the group */
    bool is_of_unit; /* of the unit as such, however many live there */
    int64_t per; /* so many of them */
    int64_t lower_micro; /* -1: no limit */
    int64_t upper_micro; /* -1: no limit */
    bool is_whole; /* things that cannot be halved, such as beds */
    bool is_rounded_up; /* the amount that is asked for is a whole number,
                           and said instead of the quotient */
    const char *amount_unit; /* a word: "m2" */
    const char *measured_unit; /* a word: "m2_per_person" */
} ci_ratio;

/* So many facilities that each have so many beds of the selection's
 * service, or of one of those that count for it. */
typedef struct ci_class_count {
    int64_t beds; /* least, of one service in one facility */
    int64_t min; /* so many facilities */
    ci_words nested; /* services whose beds count for it, too */
    bool is_shared; /* what fills it may fill other rules as well */
} ci_class_count;

/* What a facility has to have; see CI_EACH_MAX. */
typedef struct ci_each_part {
    bool is_measure; /* else a number among the attributes */
    circlet_measure measure;
    const char *attribute;
    int64_t min_micro; /* at least so much, or so much for each bed */
    const char *word; /* what sentences call it */
    const char *reason; /* where it is not known */
} ci_each_part;

typedef struct ci_each {
    const char *beds; /* service: per bed of facilities that have some; NULL:
                         of every facility */
    const ci_each_part *parts;
    size_t part_count;
} ci_each;

/* Sentences name the parts one by one. */
#define CI_EACH_MAX 4

typedef enum ci_phase_goal {
    CI_PHASE_COUNT, /* so many facilities */
    CI_PHASE_SHARE, /* such a share of the facilities */
    CI_PHASE_BEGUN /* more than none of them */
} ci_phase_goal;

/* What is asked for in some years. */
typedef struct ci_phase_step {
    int from, until; /* years; until -1: for good */
    circlet_level level;
    circlet_force force;
    const char *tag; /* facilities in units with it; NULL: in all */
    ci_selection having; /* which of the rule's facilities count */
    ci_phase_goal goal;
    int64_t min; /* of CI_PHASE_COUNT */
    int64_t target_micro; /* of CI_PHASE_SHARE, in millionths */
} ci_phase_step;

typedef struct ci_phase {
    const ci_phase_step *steps;
    size_t step_count;
} ci_phase;

/* How people of some settings get to a facility. */
typedef struct ci_setting_circle {
    ci_words settings; /* of where they live; none: any */
    uint32_t cutoff_ms; /* inclusive */
    size_t mode; /* position in the modes, CI_NO_POSITION: own */
} ci_setting_circle;

/* The first that fits a person's setting is theirs. */
typedef struct ci_setting_circles {
    const ci_setting_circle *items;
    size_t count;
} ci_setting_circles;

typedef struct ci_places {
    ci_setting_circles circles;
    const char *service; /* whose places; the selection offers it */
    size_t focus; /* group that is served first, CI_NO_POSITION: none */
    int64_t target_micro; /* least share, in millionths */
} ci_places;

typedef struct ci_evenness {
    ci_setting_circles circles;
    ci_amount amount; /* beds or places */
    bool is_either; /* places, or where they are not given beds */
    const char *service; /* of which */
    const ci_catchment_band *bands; /* ascending; none: all count alike */
    size_t band_count;
    int64_t gini_micro; /* the most that is even, in millionths */
    int64_t least_micro; /* of the city's ratio in a unit */
    int64_t per; /* ratios are for so many people */
    const char *measured_unit; /* a word: "places_per_100" */
} ci_evenness;

typedef struct ci_received {
    const char *service; /* also a word */
    int64_t target_micro; /* least share, in millionths */
    ci_setting_circles reach; /* of the variant; none: the rule has none */
} ci_received;

/* How near a facility has to be to a venue. */
typedef struct ci_near {
    ci_words kinds; /* of venues; none: all */
    uint32_t cutoff_ms; /* inclusive */
    size_t mode; /* position in the modes */
    int64_t host_residents; /* least number in the community or village
                               where the facility stands; 0: any */
} ci_near;

/* What a rule of CI_RULE_LIST asks to be listed. */
typedef enum ci_list_of {
    CI_LIST_SAMPLE, /* a random sample of the rule's facilities */
    CI_LIST_UNITS, /* units with so many people and no such facility */
    CI_LIST_NEED, /* units below, ranked by people without reach of one */
    CI_LIST_KINDS, /* groups of people who have one in reach */
    CI_LIST_OF_COUNT
} ci_list_of;

/* Facilities with one of these services are for the people of a group. */
typedef struct ci_list_kind {
    size_t group;
    ci_words services;
} ci_list_kind;

/* Sentences name those without by one. */
#define CI_LIST_KIND_MAX 6

typedef struct ci_list {
    ci_list_of of;
    int64_t share_micro; /* of CI_LIST_SAMPLE, in millionths */
    circlet_level member_level; /* of CI_LIST_NEED: the units ranked */
    const char *member_kind; /* units of this kind alone; NULL: any */
    const char *member_word; /* what sentences call them */
    ci_words member_settings; /* units of these alone; none: any */
    const char *tag; /* units with this tag alone; NULL: any */
    int64_t min_milli; /* of CI_LIST_UNITS: least number of people */
    uint32_t look_ms; /* of CI_LIST_UNITS: farther ones are not looked for */
    ci_selection in_reach; /* of CI_LIST_UNITS: what they have to go to */
    ci_setting_circles circles; /* of CI_LIST_NEED and CI_LIST_KINDS */
    int64_t target_micro; /* of CI_LIST_KINDS: share of a kind's people */
    const ci_list_kind *kinds; /* of CI_LIST_KINDS, at most CI_LIST_KIND_MAX */
    size_t kind_count;
} ci_list;

/* One facility for each so many units of a level below, in one of them. */
typedef struct ci_group_size {
    circlet_level member_level;
    const char *member_kind; /* such units alone: "village" */
    const char *member_word; /* what sentences call them */
    int size_from, size_to; /* units in a group; 1 <= from <= to */
    size_t mode; /* position in the modes */
    uint32_t cutoff_ms; /* longer ways are not looked for */
    int64_t host_person_ms; /* of a member that a facility may stand in: what
                               each person of the group there outweighs, in
                               one person's travel time */
    int64_t host_base_ms; /* what a point of base score does */
} ci_group_size;

typedef struct ci_rule {
    const char *id;
    const char *title_zh, *title_en;
    const ci_document *document;
    const char *citation; /* number of the document, clause */
    const char *quote;
    ci_rule_kind kind;
    bool is_variant; /* advice beside the rule before it */
    circlet_force force;
    int from, due, until; /* years; due and until -1: none */
    circlet_level level;
    ci_words settings; /* none: any setting */
    size_t group; /* position, CI_NO_POSITION: rule counts no people */
    ci_selection facility;
    union {
        ci_circle circle;
        ci_count count;
        ci_ratio ratio;
        ci_group_size group_size;
        ci_class_count class_count;
        ci_each each;
        ci_phase phase;
        ci_places places;
        ci_evenness evenness;
        ci_near near;
        ci_received received;
        ci_list list;
    } as;
} ci_rule;

/* See lib/policy/cost.h. */
typedef struct ci_fund ci_fund;

struct circlet_policy {
    const char *id;
    const char *title_zh, *title_en;
    int default_year;
    const char *mode_folder; /* where the files of the modes are */
    circlet_snap_options snap;
    ci_steepest steepest;
    const char *const *modes;
    size_t mode_count;
    const char *const *mode_places; /* file, line and column where each is
                                       named first; NULL: out of no file */
    const ci_document *documents;
    size_t document_count;
    const ci_word *words;
    size_t word_count;
    const ci_group *groups;
    size_t group_count;
    const ci_own_mode *own_modes;
    size_t own_mode_count;
    const char *const *own_mode_places; /* file, line and column of each row;
                                           NULL: out of no file */
    const ci_facility_type *types;
    size_t type_count;
    const ci_catalogue_entry *catalogue;
    size_t catalogue_count;
    const ci_action_price *prices; /* in the file's order of a kind */
    size_t price_count;
    const char *first_tag; /* of units that come first where a plan is carried
                              out over years; NULL: none do */
    const ci_rule *rules; /* a variant follows its rule */
    size_t rule_count;
    ci_words settings; /* those that rules ask for, each once */
    const ci_fund *funds;
    size_t fund_count;
    ci_arena arena; /* holds all of the above */
};

/* An empty policy to fill; NULL: no memory. */
circlet_policy *ci_policy_new(void);

/* NULL if the policy has no such word. */
const ci_word *ci_policy_find_word(const circlet_policy *policy,
                                   const char *word);

/* What a new facility of a type costs; NaN if that is not known. */
double ci_policy_catalogue_cost(const circlet_policy *policy,
                                const char *type);

/* Whether a rule is looked at in a year. */
bool ci_rule_is_in_force(const ci_rule *rule, int year);

/* The rule of this id; NULL: the policy has none. */
const ci_rule *ci_policy_find_rule(const circlet_policy *policy,
                                   const char *id);

/* The position of a mode, CI_NO_POSITION for "own"; CIRCLET_E_NOT_FOUND
 * names the modes that there are. */
circlet_status ci_policy_find_mode(size_t *out, const circlet_policy *policy,
                                   const char *mode, circlet_error *error);

/* How a person travels by the table of own modes, whose last row has no
 * condition, so that there is always one that surely holds. */
ci_own_travel ci_policy_own_travel(const circlet_policy *policy,
                                   const circlet_demand_record *person,
                                   int year);

#endif
