#include "io/sqlite.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "geo/area.h"
#include "io/wkb.h"

struct ci_db {
    sqlite3 *handle;
    char *path; /* as messages name it */
};

struct ci_statement {
    sqlite3_stmt *handle;
    ci_db *db; /* borrowed */
    bool has_no_memory; /* a text of the row could not be made */
};

void ci_db_close(ci_db *db)
{
    if (!db)
        return;
    sqlite3_close(db->handle);
    free(db->path);
    free(db);
}

static circlet_status status_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return CIRCLET_E_NOMEM;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_ERROR: /* such as a table that is not there */
    case SQLITE_MISMATCH:
        return CIRCLET_E_FORMAT;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return CIRCLET_E_INPUT;
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
        return CIRCLET_E_DATA;
    default:
        return CIRCLET_E_IO;
    }
}

static circlet_status fail_on(const ci_db *db, int code, circlet_error *error)
{
    circlet_status status = status_of(code);

    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    return ci_fail(error, status, "%s: %s", db->path,
                   sqlite3_errmsg(db->handle));
}

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
static int add_functions(sqlite3 *handle)
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

/*
 * A file that is only read may come from anybody: its views and triggers
 * call nothing that writes. A copy that is written may carry the triggers
 * of a spatial index that QGIS made, which a distrusted schema would not
 * run.
 */
static circlet_status set_up(ci_db *db, ci_db_access access,
                             circlet_error *error)
{
    const char *sql = "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                      "PRAGMA query_only=ON; SELECT 1 FROM sqlite_master;";

    sqlite3_extended_result_codes(db->handle, 1);
    if (access == CI_DB_READ)
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    else
        /* Secure: rows about people that are replaced leave no trace. */
        sql = "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE;"
              "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
              "PRAGMA secure_delete=ON; PRAGMA cache_size=-65536;"
              "PRAGMA temp_store=MEMORY;";
    if (access == CI_DB_WRITE_COPY) {
        int code = add_functions(db->handle);

        if (code != SQLITE_OK)
            return fail_on(db, code, error);
    }
    sqlite3_busy_timeout(db->handle, 2000);
    return ci_db_run(db, sql, error);
}

/* SQLite's own form of a path (RFC 3986): what would end it is escaped. */
static void add_uri(ci_buffer *out, const char *path, const char *mode)
{
    ci_buffer_add(out, path[0] == '/' ? "file://" : "file:");
    for (const char *c = path; *c; c++) {
        char escaped[12];

        if (!strchr("%?#", *c)) {
            ci_buffer_add_n(out, c, 1);
            continue;
        }
        snprintf(escaped, sizeof(escaped), "%%%02X",
                 (unsigned)(unsigned char)*c);
        ci_buffer_add(out, escaped);
    }
    ci_buffer_add(out, "?mode=");
    ci_buffer_add(out, mode);
}

static circlet_status open_handle(ci_db *db, ci_db_access access,
                                  circlet_error *error)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_READWRITE |
                SQLITE_OPEN_CREATE;
    ci_buffer uri = {0};
    int code;

    add_uri(&uri, db->path, access == CI_DB_READ ? "ro" : "rwc");
    code = uri.failed ? SQLITE_NOMEM
                      : sqlite3_open_v2(uri.text, &db->handle, flags, NULL);
    ci_buffer_free(&uri);
    if (code == SQLITE_NOMEM || !db->handle)
        return ci_fail_nomem(error);
    if (code != SQLITE_OK)
        return ci_fail(error, CIRCLET_E_INPUT, "%s: %s", db->path,
                       sqlite3_errmsg(db->handle));
    return set_up(db, access, error);
}

circlet_status ci_db_open(ci_db **out, const char *path, ci_db_access access,
                          circlet_error *error)
{
    ci_db *db = calloc(1, sizeof(*db));
    circlet_status status;

    if (!db || !(db->path = ci_text_copy(path))) {
        free(db);
        return ci_fail_nomem(error);
    }
    status = open_handle(db, access, error);
    if (status != CIRCLET_OK) {
        ci_db_close(db);
        return status;
    }
    *out = db;
    return CIRCLET_OK;
}

circlet_status ci_db_attach(ci_db *db, const char *path, circlet_error *error)
{
    ci_statement *statement = NULL;
    ci_buffer uri = {0};
    circlet_status status;

    add_uri(&uri, path, "ro");
    if (uri.failed)
        status = ci_fail_nomem(error);
    else
        status = ci_db_prepare(&statement, db, "ATTACH ? AS city", error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 1, uri.text, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, NULL, error);
    ci_statement_free(statement);
    ci_buffer_free(&uri);
    return status;
}

circlet_status ci_db_run(ci_db *db, const char *sql, circlet_error *error)
{
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? CIRCLET_OK : fail_on(db, code, error);
}

circlet_status ci_db_prepare(ci_statement **out, ci_db *db, const char *sql,
                             circlet_error *error)
{
    ci_statement *statement = calloc(1, sizeof(*statement));
    int code;

    if (!statement)
        return ci_fail_nomem(error);
    code = sqlite3_prepare_v2(db->handle, sql, -1, &statement->handle, NULL);
    if (code != SQLITE_OK) {
        free(statement);
        return fail_on(db, code, error);
    }
    statement->db = db;
    *out = statement;
    return CIRCLET_OK;
}

circlet_status ci_db_query_int(int64_t *out, ci_db *db, const char *sql,
                               circlet_error *error)
{
    ci_statement *statement = NULL;
    circlet_status status;
    bool has_row = false;

    status = ci_db_prepare(&statement, db, sql, error);
    if (status != CIRCLET_OK)
        return status;
    status = ci_statement_step(statement, &has_row, error);
    if (status == CIRCLET_OK)
        *out = has_row ? ci_column_int(statement, 0) : 0;
    ci_statement_free(statement);
    return status;
}

int64_t ci_db_last_fid(const ci_db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}

int64_t ci_db_changes(const ci_db *db)
{
    return sqlite3_changes(db->handle);
}

void ci_statement_free(ci_statement *statement)
{
    if (!statement)
        return;
    sqlite3_finalize(statement->handle);
    free(statement);
}

circlet_status ci_statement_step(ci_statement *statement, bool *has_row,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    int code;

    if (statement->has_no_memory)
        return ci_fail_nomem(error);
    code = sqlite3_step(statement->handle);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        status = fail_on(statement->db, code, error);
    else if (has_row)
        *has_row = code == SQLITE_ROW;
    if (code != SQLITE_ROW)
        sqlite3_reset(statement->handle);
    return status;
}

void ci_statement_reset(ci_statement *statement)
{
    sqlite3_reset(statement->handle);
}

static circlet_status bound(const ci_statement *statement, int code,
                            circlet_error *error)
{
    return code == SQLITE_OK ? CIRCLET_OK
                             : fail_on(statement->db, code, error);
}

circlet_status ci_bind_text(ci_statement *statement, int position,
                            const char *text, circlet_error *error)
{
    return bound(statement,
                 sqlite3_bind_text(statement->handle, position, text, -1,
                                   SQLITE_TRANSIENT),
                 error);
}

circlet_status ci_bind_int(ci_statement *statement, int position,
                           int64_t value, circlet_error *error)
{
    return bound(statement,
                 sqlite3_bind_int64(statement->handle, position, value),
                 error);
}

circlet_status ci_bind_double(ci_statement *statement, int position,
                              double value, circlet_error *error)
{
    return bound(statement,
                 sqlite3_bind_double(statement->handle, position, value),
                 error);
}

circlet_status ci_bind_blob(ci_statement *statement, int position,
                            const void *bytes, size_t size,
                            circlet_error *error)
{
    return bound(statement,
                 sqlite3_bind_blob64(statement->handle, position, bytes, size,
                                     SQLITE_TRANSIENT),
                 error);
}

circlet_status ci_bind_null(ci_statement *statement, int position,
                            circlet_error *error)
{
    return bound(statement, sqlite3_bind_null(statement->handle, position),
                 error);
}

size_t ci_column_count(const ci_statement *statement)
{
    return (size_t)sqlite3_column_count(statement->handle);
}

const char *ci_column_name(const ci_statement *statement, int position)
{
    return sqlite3_column_name(statement->handle, position);
}

bool ci_column_is_null(const ci_statement *statement, int position)
{
    return sqlite3_column_type(statement->handle, position) == SQLITE_NULL;
}

const char *ci_column_text(ci_statement *statement, int position)
{
    const void *text = sqlite3_column_text(statement->handle, position);

    if (!text && !ci_column_is_null(statement, position))
        statement->has_no_memory = true;
    return text;
}

int64_t ci_column_int(ci_statement *statement, int position)
{
    return sqlite3_column_int64(statement->handle, position);
}

double ci_column_double(ci_statement *statement, int position)
{
    if (sqlite3_column_type(statement->handle, position) == SQLITE_NULL)
        return NAN;
    return sqlite3_column_double(statement->handle, position);
}

const void *ci_column_blob(ci_statement *statement, int position, size_t *size)
{
    const void *bytes = sqlite3_column_blob(statement->handle, position);

    *size = (size_t)sqlite3_column_bytes(statement->handle, position);
    return bytes;
}
