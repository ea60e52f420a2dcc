#include "plan/mend_actions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/build_action.h"
#include "plan/deployment.h"
#include "plan/problem.h"

#define PERSON_MILLI 1000.0

typedef struct decoding {
    ci_mend *mend;
    const ci_mend_program *program;
    size_t *chosen; /* columns, in the order in which they are told */
    size_t chosen_count;
    size_t *covered_by; /* each row: the first column that does, or
                           CI_MEND_NONE */
    bool *works_on; /* each slot: the column at hand */
    bool *serves, *served; /* each slot: what stands there after the action at
                              hand counts for it, and before it */
    circlet_plan_action *actions;
    size_t action_count, action_room;
} decoding;

/* ---- rows --------------------------------------------------------------- */

static const ci_mend_row *row_at(const decoding *d, uint32_t row)
{
    return row < d->mend->row_count ? &d->mend->rows[row] : NULL;
}

/* ---- which rules -------------------------------------------------------- */

/* What covers people whom something before it covers does nothing for them.
 */
static bool does_something(const decoding *d, size_t column, uint32_t position)
{
    const ci_mend_row *row = row_at(d, position);

    return row && ci_mend_is_in_time(d->mend, column, row) &&
           (d->mend->goals[row->goal].rule->kind != CI_RULE_CIRCLE ||
            d->covered_by[position] == column);
}

static void find_works_on(decoding *d, size_t column)
{
    const ci_mend_program *program = d->program;

    memset(d->works_on, 0, d->mend->slot_count * sizeof(*d->works_on));
    for (size_t e = program->first[column]; e < program->first[column + 1];
         e++) {
        uint32_t position = program->rows[e];

        if (does_something(d, column, position))
            d->works_on[d->mend->goals[d->mend->rows[position].goal].slot] =
                true;
    }
}

/* A rule of several years has a slot for each. */
static bool is_named_before(const decoding *d, const bool *is_of, size_t slot)
{
    for (size_t i = 0; i < slot; i++)
        if (is_of[i] && d->mend->slots[i] == d->mend->slots[slot])
            return true;
    return false;
}

/* A list of the rules of which `is_of` is set. NULL: no memory. */
static const char *list_rules(decoding *d, const bool *is_of)
{
    ci_buffer list = {0};
    const char *kept = NULL;

    ci_buffer_add(&list, "");
    for (size_t slot = 0; slot < d->mend->slot_count; slot++) {
        if (!is_of[slot] || is_named_before(d, is_of, slot))
            continue;
        ci_buffer_add(&list, list.size > 0 ? ";" : "");
        ci_buffer_add(&list, d->mend->slots[slot]->id);
    }
    if (!list.failed)
        kept = ci_arena_copy(&d->mend->arena, list.text);
    ci_buffer_free(&list);
    return kept;
}

static bool is_of_people(const decoding *d, size_t slot)
{
    return d->mend->slots[slot]->kind == CI_RULE_CIRCLE;
}

/* What stands there with so many of its steps. */
static circlet_status find_serves(decoding *d, const ci_mend_column *column,
                                  size_t steps, circlet_error *error)
{
    ci_mend *mend = d->mend;
    const ci_planned_facility start = ci_mend_start_of(mend, column);
    ci_mend_bundle first = {.step_count = 0};
    circlet_facility_record facility;
    bool fits = false;
    circlet_status status;

    if (column->bundle)
        first = *column->bundle;
    first.step_count = steps;
    status = ci_mend_try(&facility, &fits, mend, &start, &first, CI_MEND_NONE,
                         error);
    for (size_t slot = 0; slot < mend->slot_count; slot++) {
        d->served[slot] = d->serves[slot];
        d->serves[slot] = !status && fits &&
                          ci_mend_measure(&mend->judgement, mend->slots[slot],
                                          &facility) > 0;
    }
    return status;
}

/* What a bundle would not do without one of its steps; people are covered by
 * the step that completes what they need. */
static circlet_status find_step_rules(bool *out, decoding *d,
                                      const ci_mend_column *column,
                                      size_t step, circlet_error *error)
{
    ci_mend *mend = d->mend;
    bool is_built = column->size != CI_MEND_NONE;
    const ci_planned_facility start = ci_mend_start_of(mend, column);
    circlet_facility_record without;
    bool fits = false;
    circlet_status status = ci_mend_try(&without, &fits, mend, &start,
                                        column->bundle, step, error);

    for (size_t slot = 0; !status && slot < mend->slot_count; slot++)
        out[slot] =
            d->works_on[slot] &&
            (!is_of_people(d, slot) ||
             (d->serves[slot] && !d->served[slot])) &&
            (is_of_people(d, slot) || !fits ||
             ci_mend_measure(&mend->judgement, mend->slots[slot], &without) -
                     (is_built ? 0
                               : ci_mend_measure(&mend->judgement,
                                                 mend->slots[slot],
                                                 &start.record)) <
                 column->gains[slot]);
    return status;
}

/* ---- actions ------------------------------------------------------------ */

static circlet_plan_action *take_action(decoding *d)
{
    circlet_plan_action *action = &d->actions[d->action_count++];

    *action = (circlet_plan_action){.persons_gained = 0};
    return action;
}

static circlet_status finish_action(circlet_plan_action *action, decoding *d,
                                    const bool *is_of, circlet_error *error)
{
    ci_mend *mend = d->mend;

    action->id =
        ci_plan_action_id(&mend->arena, d->action_count, d->action_room);
    action->mends = list_rules(d, is_of);
    if (action->mends)
        action->mode =
            ci_plan_modes(&mend->arena, mend->judgement.policy, action->mends);
    return action->id && action->mends && action->mode ? CIRCLET_OK
                                                       : ci_fail_nomem(error);
}

/* The people whom nothing before covers, and who are once the action is
 * done. */
static void credit(circlet_plan_action *action, const decoding *d,
                   size_t column)
{
    const ci_mend_program *program = d->program;
    int64_t gained_milli = 0, modelled_milli = 0;

    for (size_t e = program->first[column]; e < program->first[column + 1];
         e++) {
        const ci_mend_row *row = row_at(d, program->rows[e]);
        size_t slot;

        if (!row || !ci_mend_is_gained(d->mend, row) ||
            d->covered_by[program->rows[e]] != column)
            continue;
        slot = d->mend->goals[row->goal].slot;
        if (!d->serves[slot] || d->served[slot])
            continue;
        gained_milli += row->weight_milli;
        modelled_milli += row->modelled_milli;
    }
    action->persons_gained = (double)gained_milli / PERSON_MILLI;
    action->persons_modelled = (double)modelled_milli / PERSON_MILLI;
}

/* NULL: no memory. */
static const char *name_facility(ci_mend *mend, const char *site)
{
    char *id = ci_plan_facility_id(mend->options->name, site);
    const char *kept = id ? ci_arena_copy(&mend->arena, id) : NULL;

    free(id);
    return kept;
}

/* The rules are those that the building itself counts for. */
static circlet_status finish_building(circlet_plan_action *action, decoding *d,
                                      circlet_error *error)
{
    bool *is_of = calloc(d->mend->slot_count + 1, sizeof(*is_of));
    circlet_status status = is_of ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t slot = 0; is_of && slot < d->mend->slot_count; slot++)
        is_of[slot] = d->works_on[slot] && d->serves[slot];
    if (is_of)
        status = finish_action(action, d, is_of, error);
    free(is_of);
    return status;
}

static void set_years(circlet_plan_action *action, const ci_mend *mend,
                      const ci_mend_column *column)
{
    action->year = column->year > 0 ? column->year : mend->judgement.year;
    action->start_year = column->start;
}

static circlet_status add_building(decoding *d, size_t chosen,
                                   circlet_error *error)
{
    ci_mend *mend = d->mend;
    const ci_mend_column *column = &mend->columns[chosen];
    const circlet_site_record *site =
        circlet_city_site(mend->judgement.city, (circlet_site)column->place);
    const ci_wish *wish = &mend->sizes[column->size].wish;
    circlet_plan_action *action = take_action(d);
    circlet_status status = find_serves(d, column, 0, error);

    if (status)
        return status;
    action->kind = "build";
    action->facility = name_facility(mend, site->id);
    if (!action->facility)
        return ci_fail_nomem(error);
    action->site = site->id;
    action->proposed = site->is_proposed;
    action->service = wish->service;
    action->type = wish->type;
    action->tier = wish->tier;
    action->at = site->at;
    action->places = wish->places;
    action->beds = wish->beds;
    action->area_m2 = column->area_m2;
    set_years(action, mend, column);
    action->cost_cny =
        ceil(ci_price_of_building(mend->judgement.policy, wish, site->cost_cny)
                 .once_cny -
             1e-6);
    action->fixed = ci_rule_is_listed(mend->options->keep, site->id);
    credit(action, d, chosen);
    return finish_building(action, d, error);
}

/* What is done to a facility, or to a building at once. */
static circlet_status add_steps(decoding *d, size_t chosen,
                                const char *facility, circlet_error *error)
{
    ci_mend *mend = d->mend;
    const ci_mend_column *column = &mend->columns[chosen];
    const ci_mend_bundle *bundle = column->bundle;
    const ci_planned_facility start = ci_mend_start_of(mend, column);
    bool *is_of = calloc(mend->slot_count + 1, sizeof(*is_of));
    circlet_status status = is_of ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < bundle->step_count; i++) {
        circlet_plan_action *action = take_action(d);

        *action = ci_mend_step_action(&bundle->steps[i], facility,
                                      mend->judgement.year);
        set_years(action, mend, column);
        action->at = ci_mend_place_at(mend, column->place);
        action->cost_cny =
            ci_mend_step_price(mend, start.record.type, &bundle->steps[i]);
        status = find_serves(d, column, i + 1, error);
        credit(action, d, chosen);
        if (!status)
            status = find_step_rules(is_of, d, column, i, error);
        if (!status)
            status = finish_action(action, d, is_of, error);
    }
    free(is_of);
    return status;
}

static circlet_status add_column(decoding *d, size_t chosen,
                                 circlet_error *error)
{
    const ci_mend_column *column = &d->mend->columns[chosen];
    const circlet_city *city = d->mend->judgement.city;
    const char *facility;
    circlet_status status;

    find_works_on(d, chosen);
    memset(d->serves, 0, d->mend->slot_count * sizeof(*d->serves));
    if (column->size == CI_MEND_NONE) {
        circlet_facility position =
            (circlet_facility)(column->place - circlet_city_site_count(city));

        status = find_serves(d, column, 0, error);
        return status ? status
                      : add_steps(d, chosen,
                                  circlet_city_facility(city, position)->id,
                                  error);
    }
    status = add_building(d, chosen, error);
    if (status || !column->bundle)
        return status;
    facility = d->actions[d->action_count - 1].facility;
    return add_steps(d, chosen, facility, error);
}

static size_t count_actions(const decoding *d)
{
    size_t count = 0;

    for (size_t i = 0; i < d->chosen_count; i++) {
        const ci_mend_column *column = &d->mend->columns[d->chosen[i]];

        count += (column->bundle ? column->bundle->step_count : 0) +
                 (column->size != CI_MEND_NONE);
    }
    return count;
}

static circlet_status decode(decoding *d, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    d->action_room = count_actions(d);
    d->actions = ci_arena_take(&d->mend->arena,
                               (d->action_room + 1) * sizeof(*d->actions));
    if (!d->actions)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i < d->chosen_count; i++) {
        status = add_column(d, d->chosen[i], error);
    }
    return status;
}

circlet_status ci_mend_make_actions(circlet_plan_parts *out, ci_mend *mend,
                                    const ci_mend_program *program,
                                    const ci_mend_answer *answer,
                                    circlet_error *error)
{
    size_t *list = calloc(answer->chosen_count + 1, sizeof(*list));
    size_t *covered_by = calloc(mend->row_count + 1, sizeof(*covered_by));
    bool *works_on = calloc(3 * mend->slot_count + 1, sizeof(*works_on));
    decoding d = {.mend = mend,
                  .program = program,
                  .chosen = list,
                  .chosen_count = answer->chosen_count,
                  .covered_by = covered_by,
                  .works_on = works_on};
    circlet_status status;

    if (works_on) {
        d.serves = works_on + mend->slot_count;
        d.served = d.serves + mend->slot_count;
    }
    for (size_t i = 0; list && i < answer->chosen_count; i++)
        list[i] = answer->chosen[i];
    status =
        list && covered_by && works_on &&
                ci_mend_deploy(list, answer->chosen_count, covered_by, program)
            ? decode(&d, error)
            : ci_fail_nomem(error);
    out->actions = d.actions;
    out->action_count = d.action_count;
    free(list);
    free(covered_by);
    free(works_on);
    return status;
}
