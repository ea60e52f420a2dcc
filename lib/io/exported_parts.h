/* The tables that an export has of its plan. */
#ifndef CI_IO_EXPORTED_PARTS_H
#define CI_IO_EXPORTED_PARTS_H

#include "base/sha256.h"
#include "base/text.h"
#include "io/sqlite.h"

/* A table, what names its plan there, and the order of its rows. */
typedef struct ci_exported_part {
    const char *table, *key, *order;
    bool is_layer; /* which an export has anyhow */
} ci_exported_part;

#define CI_EXPORTED_PARTS 6

/* The first is of the plan itself. */
extern const ci_exported_part ci_exported_parts[CI_EXPORTED_PARTS];

/* How a list has its columns. */
typedef enum ci_column_list {
    CI_COLUMNS_NAMED,
    CI_COLUMNS_TYPED, /* with their types */
    CI_COLUMNS_QUOTED /* calls of quote() */
} ci_column_list;

/* Lists the columns of a table, all but those that say where a row stands and
 * what made it, and the hashes; "" where there is no such table. */
circlet_status ci_exported_columns(ci_buffer *out, ci_db *db,
                                   const char *schema, const char *table,
                                   ci_column_list list, circlet_error *error);

/* A statement put together of pieces, NULL-ended. */
circlet_status ci_exported_prepare(ci_statement **out, ci_db *db,
                                   const char *const *pieces,
                                   circlet_error *error);

/* Runs such a one, whose parameters are texts. */
circlet_status ci_exported_run(ci_db *db, const char *const *pieces,
                               const char *const *texts, size_t count,
                               circlet_error *error);

/* Of all that the tables of a file say of its plan. */
circlet_status ci_exported_hash_plan(char out[CI_SHA256_TEXT_SIZE], ci_db *db,
                                     circlet_error *error);

/* Of what a city was made from. */
circlet_status ci_exported_hash_sources(char out[CI_SHA256_TEXT_SIZE],
                                        ci_db *db, const char *schema,
                                        circlet_error *error);

/* Opens the file of a source whose layer is that of the actions; NULL in
 * `out`: it is no such source. */
circlet_status ci_exported_open(ci_db **out, const char *source,
                                circlet_error *error);

#endif
