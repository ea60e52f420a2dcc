/* How rules about places and evenness, and unions of conditions, are read. */
#include "policy_text.h"

#include "policy/policy.h"

static void the_shipped_rules_say_what_the_documents_do(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    const ci_rule *places, *even;
    const ci_condition *focus;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    places = find_rule(policy, "A-DAYCARE");
    assert_int_equal(places->kind, CI_RULE_PLACES);
    assert_string_equal(places->as.places.service, "day_care");
    assert_int_equal(places->as.places.target_micro, CI_MILLION);
    assert_int_equal(places->as.places.circles.count, 2);
    assert_int_equal(places->as.places.circles.items[0].cutoff_ms, 900000);
    assert_int_equal(places->as.places.circles.items[1].cutoff_ms, 1800000);
    assert_int_equal(places->as.places.circles.items[1].settings.count, 2);
    assert_true(places->as.places.circles.items[0].mode == CI_NO_POSITION);
    focus = &policy->groups[places->as.places.focus].condition;
    assert_int_equal(focus->any_count, 4);
    assert_int_equal(focus->any[0].grade_to, 2);
    assert_int_equal(focus->any[1].kinds.count, 2);
    assert_int_equal(focus->any[2].household_certified, 2);
    assert_int_equal(focus->any[3].old_carer, CIRCLET_YES);
    even = find_rule(policy, "A-RESPITE");
    assert_int_equal(even->kind, CI_RULE_EVENNESS);
    assert_int_equal(even->as.evenness.amount, CI_AMOUNT_PLACES);
    assert_true(even->as.evenness.is_either);
    assert_int_equal(even->as.evenness.gini_micro, 400000);
    assert_int_equal(even->as.evenness.least_micro, 500000);
    assert_int_equal(even->as.evenness.per, 100);
    assert_int_equal(even->as.evenness.circles.items[0].settings.count, 0);
    circlet_policy_free(policy);
    free(text);
}

#define DECAY "    decay: "
#define PER "    per: 100\n    measured_unit: places_per_100"

static void bands_and_places_are_read(void **state)
{
    char *text = shipped_text();
    char *banded = yaml_replace(
        text, PER,
        DECAY "[{to_min: 10, weight: 1}, {至分钟: 30, 权重: 0.25}]\n" PER);
    char *placed = yaml_replace(
        banded, "supply: {places: residential, beds: residential}",
        "供给: {places: respite}");
    circlet_policy *policy = NULL;
    const ci_evenness *even;

    (void)state;
    assert_ok(read_text(&policy, placed, error));
    even = &find_rule(policy, "A-RESPITE")->as.evenness;
    assert_int_equal(even->amount, CI_AMOUNT_PLACES);
    assert_false(even->is_either);
    assert_string_equal(even->service, "respite");
    assert_int_equal(even->band_count, 2);
    assert_int_equal(even->bands[1].to_ms, 1800000);
    assert_int_equal(even->bands[1].weight_micro, 250000);
    circlet_policy_free(policy);
    free(placed);
    free(banded);
    free(text);
}

static void mistakes_are_named(void **state)
{
    static const struct {
        const char *old, *put, *message;
    } cases[] = {
        {"    focus: care_focus", "    focus: nobody",
         "group 'nobody' has no entry in 'groups'"},
        {"    facility: {service: day_care}\n    circles:",
         "    facility: {type: warm_home}\n    circles:",
         "needs 'places' or a facility by 'service'"},
        {"    facility: {service: day_care}\n    circles:",
         "    facility: {service: day_care}\n    circle:",
         "unknown key 'circle'"},
        {"      - {cutoff_min: 30, mode: drive}\n",
         "      - {cutoff_min: 30, mode: drive}\n"
         "      - {setting: urban, cutoff_min: 30, mode: drive}\n",
         "only the last circle may be for all settings"},
        {"      - {cutoff_min: 30, mode: drive}\n", "      {}\n",
         "'circles' must be a list of circles"},
        {"      - {cutoff_min: 30, mode: drive}\n",
         "      - {cutoff_min: 1441, mode: drive}\n",
         "must be from 0.001 to 1440, not 1441"},
        {"      - {cutoff_min: 30, mode: drive}\n",
         "      - {cutoff_min: 30, mode: drive, target: 1}\n",
         "unknown key 'target'"},
        {"    supply: {places: residential, beds: residential}",
         "    supply: {}", "'supply' needs one of beds, places"},
        {"    supply: {places: residential, beds: residential}",
         "    supply: {beds: castle}", "'castle' is not among the words"},
        {"    supply: {places: residential, beds: residential}",
         "    supply: {places: respite, beds: residential}",
         "needs beds and places of one service"},
        {"    gini: 0.4", "    gini: 40", "must be from 0 to 1"},
        {"    gini: 0.4\n", "", "key 'gini' is missing"},
        {"    least: 0.5\n", "", "key 'least' is missing"},
        {PER, DECAY "[]\n" PER, "'decay' must be a list of bands"},
        {PER, DECAY "[{to_min: 9, weight: 1}, {to_min: 9, weight: 1}]\n" PER,
         "bands must ascend"},
        {PER, DECAY "[{to_min: 9, weight: 2}]\n" PER, "must be from 0 to 1"},
        {"      one_of:\n", "      one_off:\n", "unknown key 'one_off'"},
        {"        - {household_certified: 2}",
         "        - {household_certified: 0}", "must be from 1 to 100"},
        {"        - {household_certified: 2}",
         "        - {one_of: [{old_carer: yes}]}", "unknown key 'one_of'"},
        {"when: {needs: [home_service",
         "when: {one_of: [], needs: [home_service",
         "'one_of' must be a list of conditions"},
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

/* The level of the last rule, which compares units. */
static void the_city_alone_cannot_be_even(void **state)
{
    char *text = shipped_text();
    char *rule = strstr(text, "id: A-RESPITE");
    char *level;
    circlet_policy *policy = NULL;

    (void)state;
    assert_non_null(rule);
    level = strstr(rule, "level: street");
    assert_non_null(level);
    memcpy(level, "level: city  ", strlen("level: street"));
    assert_fails(read_text(&policy, text, error), CIRCLET_E_FORMAT,
                 "units below the city can be even, not the city");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_rules_say_what_the_documents_do),
        cmocka_unit_test(bands_and_places_are_read),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(the_city_alone_cannot_be_even),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
