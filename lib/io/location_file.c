#include "io/location_file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "reach/od_matrix.h"

static const char *const format_names[CIRCLET_LOCATION_FORMAT_COUNT] = {
    [CIRCLET_LOCATION_OD_CSV] = "od-csv",
    [CIRCLET_LOCATION_ORLIB_PMED] = "orlib-pmed",
    [CIRCLET_LOCATION_ORLIB_SCP] = "orlib-scp",
    [CIRCLET_LOCATION_ORLIB_RAIL] = "orlib-rail",
    [CIRCLET_LOCATION_ORLIB_UFLP] = "orlib-uflp",
    [CIRCLET_LOCATION_TSPLIB] = "tsplib",
    [CIRCLET_LOCATION_CPMP] = "cpmp",
};

const char *circlet_location_format_name(circlet_location_format format)
{
    return (unsigned)format < CIRCLET_LOCATION_FORMAT_COUNT
               ? format_names[format]
               : NULL;
}

/* ---- for readers -------------------------------------------------------- */

circlet_status ci_location_array(void **out, size_t count, size_t size,
                                 circlet_error *error)
{
    *out = calloc(count + 1, size);
    return *out ? CIRCLET_OK : ci_fail_nomem(error);
}

circlet_status ci_location_time(uint32_t *out, int64_t value,
                                const ci_number_file *file,
                                circlet_error *error)
{
    if (value > CIRCLET_TIME_MAX)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: line %" PRIu64 ": a distance of %" PRId64
                       " is over %lu, the longest that is kept",
                       file->path, file->word_line, value,
                       (unsigned long)CIRCLET_TIME_MAX);
    *out = (uint32_t)value;
    return CIRCLET_OK;
}

circlet_status ci_location_set_reach(circlet_location_file *file,
                                     size_t demand_count, size_t site_count,
                                     const size_t *first,
                                     circlet_od_entry **entries,
                                     circlet_error *error)
{
    circlet_od_matrix *matrix =
        ci_od_matrix_start(demand_count, site_count, demand_count);

    if (!matrix)
        return ci_fail_nomem(error);
    file->reach = matrix;
    matrix->own_entries = *entries;
    matrix->entries = *entries;
    *entries = NULL;
    for (size_t i = 0; i < demand_count; i++) {
        matrix->row_of[i] = (uint32_t)i;
        matrix->first[i + 1] = first[i + 1];
        ci_od_entries_sort(matrix->own_entries + first[i],
                           first[i + 1] - first[i]);
    }
    if ((file->demand.count == 0 &&
         !ci_id_list_number(&file->demand, demand_count)) ||
        (file->sites.count == 0 &&
         !ci_id_list_number(&file->sites, site_count)))
        return ci_fail_nomem(error);
    return CIRCLET_OK;
}

/* ---- reading ------------------------------------------------------------ */

static circlet_status read_format(circlet_location_file *file,
                                  const char *path,
                                  circlet_location_format format,
                                  const ci_location_wish *wish,
                                  circlet_error *error)
{
    switch (format) {
    case CIRCLET_LOCATION_OD_CSV:
        return ci_read_od_csv(file, path, wish, error);
    case CIRCLET_LOCATION_ORLIB_PMED:
        return ci_read_pmed(file, path, error);
    case CIRCLET_LOCATION_ORLIB_SCP:
        return ci_read_scp(file, path, false, error);
    case CIRCLET_LOCATION_ORLIB_RAIL:
        return ci_read_scp(file, path, true, error);
    case CIRCLET_LOCATION_ORLIB_UFLP:
        return ci_read_uflp(file, path, error);
    case CIRCLET_LOCATION_TSPLIB:
        return ci_read_tsplib(file, path, wish, error);
    default:
        return ci_read_cpmp(file, path, wish, error);
    }
}

/* Where a file has no costs each site costs 1, in the unit of weight x time
 * if such sums are added to it. */
static circlet_status fill_costs(circlet_location_file *file,
                                 circlet_model model, circlet_error *error)
{
    circlet_location_units *units = &file->units;
    circlet_status status;
    int64_t one = 1;

    if (file->costs || model != CIRCLET_MODEL_FACILITY_LOCATION)
        return CIRCLET_OK;
    units->cost_decimals = units->weight_decimals + units->time_decimals;
    for (int i = 0; i < units->cost_decimals; i++)
        one *= 10;
    status = ci_location_array((void **)&file->costs, file->sites.count,
                               sizeof(*file->costs), error);
    for (size_t j = 0; j < file->sites.count && !status; j++)
        file->costs[j] = one;
    return status;
}

/* The problem borrows what was read. */
static void fill_location(circlet_location_file *file)
{
    circlet_location *location = &file->location;

    location->reach = file->reach;
    location->weights = file->weights;
    location->loads = file->loads;
    location->backup = file->backup;
    location->costs = file->costs;
    location->capacities = file->capacities;
    location->states = file->states;
    location->groups = file->group_of;
    location->group_count = file->groups.count;
    file->names = (circlet_location_names){
        .points = file->demand.ids,
        .sites = file->sites.ids,
        .groups = file->groups.ids,
        .cost_decimals = file->units.cost_decimals,
        .weight_decimals = file->units.weight_decimals};
    location->names = &file->names;
}

static circlet_status check_wish(ci_location_wish *wish,
                                 const circlet_location_file_options *options,
                                 circlet_location_format format,
                                 circlet_error *error)
{
    circlet_status status =
        ci_options_read(wish, sizeof(*wish), options, error);

    if (status)
        return status;
    if ((unsigned)format >= CIRCLET_LOCATION_FORMAT_COUNT)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "there is no format %d of location problems",
                       (int)format);
    if ((unsigned)wish->distances > CIRCLET_DISTANCES_FLOOR)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "there is no kind %d of distances",
                       (int)wish->distances);
    if (format != CIRCLET_LOCATION_OD_CSV && (wish->demand || wish->sites))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "files of demand points and of sites go with the "
                       "format od-csv alone, not with %s",
                       format_names[format]);
    return CIRCLET_OK;
}

circlet_status circlet_read_location(
    circlet_location_file **out, const char *path,
    circlet_location_format format,
    const circlet_location_file_options *options, circlet_error *error)
{
    circlet_location_file *file;
    ci_location_wish wish;
    circlet_status status;

    if (!out || !path)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "a file is missing");
    status = check_wish(&wish, options, format, error);
    if (status)
        return status;
    file = calloc(1, sizeof(*file));
    if (!file)
        return ci_fail_nomem(error);
    file->location = (circlet_location)CIRCLET_LOCATION_INIT;
    status = read_format(file, path, format, &wish, error);
    if (!status)
        status = fill_costs(file, wish.model, error);
    if (status) {
        circlet_location_file_free(file);
        return status;
    }
    fill_location(file);
    *out = file;
    return CIRCLET_OK;
}

void circlet_location_file_free(circlet_location_file *file)
{
    if (!file)
        return;
    circlet_od_matrix_free(file->reach);
    ci_id_list_clear(&file->demand);
    ci_id_list_clear(&file->sites);
    ci_id_list_clear(&file->classes);
    ci_id_list_clear(&file->groups);
    free(file->weights);
    free(file->loads);
    free(file->backup);
    free(file->class_of);
    free(file->costs);
    free(file->capacities);
    free(file->states);
    free(file->group_of);
    free(file->x);
    free(file->y);
    free(file->apart);
    free(file);
}

/* ---- what was read ------------------------------------------------------ */

const circlet_location *circlet_location_file_location(
    const circlet_location_file *file)
{
    return &file->location;
}

circlet_location_units circlet_location_file_units(
    const circlet_location_file *file)
{
    return file->units;
}

size_t circlet_location_file_demand_count(const circlet_location_file *file)
{
    return file->demand.count;
}

size_t circlet_location_file_site_count(const circlet_location_file *file)
{
    return file->sites.count;
}

const char *circlet_location_file_demand_id(const circlet_location_file *file,
                                            size_t i)
{
    return i < file->demand.count ? file->demand.ids[i] : NULL;
}

const char *circlet_location_file_site_id(const circlet_location_file *file,
                                          size_t i)
{
    return i < file->sites.count ? file->sites.ids[i] : NULL;
}

bool circlet_location_file_find_site(const circlet_location_file *file,
                                     const char *id, uint32_t *position)
{
    uint32_t found = ci_id_list_find(&file->sites, id);

    if (found != CI_NOWHERE)
        *position = found;
    return found != CI_NOWHERE;
}

const char *circlet_location_file_class(const circlet_location_file *file,
                                        size_t i)
{
    if (!file->class_of || i >= file->demand.count ||
        file->class_of[i] == CI_NOWHERE)
        return NULL;
    return file->classes.ids[file->class_of[i]];
}

const char *circlet_location_file_group(const circlet_location_file *file,
                                        size_t group)
{
    return group < file->groups.count ? file->groups.ids[group] : NULL;
}
