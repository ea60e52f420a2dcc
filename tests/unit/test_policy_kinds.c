/* What the readers of class_count, each, phase and of sums refuse. */
#include "policy_text.h"

#include "io/policy_reader.h"

static void mistakes_are_refused_with_a_reason(void **state)
{
    static const struct {
        const char *old, *put, *message;
    } cases[] = {
        /* class_count */
        {"    least_beds: 100\n", "", "key 'least_beds' is missing"},
        {"    least_beds: 100\n", "    least_beds: 0\n",
         "'least_beds' must be from 1 to 1000000, not 0"},
        {"    least_beds: 50\n    min: 2\n", "    least_beds: 50\n",
         "key 'min' is missing"},
        {"    least_beds: 50\n", "    least_beds: 50\n    nested: [moat]\n",
         "'moat' is not among the words of the policy"},
        {"    least_beds: 50\n", "    least_beds: 50\n    shared: perhaps\n",
         "'shared' must be yes or no"},
        {"facility: {service: mental_welfare,",
         "facility: {type: mental_welfare_institution,",
         "beds are counted of a 'service', which is missing"},
        /* each */
        {"      - {measure: directors, min: 1}\n", "      - {min: 1}\n",
         "needs either 'measure' or 'attribute'"},
        {"{measure: directors, min: 1}",
         "{measure: directors, attribute: x, min: 1}",
         "needs either 'measure' or 'attribute'"},
        {"{measure: directors, min: 1}", "{measure: kings, min: 1}",
         "unknown measure 'kings'"},
        {"{measure: directors, min: 1}", "{measure: directors}",
         "key 'min' is missing"},
        {"{measure: directors, min: 1}", "{measure: directors, min: 0}",
         "'min' must be from 0.001"},
        {"{measure: directors, min: 1}", "{measure: stars, min: 1}",
         "'stars' is not among the words of the policy"},
        {"min: 40, word: training_new_hours,", "min: 40,",
         "key 'word' is missing"},
        {", reason: training_new_unknown}", "}", "key 'reason' is missing"},
        {"      - {measure: nurses, min: 0.3}\n",
         "      - {measure: nurses, min: 0.3}\n"
         "      - {measure: nurses, min: 0.3}\n"
         "      - {measure: nurses, min: 0.3}\n",
         "'has' must be a list of 1 to 4 entries"},
        {"    beds: rehabilitation\n    has:",
         "    group: certified\n    has:",
         "a rule about each facility counts no people"},
        {"    beds: rehabilitation\n    has:", "    beds: moat\n    has:",
         "'moat' is not among the words of the policy"},
        /* phase */
        {", begun: yes}", "}", "needs one of 'min', 'target', 'begun'"},
        {", begun: yes}", ", begun: yes, min: 1}",
         "needs one of 'min', 'target', 'begun'"},
        {", begun: yes}", ", begun: no}", "'begun' can only be yes"},
        {", target: 1}", ", target: 1.5}", "must be from 0 to 1"},
        {"{from: 2018, until: 2018,", "{from: 2018, until: 2017,",
         "'until' must be from 2018"},
        {"{from: 2018, until: 2018,", "{from: 2017, until: 2018,",
         "'from' must be from 2018"},
        {"until: 2018, force: must,", "until: 2018, force: shall,",
         "'force' cannot be 'shall'"},
        {"{from: 2020, level: city,", "{from: 2020, level: moon,",
         "'level' cannot be 'moon'"},
        {"having: {is_pilot: yes, word: pilot_home}",
         "having: {word: pilot_home}", "needs a 'word' and what it stands"},
        {"having: {is_pilot: yes, word: pilot_home}",
         "having: {is_pilot: yes, tier: street}", "key 'word' is missing"},
        {"having: {is_pilot: yes, word: pilot_home}",
         "having: {type: warm_home, word: pilot_home}", "unknown key 'type'"},
        /* sums, and which facilities */
        {"    denominator: unit\n", "    denominator: moon\n",
         "'denominator' must be group, residents or unit, not 'moon'"},
        {"    whole: yes\n", "    whole: yes\n    upper: 2\n",
         "has a 'lower' limit and no 'upper'"},
        {"    whole: yes\n", "    whole: yes\n    measured_unit: beds\n",
         "a sum is measured in its 'amount_unit'"},
        {"    whole: yes\n", "", "key 'measured_unit' is missing"},
        {"facility: {any: yes, word: any_facility}", "facility: {any: yes}",
         "'facility' needs a 'word' for any facility"},
        {"facility: {any: yes, word: any_facility}",
         "facility: {any: yes, type: warm_home}",
         "'facility' cannot be any facility and of a type or service"},
        {"facility: {any: yes, word: any_facility}",
         "facility: {any: no, word: any_facility}",
         "'facility' needs a 'type' or a 'service'"},
        {"services: [mental_care, severe_care], word: care_home}",
         "services: [mental_care, moat], word: care_home}",
         "'moat' is not among the words of the policy"},
        {"    perhaps: [mental_care, severe_care]",
         "    perhaps: [mental_care, moat]",
         "'moat' is not among the words of the policy"},
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

static void what_the_file_says_is_read(void **state)
{
    char *text = shipped_text();
    char *changed = yaml_replace(
        text, "    least_beds: 50\n",
        "    least_beds: 50\n    nested: mental_welfare\n    shared: yes\n");
    circlet_policy *policy = NULL;
    const ci_rule *rule;

    (void)state;
    assert_ok(read_text(&policy, changed, error));

    rule = find_rule(policy, "A-BEDS-SPECIAL");
    assert_true(rule->as.class_count.beds == 50);
    assert_true(rule->as.class_count.min == 2);
    assert_true(rule->as.class_count.is_shared);
    assert_int_equal(rule->as.class_count.nested.count, 1);

    rule = find_rule(policy, "A-BEDS-STAFF");
    assert_string_equal(rule->as.each.beds, "rehabilitation");
    assert_int_equal(rule->as.each.part_count, 3);
    assert_true(rule->as.each.parts[0].min_micro == 150000);
    assert_string_equal(rule->as.each.parts[2].reason, "nurses_unknown");

    rule = find_rule(policy, "B-PILOT");
    assert_int_equal(rule->as.phase.step_count, 3);
    assert_int_equal(rule->as.phase.steps[0].until, 2018);
    assert_int_equal(rule->as.phase.steps[0].force, CIRCLET_FORCE_MUST);
    assert_int_equal(rule->as.phase.steps[1].force, CIRCLET_FORCE_SHOULD);
    assert_int_equal(rule->as.phase.steps[1].level, CIRCLET_LEVEL_DISTRICT);
    assert_int_equal(rule->as.phase.steps[2].level, CIRCLET_LEVEL_CITY);
    assert_string_equal(rule->as.phase.steps[1].tag, "urban_six");

    rule = find_rule(policy, "A-MENTAL-STAFF");
    assert_true(rule->as.ratio.is_of_unit);
    assert_null(rule->facility.type);
    rule = find_rule(policy, "A-REHAB-STAFF");
    assert_true(rule->as.ratio.is_rounded_up);
    circlet_policy_free(policy);
    free(changed);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_are_refused_with_a_reason),
        cmocka_unit_test(what_the_file_says_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
