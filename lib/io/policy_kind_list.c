/* Rules that ask for a list: `list` says of what. */
#include <math.h>
#include <string.h>

#include "io/policy_reader.h"

#define PEOPLE_MAX 1e10
#define SHARE_MIN 0.0001 /* a sample of nothing is none */

/* Keys of every list. */
#define LIST_KEYS                                                             \
    "id", "kind", "title", "document", "clause", "quote", "force", "from",    \
        "due", "until", "level", "setting", "list"

static circlet_status need_number(double *out, ci_policy_reader *reader,
                                  const ci_yaml_node *node, const char *key,
                                  double min, double max)
{
    const ci_yaml_node *found = NULL;
    circlet_status status = ci_policy_need(&found, reader, node, key);

    return status ? status
                  : ci_yaml_number(out, &reader->tree, found, min, max,
                                   reader->error);
}

static circlet_status read_facility(ci_rule *rule, ci_policy_reader *reader,
                                    const ci_yaml_node *node)
{
    static const char *const selection[] = {CI_POLICY_SELECTION_KEYS, NULL};

    return ci_policy_read_selection(&rule->facility, reader, node, selection);
}

/* ---- each list ---------------------------------------------------------- */

static circlet_status read_sample(ci_rule *rule, ci_policy_reader *reader,
                                  const ci_yaml_node *node)
{
    static const char *const keys[] = {LIST_KEYS, "facility", "share", NULL};
    double share = 0;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = read_facility(rule, reader, node);
    if (!status)
        status = need_number(&share, reader, node, "share", SHARE_MIN, 1);
    rule->as.list.share_micro = llround(share * CI_MILLION);
    return status;
}

/* What people have to go to: a selection under `nearest`, read as if it stood
 * under `facility`. */
static circlet_status read_nearest(ci_selection *out, ci_policy_reader *reader,
                                   const ci_yaml_node *node)
{
    const ci_yaml_node *nearest = NULL;
    ci_yaml_node renamed, holder;
    const ci_yaml_node *child = &renamed;
    static const char *const selection[] = {CI_POLICY_SELECTION_KEYS, NULL};
    circlet_status status = ci_policy_need(&nearest, reader, node, "nearest");

    if (status)
        return status;
    renamed = *nearest;
    renamed.key = "facility";
    holder = *node;
    holder.children = &child;
    holder.child_count = 1;
    return ci_policy_read_selection(out, reader, &holder, selection);
}

static circlet_status read_units(ci_rule *rule, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    static const char *const keys[] = {LIST_KEYS,   "group",    "facility",
                                       "unit_kind", "tag",      "min_people",
                                       "nearest",   "look_min", NULL};
    ci_list *list = &rule->as.list;
    double people = 0, minutes = 0;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_need_group(reader, rule, node);
    if (!status)
        status = read_facility(rule, reader, node);
    if (!status)
        status = ci_policy_optional_text(&list->member_kind, reader, node,
                                         "unit_kind");
    if (!status)
        status = ci_policy_optional_text(&list->tag, reader, node, "tag");
    if (!status)
        status =
            need_number(&people, reader, node, "min_people", 0, PEOPLE_MAX);
    if (!status)
        status = need_number(&minutes, reader, node, "look_min",
                             CI_POLICY_MINUTES_MIN, CI_POLICY_MINUTES_MAX);
    if (!status)
        status = read_nearest(&list->in_reach, reader, node);
    list->min_milli = llround(people * 1000);
    list->look_ms = (uint32_t)llround(minutes * 60000);
    return status;
}

static circlet_status read_members(ci_list *out, ci_policy_reader *reader,
                                   const ci_rule *rule,
                                   const ci_yaml_node *rule_node)
{
    static const char *const keys[] = {"level", "kind", "setting", "word",
                                       NULL};
    const ci_yaml_node *node = NULL, *word = NULL;
    circlet_status status =
        ci_policy_need(&node, reader, rule_node, "members");

    if (!status)
        status = ci_policy_check(reader, node, keys);
    if (!status)
        status = ci_policy_level_below(&out->member_level, reader, rule, node);
    if (!status)
        status =
            ci_policy_optional_text(&out->member_kind, reader, node, "kind");
    if (!status)
        status = ci_policy_optional_known_words(&out->member_settings, reader,
                                                node, "setting");
    if (!status)
        status = ci_policy_need(&word, reader, node, "word");
    return status ? status
                  : ci_policy_optional_known_word(&out->member_word, reader,
                                                  node, "word");
}

static circlet_status read_need(ci_rule *rule, ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    static const char *const keys[] = {LIST_KEYS, "group",   "facility",
                                       "members", "circles", NULL};
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_need_group(reader, rule, node);
    if (!status)
        status = read_facility(rule, reader, node);
    if (!status)
        status = read_members(&rule->as.list, reader, rule, node);
    return status ? status
                  : ci_policy_read_setting_circles(&rule->as.list.circles,
                                                   reader, node);
}

static circlet_status read_kind(ci_list_kind *out, ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    static const char *const keys[] = {"group", "services", NULL};
    const circlet_policy *policy = reader->policy;
    const ci_yaml_node *services = NULL;
    const char *name = NULL;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_text(&name, reader, node, "group");
    if (!status)
        status = ci_policy_need(&services, reader, node, "services");
    if (!status)
        status = ci_policy_optional_known_words(&out->services, reader, node,
                                                "services");
    if (status)
        return status;
    for (out->group = 0; out->group < policy->group_count; out->group++)
        if (strcmp(policy->groups[out->group].name, name) == 0)
            return CIRCLET_OK;
    return ci_yaml_fail(&reader->tree, ci_policy_find(node, "group"),
                        reader->error, "group '%s' has no entry in 'groups'",
                        name);
}

static circlet_status read_kind_list(ci_list *out, ci_policy_reader *reader,
                                     const ci_yaml_node *node)
{
    const ci_yaml_node *list = NULL;
    ci_list_kind *kinds = NULL;
    circlet_status status = ci_policy_need(&list, reader, node, "kinds");

    if (!status && (list->type != CI_YAML_LIST || list->child_count == 0 ||
                    list->child_count > CI_LIST_KIND_MAX))
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list of 1 to %d groups with "
                            "services",
                            list->key, CI_LIST_KIND_MAX);
    if (!status)
        status =
            ci_policy_take(&kinds, reader, list->child_count, sizeof(*kinds));
    for (size_t i = 0; !status && i < list->child_count; i++)
        status = read_kind(&kinds[i], reader, list->children[i]);
    if (!status) {
        out->kinds = kinds;
        out->kind_count = list->child_count;
    }
    return status;
}

static circlet_status read_kinds(ci_rule *rule, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    static const char *const keys[] = {LIST_KEYS, "group",  "word", "kinds",
                                       "circles", "target", NULL};
    ci_list *list = &rule->as.list;
    const ci_yaml_node *word = NULL;
    double share = 0;
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_need_group(reader, rule, node);
    if (!status)
        status = ci_policy_need(&word, reader, node, "word");
    if (!status)
        status = ci_policy_optional_known_word(&rule->facility.word, reader,
                                               node, "word");
    if (!status)
        status = read_kind_list(list, reader, node);
    if (!status)
        status = need_number(&share, reader, node, "target", 0, 1);
    if (!status)
        status = ci_policy_read_setting_circles(&list->circles, reader, node);
    list->target_micro = llround(share * CI_MILLION);
    return status;
}

/* ---- which -------------------------------------------------------------- */

circlet_status ci_policy_read_list(ci_rule *rule, ci_policy_reader *reader,
                                   const ci_yaml_node *node)
{
    static const struct {
        const char *name;
        ci_list_of of;
        circlet_status (*read)(ci_rule *, ci_policy_reader *,
                               const ci_yaml_node *);
    } lists[] = {{"sample", CI_LIST_SAMPLE, read_sample},
                 {"units", CI_LIST_UNITS, read_units},
                 {"need", CI_LIST_NEED, read_need},
                 {"kinds", CI_LIST_KINDS, read_kinds}};
    const char *name = NULL;
    circlet_status status = ci_policy_text(&name, reader, node, "list");

    for (size_t i = 0; !status && i < sizeof(lists) / sizeof(lists[0]); i++)
        if (strcmp(lists[i].name, name) == 0) {
            rule->as.list.of = lists[i].of;
            return lists[i].read(rule, reader, node);
        }
    return status ? status
                  : ci_yaml_fail(&reader->tree, ci_policy_find(node, "list"),
                                 reader->error, "'%s' cannot be '%s'", "list",
                                 name);
}
