/* Plans of many seeded cities: what they promise, the judge finds. */
#include "plan_fixture.h"

#include <stdio.h>

/* Nobody lives where no street is known. */
static circlet_city *random_city(uint64_t *seed, bool with_site[8])
{
    circlet_city_builder *builder = new_builder();
    uint32_t people = unit_random_below(seed, 30);
    char id[32];

    add_streets(builder);
    for (uint32_t i = 0; i < people; i++) {
        snprintf(id, sizeof(id), "person-%u", i);
        add_person(builder, id, unit_random_below(seed, 41) / 2.0,
                   1.0 + unit_random_below(seed, 19) / 2.0,
                   unit_random_below(seed, 4) * 500);
    }
    add_home(builder, "h", unit_random_below(seed, 20), 5.0);
    for (uint32_t i = 0; i < 8; i++) {
        with_site[i] = unit_random_below(seed, 4) > 0;
        snprintf(id, sizeof(id), "s%u", i);
        add_site(builder, id, unit_random_below(seed, 41) / 2.0,
                 unit_random_below(seed, 21) / 2.0,
                 with_site[i] ? NULL : "other");
    }
    return finish(builder);
}

/* Persons that the judge counts as covered, and as there. */
static double judged(const circlet_city *city, double *persons)
{
    double a, b;
    double covered =
        covered_persons(city, "C15", &a) + covered_persons(city, "C30", &b);

    *persons = a + b;
    return covered;
}

/* Builds on every site that may have a home. */
static double covered_by_all_sites(const circlet_city *city,
                                   const bool with_site[8])
{
    circlet_plan_action actions[8];
    circlet_plan_parts parts = {.actions = actions};
    char ids[8][16];
    size_t count = 0;
    circlet_plan *plan = NULL;
    circlet_city *planned;
    double covered, persons;

    for (circlet_site i = 0; i < 8; i++) {
        if (!with_site[i])
            continue;
        snprintf(ids[i], sizeof(ids[i]), "x%u", i);
        actions[count++] =
            (circlet_plan_action){.id = ids[i],
                                  .kind = "build",
                                  .facility = ids[i],
                                  .type = "warm_home",
                                  .at = circlet_city_site(city, i)->at,
                                  .places = -1,
                                  .beds = -1,
                                  .area_m2 = (double)NAN,
                                  .year = 2019};
    }
    parts.action_count = count;
    assert_ok(circlet_plan_new(&plan, "all", &parts, error));
    planned = apply(plan, city);
    covered = judged(planned, &persons);
    circlet_city_free(planned);
    circlet_plan_free(plan);
    return covered;
}

static void check_random_plan(const circlet_city *city, const bool sites[8],
                              size_t count, unsigned number)
{
    circlet_plan *plan = compute(city, count);
    circlet_city *planned = apply(plan, city);
    double persons, before = judged(city, &persons), impossible = 0.0;
    double all = covered_by_all_sites(city, sites);
    const circlet_plan_level *level = circlet_plan_level_at(plan, 0);

    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++)
        impossible += circlet_plan_impossible_at(plan, i)->persons;
    if (judged(planned, &persons) - before != level->objective)
        fail_msg("seed %u: the plan gains another number", number);
    if (level->bound > all - before || level->bound < level->objective)
        fail_msg("seed %u: the bound is out of range", number);
    if (impossible != persons - all)
        fail_msg("seed %u: other persons are impossible", number);
    if (circlet_plan_action_count(plan) > count)
        fail_msg("seed %u: too many actions", number);
    circlet_city_free(planned);
    circlet_plan_free(plan);
}

static void plans_gain_what_the_judge_counts(void **state)
{
    (void)state;
    for (unsigned number = 1; number <= 300; number++) {
        uint64_t seed = number;
        bool sites[8];
        circlet_city *city = random_city(&seed, sites);

        check_random_plan(city, sites, 1 + unit_random_below(&seed, 5),
                          number);
        circlet_city_free(city);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_gain_what_the_judge_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
