#include "policy/known_services.h"

#include <string.h>

#include "base/edit_distance.h"
#include "policy/policy.h"
#include "policy/price.h"

/* Shorter words are not compared; longer ones may differ in two letters. */
#define SLIP_BYTES_MIN 4
#define LONG_BYTES 8

/* A word that is looked for among others. */
typedef struct seeking {
    const char *word;
    size_t nearest; /* distance of `meant` */
    const char *meant; /* NULL: none is near */
    bool is_named;
} seeking;

static void look_at(seeking *of, const char *other)
{
    size_t distance;

    if (!other || of->is_named)
        return;
    distance = ci_edit_distance(of->word, other);
    of->is_named = distance == 0;
    if (distance < of->nearest) {
        of->nearest = distance;
        of->meant = other;
    }
}

static void look_at_all(seeking *of, const ci_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        look_at(of, words->items[i]);
}

static void look_at_facility(seeking *of,
                             const circlet_facility_record *facility)
{
    for (size_t i = 0; i < facility->service_count; i++)
        look_at(of, facility->services[i].service);
}

static void look_at_selection(seeking *of, const ci_selection *selection)
{
    look_at(of, selection->service);
    look_at_all(of, &selection->services);
    look_at_all(of, &selection->one_of);
}

/* What the rule's kind asks for besides what its facilities are. */
static void look_at_kind(seeking *of, const ci_rule *rule)
{
    switch (rule->kind) {
    case CI_RULE_RATIO:
        look_at(of, rule->as.ratio.service);
        break;
    case CI_RULE_CLASS_COUNT:
        look_at_all(of, &rule->as.class_count.nested);
        break;
    case CI_RULE_EACH:
        look_at(of, rule->as.each.beds);
        break;
    case CI_RULE_PHASE:
        for (size_t i = 0; i < rule->as.phase.step_count; i++)
            look_at_selection(of, &rule->as.phase.steps[i].having);
        break;
    case CI_RULE_PLACES:
        look_at(of, rule->as.places.service);
        break;
    case CI_RULE_EVENNESS:
        look_at(of, rule->as.evenness.service);
        break;
    case CI_RULE_RECEIVED:
        look_at(of, rule->as.received.service);
        break;
    default:
        break;
    }
}

static void look_at_policy(seeking *of, const circlet_policy *policy)
{
    for (size_t i = 0; i < policy->type_count; i++) {
        look_at_all(of, &policy->types[i].services);
        look_at_all(of, &policy->types[i].bedded);
        look_at_all(of, &policy->types[i].perhaps);
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        look_at_selection(of, &policy->rules[i].facility);
        look_at_kind(of, &policy->rules[i]);
    }
    for (size_t i = 0; i < policy->catalogue_count; i++)
        look_at_facility(of, &policy->catalogue[i].facility);
    for (size_t i = 0; i < policy->price_count; i++) {
        look_at(of, policy->prices[i].service);
        look_at_all(of, &policy->prices[i].services);
    }
}

const char *ci_service_meant(const char *word, const circlet_policy *policy,
                             const circlet_city *city)
{
    size_t size = strlen(word);
    seeking of = {.word = word, .nearest = size < LONG_BYTES ? 2 : 3};

    if (size < SLIP_BYTES_MIN)
        return NULL;
    look_at_policy(&of, policy);
    for (circlet_facility i = 0;
         !of.is_named && i < circlet_city_facility_count(city); i++)
        look_at_facility(&of, circlet_city_facility(city, i));
    return of.is_named ? NULL : of.meant;
}
