/* Mistakes in rules of the kinds received, near and list, which are named
 * with line and column. */
#include "yaml_text.h"

#include <circlet/io.h>

#include "policy/policy.h"

#define HEAD                                                                  \
    "policy: p\ntitle: {zh: p, en: p}\ndefault_year: 2020\n"                  \
    "first_year: 2018\nmodes: modes\nsnapping: {limit_m: 100, spread_m: 30, " \
    "detour: 1.3, component_nodes: 100}\n"                                    \
    "documents: {A: {number: N, title: T}}\n"                                 \
    "groups:\n"                                                               \
    "  all: {title: {zh: a, en: a}, when: {certified: yes}}\n"                \
    "own_mode: [{mode: walk}]\n"                                              \
    "types: {home: {title: {zh: h, en: h}, services: [care]}}\n"              \
    "words: {care: {zh: c, en: c}, farm: {zh: f, en: f}, "                    \
    "forest: {zh: w, en: w}, walk: {zh: w, en: w}, own: {zh: o, en: o}}\n"    \
    "rules:\n"
#define RULE                                                                  \
    "  - id: R\n    title: {zh: r, en: r}\n    document: A\n"                 \
    "    clause: c\n    quote: q\n    force: must\n"
#define NEAR                                                                  \
    RULE "    kind: near\n    level: street\n    facility: {type: home}\n"
#define RECEIVED RULE "    kind: received\n    level: street\n    group: all\n"
#define LIST RULE "    kind: list\n    level: district\n"
#define CIRCLES "circles: [{cutoff_min: 15, mode: own}]"

static circlet_status read_rule(circlet_policy **policy, const char *rule,
                                circlet_error *failure)
{
    char path[YAML_PATH_SIZE], text[4096];
    circlet_status status;

    snprintf(text, sizeof(text), "%s%s", HEAD, rule);
    yaml_write(path, text, strlen(text));
    status = circlet_read_policy(policy, path, failure);
    remove(path);
    return status;
}

static const ci_rule *only_rule(const circlet_policy *policy, size_t position)
{
    assert_true(position < policy->rule_count);
    return &policy->rules[position];
}

static void mistakes_are_named(void **state)
{
    static const struct {
        const char *rule, *message;
    } cases[] = {
        {NEAR "    cutoff_min: 15\n    mode: own\n",
         "a venue has no mode of its own"},
        {NEAR "    mode: walk\n", "key 'cutoff_min' is missing"},
        {NEAR "    cutoff_min: 15\n", "key 'mode' is missing"},
        {NEAR "    cutoff_min: 1441\n    mode: walk\n", "cutoff_min"},
        {NEAR "    cutoff_min: 15\n    mode: walk\n    group: all\n",
         "unknown key 'group'"},
        {NEAR "    cutoff_min: 15\n    mode: walk\n    host_residents: -1\n",
         "host_residents"},
        {NEAR "    cutoff_min: 15\n    mode: walk\n    venues: []\n",
         "'venues' must be a word or a list of words"},
        {RECEIVED "    target: 1\n", "key 'service' is missing"},
        {RECEIVED "    service: care\n", "key 'target' is missing"},
        {RECEIVED "    service: cure\n    target: 1\n",
         "'cure' is not among the words of the policy"},
        {RECEIVED "    service: care\n    target: 1.1\n", "target"},
        {RECEIVED "    service: care\n    target: 1\n    mode: own\n",
         "unknown key 'mode'"},
        {RECEIVED "    service: care\n    target: 1\n"
                  "    reach: {" CIRCLES "}\n",
         "key 'title' is missing"},
        {RECEIVED "    service: care\n    target: 1\n"
                  "    reach: {title: {zh: x, en: x}, circles: []}\n",
         "'circles' must be a list of circles"},
        {RECEIVED "    service: care\n    target: 1\n"
                  "    reach: {title: {zh: x, en: x}, target: 1, " CIRCLES
                  "}\n",
         "unknown key 'target'"},
        {LIST "    facility: {type: home}\n", "key 'list' is missing"},
        {LIST "    list: lottery\n", "'list' cannot be 'lottery'"},
        {LIST "    list: sample\n    facility: {type: home}\n",
         "key 'share' is missing"},
        {LIST "    list: sample\n    facility: {type: home}\n    share: 2\n",
         "share"},
        {LIST "    list: sample\n    facility: {type: home}\n    share: 0\n",
         "'share' must be from 0.0001 to 1, not 0"},
        {LIST "    list: units\n    group: all\n    facility: {type: home}\n"
              "    min_people: 30\n    look_min: 60\n",
         "key 'nearest' is missing"},
        {LIST "    list: units\n    group: all\n    facility: {type: home}\n"
              "    min_people: 30\n    look_min: 60\n"
              "    nearest: {type: castle}\n",
         "'castle'"},
        {LIST "    list: need\n    group: all\n    facility: {type: home}\n"
              "    " CIRCLES "\n    members: {level: city, word: farm}\n",
         "'city' is no level below that of the rule"},
        {LIST "    list: need\n    group: all\n    facility: {type: home}\n"
              "    " CIRCLES "\n    members: {level: community}\n",
         "key 'word' is missing"},
        {LIST "    list: kinds\n    group: all\n    word: care\n"
              "    target: 0.5\n    " CIRCLES "\n    kinds: []\n",
         "'kinds' must be a list of 1 to 6 groups with services"},
        {LIST "    list: kinds\n    group: all\n    word: care\n"
              "    target: 0.5\n    " CIRCLES
              "\n    kinds: [{group: some, services: care}]\n",
         "group 'some' has no entry in 'groups'"},
        {LIST "    list: kinds\n    group: all\n    word: care\n"
              "    target: 0.5\n    " CIRCLES
              "\n    kinds: [{group: all, services: cure}]\n",
         "'cure' is not among the words of the policy"},
        {LIST "    list: kinds\n    group: all\n    facility: {type: home}\n",
         "unknown key 'facility'"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_policy *policy = NULL;

        assert_fails(read_rule(&policy, cases[i].rule, error),
                     CIRCLET_E_FORMAT, cases[i].message);
        assert_null(policy);
    }
}

static void a_rule_near_venues_is_read(void **state)
{
    circlet_policy *policy = NULL;
    const ci_rule *rule;

    (void)state;
    assert_ok(read_rule(&policy,
                        NEAR "    时限: 12.5\n    mode: walk\n"
                             "    场馆类别: [arena, hotel]\n"
                             "    所在地最少常住人口: 500\n",
                        error));
    rule = only_rule(policy, 0);
    assert_int_equal(rule->kind, CI_RULE_NEAR);
    assert_int_equal(rule->as.near.cutoff_ms, 750000);
    assert_int_equal(rule->as.near.kinds.count, 2);
    assert_int_equal(rule->as.near.host_residents, 500);
    assert_string_equal(rule->facility.type, "home");
    circlet_policy_free(policy);
}

static void reach_is_a_variant_of_receipt(void **state)
{
    circlet_policy *policy = NULL;
    const ci_rule *rule;

    (void)state;
    assert_ok(read_rule(&policy,
                        RECEIVED "    service: care\n    target: 0.9\n"
                                 "    reach:\n      title: {zh: x, en: x}\n"
                                 "      circles:\n"
                                 "        - {setting: forest, cutoff_min: 9, "
                                 "mode: walk}\n"
                                 "        - {cutoff_min: 30, mode: own}\n",
                        error));
    assert_int_equal(policy->rule_count, 2);
    rule = only_rule(policy, 0);
    assert_false(rule->is_variant);
    assert_int_equal(rule->as.received.target_micro, 900000);
    assert_int_equal(rule->as.received.reach.count, 0);
    rule = only_rule(policy, 1);
    assert_true(rule->is_variant);
    assert_string_equal(rule->id, "R/reach");
    assert_string_equal(rule->title_en, "x");
    assert_string_equal(rule->facility.service, "care");
    assert_int_equal(rule->as.received.reach.count, 2);
    assert_int_equal(rule->as.received.reach.items[0].cutoff_ms, 540000);
    assert_true(ci_words_have(&policy->settings, "forest"));
    circlet_policy_free(policy);
}

static void lists_are_read(void **state)
{
    circlet_policy *policy = NULL;
    const ci_rule *rule;

    (void)state;
    assert_ok(read_rule(
        &policy,
        LIST "    list: need\n    group: all\n    facility: {type: home}\n"
             "    " CIRCLES "\n    members: {level: community, kind: "
             "hamlet, setting: forest, word: farm}\n",
        error));
    rule = only_rule(policy, 0);
    assert_int_equal(rule->as.list.of, CI_LIST_NEED);
    assert_int_equal(rule->as.list.member_level, CIRCLET_LEVEL_COMMUNITY);
    assert_string_equal(rule->as.list.member_kind, "hamlet");
    assert_true(ci_words_have(&policy->settings, "forest"));
    circlet_policy_free(policy);
    assert_ok(read_rule(
        &policy,
        LIST "    list: units\n    group: all\n    facility: {type: home}\n"
             "    min_people: 12.5\n    look_min: 60\n    tag: far\n"
             "    nearest: {service: care}\n",
        error));
    rule = only_rule(policy, 0);
    assert_int_equal(rule->as.list.of, CI_LIST_UNITS);
    assert_int_equal(rule->as.list.min_milli, 12500);
    assert_int_equal(rule->as.list.look_ms, 3600000);
    assert_null(rule->as.list.member_kind);
    assert_string_equal(rule->as.list.in_reach.service, "care");
    assert_string_equal(rule->facility.type, "home");
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(a_rule_near_venues_is_read),
        cmocka_unit_test(reach_is_a_variant_of_receipt),
        cmocka_unit_test(lists_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
