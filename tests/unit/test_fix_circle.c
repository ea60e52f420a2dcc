/* The place that is said to mend most of a circle covers as many people as
 * any candidate site of the city, and of those that do it is the cheapest: all
 * sites are tried in small cities by chance. Street k is the square from
 * longitude k; a hundredth of a degree between longitudes takes a minute. */
#include "judge_city.h"

#define STREETS 3
#define SITES_MAX 8
#define HOMES_MAX 12
#define REACH 0.15 /* of the rule's 15 minutes */
#define HOME_CNY 1200000.0 /* 300 m2, in the first year */

typedef struct town {
    double homes[HOMES_MAX]; /* longitudes of people who are not covered */
    int persons[HOMES_MAX];
    size_t home_count;
    double sites[SITES_MAX], cny[SITES_MAX], room_m2[SITES_MAX];
    size_t site_count;
} town;

static bool reaches(double a, double b)
{
    return fabs(a - b) < REACH + 1e-9;
}

static circlet_status find_within(circlet_od_matrix **out,
                                  const circlet_travel_query *query,
                                  void *user, circlet_error *error)
{
    size_t *first = calloc(query->origin_count + 1, sizeof(*first)), count = 0;
    circlet_od_entry *entries = calloc(
        query->origin_count * query->destination_count + 1, sizeof(*entries));
    circlet_status status;

    (void)user;
    for (size_t i = 0; i < query->origin_count; i++) {
        for (uint32_t k = 0; k < query->destination_count; k++)
            if (reaches(query->origins[i].lon, query->destinations[k].lon))
                entries[count++] = (circlet_od_entry){k, 0};
        first[i + 1] = count;
    }
    status =
        circlet_od_matrix_new(out, query->origin_count,
                              query->destination_count, first, entries, error);
    free(first);
    free(entries);
    return status;
}

/* Near the border of two streets. */
static double draw_place(uint64_t *dice)
{
    int border = 1 + (int)unit_random_below(dice, 2);

    return border - 0.3 + 0.01 * unit_random_below(dice, 60);
}

static town draw_town(uint64_t seed)
{
    static const double rooms[] = {0, 120, 300, 900};
    uint64_t dice = seed * 7919;
    town out = {.home_count = 2 + unit_random_below(&dice, HOMES_MAX - 1),
                .site_count = unit_random_below(&dice, SITES_MAX + 1)};

    for (size_t i = 0; i < out.home_count; i++) {
        out.homes[i] = draw_place(&dice);
        out.persons[i] = 1 + (int)unit_random_below(&dice, 4);
    }
    for (size_t i = 0; i < out.site_count; i++) {
        out.sites[i] = draw_place(&dice);
        out.cny[i] = 1000.0 * (1 + unit_random_below(&dice, 900));
        out.room_m2[i] = rooms[unit_random_below(&dice, 4)];
    }
    return out;
}

static circlet_city *build_town(const town *drawn)
{
    judge_city small = judge_city_new();

    for (int k = 0; k < STREETS; k++)
        judge_add_street(&small, k, "urban");
    for (size_t i = 0; i < drawn->home_count; i++) {
        circlet_demand_record person = judge_person(0, 0.95);

        person.at.lon = drawn->homes[i] + 0.001;
        person.weight_milli = 1000 * drawn->persons[i];
        judge_add_person(&small, person);
    }
    for (size_t i = 0; i < drawn->site_count; i++) {
        char id[] = "s0";
        circlet_site_record site = {.id = id,
                                    .at = {drawn->sites[i] + 0.001, 0.5},
                                    .max_area_m2 = drawn->room_m2[i],
                                    .max_beds = (double)NAN,
                                    .cost_cny = drawn->cny[i],
                                    .base_score = (double)NAN};

        id[1] = (char)('0' + i);
        assert_ok(circlet_city_builder_add_site(small.builder, &site, error));
    }
    judge_add_facility(&small, judge_facility("warm_home", 0));
    return judge_finish(&small);
}

/* Of the people of a street who are not covered. */
static int covered_by(const town *drawn, size_t site, int street)
{
    int sum = 0;

    for (size_t i = 0; i < drawn->home_count; i++)
        if ((int)(drawn->homes[i] + 0.001) == street &&
            reaches(drawn->homes[i], drawn->sites[site]))
            sum += drawn->persons[i];
    return drawn->room_m2[site] > 0 ? sum : 0;
}

static int people_of(const town *drawn, int street)
{
    int sum = 0;

    for (size_t i = 0; i < drawn->home_count; i++)
        if ((int)(drawn->homes[i] + 0.001) == street)
            sum += drawn->persons[i];
    return sum;
}

/* The site that covers most, then the cheapest; the count: none covers any. */
static size_t best_site(const town *drawn, int street)
{
    size_t best = drawn->site_count;

    for (size_t i = 0; i < drawn->site_count; i++) {
        int sum = covered_by(drawn, i, street);
        int most = best < i ? covered_by(drawn, best, street) : 0;

        if (sum > most ||
            (sum == most && sum > 0 && drawn->cny[i] < drawn->cny[best]))
            best = i;
    }
    return best;
}

typedef struct tally {
    size_t sites, elsewhere, cut, middles;
} tally;

static void check_street(const town *drawn, uint64_t seed, int street,
                         const char *text, tally *all)
{
    size_t best = best_site(drawn, street);
    double share, cny;
    char place[32];

    if (best == drawn->site_count) {
        snprintf(place, sizeof(place), "in Street %d covers", street);
        if (!strstr(text, place) || strstr(text, " CNY"))
            fail_msg("seed %u: not the middle: %s", (unsigned)seed, text);
        all->middles++;
        return;
    }
    share = 100.0 * covered_by(drawn, best, street) / people_of(drawn, street);
    cny = HOME_CNY + drawn->cny[best];
    snprintf(place, sizeof(place), " in s%zu covers ", best);
    if (!strstr(text, place) ||
        fabs(atof(strstr(text, " covers ") + 8) - share) > 0.051)
        fail_msg("seed %u: s%zu covers %.1f: %s", (unsigned)seed, best, share,
                 text);
    snprintf(place, sizeof(place), "%.0f,%03.0f,000 CNY", floor(cny / 1e6),
             fmod(cny, 1e6) / 1000);
    if (!strstr(text, place))
        fail_msg("seed %u: for %s: %s", (unsigned)seed, place, text);
    assert_int_equal(strstr(text, " of 120 m²") != NULL,
                     drawn->room_m2[best] < 300);
    all->sites++;
    all->elsewhere += (int)(drawn->sites[best] + 0.001) != street;
    all->cut += drawn->room_m2[best] < 300;
}

static void check_town(const circlet_policy *policy, uint64_t seed, tally *all)
{
    judge_roads none = {0};
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_travel travel = judge_travel(&none);
    const town drawn = draw_town(seed);
    circlet_city *city = build_town(&drawn);
    circlet_findings *findings = NULL;

    travel.find_within = find_within;
    options.year = 2020;
    options.rule = "B-CIRCLE-15";
    options.wants_fixes = true;
    assert_ok(circlet_policy_judge(&findings, policy, city, &travel, &options,
                                   error));
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        if (finding->verdict == CIRCLET_VERDICT_FAIL)
            check_street(&drawn, seed, finding->unit[1] - '0', finding->fix_en,
                         all);
    }
    circlet_findings_free(findings);
    circlet_city_free(city);
}

static void no_site_of_the_city_covers_more(void **state)
{
    circlet_policy *policy = judge_policy();
    tally all = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= 1000; seed++)
        check_town(policy, seed, &all);
    assert_true(all.sites > 300);
    assert_true(all.elsewhere > 100);
    assert_true(all.cut > 30);
    assert_true(all.middles > 30);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_site_of_the_city_covers_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
