/* What funds come to, by hand and against trying every pair. */
#include "ledger_fixture.h"

#include "policy/cost.h"
#include "policy/policy.h"

#define PACE_MS 1000000.0 /* of a degree on foot, along a meridian */

/* ---- a source of times -------------------------------------------------- */

/* At its worst a way takes `worst` times as long, at its best half. */
typedef struct plane {
    double worst;
} plane;

static uint32_t plane_time(circlet_point a, circlet_point b, const char *mode,
                           circlet_bound bound, const plane *p)
{
    double degrees = fabs(a.lat - b.lat) + fabs(a.lon - b.lon);
    double pace = strcmp(mode, "drive") == 0               ? 0.25
                  : strcmp(mode, "manual_wheelchair") == 0 ? 2
                                                           : 1;
    double factor = bound == CIRCLET_BOUND_MAX   ? p->worst
                    : bound == CIRCLET_BOUND_MIN ? 0.5
                                                 : 1;

    return (uint32_t)llround(degrees * PACE_MS * pace * factor);
}

static circlet_status find_within(circlet_od_matrix **out,
                                  const circlet_travel_query *query,
                                  void *user, circlet_error *error)
{
    size_t pairs = query->origin_count * query->destination_count;
    circlet_od_entry *entries = calloc(pairs + 1, sizeof(*entries));
    size_t *first = calloc(query->origin_count + 1, sizeof(*first));
    size_t count = 0;
    circlet_status status;

    for (size_t i = 0; i < query->origin_count; i++) {
        for (size_t k = 0; k < query->destination_count; k++) {
            uint32_t ms = plane_time(query->origins[i], query->destinations[k],
                                     query->mode, query->bound, user);

            if (ms <= query->cutoff_ms)
                entries[count++] = (circlet_od_entry){(uint32_t)k, ms};
        }
        first[i + 1] = count;
    }
    status =
        circlet_od_matrix_new(out, query->origin_count,
                              query->destination_count, first, entries, error);
    free(entries);
    free(first);
    return status;
}

static circlet_travel plane_travel(plane *p)
{
    const circlet_travel travel = {.find_nearest = judge_find_nearest,
                                   .find_within = find_within,
                                   .user = p,
                                   .has_bounds = p->worst > 0};

    return travel;
}

/* ---- a town ------------------------------------------------------------- */

static circlet_facility_record home_at(double lon, double lat, double stars,
                                       circlet_answer is_base)
{
    circlet_facility_record home = circlet_facility_record_unknown();

    home.type = "warm_home";
    home.at = (circlet_point){lon, lat};
    home.measures[CIRCLET_MEASURE_STARS] = stars;
    home.is_reform_base = is_base;
    return home;
}

static circlet_demand_record walker(double lon, double lat)
{
    circlet_demand_record person = judge_person(0, lat);

    person.at.lon = lon;
    return person;
}

/*
 * Street 0 is urban, street 1 in the mountains (by car, 4 times as quick).
 * f0000 at 0.5 with 3 stars; f0001 at 0.9 with 5 stars, a reform base;
 * f0002 in street 1 of which neither is known.
 */
static circlet_city *town(void)
{
    judge_city city = judge_city_new();
    circlet_demand_record several = walker(0.5, 0.9);

    judge_add_street(&city, 0, "urban");
    judge_add_street(&city, 1, "mountain");
    several.weight_milli = 2500;
    judge_add_person(&city, several); /* 0.4 from f0000, 0.4 + 0.4 */
    judge_add_person(&city, walker(0.8, 0.5)); /* nearest f0001 */
    judge_add_person(&city, walker(0.7, 0.5)); /* as near to both */
    judge_add_person(&city, walker(0.01, 0.01)); /* 0.98 away: nowhere */
    judge_add_person(&city, walker(1.4, 0.5)); /* car: nearest f0002 */
    judge_add_facility(&city, home_at(0.5, 0.5, 3, CIRCLET_NO));
    judge_add_facility(&city, home_at(0.9, 0.5, 5, CIRCLET_YES));
    judge_add_facility(&city, home_at(1.5, 0.5, (double)NAN, CIRCLET_UNKNOWN));
    return judge_finish(&city);
}

static circlet_ledger *cost_of(const circlet_city *city,
                               const circlet_policy *policy,
                               const circlet_travel *travel,
                               circlet_ledger_level level, int year)
{
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_ledger *ledger = NULL;

    options.level = level;
    options.year = year;
    assert_ok(
        circlet_cost_compute(&ledger, city, policy, travel, &options, error));
    return ledger;
}

/* ---- by hand ------------------------------------------------------------ */

static void homes_and_the_people_nearest_are_paid_for(void **state)
{
    plane p = {0};
    const circlet_travel travel = plane_travel(&p);
    circlet_policy *policy = judge_policy();
    circlet_city *city = town();
    circlet_ledger *ledger =
        cost_of(city, policy, &travel, CIRCLET_LEDGER_FACILITY, 2020);

    (void)state;
    assert_int_equal(circlet_ledger_row_count(ledger), 3);
    assert_int_equal(
        figure(ledger, "f0000", CIRCLET_LEDGER_CATCHMENT, "persons"), 3500);
    assert_int_equal(
        figure(ledger, "f0001", CIRCLET_LEDGER_CATCHMENT, "persons"), 1000);
    assert_int_equal(
        figure(ledger, "f0002", CIRCLET_LEDGER_CATCHMENT, "persons"), 1000);
    assert_int_equal(figure(ledger, "f0000", CIRCLET_LEDGER_YEARLY, "known"),
                     201750000);
    assert_int_equal(figure(ledger, "f0001", CIRCLET_LEDGER_YEARLY, "known"),
                     500500000);
    assert_int_equal(figure(ledger, "f0002", CIRCLET_LEDGER_YEARLY, "known"),
                     200500000);
    assert_int_equal(figure(ledger, "total", CIRCLET_LEDGER_YEARLY, "known"),
                     902750000);
    assert_string_equal(circlet_ledger_row_at(ledger, 2)->parent_code, "S1");
    assert_true(cell(ledger, "f0001", CIRCLET_LEDGER_YEARLY, "known")
                    .is_internal); /* it tells how few people there are */
    assert_false(cell(ledger, "f0001", CIRCLET_LEDGER_CATCHMENT, "facilities")
                     .is_internal);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void unknown_stars_and_bases_make_a_range(void **state)
{
    plane p = {0};
    const circlet_travel travel = plane_travel(&p);
    circlet_policy *policy = judge_policy();
    circlet_city *city = town();
    circlet_ledger *ledger =
        cost_of(city, policy, &travel, CIRCLET_LEDGER_FACILITY, 2020);

    (void)state;
    assert_int_equal(figure(ledger, "f0002", CIRCLET_LEDGER_YEARLY, "low"),
                     200500000);
    assert_int_equal(figure(ledger, "f0002", CIRCLET_LEDGER_YEARLY, "high"),
                     500500000);
    assert_int_equal(figure(ledger, "f0002", CIRCLET_LEDGER_ONCE, "known"), 0);
    assert_int_equal(figure(ledger, "f0002", CIRCLET_LEDGER_ONCE, "high"),
                     300000000);
    assert_int_equal(figure(ledger, "f0001", CIRCLET_LEDGER_ONCE, "known"),
                     300000000);
    assert_int_equal(figure(ledger, "f0001", CIRCLET_LEDGER_ONCE, "low"),
                     300000000);
    assert_int_equal(figure(ledger, "f0000", CIRCLET_LEDGER_ONCE, "high"), 0);
    assert_int_equal(figure(ledger, "f0000", CIRCLET_LEDGER_YEARLY, "high"),
                     201750000);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void a_fund_does_not_pay_before_its_first_year(void **state)
{
    plane p = {0};
    const circlet_travel travel = plane_travel(&p);
    circlet_policy *policy = judge_policy();
    circlet_city *city = town();
    circlet_ledger *ledger =
        cost_of(city, policy, &travel, CIRCLET_LEDGER_CITY, 2018);

    (void)state;
    assert_int_equal(figure(ledger, "total", CIRCLET_LEDGER_ONCE, "high"), 0);
    assert_int_equal(figure(ledger, "total", CIRCLET_LEDGER_YEARLY, "known"),
                     902750000);
    circlet_ledger_free(ledger);
    ledger = cost_of(city, policy, &travel, CIRCLET_LEDGER_CITY, 2017);
    assert_int_equal(figure(ledger, "total", CIRCLET_LEDGER_YEARLY, "high"),
                     0);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* The funds pay for all who offer day care, of which no import has spoken but
 * of homes: of these their own part is known, of sums only the least. */
static void types_never_spoken_of_leave_sums_open(void **state)
{
    plane p = {0};
    const circlet_travel travel = plane_travel(&p);
    circlet_policy *policy = judge_policy();
    const ci_fund *funds = policy->funds;
    ci_fund *changed = malloc(policy->fund_count * sizeof(*changed));
    circlet_city *city = town();
    circlet_ledger *ledger;

    (void)state;
    memcpy(changed, funds, policy->fund_count * sizeof(*changed));
    for (size_t i = 0; i < policy->fund_count; i++) {
        changed[i].facility.type = NULL;
        changed[i].facility.service = "day_care";
    }
    policy->funds = changed;
    ledger = cost_of(city, policy, &travel, CIRCLET_LEDGER_FACILITY, 2020);
    assert_false(
        cell(ledger, "total", CIRCLET_LEDGER_YEARLY, "known").is_complete);
    assert_false(
        cell(ledger, "total", CIRCLET_LEDGER_YEARLY, "high").is_complete);
    assert_int_equal(figure(ledger, "total", CIRCLET_LEDGER_YEARLY, "low"),
                     900000000);
    assert_int_equal(figure(ledger, "f0001", CIRCLET_LEDGER_YEARLY, "low"),
                     500000000);
    assert_int_equal(figure(ledger, "f0001", CIRCLET_LEDGER_ONCE, "known"),
                     300000000);
    assert_false(cell(ledger, "f0001", CIRCLET_LEDGER_CATCHMENT, "persons")
                     .is_complete);
    assert_int_equal(
        figure(ledger, "f0001", CIRCLET_LEDGER_CATCHMENT, "persons_low"), 0);
    circlet_ledger_free(ledger);
    policy->funds = funds;
    free(changed);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* At the limit of 15 minutes a person is within, a moment beyond not. */
static void the_circle_of_the_setting_decides(void **state)
{
    plane p = {0};
    const circlet_travel travel = plane_travel(&p);
    circlet_policy *policy = judge_policy();
    judge_city made = judge_city_new();
    circlet_city *city;
    circlet_ledger *ledger;

    (void)state;
    judge_add_street(&made, 0, "urban");
    judge_add_person(&made, walker(0.02, 0.92));
    judge_add_person(&made, walker(0.02, 0.920001));
    judge_add_facility(&made, home_at(0.02, 0.02, 1, CIRCLET_NO));
    city = judge_finish(&made);
    ledger = cost_of(city, policy, &travel, CIRCLET_LEDGER_STREET, 2020);
    assert_int_equal(figure(ledger, "S0", CIRCLET_LEDGER_CATCHMENT, "persons"),
                     1000);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* In the worst case nobody is near f0000 but who lives 0.2 off it. */
static void unknown_streets_make_a_range(void **state)
{
    plane p = {3};
    const circlet_travel travel = plane_travel(&p);
    circlet_policy *policy = judge_policy();
    circlet_city *city = town();
    circlet_ledger *ledger =
        cost_of(city, policy, &travel, CIRCLET_LEDGER_FACILITY, 2020);

    (void)state;
    assert_int_equal(
        figure(ledger, "f0000", CIRCLET_LEDGER_CATCHMENT, "persons"), 3500);
    assert_int_equal(
        figure(ledger, "f0000", CIRCLET_LEDGER_CATCHMENT, "persons_low"),
        1000);
    assert_int_equal(
        figure(ledger, "f0000", CIRCLET_LEDGER_CATCHMENT, "persons_high"),
        4500); /* with who lives 0.98 off it */
    assert_int_equal(figure(ledger, "f0000", CIRCLET_LEDGER_YEARLY, "low"),
                     200500000);
    assert_int_equal(figure(ledger, "f0000", CIRCLET_LEDGER_YEARLY, "high"),
                     202250000);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static bool knows_west(circlet_point at, void *user)
{
    (void)user;
    return at.lon < 1;
}

/* So many thousandths of persons, as known and at most. */
static void assert_persons(const circlet_city *city,
                           const circlet_travel *travel, int64_t known,
                           int64_t high)
{
    circlet_policy *policy = judge_policy();
    circlet_ledger *ledger =
        cost_of(city, policy, travel, CIRCLET_LEDGER_FACILITY, 2020);

    assert_int_equal(
        figure(ledger, "total", CIRCLET_LEDGER_CATCHMENT, "persons"), known);
    assert_int_equal(
        figure(ledger, "total", CIRCLET_LEDGER_CATCHMENT, "persons_low"),
        known);
    assert_int_equal(
        figure(ledger, "total", CIRCLET_LEDGER_CATCHMENT, "persons_high"),
        high);
    assert_int_equal(
        figure(ledger, "f0000", CIRCLET_LEDGER_CATCHMENT, "persons_high"),
        high);
    circlet_ledger_free(ledger);
    circlet_policy_free(policy);
}

/* Whose setting is not known is perhaps within either circle; who is 40
 * minutes away on foot gets there by car alone. */
static void an_unknown_setting_counts_at_most(void **state)
{
    plane p = {0};
    const circlet_travel travel = plane_travel(&p);
    judge_city made = judge_city_new();
    circlet_city *city;

    (void)state;
    judge_add_street(&made, 0, "urban");
    judge_add_street(&made, 1, NULL);
    judge_add_person(&made, walker(0.9, 0.5));
    judge_add_person(&made, walker(1.1, 0.5));
    judge_add_person(&made, walker(1.99, 0.01)); /* 1.58 away */
    judge_add_facility(&made, home_at(0.9, 0.5, 3, CIRCLET_NO));
    city = judge_finish(&made);
    assert_persons(city, &travel, 1000, 3000);
    circlet_city_free(city);
}

/* Two homes: at best the one that is nearest as the crow flies. */
static void who_lives_beyond_the_known_streets_counts_at_most(void **state)
{
    plane p = {0};
    circlet_travel travel = plane_travel(&p);
    judge_city made = judge_city_new();
    circlet_city *city;

    (void)state;
    travel.knows = knows_west;
    judge_add_street(&made, 0, "urban");
    judge_add_street(&made, 1, "urban");
    judge_add_person(&made, walker(0.9, 0.5));
    judge_add_person(&made, walker(1.1, 0.5));
    judge_add_facility(&made, home_at(0.9, 0.5, 3, CIRCLET_NO));
    judge_add_facility(&made, home_at(0.01, 0.5, 3, CIRCLET_NO));
    city = judge_finish(&made);
    assert_persons(city, &travel, 1000, 2000);
    circlet_city_free(city);
}

static circlet_status edge_at_one(uint32_t *times_ms,
                                  const circlet_travel_query *query,
                                  void *user, circlet_error *error)
{
    (void)user;
    (void)error;
    for (size_t i = 0; i < query->origin_count; i++) {
        double ms = (1 - query->origins[i].lon) * PACE_MS;

        times_ms[i] =
            ms <= query->cutoff_ms ? (uint32_t)llround(ms) : CIRCLET_UNREACHED;
    }
    return CIRCLET_OK;
}

/* Who is 10 minutes from where streets are not known may find a way there;
 * who is 17 does not. */
static void who_lives_near_the_edge_counts_at_most(void **state)
{
    plane p = {0};
    circlet_travel travel = plane_travel(&p);
    judge_city made = judge_city_new();
    circlet_city *city;

    (void)state;
    travel.find_edge = edge_at_one;
    judge_add_street(&made, 0, "urban");
    judge_add_person(&made, walker(0.4, 0.99));
    judge_add_person(&made, walker(0.0, 0.99));
    judge_add_facility(&made, home_at(0.01, 0.01, 3, CIRCLET_NO));
    city = judge_finish(&made);
    assert_persons(city, &travel, 0, 1000);
    circlet_city_free(city);
}

static void without_streets_the_persons_are_not_known(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_city *city = town();
    circlet_ledger *ledger =
        cost_of(city, policy, NULL, CIRCLET_LEDGER_STREET, 2020);
    circlet_ledger_cell persons =
        cell(ledger, "S0", CIRCLET_LEDGER_CATCHMENT, "persons");
    circlet_ledger_cell yearly =
        cell(ledger, "S0", CIRCLET_LEDGER_YEARLY, "known");

    (void)state;
    assert_false(persons.is_known);
    assert_true(yearly.is_known && !yearly.is_complete);
    assert_int_equal(yearly.value_milli, 700000000);
    assert_true(cell(ledger, "S0", CIRCLET_LEDGER_YEARLY, "low").is_complete);
    assert_false(
        cell(ledger, "S0", CIRCLET_LEDGER_YEARLY, "high").is_complete);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void what_cannot_be_paid_is_refused(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_policy *other = judge_policy();
    circlet_city *city = town();
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_ledger *ledger = NULL;
    const circlet_travel travel = {.find_nearest = judge_find_nearest};

    (void)state;
    options.level = CIRCLET_LEDGER_HOUSEHOLD;
    assert_fails(
        circlet_cost_compute(&ledger, city, policy, NULL, &options, error),
        CIRCLET_E_ARGUMENT, "no figures for level 'household'");
    assert_fails(circlet_cost_compute(&ledger, city, NULL, NULL, NULL, error),
                 CIRCLET_E_ARGUMENT, "costs need a city and a policy");
    assert_fails(
        circlet_cost_compute(&ledger, city, policy, &travel, NULL, error),
        CIRCLET_E_ARGUMENT, "cannot find all within a time");
    other->fund_count = 0;
    assert_fails(circlet_cost_compute(&ledger, city, other, NULL, NULL, error),
                 CIRCLET_E_NOT_FOUND, "policy 'beijing-2018' has no funds");
    assert_null(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
    circlet_policy_free(other);
}

/* ---- random towns ------------------------------------------------------- */

static circlet_city *random_town(uint64_t seed)
{
    judge_city city = judge_city_new();

    for (int k = 0; k < 4; k++)
        judge_add_street(&city, k, k < 2 ? "urban" : "mountain");
    for (int i = 0; i < 40; i++) {
        circlet_demand_record person =
            walker(unit_random_below(&seed, 4400) / 1000.0 + 1e-4,
                   unit_random_below(&seed, 1000) / 1000.0);

        person.weight_milli = unit_random_below(&seed, 3000);
        if (unit_random_below(&seed, 4) == 0)
            person.aid = "manual_wheelchair";
        if (unit_random_below(&seed, 5) == 0)
            person.certified = (circlet_answer)unit_random_below(&seed, 2);
        judge_add_person(&city, person);
    }
    for (int i = 0; i < 7; i++)
        judge_add_facility(
            &city, home_at(unit_random_below(&seed, 4400) / 1000.0 + 1e-4,
                           unit_random_below(&seed, 1000) / 1000.0,
                           i % 3 == 0 ? (double)NAN : 3 + i % 3,
                           (circlet_answer)unit_random_below(&seed, 3)));
    return judge_finish(&city);
}

/* The nearest home of a person within their circle, or -1. */
static int nearest_home(const circlet_city *city, circlet_demand demand,
                        const plane *p)
{
    const circlet_demand_record *person = circlet_city_demand(city, demand);
    circlet_unit unit =
        circlet_city_demand_unit(city, demand, CIRCLET_LEVEL_STREET);
    bool is_urban;
    uint32_t best = CIRCLET_UNREACHED;
    int found = -1;

    if (unit == CIRCLET_NONE || person->certified == CIRCLET_NO)
        return -1;
    is_urban = strcmp(circlet_city_unit_setting(city, unit), "urban") == 0;
    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        uint32_t ms = plane_time(
            person->at, circlet_city_facility(city, (circlet_facility)i)->at,
            is_urban ? person->aid : "drive" /* "none": on foot */,
            CIRCLET_BOUND_NOMINAL, p);

        if (ms <= (is_urban ? 900000U : 1800000U) && ms < best) {
            best = ms;
            found = (int)i;
        }
    }
    return found;
}

static void catchments_are_those_of_trying_every_pair(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        plane p = {1.5};
        const circlet_travel travel = plane_travel(&p);
        circlet_city *city = random_town(seed);
        circlet_ledger *ledger =
            cost_of(city, policy, &travel, CIRCLET_LEDGER_FACILITY, 2020);
        size_t persons =
            column_of(ledger, CIRCLET_LEDGER_CATCHMENT, "persons");
        int64_t wanted[7] = {0};

        for (size_t i = 0; i < circlet_city_demand_count(city); i++) {
            int home = nearest_home(city, (circlet_demand)i, &p);

            if (home >= 0)
                wanted[home] +=
                    circlet_city_demand(city, (circlet_demand)i)->weight_milli;
        }
        for (size_t i = 0; i < 7; i++) {
            int64_t is =
                circlet_ledger_cell_at(ledger, i, persons).value_milli;
            int64_t low =
                circlet_ledger_cell_at(ledger, i, persons + 1).value_milli;
            int64_t high =
                circlet_ledger_cell_at(ledger, i, persons + 2).value_milli;

            if (is != wanted[i] || low > is || high < is)
                fail_msg("seed %llu: home %zu has %lld (%lld to %lld), "
                         "not %lld",
                         (unsigned long long)seed, i, (long long)is,
                         (long long)low, (long long)high,
                         (long long)wanted[i]);
        }
        circlet_ledger_free(ledger);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void sums_are_the_same_at_every_level(void **state)
{
    static const circlet_ledger_level levels[] = {
        CIRCLET_LEDGER_FACILITY, CIRCLET_LEDGER_COMMUNITY,
        CIRCLET_LEDGER_STREET, CIRCLET_LEDGER_DISTRICT, CIRCLET_LEDGER_CITY};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        plane p = {1.5};
        const circlet_travel travel = plane_travel(&p);
        circlet_city *city = random_town(seed);
        circlet_ledger *first = NULL;

        for (size_t k = 0; k < 5; k++) {
            circlet_ledger *ledger =
                cost_of(city, policy, &travel, levels[k], 2020);
            size_t rows = circlet_ledger_row_count(ledger);

            if (!first)
                first = cost_of(city, policy, &travel, levels[k], 2020);
            for (size_t c = 0; c < circlet_ledger_column_count(ledger); c++) {
                int64_t sum = 0;

                for (size_t i = 0; i < rows; i++)
                    sum += circlet_ledger_cell_at(ledger, i, c).value_milli;
                assert_int_equal(
                    sum, circlet_ledger_cell_at(ledger, rows, c).value_milli);
                assert_int_equal(sum,
                                 circlet_ledger_cell_at(
                                     first, circlet_ledger_row_count(first), c)
                                     .value_milli);
            }
            circlet_ledger_free(ledger);
        }
        circlet_ledger_free(first);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(homes_and_the_people_nearest_are_paid_for),
        cmocka_unit_test(unknown_stars_and_bases_make_a_range),
        cmocka_unit_test(a_fund_does_not_pay_before_its_first_year),
        cmocka_unit_test(types_never_spoken_of_leave_sums_open),
        cmocka_unit_test(the_circle_of_the_setting_decides),
        cmocka_unit_test(unknown_streets_make_a_range),
        cmocka_unit_test(an_unknown_setting_counts_at_most),
        cmocka_unit_test(who_lives_beyond_the_known_streets_counts_at_most),
        cmocka_unit_test(who_lives_near_the_edge_counts_at_most),
        cmocka_unit_test(without_streets_the_persons_are_not_known),
        cmocka_unit_test(what_cannot_be_paid_is_refused),
        cmocka_unit_test(catchments_are_those_of_trying_every_pair),
        cmocka_unit_test(sums_are_the_same_at_every_level),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
