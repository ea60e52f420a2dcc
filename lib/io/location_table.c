/*
 * Times between demand points and sites as CSV: origin, destination,
 * seconds, as `circlet matrix` writes them. Seconds are rounded to
 * milliseconds. With a file of demand points (sites) those are all there
 * are, in its order; else they come in the order in which they are named.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "io/csv_reader.h"
#include "io/location_lists.h"

#define NAMES_SIZE 200
#define ROWS_BETWEEN_REPORTS 65536

/* Pairs of one origin that stand one after the other. */
typedef struct run {
    uint32_t origin;
    size_t first; /* into the entries */
} run;

typedef struct table_text {
    const char *path;
    const ci_location_wish *wish;
    ci_csv_reader *reader;
    ci_csv_row row;
    uint32_t origin_column, destination_column, seconds_column;
    circlet_od_entry *entries;
    size_t entry_count, entry_capacity;
    run *runs;
    size_t run_count, run_capacity;
} table_text;

static circlet_status find_columns(table_text *text, circlet_error *error)
{
    char names[NAMES_SIZE];

    text->origin_column = ci_csv_reader_find(text->reader, "origin");
    text->destination_column = ci_csv_reader_find(text->reader, "destination");
    text->seconds_column = ci_csv_reader_find(text->reader, "seconds");
    if (text->origin_column != CI_NOWHERE &&
        text->destination_column != CI_NOWHERE &&
        text->seconds_column != CI_NOWHERE)
        return CIRCLET_OK;
    ci_csv_reader_list_columns(text->reader, names, sizeof(names));
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: the columns are origin, destination and seconds, not "
                   "%s",
                   text->path, names);
}

/* The position of an id; one that no list has is new, unless there is a
 * list. */
static circlet_status find_id(uint32_t *out, ci_id_list *ids, const char *id,
                              const char *list, const table_text *text,
                              circlet_error *error)
{
    bool is_new = false;

    if (list) {
        *out = ci_id_list_find(ids, id);
        if (*out == CI_NOWHERE)
            return ci_fail(error, CIRCLET_E_DATA,
                           "%s: line %" PRIu64 ": '%s' is not in %s",
                           text->path, text->row.line, id, list);
        return CIRCLET_OK;
    }
    *out = ci_id_list_take(ids, id, &is_new);
    return *out == CI_NOWHERE ? ci_fail_nomem(error) : CIRCLET_OK;
}

static circlet_status read_time(uint32_t *out, const table_text *text,
                                circlet_error *error)
{
    const char *value = text->row.values[text->seconds_column];
    double seconds;

    if (!value || !ci_parse_double(&seconds, value) || seconds < 0 ||
        seconds * 1000.0 > CIRCLET_TIME_MAX)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: line %" PRIu64
                       ": seconds are a number from 0 to %lu, not '%s'",
                       text->path, text->row.line,
                       (unsigned long)CIRCLET_TIME_MAX / 1000,
                       value ? value : "");
    *out = (uint32_t)llround(seconds * 1000.0);
    return CIRCLET_OK;
}

static circlet_status add_pair(table_text *text, uint32_t origin,
                               circlet_od_entry entry, circlet_error *error)
{
    circlet_od_entry *entries;
    run *runs = text->runs;

    if (text->entry_count == CI_LOCATION_PAIRS_MAX)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: line %" PRIu64 ": more than %zu pairs", text->path,
                       text->row.line, CI_LOCATION_PAIRS_MAX);
    if (text->run_count == 0 || runs[text->run_count - 1].origin != origin) {
        runs = ci_array_reserve_one(runs, text->run_count, &text->run_capacity,
                                    sizeof(*runs));
        if (!runs)
            return ci_fail_nomem(error);
        text->runs = runs;
        runs[text->run_count++] = (run){origin, text->entry_count};
    }
    entries = ci_array_reserve_one(text->entries, text->entry_count,
                                   &text->entry_capacity, sizeof(*entries));
    if (!entries)
        return ci_fail_nomem(error);
    text->entries = entries;
    entries[text->entry_count++] = entry;
    return CIRCLET_OK;
}

static circlet_status read_row(table_text *text, circlet_location_file *file,
                               circlet_error *error)
{
    const char *origin = text->row.values[text->origin_column];
    const char *destination = text->row.values[text->destination_column];
    circlet_od_entry entry = {0, 0};
    uint32_t at = 0;
    circlet_status status;

    if (text->row.problem)
        return ci_fail(error, CIRCLET_E_FORMAT, "%s: line %" PRIu64 ": %s",
                       text->path, text->row.line, text->row.problem);
    if (!origin || !destination)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: line %" PRIu64 ": %s is missing", text->path,
                       text->row.line, origin ? "destination" : "origin");
    status =
        find_id(&at, &file->demand, origin, text->wish->demand, text, error);
    if (!status)
        status = find_id(&entry.destination, &file->sites, destination,
                         text->wish->sites, text, error);
    if (!status)
        status = read_time(&entry.time_ms, text, error);
    return status ? status : add_pair(text, at, entry, error);
}

static circlet_status read_rows(table_text *text, circlet_location_file *file,
                                circlet_error *error)
{
    const circlet_progress *progress = &text->wish->progress;
    circlet_status status = find_columns(text, error);
    bool has_row = true;

    for (size_t count = 0; !status && has_row; count++) {
        if (count % ROWS_BETWEEN_REPORTS == 0 && progress->report &&
            !progress->report("reading", 0, progress->user))
            return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
        status = ci_csv_reader_next(text->reader, &text->row, &has_row, error);
        if (!status && has_row)
            status = read_row(text, file, error);
    }
    return status;
}

/* ---- the matrix --------------------------------------------------------- */

static size_t run_end(const table_text *text, size_t i)
{
    return i + 1 < text->run_count ? text->runs[i + 1].first
                                   : text->entry_count;
}

/* Rows in the order of the origins; `first` gets where they start. */
static circlet_od_entry *gather(const table_text *text, size_t *first,
                                size_t origin_count)
{
    circlet_od_entry *rows = calloc(text->entry_count + 1, sizeof(*rows));

    if (!rows)
        return NULL;
    for (size_t i = 0; i < text->run_count; i++)
        first[text->runs[i].origin + 1] +=
            run_end(text, i) - text->runs[i].first;
    for (size_t i = 0; i < origin_count; i++)
        first[i + 1] += first[i];
    for (size_t i = text->run_count; i-- > 0;) {
        size_t size = run_end(text, i) - text->runs[i].first;
        size_t *end = &first[text->runs[i].origin + 1];

        *end -= size;
        memcpy(rows + *end, text->entries + text->runs[i].first,
               size * sizeof(*rows));
    }
    /* Now first[i + 1] is where row i starts. */
    memmove(first, first + 1, origin_count * sizeof(*first));
    first[origin_count] = text->entry_count;
    return rows;
}

static circlet_status check_twice(const circlet_location_file *file,
                                  const char *path, const size_t *first,
                                  const circlet_od_entry *rows,
                                  circlet_error *error)
{
    uint32_t *seen = calloc(file->sites.count + 1, sizeof(*seen));
    circlet_status status = seen ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; i < file->demand.count && !status; i++)
        for (size_t k = first[i]; k < first[i + 1] && !status; k++) {
            uint32_t site = rows[k].destination;

            if (seen[site] == i + 1)
                status =
                    ci_fail(error, CIRCLET_E_DATA,
                            "%s: origin '%s' and destination '%s' stand "
                            "together twice",
                            path, file->demand.ids[i], file->sites.ids[site]);
            seen[site] = (uint32_t)(i + 1);
        }
    free(seen);
    return status;
}

static circlet_status set_matrix(circlet_location_file *file,
                                 const table_text *text, circlet_error *error)
{
    size_t origin_count = file->demand.count;
    size_t *first = calloc(origin_count + 2, sizeof(*first));
    circlet_od_entry *rows = first ? gather(text, first, origin_count) : NULL;
    circlet_status status =
        rows ? check_twice(file, text->path, first, rows, error)
             : ci_fail_nomem(error);

    if (!status && (origin_count == 0 || file->sites.count == 0))
        status = ci_fail(error, CIRCLET_E_DATA,
                         "%s: there are %zu demand points and %zu sites",
                         text->path, origin_count, file->sites.count);
    if (!status)
        status = ci_location_set_reach(file, origin_count, file->sites.count,
                                       first, &rows, error);
    free(first);
    free(rows);
    return status;
}

circlet_status ci_read_od_csv(circlet_location_file *file, const char *path,
                              const ci_location_wish *wish,
                              circlet_error *error)
{
    ci_location_lists lists = {.backup_capacity = 0};
    table_text text = {.path = path, .wish = wish};
    circlet_status status = ci_location_lists_read(&lists, file, wish, error);

    file->units.time_decimals = 3;
    if (!status)
        status = ci_csv_reader_open(&text.reader, path, NULL, error);
    if (!status)
        status = read_rows(&text, file, error);
    if (!status)
        status = set_matrix(file, &text, error);
    if (!status)
        status = ci_location_lists_scale(&lists, file, wish, error);
    ci_csv_reader_close(text.reader);
    ci_location_lists_clear(&lists);
    free(text.entries);
    free(text.runs);
    return status;
}
