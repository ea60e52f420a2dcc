/* Rules about who has received a service, and who could reach it. */
#include <math.h>

#include "io/policy_reader.h"

circlet_status ci_policy_read_reach(ci_rule *variant, ci_policy_reader *reader,
                                    const ci_yaml_node *reach)
{
    static const char *const keys[] = {"title", "circles", NULL};
    circlet_status status = ci_policy_check(reader, reach, keys);

    if (!status)
        status = ci_policy_title(&variant->title_zh, &variant->title_en,
                                 reader, reach);
    return status ? status
                  : ci_policy_read_setting_circles(&variant->as.received.reach,
                                                   reader, reach);
}

/* The facilities of the variant are those with the service. */
circlet_status ci_policy_read_received(ci_rule *rule, ci_policy_reader *reader,
                                       const ci_yaml_node *node)
{
    static const char *const keys[] = {
        "id",    "kind",    "title",  "document", "clause", "quote",
        "force", "from",    "due",    "until",    "level",  "setting",
        "group", "service", "target", "reach",    NULL};
    const ci_yaml_node *needed = NULL;
    ci_received *received = &rule->as.received;
    double share = 0;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_need_group(reader, rule, node);
    if (!status)
        status = ci_policy_need(&needed, reader, node, "service");
    if (!status)
        status = ci_policy_optional_known_word(&received->service, reader,
                                               node, "service");
    if (!status)
        status = ci_policy_need(&needed, reader, node, "target");
    if (!status)
        status =
            ci_yaml_number(&share, &reader->tree, needed, 0, 1, reader->error);
    received->target_micro = llround(share * CI_MILLION);
    rule->facility.service = rule->facility.word = received->service;
    return status;
}
