/* SQLite, wrapped: the only file that includes sqlite3.h is sqlite.c. */
#ifndef CI_IO_SQLITE_H
#define CI_IO_SQLITE_H

#include <circlet/error.h>
#include <circlet/types.h>

typedef struct ci_db ci_db;
typedef struct ci_statement ci_statement;

typedef enum ci_db_access {
    CI_DB_READ, /* an existing file; never writes */
    CI_DB_WRITE_COPY /* a private file, made if absent: no journal, no sync;
                        who opened it syncs and renames it */
} ci_db_access;

/* Errors name the file: CIRCLET_E_INPUT if it cannot be opened,
 * CIRCLET_E_FORMAT if it is no database, CIRCLET_E_IO if the disk fails. */
circlet_status ci_db_open(ci_db **out, const char *path, ci_db_access access,
                          circlet_error *error);
void ci_db_close(ci_db *db);

/* Runs one or more statements that give no rows. */
circlet_status ci_db_run(ci_db *db, const char *sql, circlet_error *error);

/* The first column of a query's first row; 0 if it has none or is NULL. */
circlet_status ci_db_query_int(int64_t *out, ci_db *db, const char *sql,
                               circlet_error *error);

/* Makes another file readable under the schema name `city`. */
circlet_status ci_db_attach(ci_db *db, const char *path, circlet_error *error);

/* The fid of the row that was inserted last, and how many rows the last
 * statement inserted, updated or deleted. */
int64_t ci_db_last_fid(const ci_db *db);
int64_t ci_db_changes(const ci_db *db);

circlet_status ci_db_prepare(ci_statement **out, ci_db *db, const char *sql,
                             circlet_error *error);
void ci_statement_free(ci_statement *statement);

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
