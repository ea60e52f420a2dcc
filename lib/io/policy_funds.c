/* What a policy's funds pay: a model of cost, beside the rules. */
#include <string.h>

#include "base/error.h"
#include "io/policy_reader.h"
#include "policy/cost.h"

/* So that a sum over all persons and facilities stays exact. */
#define CNY_MAX 100000000
#define CNY_PERSON_MAX 1000000
#define STARS_MAX 5

static circlet_status read_period(ci_fund *fund, ci_policy_reader *reader,
                                  const ci_yaml_node *node)
{
    const char *period = NULL;
    circlet_status status = ci_policy_text(&period, reader, node, "period");

    if (status)
        return status;
    fund->is_once = strcmp(period, "once") == 0;
    if (fund->is_once || strcmp(period, "yearly") == 0)
        return CIRCLET_OK;
    return ci_yaml_fail(&reader->tree, ci_policy_find(node, "period"),
                        reader->error, "'%s' cannot be '%s'", "period",
                        period);
}

static circlet_status read_years(ci_fund *fund, ci_policy_reader *reader,
                                 const ci_yaml_node *node)
{
    circlet_status status;

    fund->from = reader->first_year;
    fund->until = -1;
    status = ci_policy_optional_whole(&fund->from, reader, node, "from", 1,
                                      CI_YEAR_MAX);
    return status ? status
                  : ci_policy_optional_whole(&fund->until, reader, node,
                                             "until", fund->from, CI_YEAR_MAX);
}

static circlet_status read_sums(ci_fund *fund, ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    int per_facility = 0, per_person = 0;
    circlet_status status = ci_policy_optional_whole(
        &per_facility, reader, node, "per_facility_cny", 1, CNY_MAX);

    if (!status)
        status = ci_policy_optional_whole(&per_person, reader, node,
                                          "per_person_cny", 1, CNY_PERSON_MAX);
    if (status)
        return status;
    if (per_facility == 0 && per_person == 0)
        return ci_yaml_fail(&reader->tree, node, reader->error,
                            "a fund needs 'per_facility_cny' or "
                            "'per_person_cny'");
    fund->per_facility_cny = per_facility;
    fund->per_person_cny = per_person;
    fund->stars = -1;
    return ci_policy_optional_whole(&fund->stars, reader, node, "stars", 0,
                                    STARS_MAX);
}

static circlet_status find_circle(size_t *out, ci_policy_reader *reader,
                                  const ci_yaml_node *node, const char *id)
{
    const circlet_policy *policy = reader->policy;

    for (size_t i = 0; i < policy->rule_count; i++)
        if (policy->rules[i].kind == CI_RULE_CIRCLE &&
            strcmp(policy->rules[i].id, id) == 0) {
            *out = i;
            return CIRCLET_OK;
        }
    return ci_yaml_fail(&reader->tree, node, reader->error,
                        "'%s' is no circle rule of the policy", id);
}

/* How near a person has to be is asked where persons are paid for. */
static circlet_status read_circles(ci_fund *fund, ci_policy_reader *reader,
                                   const ci_yaml_node *node)
{
    const ci_yaml_node *list = ci_policy_find(node, "circles");
    size_t *circles = NULL;
    ci_words ids = {NULL, 0};
    circlet_status status;

    if ((list != NULL) != (fund->per_person_cny > 0))
        return ci_yaml_fail(&reader->tree, list ? list : node, reader->error,
                            "'circles' and 'per_person_cny' go together");
    status = ci_policy_optional_words(&ids, reader, node, "circles");
    if (!status)
        status =
            ci_policy_take(&circles, reader, ids.count + 1, sizeof(*circles));
    for (size_t i = 0; !status && i < ids.count; i++)
        status = find_circle(&circles[i], reader, ci_policy_word_at(list, i),
                             ids.items[i]);
    fund->circles = circles;
    fund->circle_count = ids.count;
    return status;
}

static circlet_status check_id(ci_policy_reader *reader,
                               const ci_yaml_node *node, const char *id)
{
    for (size_t i = 0; i < reader->policy->fund_count; i++)
        if (strcmp(reader->policy->funds[i].id, id) == 0)
            return ci_yaml_fail(&reader->tree, ci_policy_find(node, "id"),
                                reader->error, "fund '%s' stands twice", id);
    return CIRCLET_OK;
}

static circlet_status read_fund(ci_fund *fund, ci_policy_reader *reader,
                                const ci_yaml_node *node)
{
    static const char *const keys[] = {"id",
                                       "title",
                                       "document",
                                       "clause",
                                       "quote",
                                       "period",
                                       "from",
                                       "until",
                                       "facility",
                                       "stars",
                                       "circles",
                                       "per_facility_cny",
                                       "per_person_cny",
                                       NULL};
    static const char *const facility_keys[] = {
        "type",     "service",     "tier",           "is_comprehensive",
        "is_pilot", "is_reformed", "is_reform_base", "word",
        NULL};
    circlet_status status = ci_policy_check(reader, node, keys);

    if (!status)
        status = ci_policy_text(&fund->id, reader, node, "id");
    if (!status)
        status = check_id(reader, node, fund->id);
    if (!status)
        status =
            ci_policy_title(&fund->title_zh, &fund->title_en, reader, node);
    if (!status)
        status = ci_policy_read_source(&fund->document, &fund->citation,
                                       &fund->quote, reader, node);
    if (!status)
        status = read_period(fund, reader, node);
    if (!status)
        status = read_years(fund, reader, node);
    if (!status)
        status = ci_policy_read_selection(&fund->facility, reader, node,
                                          facility_keys);
    if (!status)
        status = read_sums(fund, reader, node);
    return status ? status : read_circles(fund, reader, node);
}

circlet_status ci_policy_read_funds(ci_policy_reader *reader,
                                    const ci_yaml_node *root)
{
    circlet_policy *policy = reader->policy;
    const ci_yaml_node *list = ci_policy_find(root, "funds");
    ci_fund *funds = NULL;
    circlet_status status;

    if (!list)
        return CIRCLET_OK;
    if (list->type != CI_YAML_LIST)
        return ci_yaml_fail(&reader->tree, list, reader->error,
                            "'%s' must be a list", list->key);
    status =
        ci_policy_take(&funds, reader, list->child_count + 1, sizeof(*funds));
    policy->funds = funds;
    for (size_t i = 0; !status && i < list->child_count; i++) {
        status = read_fund(&funds[i], reader, list->children[i]);
        if (!status)
            policy->fund_count++;
    }
    return status;
}
