#include <math.h>

#include "io/policy_reader.h"

#define RESIDENTS_MAX 1000000000

/* A venue is nobody who could go by a mode of their own. */
static circlet_status read_mode(ci_near *out, ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    circlet_status status =
        ci_policy_read_mode(&out->mode, reader, node, "mode");

    if (status || out->mode != CI_NO_POSITION)
        return status;
    return ci_yaml_fail(&reader->tree, ci_policy_find(node, "mode"),
                        reader->error, "a venue has no mode of its own");
}

circlet_status ci_policy_read_near(ci_rule *rule, ci_policy_reader *reader,
                                   const ci_yaml_node *node)
{
    static const char *const keys[] = {
        "id",     "kind",           "title",    "document", "clause",
        "quote",  "force",          "from",     "due",      "until",
        "level",  "setting",        "facility", "mode",     "cutoff_min",
        "venues", "host_residents", NULL};
    static const char *const selection[] = {CI_POLICY_SELECTION_KEYS, NULL};
    ci_near *near = &rule->as.near;
    int residents = 0;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status =
            ci_policy_read_selection(&rule->facility, reader, node, selection);
    if (!status)
        status =
            ci_policy_minutes(&near->cutoff_ms, reader, node, "cutoff_min");
    if (!status)
        status = read_mode(near, reader, node);
    if (!status)
        status =
            ci_policy_optional_words(&near->kinds, reader, node, "venues");
    if (!status)
        status = ci_policy_optional_whole(&residents, reader, node,
                                          "host_residents", 0, RESIDENTS_MAX);
    near->host_residents = residents;
    return status;
}
