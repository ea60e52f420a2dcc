#include "page/time_bands.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "city/city.h"
#include "map/unit_fill.h"
#include "policy/policy.h"
#include "policy/rule.h"
#include "policy/traveller.h"

static const int ends[CI_TIME_BANDS] = {5, 10, 15, 20, 30, 45, 60, 0};

#define MS_PER_MINUTE 60000
#define CUTOFF_MS (60 * MS_PER_MINUTE)

/* What is asked of one rule. */
typedef struct band_query {
    const circlet_city *city;
    const circlet_page_content *content;
    const ci_rule *rule;
    const bool *is_counted; /* of each unit: whether findings know it */
    ci_traveller *people;
    size_t count;
    circlet_point *doors;
    size_t door_count;
    circlet_point *homes; /* of those of one mode */
    double *weights;
    uint32_t *times;
    circlet_snap *snaps;
    circlet_progress progress;
} band_query;

int ci_time_band_end(size_t band)
{
    return ends[band];
}

void ci_page_bands_free(ci_page_bands *bands)
{
    free(bands->rows);
    *bands = (ci_page_bands){0};
}

static size_t band_of(uint32_t time_ms)
{
    size_t band = 0;

    while (band + 1 < CI_TIME_BANDS &&
           (time_ms == CIRCLET_UNREACHED ||
            time_ms > (uint32_t)ends[band] * MS_PER_MINUTE))
        band++;
    return band;
}

static size_t gather(const band_query *q, size_t mode)
{
    size_t homes = 0;

    for (size_t i = 0; i < q->count; i++) {
        const circlet_demand_record *person;

        if (!q->people[i].is_sure || q->people[i].travel.mode != mode ||
            q->people[i].unit == CIRCLET_NONE ||
            !q->is_counted[q->people[i].unit])
            continue;
        person = circlet_city_demand(q->city, q->people[i].demand);
        q->homes[homes] = person->at;
        q->weights[homes++] = (double)person->weight_milli / 1000;
    }
    return homes;
}

static void add_up(ci_page_band_row *row, const band_query *q, size_t homes)
{
    for (size_t i = 0; i < homes; i++) {
        row->persons[band_of(q->times[i])] += q->weights[i];
        row->all += q->weights[i];
        if (q->times[i] != CIRCLET_UNREACHED &&
            q->times[i] <= q->rule->as.circle.cutoff_ms)
            row->within += q->weights[i];
    }
}

static circlet_status ask(ci_page_bands *out, const band_query *q, size_t mode,
                          circlet_error *error)
{
    const circlet_policy *policy = q->content->policy;
    size_t homes = gather(q, mode);
    const uint32_t limit = q->rule->as.circle.cutoff_ms;
    const circlet_travel_query query = {
        .mode = policy->modes[mode],
        .bound = CIRCLET_BOUND_NOMINAL,
        .origins = q->homes,
        .origin_count = homes,
        .destinations = q->doors,
        .destination_count = q->door_count,
        .cutoff_ms = limit > CUTOFF_MS ? limit : CUTOFF_MS,
        .progress = q->progress};
    ci_page_band_row *rows;
    circlet_status status;

    if (homes == 0)
        return CIRCLET_OK;
    rows = ci_array_reserve_one(out->rows, out->count, &out->capacity,
                                sizeof(*rows));
    if (!rows)
        return ci_fail_nomem(error);
    out->rows = rows;
    status = q->content->travel->find_nearest(q->times, q->snaps, &query,
                                              q->content->travel->user, error);
    if (status)
        return status;
    rows[out->count] = (ci_page_band_row){
        .rule = q->rule->id,
        .mode = policy->modes[mode],
        .limit_min = (double)q->rule->as.circle.cutoff_ms / MS_PER_MINUTE};
    add_up(&rows[out->count++], q, homes);
    return CIRCLET_OK;
}

static circlet_status find_doors(band_query *q, int day, circlet_error *error)
{
    uint32_t *facilities = NULL;
    size_t count = 0;
    circlet_status status = ci_rule_facilities(
        &facilities, &count, q->content->policy, q->city, q->rule, day, error);

    if (!status)
        status = ci_entrances_find(&q->doors, &q->door_count, q->city,
                                   facilities, count, error);
    free(facilities);
    return status;
}

static circlet_status find_people(band_query *q, int day, circlet_error *error)
{
    const ci_traveller_query query = {
        q->rule, q->rule->as.circle.mode, CIRCLET_NONE, day, 1, NULL};
    circlet_status status = ci_travellers_find(
        &q->people, &q->count, q->content->policy, q->city, &query, error);

    if (status)
        return status;
    q->homes = malloc((q->count + 1) * sizeof(*q->homes));
    q->weights = malloc((q->count + 1) * sizeof(*q->weights));
    q->times = malloc((q->count + 1) * sizeof(*q->times));
    q->snaps = malloc((q->count + 1) * sizeof(*q->snaps));
    return q->homes && q->weights && q->times && q->snaps
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status ask_rule(ci_page_bands *out, band_query *q, int day,
                               circlet_error *error)
{
    circlet_status status = find_doors(q, day, error);

    if (!status)
        status = find_people(q, day, error);
    for (size_t mode = 0; !status && mode < q->content->policy->mode_count;
         mode++)
        status = ask(out, q, mode, error);
    free(q->people);
    free(q->doors);
    free(q->homes);
    free(q->weights);
    free(q->times);
    free(q->snaps);
    return status;
}

/* The units in which a rule's people are counted; false: none. */
static bool find_counted(bool *out, const circlet_city *city,
                         const circlet_findings *findings, const char *rule)
{
    bool is_any = false;

    memset(out, 0, circlet_city_unit_count(city) * sizeof(*out));
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);
        circlet_unit unit;

        if (finding->verdict == CIRCLET_VERDICT_NO_DATA ||
            !(finding->persons_covered >= 0) ||
            strcmp(finding->rule, rule) != 0)
            continue;
        unit = circlet_city_find_unit(city, finding->unit);
        if (unit == CIRCLET_NONE)
            continue;
        out[unit] = true;
        is_any = true;
    }
    return is_any;
}

circlet_status ci_page_bands_find(ci_page_bands *out, const circlet_city *city,
                                  const circlet_page_content *content,
                                  const circlet_findings *findings,
                                  circlet_progress progress,
                                  circlet_error *error)
{
    const circlet_policy *policy = content->policy;
    int day = circlet_findings_date(findings);
    circlet_status status = CIRCLET_OK;
    bool *is_counted;

    if (!content->travel || !circlet_city_knows_people(city))
        return CIRCLET_OK;
    is_counted = calloc(circlet_city_unit_count(city) + 1, sizeof(bool));
    if (!is_counted)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < policy->rule_count && !status; i++) {
        const ci_rule *rule = &policy->rules[i];
        band_query q = {.city = city,
                        .content = content,
                        .rule = rule,
                        .is_counted = is_counted,
                        .progress = progress};

        if (ci_map_is_circle(rule, NULL) &&
            find_counted(is_counted, city, findings, rule->id))
            status = ask_rule(out, &q, day, error);
    }
    free(is_counted);
    return status;
}
