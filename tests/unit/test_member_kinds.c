/* Townships of units of which it is not known whether they are villages: what
 * is said of them holds of every township that they may be in truth. */
#include "township.h"

#define HIDDEN 7

/* Villages (V), other units (n) and those of unknown kind (?) with homes. */
static township town_of(const char *kinds, const int *homes, size_t count)
{
    township t = {.city = judge_city_new(), .villages = (int)strlen(kinds)};

    judge_add_street(&t.city, 0, "plain");
    for (int i = 0; i < t.villages; i++) {
        add_village(&t, i,
                    kinds[i] == 'V'   ? "village"
                    : kinds[i] == 'n' ? "neighbourhood"
                                      : NULL,
                    true);
        add_people(&t, i, 1);
    }
    for (size_t i = 0; i < count; i++)
        add_home(&t, homes[i]);
    assert_ok(circlet_city_builder_say_complete(
        t.city.builder, CIRCLET_PART_FACILITIES, error));
    return t;
}

static void a_home_in_what_may_be_no_village_does_not_surely_count(
    void **state)
{
    const int last[] = {3}, two[] = {0, 5};
    township home = town_of("VVV?", last, 1), none = town_of("VVV?", NULL, 0);
    township more = town_of("VVVVV?", two, 2);
    const circlet_finding *finding;

    (void)state;
    finding = judge(&home);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_near(finding->measured_low, 0);
    assert_near(finding->measured_high, 1);
    assert_true(isnan(finding->measured));
    assert_true(judge_has_reason(finding, "member_kind_unknown"));
    township_free(&home);

    finding = judge(&none);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_near(finding->shortfall, 1);
    assert_null(strstr(find_argument(finding, "hosts_en")->text, "Village 3"));
    township_free(&none);

    finding = judge(&more);
    assert_true(isnan(finding->required));
    assert_true(judge_has_reason(finding, "member_kind_unknown"));
    assert_non_null(strstr(finding->text_en,
                           "Street 0 has 5 to 6 villages and 2 comprehensive "
                           "Warm Homes; 1 to 2 are asked for"));
    township_free(&more);
}

/* Compares a town with one of those that it may be in truth. */
static bool compare_with(const circlet_finding *now, const char *kinds,
                         const int *homes, size_t count)
{
    township t = town_of(kinds, homes, count);
    const circlet_finding *truth = judge(&t);
    bool is_kept = truth->verdict != CIRCLET_VERDICT_FAIL;

    if (strchr(kinds, 'V')) {
        assert_true(now->measured_low <= truth->measured);
        assert_true(truth->measured <= now->measured_high);
        if (!isnan(now->required))
            assert_near(now->required, truth->required);
        if (now->verdict == CIRCLET_VERDICT_FAIL)
            assert_true(!is_kept && now->shortfall <= truth->shortfall);
        if (now->verdict == CIRCLET_VERDICT_PASS && !is_kept)
            fail_msg("%s: %s", kinds, truth->text_en);
        if (now->verdict == CIRCLET_VERDICT_ADVICE)
            assert_int_equal(truth->verdict, CIRCLET_VERDICT_ADVICE);
    }
    township_free(&t);
    return is_kept;
}

/* Judges it as it may be in every way, and as what is known of it. */
static void compare_with_all(const char *kinds, const int *homes, size_t count)
{
    township t = town_of(kinds, homes, count);
    const circlet_finding *now = judge(&t);
    size_t length = strlen(kinds), kept = 0, broken = 0;
    char truth[HIDDEN + 1];

    for (unsigned way = 0; way < 1U << length; way++) {
        bool is_one = true;

        for (size_t i = 0; i < length; i++) {
            truth[i] = way >> i & 1 ? 'V' : 'n';
            is_one = is_one && (kinds[i] == '?' || kinds[i] == truth[i]);
        }
        truth[length] = '\0';
        if (!is_one)
            continue;
        if (compare_with(now, truth, homes, count))
            kept++;
        else
            broken++;
    }
    if (now->verdict == CIRCLET_VERDICT_UNDECIDED)
        assert_true(kept > 0 && broken > 0);
    township_free(&t);
}

static void what_is_known_of_kinds_bounds_every_truth(void **state)
{
    uint64_t dice = 7;

    (void)state;
    for (uint64_t round = 0; round < unit_cases(60); round++) {
        size_t length = 3 + unit_random_below(&dice, HIDDEN - 2);
        size_t count = unit_random_below(&dice, 4);
        int homes[4], unsure = 0;
        char kinds[HIDDEN + 1] = "V";

        for (size_t i = 1; i < length; i++) {
            uint32_t pick = unit_random_below(&dice, 6);

            kinds[i] = pick < 3 ? 'V' : pick == 3 || unsure > 2 ? 'n' : '?';
            unsure += kinds[i] == '?';
        }
        kinds[length] = '\0';
        for (size_t i = 0; i < count; i++)
            homes[i] = (int)unit_random_below(&dice, (uint32_t)length);
        compare_with_all(kinds, homes, count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_home_in_what_may_be_no_village_does_not_surely_count),
        cmocka_unit_test(what_is_known_of_kinds_bounds_every_truth),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
