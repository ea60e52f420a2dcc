#include "plan/problem.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "plan/part_progress.h"
#include "plan/problem_rows.h"
#include "policy/site_size.h"
#include "policy/traveller.h"

/* The persons of one batch. */
typedef struct batch_crowd {
    const ci_circle_batch *batch;
    circlet_demand *demands;
    circlet_point *points;
    size_t count;
} batch_crowd;

char *ci_plan_facility_id(const char *plan, const char *site)
{
    ci_buffer id = {0};

    ci_buffer_add(&id, plan);
    ci_buffer_add(&id, "/");
    ci_buffer_add(&id, site);
    if (id.failed) {
        ci_buffer_free(&id);
        return NULL;
    }
    return id.text;
}

/* ---- sites ------------------------------------------------------------- */

/* A site that an earlier run of the same plan built on is taken. */
static circlet_status check_site(bool *out, const ci_plan_question *question,
                                 circlet_site position, circlet_error *error)
{
    const ci_catalogue_size standard = {.facility = *question->catalogue};
    const circlet_site_record *site =
        circlet_city_site(question->city, position);
    char *id;

    *out = false;
    if (!ci_site_takes(site, &standard,
                       ci_site_setting(question->city, position)))
        return CIRCLET_OK;
    id = ci_plan_facility_id(question->name, site->id);
    if (!id)
        return ci_fail_nomem(error);
    *out = circlet_city_find_facility(question->city, id) == CIRCLET_NONE;
    free(id);
    return CIRCLET_OK;
}

static circlet_status find_sites(ci_problem_draft *draft, circlet_error *error)
{
    const circlet_city *city = draft->question->city;
    ci_plan_problem *problem = draft->problem;
    size_t count = circlet_city_site_count(city);

    problem->sites = calloc(count + 1, sizeof(*problem->sites));
    draft->site_points = calloc(count + 1, sizeof(*draft->site_points));
    if (!problem->sites || !draft->site_points)
        return ci_fail_nomem(error);
    for (circlet_site i = 0; i < count; i++) {
        const circlet_site_record *site = circlet_city_site(city, i);
        bool is_usable;
        circlet_status status =
            check_site(&is_usable, draft->question, i, error);

        if (status != CIRCLET_OK)
            return status;
        if (!is_usable)
            continue;
        problem->sites[problem->site_count] = i;
        draft->site_points[problem->site_count] = site->at;
        problem->site_count++;
    }
    return CIRCLET_OK;
}

/* ---- who is uncovered --------------------------------------------------- */

static void crowd_clear(batch_crowd *crowd)
{
    free(crowd->demands);
    free(crowd->points);
}

static bool crowd_make(batch_crowd *out, const ci_circle_batch *batch,
                       const ci_plan_question *question)
{
    const circlet_travel *travel = question->travel;

    out->batch = batch;
    out->demands = calloc(batch->demand_count + 1, sizeof(*out->demands));
    out->points = calloc(batch->demand_count + 1, sizeof(*out->points));
    if (!out->demands || !out->points)
        return false;
    for (size_t i = 0; i < batch->demand_count; i++) {
        circlet_point at =
            circlet_city_demand(question->city, batch->demands[i])->at;

        if (travel->knows && !travel->knows(at, travel->user))
            continue;
        out->demands[out->count] = batch->demands[i];
        out->points[out->count] = at;
        out->count++;
    }
    return true;
}

static circlet_travel_query crowd_query(const batch_crowd *crowd,
                                        const circlet_point *destinations,
                                        size_t destination_count,
                                        ci_part_progress *part)
{
    return (circlet_travel_query){.mode = crowd->batch->mode,
                                  .bound = CIRCLET_BOUND_NOMINAL,
                                  .origins = crowd->points,
                                  .origin_count = crowd->count,
                                  .destinations = destinations,
                                  .destination_count = destination_count,
                                  .cutoff_ms = crowd->batch->cutoff_ms,
                                  .progress = ci_part_progress_of(part)};
}

/* Keeps those whom `times` says that no facility is near enough to. */
static void keep_unreached(batch_crowd *crowd, const uint32_t *times)
{
    size_t kept = 0;

    for (size_t i = 0; i < crowd->count; i++) {
        if (times[i] != CIRCLET_UNREACHED)
            continue;
        crowd->demands[kept] = crowd->demands[i];
        crowd->points[kept] = crowd->points[i];
        kept++;
    }
    crowd->count = kept;
}

static circlet_status ask_nearest(batch_crowd *crowd,
                                  const ci_problem_draft *draft,
                                  const circlet_point *entrances,
                                  size_t entrance_count,
                                  ci_part_progress *part, circlet_error *error)
{
    const circlet_travel *travel = draft->question->travel;
    circlet_travel_query query =
        crowd_query(crowd, entrances, entrance_count, part);
    uint32_t *times = calloc(crowd->count + 1, sizeof(*times));
    circlet_snap *snaps = calloc(crowd->count + 1, sizeof(*snaps));
    circlet_status status;

    status = times && snaps ? travel->find_nearest(times, snaps, &query,
                                                   travel->user, error)
                            : ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        keep_unreached(crowd, times);
    free(times);
    free(snaps);
    return status;
}

circlet_status ci_problem_entrances(circlet_point **out, size_t *count,
                                    const ci_plan_question *question,
                                    const ci_circle_batch *batch,
                                    circlet_error *error)
{
    uint32_t *facilities = NULL;
    circlet_status status = ci_circle_facilities(
        &facilities, count, question->policy, question->city, batch->rule,
        question->year, error);

    if (status == CIRCLET_OK)
        status = ci_entrances_find(out, count, question->city, facilities,
                                   *count, error);
    free(facilities);
    return status;
}

/* Takes those out of the crowd who reach a facility that is open. */
static circlet_status drop_covered(batch_crowd *crowd,
                                   const ci_problem_draft *draft,
                                   ci_part_progress *part,
                                   circlet_error *error)
{
    circlet_point *points = NULL;
    size_t count = 0;
    circlet_status status = ci_problem_entrances(
        &points, &count, draft->question, crowd->batch, error);

    if (status == CIRCLET_OK && count > 0 && crowd->count > 0)
        status = ask_nearest(crowd, draft, points, count, part, error);
    free(points);
    return status;
}

/* ---- rows -------------------------------------------------------------- */

/* Makes room for one more row, and for the end of it. */
static bool reserve_row(ci_problem_draft *draft)
{
    ci_plan_problem *problem = draft->problem;
    ci_plan_row *rows =
        ci_array_reserve_one(problem->rows, problem->row_count,
                             &draft->row_capacity, sizeof(*rows));
    int64_t *weights;
    size_t *first;

    if (!rows)
        return false;
    problem->rows = rows;
    weights = ci_array_reserve_one(problem->weights, problem->row_count,
                                   &draft->weight_capacity, sizeof(*weights));
    if (!weights)
        return false;
    problem->weights = weights;
    first = ci_array_reserve_one(draft->first, problem->row_count + 1,
                                 &draft->first_capacity, sizeof(*first));
    if (!first)
        return false;
    draft->first = first;
    first[0] = 0;
    return true;
}

static bool add_entries(ci_problem_draft *draft,
                        const circlet_od_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        circlet_od_entry *grown =
            ci_array_reserve_one(draft->entries, draft->entry_count,
                                 &draft->entry_capacity, sizeof(*grown));

        if (!grown)
            return false;
        draft->entries = grown;
        grown[draft->entry_count++] = entries[i];
    }
    return true;
}

bool ci_problem_add_row(ci_problem_draft *draft, const ci_plan_row *row,
                        const circlet_od_entry *entries, size_t count)
{
    ci_plan_problem *problem = draft->problem;

    if (!reserve_row(draft) || !add_entries(draft, entries, count))
        return false;
    problem->rows[problem->row_count] = *row;
    problem->weights[problem->row_count] =
        circlet_city_demand(draft->question->city, row->demand)->weight_milli;
    draft->first[++problem->row_count] = draft->entry_count;
    return true;
}

/* `reach` is NULL where there is no site. */
static bool add_rows(ci_problem_draft *draft, const batch_crowd *crowd,
                     const circlet_od_matrix *reach)
{
    for (size_t i = 0; i < crowd->count; i++) {
        const ci_plan_row row = {crowd->batch->rule, crowd->batch->mode,
                                 crowd->demands[i], false};
        const circlet_od_entry *entries = NULL;
        size_t count = 0;

        if (reach)
            entries = circlet_od_matrix_row(reach, i, &count);
        if (!ci_problem_add_row(draft, &row, entries, count))
            return false;
    }
    return true;
}

static circlet_status add_uncovered(ci_problem_draft *draft,
                                    const batch_crowd *crowd,
                                    ci_part_progress *part,
                                    circlet_error *error)
{
    const circlet_travel *travel = draft->question->travel;
    size_t site_count = draft->problem->site_count;
    circlet_travel_query query =
        crowd_query(crowd, draft->site_points, site_count, part);
    circlet_od_matrix *reach = NULL;
    circlet_status status = CIRCLET_OK;

    if (site_count > 0)
        status = travel->find_within(&reach, &query, travel->user, error);
    if (status == CIRCLET_OK && !add_rows(draft, crowd, reach))
        status = ci_fail_nomem(error);
    circlet_od_matrix_free(reach);
    return status;
}

static circlet_status add_batch(ci_problem_draft *draft,
                                const ci_circle_batch *batch,
                                ci_part_progress part, circlet_error *error)
{
    batch_crowd crowd = {0};
    circlet_status status = crowd_make(&crowd, batch, draft->question)
                                ? CIRCLET_OK
                                : ci_fail_nomem(error);

    part.share /= 2;
    if (status == CIRCLET_OK)
        status = drop_covered(&crowd, draft, &part, error);
    part.start += part.share;
    if (status == CIRCLET_OK && crowd.count > 0)
        status = add_uncovered(draft, &crowd, &part, error);
    crowd_clear(&crowd);
    return status;
}

static circlet_status add_unsure(ci_problem_draft *draft,
                                 const ci_circle_batch *batch,
                                 ci_part_progress part, circlet_error *error)
{
    const circlet_progress progress = ci_part_progress_of(&part);

    return ci_problem_add_unsure(draft, batch, &progress, error);
}

static circlet_status add_batches(ci_problem_draft *draft,
                                  const circlet_progress *progress,
                                  circlet_error *error)
{
    const ci_plan_question *question = draft->question;
    ci_circle_batches batches = {0};
    circlet_status status =
        (question->is_cautious ? ci_circle_batches_make_sure
                               : ci_circle_batches_make)(
            &batches, question->policy, question->city, question->asked,
            question->year, error);

    if (status != CIRCLET_OK)
        return status;
    for (size_t i = 0; i < batches.count && status == CIRCLET_OK; i++) {
        double share = 1.0 / (double)batches.count;
        ci_part_progress part = {*progress, share * (double)i, share};

        status = question->is_cautious
                     ? add_unsure(draft, &batches.batches[i], part, error)
                     : add_batch(draft, &batches.batches[i], part, error);
    }
    ci_circle_batches_free(&batches);
    return status;
}

/* ---- all --------------------------------------------------------------- */

static circlet_status finish(ci_problem_draft *draft, circlet_error *error)
{
    static const size_t no_rows[] = {0};

    return circlet_od_matrix_new(
        &draft->problem->reach, draft->problem->row_count,
        draft->problem->site_count, draft->first ? draft->first : no_rows,
        draft->entries, error);
}

circlet_status ci_plan_problem_make(ci_plan_problem *out,
                                    const ci_plan_question *question,
                                    const circlet_progress *progress,
                                    circlet_error *error)
{
    ci_problem_draft draft = {.problem = out, .question = question};
    circlet_status status;

    memset(out, 0, sizeof(*out));
    status = find_sites(&draft, error);
    if (status == CIRCLET_OK)
        status = add_batches(&draft, progress, error);
    if (status == CIRCLET_OK)
        status = finish(&draft, error);
    free(draft.site_points);
    free(draft.first);
    free(draft.entries);
    return status;
}

void ci_plan_problem_clear(ci_plan_problem *problem)
{
    free(problem->sites);
    free(problem->rows);
    free(problem->weights);
    circlet_od_matrix_free(problem->reach);
}
