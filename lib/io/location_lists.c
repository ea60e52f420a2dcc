#include "io/location_lists.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "io/csv_reader.h"

#define NAMES_SIZE 200

/* A file that is being read. */
typedef struct list_text {
    const char *path;
    ci_csv_reader *reader;
    ci_csv_row row;
} list_text;

static void clear_column(ci_decimal_column *column)
{
    free(column->values);
    free(column->lines);
}

void ci_location_lists_clear(ci_location_lists *lists)
{
    clear_column(&lists->weights);
    clear_column(&lists->costs);
    clear_column(&lists->capacities);
}

/* ---- values ------------------------------------------------------------- */

static circlet_status fail_value(const list_text *text, const char *column,
                                 const char *takes, const char *value,
                                 circlet_error *error)
{
    if (!value)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: line %" PRIu64 ": %s is missing", text->path,
                       text->row.line, column);
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: line %" PRIu64 ": %s is %s, not '%s'", text->path,
                   text->row.line, column, ci_translate(takes), value);
}

/* The value of a column; *has_column is false where the file has none. */
static const char *value_of(const list_text *text, const char *column,
                            bool *has_column)
{
    uint32_t at = ci_csv_reader_find(text->reader, column);

    *has_column = at != CI_NOWHERE;
    return *has_column ? text->row.values[at] : NULL;
}

/* Appends an element to an array that grows; false: no memory. */
static bool append(void **items, size_t at, size_t *capacity, size_t size,
                   const void *value)
{
    char *grown = ci_array_reserve_one(*items, at, capacity, size);

    if (!grown)
        return false;
    *items = grown;
    memcpy(grown + at * size, value, size);
    return true;
}

static circlet_status read_decimal(ci_decimal_column *column,
                                   const list_text *text, const char *name,
                                   circlet_error *error)
{
    bool has_column;
    const char *value = value_of(text, name, &has_column);
    ci_decimal number;

    if (!has_column)
        return CIRCLET_OK;
    if (!value || !ci_decimal_read(&number, value) || number.digits < 0)
        return fail_value(text, name,
                          CI_TRANSLATED("a number of 0 or more with at most "
                                        "18 digits, 9 of them after the "
                                        "point"),
                          value, error);
    if (number.decimals > column->decimals)
        column->decimals = number.decimals;
    if (!append((void **)&column->values, column->count,
                &column->value_capacity, sizeof(number), &number) ||
        !append((void **)&column->lines, column->count, &column->line_capacity,
                sizeof(text->row.line), &text->row.line))
        return ci_fail_nomem(error);
    column->count++;
    return CIRCLET_OK;
}

static circlet_status read_coordinate(double **out, size_t at,
                                      size_t *capacity, const list_text *text,
                                      const char *name, circlet_error *error)
{
    bool has_column;
    const char *value = value_of(text, name, &has_column);
    double number;

    if (!has_column)
        return CIRCLET_OK;
    if (!value || !ci_parse_double(&number, value))
        return fail_value(text, name, CI_TRANSLATED("a number"), value, error);
    return append((void **)out, at, capacity, sizeof(number), &number)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* A name, where an empty cell is none. */
static circlet_status read_name(ci_id_list *names, uint32_t **out, size_t at,
                                size_t *capacity, const list_text *text,
                                const char *column, circlet_error *error)
{
    bool has_column, is_new;
    const char *value = value_of(text, column, &has_column);
    uint32_t position = CI_NOWHERE;

    if (!has_column)
        return CIRCLET_OK;
    if (value)
        position = ci_id_list_take(names, value, &is_new);
    if (value && position == CI_NOWHERE)
        return ci_fail_nomem(error);
    return append((void **)out, at, capacity, sizeof(position), &position)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status read_id(ci_id_list *ids, const list_text *text,
                              circlet_error *error)
{
    bool has_column, is_new = false;
    const char *id = value_of(text, "id", &has_column);

    if (!id)
        return fail_value(text, "id", "", NULL, error);
    if (ci_id_list_take(ids, id, &is_new) == CI_NOWHERE)
        return ci_fail_nomem(error);
    if (!is_new)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: line %" PRIu64 ": id '%s' stood before",
                       text->path, text->row.line, id);
    return CIRCLET_OK;
}

/* ---- demand ------------------------------------------------------------- */

static circlet_status read_backup(ci_location_lists *lists,
                                  circlet_location_file *file,
                                  const list_text *text, circlet_error *error)
{
    bool has_column;
    const char *value = value_of(text, "backup", &has_column);
    int64_t number = 1;
    uint32_t times;

    if (!has_column)
        return CIRCLET_OK;
    if (value &&
        (!ci_parse_int64(&number, value) || number < 1 || number > 65535))
        return fail_value(text, "backup",
                          CI_TRANSLATED("a whole number from 1 to 65535"),
                          value, error);
    times = (uint32_t)number;
    return append((void **)&file->backup, file->demand.count - 1,
                  &lists->backup_capacity, sizeof(times), &times)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status read_demand_row(ci_location_lists *lists,
                                      circlet_location_file *file,
                                      const list_text *text,
                                      circlet_error *error)
{
    circlet_status status = read_id(&file->demand, text, error);

    if (!status)
        status = read_decimal(&lists->weights, text, "weight", error);
    if (!status)
        status =
            read_name(&file->classes, &file->class_of, file->demand.count - 1,
                      &lists->class_capacity, text, "class", error);
    return status ? status : read_backup(lists, file, text, error);
}

/* ---- sites -------------------------------------------------------------- */

static circlet_status read_state(ci_location_lists *lists,
                                 circlet_location_file *file,
                                 const list_text *text, circlet_error *error)
{
    static const char *const words[] = {"free", "fixed", "forbidden",
                                        "existing"};
    bool has_column;
    const char *value = value_of(text, "state", &has_column);
    uint8_t state = 0;

    if (!has_column)
        return CIRCLET_OK;
    while (value && state < 4 && strcmp(value, words[state]) != 0)
        state++;
    if (state == 4)
        return fail_value(text, "state",
                          CI_TRANSLATED("free, fixed, forbidden or existing"),
                          value, error);
    return append((void **)&file->states, file->sites.count - 1,
                  &lists->state_capacity, sizeof(state), &state)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status read_site_row(ci_location_lists *lists,
                                    circlet_location_file *file,
                                    const list_text *text,
                                    circlet_error *error)
{
    circlet_status status = read_id(&file->sites, text, error);
    size_t at = file->sites.count - 1;

    if (!status)
        status = read_decimal(&lists->costs, text, "cost", error);
    if (!status)
        status = read_decimal(&lists->capacities, text, "capacity", error);
    if (!status)
        status = read_state(lists, file, text, error);
    if (!status)
        status = read_name(&file->groups, &file->group_of, at,
                           &lists->group_capacity, text, "group", error);
    if (!status)
        status = read_coordinate(&file->x, at, &lists->x_capacity, text, "x",
                                 error);
    if (!status)
        status = read_coordinate(&file->y, at, &lists->y_capacity, text, "y",
                                 error);
    return status;
}

/* ---- files -------------------------------------------------------------- */

typedef circlet_status (*row_fn)(ci_location_lists *lists,
                                 circlet_location_file *file,
                                 const list_text *text, circlet_error *error);

static circlet_status read_rows(ci_location_lists *lists,
                                circlet_location_file *file, list_text *text,
                                row_fn read_row, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    char names[NAMES_SIZE];
    bool has_row = true;

    if (ci_csv_reader_find(text->reader, "id") == CI_NOWHERE) {
        ci_csv_reader_list_columns(text->reader, names, sizeof(names));
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: there is no column 'id' (columns: %s)", text->path,
                       names);
    }
    while (!status && has_row) {
        status = ci_csv_reader_next(text->reader, &text->row, &has_row, error);
        if (!status && has_row && text->row.problem)
            status =
                ci_fail(error, CIRCLET_E_FORMAT, "%s: line %" PRIu64 ": %s",
                        text->path, text->row.line, text->row.problem);
        if (!status && has_row)
            status = read_row(lists, file, text, error);
    }
    return status;
}

static circlet_status read_list(ci_location_lists *lists,
                                circlet_location_file *file, const char *path,
                                row_fn read_row, circlet_error *error)
{
    list_text text = {.path = path};
    circlet_status status;

    if (!path)
        return CIRCLET_OK;
    status = ci_csv_reader_open(&text.reader, path, NULL, error);
    if (!status)
        status = read_rows(lists, file, &text, read_row, error);
    ci_csv_reader_close(text.reader);
    return status;
}

circlet_status ci_location_lists_read(ci_location_lists *lists,
                                      circlet_location_file *file,
                                      const ci_location_wish *wish,
                                      circlet_error *error)
{
    circlet_status status =
        read_list(lists, file, wish->demand, read_demand_row, error);

    if (!status)
        status = read_list(lists, file, wish->sites, read_site_row, error);
    if (!status && (!file->x || !file->y)) {
        free(file->x);
        free(file->y);
        file->x = file->y = NULL;
    }
    return status;
}

/* ---- units -------------------------------------------------------------- */

static circlet_status scale_column(int64_t **out,
                                   const ci_decimal_column *column,
                                   int decimals, const char *path,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (!column->values)
        return CIRCLET_OK;
    status =
        ci_location_array((void **)out, column->count, sizeof(**out), error);
    for (size_t i = 0; i < column->count && !status; i++)
        if (!ci_decimal_scale(&(*out)[i], column->values[i], decimals))
            status = ci_fail(error, CIRCLET_E_DATA,
                             "%s: line %" PRIu64
                             ": a number with %d decimals is too large",
                             path, column->lines[i], decimals);
    return status;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

circlet_status ci_location_lists_scale(const ci_location_lists *lists,
                                       circlet_location_file *file,
                                       const ci_location_wish *wish,
                                       circlet_error *error)
{
    circlet_location_units *units = &file->units;
    circlet_status status;

    /* What a capacity is of is weight. */
    units->weight_decimals =
        larger(lists->weights.decimals, lists->capacities.decimals);
    units->cost_decimals = lists->costs.decimals;
    if (wish->model == CIRCLET_MODEL_FACILITY_LOCATION) {
        /* Costs are added to weight x time. */
        units->weight_decimals =
            larger(units->weight_decimals,
                   lists->costs.decimals - units->time_decimals);
        units->cost_decimals = units->weight_decimals + units->time_decimals;
    }
    units->load_decimals = units->weight_decimals;
    if (!lists->weights.values && units->weight_decimals > 0)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: costs and capacities with decimals need a file "
                       "of demand points with weights",
                       wish->sites);
    status = scale_column(&file->weights, &lists->weights,
                          units->weight_decimals, wish->demand, error);
    if (!status)
        status = scale_column(&file->costs, &lists->costs,
                              units->cost_decimals, wish->sites, error);
    if (!status)
        status = scale_column(&file->capacities, &lists->capacities,
                              units->load_decimals, wish->sites, error);
    return status;
}
