#include "siting/cover.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "siting/cover_job.h"
#include "siting/demand.h"

/* ---- what is asked ----------------------------------------------------- */

static circlet_status check_point(const circlet_location *location,
                                  size_t point, circlet_error *error)
{
    char name[CI_NAME_SIZE], number[CI_DECIMAL_SIZE];

    if (location->weights && location->weights[point] < 0)
        return ci_fail(
            error, CIRCLET_E_ARGUMENT,
            "demand point %s has the negative weight %s",
            ci_point_name(name, location, point),
            ci_weight_text(number, location, location->weights[point]));
    if (location->backup && location->backup[point] == 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "demand point %s asks for cover by 0 sites",
                       ci_point_name(name, location, point));
    return CIRCLET_OK;
}

static circlet_status check_bands(const circlet_location *location,
                                  circlet_error *error)
{
    const circlet_cover_band *bands = location->bands;

    for (size_t b = 0; bands && b < location->band_count; b++) {
        if (bands[b].share_milli == 0 || bands[b].share_milli > 1000)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "band %zu has a share of %" PRIu32 " thousandths",
                           b, bands[b].share_milli);
        if (b > 0 && (bands[b].cutoff_ms <= bands[b - 1].cutoff_ms ||
                      bands[b].share_milli >= bands[b - 1].share_milli))
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "band %zu is not farther or not less than the one "
                           "before it",
                           b);
    }
    return CIRCLET_OK;
}

static circlet_status check_points(const ci_cover_job *job,
                                   circlet_error *error)
{
    const circlet_location *location = job->location;
    int64_t factor = job->wish->has_bands && location->bands ? 1000 : 1;
    char name[CI_NAME_SIZE];
    int64_t total = 0;

    if (job->point_count > UINT32_MAX / job->cover->band_count - 1)
        return ci_fail(error, CIRCLET_E_DATA, "%zu demand points are too many",
                       job->point_count);
    for (size_t i = 0; i < job->point_count; i++) {
        int64_t weight = location->weights ? location->weights[i] : 1;
        circlet_status status = check_point(location, i, error);

        if (status != CIRCLET_OK)
            return status;
        if (weight > INT64_MAX / 4 / factor - total)
            return ci_fail(error, CIRCLET_E_DATA,
                           "demand point %s makes the sum of weights too "
                           "large",
                           ci_point_name(name, location, i));
        total += weight;
    }
    return job->wish->has_bands ? check_bands(location, error) : CIRCLET_OK;
}

/* ---- all -----------------------------------------------------------------
 */

circlet_status ci_cover_make(ci_cover *out, const circlet_location *location,
                             const ci_side *side, const ci_cover_wish *wish,
                             circlet_error *error)
{
    ci_cover cover = {.band_count = 1};
    ci_cover_job job = {.location = location, .side = side, .wish = wish};
    circlet_status status;

    if (wish->has_bands && location->bands && location->band_count > 0)
        cover.band_count = location->band_count;
    job.cover = &cover;
    job.point_count = circlet_od_matrix_origin_count(location->reach);
    status = check_points(&job, error);
    if (status == CIRCLET_OK)
        status = ci_cover_read_rows(&job, error);
    if (status == CIRCLET_OK)
        status = ci_cover_group_rows(&job, error);
    if (status == CIRCLET_OK)
        status = ci_cover_fill(&job, error);
    free(job.open);
    if (status != CIRCLET_OK) {
        ci_cover_clear(&cover);
        return status;
    }
    *out = cover;
    return CIRCLET_OK;
}

bool ci_cover_make_entries(ci_cover *cover)
{
    size_t count = cover->entry_count + 1;

    if (cover->site_count <= CI_NARROW_SITES)
        cover->narrow_sites = calloc(count, sizeof(*cover->narrow_sites));
    else
        cover->wide_sites = calloc(count, sizeof(*cover->wide_sites));
    if (cover->row_count <= CI_NARROW_ROWS)
        cover->narrow_rows = calloc(count, 3 * sizeof(*cover->narrow_rows));
    else
        cover->wide_rows = calloc(count, sizeof(*cover->wide_rows));
    return (cover->narrow_sites || cover->wide_sites) &&
           (cover->narrow_rows || cover->wide_rows);
}

void ci_cover_clear(ci_cover *cover)
{
    free(cover->weights);
    free(cover->needs);
    free(cover->row_first);
    free(cover->narrow_sites);
    free(cover->wide_sites);
    free(cover->site_first);
    free(cover->narrow_rows);
    free(cover->wide_rows);
    free(cover->member_first);
    free(cover->members);
}
