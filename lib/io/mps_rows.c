/* What the location models cover and serve, as rows of a program. */
#include <stdlib.h>

#include "base/error.h"
#include "io/mps_models.h"
#include "siting/cover.h"
#include "siting/demand.h"

/* ---- cover -------------------------------------------------------------- */

/* How many of a row's sites are chosen in the start. */
static uint32_t count_open(const ci_mps_job *job, const ci_cover *cover,
                           size_t r)
{
    uint32_t count = 0;

    for (size_t k = cover->row_first[r]; k < cover->row_first[r + 1]; k++)
        count += job->is_open[ci_cover_site(cover, k)];
    return count;
}

static void add_cover_row(ci_mps_job *job, const ci_cover *cover, size_t r,
                          bool must_be, uint32_t target_row)
{
    ci_mps *mps = &job->mps;
    uint32_t need = ci_cover_need(cover, r);
    uint32_t row = ci_mps_add_row(mps, CI_MPS_AT_LEAST, must_be ? need : 0);
    uint32_t column;

    for (size_t k = cover->row_first[r]; k < cover->row_first[r + 1]; k++) {
        uint32_t at = job->column_of[ci_cover_site(cover, k)];

        if (at != CI_MPS_NO_SITE)
            ci_mps_add_entry(mps, row, at, 1);
    }
    if (must_be)
        return;
    /* With a need of 1 a whole choice makes the share whole, too. */
    column = ci_mps_add_column(
        mps, need > 1 ? CI_MPS_BINARY : CI_MPS_SHARE,
        job->model == CIRCLET_MODEL_MCLP ? -cover->weights[r] : 0,
        CI_MPS_NO_SITE);
    if (mps->has_no_memory)
        return;
    mps->columns[column].start = count_open(job, cover, r) >= need;
    ci_mps_add_entry(mps, row, column, -(int64_t)need);
    if (job->model == CIRCLET_MODEL_LSCP)
        ci_mps_add_entry(mps, target_row, column, cover->weights[r]);
}

circlet_status ci_mps_add_cover(ci_mps_job *job, circlet_error *error)
{
    int64_t target = job->location->target;
    bool is_lscp = job->model == CIRCLET_MODEL_LSCP;
    bool must_be = is_lscp && target == 0;
    const ci_cover_wish wish = {.has_bands = !is_lscp, .must_cover = must_be};
    ci_cover cover = {.site_count = 0};
    uint32_t target_row = 0;
    circlet_status status =
        ci_cover_make(&cover, job->location, &job->side, &wish, error);

    if (status)
        return status;
    if (is_lscp && target > 0)
        target_row = ci_mps_add_row(&job->mps, CI_MPS_AT_LEAST,
                                    target - cover.served_weight);
    for (size_t r = 0; r < cover.row_count; r++)
        add_cover_row(job, &cover, r, must_be, target_row);
    job->mps.is_negated = !is_lscp;
    job->mps.offset = is_lscp ? 0 : cover.served_weight;
    ci_cover_clear(&cover);
    return CIRCLET_OK;
}

/* ---- service ------------------------------------------------------------ */

/* One demand point and what it may be served by. */
typedef struct service {
    uint32_t point;
    int64_t weight, load;
    uint32_t limit_ms; /* what it pays if no column serves it */
    uint32_t row; /* of its shares, 1 together */
} service;

static bool is_capacitated(circlet_model model)
{
    return model == CIRCLET_MODEL_CAPACITATED_MCLP ||
           model == CIRCLET_MODEL_CAPACITATED_P_MEDIAN;
}

/* Without capacities a point goes no farther than to an existing site. */
static uint32_t limit_of(const ci_mps_job *job, const circlet_od_entry *row,
                         size_t count, size_t point, uint32_t unserved_ms)
{
    if (job->model == CIRCLET_MODEL_CAPACITATED_MCLP)
        return ci_point_cutoff_ms(job->location, point);
    for (size_t k = 0; k < count && !is_capacitated(job->model) &&
                       row[k].time_ms < unserved_ms;
         k++)
        if (job->side.states[row[k].destination] == CIRCLET_SITE_EXISTING)
            return row[k].time_ms;
    return unserved_ms;
}

/* What the program gains where the point is served in that time. */
static int64_t gain_of(const ci_mps_job *job, const service *served,
                       uint32_t time_ms)
{
    if (job->model == CIRCLET_MODEL_CAPACITATED_MCLP)
        return served->weight;
    return served->weight * ((int64_t)served->limit_ms - time_ms);
}

/* A share of the point at a site: at most what is open, within capacity. */
static uint32_t add_share(ci_mps_job *job, const service *served,
                          const circlet_od_entry *entry, uint32_t capacity_row)
{
    ci_mps *mps = &job->mps;
    uint32_t site_column = job->column_of[entry->destination];
    bool is_whole = is_capacitated(job->model) && job->location->is_whole;
    uint32_t column = ci_mps_add_column(
        mps, is_whole ? CI_MPS_BINARY : CI_MPS_SHARE,
        -gain_of(job, served, entry->time_ms), CI_MPS_NO_SITE);
    uint32_t row = ci_mps_add_row(mps, CI_MPS_AT_MOST, 0);

    ci_mps_add_entry(mps, served->row, column, 1);
    ci_mps_add_entry(mps, row, column, 1);
    ci_mps_add_entry(mps, row, site_column, -1);
    if (is_capacitated(job->model) && job->location->capacities)
        ci_mps_add_entry(mps, capacity_row, column, served->load);
    return column;
}

/* Whether the answer to start from serves all of the point at a site. */
static bool starts_at(const ci_mps_job *job, const service *served,
                      uint32_t site)
{
    size_t low = 0, count = 0, high;
    const circlet_assignment *list =
        job->from ? circlet_siting_assignments(job->from, &count) : NULL;

    for (high = count; low < high;) {
        size_t middle = low + (high - low) / 2;

        if (list[middle].point < served->point)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && list[low].point == served->point &&
           list[low].site == site && list[low].weight == served->weight;
}

static void add_point(ci_mps_job *job, service *served,
                      const circlet_od_entry *row, size_t count,
                      uint32_t first_capacity)
{
    bool is_served = false;

    served->row = ci_mps_add_row(&job->mps, CI_MPS_AT_MOST, 1);
    for (size_t k = 0; k < count; k++) {
        uint32_t site = row[k].destination, column;
        bool is_cover = job->model == CIRCLET_MODEL_CAPACITATED_MCLP;

        if (is_cover ? row[k].time_ms > served->limit_ms
                     : row[k].time_ms >= served->limit_ms)
            break;
        if (job->column_of[site] == CI_MPS_NO_SITE)
            continue;
        column = add_share(job, served, &row[k], first_capacity + site);
        if (is_served || job->mps.has_no_memory)
            continue;
        is_served = is_capacitated(job->model) ? starts_at(job, served, site)
                                               : job->is_open[site];
        job->mps.columns[column].start = is_served;
    }
}

/* One row for each site, whether or not it has a column. */
static uint32_t add_capacities(ci_mps_job *job)
{
    const circlet_location *location = job->location;
    uint32_t first = (uint32_t)job->mps.row_count;

    if (!is_capacitated(job->model) || !location->capacities)
        return 0;
    for (size_t j = 0; j < job->side.site_count; j++) {
        uint32_t row = ci_mps_add_row(&job->mps, CI_MPS_AT_MOST, 0);

        if (job->column_of[j] != CI_MPS_NO_SITE && location->capacities[j] > 0)
            ci_mps_add_entry(&job->mps, row, job->column_of[j],
                             -location->capacities[j]);
    }
    return first;
}

/* Adds weight x time to the offset; false: it does not fit. */
static bool add_offset(ci_mps *mps, const service *served)
{
    int64_t time_ms = served->limit_ms;

    if (time_ms > 0 && (served->weight > INT64_MAX / time_ms ||
                        served->weight * time_ms > INT64_MAX - mps->offset))
        return false;
    mps->offset += served->weight * time_ms;
    return true;
}

/* Whether any site is offered to the point; else it is left out. */
static bool is_reached(const ci_mps_job *job, const circlet_od_entry *row,
                       size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (ci_side_offers(&job->side, row[k].destination))
            return true;
    return false;
}

circlet_status ci_mps_add_service(ci_mps_job *job, circlet_error *error)
{
    const circlet_location *location = job->location;
    bool is_cover = job->model == CIRCLET_MODEL_CAPACITATED_MCLP;
    size_t points = circlet_od_matrix_origin_count(location->reach);
    uint32_t first_capacity = add_capacities(job);
    uint32_t unserved_ms = ci_unserved_ms(location);
    char name[CI_NAME_SIZE];

    job->mps.is_negated = is_cover;
    for (uint32_t i = 0; i < points && !job->mps.has_no_memory; i++) {
        size_t count;
        const circlet_od_entry *row =
            circlet_od_matrix_row(location->reach, i, &count);
        service served = {.point = i, .weight = 1};

        if (location->weights)
            served.weight = location->weights[i];
        served.load = location->loads ? location->loads[i] : served.weight;
        if (served.weight == 0 || !is_reached(job, row, count))
            continue;
        served.limit_ms = limit_of(job, row, count, i, unserved_ms);
        if (!is_cover && !add_offset(&job->mps, &served))
            return ci_fail(error, CIRCLET_E_DATA,
                           "the sum of weight x time passes 64 bits at "
                           "demand point %s",
                           ci_point_name(name, location, i));
        add_point(job, &served, row, count, first_capacity);
    }
    return CIRCLET_OK;
}

/* ---- p-center ----------------------------------------------------------- */

/* How many sites may serve a point; *offered: with those that spacing keeps
 * away. */
static uint32_t count_serving(const ci_mps_job *job,
                              const circlet_od_entry *row, size_t count,
                              uint32_t *offered)
{
    uint32_t serving = 0;

    *offered = 0;
    for (size_t k = 0; k < count; k++) {
        serving += job->column_of[row[k].destination] != CI_MPS_NO_SITE;
        *offered += ci_side_offers(&job->side, row[k].destination);
    }
    return serving;
}

/*
 * A share at each site, `need` of them, none farther than the radius. With
 * a need of 1 the mean time is no less strict than the longest, and the
 * program's bound is better.
 */
static void add_center_point(ci_mps_job *job, const circlet_od_entry *row,
                             size_t count, uint32_t need, uint32_t radius)
{
    ci_mps *mps = &job->mps;
    uint32_t all = ci_mps_add_row(mps, CI_MPS_EQUAL, need);
    uint32_t mean = ci_mps_add_row(mps, CI_MPS_AT_LEAST, 0);
    uint32_t served = 0;

    ci_mps_add_entry(mps, mean, radius, 1);
    for (size_t k = 0; k < count; k++) {
        uint32_t site_column = job->column_of[row[k].destination];
        uint32_t column, open, time = mean;

        if (site_column == CI_MPS_NO_SITE)
            continue;
        column = ci_mps_add_column(
            mps, need > 1 ? CI_MPS_BINARY : CI_MPS_SHARE, 0, CI_MPS_NO_SITE);
        open = ci_mps_add_row(mps, CI_MPS_AT_MOST, 0);
        ci_mps_add_entry(mps, all, column, 1);
        ci_mps_add_entry(mps, open, column, 1);
        ci_mps_add_entry(mps, open, site_column, -1);
        if (need > 1) {
            time = ci_mps_add_row(mps, CI_MPS_AT_LEAST, 0);
            ci_mps_add_entry(mps, time, radius, 1);
        }
        if (row[k].time_ms > 0)
            ci_mps_add_entry(mps, time, column, -(int64_t)row[k].time_ms);
        if (mps->has_no_memory || served == need ||
            !job->is_open[row[k].destination])
            continue;
        mps->columns[column].start = 1;
        served++;
        if (mps->columns[radius].start < row[k].time_ms)
            mps->columns[radius].start = row[k].time_ms;
    }
}

circlet_status ci_mps_add_center(ci_mps_job *job, circlet_error *error)
{
    const circlet_location *location = job->location;
    size_t points = circlet_od_matrix_origin_count(location->reach);
    uint32_t radius =
        ci_mps_add_column(&job->mps, CI_MPS_AMOUNT, 1, CI_MPS_NO_SITE);

    for (size_t i = 0; i < points && !job->mps.has_no_memory; i++) {
        size_t count;
        const circlet_od_entry *row =
            circlet_od_matrix_row(location->reach, i, &count);
        uint32_t need = location->backup ? location->backup[i] : 1;
        uint32_t offered;
        uint32_t serving = count_serving(job, row, count, &offered);

        if (location->weights && location->weights[i] == 0)
            continue;
        if (serving < need && offered >= need)
            return ci_fail_spaced(error, location, i, need, serving);
        if (serving >= need)
            add_center_point(job, row, count, need, radius);
    }
    return CIRCLET_OK;
}
