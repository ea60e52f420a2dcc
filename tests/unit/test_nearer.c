/* Among plans that do as much for the same price, buildings stand where people
 * have less far to go. */
#include "plan_fixture.h"

#include <stdio.h>

#define TOWNS 120
#define SITES 8
#define PEOPLE 7
#define WALK 5.0 /* minutes a degree */
#define CUTOFF 15.0

typedef struct land {
    circlet_point sites[SITES], people[PEOPLE];
    int64_t weights[PEOPLE]; /* thousandths */
    double costs[SITES];
    size_t site_count, person_count;
} land;

static double minutes_between(circlet_point a, circlet_point b)
{
    return (fabs(a.lon - b.lon) + fabs(a.lat - b.lat)) * WALK;
}

static circlet_city *city_of(const land *of)
{
    circlet_city_builder *builder = new_builder();

    add_streets(builder);
    for (size_t i = 0; i < of->site_count; i++) {
        char id[32];
        circlet_site_record record = site(id);

        snprintf(id, sizeof(id), "s%zu", i);
        record.at = of->sites[i];
        record.cost_cny = of->costs[i];
        assert_ok(circlet_city_builder_add_site(builder, &record, error));
    }
    for (size_t i = 0; i < of->person_count; i++) {
        char id[32];

        snprintf(id, sizeof(id), "p%zu", i);
        add_person(builder, id, of->people[i].lon, of->people[i].lat,
                   of->weights[i]);
    }
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    assert_ok(circlet_city_builder_say_complete(builder, CIRCLET_PART_PEOPLE,
                                                error));
    return finish(builder);
}

static circlet_plan *plan_of(const circlet_city *city)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;

    options.name = "p";
    options.year = 2020;
    options.threads = 1;
    assert_ok(circlet_plan_compute(&plan, &plan_policy, city, &plan_travel,
                                   &options, error));
    return plan;
}

static const circlet_plan_level *level_of(const circlet_plan *plan,
                                          const char *name)
{
    for (size_t i = 0; i < circlet_plan_level_count(plan); i++)
        if (strcmp(circlet_plan_level_at(plan, i)->name, name) == 0)
            return circlet_plan_level_at(plan, i);
    fail_msg("no level %s", name);
    return NULL;
}

/* Two people live at one place, where the near site is, one a degree further;
 * whichever comes first. */
static land two_of_three_sites(size_t near, double more_cny)
{
    static const circlet_point others[] = {{7, 5}, {6, 6}};
    land of = {.people = {{5, 5}, {6, 5}},
               .weights = {3000, 1000},
               .site_count = 3,
               .person_count = 2};

    for (size_t i = 0, k = 0; i < 3; i++)
        of.sites[i] = i == near ? (circlet_point){5, 5} : others[k++];
    of.costs[near] = more_cny;
    return of;
}

static void the_nearest_of_equal_sites_is_built_on(void **state)
{
    (void)state;
    for (size_t near = 0; near < 3; near++) {
        land of = two_of_three_sites(near, 0);
        circlet_city *city = city_of(&of);
        circlet_plan *plan = plan_of(city);

        assert_true(level_of(plan, "cost_cny")->objective == 200000);
        assert_true(
            fabs(level_of(plan, "mean_time_all")->objective - 5.0 / 4) < 1e-9);
        circlet_plan_free(plan);
        circlet_city_free(city);
    }
}

static void what_is_nearer_must_not_cost_more(void **state)
{
    (void)state;
    for (size_t near = 0; near < 3; near++) {
        land of = two_of_three_sites(near, 1);
        circlet_city *city = city_of(&of);
        circlet_plan *plan = plan_of(city);

        assert_true(level_of(plan, "cost_cny")->objective == 200000);
        assert_true(fabs(level_of(plan, "mean_time_all")->objective -
                         (3 * 10 + 5) / 4.0) < 1e-9);
        circlet_plan_free(plan);
        circlet_city_free(city);
    }
}

/* ---- by all exchanges --------------------------------------------------- */

static land draw_land(uint64_t *seed)
{
    land of = {.site_count = 3 + unit_random_below(seed, SITES - 2),
               .person_count = 2 + unit_random_below(seed, PEOPLE - 1)};

    for (size_t i = 0; i < of.site_count; i++) {
        of.sites[i] = (circlet_point){1 + unit_random_below(seed, 8),
                                      1 + unit_random_below(seed, 8)};
        of.costs[i] = 1000.0 * unit_random_below(seed, 2);
    }
    /* Everybody lives near to some site. */
    for (size_t i = 0; i < of.person_count; i++) {
        of.people[i] =
            of.sites[unit_random_below(seed, (uint32_t)of.site_count)];
        of.people[i].lon += 0.5 * unit_random_below(seed, 2);
        of.people[i].lat += 0.5 * unit_random_below(seed, 4);
        of.weights[i] = 1000 * (1 + unit_random_below(seed, 9));
    }
    return of;
}

/* The mean time to the chosen sites; above the cutoff somebody is left out. */
static double mean_of(const land *of, const bool *is_chosen, bool *covers)
{
    double time = 0, weight = 0;

    *covers = true;
    for (size_t i = 0; i < of->person_count; i++) {
        double least = 60;

        for (size_t k = 0; k < of->site_count; k++)
            if (is_chosen[k])
                least =
                    fmin(least, minutes_between(of->people[i], of->sites[k]));
        *covers = *covers && least <= CUTOFF;
        time += least * (double)of->weights[i];
        weight += (double)of->weights[i];
    }
    return time / weight;
}

static void mark(bool *is_chosen, const circlet_plan *plan)
{
    memset(is_chosen, 0, SITES * sizeof(*is_chosen));
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        is_chosen[atoi(circlet_plan_action_at(plan, i)->site + 1)] = true;
}

static void check_exchanges(const land *of, const circlet_plan *plan,
                            uint64_t seed)
{
    bool is_chosen[SITES], covers;
    double mean;

    mark(is_chosen, plan);
    mean = mean_of(of, is_chosen, &covers);
    assert_true(covers);
    assert_true(fabs(level_of(plan, "mean_time_all")->objective - mean) <
                1e-4);
    assert_true(fabs(level_of(plan, "mean_time_worst")->objective - mean) <
                1e-4);
    for (size_t p = 0; p < of->site_count; p++)
        for (size_t q = 0; q < of->site_count; q++) {
            double other;

            if (!is_chosen[p] || is_chosen[q] || of->costs[q] > of->costs[p])
                continue;
            is_chosen[p] = false;
            is_chosen[q] = true;
            other = mean_of(of, is_chosen, &covers);
            is_chosen[p] = true;
            is_chosen[q] = false;
            if (covers && other < mean - 1e-4)
                fail_msg("seed %llu: %g min, %g with s%zu for s%zu",
                         (unsigned long long)seed, mean, other, q, p);
        }
}

static void no_exchange_of_a_site_is_nearer(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= TOWNS; seed++) {
        uint64_t random = seed;
        land of = draw_land(&random);
        circlet_city *city = city_of(&of);
        circlet_plan *plan = plan_of(city);

        check_exchanges(&of, plan, seed);
        circlet_plan_free(plan);
        circlet_city_free(city);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_of_equal_sites_is_built_on),
        cmocka_unit_test(what_is_nearer_must_not_cost_more),
        cmocka_unit_test(no_exchange_of_a_site_is_nearer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
