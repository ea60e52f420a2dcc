#include <math.h>
#include <string.h>

#include "io/policy_reader.h"

#define PER_MAX 1000000

/* The beds or the places of a service, or both of the same: places then, and
 * beds where these are not given. */
static circlet_status read_supply(ci_evenness *out, ci_policy_reader *reader,
                                  const ci_yaml_node *rule)
{
    static const char *const keys[] = {"beds", "places", NULL};
    const ci_yaml_node *node = NULL;
    const char *beds = NULL, *places = NULL;
    circlet_status status = ci_policy_need(&node, reader, rule, "supply");

    if (!status)
        status = ci_policy_check(reader, node, keys);
    if (!status)
        status = ci_policy_optional_known_word(&beds, reader, node, "beds");
    if (!status)
        status =
            ci_policy_optional_known_word(&places, reader, node, "places");
    if (status)
        return status;
    if (!beds && !places)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' needs one of beds, places", node->key);
    if (beds && places && strcmp(beds, places) != 0)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' needs beds and places of one service",
                            node->key);
    out->amount = places ? CI_AMOUNT_PLACES : CI_AMOUNT_BEDS;
    out->is_either = beds && places;
    out->service = places ? places : beds;
    return CIRCLET_OK;
}

static circlet_status read_band(ci_catchment_band *out,
                                ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    static const char *const keys[] = {"to_min", "weight", NULL};
    const ci_yaml_node *weight = NULL;
    double share = 0;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_minutes(&out->to_ms, reader, node, "to_min");
    if (!status)
        status = ci_policy_need(&weight, reader, node, "weight");
    if (!status)
        status =
            ci_yaml_number(&share, &reader->tree, weight, 0, 1, reader->error);
    out->weight_micro = llround(share * CI_DECAY_ONE);
    return status;
}

static circlet_status read_decay(ci_evenness *out, ci_policy_reader *reader,
                                 const ci_yaml_node *rule)
{
    const ci_yaml_node *list = ci_policy_find(rule, "decay");
    ci_catchment_band *bands = NULL;
    circlet_status status;

    if (!list)
        return CIRCLET_OK;
    if (list->type != CI_YAML_LIST || list->child_count == 0)
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list of bands", list->key);
    status = ci_policy_take(&bands, reader, list->child_count, sizeof(*bands));
    for (size_t i = 0; !status && i < list->child_count; i++) {
        status = read_band(&bands[i], reader, list->children[i]);
        if (!status && i > 0 && bands[i].to_ms <= bands[i - 1].to_ms)
            return ci_yaml_fail(&reader->tree, list->children[i],
                                reader->error, "bands must ascend");
    }
    if (!status) {
        out->bands = bands;
        out->band_count = list->child_count;
    }
    return status;
}

/* The shares that say what is even, and how ratios are written. */
static circlet_status read_limits(ci_evenness *out, ci_policy_reader *reader,
                                  const ci_yaml_node *node)
{
    const ci_yaml_node *gini = NULL, *least = NULL, *unit = NULL;
    double most = 0, share = 0;
    int per = 1;
    circlet_status status = ci_policy_need(&gini, reader, node, "gini");

    if (!status)
        status =
            ci_yaml_number(&most, &reader->tree, gini, 0, 1, reader->error);
    if (!status)
        status = ci_policy_need(&least, reader, node, "least");
    if (!status)
        status =
            ci_yaml_number(&share, &reader->tree, least, 0, 1, reader->error);
    if (!status)
        status =
            ci_policy_optional_whole(&per, reader, node, "per", 1, PER_MAX);
    if (!status)
        status = ci_policy_need(&unit, reader, node, "measured_unit");
    out->gini_micro = llround(most * CI_MILLION);
    out->least_micro = llround(share * CI_MILLION);
    out->per = per;
    return status ? status
                  : ci_policy_optional_known_word(&out->measured_unit, reader,
                                                  node, "measured_unit");
}

circlet_status ci_policy_read_evenness(ci_rule *rule, ci_policy_reader *reader,
                                       const ci_yaml_node *node)
{
    static const char *const keys[] = {
        CI_POLICY_COMMON_KEYS, "circles", "decay",  "gini", "least",
        "measured_unit",       "per",     "supply", NULL};
    static const char *const selection[] = {"type", "service", "word", NULL};
    ci_evenness *evenness = &rule->as.evenness;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_need_group(reader, rule, node);
    if (!status && rule->level == CIRCLET_LEVEL_CITY)
        return ci_yaml_fail(&reader->tree, ci_policy_find(node, "level"),
                            reader->error,
                            "units below the city can be even, not the city");
    if (!status)
        status =
            ci_policy_read_selection(&rule->facility, reader, node, selection);
    if (!status)
        status = read_supply(evenness, reader, node);
    if (!status)
        status =
            ci_policy_read_setting_circles(&evenness->circles, reader, node);
    if (!status)
        status = read_decay(evenness, reader, node);
    return status ? status : read_limits(evenness, reader, node);
}
