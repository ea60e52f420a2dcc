#include "io/xlsx_merge.h"

#ifdef HAVE_XLSX

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

bool ci_xlsx_merges_add(ci_xlsx_merges *merges, ci_xlsx_range range)
{
    ci_xlsx_range *ranges;

    if (range.first_row == range.last_row &&
        range.first_column == range.last_column)
        return true;
    ranges = ci_array_reserve_one(merges->ranges, merges->count,
                                  &merges->capacity, sizeof(*ranges));
    if (!ranges)
        return false;
    merges->ranges = ranges;
    ranges[merges->count++] = range;
    return true;
}

void ci_xlsx_merges_free(ci_xlsx_merges *merges)
{
    free(merges->ranges);
    *merges = (ci_xlsx_merges){0};
}

static int by_row(const void *left, const void *right)
{
    const ci_xlsx_range *a = left, *b = right;

    if (a->first_row != b->first_row)
        return a->first_row < b->first_row ? -1 : 1;
    if (a->first_column != b->first_column)
        return a->first_column < b->first_column ? -1 : 1;
    return 0;
}

void ci_xlsx_merges_sort(ci_xlsx_merges *merges)
{
    if (merges->count > 0)
        qsort(merges->ranges, merges->count, sizeof(*merges->ranges), by_row);
}

void ci_xlsx_cover_row(ci_xlsx_cover *cover, const ci_xlsx_merges *merges,
                       uint32_t row)
{
    while (cover->next < merges->count) {
        const ci_xlsx_range *range = &merges->ranges[cover->next];

        if (range->first_row > row)
            return;
        for (uint32_t i = range->first_column; i <= range->last_column; i++)
            if (cover->last_row[i] < range->last_row)
                cover->last_row[i] = range->last_row;
        cover->shown_row[range->first_column] = range->first_row;
        cover->next++;
    }
}

bool ci_xlsx_is_covered(const ci_xlsx_cover *cover, uint32_t row,
                        uint32_t column)
{
    return cover->last_row[column] >= row && cover->shown_row[column] != row;
}

const char *ci_xlsx_read_cell(uint32_t *out_row, uint32_t *out_column,
                              const char *text)
{
    uint32_t row = 0, column = 0;
    const char *c = text;

    for (; *c >= 'A' && *c <= 'Z' && column <= CI_XLSX_COLUMN_MAX; c++)
        column = column * 26 + (uint32_t)(*c - 'A') + 1;
    if (c == text || *c < '1' || *c > '9')
        return NULL;
    for (; *c >= '0' && *c <= '9' && row <= CI_XLSX_ROW_MAX; c++)
        row = row * 10 + (uint32_t)(*c - '0');
    if (column > CI_XLSX_COLUMN_MAX || row > CI_XLSX_ROW_MAX)
        return NULL;
    *out_row = row;
    *out_column = column - 1;
    return c;
}

void ci_xlsx_name_column(char out[CI_XLSX_COLUMN_SIZE], uint32_t column)
{
    char letters[CI_XLSX_COLUMN_SIZE];
    size_t count = 0;

    for (uint32_t left = column + 1; left > 0; left = (left - 1) / 26)
        letters[count++] = (char)('A' + (left - 1) % 26);
    for (size_t i = 0; i < count; i++)
        out[i] = letters[count - 1 - i];
    out[count] = '\0';
}

#endif
