#include "plan/mend_actions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/build_action.h"
#include "plan/problem.h"

#define PERSON_MILLI 1000.0

/* A chosen column. */
typedef struct chosen {
    size_t column;
    int year, start; /* see ci_mend_column */
    int64_t reached_milli; /* whom it reaches by itself */
} chosen;

typedef struct decoding {
    ci_mend *mend;
    const ci_mend_program *program;
    chosen *chosen;
    size_t chosen_count;
    size_t *covered_by; /* each row: the first column that does, or
                           CI_MEND_NONE */
    bool *works_on; /* each slot: the column at hand */
    bool *serves, *served; /* each slot: what stands there after the action at
                              hand counts for it, and before it */
    circlet_plan_action *actions;
    size_t action_count, action_room;
} decoding;

/* ---- in which order ----------------------------------------------------- */

static const ci_mend_row *row_at(const decoding *d, uint32_t row)
{
    return row < d->mend->row_count ? &d->mend->rows[row] : NULL;
}

/* Whether people count as gained: those of the last year. */
static bool is_counted(const decoding *d, const ci_mend_row *row)
{
    const ci_mend *mend = d->mend;

    return row && !row->is_in_doubt &&
           (!mend->slot_years ||
            mend->slot_years[mend->goals[row->goal].slot] ==
                mend->judgement.year);
}

/* Whether a column is done in the year of a row. */
static bool is_in_time(const decoding *d, size_t column,
                       const ci_mend_row *row)
{
    const ci_mend *mend = d->mend;

    return !mend->slot_years ||
           mend->columns[column].year <=
               mend->slot_years[mend->goals[row->goal].slot];
}

static int compare_chosen(const void *left, const void *right)
{
    const chosen *a = left, *b = right;

    if (a->year != b->year)
        return a->year < b->year ? -1 : 1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->reached_milli != b->reached_milli)
        return a->reached_milli > b->reached_milli ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

/* Those that reach most people come first. */
static void order_chosen(decoding *d)
{
    const ci_mend_program *program = d->program;

    for (size_t i = 0; i < d->chosen_count; i++) {
        chosen *one = &d->chosen[i];

        for (size_t e = program->first[one->column];
             e < program->first[one->column + 1]; e++) {
            const ci_mend_row *row = row_at(d, program->rows[e]);

            one->reached_milli += is_counted(d, row) ? row->weight_milli : 0;
        }
    }
    if (d->chosen_count > 0)
        qsort(d->chosen, d->chosen_count, sizeof(*d->chosen), compare_chosen);
    for (size_t i = 0; i < d->chosen_count; i++) {
        chosen *one = &d->chosen[i];

        for (size_t e = program->first[one->column];
             e < program->first[one->column + 1]; e++) {
            uint32_t position = program->rows[e];
            const ci_mend_row *row = row_at(d, position);

            if (!row || row->is_in_doubt || !is_in_time(d, one->column, row) ||
                d->covered_by[position] != CI_MEND_NONE)
                continue;
            d->covered_by[position] = one->column;
        }
    }
}

/* ---- which rules -------------------------------------------------------- */

/* What covers people whom something before it covers does nothing for them.
 */
static bool does_something(const decoding *d, size_t column, uint32_t position)
{
    const ci_mend_row *row = row_at(d, position);

    return row && is_in_time(d, column, row) &&
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

        if (!is_counted(d, row) || d->covered_by[program->rows[e]] != column)
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

static circlet_status add_building(decoding *d, const chosen *one,
                                   circlet_error *error)
{
    ci_mend *mend = d->mend;
    const ci_mend_column *column = &mend->columns[one->column];
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
    credit(action, d, one->column);
    return finish_building(action, d, error);
}

/* What is done to a facility, or to a building at once. */
static circlet_status add_steps(decoding *d, const chosen *one,
                                const char *facility, circlet_error *error)
{
    ci_mend *mend = d->mend;
    const ci_mend_column *column = &mend->columns[one->column];
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
        credit(action, d, one->column);
        if (!status)
            status = find_step_rules(is_of, d, column, i, error);
        if (!status)
            status = finish_action(action, d, is_of, error);
    }
    free(is_of);
    return status;
}

static circlet_status add_column(decoding *d, const chosen *one,
                                 circlet_error *error)
{
    const ci_mend_column *column = &d->mend->columns[one->column];
    const circlet_city *city = d->mend->judgement.city;
    const char *facility;
    circlet_status status;

    find_works_on(d, one->column);
    memset(d->serves, 0, d->mend->slot_count * sizeof(*d->serves));
    if (column->size == CI_MEND_NONE) {
        circlet_facility position =
            (circlet_facility)(column->place - circlet_city_site_count(city));

        status = find_serves(d, column, 0, error);
        return status ? status
                      : add_steps(d, one,
                                  circlet_city_facility(city, position)->id,
                                  error);
    }
    status = add_building(d, one, error);
    if (status || !column->bundle)
        return status;
    facility = d->actions[d->action_count - 1].facility;
    return add_steps(d, one, facility, error);
}

static size_t count_actions(const decoding *d)
{
    size_t count = 0;

    for (size_t i = 0; i < d->chosen_count; i++) {
        const ci_mend_column *column = &d->mend->columns[d->chosen[i].column];

        count += (column->bundle ? column->bundle->step_count : 0) +
                 (column->size != CI_MEND_NONE);
    }
    return count;
}

static circlet_status decode(decoding *d, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    order_chosen(d);
    d->action_room = count_actions(d);
    d->actions = ci_arena_take(&d->mend->arena,
                               (d->action_room + 1) * sizeof(*d->actions));
    if (!d->actions)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i < d->chosen_count; i++) {
        const chosen *one = &d->chosen[i];

        status = add_column(d, one, error);
    }
    return status;
}

circlet_status ci_mend_make_actions(circlet_plan_parts *out, ci_mend *mend,
                                    const ci_mend_program *program,
                                    const ci_mend_answer *answer,
                                    circlet_error *error)
{
    chosen *list = calloc(answer->chosen_count + 1, sizeof(*list));
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
        list[i] =
            (chosen){answer->chosen[i], mend->columns[answer->chosen[i]].year,
                     mend->columns[answer->chosen[i]].start, 0};
    for (size_t i = 0; covered_by && i < mend->row_count; i++)
        covered_by[i] = CI_MEND_NONE;
    status = list && covered_by && works_on ? decode(&d, error)
                                            : ci_fail_nomem(error);
    out->actions = d.actions;
    out->action_count = d.action_count;
    free(list);
    free(covered_by);
    free(works_on);
    return status;
}
