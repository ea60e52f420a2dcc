#include "policy/selection.h"

#include <math.h>
#include <string.h>

#include "policy/circle.h"

enum facility_doubt {
    DOUBT_TIER,
    DOUBT_COMPREHENSIVE,
    DOUBT_PILOT,
    DOUBT_REFORMED,
    DOUBT_REFORM_BASE,
    DOUBT_SERVICES
};

static const char *const doubt_names[CI_FACILITY_DOUBT_COUNT] = {
    "tier_unknown",     "comprehensive_unknown", "pilot_unknown",
    "reformed_unknown", "reform_base_unknown",   "services_unknown"};

const char *ci_facility_doubt_name(size_t bit)
{
    return doubt_names[bit];
}

const char *ci_measure_doubt_name(circlet_measure measure)
{
    static const char *const names[CIRCLET_MEASURE_COUNT] = {
        [CIRCLET_MEASURE_AREA_M2] = "area_unknown",
        [CIRCLET_MEASURE_STARS] = "stars_unknown",
        [CIRCLET_MEASURE_DIRECTORS] = "directors_unknown",
        [CIRCLET_MEASURE_PHYSICIANS] = "physicians_unknown",
        [CIRCLET_MEASURE_THERAPISTS] = "therapists_unknown",
        [CIRCLET_MEASURE_NURSES] = "nurses_unknown",
        [CIRCLET_MEASURE_REHAB_WORKERS] = "rehab_workers_unknown",
        [CIRCLET_MEASURE_MENTAL_STAFF] = "mental_staff_unknown"};

    return names[measure];
}

/* A date says more than the status: when a facility opened it is no longer
 * merely planned, and until it closed it was not closed. */
bool ci_facility_is_open_on(const circlet_facility_record *facility, int day)
{
    if (facility->opened >= 0 && facility->opened > day)
        return false;
    if (facility->closed >= 0 && facility->closed <= day)
        return false;
    if (facility->status == CIRCLET_FACILITY_PLANNED)
        return facility->opened >= 0;
    if (facility->status == CIRCLET_FACILITY_CLOSED)
        return facility->closed >= 0;
    return true;
}

bool ci_facility_is_open(const circlet_facility_record *facility, int year)
{
    return ci_facility_is_open_on(facility, CI_LAST_DAY(year));
}

static const ci_facility_type *find_type(const ci_facility_types *types,
                                         const char *type)
{
    for (size_t i = 0; i < types->count; i++)
        if (strcmp(types->items[i].type, type) == 0)
            return &types->items[i];
    return NULL;
}

static const circlet_service_record *find_service(
    const circlet_facility_record *facility, const char *service)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return &facility->services[i];
    return NULL;
}

bool ci_facility_offers(const circlet_facility_record *facility,
                        const char *service, const ci_facility_types *types)
{
    const ci_facility_type *type = find_type(types, facility->type);

    if (facility->service_count > 0)
        return find_service(facility, service) != NULL;
    return type && ci_words_have(&type->services, service);
}

static ci_membership answer_holds(circlet_answer wanted, circlet_answer known)
{
    if (wanted == CIRCLET_UNKNOWN || known == wanted)
        return CI_MEMBER_YES;
    return known == CIRCLET_UNKNOWN ? CI_MEMBER_MAYBE : CI_MEMBER_NO;
}

static ci_membership tier_holds(const char *wanted, const char *tier)
{
    if (!wanted)
        return CI_MEMBER_YES;
    if (!tier)
        return CI_MEMBER_MAYBE;
    return strcmp(wanted, tier) == 0 ? CI_MEMBER_YES : CI_MEMBER_NO;
}

static ci_membership service_holds(const char *wanted,
                                   const circlet_facility_record *facility,
                                   const ci_facility_types *types)
{
    const ci_facility_type *type = find_type(types, facility->type);

    if (ci_facility_offers(facility, wanted, types))
        return CI_MEMBER_YES;
    return facility->service_count == 0 && type &&
                   ci_words_have(&type->perhaps, wanted)
               ? CI_MEMBER_MAYBE
               : CI_MEMBER_NO;
}

static ci_membership services_hold(const ci_selection *selection,
                                   const circlet_facility_record *facility,
                                   const ci_facility_types *types)
{
    ci_membership all = CI_MEMBER_YES;

    if (selection->service)
        all = service_holds(selection->service, facility, types);
    for (size_t i = 0; i < selection->services.count; i++) {
        ci_membership one =
            service_holds(selection->services.items[i], facility, types);

        all = one < all ? one : all;
    }
    return all;
}

static ci_membership one_holds(const ci_selection *selection,
                               const circlet_facility_record *facility,
                               const ci_facility_types *types)
{
    ci_membership best =
        selection->one_of.count == 0 ? CI_MEMBER_YES : CI_MEMBER_NO;

    for (size_t i = 0; i < selection->one_of.count; i++) {
        ci_membership one =
            service_holds(selection->one_of.items[i], facility, types);

        best = one > best ? one : best;
    }
    return best;
}

static ci_membership offer_holds(const ci_selection *selection,
                                 const circlet_facility_record *facility,
                                 const ci_facility_types *types)
{
    ci_membership all = services_hold(selection, facility, types);
    ci_membership one = one_holds(selection, facility, types);

    return one < all ? one : all;
}

ci_membership ci_selection_holds(const ci_selection *selection,
                                 const circlet_facility_record *facility,
                                 const ci_facility_types *types,
                                 ci_doubts *doubts)
{
    const ci_selection *s = selection;
    const ci_membership answers[CI_FACILITY_DOUBT_COUNT] = {
        [DOUBT_TIER] = tier_holds(s->tier, facility->tier),
        [DOUBT_COMPREHENSIVE] =
            answer_holds(s->is_comprehensive, facility->is_comprehensive),
        [DOUBT_PILOT] = answer_holds(s->is_pilot, facility->is_pilot),
        [DOUBT_REFORMED] = answer_holds(s->is_reformed, facility->is_reformed),
        [DOUBT_REFORM_BASE] =
            answer_holds(s->is_reform_base, facility->is_reform_base),
        [DOUBT_SERVICES] = offer_holds(s, facility, types)};
    ci_doubts missing = 0;

    if (s->type && strcmp(s->type, facility->type) != 0)
        return CI_MEMBER_NO;
    for (size_t i = 0; i < CI_FACILITY_DOUBT_COUNT; i++) {
        if (answers[i] == CI_MEMBER_NO)
            return CI_MEMBER_NO;
        if (answers[i] == CI_MEMBER_MAYBE)
            missing |= (ci_doubts)1 << i;
    }
    if (doubts)
        *doubts |= missing << CI_DOUBT_COUNT;
    return missing ? CI_MEMBER_MAYBE : CI_MEMBER_YES;
}

static bool may_offer(const ci_facility_type *type, const char *service)
{
    return ci_words_have(&type->services, service) ||
           ci_words_have(&type->perhaps, service);
}

/* Whether a facility of a type that offers the service, perhaps too, or has
 * beds for it was given. */
static bool knows_type_with(const char *service, bool by_beds,
                            const circlet_city *city,
                            const ci_facility_types *types)
{
    for (size_t i = 0; i < types->count; i++) {
        const ci_facility_type *type = &types->items[i];

        if ((by_beds ? ci_words_have(&type->bedded, service)
                     : may_offer(type, service)) &&
            circlet_city_knows_facility_type(city, type->type))
            return true;
    }
    return false;
}

static bool knows_service(const char *service, const circlet_city *city,
                          const ci_facility_types *types)
{
    if (knows_type_with(service, false, city, types))
        return true;
    for (size_t i = 0; i < circlet_city_facility_count(city); i++)
        if (find_service(circlet_city_facility(city, (circlet_facility)i),
                         service))
            return true;
    return false;
}

static bool knows_one_of(const ci_words *services, const circlet_city *city,
                         const ci_facility_types *types)
{
    for (size_t i = 0; i < services->count; i++)
        if (knows_service(services->items[i], city, types))
            return true;
    return false;
}

bool ci_selection_is_known(const ci_selection *selection,
                           const circlet_city *city,
                           const ci_facility_types *types)
{
    if (selection->type)
        return circlet_city_knows_facility_type(city, selection->type);
    if (circlet_city_is_complete(city, CIRCLET_PART_FACILITIES))
        return true;
    if (selection->one_of.count > 0)
        return knows_one_of(&selection->one_of, city, types);
    if (!selection->service && selection->services.count == 0)
        return circlet_city_facility_count(city) > 0;
    if (selection->service && !knows_service(selection->service, city, types))
        return false;
    for (size_t i = 0; i < selection->services.count; i++)
        if (!knows_service(selection->services.items[i], city, types))
            return false;
    return true;
}

bool ci_beds_are_known(const char *service, const circlet_city *city,
                       const ci_facility_types *types)
{
    if (circlet_city_is_complete(city, CIRCLET_PART_FACILITIES) ||
        knows_type_with(service, true, city, types))
        return true;
    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_service_record *record = find_service(
            circlet_city_facility(city, (circlet_facility)i), service);

        if (record && record->beds >= 0)
            return true;
    }
    return false;
}

/* ---- types of which nothing was said ------------------------------------ */

static bool may_be_selected(const ci_selection *selection,
                            const ci_facility_type *type)
{
    bool has_one = selection->one_of.count == 0;

    if (selection->service && !may_offer(type, selection->service))
        return false;
    for (size_t i = 0; i < selection->services.count; i++)
        if (!may_offer(type, selection->services.items[i]))
            return false;
    for (size_t i = 0; !has_one && i < selection->one_of.count; i++)
        has_one = may_offer(type, selection->one_of.items[i]);
    return has_one;
}

bool ci_selection_lacks_types(const ci_selection *selection,
                              const circlet_city *city,
                              const ci_facility_types *types)
{
    if (selection->type ||
        circlet_city_is_complete(city, CIRCLET_PART_FACILITIES))
        return false;
    for (size_t i = 0; i < types->count; i++)
        if (may_be_selected(selection, &types->items[i]) &&
            !circlet_city_knows_facility_type(city, types->items[i].type))
            return true;
    return false;
}

bool ci_beds_lack_types(const char *service, const circlet_city *city,
                        const ci_facility_types *types)
{
    for (size_t i = 0; i < types->count; i++)
        if ((ci_words_have(&types->items[i].bedded, service) ||
             ci_words_have(&types->items[i].perhaps, service)) &&
            !circlet_city_knows_facility_type(city, types->items[i].type))
            return true;
    return false;
}

/* A service without a number of beds has none where the type has no beds at
 * all (a home's exercise room is no ward), or where it is the type's own and
 * has none. Elsewhere, as in an elderly home that lists rehabilitation or that
 * perhaps has a section for it, the number is not known. */
int64_t ci_facility_beds(const circlet_facility_record *facility,
                         const char *service, const ci_facility_types *types)
{
    const circlet_service_record *record = find_service(facility, service);
    const ci_facility_type *type = find_type(types, facility->type);
    ci_membership offer = service_holds(service, facility, types);

    if (record && record->beds >= 0)
        return record->beds;
    if (offer == CI_MEMBER_NO)
        return 0;
    if (!type || ci_words_have(&type->bedded, service))
        return -1;
    if (record && record->beds_low > 0)
        return -1;
    return (record || offer == CI_MEMBER_MAYBE) && type->bedded.count > 0 ? -1
                                                                          : 0;
}

double ci_facility_measure_low(const circlet_facility_record *facility,
                               circlet_measure measure)
{
    double known = facility->measures[measure];

    return isnan(known) ? facility->measures_low[measure] : known;
}

int64_t ci_facility_places(const circlet_facility_record *facility,
                           const char *service, const ci_facility_types *types)
{
    const circlet_service_record *record = find_service(facility, service);

    if (record)
        return record->places;
    return ci_facility_offers(facility, service, types) ? -1 : 0;
}

int64_t ci_facility_beds_low(const circlet_facility_record *facility,
                             const char *service,
                             const ci_facility_types *types)
{
    const circlet_service_record *record = find_service(facility, service);
    int64_t known = ci_facility_beds(facility, service, types);

    if (known >= 0)
        return known;
    return record ? record->beds_low : 0;
}

int64_t ci_facility_places_low(const circlet_facility_record *facility,
                               const char *service,
                               const ci_facility_types *types)
{
    const circlet_service_record *record = find_service(facility, service);
    int64_t known = ci_facility_places(facility, service, types);

    if (known >= 0)
        return known;
    return record ? record->places_low : 0;
}
