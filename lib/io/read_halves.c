#include "io/read_halves.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/error.h"

/* Fewer people are read before another connection is open. */
#define FEW_PEOPLE 32768

struct ci_second_half {
    const char *path;
    int64_t from_fid;
    ci_read_from_fn read;
    circlet_city_builder *builder;
    atomic_bool is_stopped;
    circlet_status status;
    circlet_error error;
    pthread_t thread;
};

static void half_free(ci_second_half *half)
{
    circlet_city_builder_free(half->builder);
    free(half);
}

static void *read_half(void *user)
{
    ci_second_half *half = user;

    half->status = half->read(half->builder, half->path, half->from_fid,
                              &half->is_stopped, &half->error);
    return NULL;
}

/* The fid in the middle; there may be no such row. 0 or less: there are few,
 * or fids that nobody else writes. */
static circlet_status find_middle(int64_t *out, ci_db *db,
                                  circlet_error *error)
{
    int64_t span = 0;
    circlet_status status = ci_db_query_int(
        &span, db, "SELECT coalesce(max(fid) - min(fid), 0) FROM demand",
        error);

    if (status || span < FEW_PEOPLE)
        return status;
    return ci_db_query_int(
        out, db, "SELECT min(fid) + (max(fid) - min(fid)) / 2 FROM demand",
        error);
}

circlet_status ci_second_half_start(ci_second_half **out, ci_db *db,
                                    const char *path, ci_read_from_fn read,
                                    circlet_error *error)
{
    ci_second_half *half = calloc(1, sizeof(*half));
    circlet_status status =
        half ? find_middle(&half->from_fid, db, error) : ci_fail_nomem(error);

    if (!status && half->from_fid > 0)
        status = circlet_city_builder_new(&half->builder, error);
    if (status || half->from_fid <= 0) {
        if (half)
            half_free(half);
        return status;
    }
    half->path = path;
    half->read = read;
    atomic_init(&half->is_stopped, false);
    if (pthread_create(&half->thread, NULL, read_half, half))
        half_free(half); /* the caller reads all */
    else
        *out = half;
    return CIRCLET_OK;
}

int64_t ci_second_half_fid(const ci_second_half *half)
{
    return half->from_fid;
}

circlet_status ci_second_half_end(ci_second_half *half,
                                  circlet_city_builder *builder,
                                  circlet_status status, circlet_error *error)
{
    if (!half)
        return status;
    atomic_store(&half->is_stopped, status != CIRCLET_OK);
    pthread_join(half->thread, NULL);
    if (!status && half->status)
        status = ci_fail(error, half->status, "%s", half->error.message);
    if (!status && !ci_city_builder_take_people(builder, half->builder))
        status = ci_fail_nomem(error);
    half_free(half);
    return status;
}
