#include "siting/capacitated_data.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "siting/demand.h"

#define TOTAL_MAX (INT64_C(1) << 61)

typedef struct reading {
    const circlet_location *location;
    bool is_cover;
    ci_capacitated *problem;
    size_t point_count;
    ci_effort *effort;
} reading;

static uint32_t cutoff_of(const reading *job, size_t point)
{
    return job->is_cover ? ci_point_cutoff_ms(job->location, point)
                         : CIRCLET_TIME_MAX;
}

static circlet_status check_model(const reading *job, circlet_error *error)
{
    const circlet_location *location = job->location;

    if (!job->is_cover)
        return CIRCLET_OK;
    if (location->bands && location->band_count > 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "maximal covering with capacities has no bands of "
                       "partial cover, %zu are given",
                       location->band_count);
    return CIRCLET_OK;
}

static circlet_status fail_point(const reading *job, size_t point,
                                 int64_t weight, int64_t load,
                                 circlet_error *error)
{
    const circlet_location *location = job->location;
    char name[CI_NAME_SIZE], one[CI_DECIMAL_SIZE], two[CI_DECIMAL_SIZE];

    ci_point_name(name, location, point);
    ci_weight_text(one, location, load);
    ci_weight_text(two, location, weight);
    if (weight < 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "demand point %s has the negative weight %s", name,
                       two);
    if (load < 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "demand point %s has the negative load %s", name, one);
    return ci_fail(error, CIRCLET_E_ARGUMENT,
                   "demand point %s has the load %s and the weight %s: "
                   "they may differ only where demand is served whole",
                   name, one, two);
}

static circlet_status check_point(const reading *job, size_t point,
                                  int64_t weight, int64_t load,
                                  circlet_error *error)
{
    const ci_capacitated *problem = job->problem;
    char name[CI_NAME_SIZE];

    if (weight < 0 || load < 0 ||
        (!problem->is_whole && weight > 0 && load != weight))
        return fail_point(job, point, weight, load, error);
    if (weight > TOTAL_MAX - problem->total_weight ||
        load > TOTAL_MAX - problem->total_load ||
        (problem->unserved > 0 &&
         weight > (TOTAL_MAX - problem->total) / problem->unserved))
        return ci_fail(error, CIRCLET_E_DATA,
                       "demand point %s makes the sum of weights, loads or "
                       "weight x time too large",
                       ci_point_name(name, job->location, point));
    return CIRCLET_OK;
}

/* Whether a site may serve a client at all, and below the price of not being
 * served. */
static bool is_listed(const reading *job, const circlet_od_entry *entry,
                      int64_t load)
{
    const ci_capacitated *problem = job->problem;
    int64_t capacity = job->location->capacities
                           ? job->location->capacities[entry->destination]
                           : INT64_MAX;
    uint32_t time = job->is_cover ? 0 : entry->time_ms;

    return ci_side_serves(problem->side, entry->destination) &&
           time < problem->unserved &&
           (problem->is_whole ? load <= capacity : capacity > 0);
}

/* Counts the options of a point; false: no offered site reaches it. */
static bool count_options(const reading *job, size_t point, int64_t load,
                          size_t *count)
{
    size_t entries;
    const circlet_od_entry *row =
        circlet_od_matrix_row(job->location->reach, point, &entries);
    uint32_t cutoff = cutoff_of(job, point);
    bool is_reached = false;

    *count = 0;
    for (size_t k = 0; k < entries && row[k].time_ms <= cutoff; k++) {
        is_reached |= ci_side_offers(job->problem->side, row[k].destination);
        *count += is_listed(job, &row[k], load);
    }
    return is_reached;
}

static size_t row_size(const reading *job, size_t point)
{
    size_t count;

    (void)circlet_od_matrix_row(job->location->reach, point, &count);
    return count + 1;
}

static circlet_status read_clients(const reading *job, circlet_error *error)
{
    const circlet_location *location = job->location;
    ci_capacitated *problem = job->problem;

    for (size_t i = 0; i < job->point_count; i++) {
        int64_t weight = location->weights ? location->weights[i] : 1;
        int64_t load = location->loads ? location->loads[i] : weight;
        size_t client = problem->client_count, options;
        circlet_status status = check_point(job, i, weight, load, error);

        if (status != CIRCLET_OK)
            return status;
        if (weight == 0)
            continue;
        status = ci_effort_prepare(job->effort, row_size(job, i), error);
        if (status != CIRCLET_OK)
            return status;
        if (!count_options(job, i, load, &options)) {
            problem->unreachable++;
            problem->unreachable_weight += weight;
            continue;
        }
        problem->points[client] = (uint32_t)i;
        problem->weights[client] = weight;
        problem->loads[client] = load;
        problem->first[client + 1] = problem->first[client] + options;
        problem->total += weight * problem->unserved;
        problem->total_load += load;
        problem->total_weight += weight;
        problem->client_count++;
    }
    return CIRCLET_OK;
}

static circlet_status fill_options(const reading *job, circlet_error *error)
{
    ci_capacitated *problem = job->problem;
    size_t count = problem->first[problem->client_count], at = 0;
    circlet_status status = CIRCLET_OK;

    problem->options = calloc(count + 1, sizeof(*problem->options));
    problem->visits = malloc((count + 1) * sizeof(*problem->visits));
    problem->visit_of = malloc((count + 1) * sizeof(*problem->visit_of));
    if (!problem->options || !problem->visits || !problem->visit_of)
        return ci_fail_nomem(error);
    for (size_t c = 0; c < problem->client_count && status == CIRCLET_OK;
         c++) {
        uint32_t point = problem->points[c];
        uint32_t cutoff = cutoff_of(job, point);
        size_t entries;
        const circlet_od_entry *row =
            circlet_od_matrix_row(job->location->reach, point, &entries);

        for (size_t k = 0; k < entries && row[k].time_ms <= cutoff; k++)
            if (is_listed(job, &row[k], problem->loads[c]))
                problem->options[at++] = (ci_capacitated_option){
                    row[k].destination, job->is_cover ? 0 : row[k].time_ms};
        status = ci_effort_prepare(job->effort, entries + 1, error);
    }
    return status;
}

static circlet_status fill_visits(const reading *job, circlet_error *error)
{
    ci_capacitated *problem = job->problem;
    size_t *first = problem->site_first;
    circlet_status status = CIRCLET_OK;

    for (size_t k = 0; k < problem->first[problem->client_count]; k++)
        first[problem->options[k].site + 1]++;
    for (size_t site = 0; site < problem->site_count; site++)
        first[site + 1] += first[site];
    for (size_t c = 0; c < problem->client_count && status == CIRCLET_OK;
         c++) {
        for (size_t k = problem->first[c]; k < problem->first[c + 1]; k++) {
            const ci_capacitated_option *option = &problem->options[k];
            size_t at = first[option->site]++;

            problem->visits[at] =
                (ci_capacitated_visit){(uint32_t)c, option->time};
            problem->visit_of[k] = at;
        }
        status = ci_effort_prepare(
            job->effort, 2 * (problem->first[c + 1] - problem->first[c]) + 1,
            error);
    }
    memmove(first + 1, first, problem->site_count * sizeof(*first));
    first[0] = 0;
    return status;
}

static void fill_capacities(const reading *job)
{
    const int64_t *capacities = job->location->capacities;
    ci_capacitated *problem = job->problem;

    for (size_t site = 0; site < problem->site_count; site++) {
        problem->capacities[site] = problem->total_load;
        if (capacities && capacities[site] < problem->total_load)
            problem->capacities[site] = capacities[site];
    }
}

static circlet_status read_all(const reading *job, circlet_error *error)
{
    ci_capacitated *problem = job->problem;
    size_t points = job->point_count + 1, sites = problem->site_count + 2;
    circlet_status status;

    problem->points = calloc(points, sizeof(*problem->points));
    problem->weights = calloc(points, sizeof(*problem->weights));
    problem->loads = calloc(points, sizeof(*problem->loads));
    problem->first = calloc(points + 1, sizeof(*problem->first));
    problem->site_first = calloc(sites, sizeof(*problem->site_first));
    problem->capacities = calloc(sites, sizeof(*problem->capacities));
    if (!problem->points || !problem->weights || !problem->loads ||
        !problem->first || !problem->site_first || !problem->capacities)
        return ci_fail_nomem(error);
    status = read_clients(job, error);
    if (status != CIRCLET_OK)
        return status;
    status = fill_options(job, error);
    if (status != CIRCLET_OK)
        return status;
    status = fill_visits(job, error);
    fill_capacities(job);
    return status;
}

circlet_status ci_capacitated_make(ci_capacitated *out,
                                   const circlet_location *location,
                                   const ci_side *side, bool is_cover,
                                   ci_effort *effort, circlet_error *error)
{
    ci_capacitated problem = {.side = side,
                              .is_whole = location->is_whole,
                              .site_count = side->site_count};
    reading job = {.location = location,
                   .is_cover = is_cover,
                   .problem = &problem,
                   .effort = effort,
                   .point_count =
                       circlet_od_matrix_origin_count(location->reach)};
    circlet_status status;

    if (job.point_count >= UINT32_MAX)
        return ci_fail(error, CIRCLET_E_DATA, "%zu demand points are too many",
                       job.point_count);
    problem.unserved = job.is_cover ? 1 : ci_unserved_ms(job.location);
    status = check_model(&job, error);
    if (status == CIRCLET_OK)
        status = read_all(&job, error);
    if (status != CIRCLET_OK) {
        ci_capacitated_clear(&problem);
        return status;
    }
    *out = problem;
    return CIRCLET_OK;
}

void ci_capacitated_clear(ci_capacitated *problem)
{
    free(problem->points);
    free(problem->weights);
    free(problem->loads);
    free(problem->first);
    free(problem->options);
    free(problem->site_first);
    free(problem->visits);
    free(problem->visit_of);
    free(problem->capacities);
    *problem = (ci_capacitated){0};
}
