#include "policy/even_demand.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* ---- room --------------------------------------------------------------- */

bool ci_even_demand_make(ci_even_demand *out, size_t facilities)
{
    bool is_made = true;

    for (int end = 0; end < CI_EVEN_COUNT; end++) {
        out->of[end] = calloc(facilities, sizeof(*out->of[end]));
        is_made = is_made && out->of[end];
    }
    return is_made;
}

void ci_even_demand_clear(ci_even_demand *demand)
{
    for (int end = 0; end < CI_EVEN_COUNT; end++)
        free(demand->of[end]);
}

void ci_even_sums_clear(ci_even_sums *sums)
{
    free(sums->low_bands);
    free(sums->high_bands);
    free(sums->rows);
    free(sums->weights_milli);
    free(sums->demand);
}

/* Who takes longer than the least time, but not than the greatest, may fall
 * into any band between. With bands that never rise the ends decide. */
static void start_bands(ci_even_sums *sums, const ci_evenness *evenness)
{
    size_t count = evenness->band_count;

    sums->most_micro = count > 0 ? 0 : CI_DECAY_ONE;
    for (size_t i = 0; i < count; i++) {
        sums->low_bands[i] = evenness->bands[i];
        if (i > 0 && sums->low_bands[i - 1].weight_micro <
                         sums->low_bands[i].weight_micro)
            sums->low_bands[i].weight_micro =
                sums->low_bands[i - 1].weight_micro;
    }
    for (size_t i = count; i-- > 0;) {
        sums->high_bands[i] = evenness->bands[i];
        if (sums->most_micro < sums->high_bands[i].weight_micro)
            sums->most_micro = sums->high_bands[i].weight_micro;
        sums->high_bands[i].weight_micro = sums->most_micro;
    }
}

circlet_status ci_even_sums_start(ci_even_sums *sums, const ci_even_run *run,
                                  circlet_error *error)
{
    const ci_evenness *evenness = &run->catchment.rule->as.evenness;
    size_t bands = evenness->band_count + 1;
    size_t people = run->catchment.count + 1;
    size_t facilities = run->catchment.facility_count + 1;

    sums->run = run;
    sums->low_bands = malloc(bands * sizeof(*sums->low_bands));
    sums->high_bands = malloc(bands * sizeof(*sums->high_bands));
    sums->rows = malloc(people * sizeof(*sums->rows));
    sums->weights_milli = malloc(people * sizeof(*sums->weights_milli));
    sums->demand = malloc(facilities * sizeof(*sums->demand));
    if (!sums->low_bands || !sums->high_bands || !sums->rows ||
        !sums->weights_milli || !sums->demand)
        return ci_fail_nomem(error);
    start_bands(sums, evenness);
    return CIRCLET_OK;
}

/* ---- demand ------------------------------------------------------------- */

const ci_catchment_person *ci_even_person_at(const ci_even_run *run,
                                             const ci_even_people *people,
                                             size_t i)
{
    return &run->catchment
                .people[people->members ? people->members[i].person : i];
}

/* Who could get anywhere is added apart. */
static circlet_status sum_rows(ci_even_sums *sums,
                               const ci_even_people *people, ci_even_end end,
                               circlet_error *error)
{
    const ci_catchment_run *catchment = &sums->run->catchment;
    const bool is_best = end != CI_EVEN_LEAST;
    const ci_catchment_problem problem = {
        .rows = sums->rows,
        .weights_milli = sums->weights_milli,
        .row_count = people->count,
        .facility_count = catchment->facility_count,
        .bands = is_best ? sums->high_bands : sums->low_bands,
        .band_count = catchment->rule->as.evenness.band_count};

    for (size_t i = 0; i < people->count; i++) {
        const ci_catchment_person *person =
            ci_even_person_at(sums->run, people, i);
        bool counts =
            (end == CI_EVEN_MOST || person->member == CI_MEMBER_YES) &&
            !(is_best && ci_even_goes_anywhere(sums->run, person));

        sums->rows[i] = person->rows[is_best ? CI_CASE_BEST : CI_CASE_WORST];
        sums->weights_milli[i] = counts ? person->weight_milli : 0;
    }
    return ci_catchment_demand(sums->demand, &problem, error);
}

static circlet_status find_end(ci_even_demand *out, ci_even_sums *sums,
                               const ci_even_people *people, ci_even_end end,
                               circlet_error *error)
{
    double anywhere = 0;
    circlet_status status = sum_rows(sums, people, end, error);

    for (size_t i = 0; end != CI_EVEN_LEAST && i < people->count; i++) {
        const ci_catchment_person *person =
            ci_even_person_at(sums->run, people, i);

        if ((end == CI_EVEN_MOST || person->member == CI_MEMBER_YES) &&
            ci_even_goes_anywhere(sums->run, person))
            anywhere +=
                (double)person->weight_milli * (double)sums->most_micro;
    }
    for (size_t j = 0; !status && j < sums->run->catchment.facility_count; j++)
        out->of[end][j] = (double)sums->demand[j] + anywhere;
    return status;
}

circlet_status ci_even_demand_find(ci_even_demand *out, ci_even_sums *sums,
                                   const ci_even_people *people,
                                   circlet_error *error)
{
    circlet_status status = find_end(out, sums, people, CI_EVEN_LEAST, error);

    return status ? status : find_end(out, sums, people, CI_EVEN_MOST, error);
}

/* The demand of who surely belongs is that of all where all do. */
circlet_status ci_even_demand_find_sure(ci_even_demand *out,
                                        ci_even_sums *sums,
                                        const ci_even_people *people,
                                        bool are_all_sure,
                                        circlet_error *error)
{
    if (!are_all_sure)
        return find_end(out, sums, people, CI_EVEN_SURE, error);
    memcpy(out->of[CI_EVEN_SURE], out->of[CI_EVEN_MOST],
           sums->run->catchment.facility_count *
               sizeof(*out->of[CI_EVEN_SURE]));
    return CIRCLET_OK;
}
