/* What can be done in a drawn town, place by place, and what comes of a choice
 * of it: carried out and judged by the judge itself. */
#ifndef TESTS_TOWN_MENU_H
#define TESTS_TOWN_MENU_H

#include "mend_town.h"

#include "policy/price.h"

#define OPTION_MAX 120
#define PLACE_MAX 14
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
    char ids[PLACE_MAX][STEP_MAX][48], names[PLACE_MAX][16];
    const circlet_plan *given; /* is done before; or NULL */
    const circlet_city *origin; /* the city without it */
} town_menu;

/* ---- what can be done --------------------------------------------------- */

static inline circlet_plan_action step_of(const char *kind,
                                          const char *facility)
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

static inline ci_price_kind price_kind_of(const char *kind)
{
    int i = 0;

    while (strcmp(ci_price_kind_name((ci_price_kind)i), kind) != 0)
        i++;
    return (ci_price_kind)i;
}

/* Adds a step, and what it costs. */
static inline void add_step(town_option *option, const mend_town *town,
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

static inline town_option *next_option(town_menu *menu)
{
    size_t place = menu->place_count;
    town_option *option = &menu->options[place][menu->option_counts[place]++];

    assert_true(menu->option_counts[place] <= OPTION_MAX);
    *option = (town_option){.step_count = 0};
    return option;
}

/* Whether there is room in a home of unknown area is not known. */
static inline void add_home_options(town_menu *menu, const mend_town *town,
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

static inline void add_bed_options(town_menu *menu, const mend_town *town,
                                   const circlet_facility_record *facility,
                                   const char *kind, const char *service,
                                   int most)
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

static inline void add_institution_options(
    town_menu *menu, const mend_town *town,
    const circlet_facility_record *facility)
{
    int64_t beds =
        facility->service_count > 0 ? facility->services[0].beds : 0;

    if (facility->service_count == 0) {
        next_option(menu);
    } else if (strcmp(facility->type, "elderly_institution") == 0) {
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
static inline bool is_allowed(const ci_catalogue_size *size,
                              const char *setting)
{
    bool is_allowed = size->settings.count == 0;

    for (size_t i = 0; i < size->settings.count; i++)
        is_allowed |= strcmp(size->settings.items[i], setting) == 0;
    return is_allowed;
}

/* The area of a size on a site: its own, or if neither it nor a smaller one
 * of its kind has room there, that of the site; 0: it cannot stand there.
 * Comprehensive homes are a kind of their own. */
static inline double area_on(const ci_catalogue_entry *entry, size_t position,
                             const circlet_site_record *record,
                             const char *setting)
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
static inline void add_changes(town_option *option, const mend_town *town,
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
static inline int steps_on(const mend_town *town,
                           const ci_catalogue_entry *entry,
                           const circlet_site_record *record, double area)
{
    double most = fmin(entry->area_max_m2, record->max_area_m2);
    bool grows = strcmp(entry->facility.type, "warm_home") == 0 &&
                 town_has(town, "B-AREA");

    return grows ? (int)fmin(5, floor((most - area) / 50)) : 0;
}

static inline void add_build_option(town_menu *menu, const mend_town *town,
                                    const ci_catalogue_entry *entry,
                                    const ci_catalogue_size *size,
                                    const circlet_site_record *record,
                                    double area)
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

static inline void add_build_options(town_menu *menu, const mend_town *town,
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

static inline void list_menu(town_menu *menu, const mend_town *town)
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

static inline double count_combinations(const town_menu *menu)
{
    double count = 1;

    for (size_t i = 0; i < menu->place_count; i++)
        count *= (double)menu->option_counts[i];
    return count;
}

/* ---- every set ---------------------------------------------------------- */

static inline bool has_failed(const circlet_findings *findings,
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

static inline bool breaks_a_rule(const mend_town *town,
                                 const circlet_city *city)
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
static inline bool carry_out(town_score *out, const mend_town *town,
                             town_menu *menu, const size_t *picks)
{
    circlet_plan_action actions[2 * PLACE_MAX * STEP_MAX];
    circlet_plan_parts parts = {.actions = actions};
    circlet_plan *plan = NULL;
    circlet_city *city = NULL;
    bool is_done = false;
    double cny = 0;
    circlet_error why;

    for (size_t i = 0;
         menu->given && i < circlet_plan_action_count(menu->given); i++)
        actions[parts.action_count++] =
            *circlet_plan_action_at(menu->given, i);
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
    if (!isnan(cny) && !circlet_plan_apply(
                           &city, plan, &town->policy,
                           menu->given ? menu->origin : town->city, 0, &why)) {
        *out = score_town(town, city);
        out->cny = cny;
        is_done = !breaks_a_rule(town, city);
    }
    circlet_plan_free(plan);
    circlet_city_free(city);
    return is_done;
}

static inline bool next_picks(size_t *picks, const town_menu *menu)
{
    for (size_t p = 0; p < menu->place_count; p++) {
        if (++picks[p] < menu->option_counts[p])
            return true;
        picks[p] = 0;
    }
    return false;
}

static inline double cost_of(const town_menu *menu, const size_t *picks)
{
    double cny = 0;

    for (size_t p = 0; p < menu->place_count; p++)
        cny += menu->options[p][picks[p]].cny;
    return cny;
}

#endif
