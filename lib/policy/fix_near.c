/* A facility near a venue: what stands near enough and could become one, what
 * is built on a site that is near enough, or anywhere that is. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "policy/circle.h"
#include "policy/fix_option.h"
#include "policy/traveller.h"

typedef struct near_work {
    const ci_fix_view *view;
    ci_options options;
    circlet_point *points; /* of the sites, then entrances of facilities */
    bool *is_near; /* beside the points: surely within the time */
    size_t count;
} near_work;

static void work_clear(near_work *work)
{
    ci_options_clear(&work->options);
    free(work->points);
    free(work->is_near);
}

/* Whether so many people surely live where it stands as the rule wants. */
static bool is_host(const ci_fix_view *view, circlet_unit unit)
{
    int64_t wanted = view->rule->as.near.host_residents;

    return wanted == 0 ||
           (unit != CIRCLET_NONE &&
            circlet_city_unit(view->judgement->city, unit)->residents >=
                wanted);
}

/* ---- what is near ------------------------------------------------------- */

static circlet_status gather_points(near_work *work, circlet_error *error)
{
    const circlet_city *city = work->view->judgement->city;
    size_t count = circlet_city_site_count(city);

    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        size_t own =
            circlet_city_facility(city, (circlet_facility)i)->access_count;

        count += own > 0 ? own : 1;
    }
    work->points = calloc(count + 1, sizeof(*work->points));
    work->is_near = calloc(count + 1, sizeof(*work->is_near));
    if (!work->points || !work->is_near)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < circlet_city_site_count(city); i++)
        work->points[work->count++] =
            circlet_city_site(city, (circlet_site)i)->at;
    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);

        for (size_t k = 0; k < facility->access_count; k++)
            work->points[work->count++] = facility->accesses[k];
        if (facility->access_count == 0)
            work->points[work->count++] = facility->at;
    }
    return CIRCLET_OK;
}

/* What is near at the worst is so whatever is true of the streets. */
static circlet_status find_near(near_work *work, circlet_error *error)
{
    const ci_judgement *judgement = work->view->judgement;
    const circlet_travel *travel = judgement->travel;
    const ci_near *near = &work->view->rule->as.near;
    const circlet_venue_record *venue = circlet_city_venue(
        judgement->city,
        circlet_city_find_venue(judgement->city,
                                work->view->finding->subject_id));
    circlet_od_matrix *matrix = NULL;
    const circlet_od_entry *row;
    circlet_status status;
    size_t count;

    if (!travel || !travel->find_within || !venue || work->count == 0)
        return CIRCLET_OK;
    status = travel->find_within(
        &matrix,
        &(circlet_travel_query){.mode = judgement->policy->modes[near->mode],
                                .bound = travel->has_bounds
                                             ? CIRCLET_BOUND_MAX
                                             : CIRCLET_BOUND_NOMINAL,
                                .origins = &venue->at,
                                .origin_count = 1,
                                .destinations = work->points,
                                .destination_count = work->count,
                                .cutoff_ms = near->cutoff_ms},
        travel->user, error);
    if (status)
        return status;
    row = circlet_od_matrix_row(matrix, 0, &count);
    for (size_t k = 0; k < count; k++)
        work->is_near[row[k].destination] = true;
    circlet_od_matrix_free(matrix);
    return CIRCLET_OK;
}

/* ---- what can be done --------------------------------------------------- */

static circlet_status add_old(near_work *work, const ci_need *need,
                              circlet_error *error)
{
    const circlet_city *city = need->judgement->city;
    size_t next = circlet_city_site_count(city);
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);
        size_t end =
            next + (facility->access_count > 0 ? facility->access_count : 1);
        bool is_near = false;

        for (; next < end; next++)
            is_near = is_near || work->is_near[next];
        if (is_near &&
            ci_facility_is_open_on(facility, need->judgement->day) &&
            is_host(work->view,
                    circlet_city_facility_unit(city, (circlet_facility)i,
                                               CIRCLET_LEVEL_COMMUNITY)))
            status = ci_options_upgrade(&work->options, need, facility, error);
    }
    return status;
}

static circlet_status add_sites(near_work *work, const ci_need *need,
                                bool is_cost_known, circlet_error *error)
{
    const circlet_city *city = need->judgement->city;
    circlet_status status = CIRCLET_OK;
    bool fits;

    for (size_t i = 0; !status && i < circlet_city_site_count(city); i++) {
        const circlet_site_record *site =
            circlet_city_site(city, (circlet_site)i);

        if (work->is_near[i] && isnan(site->cost_cny) != is_cost_known &&
            is_host(work->view,
                    circlet_city_site_unit(city, (circlet_site)i,
                                           CIRCLET_LEVEL_COMMUNITY)))
            status =
                ci_options_build_at(&work->options, &fits, need, site, error);
    }
    return status;
}

static circlet_status gather_options(near_work *work, circlet_error *error)
{
    const ci_need need = {.judgement = work->view->judgement,
                          .selection = &work->view->rule->facility};
    circlet_status status = add_old(work, &need, error);

    if (!status)
        status = add_sites(work, &need, true, error);
    if (!status && !ci_options_cheapest(&work->options, CI_OPTION_NEW))
        status = add_sites(work, &need, false, error);
    if (!status && !ci_options_cheapest(&work->options, CI_OPTION_NEW))
        status = ci_options_build_anywhere(&work->options, &need,
                                           ci_fix_unit(work->view), error);
    return status;
}

/* ---- saying it ---------------------------------------------------------- */

static void say_anywhere(ci_fix *out, const ci_fix_view *view)
{
    const ci_near *near = &view->rule->as.near;

    out->sentence = "fix_near";
    ci_fix_number(out, "minutes", CIRCLET_ARGUMENT_MINUTES,
                  (double)near->cutoff_ms / 60000);
    ci_fix_word(out, "mode",
                near->mode == CI_NO_POSITION
                    ? CI_MODE_OWN
                    : view->judgement->policy->modes[near->mode]);
    ci_fix_word(out, "facility", view->rule->facility.word);
    if (near->host_residents > 0)
        ci_fix_number(out, "residents", CIRCLET_ARGUMENT_COUNT_OF,
                      (double)near->host_residents);
}

circlet_status ci_fix_near(ci_fix *out, const ci_fix_view *view,
                           circlet_error *error)
{
    near_work work = {.view = view};
    const ci_option *best, *old;
    circlet_status status = gather_points(&work, error);

    if (!status)
        status = find_near(&work, error);
    if (!status)
        status = gather_options(&work, error);
    best = ci_options_cheapest(&work.options, CI_OPTION_ANY);
    old = ci_options_cheapest(&work.options, CI_OPTION_OLD);
    if (!status && (ci_fix_has_unpriced(&work.options) ||
                    (best && (best->facility || best->site)))) {
        status = ci_fix_of_options(out, view, &work.options, error);
    } else if (!status) {
        say_anywhere(out, view);
        if (best)
            ci_fix_price(out, &best->price, CI_OTHER_BETTER,
                         old ? &old->price : NULL);
    }
    work_clear(&work);
    return status;
}
