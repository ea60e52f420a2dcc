/* Plans for all rules together against every set of actions there is: carried
 * out and judged by the judge itself. */
#include "mend_town.h"

#include "policy/price.h"

#define OPTION_MAX 120
#define PLACE_MAX 10
#define STEP_MAX 4
#define COMBINATION_MAX 2500

/* One thing that can be done at a place. */
typedef struct town_option {
    circlet_plan_action steps[STEP_MAX];
    size_t step_count;
    double cny;
} town_option;

typedef struct town_menu {
    town_option options[PLACE_MAX][OPTION_MAX]; /* the first: nothing */
    size_t option_counts[PLACE_MAX];
    size_t place_count;
    char ids[PLACE_MAX][STEP_MAX][16], names[PLACE_MAX][16];
} town_menu;

/* ---- what can be done --------------------------------------------------- */

static circlet_plan_action step_of(const char *kind, const char *facility)
{
    return (circlet_plan_action){.kind = kind,
                                 .facility = facility,
                                 .at = {(double)NAN, (double)NAN},
                                 .places = -1,
                                 .beds = -1,
                                 .area_m2 = (double)NAN,
                                 .cost_cny = (double)NAN,
                                 .year = 2020};
}

static ci_price_kind price_kind_of(const char *kind)
{
    int i = 0;

    while (strcmp(ci_price_kind_name((ci_price_kind)i), kind) != 0)
        i++;
    return (ci_price_kind)i;
}

/* Adds a step, and what it costs. */
static void add_step(town_option *option, const mend_town *town,
                     const char *type, circlet_plan_action step)
{
    option->steps[option->step_count++] = step;
    option->cny +=
        ci_price_of(&town->policy, price_kind_of(step.kind), type,
                    step.service, isnan(step.area_m2) ? 0 : step.area_m2,
                    step.places < 0 ? 0 : step.places,
                    step.beds < 0 ? 0 : step.beds, (double)NAN)
            .once_cny;
}

static town_option *next_option(town_menu *menu)
{
    size_t place = menu->place_count;
    town_option *option = &menu->options[place][menu->option_counts[place]++];

    assert_true(menu->option_counts[place] <= OPTION_MAX);
    *option = (town_option){.step_count = 0};
    return option;
}

/* Whether there is room in a home of unknown area is not known. */
static void add_home_options(town_menu *menu, const mend_town *town,
                             const circlet_facility_record *home)
{
    bool has_room = !isnan(home->measures[CIRCLET_MEASURE_AREA_M2]);
    int areas = has_room && town_has(town, "B-AREA") ? 6 : 0;
    int services = town_has(town, "B-FUNCTION") ? 4 : 1;
    const ci_facility_types types = {town->policy.types,
                                     town->policy.type_count};

    for (int area = 0; area <= areas; area++)
        for (int set = 0; set < services; set++) {
            town_option *option = next_option(menu);
            circlet_plan_action step = step_of("enlarge", home->id);

            step.area_m2 = 50 * area;
            if (area > 0)
                add_step(option, town, home->type, step);
            for (int bit = 0; bit < 2; bit++) {
                step = step_of("add_service", home->id);
                step.service = bit ? "severe_care" : "mental_care";
                if (set >> bit & 1 &&
                    !ci_facility_offers(home, step.service, &types))
                    add_step(option, town, home->type, step);
            }
        }
}

static void add_bed_options(town_menu *menu, const mend_town *town,
                            const circlet_facility_record *facility,
                            const char *kind, const char *service, int most)
{
    for (int beds = menu->option_counts[menu->place_count] > 0 ? 10 : 0;
         beds <= most; beds += 10) {
        town_option *option = next_option(menu);
        circlet_plan_action step = step_of(kind, facility->id);

        step.service = service;
        step.beds = beds;
        if (beds > 0)
            add_step(option, town, facility->type, step);
    }
}

static void add_institution_options(town_menu *menu, const mend_town *town,
                                    const circlet_facility_record *facility)
{
    int64_t beds = facility->services[0].beds;

    if (strcmp(facility->type, "elderly_institution") == 0) {
        add_bed_options(menu, town, facility, "partition", "special_welfare",
                        town_has(town, "A-BEDS-SPECIAL") && beds >= 50 ? 50
                                                                       : 0);
        add_bed_options(menu, town, facility, "partition", "mental_welfare",
                        town_has(town, "A-BEDS-MENTAL") && beds >= 100 ? 100
                                                                       : 0);
    } else if (strcmp(facility->services[0].service, "special_welfare") == 0) {
        add_bed_options(menu, town, facility, "enlarge", "special_welfare",
                        town_has(town, "A-BEDS-SPECIAL") && beds < 50
                            ? 50 - (int)beds
                            : 0);
    } else {
        bool adds = town_has(town, "A-REHAB-ASSESS");
        size_t count;

        add_bed_options(menu, town, facility, "enlarge", "rehabilitation",
                        town_has(town, "A-BEDS-REHAB") ? 20 : 0);
        count = menu->option_counts[menu->place_count];
        for (size_t i = 0; adds && i < count; i++) {
            town_option *option = next_option(menu);
            circlet_plan_action step = step_of("add_service", facility->id);

            *option = menu->options[menu->place_count][i];
            step.service = "rehabilitation_assessment";
            add_step(option, town, facility->type, step);
        }
    }
}

/* Whether a size may stand in the setting of a site. */
static bool is_allowed(const ci_catalogue_size *size, const char *setting)
{
    bool is_allowed = size->settings.count == 0;

    for (size_t i = 0; i < size->settings.count; i++)
        is_allowed |= strcmp(size->settings.items[i], setting) == 0;
    return is_allowed;
}

/* The area of a size on a site: its own, or if neither it nor a smaller one
 * of its kind has room there, that of the site; 0: it cannot stand there.
 * Comprehensive homes are a kind of their own. */
static double area_on(const ci_catalogue_entry *entry, size_t position,
                      const circlet_site_record *record, const char *setting)
{
    const ci_catalogue_size size = ci_catalogue_size_at(entry, position);
    double area = size.facility.measures[CIRCLET_MEASURE_AREA_M2];
    bool has_smaller = false;

    if (!circlet_list_has(record->types, size.facility.type) ||
        !is_allowed(&size, setting))
        return 0;
    if (!(area > record->max_area_m2))
        return area;
    for (size_t i = 0; i < position; i++) {
        const ci_catalogue_size other = ci_catalogue_size_at(entry, i);

        has_smaller |=
            is_allowed(&other, setting) &&
            other.facility.is_comprehensive == size.facility.is_comprehensive;
    }
    return has_smaller ? 0 : record->max_area_m2;
}

/* A home that is built may be given both services of care and more area at
 * once; other services do nothing, nor does one of the two. */
static void add_changes(town_option *option, const mend_town *town,
                        const ci_catalogue_size *size, const char *id,
                        bool with_care, int steps)
{
    const ci_facility_types types = {town->policy.types,
                                     town->policy.type_count};

    for (int bit = 0; with_care && bit < 2; bit++) {
        circlet_plan_action step = step_of("add_service", id);

        step.service = bit ? "severe_care" : "mental_care";
        if (!ci_facility_offers(&size->facility, step.service, &types))
            add_step(option, town, size->facility.type, step);
    }
    if (steps > 0) {
        circlet_plan_action step = step_of("enlarge", id);

        step.area_m2 = 50 * steps;
        add_step(option, town, size->facility.type, step);
    }
}

/* How many steps of area a building may get at once. */
static int steps_on(const mend_town *town, const ci_catalogue_entry *entry,
                    const circlet_site_record *record, double area)
{
    double most = fmin(entry->area_max_m2, record->max_area_m2);
    bool grows = strcmp(entry->facility.type, "warm_home") == 0 &&
                 town_has(town, "B-AREA");

    return grows ? (int)fmin(5, floor((most - area) / 50)) : 0;
}

static void add_build_option(town_menu *menu, const mend_town *town,
                             const ci_catalogue_entry *entry,
                             const ci_catalogue_size *size,
                             const circlet_site_record *record, double area)
{
    const circlet_service_record *own = size->facility.services;
    const char *id = menu->names[menu->place_count];
    int cares = strcmp(size->facility.type, "warm_home") == 0 &&
                        town_has(town, "B-FUNCTION") && area <= 100
                    ? 2
                    : 1;
    circlet_plan_action step = step_of("build", id);

    step.site = record->id;
    step.type = size->facility.type;
    step.tier = size->facility.tier;
    step.area_m2 = area;
    for (size_t s = 0; s < size->facility.service_count; s++)
        if (own[s].beds > 0) {
            step.service = own[s].service;
            step.beds = own[s].beds;
        }
    for (int care = 0; care < cares; care++)
        for (int more = 0; more <= steps_on(town, entry, record, area);
             more++) {
            town_option *option = next_option(menu);

            option->steps[option->step_count++] = step;
            option->cny = size->cost_cny +
                          (isnan(record->cost_cny) ? 0 : record->cost_cny);
            add_changes(option, town, size, id, care > 0, more);
        }
}

static void add_build_options(town_menu *menu, const mend_town *town,
                              circlet_site site)
{
    const circlet_site_record *record = circlet_city_site(town->city, site);
    const circlet_policy *policy = &town->policy;
    const char *setting = circlet_city_unit_setting(
        town->city,
        circlet_city_site_unit(town->city, site, CIRCLET_LEVEL_STREET));

    snprintf(menu->names[menu->place_count], sizeof(menu->names[0]), "new%s",
             record->id);
    next_option(menu);
    for (size_t e = 0; e < policy->catalogue_count; e++) {
        const ci_catalogue_entry *entry = &policy->catalogue[e];

        for (size_t i = 0; i < ci_catalogue_size_count(entry); i++) {
            const ci_catalogue_size size = ci_catalogue_size_at(entry, i);
            double area = area_on(entry, i, record, setting);

            if (area > 0)
                add_build_option(menu, town, entry, &size, record, area);
        }
    }
}

static void list_menu(town_menu *menu, const mend_town *town)
{
    const circlet_city *city = town->city;

    memset(menu->option_counts, 0, sizeof(menu->option_counts));
    menu->place_count = 0;
    for (circlet_facility i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, i);

        if (strcmp(facility->type, "warm_home") == 0)
            add_home_options(menu, town, facility);
        else
            add_institution_options(menu, town, facility);
        menu->place_count++;
    }
    for (circlet_site i = 0; i < circlet_city_site_count(city); i++) {
        add_build_options(menu, town, i);
        menu->place_count++;
    }
}

static double count_combinations(const town_menu *menu)
{
    double count = 1;

    for (size_t i = 0; i < menu->place_count; i++)
        count *= (double)menu->option_counts[i];
    return count;
}

/* ---- every set ---------------------------------------------------------- */

static bool has_failed(const circlet_findings *findings,
                       const circlet_finding *asked)
{
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        if (strcmp(finding->rule, asked->rule) == 0 &&
            strcmp(finding->unit, asked->unit) == 0 &&
            finding->subject == asked->subject &&
            strcmp(finding->subject_id, asked->subject_id) == 0)
            return finding->verdict == CIRCLET_VERDICT_FAIL;
    }
    return false;
}

static bool breaks_a_rule(const mend_town *town, const circlet_city *city)
{
    circlet_findings *before = judge_town(town, town->city);
    circlet_findings *after = judge_town(town, city);
    bool breaks = false;

    for (size_t i = 0; i < circlet_findings_count(after); i++) {
        const circlet_finding *finding = circlet_findings_at(after, i);

        breaks |= finding->verdict == CIRCLET_VERDICT_FAIL &&
                  !has_failed(before, finding);
    }
    circlet_findings_free(before);
    circlet_findings_free(after);
    return breaks;
}

/* False: that cannot be carried out, or makes something fail that did not. */
static bool carry_out(town_score *out, const mend_town *town, town_menu *menu,
                      const size_t *picks)
{
    circlet_plan_action actions[PLACE_MAX * STEP_MAX];
    circlet_plan_parts parts = {.actions = actions};
    circlet_plan *plan = NULL;
    circlet_city *city = NULL;
    bool is_done = false;
    double cny = 0;
    circlet_error why;

    for (size_t p = 0; p < menu->place_count; p++) {
        const town_option *option = &menu->options[p][picks[p]];

        cny += option->cny;
        for (size_t s = 0; s < option->step_count; s++) {
            snprintf(menu->ids[p][s], sizeof(menu->ids[p][s]), "%zu-%zu", p,
                     s);
            actions[parts.action_count] = option->steps[s];
            actions[parts.action_count++].id = menu->ids[p][s];
        }
    }
    assert_ok(circlet_plan_new(&plan, "e", &parts, error));
    if (!circlet_plan_apply(&city, plan, &town->policy, town->city, 0, &why)) {
        *out = score_town(town, city);
        out->cny = cny;
        is_done = !breaks_a_rule(town, city);
    }
    circlet_plan_free(plan);
    circlet_city_free(city);
    return is_done;
}

static bool next_picks(size_t *picks, const town_menu *menu)
{
    for (size_t p = 0; p < menu->place_count; p++) {
        if (++picks[p] < menu->option_counts[p])
            return true;
        picks[p] = 0;
    }
    return false;
}

static double cost_of(const town_menu *menu, const size_t *picks)
{
    double cny = 0;

    for (size_t p = 0; p < menu->place_count; p++)
        cny += menu->options[p][picks[p]].cny;
    return cny;
}

/* What may be spent: in all, and in the streets U and P. */
typedef struct town_budget {
    double all, streets[2];
} town_budget;

static const char *const budget_streets[] = {"U", "P"};

/* What is done at places in a street costs so much. */
static double cost_in(const mend_town *town, const town_menu *menu,
                      const size_t *picks, const char *street)
{
    const circlet_city *city = town->city;
    size_t facilities = circlet_city_facility_count(city);
    circlet_unit asked = circlet_city_find_unit(city, street);
    double cny = 0;

    for (size_t p = 0; p < menu->place_count; p++) {
        circlet_unit unit =
            p < facilities
                ? circlet_city_facility_unit(city, (circlet_facility)p,
                                             CIRCLET_LEVEL_STREET)
                : circlet_city_site_unit(city, (circlet_site)(p - facilities),
                                         CIRCLET_LEVEL_STREET);

        if (unit == asked)
            cny += menu->options[p][picks[p]].cny;
    }
    return cny;
}

static bool is_affordable(const mend_town *town, const town_menu *menu,
                          const size_t *picks, const town_budget *budget)
{
    for (size_t i = 0; i < 2; i++)
        if (cost_in(town, menu, picks, budget_streets[i]) > budget->streets[i])
            return false;
    return cost_of(menu, picks) <= budget->all;
}

static town_score best_of_all(const mend_town *town, town_menu *menu,
                              const town_budget *budget, bool with_failures)
{
    size_t picks[PLACE_MAX] = {0};
    town_score best = {1e15, 1e15, 1e15, 1e15, 1e15};

    do {
        town_score score = {0, 0, 0, 0, 0};

        if (is_affordable(town, menu, picks, budget) &&
            carry_out(&score, town, menu, picks) &&
            compare_scores(&score, &best, with_failures) < 0)
            best = score;
    } while (next_picks(picks, menu));
    assert_true(best.must < 1e15 && best.should < 1e15);
    return best;
}

/* ---- the plan ----------------------------------------------------------- */

static circlet_plan *plan_town(const mend_town *town,
                               const town_budget *budget, uint32_t threads)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;
    char streets[64] = "";

    options.name = "p";
    options.budget_cny = isfinite(budget->all) ? budget->all : 0;
    if (isfinite(budget->streets[0]))
        snprintf(streets, sizeof(streets), "U=%.0f,P=%.0f", budget->streets[0],
                 budget->streets[1]);
    options.budgets = streets;
    options.threads = threads;
    options.is_cautious = town->is_cautious;
    assert_ok(circlet_plan_compute(&plan, &town->policy, town->city,
                                   travel_in(town), &options, error));
    return plan;
}

static town_score score_plan(const mend_town *town, const circlet_plan *plan)
{
    circlet_city *city = NULL;
    town_score score;

    assert_ok(
        circlet_plan_apply(&city, plan, &town->policy, town->city, 0, error));
    score = score_town(town, city);
    assert_false(breaks_a_rule(town, city));
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        score.cny += circlet_plan_action_at(plan, i)->cost_cny;
    circlet_city_free(city);
    return score;
}

static const circlet_plan_level *level_of(const circlet_plan *plan,
                                          const char *name)
{
    for (size_t i = 0; i < circlet_plan_level_count(plan); i++)
        if (strcmp(circlet_plan_level_at(plan, i)->name, name) == 0)
            return circlet_plan_level_at(plan, i);
    fail_msg("no level '%s'", name);
    return NULL;
}

/* Whether something can be had by no choice of actions: then findings fail
 * that the plan does not count. */
static bool leaves_the_impossible(const circlet_plan *plan)
{
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++)
        if (strncmp(circlet_plan_impossible_at(plan, i)->reason, "none_", 5) ==
            0)
            return true;
    return false;
}

/* No set of actions is better at any level: where that is not said to be
 * proved, at those that are. Whether it is of the cost. */
static bool check_best(const mend_town *town, const circlet_plan *plan,
                       const town_score *best, bool with_failures,
                       uint64_t seed)
{
    town_score score = score_plan(town, plan);
    const circlet_plan_level *cost = level_of(plan, "cost_cny");
    bool is_proved = cost->proof == CIRCLET_PROOF_OPTIMAL;
    int order = compare_scores(&score, best, with_failures);

    if (!is_proved && compare_levels(score.must, best->must) == 0 &&
        compare_levels(score.should, best->should) == 0)
        order = 0;
    if (compare_levels(cost->objective, score.cny) != 0 || order > 0)
        fail_msg("seed %llu: %g %g %g %g %g, best %g %g %g %g %g",
                 (unsigned long long)seed, score.must, score.must_failures,
                 score.should, score.should_failures, score.cny, best->must,
                 best->must_failures, best->should, best->should_failures,
                 best->cny);
    assert_true(cost->bound <= cost->objective + 0.5);
    if (is_proved && order == 0)
        assert_true(cost->bound <= best->cny + 0.5);
    return is_proved;
}

/* ---- tests -------------------------------------------------------------- */

typedef enum budget_kind { NO_BUDGET, ONE_BUDGET, STREET_BUDGETS } budget_kind;

static town_budget draw_budget(budget_kind kind, uint64_t seed)
{
    town_budget budget = {INFINITY, {INFINITY, INFINITY}};

    if (kind == ONE_BUDGET)
        budget.all = 100000.0 * (1 + town_draw(&seed, 60));
    for (size_t i = 0; kind == STREET_BUDGETS && i < 2; i++)
        budget.streets[i] = 100000.0 * town_draw(&seed, 30);
    if (kind == STREET_BUDGETS && town_draw(&seed, 2))
        budget.all = 100000.0 * (1 + town_draw(&seed, 60));
    return budget;
}

static void check_towns(town_focus focus, budget_kind kind, uint64_t from,
                        uint64_t to)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    town_menu *menu = malloc(sizeof(*menu));
    size_t tried = 0, whole = 0, acted = 0;

    assert_non_null(menu);
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = from; seed < from + unit_cases(to - from); seed++) {
        mend_town town = {.focus = focus};

        draw_mend_town(&town, policy, seed);
        list_menu(menu, &town);
        if (count_combinations(menu) <= COMBINATION_MAX) {
            town_budget budget = draw_budget(kind, seed);
            circlet_plan *plan = plan_town(&town, &budget, 1);
            bool with_failures = !leaves_the_impossible(plan);
            town_score best = best_of_all(&town, menu, &budget, with_failures);

            whole += check_best(&town, plan, &best, with_failures, seed);
            acted += circlet_plan_action_count(plan) > 0;
            tried++;
            circlet_plan_free(plan);
        }
        circlet_city_free(town.city);
    }
    print_message("%zu towns, %zu with actions, %zu proved cheapest\n", tried,
                  acted, whole);
    if (unit_tries_all())
        assert_true(tried > 25 && acted > tried / 3 && 3 * whole > 2 * tried);
    free(menu);
    free(text);
    circlet_policy_free(policy);
}

static void no_set_of_actions_is_better(void **state)
{
    (void)state;
    check_towns(TOWN_OF_ALL, NO_BUDGET, 0, 70);
}

static void no_set_within_a_budget_is_better(void **state)
{
    (void)state;
    check_towns(TOWN_OF_ALL, ONE_BUDGET, 1000, 1070);
}

static void no_set_within_budgets_of_streets_is_better(void **state)
{
    (void)state;
    check_towns(TOWN_OF_ALL, STREET_BUDGETS, 4000, 4070);
}

static void one_village_hosts_one_home_of_a_group(void **state)
{
    (void)state;
    check_towns(TOWN_OF_GROUPS, NO_BUDGET, 2000, 2070);
}

static void no_area_is_added_that_a_new_home_brings(void **state)
{
    (void)state;
    check_towns(TOWN_OF_AREA, NO_BUDGET, 3000, 3070);
}

/* Whether something can be had as assumed alone. */
static bool is_in_doubt(const circlet_plan *plan)
{
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++)
        if (strcmp(circlet_plan_impossible_at(plan, i)->reason, "in_doubt") ==
            0)
            return true;
    return false;
}

static const town_budget no_budget = {INFINITY, {INFINITY, INFINITY}};

static bool is_proved_whole(const circlet_plan *plan)
{
    return level_of(plan, "must_shortfall")->objective <= 0 &&
           level_of(plan, "should_shortfall")->objective <= 0 &&
           level_of(plan, "cost_cny")->proof == CIRCLET_PROOF_OPTIMAL;
}

/* Where something is in doubt it is had as assumed, which costs more than
 * what is sure. */
static void check_cautious(const circlet_plan *plan, mend_town *town,
                           const town_score *best, uint64_t seed)
{
    town_score score = score_plan(town, plan);

    if (compare_levels(score.must, best->must) > 0 ||
        compare_levels(score.should, best->should) > 0 ||
        (is_proved_whole(plan) && !is_in_doubt(plan) &&
         compare_scores(&score, best, false) != 0))
        fail_msg("seed %llu: surely %g %g %g, best %g %g %g",
                 (unsigned long long)seed, score.must, score.should, score.cny,
                 best->must, best->should, best->cny);
}

/* Neither counts as sure what the other does not. */
static bool costs_no_less(const circlet_plan *cautious,
                          const circlet_plan *plan)
{
    return !is_proved_whole(cautious) || !is_proved_whole(plan) ||
           level_of(cautious, "cost_cny")->objective >=
               level_of(plan, "cost_cny")->objective - 0.5;
}

static void no_set_of_actions_is_surely_better(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    town_menu *menu = malloc(sizeof(*menu));
    size_t tried = 0, dearer = 0, doubted = 0;

    (void)state;
    assert_non_null(menu);
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 4000; seed < 4000 + unit_cases(90); seed++) {
        mend_town town = {.focus = seed % 3 ? TOWN_OF_ALL : TOWN_OF_AREA,
                          .is_doubtful = true};
        circlet_plan *plan, *cautious;

        draw_mend_town(&town, policy, seed);
        list_menu(menu, &town);
        if (count_combinations(menu) <= COMBINATION_MAX) {
            town_score best;

            plan = plan_town(&town, &no_budget, 1);
            town.is_cautious = true;
            best = best_of_all(&town, menu, &no_budget, false);
            cautious = plan_town(&town, &no_budget, 1);
            check_cautious(cautious, &town, &best, seed);
            assert_true(circlet_plan_is_cautious(cautious));
            assert_true(costs_no_less(cautious, plan));
            dearer += level_of(cautious, "cost_cny")->objective >
                      level_of(plan, "cost_cny")->objective;
            doubted += is_in_doubt(cautious);
            tried++;
            circlet_plan_free(plan);
            circlet_plan_free(cautious);
        }
        circlet_city_free(town.city);
    }
    print_message("%zu towns, %zu dearer surely, %zu with something in "
                  "doubt\n",
                  tried, dearer, doubted);
    if (unit_tries_all())
        assert_true(tried > 25 && dearer > 5 && doubted > 5);
    free(menu);
    free(text);
    circlet_policy_free(policy);
}

static void without_doubt_caution_changes_nothing(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 5000; seed < 5000 + unit_cases(40); seed++) {
        mend_town town = {.focus = TOWN_OF_ALL};
        circlet_plan *plan, *cautious;

        draw_mend_town(&town, policy, seed);
        plan = plan_town(&town, &no_budget, 1);
        town.is_cautious = true;
        cautious = plan_town(&town, &no_budget, 1);
        assert_int_equal(circlet_plan_action_count(plan),
                         circlet_plan_action_count(cautious));
        for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
            assert_string_equal(circlet_plan_action_at(plan, i)->text_en,
                                circlet_plan_action_at(cautious, i)->text_en);
        for (size_t i = 0; i < circlet_plan_level_count(plan); i++)
            assert_true(circlet_plan_level_at(plan, i)->objective ==
                        circlet_plan_level_at(cautious, i)->objective);
        assert_false(is_in_doubt(cautious));
        circlet_plan_free(plan);
        circlet_plan_free(cautious);
        circlet_city_free(town.city);
    }
    free(text);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_set_of_actions_is_better),
        cmocka_unit_test(one_village_hosts_one_home_of_a_group),
        cmocka_unit_test(no_area_is_added_that_a_new_home_brings),
        cmocka_unit_test(no_set_within_a_budget_is_better),
        cmocka_unit_test(no_set_of_actions_is_surely_better),
        cmocka_unit_test(without_doubt_caution_changes_nothing),
        cmocka_unit_test(no_set_within_budgets_of_streets_is_better),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
