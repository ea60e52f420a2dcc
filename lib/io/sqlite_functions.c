#include "io/sqlite_functions.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "geo/area.h"
#include "io/wkb.h"

/* What the triggers of a GeoPackage's spatial index ask of a geometry. */
typedef enum geometry_question {
    IS_EMPTY,
    MIN_X,
    MIN_Y,
    MAX_X,
    MAX_Y
} geometry_question;

static void answer_question(sqlite3_context *context, int count,
                            sqlite3_value **values)
{
    geometry_question question =
        (geometry_question)(uintptr_t)sqlite3_user_data(context);
    const void *bytes = sqlite3_value_blob(values[0]);
    size_t size = (size_t)sqlite3_value_bytes(values[0]);
    ci_geometry geometry = {0};
    ci_box box = ci_box_empty();
    int32_t srs_id = 0;

    (void)count;
    if (bytes &&
        ci_gpkg_read(&geometry, &srs_id, bytes, size, NULL) == CIRCLET_OK) {
        for (size_t i = 0; i < geometry.point_count; i++)
            ci_box_grow(&box, geometry.points[i]);
        if (question == IS_EMPTY)
            sqlite3_result_int(context, geometry.point_count == 0);
        else if (geometry.point_count > 0)
            sqlite3_result_double(context, question == MIN_X   ? box.west
                                           : question == MIN_Y ? box.south
                                           : question == MAX_X ? box.east
                                                               : box.north);
    }
    ci_geometry_free(&geometry);
}

/* QGIS makes a spatial index with triggers that call these (OGC 12-128r17,
 * annex F.3); without them no row of the layer could be changed any more. */
int ci_sqlite_add_geometry_functions(sqlite3 *handle)
{
    static const char *const names[] = {[IS_EMPTY] = "ST_IsEmpty",
                                        [MIN_X] = "ST_MinX",
                                        [MIN_Y] = "ST_MinY",
                                        [MAX_X] = "ST_MaxX",
                                        [MAX_Y] = "ST_MaxY"};
    int code = SQLITE_OK;

    for (uintptr_t i = IS_EMPTY; i <= MAX_Y && code == SQLITE_OK; i++)
        code = sqlite3_create_function_v2(
            handle, names[i], 1,
            SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, (void *)i,
            answer_question, NULL, NULL, NULL);
    return code;
}

/* A function of SQL, with a copy of what it was added with behind it. */
typedef struct blob_function {
    ci_blob_function function;
    max_align_t user[];
} blob_function;

static void call_function(sqlite3_context *context, int count,
                          sqlite3_value **values)
{
    const blob_function *made = sqlite3_user_data(context);
    const void *bytes = sqlite3_value_blob(values[0]);
    size_t size = (size_t)sqlite3_value_bytes(values[0]);
    circlet_error error = {CIRCLET_OK, ""};
    ci_buffer out = {0};
    circlet_status status;

    (void)count;
    if (!bytes)
        return;
    status = made->function(&out, bytes, size, made->user, &error);
    if (status == CIRCLET_E_NOMEM || out.failed)
        sqlite3_result_error_nomem(context);
    else if (status != CIRCLET_OK)
        sqlite3_result_error(context, error.message, -1);
    else
        sqlite3_result_blob64(context, out.text, out.size, SQLITE_TRANSIENT);
    ci_buffer_free(&out);
}

int ci_sqlite_add_function(sqlite3 *handle, const char *name,
                           ci_blob_function function, const void *user,
                           size_t user_size)
{
    blob_function *made = malloc(sizeof(*made) + user_size);

    if (!made)
        return SQLITE_NOMEM;
    made->function = function;
    memcpy(made->user, user, user_size);
    /* SQLite frees it, also when this fails. */
    return sqlite3_create_function_v2(handle, name, 1,
                                      SQLITE_UTF8 | SQLITE_DETERMINISTIC |
                                          SQLITE_DIRECTONLY,
                                      made, call_function, NULL, NULL, free);
}
