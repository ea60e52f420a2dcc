#include "policy/known_services.h"

#include <string.h>

#include "policy/policy.h"
#include "policy/price.h"

static bool is_word(const char *word, const char *service)
{
    return word && strcmp(word, service) == 0;
}

static bool type_names(const ci_facility_type *type, const char *service)
{
    return is_word(type->type, service) ||
           ci_words_have(&type->services, service) ||
           ci_words_have(&type->bedded, service) ||
           ci_words_have(&type->perhaps, service);
}

static bool facility_offers(const circlet_facility_record *facility,
                            const char *service)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (is_word(facility->services[i].service, service))
            return true;
    return is_word(facility->type, service);
}

static bool selection_names(const ci_selection *selection, const char *service)
{
    return is_word(selection->type, service) ||
           is_word(selection->service, service) ||
           ci_words_have(&selection->services, service) ||
           ci_words_have(&selection->one_of, service);
}

static bool step_names(const ci_phase *phase, const char *service)
{
    for (size_t i = 0; i < phase->step_count; i++)
        if (selection_names(&phase->steps[i].having, service))
            return true;
    return false;
}

/* What the rule's kind asks for besides what its facilities are. */
static bool kind_names(const ci_rule *rule, const char *service)
{
    switch (rule->kind) {
    case CI_RULE_RATIO:
        return is_word(rule->as.ratio.service, service);
    case CI_RULE_CLASS_COUNT:
        return ci_words_have(&rule->as.class_count.nested, service);
    case CI_RULE_EACH:
        return is_word(rule->as.each.beds, service);
    case CI_RULE_PHASE:
        return step_names(&rule->as.phase, service);
    case CI_RULE_PLACES:
        return is_word(rule->as.places.service, service);
    case CI_RULE_EVENNESS:
        return is_word(rule->as.evenness.service, service);
    case CI_RULE_RECEIVED:
        return is_word(rule->as.received.service, service);
    default:
        return false;
    }
}

static bool rule_names(const ci_rule *rule, const char *service)
{
    return selection_names(&rule->facility, service) ||
           kind_names(rule, service);
}

static bool policy_names(const circlet_policy *policy, const char *service)
{
    for (size_t i = 0; i < policy->type_count; i++)
        if (type_names(&policy->types[i], service))
            return true;
    for (size_t i = 0; i < policy->rule_count; i++)
        if (rule_names(&policy->rules[i], service))
            return true;
    for (size_t i = 0; i < policy->catalogue_count; i++)
        if (facility_offers(&policy->catalogue[i].facility, service))
            return true;
    for (size_t i = 0; i < policy->price_count; i++)
        if (is_word(policy->prices[i].service, service) ||
            ci_words_have(&policy->prices[i].services, service))
            return true;
    return false;
}

bool ci_service_is_known(const char *service, const circlet_policy *policy,
                         const circlet_city *city)
{
    if (policy_names(policy, service))
        return true;
    for (circlet_facility i = 0; i < circlet_city_facility_count(city); i++)
        if (facility_offers(circlet_city_facility(city, i), service))
            return true;
    return false;
}
