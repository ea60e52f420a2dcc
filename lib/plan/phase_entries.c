#include "plan/phase_entries.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

bool ci_phase_entries_add(ci_phase_entries *entries, size_t column, size_t row,
                          int64_t amount)
{
    ci_phase_entry *items = ci_array_reserve_one(
        entries->items, entries->count, &entries->capacity, sizeof(*items));

    if (!items)
        return false;
    entries->items = items;
    items[entries->count++] =
        (ci_phase_entry){(uint32_t)column, (uint32_t)row, amount};
    return true;
}

void ci_phase_entries_clear(ci_phase_entries *entries)
{
    free(entries->items);
    *entries = (ci_phase_entries){NULL, 0, 0};
}

static int compare_entries(const void *left, const void *right)
{
    const ci_phase_entry *a = left, *b = right;

    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* The entries as the program has them. */
typedef struct columns {
    size_t *first;
    uint32_t *rows;
    int64_t *amounts, *values;
} columns;

static void columns_clear(columns *of)
{
    free(of->first);
    free(of->rows);
    free(of->amounts);
    free(of->values);
}

static bool columns_make(columns *out, ci_phase_entries *entries, size_t count)
{
    *out = (columns){calloc(count + 2, sizeof(*out->first)),
                     calloc(entries->count + 1, sizeof(*out->rows)),
                     calloc(entries->count + 1, sizeof(*out->amounts)),
                     calloc(count + 1, sizeof(*out->values))};
    if (!out->first || !out->rows || !out->amounts || !out->values)
        return false;
    if (entries->count > 0)
        qsort(entries->items, entries->count, sizeof(*entries->items),
              compare_entries);
    for (size_t i = 0; i < entries->count; i++) {
        out->first[entries->items[i].column + 1]++;
        out->rows[i] = entries->items[i].row;
        out->amounts[i] = entries->items[i].amount;
    }
    for (size_t j = 0; j < count; j++)
        out->first[j + 1] += out->first[j];
    return true;
}

circlet_status ci_phase_entries_solve(ci_program_answer **out,
                                      ci_phase_entries *entries,
                                      const ci_program *program,
                                      const ci_program_options *options,
                                      circlet_error *error)
{
    columns list;
    circlet_status status = columns_make(&list, entries, program->column_count)
                                ? CIRCLET_OK
                                : ci_fail_nomem(error);

    if (!status) {
        ci_program whole = *program;

        if (!whole.values)
            whole.values = list.values;
        whole.first = list.first;
        whole.rows = list.rows;
        whole.amounts = list.amounts;
        status = ci_program_solve(out, &whole, options, error);
    }
    columns_clear(&list);
    return status;
}
