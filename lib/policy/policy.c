#include "policy/policy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "policy/circle.h"

circlet_policy *ci_policy_new(void)
{
    circlet_policy *policy = calloc(1, sizeof(*policy));

    if (policy)
        policy->snap.struct_size = sizeof(policy->snap);
    return policy;
}

void circlet_policy_free(circlet_policy *policy)
{
    ci_arena arena;

    if (!policy)
        return;
    arena = policy->arena;
    ci_arena_free(&arena);
    free(policy);
}

const char *circlet_policy_id(const circlet_policy *policy)
{
    return policy->id;
}

const char *circlet_policy_title_zh(const circlet_policy *policy)
{
    return policy->title_zh;
}

const char *circlet_policy_title_en(const circlet_policy *policy)
{
    return policy->title_en;
}

int circlet_policy_default_year(const circlet_policy *policy)
{
    return policy->default_year;
}

circlet_snap_options circlet_policy_snap(const circlet_policy *policy)
{
    return policy->snap;
}

size_t circlet_policy_mode_count(const circlet_policy *policy)
{
    return policy->mode_count;
}

const char *circlet_policy_mode(const circlet_policy *policy, size_t i)
{
    return i < policy->mode_count ? policy->modes[i] : NULL;
}

size_t circlet_policy_rule_count(const circlet_policy *policy)
{
    return policy->rule_count;
}

const char *circlet_policy_rule_id(const circlet_policy *policy, size_t i)
{
    return i < policy->rule_count ? policy->rules[i].id : NULL;
}

const char *circlet_policy_rule_title_zh(const circlet_policy *policy,
                                         size_t i)
{
    return i < policy->rule_count ? policy->rules[i].title_zh : NULL;
}

const char *circlet_policy_rule_title_en(const circlet_policy *policy,
                                         size_t i)
{
    return i < policy->rule_count ? policy->rules[i].title_en : NULL;
}

const ci_word *ci_policy_find_word(const circlet_policy *policy,
                                   const char *word)
{
    for (size_t i = 0; i < policy->word_count; i++)
        if (strcmp(policy->words[i].word, word) == 0)
            return &policy->words[i];
    return NULL;
}

const char *ci_policy_word_zh(const circlet_policy *policy, const char *word)
{
    const ci_word *found = ci_policy_find_word(policy, word);

    return found ? found->zh : word;
}

const char *ci_policy_word_en(const circlet_policy *policy, const char *word)
{
    const ci_word *found = ci_policy_find_word(policy, word);

    return found ? found->en : word;
}

static const ci_catalogue_entry *find_entry(const circlet_policy *policy,
                                            const char *type)
{
    for (size_t i = 0; i < policy->catalogue_count; i++)
        if (strcmp(policy->catalogue[i].facility.type, type) == 0)
            return &policy->catalogue[i];
    return NULL;
}

const ci_rule *ci_policy_find_rule(const circlet_policy *policy,
                                   const char *id)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, id) == 0)
            return &policy->rules[i];
    return NULL;
}

const circlet_facility_record *ci_policy_catalogue(
    const circlet_policy *policy, const char *type)
{
    const ci_catalogue_entry *entry = find_entry(policy, type);

    return entry ? &entry->facility : NULL;
}

double ci_policy_catalogue_cost(const circlet_policy *policy, const char *type)
{
    const ci_catalogue_entry *entry = find_entry(policy, type);

    return entry ? entry->cost_cny : (double)NAN;
}

bool ci_rule_is_in_force(const ci_rule *rule, int year)
{
    return year >= rule->from && (rule->until < 0 || year <= rule->until);
}

bool circlet_policy_rule_is_in_force(const circlet_policy *policy, size_t i,
                                     int year)
{
    return i < policy->rule_count &&
           ci_rule_is_in_force(&policy->rules[i], year);
}

circlet_rule_list circlet_policy_rule_list(const circlet_policy *policy,
                                           size_t i)
{
    static const circlet_rule_list lists[CI_LIST_OF_COUNT] = {
        [CI_LIST_SAMPLE] = CIRCLET_LIST_SAMPLE,
        [CI_LIST_UNITS] = CIRCLET_LIST_UNITS,
        [CI_LIST_NEED] = CIRCLET_LIST_NEED,
        [CI_LIST_KINDS] = CIRCLET_LIST_GROUPS};

    return i < policy->rule_count && policy->rules[i].kind == CI_RULE_LIST
               ? lists[policy->rules[i].as.list.of]
               : CIRCLET_LIST_NONE;
}

bool circlet_policy_has_facility_type(const circlet_policy *policy,
                                      const char *type)
{
    for (size_t i = 0; type && i < policy->type_count; i++)
        if (strcmp(policy->types[i].type, type) == 0)
            return true;
    return false;
}

static circlet_status fail_unknown_mode(const circlet_policy *policy,
                                        const char *mode, circlet_error *error)
{
    ci_buffer names = {0};
    circlet_status status;

    ci_buffer_add(&names, CI_MODE_OWN);
    for (size_t i = 0; i < policy->mode_count; i++) {
        ci_buffer_add(&names, ", ");
        ci_buffer_add(&names, policy->modes[i]);
    }
    status = names.failed ? ci_fail_nomem(error)
                          : ci_fail(error, CIRCLET_E_NOT_FOUND,
                                    "policy '%s' has no mode '%s' (modes: %s)",
                                    policy->id, mode, names.text);
    ci_buffer_free(&names);
    return status;
}

circlet_status ci_policy_find_mode(size_t *out, const circlet_policy *policy,
                                   const char *mode, circlet_error *error)
{
    if (strcmp(mode, CI_MODE_OWN) == 0) {
        *out = CI_NO_POSITION;
        return CIRCLET_OK;
    }
    for (size_t i = 0; i < policy->mode_count; i++)
        if (strcmp(policy->modes[i], mode) == 0) {
            *out = i;
            return CIRCLET_OK;
        }
    return fail_unknown_mode(policy, mode, error);
}

ci_own_travel ci_policy_own_travel(const circlet_policy *policy,
                                   const circlet_demand_record *person,
                                   int day)
{
    ci_own_travel travel = {0};

    for (size_t i = 0; i < policy->own_mode_count; i++) {
        const ci_own_mode *row = &policy->own_modes[i];
        ci_doubts doubts = 0;
        ci_membership member =
            ci_condition_holds(&row->condition, person, day, &doubts);

        if (member == CI_MEMBER_NO)
            continue;
        travel.mode = row->slow;
        travel.modes |=
            (ci_modes)1 << row->slow | (ci_modes)1 << row->fast | row->also;
        travel.rows |= UINT32_C(1) << i;
        travel.doubts |= doubts;
        if (member == CI_MEMBER_YES)
            break;
    }
    return travel;
}

const char *circlet_verdict_name(circlet_verdict verdict)
{
    static const char *const names[CIRCLET_VERDICT_COUNT] = {
        "pass", "fail", "advice", "undecided", "no_data"};

    return (unsigned)verdict < CIRCLET_VERDICT_COUNT ? names[verdict]
                                                     : "unknown";
}

const char *circlet_force_name(circlet_force force)
{
    static const char *const names[] = {"must", "should", "may"};

    return (unsigned)force < 3 ? names[force] : "unknown";
}

const char *circlet_subject_name(circlet_subject subject)
{
    static const char *const names[] = {"unit", "facility", "venue"};

    return (unsigned)subject < 3 ? names[subject] : "unknown";
}
