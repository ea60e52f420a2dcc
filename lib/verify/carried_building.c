/*
 * What an action of kind "build" puts up. The catalogue answers a question
 * of four parts: type, tier, numbers, and the service that they are of; what
 * no size can answer is left out of the question, the service before the
 * tier, and is the action's own.
 */
#include <math.h>

#include "city/plan_action.h"
#include "policy/price.h"
#include "verify/carried_change.h"

#define AREA CIRCLET_MEASURE_AREA_M2

/* The size that an entry has for a question; CI_NO_POSITION: none at all. */
static size_t answer(const ci_catalogue_entry *entry, const ci_wish *question)
{
    size_t largest = ci_catalogue_largest(entry, question);
    size_t enough = largest == CI_NO_POSITION
                        ? CI_NO_POSITION
                        : ci_catalogue_choose(entry, question);

    return enough == CI_NO_POSITION ? largest : enough;
}

/* CI_NO_POSITION: the entry has no size. */
static size_t find_size(const ci_catalogue_entry *entry,
                        const circlet_plan_action *action)
{
    const ci_wish whole = {action->type,    action->service, action->tier,
                           action->area_m2, action->places,  action->beds};
    ci_wish question = whole;
    size_t size = answer(entry, &question);

    if (size != CI_NO_POSITION)
        return size;
    question.service = NULL;
    question.places = question.beds = 0;
    size = answer(entry, &question);
    if (size != CI_NO_POSITION)
        return size;
    question = whole;
    question.tier = NULL;
    size = answer(entry, &question);
    if (size != CI_NO_POSITION)
        return size;
    question.service = NULL;
    question.places = question.beds = 0;
    return answer(entry, &question);
}

/* ---- whose the numbers are ---------------------------------------------- */

/* Bits of what is known, or given, of a service. */
enum { PLACES = 1, BEDS = 2 };

static int given_by(const circlet_plan_action *action)
{
    return (action->places > 0 ? PLACES : 0) | (action->beds > 0 ? BEDS : 0);
}

/* Whether a service is one that the numbers may be of: the catalogue knows
 * what is given, or, where nothing is, anything. */
static bool may_be_of(const circlet_service_record *service, int given)
{
    int known =
        (service->places >= 0 ? PLACES : 0) | (service->beds >= 0 ? BEDS : 0);

    return given ? (known & given) == given : known != 0;
}

/* NULL: they may be of several, or of none. */
static const char *whose(const circlet_facility_record *building,
                         const circlet_plan_action *action)
{
    const circlet_service_record *only = NULL;
    size_t count = 0;

    if (action->service)
        return action->service;
    for (size_t i = 0; i < building->service_count; i++)
        if (building->service_count == 1 ||
            may_be_of(&building->services[i], given_by(action))) {
            only = &building->services[i];
            count++;
        }
    return count == 1 ? only->service : NULL;
}

/* The numbers that are given stand in place of the catalogue's. */
static ci_refusal set_numbers(ci_carried_change *change)
{
    const circlet_plan_action *action = change->action;
    circlet_service_record *service;
    const char *name;

    if (!action->service && !given_by(action))
        return CI_REFUSED_NOT;
    if (!ci_carried_own_services(change->carried, &change->after))
        return CI_REFUSED_FOR_MEMORY;
    name = whose(&change->after.record, action);
    if (!name)
        return CI_REFUSED_WHOSE_COUNT;
    service = ci_carried_service(&change->after, name);
    if (!service) {
        service =
            &change->after.services[change->after.record.service_count++];
        *service = (circlet_service_record){name, -1, -1, -1, 0, 0};
    }
    service->places = action->places < 0 ? service->places : action->places;
    service->beds = action->beds < 0 ? service->beds : action->beds;
    return CI_REFUSED_NOT;
}

/* ---- the whole ---------------------------------------------------------- */

/* An area that is given stands; one of the catalogue's yields to the site. */
static double area_of(const circlet_plan_action *action,
                      const circlet_site_record *site, double standard)
{
    double most =
        site && site->max_area_m2 > 0 ? site->max_area_m2 : (double)INFINITY;

    if (!isnan(action->area_m2))
        return action->area_m2;
    return standard > most ? most : standard;
}

ci_refusal ci_carried_build(ci_carried_change *change)
{
    const circlet_plan_action *action = change->action;
    const ci_catalogue_entry *entry =
        ci_catalogue_find(change->carried->policy, action->type);
    size_t size = entry ? find_size(entry, action) : CI_NO_POSITION;
    circlet_facility_record *record = &change->after.record;
    ci_refusal refusal;

    if (size == CI_NO_POSITION && !action->service)
        return CI_REFUSED_TYPE;
    *record = size == CI_NO_POSITION
                  ? circlet_facility_record_unknown()
                  : ci_catalogue_size_at(entry, size).facility;
    record->type = action->type;
    record->tier = action->tier ? action->tier : record->tier;
    record->id = record->name = action->facility;
    record->status = CIRCLET_FACILITY_OPEN;
    record->opened = ci_action_first_day(action);
    record->closed = -1;
    refusal = ci_carried_place(change);
    if (refusal)
        return refusal;
    if (change->after.site && change->after.site->name)
        record->name = change->after.site->name;
    record->measures[AREA] =
        area_of(action, change->after.site, record->measures[AREA]);
    return set_numbers(change);
}
