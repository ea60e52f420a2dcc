#include "siting/program_core.h"

#include <stdlib.h>
#include <string.h>

#include "base/divisor.h"

/* Whole multipliers are no finer than this. */
#define SCALE_MAX (INT64_C(1) << 40)

/* Sums in whole multipliers stay below it: an estimate, which every bound
 * checks once more. */
#define SUM_MAX 0x1p58

void ci_program_core_clear(ci_program_core *core)
{
    free(core->column_names);
    free(core->group_first);
    free(core->group_of);
    free(core->values);
    free(core->prices);
    free(core->column_first);
    free(core->column_rows);
    free(core->column_amounts);
    free(core->row_first);
    free(core->row_columns);
    free(core->row_amounts);
    free(core->needs);
    free(core->penalties);
    free(core->member_first);
    free(core->members);
    *core = (ci_program_core){0};
}

bool ci_program_core_make(ci_program_core *core, size_t member_count,
                          bool has_budget)
{
    size_t columns = core->column_count + 1, rows = core->row_count + 2;
    size_t entries = core->entry_count + 1;

    core->column_names = calloc(columns, sizeof(*core->column_names));
    core->group_first =
        calloc(core->group_count + 1, sizeof(*core->group_first));
    core->group_of = calloc(columns, sizeof(*core->group_of));
    core->values = calloc(columns, sizeof(*core->values));
    core->prices = has_budget ? calloc(columns, sizeof(*core->prices)) : NULL;
    core->column_first = calloc(columns, sizeof(*core->column_first));
    core->column_rows = calloc(entries, sizeof(*core->column_rows));
    core->column_amounts = calloc(entries, sizeof(*core->column_amounts));
    core->row_first = calloc(rows, sizeof(*core->row_first));
    core->row_columns = calloc(entries, sizeof(*core->row_columns));
    core->row_amounts = calloc(entries, sizeof(*core->row_amounts));
    core->needs = calloc(rows, sizeof(*core->needs));
    core->penalties = calloc(rows, sizeof(*core->penalties));
    core->member_first = calloc(rows, sizeof(*core->member_first));
    core->members = calloc(member_count + 1, sizeof(*core->members));
    return core->column_names && core->group_first && core->group_of &&
           core->values && (core->prices || !has_budget) &&
           core->column_first && core->column_rows && core->column_amounts &&
           core->row_first && core->row_columns && core->row_amounts &&
           core->needs && core->penalties && core->member_first &&
           core->members;
}

static void list_rows(ci_program_core *core)
{
    memset(core->row_first, 0,
           (core->row_count + 1) * sizeof(*core->row_first));
    for (size_t k = 0; k < core->entry_count; k++)
        core->row_first[core->column_rows[k] + 1]++;
    for (size_t i = 0; i < core->row_count; i++)
        core->row_first[i + 1] += core->row_first[i];
    for (uint32_t j = 0; j < core->column_count; j++)
        for (size_t k = core->column_first[j]; k < core->column_first[j + 1];
             k++) {
            size_t to = core->row_first[core->column_rows[k]]++;

            core->row_columns[to] = j;
            core->row_amounts[to] = core->column_amounts[k];
        }
    for (size_t i = core->row_count; i-- > 0;)
        core->row_first[i + 1] = core->row_first[i];
    core->row_first[0] = 0;
}

int64_t ci_program_core_scale(double total)
{
    int64_t scale = 1;

    while (scale < SCALE_MAX && total * 32.0 * (double)scale <= SUM_MAX)
        scale *= 2;
    return scale;
}

/* The greatest number that divides every objective, and the greatest scale
 * whose sums stay small. */
static void find_units(ci_program_core *core)
{
    double total = 1.0;

    core->unit = 0;
    for (size_t j = 0; j < core->column_count; j++) {
        core->unit = ci_common_divisor(core->values[j], core->unit);
        total += (double)core->values[j];
    }
    for (size_t i = 0; i < core->row_count; i++)
        if (!ci_program_core_is_hard(core, i)) {
            core->unit = ci_common_divisor(core->penalties[i], core->unit);
            total += (double)core->penalties[i] * (double)core->needs[i];
        }
    core->unit = core->unit > 0 ? core->unit : 1;
    core->scale = ci_program_core_scale(total);
}

void ci_program_core_finish(ci_program_core *core)
{
    for (uint32_t g = 0; g < core->group_count; g++)
        for (uint32_t j = core->group_first[g]; j < core->group_first[g + 1];
             j++)
            core->group_of[j] = g;
    list_rows(core);
    find_units(core);
}
