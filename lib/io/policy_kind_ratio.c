#include <math.h>
#include <string.h>

#include "io/policy_reader.h"

#define COUNT_MAX 1000000
#define LIMIT_MAX 1000000.0

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
    ratio->amount = CI_AMOUNT_MEASURE;
    if (measure)
        return ci_policy_measure(&ratio->measure, reader, measure);
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
    bool is_of_group;
    int per = 1;
    circlet_status status =
        ci_policy_need(&denominator, reader, node, "denominator");

    if (!status)
        status =
            ci_yaml_text(&text, &reader->tree, denominator, reader->error);
    if (status)
        return status;
    rule->as.ratio.is_of_residents = strcmp(text, "residents") == 0;
    rule->as.ratio.is_of_unit = strcmp(text, "unit") == 0;
    is_of_group = strcmp(text, "group") == 0;
    if (!rule->as.ratio.is_of_residents && !rule->as.ratio.is_of_unit &&
        !is_of_group)
        return ci_yaml_fail(&reader->tree, denominator, reader->error,
                            "'%s' must be group, residents or unit, not '%s'",
                            denominator->key, text);
    status = ci_policy_optional_whole(&per, reader, node, "per", 1, COUNT_MAX);
    rule->as.ratio.per = per;
    if (!status && is_of_group)
        status = ci_policy_need_group(reader, rule, node);
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

/* A sum that is said as such has no greatest value. */
static circlet_status read_rounding(ci_ratio *ratio, ci_policy_reader *reader,
                                    const ci_yaml_node *node)
{
    circlet_answer whole = CIRCLET_UNKNOWN;
    circlet_status status =
        ci_policy_optional_answer(&whole, reader, node, "whole");

    ratio->is_rounded_up = whole == CIRCLET_YES;
    if (!status && (ratio->is_rounded_up || ratio->is_of_unit) &&
        (ratio->upper_micro >= 0 || ratio->lower_micro < 0))
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "a sum that is asked for has a 'lower' limit and "
                            "no 'upper'");
    return status;
}

static circlet_status read_units(ci_ratio *ratio, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    const ci_yaml_node *needed = NULL;
    circlet_status status =
        ci_policy_need(&needed, reader, node, "amount_unit");
    bool is_sum = ratio->is_rounded_up || ratio->is_of_unit;

    if (!status && is_sum && ci_policy_find(node, "measured_unit"))
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "a sum is measured in its 'amount_unit'");
    if (!status && !is_sum)
        status = ci_policy_need(&needed, reader, node, "measured_unit");
    if (!status)
        status = ci_policy_optional_known_word(&ratio->amount_unit, reader,
                                               node, "amount_unit");
    return status ? status
                  : ci_policy_optional_known_word(
                        &ratio->measured_unit, reader, node, "measured_unit");
}

circlet_status ci_policy_read_ratio(ci_rule *rule, ci_policy_reader *reader,
                                    const ci_yaml_node *node)
{
    static const char *const keys[] = {CI_POLICY_COMMON_KEYS,
                                       "numerator",
                                       "denominator",
                                       "per",
                                       "lower",
                                       "upper",
                                       "amount_unit",
                                       "measured_unit",
                                       "whole",
                                       NULL};
    static const char *const selection[] = {CI_POLICY_SELECTION_KEYS, NULL};
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
    if (!status)
        status = read_rounding(&rule->as.ratio, reader, node);
    return status ? status : read_units(&rule->as.ratio, reader, node);
}
