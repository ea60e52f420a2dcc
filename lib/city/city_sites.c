/* A city with the sites that a plan proposes. */
#include "base/error.h"
#include "city/city.h"
#include "city/plan_record.h"

static circlet_status copy(circlet_city_builder *builder,
                           const circlet_city *city, circlet_error *error)
{
    circlet_status status = ci_city_copy_places(builder, city, error);

    for (circlet_demand i = 0; !status && i < circlet_city_demand_count(city);
         i++)
        status = circlet_city_builder_add_demand(
            builder, circlet_city_demand(city, i), error);
    for (circlet_facility i = 0;
         !status && i < circlet_city_facility_count(city); i++)
        status = circlet_city_builder_add_facility(
            builder, circlet_city_facility(city, i), error);
    for (int part = 0; !status && part < CIRCLET_PART_COUNT; part++)
        if (circlet_city_is_complete(city, (circlet_part)part))
            status = circlet_city_builder_say_complete(
                builder, (circlet_part)part, error);
    return status;
}

static circlet_status add_sites(circlet_city_builder *builder,
                                const circlet_city *city,
                                const circlet_site_record *sites, size_t count,
                                circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < count; i++) {
        circlet_site_record site = sites[i];

        site.is_proposed = true;
        if (circlet_city_find_site(city, site.id) == CIRCLET_NONE)
            status = circlet_city_builder_add_site(builder, &site, error);
    }
    return status;
}

circlet_status ci_city_add_sites(circlet_city **out, const circlet_city *city,
                                 const circlet_site_record *sites,
                                 size_t count, circlet_error *error)
{
    circlet_city_builder *builder = NULL;
    circlet_status status = circlet_city_builder_new(&builder, error);

    if (!status)
        status = copy(builder, city, error);
    if (!status)
        status = add_sites(builder, city, sites, count, error);
    if (!status)
        status = ci_city_builder_hand_over(out, builder, error);
    circlet_city_builder_free(builder);
    return status;
}

static bool has_all(const circlet_city *city, const circlet_plan *plan)
{
    for (size_t i = 0; i < plan->site_count; i++)
        if (circlet_city_find_site(city, plan->sites[i].id) == CIRCLET_NONE)
            return false;
    return true;
}

circlet_status ci_plan_site_city(circlet_city **own, const circlet_city **city,
                                 const circlet_plan *plan,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    *own = NULL;
    if (!has_all(*city, plan))
        status = ci_city_add_sites(own, *city, plan->sites, plan->site_count,
                                   error);
    if (*own)
        *city = *own;
    return status;
}
