#include "plan/robust.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "city/city.h"

ci_state ci_state_of(circlet_verdict verdict)
{
    switch (verdict) {
    case CIRCLET_VERDICT_PASS:
    case CIRCLET_VERDICT_ADVICE:
        return CI_STATE_HOLDS;
    case CIRCLET_VERDICT_FAIL:
        return CI_STATE_FAILS;
    case CIRCLET_VERDICT_UNDECIDED:
    case CIRCLET_VERDICT_NO_DATA:
        break;
    }
    return CI_STATE_OPEN;
}

double ci_persons_outside(const circlet_finding *finding)
{
    double outside = finding->persons - finding->persons_covered;

    return finding->force == CIRCLET_FORCE_MUST && !finding->is_total &&
                   outside > 0
               ? outside
               : 0;
}

/* ---- draws counted ------------------------------------------------------ */

static void worsen(ci_held_count *count, ci_state state)
{
    if (state > count->now)
        count->now = state;
}

void ci_held_count_end(ci_held_count *count)
{
    count->held += count->now == CI_STATE_HOLDS;
    count->open += count->now == CI_STATE_OPEN;
    count->now = CI_STATE_HOLDS;
}

circlet_held ci_held_share(const ci_held_count *count, uint32_t draws)
{
    double all = draws;

    if (draws == 0)
        return (circlet_held){NAN, NAN};
    return (circlet_held){count->held / all,
                          (count->held + count->open) / all};
}

/* ---- start -------------------------------------------------------------- */

static bool start_rules(circlet_robustness *r)
{
    size_t count = circlet_policy_rule_count(r->policy);

    r->rules = calloc(count + 1, sizeof(*r->rules));
    if (!r->rules)
        return false;
    for (size_t i = 0; i < count; i++)
        r->rules[i].out.rule = circlet_policy_rule_id(r->policy, i);
    r->rule_count = count;
    return true;
}

/* A unit of a lower level belongs to the street above it. */
static bool start_streets(circlet_robustness *r)
{
    size_t count = circlet_city_unit_count(r->city);

    r->streets = calloc(count + 1, sizeof(*r->streets));
    r->street_of_unit = malloc((count + 1) * sizeof(*r->street_of_unit));
    if (!r->streets || !r->street_of_unit)
        return false;
    for (circlet_unit i = 0; i < count; i++) {
        const circlet_unit_record *unit = circlet_city_unit(r->city, i);

        r->street_of_unit[i] = CIRCLET_NONE;
        if (unit->level != CIRCLET_LEVEL_STREET)
            continue;
        r->street_of_unit[i] = (uint32_t)r->street_count;
        r->streets[r->street_count++].out = (circlet_robust_street){
            .unit = unit->code, .unit_name = unit->name};
    }
    for (circlet_unit i = 0; i < count; i++) {
        circlet_unit above = r->city->ancestors[i].of[CIRCLET_LEVEL_STREET];

        if (above != CIRCLET_NONE)
            r->street_of_unit[i] = r->street_of_unit[above];
    }
    return true;
}

circlet_status ci_robust_start(circlet_robustness **out,
                               const circlet_policy *policy,
                               circlet_city *city, int year,
                               circlet_error *error)
{
    circlet_robustness *r = calloc(1, sizeof(*r));

    *out = r;
    if (!r) {
        circlet_city_free(city);
        return ci_fail_nomem(error);
    }
    r->policy = policy;
    r->city = city;
    r->year = year;
    r->finding_names = ci_name_map_new();
    return r->finding_names && start_rules(r) && start_streets(r)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

void circlet_robustness_free(circlet_robustness *robustness)
{
    if (!robustness)
        return;
    free(robustness->rules);
    free(robustness->findings);
    free(robustness->streets);
    free(robustness->street_of_unit);
    free(robustness->actions);
    ci_name_map_free(robustness->finding_names);
    circlet_city_free(robustness->city);
    ci_arena_free(&robustness->arena);
    free(robustness);
}

/* ---- one finding -------------------------------------------------------- */

static char *name_finding(circlet_robustness *r, const circlet_finding *f)
{
    ci_buffer name = {0};
    char *out = NULL;

    ci_buffer_add(&name, f->rule);
    ci_buffer_add(&name, "\x1f");
    ci_buffer_add(&name, f->unit);
    ci_buffer_add(&name, "\x1f");
    ci_buffer_add(&name, circlet_subject_name(f->subject));
    ci_buffer_add(&name, f->subject_id);
    ci_buffer_add(&name, "\x1f");
    ci_buffer_add(&name, f->mode ? f->mode : "");
    if (!name.failed)
        out = ci_arena_copy(&r->arena, name.text);
    ci_buffer_free(&name);
    return out;
}

static bool copy_texts(circlet_robustness *r, circlet_robust_finding *out,
                       const circlet_finding *f)
{
    out->rule = r->rules[ci_robust_rule_of(r->policy, f->rule)].out.rule;
    out->unit = ci_arena_copy(&r->arena, f->unit);
    out->unit_name =
        ci_arena_copy(&r->arena, f->unit_name ? f->unit_name : "");
    out->subject_id = ci_arena_copy(&r->arena, f->subject_id);
    out->mode = f->mode ? ci_arena_copy(&r->arena, f->mode) : NULL;
    return out->unit && out->unit_name && out->subject_id &&
           (out->mode || !f->mode);
}

size_t ci_robust_rule_of(const circlet_policy *policy, const char *rule)
{
    size_t i = 0;

    while (strcmp(circlet_policy_rule_id(policy, i), rule) != 0)
        i++;
    return i;
}

static bool add_finding(uint32_t *out, circlet_robustness *r, char *name,
                        const circlet_finding *f)
{
    ci_finding_row row = {.out = {.level = f->level,
                                  .subject = f->subject,
                                  .force = f->force,
                                  .verdict = CIRCLET_VERDICT_NO_DATA},
                          .rule = ci_robust_rule_of(r->policy, f->rule)};
    ci_finding_row *rows = ci_array_reserve_one(
        r->findings, r->finding_count, &r->finding_capacity, sizeof(*rows));

    if (!rows)
        return false;
    r->findings = rows;
    *out = (uint32_t)r->finding_count;
    if (!copy_texts(r, &row.out, f) ||
        !ci_name_map_add(r->finding_names, name, *out))
        return false;
    rows[r->finding_count++] = row;
    return true;
}

/* Its position, as a new one where it was not there. false: no memory. */
static bool find_finding(uint32_t *out, circlet_robustness *r,
                         const circlet_finding *f)
{
    char *name = name_finding(r, f);

    if (!name)
        return false;
    *out = ci_name_map_find(r->finding_names, name);
    return *out != CI_NOWHERE || add_finding(out, r, name, f);
}

circlet_status ci_robust_know(circlet_robustness *robustness,
                              const circlet_findings *findings,
                              circlet_error *error)
{
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *f = circlet_findings_at(findings, i);
        ci_finding_row *row;
        circlet_robust_rule *rule;
        uint32_t position;

        if (!find_finding(&position, robustness, f))
            return ci_fail_nomem(error);
        row = &robustness->findings[position];
        row->out.is_known = true;
        row->out.verdict = f->verdict;
        rule = &robustness->rules[row->rule].out;
        rule->findings++;
        rule->failing += f->verdict == CIRCLET_VERDICT_FAIL;
    }
    return CIRCLET_OK;
}

static void count_in_street(circlet_robustness *r, const circlet_finding *f,
                            ci_state state)
{
    circlet_unit unit = circlet_city_find_unit(r->city, f->unit);
    uint32_t street =
        unit == CIRCLET_NONE ? CIRCLET_NONE : r->street_of_unit[unit];

    if (street == CIRCLET_NONE || f->force != CIRCLET_FORCE_MUST)
        return;
    worsen(&r->streets[street].count, state);
    r->streets[street].out.failures += state == CI_STATE_FAILS;
    r->streets[street].out.persons += ci_persons_outside(f);
}

static circlet_status count_finding(circlet_robustness *r,
                                    const circlet_finding *f,
                                    circlet_error *error)
{
    ci_state state = ci_state_of(f->verdict);
    ci_finding_row *row;
    uint32_t position;

    if (!find_finding(&position, r, f))
        return ci_fail_nomem(error);
    row = &r->findings[position];
    row->count.now = state;
    ci_held_count_end(&row->count);
    row->out.draws++;
    r->rules[row->rule].out.force = f->force;
    worsen(&r->rules[row->rule].count, state);
    count_in_street(r, f, state);
    return CIRCLET_OK;
}

circlet_status ci_robust_count(circlet_robustness *robustness,
                               const circlet_findings *findings,
                               circlet_error *error)
{
    circlet_robustness *r = robustness;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_findings_count(findings); i++)
        status = count_finding(r, circlet_findings_at(findings, i), error);
    for (size_t i = 0; i < r->rule_count; i++)
        ci_held_count_end(&r->rules[i].count);
    for (size_t i = 0; i < r->street_count; i++)
        ci_held_count_end(&r->streets[i].count);
    r->draws++;
    return status;
}
