/* More area, places or beds in a facility that there is. */
#include <math.h>
#include <string.h>

#include "policy/circle.h"
#include "policy/fix_option.h"

/* ---- what beds are taken from ------------------------------------------- */

static bool counts_beds(const ci_rule *rule, const char *service)
{
    const ci_class_count *asked = &rule->as.class_count;

    if (rule->kind == CI_RULE_RATIO)
        return rule->as.ratio.amount == CI_AMOUNT_BEDS &&
               strcmp(rule->as.ratio.service, service) == 0;
    return rule->kind == CI_RULE_CLASS_COUNT &&
           (strcmp(rule->facility.service, service) == 0 ||
            ci_words_have(&asked->nested, service));
}

static bool is_counted(const ci_judgement *judgement, const char *service)
{
    const circlet_policy *policy = judgement->policy;

    for (size_t i = 0; i < policy->rule_count; i++)
        if (ci_rule_is_in_force(&policy->rules[i], judgement->year) &&
            counts_beds(&policy->rules[i], service))
            return true;
    return false;
}

const circlet_service_record *ci_option_donor(
    const ci_judgement *judgement, const circlet_facility_record *facility,
    const char *service)
{
    const circlet_service_record *most = NULL;

    for (size_t i = 0; i < facility->service_count; i++) {
        const circlet_service_record *other = &facility->services[i];

        if (other->beds < 0 || strcmp(other->service, service) == 0)
            continue;
        if (!most || other->beds > most->beds ||
            (other->beds == most->beds &&
             strcmp(other->service, most->service) < 0))
            most = other;
    }
    return most && !is_counted(judgement, most->service) ? most : NULL;
}

int64_t ci_option_free_beds(const circlet_service_record *donor)
{
    if (donor->occupied < 0)
        return donor->beds;
    return donor->occupied < donor->beds ? donor->beds - donor->occupied : 0;
}

/* ---- whether it counts then --------------------------------------------- */

static bool offers_then(const ci_need *need,
                        const circlet_facility_record *facility,
                        const char *service)
{
    return (need->service && strcmp(need->service, service) == 0) ||
           ci_facility_offers(facility, service, &need->judgement->types);
}

/* Whether the facility is surely one of the selection as soon as it offers
 * the service that is needed. */
static bool holds_then(const ci_need *need,
                       const circlet_facility_record *facility)
{
    const ci_selection *selection = need->selection;
    ci_selection others = *selection;
    bool has_one = selection->one_of.count == 0;

    others.service = NULL;
    others.services = others.one_of = (ci_words){NULL, 0};
    if (ci_selection_holds(&others, facility, &need->judgement->types, NULL) !=
        CI_MEMBER_YES)
        return false;
    if (selection->service && !offers_then(need, facility, selection->service))
        return false;
    for (size_t i = 0; i < selection->services.count; i++)
        if (!offers_then(need, facility, selection->services.items[i]))
            return false;
    for (size_t i = 0; i < selection->one_of.count && !has_one; i++)
        has_one = offers_then(need, facility, selection->one_of.items[i]);
    return has_one;
}

static const circlet_service_record *find_service(
    const circlet_facility_record *facility, const char *service)
{
    for (size_t i = 0; service && i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return &facility->services[i];
    return NULL;
}

/* ---- the kinds of actions ----------------------------------------------- */

static ci_price price_of(const ci_need *need, ci_price_kind kind,
                         const circlet_facility_record *facility)
{
    return ci_price_of(need->judgement->policy, kind, facility->type,
                       need->service, need->area_m2, need->places, need->beds,
                       (double)NAN);
}

static circlet_status add_action(ci_options *options, const ci_need *need,
                                 ci_price_kind kind,
                                 const circlet_facility_record *facility,
                                 const ci_price *price, circlet_error *error)
{
    const ci_option option = {.facility = facility,
                              .steps = {{kind, need->service, price->area_m2,
                                         price->places, price->beds}},
                              .step_count = 1,
                              .size_m2 = (double)NAN,
                              .price = ci_way_of(price)};

    return ci_way_is_priced(&option.price)
               ? ci_options_add(options, &option, error)
               : CIRCLET_OK;
}

/* None of its type grows larger than the catalogue says. */
static bool has_room(const ci_need *need,
                     const circlet_facility_record *facility, double area_m2)
{
    const ci_catalogue_entry *entry =
        ci_catalogue_find(need->judgement->policy, facility->type);

    return area_m2 <= 0 || !entry ||
           !(ci_facility_measure_low(facility, CIRCLET_MEASURE_AREA_M2) +
                 area_m2 >
             entry->area_max_m2);
}

/* Whether the policy says anything of actions of a kind. */
static bool has_prices(const circlet_policy *policy, ci_price_kind kind)
{
    for (size_t i = 0; i < policy->price_count; i++)
        if (policy->prices[i].kind == kind)
            return true;
    return false;
}

/* A number that is not known stays so, but what is added is surely there. */
static bool can_grow(const ci_need *need,
                     const circlet_facility_record *facility)
{
    if (need->area_m2 > 0 &&
        !(facility->measures[CIRCLET_MEASURE_AREA_M2] >= 0))
        return false;
    return (need->places <= 0 && need->beds <= 0) ||
           ci_facility_offers(facility, need->service,
                              &need->judgement->types);
}

static circlet_status add_larger(ci_options *options, bool *is_open,
                                 const ci_need *need,
                                 const circlet_facility_record *facility,
                                 circlet_error *error)
{
    ci_price price = price_of(need, CI_PRICE_ENLARGE, facility);

    if (!can_grow(need, facility) ||
        ci_selection_holds(need->selection, facility, &need->judgement->types,
                           NULL) != CI_MEMBER_YES ||
        !has_room(need, facility,
                  price.is_offered ? price.area_m2 : need->area_m2))
        return CIRCLET_OK;
    if (!isfinite(price.once_cny) &&
        (price.is_offered ||
         !has_prices(need->judgement->policy, CI_PRICE_ENLARGE)))
        *is_open = true;
    return add_action(options, need, CI_PRICE_ENLARGE, facility, &price,
                      error);
}

/* What is designated is there already, with whoever has it: not more than the
 * donor has. A section is made of what is free. */
static circlet_status add_beds(ci_options *options, const ci_need *need,
                               ci_price_kind kind,
                               const circlet_facility_record *facility,
                               circlet_error *error)
{
    const circlet_service_record *donor =
        ci_option_donor(need->judgement, facility, need->service);
    ci_price price = price_of(need, kind, facility);
    int64_t beds = !donor                       ? -1
                   : kind == CI_PRICE_PARTITION ? ci_option_free_beds(donor)
                                                : donor->beds;

    if (beds < price.beds)
        return CIRCLET_OK;
    return add_action(options, need, kind, facility, &price, error);
}

circlet_status ci_options_enlarge(ci_options *options, bool *is_open,
                                  const ci_need *need,
                                  const circlet_facility_record *facility,
                                  circlet_error *error)
{
    bool is_new =
        need->service &&
        !ci_facility_offers(facility, need->service, &need->judgement->types);
    circlet_status status =
        add_larger(options, is_open, need, facility, error);

    if (status || !need->service || !holds_then(need, facility))
        return status;
    if (is_new) {
        ci_price price = price_of(need, CI_PRICE_ADD_SERVICE, facility);

        status = add_action(options, need, CI_PRICE_ADD_SERVICE, facility,
                            &price, error);
    }
    if (!status && is_new && need->beds > 0 && need->places <= 0)
        status = add_beds(options, need, CI_PRICE_DESIGNATE, facility, error);
    if (!status && need->beds > 0 && need->places <= 0 &&
        (is_new || find_service(facility, need->service)))
        status = add_beds(options, need, CI_PRICE_PARTITION, facility, error);
    return status;
}
