#include "verify/unit_budgets.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "city/plan_record.h"

static circlet_status read_one(ci_unit_budget *out, const char *part,
                               size_t size, const circlet_city *city,
                               circlet_error *error)
{
    char *text = ci_text_copy_n(part, size);
    char *sign = text ? strrchr(text, '=') : NULL;
    bool is_read;

    if (!text)
        return ci_fail_nomem(error);
    if (sign)
        *sign = '\0';
    out->unit = sign ? circlet_city_find_unit(city, text) : CIRCLET_NONE;
    is_read = out->unit != CIRCLET_NONE &&
              ci_parse_int64(&out->cny, sign + 1) && out->cny >= 0;
    free(text);
    return is_read ? CIRCLET_OK
                   : ci_fail(error, CIRCLET_E_DATA,
                             "the certificate's budget '%.*s' is of no unit",
                             (int)size, part);
}

circlet_status ci_unit_budgets_read(ci_unit_budget **out, size_t *count,
                                    const char *list, const circlet_city *city,
                                    circlet_error *error)
{
    size_t room = strlen(list) / 3 + 1;
    circlet_status status = CIRCLET_OK;

    *count = 0;
    *out = calloc(room + 1, sizeof(**out));
    if (!*out)
        return ci_fail_nomem(error);
    while (status == CIRCLET_OK && *list) {
        size_t size = strcspn(list, ",");

        /* "u=1," is the shortest. */
        status = *count < room
                     ? read_one(&(*out)[*count], list, size, city, error)
                     : ci_fail(error, CIRCLET_E_DATA,
                               "the certificate's budgets are no list");
        *count += status == CIRCLET_OK;
        list += size + (list[size] == ',');
    }
    return status;
}

bool ci_unit_budget_pays(const ci_unit_budget *budget,
                         const circlet_city *city, ci_remedy_place place)
{
    circlet_level level = circlet_city_unit(city, budget->unit)->level;

    return ci_remedy_unit(city, place, level) == budget->unit;
}

static circlet_site site_of(const circlet_city *city,
                            const circlet_plan_action *action)
{
    return action->site ? circlet_city_find_site(city, action->site)
                        : CIRCLET_NONE;
}

circlet_unit ci_action_unit(const circlet_plan *plan, const circlet_city *city,
                            const circlet_plan_action *action,
                            circlet_level level)
{
    circlet_site site = site_of(city, action);
    circlet_facility facility =
        circlet_city_find_facility(city, action->facility);

    if (site == CIRCLET_NONE && facility != CIRCLET_NONE)
        return circlet_city_facility_unit(city, facility, level);
    for (size_t i = 0; site == CIRCLET_NONE && i < plan->action_count; i++)
        if (strcmp(plan->actions[i].facility, action->facility) == 0)
            site = site_of(city, &plan->actions[i]);
    return site == CIRCLET_NONE ? CIRCLET_NONE
                                : circlet_city_site_unit(city, site, level);
}

double ci_unit_budget_spent(const ci_unit_budget *budget,
                            const circlet_plan *plan, const circlet_city *city)
{
    circlet_level level = circlet_city_unit(city, budget->unit)->level;
    double sum = 0;

    for (size_t i = 0; i < plan->action_count; i++)
        if (ci_action_unit(plan, city, &plan->actions[i], level) ==
            budget->unit)
            sum += plan->actions[i].cost_cny;
    return sum;
}
