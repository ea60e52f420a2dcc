/* circlet_plan_apply(): the city as a plan would leave it. */
#include <circlet/plan.h>

#include <stdlib.h>

#include "base/error.h"
#include "city/plan_action.h"
#include "city/plan_record.h"
#include "plan/planned_city.h"

#define YEAR_MAX 9999

static circlet_status copy_places(circlet_city_builder *builder,
                                  const circlet_city *city,
                                  circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (circlet_unit i = 0;
         status == CIRCLET_OK && i < circlet_city_unit_count(city); i++)
        status = circlet_city_builder_add_unit(
            builder, circlet_city_unit(city, i), error);
    for (circlet_site i = 0;
         status == CIRCLET_OK && i < circlet_city_site_count(city); i++)
        status = circlet_city_builder_add_site(
            builder, circlet_city_site(city, i), error);
    for (circlet_venue i = 0;
         status == CIRCLET_OK && i < circlet_city_venue_count(city); i++)
        status = circlet_city_builder_add_venue(
            builder, circlet_city_venue(city, i), error);
    for (size_t i = 0;
         status == CIRCLET_OK && i < circlet_city_waiver_count(city); i++)
        status = circlet_city_builder_add_waiver(
            builder, circlet_city_waiver(city, i), error);
    return status;
}

static circlet_status copy_rest(circlet_city_builder *builder,
                                const circlet_city *city, circlet_error *error)
{
    circlet_status status = copy_places(builder, city, error);

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

/* ---- in which order ----------------------------------------------------- */

typedef struct turn {
    int year;
    size_t position;
} turn;

static int compare_turns(const void *a, const void *b)
{
    const turn *first = a, *second = b;

    if (first->year != second->year)
        return first->year < second->year ? -1 : 1;
    return first->position < second->position
               ? -1
               : first->position != second->position;
}

size_t *ci_plan_order(const circlet_plan *plan)
{
    size_t count = plan->action_count;
    turn *turns = malloc((count + 1) * sizeof(*turns));
    size_t *order = malloc((count + 1) * sizeof(*order));

    if (!turns || !order) {
        free(turns);
        free(order);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        turns[i] = (turn){plan->actions[i].year, i};
    qsort(turns, count, sizeof(*turns), compare_turns);
    for (size_t i = 0; i < count; i++)
        order[i] = turns[i].position;
    free(turns);
    return order;
}

/* ---- carrying out ------------------------------------------------------- */

/* A plan under way. */
typedef struct carrying {
    ci_planned_city planned;
    size_t *order;
    size_t next; /* in `order` */
} carrying;

static circlet_status start(carrying *out, const circlet_plan *plan,
                            const circlet_policy *policy,
                            const circlet_city *city, circlet_error *error)
{
    circlet_status status =
        ci_actions_check(plan->actions, plan->action_count, error);

    *out = (carrying){0};
    if (status != CIRCLET_OK)
        return status;
    out->order = ci_plan_order(plan);
    if (!out->order)
        return ci_fail_nomem(error);
    return ci_planned_city_start(&out->planned, city, policy, plan, error);
}

static void finish(carrying *c)
{
    ci_planned_city_clear(&c->planned);
    free(c->order);
}

/* Carries out the actions up to the end of a year; 0: all that are left. */
static circlet_status go_on(carrying *c, int year, circlet_error *error)
{
    const circlet_plan *plan = c->planned.plan;
    circlet_status status = CIRCLET_OK;

    for (; c->next < plan->action_count && status == CIRCLET_OK; c->next++) {
        const circlet_plan_action *action = &plan->actions[c->order[c->next]];

        if (year != 0 && action->year > year)
            break;
        status = ci_planned_carry_out(&c->planned, action, error);
    }
    return status;
}

circlet_status ci_plan_check(const circlet_plan *plan,
                             const circlet_policy *policy,
                             const circlet_city *city, circlet_error *error)
{
    carrying c;
    circlet_status status = start(&c, plan, policy, city, error);

    if (status == CIRCLET_OK)
        status = go_on(&c, 0, error);
    finish(&c);
    return status;
}

/* What comes after the year is carried out as well, though nothing of it is
 * seen: a plan that contradicts itself is refused for every year. */
static circlet_status fill(circlet_city_builder *builder, carrying *c,
                           int year, circlet_error *error)
{
    circlet_status status = copy_rest(builder, c->planned.city, error);

    if (status == CIRCLET_OK)
        status = go_on(c, year, error);
    for (size_t i = 0; i < c->planned.count && status == CIRCLET_OK; i++)
        status = circlet_city_builder_add_facility(
            builder, &c->planned.facilities[i].record, error);
    return status == CIRCLET_OK ? go_on(c, 0, error) : status;
}

circlet_status circlet_plan_apply(circlet_city **out, const circlet_plan *plan,
                                  const circlet_policy *policy,
                                  const circlet_city *city, int year,
                                  circlet_error *error)
{
    circlet_city_builder *builder = NULL;
    carrying c;
    circlet_status status;

    if (!out || !plan || !policy || !city)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "applying needs a plan, a policy and a city");
    if (year < 0 || year > YEAR_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "plan '%s' is applied up to the year %d, which is none",
                       plan->name, year);
    status = start(&c, plan, policy, city, error);
    if (status == CIRCLET_OK)
        status = circlet_city_builder_new(&builder, error);
    if (status == CIRCLET_OK)
        status = fill(builder, &c, year, error);
    if (status == CIRCLET_OK)
        status = circlet_city_builder_finish(out, builder, error);
    circlet_city_builder_free(builder);
    finish(&c);
    return status;
}
