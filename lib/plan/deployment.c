#include "plan/deployment.h"

#include <stdlib.h>

#include "plan/phase_cover.h"

/* A column that is to be put in order. */
typedef struct chosen {
    size_t column;
    int year, start; /* see ci_mend_column */
    bool is_later; /* of a plan over years: in a unit that does not come
                      first */
    int64_t reached_milli; /* whom it covers newly, at most */
} chosen;

typedef struct deploying {
    const ci_mend_program *program;
    chosen *list;
    size_t count;
    size_t *covered_by;
} deploying;

bool ci_mend_is_gained(const ci_mend *mend, const ci_mend_row *row)
{
    return row && !row->is_in_doubt &&
           (!mend->slot_years ||
            mend->slot_years[mend->goals[row->goal].slot] ==
                mend->judgement.year);
}

bool ci_mend_is_in_time(const ci_mend *mend, size_t column,
                        const ci_mend_row *row)
{
    return !mend->slot_years ||
           mend->columns[column].year <=
               mend->slot_years[mend->goals[row->goal].slot];
}

/* NULL: it is of no people. */
static const ci_mend_row *row_at(const deploying *of, size_t entry)
{
    const ci_mend *mend = of->program->mend;
    uint32_t row = of->program->rows[entry];

    return row < mend->row_count && ci_mend_is_gained(mend, &mend->rows[row])
               ? &mend->rows[row]
               : NULL;
}

/* Whom a column covers newly. */
static int64_t reached_by(const deploying *of, size_t column)
{
    const ci_mend_program *program = of->program;
    int64_t sum = 0;

    for (size_t e = program->first[column]; e < program->first[column + 1];
         e++) {
        const ci_mend_row *row = row_at(of, e);

        if (row && of->covered_by[program->rows[e]] == CI_MEND_NONE)
            sum += row->weight_milli;
    }
    return sum;
}

/* Rows of every year. */
static void cover(deploying *of, size_t column)
{
    const ci_mend_program *program = of->program;
    const ci_mend *mend = program->mend;

    for (size_t e = program->first[column]; e < program->first[column + 1];
         e++) {
        uint32_t row = program->rows[e];

        if (row < mend->row_count && !mend->rows[row].is_in_doubt &&
            ci_mend_is_in_time(mend, column, &mend->rows[row]) &&
            of->covered_by[row] == CI_MEND_NONE)
            of->covered_by[row] = column;
    }
}

static int compare_chosen(const void *left, const void *right)
{
    const chosen *a = left, *b = right;

    if (a->year != b->year)
        return a->year < b->year ? -1 : 1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->is_later != b->is_later)
        return a->is_later - b->is_later;
    if (a->reached_milli != b->reached_milli)
        return a->reached_milli > b->reached_milli ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

static bool is_together(const chosen *a, const chosen *b)
{
    return a->year == b->year && a->start == b->start &&
           a->is_later == b->is_later;
}

/* Puts one behind those up to `to`, which may reach more. */
static void put_behind(chosen *list, size_t from, size_t to)
{
    const chosen one = list[from];

    for (size_t i = from; i + 1 < to; i++)
        list[i] = list[i + 1];
    list[to - 1] = one;
}

/* What the next one reaches can only have become less since it was looked at:
 * those that follow need a look as long as they may reach more (lazily, as
 * Minoux 1978 has it). */
static void take_next(deploying *of, size_t next)
{
    chosen *list = of->list;

    for (;;) {
        size_t to = next + 1;

        list[next].reached_milli = reached_by(of, list[next].column);
        while (to < of->count && is_together(&list[to], &list[next]) &&
               compare_chosen(&list[to], &list[next]) < 0)
            to++;
        if (to == next + 1)
            return;
        put_behind(list, next, to);
    }
}

static bool is_later(const ci_mend *mend, size_t column)
{
    return mend->options->year_count > 0 &&
           !ci_phase_is_first(
               mend, ci_mend_place_unit(mend, mend->columns[column].place,
                                        CIRCLET_LEVEL_STREET));
}

bool ci_mend_deploy(size_t *columns, size_t count, size_t *covered_by,
                    const ci_mend_program *program)
{
    const ci_mend *mend = program->mend;
    deploying of = {.program = program,
                    .list = calloc(count + 1, sizeof(*of.list)),
                    .count = count,
                    .covered_by = covered_by};

    if (!of.list)
        return false;
    for (size_t i = 0; i < mend->row_count; i++)
        covered_by[i] = CI_MEND_NONE;
    for (size_t i = 0; i < count; i++)
        of.list[i] =
            (chosen){columns[i], mend->columns[columns[i]].year,
                     mend->columns[columns[i]].start,
                     is_later(mend, columns[i]), reached_by(&of, columns[i])};
    if (count > 0)
        qsort(of.list, count, sizeof(*of.list), compare_chosen);
    for (size_t i = 0; i < count; i++) {
        if (mend->options->year_count > 0)
            take_next(&of, i);
        columns[i] = of.list[i].column;
        cover(&of, columns[i]);
    }
    free(of.list);
    return true;
}
