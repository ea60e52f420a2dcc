/* The city in memory: checked records, sorted, and who lies in which unit. */
#ifndef CI_CITY_CITY_H
#define CI_CITY_CITY_H

#include <circlet/city.h>

#include "base/arena.h"
#include "base/id_map.h"
#include "city/repeated_words.h"

/*
 * The records that a builder gathers and a city holds. Everything that they
 * point to lies in the arena; text that was empty is NULL.
 */
typedef struct ci_records {
    circlet_unit_record *units;
    size_t unit_count, unit_capacity;
    circlet_demand_record *demands;
    size_t demand_count, demand_capacity;
    circlet_facility_record *facilities;
    size_t facility_count, facility_capacity;
    circlet_site_record *sites;
    size_t site_count, site_capacity;
    circlet_venue_record *venues;
    size_t venue_count, venue_capacity;
    circlet_waiver_record *waivers;
    size_t waiver_count, waiver_capacity;
    ci_arena arena;
    ci_repeated_words words; /* of people */
    ci_arena taken; /* of people that were another builder's */
    bool is_complete[CIRCLET_PART_COUNT];
    uint32_t thread_count; /* that place them in units; 0: as many as there
                              are processors */
} ci_records;

/* A unit of each level, or CIRCLET_NONE. */
typedef struct ci_units_by_level {
    circlet_unit of[CIRCLET_LEVEL_COUNT];
} ci_units_by_level;

struct circlet_city_builder {
    ci_records records;
    size_t person; /* what errors call the next one; 0: by how many came */
};

/* Says which person is added next, as errors are to name them. */
static inline void ci_city_builder_name_next(circlet_city_builder *builder,
                                             size_t number)
{
    builder->person = number;
}

struct circlet_city {
    ci_records records; /* each list sorted by code or id, byte by byte;
                           waivers by rule, unit, dates and document */
    circlet_unit *parents; /* of each unit */
    ci_units_by_level *ancestors; /* of each unit; itself at its own level */
    const char **settings; /* of each unit, inherited */
    ci_units_by_level *demand_units;
    ci_units_by_level *facility_units;
    ci_units_by_level *site_units;
    ci_units_by_level *venue_units;
    ci_name_map *facility_types; /* those that were given */
};

/* Adds what no plan changes of a city: its units, sites, venues, waivers. */
circlet_status ci_city_copy_places(circlet_city_builder *builder,
                                   const circlet_city *city,
                                   circlet_error *error);

/* The city with further sites, marked as proposed; those whose ids it has
 * are left out. The caller frees it. */
circlet_status ci_city_add_sites(circlet_city **out, const circlet_city *city,
                                 const circlet_site_record *sites,
                                 size_t count, circlet_error *error);

/* As circlet_city_builder_finish(), for a builder that is needed no more: it
 * is left empty, on failure too, as its records become the city's. */
circlet_status ci_city_builder_hand_over(circlet_city **out,
                                         circlet_city_builder *builder,
                                         circlet_error *error);

/* Adds the people of `others`, which was not taken from before and then has
 * none, at the end; once for a builder. false: no memory. */
bool ci_city_builder_take_people(circlet_city_builder *builder,
                                 circlet_city_builder *others);

/* So many threads, from 1 on, place people in units when it is done. */
void ci_city_builder_use_threads(circlet_city_builder *builder,
                                 uint32_t thread_count);

/* Frees what the records hold, not `records` itself. */
void ci_records_clear(ci_records *records);

/* Fills `parents`, `ancestors` and `settings`. */
circlet_status ci_city_link_units(circlet_city *city, circlet_error *error);

/* Sorts the waivers of a city whose units are sorted; CIRCLET_E_DATA if one
 * names a unit that is not there. */
circlet_status ci_city_sort_waivers(circlet_city *city, circlet_error *error);

/* Fills what the city says of each person's household. */
circlet_status ci_city_count_households(circlet_city *city,
                                        circlet_error *error);

/* Finds the units of any point of a city. */
typedef struct ci_unit_locator ci_unit_locator;

/* The city must outlive it; its units must be linked. NULL: no memory. */
ci_unit_locator *ci_unit_locator_new(const circlet_city *city);
void ci_unit_locator_free(ci_unit_locator *locator);

/* As circlet_city_demand_unit() says, for all levels. Any number of
 * threads. */
ci_units_by_level ci_unit_locator_find(const ci_unit_locator *locator,
                                       circlet_point at);

/* Fills the units of demands, facilities, sites and venues; the units must
 * be linked. */
circlet_status ci_city_locate(circlet_city *city, circlet_error *error);

#endif
