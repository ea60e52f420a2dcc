/* Types of facilities, what new ones offer, and which ones a rule means. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "io/policy_reader.h"

#define MAX_COUNT 1000000

static circlet_status fail_unknown_type(ci_policy_reader *reader,
                                        const ci_yaml_node *node,
                                        const char *type)
{
    return ci_yaml_fail(&reader->tree, node, reader->error,
                        "facility type '%s' has no entry in 'types'", type);
}

static circlet_status read_type(ci_facility_type *out,
                                ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    static const char *const keys[] = {"title", "services", "perhaps",
                                       "bedded", NULL};
    circlet_status status = ci_policy_check(reader, node, keys);

    if (status)
        return status;
    out->type = ci_policy_find_word(reader->policy, node->key)->word;
    status = ci_policy_optional_known_words(&out->services, reader, node,
                                            "services");
    if (!status)
        status = ci_policy_optional_known_words(&out->perhaps, reader, node,
                                                "perhaps");
    if (!status)
        status = ci_policy_optional_known_words(&out->bedded, reader, node,
                                                "bedded");
    for (size_t i = 0; !status && i < out->bedded.count; i++)
        if (!ci_words_have(&out->services, out->bedded.items[i]))
            return ci_yaml_fail(
                &reader->tree, ci_policy_find(node, "bedded"), reader->error,
                "'%s' is not among the services", out->bedded.items[i]);
    return status;
}

circlet_status ci_policy_read_types(ci_policy_reader *reader,
                                    const ci_yaml_node *root)
{
    const ci_yaml_node *map = ci_policy_find(root, "types");
    ci_facility_type *types = NULL;
    circlet_status status =
        ci_policy_take(&types, reader, map->child_count + 1, sizeof(*types));

    for (size_t i = 0; !status && i < map->child_count; i++)
        status = read_type(&types[i], reader, map->children[i]);
    if (!status) {
        reader->policy->types = types;
        reader->policy->type_count = map->child_count;
    }
    return status;
}

/* A service is a word, or a map with places and beds. */
static circlet_status read_offer(circlet_service_record *out,
                                 ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    static const char *const keys[] = {"service", "places", "beds", NULL};
    int places = -1, beds = -1;
    circlet_status status;

    if (node->type == CI_YAML_SCALAR) {
        status =
            ci_yaml_text(&out->service, &reader->tree, node, reader->error);
        if (!status) {
            out->service = ci_arena_copy(&reader->policy->arena, out->service);
            if (!out->service)
                return ci_fail_nomem(reader->error);
        }
    } else {
        status = ci_policy_check(reader, node, keys);
        if (!status)
            status = ci_policy_text(&out->service, reader, node, "service");
        if (!status)
            status = ci_policy_optional_whole(&places, reader, node, "places",
                                              0, MAX_COUNT);
        if (!status)
            status = ci_policy_optional_whole(&beds, reader, node, "beds", 0,
                                              MAX_COUNT);
    }
    if (!status)
        status = ci_policy_check_word(reader, node, out->service);
    out->places = places;
    out->beds = beds;
    out->occupied = -1;
    return status;
}

static circlet_status read_offers(circlet_facility_record *out,
                                  ci_policy_reader *reader,
                                  const ci_yaml_node *map)
{
    const ci_yaml_node *list = ci_policy_find(map, "services");
    circlet_service_record *services = NULL;
    circlet_status status;

    if (!list)
        return CIRCLET_OK;
    if (list->type != CI_YAML_LIST)
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list", list->key);
    status = ci_policy_take(&services, reader, list->child_count + 1,
                            sizeof(*services));
    for (size_t i = 0; !status && i < list->child_count; i++)
        status = read_offer(&services[i], reader, list->children[i]);
    out->services = services;
    out->service_count = list->child_count;
    return status;
}

static circlet_status read_entry(ci_catalogue_entry *out,
                                 ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    static const char *const keys[] = {
        "tier",     "area_m2", "services", "is_comprehensive",
        "cost_cny", "assumed", "source",   NULL};
    circlet_facility_record *facility = &out->facility;
    double *area = &facility->measures[CIRCLET_MEASURE_AREA_M2];
    ci_origin origin = {0};
    circlet_status status = ci_policy_check(reader, node, keys);

    if (status)
        return status;
    if (!circlet_policy_has_facility_type(reader->policy, node->key))
        return fail_unknown_type(reader, node, node->key);
    *facility = circlet_facility_record_unknown();
    facility->type = ci_policy_find_word(reader->policy, node->key)->word;
    out->cost_cny = (double)NAN;
    status = ci_policy_origin(&origin, reader, node);
    if (!status)
        status = ci_policy_optional_known_word(&facility->tier, reader, node,
                                               "tier");
    if (!status)
        status = ci_policy_optional_number(area, reader, node, "area_m2", 0,
                                           MAX_COUNT);
    if (!status)
        status = ci_policy_optional_answer(&facility->is_comprehensive, reader,
                                           node, "is_comprehensive");
    if (!status)
        status = ci_policy_optional_number(&out->cost_cny, reader, node,
                                           "cost_cny", 0, 1e12);
    return status ? status : read_offers(facility, reader, node);
}

circlet_status ci_policy_read_catalogue(ci_policy_reader *reader,
                                        const ci_yaml_node *root)
{
    const ci_yaml_node *map = ci_policy_find(root, "catalogue");
    ci_catalogue_entry *entries = NULL;
    circlet_status status;

    if (!map)
        return CIRCLET_OK;
    if (map->type != CI_YAML_MAP)
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "'%s' must be a map of keys", map->key);
    status = ci_policy_take(&entries, reader, map->child_count + 1,
                            sizeof(*entries));
    for (size_t i = 0; !status && i < map->child_count; i++)
        status = read_entry(&entries[i], reader, map->children[i]);
    if (!status) {
        reader->policy->catalogue = entries;
        reader->policy->catalogue_count = map->child_count;
    }
    return status;
}

circlet_status ci_policy_read_flags(ci_selection *out,
                                    ci_policy_reader *reader,
                                    const ci_yaml_node *node)
{
    circlet_status status = ci_policy_optional_known_words(
        &out->services, reader, node, "services");

    if (!status)
        status =
            ci_policy_optional_known_word(&out->tier, reader, node, "tier");
    if (!status)
        status = ci_policy_optional_answer(&out->is_comprehensive, reader,
                                           node, "is_comprehensive");
    if (!status)
        status = ci_policy_optional_answer(&out->is_pilot, reader, node,
                                           "is_pilot");
    if (!status)
        status = ci_policy_optional_answer(&out->is_reformed, reader, node,
                                           "is_reformed");
    if (!status)
        status = ci_policy_optional_answer(&out->is_reform_base, reader, node,
                                           "is_reform_base");
    return status;
}

/* One of type, service, services or `any: yes`, which needs a word. */
static circlet_status read_word(ci_selection *out, ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    circlet_answer any = CIRCLET_UNKNOWN;
    circlet_status status =
        ci_policy_optional_answer(&any, reader, node, "any");
    bool is_any = any == CIRCLET_YES;

    if (status)
        return status;
    if (is_any && (out->type || out->service || out->services.count > 0))
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' cannot be any facility and of a type or "
                            "service",
                            node->key);
    if (!is_any && !out->type && !out->service && out->services.count == 0)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' needs a 'type' or a 'service'", node->key);
    out->word = out->type      ? out->type
                : out->service ? out->service
                : is_any       ? NULL
                               : out->services.items[0];
    status = ci_policy_optional_known_word(&out->word, reader, node, "word");
    return status || out->word
               ? status
               : ci_yaml_fail(&reader->tree, node, reader->error,
                              "'%s' needs a 'word' for any facility",
                              node->key);
}

circlet_status ci_policy_read_selection(ci_selection *out,
                                        ci_policy_reader *reader,
                                        const ci_yaml_node *rule,
                                        const char *const *keys)
{
    const ci_yaml_node *node = NULL;
    circlet_status status = ci_policy_need(&node, reader, rule, "facility");

    if (!status)
        status = ci_policy_check(reader, node, keys);
    if (!status)
        status = ci_policy_optional_text(&out->type, reader, node, "type");
    if (status)
        return status;
    if (out->type &&
        !circlet_policy_has_facility_type(reader->policy, out->type))
        return fail_unknown_type(reader, ci_policy_find(node, "type"),
                                 out->type);
    status =
        ci_policy_optional_known_word(&out->service, reader, node, "service");
    if (!status)
        status = ci_policy_read_flags(out, reader, node);
    return status ? status : read_word(out, reader, node);
}
