#include <circlet/io.h>

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "io/policy_reader.h"

static circlet_status read_head(ci_policy_reader *reader,
                                const ci_yaml_node *root)
{
    circlet_policy *policy = reader->policy;
    const ci_yaml_node *needed = NULL;
    circlet_status status =
        ci_policy_text(&policy->id, reader, root, "policy");

    if (!status)
        status = ci_policy_title(&policy->title_zh, &policy->title_en, reader,
                                 root);
    if (!status)
        status = ci_policy_need(&needed, reader, root, "default_year");
    if (!status)
        status = ci_policy_optional_whole(&policy->default_year, reader, root,
                                          "default_year", 1, CI_YEAR_MAX);
    if (!status)
        status = ci_policy_need(&needed, reader, root, "first_year");
    if (!status)
        status = ci_policy_optional_whole(&reader->first_year, reader, root,
                                          "first_year", 1, CI_YEAR_MAX);
    return status;
}

static circlet_status read_mode_folder(ci_policy_reader *reader,
                                       const ci_yaml_node *root)
{
    return ci_policy_path(&reader->policy->mode_folder, reader, root, "modes");
}

static circlet_status read_snapping(ci_policy_reader *reader,
                                    const ci_yaml_node *root)
{
    static const char *const keys[] = {"limit_m", "spread_m", "detour",
                                       "component_nodes", NULL};
    circlet_snap_options *snap = &reader->policy->snap;
    const ci_yaml_node *map = NULL;
    int nodes = 0;
    circlet_status status = ci_policy_need(&map, reader, root, "snapping");

    if (!status)
        status = ci_policy_check(reader, map, keys);
    if (!status)
        status = ci_policy_optional_number(&snap->limit_m, reader, map,
                                           "limit_m", 1, 10000);
    if (!status)
        status = ci_policy_optional_number(&snap->spread_m, reader, map,
                                           "spread_m", 0.001, 10000);
    if (!status)
        status = ci_policy_optional_number(&snap->detour, reader, map,
                                           "detour", 1, 10);
    if (!status)
        status = ci_policy_optional_whole(&nodes, reader, map,
                                          "component_nodes", 1, 1000000);
    snap->component_nodes = (uint32_t)nodes;
    return status;
}

/* What is known of the slopes of the city's streets, which may be nothing. */
static circlet_status read_steepest(ci_policy_reader *reader,
                                    const ci_yaml_node *root)
{
    static const char *const keys[] = {"per_cent", "source", "assumed", NULL};
    ci_steepest *steepest = &reader->policy->steepest;
    const ci_yaml_node *map = ci_policy_find(root, "steepest");
    const ci_yaml_node *node = NULL;
    circlet_status status;

    if (!map)
        return CIRCLET_OK;
    status = ci_policy_check(reader, map, keys);
    if (!status)
        status = ci_policy_need(&node, reader, map, "per_cent");
    if (!status)
        status = ci_yaml_number(&steepest->per_cent, &reader->tree, node, 0.1,
                                100, reader->error);
    return status ? status : ci_policy_origin(&steepest->origin, reader, map);
}

static circlet_status read_document(ci_document *out, ci_policy_reader *reader,
                                    const ci_yaml_node *node)
{
    static const char *const keys[] = {"number", "title", NULL};
    circlet_status status = ci_policy_check(reader, node, keys);

    if (status)
        return status;
    out->name = ci_arena_copy(&reader->policy->arena, node->key);
    if (!out->name)
        return ci_fail_nomem(reader->error);
    status = ci_policy_text(&out->number, reader, node, "number");
    return status ? status
                  : ci_policy_text(&out->title, reader, node, "title");
}

static circlet_status read_documents(ci_policy_reader *reader,
                                     const ci_yaml_node *root)
{
    const ci_yaml_node *map = NULL;
    ci_document *documents = NULL;
    circlet_status status = ci_policy_need(&map, reader, root, "documents");

    if (!status && map->type != CI_YAML_MAP)
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "'%s' must be a map of keys", map->key);
    if (!status)
        status = ci_policy_take(&documents, reader, map->child_count + 1,
                                sizeof(*documents));
    for (size_t i = 0; !status && i < map->child_count; i++)
        status = read_document(&documents[i], reader, map->children[i]);
    if (!status) {
        reader->policy->documents = documents;
        reader->policy->document_count = map->child_count;
    }
    return status;
}

/* How plans are carried out over years. */
static circlet_status read_phases(ci_policy_reader *reader,
                                  const ci_yaml_node *root)
{
    static const char *const keys[] = {"first", "source", "assumed", NULL};
    const ci_yaml_node *map = ci_policy_find(root, "phases");
    ci_origin origin = {NULL, false}, unused;
    circlet_status status;

    if (!map)
        return CIRCLET_OK;
    status = ci_policy_check(reader, map, keys);
    if (!status)
        status =
            ci_policy_price_origins(&origin, &unused, reader, map, "phases");
    return status ? status
                  : ci_policy_text(&reader->policy->first_tag, reader, map,
                                   "first");
}

typedef circlet_status (*part_reader)(ci_policy_reader *reader,
                                      const ci_yaml_node *root);

/* Rules name documents, words, groups and types, so these come first. */
static circlet_status read_parts(ci_policy_reader *reader)
{
    static const char *const keys[] = {
        "policy",   "title",    "default_year", "first_year", "modes",
        "snapping", "steepest", "documents",    "words",      "words_from",
        "groups",   "own_mode", "types",        "catalogue",  "actions",
        "rules",    "funds",    "phases",       NULL};
    static const part_reader parts[] = {read_head,
                                        read_mode_folder,
                                        read_snapping,
                                        read_steepest,
                                        read_documents,
                                        ci_policy_read_words,
                                        ci_policy_read_groups,
                                        ci_policy_read_own_modes,
                                        ci_policy_read_types,
                                        ci_policy_read_catalogue,
                                        ci_policy_read_actions,
                                        ci_policy_read_rules,
                                        ci_policy_read_funds,
                                        read_phases};
    const ci_yaml_node *root = reader->tree.root;
    circlet_status status = ci_policy_check(reader, root, keys);

    for (size_t i = 0; !status && i < sizeof(parts) / sizeof(parts[0]); i++)
        status = parts[i](reader, root);
    return status;
}

circlet_status circlet_read_policy(circlet_policy **out, const char *path,
                                   circlet_error *error)
{
    ci_policy_reader reader = {.error = error};
    circlet_status status;

    if (!out || !path)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "reading a policy needs a path");
    status = ci_yaml_read(&reader.tree, path, error);
    if (status)
        return status;
    reader.policy = ci_policy_new();
    status = reader.policy ? read_parts(&reader) : ci_fail_nomem(error);
    ci_yaml_tree_free(&reader.tree);
    if (status)
        circlet_policy_free(reader.policy);
    else
        *out = reader.policy;
    return status;
}
