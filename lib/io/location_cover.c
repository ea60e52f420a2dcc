/*
 * OR-Library's set covering problems (J. Beasley, An algorithm for set
 * covering problems, European Journal of Operational Research 31 (1987)).
 * Files of rows: "m n", n costs of columns, then for each row how many
 * columns cover it, and which. Railway files: for each column its cost, how
 * many rows it covers, and which; "m n" may stand before. Rows are demand
 * points, columns sites, and every pair is of time 0.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "io/location_file.h"

typedef struct pair {
    uint32_t row, column;
} pair;

typedef struct cover_text {
    ci_number_file text;
    size_t row_count, column_count;
    int64_t *costs;
    size_t cost_capacity;
    pair *pairs;
    size_t pair_count, pair_capacity;
} cover_text;

static circlet_status add_pair(cover_text *read, size_t row, size_t column,
                               circlet_error *error)
{
    pair *grown = ci_array_reserve_one(read->pairs, read->pair_count,
                                       &read->pair_capacity, sizeof(*grown));

    if (!grown)
        return ci_fail_nomem(error);
    read->pairs = grown;
    if (read->pair_count == CI_LOCATION_PAIRS_MAX)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: line %" PRIu64 ": more than %zu pairs",
                       read->text.path, read->text.word_line,
                       CI_LOCATION_PAIRS_MAX);
    grown[read->pair_count++] = (pair){(uint32_t)row, (uint32_t)column};
    return CIRCLET_OK;
}

static circlet_status read_size(cover_text *read, circlet_error *error)
{
    int64_t rows = 0, columns = 0;
    circlet_status status = ci_number_file_whole(
        &read->text, &rows, CI_TRANSLATED("the number of rows"), 1,
        CI_LOCATION_SIZE_MAX, error);

    if (!status)
        status = ci_number_file_whole(&read->text, &columns,
                                      CI_TRANSLATED("the number of columns"),
                                      1, CI_LOCATION_SIZE_MAX, error);
    read->row_count = (size_t)rows;
    read->column_count = (size_t)columns;
    return status;
}

static circlet_status read_cost(cover_text *read, size_t column,
                                circlet_error *error)
{
    int64_t *grown = ci_array_reserve_one(
        read->costs, column, &read->cost_capacity, sizeof(*grown));

    if (!grown)
        return ci_fail_nomem(error);
    read->costs = grown;
    return ci_number_file_whole(&read->text, &grown[column],
                                CI_TRANSLATED("the cost of a column"), 0,
                                INT64_MAX / 1024, error);
}

static circlet_status read_row(cover_text *read, size_t row,
                               circlet_error *error)
{
    int64_t count = 0, column = 0;
    circlet_status status = ci_number_file_whole(
        &read->text, &count, CI_TRANSLATED("how many columns cover a row"), 0,
        (int64_t)read->column_count, error);

    for (int64_t k = 0; k < count && !status; k++) {
        status = ci_number_file_whole(&read->text, &column,
                                      CI_TRANSLATED("a column"), 1,
                                      (int64_t)read->column_count, error);
        if (!status)
            status = add_pair(read, row, (size_t)column - 1, error);
    }
    return status;
}

static circlet_status read_rows(cover_text *read, circlet_error *error)
{
    circlet_status status = read_size(read, error);

    for (size_t j = 0; j < read->column_count && !status; j++)
        status = read_cost(read, j, error);
    for (size_t i = 0; i < read->row_count && !status; i++)
        status = read_row(read, i, error);
    return status ? status : ci_number_file_end(&read->text, error);
}

/* A line "cost count rows..."; without a heading the last row is the
 * greatest that is named. */
static circlet_status read_column(cover_text *read, size_t column,
                                  int64_t row_max, circlet_error *error)
{
    int64_t count = 0, row = 0;
    circlet_status status = read_cost(read, column, error);

    if (!status)
        status = ci_number_file_whole(
            &read->text, &count,
            CI_TRANSLATED("how many rows a column covers"), 0, row_max, error);
    for (int64_t k = 0; k < count && !status; k++) {
        status = ci_number_file_whole(
            &read->text, &row, CI_TRANSLATED("a row"), 1, row_max, error);
        if (!status)
            status = add_pair(read, (size_t)row - 1, column, error);
        if ((size_t)row > read->row_count)
            read->row_count = (size_t)row;
    }
    return status;
}

static circlet_status read_columns(cover_text *read, circlet_error *error)
{
    bool has_size = ci_number_file_words_of_line(&read->text) == 2;
    int64_t row_max = CI_LOCATION_SIZE_MAX;
    circlet_status status = has_size ? read_size(read, error) : CIRCLET_OK;
    size_t column = 0;

    if (has_size)
        row_max = (int64_t)read->row_count;
    while (!status &&
           (has_size ? column < read->column_count
                     : ci_number_file_words_of_line(&read->text) > 0))
        status = read_column(read, column++, row_max, error);
    read->column_count = column;
    return status ? status : ci_number_file_end(&read->text, error);
}

/* ---- the matrix --------------------------------------------------------- */

/* Places pairs by row; a column that a row names twice counts once. */
static void place_pairs(const cover_text *read, size_t *first,
                        circlet_od_entry *entries, uint32_t *seen)
{
    size_t used = 0, start = 0;

    for (size_t k = 0; k < read->pair_count; k++)
        first[read->pairs[k].row + 1]++;
    for (size_t i = 0; i < read->row_count; i++)
        first[i + 1] += first[i];
    for (size_t k = read->pair_count; k-- > 0;)
        entries[--first[read->pairs[k].row + 1]].destination =
            read->pairs[k].column;
    /* Now first[i + 1] is where row i starts. */
    for (size_t i = 0; i < read->row_count; i++) {
        size_t end = i + 1 < read->row_count ? first[i + 2] : read->pair_count;

        for (size_t k = first[i + 1]; k < end; k++) {
            uint32_t column = entries[k].destination;

            if (seen[column] == i + 1)
                continue;
            seen[column] = (uint32_t)(i + 1);
            entries[used++] = (circlet_od_entry){column, 0};
        }
        first[i] = start;
        start = used;
    }
    first[read->row_count] = used;
}

static circlet_status set_matrix(circlet_location_file *file, cover_text *read,
                                 circlet_error *error)
{
    size_t *first = calloc(read->row_count + 2, sizeof(*first));
    uint32_t *seen = calloc(read->column_count + 1, sizeof(*seen));
    circlet_od_entry *entries = calloc(read->pair_count + 1, sizeof(*entries));
    circlet_status status = CIRCLET_OK;

    if (!first || !seen || !entries)
        status = ci_fail_nomem(error);
    if (!status) {
        place_pairs(read, first, entries, seen);
        status = ci_location_set_reach(
            file, read->row_count, read->column_count, first, &entries, error);
    }
    free(first);
    free(seen);
    free(entries);
    if (!status) {
        file->costs = read->costs;
        read->costs = NULL;
    }
    return status;
}

circlet_status ci_read_scp(circlet_location_file *file, const char *path,
                           bool is_rail, circlet_error *error)
{
    cover_text read = {{0}, 0, 0, NULL, 0, NULL, 0, 0};
    circlet_status status = ci_number_file_open(&read.text, path, error);

    /* A railway file without a heading shows by its first line. */
    if (!status && (is_rail || ci_number_file_words_of_line(&read.text) > 2))
        status = read_columns(&read, error);
    else if (!status)
        status = read_rows(&read, error);
    if (!status && read.row_count == 0)
        status = ci_fail(error, CIRCLET_E_DATA, "%s: no row is to be covered",
                         path);
    if (!status)
        status = set_matrix(file, &read, error);
    free(read.costs);
    free(read.pairs);
    ci_number_file_close(&read.text);
    return status;
}
