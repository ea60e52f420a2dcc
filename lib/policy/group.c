#include "policy/group.h"

#include <string.h>

/* The bits of ci_doubts, in the order of their names below. */
enum doubt {
    DOUBT_CERTIFIED,
    DOUBT_POOR,
    DOUBT_OLD_CARER,
    DOUBT_KIND,
    DOUBT_AID,
    DOUBT_NEEDS,
    DOUBT_RECEIVED,
    DOUBT_GRADE,
    DOUBT_AGE,
    DOUBT_HOUSEHOLD
};

static const char *const doubt_names[CI_DOUBT_COUNT] = {
    "certified_unknown", "poor_unknown",  "old_carer_unknown",
    "kind_unknown",      "aid_unknown",   "needs_unknown",
    "received_unknown",  "grade_unknown", "age_unknown",
    "household_unknown"};

const char *ci_doubt_name(size_t bit)
{
    return doubt_names[bit];
}

bool ci_words_have(const ci_words *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->items[i], word) == 0)
            return true;
    return false;
}

static ci_membership member(bool belongs)
{
    return belongs ? CI_MEMBER_YES : CI_MEMBER_NO;
}

static ci_membership answer_holds(circlet_answer wanted, circlet_answer known)
{
    if (wanted == CIRCLET_UNKNOWN)
        return CI_MEMBER_YES;
    return known == CIRCLET_UNKNOWN ? CI_MEMBER_MAYBE
                                    : member(known == wanted);
}

/* `list` is NULL where nothing is known. */
static ci_membership list_holds(const ci_words *wanted, const char *list)
{
    if (wanted->count == 0)
        return CI_MEMBER_YES;
    if (!list)
        return CI_MEMBER_MAYBE;
    for (size_t i = 0; i < wanted->count; i++)
        if (circlet_list_has(list, wanted->items[i]))
            return CI_MEMBER_YES;
    return CI_MEMBER_NO;
}

static ci_membership aid_holds(const ci_words *wanted, const char *aid)
{
    if (wanted->count == 0)
        return CI_MEMBER_YES;
    if (!aid)
        return ci_words_have(wanted, CI_AID_UNKNOWN) ? CI_MEMBER_YES
                                                     : CI_MEMBER_MAYBE;
    return member(ci_words_have(wanted, aid));
}

static ci_membership range_holds(int from, int to, int value)
{
    if (from < 0 && to < 0)
        return CI_MEMBER_YES;
    if (value < 0)
        return CI_MEMBER_MAYBE;
    return member((from < 0 || value >= from) && (to < 0 || value <= to));
}

/* On 31 December everyone has had the year's birthday; on an earlier day
 * somebody is perhaps a year younger, as the year of birth has no day. The age
 * column is of the day of the survey, so the year of birth is better where it
 * is known. */
static ci_membership age_holds(int from, int to,
                               const circlet_demand_record *person, int day)
{
    int age = day / 10000 - person->birth_year;
    ci_membership older, younger;

    if (person->birth_year < 0)
        return range_holds(from, to, person->age);
    older = range_holds(from, to, age >= 0 ? age : -1);
    if (day % 10000 == 1231 || age < 1)
        return older;
    younger = range_holds(from, to, age - 1);
    return older == younger ? older : CI_MEMBER_MAYBE;
}

/* How many certified people live with somebody, themselves counted. */
static ci_membership household_holds(int wanted,
                                     const circlet_demand_record *person)
{
    int64_t wanted_milli = (int64_t)wanted * 1000;

    if (wanted <= 0)
        return CI_MEMBER_YES;
    if (person->household_certified_milli >= wanted_milli)
        return CI_MEMBER_YES;
    return person->household_certified_milli < 0 ||
                   person->household_certified_high_milli >= wanted_milli
               ? CI_MEMBER_MAYBE
               : CI_MEMBER_NO;
}

/* Whether a part of a condition may hold; what is missing is noted. */
static inline bool may_hold(ci_membership answer, enum doubt part,
                            ci_doubts *missing)
{
    if (answer == CI_MEMBER_MAYBE)
        *missing |= (ci_doubts)1 << part;
    return answer != CI_MEMBER_NO;
}

/* Numbers are looked at before words: the first part that does not hold is
 * the answer. */
static ci_membership all_hold(const ci_condition *condition,
                              const circlet_demand_record *person, int day,
                              ci_doubts *doubts)
{
    const ci_condition *c = condition;
    ci_doubts missing = 0;

    if (!may_hold(answer_holds(c->certified, person->certified),
                  DOUBT_CERTIFIED, &missing) ||
        !may_hold(answer_holds(c->poor, person->poor), DOUBT_POOR, &missing) ||
        !may_hold(answer_holds(c->old_carer, person->old_carer),
                  DOUBT_OLD_CARER, &missing) ||
        !may_hold(range_holds(c->grade_from, c->grade_to, person->grade),
                  DOUBT_GRADE, &missing) ||
        !may_hold(age_holds(c->age_from, c->age_to, person, day), DOUBT_AGE,
                  &missing) ||
        !may_hold(household_holds(c->household_certified, person),
                  DOUBT_HOUSEHOLD, &missing) ||
        !may_hold(aid_holds(&c->aids, person->aid), DOUBT_AID, &missing) ||
        !may_hold(list_holds(&c->kinds, person->kind), DOUBT_KIND, &missing) ||
        !may_hold(list_holds(&c->needs, person->needs), DOUBT_NEEDS,
                  &missing) ||
        !may_hold(list_holds(&c->received, person->received), DOUBT_RECEIVED,
                  &missing))
        return CI_MEMBER_NO;
    *doubts |= missing;
    return missing ? CI_MEMBER_MAYBE : CI_MEMBER_YES;
}

/* A union: what is not known of one part matters unless another surely
 * holds. */
static ci_membership any_holds(const ci_condition *condition,
                               const circlet_demand_record *person, int day,
                               ci_doubts *doubts)
{
    ci_membership best = CI_MEMBER_NO;
    ci_doubts missing = 0;

    if (condition->any_count == 0)
        return CI_MEMBER_YES;
    for (size_t i = 0; i < condition->any_count; i++) {
        ci_doubts own = 0;
        ci_membership member =
            ci_condition_holds(&condition->any[i], person, day, &own);

        if (member == CI_MEMBER_YES)
            return CI_MEMBER_YES;
        if (member == CI_MEMBER_MAYBE) {
            best = CI_MEMBER_MAYBE;
            missing |= own;
        }
    }
    *doubts |= missing;
    return best;
}

ci_membership ci_condition_holds(const ci_condition *condition,
                                 const circlet_demand_record *person, int day,
                                 ci_doubts *doubts)
{
    ci_doubts missing = 0;
    ci_membership all = all_hold(condition, person, day, &missing);
    ci_membership any;

    if (all == CI_MEMBER_NO)
        return CI_MEMBER_NO;
    any = any_holds(condition, person, day, &missing);
    if (any == CI_MEMBER_NO)
        return CI_MEMBER_NO;
    if (doubts)
        *doubts |= missing;
    return all == CI_MEMBER_YES ? any : CI_MEMBER_MAYBE;
}
