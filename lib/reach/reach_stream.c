/* Rows to whoever wants to see them, none of them kept. */
#include <stdlib.h>

#include "base/error.h"
#include "reach/od_matrix.h"
#include "reach/reach_rows.h"
#include "reach/reach_side.h"
#include "reach/sharers.h"

typedef struct row_stream {
    ci_sharers own, others;
    circlet_od_entry *row; /* of points of the other side */
    circlet_reach_row_fn take;
    void *user;
} row_stream;

/* A row of places as one of points. */
static size_t lay_row(const row_stream *stream,
                      const circlet_od_entry *entries, size_t count)
{
    const ci_sharers *others = &stream->others;
    size_t filled = 0;

    for (size_t i = 0; i < count; i++)
        for (uint32_t point = others->first[entries[i].destination];
             point != CI_NO_SHARER; point = others->next[point])
            stream->row[filled++] =
                (circlet_od_entry){point, entries[i].time_ms};
    ci_od_entries_sort(stream->row, filled);
    return filled;
}

static bool take_row(void *user, uint32_t worker, uint32_t source,
                     const circlet_od_entry *entries, size_t count)
{
    const row_stream *stream = user;
    size_t filled = lay_row(stream, entries, count);

    (void)worker;
    for (uint32_t point = stream->own.first[source]; point != CI_NO_SHARER;
         point = stream->own.next[point])
        if (!stream->take(point, stream->row, filled, stream->user))
            return false;
    return true;
}

static circlet_status stream_rows(row_stream *stream, const ci_travel_job *job,
                                  circlet_side side, circlet_error *error)
{
    const ci_reach_rows_plan plan = {
        .is_against = side == CIRCLET_SIDE_DESTINATION, .is_in_order = true};
    const ci_tied_points *others = ci_other_points(job, side);

    stream->row = malloc((others->point_count + 1) * sizeof(*stream->row));
    if (!stream->row ||
        !ci_sharers_find(&stream->own, ci_side_points(job, side)) ||
        !ci_sharers_find(&stream->others, others))
        return ci_fail_nomem(error);
    return ci_reach_rows_find(job, &plan, take_row, stream, error);
}

circlet_status circlet_reach_each_row(circlet_router *router,
                                      const circlet_travel_query *query,
                                      circlet_side side,
                                      circlet_reach_row_fn take, void *user,
                                      circlet_error *error)
{
    row_stream stream = {.take = take, .user = user};
    ci_travel_job job = {0};
    circlet_status status = ci_side_check(side, error);

    if (!status)
        status = ci_travel_job_start(&job, router, query, error);
    if (!status)
        status = stream_rows(&stream, &job, side, error);
    ci_sharers_free(&stream.own);
    ci_sharers_free(&stream.others);
    free(stream.row);
    ci_travel_job_free(&job);
    return status;
}
