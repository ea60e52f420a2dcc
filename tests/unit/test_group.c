#include "unit.h"

#include "policy/group.h"

static const char *const physical_items[] = {"physical", "visual"};
static const char *const aid_items[] = {"crutches", "unknown"};
static const char *const need_items[] = {"day_care"};

static ci_condition everyone(void)
{
    const ci_condition condition = CI_CONDITION_INIT;

    return condition;
}

static void check(const ci_condition *condition,
                  const circlet_demand_record *person, ci_membership wanted,
                  const char *doubt)
{
    ci_doubts doubts = 0;

    assert_int_equal(ci_condition_holds(condition, person, 20201231, &doubts),
                     wanted);
    assert_int_equal(ci_condition_holds(condition, person, 20201231, NULL),
                     wanted);
    assert_int_equal(doubts != 0, doubt != NULL);
    for (size_t i = 0; i < CI_DOUBT_COUNT; i++)
        if (doubts >> i & 1)
            assert_string_equal(ci_doubt_name(i), doubt);
}

static void everyone_fulfils_an_empty_condition(void **state)
{
    const ci_condition condition = everyone();
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

    (void)state;
    person.certified = CIRCLET_UNKNOWN;
    check(&condition, &person, CI_MEMBER_YES, NULL);
}

/* Of who is born in 2004 nobody knows on 30 June 2020 whether they are 15 or
 * 16; those of 2003 are 16 or 17, those of 2005 no more than 15. */
static void a_birthday_may_be_later_than_the_day(void **state)
{
    static const struct {
        int day, birth_year;
        ci_membership wanted;
    } cases[] = {
        {20200630, 2003, CI_MEMBER_YES}, {20200630, 2004, CI_MEMBER_MAYBE},
        {20200630, 2005, CI_MEMBER_NO},  {20201230, 2004, CI_MEMBER_MAYBE},
        {20201231, 2004, CI_MEMBER_YES}, {20200630, 1960, CI_MEMBER_MAYBE},
        {20200630, 1961, CI_MEMBER_YES}, {20201231, 1960, CI_MEMBER_NO},
        {20200630, 1959, CI_MEMBER_NO},  {20200630, 2021, CI_MEMBER_MAYBE},
        {20200630, 2020, CI_MEMBER_NO},
    };
    ci_condition condition = everyone();

    (void)state;
    condition.age_from = 16;
    condition.age_to = 59;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

        person.birth_year = cases[i].birth_year;
        assert_int_equal(
            ci_condition_holds(&condition, &person, cases[i].day, NULL),
            cases[i].wanted);
    }
}

static void answers_may_be_missing(void **state)
{
    ci_condition condition = everyone();
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

    (void)state;
    condition.certified = CIRCLET_YES;
    check(&condition, &person, CI_MEMBER_YES, NULL);
    person.certified = CIRCLET_NO;
    check(&condition, &person, CI_MEMBER_NO, NULL);
    person.certified = CIRCLET_UNKNOWN;
    check(&condition, &person, CI_MEMBER_MAYBE, "certified_unknown");

    condition = everyone();
    condition.poor = CIRCLET_NO;
    check(&condition, &person, CI_MEMBER_MAYBE, "poor_unknown");
    person.poor = CIRCLET_NO;
    check(&condition, &person, CI_MEMBER_YES, NULL);
    condition.old_carer = CIRCLET_YES;
    check(&condition, &person, CI_MEMBER_MAYBE, "old_carer_unknown");
    person.poor = CIRCLET_YES; /* a sure no outweighs a doubt */
    check(&condition, &person, CI_MEMBER_NO, NULL);
}

static void lists_match_any_of_their_words(void **state)
{
    ci_condition condition = everyone();
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

    (void)state;
    condition.kinds = (ci_words){physical_items, 2};
    check(&condition, &person, CI_MEMBER_MAYBE, "kind_unknown");
    person.kind = "mental;visual";
    check(&condition, &person, CI_MEMBER_YES, NULL);
    person.kind = "mental";
    check(&condition, &person, CI_MEMBER_NO, NULL);

    condition = everyone();
    condition.needs = (ci_words){need_items, 1};
    check(&condition, &person, CI_MEMBER_MAYBE, "needs_unknown");
    person.needs = "rehabilitation;day_care";
    check(&condition, &person, CI_MEMBER_YES, NULL);
    condition.received = (ci_words){need_items, 1};
    check(&condition, &person, CI_MEMBER_MAYBE, "received_unknown");
    person.received = "respite";
    check(&condition, &person, CI_MEMBER_NO, NULL);
}

static void an_unknown_aid_can_be_asked_for(void **state)
{
    ci_condition condition = everyone();
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

    (void)state;
    condition.aids = (ci_words){aid_items, 1};
    check(&condition, &person, CI_MEMBER_MAYBE, "aid_unknown");
    condition.aids.count = 2;
    check(&condition, &person, CI_MEMBER_YES, NULL);
    person.aid = "crutches";
    check(&condition, &person, CI_MEMBER_YES, NULL);
    person.aid = "none";
    check(&condition, &person, CI_MEMBER_NO, NULL);
}

static void ranges_include_both_ends(void **state)
{
    ci_condition condition = everyone();
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

    (void)state;
    condition.grade_from = 1;
    condition.grade_to = 2;
    check(&condition, &person, CI_MEMBER_MAYBE, "grade_unknown");
    person.grade = 2;
    check(&condition, &person, CI_MEMBER_YES, NULL);
    person.grade = 3;
    check(&condition, &person, CI_MEMBER_NO, NULL);

    condition = everyone();
    condition.age_from = 16;
    condition.age_to = 59;
    check(&condition, &person, CI_MEMBER_MAYBE, "age_unknown");
    person.age = 15;
    check(&condition, &person, CI_MEMBER_NO, NULL);
    person.birth_year = 2004; /* 16 at the end of 2020, whatever `age` is */
    check(&condition, &person, CI_MEMBER_YES, NULL);
    person.birth_year = 1961;
    check(&condition, &person, CI_MEMBER_YES, NULL);
    person.birth_year = 1960;
    check(&condition, &person, CI_MEMBER_NO, NULL);
    condition.age_to = -1;
    check(&condition, &person, CI_MEMBER_YES, NULL);
}

static void a_household_may_be_asked_for(void **state)
{
    ci_condition condition = everyone();
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

    (void)state;
    condition.household_certified = 2;
    check(&condition, &person, CI_MEMBER_MAYBE, "household_unknown");
    person.household_certified_milli = 1999;
    person.household_certified_high_milli = 1999;
    check(&condition, &person, CI_MEMBER_NO, NULL);
    person.household_certified_high_milli = 2000;
    check(&condition, &person, CI_MEMBER_MAYBE, "household_unknown");
    person.household_certified_milli = 2000;
    check(&condition, &person, CI_MEMBER_YES, NULL);
}

/* Old carers, or physical disability, of those who are certified. */
static void one_of_several_conditions_is_enough(void **state)
{
    ci_condition condition = everyone();
    ci_condition parts[] = {everyone(), everyone()};
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

    (void)state;
    parts[0].old_carer = CIRCLET_YES;
    parts[1].kinds = (ci_words){physical_items, 1};
    condition.certified = CIRCLET_YES;
    condition.any = parts;
    condition.any_count = 2;
    person.kind = "visual";
    check(&condition, &person, CI_MEMBER_MAYBE, "old_carer_unknown");
    person.old_carer = CIRCLET_NO;
    check(&condition, &person, CI_MEMBER_NO, NULL);
    person.kind = NULL;
    check(&condition, &person, CI_MEMBER_MAYBE, "kind_unknown");
    person.old_carer = CIRCLET_UNKNOWN;
    person.kind = "physical"; /* is enough, whoever cares */
    check(&condition, &person, CI_MEMBER_YES, NULL);
    person.certified = CIRCLET_UNKNOWN;
    check(&condition, &person, CI_MEMBER_MAYBE, "certified_unknown");
    person.certified = CIRCLET_NO;
    check(&condition, &person, CI_MEMBER_NO, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everyone_fulfils_an_empty_condition),
        cmocka_unit_test(a_birthday_may_be_later_than_the_day),
        cmocka_unit_test(answers_may_be_missing),
        cmocka_unit_test(lists_match_any_of_their_words),
        cmocka_unit_test(an_unknown_aid_can_be_asked_for),
        cmocka_unit_test(ranges_include_both_ends),
        cmocka_unit_test(a_household_may_be_asked_for),
        cmocka_unit_test(one_of_several_conditions_is_enough),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
