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

/* A site that says how much it holds does not surely hold what does not say
 * how large it is. */
static bool has_room(const circlet_site_record *site, double area_m2)
{
    return !site || isnan(site->max_area_m2) || area_m2 <= site->max_area_m2;
}

static bool may_stand(const circlet_site_record *site, const ci_option *option,
                      const circlet_facility_record *size)
{
    double beds = (double)beds_of(size, NULL);

    for (size_t i = 1; i < option->step_count; i++)
        beds += (double)option->steps[i].beds;
    return !site || ((!site->types || !*site->types ||
                      circlet_list_has(site->types, size->type)) &&
                     !(beds > site->max_beds));
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
            may_stand(site, &option, &b->size.facility))
            status = ci_options_add(options, &option, error);
    }
    return status;
}

/* Whether it can be what is asked for, however large. */
static bool is_of_kind(const ci_need *need, const ci_catalogue_size *size,
                       const char *setting)
{
    ci_option ignored = {.facility = NULL};

    return is_for(size, setting) &&
           ci_option_complete(&ignored, need, &size->facility, false);
}

/* The sizes of a type that are enough, smallest first. Where there is room
 * for none, enough or not, the smallest is cut. */
static circlet_status add_type(ci_options *options, size_t *known,
                               const ci_need *need,
                               const ci_catalogue_entry *entry,
                               const circlet_site_record *site,
                               const char *setting, circlet_error *error)
{
    building b = {.entry = entry}, smallest = {.entry = NULL};
    bool is_held = false;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < ci_catalogue_size_count(entry); i++) {
        b.position = i;
        b.size = ci_catalogue_size_at(entry, i);
        b.area_m2 = b.size.facility.measures[CIRCLET_MEASURE_AREA_M2];
        if (!is_of_kind(need, &b.size, setting))
            continue;
        if (!smallest.entry && b.area_m2 > 0)
            smallest = b;
        is_held = is_held || has_room(site, b.area_m2);
        if (!has_enough(need, &b))
            continue;
        ++*known;
        if (has_room(site, b.area_m2))
            status = add_building(options, need, &b, site, error);
    }
    if (status || is_held || !smallest.entry || !(site->max_area_m2 > 0))
        return status;
    smallest.area_m2 = site->max_area_m2;
    return has_enough(need, &smallest)
               ? add_building(options, need, &smallest, site, error)
               : CIRCLET_OK;
}

/* On a site, or anywhere in the unit; `known` counts the sizes of the
 * catalogue that are enough. */
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
