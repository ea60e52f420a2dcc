/* circlet_plan_complete(): a plan with what its policy says of it. */
#include <circlet/plan.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_action.h"
#include "city/plan_record.h"
#include "plan/action_price.h"
#include "plan/action_text.h"
#include "plan/carrying.h"
#include "plan/new_facility.h"
#include "policy/circle.h"

/* A plan being completed. */
typedef struct completing {
    ci_carrying carrying;
    circlet_plan_action *actions; /* a copy of the plan's */
    ci_arena texts;
} completing;

/* ---- what is built ------------------------------------------------------ */

static const circlet_service_record *service_of(
    const circlet_facility_record *facility, const char *service)
{
    for (size_t i = 0; service && i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return &facility->services[i];
    return NULL;
}

static void fill_building(circlet_plan_action *action,
                          const circlet_facility_record *facility)
{
    const circlet_service_record *service =
        service_of(facility, ci_new_facility_service(facility, action));

    action->at = facility->at;
    if (!action->tier)
        action->tier = facility->tier;
    if (isnan(action->area_m2))
        action->area_m2 = facility->measures[CIRCLET_MEASURE_AREA_M2];
    if (!service)
        return;
    action->service = service->service;
    if (action->places < 0)
        action->places = service->places;
    if (action->beds < 0)
        action->beds = service->beds;
}

/* ---- what is said of it ------------------------------------------------- */

static void add_zh(ci_buffer *out, ci_action_word kind, const char *word,
                   const void *user)
{
    (void)kind;
    ci_buffer_add(out, ci_policy_word_zh(user, word));
}

static void add_en(ci_buffer *out, ci_action_word kind, const char *word,
                   const void *user)
{
    const ci_word *found = ci_policy_find_word(user, word);

    (void)kind;
    if (found)
        ci_buffer_add(out, found->en);
    else
        ci_action_add_plain_word(out, word);
}

/* What is only in the plan has an id alone. */
static const char *name_of_facility(const circlet_city *city, const char *id)
{
    circlet_facility facility = circlet_city_find_facility(city, id);

    return facility == CIRCLET_NONE
               ? id
               : circlet_city_facility(city, facility)->name;
}

static const char *name_of_site(const ci_planned_facility *facility,
                                const circlet_plan_action *action)
{
    if (!action->site || !*action->site)
        return NULL;
    return facility->site && facility->site->name ? facility->site->name
                                                  : action->site;
}

/* Moves a text into the arena; NULL: no memory. */
static const char *keep(ci_arena *arena, ci_buffer *buffer)
{
    const char *text =
        buffer->failed ? NULL : ci_arena_copy(arena, buffer->text);

    ci_buffer_free(buffer);
    return text;
}

static circlet_status tell(circlet_plan_action *action, completing *c,
                           const ci_planned_facility *facility,
                           const ci_price *price, circlet_error *error)
{
    const ci_planned_city *planned = &c->carrying.planned;
    const ci_action_words words = {add_zh, add_en, planned->policy};
    const ci_told_action told = {
        .action = action,
        .words = &words,
        .facility = name_of_facility(planned->city, action->facility),
        .site = name_of_site(facility, action),
        .is_site_proposed = facility->site && facility->site->is_proposed,
        .saved_cny = ci_action_kind_of(action->kind) == CI_ACTION_CLOSE
                         ? 0 - price->yearly_cny
                         : (double)NAN,
        .is_saved_assumed = price->is_yearly_assumed};
    ci_buffer zh = {0}, en = {0};

    ci_action_tell_zh(&zh, &told);
    ci_action_tell_en(&en, &told);
    if (action->is_text_plain || !action->text_zh)
        action->text_zh = keep(&c->texts, &zh);
    if (action->is_text_plain || !action->text_en)
        action->text_en = keep(&c->texts, &en);
    action->is_text_plain = false;
    ci_buffer_free(&zh);
    ci_buffer_free(&en);
    return action->text_zh && action->text_en ? CIRCLET_OK
                                              : ci_fail_nomem(error);
}

/* ---- one after the other ------------------------------------------------ */

static circlet_status complete_next(completing *c, circlet_error *error)
{
    const circlet_policy *policy = c->carrying.planned.policy;
    circlet_plan_action *action =
        &c->actions[c->carrying.order[c->carrying.next]];
    const ci_planned_facility *facility;
    circlet_status status = ci_carrying_step(&c->carrying, error);
    ci_price price;

    if (status != CIRCLET_OK)
        return status;
    facility = ci_planned_find(&c->carrying.planned, action->facility);
    price = ci_price_of_action(policy, facility, action);
    if (isnan(action->cost_cny))
        action->cost_cny = price.once_cny;
    if (ci_action_kind_of(action->kind) == CI_ACTION_BUILD)
        fill_building(action, &facility->record);
    return tell(action, c, facility, &price, error);
}

static circlet_status complete_all(completing *c, const circlet_plan *plan,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    c->actions = malloc((plan->action_count + 1) * sizeof(*c->actions));
    if (!c->actions)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < plan->action_count; i++)
        c->actions[i] = plan->actions[i];
    while (status == CIRCLET_OK && c->carrying.next < plan->action_count)
        status = complete_next(c, error);
    return ci_plan_blame(plan, status, error);
}

static circlet_status complete(circlet_plan **out, const circlet_plan *plan,
                               const circlet_policy *policy,
                               const circlet_city *city, circlet_error *error)
{
    completing c = {0};
    circlet_plan_parts parts;
    circlet_status status;

    status = ci_carrying_start(&c.carrying, plan, policy, city, error);
    status = status == CIRCLET_OK ? complete_all(&c, plan, error)
                                  : ci_plan_blame(plan, status, error);
    parts = ci_plan_parts(plan);
    parts.actions = c.actions;
    if (status == CIRCLET_OK)
        status = circlet_plan_new(out, plan->name, &parts, error);
    ci_carrying_finish(&c.carrying);
    ci_arena_free(&c.texts);
    free(c.actions);
    return status;
}

circlet_status circlet_plan_complete(circlet_plan **out,
                                     const circlet_plan *plan,
                                     const circlet_policy *policy,
                                     const circlet_city *city,
                                     circlet_error *error)
{
    circlet_city *own = NULL;
    circlet_status status;

    if (!out || !plan || !policy || !city)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "completing needs a plan, a policy and a city");
    status = ci_plan_site_city(&own, &city, plan, error);
    if (status == CIRCLET_OK)
        status = complete(out, plan, policy, city, error);
    circlet_city_free(own);
    return status;
}
