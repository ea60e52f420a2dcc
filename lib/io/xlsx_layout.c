#include "io/xlsx_layout.h"

#ifdef HAVE_XLSX

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define SAMPLE_MAX 100

/* The first rows that are filled, and how many of their cells are. */
typedef struct row_sample {
    uint32_t rows[SAMPLE_MAX];
    uint32_t filled[SAMPLE_MAX];
    size_t count;
} row_sample;

static uint32_t count_filled(const ci_xlsx_row *row)
{
    uint32_t filled = 0;

    for (size_t i = 0; i < row->count; i++)
        filled += ci_xlsx_is_filled(&row->cells[i]);
    return filled;
}

static void look_at_row(ci_xlsx_layout *layout, row_sample *sample,
                        const ci_xlsx_row *row)
{
    uint32_t filled = count_filled(row);

    if (filled == 0)
        return;
    if (layout->first_row == 0)
        layout->first_row = row->number;
    layout->hidden_rows += row->is_hidden;
    for (size_t i = 0; i < row->count; i++)
        if (ci_xlsx_is_filled(&row->cells[i]))
            layout->last_filled[row->cells[i].column] = row->number;
    if (sample->count < SAMPLE_MAX) {
        sample->rows[sample->count] = row->number;
        sample->filled[sample->count++] = filled;
    }
}

static int by_count(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

static uint32_t find_heading(const row_sample *sample)
{
    uint32_t sorted[SAMPLE_MAX], least;

    if (sample->count == 0)
        return 0;
    memcpy(sorted, sample->filled, sample->count * sizeof(*sorted));
    qsort(sorted, sample->count, sizeof(*sorted), by_count);
    least = (sorted[sample->count * 3 / 4] + 1) / 2;
    if (least < 2)
        least = 2;
    for (size_t i = 0; i < sample->count; i++)
        if (sample->filled[i] >= least)
            return sample->rows[i];
    return sample->rows[0];
}

static circlet_status read_rows(ci_xlsx_layout *layout, ci_xlsx_sheet *sheet,
                                circlet_error *error)
{
    row_sample sample = {.count = 0};
    bool has_row = true;
    circlet_status status = CIRCLET_OK;

    while (status == CIRCLET_OK && has_row) {
        ci_xlsx_row row;

        status = ci_xlsx_sheet_next(sheet, &row, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            look_at_row(layout, &sample, &row);
    }
    layout->heading_row = find_heading(&sample);
    return status;
}

circlet_status ci_xlsx_layout_read(ci_xlsx_layout *out,
                                   const ci_xlsx_book *book, size_t position,
                                   circlet_error *error)
{
    ci_xlsx_sheet *sheet = NULL;
    ci_xlsx_sheet_facts *facts;
    circlet_status status = ci_xlsx_sheet_open(&sheet, book, position, error);

    if (status != CIRCLET_OK)
        return status;
    memset(out, 0, sizeof(*out));
    status = read_rows(out, sheet, error);
    if (status == CIRCLET_OK) {
        facts = ci_xlsx_sheet_look(sheet);
        memcpy(out->is_hidden, facts->is_hidden, sizeof(out->is_hidden));
        out->merges = facts->merges;
        facts->merges = (ci_xlsx_merges){0};
        ci_xlsx_merges_sort(&out->merges);
    }
    ci_xlsx_sheet_close(sheet);
    return status;
}

void ci_xlsx_layout_free(ci_xlsx_layout *layout)
{
    ci_xlsx_merges_free(&layout->merges);
}

circlet_status ci_xlsx_sheet_is_filled(bool *out, const ci_xlsx_book *book,
                                       size_t position, circlet_error *error)
{
    ci_xlsx_sheet *sheet = NULL;
    bool has_row = true, is_filled = false;
    circlet_status status = ci_xlsx_sheet_open(&sheet, book, position, error);

    while (status == CIRCLET_OK && has_row && !is_filled) {
        ci_xlsx_row row;

        status = ci_xlsx_sheet_next(sheet, &row, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            is_filled = count_filled(&row) > 0;
    }
    ci_xlsx_sheet_close(sheet);
    if (status == CIRCLET_OK)
        *out = is_filled;
    return status;
}

#endif
