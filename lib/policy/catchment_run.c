#include "policy/catchment_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/catchment_rows.h"
#include "policy/traveller.h"

void ci_catchment_run_clear(ci_catchment_run *run)
{
    for (size_t i = 0; i < run->matrix_count; i++)
        circlet_od_matrix_free(run->matrices[i]);
    free(run->matrices);
    free(run->people);
    free(run->facilities);
    ci_arena_free(&run->arena);
}

/* ---- circles ------------------------------------------------------------ */

static const ci_setting_circle *circle_of(const ci_setting_circles *circles,
                                          const char *setting)
{
    for (size_t i = 0; i < circles->count; i++) {
        const ci_setting_circle *circle = &circles->items[i];

        if (circle->settings.count == 0 ||
            (setting && ci_words_have(&circle->settings, setting)))
            return circle;
    }
    return NULL;
}

const ci_setting_circle *ci_catchment_circle(const ci_setting_circles *circles,
                                             const circlet_city *city,
                                             circlet_unit unit)
{
    return circle_of(circles, unit == CIRCLET_NONE
                                  ? NULL
                                  : circlet_city_unit_setting(city, unit));
}

/* That of the lowest unit where a person lives; settings are inherited. */
static const ci_setting_circle *circle_at_home(const ci_catchment_run *run,
                                               circlet_demand demand)
{
    const circlet_city *city = run->judgement->city;

    for (int level = CIRCLET_LEVEL_COUNT - 1; level >= 0; level--) {
        circlet_unit unit =
            circlet_city_demand_unit(city, demand, (circlet_level)level);

        if (unit != CIRCLET_NONE)
            return ci_catchment_circle(run->circles, city, unit);
    }
    return circle_of(run->circles, NULL);
}

static size_t mode_of(const ci_catchment_run *run,
                      const ci_setting_circle *circle)
{
    return run->has_mode ? run->mode : circle->mode;
}

static const char *mode_name(const ci_catchment_run *run, size_t mode)
{
    return mode == CI_NO_POSITION ? CI_MODE_OWN
                                  : run->judgement->policy->modes[mode];
}

const char *ci_catchment_mode(const ci_catchment_run *run,
                              const ci_setting_circle *circle)
{
    const ci_setting_circles *circles = run->circles;

    if (run->has_mode)
        return mode_name(run, run->mode);
    if (circle)
        return mode_name(run, circle->mode);
    for (size_t i = 1; i < circles->count; i++)
        if (circles->items[i].mode != circles->items[0].mode)
            return NULL;
    return mode_name(run, circles->items[0].mode);
}

/* ---- people ------------------------------------------------------------- */

static ci_own_travel travel_of(const ci_catchment_run *run,
                               const ci_setting_circle *circle,
                               const ci_crowd *crowd, circlet_demand demand)
{
    size_t mode = mode_of(run, circle);
    ci_own_travel travel = {.mode = mode};

    if (mode == CI_NO_POSITION)
        return ci_crowd_own_travel(crowd, demand);
    travel.modes = (ci_modes)1 << mode;
    return travel;
}

/* Fills what the rule needs to know of a person; false if it is not about
 * them. */
static bool describe(ci_catchment_person *out, const ci_catchment_run *run,
                     const ci_crowd *crowd, circlet_demand demand)
{
    const ci_judgement *judgement = run->judgement;
    const circlet_demand_record *record;
    ci_catchment_person person = {.demand = demand};

    person.member =
        ci_crowd_member(crowd, run->rule->group, demand, &person.doubts);
    if (person.member == CI_MEMBER_NO)
        return false;
    record = circlet_city_demand(judgement->city, demand);
    if (run->focus != CI_NO_POSITION)
        person.focus =
            ci_crowd_member(crowd, run->focus, demand, &person.doubts);
    person.unit =
        circlet_city_demand_unit(judgement->city, demand, run->rule->level);
    person.city =
        circlet_city_demand_unit(judgement->city, demand, CIRCLET_LEVEL_CITY);
    person.weight_milli = record->weight_milli;
    person.is_modelled = record->is_modelled;
    person.circle = circle_at_home(run, demand);
    if (person.circle)
        person.travel = travel_of(run, person.circle, crowd, demand);
    person.is_outside = ci_crowd_is_outside(crowd, demand);
    *out = person;
    return true;
}

/* Everybody, whatever unit is asked for: all want the same places. */
static circlet_status find_people(ci_catchment_run *run, circlet_error *error)
{
    const ci_crowd crowd = ci_judgement_crowd(run->judgement);
    size_t all = circlet_city_demand_count(run->judgement->city);
    size_t capacity = 0;

    for (size_t i = 0; i < all; i++) {
        ci_catchment_person person, *people;

        if (!describe(&person, run, &crowd, (circlet_demand)i))
            continue;
        people = ci_array_reserve_one(run->people, run->count, &capacity,
                                      sizeof(*people));
        if (!people)
            return ci_fail_nomem(error);
        run->people = people;
        people[run->count++] = person;
    }
    return CIRCLET_OK;
}

circlet_status ci_catchment_run_find(ci_catchment_run *run,
                                     circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;
    circlet_status status = find_people(run, error);

    if (!status)
        status = ci_rule_facilities(&run->facilities, &run->facility_count,
                                    judgement->policy, judgement->city,
                                    run->rule, judgement->day, error);
    return status || !run->is_known ? status
                                    : ci_catchment_rows_find(run, error);
}

static int compare_members(const void *left, const void *right)
{
    const ci_catchment_member *a = left, *b = right;

    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return a->person < b->person ? -1 : a->person > b->person;
}

circlet_status ci_catchment_members(ci_catchment_member **out,
                                    size_t *out_count,
                                    const ci_catchment_run *run,
                                    circlet_error *error)
{
    ci_catchment_member *members =
        malloc((2 * run->count + 1) * sizeof(*members));
    size_t count = 0;

    if (!members)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < run->count; i++) {
        const ci_catchment_person *person = &run->people[i];

        if (person->unit != CIRCLET_NONE)
            members[count++] = (ci_catchment_member){person->unit, i};
        if (person->city != CIRCLET_NONE && person->city != person->unit)
            members[count++] = (ci_catchment_member){person->city, i};
    }
    if (count > 1)
        qsort(members, count, sizeof(*members), compare_members);
    *out = members;
    *out_count = count;
    return CIRCLET_OK;
}

size_t ci_catchment_unit_size(const ci_catchment_member *members, size_t count)
{
    size_t size = 1;

    while (size < count && members[size].unit == members[0].unit)
        size++;
    return size;
}

/* ---- certainty ---------------------------------------------------------- */

static bool is_same_row(const ci_od_row *a, const ci_od_row *b)
{
    return a->count == b->count &&
           (a->entries == b->entries || a->count == 0 ||
            memcmp(a->entries, b->entries, a->count * sizeof(*a->entries)) ==
                0);
}

bool ci_catchment_is_blind(const ci_catchment_person *person)
{
    return !person->circle || person->is_outside || person->is_at_edge;
}

bool ci_catchment_is_way_open(const ci_catchment_person *person)
{
    return !is_same_row(&person->rows[CI_CASE_NOMINAL],
                        &person->rows[CI_CASE_WORST]) ||
           !is_same_row(&person->rows[CI_CASE_NOMINAL],
                        &person->rows[CI_CASE_BEST]);
}

bool ci_catchment_is_certain(const ci_catchment_person *person)
{
    return person->member == CI_MEMBER_YES &&
           person->focus != CI_MEMBER_MAYBE &&
           !ci_catchment_is_blind(person) && !ci_catchment_is_way_open(person);
}
