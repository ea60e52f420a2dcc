/* The plan of an export, besides its actions and sites. */
#include "io/exported_plan.h"

#include <string.h>

#include "base/error.h"
#include "io/container.h"
#include "io/exported_parts.h"
#include "io/exported_steps.h"

/* Certificates have the number of persons of every row, and prove nothing with
 * others: they are exact or left out. */
static circlet_status copy_table(ci_db *db, size_t part, const char *plan,
                                 circlet_error *error)
{
    const char *table = ci_exported_parts[part].table;
    ci_buffer names = {0}, types = {0};
    circlet_status status = ci_exported_columns(&names, db, "city", table,
                                                CI_COLUMNS_NAMED, error);

    if (status == CIRCLET_OK)
        status = ci_exported_columns(&types, db, "city", table,
                                     CI_COLUMNS_TYPED, error);
    if (status == CIRCLET_OK)
        status = ci_exported_run(
            db,
            (const char *[]){
                "CREATE TABLE main.", table,
                " (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, ",
                types.text, part == 0 ? ", digest TEXT, sources TEXT)" : ")",
                NULL},
            NULL, 0, error);
    if (status == CIRCLET_OK)
        status = ci_exported_run(
            db,
            (const char *[]){"INSERT INTO main.", table, " (", names.text,
                             ") SELECT ", names.text, " FROM city.", table,
                             " WHERE ", ci_exported_parts[part].key, " = ?1",
                             strcmp(table, "plan_certificate") == 0
                                 ? " AND (SELECT is_exact FROM temp.privacy)"
                                 : "",
                             " ORDER BY fid", NULL},
            &plan, 1, error);
    ci_buffer_free(&names);
    ci_buffer_free(&types);
    return status;
}

circlet_status ci_exported_plan_add(ci_db *db, const char *plan,
                                    circlet_error *error)
{
    char digest[CI_SHA256_TEXT_SIZE], sources[CI_SHA256_TEXT_SIZE];
    const char *const texts[] = {digest, sources};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < CI_EXPORTED_PARTS && status == CIRCLET_OK; i++)
        if (!ci_exported_parts[i].is_layer)
            status = copy_table(db, i, plan, error);
    if (status == CIRCLET_OK)
        status = ci_exported_publish(db, error);
    if (status == CIRCLET_OK)
        status = ci_container_register_tables(db, error);
    if (status == CIRCLET_OK)
        status = ci_exported_hash_plan(digest, db, error);
    if (status == CIRCLET_OK)
        status = ci_exported_hash_sources(sources, db, "city", error);
    if (status == CIRCLET_OK)
        status = ci_exported_run(
            db,
            (const char *[]){"UPDATE main.plan SET digest = ?1, "
                             "sources = ?2",
                             NULL},
            texts, 2, error);
    for (size_t i = 0; i < CI_EXPORTED_PARTS && status == CIRCLET_OK; i++)
        if (!ci_exported_parts[i].is_layer)
            status = ci_container_touch_table(db, ci_exported_parts[i].table,
                                              error);
    return status;
}
