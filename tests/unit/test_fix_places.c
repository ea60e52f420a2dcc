/* The places that are said to mend a share are done to the data and judged
 * again: so many give the share that is said, one less does not, and no other
 * facility within reach, site or middle gives more or as much for less. */
#include "care_town.h"

#define STREETS 4
#define STATIONS_MAX 4
#define HOMES_MAX 14
#define ENLARGE_CNY 15000.0 /* of a place, in the first year */
#define HOST_CNY 100000.0 /* of the service, in the first year */
#define BACK_DOOR 0.25 /* of the host, from the other entrance */
#define STEPS 18 /* of the rule's 15 minutes */

typedef struct town {
    double homes[HOMES_MAX]; /* longitudes; people stand in one line */
    bool is_first[HOMES_MAX]; /* is served first */
    bool is_slow[HOMES_MAX]; /* takes twice as long */
    size_t home_count;
    double stations[STATIONS_MAX];
    int places[STATIONS_MAX], occupied[STATIONS_MAX];
    size_t station_count;
    double site, site_cny;
    bool has_site;
    double host; /* a station that offers something else, and the first of its
                    two entrances */
    bool has_host;
} town;

/* What is added to it. */
typedef struct more {
    size_t station; /* the count: a new one */
    double at; /* of a new one */
    bool is_host; /* the host has them */
    int places;
} more;

static double draw_place(uint64_t *dice)
{
    return 0.005 + 0.05 * unit_random_below(dice, 20 * STREETS);
}

static town draw_town(uint64_t seed)
{
    uint64_t dice = seed * 7919;
    town out = {.home_count = 4 + unit_random_below(&dice, HOMES_MAX - 3),
                .station_count = 1 + unit_random_below(&dice, STATIONS_MAX)};

    for (size_t i = 0; i < out.home_count; i++) {
        out.homes[i] = draw_place(&dice);
        out.is_first[i] = unit_random_below(&dice, 3) == 0;
        out.is_slow[i] = unit_random_below(&dice, 2) == 0;
    }
    for (size_t i = 0; i < out.station_count; i++) {
        out.stations[i] = draw_place(&dice);
        out.places[i] = (int)unit_random_below(&dice, 5);
        out.occupied[i] = (int)unit_random_below(&dice, 4);
    }
    out.has_site = unit_random_below(&dice, 2) == 0;
    out.site = draw_place(&dice);
    out.site_cny = 1000.0 * unit_random_below(&dice, 500);
    out.has_host = unit_random_below(&dice, 3) == 0;
    out.host = draw_place(&dice);
    return out;
}

static void add_station(judge_city *small, double at, int places, int occupied)
{
    const circlet_service_record care = {"day_care", places, -1,
                                         occupied,   0,      0};
    circlet_facility_record station = judge_facility("day_care_station", 0);

    station.at.lon = at;
    station.services = &care;
    station.service_count = 1;
    judge_add_facility(small, station);
}

static void add_host(judge_city *small, const town *drawn, const more *added)
{
    const circlet_service_record services[] = {
        {"assistive_device", -1, -1, -1, 0, 0},
        {"day_care", added ? added->places : 0, -1, 0, 0, 0}};
    const circlet_point doors[] = {{drawn->host, 0.5},
                                   {drawn->host + BACK_DOOR, 0.5}};
    circlet_facility_record host = judge_facility("vocational_station", 0);

    host.at.lon = drawn->host;
    host.accesses = doors;
    host.access_count = 2;
    host.services = services;
    host.service_count = added && added->is_host ? 2 : 1;
    judge_add_facility(small, host);
}

static circlet_city *build_town(const town *drawn, const more *added)
{
    judge_city small = judge_city_new();
    const circlet_site_record site = {.id = "s0",
                                      .at = {drawn->site, 0.5},
                                      .max_area_m2 = (double)NAN,
                                      .max_beds = (double)NAN,
                                      .cost_cny = drawn->site_cny,
                                      .base_score = (double)NAN};

    for (int k = 0; k < STREETS; k++)
        judge_add_street(&small, k, "urban");
    for (size_t i = 0; i < drawn->home_count; i++) {
        circlet_demand_record person = care_person(0, 0.5);

        person.at.lon = drawn->homes[i];
        if (drawn->is_first[i])
            person.old_carer = CIRCLET_YES;
        if (drawn->is_slow[i])
            person.aid = "manual_wheelchair";
        care_add(&small, person, 1);
    }
    for (size_t i = 0; i < drawn->station_count; i++)
        add_station(&small, drawn->stations[i],
                    drawn->places[i] +
                        (added && added->station == i ? added->places : 0),
                    drawn->occupied[i]);
    if (drawn->has_host)
        add_host(&small, drawn, added);
    if (added && added->station == drawn->station_count && !added->is_host)
        add_station(&small, added->at, added->places, 0);
    if (drawn->has_site)
        assert_ok(circlet_city_builder_add_site(small.builder, &site, error));
    judge_say_all(&small);
    return judge_finish(&small);
}

/* Findings point into the city. */
typedef struct judged_town {
    circlet_city *city;
    circlet_findings *findings;
} judged_town;

static void judged_free(judged_town *one)
{
    circlet_findings_free(one->findings);
    circlet_city_free(one->city);
}

static judged_town judge_town(const circlet_policy *policy, const town *drawn,
                              const more *added, bool wants_fixes)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    care_roads roads = {0};
    circlet_travel travel = care_travel(&roads);
    judged_town out = {build_town(drawn, added), NULL};

    options.year = 2020;
    options.rule = "A-DAYCARE";
    options.wants_fixes = wants_fixes;
    assert_ok(circlet_policy_judge(&out.findings, policy, out.city, &travel,
                                   &options, error));
    return out;
}

/* In thousandths of a person. */
static int placed_of(const judged_town *one, int street)
{
    char code[16];

    snprintf(code, sizeof(code), "S%d", street);
    return (int)lround(
        1000 * judge_find(one->findings, "A-DAYCARE", code)->persons_covered);
}

/* How many of a street have a place then. */
static int placed_with(const circlet_policy *policy, const town *drawn,
                       int street, more added, int places)
{
    judged_town one;
    int placed;

    added.places = places;
    one = judge_town(policy, drawn, &added, false);
    placed = placed_of(&one, street);
    judged_free(&one);
    return placed;
}

/* ---- by trying everything ----------------------------------------------- */

typedef struct answer {
    int gained; /* thousandths of a person; below 0: it hangs on a tie */
    int places;
    double cny;
} answer;

/* A new building in the first year. */
static double build_cny(int places)
{
    return places <= 20 ? 8e5 : places <= 30 ? 1.2e6 : 1.4e6;
}

/* The least that gives as many a place as any number does. */
static answer try_place(const circlet_policy *policy, const town *drawn,
                        int street, more added, int before)
{
    int most = placed_with(policy, drawn, street, added, 40);
    answer out = {.gained = most - before};
    bool is_old = added.station < drawn->station_count;
    int taken_more = 0;

    if (is_old &&
        drawn->occupied[added.station] > drawn->places[added.station])
        taken_more =
            drawn->occupied[added.station] - drawn->places[added.station];
    while (out.gained > 0 &&
           placed_with(policy, drawn, street, added, out.places) < most)
        out.places++;
    if (out.gained > 0)
        assert_true(out.places > taken_more);
    out.cny = is_old          ? ENLARGE_CNY * out.places
              : added.is_host ? HOST_CNY + ENLARGE_CNY * out.places
                              : build_cny(out.places);
    return out;
}

static bool is_better(answer a, answer b)
{
    if (a.gained != b.gained)
        return a.gained > b.gained;
    return a.gained > 0 && a.cny < b.cny;
}

/* The way of a person, in steps of 50 seconds. */
static int steps_to(const town *drawn, size_t person, double at)
{
    return (int)lround(fabs(drawn->homes[person] - at) * 20) *
           (drawn->is_slow[person] ? 2 : 1);
}

/* How many of the street who have no place get to one of two points. */
static int reach_of_both(const town *drawn, const bool *is_placed, int street,
                         double at, double other)
{
    int sum = 0;

    for (size_t i = 0; i < drawn->home_count; i++)
        sum += (int)drawn->homes[i] == street && !is_placed[i] &&
               (steps_to(drawn, i, at) <= STEPS ||
                steps_to(drawn, i, other) <= STEPS);
    return sum;
}

static int reach_of(const town *drawn, const bool *is_placed, int street,
                    double at)
{
    return reach_of_both(drawn, is_placed, street, at, at);
}

/* Gives the room of a station to those of one group who are so far from it,
 * all in proportion. */
static void divide_room(double *share, double *room, const town *drawn,
                        bool is_first, size_t station, int steps)
{
    bool asks[HOMES_MAX];
    double needed = 0, given;

    for (size_t i = 0; i < drawn->home_count; i++) {
        asks[i] = drawn->is_first[i] == is_first &&
                  steps_to(drawn, i, drawn->stations[station]) == steps;
        needed += asks[i] ? 1 - share[i] : 0;
    }
    given = fmin(1, needed > 0 ? *room / needed : 0);
    *room -= needed * given;
    for (size_t i = 0; i < drawn->home_count; i++)
        share[i] += asks[i] ? (1 - share[i]) * given : 0;
}

/* Who has a place: nearest first, those of the focus before the others. False:
 * somebody has a part of one. */
static bool place_all(const town *drawn, double *share)
{
    double room[STATIONS_MAX];

    for (size_t j = 0; j < drawn->station_count; j++)
        room[j] = fmax(0, drawn->places[j] - drawn->occupied[j]);
    for (size_t i = 0; i < drawn->home_count; i++)
        share[i] = 0;
    for (int turn = 0; turn < 2; turn++)
        for (int steps = 0; steps <= STEPS; steps++)
            for (size_t j = 0; j < drawn->station_count; j++)
                divide_room(share, &room[j], drawn, turn == 0, j, steps);
    for (size_t i = 0; i < drawn->home_count; i++)
        if (share[i] > 1e-9 && share[i] < 1 - 1e-9)
            return false;
    return true;
}

/* The home in the middle of those of a street without a place; NaN: two homes
 * are as near to it. */
static double middle_of(const town *drawn, const bool *is_placed, int street)
{
    double sum = 0, mean, best = -9;
    bool is_tie = false;
    int count = 0;

    for (size_t i = 0; i < drawn->home_count; i++)
        if ((int)drawn->homes[i] == street && !is_placed[i]) {
            sum += drawn->homes[i];
            count++;
        }
    mean = sum / count;
    for (size_t i = 0; i < drawn->home_count; i++) {
        double nearer = fabs(best - mean) - fabs(drawn->homes[i] - mean);

        if ((int)drawn->homes[i] != street || is_placed[i] || nearer < -1e-9)
            continue;
        is_tie = nearer < 1e-9 && (is_tie || drawn->homes[i] != best);
        best = drawn->homes[i];
    }
    return is_tie ? (double)NAN : best;
}

static int lacking(const town *drawn, const bool *is_placed, int street)
{
    int sum = 0;

    for (size_t i = 0; i < drawn->home_count; i++)
        sum += (int)drawn->homes[i] == street && !is_placed[i];
    return sum;
}

static answer best_of(const circlet_policy *policy, const town *drawn,
                      int street, const bool *is_placed, int before)
{
    int missing = lacking(drawn, is_placed, street);
    bool is_enough = false;
    answer best = {0, 0, 0};
    more new_one = {drawn->station_count, drawn->site, false, 0};
    const more host = {drawn->station_count, drawn->host, true, 0};

    for (size_t j = 0; j < drawn->station_count; j++) {
        int reach = reach_of(drawn, is_placed, street, drawn->stations[j]);
        answer one;

        if (reach == 0)
            continue;
        is_enough = is_enough || reach == missing;
        one = try_place(policy, drawn, street, (more){j, 0, false, 0}, before);
        best = is_better(one, best) ? one : best;
    }
    if (drawn->has_site &&
        reach_of(drawn, is_placed, street, drawn->site) > 0) {
        answer one = try_place(policy, drawn, street, new_one, before);

        one.cny += drawn->site_cny;
        is_enough = is_enough ||
                    reach_of(drawn, is_placed, street, drawn->site) == missing;
        best = is_better(one, best) ? one : best;
    }
    if (drawn->has_host) {
        int reach = reach_of_both(drawn, is_placed, street, drawn->host,
                                  drawn->host + BACK_DOOR);

        is_enough = is_enough || reach == missing;
        if (reach > 0) {
            answer one = try_place(policy, drawn, street, host, before);

            best = is_better(one, best) ? one : best;
        }
    }
    if (!is_enough) {
        answer one;

        new_one.at = middle_of(drawn, is_placed, street);
        if (isnan(new_one.at))
            return (answer){-1, 0, 0};
        one = try_place(policy, drawn, street, new_one, before);
        best = is_better(one, best) ? one : best;
    }
    return best;
}

/* ---- what is said ------------------------------------------------------- */

static double number_before(const char *text, const char *word)
{
    const char *found = strstr(text, word);
    char digits[32] = "";
    size_t size = 0;

    while (found && found > text && found[-1] != ' ')
        found--;
    for (; found && *found && *found != ' ' && size + 1 < sizeof(digits);
         found++)
        if (*found != ',')
            digits[size++] = *found;
    return atof(digits);
}

/* What is to be done, behind whom it helps. */
static const char *what_of(const char *text)
{
    const char *found = strstr(text, " by ");

    return found ? found : text;
}

typedef struct tally {
    size_t mended, helped, old, sites, hosts, middles;
} tally;

static void check_street(const circlet_policy *policy, const town *drawn,
                         uint64_t seed, int street,
                         const circlet_finding *finding, const bool *is_placed,
                         tally *all)
{
    int before = (int)lround(1000 * finding->persons_covered);
    int unplaced = (int)lround(1000 * finding->persons) - before;
    answer best = best_of(policy, drawn, street, is_placed, before);
    const char *text = finding->fix_en ? finding->fix_en : "";
    double share = 100.0 * best.gained / unplaced;

    if (best.gained < 0)
        return;
    if (best.gained == 0) {
        if (*text)
            fail_msg("seed %u: nothing helps: %s", (unsigned)seed, text);
        return;
    }
    if (number_before(what_of(text), " place") != best.places ||
        number_before(text, " CNY") != best.cny)
        fail_msg("seed %u, S%d: %d places for %.0f: %s", (unsigned)seed,
                 street, best.places, best.cny, text);
    if (best.gained == unplaced) {
        assert_int_equal(strncmp(text, "Mended by ", 10), 0);
        all->mended++;
    } else {
        if (fabs(number_before(text, " % of the") - share) > 0.051)
            fail_msg("seed %u: not %.1f: %s", (unsigned)seed, share, text);
        all->helped++;
    }
    all->old += strstr(text, "enlarging f") != NULL;
    all->hosts += strstr(text, " by adding day care ") != NULL;
    all->sites += strstr(text, " at s0") != NULL;
    all->middles += strstr(text, " at Street ") != NULL;
}

/* A town in which somebody has a part of a place is left out. */
static void check_town(const circlet_policy *policy, uint64_t seed, tally *all)
{
    const town drawn = draw_town(seed);
    double shares[HOMES_MAX];
    bool is_placed[HOMES_MAX];
    judged_town one;

    if (!place_all(&drawn, shares))
        return;
    for (size_t i = 0; i < drawn.home_count; i++)
        is_placed[i] = shares[i] > 0.5;
    one = judge_town(policy, &drawn, NULL, true);
    for (int street = 0; street < STREETS; street++) {
        char code[16];
        const circlet_finding *finding;
        int placed = 0;

        snprintf(code, sizeof(code), "S%d", street);
        finding = judge_find(one.findings, "A-DAYCARE", code);
        for (size_t i = 0; i < drawn.home_count; i++)
            placed += (int)drawn.homes[i] == street && is_placed[i];
        assert_int_equal(1000 * placed, placed_of(&one, street));
        if (finding->verdict == CIRCLET_VERDICT_FAIL)
            check_street(policy, &drawn, seed, street, finding, is_placed,
                         all);
        else
            assert_null(finding->fix_en);
    }
    judged_free(&one);
}

static void no_place_is_better_and_one_less_is_not_enough(void **state)
{
    circlet_policy *policy =
        judge_policy_with("place_step: 5", "place_step: 1");
    tally all = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++)
        check_town(policy, seed, &all);
    assert_true(all.mended > 400);
    assert_true(all.helped > 20);
    assert_true(all.old > 200);
    assert_true(all.sites > 30);
    assert_true(all.hosts > 20);
    assert_true(all.middles > 200);
    circlet_policy_free(policy);
}

/* ---- by hand ------------------------------------------------------------ */

/* Four people at 100 s from a station of some type in street 0. */
typedef struct corner {
    circlet_policy *policy;
    const char *type;
    int64_t places, occupied;
    int rivals; /* of street 1, nearer than they are */
    care_roads roads;
    judged_town judged;
} corner;

static const circlet_finding *judge_corner(corner *c)
{
    judge_city small = judge_city_new();
    const circlet_service_record care = {"day_care",  c->places, -1,
                                         c->occupied, 0,         0};
    circlet_facility_record station = judge_facility(c->type, 0);
    circlet_demand_record person = care_person(0, 0.5);
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_travel travel = care_travel(&c->roads);

    judge_add_street(&small, 0, "urban");
    judge_add_street(&small, 1, "urban");
    station.at.lon = 0.99;
    station.services = &care;
    station.service_count = 1;
    judge_add_facility(&small, station);
    person.at.lon = 0.89;
    care_add(&small, person, 4);
    person.at.lon = 1.01;
    care_add(&small, person, c->rivals);
    judge_say_all(&small);
    c->judged.city = judge_finish(&small);
    options.year = 2020;
    options.rule = "A-DAYCARE";
    options.wants_fixes = true;
    assert_ok(circlet_policy_judge(&c->judged.findings, c->policy,
                                   c->judged.city, &travel, &options, error));
    return judge_find(c->judged.findings, "A-DAYCARE", "S0");
}

/* What is said, and that so many places pass and one less does not. */
static void check_corner(corner c, const char *said, int64_t enough)
{
    const circlet_finding *finding = judge_corner(&c);

    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_non_null(finding->fix_en);
    assert_string_equal(finding->fix_en, said);
    judged_free(&c.judged);
    for (int64_t less = 0; less < 2; less++) {
        c.places = enough - less;
        finding = judge_corner(&c);
        assert_int_equal(finding->verdict,
                         less ? CIRCLET_VERDICT_FAIL : CIRCLET_VERDICT_PASS);
        if (!less)
            assert_null(finding->fix_en);
        judged_free(&c.judged);
    }
    circlet_policy_free(c.policy);
}

/* Two places for four people: two more, which are sold by five or singly. */
static void what_is_missing_is_added(void **state)
{
    (void)state;
    check_corner((corner){.policy = judge_policy(),
                          .type = "day_care_station",
                          .places = 2,
                          .occupied = 0},
                 "Mended by enlarging f0000 by 5 places of day care, for "
                 "75,000 CNY in the first year, prices assumed in part.",
                 4);
    check_corner(
        (corner){.policy = judge_policy_with("place_step: 5", "place_step: 1"),
                 .type = "day_care_station",
                 .places = 2,
                 .occupied = 0},
        "Mended by enlarging f0000 by 2 places of day care, for "
        "30,000 CNY in the first year, prices assumed in part.",
        4);
}

/* Three of four are asked for, and one has a place. */
static void a_share_below_all_is_brought_to_the_limit(void **state)
{
    (void)state;
    check_corner(
        (corner){.policy = judge_policy_with("target: 1", "target: 0.75"),
                 .type = "elderly_service_station",
                 .places = 1,
                 .occupied = 0},
        "Mended by enlarging f0000 by 2 places of day care.", 3);
}

/* Two of street 1 are nearer, and take the first places that are added. */
static void who_else_wants_the_places_is_counted(void **state)
{
    (void)state;
    check_corner((corner){.policy = judge_policy(),
                          .type = "elderly_service_station",
                          .places = 0,
                          .occupied = 0,
                          .rivals = 2},
                 "Mended by enlarging f0000 by 6 places of day care.", 6);
}

/* Seven have the five places, so that the first two are not free. */
static void places_that_are_taken_twice_are_filled_first(void **state)
{
    (void)state;
    check_corner((corner){.policy = judge_policy(),
                          .type = "elderly_service_station",
                          .places = 5,
                          .occupied = 7},
                 "Mended by enlarging f0000 by 6 places of day care.", 11);
}

/* With streets of which not all is known nobody can say that it is mended:
 * at the worst the way takes 1000 s. */
static void what_is_not_sure_is_said_as_measured(void **state)
{
    corner c = {.policy = judge_policy(),
                .type = "elderly_service_station",
                .places = 1,
                .occupied = 0,
                .roads = {.best = 1, .worst = 10}};
    const circlet_finding *finding = judge_corner(&c);

    (void)state;
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_string_equal(finding->fix_en,
                        "100 % of the 3 persons without a free place would "
                        "have one by enlarging f0000 by 3 places of day "
                        "care.");
    assert_string_equal(finding->fix_zh,
                        "将f0000扩建3个日间照料名额，3名没有名额者中有100%"
                        "可获得名额。");
    judged_free(&c.judged);
    circlet_policy_free(c.policy);
}

/* How many places there are is not known: nor is how many are missing. */
static void where_nothing_is_measured_nothing_is_said(void **state)
{
    corner c = {.policy = judge_policy(),
                .type = "elderly_service_station",
                .places = -1,
                .occupied = 0};

    (void)state;
    assert_null(judge_corner(&c)->fix_en);
    judged_free(&c.judged);
    circlet_policy_free(c.policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_missing_is_added),
        cmocka_unit_test(a_share_below_all_is_brought_to_the_limit),
        cmocka_unit_test(who_else_wants_the_places_is_counted),
        cmocka_unit_test(places_that_are_taken_twice_are_filled_first),
        cmocka_unit_test(what_is_not_sure_is_said_as_measured),
        cmocka_unit_test(where_nothing_is_measured_nothing_is_said),
        cmocka_unit_test(no_place_is_better_and_one_less_is_not_enough),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
