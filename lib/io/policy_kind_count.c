#include <math.h>

#include "io/policy_reader.h"

#define COUNT_MAX 1000000
#define PEOPLE_MAX 1e10

/* From a number on, or above it: one thousandth of a person more. */
static circlet_status read_band_start(ci_band *band, ci_policy_reader *reader,
                                      const ci_yaml_node *node)
{
    const ci_yaml_node *from = ci_policy_find(node, "from");
    const ci_yaml_node *above = ci_policy_find(node, "above");
    double start = 0;
    circlet_status status;

    if ((from != NULL) == (above != NULL))
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "a band needs either 'from' or 'above'");
    status = ci_yaml_number(&start, &reader->tree, from ? from : above, 0,
                            PEOPLE_MAX, reader->error);
    band->from_milli = llround(start * 1000) + (above ? 1 : 0);
    return status;
}

static circlet_status read_band(ci_band *band, ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    static const char *const keys[] = {"from", "above",  "min",
                                       "max",  "reason", NULL};
    const ci_yaml_node *needed = NULL;
    int min = 0, max = -1;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = read_band_start(band, reader, node);
    if (!status)
        status = ci_policy_need(&needed, reader, node, "min");
    if (!status)
        status =
            ci_policy_optional_whole(&min, reader, node, "min", 0, COUNT_MAX);
    if (!status)
        status = ci_policy_optional_whole(&max, reader, node, "max", min,
                                          COUNT_MAX);
    band->min = min;
    band->max = max < 0 ? INT64_MAX : max;
    return status ? status
                  : ci_policy_optional_known_word(&band->reason, reader, node,
                                                  "reason");
}

static circlet_status read_bands(ci_count *out, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    const ci_yaml_node *list = NULL;
    ci_band *bands = NULL;
    circlet_status status = ci_policy_need(&list, reader, node, "bands");

    if (!status && (list->type != CI_YAML_LIST || list->child_count == 0))
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list of bands", list->key);
    if (!status)
        status =
            ci_policy_take(&bands, reader, list->child_count, sizeof(*bands));
    for (size_t i = 0; !status && i < list->child_count; i++) {
        status = read_band(&bands[i], reader, list->children[i]);
        if (!status &&
            (i == 0 ? bands[i].from_milli != 0
                    : bands[i].from_milli <= bands[i - 1].from_milli))
            return ci_yaml_fail(&reader->tree, list->children[i],
                                reader->error,
                                "bands must start from 0 and ascend");
    }
    if (!status)
        *out = (ci_count){bands, list->child_count};
    return status;
}

circlet_status ci_policy_read_count(ci_rule *rule, ci_policy_reader *reader,
                                    const ci_yaml_node *node)
{
    static const char *const keys[] = {CI_POLICY_COMMON_KEYS, "bands", NULL};
    static const char *const selection[] = {CI_POLICY_SELECTION_KEYS, NULL};
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status =
            ci_policy_read_selection(&rule->facility, reader, node, selection);
    if (!status)
        status = read_bands(&rule->as.count, reader, node);
    if (!status && rule->as.count.band_count > 1)
        status = ci_policy_need_group(reader, rule, node);
    return status;
}
