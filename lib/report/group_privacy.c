#include "report/group_privacy.h"

/* The numbers of today that a row tells or that follow from it. */
#define NUMBERS 13

static void numbers_of(int64_t out[NUMBERS], const circlet_group_row *row)
{
    const circlet_group_figures *of = &row->before;
    int64_t all = row->persons_milli;
    size_t n = 0;

    out[n++] = all;
    out[n++] = row->modelled_milli;
    out[n++] = of->covered_milli;
    out[n++] = all - of->covered_milli;
    out[n++] = of->covered_low_milli;
    out[n++] = of->covered_milli - of->covered_low_milli;
    out[n++] = of->persons_low_milli - of->covered_low_milli;
    out[n++] = all - of->persons_low_milli;
    out[n++] = all - of->covered_high_milli;
    out[n++] = of->covered_high_milli - of->covered_milli;
    out[n++] = of->persons_high_milli - of->covered_high_milli;
    out[n++] = all - of->persons_high_milli;
    out[n++] = all - of->timed_milli;
}

static bool tells_of_few(const int64_t numbers[NUMBERS], bool is_known,
                         int64_t few_milli)
{
    for (size_t i = 0; i < (is_known ? NUMBERS : 2); i++) {
        int64_t milli = numbers[i] < 0 ? -numbers[i] : numbers[i];

        if (milli > 0 && milli < few_milli)
            return true;
    }
    return false;
}

static bool row_tells_of_few(const circlet_group_row *row, int64_t few_milli)
{
    int64_t numbers[NUMBERS];

    numbers_of(numbers, row);
    return tells_of_few(numbers, row->is_known, few_milli);
}

/* Whether everybody less those that are shown tells of few persons. */
static bool needs_another(const circlet_group_row *rows, size_t count,
                          int64_t few_milli)
{
    int64_t sums[NUMBERS] = {0}, numbers[NUMBERS];
    size_t marked = 0;

    for (size_t i = 0; i < count; i++) {
        if (!rows[i].is_internal)
            continue;
        numbers_of(numbers, &rows[i]);
        for (size_t k = 0; k < NUMBERS; k++)
            sums[k] += numbers[k];
        marked += rows[i].persons_milli > 0;
    }
    return marked == 1 || (marked > 1 && tells_of_few(sums, true, few_milli));
}

/* The smallest group that is shown; NULL: there is none. */
static circlet_group_row *smallest(circlet_group_row *rows, size_t count)
{
    circlet_group_row *least = NULL;

    for (size_t i = 0; i < count; i++)
        if (!rows[i].is_internal && rows[i].persons_milli > 0 &&
            (!least || rows[i].persons_milli < least->persons_milli))
            least = &rows[i];
    return least;
}

static void hide_division(circlet_group_row *rows, size_t count, bool all,
                          int64_t few_milli)
{
    circlet_group_row *another;

    for (size_t i = 0; i < count; i++)
        rows[i].is_internal = all || row_tells_of_few(&rows[i], few_milli);
    while (!all && needs_another(rows, count, few_milli) &&
           (another = smallest(rows, count)) != NULL)
        another->is_internal = true;
}

void ci_group_rows_hide(circlet_group_row *rows, size_t count,
                        int64_t few_milli)
{
    bool all = false;

    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && rows[end].by == rows[i].by; end++)
            ;
        if (rows[i].by == CIRCLET_GROUP_BY_ALL)
            all = rows[i].is_internal = row_tells_of_few(&rows[i], few_milli);
        else
            hide_division(&rows[i], end - i, all, few_milli);
    }
}

size_t ci_group_rows_drop(circlet_group_row *rows, size_t count)
{
    size_t left = 0;

    for (size_t i = 0; i < count; i++)
        if (!rows[i].is_internal)
            rows[left++] = rows[i];
    return left;
}
