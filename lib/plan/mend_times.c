#include "plan/mend_times.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle.h"
#include "policy/traveller.h"

#define CAP_MS UINT32_C(3600000)
#define MINUTE_MS 60000.0

/* People at one place. */
typedef struct abode {
    circlet_point at;
    int64_t weight_milli;
} abode;

/* Sums of milliseconds x thousandths of persons. */
typedef struct time_sum {
    double time, weight;
} time_sum;

typedef struct doors {
    circlet_point *points;
    size_t count;
} doors;

typedef struct timing {
    const ci_mend *mend;
    const circlet_city *city; /* with the plan; or as it is, then: */
    const size_t *chosen; /* columns of the plan */
    size_t chosen_count;
    ci_mend_group_time *groups; /* out; NULL: not asked for */
    bool wants_least;
    doors planned, least; /* of the rule at hand */
    abode *abodes; /* of the group at hand */
    circlet_point *points;
    uint32_t *times_ms;
    circlet_snap *snaps;
    size_t count;
    time_sum planned_all, least_all;
    double planned_worst, least_worst; /* milliseconds; below 0: none */
} timing;

/* ---- where to ----------------------------------------------------------- */

static circlet_status find_entrances(doors *out, const timing *of,
                                     const circlet_city *city,
                                     const ci_rule *rule, circlet_error *error)
{
    const ci_judgement *judgement = &of->mend->judgement;
    uint32_t *positions = NULL;
    size_t count = 0;
    circlet_status status =
        ci_rule_facilities(&positions, &count, judgement->policy, city, rule,
                           judgement->day, error);

    if (!status)
        status = ci_entrances_find(&out->points, &out->count, city, positions,
                                   count, error);
    free(positions);
    return status;
}

/* Facilities of which something that can be done counts for the rule. */
static uint32_t *list_candidates(size_t *count, const ci_mend *mend,
                                 size_t slot)
{
    const circlet_city *city = mend->judgement.city;
    size_t sites = circlet_city_site_count(city);
    uint32_t *list = calloc(mend->column_count + 1, sizeof(*list));

    *count = 0;
    for (size_t j = 0; list && j < mend->column_count; j++) {
        size_t place = mend->columns[j].place;

        if (place >= sites && mend->columns[j].gains[slot] > 0)
            list[(*count)++] = (uint32_t)(place - sites);
    }
    return list;
}

static circlet_status find_candidates(doors *out, const timing *of,
                                      size_t slot, circlet_error *error)
{
    const circlet_city *city = of->mend->judgement.city;
    size_t count = 0;
    uint32_t *list = list_candidates(&count, of->mend, slot);
    circlet_status status = list ? ci_entrances_find(&out->points, &out->count,
                                                     city, list, count, error)
                                 : ci_fail_nomem(error);

    free(list);
    return status;
}

/* What stands as the city is, and where columns count for the rule. */
static circlet_status add_chosen(timing *of, size_t slot, circlet_error *error)
{
    const ci_mend *mend = of->mend;
    const circlet_city *city = mend->judgement.city;
    size_t sites = circlet_city_site_count(city), count = 0;
    uint32_t *list = calloc(of->chosen_count + 1, sizeof(*list));
    doors more = {NULL, 0};
    circlet_point *points;
    circlet_status status = list ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t k = 0; !status && k < of->chosen_count; k++) {
        const ci_mend_column *column = &mend->columns[of->chosen[k]];

        if (column->place >= sites && column->gains[slot] > 0)
            list[count++] = (uint32_t)(column->place - sites);
    }
    if (!status)
        status = ci_entrances_find(&more.points, &more.count, city, list,
                                   count, error);
    points = calloc(of->planned.count + more.count + of->chosen_count + 1,
                    sizeof(*points));
    if (!status && !points)
        status = ci_fail_nomem(error);
    if (!status) {
        size_t all = 0;

        for (size_t i = 0; i < of->planned.count; i++)
            points[all++] = of->planned.points[i];
        for (size_t i = 0; i < more.count; i++)
            points[all++] = more.points[i];
        for (size_t k = 0; k < of->chosen_count; k++) {
            const ci_mend_column *column = &mend->columns[of->chosen[k]];

            if (column->place < sites && column->gains[slot] > 0)
                points[all++] = ci_mend_place_at(mend, column->place);
        }
        free(of->planned.points);
        of->planned = (doors){points, all};
        points = NULL;
    }
    free(points);
    free(list);
    free(more.points);
    return status;
}

/* All that stands, now or with the plan, all sites, and what may become. */
static circlet_status find_least(timing *of, size_t slot, circlet_error *error)
{
    const ci_mend *mend = of->mend;
    const circlet_city *city = mend->judgement.city;
    size_t sites = circlet_city_site_count(city), count = 0;
    doors now = {NULL, 0}, more = {NULL, 0};
    circlet_status status =
        find_entrances(&now, of, city, mend->slots[slot], error);

    if (!status)
        status = find_candidates(&more, of, slot, error);
    if (!status) {
        of->least.points =
            calloc(now.count + more.count + of->planned.count + sites + 1,
                   sizeof(circlet_point));
        if (!of->least.points)
            status = ci_fail_nomem(error);
    }
    for (size_t i = 0; !status && i < now.count; i++)
        of->least.points[count++] = now.points[i];
    for (size_t i = 0; !status && i < more.count; i++)
        of->least.points[count++] = more.points[i];
    for (size_t i = 0; !status && i < of->planned.count; i++)
        of->least.points[count++] = of->planned.points[i];
    for (size_t i = 0; !status && i < sites; i++)
        of->least.points[count++] =
            circlet_city_site(city, (circlet_site)i)->at;
    of->least.count = count;
    free(now.points);
    free(more.points);
    return status;
}

/* ---- who ---------------------------------------------------------------- */

static int compare_abodes(const void *left, const void *right)
{
    const abode *a = left, *b = right;

    if (a->at.lon < b->at.lon || a->at.lon > b->at.lon)
        return a->at.lon < b->at.lon ? -1 : 1;
    return (a->at.lat > b->at.lat) - (a->at.lat < b->at.lat);
}

/* Those of a mode, at one place together. */
static void gather(timing *of, size_t mode, const ci_traveller *people,
                   size_t count)
{
    const ci_judgement *judgement = &of->mend->judgement;
    const circlet_travel *travel = judgement->travel;
    size_t kept = 0;

    of->count = 0;
    for (size_t i = 0; i < count; i++) {
        const circlet_demand_record *record =
            circlet_city_demand(judgement->city, people[i].demand);

        if (people[i].travel.mode == mode && record->weight_milli > 0 &&
            (!travel->knows || travel->knows(record->at, travel->user)))
            of->abodes[of->count++] =
                (abode){record->at, record->weight_milli};
    }
    if (of->count > 0)
        qsort(of->abodes, of->count, sizeof(*of->abodes), compare_abodes);
    for (size_t i = 0; i < of->count; i++)
        if (kept > 0 &&
            compare_abodes(&of->abodes[kept - 1], &of->abodes[i]) == 0)
            of->abodes[kept - 1].weight_milli += of->abodes[i].weight_milli;
        else
            of->abodes[kept++] = of->abodes[i];
    of->count = kept;
    for (size_t i = 0; i < kept; i++)
        of->points[i] = of->abodes[i].at;
}

/* ---- how far ------------------------------------------------------------ */

/* Who is tied to no street gets nowhere, unless there already. */
static uint32_t capped(const timing *of, size_t i)
{
    uint32_t time_ms = of->times_ms[i];

    if (time_ms > CAP_MS || (of->snaps[i] != CIRCLET_SNAP_TIED && time_ms > 0))
        return CAP_MS;
    return time_ms;
}

static circlet_status add_up(time_sum *out, timing *of, size_t mode,
                             const doors *to, circlet_error *error)
{
    const ci_judgement *judgement = &of->mend->judgement;
    const circlet_travel_query query = {.mode = judgement->policy->modes[mode],
                                        .bound = CIRCLET_BOUND_NOMINAL,
                                        .origins = of->points,
                                        .origin_count = of->count,
                                        .destinations = to->points,
                                        .destination_count = to->count,
                                        .cutoff_ms = CAP_MS};
    circlet_status status =
        to->count > 0
            ? judgement->travel->find_nearest(of->times_ms, of->snaps, &query,
                                              judgement->travel->user, error)
            : CIRCLET_OK;

    *out = (time_sum){0, 0};
    for (size_t i = 0; !status && i < of->count; i++) {
        double weight = (double)of->abodes[i].weight_milli;

        out->time += weight * (to->count > 0 ? capped(of, i) : CAP_MS);
        out->weight += weight;
    }
    return status;
}

static void note(time_sum *all, double *worst, time_sum of_group)
{
    all->time += of_group.time;
    all->weight += of_group.weight;
    *worst = fmax(*worst, of_group.time / of_group.weight);
}

static circlet_status time_group(timing *of, size_t slot, size_t mode,
                                 circlet_error *error)
{
    size_t modes = of->mend->judgement.policy->mode_count;
    time_sum planned, least;
    circlet_status status = CIRCLET_OK;

    if (of->count == 0)
        return CIRCLET_OK;
    status = add_up(&planned, of, mode, &of->planned, error);
    if (!status && of->groups)
        of->groups[slot * modes + mode] =
            (ci_mend_group_time){planned.time, planned.weight};
    if (!status && of->wants_least)
        status = add_up(&least, of, mode, &of->least, error);
    if (status)
        return status;
    note(&of->planned_all, &of->planned_worst, planned);
    if (of->wants_least)
        note(&of->least_all, &of->least_worst, least);
    return CIRCLET_OK;
}

static bool make_room(timing *of, size_t count)
{
    of->abodes = calloc(count + 1, sizeof(*of->abodes));
    of->points = calloc(count + 1, sizeof(*of->points));
    of->times_ms = calloc(count + 1, sizeof(*of->times_ms));
    of->snaps = calloc(count + 1, sizeof(*of->snaps));
    return of->abodes && of->points && of->times_ms && of->snaps;
}

static void drop_room(timing *of)
{
    free(of->abodes);
    free(of->points);
    free(of->times_ms);
    free(of->snaps);
    free(of->planned.points);
    free(of->least.points);
    of->planned = of->least = (doors){NULL, 0};
    of->abodes = NULL;
    of->points = NULL;
    of->times_ms = NULL;
    of->snaps = NULL;
}

static circlet_status time_rule(timing *of, size_t slot, circlet_error *error)
{
    const ci_judgement *judgement = &of->mend->judgement;
    const ci_rule *rule = of->mend->slots[slot];
    const ci_traveller_query query = {.rule = rule,
                                      .mode = rule->as.circle.mode,
                                      .only = CIRCLET_NONE,
                                      .day = judgement->day,
                                      .thread_count = judgement->thread_count};
    ci_traveller *people = NULL;
    size_t count = 0;
    circlet_status status = ci_travellers_find(
        &people, &count, judgement->policy, judgement->city, &query, error);

    if (!status && !make_room(of, count))
        status = ci_fail_nomem(error);
    if (!status)
        status = find_entrances(&of->planned, of, of->city, rule, error);
    if (!status && of->chosen)
        status = add_chosen(of, slot, error);
    if (!status && of->wants_least)
        status = find_least(of, slot, error);
    for (size_t m = 0; !status && m < judgement->policy->mode_count; m++) {
        gather(of, m, people, count);
        status = time_group(of, slot, m, error);
    }
    drop_room(of);
    free(people);
    return status;
}

static ci_mend_times times_of(time_sum all, double worst)
{
    return all.weight > 0 ? (ci_mend_times){worst / MINUTE_MS,
                                            all.time / all.weight / MINUTE_MS}
                          : (ci_mend_times){(double)NAN, (double)NAN};
}

/* Of a plan over years the last one is timed. */
static bool is_timed(const ci_mend *mend, size_t slot)
{
    return mend->slots[slot]->kind == CI_RULE_CIRCLE &&
           (!mend->slot_years ||
            mend->slot_years[slot] == mend->judgement.year);
}

static circlet_status time_rules(timing *of, circlet_error *error)
{
    const ci_mend *mend = of->mend;
    circlet_status status = CIRCLET_OK;

    for (size_t slot = 0; !status && slot < mend->slot_count; slot++)
        if (is_timed(mend, slot))
            status = time_rule(of, slot, error);
    return status;
}

circlet_status ci_mend_measure_times(ci_mend_times *planned,
                                     ci_mend_times *least, const ci_mend *mend,
                                     const circlet_city *city,
                                     circlet_error *error)
{
    timing of = {.mend = mend,
                 .city = city,
                 .wants_least = true,
                 .planned_worst = -1,
                 .least_worst = -1};
    circlet_status status = time_rules(&of, error);

    *planned = times_of(of.planned_all, of.planned_worst);
    *least = times_of(of.least_all, of.least_worst);
    return status;
}

circlet_status ci_mend_measure_city(ci_mend_times *out, const ci_mend *mend,
                                    const circlet_city *city,
                                    circlet_error *error)
{
    timing of = {.mend = mend, .city = city, .planned_worst = -1};
    circlet_status status = time_rules(&of, error);

    *out = times_of(of.planned_all, of.planned_worst);
    return status;
}

circlet_status ci_mend_time_groups(ci_mend_group_time *out,
                                   const ci_mend *mend, const size_t *chosen,
                                   size_t count, circlet_error *error)
{
    timing of = {.mend = mend,
                 .city = mend->judgement.city,
                 .chosen = chosen,
                 .chosen_count = count,
                 .groups = out};

    memset(out, 0,
           mend->slot_count * mend->judgement.policy->mode_count *
               sizeof(*out));
    return time_rules(&of, error);
}
