/* circlet_plan_apply(): the city as a plan would leave it. */
#include <circlet/plan.h>

#include "base/error.h"
#include "city/city.h"
#include "city/plan_record.h"
#include "plan/carrying.h"

#define YEAR_MAX 9999

static circlet_status copy_rest(circlet_city_builder *builder,
                                const circlet_city *city, circlet_error *error)
{
    circlet_status status = ci_city_copy_places(builder, city, error);

    for (circlet_demand i = 0;
         status == CIRCLET_OK && i < circlet_city_demand_count(city); i++)
        status = circlet_city_builder_add_demand(
            builder, circlet_city_demand(city, i), error);
    for (int part = 0; part < CIRCLET_PART_COUNT; part++)
        if (status == CIRCLET_OK &&
            circlet_city_is_complete(city, (circlet_part)part))
            status = circlet_city_builder_say_complete(
                builder, (circlet_part)part, error);
    return status;
}

/* ---- carrying out ------------------------------------------------------- */

circlet_status ci_plan_check(const circlet_plan *plan,
                             const circlet_policy *policy,
                             const circlet_city *city,
                             const circlet_plan_action **wrong,
                             circlet_error *error)
{
    ci_carrying carrying;
    circlet_status status =
        ci_carrying_start(&carrying, plan, policy, city, error);

    *wrong = NULL;
    if (status == CIRCLET_OK) {
        status = ci_carrying_go_on(&carrying, 0, error);
        if (status != CIRCLET_OK)
            *wrong = &plan->actions[carrying.order[carrying.next]];
    }
    ci_carrying_finish(&carrying);
    return status;
}

/* What comes after the year is carried out as well, though nothing of it is
 * seen: a plan that contradicts itself is refused for every year. */
static circlet_status fill(circlet_city_builder *builder, ci_carrying *c,
                           int year, circlet_error *error)
{
    circlet_status status = copy_rest(builder, c->planned.city, error);

    if (status == CIRCLET_OK)
        status = ci_carrying_go_on(c, year, error);
    for (size_t i = 0; i < c->planned.count && status == CIRCLET_OK; i++)
        status = circlet_city_builder_add_facility(
            builder, &c->planned.facilities[i].record, error);
    return status == CIRCLET_OK ? ci_carrying_go_on(c, 0, error) : status;
}

static circlet_status apply(circlet_city **out, const circlet_plan *plan,
                            const circlet_policy *policy,
                            const circlet_city *city, int year,
                            circlet_error *error)
{
    circlet_city_builder *builder = NULL;
    ci_carrying c;
    circlet_status status = ci_carrying_start(&c, plan, policy, city, error);

    if (status == CIRCLET_OK)
        status = circlet_city_builder_new(&builder, error);
    if (status == CIRCLET_OK)
        status = fill(builder, &c, year, error);
    if (status == CIRCLET_OK)
        status = circlet_city_builder_finish(out, builder, error);
    circlet_city_builder_free(builder);
    ci_carrying_finish(&c);
    return ci_plan_blame(plan, status, error);
}

circlet_status circlet_plan_apply(circlet_city **out, const circlet_plan *plan,
                                  const circlet_policy *policy,
                                  const circlet_city *city, int year,
                                  circlet_error *error)
{
    circlet_city *own = NULL;
    circlet_status status;

    if (!out || !plan || !policy || !city)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "applying needs a plan, a policy and a city");
    if (year < 0 || year > YEAR_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "plan '%s' is applied up to the year %d, which is none",
                       plan->name, year);
    status = ci_plan_site_city(&own, &city, plan, error);
    if (status == CIRCLET_OK)
        status = apply(out, plan, policy, city, year, error);
    circlet_city_free(own);
    return status;
}
