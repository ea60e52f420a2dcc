#include <math.h>
#include <string.h>

#include "io/policy_reader.h"

#define SIZE_MOST 1000
#define DEFAULT_CUTOFF_MIN 60.0
#define MINUTE_MS 60000.0

/* Which units below are put into groups. */
static circlet_status read_members(ci_group_size *out,
                                   ci_policy_reader *reader,
                                   const ci_rule *rule,
                                   const ci_yaml_node *rule_node)
{
    static const char *const keys[] = {"level", "kind", "word", NULL};
    const ci_yaml_node *node = NULL;
    circlet_status status =
        ci_policy_need(&node, reader, rule_node, "members");

    if (!status)
        status = ci_policy_check(reader, node, keys);
    if (!status)
        status = ci_policy_level_below(&out->member_level, reader, rule, node);
    if (!status)
        status = ci_policy_text(&out->member_kind, reader, node, "kind");
    out->member_word = out->member_kind;
    if (!status)
        status = ci_policy_optional_known_word(&out->member_word, reader, node,
                                               "word");
    return status;
}

static circlet_status read_size(ci_group_size *out, ci_policy_reader *reader,
                                const ci_yaml_node *rule_node)
{
    static const char *const keys[] = {"from", "to", NULL};
    const ci_yaml_node *node = NULL, *needed = NULL;
    circlet_status status = ci_policy_need(&node, reader, rule_node, "size");

    if (!status)
        status = ci_policy_check(reader, node, keys);
    if (!status)
        status = ci_policy_need(&needed, reader, node, "from");
    if (!status)
        status = ci_policy_need(&needed, reader, node, "to");
    if (!status)
        status = ci_policy_optional_whole(&out->size_from, reader, node,
                                          "from", 1, SIZE_MOST);
    if (!status)
        status = ci_policy_optional_whole(&out->size_to, reader, node, "to",
                                          out->size_from, SIZE_MOST);
    return status;
}

/* What makes a unit a good host; nothing is preferred where it is not
 * given. */
static circlet_status read_host(ci_group_size *out, ci_policy_reader *reader,
                                const ci_yaml_node *rule_node)
{
    static const char *const keys[] = {"people_min", "base_min", NULL};
    const ci_yaml_node *node = ci_policy_find(rule_node, "host");
    double people = 0, base = 0;
    circlet_status status = CIRCLET_OK;

    if (!node)
        return CIRCLET_OK;
    status = ci_policy_check(reader, node, keys);
    if (!status)
        status = ci_policy_optional_number(&people, reader, node, "people_min",
                                           0, CI_POLICY_MINUTES_MAX);
    if (!status)
        status = ci_policy_optional_number(&base, reader, node, "base_min", 0,
                                           CI_POLICY_MINUTES_MAX * SIZE_MOST);
    out->host_person_ms = llround(people * MINUTE_MS);
    out->host_base_ms = llround(base * MINUTE_MS);
    return status;
}

static circlet_status read_travel(ci_group_size *out, ci_policy_reader *reader,
                                  const ci_yaml_node *node)
{
    double cutoff = DEFAULT_CUTOFF_MIN;
    circlet_status status =
        ci_policy_read_mode(&out->mode, reader, node, "mode");

    if (!status && out->mode == CI_NO_POSITION)
        return ci_yaml_fail(&reader->tree, ci_policy_find(node, "mode"),
                            reader->error,
                            "units are grouped by one mode, not by 'own'");
    if (!status)
        status = ci_policy_optional_number(&cutoff, reader, node, "cutoff_min",
                                           CI_POLICY_MINUTES_MIN,
                                           CI_POLICY_MINUTES_MAX);
    out->cutoff_ms = (uint32_t)llround(cutoff * MINUTE_MS);
    return status;
}

circlet_status ci_policy_read_group_size(ci_rule *rule,
                                         ci_policy_reader *reader,
                                         const ci_yaml_node *node)
{
    static const char *const keys[] = {
        CI_POLICY_COMMON_KEYS, "members", "size", "mode",
        "cutoff_min",          "host",    NULL};
    static const char *const selection[] = {
        "type",     "service",     "tier",           "is_comprehensive",
        "is_pilot", "is_reformed", "is_reform_base", "word",
        NULL};
    ci_group_size *out = &rule->as.group_size;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_need_group(reader, rule, node);
    if (!status)
        status =
            ci_policy_read_selection(&rule->facility, reader, node, selection);
    if (!status)
        status = read_members(out, reader, rule, node);
    if (!status)
        status = read_size(out, reader, node);
    if (!status)
        status = read_travel(out, reader, node);
    return status ? status : read_host(out, reader, node);
}
