#ifndef CIRCLET_CITY_H
#define CIRCLET_CITY_H

#include <circlet/error.h>
#include <circlet/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The city on one date: administrative units, demand points (people),
 * facilities, candidate sites, venues and waivers. Checked when built and
 * immutable afterwards, so any number of threads may read it.
 */
typedef struct circlet_city circlet_city;

/* A position in the city's lists, which are sorted by code or id. */
typedef uint32_t circlet_unit;
typedef uint32_t circlet_demand;
typedef uint32_t circlet_facility;
typedef uint32_t circlet_site;
typedef uint32_t circlet_venue;

/* No unit, facility, ... */
#define CIRCLET_NONE UINT32_MAX

typedef enum circlet_level {
    CIRCLET_LEVEL_CITY = 0,
    CIRCLET_LEVEL_DISTRICT = 1,
    CIRCLET_LEVEL_STREET = 2, /* or township */
    CIRCLET_LEVEL_COMMUNITY = 3 /* or village */
} circlet_level;

#define CIRCLET_LEVEL_COUNT 4

/* A yes or no that may be missing. */
typedef enum circlet_answer {
    CIRCLET_UNKNOWN = 0,
    CIRCLET_NO = 1,
    CIRCLET_YES = 2
} circlet_answer;

/*
 * The records below are what a builder takes and what a city gives back.
 * Text that is unknown is NULL, a number that is unknown NaN or, for whole
 * numbers, -1. Lists are words divided by ';'. Words are free: a policy
 * says what they mean. Start from {0} and CIRCLET_..._RECORD_INIT.
 */

typedef struct circlet_unit_record {
    const char *code; /* needed, unique */
    const char *name; /* needed */
    circlet_level level;
    const char *parent_code; /* of a unit of a higher level */
    const char *kind; /* street, town, township, village ... */
    const char *setting; /* urban, plain, mountain ... */
    const char *tags; /* list */
    int64_t residents;
    bool has_point;
    circlet_point point; /* of a unit that has no polygon */
    circlet_area area; /* its polygon, if any */
    const char *attributes; /* a JSON object, or NULL */
} circlet_unit_record;

#define CIRCLET_UNIT_RECORD_INIT                                              \
    {                                                                         \
        .residents = -1                                                       \
    }

typedef struct circlet_demand_record {
    const char *id; /* needed, unique */
    circlet_point at; /* where they live */
    int64_t weight_milli; /* persons in thousandths: 1000 is one person */
    const char *household;
    const char *unit_code; /* where they are registered */
    circlet_answer certified;
    const char *kind; /* list: visual, physical ... */
    int grade; /* 1 to 4, -1 unknown */
    int age; /* in years, -1 unknown */
    int birth_year; /* -1 unknown */
    const char *aid; /* none, stick, manual_wheelchair ... */
    const char *needs; /* list of services */
    const char *received; /* list of services */
    circlet_answer old_carer;
    circlet_answer poor;
    bool is_modelled; /* nobody's known home: of a total or a fraction */
    const char *attributes;
    /* What the city says of the household, whatever a builder is given:
     * certified people of it, in thousandths, and with those who perhaps
     * are; -1: not known which household it is. */
    int64_t household_certified_milli, household_certified_high_milli;
} circlet_demand_record;

#define CIRCLET_DEMAND_RECORD_INIT                                            \
    {                                                                         \
        .weight_milli = 1000, .certified = CIRCLET_YES, .grade = -1,          \
        .age = -1, .birth_year = -1, .household_certified_milli = -1,         \
        .household_certified_high_milli = -1                                  \
    }

/* A service that a facility offers. Counts are -1 where unknown. */
typedef struct circlet_service_record {
    const char *service;
    int64_t places;
    int64_t beds;
    int64_t occupied;
    int64_t places_low; /* of places that are unknown: there are surely so */
    int64_t beds_low; /* many; 0: nothing is known of them; beds likewise */
} circlet_service_record;

/* Measures of a facility that a rule may add up; NaN where unknown. */
typedef enum circlet_measure {
    CIRCLET_MEASURE_AREA_M2,
    CIRCLET_MEASURE_STARS,
    CIRCLET_MEASURE_DIRECTORS,
    CIRCLET_MEASURE_PHYSICIANS,
    CIRCLET_MEASURE_THERAPISTS,
    CIRCLET_MEASURE_NURSES,
    CIRCLET_MEASURE_REHAB_WORKERS,
    CIRCLET_MEASURE_MENTAL_STAFF,
    CIRCLET_MEASURE_COUNT
} circlet_measure;

typedef enum circlet_facility_status {
    CIRCLET_FACILITY_OPEN = 0,
    CIRCLET_FACILITY_PLANNED = 1,
    CIRCLET_FACILITY_CLOSED = 2
} circlet_facility_status;

typedef struct circlet_facility_record {
    const char *id; /* needed, unique */
    const char *name; /* needed */
    const char *type; /* needed: warm_home ... */
    circlet_point at;
    circlet_facility_status status;
    int opened; /* year x 10000 + month x 100 + day; -1 unknown */
    int closed;
    const char *building_id;
    const char *tier; /* street, village */
    circlet_answer is_comprehensive;
    circlet_answer is_pilot;
    circlet_answer is_reformed;
    circlet_answer is_reform_base;
    double measures[CIRCLET_MEASURE_COUNT];
    double measures_low[CIRCLET_MEASURE_COUNT]; /* of one that is unknown: it
                                                   is surely so much; 0:
                                                   nothing is known of it */
    const circlet_service_record *services;
    size_t service_count;
    const circlet_point *accesses; /* its entrances; none: `at` alone */
    size_t access_count;
    const char *attributes;
    const char *address;
    const char *phone; /* of the institution */
    const char *hours; /* when it is open, as its source says */
} circlet_facility_record;

/* A facility of which nothing is known: all measures NaN. */
circlet_facility_record circlet_facility_record_unknown(void);

/* "area_m2" for CIRCLET_MEASURE_AREA_M2, and so on. */
const char *circlet_measure_name(circlet_measure measure);

/* "city", "district", "street", "community". */
const char *circlet_level_name(circlet_level level);

typedef struct circlet_site_record {
    const char *id; /* needed, unique */
    circlet_point at;
    const char *name;
    const char *types; /* list of facility types that may stand here;
                          NULL: any */
    double max_area_m2;
    double max_beds;
    double cost_cny; /* once, if anything is built */
    double base_score;
    const char *attributes;
    bool is_proposed; /* by a plan: nobody gave it */
} circlet_site_record;

/* A place that a rule names, such as a stadium. */
typedef struct circlet_venue_record {
    const char *id; /* needed, unique */
    const char *name; /* needed */
    circlet_point at;
    const char *kind;
    const char *attributes;
} circlet_venue_record;

/* An exception that was granted: a unit, and all units in it, need not keep
 * a rule. Dates are year x 10000 + month x 100 + day, where month and day
 * may be 0; -1: no limit. `until` is included, to its last day. */
typedef struct circlet_waiver_record {
    const char *rule; /* needed: the id of a policy's rule */
    const char *unit_code; /* needed: a unit of the city */
    const char *document; /* needed: what grants it */
    int from;
    int until;
} circlet_waiver_record;

#define CIRCLET_WAIVER_RECORD_INIT                                            \
    {                                                                         \
        .from = -1, .until = -1                                               \
    }

/* ---- building ---------------------------------------------------------- */

typedef struct circlet_city_builder circlet_city_builder;

/* The caller frees the builder; finishing it does not. All is copied. */
circlet_status circlet_city_builder_new(circlet_city_builder **out,
                                        circlet_error *error);
void circlet_city_builder_free(circlet_city_builder *builder);

circlet_status circlet_city_builder_add_unit(circlet_city_builder *builder,
                                             const circlet_unit_record *unit,
                                             circlet_error *error);
circlet_status circlet_city_builder_add_demand(
    circlet_city_builder *builder, const circlet_demand_record *demand,
    circlet_error *error);
circlet_status circlet_city_builder_add_facility(
    circlet_city_builder *builder, const circlet_facility_record *facility,
    circlet_error *error);
circlet_status circlet_city_builder_add_site(circlet_city_builder *builder,
                                             const circlet_site_record *site,
                                             circlet_error *error);
circlet_status circlet_city_builder_add_venue(
    circlet_city_builder *builder, const circlet_venue_record *venue,
    circlet_error *error);
circlet_status circlet_city_builder_add_waiver(
    circlet_city_builder *builder, const circlet_waiver_record *waiver,
    circlet_error *error);

/* What a city can be said to list completely. */
typedef enum circlet_part {
    CIRCLET_PART_UNITS = 0,
    CIRCLET_PART_PEOPLE = 1,
    CIRCLET_PART_FACILITIES = 2
} circlet_part;

#define CIRCLET_PART_COUNT 3

/* What was added of a part lists all there is, so that none means none. */
circlet_status circlet_city_builder_say_complete(circlet_city_builder *builder,
                                                 circlet_part part,
                                                 circlet_error *error);

/*
 * Checks what was added and makes a city of it; the caller frees it. Codes
 * and ids must be unique, parents must exist and be of a higher level, units
 * of waivers must exist: otherwise CIRCLET_E_DATA names the record.
 */
circlet_status circlet_city_builder_finish(circlet_city **out,
                                           const circlet_city_builder *builder,
                                           circlet_error *error);

/* ---- reading; what is returned is borrowed from the city ---------------- */

void circlet_city_free(circlet_city *city);

size_t circlet_city_unit_count(const circlet_city *city);
size_t circlet_city_demand_count(const circlet_city *city);
size_t circlet_city_facility_count(const circlet_city *city);
size_t circlet_city_site_count(const circlet_city *city);
size_t circlet_city_venue_count(const circlet_city *city);
size_t circlet_city_waiver_count(const circlet_city *city);

const circlet_unit_record *circlet_city_unit(const circlet_city *city,
                                             circlet_unit unit);
const circlet_demand_record *circlet_city_demand(const circlet_city *city,
                                                 circlet_demand demand);
const circlet_facility_record *circlet_city_facility(
    const circlet_city *city, circlet_facility facility);
const circlet_site_record *circlet_city_site(const circlet_city *city,
                                             circlet_site site);
const circlet_venue_record *circlet_city_venue(const circlet_city *city,
                                               circlet_venue venue);

/* Sorted by rule, unit, dates and document. */
const circlet_waiver_record *circlet_city_waiver(const circlet_city *city,
                                                 size_t position);

/* The unit with this code, or CIRCLET_NONE. */
circlet_unit circlet_city_find_unit(const circlet_city *city,
                                    const char *code);
circlet_facility circlet_city_find_facility(const circlet_city *city,
                                            const char *id);
circlet_site circlet_city_find_site(const circlet_city *city, const char *id);
circlet_venue circlet_city_find_venue(const circlet_city *city,
                                      const char *id);

/* The unit of a higher level that a unit belongs to, or CIRCLET_NONE. */
circlet_unit circlet_city_unit_parent(const circlet_city *city,
                                      circlet_unit unit);

/* A unit's own setting, else its parent's, and so on; NULL if unknown. */
const char *circlet_city_unit_setting(const circlet_city *city,
                                      circlet_unit unit);

/*
 * The unit of a level that a point of the city belongs to: the unit of the
 * lowest level in whose polygon it lies (on a shared border: the one with
 * the lowest code) and the units above that one; else the unit of this level
 * in whose polygon it lies. CIRCLET_NONE if there is none.
 */
circlet_unit circlet_city_demand_unit(const circlet_city *city,
                                      circlet_demand demand,
                                      circlet_level level);
circlet_unit circlet_city_facility_unit(const circlet_city *city,
                                        circlet_facility facility,
                                        circlet_level level);
circlet_unit circlet_city_site_unit(const circlet_city *city,
                                    circlet_site site, circlet_level level);
circlet_unit circlet_city_venue_unit(const circlet_city *city,
                                     circlet_venue venue, circlet_level level);

/* The waiver of a rule that holds in a unit, by itself or by a unit above
 * it, on 31 December of a year: the first in the city's order; NULL: none.
 * Borrowed from the city. */
const circlet_waiver_record *circlet_city_find_waiver(const circlet_city *city,
                                                      const char *rule,
                                                      circlet_unit unit,
                                                      int year);

/* The same on a day, year x 10000 + month x 100 + day. */
const circlet_waiver_record *circlet_city_waiver_on(const circlet_city *city,
                                                    const char *rule,
                                                    circlet_unit unit,
                                                    int day);

/* Whether people were given at all, or said to be complete. */
bool circlet_city_knows_people(const circlet_city *city);

/* Whether a facility of this type was given, or the facilities are said to
 * be complete, so that none means none. */
bool circlet_city_knows_facility_type(const circlet_city *city,
                                      const char *type);

/* Whether a part is said to be complete. */
bool circlet_city_is_complete(const circlet_city *city, circlet_part part);

/* Whether `word` is one of the words of a list such as "visual;mental". */
bool circlet_list_has(const char *list, const char *word);

#ifdef __cplusplus
}
#endif

#endif
