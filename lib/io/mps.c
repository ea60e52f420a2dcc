/*
 * Free MPS as CBC (which needs the word FREE) and GLPK read it: integer
 * columns between markers, minimisation. Numbers are whole.
 */
#include "io/mps.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "io/text_output.h"

#define NAME_SIZE 24
#define ENTRIES_MAX ((size_t)1 << 31)

void ci_mps_clear(ci_mps *mps)
{
    free(mps->rows);
    free(mps->columns);
    free(mps->entries);
    *mps = (ci_mps){.rows = NULL};
}

/* ---- making it ---------------------------------------------------------- */

/* Makes room for one more; false: no memory, which is noted. */
static bool grow(ci_mps *mps, void **items, size_t count, size_t *room,
                 size_t size)
{
    void *grown = mps->has_no_memory
                      ? NULL
                      : ci_array_reserve_one(*items, count, room, size);

    if (!grown) {
        mps->has_no_memory = true;
        return false;
    }
    *items = grown;
    return true;
}

uint32_t ci_mps_add_row(ci_mps *mps, ci_mps_sign sign, int64_t right)
{
    if (!grow(mps, (void **)&mps->rows, mps->row_count, &mps->row_room,
              sizeof(*mps->rows)))
        return 0;
    mps->rows[mps->row_count] = (ci_mps_row){sign, right};
    return (uint32_t)mps->row_count++;
}

uint32_t ci_mps_add_column(ci_mps *mps, ci_mps_kind kind, int64_t cost,
                           uint32_t site)
{
    if (!grow(mps, (void **)&mps->columns, mps->column_count,
              &mps->column_room, sizeof(*mps->columns)))
        return 0;
    mps->columns[mps->column_count] =
        (ci_mps_column){cost, kind == CI_MPS_ONE, site, kind};
    return (uint32_t)mps->column_count++;
}

void ci_mps_add_entry(ci_mps *mps, uint32_t row, uint32_t column,
                      int64_t value)
{
    if (!grow(mps, (void **)&mps->entries, mps->entry_count, &mps->entry_room,
              sizeof(*mps->entries)))
        return;
    mps->entries[mps->entry_count++] = (ci_mps_entry){column, row, value};
}

/* ---- writing it --------------------------------------------------------- */

/* Columns of sites are y<site>, others x<column>. */
static void column_name(char out[NAME_SIZE], const ci_mps *mps, size_t column)
{
    uint32_t site = mps->columns[column].site;

    if (site == CI_MPS_NO_SITE)
        snprintf(out, NAME_SIZE, "x%zu", column);
    else
        snprintf(out, NAME_SIZE, "y%" PRIu32, site);
}

static void write_rows(FILE *out, const ci_mps *mps)
{
    static const char signs[] = {'L', 'G', 'E'};

    fputs("NAME circlet FREE\nROWS\n N cost\n", out);
    for (size_t r = 0; r < mps->row_count; r++)
        fprintf(out, " %c r%zu\n", signs[mps->rows[r].sign], r);
}

static int compare_entries(const void *left, const void *right)
{
    const ci_mps_entry *a = left, *b = right;

    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static bool is_whole(ci_mps_kind kind)
{
    return kind == CI_MPS_BINARY || kind == CI_MPS_ONE;
}

/* Entries are sorted by column. A column without any is still named. */
static void write_columns(FILE *out, const ci_mps *mps)
{
    size_t k = 0;
    bool is_marked = false;
    int marker = 0;

    fputs("COLUMNS\n", out);
    for (size_t c = 0; c < mps->column_count; c++) {
        const ci_mps_column *column = &mps->columns[c];
        char name[NAME_SIZE];

        if (is_whole(column->kind) != is_marked) {
            fprintf(out, " M%d 'MARKER' '%s'\n", marker++,
                    is_marked ? "INTEND" : "INTORG");
            is_marked = !is_marked;
        }
        column_name(name, mps, c);
        fprintf(out, " %s cost %" PRId64 "\n", name, column->cost);
        for (; k < mps->entry_count && mps->entries[k].column == c; k++)
            fprintf(out, " %s r%" PRIu32 " %" PRId64 "\n", name,
                    mps->entries[k].row, mps->entries[k].value);
    }
    if (is_marked)
        fprintf(out, " M%d 'MARKER' 'INTEND'\n", marker);
}

static void write_rest(FILE *out, const ci_mps *mps)
{
    fputs("RHS\n", out);
    for (size_t r = 0; r < mps->row_count; r++)
        if (mps->rows[r].right != 0)
            fprintf(out, " RHS r%zu %" PRId64 "\n", r, mps->rows[r].right);
    fputs("BOUNDS\n", out);
    for (size_t c = 0; c < mps->column_count; c++) {
        ci_mps_kind kind = mps->columns[c].kind;
        char name[NAME_SIZE];

        column_name(name, mps, c);
        if (kind != CI_MPS_AMOUNT)
            fprintf(out, " %s BND %s 1\n", kind == CI_MPS_ONE ? "FX" : "UP",
                    name);
    }
    fputs("ENDATA\n", out);
}

/* As CBC reads starts: position, name, value of every column. */
static void write_start(FILE *out, const ci_mps *mps)
{
    fputs("Feasible\n", out);
    for (size_t c = 0; c < mps->column_count; c++) {
        char name[NAME_SIZE];

        column_name(name, mps, c);
        fprintf(out, "%zu %s %" PRId64 "\n", c, name, mps->columns[c].start);
    }
}

static circlet_status write_file(const ci_mps *mps, const char *path,
                                 bool is_start, circlet_error *error)
{
    ci_text_output output = {.path = NULL};
    circlet_status status = ci_text_output_open(&output, path, error);

    if (!status && is_start)
        write_start(output.file, mps);
    if (!status && !is_start) {
        write_rows(output.file, mps);
        write_columns(output.file, mps);
        write_rest(output.file, mps);
    }
    if (!status)
        status = ci_text_output_commit(&output, error);
    ci_text_output_end(&output);
    return status;
}

circlet_status ci_mps_write(ci_mps *mps, const char *path, const char *start,
                            circlet_error *error)
{
    circlet_status status;

    if (mps->has_no_memory)
        return ci_fail_nomem(error);
    if (mps->entry_count > ENTRIES_MAX)
        return ci_fail(error, CIRCLET_E_DATA,
                       "the program has %zu entries, more than %zu",
                       mps->entry_count, ENTRIES_MAX);
    if (mps->entry_count > 0)
        qsort(mps->entries, mps->entry_count, sizeof(*mps->entries),
              compare_entries);
    status = write_file(mps, path, false, error);
    return status || !start ? status : write_file(mps, start, true, error);
}
