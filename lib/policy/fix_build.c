/* New buildings, in the sizes of the catalogue, where they may stand. */
#include <math.h>
#include <string.h>

#include "policy/fix_option.h"
#include "policy/site_size.h"

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

/* A size as it would be built. */
typedef struct building {
    const ci_catalogue_entry *entry;
    size_t position; /* of the size */
    ci_catalogue_size size;
    double area_m2; /* of the size, or of the site that it is cut to */
} building;

/* A service that the size does not offer is added with as much as is needed.
 */
static bool has_enough(const ci_need *need, const building *b)
{
    const circlet_facility_record *size = &b->size.facility;

    if (need->area_m2 > 0 && !(b->area_m2 >= need->area_m2))
        return false;
    if (need->service &&
        !ci_facility_offers(size, need->service, &need->judgement->types))
        return true;
    return (need->places <= 0 ||
            places_of(size, need->service) >= need->places) &&
           (need->beds <= 0 || beds_of(size, need->service) >= need->beds);
}

/* Whether the site has room for the beds of all steps, too. */
static bool has_beds(const circlet_site_record *site, const ci_option *option,
                     const circlet_facility_record *size)
{
    double beds = (double)beds_of(size, NULL);

    for (size_t i = 1; i < option->step_count; i++)
        beds += (double)option->steps[i].beds;
    return !site || !(beds > site->max_beds);
}

/* The building alone. */
static ci_option option_of(const ci_need *need, const building *b,
                           const circlet_site_record *site)
{
    const circlet_facility_record *size = &b->size.facility;
    bool has_cost = site && !isnan(site->cost_cny);
    bool is_cut = b->area_m2 < size->measures[CIRCLET_MEASURE_AREA_M2];
    bool has_counts =
        !need->service ||
        ci_facility_offers(size, need->service, &need->judgement->types);
    const ci_price price = {
        .is_offered = true,
        .once_cny = b->size.cost_cny + (has_cost ? site->cost_cny : 0),
        .yearly_cny = b->size.yearly_cny,
        .is_assumed = b->entry->origin.is_assumed,
        .is_yearly_assumed = b->entry->yearly_origin.is_assumed};

    return (ci_option){
        .site = site,
        .type = b->entry->facility.type,
        .steps = {{CI_PRICE_BUILD, need->service, need->area_m2,
                   has_counts ? need->places : 0,
                   has_counts ? need->beds : 0}},
        .step_count = 1,
        .size_m2 = b->position == ci_catalogue_standard(b->entry) && !is_cut
                       ? (double)NAN
                       : b->area_m2,
        .is_cut = is_cut,
        .price = ci_way_of(&price)};
}

/* With the services that it lacks; where one of several is enough once with
 * that which costs least once, once with that of the first year. */
static circlet_status add_building(ci_options *options, const ci_need *need,
                                   const building *b,
                                   const circlet_site_record *site,
                                   circlet_error *error)
{
    bool has_choice = need->selection->one_of.count > 1;
    circlet_status status = CIRCLET_OK;

    for (int by_year = 0; !status && by_year <= has_choice; by_year++) {
        ci_option option = option_of(need, b, site);

        if (ci_option_complete(&option, need, &b->size.facility,
                               by_year == 1) &&
            has_beds(site, &option, &b->size.facility))
            status = ci_options_add(options, &option, error);
    }
    return status;
}

/* Whether it can be what is asked for, however large. */
static bool is_of_kind(const ci_catalogue_size *size, size_t position,
                       const void *user)
{
    ci_option ignored = {.facility = NULL};

    (void)position;
    return ci_option_complete(&ignored, user, &size->facility, false);
}

static building building_at(const ci_catalogue_entry *entry, size_t position)
{
    building b = {.entry = entry,
                  .position = position,
                  .size = ci_catalogue_size_at(entry, position)};

    b.area_m2 = b.size.facility.measures[CIRCLET_MEASURE_AREA_M2];
    return b;
}

/* The smallest size where the site has room for none, enough or not. */
static circlet_status add_cut(ci_options *options, const ci_need *need,
                              const ci_catalogue_entry *entry,
                              const circlet_site_record *site,
                              const char *setting, circlet_error *error)
{
    size_t position = ci_site_find_cut(entry, site, setting, is_of_kind, need);
    building b;

    if (!site || position == CI_NO_POSITION)
        return CIRCLET_OK;
    b = building_at(entry, position);
    b.area_m2 = site->max_area_m2;
    return has_enough(need, &b) ? add_building(options, need, &b, site, error)
                                : CIRCLET_OK;
}

/* The sizes of a type that are enough, smallest first. */
static circlet_status add_type(ci_options *options, size_t *known,
                               const ci_need *need,
                               const ci_catalogue_entry *entry,
                               const circlet_site_record *site,
                               const char *setting, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < ci_catalogue_size_count(entry); i++) {
        const building b = building_at(entry, i);

        if (!ci_size_is_for(&b.size, setting) ||
            !is_of_kind(&b.size, i, need) || !has_enough(need, &b))
            continue;
        ++*known;
        if (ci_site_holds(site, &b.size, setting))
            status = add_building(options, need, &b, site, error);
    }
    return status ? status
                  : add_cut(options, need, entry, site, setting, error);
}

/* Of a unit where it stands on no site; NULL: it is not known. */
static const char *setting_of(const circlet_city *city,
                              const circlet_site_record *site,
                              circlet_unit unit)
{
    if (site)
        return ci_site_setting(city, circlet_city_find_site(city, site->id));
    return unit == CIRCLET_NONE ? NULL : circlet_city_unit_setting(city, unit);
}

/* On a site, or anywhere in the unit; `known` counts the sizes of the
 * catalogue that are enough. */
static circlet_status add_sizes(ci_options *options, size_t *known,
                                const ci_need *need,
                                const circlet_site_record *site,
                                circlet_unit unit, circlet_error *error)
{
    const circlet_policy *policy = need->judgement->policy;
    const char *setting = setting_of(need->judgement->city, site, unit);
    circlet_status status = CIRCLET_OK;

    for (size_t e = 0; !status && e < policy->catalogue_count; e++)
        status = add_type(options, known, need, &policy->catalogue[e], site,
                          setting, error);
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

circlet_status ci_options_build_in(ci_options *options, const ci_need *need,
                                   circlet_unit unit, circlet_level level,
                                   ci_build_place place, circlet_error *error)
{
    switch (place) {
    case CI_BUILD_PRICED_SITE:
        return add_sites(options, need, unit, level, true, error);
    case CI_BUILD_OTHER_SITE:
        return add_sites(options, need, unit, level, false, error);
    case CI_BUILD_ANYWHERE:
        break;
    }
    return ci_options_build_anywhere(options, need, unit, error);
}

circlet_status ci_options_build(ci_options *options, const ci_need *need,
                                circlet_unit unit, circlet_level level,
                                circlet_error *error)
{
    size_t before = options->count;
    circlet_status status = CIRCLET_OK;

    for (int place = 0; !status && place < CI_BUILD_PLACE_COUNT &&
                        !has_priced(options, before);
         place++)
        status = ci_options_build_in(options, need, unit, level,
                                     (ci_build_place)place, error);
    return status;
}

circlet_status ci_options_build_anywhere(ci_options *options,
                                         const ci_need *need,
                                         circlet_unit unit,
                                         circlet_error *error)
{
    size_t known = 0;

    return add_sizes(options, &known, need, NULL, unit, error);
}
