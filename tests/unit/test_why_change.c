/* What is said to do does: with sites for it in its unit, what could not be
 * had can be. And the spots for people reach all of them, none for nothing. */
#include "mend_town.h"

#include <circlet/plan.h>

#include "plan/stranded.h"

#define TOWNS 150
#define CROWDS 200
#define PERSON_MAX 12

static circlet_policy *read_shipped(void)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;

    assert_ok(read_text(&policy, text, error));
    free(text);
    return policy;
}

static circlet_plan *plan_of(const mend_town *town)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;

    options.name = "p";
    options.threads = 1;
    assert_ok(circlet_plan_compute(&plan, &town->policy, town->city,
                                   &town_travel, &options, error));
    return plan;
}

/* ---- units -------------------------------------------------------------- */

static bool is_reason(const circlet_plan_impossible *item, const char *reason)
{
    return item->reason && strcmp(item->reason, reason) == 0;
}

static double lon_of(const char *unit)
{
    if (strcmp(unit, "U") == 0)
        return 5;
    return strcmp(unit, "M") == 0 ? 25 : 15;
}

/* As many as are said; for a rule about villages one in each: it wants each of
 * its facilities in another that has none. */
static void add_sites(circlet_city_builder *builder,
                      const circlet_plan_impossible *item)
{
    size_t count =
        strcmp(item->rule, "B-HOME-PLAIN") == 0 ? 6 : item->change.count;

    for (size_t i = 0; i < count; i++) {
        char id[32];
        circlet_site_record record = site(id);

        snprintf(id, sizeof(id), "new%zu", i);
        record.at =
            (circlet_point){lon_of(item->unit), 1 + 2.0 * (double)(i % 6)};
        record.types = item->change.type;
        record.cost_cny = 0;
        assert_ok(circlet_city_builder_add_site(builder, &record, error));
    }
}

/* The same town, with more sites. */
static void draw_town_with(mend_town *town, const circlet_policy *policy,
                           uint64_t seed, const circlet_plan_impossible *item)
{
    circlet_city_builder *builder = new_builder();

    draw_rules(town, policy, &seed);
    town_units(builder);
    town_people(builder, town, &seed);
    town_homes(builder, town, &seed);
    town_institutions(builder, town, &seed);
    town_sites(builder, town, &seed);
    town_venues(builder, town, &seed);
    add_sites(builder, item);
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    assert_ok(circlet_city_builder_say_complete(builder, CIRCLET_PART_PEOPLE,
                                                error));
    assert_ok(
        circlet_city_builder_say_complete(builder, CIRCLET_PART_UNITS, error));
    town->city = finish(builder);
}

/* Whether nothing gives it; what is taken by something else is another
 * matter. */
static bool still_lacks(const circlet_plan *plan,
                        const circlet_plan_impossible *item)
{
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++) {
        const circlet_plan_impossible *left =
            circlet_plan_impossible_at(plan, i);

        if (strcmp(left->rule, item->rule) == 0 && left->unit &&
            strcmp(left->unit, item->unit) == 0 &&
            is_reason(left, "none_in_unit"))
            return true;
    }
    return false;
}

static void buildings_that_would_do_do(void **state)
{
    circlet_policy *policy = read_shipped();
    size_t tried = 0;

    (void)state;
    for (uint64_t seed = 0; seed < TOWNS; seed++) {
        mend_town town = {.city = NULL};
        circlet_plan *plan;

        draw_mend_town(&town, policy, seed);
        plan = plan_of(&town);
        for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++) {
            const circlet_plan_impossible *item =
                circlet_plan_impossible_at(plan, i);
            mend_town wider = {.city = NULL};
            circlet_plan *other;

            if (!is_reason(item, "none_in_unit") || !item->change.kind ||
                item->change.services)
                continue;
            draw_town_with(&wider, policy, seed, item);
            other = plan_of(&wider);
            if (still_lacks(other, item))
                fail_msg("town %llu: %s in %s: %s", (unsigned long long)seed,
                         item->rule, item->unit, item->text_en);
            tried++;
            circlet_plan_free(other);
            circlet_city_free(wider.city);
        }
        circlet_plan_free(plan);
        circlet_city_free(town.city);
    }
    print_message("%zu tried\n", tried);
    assert_true(tried > 50);
    circlet_policy_free(policy);
}

/* ---- what is taken by something else -------------------------------------
 */

static const circlet_plan_action *find_action(const circlet_plan *plan,
                                              const char *id, size_t size)
{
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);

        if (strlen(action->id) == size && strncmp(action->id, id, size) == 0)
            return action;
    }
    return NULL;
}

/* The first action that takes a place is there, and said with what it makes.
 */
static void assert_names_taker(const mend_town *town, const circlet_plan *plan,
                               const circlet_plan_impossible *item)
{
    const circlet_plan_action *action =
        find_action(plan, item->taken_by, strcspn(item->taken_by, ";"));
    circlet_facility facility;
    const char *name_en, *name_zh;
    char en[200], zh[200];

    assert_non_null(action);
    facility = circlet_city_find_facility(town->city, action->facility);
    name_en = name_zh =
        facility == CIRCLET_NONE
            ? NULL
            : circlet_city_facility(town->city, facility)->name;
    if (!name_en) {
        name_en = circlet_policy_word_en(&town->policy, action->type);
        name_zh = circlet_policy_word_zh(&town->policy, action->type);
    }
    snprintf(en, sizeof(en), "taken by %s (%s)", action->id, name_en);
    snprintf(zh, sizeof(zh), "已用于%s（%s）", action->id, name_zh);
    if (!strstr(item->text_en, en) || !strstr(item->text_zh, zh))
        fail_msg("%s is not in: %s", en, item->text_en);
}

/* Whether less of what must be is missing, or as much, and less of what should
 * be. */
static bool is_better(const circlet_plan *plan, const circlet_plan *before)
{
    for (size_t level = 0; level < 4; level += 2) {
        double now = circlet_plan_level_at(plan, level)->objective;
        double then = circlet_plan_level_at(before, level)->objective;

        if (fabs(now - then) > 1e-6)
            return now < then;
    }
    return false;
}

static void try_more_sites(const circlet_policy *policy, uint64_t seed,
                           const circlet_plan *plan,
                           const circlet_plan_impossible *item)
{
    mend_town wider = {.city = NULL};
    circlet_plan *other;

    draw_town_with(&wider, policy, seed, item);
    other = plan_of(&wider);
    if (!is_better(other, plan))
        fail_msg("town %llu: %s in %s: %s", (unsigned long long)seed,
                 item->rule, item->unit, item->text_en);
    circlet_plan_free(other);
    circlet_city_free(wider.city);
}

static void what_takes_a_place_is_named_and_a_site_would_do(void **state)
{
    circlet_policy *policy = read_shipped();
    size_t of_units = 0, of_people = 0;

    (void)state;
    for (uint64_t seed = 0; seed < TOWNS; seed++) {
        mend_town town = {.city = NULL};
        circlet_plan *plan;

        draw_mend_town(&town, policy, seed);
        plan = plan_of(&town);
        for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++) {
            const circlet_plan_impossible *item =
                circlet_plan_impossible_at(plan, i);

            if (!is_reason(item, "sites_taken"))
                continue;
            assert_names_taker(&town, plan, item);
            assert_true(item->nearest_s == 0);
            if (item->persons > 0) {
                assert_string_equal(item->change.kind, "site");
                assert_true(item->change.count > 0);
                assert_non_null(strstr(item->text_en, " would do, for "));
                of_people++;
            } else if (item->change.kind && !item->change.services &&
                       !still_lacks(plan, item)) {
                try_more_sites(policy, seed, plan, item);
                of_units++;
            }
        }
        circlet_plan_free(plan);
        circlet_city_free(town.city);
    }
    print_message("%zu of units, %zu of people\n", of_units, of_people);
    assert_true(of_units > 5);
    assert_true(of_people > 0);
    circlet_policy_free(policy);
}

/* ---- people ------------------------------------------------------------- */

static bool is_near(const ci_stranded *a, const ci_stranded *spot,
                    uint32_t cutoff_ms)
{
    double minutes = a->mode == 0 ? 5 : 4;

    return a->item == spot->item &&
           (fabs(a->at.lon - spot->at.lon) + fabs(a->at.lat - spot->at.lat)) *
                   minutes * MINUTE_MS <=
               cutoff_ms;
}

/* By how many spots, one of them left out. */
static size_t spots_near(const ci_stranded *people, size_t count, size_t i,
                         size_t without, uint32_t cutoff_ms)
{
    size_t near = 0;

    for (size_t k = 0; k < count; k++)
        near += k != without && people[k].is_spot &&
                is_near(&people[i], &people[k], cutoff_ms);
    return near;
}

static bool is_needed(const ci_stranded *people, size_t count, size_t spot,
                      uint32_t cutoff_ms)
{
    for (size_t i = 0; i < count; i++)
        if (people[i].item == people[spot].item &&
            spots_near(people, count, i, spot, cutoff_ms) == 0)
            return true;
    return false;
}

static size_t draw_people(ci_stranded *people, uint64_t *seed)
{
    size_t count = 1 + town_draw(seed, PERSON_MAX);

    for (size_t i = 0; i < count; i++)
        people[i] = (ci_stranded){
            .item = town_draw(seed, 2),
            .part = town_draw(seed, 3),
            .at = {town_draw(seed, 10), town_draw(seed, 10)},
            .mode = town_draw(seed, 2),
            .weight_milli = INT64_C(1000) * (1 + town_draw(seed, 5))};
    return count;
}

static void spots_reach_all_and_none_is_for_nothing(void **state)
{
    const circlet_point door = {50, 50};
    const ci_stranded_query query = {&plan_policy, &plan_travel, &door, 1,
                                     15 * MINUTE_MS};

    (void)state;
    for (uint64_t round = 0; round < CROWDS; round++) {
        ci_stranded people[PERSON_MAX + 1];
        uint64_t seed = round;
        size_t count = draw_people(people, &seed);

        assert_ok(ci_stranded_find_nearest(people, count, &query, error));
        assert_ok(ci_stranded_find_spots(people, count, &query, error));
        for (size_t i = 0; i < count; i++) {
            double minutes = people[i].mode == 0 ? 5 : 4;

            assert_int_equal(people[i].nearest_ms,
                             (100 - people[i].at.lon - people[i].at.lat) *
                                 minutes * MINUTE_MS);
            assert_true(spots_near(people, count, i, count, query.cutoff_ms) >
                        0);
            assert_true(!people[i].is_spot ||
                        is_needed(people, count, i, query.cutoff_ms));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buildings_that_would_do_do),
        cmocka_unit_test(what_takes_a_place_is_named_and_a_site_would_do),
        cmocka_unit_test(spots_reach_all_and_none_is_for_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
