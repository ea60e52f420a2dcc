#include "policy/site_size.h"

#include <math.h>

const char *ci_site_setting(const circlet_city *city, circlet_site site)
{
    for (int level = CIRCLET_LEVEL_COUNT; level > 0; level--) {
        circlet_unit unit =
            circlet_city_site_unit(city, site, (circlet_level)(level - 1));

        if (unit != CIRCLET_NONE)
            return circlet_city_unit_setting(city, unit);
    }
    return NULL;
}

bool ci_size_is_for(const ci_catalogue_size *size, const char *setting)
{
    return size->settings.count == 0 ||
           (setting && ci_words_have(&size->settings, setting));
}

static double area_of(const ci_catalogue_size *size)
{
    return size->facility.measures[CIRCLET_MEASURE_AREA_M2];
}

static double beds_of(const circlet_facility_record *facility)
{
    double beds = 0;

    for (size_t i = 0; i < facility->service_count; i++)
        if (facility->services[i].beds > 0)
            beds += (double)facility->services[i].beds;
    return beds;
}

bool ci_site_takes(const circlet_site_record *site,
                   const ci_catalogue_size *size, const char *setting)
{
    if (!ci_size_is_for(size, setting))
        return false;
    if (!site)
        return true;
    return (!site->types || !*site->types ||
            circlet_list_has(site->types, size->facility.type)) &&
           !(beds_of(&size->facility) > site->max_beds) &&
           (isnan(site->max_area_m2) ||
            (site->max_area_m2 > 0 && area_of(size) >= 0));
}

bool ci_site_holds(const circlet_site_record *site,
                   const ci_catalogue_size *size, const char *setting)
{
    return ci_site_takes(site, size, setting) &&
           !(site && area_of(size) > site->max_area_m2);
}

size_t ci_site_find_cut(const ci_catalogue_entry *entry,
                        const circlet_site_record *site, const char *setting,
                        ci_size_kind *is_of_kind, const void *user)
{
    size_t smallest = CI_NO_POSITION;

    if (!site || isnan(site->max_area_m2))
        return CI_NO_POSITION;
    for (size_t i = 0; i < ci_catalogue_size_count(entry); i++) {
        const ci_catalogue_size size = ci_catalogue_size_at(entry, i);

        if (!ci_site_takes(site, &size, setting) ||
            !is_of_kind(&size, i, user))
            continue;
        if (ci_site_holds(site, &size, setting))
            return CI_NO_POSITION;
        if (smallest == CI_NO_POSITION)
            smallest = i;
    }
    return smallest;
}
