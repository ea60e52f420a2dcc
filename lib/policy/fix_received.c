/* Who has received a service is no matter of buildings: how many more persons
 * are to be served, and who could. */
#include <math.h>
#include <string.h>

#include "policy/circle.h"
#include "policy/exact.h"
#include "policy/fix_view.h"

/* The open facilities of the unit that offer the service. */
typedef struct room {
    int64_t offers;
    int64_t free_places;
    bool is_unknown; /* of some it is not known how many places are free */
} room;

static int64_t occupied_of(const circlet_facility_record *facility,
                           const char *service)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return facility->services[i].occupied;
    return -1;
}

static void add_room(room *out, const ci_fix_view *view,
                     const circlet_facility_record *facility)
{
    const char *service = view->rule->as.received.service;
    const ci_facility_types *types = &view->judgement->types;
    int64_t places, occupied;

    if (!ci_facility_offers(facility, service, types))
        return;
    places = ci_facility_places(facility, service, types);
    occupied = occupied_of(facility, service);
    out->offers++;
    if (places < 0 || occupied < 0)
        out->is_unknown = true;
    else if (occupied < places && out->free_places < INT64_MAX / 2)
        out->free_places += places - occupied;
}

static room room_of(const ci_fix_view *view)
{
    const circlet_city *city = view->judgement->city;
    circlet_unit unit = ci_fix_unit(view);
    room out = {0, 0, false};

    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);

        if (circlet_city_facility_unit(city, (circlet_facility)i,
                                       view->rule->level) == unit &&
            ci_facility_is_open_on(facility, view->judgement->day))
            add_room(&out, view, facility);
    }
    return out;
}

/* At the low end: so many are enough whatever is true. */
static double missing_persons(const ci_fix_view *view)
{
    const circlet_finding *finding = view->finding;

    return (double)ci_persons_missing_milli(
               llround(finding->covered_low * 1000),
               llround(finding->persons_low * 1000),
               view->rule->as.received.target_micro) /
           1000;
}

circlet_status ci_fix_received(ci_fix *out, const ci_fix_view *view,
                               circlet_error *error)
{
    double more = missing_persons(view);
    room found = room_of(view);

    (void)error;
    if (!(more > 0))
        return CIRCLET_OK;
    ci_fix_number(out, "more", CIRCLET_ARGUMENT_PERSONS, more);
    ci_fix_word(out, "service", view->rule->as.received.service);
    if (found.offers == 0) {
        out->sentence = "fix_received_nobody";
        return CIRCLET_OK;
    }
    ci_fix_number(out, "offers", CIRCLET_ARGUMENT_COUNT_OF,
                  (double)found.offers);
    out->sentence = found.is_unknown ? "fix_received_unknown" : "fix_received";
    if (!found.is_unknown)
        ci_fix_number(out, "free", CIRCLET_ARGUMENT_COUNT_OF,
                      (double)found.free_places);
    return CIRCLET_OK;
}
