#include "policy/member_survey.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle.h"

void ci_member_survey_clear(ci_member_survey *survey)
{
    free(survey->members);
    free(survey->first_member);
    free(survey->sure_end);
    free(survey->facilities);
    free(survey->first_facility);
    free(survey->goals);
    circlet_od_matrix_free(survey->times);
}

/* ---- members ------------------------------------------------------------ */

/* The unit of the rule's level that a unit belongs to. */
static circlet_unit owner_of(const ci_member_survey *survey, circlet_unit unit)
{
    const circlet_city *city = survey->judgement->city;

    while (unit != CIRCLET_NONE &&
           circlet_city_unit(city, unit)->level != survey->rule->level)
        unit = circlet_city_unit_parent(city, unit);
    return unit;
}

static bool is_judged(const ci_member_survey *survey, circlet_unit unit)
{
    const ci_judgement *judgement = survey->judgement;

    return unit != CIRCLET_NONE && ci_judgement_has(judgement, unit) &&
           ci_rule_applies(survey->rule, judgement->policy, judgement->city,
                           unit) == CI_APPLIES;
}

/* The unit that a unit is a member of, or CIRCLET_NONE. */
static circlet_unit membership_of(const ci_member_survey *survey,
                                  circlet_unit unit)
{
    const ci_group_size *size = &survey->rule->as.group_size;
    const circlet_unit_record *record =
        circlet_city_unit(survey->judgement->city, unit);
    circlet_unit owner;

    if (record->level != size->member_level ||
        (record->kind && strcmp(record->kind, size->member_kind) != 0))
        return CIRCLET_NONE;
    owner = owner_of(survey, unit);
    return is_judged(survey, owner) ? owner : CIRCLET_NONE;
}

static void describe_member(ci_member *out, const ci_member_survey *survey,
                            circlet_unit unit, circlet_unit owner,
                            const ci_headcount *people)
{
    const circlet_unit_record *record =
        circlet_city_unit(survey->judgement->city, unit);

    *out = (ci_member){.unit = unit,
                       .owner = owner,
                       .is_sure = record->kind != NULL,
                       .has_area = record->area.ring_count > 0};
    out->people_milli = people[unit].sure_milli + people[unit].maybe_milli;
}

/* Starts of runs from how many there are of each: counts[u + 1] are those of
 * unit u. */
static void add_up(size_t *counts, size_t units)
{
    for (size_t i = 0; i < units; i++)
        counts[i + 1] += counts[i];
}

/* Puts the members that are sure, or that are not, behind those that are
 * there; `next` is where the next one of each owner goes. */
static void place_members(ci_member_survey *survey, size_t *next,
                          const ci_headcount *people, bool is_sure)
{
    const circlet_city *city = survey->judgement->city;

    for (size_t i = 0; i < circlet_city_unit_count(city); i++) {
        circlet_unit unit = (circlet_unit)i;
        circlet_unit owner = membership_of(survey, unit);

        if (owner != CIRCLET_NONE &&
            (circlet_city_unit(city, unit)->kind != NULL) == is_sure)
            describe_member(&survey->members[next[owner]++], survey, unit,
                            owner, people);
    }
}

/* Puts the members of every unit together; units are in the order of their
 * codes, and stay so. */
static circlet_status find_members(ci_member_survey *survey,
                                   circlet_error *error)
{
    size_t units = circlet_city_unit_count(survey->judgement->city);
    ci_rule below = *survey->rule;
    ci_headcount *people = NULL;
    size_t *next = calloc(units + 1, sizeof(*next));
    circlet_status status;

    survey->first_member = calloc(units + 1, sizeof(*survey->first_member));
    survey->sure_end = calloc(units + 1, sizeof(*survey->sure_end));
    survey->members = calloc(units + 1, sizeof(*survey->members));
    below.level = survey->rule->as.group_size.member_level;
    status =
        next && survey->first_member && survey->sure_end && survey->members
            ? ci_headcounts_make(&people, survey->judgement, &below, error)
            : ci_fail_nomem(error);
    for (size_t i = 0; !status && i < units; i++) {
        circlet_unit owner = membership_of(survey, (circlet_unit)i);

        if (owner != CIRCLET_NONE)
            survey->first_member[owner + 1]++;
    }
    if (!status) {
        add_up(survey->first_member, units);
        memcpy(next, survey->first_member, units * sizeof(*next));
        place_members(survey, next, people, true);
        memcpy(survey->sure_end, next, units * sizeof(*next));
        place_members(survey, next, people, false);
    }
    free(people);
    free(next);
    return status;
}

/* The position of a member among those of a unit, or CI_NO_POSITION. */
static size_t find_member(const ci_member_survey *survey, circlet_unit owner,
                          circlet_unit unit)
{
    for (size_t i = survey->first_member[owner];
         i < survey->first_member[owner + 1]; i++)
        if (survey->members[i].unit == unit)
            return i;
    return CI_NO_POSITION;
}

/* A village is as good a place as the best of its sites. */
static void find_base_scores(ci_member_survey *survey)
{
    const circlet_city *city = survey->judgement->city;
    const char *type = survey->rule->facility.type;

    for (size_t i = 0; i < circlet_city_site_count(city); i++) {
        const circlet_site_record *site =
            circlet_city_site(city, (circlet_site)i);
        circlet_unit unit = circlet_city_site_unit(
            city, (circlet_site)i, survey->rule->as.group_size.member_level);
        circlet_unit owner = owner_of(survey, unit);
        size_t member = owner == CIRCLET_NONE
                            ? CI_NO_POSITION
                            : find_member(survey, owner, unit);

        if (member != CI_NO_POSITION &&
            (!site->types || !type || circlet_list_has(site->types, type)) &&
            site->base_score > survey->members[member].base_score)
            survey->members[member].base_score = site->base_score;
    }
}

/* ---- facilities --------------------------------------------------------- */

/* The unit whose facility it is, or CIRCLET_NONE. */
static circlet_unit judge_facility(const ci_member_survey *survey,
                                   circlet_facility position,
                                   ci_membership *member, ci_doubts *doubts)
{
    const ci_judgement *judgement = survey->judgement;
    const circlet_facility_record *facility =
        circlet_city_facility(judgement->city, position);
    circlet_unit owner = circlet_city_facility_unit(judgement->city, position,
                                                    survey->rule->level);

    if (!is_judged(survey, owner) ||
        !ci_facility_is_open_on(facility, judgement->day))
        return CIRCLET_NONE;
    *member = ci_selection_holds(&survey->rule->facility, facility,
                                 &judgement->types, doubts);
    return *member == CI_MEMBER_NO ? CIRCLET_NONE : owner;
}

static bool has_all_areas(const ci_member_survey *survey, circlet_unit owner)
{
    for (size_t i = survey->first_member[owner];
         i < survey->first_member[owner + 1]; i++)
        if (!survey->members[i].has_area)
            return false;
    return true;
}

static void add_facility(ci_member_survey *survey, size_t *next,
                         circlet_facility position)
{
    ci_member_facility out = {.facility = position, .member = CI_NO_POSITION};
    ci_membership member = CI_MEMBER_NO;
    circlet_unit below =
        circlet_city_facility_unit(survey->judgement->city, position,
                                   survey->rule->as.group_size.member_level);

    out.owner = judge_facility(survey, position, &member, &out.doubts);
    if (out.owner == CIRCLET_NONE)
        return;
    out.is_sure = member == CI_MEMBER_YES;
    if (below != CIRCLET_NONE)
        out.member = find_member(survey, out.owner, below);
    else
        out.is_lost = !has_all_areas(survey, out.owner);
    survey->facilities[next[out.owner]++] = out;
}

static circlet_status find_facilities(ci_member_survey *survey,
                                      circlet_error *error)
{
    const circlet_city *city = survey->judgement->city;
    size_t units = circlet_city_unit_count(city);
    size_t count = circlet_city_facility_count(city);
    size_t *next = calloc(units + 1, sizeof(*next));

    survey->first_facility =
        calloc(units + 1, sizeof(*survey->first_facility));
    survey->facilities = calloc(count + 1, sizeof(*survey->facilities));
    if (!next || !survey->first_facility || !survey->facilities) {
        free(next);
        return ci_fail_nomem(error);
    }
    for (size_t i = 0; i < count; i++) {
        ci_membership member = CI_MEMBER_NO;
        ci_doubts doubts = 0;
        circlet_unit owner =
            judge_facility(survey, (circlet_facility)i, &member, &doubts);

        if (owner != CIRCLET_NONE)
            survey->first_facility[owner + 1]++;
    }
    add_up(survey->first_facility, units);
    memcpy(next, survey->first_facility, units * sizeof(*next));
    for (size_t i = 0; i < count; i++)
        add_facility(survey, next, (circlet_facility)i);
    free(next);
    return CIRCLET_OK;
}

circlet_status ci_member_survey_make(ci_member_survey *survey,
                                     circlet_error *error)
{
    circlet_status status = find_members(survey, error);

    if (!status)
        status = ci_member_places_find(survey, error);
    if (status)
        return status;
    find_base_scores(survey);
    return find_facilities(survey, error);
}
