#include "city/record.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"

#define NUMBER_SIZE 24
#define AGE_MAX 130
#define BIRTH_YEAR_MIN 1800
#define BIRTH_YEAR_MAX 2200
#define RING_POINTS_MIN 4 /* a triangle whose first point comes again */

static bool is_empty(const char *text)
{
    return !text || !*text;
}

static bool is_on_earth(circlet_point at)
{
    return isfinite(at.lon) && isfinite(at.lat) && fabs(at.lon) <= 180.0 &&
           fabs(at.lat) <= 90.0;
}

/* What the record is, "unit", is marked for translation in city_builder.c. */
static circlet_status check_place(const char *thing, const char *id,
                                  circlet_point at, circlet_error *error)
{
    char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];

    if (is_on_earth(at))
        return CIRCLET_OK;
    ci_format_double(lon, at.lon);
    ci_format_double(lat, at.lat);
    return ci_fail(error, CIRCLET_E_DATA,
                   "%s '%s' lies at %s,%s: not a longitude and latitude",
                   ci_translate(thing), id, lon, lat);
}

static circlet_status check_amount(const char *thing, const char *id,
                                   const char *name, double value,
                                   circlet_error *error)
{
    char number[CI_NUMBER_SIZE];

    if (isnan(value) || (isfinite(value) && value >= 0.0))
        return CIRCLET_OK;
    ci_format_double(number, value);
    return ci_fail(
        error, CIRCLET_E_DATA, "%s '%s' has %s %s, which is no amount",
        ci_translate(thing), id, name, isfinite(value) ? number : "infinity");
}

/* A whole number that is -1 where it is unknown. */
static circlet_status check_range(const char *thing, const char *id,
                                  const char *name, int64_t value, int64_t low,
                                  int64_t high, circlet_error *error)
{
    if (value == -1 || (value >= low && value <= high))
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_DATA,
                   "%s '%s' has %s %" PRId64 ", which is not between %" PRId64
                   " and %" PRId64,
                   ci_translate(thing), id, name, value, low, high);
}

static circlet_status check_answer(const char *thing, const char *id,
                                   const char *name, circlet_answer answer,
                                   circlet_error *error)
{
    if (answer == CIRCLET_UNKNOWN || answer == CIRCLET_NO ||
        answer == CIRCLET_YES)
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_DATA,
                   "%s '%s' has %s %d, which is no answer",
                   ci_translate(thing), id, name, (int)answer);
}

static circlet_status check_ring(const circlet_unit_record *unit, size_t ring,
                                 size_t first, circlet_error *error)
{
    const circlet_point *points = unit->area.points;
    size_t end = unit->area.rings[ring].end;

    if (end < first || end - first < RING_POINTS_MIN)
        return ci_fail(error, CIRCLET_E_DATA,
                       "unit '%s' has ring %zu of fewer than %d points",
                       unit->code, ring + 1, RING_POINTS_MIN);
    for (size_t i = first; i < end; i++) {
        circlet_status status =
            check_place("unit", unit->code, points[i], error);

        if (status != CIRCLET_OK)
            return status;
    }
    if (points[first].lon != points[end - 1].lon ||
        points[first].lat != points[end - 1].lat)
        return ci_fail(error, CIRCLET_E_DATA,
                       "unit '%s' has ring %zu that is not closed", unit->code,
                       ring + 1);
    return CIRCLET_OK;
}

static circlet_status check_area(const circlet_unit_record *unit,
                                 circlet_error *error)
{
    size_t first = 0;

    if (unit->area.ring_count == 0)
        return CIRCLET_OK;
    if (!unit->area.points || !unit->area.rings)
        return ci_fail(error, CIRCLET_E_DATA,
                       "unit '%s' has %zu rings and no points", unit->code,
                       unit->area.ring_count);
    if (unit->area.rings[0].is_hole)
        return ci_fail(error, CIRCLET_E_DATA, "unit '%s' starts with a hole",
                       unit->code);
    for (size_t ring = 0; ring < unit->area.ring_count; ring++) {
        circlet_status status = check_ring(unit, ring, first, error);

        if (status != CIRCLET_OK)
            return status;
        first = unit->area.rings[ring].end;
    }
    return CIRCLET_OK;
}

circlet_status ci_check_unit(const circlet_unit_record *unit,
                             circlet_error *error)
{
    circlet_status status;

    if (is_empty(unit->code))
        return ci_fail(error, CIRCLET_E_DATA, "unit '%s' has no code",
                       is_empty(unit->name) ? "" : unit->name);
    if (is_empty(unit->name))
        return ci_fail(error, CIRCLET_E_DATA, "unit '%s' has no name",
                       unit->code);
    if ((int)unit->level < 0 || (int)unit->level >= CIRCLET_LEVEL_COUNT)
        return ci_fail(error, CIRCLET_E_DATA,
                       "unit '%s' has level %d, which is none", unit->code,
                       (int)unit->level);
    status = check_range("unit", unit->code, "residents", unit->residents, 0,
                         INT64_MAX, error);
    if (status == CIRCLET_OK && unit->has_point)
        status = check_place("unit", unit->code, unit->point, error);
    return status != CIRCLET_OK ? status : check_area(unit, error);
}

static circlet_status check_person(const circlet_demand_record *demand,
                                   const char *id, circlet_error *error)
{
    circlet_status status;

    status = check_range("person", id, "grade", demand->grade, 1, 4, error);
    if (status == CIRCLET_OK)
        status =
            check_range("person", id, "age", demand->age, 0, AGE_MAX, error);
    if (status == CIRCLET_OK)
        status = check_range("person", id, "birth_year", demand->birth_year,
                             BIRTH_YEAR_MIN, BIRTH_YEAR_MAX, error);
    if (status == CIRCLET_OK)
        status =
            check_answer("person", id, "certified", demand->certified, error);
    if (status == CIRCLET_OK)
        status =
            check_answer("person", id, "old_carer", demand->old_carer, error);
    if (status == CIRCLET_OK)
        status = check_answer("person", id, "poor", demand->poor, error);
    return status;
}

circlet_status ci_check_demand(const circlet_demand_record *demand,
                               size_t number, circlet_error *error)
{
    char id[NUMBER_SIZE];
    circlet_status status;

    snprintf(id, sizeof(id), "#%zu", number);
    if (is_empty(demand->id))
        return ci_fail(error, CIRCLET_E_DATA, "a person has no id");
    status = check_place("person", id, demand->at, error);
    if (status != CIRCLET_OK)
        return status;
    if (demand->weight_milli < 0)
        return ci_fail(error, CIRCLET_E_DATA,
                       "person '%s' has weight %" PRId64
                       " thousandths, which is negative",
                       id, demand->weight_milli);
    return check_person(demand, id, error);
}

static circlet_status check_services(const circlet_facility_record *facility,
                                     circlet_error *error)
{
    if (facility->service_count > 0 && !facility->services)
        return ci_fail(error, CIRCLET_E_DATA,
                       "facility '%s' has %zu services and no list of them",
                       facility->id, facility->service_count);
    for (size_t i = 0; i < facility->service_count; i++) {
        const circlet_service_record *service = &facility->services[i];
        circlet_status status;

        if (is_empty(service->service))
            return ci_fail(error, CIRCLET_E_DATA,
                           "facility '%s' has service %zu without a name",
                           facility->id, i + 1);
        status = check_range("facility", facility->id, "places",
                             service->places, 0, INT64_MAX, error);
        if (status == CIRCLET_OK)
            status = check_range("facility", facility->id, "beds",
                                 service->beds, 0, INT64_MAX, error);
        if (status == CIRCLET_OK)
            status = check_range("facility", facility->id, "occupied",
                                 service->occupied, 0, INT64_MAX, error);
        if (!status && (service->places_low < 0 || service->beds_low < 0))
            status = ci_fail(error, CIRCLET_E_DATA,
                             "facility '%s' has less than none of service "
                             "'%s'",
                             facility->id, service->service);
        if (status != CIRCLET_OK)
            return status;
    }
    return CIRCLET_OK;
}

/* Month and day may be 0 where only the year is known. */
static bool is_date(int date)
{
    return date == -1 || (date >= 10000 && date <= 99991231 &&
                          date / 100 % 100 <= 12 && date % 100 <= 31);
}

static circlet_status check_date(const char *id, const char *name, int date,
                                 circlet_error *error)
{
    if (is_date(date))
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_DATA,
                   "facility '%s' has %s %d, which is no date", id, name,
                   date);
}

static circlet_status check_dates(const circlet_facility_record *facility,
                                  circlet_error *error)
{
    circlet_status status =
        check_date(facility->id, "opened", facility->opened, error);

    if (status == CIRCLET_OK)
        status = check_date(facility->id, "closed", facility->closed, error);
    if (status != CIRCLET_OK)
        return status;
    if (facility->opened != -1 && facility->closed != -1 &&
        facility->closed < facility->opened)
        return ci_fail(error, CIRCLET_E_DATA,
                       "facility '%s' closed on %d, before it opened on %d",
                       facility->id, facility->closed, facility->opened);
    return CIRCLET_OK;
}

static circlet_status check_answers(const circlet_facility_record *facility,
                                    circlet_error *error)
{
    const char *id = facility->id;
    circlet_status status = check_answer("facility", id, "is_comprehensive",
                                         facility->is_comprehensive, error);

    if (status == CIRCLET_OK)
        status = check_answer("facility", id, "is_pilot", facility->is_pilot,
                              error);
    if (status == CIRCLET_OK)
        status = check_answer("facility", id, "is_reformed",
                              facility->is_reformed, error);
    if (status == CIRCLET_OK)
        status = check_answer("facility", id, "is_reform_base",
                              facility->is_reform_base, error);
    return status;
}

static circlet_status check_measures(const circlet_facility_record *facility,
                                     circlet_error *error)
{
    for (int m = 0; m < CIRCLET_MEASURE_COUNT; m++) {
        circlet_status status = check_amount(
            "facility", facility->id, circlet_measure_name((circlet_measure)m),
            facility->measures[m], error);

        if (status == CIRCLET_OK && isnan(facility->measures_low[m]))
            status = ci_fail(error, CIRCLET_E_DATA,
                             "facility '%s' has no number as the least of %s",
                             facility->id,
                             circlet_measure_name((circlet_measure)m));
        if (status == CIRCLET_OK)
            status = check_amount("facility", facility->id,
                                  circlet_measure_name((circlet_measure)m),
                                  facility->measures_low[m], error);
        if (status != CIRCLET_OK)
            return status;
    }
    return CIRCLET_OK;
}

static circlet_status check_accesses(const circlet_facility_record *facility,
                                     circlet_error *error)
{
    if (facility->access_count > 0 && !facility->accesses)
        return ci_fail(error, CIRCLET_E_DATA,
                       "facility '%s' has %zu entrances and no points",
                       facility->id, facility->access_count);
    for (size_t i = 0; i < facility->access_count; i++) {
        circlet_status status = check_place("facility", facility->id,
                                            facility->accesses[i], error);

        if (status != CIRCLET_OK)
            return status;
    }
    return CIRCLET_OK;
}

circlet_status ci_check_facility(const circlet_facility_record *facility,
                                 circlet_error *error)
{
    circlet_status status;

    if (is_empty(facility->id))
        return ci_fail(error, CIRCLET_E_DATA, "facility '%s' has no id",
                       is_empty(facility->name) ? "" : facility->name);
    if (is_empty(facility->name) || is_empty(facility->type))
        return ci_fail(error, CIRCLET_E_DATA, "facility '%s' has no %s",
                       facility->id,
                       is_empty(facility->name) ? "name" : "type");
    if ((int)facility->status < CIRCLET_FACILITY_OPEN ||
        (int)facility->status > CIRCLET_FACILITY_CLOSED)
        return ci_fail(error, CIRCLET_E_DATA,
                       "facility '%s' has status %d, which is none",
                       facility->id, (int)facility->status);
    status = check_place("facility", facility->id, facility->at, error);
    if (status == CIRCLET_OK)
        status = check_accesses(facility, error);
    if (status == CIRCLET_OK)
        status = check_dates(facility, error);
    if (status == CIRCLET_OK)
        status = check_answers(facility, error);
    if (status == CIRCLET_OK)
        status = check_measures(facility, error);
    return status != CIRCLET_OK ? status : check_services(facility, error);
}

circlet_status ci_check_site(const circlet_site_record *site,
                             circlet_error *error)
{
    const char *id = site->id;
    circlet_status status;

    if (is_empty(id))
        return ci_fail(error, CIRCLET_E_DATA, "site '%s' has no id",
                       is_empty(site->name) ? "" : site->name);
    status = check_place("site", id, site->at, error);
    if (status == CIRCLET_OK)
        status =
            check_amount("site", id, "max_area_m2", site->max_area_m2, error);
    if (status == CIRCLET_OK)
        status = check_amount("site", id, "max_beds", site->max_beds, error);
    if (status == CIRCLET_OK)
        status = check_amount("site", id, "cost_cny", site->cost_cny, error);
    if (status == CIRCLET_OK && isinf(site->base_score))
        status = ci_fail(error, CIRCLET_E_DATA,
                         "site '%s' has base_score infinity", id);
    return status;
}

circlet_status ci_check_venue(const circlet_venue_record *venue,
                              circlet_error *error)
{
    if (is_empty(venue->id))
        return ci_fail(error, CIRCLET_E_DATA, "venue '%s' has no id",
                       is_empty(venue->name) ? "" : venue->name);
    if (is_empty(venue->name))
        return ci_fail(error, CIRCLET_E_DATA, "venue '%s' has no name",
                       venue->id);
    return check_place("venue", venue->id, venue->at, error);
}

static circlet_status check_waiver_texts(const circlet_waiver_record *waiver,
                                         circlet_error *error)
{
    if (is_empty(waiver->rule))
        return ci_fail(error, CIRCLET_E_DATA,
                       "a waiver for unit '%s' names no rule",
                       is_empty(waiver->unit_code) ? "" : waiver->unit_code);
    if (is_empty(waiver->unit_code))
        return ci_fail(error, CIRCLET_E_DATA,
                       "a waiver of rule '%s' names no unit", waiver->rule);
    if (is_empty(waiver->document))
        return ci_fail(error, CIRCLET_E_DATA,
                       "the waiver of rule '%s' for unit '%s' names no "
                       "document",
                       waiver->rule, waiver->unit_code);
    return CIRCLET_OK;
}

circlet_status ci_check_waiver(const circlet_waiver_record *waiver,
                               circlet_error *error)
{
    circlet_status status = check_waiver_texts(waiver, error);

    if (status != CIRCLET_OK)
        return status;
    if (!is_date(waiver->from) || !is_date(waiver->until))
        return ci_fail(error, CIRCLET_E_DATA,
                       "the waiver of rule '%s' for unit '%s' has %s %d, "
                       "which is no date",
                       waiver->rule, waiver->unit_code,
                       is_date(waiver->from) ? "until" : "from",
                       is_date(waiver->from) ? waiver->until : waiver->from);
    if (waiver->from != -1 && waiver->until != -1 &&
        ci_last_day(waiver->until) < waiver->from)
        return ci_fail(error, CIRCLET_E_DATA,
                       "the waiver of rule '%s' for unit '%s' ends on %d, "
                       "before it begins on %d",
                       waiver->rule, waiver->unit_code, waiver->until,
                       waiver->from);
    return CIRCLET_OK;
}
