#include "plan/robust_actions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/random.h"
#include "base/text.h"
#include "city/city.h"

/* What is measured of a draw. */
enum { FAILURES, PERSONS, MEASURES };

/* A measure over some draws. */
typedef struct moments {
    double sum, square;
} moments;

/* All that is done to one facility. */
typedef struct group {
    const char *facility;
    ci_buffer actions; /* list of ids */
    bool *works_on; /* of each rule; all where no action says any */
    size_t district; /* row of the cells */
    bool is_out;
    uint32_t draws[2]; /* with it; without it */
    moments seen[2][MEASURES];
} group;

struct ci_robust_actions {
    const circlet_policy *policy;
    const circlet_city *city;
    const circlet_plan *plan;
    size_t rule_count;
    group *groups;
    size_t count, capacity;
    uint32_t *group_of_action; /* CIRCLET_NONE: after the year */
    size_t *district_of_unit; /* row of the cells: 0: of no district */
    size_t district_count; /* with that row */
    double (*cells)[MEASURES]; /* districts x rules, of the draw under way */
    ci_name_map *facilities; /* group of each */
};

/* ---- districts ---------------------------------------------------------- */

static bool number_districts(ci_robust_actions *a)
{
    size_t count = circlet_city_unit_count(a->city);

    a->district_of_unit = calloc(count + 1, sizeof(*a->district_of_unit));
    a->district_count = 1;
    if (!a->district_of_unit)
        return false;
    for (circlet_unit i = 0; i < count; i++)
        if (circlet_city_unit(a->city, i)->level == CIRCLET_LEVEL_DISTRICT)
            a->district_of_unit[i] = a->district_count++;
    for (circlet_unit i = 0; i < count; i++) {
        circlet_unit above = a->city->ancestors[i].of[CIRCLET_LEVEL_DISTRICT];

        if (above != CIRCLET_NONE)
            a->district_of_unit[i] = a->district_of_unit[above];
    }
    a->cells =
        calloc(a->district_count * a->rule_count + 1, sizeof(*a->cells));
    return a->cells;
}

/* ---- groups ------------------------------------------------------------- */

static size_t district_of(const ci_robust_actions *a, const char *facility)
{
    circlet_facility found = circlet_city_find_facility(a->city, facility);
    circlet_unit unit = found == CIRCLET_NONE
                            ? CIRCLET_NONE
                            : circlet_city_facility_unit(
                                  a->city, found, CIRCLET_LEVEL_DISTRICT);

    return unit == CIRCLET_NONE ? 0 : a->district_of_unit[unit];
}

/* NULL: no memory. */
static group *find_group(ci_robust_actions *a, const char *facility)
{
    uint32_t position = ci_name_map_find(a->facilities, facility);
    group *groups;

    if (position != CI_NOWHERE)
        return &a->groups[position];
    groups = ci_array_reserve_one(a->groups, a->count, &a->capacity,
                                  sizeof(*groups));
    if (!groups)
        return NULL;
    a->groups = groups;
    groups[a->count] =
        (group){.facility = facility, .district = district_of(a, facility)};
    groups[a->count].works_on = calloc(a->rule_count + 1, sizeof(bool));
    if (!groups[a->count].works_on)
        return NULL;
    a->count++;
    return ci_name_map_add(a->facilities, facility, (uint32_t)a->count - 1)
               ? &groups[a->count - 1]
               : NULL;
}

static bool add_action(ci_robust_actions *a, size_t position)
{
    const circlet_plan_action *action =
        circlet_plan_action_at(a->plan, position);
    group *g = find_group(a, action->facility);

    if (!g)
        return false;
    a->group_of_action[position] = (uint32_t)(g - a->groups);
    ci_buffer_add(&g->actions, g->actions.size > 0 ? ";" : "");
    ci_buffer_add(&g->actions, action->id);
    for (size_t i = 0; i < a->rule_count; i++)
        if (circlet_list_has(action->mends,
                             circlet_policy_rule_id(a->policy, i)))
            g->works_on[i] = true;
    return !g->actions.failed;
}

/* What says of no rule what it works on may work on any. */
static void open_rules(ci_robust_actions *a, group *g)
{
    for (size_t i = 0; i < a->rule_count; i++)
        if (g->works_on[i])
            return;
    for (size_t i = 0; i < a->rule_count; i++)
        g->works_on[i] = true;
}

static bool add_groups(ci_robust_actions *a, int year)
{
    size_t count = circlet_plan_action_count(a->plan);

    a->group_of_action = malloc((count + 1) * sizeof(*a->group_of_action));
    if (!a->group_of_action)
        return false;
    for (size_t i = 0; i < count; i++) {
        a->group_of_action[i] = CIRCLET_NONE;
        if (circlet_plan_action_at(a->plan, i)->year <= year &&
            !add_action(a, i))
            return false;
    }
    for (size_t i = 0; i < a->count; i++)
        open_rules(a, &a->groups[i]);
    return true;
}

circlet_status ci_robust_actions_start(ci_robust_actions **out,
                                       const circlet_policy *policy,
                                       const circlet_city *city,
                                       const circlet_plan *plan, int year,
                                       circlet_error *error)
{
    ci_robust_actions *a = calloc(1, sizeof(*a));

    *out = a;
    if (!a)
        return ci_fail_nomem(error);
    a->policy = policy;
    a->city = city;
    a->plan = plan;
    a->rule_count = circlet_policy_rule_count(policy);
    a->facilities = ci_name_map_new();
    return a->facilities && number_districts(a) && add_groups(a, year)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

void ci_robust_actions_free(ci_robust_actions *actions)
{
    if (!actions)
        return;
    for (size_t i = 0; i < actions->count; i++) {
        ci_buffer_free(&actions->groups[i].actions);
        free(actions->groups[i].works_on);
    }
    free(actions->groups);
    free(actions->group_of_action);
    free(actions->district_of_unit);
    free(actions->cells);
    ci_name_map_free(actions->facilities);
    free(actions);
}

/* ---- a draw ------------------------------------------------------------- */

static void draw_groups(ci_robust_actions *a, uint64_t seed)
{
    for (size_t i = 0; i < a->count; i++) {
        ci_random random = ci_random_start(seed, a->groups[i].facility);

        a->groups[i].is_out = ci_random_next(&random) >> 63;
    }
}

circlet_status ci_robust_actions_draw(circlet_plan **out,
                                      ci_robust_actions *actions,
                                      uint64_t seed, circlet_error *error)
{
    const circlet_plan *plan = actions->plan;
    size_t count = circlet_plan_action_count(plan);
    circlet_plan_action *kept = malloc((count + 1) * sizeof(*kept));
    circlet_plan_parts parts = {.actions = kept};
    circlet_status status;

    if (!kept)
        return ci_fail_nomem(error);
    draw_groups(actions, seed);
    for (size_t i = 0; i < count; i++) {
        uint32_t g = actions->group_of_action[i];

        if (g == CIRCLET_NONE || !actions->groups[g].is_out)
            kept[parts.action_count++] = *circlet_plan_action_at(plan, i);
    }
    if (circlet_plan_site_count(plan) > 0)
        parts.sites = circlet_plan_site_at(plan, 0);
    parts.site_count = circlet_plan_site_count(plan);
    status = circlet_plan_new(out, circlet_plan_name(plan), &parts, error);
    free(kept);
    return status;
}

/* ---- what comes of it --------------------------------------------------- */

static void fill_cells(ci_robust_actions *a, const circlet_findings *findings)
{
    memset(a->cells, 0, a->district_count * a->rule_count * sizeof(*a->cells));
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *f = circlet_findings_at(findings, i);
        circlet_unit unit = circlet_city_find_unit(a->city, f->unit);
        size_t district = unit == CIRCLET_NONE ? 0 : a->district_of_unit[unit];
        double *cell;

        if (f->force != CIRCLET_FORCE_MUST)
            continue;
        cell = a->cells[district * a->rule_count +
                        ci_robust_rule_of(a->policy, f->rule)];
        cell[FAILURES] += ci_state_of(f->verdict) == CI_STATE_FAILS;
        cell[PERSONS] += ci_persons_outside(f);
    }
}

static void count_group(const ci_robust_actions *a, group *g)
{
    double sums[MEASURES] = {0};

    for (size_t i = 0; i < a->rule_count; i++)
        for (int m = 0; g->works_on[i] && m < MEASURES; m++)
            sums[m] += a->cells[g->district * a->rule_count + i][m];
    g->draws[g->is_out]++;
    for (int m = 0; m < MEASURES; m++) {
        g->seen[g->is_out][m].sum += sums[m];
        g->seen[g->is_out][m].square += sums[m] * sums[m];
    }
}

void ci_robust_actions_count(ci_robust_actions *actions,
                             const circlet_findings *findings)
{
    fill_cells(actions, findings);
    for (size_t i = 0; i < actions->count; i++)
        count_group(actions, &actions->groups[i]);
}

/* ---- means -------------------------------------------------------------- */

/* Of a mean; NaN of fewer than two draws. */
static double variance_of_mean(const moments *seen, uint32_t draws)
{
    double n = draws, spread;

    if (draws < 2)
        return NAN;
    spread = (seen->square - seen->sum * seen->sum / n) / (n - 1);
    return spread > 0 ? spread / n : 0;
}

static double saved(const group *g, int measure)
{
    return g->draws[0] > 0 && g->draws[1] > 0
               ? g->seen[1][measure].sum / g->draws[1] -
                     g->seen[0][measure].sum / g->draws[0]
               : NAN;
}

static double error_of(const group *g, int measure)
{
    return sqrt(variance_of_mean(&g->seen[0][measure], g->draws[0]) +
                variance_of_mean(&g->seen[1][measure], g->draws[1]));
}

circlet_status ci_robust_actions_finish(circlet_robustness *robustness,
                                        const ci_robust_actions *actions,
                                        circlet_error *error)
{
    circlet_robust_action *out = calloc(actions->count + 1, sizeof(*out));

    robustness->actions = out;
    if (!out)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < actions->count; i++) {
        const group *g = &actions->groups[i];

        out[i] = (circlet_robust_action){
            .facility = g->facility,
            .actions = ci_arena_copy(&robustness->arena, g->actions.text),
            .with = g->draws[0],
            .without = g->draws[1],
            .failures = saved(g, FAILURES),
            .persons = saved(g, PERSONS),
            .failures_error = error_of(g, FAILURES),
            .persons_error = error_of(g, PERSONS)};
        if (!out[i].actions)
            return ci_fail_nomem(error);
    }
    robustness->action_count = actions->count;
    return CIRCLET_OK;
}
