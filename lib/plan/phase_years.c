/* What is due in the years before the last, beside what is due then. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/mend_run.h"
#include "plan/phases.h"
#include "policy/circle.h"

void ci_phases_clear(ci_phases *phases)
{
    for (size_t i = 0; i < phases->early_count; i++)
        ci_mend_clear(&phases->early[i]);
    free(phases->early);
}

/* ---- gains -------------------------------------------------------------- */

static void measure(int64_t *out, const ci_mend *of,
                    const circlet_facility_record *before,
                    const circlet_facility_record *after)
{
    for (size_t slot = 0; slot < of->slot_count; slot++) {
        const ci_rule *rule = of->slots[slot];

        out[slot] = ci_mend_measure(&of->judgement, rule, after);
        if (before)
            out[slot] -= ci_mend_measure(&of->judgement, rule, before);
        if (out[slot] < 0)
            out[slot] = 0;
    }
}

circlet_status ci_phase_gains(int64_t *out, ci_mend *of,
                              const ci_mend_column *column,
                              circlet_error *error)
{
    const ci_planned_facility start = ci_mend_start_of(of, column);
    bool is_built = column->size != CI_MEND_NONE;
    circlet_facility_record after = start.record;
    bool fits = true;
    circlet_status status = CIRCLET_OK;

    memset(out, 0, of->slot_count * sizeof(*out));
    if (!is_built && !ci_facility_is_open(&start.record, of->judgement.year))
        return CIRCLET_OK;
    if (column->bundle)
        status = ci_mend_try(&after, &fits, of, &start, column->bundle,
                             CI_MEND_NONE, error);
    if (!status && fits)
        measure(out, of, is_built ? NULL : &start.record, &after);
    return status;
}

/* ---- columns ------------------------------------------------------------ */

static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_same_step(const ci_mend_step *a, const ci_mend_step *b)
{
    return a->kind == b->kind && is_same_text(a->service, b->service) &&
           is_same_text(a->from, b->from) && !(a->area_m2 < b->area_m2) &&
           !(a->area_m2 > b->area_m2) && a->places == b->places &&
           a->beds == b->beds;
}

static bool is_same_bundle(const ci_mend_bundle *a, const ci_mend_bundle *b)
{
    size_t count = a ? a->step_count : 0;

    if (count != (b ? b->step_count : 0))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_same_step(&a->steps[i], &b->steps[i]))
            return false;
    return true;
}

static bool is_same_column(const ci_mend_column *a, const ci_mend_column *b)
{
    return a->size == b->size && !(a->area_m2 < b->area_m2) &&
           !(a->area_m2 > b->area_m2) && is_same_bundle(a->bundle, b->bundle);
}

/* In the order of columns facilities come before sites. */
static size_t order_of(const ci_mend *mend, const ci_mend_column *column)
{
    size_t sites = circlet_city_site_count(mend->judgement.city);

    return column->place >= sites ? column->place - sites
                                  : column->place + CI_MEND_NONE / 2;
}

typedef struct column_list {
    ci_mend_column *items;
    size_t count;
} column_list;

/* Adds a column of the early city, unless one at its place, of those from
 * `first` to `own`, is the same. */
static circlet_status add_early(column_list *all, size_t first, size_t own,
                                ci_mend *mend, const ci_mend_column *column,
                                circlet_error *error)
{
    ci_mend_column *out = &all->items[all->count];
    int64_t *gains;

    if (column->year > mend->judgement.year)
        return CIRCLET_OK; /* too late */
    for (size_t c = first; c < own; c++)
        if (is_same_column(&all->items[c], column))
            return CIRCLET_OK;
    gains =
        ci_arena_take(&mend->arena, (mend->slot_count + 1) * sizeof(*gains));
    if (!gains)
        return ci_fail_nomem(error);
    *out = *column;
    out->gains = gains;
    all->count++;
    return ci_phase_gains(gains, mend, out, error);
}

/* The columns of both cities, each once; gains are those of the first. */
static circlet_status list_columns(column_list *all, ci_mend *mend,
                                   const ci_mend *early, circlet_error *error)
{
    const ci_mend_column *a = mend->columns, *b = early->columns;
    const ci_mend_column *a_end = a + mend->column_count;
    const ci_mend_column *b_end = b + early->column_count;
    circlet_status status = CIRCLET_OK;

    while (!status && (a < a_end || b < b_end)) {
        size_t first = all->count, own;
        size_t next = a < a_end ? order_of(mend, a) : SIZE_MAX;

        if (b < b_end && order_of(mend, b) < next)
            next = order_of(mend, b);
        for (; a < a_end && order_of(mend, a) == next; a++)
            all->items[all->count++] = *a;
        own = all->count;
        for (; !status && b < b_end && order_of(mend, b) == next; b++)
            status = add_early(all, first, own, mend, b, error);
    }
    return status;
}

static circlet_status join_columns(ci_mend *mend, const ci_mend *early,
                                   circlet_error *error)
{
    size_t room = mend->column_count + early->column_count + 1;
    column_list all = {calloc(room, sizeof(*all.items)), 0};
    circlet_status status = all.items ? list_columns(&all, mend, early, error)
                                      : ci_fail_nomem(error);

    if (status) {
        free(all.items);
        return status;
    }
    free(mend->columns);
    mend->columns = all.items;
    mend->column_count = all.count;
    mend->column_capacity = room;
    return CIRCLET_OK;
}

/* Each column's gains of its own slots, then of those of the early year, if
 * it can be done by then. */
static circlet_status extend_gains(ci_mend *mend, ci_mend *early, size_t slots,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t j = 0; !status && j < mend->column_count; j++) {
        int64_t *gains = ci_arena_take(
            &mend->arena, (slots + early->slot_count + 1) * sizeof(*gains));

        if (!gains)
            return ci_fail_nomem(error);
        memcpy(gains, mend->columns[j].gains, slots * sizeof(*gains));
        status =
            ci_phase_gains(gains + slots, early, &mend->columns[j], error);
        if (mend->columns[j].year > early->judgement.year)
            memset(gains + slots, 0, early->slot_count * sizeof(*gains));
        mend->columns[j].gains = gains;
    }
    return status;
}

/* ---- slots, goals, rows ------------------------------------------------- */

static bool join_slots(ci_mend *mend, const ci_mend *early)
{
    size_t own = mend->slot_count, count = own + early->slot_count;
    const ci_rule **slots =
        ci_arena_take(&mend->arena, (count + 1) * sizeof(const ci_rule *));
    int *years = ci_arena_take(&mend->arena, (count + 1) * sizeof(*years));

    if (!slots || !years)
        return false;
    for (size_t i = 0; i < count; i++) {
        slots[i] = i < own ? mend->slots[i] : early->slots[i - own];
        years[i] = i >= own           ? early->judgement.year
                   : mend->slot_years ? mend->slot_years[i]
                                      : mend->judgement.year;
    }
    mend->slots = slots;
    mend->slot_years = years;
    mend->slot_count = count;
    return true;
}

/* Flags for each thing and slot. */
static bool join_flags(bool **flags, const bool *early, size_t things,
                       size_t own, size_t added)
{
    bool *all = calloc(things * (own + added) + 1, sizeof(*all));

    for (size_t i = 0; all && i < things; i++) {
        memcpy(&all[i * (own + added)], &(*flags)[i * own],
               own * sizeof(*all));
        memcpy(&all[i * (own + added) + own], &early[i * added],
               added * sizeof(*all));
    }
    if (!all)
        return false;
    free(*flags);
    *flags = all;
    return true;
}

static bool join_goals(ci_mend *mend, const ci_mend *early, size_t own_slots)
{
    size_t own = mend->goal_count, count = own + early->goal_count;
    ci_mend_goal *goals = calloc(count + 1, sizeof(*goals));
    size_t *row_of_goal = calloc(count + 1, sizeof(*row_of_goal));

    if (!goals || !row_of_goal) {
        free(goals);
        free(row_of_goal);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        goals[i] = i < own ? mend->goals[i] : early->goals[i - own];
        row_of_goal[i] =
            i < own ? mend->row_of_goal[i] : early->row_of_goal[i - own];
        if (i < own)
            continue;
        goals[i].slot += own_slots;
        if (row_of_goal[i] != CI_MEND_NONE)
            row_of_goal[i] += mend->row_count;
    }
    free(mend->goals);
    free(mend->row_of_goal);
    mend->goals = goals;
    mend->row_of_goal = row_of_goal;
    mend->goal_count = count;
    return true;
}

static bool join_rows(ci_mend *mend, const ci_mend *early, size_t own_goals)
{
    size_t own = mend->row_count, count = own + early->row_count;
    ci_mend_row *rows = calloc(count + 1, sizeof(*rows));

    if (!rows)
        return false;
    for (size_t i = 0; i < count; i++) {
        rows[i] = i < own ? mend->rows[i] : early->rows[i - own];
        rows[i].goal += i < own ? 0 : own_goals;
    }
    free(mend->rows);
    mend->rows = rows;
    mend->row_count = count;
    mend->row_capacity = count + 1;
    return true;
}

static bool join_reach(ci_mend *mend, const ci_mend *early, size_t own_rows)
{
    size_t places = ci_mend_place_count(mend), count = 0;
    const ci_mend_reach *a = &mend->reach, *b = &early->reach;
    ci_mend_reach all = {
        calloc(places + 2, sizeof(*all.first)),
        calloc(a->first[places] + b->first[places] + 1, sizeof(*all.rows))};

    if (!all.first || !all.rows) {
        free(all.first);
        free(all.rows);
        return false;
    }
    for (size_t p = 0; p < places; p++) {
        for (size_t i = a->first[p]; i < a->first[p + 1]; i++)
            all.rows[count++] = a->rows[i];
        for (size_t i = b->first[p]; i < b->first[p + 1]; i++)
            all.rows[count++] = b->rows[i] + (uint32_t)own_rows;
        all.first[p + 1] = count;
    }
    free(mend->reach.first);
    free(mend->reach.rows);
    mend->reach = all;
    return true;
}

static circlet_status join(ci_mend *mend, ci_mend *early, circlet_error *error)
{
    size_t slots = mend->slot_count, goals = mend->goal_count;
    size_t rows = mend->row_count, added = early->slot_count;
    size_t units = circlet_city_unit_count(mend->judgement.city);
    circlet_status status = ci_phases_begin_early(early, error);

    if (!status)
        status = join_columns(mend, early, error);
    if (!status)
        status = extend_gains(mend, early, slots, error);
    if (status)
        return status;
    mend->leaves_ways_out |= early->leaves_ways_out;
    mend->has_early = true;
    return join_goals(mend, early, slots) && join_rows(mend, early, goals) &&
                   join_reach(mend, early, rows) &&
                   join_flags(&mend->has_member, early->has_member, units,
                              slots, added) &&
                   join_flags(&mend->may_serve, early->may_serve,
                              ci_mend_place_count(mend), slots, added) &&
                   join_slots(mend, early) && ci_mend_sort_goals(mend)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

circlet_status ci_phases_join(ci_phases *out, ci_mend *mend,
                              circlet_error *error)
{
    const circlet_plan_options *options = mend->options;
    circlet_status status = CIRCLET_OK;

    *out = (ci_phases){NULL, 0};
    out->early = calloc(options->year_count + 1, sizeof(*out->early));
    if (!out->early)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i + 1 < options->year_count; i++) {
        ci_mend *early = &out->early[out->early_count++];

        *early = (ci_mend){.options = options, .aims = CI_MEND_DUE};
        status =
            ci_mend_start(early, &mend->judgement, options->years[i], error);
        if (status || early->goal_count == 0)
            continue;
        status = ci_mend_find_columns(early, &options->progress, error);
        if (!status)
            status = join(mend, early, error);
    }
    return status;
}
