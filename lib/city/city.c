/* Reading a city. Positions that are out of range give NULL or none. */
#include "city/city.h"

#include <stdlib.h>
#include <string.h>

void circlet_city_free(circlet_city *city)
{
    if (!city)
        return;
    ci_name_map_free(city->facility_types);
    free(city->parents);
    free(city->ancestors);
    free(city->settings);
    free(city->demand_units);
    free(city->facility_units);
    free(city->site_units);
    free(city->venue_units);
    ci_records_clear(&city->records);
    free(city);
}

size_t circlet_city_unit_count(const circlet_city *city)
{
    return city->records.unit_count;
}

size_t circlet_city_demand_count(const circlet_city *city)
{
    return city->records.demand_count;
}

size_t circlet_city_facility_count(const circlet_city *city)
{
    return city->records.facility_count;
}

size_t circlet_city_site_count(const circlet_city *city)
{
    return city->records.site_count;
}

size_t circlet_city_venue_count(const circlet_city *city)
{
    return city->records.venue_count;
}

const circlet_unit_record *circlet_city_unit(const circlet_city *city,
                                             circlet_unit unit)
{
    return unit < city->records.unit_count ? &city->records.units[unit] : NULL;
}

const circlet_demand_record *circlet_city_demand(const circlet_city *city,
                                                 circlet_demand demand)
{
    return demand < city->records.demand_count ? &city->records.demands[demand]
                                               : NULL;
}

const circlet_facility_record *circlet_city_facility(const circlet_city *city,
                                                     circlet_facility facility)
{
    return facility < city->records.facility_count
               ? &city->records.facilities[facility]
               : NULL;
}

const circlet_site_record *circlet_city_site(const circlet_city *city,
                                             circlet_site site)
{
    return site < city->records.site_count ? &city->records.sites[site] : NULL;
}

const circlet_venue_record *circlet_city_venue(const circlet_city *city,
                                               circlet_venue venue)
{
    return venue < city->records.venue_count ? &city->records.venues[venue]
                                             : NULL;
}

/* Every record starts with the pointer to its code or id, and the lists are
 * sorted by it. */
static int compare_id(const void *id, const void *record)
{
    return strcmp(id, *(const char *const *)record);
}

static uint32_t find_id(const void *items, size_t count, size_t size,
                        const char *id)
{
    const char *found;

    if (!id || count == 0)
        return CIRCLET_NONE;
    found = bsearch(id, items, count, size, compare_id);
    if (!found)
        return CIRCLET_NONE;
    return (uint32_t)((size_t)(found - (const char *)items) / size);
}

circlet_unit circlet_city_find_unit(const circlet_city *city, const char *code)
{
    return find_id(city->records.units, city->records.unit_count,
                   sizeof(*city->records.units), code);
}

circlet_facility circlet_city_find_facility(const circlet_city *city,
                                            const char *id)
{
    return find_id(city->records.facilities, city->records.facility_count,
                   sizeof(*city->records.facilities), id);
}

circlet_site circlet_city_find_site(const circlet_city *city, const char *id)
{
    return find_id(city->records.sites, city->records.site_count,
                   sizeof(*city->records.sites), id);
}

circlet_venue circlet_city_find_venue(const circlet_city *city, const char *id)
{
    return find_id(city->records.venues, city->records.venue_count,
                   sizeof(*city->records.venues), id);
}

circlet_unit circlet_city_unit_parent(const circlet_city *city,
                                      circlet_unit unit)
{
    return unit < city->records.unit_count ? city->parents[unit]
                                           : CIRCLET_NONE;
}

const char *circlet_city_unit_setting(const circlet_city *city,
                                      circlet_unit unit)
{
    return unit < city->records.unit_count ? city->settings[unit] : NULL;
}

static circlet_unit unit_of(const ci_units_by_level *units, size_t count,
                            uint32_t position, circlet_level level)
{
    if (position >= count || (int)level < 0 ||
        (int)level >= CIRCLET_LEVEL_COUNT)
        return CIRCLET_NONE;
    return units[position].of[level];
}

circlet_unit circlet_city_demand_unit(const circlet_city *city,
                                      circlet_demand demand,
                                      circlet_level level)
{
    return unit_of(city->demand_units, city->records.demand_count, demand,
                   level);
}

circlet_unit circlet_city_facility_unit(const circlet_city *city,
                                        circlet_facility facility,
                                        circlet_level level)
{
    return unit_of(city->facility_units, city->records.facility_count,
                   facility, level);
}

circlet_unit circlet_city_site_unit(const circlet_city *city,
                                    circlet_site site, circlet_level level)
{
    return unit_of(city->site_units, city->records.site_count, site, level);
}

circlet_unit circlet_city_venue_unit(const circlet_city *city,
                                     circlet_venue venue, circlet_level level)
{
    return unit_of(city->venue_units, city->records.venue_count, venue, level);
}

bool circlet_city_knows_people(const circlet_city *city)
{
    return city->records.demand_count > 0 ||
           city->records.is_complete[CIRCLET_PART_PEOPLE];
}

bool circlet_city_knows_facility_type(const circlet_city *city,
                                      const char *type)
{
    if (city->records.is_complete[CIRCLET_PART_FACILITIES])
        return true;
    return type && ci_name_map_find(city->facility_types, type) != CI_NOWHERE;
}

bool circlet_city_is_complete(const circlet_city *city, circlet_part part)
{
    return (unsigned)part < CIRCLET_PART_COUNT &&
           city->records.is_complete[part];
}
