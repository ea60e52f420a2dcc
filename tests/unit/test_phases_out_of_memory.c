/* Every allocation of planning over years, of following such a plan and of
 * verifying it fails once. */
#include "failed_allocations.h"
#include "phased_town.h"

#include <circlet/plan_years.h>
#include <circlet/verify.h>

#define PAIR_MAX 4096

static phased_town town;
static circlet_plan *made; /* for it */

/* As that of the town, but without memory of its own. */
static circlet_status find_within_here(circlet_od_matrix **out,
                                       const circlet_travel_query *query,
                                       void *user, circlet_error *why)
{
    circlet_od_entry entries[PAIR_MAX];
    size_t first[PAIR_MAX + 1] = {0}, count = 0;

    (void)user;
    assert_true(query->origin_count * query->destination_count < PAIR_MAX);
    for (size_t i = 0; i < query->origin_count; i++) {
        for (size_t k = 0; k < query->destination_count; k++)
            if (time_between(query, i, k) != CIRCLET_UNREACHED)
                entries[count++] =
                    (circlet_od_entry){(uint32_t)k, time_between(query, i, k)};
        first[i + 1] = count;
    }
    return circlet_od_matrix_new(out, query->origin_count,
                                 query->destination_count, first, entries,
                                 why);
}

static const circlet_travel travel = {.find_nearest = find_nearest,
                                      .find_within = find_within_here};

static circlet_status plan_phases(circlet_error *why)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;
    circlet_status status;

    options.name = "p";
    options.years = phase_years;
    options.year_count = PHASE_YEARS;
    options.budgets = town.budget_text;
    options.budget_cny = town.budget_cny;
    options.threads = 1;
    status = circlet_plan_compute(&plan, &town.town.policy, town.town.city,
                                  &travel, &options, why);
    if (!status && !made)
        made = plan;
    else
        circlet_plan_free(plan);
    return status;
}

static circlet_status follow_plan(circlet_error *why)
{
    circlet_plan_course_options options = CIRCLET_PLAN_COURSE_OPTIONS_INIT;
    circlet_plan_course *course = NULL;
    circlet_status status;

    options.threads = 1;
    options.names_people = true;
    status = circlet_plan_follow(&course, made, &town.town.policy,
                                 town.town.city, &travel, &options, why);
    circlet_plan_course_free(status ? NULL : course);
    return status;
}

static circlet_status verify_plan(circlet_error *why)
{
    circlet_verify_options options = CIRCLET_VERIFY_OPTIONS_INIT;
    circlet_verification *verification = NULL;
    circlet_status status;

    options.threads = 1;
    status = circlet_plan_verify(&verification, made, &town.town.policy,
                                 town.town.city, &travel, &options, why);
    circlet_verification_free(status ? NULL : verification);
    return status;
}

static void any_lack_of_memory_is_survived(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    size_t acted = 0;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 1; seed <= unit_cases(6); seed++) {
        draw_phased_town(&town, policy, seed);
        assert_true(allocations_of(plan_phases) > 100);
        assert_true(allocations_of(follow_plan) > 20);
        assert_true(allocations_of(verify_plan) > 100);
        acted += circlet_plan_action_count(made) > 0;
        circlet_plan_free(made);
        made = NULL;
        circlet_city_free(town.town.city);
    }
    if (unit_tries_all())
        assert_true(acted > 2);
    free(text);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_lack_of_memory_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
