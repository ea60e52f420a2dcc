/*
 * From where the people of a member set out: its own point, where it has one
 * (then it has no polygon); else the home that is nearest to the middle of
 * all homes of the rule's people in it, which is near a street as the middle
 * of a polygon, a field, is not; else, without people, a point inside.
 */
#include <stdlib.h>

#include "base/error.h"
#include "city/unit_place.h"
#include "policy/member_survey.h"
#include "policy/middle.h"

/* The homes of the rule's people in members, and what comes of them. */
typedef struct homes {
    circlet_point *points;
    int64_t *weights;
    size_t *rows; /* members */
    size_t count;
    circlet_point *at; /* of each member */
    bool *found;
} homes;

static void clear(homes *list)
{
    free(list->points);
    free(list->weights);
    free(list->rows);
    free(list->at);
    free(list->found);
}

static bool allocate(homes *list, size_t people, size_t members)
{
    list->points = calloc(people + 1, sizeof(*list->points));
    list->weights = calloc(people + 1, sizeof(*list->weights));
    list->rows = calloc(people + 1, sizeof(*list->rows));
    list->at = calloc(members + 1, sizeof(*list->at));
    list->found = calloc(members + 1, sizeof(*list->found));
    return list->points && list->weights && list->rows && list->at &&
           list->found;
}

/* `member_at` gives the position of each unit's member, or
 * CI_NO_POSITION. */
static void find_homes(homes *out, const ci_member_survey *survey,
                       const size_t *member_at)
{
    const ci_judgement *judgement = survey->judgement;
    const ci_rule *rule = survey->rule;
    const ci_crowd crowd = ci_judgement_crowd(judgement);

    for (size_t i = 0; i < circlet_city_demand_count(judgement->city); i++) {
        circlet_unit unit =
            circlet_city_demand_unit(judgement->city, (circlet_demand)i,
                                     rule->as.group_size.member_level);
        const circlet_demand_record *person =
            circlet_city_demand(judgement->city, (circlet_demand)i);

        if (unit == CIRCLET_NONE || member_at[unit] == CI_NO_POSITION ||
            person->weight_milli <= 0 ||
            ci_crowd_member(&crowd, rule->group, (circlet_demand)i, NULL) ==
                CI_MEMBER_NO)
            continue;
        out->points[out->count] = person->at;
        out->weights[out->count] = person->weight_milli;
        out->rows[out->count++] = member_at[unit];
    }
}

static void take_places(ci_member_survey *survey, const homes *list,
                        size_t members)
{
    for (size_t i = 0; i < members; i++) {
        ci_member *member = &survey->members[i];
        const circlet_unit_record *unit =
            circlet_city_unit(survey->judgement->city, member->unit);

        member->has_place = true;
        if (!unit->has_point && list->found[i])
            member->at = list->at[i];
        else
            member->has_place = ci_unit_place(&member->at, unit);
    }
}

circlet_status ci_member_places_find(ci_member_survey *survey,
                                     circlet_error *error)
{
    const circlet_city *city = survey->judgement->city;
    size_t units = circlet_city_unit_count(city);
    size_t members = survey->first_member[units];
    size_t *member_at = calloc(units + 1, sizeof(*member_at));
    homes list = {0};
    circlet_status status = CIRCLET_OK;

    if (!member_at ||
        !allocate(&list, circlet_city_demand_count(city), members))
        status = ci_fail_nomem(error);
    for (size_t i = 0; !status && i < units; i++)
        member_at[i] = CI_NO_POSITION;
    for (size_t i = 0; !status && i < members; i++)
        member_at[survey->members[i].unit] = i;
    if (!status) {
        find_homes(&list, survey, member_at);
        status =
            ci_middles_find(list.at, list.found,
                            &(ci_weighted_points){list.points, list.weights,
                                                  list.rows, list.count},
                            members, error);
    }
    if (!status)
        take_places(survey, &list, members);
    clear(&list);
    free(member_at);
    return status;
}
