/* Who belongs to a group of people; what is not known is not guessed. */
#ifndef CI_POLICY_GROUP_H
#define CI_POLICY_GROUP_H

#include <circlet/city.h>

typedef struct ci_words {
    const char *const *items;
    size_t count;
} ci_words;

/* Stands in a list of aids for people of whom no aid is known. */
#define CI_AID_UNKNOWN "unknown"

/* All that is set must hold; nothing set: everyone. */
typedef struct ci_condition {
    circlet_answer certified; /* CIRCLET_UNKNOWN: either */
    circlet_answer poor;
    circlet_answer old_carer;
    ci_words kinds; /* has one of them */
    ci_words aids; /* uses one of them */
    ci_words needs; /* has one of them */
    ci_words received; /* has received one of them */
    int grade_from, grade_to; /* -1: no limit */
    int age_from, age_to; /* -1: no limit */
    int household_certified; /* least number of certified people in the
                                household; 0: any */
    const struct ci_condition *any; /* one of these must hold as well */
    size_t any_count; /* 0: none need hold */
} ci_condition;

/* A condition that everyone fulfils. */
#define CI_CONDITION_INIT                                                     \
    {                                                                         \
        .grade_from = -1, .grade_to = -1, .age_from = -1, .age_to = -1        \
    }

typedef enum ci_membership {
    CI_MEMBER_NO,
    CI_MEMBER_MAYBE, /* what is known does not say */
    CI_MEMBER_YES
} ci_membership;

/* What kept a question from being answered, as bits. */
typedef uint32_t ci_doubts;

#define CI_DOUBT_COUNT 10

/* "certified_unknown" for bit 0, and so on. */
const char *ci_doubt_name(size_t bit);

/* 31 December of a year, as year x 10000 + month x 100 + day. */
#define CI_LAST_DAY(year) ((year)*10000 + 1231)

/* Whether a person belongs, on a day (year x 10000 + month x 100 + day); where
 * that is not known the bits of what is missing are added to `doubts` (NULL:
 * not). */
ci_membership ci_condition_holds(const ci_condition *condition,
                                 const circlet_demand_record *person, int day,
                                 ci_doubts *doubts);

/* Whether a list has this word. */
bool ci_words_have(const ci_words *words, const char *word);

#endif
