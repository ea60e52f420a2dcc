/*
 * The district of mend_town.h over three years: rules that fall due or end in
 * different years, homes that close, buildings that take longer than a year,
 * people who come first, budgets of years and streets. And what comes of
 * every choice of what is done in every year, judged by the judge itself.
 */
#ifndef TESTS_PHASED_TOWN_H
#define TESTS_PHASED_TOWN_H

#include "town_menu.h"

#define PHASE_YEARS 3
#define PHASE_BUDGETS 8
#define PHASE_TYPES 16
#define PHASE_STATES 700
#define PHASE_MOVES (1 + OPTION_MAX * PHASE_YEARS)

static const int phase_years[PHASE_YEARS] = {2018, 2019, 2020};
static const char *const phase_streets[] = {"U", "P", "M"};

typedef struct phase_budget {
    int year; /* 0: of all */
    const char *street; /* NULL: of the whole */
    double cny;
} phase_budget;

typedef struct phased_town {
    mend_town town;
    ci_catalogue_entry catalogue[PHASE_TYPES];
    const char *first_street; /* its people come first; "D": all of them;
                                 NULL: nobody */
    phase_budget budgets[PHASE_BUDGETS];
    size_t budget_count;
    char budget_text[256];
    double budget_cny; /* of the whole over all years; 0: none */
} phased_town;

/* ---- rules -------------------------------------------------------------- */

static inline void draw_years_of_rule(ci_rule *rule, uint64_t *seed)
{
    if (rule->kind == CI_RULE_CIRCLE || town_draw(seed, 2))
        rule->due = 2017 + (int)town_draw(seed, 4);
    if (town_draw(seed, 8) == 0)
        rule->until = 2018 + (int)town_draw(seed, 2);
}

static inline void draw_phased_rules(phased_town *out,
                                     const circlet_policy *policy,
                                     uint64_t *seed)
{
    static const char *const ids[] = {
        "B-CIRCLE-15",  "B-CIRCLE-30",     "B-HOME-URBAN",
        "B-HOME-PLAIN", "B-HOME-MOUNTAIN", "B-FUNCTION",
        "A-MENTAL-DAY", "A-ASSISTIVE",     "A-BEDS-SPECIAL"};
    mend_town *town = &out->town;

    town->policy = *policy;
    town->policy.rules = town->rules;
    town->policy.rule_count = 0;
    for (size_t i = 0; i < policy->rule_count; i++)
        for (size_t k = 0; k < sizeof(ids) / sizeof(ids[0]); k++)
            if (strcmp(policy->rules[i].id, ids[k]) == 0 &&
                (policy->rules[i].kind == CI_RULE_CIRCLE ||
                 town_draw(seed, 4) == 0)) {
                ci_rule *rule = &town->rules[town->policy.rule_count++];

                *rule = policy->rules[i];
                draw_years_of_rule(rule, seed);
            }
}

/* Some types take up to three years. */
static inline void draw_lead_times(phased_town *out, uint64_t *seed)
{
    circlet_policy *policy = &out->town.policy;

    assert_true(policy->catalogue_count <= PHASE_TYPES);
    for (size_t i = 0; i < policy->catalogue_count; i++) {
        out->catalogue[i] = policy->catalogue[i];
        if (town_draw(seed, 3) == 0)
            out->catalogue[i].lead_months = 1 + (int)town_draw(seed, 36);
    }
    policy->catalogue = out->catalogue;
}

/* ---- the city ----------------------------------------------------------- */

static inline const char *tags_of(const phased_town *of, const char *code)
{
    return of->first_street && strcmp(of->first_street, code) == 0
               ? "other;urban_six"
               : NULL;
}

static inline void phased_units(circlet_city_builder *builder,
                                const phased_town *of)
{
    static const char *const settings[] = {"urban", "plain", "mountain"};
    circlet_point corners[5];
    circlet_unit_record record = unit("D", CIRCLET_LEVEL_DISTRICT, NULL);

    record.residents = 40000;
    record.area = rectangle(corners, 0, 0, 30, 12);
    record.tags = tags_of(of, "D");
    add_unit(builder, record);
    for (int i = 0; i < 3; i++) {
        record = unit(phase_streets[i], CIRCLET_LEVEL_STREET, "D");
        record.setting = settings[i];
        record.area = rectangle(corners, 10 * i, 0, 10 * (i + 1), 12);
        record.tags = tags_of(of, phase_streets[i]);
        add_unit(builder, record);
    }
    for (int v = 0; v < 3; v++) {
        char code[16];

        snprintf(code, sizeof(code), "V%d", v);
        record = unit(code, CIRCLET_LEVEL_COMMUNITY, "P");
        record.kind = "village";
        record.area = rectangle(corners, 10, 4 * v, 20, 4 * (v + 1));
        add_unit(builder, record);
    }
}

/* Up to two homes, most of which close on a day of these years. */
static inline void phased_homes(circlet_city_builder *builder,
                                const phased_town *of, uint64_t *seed)
{
    static const circlet_service_record service = {"warm_home", -1, -1,
                                                   -1,          0,  0};
    uint32_t count = town_draw(seed, 3);

    for (uint32_t i = 0; i < count; i++) {
        char id[16];
        circlet_facility_record record;

        snprintf(id, sizeof(id), "h%u", i);
        record = town_facility(id, "warm_home", &of->town, seed);
        record.services = &service;
        record.service_count = 1;
        if (town_draw(seed, 3))
            record.closed = (2018 + (int)town_draw(seed, 3)) * 10000 +
                            (1 + (int)town_draw(seed, 12)) * 100 + 15;
        assert_ok(circlet_city_builder_add_facility(builder, &record, error));
    }
}

static inline void phased_sites(circlet_city_builder *builder,
                                const phased_town *of, uint64_t *seed)
{
    static const char *const types[] = {"warm_home",
                                        "warm_home",
                                        "warm_home",
                                        "warm_home;mental_day_station",
                                        "warm_home;assistive_device_station",
                                        "special_welfare_institution"};
    uint32_t count = 1 + town_draw(seed, 4);

    for (uint32_t i = 0; i < count; i++) {
        char id[16];
        circlet_site_record record = site(id);

        snprintf(id, sizeof(id), "s%u", i);
        record.at = town_point(&of->town, seed);
        record.types = types[town_draw(seed, 6)];
        if (town_draw(seed, 2))
            record.max_area_m2 = 100 + 200 * town_draw(seed, 2);
        if (town_draw(seed, 2))
            record.cost_cny = 50000 * town_draw(seed, 20);
        assert_ok(circlet_city_builder_add_site(builder, &record, error));
    }
}

static inline void add_budget(phased_town *out, phase_budget budget)
{
    char part[48] = "", *text = out->budget_text;
    size_t size = strlen(text);

    if (budget.year > 0)
        snprintf(part, sizeof(part), "%d:", budget.year);
    snprintf(text + size, sizeof(out->budget_text) - size, "%s%s%s%s%.0f",
             size > 0 ? "," : "", part, budget.street ? budget.street : "",
             budget.street ? "=" : "", budget.cny);
    out->budgets[out->budget_count++] = budget;
}

/* None; of some years; of a street in some years; of a street and the whole.
 */
static inline void draw_budgets(phased_town *out, uint64_t *seed)
{
    uint32_t kind = town_draw(seed, 5);

    for (size_t y = 0; y < PHASE_YEARS && kind > 0 && kind < 4; y++) {
        const char *street =
            kind == 3 ? phase_streets[town_draw(seed, 3)] : NULL;

        if (kind == 1 || town_draw(seed, 3))
            add_budget(out, (phase_budget){phase_years[y], street,
                                           100000.0 * town_draw(seed, 25)});
    }
    if (kind == 4) {
        add_budget(out, (phase_budget){0, phase_streets[town_draw(seed, 3)],
                                       100000.0 * town_draw(seed, 20)});
        add_budget(out,
                   (phase_budget){2018, NULL, 100000.0 * town_draw(seed, 25)});
        out->budget_cny = 100000.0 * (1 + town_draw(seed, 50));
    }
}

static inline void draw_phased_town(phased_town *out,
                                    const circlet_policy *policy,
                                    uint64_t seed)
{
    static const char *const places[] = {"U", "P", "M", "D", NULL};
    circlet_city_builder *builder = new_builder();

    *out = (phased_town){.budget_count = 0};
    draw_phased_rules(out, policy, &seed);
    draw_lead_times(out, &seed);
    out->first_street = places[town_draw(&seed, 5)];
    phased_units(builder, out);
    town_people(builder, &out->town, &seed);
    phased_homes(builder, out, &seed);
    phased_sites(builder, out, &seed);
    draw_budgets(out, &seed);
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    assert_ok(circlet_city_builder_say_complete(builder, CIRCLET_PART_PEOPLE,
                                                error));
    assert_ok(
        circlet_city_builder_say_complete(builder, CIRCLET_PART_UNITS, error));
    out->town.city = finish(builder);
}

/* ---- how good a year is ------------------------------------------------- */

typedef struct year_score {
    town_score score;
    double first, all; /* persons outside circles, of units that come first */
    double lacks[TOWN_RULE_MAX]; /* each rule's part of the score */
    bool is_valid; /* nothing fails that did not */
} year_score;

static inline circlet_findings *judge_in(const phased_town *of,
                                         const circlet_city *city, int year)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;

    options.threads = 1;
    options.year = year;
    assert_ok(circlet_policy_judge(&findings, &of->town.policy, city,
                                   &town_travel, &options, error));
    return findings;
}

static inline bool comes_first(const phased_town *of, const char *street)
{
    return of->first_street && (strcmp(of->first_street, "D") == 0 ||
                                strcmp(of->first_street, street) == 0);
}

static inline void add_finding(year_score *out, const phased_town *of,
                               const circlet_city *city,
                               const circlet_findings *findings, size_t i)
{
    const circlet_finding *finding = circlet_findings_at(findings, i);
    const ci_rule *rule = find_rule(&of->town.policy, finding->rule);
    bool fails = finding->verdict == CIRCLET_VERDICT_FAIL;
    double lack = fails ? town_shortfall(&of->town, city, findings, i) : 0;
    bool counts = fails && ci_mend_is_planned(rule);

    if (rule->kind == CI_RULE_CIRCLE && finding->persons > 0) {
        double outside = finding->persons - finding->persons_covered;

        out->all += outside;
        out->first += comes_first(of, finding->unit) ? outside : 0;
    }
    out->lacks[rule - of->town.rules] += lack;
    if (finding->force == CIRCLET_FORCE_MUST) {
        out->score.must += lack;
        out->score.must_failures += counts;
    } else if (finding->force == CIRCLET_FORCE_SHOULD) {
        out->score.should += lack;
        out->score.should_failures += counts;
    }
}

static inline year_score score_year(const phased_town *of,
                                    const circlet_city *city, int year)
{
    circlet_findings *before = judge_in(of, of->town.city, year);
    circlet_findings *findings = judge_in(of, city, year);
    year_score score = {.is_valid = true};

    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        add_finding(&score, of, city, findings, i);
        if (finding->verdict == CIRCLET_VERDICT_FAIL &&
            !has_failed(before, finding))
            score.is_valid = false;
    }
    circlet_findings_free(before);
    circlet_findings_free(findings);
    return score;
}

/* ---- every choice ------------------------------------------------------- */

/* One thing that is done at a place, begun in a year. */
typedef struct phase_move {
    size_t option;
    int start, done;
} phase_move;

typedef struct phase_menu {
    town_menu menu;
    phase_move moves[PLACE_MAX][PHASE_MOVES]; /* the first: nothing */
    size_t move_counts[PLACE_MAX];
    size_t strides[PLACE_MAX];
    size_t state_count;
    year_score scores[PHASE_STATES][PHASE_YEARS]; /* with all of it done */
} phase_menu;

/* The city with one option of each place done from a year on; NULL: that
 * cannot be carried out. */
static inline circlet_city *city_with(const phased_town *of, phase_menu *menu,
                                      const size_t *picks, int year)
{
    circlet_plan_action actions[PLACE_MAX * STEP_MAX];
    circlet_plan_parts parts = {.actions = actions};
    town_menu *list = &menu->menu;
    circlet_plan *plan = NULL;
    circlet_city *city = NULL;
    circlet_error why;

    for (size_t p = 0; p < list->place_count; p++) {
        const town_option *option = &list->options[p][picks[p]];

        for (size_t s = 0; s < option->step_count; s++) {
            snprintf(list->ids[p][s], sizeof(list->ids[p][s]), "%zu-%zu", p,
                     s);
            actions[parts.action_count] = option->steps[s];
            actions[parts.action_count].year = year;
            actions[parts.action_count++].id = list->ids[p][s];
        }
    }
    assert_ok(circlet_plan_new(&plan, "e", &parts, error));
    if (circlet_plan_apply(&city, plan, &of->town.policy, of->town.city, 0,
                           &why))
        city = NULL;
    circlet_plan_free(plan);
    return city;
}

/* Work of so many months, begun on 1 January, is done in that year or a
 * later one: all steps at a place are begun together. */
static inline int done_year(const phased_town *of, const town_option *option,
                            int start)
{
    int most = 0;

    for (size_t s = 0; s < option->step_count; s++) {
        const circlet_plan_action *step = &option->steps[s];
        const char *type = step->type              ? step->type
                           : option->steps[0].type ? option->steps[0].type
                                                   : "warm_home";
        int months = ci_price_lead_months(
            &of->town.policy, price_kind_of(step->kind), type, step->service);

        most = months > most ? months : most;
    }
    return start + (most > 0 ? (most - 1) / 12 : 0);
}

static inline bool can_be_done(const phased_town *of, phase_menu *menu,
                               size_t place, size_t option, int year)
{
    size_t picks[PLACE_MAX] = {0};
    circlet_city *city;

    picks[place] = option;
    city = city_with(of, menu, picks, year);
    circlet_city_free(city);
    return city != NULL;
}

static inline void list_moves(phase_menu *menu, const phased_town *of,
                              size_t place)
{
    const town_menu *list = &menu->menu;
    phase_move *moves = menu->moves[place];
    size_t count = 1;

    moves[0] = (phase_move){0, 0, 0};
    for (size_t o = 1; o < list->option_counts[place]; o++)
        for (size_t y = 0; y < PHASE_YEARS; y++) {
            const town_option *option = &list->options[place][o];
            int done = done_year(of, option, phase_years[y]);

            if (isfinite(option->cny) &&
                done <= phase_years[PHASE_YEARS - 1] &&
                can_be_done(of, menu, place, o, done))
                moves[count++] = (phase_move){o, phase_years[y], done};
        }
    menu->move_counts[place] = count;
}

static inline void score_states(phase_menu *menu, const phased_town *of)
{
    size_t picks[PLACE_MAX] = {0}, state = 0;

    do {
        circlet_city *city = city_with(of, menu, picks, phase_years[0]);

        for (size_t y = 0; y < PHASE_YEARS; y++)
            menu->scores[state][y] = city
                                         ? score_year(of, city, phase_years[y])
                                         : (year_score){.is_valid = false};
        circlet_city_free(city);
        state++;
    } while (next_picks(picks, &menu->menu));
    assert_true(state == menu->state_count);
}

/* False: there is too much of it. */
static inline bool list_phases(phase_menu *out, const phased_town *of)
{
    town_menu *list = &out->menu;

    list_menu(list, &of->town);
    if (count_combinations(list) > PHASE_STATES)
        return false;
    out->state_count = 1;
    for (size_t p = 0; p < list->place_count; p++) {
        out->strides[p] = out->state_count;
        out->state_count *= list->option_counts[p];
        list_moves(out, of, p);
    }
    score_states(out, of);
    return true;
}

static inline double count_courses(const phase_menu *menu)
{
    double count = 1;

    for (size_t p = 0; p < menu->menu.place_count; p++)
        count *= (double)menu->move_counts[p];
    return count;
}

#endif
