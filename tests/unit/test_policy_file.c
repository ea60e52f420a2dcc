#include "policy_text.h"

#include <math.h>

#include "io/policy_reader.h"
#include "policy/circle.h"

static circlet_policy *shipped(void)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;

    assert_ok(read_text(&policy, text, error));
    free(text);
    return policy;
}

/* In the order of the documents; a variant follows its rule. */
static const char *const rules[] = {"B-CIRCLE-15",
                                    "B-CIRCLE-30",
                                    "B-CIRCLE-30/own",
                                    "B-HOME-URBAN",
                                    "B-HOME-PLAIN",
                                    "B-HOME-MOUNTAIN",
                                    "B-HOME-VILLAGE",
                                    "A-VILLAGE-PLAN",
                                    "B-AREA",
                                    "B-FUNCTION",
                                    "B-DIRECTOR",
                                    "B-TRAINING",
                                    "B-VENUE",
                                    "B-PILOT",
                                    "B-REFORM-BASE",
                                    "B-AUDIT",
                                    "A-MENTAL-DAY",
                                    "A-ASSISTIVE",
                                    "A-MENTAL-STAFF",
                                    "A-REHAB-STAFF",
                                    "A-COMMUNITY-REHAB",
                                    "A-REHAB-HOSPITAL",
                                    "A-REHAB-ASSESS",
                                    "A-BEDS-MENTAL",
                                    "A-BEDS-SPECIAL",
                                    "A-BEDS-REHAB",
                                    "A-BEDS-STAFF",
                                    "A-REHAB-CHILD",
                                    "A-REHAB-CHILD/reach",
                                    "A-REHAB-ADULT",
                                    "A-REHAB-ADULT/reach",
                                    "A-DEVICE",
                                    "A-DEVICE/reach",
                                    "A-DAYCARE",
                                    "A-RESPITE"};

#define RULE_COUNT (sizeof(rules) / sizeof(rules[0]))

static void the_shipped_policy_is_read(void **state)
{
    circlet_policy *policy = shipped();
    circlet_snap_options snap = circlet_policy_snap(policy);
    const circlet_facility_record *home;

    (void)state;
    assert_string_equal(circlet_policy_id(policy), "beijing-2018");
    assert_int_equal(circlet_policy_default_year(policy), 2020);
    assert_int_equal(circlet_policy_rule_count(policy), RULE_COUNT);
    for (size_t i = 0; i < RULE_COUNT; i++)
        assert_string_equal(circlet_policy_rule_id(policy, i), rules[i]);
    assert_null(circlet_policy_rule_id(policy, RULE_COUNT));
    assert_int_equal(circlet_policy_mode_count(policy), 9);
    assert_string_equal(circlet_policy_mode(policy, 0), "manual_wheelchair");
    assert_string_equal(circlet_policy_mode(policy, 8), "drive");
    assert_int_equal(snap.component_nodes, 100);
    assert_true(snap.limit_m == 100 && snap.detour == 1.3);
    assert_true(snap.struct_size == sizeof(snap));
    assert_string_equal(ci_policy_word_en(policy, "warm_home"), "Warm Home");
    assert_string_equal(ci_policy_word_zh(policy, "warm_home"), "温馨家园");
    assert_string_equal(ci_policy_word_en(policy, "no such"), "no such");
    home = ci_policy_catalogue(policy, "warm_home");
    assert_non_null(home);
    assert_string_equal(home->tier, "street");
    assert_int_equal(home->is_comprehensive, CIRCLET_YES);
    assert_true(home->measures[CIRCLET_MEASURE_AREA_M2] == 300);
    assert_null(ci_policy_catalogue(policy, "vocational_station"));
    circlet_policy_free(policy);
}

/* The documents lie beside the repository, not in it: without them there is
 * nothing to compare with. */
static void every_quote_stands_in_its_document(void **state)
{
    char *a = quoted_document("jingcangongwei-2018-1.txt");
    char *b = quoted_document("jingcanfa-2017-72.txt");
    bool are_there = a && b;
    circlet_policy *policy = shipped();

    (void)state;
    for (size_t i = 0; are_there && i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];
        const char *text = strcmp(rule->document->name, "A") == 0 ? a : b;

        if (!strstr(text, rule->quote))
            fail_msg("rule %s: the quote is not in document %s", rule->id,
                     rule->document->name);
        assert_non_null(strstr(rule->citation, rule->document->number));
    }
    circlet_policy_free(policy);
    free(a);
    free(b);
    if (!are_there)
        skip(); /* without the documents nothing was compared */
}

static void mistakes_are_named_with_line_and_column(void **state)
{
    static const struct {
        const char *old, *put, *message;
    } cases[] = {
        {"default_year: 2020", "default_yeer: 2020",
         ":6:1: unknown key 'default_yeer'"},
        {"default_year: 2020", "default_year: soon",
         ":6:15: 'default_year' must be a number"},
        {"default_year: 2020", "default_year: 2020.5",
         "'default_year' must be a whole number, not 2020.5"},
        {"documents:\n", "steepest: {per_cent: 0, source: x}\ndocuments:\n",
         "'per_cent' must be from 0.1 to 100, not 0"},
        {"documents:\n", "steepest: {per_cent: 8, sauce: x}\ndocuments:\n",
         "unknown key 'sauce'"},
        {"    cutoff_min: 15", "    cutoff_min: -1",
         "'cutoff_min' must be from 0.001 to 1440, not -1"},
        {"    cutoff_min: 15", "    cutoff_min: 0",
         "'cutoff_min' must be from 0.001 to 1440, not 0"},
        {"    target: 1\n", "    target: 100\n", "must be from 0 to 1"},
        {"    kind: circle", "    kind: sphere", "'kind' cannot be 'sphere'"},
        {"    force: must", "    force: perhaps", "cannot be 'perhaps'"},
        {"    level: street", "    level: galaxy", "cannot be 'galaxy'"},
        {"    due: 2020", "    due: 2017", "must be from 2018 to 9999"},
        {"    document: B", "    document: C", "document 'C' has no entry"},
        {"    group: certified", "    group: nobody", "group 'nobody' has no"},
        {"    facility: {type: warm_home}", "    facility: {type: castle}",
         "facility type 'castle' has no entry"},
        {"    facility: {type: warm_home}", "    facility: {tier: street}",
         "unknown key 'tier'"},
        {"    facility: {type: warm_home}",
         "    facility: {type: warm_home, word: castle}",
         "'castle' is not among the words of the policy"},
        {"    when: {certified: yes}", "    when: {kind: visuall}",
         ":34:18: 'visuall' is not among the words visual, hearing, speech, "
         "physical, intellectual, mental"},
        {"    when: {certified: yes}", "    when: {kind: [mental, unknown]}",
         ":34:27: 'unknown' is not among the words visual"},
        {"    when: {certified: yes}", "    when: {aid: [none, stik]}",
         ":34:24: 'stik' is not among the words none, stick, crutches, "
         "manual_wheelchair, powered_wheelchair, guide_dog, escort"},
        {"aid: [none, stick, guide_dog]", "aid: [none, stik]",
         ":24: 'stik' is not among the words none"},
        {"    fast: walk\n", "",
         ":5: a row of own modes needs either 'mode', or 'slow' and "
         "'fast'"},
        {"    fast: walk\n", "    mode: walk\n",
         ":5: a row of own modes needs either 'mode', or 'slow' and "
         "'fast'"},
        {"    slow: manual_wheelchair\n    fast: walk\n", "",
         ":5: a row of own modes needs either 'mode', or 'slow' and "
         "'fast'"},
        {"    fast: walk\n", "    fast: own\n",
         ":11: a row of own modes cannot say 'own'"},
        {"    fast: walk\n", "    fast: ../walk\n",
         ":11: mode '../walk' may only have a-z, 0-9 and _"},
        {"    also: [powered_wheelchair, crutches",
         "    also: [walk, crutches",
         ":12: mode 'walk' stands twice in a row"},
        {"    also: [powered_wheelchair, crutches",
         "    also: [manual_wheelchair, crutches",
         ":12: mode 'manual_wheelchair' stands twice in a row"},
        {"    also: [powered_wheelchair, crutches",
         "    also: [crutches, crutches",
         ":22: mode 'crutches' stands twice in a row"},
        {"    also: [powered_wheelchair, crutches", "    also: [own, crutches",
         ":12: a row of own modes cannot say 'own'"},
        {"    also: [powered_wheelchair, crutches",
         "    also: [../x, crutches",
         ":12: mode '../x' may only have a-z, 0-9 and _"},
        {"    when: {certified: yes}", "    when: {needs: day_car}",
         ":34:19: 'day_car' is not among the words of the policy"},
        {"    when: {certified: yes}", "    when: {received: [day_care, x]}",
         ":34:33: 'x' is not among the words of the policy"},
        {"    reason: aid_unknown", "    reason: aid_unknwon",
         ":13: 'aid_unknwon' is not among the words of the policy"},
        {"    setting: [urban]", "    setting: [urbn]",
         ": 'urbn' is not among the words of the policy"},
        {"    setting: [urban]", "    setting: urbn",
         ": 'urbn' is not among the words of the policy"},
        {"is_comprehensive: yes, tier: street", "tier: stret",
         ": 'stret' is not among the words of the policy"},
        {"    tier: street\n    area_m2: 300", "    tier: stret\n",
         ": 'stret' is not among the words of the policy"},
        {"services: [day_care]", "services: [day_care, moat]",
         ": 'moat' is not among the words of the policy"},
        {"assistive_device, mental_care, severe_care]",
         "assistive_device, moat]",
         ": 'moat' is not among the words of the policy"},
        {"    mode: own\n", "    mode: ../../etc\n", "may only have a-z"},
        {"      - {from: 1000, min: 1, max: 2}",
         "      - {from: 0, min: 1, max: 2}", "must start from 0 and ascend"},
        {"      - {from: 1000, min: 1, max: 2}",
         "      - {from: 1000, min: 3, max: 2}", "must be from 3"},
        {"    upper: 0.5", "    upper: 0.2", "must be from 0.3"},
        {"{measure: area_m2}", "{measure: volume}",
         "unknown measure 'volume'"},
        {"denominator: residents", "denominator: pets",
         "must be group, residents or unit, not 'pets'"},
        {"  - mode: walk", "  - mode: own", "cannot say 'own'"},
        {"    when: {certified: yes}", "    when: {certified: maybe}",
         "'certified' must be yes or no"},
        {"    when: {certified: yes}", "    when: {grade: {from: 3, to: 2}}",
         "'grade' is an empty range"},
        {"    assumed: yes", "    assumed: no",
         "'warm_home' needs a 'source' or 'assumed: yes'"},
        {"  - id: A-ASSISTIVE", "  - id: A-MENTAL-DAY",
         "rule 'A-MENTAL-DAY' stands twice"},
        {"  beds: {zh: 张床位, en: bed}", "  beds: {zh: 张床位}",
         "key 'en' is missing"},
        {"policy: beijing-2018", "policy: beijing-2018\n政策: x",
         ":5:1: key '政策' stands twice, as 'policy' too"},
        {"    quote: 远郊", "    Quote: 远郊", "key 'quote' is missing"},
    };
    char *text = shipped_text();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *changed = yaml_replace(text, cases[i].old, cases[i].put);
        circlet_policy *policy = NULL;

        assert_fails(read_text(&policy, changed, error), CIRCLET_E_FORMAT,
                     cases[i].message);
        assert_null(policy);
        free(changed);
    }
    free(text);
}

static void every_kind_and_aid_of_people_can_be_asked_for(void **state)
{
    char *text = shipped_text();
    char *changed = yaml_replace(
        text, "    when: {certified: yes}",
        "    when: {kind: [visual, hearing, speech, physical, intellectual, "
        "mental], aid: [none, stick, crutches, manual_wheelchair, "
        "powered_wheelchair, guide_dog, escort, unknown], needs: "
        "[home_service], received: [day_care]}");
    circlet_policy *policy = NULL;
    const ci_condition *condition;

    (void)state;
    assert_ok(read_text(&policy, changed, error));
    condition = &policy->groups[0].condition;
    assert_int_equal(condition->kinds.count, 6);
    assert_int_equal(condition->aids.count, 8);
    assert_true(ci_words_have(&condition->aids, CI_AID_UNKNOWN));
    assert_int_equal(condition->needs.count, 1);
    assert_int_equal(condition->received.count, 1);
    circlet_policy_free(policy);
    free(changed);
    free(text);
}

static void a_policy_knows_its_settings_types_and_years(void **state)
{
    static const char *const settings[] = {"urban", "plain", "mountain"};
    circlet_policy *policy = shipped();

    (void)state;
    assert_int_equal(policy->settings.count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(policy->settings.items[i], settings[i]);
    assert_true(circlet_policy_has_facility_type(policy, "warm_home"));
    assert_true(
        circlet_policy_has_facility_type(policy, "residential_institution"));
    assert_false(circlet_policy_has_facility_type(policy, "温馨家园"));
    assert_false(circlet_policy_has_facility_type(policy, "day_care"));
    assert_false(circlet_policy_has_facility_type(policy, NULL));
    for (size_t i = 0; i < circlet_policy_rule_count(policy); i++) {
        bool is_late = strcmp(rules[i], "B-REFORM-BASE") == 0;
        bool is_ended = strcmp(rules[i], "B-VENUE") == 0;

        assert_false(circlet_policy_rule_is_in_force(policy, i, 2017));
        assert_int_equal(circlet_policy_rule_is_in_force(policy, i, 2018),
                         !is_late);
        assert_true(circlet_policy_rule_is_in_force(policy, i, 2019));
        assert_true(circlet_policy_rule_is_in_force(policy, i, 2022));
        assert_int_equal(circlet_policy_rule_is_in_force(policy, i, 2030),
                         !is_ended);
    }
    assert_false(circlet_policy_rule_is_in_force(policy, RULE_COUNT, 2020));
    circlet_policy_free(policy);
}

static void keys_may_be_chinese(void **state)
{
    static const char *const keys[] = {
        "default_year", "snapping",  "limit_m", "documents",  "groups",
        "own_mode",     "when",      "rules",   "kind",       "quote",
        "also",         "slow",      "fast",    "cutoff_min", "bands",
        "upper",        "catalogue", "words"};
    char *text = shipped_text();
    circlet_policy *policy = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        char old[64], put[64], *changed;

        assert_non_null(ci_policy_key_zh(keys[i]));
        assert_string_equal(ci_policy_key(ci_policy_key_zh(keys[i])), keys[i]);
        snprintf(old, sizeof(old), "%s: ", keys[i]);
        snprintf(put, sizeof(put), "%s: ", ci_policy_key_zh(keys[i]));
        if (!strstr(text, old)) {
            snprintf(old, sizeof(old), "%s:\n", keys[i]);
            snprintf(put, sizeof(put), "%s:\n", ci_policy_key_zh(keys[i]));
        }
        changed = yaml_replace(text, old, put);
        free(text);
        text = changed;
    }
    assert_ok(read_text(&policy, text, error));
    assert_int_equal(circlet_policy_rule_count(policy), RULE_COUNT);
    assert_int_equal(circlet_policy_default_year(policy), 2020);
    circlet_policy_free(policy);
    free(text);
}

static void every_prefix_of_the_file_is_refused_or_read(void **state)
{
    char *text = shipped_text();
    size_t size = strlen(text);

    (void)state;
    for (size_t cut = 0; cut < size; cut += 97) {
        circlet_policy *policy = NULL;
        circlet_error error = {CIRCLET_OK, ""};
        char path[YAML_PATH_SIZE];
        circlet_status status;

        yaml_write(path, text, cut);
        status = circlet_read_policy(&policy, path, &error);
        remove(path);
        if (status) {
            assert_int_equal(status, CIRCLET_E_FORMAT);
            assert_true(strlen(error.message) > 0);
        }
        circlet_policy_free(policy);
    }
    free(text);
}

/* Reasons that judging gives have to read well. */
static void the_shipped_policy_names_the_common_reasons(void **state)
{
    static const char *const reasons[] = {"due_later",
                                          "setting_unknown",
                                          "over_provision",
                                          "type_unknown",
                                          "types_unknown",
                                          "people_unknown",
                                          "residents_unknown",
                                          "area_unknown",
                                          "beds_unknown",
                                          "certified_unknown",
                                          "aid_unknown",
                                          "no_network",
                                          "outside_extent",
                                          "second_allowed",
                                          "modelled_people",
                                          "tier_unknown",
                                          "comprehensive_unknown",
                                          "own",
                                          "residents",
                                          "persons",
                                          "facilities",
                                          "city_missing",
                                          "whole_city",
                                          "counted_elsewhere",
                                          "phase_underway",
                                          "tag_unknown",
                                          "services_unknown",
                                          "pilot_unknown",
                                          "reformed_unknown",
                                          "reform_base_unknown",
                                          "directors_unknown",
                                          "physicians_unknown",
                                          "therapists_unknown",
                                          "nurses_unknown",
                                          "rehab_workers_unknown",
                                          "mental_staff_unknown"};
    circlet_policy *policy = shipped();

    (void)state;
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
        if (!ci_policy_find_word(policy, reasons[i]))
            fail_msg("no word '%s'", reasons[i]);
    circlet_policy_free(policy);
}

#define STEEPEST "steepest:\n  per_cent: %d\n  source: x\n\ndocuments:\n"

/* The steepest that ways may be whose slope no tag says. */
typedef struct slope_doubts {
    double graded_pct; /* of roads */
    double other_pct; /* of paths, tracks and footways */
    size_t sourced_count; /* entries that cite the policy */
} slope_doubts;

static slope_doubts doubts_of(const circlet_travel_mode *mode)
{
    slope_doubts out = {0};

    for (size_t i = 0; i < mode->link_unknown_count; i++) {
        const ci_unknown *unknown = &mode->link_unknowns[i];
        double *most_pct =
            unknown->is_graded ? &out.graded_pct : &out.other_pct;

        if (strcmp(unknown->key, "incline") != 0)
            continue;
        assert_true(unknown->from == -unknown->to);
        *most_pct = fmax(*most_pct, unknown->to);
        out.sourced_count +=
            unknown->origin.source && strcmp(unknown->origin.source, "x") == 0;
    }
    return out;
}

/* Under the shipped policy, which says nothing of slopes, or one that says
 * that no road is steeper. */
static slope_doubts doubts_under(int per_cent)
{
    char *text = shipped_text(), *turned, *moved;
    char *root = realpath(yaml_source_folder(), NULL), folder[1024];
    char steepest[128] = "documents:\n";
    circlet_policy *policy = NULL;
    circlet_travel_mode *mode = NULL;
    slope_doubts out;

    assert_non_null(root);
    snprintf(folder, sizeof(folder), "%s/geodata/modes", root);
    free(root);
    if (per_cent > 0)
        snprintf(steepest, sizeof(steepest), STEEPEST, per_cent);
    moved = yaml_replace(text, "../modes", folder);
    turned = yaml_replace(moved, "documents:\n", steepest);
    assert_ok(read_text(&policy, turned, error));
    assert_ok(circlet_read_policy_mode(&mode, policy, 0, error));
    out = doubts_of(mode);
    circlet_travel_mode_free(mode);
    circlet_policy_free(policy);
    free(turned);
    free(moved);
    free(text);
    return out;
}

static void only_roads_are_no_steeper_than_a_city_says(void **state)
{
    slope_doubts silent = doubts_under(0), flat = doubts_under(8);
    slope_doubts level = doubts_under(5), steep = doubts_under(90);

    (void)state;
    assert_true(silent.graded_pct == 20 && silent.other_pct == 30);
    assert_int_equal(silent.sourced_count, 0);
    assert_true(flat.graded_pct == 8 && flat.other_pct == 30);
    assert_int_equal(flat.sourced_count, 3); /* streets, roads, pavements */
    assert_true(level.graded_pct == 5 && level.other_pct == 30);
    assert_int_equal(level.sourced_count, 5); /* and crossings */
    assert_true(steep.graded_pct == 20 && steep.other_pct == 30);
    assert_int_equal(steep.sourced_count, 0);
}

/* Reads the modes of a policy in which one text, which names the modes of a
 * row, is another. */
static circlet_status read_modes(const char *old, const char *put,
                                 circlet_error *why)
{
    char *text = shipped_text(), *turned, *moved;
    char *root = realpath(yaml_source_folder(), NULL), folder[1024];
    circlet_policy *policy = NULL;
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;
    circlet_router *router = NULL;
    circlet_status status;

    assert_non_null(root);
    snprintf(folder, sizeof(folder), "%s/geodata/modes", root);
    free(root);
    moved = yaml_replace(text, "../modes", folder);
    turned = yaml_replace(moved, old, put);
    assert_ok(read_text(&policy, turned, error));
    assert_ok(circlet_network_builder_new(&builder, error));
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    assert_ok(circlet_router_new(&router, network, NULL, error));
    status = circlet_read_policy_modes(router, policy, why);
    circlet_router_free(router);
    circlet_network_free(network);
    circlet_network_builder_free(builder);
    circlet_policy_free(policy);
    free(turned);
    free(moved);
    free(text);
    return status;
}

static void the_slow_mode_of_a_row_is_not_the_faster_one(void **state)
{
    (void)state;
    assert_ok(read_modes("slow: manual_wheelchair", "slow: manual_wheelchair",
                         error));
    assert_fails(read_modes("slow: manual_wheelchair", "slow: drive", error),
                 CIRCLET_E_FORMAT,
                 "row 1 of own modes calls 'drive' slow, which goes "
                 "8.333 m/s on the flat, and 'walk' fast, which "
                 "goes 1.200 m/s");
    assert_fails(read_modes("fast: walk\n    also: [powered_wheelchair, "
                            "crutches, stick, ",
                            "fast: stick\n    also: [powered_wheelchair, "
                            "crutches, ",
                            error),
                 CIRCLET_E_FORMAT, ":5: row 1 of own modes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_policy_is_read),
        cmocka_unit_test(every_quote_stands_in_its_document),
        cmocka_unit_test(mistakes_are_named_with_line_and_column),
        cmocka_unit_test(every_kind_and_aid_of_people_can_be_asked_for),
        cmocka_unit_test(a_policy_knows_its_settings_types_and_years),
        cmocka_unit_test(keys_may_be_chinese),
        cmocka_unit_test(every_prefix_of_the_file_is_refused_or_read),
        cmocka_unit_test(the_shipped_policy_names_the_common_reasons),
        cmocka_unit_test(only_roads_are_no_steeper_than_a_city_says),
        cmocka_unit_test(the_slow_mode_of_a_row_is_not_the_faster_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
