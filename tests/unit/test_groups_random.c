/* Groups of random towns against a plain double loop, and against what
 * judging finds. */
#include "plane_roads.h"

#include <circlet/groups.h>

#include "base/random.h"

#define RULE "B-CIRCLE-15"
#define TOWN_COUNT 60
#define PERSON_MAX 40
#define STREETS 3
#define CUTOFF_MS 900000

static circlet_policy *policy;
static plane_roads roads = {1, 0.2, 0.25};

typedef struct someone {
    circlet_demand_record record;
    int street;
    double pace;
} someone;

/* Two states of a town: the same people, other homes. */
typedef struct town {
    someone people[PERSON_MAX];
    size_t count;
    double homes[2][3]; /* longitudes */
    size_t home_counts[2];
    circlet_city *cities[2];
} town;

static double draw(ci_random *random, double low, double high)
{
    return low + (high - low) * (double)ci_random_below(random, 1000) / 1000;
}

static someone draw_someone(ci_random *random)
{
    static const char *const kinds[] = {"hearing", "speech", "hearing;speech",
                                        NULL};
    someone who = {judge_person(0, 0.5), 0, 1};
    bool is_in_wheelchair = ci_random_below(random, 3) == 0;

    who.record.at.lon = draw(random, 0, STREETS);
    who.record.kind = kinds[ci_random_below(random, 4)];
    who.record.grade = (int)ci_random_below(random, 5);
    if (who.record.grade == 0)
        who.record.grade = -1;
    who.record.birth_year = 1950 + (int)ci_random_below(random, 70);
    who.record.weight_milli = (int64_t)ci_random_below(random, 4) * 700;
    who.record.is_modelled = ci_random_below(random, 4) == 0;
    if (is_in_wheelchair) {
        who.record.aid = "manual_wheelchair";
        who.pace = 2;
    } else if (who.record.birth_year <= 1960) {
        who.record.birth_year = 1980;
    }
    if (ci_random_below(random, 4) == 0)
        who.record.certified = CIRCLET_UNKNOWN;
    who.street = (int)who.record.at.lon;
    return who;
}

static void build(town *t, int state, bool backwards)
{
    judge_city making = judge_city_new();

    for (int k = 0; k < STREETS; k++)
        judge_add_street(&making, k, "urban");
    judge_say_all(&making);
    for (size_t i = 0; i < t->count; i++) {
        size_t which = backwards ? t->count - 1 - i : i;
        circlet_demand_record record = t->people[which].record;
        char id[32];

        snprintf(id, sizeof(id), "p%04zu", which);
        record.id = id;
        assert_ok(
            circlet_city_builder_add_demand(making.builder, &record, error));
    }
    for (size_t i = 0; i < t->home_counts[state]; i++) {
        circlet_facility_record home = judge_facility("warm_home", 0);

        home.at.lon = t->homes[state][i];
        judge_add_facility(&making, home);
    }
    t->cities[state] = judge_finish(&making);
}

static town draw_town(uint64_t seed)
{
    ci_random random = ci_random_start(seed, "groups");
    town t = {.count = 0};

    t.count = 1 + (size_t)ci_random_below(&random, PERSON_MAX - 1);
    for (size_t i = 0; i < t.count; i++)
        t.people[i] = draw_someone(&random);
    for (int state = 0; state < 2; state++) {
        t.home_counts[state] = (size_t)ci_random_below(&random, 4);
        for (size_t i = 0; i < t.home_counts[state]; i++)
            t.homes[state][i] = draw(&random, 0, STREETS);
        build(&t, state, false);
    }
    return t;
}

static void free_town(town *t)
{
    circlet_city_free(t->cities[0]);
    circlet_city_free(t->cities[1]);
}

/* ---- the double loop ---------------------------------------------------- */

/* Milliseconds to the nearest home with all times multiplied. */
static int64_t way_to(const town *t, const someone *who, int state,
                      double factor)
{
    int64_t least = INT64_MAX;

    for (size_t i = 0; i < t->home_counts[state]; i++) {
        int64_t ms = llround(fabs(who->record.at.lon - t->homes[state][i]) *
                             1e7 * who->pace * factor);

        if (ms < least)
            least = ms;
    }
    return least;
}

static bool is_in_band(int age, const char *band)
{
    int low = 0, high = 0;

    if (sscanf(band, "%d-%d", &low, &high) == 2)
        return age >= low && age <= high;
    return age >= 60;
}

/* By the policy's table of own modes, of the people that are drawn. */
static const char *mode_of(const someone *who)
{
    if (who->pace > 1)
        return "manual_wheelchair";
    return 2020 - who->record.birth_year <= 11 ? "escort" : "walk";
}

static bool is_in_group(const someone *who, const circlet_group_row *row)
{
    char word[16];

    switch (row->by) {
    case CIRCLET_GROUP_BY_KIND:
        return who->record.kind ? strstr(who->record.kind, row->group) != NULL
                                : strcmp(row->group, "unknown") == 0;
    case CIRCLET_GROUP_BY_GRADE:
        snprintf(word, sizeof(word), "%d", who->record.grade);
        return strcmp(row->group, who->record.grade < 0 ? "unknown" : word) ==
               0;
    case CIRCLET_GROUP_BY_MODE:
        return strcmp(row->group, mode_of(who)) == 0;
    case CIRCLET_GROUP_BY_AGE:
        return is_in_band(2020 - who->record.birth_year, row->group);
    case CIRCLET_GROUP_BY_STREET:
        snprintf(word, sizeof(word), "S%d", who->street);
        return strcmp(row->group, word) == 0;
    case CIRCLET_GROUP_BY_ALL:
    case CIRCLET_GROUP_BY_SETTING:
        break;
    }
    return true;
}

static circlet_group_figures sum_up(const town *t, int state,
                                    const circlet_group_row *row)
{
    circlet_group_figures sums = {0};

    for (size_t i = 0; i < t->count; i++) {
        const someone *who = &t->people[i];
        int64_t weight = who->record.weight_milli;
        bool is_sure = who->record.certified == CIRCLET_YES;
        int64_t way = way_to(t, who, state, 1);
        bool is_low = way_to(t, who, state, 1.2) <= CUTOFF_MS;
        bool is_high = way_to(t, who, state, 0.8) <= CUTOFF_MS;

        if (!is_in_group(who, row))
            continue;
        sums.covered_milli += way <= CUTOFF_MS ? weight : 0;
        sums.covered_low_milli += is_sure && is_low ? weight : 0;
        sums.persons_low_milli += is_sure || !is_low ? weight : 0;
        sums.covered_high_milli += is_high ? weight : 0;
        sums.persons_high_milli += is_sure || is_high ? weight : 0;
        sums.time_milli_ms += weight * (way > 3600000 ? 3600000 : way);
        sums.timed_milli += weight;
    }
    return sums;
}

static void check_median(const town *t, int state,
                         const circlet_group_row *row, double minutes)
{
    int64_t within = 0, below = 0, all = 0;

    for (size_t i = 0; i < t->count; i++) {
        const someone *who = &t->people[i];
        int64_t way = way_to(t, who, state, 1);
        int64_t median = llround(minutes * 60000);

        if (!is_in_group(who, row))
            continue;
        way = way > 3600000 ? 3600000 : way;
        all += who->record.weight_milli;
        within += way <= median ? who->record.weight_milli : 0;
        below += way < median ? who->record.weight_milli : 0;
    }
    assert_true(2 * within >= all);
    assert_true(2 * below < all || below == 0);
}

static void check_changes(const town *t, const circlet_group_row *row)
{
    int64_t persons = 0, modelled = 0, gained = 0, lost = 0, farther = 0;

    for (size_t i = 0; i < t->count; i++) {
        const someone *who = &t->people[i];
        int64_t weight = who->record.weight_milli;
        int64_t before = way_to(t, who, 0, 1), after = way_to(t, who, 1, 1);

        if (!is_in_group(who, row))
            continue;
        persons += weight;
        modelled += who->record.is_modelled ? weight : 0;
        gained += before > CUTOFF_MS && after <= CUTOFF_MS ? weight : 0;
        lost += before <= CUTOFF_MS && after > CUTOFF_MS ? weight : 0;
        before = before > 3600000 ? 3600000 : before;
        after = after > 3600000 ? 3600000 : after;
        farther += after > before ? weight : 0;
    }
    assert_int_equal(row->persons_milli, persons);
    assert_int_equal(row->modelled_milli, modelled);
    assert_int_equal(row->gained_milli, gained);
    assert_int_equal(row->lost_milli, lost);
    assert_int_equal(row->farther_milli, farther);
}

static void check_figures(const circlet_group_figures *is,
                          const circlet_group_figures *should_be)
{
    assert_int_equal(is->covered_milli, should_be->covered_milli);
    assert_int_equal(is->covered_low_milli, should_be->covered_low_milli);
    assert_int_equal(is->persons_low_milli, should_be->persons_low_milli);
    assert_int_equal(is->covered_high_milli, should_be->covered_high_milli);
    assert_int_equal(is->persons_high_milli, should_be->persons_high_milli);
    assert_int_equal(is->time_milli_ms, should_be->time_milli_ms);
    assert_int_equal(is->timed_milli, should_be->timed_milli);
    assert_near(is->mean_minutes, (double)should_be->time_milli_ms /
                                      (double)should_be->timed_milli / 60000);
}

static void check_row(const town *t, const circlet_group_row *row)
{
    const circlet_group_figures before = sum_up(t, 0, row);
    const circlet_group_figures after = sum_up(t, 1, row);

    check_figures(&row->before, &before);
    check_figures(&row->after, &after);
    check_changes(t, row);
    check_median(t, 0, row, row->before.median_minutes);
    check_median(t, 1, row, row->after.median_minutes);
    assert_int_equal((row->losses & CIRCLET_GROUP_LOSES_COVER) != 0,
                     after.covered_milli < before.covered_milli);
    assert_int_equal((row->losses & CIRCLET_GROUP_LOSES_TIME) != 0,
                     after.time_milli_ms > before.time_milli_ms);
}

/* ---- tests -------------------------------------------------------------- */

static circlet_groups *compute(const town *t, uint32_t threads)
{
    circlet_groups_options options = CIRCLET_GROUPS_OPTIONS_INIT;
    circlet_travel travel = plane_travel(&roads);
    circlet_groups *groups = NULL;

    options.rule = RULE;
    options.by = (1U << CIRCLET_GROUP_BY_COUNT) - 1;
    options.threads = threads;
    assert_ok(circlet_groups_compute(&groups, policy, t->cities[0],
                                     t->cities[1], &travel, &options, error));
    return groups;
}

static void groups_are_those_of_a_double_loop(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= TOWN_COUNT; seed++) {
        town t = draw_town(seed);
        circlet_groups *groups = compute(&t, 1);

        for (size_t i = 0; i < circlet_groups_count(groups); i++)
            if (circlet_groups_at(groups, i)->rule)
                check_row(&t, circlet_groups_at(groups, i));
        circlet_groups_free(groups);
        free_town(&t);
    }
}

/* Sums over the groups of a division, each person being in one. */
static void check_division(const circlet_groups *groups, circlet_group_by by,
                           const circlet_group_row *all)
{
    circlet_group_row sum = {0};

    for (size_t i = 0; i < circlet_groups_count(groups); i++) {
        const circlet_group_row *row = circlet_groups_at(groups, i);

        if (!row->rule || row->by != by)
            continue;
        sum.persons_milli += row->persons_milli;
        sum.before.covered_milli += row->before.covered_milli;
        sum.before.covered_low_milli += row->before.covered_low_milli;
        sum.before.persons_low_milli += row->before.persons_low_milli;
        sum.before.covered_high_milli += row->before.covered_high_milli;
        sum.before.persons_high_milli += row->before.persons_high_milli;
        sum.before.time_milli_ms += row->before.time_milli_ms;
        sum.lost_milli += row->lost_milli;
    }
    assert_int_equal(sum.persons_milli, all->persons_milli);
    assert_int_equal(sum.before.covered_milli, all->before.covered_milli);
    assert_int_equal(sum.before.covered_low_milli,
                     all->before.covered_low_milli);
    assert_int_equal(sum.before.persons_low_milli,
                     all->before.persons_low_milli);
    assert_int_equal(sum.before.covered_high_milli,
                     all->before.covered_high_milli);
    assert_int_equal(sum.before.persons_high_milli,
                     all->before.persons_high_milli);
    assert_int_equal(sum.before.time_milli_ms, all->before.time_milli_ms);
    assert_int_equal(sum.lost_milli, all->lost_milli);
}

static void check_findings(const town *t, const circlet_group_row *all)
{
    circlet_travel travel = plane_travel(&roads);
    circlet_findings *findings =
        judge_city_now(policy, t->cities[0], &travel, 2020, RULE);
    double persons = 0, covered = 0, low = 0, low_of = 0, high = 0;

    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        persons += finding->persons;
        covered += finding->persons_covered;
        low += finding->covered_low;
        low_of += finding->persons_low;
        high += finding->covered_high;
    }
    assert_near(persons, (double)all->persons_milli / 1000);
    assert_near(covered, (double)all->before.covered_milli / 1000);
    assert_near(low, (double)all->before.covered_low_milli / 1000);
    assert_near(low_of, (double)all->before.persons_low_milli / 1000);
    assert_near(high, (double)all->before.covered_high_milli / 1000);
    circlet_findings_free(findings);
}

static void divisions_add_up_to_what_judging_finds(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= TOWN_COUNT; seed++) {
        town t = draw_town(seed);
        circlet_groups *groups = compute(&t, 1);

        if (circlet_groups_count(groups) > 0) {
            const circlet_group_row *all = circlet_groups_at(groups, 0);

            assert_int_equal(all->by, CIRCLET_GROUP_BY_ALL);
            for (int by = CIRCLET_GROUP_BY_GRADE;
                 by <= CIRCLET_GROUP_BY_STREET; by++)
                check_division(groups, (circlet_group_by)by, all);
            check_findings(&t, all);
        }
        circlet_groups_free(groups);
        free_town(&t);
    }
}

static bool is_same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void check_same_row(const circlet_group_row *a,
                           const circlet_group_row *b)
{
    assert_int_equal(a->by, b->by);
    assert_string_equal(a->group, b->group);
    assert_int_equal(a->persons_milli, b->persons_milli);
    assert_int_equal(a->lost_milli, b->lost_milli);
    assert_int_equal(a->losses, b->losses);
    assert_true(is_same(a->before.mean_minutes, b->before.mean_minutes));
    assert_true(is_same(a->after.median_minutes, b->after.median_minutes));
}

static void neither_order_nor_threads_change_them(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= TOWN_COUNT / 4; seed++) {
        town t = draw_town(seed), turned = t;
        circlet_groups *one = compute(&t, 1), *other;

        build(&turned, 0, true);
        build(&turned, 1, true);
        other = compute(&turned, 7);
        assert_int_equal(circlet_groups_count(one),
                         circlet_groups_count(other));
        for (size_t i = 0; i < circlet_groups_count(one); i++)
            check_same_row(circlet_groups_at(one, i),
                           circlet_groups_at(other, i));
        circlet_groups_free(one);
        circlet_groups_free(other);
        free_town(&t);
        free_town(&turned);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_those_of_a_double_loop),
        cmocka_unit_test(divisions_add_up_to_what_judging_finds),
        cmocka_unit_test(neither_order_nor_threads_change_them),
    };
    int failed;

    policy = judge_policy();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    circlet_policy_free(policy);
    return failed;
}
