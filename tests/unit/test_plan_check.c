/* Computed plans of random cities hold; what is planted in them is found. */
#include "action_fixture.h"

#include <circlet/verify.h>

#include "city/plan_record.h"

#include <stdio.h>

#define CITIES 150
#define LIST_MAX 40

/* ---- cities ------------------------------------------------------------- */

static circlet_city *random_city(uint64_t *dice)
{
    circlet_city_builder *builder = new_builder();
    uint32_t people = 10 + unit_random_below(dice, 30);
    char id[32];

    add_streets(builder);
    for (uint32_t i = 0; i < people; i++) {
        snprintf(id, sizeof(id), "person-%u", i);
        add_person(builder, id, unit_random_below(dice, 41) / 2.0,
                   unit_random_below(dice, 21) / 2.0,
                   unit_random_below(dice, 4) * 500);
    }
    add_home(builder, "h", unit_random_below(dice, 20), 5.0);
    for (uint32_t i = 0; i < 8; i++) {
        circlet_site_record record;

        snprintf(id, sizeof(id), "s%u", i);
        record = site(id);
        record.at = (circlet_point){unit_random_below(dice, 41) / 2.0,
                                    unit_random_below(dice, 21) / 2.0};
        record.types = unit_random_below(dice, 4) ? NULL : "other";
        record.cost_cny = 1000.0 * unit_random_below(dice, 9);
        record.max_area_m2 = 400;
        record.max_beds = (double)NAN;
        assert_ok(circlet_city_builder_add_site(builder, &record, error));
    }
    return finish(builder);
}

static circlet_verification *verify(const circlet_plan *plan,
                                    const circlet_city *city)
{
    circlet_verification *found = NULL;

    assert_ok(circlet_plan_verify(&found, plan, &plan_policy, city,
                                  &plan_travel, NULL, error));
    return found;
}

/* The first claim of a word, for a subject unless that is NULL, in a state;
 * NULL: there is none. */
static const circlet_claim *find_claim(const circlet_verification *found,
                                       const char *what, const char *subject,
                                       circlet_claim_state state)
{
    for (size_t i = 0; i < circlet_verification_count(found); i++) {
        const circlet_claim *claim = circlet_verification_at(found, i);

        if (strcmp(claim->what, what) == 0 && claim->state == state &&
            (!subject ||
             (claim->subject && strcmp(claim->subject, subject) == 0)))
            return claim;
    }
    return NULL;
}

static void computed_plans_hold_in_every_claim(void **state)
{
    size_t actions = 0, impossible = 0;

    (void)state;
    for (unsigned seed = 1; seed <= CITIES; seed++) {
        uint64_t dice = seed;
        circlet_city *city = random_city(&dice);
        circlet_plan *plan = compute(city, 1 + unit_random_below(&dice, 5));
        circlet_verification *found = verify(plan, city);

        for (size_t i = 0; i < circlet_verification_count(found); i++) {
            const circlet_claim *claim = circlet_verification_at(found, i);

            /* A plan that does nothing may not even say for what. */
            if (claim->state != CIRCLET_CLAIM_HOLDS &&
                (circlet_plan_action_count(plan) > 0 ||
                 claim->state != CIRCLET_CLAIM_OPEN))
                fail_msg("seed %u: %s of %s: %s", seed, claim->what,
                         claim->subject ? claim->subject : "",
                         claim->reason ? claim->reason : "");
        }
        assert_true(circlet_verification_holds(found));
        actions += circlet_plan_action_count(plan);
        impossible += circlet_plan_impossible_count(plan);
        circlet_verification_free(found);
        circlet_plan_free(plan);
        circlet_city_free(city);
    }
    assert_true(actions > 200 && impossible > 100);
}

/* ---- planted errors ----------------------------------------------------- */

/* A plan to be changed. */
typedef struct forgery {
    circlet_plan_action actions[LIST_MAX];
    circlet_plan_level levels[1];
    circlet_plan_impossible impossible[LIST_MAX];
    circlet_certificate certificate;
    circlet_plan_parts parts;
} forgery;

static void copy_plan(forgery *out, const circlet_plan *plan)
{
    out->parts = (circlet_plan_parts){
        .actions = out->actions,
        .action_count = circlet_plan_action_count(plan),
        .levels = out->levels,
        .level_count = circlet_plan_level_count(plan),
        .impossible = out->impossible,
        .impossible_count = circlet_plan_impossible_count(plan),
        .is_cautious = circlet_plan_is_cautious(plan)};
    for (size_t i = 0; i < out->parts.action_count; i++)
        out->actions[i] = *circlet_plan_action_at(plan, i);
    out->levels[0] = *circlet_plan_level_at(plan, 0);
    for (size_t i = 0; i < out->parts.impossible_count; i++)
        out->impossible[i] = *circlet_plan_impossible_at(plan, i);
    out->certificate = *out->levels[0].certificate;
    out->levels[0].certificate = &out->certificate;
}

static void drop_action(forgery *f)
{
    f->parts.action_count--;
}

static void change_cost(forgery *f)
{
    f->actions[0].cost_cny += 1;
}

static void change_gain(forgery *f)
{
    f->actions[0].persons_gained += 0.5;
}

static void change_modelled(forgery *f)
{
    f->actions[0].persons_modelled += 1;
}

static void mend_another(forgery *f)
{
    f->actions[0].mends = "no such rule";
}

static void build_twice(forgery *f)
{
    f->actions[f->parts.action_count] = f->actions[0];
    f->actions[f->parts.action_count].id = "again";
    f->parts.action_count++;
}

static void take_more_room(forgery *f)
{
    f->actions[0].area_m2 = 401;
}

static void raise_bound(forgery *f)
{
    f->levels[0].bound += 1;
}

static void raise_proved_bound(forgery *f)
{
    f->certificate.bound += 1000;
}

static void lower_proved_bound(forgery *f)
{
    f->certificate.bound -= 1;
    f->levels[0].bound -= 0.001;
}

static void raise_objective(forgery *f)
{
    f->levels[0].objective += 1;
}

static void change_gap(forgery *f)
{
    f->levels[0].gap += 0.25;
}

static void lose_leaf(forgery *f)
{
    f->certificate.node_count--;
}

static void forget_impossible(forgery *f)
{
    f->parts.impossible_count--;
}

static void change_impossible(forgery *f)
{
    f->impossible[0].persons += 0.5;
}

static void the_same_city_is_told_from_forged_plans(void **state)
{
    static const struct {
        void (*forge)(forgery *f);
        const char *what;
    } forgeries[] = {{drop_action, "objective"},
                     {change_cost, "cost_cny"},
                     {change_gain, "persons_gained"},
                     {change_modelled, "persons_modelled"},
                     {mend_another, "mends"},
                     {build_twice, "carried_out"},
                     {take_more_room, "carried_out"},
                     {raise_bound, "bound"},
                     {raise_proved_bound, "bound"},
                     {lower_proved_bound, "bound"},
                     {raise_objective, "objective"},
                     {change_gap, "gap"},
                     {lose_leaf, "bound"},
                     {forget_impossible, "impossible_persons"},
                     {change_impossible, "impossible_persons"}};
    size_t forged = 0;

    (void)state;
    for (unsigned seed = 1; seed <= 40; seed++) {
        uint64_t dice = seed;
        circlet_city *city = random_city(&dice);
        circlet_plan *plan = compute(city, 1 + unit_random_below(&dice, 4));

        for (size_t i = 0; i < sizeof(forgeries) / sizeof(forgeries[0]); i++) {
            circlet_plan *wrong = NULL;
            circlet_verification *found;
            forgery f;

            copy_plan(&f, plan);
            if (f.parts.action_count == 0 || f.parts.impossible_count == 0)
                continue;
            forgeries[i].forge(&f);
            assert_ok(circlet_plan_new(&wrong, "p", &f.parts, error));
            found = verify(wrong, city);
            if (circlet_verification_holds(found) ||
                !find_claim(found, forgeries[i].what, NULL,
                            CIRCLET_CLAIM_DIFFERS))
                fail_msg("seed %u: forgery %zu of the %s was not found", seed,
                         i, forgeries[i].what);
            forged++;
            circlet_verification_free(found);
            circlet_plan_free(wrong);
        }
        circlet_plan_free(plan);
        circlet_city_free(city);
    }
    assert_true(forged > 300);
}

static void a_lost_certificate_is_a_difference(void **state)
{
    uint64_t dice = 3;
    circlet_city *city = random_city(&dice);
    circlet_plan *plan = compute(city, 2), *bare = NULL;
    circlet_verification *found;
    forgery f;

    (void)state;
    copy_plan(&f, plan);
    f.levels[0].certificate = NULL;
    assert_ok(circlet_plan_new(&bare, "p", &f.parts, error));

    found = verify(bare, city);

    assert_non_null(
        find_claim(found, "bound", "covered_persons", CIRCLET_CLAIM_DIFFERS));
    circlet_verification_free(found);

    /* One that was not read proves nothing, which is none. */
    ci_plan_say_unread(bare);
    found = verify(bare, city);

    assert_true(circlet_verification_holds(found));
    assert_non_null(
        find_claim(found, "bound", "covered_persons", CIRCLET_CLAIM_OPEN));
    assert_non_null(
        find_claim(found, "proof", "covered_persons", CIRCLET_CLAIM_OPEN));
    circlet_verification_free(found);
    circlet_plan_free(bare);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* ---- plans made by hand ------------------------------------------------- */

/* One home near both persons of street A, and nothing else. */
static circlet_city *kept_city(void)
{
    circlet_city_builder *builder = new_builder();

    add_streets(builder);
    add_person(builder, "p1", 2.0, 5.0, 1000);
    add_person(builder, "p2", 3.0, 5.0, 1000);
    add_home(builder, "h", 2.0, 5.0);
    add_site(builder, "s", 8.0, 9.0, NULL);
    return finish(builder);
}

static void what_breaks_a_rule_that_was_kept_is_told(void **state)
{
    circlet_city *city = kept_city();
    circlet_plan_action away = act("a", "move", "h", 2020);
    circlet_plan *plan;
    circlet_verification *found;
    const circlet_claim *broken;

    (void)state;
    away.site = "s";
    plan = plan_of(&away, 1);

    found = verify(plan, city);

    broken = find_claim(found, "must_rules", "C15", CIRCLET_CLAIM_DIFFERS);
    assert_non_null(broken);
    assert_string_equal(broken->part, "A");
    assert_false(circlet_verification_holds(found));
    circlet_verification_free(found);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void a_price_given_by_hand_may_be_another(void **state)
{
    circlet_city *city = kept_city();
    circlet_plan_action build = act("a", "build", "new", 2020);
    circlet_plan *plan;
    circlet_verification *found;
    const circlet_claim *cost;

    (void)state;
    build.site = "s";
    build.type = "warm_home";
    build.cost_cny = 7;
    plan = plan_of(&build, 1);

    found = verify(plan, city);

    cost = find_claim(found, "cost_cny", "a", CIRCLET_CLAIM_OPEN);
    assert_non_null(cost);
    assert_true(cost->claimed == 7 && cost->found >= 200000);
    assert_true(circlet_verification_holds(found));
    circlet_verification_free(found);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* Circle rules are about the type as well as about the service. */
static void who_is_gained_is_counted_for_type_and_service(void **state)
{
    circlet_city_builder *builder = new_builder();
    circlet_plan_action build = act("a", "build", "new", 2020);
    circlet_city *city;
    circlet_plan *plan;
    circlet_verification *found;

    (void)state;
    add_streets(builder);
    add_person(builder, "p", 8.0, 9.0, 1500);
    add_site(builder, "s", 8.0, 9.0, NULL);
    city = finish(builder);
    build.site = "s";
    build.type = "warm_home";
    build.service = "day_care";
    build.places = 5;
    build.persons_gained = 1.5;
    plan = plan_of(&build, 1);

    found = verify(plan, city);

    assert_non_null(
        find_claim(found, "persons_gained", "a", CIRCLET_CLAIM_HOLDS));
    assert_true(circlet_verification_holds(found));
    circlet_verification_free(found);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void a_contradiction_is_told_and_the_rest_looked_at(void **state)
{
    circlet_city *city = kept_city();
    circlet_plan_action actions[] = {act("a", "close", "nobody", 2020),
                                     act("b", "keep", "h", 2020)};
    circlet_plan *plan = plan_of(actions, 2);
    circlet_verification *found = verify(plan, city);
    const circlet_claim *wrong =
        find_claim(found, "carried_out", "a", CIRCLET_CLAIM_DIFFERS);

    (void)state;
    assert_non_null(wrong);
    assert_non_null(strstr(wrong->reason, "'nobody', and there is none"));
    assert_non_null(
        find_claim(found, "carried_out", "b", CIRCLET_CLAIM_HOLDS));
    circlet_verification_free(found);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void beds_are_not_counted_twice(void **state)
{
    circlet_city_builder *builder = new_builder();
    const circlet_service_record beds[] = {{"residential", -1, 60, -1, 0, 0}};
    circlet_facility_record record = home("i");
    circlet_plan_action actions[] = {act("a", "partition", "i", 2020),
                                     act("b", "partition", "i", 2020)};
    circlet_city *city;
    circlet_plan *plan;
    circlet_verification *found;

    (void)state;
    add_streets(builder);
    record.services = beds;
    record.service_count = 1;
    assert_ok(circlet_city_builder_add_facility(builder, &record, error));
    city = finish(builder);
    for (int i = 0; i < 2; i++) {
        actions[i].service = i == 0 ? "respite" : "severe_care";
        actions[i].beds = 50;
    }
    plan = plan_of(actions, 2);

    found = verify(plan, city);

    assert_non_null(
        find_claim(found, "carried_out", "a", CIRCLET_CLAIM_HOLDS));
    assert_non_null(
        find_claim(found, "carried_out", "b", CIRCLET_CLAIM_HOLDS));
    circlet_verification_free(found);
    circlet_plan_free(plan);

    actions[1].service = "respite";
    plan = plan_of(actions, 2);
    found = verify(plan, city);
    assert_non_null(
        find_claim(found, "carried_out", "b", CIRCLET_CLAIM_DIFFERS));
    circlet_verification_free(found);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void what_is_missing_is_refused(void **state)
{
    circlet_city *city = kept_city();
    circlet_plan *plan = plan_of(NULL, 0);
    circlet_verification *found = NULL;
    circlet_verify_options options = CIRCLET_VERIFY_OPTIONS_INIT;

    (void)state;
    assert_fails(circlet_plan_verify(&found, plan, &plan_policy, city, NULL,
                                     NULL, error),
                 CIRCLET_E_ARGUMENT, "travel times");
    options.year = -5;
    assert_fails(circlet_plan_verify(&found, plan, &plan_policy, city,
                                     &plan_travel, &options, error),
                 CIRCLET_E_ARGUMENT, "the year -5");
    assert_null(found);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(computed_plans_hold_in_every_claim),
        cmocka_unit_test(the_same_city_is_told_from_forged_plans),
        cmocka_unit_test(a_lost_certificate_is_a_difference),
        cmocka_unit_test(what_breaks_a_rule_that_was_kept_is_told),
        cmocka_unit_test(a_price_given_by_hand_may_be_another),
        cmocka_unit_test(who_is_gained_is_counted_for_type_and_service),
        cmocka_unit_test(a_contradiction_is_told_and_the_rest_looked_at),
        cmocka_unit_test(beds_are_not_counted_twice),
        cmocka_unit_test(what_is_missing_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
