#include "base/error.h"
#include "io/policy_reader.h"

#define COUNT_MAX 1000000

static circlet_status read_numbers(ci_class_count *out,
                                   ci_policy_reader *reader,
                                   const ci_yaml_node *node)
{
    const ci_yaml_node *needed = NULL;
    int beds = 0, min = 0;
    circlet_status status =
        ci_policy_need(&needed, reader, node, "least_beds");

    if (!status)
        status = ci_policy_need(&needed, reader, node, "min");
    if (!status)
        status = ci_policy_optional_whole(&beds, reader, node, "least_beds", 1,
                                          COUNT_MAX);
    if (!status)
        status =
            ci_policy_optional_whole(&min, reader, node, "min", 1, COUNT_MAX);
    out->beds = beds;
    out->min = min;
    return status;
}

static circlet_status read_switches(ci_class_count *out,
                                    ci_policy_reader *reader,
                                    const ci_yaml_node *node)
{
    circlet_answer shared = CIRCLET_UNKNOWN;
    circlet_status status =
        ci_policy_optional_known_words(&out->nested, reader, node, "nested");

    if (!status)
        status = ci_policy_optional_answer(&shared, reader, node, "shared");
    out->is_shared = shared == CIRCLET_YES;
    return status;
}

circlet_status ci_policy_read_class_count(ci_rule *rule,
                                          ci_policy_reader *reader,
                                          const ci_yaml_node *node)
{
    static const char *const keys[] = {
        CI_POLICY_COMMON_KEYS, "least_beds", "min", "nested", "shared", NULL};
    static const char *const selection[] = {CI_POLICY_SELECTION_KEYS, NULL};
    ci_class_count *class_count = &rule->as.class_count;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status =
            ci_policy_read_selection(&rule->facility, reader, node, selection);
    if (!status && !rule->facility.service)
        return ci_yaml_fail(&reader->tree, ci_policy_find(node, "facility"),
                            reader->error,
                            "beds are counted of a 'service', which is "
                            "missing");
    if (!status)
        status = read_numbers(class_count, reader, node);
    return status ? status : read_switches(class_count, reader, node);
}
