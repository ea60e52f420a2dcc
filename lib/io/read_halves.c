#include "io/read_halves.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"

/* Fewer people are read before another connection is open. */
#define FEW_PEOPLE 32768

struct ci_second_half {
    const char *path;
    char *from_id;
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
    free(half->from_id);
    free(half);
}

static void *read_half(void *user)
{
    ci_second_half *half = user;

    half->status = half->read(half->builder, half->path, half->from_id,
                              &half->is_stopped, &half->error);
    return NULL;
}

/* The id of the row in the middle: that of the person in the middle where
 * rows came by id, else of anybody. NULL: there are few. */
static circlet_status find_middle(char **out, ci_db *db, circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = false;
    int64_t last = 0;
    circlet_status status = ci_db_query_int(
        &last, db, "SELECT coalesce(max(fid) - min(fid), 0) FROM demand",
        error);

    if (status || last < FEW_PEOPLE)
        return status;
    status = ci_db_prepare(&rows, db,
                           "SELECT id FROM demand WHERE fid >= (SELECT "
                           "(max(fid) + min(fid)) / 2 FROM demand) ORDER BY "
                           "fid LIMIT 1",
                           error);
    if (!status)
        status = ci_statement_step(rows, &has_row, error);
    if (!status && has_row && ci_column_text(rows, 0)) {
        *out = ci_text_copy(ci_column_text(rows, 0));
        if (!*out)
            status = ci_fail_nomem(error);
    }
    ci_statement_free(rows);
    return status;
}

circlet_status ci_second_half_start(ci_second_half **out, ci_db *db,
                                    const char *path, ci_read_from_fn read,
                                    circlet_error *error)
{
    ci_second_half *half = calloc(1, sizeof(*half));
    circlet_status status =
        half ? find_middle(&half->from_id, db, error) : ci_fail_nomem(error);

    if (!status && half->from_id)
        status = circlet_city_builder_new(&half->builder, error);
    if (status || !half->from_id) {
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

const char *ci_second_half_id(const ci_second_half *half)
{
    return half ? half->from_id : NULL;
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
