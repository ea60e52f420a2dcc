/* Lists of units as rows, beside the findings of the same rule. */
#include "list_town.h"

#define VILLAGE "B-HOME-VILLAGE"
#define VILLAGES 12

static void add_facility(judge_city *town, uint64_t *dice)
{
    static const char *const tiers[] = {"street", "village", NULL};
    circlet_facility_record home =
        judge_facility("warm_home", (int)unit_random_below(dice, VILLAGES));

    home.tier = tiers[unit_random_below(dice, 3)];
    judge_add_facility(town, home);
}

static void add_people(judge_city *town, uint64_t *dice, int k)
{
    int points = (int)unit_random_below(dice, 4);

    for (int i = 0; i < points; i++) {
        circlet_demand_record person =
            judge_person(k, (double)(1 + unit_random_below(dice, 9)) / 10);

        person.certified =
            unit_random_below(dice, 4) ? CIRCLET_YES : CIRCLET_UNKNOWN;
        person.weight_milli = 1000 * (1 + unit_random_below(dice, 40));
        person.is_modelled = unit_random_below(dice, 5) == 0;
        judge_add_person(town, person);
    }
}

/* Two townships of a mountain district, the second perhaps of another
 * setting, with villages in difficulty and others. */
static circlet_city *make_city(uint64_t seed)
{
    static const char *const settings[] = {"mountain", "mountain", "plain",
                                           NULL};
    uint64_t dice = seed;
    judge_city town = judge_city_new();

    add_unit(&town, "D", CIRCLET_LEVEL_DISTRICT, NULL, NULL, NULL, NULL, 0,
             VILLAGES);
    add_unit(&town, "T0", CIRCLET_LEVEL_STREET, "D", "township", "mountain",
             NULL, 0, VILLAGES / 2);
    add_unit(&town, "T1", CIRCLET_LEVEL_STREET, "D", "township",
             settings[unit_random_below(&dice, 4)], NULL, VILLAGES / 2,
             VILLAGES);
    for (int k = 0; k < VILLAGES; k++) {
        char code[16];
        const char *kind = unit_random_below(&dice, 8) ? "village" : NULL;

        snprintf(code, sizeof(code), "V%02d", k);
        add_unit(&town, code, CIRCLET_LEVEL_COMMUNITY,
                 k < VILLAGES / 2 ? "T0" : "T1", kind, NULL,
                 unit_random_below(&dice, 4) ? "difficult" : NULL, k,
                 k + (unit_random_below(&dice, 8) > 0));
        add_people(&town, &dice, k);
    }
    for (uint32_t i = unit_random_below(&dice, 5); i > 0; i--)
        add_facility(&town, &dice);
    say_complete(&town);
    return judge_finish(&town);
}

static const circlet_need_row *find_row(const circlet_need *need,
                                        const char *unit)
{
    for (size_t i = 0; i < circlet_need_count(need); i++)
        if (strcmp(circlet_need_at(need, i)->unit, unit) == 0)
            return circlet_need_at(need, i);
    return NULL;
}

static double argument_of(const circlet_finding *finding, const char *name)
{
    for (size_t i = 0; i < finding->argument_count; i++)
        if (strcmp(finding->arguments[i].name, name) == 0)
            return finding->arguments[i].number;
    return (double)NAN;
}

static void assert_same_number(double left, double right)
{
    if (isnan(left) || isnan(right))
        assert_true(isnan(left) && isnan(right));
    else
        assert_near(left, right);
}

/* A row for all but what surely is not to be listed, with its numbers. */
static size_t check_rows(const circlet_need *need,
                         const circlet_findings *findings)
{
    size_t rows = 0;

    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);
        const circlet_need_row *row = find_row(need, finding->unit);

        if (finding->verdict == CIRCLET_VERDICT_PASS) {
            assert_null(row);
            continue;
        }
        rows++;
        assert_non_null(row);
        assert_string_equal(row->rule, VILLAGE);
        assert_int_equal(row->is_known,
                         finding->verdict != CIRCLET_VERDICT_NO_DATA);
        assert_int_equal(row->is_sure,
                         finding->verdict == CIRCLET_VERDICT_ADVICE);
        assert_true(isnan(row->without) && isnan(row->without_low));
        if (!row->is_known)
            continue;
        assert_near(row->persons, finding->persons);
        assert_same_number(row->modelled, finding->persons_modelled);
        assert_same_number(row->minutes, argument_of(finding, "minutes"));
    }
    return rows;
}

/* By township; the known first, by descending number of people. */
static void check_order(const circlet_need *need)
{
    for (size_t i = 1; i < circlet_need_count(need); i++) {
        const circlet_need_row *a = circlet_need_at(need, i - 1);
        const circlet_need_row *b = circlet_need_at(need, i);

        if (strcmp(a->owner, b->owner) != 0) {
            assert_true(strcmp(a->owner, b->owner) < 0);
            assert_int_equal(b->rank, 1);
            continue;
        }
        assert_int_equal(b->rank, a->rank + 1);
        assert_true(a->is_known || !b->is_known);
        assert_true(a->is_known != b->is_known || a->persons >= b->persons);
        if (a->is_known == b->is_known && a->persons == b->persons)
            assert_true(strcmp(a->unit, b->unit) < 0);
    }
}

static void who_may_ask_stands_in_the_list_and_nobody_else(void **state)
{
    circlet_policy *policy = judge_policy();
    size_t rows = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        judge_roads roads = {0};
        circlet_travel travel = judge_travel(&roads);
        circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
        circlet_city *city = make_city(seed);
        circlet_findings *findings = NULL;
        circlet_need *need = NULL;

        options.rule = VILLAGE;
        options.unit = seed % 3 == 0 ? "T0" : NULL;
        assert_ok(circlet_policy_judge(&findings, policy, city, &travel,
                                       &options, error));
        assert_ok(circlet_policy_need(&need, policy, city, &travel, &options,
                                      error));

        assert_int_equal(check_rows(need, findings), circlet_need_count(need));
        check_order(need);
        rows += circlet_need_count(need);
        circlet_need_free(need);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    assert_true(rows > 300);
    circlet_policy_free(policy);
}

static void add_poor(judge_city *town, int k, circlet_answer poor,
                     int64_t persons)
{
    circlet_demand_record person = judge_person(k, 0.95);

    person.poor = poor;
    person.aid = "manual_wheelchair"; /* over half an hour from anything */
    person.weight_milli = persons * 1000;
    judge_add_person(town, person);
}

/* Of those in V1 it is not known whether they are poor. */
static void a_need_that_is_not_known_is_said_with_its_bounds(void **state)
{
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_policy *policy = judge_policy();
    judge_city town = judge_city_new();
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    add_unit(&town, "D", CIRCLET_LEVEL_DISTRICT, NULL, NULL, "plain", NULL, 0,
             2);
    add_unit(&town, "T", CIRCLET_LEVEL_STREET, "D", "township", NULL, NULL, 0,
             2);
    add_village(&town, "V0", "T", "village", NULL, 0);
    add_village(&town, "V1", "T", "village", NULL, 1);
    add_poor(&town, 0, CIRCLET_YES, 5);
    add_poor(&town, 1, CIRCLET_UNKNOWN, 7);
    judge_add_facility(&town, judge_facility("day_care_station", 0));
    say_complete(&town);
    city = judge_finish(&town);
    findings = judge_city_now(policy, city, &travel, 2020, "A-VILLAGE-PLAN");

    assert_string_equal(
        judge_find(findings, "A-VILLAGE-PLAN", "D")->text_en,
        "2 villages of D are ranked by need; of up to 12 poor or severely "
        "disabled certified residents 5 to 12 have no day care in reach, most "
        "of them in V1 (0 to 7), V0 (5).");
    assert_string_equal(
        judge_find(findings, "A-VILLAGE-PLAN", "D")->text_zh,
        "D的2个行政村已按需求排序；最多12名困难或重度持证残疾人中5至12人"
        "不能就近获得日间照料，最多的是V1（0至7人）、V0（5人）。");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void it_is_told_what_a_rule_asks_to_list(void **state)
{
    static const struct {
        const char *rule;
        circlet_rule_list list;
    } wanted[] = {{"B-AUDIT", CIRCLET_LIST_SAMPLE},
                  {VILLAGE, CIRCLET_LIST_UNITS},
                  {"A-VILLAGE-PLAN", CIRCLET_LIST_NEED},
                  {"A-COMMUNITY-REHAB", CIRCLET_LIST_GROUPS},
                  {"B-AREA", CIRCLET_LIST_NONE}};
    circlet_policy *policy = judge_policy();
    size_t count = circlet_policy_rule_count(policy), found = 0;

    (void)state;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < 5; k++)
            if (strcmp(circlet_policy_rule_id(policy, i), wanted[k].rule) ==
                0) {
                assert_int_equal(circlet_policy_rule_list(policy, i),
                                 wanted[k].list);
                found++;
            }
    assert_int_equal(found, 5);
    assert_int_equal(circlet_policy_rule_list(policy, count),
                     CIRCLET_LIST_NONE);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_may_ask_stands_in_the_list_and_nobody_else),
        cmocka_unit_test(a_need_that_is_not_known_is_said_with_its_bounds),
        cmocka_unit_test(it_is_told_what_a_rule_asks_to_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
