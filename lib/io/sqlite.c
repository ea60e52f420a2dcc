#include "io/sqlite.h"

#include <errno.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "io/sqlite_functions.h"
#include "io/wal_file.h"

struct ci_db {
    sqlite3 *handle;
    char *path; /* as messages name it */
    const struct ci_container *container; /* borrowed */
    int32_t srs_id; /* 0: that of WGS 84 */
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

int ci_db_errno(const ci_db *db)
{
    int number = 0;

    /* What sqlite3_system_errno() gives may be of a later call. */
    sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_LAST_ERRNO, &number);
    if (number == 0) /* then of what is attached, if anything is */
        sqlite3_file_control(db->handle, "city", SQLITE_FCNTL_LAST_ERRNO,
                             &number);
    return number;
}

/* Of a schema that cannot be read SQLite says that it is malformed. */
static int find_errno(const ci_db *db, int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return ENOSPC;
    case SQLITE_IOERR:
        return ci_db_errno(db);
    case SQLITE_ERROR:
    case SQLITE_CORRUPT:
        return ci_db_errno(db) == EIO ? EIO : 0;
    default:
        return 0;
    }
}

static circlet_status fail_on(const ci_db *db, int code, circlet_error *error)
{
    circlet_status status = status_of(code);
    int number = find_errno(db, code);

    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    /* What the system said tells more than "disk I/O error". */
    if (number)
        return ci_fail(error, CIRCLET_E_IO, "%s: %s", db->path,
                       strerror(number));
    if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED)
        return ci_fail(error, status,
                       "%s: another program is writing to it: save and close "
                       "it there first",
                       db->path);
    return ci_fail(error, status, "%s: %s", db->path,
                   sqlite3_errmsg(db->handle));
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
        int code = ci_sqlite_add_geometry_functions(db->handle);

        if (code != SQLITE_OK)
            return fail_on(db, code, error);
    }
    sqlite3_busy_timeout(db->handle, 2000);
    return ci_db_run(db, sql, error);
}

/* SQLite's own form of a path (RFC 3986): what would end it is escaped. */
static void add_uri(ci_buffer *out, const char *path, const char *parameters)
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
    ci_buffer_add(out, "?");
    ci_buffer_add(out, parameters);
}

static circlet_status open_handle(ci_db *db, const char *path,
                                  ci_db_access access, circlet_error *error)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_READWRITE |
                SQLITE_OPEN_CREATE;
    ci_buffer uri = {0};
    int code;

    add_uri(&uri, path,
            access == CI_DB_READ ? ci_read_parameters(path) : "mode=rwc");
    code = uri.failed ? SQLITE_NOMEM
                      : sqlite3_open_v2(uri.text, &db->handle, flags, NULL);
    ci_buffer_free(&uri);
    if (code == SQLITE_NOMEM || !db->handle)
        return ci_fail_nomem(error);
    if (code == SQLITE_CANTOPEN && access == CI_DB_WRITE_COPY)
        code = SQLITE_IOERR; /* the file is there: it was just made */
    return code == SQLITE_OK ? set_up(db, access, error)
                             : fail_on(db, code, error);
}

static circlet_status open_named(ci_db **out, const char *path,
                                 const char *name, ci_db_access access,
                                 circlet_error *error)
{
    ci_db *db = calloc(1, sizeof(*db));
    circlet_status status;

    if (!db || !(db->path = ci_text_copy(name))) {
        free(db);
        return ci_fail_nomem(error);
    }
    status = open_handle(db, path, access, error);
    if (status != CIRCLET_OK) {
        ci_db_close(db);
        return status;
    }
    *out = db;
    return CIRCLET_OK;
}

circlet_status ci_db_open(ci_db **out, const char *path, ci_db_access access,
                          circlet_error *error)
{
    return open_named(out, path, path, access, error);
}

circlet_status ci_db_open_copy(ci_db **out, const char *path, const char *name,
                               circlet_error *error)
{
    return open_named(out, path, name, CI_DB_WRITE_COPY, error);
}

circlet_status ci_db_attach(ci_db *db, const char *path, circlet_error *error)
{
    ci_statement *statement = NULL;
    ci_buffer uri = {0};
    circlet_status status;

    add_uri(&uri, path, ci_read_parameters(path));
    if (uri.failed)
        status = ci_fail_nomem(error);
    else
        status = ci_db_prepare(&statement, db, "ATTACH ? AS city", error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 1, uri.text, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, NULL, error);
    /* "Unable to open", of a file that its caller has read before. */
    if (status == CIRCLET_E_FORMAT)
        status =
            ci_fail(error, CIRCLET_E_IO, "%s: it can be read no more", path);
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

circlet_status ci_db_has_row(bool *out, ci_db *db, const char *sql,
                             const char *text, circlet_error *error)
{
    ci_statement *statement = NULL;
    circlet_status status = ci_db_prepare(&statement, db, sql, error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 1, text, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, out, error);
    ci_statement_free(statement);
    return status;
}

const struct ci_container *ci_db_container(const ci_db *db)
{
    return db->container;
}

void ci_db_set_container(ci_db *db, const struct ci_container *container)
{
    db->container = container;
}

int32_t ci_db_srs_id(const ci_db *db)
{
    return db->srs_id ? db->srs_id : 4326;
}

void ci_db_set_srs_id(ci_db *db, int32_t srs_id)
{
    db->srs_id = srs_id;
}

circlet_status ci_db_load_module(ci_db *db, const char *module,
                                 const char *package, circlet_error *error)
{
    char *why = NULL;
    circlet_status status = CIRCLET_OK;
    int code;

    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1,
                      NULL);
    /* SQLite adds the suffix of shared libraries to a name that has none. */
    code = sqlite3_load_extension(db->handle, module, NULL, &why);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0,
                      NULL);
    if (code == SQLITE_NOMEM)
        status = ci_fail_nomem(error);
    else if (code != SQLITE_OK)
        status = ci_fail(error, CIRCLET_E_UNSUPPORTED,
                         "this needs SQLite's module %s, which cannot be "
                         "loaded (Debian's package %s): %s",
                         module, package, why ? why : "");
    sqlite3_free(why);
    return status;
}

void ci_db_skip_triggers(ci_db *db)
{
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
}

circlet_status ci_db_add_function(ci_db *db, const char *name,
                                  ci_blob_function function, const void *user,
                                  size_t user_size, circlet_error *error)
{
    int code =
        ci_sqlite_add_function(db->handle, name, function, user, user_size);

    return code == SQLITE_OK ? CIRCLET_OK : fail_on(db, code, error);
}

const char *ci_db_path(const ci_db *db)
{
    return db->path;
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

const ci_db *ci_statement_db(const ci_statement *statement)
{
    return statement->db;
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
