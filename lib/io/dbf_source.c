/* A .dbf without a shapefile, with its .cpg: a table without geometries. */
#include "io/source.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/id_map.h"
#include "io/companion.h"
#include "io/dbf_table.h"
#include "io/record_values.h"

static const ci_geometry no_geometry = {0};

typedef struct dbf_source {
    ci_dbf_table *table;
    int next; /* record, counted from 0 */
    ci_record_values values;
    circlet_error problem; /* of the record */
} dbf_source;

static void close_dbf(void *state)
{
    dbf_source *dbf = state;

    ci_dbf_table_close(dbf->table);
    ci_record_values_free(&dbf->values);
    free(dbf);
}

static circlet_status next_record(void *state, ci_record *out, bool *has_row,
                                  circlet_error *error)
{
    dbf_source *dbf = state;
    int count = ci_dbf_table_record_count(dbf->table);
    const char *const *values;
    circlet_status status;

    while (dbf->next < count && ci_dbf_table_is_deleted(dbf->table, dbf->next))
        dbf->next++;
    *has_row = dbf->next < count;
    if (!*has_row)
        return CIRCLET_OK;
    ci_record_values_clear(&dbf->values);
    status = ci_dbf_table_read(dbf->table, dbf->next++, &dbf->values,
                               &dbf->problem);
    values = ci_record_values_finish(&dbf->values);
    if (status == CIRCLET_E_NOMEM || !values)
        return ci_fail_nomem(error);
    *out = (ci_record){(uint64_t)dbf->next, values, &no_geometry, NULL,
                       CI_NOWHERE,          NULL};
    if (status != CIRCLET_OK)
        out->problem = dbf->problem.message;
    return CIRCLET_OK;
}

static circlet_status open_table(dbf_source *dbf, ci_source *out,
                                 const char *path,
                                 const ci_source_options *options,
                                 circlet_error *error)
{
    circlet_status status;

    if (ci_check_companion(path, "shp", NULL) == CIRCLET_OK)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: it is a part of a shapefile: give its .shp", path);
    status = ci_check_dbf_size(path, error);
    if (status == CIRCLET_OK)
        status = ci_dbf_table_open(&dbf->table, path, error);
    if (status == CIRCLET_OK)
        status =
            ci_dbf_table_describe(dbf->table, out, options->encoding, error);
    return status;
}

circlet_status ci_dbf_open(ci_source *out, const char *path,
                           const ci_source_options *options,
                           circlet_error *error)
{
    dbf_source *dbf = calloc(1, sizeof(*dbf));
    ci_source made = {.format = {next_record, close_dbf}, .state = dbf};
    circlet_status status;

    if (!dbf)
        return ci_fail_nomem(error);
    status = open_table(dbf, &made, path, options, error);
    if (status != CIRCLET_OK) {
        ci_source_free_parts(&made);
        return status;
    }
    *out = made;
    return CIRCLET_OK;
}
