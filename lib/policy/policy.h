/* A policy in memory, as lib/io/policy_file.c reads it. */
#ifndef CI_POLICY_POLICY_H
#define CI_POLICY_POLICY_H

#include <circlet/policy.h>

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

typedef struct ci_catalogue_entry {
    circlet_facility_record facility;
    double cost_cny; /* NaN: not given */
} ci_catalogue_entry;

typedef enum ci_rule_kind {
    CI_RULE_CIRCLE,
    CI_RULE_COUNT,
    CI_RULE_RATIO
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
    int64_t per; /* so many of them */
    int64_t lower_micro; /* -1: no limit */
    int64_t upper_micro; /* -1: no limit */
    bool is_whole; /* things that cannot be halved, such as beds */
    const char *amount_unit; /* a word: "m2" */
    const char *measured_unit; /* a word: "m2_per_person" */
} ci_ratio;

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
    } as;
} ci_rule;

struct circlet_policy {
    const char *id;
    const char *title_zh, *title_en;
    int default_year;
    const char *mode_folder; /* where the files of the modes are */
    circlet_snap_options snap;
    ci_steepest steepest;
    const char *const *modes;
    size_t mode_count;
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
    const ci_rule *rules; /* a variant follows its rule */
    size_t rule_count;
    ci_words settings; /* those that rules ask for, each once */
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
