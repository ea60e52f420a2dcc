/* When work on a column can begin, and from when on it counts. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/phases.h"
#include "policy/price.h"

/* ---- how long it takes -------------------------------------------------- */

static const char *type_of(const ci_mend *mend, const ci_mend_column *column)
{
    return ci_mend_start_of(mend, column).record.type;
}

/* All steps at one place are begun together. */
int ci_phase_lead(const ci_mend *mend, const ci_mend_column *column)
{
    const circlet_policy *policy = mend->judgement.policy;
    const char *type = type_of(mend, column);
    int months = column->size != CI_MEND_NONE
                     ? ci_price_lead_months(policy, CI_PRICE_BUILD, type, NULL)
                     : 0;

    for (size_t i = 0; column->bundle && i < column->bundle->step_count; i++) {
        const ci_mend_step *step = &column->bundle->steps[i];
        int own =
            ci_price_lead_months(policy, step->kind, type, step->service);

        months = own > months ? own : months;
    }
    return ci_lead_years(months);
}

int ci_phase_done(const ci_mend *mend, const ci_mend_column *column, int start)
{
    const circlet_plan_options *options = mend->options;
    int done = start + ci_phase_lead(mend, column);

    return done <= options->years[options->year_count - 1] ? done : 0;
}

/* ---- columns ------------------------------------------------------------ */

/* What it adds in the years from when it counts. */
static bool limit_gains(ci_mend_column *column, ci_mend *mend)
{
    int64_t *gains;

    if (!mend->slot_years)
        return true;
    gains =
        ci_arena_take(&mend->arena, (mend->slot_count + 1) * sizeof(*gains));
    for (size_t slot = 0; gains && slot < mend->slot_count; slot++)
        gains[slot] =
            mend->slot_years[slot] >= column->year ? column->gains[slot] : 0;
    column->gains = gains;
    return gains != NULL;
}

/* Adds the column begun in a year, if it is done in time, or need not be. */
static bool add_start(ci_mend_column *list, size_t *count, ci_mend *mend,
                      const ci_mend_column *column, int start, bool is_in_time)
{
    ci_mend_column *out = &list[*count];

    *out = *column;
    out->start = start;
    out->year = start + ci_phase_lead(mend, column);
    if (is_in_time && ci_phase_done(mend, column, start) == 0)
        return true;
    ++*count;
    return limit_gains(out, mend);
}

static circlet_status begin(ci_mend *mend, size_t starts, bool is_in_time,
                            circlet_error *error)
{
    size_t room = mend->column_count * starts + 1, count = 0;
    ci_mend_column *list = calloc(room, sizeof(*list));
    bool is_made = list != NULL;

    for (size_t j = 0; is_made && j < mend->column_count; j++)
        for (size_t s = 0; is_made && s < starts; s++)
            is_made = add_start(list, &count, mend, &mend->columns[j],
                                mend->options->years[s], is_in_time);
    if (!is_made) {
        free(list);
        return ci_fail_nomem(error);
    }
    free(mend->columns);
    mend->columns = list;
    mend->column_count = count;
    mend->column_capacity = room;
    return CIRCLET_OK;
}

circlet_status ci_phases_begin_early(ci_mend *mend, circlet_error *error)
{
    return begin(mend, 1, false, error);
}

circlet_status ci_phases_begin_any(ci_mend *mend, circlet_error *error)
{
    mend->has_starts = true;
    return begin(mend, mend->options->year_count, true, error);
}

circlet_status ci_phases_drop_late(ci_mend *mend,
                                   const ci_mend_program *program,
                                   circlet_error *error)
{
    int last = mend->options->years[mend->options->year_count - 1];
    bool *is_late =
        ci_arena_take(&mend->arena, (mend->row_count + 1) * sizeof(*is_late));
    size_t kept = 0;

    if (!is_late)
        return ci_fail_nomem(error);
    memset(is_late, 0, mend->row_count * sizeof(*is_late));
    for (size_t j = 0; j < mend->column_count; j++) {
        if (mend->columns[j].year <= last) {
            mend->columns[kept++] = mend->columns[j];
            continue;
        }
        for (size_t e = program->first[j]; e < program->first[j + 1]; e++)
            if (program->rows[e] < mend->row_count)
                is_late[program->rows[e]] = true;
    }
    if (kept < mend->column_count)
        mend->is_late = is_late;
    mend->column_count = kept;
    return CIRCLET_OK;
}
