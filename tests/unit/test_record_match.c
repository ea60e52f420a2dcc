#include "city_fixture.h"

#include <stdio.h>

#include "report/record_match.h"

#define PEOPLE 14
#define CASES 300

static circlet_city_builder *builder;

static void start(void)
{
    builder = new_builder();
}

static void add(const char *id, double lon, const char *household)
{
    circlet_demand_record record = person(id, lon, 39.9);

    record.household = household;
    record.kind = "visual";
    record.birth_year = 1950;
    assert_ok(circlet_city_builder_add_demand(builder, &record, error));
}

static void add_home(const char *id, const char *name, double lon)
{
    circlet_facility_record record = home(id);

    record.name = name;
    record.at.lon = lon;
    assert_ok(circlet_city_builder_add_facility(builder, &record, error));
}

/* "a=b c- -d": who is found again as whom, who left, who entered. */
static void assert_pairs(const ci_pairs *pairs, const circlet_city *before,
                         const circlet_city *after, const char *want)
{
    char said[512] = "";

    for (size_t i = 0; i < pairs->count; i++) {
        const ci_pair *pair = &pairs->items[i];
        size_t used = strlen(said);
        const circlet_demand_record *a =
            circlet_city_demand(before, pair->before);
        const circlet_demand_record *b =
            circlet_city_demand(after, pair->after);

        snprintf(said + used, sizeof(said) - used, "%s%s%s%s",
                 i > 0 ? " " : "", a ? a->id : "", a && b ? "=" : "-",
                 b ? b->id : "");
    }
    assert_string_equal(said, want);
}

static void assert_people(circlet_city *before, circlet_city *after,
                          const char *want)
{
    ci_pairs pairs = {0};

    assert_ok(ci_pairs_of_people(&pairs, before, after, error));
    assert_pairs(&pairs, before, after, want);
    ci_pairs_clear(&pairs);
    circlet_city_free(before);
    circlet_city_free(after);
}

static void people_are_found_again_by_id_wherever_they_live(void **unused)
{
    circlet_city *before;

    (void)unused;
    start();
    add("b", 116.1, NULL);
    add("a", 116.2, NULL);
    before = finish(builder);
    start();
    add("a", 116.9, NULL);
    add("c", 116.3, NULL);

    assert_people(before, finish(builder), "a=a b- -c");
}

/* Whoever has another number but lives in the same household. */
static void people_of_another_id_are_found_again_by_what_they_are(
    void **unused)
{
    circlet_city *before;

    (void)unused;
    start();
    add("old1", 116.1, "h1");
    add("old2", 116.1, "h2");
    before = finish(builder);
    start();
    add("new1", 116.1, "h2");
    add("new2", 116.1, "h3");

    assert_people(before, finish(builder), "-new2 old1- old2=new1");
}

/* Three alike against two: the first two by id; the third left. */
static void of_several_alike_each_is_found_again_once(void **unused)
{
    circlet_city *before;

    (void)unused;
    start();
    add("c", 116.1, NULL);
    add("a", 116.1, NULL);
    add("b", 116.1, NULL);
    before = finish(builder);
    start();
    add("y", 116.1, NULL);
    add("x", 116.1, NULL);

    assert_people(before, finish(builder), "a=x b=y c-");
}

/* An id says more than a place. */
static void who_has_an_id_is_nobody_elses_neighbour(void **unused)
{
    circlet_city *before;

    (void)unused;
    start();
    add("a", 116.1, NULL);
    add("b", 116.2, NULL);
    before = finish(builder);
    start();
    add("a", 116.2, NULL);
    add("z", 116.1, NULL);

    assert_people(before, finish(builder), "a=a b- -z");
}

static void a_changed_aid_hides_nobody(void **unused)
{
    circlet_demand_record record = person("new", 116.1, 39.9);
    circlet_city *before;

    (void)unused;
    record.kind = "visual";
    record.birth_year = 1950;
    record.aid = "stick";
    start();
    add("old", 116.1, NULL);
    before = finish(builder);
    start();
    assert_ok(circlet_city_builder_add_demand(builder, &record, error));

    assert_people(before, finish(builder), "old=new");
}

static void ages_that_went_by_are_no_change(void **unused)
{
    circlet_demand_record a = person("a", 116.1, 39.9), b = a;

    (void)unused;
    a.age = 40;
    b.age = 42;
    assert_true(ci_is_same_person(&a, &b, 2));
    assert_true(ci_is_same_person(&a, &b, 1));
    assert_false(ci_is_same_person(&a, &b, 0));
    b.aid = "stick";
    assert_false(ci_is_same_person(&a, &b, 2));
}

static void facilities_are_found_again_by_type_name_and_place(void **unused)
{
    circlet_city *before, *after;
    ci_pairs pairs = {0};

    (void)unused;
    start();
    add_home("f1", "East", 116.1);
    add_home("f2", "West", 116.2);
    before = finish(builder);
    start();
    add_home("g1", "West", 116.2);
    add_home("g2", "East", 116.3);
    after = finish(builder);

    assert_ok(ci_pairs_of_facilities(&pairs, before, after, error));
    assert_int_equal(pairs.count, 3);
    assert_string_equal(pairs.items[0].id, "f1");
    assert_int_equal(pairs.items[0].after, CIRCLET_NONE);
    assert_string_equal(pairs.items[1].id, "f2");
    assert_int_equal(pairs.items[1].after, 0);
    assert_string_equal(pairs.items[2].id, "g2");
    ci_pairs_clear(&pairs);
    circlet_city_free(before);
    circlet_city_free(after);
}

/* ---- at random ---------------------------------------------------------- */

static circlet_city *random_city(uint64_t *state)
{
    static const char *const households[] = {"h1", "h2", NULL};

    start();
    for (size_t i = 0; i < PEOPLE; i++) {
        char id[8];

        snprintf(id, sizeof(id), "%c%zu", unit_random_below(state, 2) + 'a',
                 i);
        if (unit_random_below(state, 4) > 0)
            add(id, 116 + 0.1 * unit_random_below(state, 2),
                households[unit_random_below(state, 3)]);
    }
    return finish(builder);
}

static const char *key(const circlet_city *city, uint32_t i, char out[64])
{
    const circlet_demand_record *record = circlet_city_demand(city, i);

    snprintf(out, 64, "%d %s", record->at.lon > 116.05,
             record->household ? record->household : "");
    return out;
}

/* Everybody once; ids go before; none is left alone who has an equal left
 * alone on the other side. */
static void assert_sound(const ci_pairs *pairs, const circlet_city *before,
                         const circlet_city *after)
{
    size_t seen_before = 0, seen_after = 0;
    char x[64], y[64];

    for (size_t i = 0; i < pairs->count; i++) {
        const ci_pair *pair = &pairs->items[i];

        seen_before += pair->before != CIRCLET_NONE;
        seen_after += pair->after != CIRCLET_NONE;
        assert_true(i == 0 || strcmp(pairs->items[i - 1].id, pair->id) < 0);
        for (size_t k = 0; k < pairs->count; k++) {
            const ci_pair *other = &pairs->items[k];

            if (pair->before == CIRCLET_NONE || other->after == CIRCLET_NONE)
                continue;
            if (strcmp(circlet_city_demand(before, pair->before)->id,
                       circlet_city_demand(after, other->after)->id) == 0)
                assert_int_equal(i, k);
            if (pair->after == CIRCLET_NONE && other->before == CIRCLET_NONE)
                assert_string_not_equal(key(before, pair->before, x),
                                        key(after, other->after, y));
        }
    }
    assert_int_equal(seen_before, circlet_city_demand_count(before));
    assert_int_equal(seen_after, circlet_city_demand_count(after));
}

static void everybody_stands_in_one_pair(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        uint64_t state = seed;
        circlet_city *before = random_city(&state);
        circlet_city *after = random_city(&state);
        ci_pairs pairs = {0};

        assert_ok(ci_pairs_of_people(&pairs, before, after, error));
        assert_sound(&pairs, before, after);
        ci_pairs_clear(&pairs);
        circlet_city_free(before);
        circlet_city_free(after);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_found_again_by_id_wherever_they_live),
        cmocka_unit_test(
            people_of_another_id_are_found_again_by_what_they_are),
        cmocka_unit_test(of_several_alike_each_is_found_again_once),
        cmocka_unit_test(who_has_an_id_is_nobody_elses_neighbour),
        cmocka_unit_test(a_changed_aid_hides_nobody),
        cmocka_unit_test(ages_that_went_by_are_no_change),
        cmocka_unit_test(facilities_are_found_again_by_type_name_and_place),
        cmocka_unit_test(everybody_stands_in_one_pair),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
