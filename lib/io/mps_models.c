/* Columns of sites, the limits of a choice, and which rows a model has. */
#include "io/mps_models.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Existing sites are fixed columns where they have capacities; else what
 * they serve is no part of the program but of p-center. */
static bool has_existing(circlet_model model)
{
    return model == CIRCLET_MODEL_P_CENTER ||
           model == CIRCLET_MODEL_CAPACITATED_MCLP ||
           model == CIRCLET_MODEL_CAPACITATED_P_MEDIAN;
}

static void add_sites(ci_mps_job *job)
{
    const ci_side *side = &job->side;
    bool has_costs = job->model == CIRCLET_MODEL_LSCP ||
                     job->model == CIRCLET_MODEL_FACILITY_LOCATION;

    for (uint32_t j = 0; j < side->site_count; j++) {
        uint8_t state = side->states[j];
        bool is_existing = state == CIRCLET_SITE_EXISTING;

        job->column_of[j] = CI_MPS_NO_SITE;
        if (state == CIRCLET_SITE_FORBIDDEN ||
            (is_existing && !has_existing(job->model)))
            continue;
        job->column_of[j] = ci_mps_add_column(
            &job->mps, state == CIRCLET_SITE_FREE ? CI_MPS_BINARY : CI_MPS_ONE,
            has_costs && !is_existing ? side->costs[j] : 0, j);
        if (!job->mps.has_no_memory)
            job->mps.columns[job->column_of[j]].start = job->is_open[j];
    }
}

/* Sites that count: with a column, and not existing. */
static bool counts(const ci_mps_job *job, size_t j)
{
    return job->column_of[j] != CI_MPS_NO_SITE &&
           job->side.states[j] != CIRCLET_SITE_EXISTING;
}

static void add_totals(ci_mps_job *job)
{
    const ci_side *side = &job->side;
    uint32_t most =
        ci_mps_add_row(&job->mps, CI_MPS_AT_MOST, (int64_t)side->p);
    uint32_t budget = 0;

    if (side->budget != INT64_MAX)
        budget = ci_mps_add_row(&job->mps, CI_MPS_AT_MOST, side->budget);
    for (size_t j = 0; j < side->site_count; j++) {
        if (!counts(job, j))
            continue;
        ci_mps_add_entry(&job->mps, most, job->column_of[j], 1);
        if (side->budget != INT64_MAX && side->costs[j] > 0)
            ci_mps_add_entry(&job->mps, budget, job->column_of[j],
                             side->costs[j]);
    }
}

static void add_group_row(ci_mps_job *job, size_t group, ci_mps_sign sign,
                          uint32_t right)
{
    const ci_side *side = &job->side;
    uint32_t row = ci_mps_add_row(&job->mps, sign, right);

    for (size_t j = 0; j < side->site_count; j++)
        if (counts(job, j) && side->groups[j] == group)
            ci_mps_add_entry(&job->mps, row, job->column_of[j], 1);
}

static void add_groups(ci_mps_job *job)
{
    const ci_side *side = &job->side;

    for (size_t g = 0; g < side->group_count && side->groups; g++) {
        if (side->group_min[g] > 0)
            add_group_row(job, g, CI_MPS_AT_LEAST, side->group_min[g]);
        if (side->group_max[g] < side->site_count)
            add_group_row(job, g, CI_MPS_AT_MOST, side->group_max[g]);
    }
}

static void add_pairs(ci_mps_job *job)
{
    const circlet_location *location = job->location;

    for (size_t k = 0; k < location->apart_count; k++) {
        uint32_t a = location->apart[2 * k], b = location->apart[2 * k + 1];
        uint32_t row;

        if (!counts(job, a) || !counts(job, b))
            continue;
        row = ci_mps_add_row(&job->mps, CI_MPS_AT_MOST, 1);
        ci_mps_add_entry(&job->mps, row, job->column_of[a], 1);
        ci_mps_add_entry(&job->mps, row, job->column_of[b], 1);
    }
}

static circlet_status add_model(ci_mps_job *job, circlet_error *error)
{
    switch (job->model) {
    case CIRCLET_MODEL_LSCP:
    case CIRCLET_MODEL_MCLP:
        return ci_mps_add_cover(job, error);
    case CIRCLET_MODEL_P_CENTER:
        return ci_mps_add_center(job, error);
    default:
        return ci_mps_add_service(job, error);
    }
}

static circlet_status make(ci_mps_job *job, circlet_error *error)
{
    circlet_status status = ci_side_make(&job->side, job->location, error);
    size_t count = job->side.site_count, chosen = 0;
    const uint32_t *sites =
        job->from ? circlet_siting_sites(job->from, &chosen) : NULL;

    if (status)
        return status;
    job->is_open = calloc(count + 1, sizeof(*job->is_open));
    job->column_of = calloc(count + 1, sizeof(*job->column_of));
    if (!job->is_open || !job->column_of)
        return ci_fail_nomem(error);
    for (size_t j = 0; j < count; j++)
        job->is_open[j] = job->side.states[j] == CIRCLET_SITE_EXISTING ||
                          job->side.states[j] == CIRCLET_SITE_FIXED;
    for (size_t i = 0; i < chosen; i++) {
        if (sites[i] >= count)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "there is no site %lu of %zu",
                           (unsigned long)sites[i], count);
        job->is_open[sites[i]] = 1;
    }
    add_sites(job);
    add_totals(job);
    add_groups(job);
    add_pairs(job);
    return add_model(job, error);
}

static void clear(ci_mps_job *job)
{
    ci_mps_clear(&job->mps);
    ci_side_clear(&job->side);
    free(job->is_open);
    free(job->column_of);
}

circlet_status circlet_write_mps(const char *path, const char *start,
                                 circlet_model model,
                                 const circlet_location *location,
                                 const circlet_siting *from,
                                 circlet_mps_facts *facts,
                                 circlet_error *error)
{
    ci_mps_job job = {.model = model, .location = location, .from = from};
    circlet_status status;

    if (!path || !location || !location->reach || !facts ||
        !circlet_model_name(model))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a path, a model or a problem is missing");
    status = make(&job, error);
    if (!status)
        status = ci_mps_write(&job.mps, path, start, error);
    if (!status)
        *facts = (circlet_mps_facts){job.mps.offset, job.mps.is_negated,
                                     job.mps.row_count, job.mps.column_count,
                                     job.mps.entry_count};
    clear(&job);
    return status;
}
