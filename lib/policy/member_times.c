/* Travel times between the members of units and their facilities: one
 * question for the whole city. */
#include <stdlib.h>

#include "base/error.h"
#include "policy/member_survey.h"

/* The points of a query and the goals of its destinations. */
typedef struct member_points {
    circlet_point *origins; /* of each member */
    circlet_point *destinations;
    size_t destination_count;
} member_points;

static size_t count_destinations(const ci_member_survey *survey,
                                 const bool *wants, size_t facilities,
                                 size_t members)
{
    const circlet_city *city = survey->judgement->city;
    size_t count = 0;

    for (size_t i = 0; i < facilities; i++) {
        size_t own =
            circlet_city_facility(city, survey->facilities[i].facility)
                ->access_count;

        count += own > 0 ? own : 1;
    }
    for (size_t i = 0; i < members; i++)
        count += wants[survey->members[i].owner];
    return count;
}

static void add_destination(member_points *points, ci_member_survey *survey,
                            circlet_point at, size_t goal)
{
    survey->goals[points->destination_count] = (uint32_t)goal;
    points->destinations[points->destination_count++] = at;
}

static void fill_destinations(member_points *points, ci_member_survey *survey,
                              const bool *wants, size_t facilities,
                              size_t members)
{
    const circlet_city *city = survey->judgement->city;

    for (size_t i = 0; i < facilities; i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, survey->facilities[i].facility);

        if (facility->access_count == 0)
            add_destination(points, survey, facility->at, i);
        for (size_t k = 0; k < facility->access_count; k++)
            add_destination(points, survey, facility->accesses[k], i);
    }
    for (size_t i = 0; i < members; i++)
        if (wants[survey->members[i].owner] && survey->members[i].has_place)
            add_destination(points, survey, survey->members[i].at,
                            facilities + i);
}

/* Members without a place set out from nowhere: their rows are not read. */
static circlet_status ask(ci_member_survey *survey,
                          const member_points *points, size_t members,
                          circlet_error *error)
{
    const ci_judgement *judgement = survey->judgement;
    const ci_group_size *size = &survey->rule->as.group_size;
    circlet_travel_query query = {.mode = judgement->policy->modes[size->mode],
                                  .bound = CIRCLET_BOUND_NOMINAL,
                                  .origins = points->origins,
                                  .origin_count = members,
                                  .destinations = points->destinations,
                                  .destination_count =
                                      points->destination_count,
                                  .cutoff_ms = size->cutoff_ms};

    return judgement->travel->find_within(&survey->times, &query,
                                          judgement->travel->user, error);
}

circlet_status ci_member_survey_travel(ci_member_survey *survey,
                                       const bool *wants, circlet_error *error)
{
    const ci_judgement *judgement = survey->judgement;
    size_t units = circlet_city_unit_count(judgement->city);
    size_t members = survey->first_member[units];
    size_t facilities = survey->first_facility[units];
    member_points points = {NULL, NULL, 0};
    size_t room = count_destinations(survey, wants, facilities, members) + 1;
    circlet_status status = CIRCLET_OK;

    if (!judgement->travel || !judgement->travel->find_within)
        return CIRCLET_OK;
    survey->goals = calloc(room, sizeof(*survey->goals));
    points.origins = calloc(members + 1, sizeof(*points.origins));
    points.destinations = calloc(room, sizeof(*points.destinations));
    if (!survey->goals || !points.origins || !points.destinations)
        status = ci_fail_nomem(error);
    if (!status) {
        for (size_t i = 0; i < members; i++)
            points.origins[i] = survey->members[i].at;
        fill_destinations(&points, survey, wants, facilities, members);
        status = ask(survey, &points, members, error);
    }
    free(points.origins);
    free(points.destinations);
    return status;
}

/* The times to goals from `first` on, `count` of them. */
static void fill_times(uint32_t *out, const ci_member_survey *survey,
                       circlet_unit unit, size_t first, size_t count)
{
    size_t start = survey->first_member[unit];
    size_t members = survey->sure_end[unit] - start;

    for (size_t i = 0; i < members * count; i++)
        out[i] = CIRCLET_UNREACHED;
    for (size_t i = 0; survey->times && i < members; i++) {
        size_t entries = 0;
        const circlet_od_entry *row;

        if (!survey->members[start + i].has_place)
            continue;
        row = circlet_od_matrix_row(survey->times, start + i, &entries);
        for (size_t e = 0; e < entries; e++) {
            size_t goal = survey->goals[row[e].destination];
            uint32_t *time;

            if (goal < first || goal >= first + count)
                continue;
            time = &out[i * count + goal - first];
            if (row[e].time_ms < *time)
                *time = row[e].time_ms;
        }
    }
}

void ci_member_times_to_facilities(uint32_t *out,
                                   const ci_member_survey *survey,
                                   circlet_unit unit)
{
    size_t first = survey->first_facility[unit];

    fill_times(out, survey, unit, first,
               survey->first_facility[unit + 1] - first);
}

void ci_member_times_to_members(uint32_t *out, const ci_member_survey *survey,
                                circlet_unit unit)
{
    size_t units = circlet_city_unit_count(survey->judgement->city);
    size_t start = survey->first_member[unit];
    size_t count = survey->sure_end[unit] - start;

    fill_times(out, survey, unit, survey->first_facility[units] + start,
               count);
    for (size_t i = 0; i < count; i++)
        out[i * count + i] = 0;
}
