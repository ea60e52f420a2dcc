#include <math.h>
#include <string.h>

#include "io/policy_reader.h"

#define MINUTES_MAX 1440.0
#define COUNT_MAX 1000000
#define LIMIT_MAX 1000000.0
#define PEOPLE_MAX 1e10

/* Keys of every rule. */
#define COMMON_KEYS                                                           \
    "id", "kind", "title", "document", "clause", "quote", "force", "from",    \
        "due", "until", "level", "setting", "group", "facility"

static circlet_status need_group(ci_policy_reader *reader, const ci_rule *rule,
                                 const ci_yaml_node *node)
{
    const ci_yaml_node *group = NULL;

    return rule->group != CI_NO_POSITION
               ? CIRCLET_OK
               : ci_policy_need(&group, reader, node, "group");
}

static circlet_status read_circle(ci_rule *rule, ci_policy_reader *reader,
                                  const ci_yaml_node *node)
{
    static const char *const keys[] = {COMMON_KEYS, "cutoff_min", "target",
                                       "mode",      "variants",   NULL};
    static const char *const selection[] = {"type", "service", "word", NULL};
    const ci_yaml_node *cutoff = NULL, *target = NULL, *variants;
    double minutes = 0, share = 0;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = need_group(reader, rule, node);
    if (!status)
        status =
            ci_policy_read_selection(&rule->facility, reader, node, selection);
    if (!status)
        status = ci_policy_need(&cutoff, reader, node, "cutoff_min");
    if (!status)
        status = ci_yaml_number(&minutes, &reader->tree, cutoff, 0,
                                MINUTES_MAX, reader->error);
    if (!status)
        status = ci_policy_need(&target, reader, node, "target");
    if (!status)
        status =
            ci_yaml_number(&share, &reader->tree, target, 0, 1, reader->error);
    if (!status)
        status =
            ci_policy_read_mode(&rule->as.circle.mode, reader, node, "mode");
    rule->as.circle.cutoff_ms = (uint32_t)llround(minutes * 60000);
    rule->as.circle.target_micro = llround(share * CI_MILLION);
    variants = ci_policy_find(node, "variants");
    if (!status && variants && variants->type != CI_YAML_LIST)
        return ci_yaml_fail(&reader->tree, variants, reader->error,
                            "'%s' must be a list", variants->key);
    return status;
}

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

static circlet_status read_count(ci_rule *rule, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    static const char *const keys[] = {COMMON_KEYS, "bands", NULL};
    static const char *const selection[] = {
        "type",     "service",     "tier",           "is_comprehensive",
        "is_pilot", "is_reformed", "is_reform_base", "word",
        NULL};
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status =
            ci_policy_read_selection(&rule->facility, reader, node, selection);
    if (!status)
        status = read_bands(&rule->as.count, reader, node);
    if (!status && rule->as.count.band_count > 1)
        status = need_group(reader, rule, node);
    return status;
}

static circlet_status read_measure(ci_ratio *ratio, ci_policy_reader *reader,
                                   const ci_yaml_node *node)
{
    const char *text = NULL;
    circlet_status status =
        ci_yaml_text(&text, &reader->tree, node, reader->error);

    if (status)
        return status;
    for (int i = 0; i < CIRCLET_MEASURE_COUNT; i++)
        if (strcmp(circlet_measure_name((circlet_measure)i), text) == 0) {
            ratio->amount = CI_AMOUNT_MEASURE;
            ratio->measure = (circlet_measure)i;
            return CIRCLET_OK;
        }
    return ci_yaml_fail(&reader->tree, node, reader->error,
                        "unknown measure '%s'", text);
}

static circlet_status read_numerator(ci_ratio *ratio, ci_policy_reader *reader,
                                     const ci_yaml_node *rule)
{
    static const char *const keys[] = {"measure", "beds", "places", NULL};
    const ci_yaml_node *node = NULL, *measure, *beds;
    circlet_status status = ci_policy_need(&node, reader, rule, "numerator");

    if (!status)
        status = ci_policy_check(reader, node, keys);
    if (!status && node->child_count != 1)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "'%s' needs one of measure, beds, places",
                            node->key);
    if (status)
        return status;
    measure = ci_policy_find(node, "measure");
    beds = ci_policy_find(node, "beds");
    if (measure)
        return read_measure(ratio, reader, measure);
    ratio->amount = beds ? CI_AMOUNT_BEDS : CI_AMOUNT_PLACES;
    ratio->is_whole = true;
    return ci_policy_optional_known_word(&ratio->service, reader, node,
                                         beds ? "beds" : "places");
}

static circlet_status read_denominator(ci_rule *rule, ci_policy_reader *reader,
                                       const ci_yaml_node *node)
{
    const ci_yaml_node *denominator = NULL;
    const char *text = NULL;
    int per = 1;
    circlet_status status =
        ci_policy_need(&denominator, reader, node, "denominator");

    if (!status)
        status =
            ci_yaml_text(&text, &reader->tree, denominator, reader->error);
    if (status)
        return status;
    rule->as.ratio.is_of_residents = strcmp(text, "residents") == 0;
    if (!rule->as.ratio.is_of_residents && strcmp(text, "group") != 0)
        return ci_yaml_fail(&reader->tree, denominator, reader->error,
                            "'%s' must be group or residents, not '%s'",
                            denominator->key, text);
    status = ci_policy_optional_whole(&per, reader, node, "per", 1, COUNT_MAX);
    rule->as.ratio.per = per;
    if (!status && !rule->as.ratio.is_of_residents)
        status = need_group(reader, rule, node);
    return status;
}

static circlet_status read_limits(ci_ratio *ratio, ci_policy_reader *reader,
                                  const ci_yaml_node *node)
{
    double lower = -1, upper = -1;
    circlet_status status =
        ci_policy_optional_number(&lower, reader, node, "lower", 0, LIMIT_MAX);

    if (!status)
        status = ci_policy_optional_number(&upper, reader, node, "upper",
                                           lower > 0 ? lower : 0, LIMIT_MAX);
    if (!status && lower < 0 && upper < 0)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "a ratio needs 'lower' or 'upper'");
    ratio->lower_micro = lower < 0 ? -1 : llround(lower * CI_MILLION);
    ratio->upper_micro = upper < 0 ? -1 : llround(upper * CI_MILLION);
    return status;
}

static circlet_status read_units(ci_ratio *ratio, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    const ci_yaml_node *needed = NULL;
    circlet_status status =
        ci_policy_need(&needed, reader, node, "amount_unit");

    if (!status)
        status = ci_policy_need(&needed, reader, node, "measured_unit");
    if (!status)
        status = ci_policy_optional_known_word(&ratio->amount_unit, reader,
                                               node, "amount_unit");
    return status ? status
                  : ci_policy_optional_known_word(
                        &ratio->measured_unit, reader, node, "measured_unit");
}

static circlet_status read_ratio(ci_rule *rule, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    static const char *const keys[] = {
        COMMON_KEYS, "numerator",   "denominator",   "per", "lower",
        "upper",     "amount_unit", "measured_unit", NULL};
    static const char *const selection[] = {
        "type",     "service",     "tier",           "is_comprehensive",
        "is_pilot", "is_reformed", "is_reform_base", "word",
        NULL};
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status =
            ci_policy_read_selection(&rule->facility, reader, node, selection);
    if (!status)
        status = read_numerator(&rule->as.ratio, reader, node);
    if (!status)
        status = read_denominator(rule, reader, node);
    if (!status)
        status = read_limits(&rule->as.ratio, reader, node);
    return status ? status : read_units(&rule->as.ratio, reader, node);
}

circlet_status ci_policy_read_kind(ci_rule *rule, ci_policy_reader *reader,
                                   const ci_yaml_node *node)
{
    switch (rule->kind) {
    case CI_RULE_CIRCLE:
        return read_circle(rule, reader, node);
    case CI_RULE_COUNT:
        return read_count(rule, reader, node);
    case CI_RULE_RATIO:
        return read_ratio(rule, reader, node);
    }
    return CIRCLET_OK;
}
