/*
 * The survey list against counting person by person: a made-up source of
 * travel times says who is covered at which bound, and what is missing on
 * their ways.
 */
#include "judge_city.h"

#include "policy/policy.h"

#define PEOPLE 7
#define MODES 4
#define RULES 2
#define LINKS 5
#define PLACES 9 /* the links, then nodes */
#define KEYS 3
#define CUTOFF_MS 900000

/* ---- a policy of two rules and four modes ------------------------------- */

static const char *const modes[MODES] = {"m0", "m1", "m2", "m3"};
static const ci_word words[] = {{"home", "家园", "home", "homes"},
                                {"school", "学校", "school", "schools"}};
static const ci_group groups[] = {{"people", CI_CONDITION_INIT}};
static const ci_own_mode rows[] = {
    {{.grade_from = -1, .grade_to = 2, .age_from = -1, .age_to = -1},
     0,
     0,
     NULL,
     0},
    {{.grade_from = -1, .grade_to = -1, .age_from = 65, .age_to = -1},
     1,
     2,
     NULL,
     0},
    {CI_CONDITION_INIT, 3, 3, NULL, 0}};
static const ci_facility_type types[] = {
    {"home", {NULL, 0}, {NULL, 0}, {NULL, 0}},
    {"school", {NULL, 0}, {NULL, 0}, {NULL, 0}}};

#define A_RULE(name, place)                                                   \
    {                                                                         \
        .id = (name), .citation = "test", .force = CIRCLET_FORCE_MUST,        \
        .kind = CI_RULE_CIRCLE, .from = 2018, .due = -1, .until = -1,         \
        .level = CIRCLET_LEVEL_STREET,                                        \
        .facility = {.type = (place), .word = (place)}, .as.circle = {        \
            CUTOFF_MS,                                                        \
            CI_MILLION,                                                       \
            CI_NO_POSITION                                                    \
        }                                                                     \
    }

static const ci_rule rules[] = {
    A_RULE("A", "home"),
    A_RULE("B", "school"),
    {.id = "N",
     .citation = "test",
     .kind = CI_RULE_COUNT,
     .from = 2018,
     .due = -1,
     .until = -1,
     .level = CIRCLET_LEVEL_STREET},
};
static const circlet_policy policy = {.id = "test",
                                      .default_year = 2020,
                                      .modes = modes,
                                      .mode_count = MODES,
                                      .words = words,
                                      .word_count = 2,
                                      .groups = groups,
                                      .group_count = 1,
                                      .own_modes = rows,
                                      .own_mode_count = 3,
                                      .types = types,
                                      .type_count = 2,
                                      .rules = rules,
                                      .rule_count = 3};

/* ---- a made-up world ---------------------------------------------------- */

static const char *const key_names[KEYS] = {"incline", "kerb", "surface"};

typedef struct world {
    circlet_demand_record people[PEOPLE];
    uint32_t times_ms[RULES][PEOPLE][MODES][CIRCLET_BOUND_COUNT];
    uint32_t ways[RULES][PEOPLE][MODES]; /* places, a bit each */
    uint32_t missing[PLACES][MODES]; /* keys, a bit each */
} world;

static size_t person_at(circlet_point at)
{
    return (size_t)llround(at.lat * 10) - 1;
}

static size_t rule_of(const circlet_travel_query *query)
{
    return query->destinations[0].lon < 0.5 ? 0 : 1;
}

static size_t mode_of(const circlet_travel_query *query)
{
    return (size_t)(query->mode[1] - '0');
}

static circlet_status world_nearest(uint32_t *times_ms, circlet_snap *snaps,
                                    const circlet_travel_query *query,
                                    void *user, circlet_error *error)
{
    const world *w = user;

    (void)error;
    for (size_t i = 0; i < query->origin_count; i++) {
        size_t person = person_at(query->origins[i]);
        uint32_t time_ms =
            w->times_ms[rule_of(query)][person][mode_of(query)][query->bound];

        snaps[i] = CIRCLET_SNAP_TIED;
        times_ms[i] = time_ms <= CUTOFF_MS ? time_ms : CIRCLET_UNREACHED;
    }
    return CIRCLET_OK;
}

static void list_keys(char out[64], uint32_t keys)
{
    out[0] = '\0';
    for (size_t k = 0; k < KEYS; k++)
        if (keys >> k & 1) {
            strcat(out, out[0] ? ";" : "");
            strcat(out, key_names[k]);
        }
}

static circlet_status world_gaps(circlet_gaps **out,
                                 const circlet_travel_query *query,
                                 const circlet_gap_query *gap_query,
                                 void *user, circlet_error *error)
{
    const world *w = user;
    char lists[PLACES][64];
    circlet_way_part parts[PEOPLE * PLACES];
    size_t first[PEOPLE + 1], count = 0;

    for (size_t p = 0; p < PLACES; p++)
        list_keys(lists[p], w->missing[p][mode_of(query)]);
    for (size_t i = 0; i < query->origin_count; i++) {
        uint32_t way = w->ways[rule_of(query)][person_at(query->origins[i])]
                              [mode_of(query)];

        first[i] = count;
        for (uint32_t p = 0; p < PLACES; p++)
            if (way >> p & 1)
                parts[count++] =
                    (circlet_way_part){p >= LINKS, p < LINKS ? p : p - LINKS,
                                       "surface;incline;kerb", lists[p]};
    }
    first[query->origin_count] = count;
    return circlet_gaps_new(out, query->origin_count, first, parts, gap_query,
                            error);
}

static void make_times(uint32_t times[CIRCLET_BOUND_COUNT], uint64_t *random)
{
    uint32_t least = 700000 + 1000 * unit_random_below(random, 300);
    uint32_t step = 1000 * unit_random_below(random, 150);

    times[CIRCLET_BOUND_MIN] = least;
    times[CIRCLET_BOUND_NOMINAL] = least + step;
    times[CIRCLET_BOUND_MAX] =
        least + step + 1000 * unit_random_below(random, 150);
}

static void make_world(world *w, uint64_t *random)
{
    for (size_t i = 0; i < PEOPLE; i++) {
        circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

        person.at = (circlet_point){0.5, (double)(i + 1) / 10};
        person.weight_milli = 1 + unit_random_below(random, 3000);
        person.grade = 1 + (int)unit_random_below(random, 4);
        person.age = unit_random_below(random, 2) ? 70 : 30;
        w->people[i] = person;
        for (size_t r = 0; r < RULES; r++)
            for (size_t m = 0; m < MODES; m++) {
                make_times(w->times_ms[r][i][m], random);
                w->ways[r][i][m] = unit_random_below(random, 1 << PLACES);
            }
    }
    for (size_t p = 0; p < PLACES; p++)
        for (size_t m = 0; m < MODES; m++)
            w->missing[p][m] = unit_random_below(random, 1 << KEYS);
}

static circlet_city *make_city(const world *w)
{
    static const char *const kinds[RULES] = {"home", "school"};
    judge_city small = judge_city_new();

    judge_add_street(&small, 0, "urban");
    for (size_t i = 0; i < PEOPLE; i++)
        judge_add_person(&small, w->people[i]);
    for (size_t r = 0; r < RULES; r++) {
        circlet_facility_record facility = judge_facility(kinds[r], 0);

        facility.at.lon = r ? 0.9 : 0.1;
        judge_add_facility(&small, facility);
    }
    return judge_finish(&small);
}

static circlet_travel travel_of(world *w)
{
    return (circlet_travel){.find_nearest = world_nearest,
                            .find_gaps = world_gaps,
                            .user = w,
                            .has_bounds = true};
}

/* ---- the truth ---------------------------------------------------------- */

typedef struct truth {
    bool is_open[PEOPLE];
    uint32_t used[PEOPLE]; /* places where something is missing */
    uint32_t keys[PLACES];
    uint64_t asked[KEYS], missing[KEYS];
} truth;

/* The modes of a person, a bit each; the first is measured. */
static uint32_t modes_of(const circlet_demand_record *person, int given)
{
    if (given >= 0)
        return 1U << given;
    return person->grade <= 2 ? 1U : person->age >= 65 ? 6U : 8U;
}

static uint32_t measured_of(uint32_t possible)
{
    return possible & 1 ? 0 : possible & 2 ? 1 : possible & 4 ? 2 : 3;
}

/* The modes in which the answer of a person is not the measured one. */
static uint32_t doubted_of(const world *w, size_t rule, size_t person,
                           uint32_t possible)
{
    const uint32_t(*times)[CIRCLET_BOUND_COUNT] = w->times_ms[rule][person];
    bool is_covered =
        times[measured_of(possible)][CIRCLET_BOUND_NOMINAL] <= CUTOFF_MS;
    uint32_t doubted = 0;

    for (size_t m = 0; m < MODES; m++) {
        bool other = is_covered ? times[m][CIRCLET_BOUND_MAX] > CUTOFF_MS
                                : times[m][CIRCLET_BOUND_MIN] <= CUTOFF_MS;

        if ((possible >> m & 1) && other)
            doubted |= 1U << m;
    }
    return doubted;
}

/* Everybody's way for one rule in one mode. */
static void add_ways(truth *t, const world *w, size_t rule, size_t mode,
                     int given)
{
    uint32_t all = 0;

    for (size_t i = 0; i < PEOPLE; i++) {
        uint32_t doubted =
            doubted_of(w, rule, i, modes_of(&w->people[i], given));
        uint32_t way = w->ways[rule][i][mode];

        t->is_open[i] |= doubted != 0;
        if (!(doubted >> mode & 1))
            continue;
        all |= way;
        for (size_t p = 0; p < PLACES; p++)
            if ((way >> p & 1) && w->missing[p][mode])
                t->used[i] |= 1U << p;
    }
    for (size_t p = 0; p < PLACES; p++)
        for (size_t k = 0; k < KEYS && (all >> p & 1); k++) {
            t->asked[k]++;
            t->missing[k] += w->missing[p][mode] >> k & 1;
        }
    for (size_t p = 0; p < PLACES; p++)
        if (all >> p & 1)
            t->keys[p] |= w->missing[p][mode];
}

static int64_t weight_of(const world *w, const truth *t, uint32_t places)
{
    int64_t sum = 0;

    for (size_t i = 0; i < PEOPLE; i++)
        if (t->used[i] & places)
            sum += w->people[i].weight_milli;
    return sum;
}

/* ---- the comparison ----------------------------------------------------- */

static void compare_items(const circlet_survey *survey, const world *w,
                          const truth *t)
{
    uint32_t places = 0;
    size_t wanted = 0;

    for (uint32_t p = 0; p < PLACES; p++)
        wanted += weight_of(w, t, 1U << p) > 0;
    assert_int_equal(circlet_survey_size(survey), wanted);
    assert_int_equal(circlet_survey_touched_milli(survey, 0), 0);
    for (size_t i = 0; i < wanted; i++) {
        circlet_gap gap = circlet_survey_at(survey, i), before;
        uint32_t p = gap.position + (gap.is_node ? LINKS : 0);
        char keys[64];

        list_keys(keys, t->keys[p]);
        assert_string_equal(gap.keys, keys);
        assert_int_equal(gap.weight_milli, weight_of(w, t, 1U << p));
        places |= 1U << p;
        assert_int_equal(circlet_survey_touched_milli(survey, i + 1),
                         weight_of(w, t, places));
        if (i == 0)
            continue;
        before = circlet_survey_at(survey, i - 1);
        assert_true(before.weight_milli > gap.weight_milli ||
                    (before.weight_milli == gap.weight_milli &&
                     before.position + (before.is_node ? LINKS : 0) < p));
    }
    assert_int_equal(circlet_survey_touched_milli(survey, 1000),
                     weight_of(w, t, places));
}

static void compare_sums(const circlet_survey *survey, const world *w,
                         const truth *t)
{
    int64_t people = 0, open = 0;

    for (size_t i = 0; i < PEOPLE; i++) {
        people += w->people[i].weight_milli;
        open += t->is_open[i] ? w->people[i].weight_milli : 0;
    }
    assert_int_equal(circlet_survey_people_milli(survey), people);
    assert_int_equal(circlet_survey_open_milli(survey), open);
    for (size_t i = 0; i < circlet_survey_key_count(survey); i++) {
        circlet_survey_key key = circlet_survey_key_at(survey, i);
        size_t k = 0;

        while (strcmp(key.key, key_names[k]) != 0)
            assert_true(++k < KEYS);
        assert_int_equal(key.asked, t->asked[k]);
        assert_int_equal(key.missing, t->missing[k]);
        assert_true(i == 0 || circlet_survey_key_at(survey, i - 1).missing >=
                                  key.missing);
    }
}

static void a_survey_counts_everybody_once_in_each_place(void **state)
{
    size_t listed = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
        uint64_t random = seed;
        world w;
        truth t = {{false}, {0}, {0}, {0}, {0}};
        circlet_travel travel = travel_of(&w);
        circlet_survey *survey = NULL;
        circlet_city *city;
        int given = seed % 3 ? -1 : 1;

        make_world(&w, &random);
        city = make_city(&w);
        options.mode = given < 0 ? NULL : "m1";
        options.rule = seed % 5 ? NULL : "B";
        for (size_t r = options.rule ? 1 : 0; r < RULES; r++)
            for (size_t m = 0; m < MODES; m++)
                add_ways(&t, &w, r, m, given);
        assert_ok(circlet_policy_gaps(&survey, &policy, city, &travel,
                                      &options, error));
        assert_int_equal(circlet_survey_rule_count(survey),
                         options.rule ? 1 : 2);
        assert_string_equal(circlet_survey_modes(survey),
                            given < 0 ? "own" : "m1");
        compare_items(survey, &w, &t);
        compare_sums(survey, &w, &t);
        listed += circlet_survey_size(survey);
        circlet_survey_free(survey);
        circlet_city_free(city);
    }
    assert_true(listed > 2000);
}

static void a_survey_without_streets_or_gaps_lists_nothing(void **state)
{
    uint64_t random = 7;
    world w;
    circlet_travel travel = travel_of(&w);
    circlet_survey *survey = NULL;
    circlet_city *city;

    (void)state;
    make_world(&w, &random);
    city = make_city(&w);
    assert_ok(circlet_policy_gaps(&survey, &policy, city, NULL, NULL, error));
    assert_int_equal(circlet_survey_size(survey), 0);
    assert_int_equal(circlet_survey_open_milli(survey), 0);
    assert_true(circlet_survey_people_milli(survey) > 0);
    circlet_survey_free(survey);
    travel.find_gaps = NULL;
    assert_ok(
        circlet_policy_gaps(&survey, &policy, city, &travel, NULL, error));
    assert_int_equal(circlet_survey_size(survey), 0);
    assert_true(circlet_survey_open_milli(survey) > 0);
    assert_int_equal(circlet_survey_touched_milli(survey, 5), 0);
    circlet_survey_free(survey);
    circlet_city_free(city);
}

/* Homes serve the rule, and schools of which nothing is known do, too: only
 * who is surely near a home is not open. */
static void who_may_be_near_a_type_never_spoken_of_is_open(void **state)
{
    static const char *const offered[] = {"care"};
    static const ci_facility_type both[] = {
        {"home", {offered, 1}, {NULL, 0}, {NULL, 0}},
        {"school", {offered, 1}, {NULL, 0}, {NULL, 0}}};
    circlet_policy own = policy;
    ci_rule rule = rules[0];
    circlet_facility_record home = judge_facility("home", 0);
    uint64_t random = 7;
    int64_t sure = 0, all = 0;
    circlet_survey *survey = NULL;
    world w;
    circlet_travel travel = travel_of(&w);
    judge_city small = judge_city_new();
    circlet_city *city;

    (void)state;
    rule.facility = (ci_selection){.service = "care", .word = "home"};
    own.rules = &rule;
    own.rule_count = 1;
    own.types = both;
    make_world(&w, &random);
    judge_add_street(&small, 0, "urban");
    for (size_t i = 0; i < PEOPLE; i++) {
        uint32_t possible = modes_of(&w.people[i], -1);
        bool is_sure = true;

        for (size_t m = 0; m < MODES; m++)
            if (possible >> m & 1)
                is_sure = is_sure &&
                          w.times_ms[0][i][m][CIRCLET_BOUND_MAX] <= CUTOFF_MS;
        all += w.people[i].weight_milli;
        sure += is_sure ? w.people[i].weight_milli : 0;
        judge_add_person(&small, w.people[i]);
    }
    home.at.lon = 0.1;
    judge_add_facility(&small, home);
    city = judge_finish(&small);
    assert_ok(circlet_policy_gaps(&survey, &own, city, &travel, NULL, error));
    assert_true(sure > 0 && sure < all);
    assert_int_equal(circlet_survey_people_milli(survey), all);
    assert_int_equal(circlet_survey_open_milli(survey), all - sure);
    circlet_survey_free(survey);
    circlet_city_free(city);
}

static bool stop(const char *stage, double fraction, void *user)
{
    (void)stage;
    (void)user;
    return fraction < 0.3;
}

static void a_survey_with_a_fault_is_refused(void **state)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    uint64_t random = 7;
    world w;
    circlet_travel travel = travel_of(&w);
    circlet_survey *survey = NULL;
    circlet_city *city;

    (void)state;
    make_world(&w, &random);
    city = make_city(&w);
    options.rule = "N";
    assert_fails(
        circlet_policy_gaps(&survey, &policy, city, &travel, &options, error),
        CIRCLET_E_NOT_FOUND, "rule 'N' is none of a circle");
    options.rule = "X";
    assert_fails(
        circlet_policy_gaps(&survey, &policy, city, &travel, &options, error),
        CIRCLET_E_NOT_FOUND, "no rule 'X'");
    options.rule = NULL;
    options.progress.report = stop;
    assert_fails(
        circlet_policy_gaps(&survey, &policy, city, &travel, &options, error),
        CIRCLET_E_CANCELLED, "cancelled");
    assert_fails(
        circlet_policy_gaps(&survey, NULL, city, &travel, NULL, error),
        CIRCLET_E_ARGUMENT, "needs a policy");
    assert_fails(
        circlet_policy_gaps(NULL, &policy, city, &travel, NULL, error),
        CIRCLET_E_ARGUMENT, "needs a place");
    assert_null(survey);
    circlet_survey_free(NULL);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_survey_counts_everybody_once_in_each_place),
        cmocka_unit_test(a_survey_without_streets_or_gaps_lists_nothing),
        cmocka_unit_test(who_may_be_near_a_type_never_spoken_of_is_open),
        cmocka_unit_test(a_survey_with_a_fault_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
