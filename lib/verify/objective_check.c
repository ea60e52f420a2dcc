#include "verify/objective_check.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/error.h"
#include "verify/limits_check.h"
#include "verify/rows_check.h"

uint32_t ci_unserved_of(const circlet_location *location)
{
    size_t points = circlet_od_matrix_origin_count(location->reach);
    uint32_t longest = 0;

    if (location->unserved_ms > 0)
        return location->unserved_ms;
    for (size_t i = 0; i < points; i++) {
        size_t count;
        const circlet_od_entry *entries =
            circlet_od_matrix_row(location->reach, i, &count);

        if (count > 0 && entries[count - 1].time_ms > longest)
            longest = entries[count - 1].time_ms;
    }
    return longest;
}

int64_t ci_load_of(const circlet_location *location, size_t point)
{
    return location->is_whole && location->loads
               ? location->loads[point]
               : ci_weight_of(location, point);
}

static const char *weight_text(char out[CI_DECIMAL_SIZE],
                               const circlet_location *location,
                               int64_t weight)
{
    return ci_decimal_text(
        out, weight, location->names ? location->names->weight_decimals : 0);
}

static circlet_status find_cover(const circlet_certificate *certificate,
                                 const circlet_location *location,
                                 const uint8_t *is_open, ci_exact_sum *sum,
                                 circlet_error *error)
{
    bool must_cover = certificate->model == CIRCLET_MODEL_LSCP;
    ci_exact_sum covered;
    ci_check_rows rows;
    char name[CI_NAME_SIZE], one[CI_DECIMAL_SIZE], two[CI_DECIMAL_SIZE];
    circlet_status status = CIRCLET_OK;

    if (!ci_check_rows_make(&rows, location, certificate->model, false, 0))
        return ci_fail_nomem(error);
    covered = rows.served;
    for (size_t row = 0; row < rows.row_count && status == CIRCLET_OK; row++) {
        if (rows.needs[row] == 0)
            continue;
        if (ci_check_row_cover(&rows, row, is_open) >= rows.needs[row])
            ci_exact_add(&covered, rows.weights[row]);
        else if (must_cover && location->target == 0)
            status = ci_fail(
                error, CIRCLET_E_DATA, "demand point %s is not covered",
                ci_name_of_point(name, location, row / rows.band_count));
    }
    if (status == CIRCLET_OK && must_cover && covered.value < location->target)
        status = ci_fail(error, CIRCLET_E_DATA,
                         "the weight %s is covered, the target is %s",
                         weight_text(one, location, covered.value),
                         weight_text(two, location, location->target));
    if (!must_cover)
        *sum = covered;
    ci_check_rows_clear(&rows);
    return status;
}

static void add_costs(const circlet_certificate *certificate,
                      const circlet_location *location, ci_exact_sum *sum)
{
    for (size_t i = 0; i < certificate->site_count; i++)
        ci_exact_add(sum, ci_cost_of(location, certificate->sites[i]));
}

/* The time to the nearest open site, `need` of them counted. */
static uint32_t time_to(const circlet_location *location, size_t point,
                        const uint8_t *is_open, uint32_t need,
                        bool *is_reachable)
{
    size_t count;
    const circlet_od_entry *entries =
        circlet_od_matrix_row(location->reach, point, &count);
    uint32_t open = 0, serving = 0, time_ms = CIRCLET_UNREACHED;

    for (size_t k = 0; k < count; k++) {
        uint32_t site = entries[k].destination;

        serving += ci_state_of(location, site) != CIRCLET_SITE_FORBIDDEN;
        if (is_open[site] && ++open == need)
            time_ms = entries[k].time_ms;
    }
    *is_reachable = serving >= need;
    return time_ms;
}

static void find_median(const circlet_location *location,
                        const uint8_t *is_open, ci_exact_sum *sum)
{
    size_t points = circlet_od_matrix_origin_count(location->reach);
    uint32_t unserved = ci_unserved_of(location);

    for (size_t i = 0; i < points; i++) {
        bool is_reachable;
        uint32_t time_ms = time_to(location, i, is_open, 1, &is_reachable);

        if (is_reachable)
            ci_exact_add_product(sum, 1, ci_weight_of(location, i),
                                 time_ms < unserved ? time_ms : unserved);
    }
}

static circlet_status find_center(const circlet_location *location,
                                  const uint8_t *is_open, ci_exact_sum *sum,
                                  circlet_error *error)
{
    size_t points = circlet_od_matrix_origin_count(location->reach);
    char name[CI_NAME_SIZE];

    for (size_t i = 0; i < points; i++) {
        bool is_reachable;
        uint32_t need = location->backup ? location->backup[i] : 1;
        uint32_t time_ms = time_to(location, i, is_open, need, &is_reachable);

        if (!is_reachable || ci_weight_of(location, i) == 0)
            continue;
        if (time_ms == CIRCLET_UNREACHED)
            return ci_fail(error, CIRCLET_E_DATA,
                           "demand point %s is not covered",
                           ci_name_of_point(name, location, i));
        if (time_ms > sum->value)
            sum->value = time_ms;
    }
    return CIRCLET_OK;
}

/* ---- assignments ------------------------------------------------------- */

/* What assignments leave. */
typedef struct rest {
    int64_t *weights; /* of each point */
    int64_t *room; /* of each site */
} rest;

static bool has_entry(const circlet_location *location,
                      const circlet_assignment *assignment)
{
    size_t count;
    const circlet_od_entry *entries =
        circlet_od_matrix_row(location->reach, assignment->point, &count);

    for (size_t k = 0; k < count; k++)
        if (entries[k].destination == assignment->site)
            return entries[k].time_ms == assignment->time_ms;
    return false;
}

static circlet_status take_assignment(const circlet_certificate *certificate,
                                      const circlet_location *location,
                                      size_t position, const uint8_t *is_open,
                                      rest *left, circlet_error *error)
{
    const circlet_assignment *given = &certificate->assignments[position];
    bool is_cover = certificate->model == CIRCLET_MODEL_CAPACITATED_MCLP;
    char name[CI_NAME_SIZE];
    int64_t load;

    if (given->point >= circlet_od_matrix_origin_count(location->reach) ||
        given->site >= circlet_od_matrix_destination_count(location->reach) ||
        !is_open[given->site] || !has_entry(location, given) ||
        (is_cover && given->time_ms > ci_cutoff_of(location, given->point)))
        return ci_fail(error, CIRCLET_E_DATA,
                       "assignment %zu, point %" PRIu32 " to site %" PRIu32
                       ", is not possible",
                       position, given->point, given->site);
    if (given->weight <= 0 || given->weight > left->weights[given->point] ||
        (location->is_whole &&
         given->weight != ci_weight_of(location, given->point)))
        return ci_fail(error, CIRCLET_E_DATA,
                       "assignment %zu has the weight %" PRId64, position,
                       given->weight);
    load = location->is_whole ? ci_load_of(location, given->point)
                              : given->weight;
    if (load > left->room[given->site])
        return ci_fail(error, CIRCLET_E_DATA,
                       "site %s serves more than its capacity",
                       ci_name_of_site(name, location, given->site));
    left->weights[given->point] -= given->weight;
    left->room[given->site] -= load;
    return CIRCLET_OK;
}

static circlet_status take_all(const circlet_certificate *certificate,
                               const circlet_location *location,
                               const uint8_t *is_open, rest *left,
                               ci_exact_sum *sum, circlet_error *error)
{
    size_t points = circlet_od_matrix_origin_count(location->reach);
    size_t sites = circlet_od_matrix_destination_count(location->reach);
    bool is_cover = certificate->model == CIRCLET_MODEL_CAPACITATED_MCLP;
    uint32_t unserved = ci_unserved_of(location);
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < points; i++)
        left->weights[i] = ci_weight_of(location, i);
    for (size_t j = 0; j < sites; j++)
        left->room[j] =
            location->capacities ? location->capacities[j] : INT64_MAX;
    for (size_t k = 0;
         k < certificate->assignment_count && status == CIRCLET_OK; k++) {
        const circlet_assignment *given = &certificate->assignments[k];

        status =
            take_assignment(certificate, location, k, is_open, left, error);
        if (status == CIRCLET_OK)
            ci_exact_add_product(sum, 1, given->weight,
                                 is_cover ? 1 : given->time_ms);
    }
    for (size_t i = 0; !is_cover && i < points && status == CIRCLET_OK; i++) {
        bool is_reachable;

        (void)time_to(location, i, is_open, 1, &is_reachable);
        if (is_reachable)
            ci_exact_add_product(sum, 1, left->weights[i], unserved);
    }
    return status;
}

static circlet_status find_assigned(const circlet_certificate *certificate,
                                    const circlet_location *location,
                                    const uint8_t *is_open, ci_exact_sum *sum,
                                    circlet_error *error)
{
    size_t points = circlet_od_matrix_origin_count(location->reach);
    size_t sites = circlet_od_matrix_destination_count(location->reach);
    rest left = {calloc(points + 1, sizeof(*left.weights)),
                 calloc(sites + 1, sizeof(*left.room))};
    circlet_status status =
        left.weights && left.room
            ? take_all(certificate, location, is_open, &left, sum, error)
            : ci_fail_nomem(error);

    free(left.weights);
    free(left.room);
    return status;
}

circlet_status ci_objective_find(const circlet_certificate *certificate,
                                 const circlet_location *location,
                                 const uint8_t *is_open, int64_t *objective,
                                 circlet_error *error)
{
    circlet_model model = certificate->model;
    ci_exact_sum sum = {0, false};
    circlet_status status = CIRCLET_OK;

    if (model == CIRCLET_MODEL_LSCP || model == CIRCLET_MODEL_MCLP)
        status = find_cover(certificate, location, is_open, &sum, error);
    else if (model == CIRCLET_MODEL_P_CENTER)
        status = find_center(location, is_open, &sum, error);
    else if (model == CIRCLET_MODEL_P_MEDIAN ||
             model == CIRCLET_MODEL_FACILITY_LOCATION)
        find_median(location, is_open, &sum);
    else
        status = find_assigned(certificate, location, is_open, &sum, error);
    if (model == CIRCLET_MODEL_LSCP ||
        model == CIRCLET_MODEL_FACILITY_LOCATION)
        add_costs(certificate, location, &sum);
    if (status == CIRCLET_OK && sum.is_lost)
        status =
            ci_fail(error, CIRCLET_E_DATA, "the objective passes 64 bits");
    *objective = sum.value;
    return status;
}
