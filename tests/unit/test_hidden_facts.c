/*
 * Small cities of which all is known, and the same with facts hidden. Less
 * knowledge may leave a verdict open, but turns no failure into a pass and no
 * pass into a failure; nor does it decide what was open.
 */
#include "hidden_town.h"

/* Of several numbers the worst that is known is given, which may be another in
 * truth. */
static bool has_bounds(const circlet_finding *now,
                       const circlet_finding *truth)
{
    return now->measured_unit && truth->measured_unit &&
           strcmp(now->measured_unit, truth->measured_unit) == 0 &&
           isfinite(now->measured_low) && isfinite(now->measured_high);
}

/* What is known bounds the truth, and what is said to be missing surely is. */
static void compare_numbers(const circlet_finding *now,
                            const circlet_finding *truth, uint64_t seed,
                            uint32_t percent)
{
    const double slack = 1e-9;

    if (has_bounds(now, truth) && isfinite(truth->measured) &&
        (truth->measured < now->measured_low - slack ||
         truth->measured > now->measured_high + slack))
        fail_msg("seed %u, %u %%: measured %s\n  of all: %s", (unsigned)seed,
                 percent, now->text_en, truth->text_en);
    if (has_bounds(now, truth) && now->shortfall > truth->shortfall + slack)
        fail_msg("seed %u, %u %%: missing %s\n  of all: %s", (unsigned)seed,
                 percent, now->text_en, truth->text_en);
}

/* Returns how many findings were decided in both. */
static size_t compare(const circlet_policy *policy, uint64_t seed,
                      uint32_t percent)
{
    care_roads known = {0}, vague = {.best = 0.8, .worst = 1.3};
    circlet_travel clear = care_travel(&known), unclear = care_travel(&vague);
    circlet_city *whole = make_city(seed, 0, NULL),
                 *part = make_city(seed, percent, NULL);
    circlet_findings *all, *some;
    size_t decided = 0;

    clear.find_nearest = unclear.find_nearest = nearest;
    all = judge_city_now(policy, whole, &clear, 2020, NULL);
    some = judge_city_now(policy, part, percent % 2 ? &unclear : &clear, 2020,
                          NULL);
    for (size_t i = 0; i < circlet_findings_count(some); i++) {
        const circlet_finding *now = circlet_findings_at(some, i);
        const circlet_finding *truth = find_same(all, now);

        if (!truth)
            continue;
        compare_numbers(now, truth, seed, percent);
        if (outcome_of(now) == IS_OPEN)
            continue;
        decided++;
        if (outcome_of(truth) != outcome_of(now))
            fail_msg("seed %u, %u %%: %s\n  of all: %s", (unsigned)seed,
                     percent, now->text_en, truth->text_en);
    }
    circlet_findings_free(all);
    circlet_findings_free(some);
    circlet_city_free(whole);
    circlet_city_free(part);
    return decided;
}

static void less_knowledge_turns_no_verdict(void **state)
{
    static const uint32_t percents[] = {2, 5, 20, 50};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        size_t decided = 0;

        for (uint64_t seed = 1; seed <= 150; seed++)
            decided += compare(policy, seed, percents[i]);
        assert_true(decided > 1000);
    }
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(less_knowledge_turns_no_verdict),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
