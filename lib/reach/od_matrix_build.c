#include "reach/od_matrix_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "reach/sharers.h"

/* Rows that a thread sorts at a time, and reports of the whole. */
#define SORT_ROWS 64
#define REPORTS 19

typedef struct matrix_build {
    const ci_od_plan *plan;
    circlet_od_matrix *matrix;
    ci_sharers sharers; /* of the places of destinations */
    size_t *next; /* of each row: where its next entry goes */
    circlet_od_entry *entries; /* of the rows from `from` up to `to` */
    size_t from, to;
    size_t told; /* reports */
} matrix_build;

/* ---- count ------------------------------------------------------------- */

static void count_pairs(void *user, const ci_od_pair *pairs, size_t count)
{
    matrix_build *build = user;

    for (size_t i = 0; i < count; i++)
        build->matrix->first[pairs[i].row + 1] +=
            build->sharers.count[pairs[i].column];
}

static circlet_status count_rows(matrix_build *build, circlet_error *error)
{
    circlet_od_matrix *matrix = build->matrix;
    circlet_status status = ci_od_pairs_each(
        build->plan->pairs, 0, matrix->row_count, count_pairs, build, error);

    for (size_t i = 0; i < matrix->row_count; i++)
        matrix->first[i + 1] += matrix->first[i];
    return status;
}

/* ---- fill -------------------------------------------------------------- */

static void fill_pairs(void *user, const ci_od_pair *pairs, size_t count)
{
    matrix_build *build = user;
    size_t start = build->matrix->first[build->from];

    for (size_t i = 0; i < count; i++) {
        size_t row = pairs[i].row;

        if (row < build->from || row >= build->to)
            continue;
        for (uint32_t d = build->sharers.first[pairs[i].column];
             d != CI_NO_SHARER; d = build->sharers.next[d])
            build->entries[build->next[row]++ - start] =
                (circlet_od_entry){d, pairs[i].time_ms};
    }
}

static bool sort_some(void *user, uint32_t worker, size_t item)
{
    const matrix_build *build = user;
    const size_t *first = build->matrix->first;
    size_t row = build->from + item * SORT_ROWS;
    size_t end = build->to - row > SORT_ROWS ? row + SORT_ROWS : build->to;

    (void)worker;
    for (; row < end; row++)
        ci_od_entries_sort(build->entries + first[row] - first[build->from],
                           first[row + 1] - first[row]);
    return true;
}

static bool goes_on(matrix_build *build)
{
    const circlet_progress *progress = &build->plan->job->query->progress;
    ci_stage stage = {progress, "sorting", 1 - CI_OD_SORTING, 1};
    size_t rows = build->matrix->row_count;
    size_t report = rows > 0 ? build->from * REPORTS / rows : REPORTS;

    if (report == build->told)
        return true;
    build->told = report;
    return ci_stage_goes_on(&stage, report, REPORTS);
}

/* The rows from `from` up to `to`, sorted. */
static circlet_status fill(matrix_build *build, circlet_error *error)
{
    ci_parallel sorting = {build->plan->thread_count, sort_some, NULL, build};
    circlet_status status;

    if (!goes_on(build))
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    status = ci_od_pairs_each(build->plan->pairs, build->from, build->to,
                              fill_pairs, build, error);
    if (!status)
        ci_parallel_run(&sorting,
                        (build->to - build->from + SORT_ROWS - 1) / SORT_ROWS);
    return status;
}

/* ---- in memory, or in a file ------------------------------------------- */

static circlet_status fill_in_memory(matrix_build *build, circlet_error *error)
{
    circlet_od_matrix *matrix = build->matrix;
    size_t count = matrix->first[matrix->row_count];

    matrix->own_entries = malloc((count + 1) * sizeof(circlet_od_entry));
    if (!matrix->own_entries)
        return ci_fail_nomem(error);
    matrix->entries = matrix->own_entries;
    build->entries = matrix->own_entries;
    build->to = matrix->row_count;
    return fill(build, error);
}

/* As many rows from `from` on as fit into so many entries, but one. */
static size_t end_of_block(const circlet_od_matrix *matrix, size_t from,
                           uint64_t limit)
{
    size_t to = from + 1;

    while (to < matrix->row_count &&
           matrix->first[to + 1] - matrix->first[from] <= limit)
        to++;
    return to;
}

/* Room for the largest block. */
static bool make_block(matrix_build *build, uint64_t limit)
{
    const circlet_od_matrix *matrix = build->matrix;
    size_t most = 0;

    for (size_t from = 0, to; from < matrix->row_count; from = to) {
        to = end_of_block(matrix, from, limit);
        if (matrix->first[to] - matrix->first[from] > most)
            most = matrix->first[to] - matrix->first[from];
    }
    build->entries = malloc((most + 1) * sizeof(*build->entries));
    return build->entries;
}

static circlet_status write_blocks(matrix_build *build, uint64_t limit,
                                   circlet_error *error)
{
    circlet_od_matrix *matrix = build->matrix;
    circlet_status status = CIRCLET_OK;

    for (build->from = 0; build->from < matrix->row_count && !status;
         build->from = build->to) {
        uint64_t offset;

        build->to = end_of_block(matrix, build->from, limit);
        status = fill(build, error);
        if (!status)
            status = ci_spill_write(
                matrix->spill, build->entries,
                (matrix->first[build->to] - matrix->first[build->from]) *
                    sizeof(*build->entries),
                &offset, error);
    }
    return status;
}

static circlet_status fill_in_file(matrix_build *build, circlet_error *error)
{
    circlet_od_matrix *matrix = build->matrix;
    uint64_t limit = build->plan->memory_bytes / sizeof(circlet_od_entry);
    circlet_status status = ci_spill_new(&matrix->spill, error);
    const void *map = NULL;

    if (!status && !make_block(build, limit))
        status = ci_fail_nomem(error);
    if (!status)
        status = write_blocks(build, limit, error);
    if (!status)
        status = ci_spill_map(&map, matrix->spill, error);
    free(build->entries);
    matrix->entries = map;
    return status;
}

/* ---- set up ------------------------------------------------------------ */

static circlet_status set_up(matrix_build *build, circlet_error *error)
{
    const ci_tied_points *origins = &build->plan->job->origins;
    const ci_tied_points *destinations = &build->plan->job->destinations;
    circlet_od_matrix *matrix = ci_od_matrix_start(
        origins->point_count, destinations->point_count, origins->place_count);

    build->matrix = matrix;
    build->next = malloc((origins->place_count + 1) * sizeof(*build->next));
    if (!matrix || !build->next ||
        !ci_sharers_find(&build->sharers, destinations))
        return ci_fail_nomem(error);
    if (origins->point_count > 0)
        memcpy(matrix->row_of, origins->place_of,
               origins->point_count * sizeof(*matrix->row_of));
    return CIRCLET_OK;
}

static circlet_status build_matrix(matrix_build *build, circlet_error *error)
{
    const circlet_od_matrix *matrix = build->matrix;
    circlet_status status = count_rows(build, error);
    uint64_t bytes;

    if (status)
        return status;
    memcpy(build->next, matrix->first,
           (matrix->row_count + 1) * sizeof(*build->next));
    bytes =
        (uint64_t)matrix->first[matrix->row_count] * sizeof(circlet_od_entry);
    if (bytes > build->plan->memory_bytes)
        return fill_in_file(build, error);
    return fill_in_memory(build, error);
}

circlet_status ci_od_matrix_build(circlet_od_matrix **out,
                                  const ci_od_plan *plan, circlet_error *error)
{
    matrix_build build = {.plan = plan, .told = SIZE_MAX};
    circlet_status status = set_up(&build, error);

    if (!status)
        status = build_matrix(&build, error);
    if (!status) {
        build.from = build.matrix->row_count;
        if (!goes_on(&build))
            status = ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    }
    if (status)
        circlet_od_matrix_free(build.matrix);
    else
        *out = build.matrix;
    ci_sharers_free(&build.sharers);
    free(build.next);
    return status;
}
