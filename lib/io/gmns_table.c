#include "io/gmns_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

circlet_status ci_gmns_fail_columns(const ci_csv_reader *reader,
                                    const char *path, const char *needed,
                                    circlet_error *error)
{
    char list[CIRCLET_MESSAGE_SIZE / 2];

    ci_csv_reader_list_columns(reader, list, sizeof(list));
    return ci_fail(error, CIRCLET_E_FORMAT, "%s: no column %s (columns: %s)",
                   path, needed, list);
}

circlet_status ci_gmns_find_columns(ci_gmns_table *t, const char *const *names,
                                    size_t count, size_t needed_count,
                                    circlet_error *error)
{
    size_t all = ci_csv_reader_column_count(t->reader);

    t->is_tag = malloc(all * sizeof(*t->is_tag));
    if (!t->is_tag)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < all; i++)
        t->is_tag[i] = true;
    for (size_t i = 0; i < count; i++) {
        t->columns[i] = ci_csv_reader_find(t->reader, names[i]);
        if (t->columns[i] != CI_NOWHERE)
            t->is_tag[t->columns[i]] = false;
        else if (i < needed_count)
            return ci_gmns_fail_columns(t->reader, t->path, names[i], error);
    }
    return CIRCLET_OK;
}

void ci_gmns_close(ci_gmns_table *t)
{
    ci_csv_reader_close(t->reader);
    free(t->is_tag);
}

const char *ci_gmns_cell(const ci_gmns_table *t, const ci_csv_row *row,
                         size_t column)
{
    return t->columns[column] == CI_NOWHERE ? NULL
                                            : row->values[t->columns[column]];
}

circlet_status ci_gmns_number(double *out, const ci_gmns_table *t,
                              const ci_csv_row *row, size_t column,
                              const char *name, circlet_error *reason)
{
    const char *text = ci_gmns_cell(t, row, column);

    if (!text)
        return ci_fail(reason, CIRCLET_E_DATA, "%s is empty", name);
    if (!ci_parse_double(out, text))
        return ci_fail(reason, CIRCLET_E_DATA, "%s '%s' is no number", name,
                       text);
    return CIRCLET_OK;
}

circlet_status ci_gmns_new_id(const char **out, const ci_name_map *ids,
                              const ci_gmns_table *t, const ci_csv_row *row,
                              const char *name, circlet_error *reason)
{
    const char *id = ci_gmns_cell(t, row, 0);

    if (!id)
        return ci_fail(reason, CIRCLET_E_DATA, "%s is empty", name);
    if (ci_name_map_find(ids, id) != CI_NOWHERE)
        return ci_fail(reason, CIRCLET_E_DATA, "%s '%s' came before", name,
                       id);
    *out = id;
    return CIRCLET_OK;
}

bool ci_gmns_add_tag(ci_gmns *g, const char *key, const char *value)
{
    circlet_tag *tags;

    if (!value)
        return true;
    tags = ci_array_reserve_one(g->tags, g->tag_count, &g->tag_capacity,
                                sizeof(*tags));
    if (!tags)
        return false;
    g->tags = tags;
    tags[g->tag_count++] = (circlet_tag){key, value};
    return true;
}

bool ci_gmns_add_columns(ci_gmns *g, const ci_gmns_table *t,
                         const ci_csv_row *row)
{
    g->tag_count = 0;
    for (size_t i = 0; i < ci_csv_reader_column_count(t->reader); i++)
        if (t->is_tag[i] &&
            !ci_gmns_add_tag(g, ci_csv_reader_column(t->reader, i),
                             row->values[i]))
            return false;
    return true;
}
