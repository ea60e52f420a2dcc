/* New buildings, in the sizes of the catalogue, where they may stand. */
#include <math.h>
#include <string.h>

#include "policy/fix_option.h"

/* What a size has of a service, of all where it is NULL; 0 where that is not
 * known. */
static int64_t beds_of(const circlet_facility_record *facility,
                       const char *service)
{
    int64_t sum = 0;

    for (size_t i = 0; i < facility->service_count; i++) {
        const circlet_service_record *offer = &facility->services[i];

        if ((!service || strcmp(offer->service, service) == 0) &&
            offer->beds > 0)
            sum =
                offer->beds > INT64_MAX - sum ? INT64_MAX : sum + offer->beds;
    }
    return sum;
}

static int64_t places_of(const circlet_facility_record *facility,
                         const char *service)
{
    for (size_t i = 0; service && i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return facility->services[i].places;
    return 0;
}

static bool is_enough(const ci_need *need, const circlet_facility_record *size)
{
    double area = size->measures[CIRCLET_MEASURE_AREA_M2];

    return (!(need->area_m2 > 0) || area >= need->area_m2) &&
           (need->places <= 0 ||
            places_of(size, need->service) >= need->places) &&
           (need->beds <= 0 || beds_of(size, need->service) >= need->beds) &&
           ci_selection_holds(need->selection, size, &need->judgement->types,
                              NULL) == CI_MEMBER_YES;
}

/* A site that says how much it holds does not surely hold what does not say
 * how large it is. */
static bool site_holds(const circlet_site_record *site,
                       const circlet_facility_record *size)
{
    double area = size->measures[CIRCLET_MEASURE_AREA_M2];

    return (!site->types || !*site->types ||
            circlet_list_has(site->types, size->type)) &&
           (isnan(site->max_area_m2) || area <= site->max_area_m2) &&
           !((double)beds_of(size, NULL) > site->max_beds);
}

/* Where it would stand, of a site as near as is known; CIRCLET_NONE: that is
 * not known. */
static circlet_unit unit_of(const ci_need *need,
                            const circlet_site_record *site, circlet_unit unit)
{
    const circlet_city *city = need->judgement->city;
    circlet_unit found = CIRCLET_NONE;

    if (!site)
        return unit;
    for (int level = CIRCLET_LEVEL_COUNT; found == CIRCLET_NONE && level > 0;
         level--)
        found = circlet_city_site_unit(city,
                                       circlet_city_find_site(city, site->id),
                                       (circlet_level)(level - 1));
    return found;
}

/* A size for some settings stands in no unit of another, nor where the
 * setting is not known. */
static bool is_for(const ci_catalogue_size *size, const char *setting)
{
    return size->settings.count == 0 ||
           (setting && ci_words_have(&size->settings, setting));
}

static circlet_status add_size(ci_options *options, const ci_need *need,
                               const ci_catalogue_entry *entry, size_t i,
                               const circlet_site_record *site,
                               circlet_error *error)
{
    const ci_catalogue_size size = ci_catalogue_size_at(entry, i);
    bool has_cost = site && !isnan(site->cost_cny);
    const ci_price price = {
        .is_offered = true,
        .once_cny = size.cost_cny + (has_cost ? site->cost_cny : 0),
        .yearly_cny = size.yearly_cny,
        .is_assumed = entry->origin.is_assumed,
        .is_yearly_assumed = entry->yearly_origin.is_assumed};
    const ci_option option = {
        .site = site,
        .type = entry->facility.type,
        .steps = {{CI_PRICE_BUILD, need->service, need->area_m2, need->places,
                   need->beds}},
        .step_count = 1,
        .size_m2 = i == ci_catalogue_standard(entry)
                       ? (double)NAN
                       : size.facility.measures[CIRCLET_MEASURE_AREA_M2],
        .price = ci_way_of(&price)};

    return ci_options_add(options, &option, error);
}

/* All sizes that are enough, on a site that holds them or anywhere in the
 * unit; `known` counts those of the catalogue. */
static circlet_status add_sizes(ci_options *options, size_t *known,
                                const ci_need *need,
                                const circlet_site_record *site,
                                circlet_unit unit, circlet_error *error)
{
    const circlet_policy *policy = need->judgement->policy;
    circlet_unit at = unit_of(need, site, unit);
    const char *setting =
        at == CIRCLET_NONE
            ? NULL
            : circlet_city_unit_setting(need->judgement->city, at);
    circlet_status status = CIRCLET_OK;

    for (size_t e = 0; e < policy->catalogue_count; e++) {
        const ci_catalogue_entry *entry = &policy->catalogue[e];

        for (size_t i = 0; !status && i < ci_catalogue_size_count(entry);
             i++) {
            const ci_catalogue_size size = ci_catalogue_size_at(entry, i);

            if (!is_for(&size, setting) || !is_enough(need, &size.facility))
                continue;
            ++*known;
            if (!site || site_holds(site, &size.facility))
                status = add_size(options, need, entry, i, site, error);
        }
    }
    return status;
}

circlet_status ci_options_build_at(ci_options *options, bool *fits,
                                   const ci_need *need,
                                   const circlet_site_record *site,
                                   circlet_error *error)
{
    size_t before = options->count, known = 0;
    circlet_status status =
        add_sizes(options, &known, need, site, CIRCLET_NONE, error);

    *fits = known == 0 || options->count > before;
    return status;
}

static circlet_status add_sites(ci_options *options, const ci_need *need,
                                circlet_unit unit, circlet_level level,
                                bool is_cost_known, circlet_error *error)
{
    const circlet_city *city = need->judgement->city;
    circlet_status status = CIRCLET_OK;
    bool fits;

    for (size_t i = 0; !status && i < circlet_city_site_count(city); i++) {
        const circlet_site_record *site =
            circlet_city_site(city, (circlet_site)i);

        if (isnan(site->cost_cny) != is_cost_known &&
            circlet_city_site_unit(city, (circlet_site)i, level) == unit)
            status = ci_options_build_at(options, &fits, need, site, error);
    }
    return status;
}

static bool has_priced(const ci_options *options, size_t first)
{
    for (size_t i = first; i < options->count; i++)
        if (ci_way_is_priced(&options->items[i].price))
            return true;
    return false;
}

circlet_status ci_options_build(ci_options *options, const ci_need *need,
                                circlet_unit unit, circlet_level level,
                                circlet_error *error)
{
    size_t before = options->count, known = 0;
    circlet_status status = add_sites(options, need, unit, level, true, error);

    if (!status && !has_priced(options, before))
        status = add_sites(options, need, unit, level, false, error);
    if (!status && !has_priced(options, before))
        status = add_sizes(options, &known, need, NULL, unit, error);
    return status;
}
