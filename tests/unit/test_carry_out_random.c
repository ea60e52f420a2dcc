/* What holds of any plan that fits: 200 random cities each. */
#include "action_fixture.h"

#include <stdio.h>

#include "base/random.h"

#define HOMES 6
#define ACTIONS_MAX 16

/* A plan that fits: at most one action a facility and year. */
typedef struct random_plan {
    circlet_plan_action actions[ACTIONS_MAX];
    char ids[ACTIONS_MAX][16], built[ACTIONS_MAX][16];
    size_t count;
} random_plan;

static const char *const home_ids[HOMES] = {"h0", "h1", "h2",
                                            "h3", "h4", "h5"};

static circlet_city *random_city(ci_random *random)
{
    circlet_city_builder *builder = new_builder();
    circlet_facility_record record;
    char id[16];

    add_streets(builder);
    for (int i = 0; i < 20; i++) {
        snprintf(id, sizeof(id), "p%d", i);
        add_person(builder, id, (double)ci_random_below(random, 80) / 10.0,
                   1.0 + (double)ci_random_below(random, 80) / 10.0, 1000);
    }
    for (int i = 0; i < HOMES; i++) {
        circlet_service_record services[] = {
            {"day_care", (int64_t)ci_random_below(random, 30), -1, -1, 0, 0},
            {"residential", -1, 100 + (int64_t)ci_random_below(random, 50), -1,
             0, 0}};

        record = home(home_ids[i]);
        record.at = (circlet_point){(double)ci_random_below(random, 9), 5.0};
        record.services = services;
        record.service_count = 2;
        assert_ok(circlet_city_builder_add_facility(builder, &record, error));
    }
    add_site(builder, "s1", 7.0, 7.0, NULL);
    return finish(builder);
}

static circlet_plan_action random_action(ci_random *random, const char *id,
                                         const char *home_id, int year)
{
    static const char *const kinds[] = {"keep", "enlarge", "partition",
                                        "move"};
    circlet_plan_action action =
        act(id, kinds[ci_random_below(random, 4)], home_id, year);

    if (strcmp(action.kind, "move") == 0) {
        action.at = (circlet_point){(double)ci_random_below(random, 9), 3.0};
    } else if (strcmp(action.kind, "keep") != 0) {
        action.service = "day_care";
        action.beds = 1 + (int64_t)ci_random_below(random, 5);
    }
    return action;
}

static void make_random_plan(random_plan *out, ci_random *random)
{
    out->count = 0;
    for (int i = 0; i < ACTIONS_MAX; i++) {
        int home_number = i % (HOMES - 1), year = 2018 + i / (HOMES - 1);

        snprintf(out->ids[i], sizeof(out->ids[i]), "a%d", i);
        snprintf(out->built[i], sizeof(out->built[i]), "n%d", i);
        if (ci_random_below(random, 4) == 0) {
            out->actions[i] = act(out->ids[i], "build", out->built[i], year);
            out->actions[i].type = "warm_home";
            out->actions[i].at =
                (circlet_point){(double)ci_random_below(random, 9), 4.0};
        } else {
            out->actions[i] = random_action(random, out->ids[i],
                                            home_ids[home_number], year);
        }
        out->count++;
    }
    out->actions[ACTIONS_MAX - 1] =
        act(out->ids[ACTIONS_MAX - 1], "close", home_ids[HOMES - 1], 2020);
}

static void shuffle(circlet_plan_action *actions, size_t count,
                    ci_random *random)
{
    for (size_t i = count; i > 1; i--) {
        size_t k = (size_t)ci_random_below(random, i);
        circlet_plan_action kept = actions[i - 1];

        actions[i - 1] = actions[k];
        actions[k] = kept;
    }
}

static void assert_same_facility(const circlet_facility_record *a,
                                 const circlet_facility_record *b)
{
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->name, b->name);
    assert_true(a->at.lon == b->at.lon && a->at.lat == b->at.lat);
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->opened, b->opened);
    assert_int_equal(a->closed, b->closed);
    assert_int_equal(a->access_count, b->access_count);
    assert_int_equal(a->service_count, b->service_count);
    for (size_t i = 0; i < a->service_count; i++) {
        assert_string_equal(a->services[i].service, b->services[i].service);
        assert_int_equal(a->services[i].places, b->services[i].places);
        assert_int_equal(a->services[i].beds, b->services[i].beds);
    }
}

static void assert_same_city(const circlet_city *a, const circlet_city *b)
{
    assert_int_equal(circlet_city_facility_count(a),
                     circlet_city_facility_count(b));
    assert_int_equal(circlet_city_demand_count(a),
                     circlet_city_demand_count(b));
    for (circlet_facility i = 0; i < circlet_city_facility_count(a); i++)
        assert_same_facility(circlet_city_facility(a, i),
                             circlet_city_facility(b, i));
}

static circlet_city *apply_actions(const random_plan *p,
                                   const circlet_city *city, int year)
{
    circlet_plan *plan = plan_of(p->actions, p->count);
    circlet_city *planned = NULL;

    assert_ok(
        circlet_plan_apply(&planned, plan, &plan_policy, city, year, error));
    circlet_plan_free(plan);
    return planned;
}

static void the_order_of_actions_in_a_plan_changes_nothing(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 200; seed++) {
        ci_random random = ci_random_start(seed, "plan");
        circlet_city *city = random_city(&random), *one, *other;
        int year = (int)ci_random_below(&random, 5);
        random_plan p;

        make_random_plan(&p, &random);
        year = year ? 2017 + year : 0;
        one = apply_actions(&p, city, year);
        shuffle(p.actions, p.count, &random);
        other = apply_actions(&p, city, year);
        assert_same_city(one, other);
        circlet_city_free(one);
        circlet_city_free(other);
        circlet_city_free(city);
    }
}

static void what_is_kept_changes_nothing(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 200; seed++) {
        ci_random random = ci_random_start(seed, "plan");
        circlet_city *city = random_city(&random), *kept;
        random_plan p = {.count = HOMES};

        for (int i = 0; i < HOMES; i++)
            p.actions[i] =
                act(home_ids[i], "keep", home_ids[i], i % 2 ? -1 : 2015 + i);
        kept = apply_actions(&p, city, 0);
        assert_same_city(city, kept);
        circlet_city_free(kept);
        circlet_city_free(city);
    }
}

static void what_is_built_never_lowers_the_share_of_a_circle(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 200; seed++) {
        ci_random random = ci_random_start(seed, "plan");
        circlet_city *city = random_city(&random), *planned;
        double before, after, persons;
        random_plan p = {.count = 1};

        p.actions[0] = act("a", "build", "new", 2019);
        p.actions[0].type = "warm_home";
        p.actions[0].at =
            (circlet_point){(double)ci_random_below(&random, 100) / 10.0,
                            (double)ci_random_below(&random, 100) / 10.0};
        planned = apply_actions(&p, city, 2020);
        before = covered_persons(city, "C15", &persons);
        after = covered_persons(planned, "C15", &persons);
        if (after < before)
            fail_msg("seed %u: %g persons, then %g", seed, before, after);
        circlet_city_free(planned);
        circlet_city_free(city);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_actions_in_a_plan_changes_nothing),
        cmocka_unit_test(what_is_kept_changes_nothing),
        cmocka_unit_test(what_is_built_never_lowers_the_share_of_a_circle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
