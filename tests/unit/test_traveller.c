#include "judge_city.h"

#include "policy/policy.h"
#include "policy/traveller.h"

#define YEAR 2020

/* The name of the mode that is measured, and whether another may be. */
static ci_own_travel travel_of(const circlet_policy *policy,
                               const circlet_demand_record *person,
                               const char *mode, int modes)
{
    ci_own_travel travel =
        ci_policy_own_travel(policy, person, CI_LAST_DAY(YEAR));

    assert_string_equal(policy->modes[travel.mode], mode);
    assert_int_equal(__builtin_popcountll(travel.modes), modes);
    assert_true(travel.modes >> travel.mode & 1);
    return travel;
}

static bool may_go(const circlet_policy *policy, ci_own_travel travel,
                   const char *mode)
{
    size_t position = 0;

    assert_ok(ci_policy_find_mode(&position, policy, mode, error));
    return (travel.modes >> position & 1) != 0;
}

/* What the table of geodata/README.md says. */
static void people_of_whom_all_is_known_have_one_mode(void **state)
{
    static const struct {
        const char *aid, *kind;
        int grade, age;
        const char *mode;
    } cases[] = {
        {"none", "hearing", 1, 40, "walk"},
        {"none", "physical", 3, 40, "walk"},
        {"none", "physical", 3, 64, "walk"},
        {"none", "physical", 3, 65, "elderly"},
        {"none", "hearing", 1, 11, "escort"},
        {"none", "hearing", 1, 12, "walk"},
        {"none", "visual", 1, 70, "blind"},
        {"none", "visual", 2, 8, "blind"},
        {"stick", "visual", 2, 40, "blind"},
        {"stick", "visual", 3, 40, "stick"},
        {"stick", "physical", 3, 80, "stick"},
        {"guide_dog", "visual", 1, 40, "blind"},
        {"guide_dog", "visual", 4, 40, "blind"},
        {"escort", "visual", 1, 40, "escort"},
        {"none", "intellectual", 2, 40, "escort"},
        {"none", "mental", 3, 40, "walk"},
        {"crutches", "visual;physical", 1, 80, "crutches"},
        {"manual_wheelchair", "intellectual;physical", 1, 8,
         "manual_wheelchair"},
        {"powered_wheelchair", "physical", 1, 90, "powered_wheelchair"},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

        person.aid = cases[i].aid;
        person.kind = cases[i].kind;
        person.grade = cases[i].grade;
        person.birth_year = YEAR - cases[i].age;
        travel_of(policy, &person, cases[i].mode, 1);
    }
    circlet_policy_free(policy);
}

/* An empty field is not "none": a stick is slower on the flat than what is
 * measured, and people of every kind may have one. */
static void an_unknown_aid_may_be_any(void **state)
{
    static const struct {
        const char *kind;
        int grade, age;
        const char *mode;
        int modes;
    } cases[] = {
        {"physical", 2, 40, "manual_wheelchair", 8},
        {"physical;visual", 1, 70, "manual_wheelchair", 8},
        {"hearing", 3, 40, "walk", 7},
        {"speech", 1, 64, "walk", 7},
        {"visual", 3, 12, "walk", 7},
        {"mental", 3, 30, "walk", 7},
        {"hearing", 3, 70, "elderly", 7},
        {"visual", 1, 70, "blind", 5},
        {"mental", 2, 30, "escort", 5},
        {"hearing", 3, 11, "escort", 5},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;
        ci_own_travel travel;
        size_t row = 0;

        person.kind = cases[i].kind;
        person.grade = cases[i].grade;
        person.age = cases[i].age;
        travel = travel_of(policy, &person, cases[i].mode, cases[i].modes);
        assert_true(may_go(policy, travel, "powered_wheelchair"));
        assert_true(may_go(policy, travel, "manual_wheelchair"));
        assert_true(may_go(policy, travel, "crutches"));
        assert_int_equal(may_go(policy, travel, "stick"), cases[i].modes > 5);
        assert_false(may_go(policy, travel, "drive"));
        assert_int_equal(travel.doubts, 0);
        while (!(travel.rows >> row & 1))
            row++;
        assert_int_equal(travel.rows, UINT32_C(1) << row);
        assert_string_equal(policy->own_modes[row].reason, "aid_unknown");
    }
    circlet_policy_free(policy);
}

static void rows_that_perhaps_hold_add_their_modes(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;
    ci_own_travel travel;

    (void)state;
    person.aid = "none";
    person.kind = "hearing";
    person.grade = 3;
    travel = travel_of(policy, &person, "walk", 3);
    assert_true(may_go(policy, travel, "escort"));
    assert_true(may_go(policy, travel, "elderly"));

    person.age = 50;
    person.kind = "visual";
    person.grade = -1;
    travel = travel_of(policy, &person, "walk", 2);
    assert_true(may_go(policy, travel, "blind"));

    person.kind = NULL;
    person.grade = 1;
    travel = travel_of(policy, &person, "walk", 3);
    assert_true(may_go(policy, travel, "blind"));
    assert_true(may_go(policy, travel, "escort"));

    /* What the aid says is enough. */
    person.aid = "powered_wheelchair";
    person.grade = person.age = -1;
    travel_of(policy, &person, "powered_wheelchair", 1);
    circlet_policy_free(policy);
}

static void of_whom_nothing_is_known_the_slow_mode_is_measured(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;
    ci_own_travel travel;

    (void)state;
    travel = travel_of(policy, &person, "manual_wheelchair", 8);

    assert_true(may_go(policy, travel, "walk"));
    assert_false(may_go(policy, travel, "drive"));
    circlet_policy_free(policy);
}

/* ---- hidden fields, exhaustively ---------------------------------------- */

/* What a person is: the positions in the lists below, each the last but
 * where it is known. */
typedef struct answers {
    size_t kind, aid, grade, age;
} answers;

static const char *const all_aids[] = {"none",
                                       "stick",
                                       "crutches",
                                       "manual_wheelchair",
                                       "powered_wheelchair",
                                       "guide_dog",
                                       "escort",
                                       NULL};
static const char *const all_kinds[] = {"visual",   "hearing",      "speech",
                                        "physical", "intellectual", "mental"};
/* Just before and after the limits of the table. */
static const int all_ages[] = {0, 11, 12, 40, 64, 65, 90, -1};

#define AIDS 7
#define KINDS 63 /* sets of the six, but the empty one */
#define GRADES 4
#define AGES 7

/* The modes by which somebody may go. */
static ci_modes modes_of(const circlet_policy *policy, answers a)
{
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;
    char kinds[80] = "";

    for (size_t i = 0; a.kind < KINDS && i < 6; i++)
        if ((a.kind + 1) >> i & 1) {
            strcat(kinds, kinds[0] ? ";" : "");
            strcat(kinds, all_kinds[i]);
        }
    person.kind = kinds[0] ? kinds : NULL;
    person.aid = all_aids[a.aid];
    person.grade = a.grade < GRADES ? (int)a.grade + 1 : -1;
    person.age = all_ages[a.age];
    return ci_policy_own_travel(policy, &person, CI_LAST_DAY(YEAR)).modes;
}

/* Those of somebody of whom some fields are hidden, a bit each. */
static ci_modes hidden_modes(const circlet_policy *policy, answers a,
                             unsigned hidden)
{
    a.kind = hidden & 1 ? KINDS : a.kind;
    a.aid = hidden & 2 ? AIDS : a.aid;
    a.grade = hidden & 4 ? GRADES : a.grade;
    a.age = hidden & 8 ? AGES : a.age;
    return modes_of(policy, a);
}

static answers answers_at(size_t i)
{
    return (answers){i % KINDS, i / KINDS % AIDS, i / KINDS / AIDS % GRADES,
                     i / KINDS / AIDS / GRADES};
}

#define PEOPLE ((size_t)KINDS * AIDS * GRADES * AGES)

/* Whatever fills in what is missing does not lead out of the modes that may
 * be, so that the bounds hold the truth: everybody that there can be. */
static void what_is_hidden_may_be_anything(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < PEOPLE; i++) {
        ci_modes truth = modes_of(policy, answers_at(i));

        if (__builtin_popcountll(truth) != 1)
            fail_msg("person %zu, of whom all is known, is not sure", i);
        for (unsigned hidden = 1; hidden < 16; hidden++)
            if (truth & ~hidden_modes(policy, answers_at(i), hidden))
                fail_msg("person %zu without fields %u", i, hidden);
    }
    circlet_policy_free(policy);
}

/* The other way round: a mode that may be is that of somebody whom what is
 * known fits. Only of physical disability, which comes before the rows for
 * age, are there more: they do not ask for the age. */
static void no_mode_may_be_that_nobody_has(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < PEOPLE; i++) {
        answers a = answers_at(i);
        bool is_physical = ((a.kind + 1) >> 3 & 1) != 0;
        ci_modes truths = 0;

        for (size_t aid = 0; aid < AIDS; aid++)
            truths |= modes_of(policy, (answers){a.kind, aid, a.grade, a.age});
        if (!is_physical && hidden_modes(policy, a, 2) != truths)
            fail_msg("person %zu without an aid", i);
    }
    circlet_policy_free(policy);
}

static void a_facility_is_entered_where_it_has_entrances(void **state)
{
    const circlet_point doors[] = {{0.1, 0.1}, {0.9, 0.9}};
    const uint32_t facilities[] = {0, 1};
    judge_city small = judge_city_new();
    circlet_facility_record facility = judge_facility("warm_home", 0);
    circlet_point *points = NULL;
    size_t count = 0;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_facility(&small, facility);
    facility.accesses = doors;
    facility.access_count = 2;
    judge_add_facility(&small, facility);
    city = judge_finish(&small);

    assert_ok(ci_entrances_find(&points, &count, city, facilities, 2, error));

    assert_int_equal(count, 3);
    assert_near(points[0].lon, 0.5);
    assert_near(points[1].lon, 0.1);
    assert_near(points[2].lat, 0.9);
    free(points);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_of_whom_all_is_known_have_one_mode),
        cmocka_unit_test(an_unknown_aid_may_be_any),
        cmocka_unit_test(rows_that_perhaps_hold_add_their_modes),
        cmocka_unit_test(of_whom_nothing_is_known_the_slow_mode_is_measured),
        cmocka_unit_test(what_is_hidden_may_be_anything),
        cmocka_unit_test(no_mode_may_be_that_nobody_has),
        cmocka_unit_test(a_facility_is_entered_where_it_has_entrances),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
