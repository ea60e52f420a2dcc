/* The public functions: they check what they are given, and hand it over. */
#include <circlet/access.h>

#include <math.h>
#include <stdlib.h>

#include "access/capacity.h"
#include "access/coverage.h"
#include "access/floating_catchment.h"
#include "access/gini.h"
#include "access/max_flow.h"
#include "base/error.h"
#include "base/options.h"
#include "base/text.h"

/* ---- what all share ----------------------------------------------------- */

static circlet_status check_weights(const int64_t *weights_milli, size_t count,
                                    circlet_error *error)
{
    int64_t sum = 0;

    for (size_t i = 0; i < count; i++) {
        if (weights_milli[i] < 0)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "the weight of origin %zu is below 0", i);
        if (!ci_add_weight(&sum, weights_milli[i]))
            return ci_fail(error, CIRCLET_E_DATA,
                           "the weights of the people add up to more than 64 "
                           "bits hold");
    }
    return CIRCLET_OK;
}

static circlet_status take_rows(ci_od_row **out,
                                const circlet_od_matrix *reach,
                                circlet_error *error)
{
    size_t count = circlet_od_matrix_origin_count(reach);
    ci_od_row *rows = malloc((count + 1) * sizeof(*rows));

    if (!rows)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        rows[i].entries = circlet_od_matrix_row(reach, i, &rows[i].count);
    *out = rows;
    return CIRCLET_OK;
}

/* ---- places ------------------------------------------------------------- */

static circlet_status check_places(const circlet_places_query *query,
                                   circlet_error *error)
{
    size_t facilities;

    if (!query || !query->reach || !query->weights_milli ||
        !query->places_milli)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "places need a matrix, weights and places");
    facilities = circlet_od_matrix_destination_count(query->reach);
    for (size_t j = 0; j < facilities; j++)
        if (query->places_milli[j] < 0)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "the places of destination %zu are below 0", j);
    return check_weights(query->weights_milli,
                         circlet_od_matrix_origin_count(query->reach), error);
}

static circlet_status start_problem(ci_places_problem *out, ci_od_row **rows,
                                    const circlet_places_query *query,
                                    circlet_error *error)
{
    circlet_status status = check_places(query, error);

    if (!status)
        status = take_rows(rows, query->reach, error);
    if (status)
        return status;
    *out = (ci_places_problem){
        .rows = *rows,
        .weights_milli = query->weights_milli,
        .is_focus = query->is_focus,
        .row_count = circlet_od_matrix_origin_count(query->reach),
        .places_milli = query->places_milli,
        .facility_count = circlet_od_matrix_destination_count(query->reach)};
    return CIRCLET_OK;
}

circlet_status circlet_assign_places(int64_t *placed_milli,
                                     int64_t *taken_milli,
                                     const circlet_places_query *query,
                                     circlet_error *error)
{
    ci_places_problem problem;
    ci_od_row *rows = NULL;
    circlet_status status;

    if (!placed_milli)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "places need somewhere to say who has them");
    status = start_problem(&problem, &rows, query, error);
    if (!status)
        status = ci_assign_places(placed_milli, taken_milli, &problem, error);
    free(rows);
    return status;
}

circlet_status circlet_assign_places_at_best(int64_t *out_milli,
                                             int64_t *taken_milli,
                                             const circlet_places_query *query,
                                             circlet_error *error)
{
    ci_places_problem problem;
    ci_od_row *rows = NULL;
    circlet_status status;

    if (!out_milli)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "places need somewhere to say how many have them");
    status = start_problem(&problem, &rows, query, error);
    if (!status)
        status = ci_max_flow(out_milli, taken_milli, &problem, error);
    free(rows);
    return status;
}

/* ---- floating catchments ------------------------------------------------ */

static circlet_status check_number(const char *what, size_t position,
                                   double value, double most,
                                   circlet_error *error)
{
    char text[CI_NUMBER_SIZE];

    if (value >= 0 && value <= most)
        return CIRCLET_OK;
    ci_format_double(text, value);
    return ci_fail(error, CIRCLET_E_ARGUMENT, "%s %zu is %s",
                   ci_translate(what), position, text);
}

/* The bands in whole millionths; the caller frees them. */
static circlet_status take_bands(
    ci_catchment_band **out, const circlet_floating_catchment_options *options,
    circlet_error *error)
{
    ci_catchment_band *bands =
        malloc((options->band_count + 1) * sizeof(*bands));
    circlet_status status = bands ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < options->band_count; i++) {
        const circlet_decay_band *band = &options->bands[i];

        status = check_number(CI_TRANSLATED("the weight of band"), i,
                              band->weight, 1, error);
        if (!status && i > 0 && band->to_ms <= options->bands[i - 1].to_ms)
            status = ci_fail(error, CIRCLET_E_ARGUMENT,
                             "the bands must ascend: band %zu ends after %u "
                             "ms",
                             i, (unsigned)band->to_ms);
        if (!status)
            bands[i] = (ci_catchment_band){
                band->to_ms, llround(band->weight * CI_DECAY_ONE)};
    }
    if (status)
        free(bands);
    else
        *out = bands;
    return status;
}

static circlet_status solve_catchment(double *access, double *ratios,
                                      const double *supply,
                                      const ci_catchment_problem *problem,
                                      circlet_error *error)
{
    size_t count = problem->facility_count;
    int64_t *demand = malloc((count + 1) * sizeof(*demand));
    double *own = malloc((count + 1) * sizeof(*own));
    circlet_status status = demand && own
                                ? ci_catchment_demand(demand, problem, error)
                                : ci_fail_nomem(error);

    if (!status) {
        ci_catchment_ratios(own, supply, demand, count);
        status = ci_catchment_access(access, own, problem, error);
    }
    for (size_t j = 0; !status && ratios && j < count; j++)
        ratios[j] = own[j];
    free(demand);
    free(own);
    return status;
}

static circlet_status check_catchment(const circlet_od_matrix *reach,
                                      const int64_t *weights_milli,
                                      const double *supply,
                                      circlet_error *error)
{
    size_t facilities = circlet_od_matrix_destination_count(reach);
    circlet_status status = check_weights(
        weights_milli, circlet_od_matrix_origin_count(reach), error);

    for (size_t j = 0; !status && j < facilities; j++)
        status = check_number(CI_TRANSLATED("the supply of destination"), j,
                              supply[j], (double)INT64_MAX, error);
    return status;
}

circlet_status circlet_floating_catchment(
    double *access, double *ratios, const circlet_od_matrix *reach,
    const int64_t *weights_milli, const double *supply,
    const circlet_floating_catchment_options *options, circlet_error *error)
{
    circlet_floating_catchment_options own;
    ci_catchment_band *bands = NULL;
    ci_od_row *rows = NULL;
    circlet_status status;

    if (!access || !reach || !weights_milli || !supply)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "floating catchments need a place for the access, a "
                       "matrix, weights and supply");
    status = ci_options_read(&own, sizeof(own), options, error);
    if (!status && own.band_count > 0 && !own.bands)
        status = ci_fail(error, CIRCLET_E_ARGUMENT, "%zu bands are not there",
                         own.band_count);
    if (!status)
        status = check_catchment(reach, weights_milli, supply, error);
    if (!status)
        status = take_bands(&bands, &own, error);
    if (!status)
        status = take_rows(&rows, reach, error);
    if (!status) {
        const ci_catchment_problem problem = {
            .rows = rows,
            .weights_milli = weights_milli,
            .row_count = circlet_od_matrix_origin_count(reach),
            .facility_count = circlet_od_matrix_destination_count(reach),
            .bands = bands,
            .band_count = own.band_count};

        status = solve_catchment(access, ratios, supply, &problem, error);
    }
    free(bands);
    free(rows);
    return status;
}

/* ---- evenness ----------------------------------------------------------- */

circlet_status circlet_gini(double *out, const double *values,
                            const double *weights, size_t count,
                            circlet_error *error)
{
    double *ones = NULL, gini = 0;
    circlet_status status = CIRCLET_OK;

    if (!out || (!values && count > 0))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a gini coefficient needs values and a place for it");
    for (size_t i = 0; !status && i < count; i++) {
        status =
            check_number(CI_TRANSLATED("value"), i, values[i], 1e90, error);
        if (!status && weights)
            status = check_number(CI_TRANSLATED("weight"), i, weights[i], 1e90,
                                  error);
    }
    if (!status && !weights) {
        ones = malloc((count + 1) * sizeof(*ones));
        status = ones ? CIRCLET_OK : ci_fail_nomem(error);
        for (size_t i = 0; !status && i < count; i++)
            ones[i] = 1.0;
    }
    if (!status)
        status =
            ci_gini(&gini, values, weights ? weights : ones, count, error);
    free(ones);
    if (!status && isnan(gini))
        status = ci_fail(error, CIRCLET_E_ARGUMENT,
                         "a gini coefficient needs somebody with a weight");
    if (!status)
        *out = gini;
    return status;
}
