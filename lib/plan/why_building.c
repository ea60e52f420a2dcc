/* What would have to be built for something that cannot be had. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "plan/mend.h"
#include "plan/why.h"

/* What is looked for. */
typedef struct search {
    const ci_judgement *judgement;
    const ci_rule *rule;
    const char *setting; /* of the unit; NULL: not known */
    int64_t missing;
    circlet_plan_change best;
    ci_option option; /* of the best: the services that are added */
} search;

static int64_t beds_of(const ci_option *option,
                       const circlet_facility_record *size)
{
    int64_t beds = 0;

    for (size_t i = 0; i < size->service_count; i++)
        if (size->services[i].beds > 0)
            beds += size->services[i].beds;
    for (size_t i = 1; i < option->step_count; i++)
        beds += option->steps[i].beds > 0 ? option->steps[i].beds : 0;
    return beds;
}

/* Whether a facility that lacks services counts with them as one. */
static bool counts_facilities(const ci_rule *rule)
{
    return rule->kind != CI_RULE_RATIO && rule->kind != CI_RULE_CLASS_COUNT;
}

static bool may_stand(const search *s, const ci_catalogue_size *size)
{
    return size->settings.count == 0 ||
           (s->setting && ci_words_have(&size->settings, s->setting));
}

/* How many of a size are enough, with what is added to each; 0: none is. */
static int64_t count_of(ci_option *option, const search *s,
                        const ci_catalogue_size *size)
{
    const ci_need need = {.judgement = s->judgement,
                          .selection = &s->rule->facility};
    int64_t gain = ci_mend_measure(s->judgement, s->rule, &size->facility);

    if (gain > 0)
        return (s->missing - 1) / gain + 1;
    return counts_facilities(s->rule) &&
                   ci_option_complete(option, &need, &size->facility, false)
               ? s->missing
               : 0;
}

/* Of those that cost the same the first stays. */
static void try_size(search *s, const ci_catalogue_size *size)
{
    const ci_price price = {.is_offered = true,
                            .once_cny = size->cost_cny,
                            .yearly_cny = size->yearly_cny};
    ci_option option = {.type = size->facility.type,
                        .steps = {{.kind = CI_PRICE_BUILD}},
                        .step_count = 1,
                        .price = ci_way_of(&price)};
    double area = size->facility.measures[CIRCLET_MEASURE_AREA_M2], cny;
    int64_t count = may_stand(s, size) ? count_of(&option, s, size) : 0;

    cny = (double)count * option.price.once_cny;
    if (count <= 0 || !(cny >= 0) || (s->best.kind && cny >= s->best.cost_cny))
        return;
    s->option = option;
    s->best = (circlet_plan_change){.kind = "site",
                                    .type = size->facility.type,
                                    .count = (size_t)count,
                                    .area_m2 = area > 0 ? area : 0,
                                    .beds = beds_of(&option, &size->facility),
                                    .cost_cny = cny};
}

/* The services that are added, as a list; false: no memory. */
static bool list_services(search *s, ci_arena *arena)
{
    ci_buffer list = {0};

    for (size_t i = 1; i < s->option.step_count; i++) {
        ci_buffer_add(&list, i > 1 ? ";" : "");
        ci_buffer_add(&list, s->option.steps[i].service);
    }
    s->best.services = list.failed ? NULL : ci_arena_copy(arena, list.text);
    ci_buffer_free(&list);
    return s->best.services;
}

circlet_status ci_why_buildings(circlet_plan_change *out, ci_arena *arena,
                                const ci_judgement *judgement,
                                const ci_rule *rule, circlet_unit unit,
                                int64_t missing, circlet_error *error)
{
    const circlet_policy *policy = judgement->policy;
    search s = {.judgement = judgement, .rule = rule, .missing = missing};

    if (missing <= 0)
        return CIRCLET_OK;
    if (unit != CIRCLET_NONE)
        s.setting = circlet_city_unit_setting(judgement->city, unit);
    for (size_t e = 0; e < policy->catalogue_count; e++) {
        const ci_catalogue_entry *entry = &policy->catalogue[e];

        for (size_t i = 0; i < ci_catalogue_size_count(entry); i++) {
            const ci_catalogue_size size = ci_catalogue_size_at(entry, i);

            try_size(&s, &size);
        }
    }
    if (!s.best.kind)
        return CIRCLET_OK;
    if (s.option.step_count > 1 && !list_services(&s, arena))
        return ci_fail_nomem(error);
    *out = s.best;
    return CIRCLET_OK;
}
