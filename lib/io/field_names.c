#include "io/field_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"

void ci_field_names_free(ci_field_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i].column);
    free(names->items);
    *names = (ci_field_names){0};
}

static bool is_taken(const ci_field_names *names, const char *field)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcasecmp(names->items[i].field, field) == 0)
            return true;
    return false;
}

/* The first ten bytes, or fewer and a number where these are taken. */
static void shorten(char out[CI_FIELD_NAME_SIZE], const ci_field_names *names,
                    const char *column)
{
    snprintf(out, CI_FIELD_NAME_SIZE, "%.10s", column);
    for (unsigned number = 1; is_taken(names, out) && number < 10000; number++)
        snprintf(out, CI_FIELD_NAME_SIZE, "%.*s%u",
                 number < 10    ? 9
                 : number < 100 ? 8
                                : 6,
                 column, number % 10000);
}

static char type_of(const char *declared)
{
    if (strcmp(declared, "INTEGER") == 0 || strcmp(declared, "BOOLEAN") == 0)
        return 'I';
    return strcmp(declared, "DOUBLE") == 0 ? 'D' : 'T';
}

static circlet_status add(ci_field_names *names, const char *column,
                          const char *declared, circlet_error *error)
{
    ci_field_name *items = ci_array_reserve_one(
        names->items, names->count, &names->capacity, sizeof(*items));
    ci_field_name item = {.type = type_of(declared)};

    if (!items)
        return ci_fail_nomem(error);
    names->items = items;
    item.column = ci_text_copy(column);
    if (!item.column)
        return ci_fail_nomem(error);
    shorten(item.field, names, column);
    items[names->count++] = item;
    return CIRCLET_OK;
}

circlet_status ci_field_names_read(ci_field_names *out, ci_db *db,
                                   const char *table, circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status =
        ci_db_prepare(&rows, db,
                      "SELECT name, type FROM pragma_table_info(?, 'main') "
                      "ORDER BY cid",
                      error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(rows, 1, table, error);
    while (status == CIRCLET_OK) {
        const char *name, *type;

        status = ci_statement_step(rows, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        name = ci_column_text(rows, 0);
        type = ci_column_text(rows, 1);
        if (name && strcmp(name, "geom") == 0)
            out->has_geometry = true;
        else
            status = name && type ? add(out, name, type, error)
                                  : ci_fail_nomem(error);
    }
    ci_statement_free(rows);
    if (status != CIRCLET_OK)
        ci_field_names_free(out);
    return status;
}

void ci_field_names_select(ci_buffer *out, const ci_field_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        ci_buffer_add(out, i > 0 ? ", \"" : "\"");
        ci_buffer_add(out, names->items[i].column);
        ci_buffer_add(out, "\"");
    }
}
