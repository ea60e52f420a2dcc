#include "reach/engine_window.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* The rows that one worker has found. */
typedef struct worker_rows {
    circlet_od_entry *entries;
    size_t count, capacity;
    bool has_failed; /* no memory */
} worker_rows;

/* Where the row of a source waits. */
typedef struct waiting_row {
    uint32_t worker;
    size_t first, count;
} waiting_row;

typedef struct window_rows {
    size_t from; /* the first source */
    waiting_row *rows; /* of each source from there on */
    worker_rows *workers;
} window_rows;

size_t ci_engine_window_size(const ci_rows_query *query)
{
    size_t row_bytes =
        (query->targets.place_count + 1) * sizeof(circlet_od_entry);
    size_t window = CI_ENGINE_WINDOW_BYTES / row_bytes;

    return window > CI_LANES ? window : CI_LANES;
}

static bool reserve(worker_rows *own, size_t count)
{
    size_t capacity = own->capacity > 0 ? own->capacity : 1024;
    circlet_od_entry *grown;

    if (own->capacity - own->count >= count)
        return true;
    while (capacity - own->count < count)
        capacity *= 2;
    grown = realloc(own->entries, capacity * sizeof(*grown));
    if (!grown)
        return false;
    own->entries = grown;
    own->capacity = capacity;
    return true;
}

static bool let_wait(void *user, uint32_t worker, uint32_t source,
                     const circlet_od_entry *entries, size_t count)
{
    window_rows *window = user;
    worker_rows *own = &window->workers[worker];

    own->has_failed = !reserve(own, count);
    if (own->has_failed)
        return false;
    if (count > 0)
        memcpy(own->entries + own->count, entries, count * sizeof(*entries));
    window->rows[source - window->from] =
        (waiting_row){worker, own->count, count};
    own->count += count;
    return true;
}

static bool give(const window_rows *window, size_t count, ci_take_row take,
                 void *user)
{
    for (size_t i = 0; i < count; i++) {
        const waiting_row *row = &window->rows[i];
        const circlet_od_entry *entries = window->workers[row->worker].entries;

        if (entries)
            entries += row->first;
        if (!take(user, 0, (uint32_t)(window->from + i), entries, row->count))
            return false;
    }
    return true;
}

static circlet_status give_window(window_rows *window,
                                  const ci_engine_run *run, size_t to,
                                  const ci_stage *stage, ci_take_row take,
                                  void *user, circlet_error *error)
{
    bool has_failed = false;
    bool is_found;

    for (uint32_t i = 0; i < run->thread_count; i++)
        window->workers[i].count = 0;
    is_found =
        ci_engine_run_rows(run, window->from, to, stage, let_wait, window);
    for (uint32_t i = 0; i < run->thread_count; i++)
        has_failed |= window->workers[i].has_failed;
    if (has_failed)
        return ci_fail_nomem(error);
    if (!is_found || !give(window, to - window->from, take, user))
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    return CIRCLET_OK;
}

circlet_status ci_engine_windows_give(const ci_engine_run *run, size_t window,
                                      const ci_stage *stage, ci_take_row take,
                                      void *user, circlet_error *error)
{
    size_t count = run->query->sources.place_count;
    window_rows rows = {0};
    circlet_status status = CIRCLET_OK;

    if (window > count)
        window = count + 1;
    rows.rows = calloc(window, sizeof(*rows.rows));
    rows.workers = calloc(run->thread_count, sizeof(*rows.workers));
    if (!rows.rows || !rows.workers)
        status = ci_fail_nomem(error);
    for (size_t from = 0; from < count && !status; from += window) {
        size_t to = count - from > window ? from + window : count;

        rows.from = from;
        status = give_window(&rows, run, to, stage, take, user, error);
    }
    for (uint32_t i = 0; rows.workers && i < run->thread_count; i++)
        free(rows.workers[i].entries);
    free(rows.workers);
    free(rows.rows);
    return status;
}
