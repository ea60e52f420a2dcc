/* The shipped policy as text, and policies out of texts. */
#ifndef TESTS_POLICY_TEXT_H
#define TESTS_POLICY_TEXT_H

#include "yaml_text.h"

#include <circlet/io.h>

#include "policy/policy.h"

#define SHIPPED "geodata/policies/beijing-2018.yaml"

static inline char *shipped_text(void)
{
    char *text = yaml_slurp(yaml_source_folder(), SHIPPED);

    assert_non_null(text);
    return text;
}

/* The modes' folder is not looked into. */
static inline circlet_status read_text(circlet_policy **policy,
                                       const char *text, circlet_error *error)
{
    char path[YAML_PATH_SIZE];
    circlet_status status;

    yaml_write(path, text, strlen(text));
    status = circlet_read_policy(policy, path, error);
    remove(path);
    return status;
}

/* A document that the policy quotes, out of CIRCLET_SHARED, else ../shared
 * beside the source tree; NULL: it is not there, and the test skips. */
static inline char *quoted_document(const char *name)
{
    const char *shared = getenv("CIRCLET_SHARED");
    char folder[512];

    if (shared)
        snprintf(folder, sizeof(folder), "%s/policy", shared);
    else
        snprintf(folder, sizeof(folder), "%s/../shared/policy",
                 yaml_source_folder());
    return yaml_slurp(folder, name);
}

static inline const ci_rule *find_rule(const circlet_policy *policy,
                                       const char *id)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, id) == 0)
            return &policy->rules[i];
    fail_msg("no rule '%s'", id);
    return NULL;
}

#endif
