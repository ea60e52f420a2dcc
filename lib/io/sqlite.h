/* SQLite, wrapped: the only file that includes sqlite3.h is sqlite.c. */
#ifndef CI_IO_SQLITE_H
#define CI_IO_SQLITE_H

#include <circlet/error.h>
#include <circlet/types.h>

#include "base/text.h"

typedef struct ci_db ci_db;
typedef struct ci_statement ci_statement;
struct ci_container;

typedef enum ci_db_access {
    CI_DB_READ, /* an existing file; never writes */
    CI_DB_WRITE_COPY /* a private file, made if absent: no journal, no sync;
                        who opened it syncs and renames it */
} ci_db_access;

/* Errors name the file: CIRCLET_E_INPUT if it cannot be opened,
 * CIRCLET_E_FORMAT if it is no database, CIRCLET_E_IO if the disk fails. */
circlet_status ci_db_open(ci_db **out, const char *path, ci_db_access access,
                          circlet_error *error);

/* Opens what will replace the file `name`, by which messages call it. */
circlet_status ci_db_open_copy(ci_db **out, const char *path, const char *name,
                               circlet_error *error);
void ci_db_close(ci_db *db);

/* The name by which messages call the file; borrowed. */
const char *ci_db_path(const ci_db *db);

/* Why the disk last failed; 0: it did not, or SQLite does not know. */
int ci_db_errno(const ci_db *db);

/* Runs one or more statements that give no rows. */
circlet_status ci_db_run(ci_db *db, const char *sql, circlet_error *error);

/* The first column of a query's first row; 0 if it has none or is NULL. */
circlet_status ci_db_query_int(int64_t *out, ci_db *db, const char *sql,
                               circlet_error *error);

/* Whether a query with one parameter gives a row for `text`. */
circlet_status ci_db_has_row(bool *out, ci_db *db, const char *sql,
                             const char *text, circlet_error *error);

/* Makes another file readable under the schema name `city`. */
circlet_status ci_db_attach(ci_db *db, const char *path, circlet_error *error);

/* The container of the file, borrowed; NULL until it is set. */
const struct ci_container *ci_db_container(const ci_db *db);
void ci_db_set_container(ci_db *db, const struct ci_container *container);

/* The id of the reference system that its new layers are in; 4326 unless it
 * is set. */
int32_t ci_db_srs_id(const ci_db *db);
void ci_db_set_srs_id(ci_db *db, int32_t srs_id);

/*
 * Loads one of SQLite's modules, found as shared libraries are, for C alone:
 * no SQL can load another. CIRCLET_E_UNSUPPORTED if it cannot be; the
 * message names Debian's package of it, and no file.
 */
circlet_status ci_db_load_module(ci_db *db, const char *module,
                                 const char *package, circlet_error *error);

/* From now on no trigger of the file runs in this connection. */
void ci_db_skip_triggers(ci_db *db);

/* Changes the bytes of a value; `out` is empty. `user` is what the function
 * was added with. */
typedef circlet_status (*ci_blob_function)(ci_buffer *out, const void *bytes,
                                           size_t size, const void *user,
                                           circlet_error *error);

/* Adds a function of one value to SQL, of which NULL gives NULL. What is at
 * `user` is copied. */
circlet_status ci_db_add_function(ci_db *db, const char *name,
                                  ci_blob_function function, const void *user,
                                  size_t user_size, circlet_error *error);

/* The fid of the row that was inserted last, and how many rows the last
 * statement inserted, updated or deleted. */
int64_t ci_db_last_fid(const ci_db *db);
int64_t ci_db_changes(const ci_db *db);

circlet_status ci_db_prepare(ci_statement **out, ci_db *db, const char *sql,
                             circlet_error *error);
void ci_statement_free(ci_statement *statement);
const ci_db *ci_statement_db(const ci_statement *statement);

/* The next row; *has_row is false at the end, and the statement is then
 * ready to be bound and run again. `has_row` may be NULL for writes. */
circlet_status ci_statement_step(ci_statement *statement, bool *has_row,
                                 circlet_error *error);
void ci_statement_reset(ci_statement *statement);

/* Parameters, counted from 1. NULL text and NaN are stored as NULL. What is
 * bound is copied. */
circlet_status ci_bind_text(ci_statement *statement, int position,
                            const char *text, circlet_error *error);
circlet_status ci_bind_int(ci_statement *statement, int position,
                           int64_t value, circlet_error *error);
circlet_status ci_bind_double(ci_statement *statement, int position,
                              double value, circlet_error *error);
circlet_status ci_bind_blob(ci_statement *statement, int position,
                            const void *bytes, size_t size,
                            circlet_error *error);
circlet_status ci_bind_null(ci_statement *statement, int position,
                            circlet_error *error);

/* Columns of the row, counted from 0; borrowed until the next step. */
size_t ci_column_count(const ci_statement *statement);
const char *ci_column_name(const ci_statement *statement, int position);
bool ci_column_is_null(const ci_statement *statement, int position);
/* NULL, 0 and NaN for a column that is NULL. If memory runs out for a text,
 * NULL; the next step then fails. */
const char *ci_column_text(ci_statement *statement, int position);
int64_t ci_column_int(ci_statement *statement, int position);
double ci_column_double(ci_statement *statement, int position);
const void *ci_column_blob(ci_statement *statement, int position,
                           size_t *size);

#endif
