/* What is said to mend a failure is done to the data, and judged again. */
#include "hidden_town.h"

#include "fix_actions.h"

#include "policy/policy.h"

typedef struct applied {
    town_change change;
    char name[16];
    fix_actions actions; /* besides, of a plan */
    bool is_known; /* what is said was understood */
} applied;

static circlet_facility_record new_home(void)
{
    static const circlet_service_record care[] = {
        {"mental_care", -1, -1, -1, 0, 0}, {"severe_care", -1, -1, -1, 0, 0}};
    circlet_facility_record home = circlet_facility_record_unknown();

    home.type = "warm_home";
    home.tier = "street";
    home.is_comprehensive = home.is_pilot = CIRCLET_YES;
    home.is_reformed = home.is_reform_base = CIRCLET_YES;
    home.services = care;
    home.service_count = 2;
    return home;
}

static circlet_facility_record new_facility(const char *type)
{
    circlet_facility_record facility = circlet_facility_record_unknown();

    facility.type = type;
    return facility;
}

/* A new one of what a rule asks for, with as many beds, or so much. */
static circlet_facility_record new_for(const char *rule, int number)
{
    static circlet_service_record beds[1];
    circlet_facility_record facility = new_home();

    beds[0] = (circlet_service_record){"rehabilitation", -1, number, -1, 0, 0};
    if (strcmp(rule, "A-MENTAL-DAY") == 0)
        return new_facility("mental_day_station");
    if (strcmp(rule, "A-ASSISTIVE") == 0)
        return new_facility("assistive_device_station");
    if (strcmp(rule, "A-BEDS-MENTAL") == 0)
        beds[0].service = "mental_welfare";
    else if (strcmp(rule, "A-BEDS-SPECIAL") == 0)
        beds[0].service = "special_welfare";
    else if (strcmp(rule, "A-REHAB-ASSESS") == 0)
        beds[0] = (circlet_service_record){
            "rehabilitation_assessment", -1, -1, -1, 0, 0};
    else if (strcmp(rule, "A-REHAB-HOSPITAL") != 0 &&
             strcmp(rule, "A-BEDS-REHAB") != 0)
        return facility;
    facility.type = "rehabilitation_hospital";
    facility.services = beds;
    facility.service_count = 1;
    return facility;
}

static void add_measure(applied *out, const circlet_finding *finding,
                        double number)
{
    static const struct {
        const char *rule;
        circlet_measure measure;
    } rules[] = {{"B-AREA", CIRCLET_MEASURE_AREA_M2},
                 {"A-MENTAL-STAFF", CIRCLET_MEASURE_MENTAL_STAFF},
                 {"A-REHAB-STAFF", CIRCLET_MEASURE_REHAB_WORKERS}};

    for (size_t i = 0; i < 3; i++)
        if (strcmp(rules[i].rule, finding->rule) == 0)
            out->change.added.measures[rules[i].measure] = number;
    out->change.added_count = 1;
}

/* "15 more physicians, 10 more nurses" of a facility. */
static void add_parts(applied *out, const char *text)
{
    static const struct {
        const char *word;
        circlet_measure measure;
    } words[] = {
        {" more director", CIRCLET_MEASURE_DIRECTORS},
        {" more physician", CIRCLET_MEASURE_PHYSICIANS},
        {" more therapist", CIRCLET_MEASURE_THERAPISTS},
        {" more rehabilitation therapist", CIRCLET_MEASURE_THERAPISTS},
        {" more nurse", CIRCLET_MEASURE_NURSES}};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        const char *found = strstr(text, words[i].word), *from = found;

        while (found && from > text && from[-1] >= '0' && from[-1] <= '9')
            from--;
        if (found)
            out->change.more[words[i].measure] = atoi(from);
    }
}

/* "Mended by making f0001 ..." and the like; false: something else. */
static bool read_better(applied *out, const char *text, const char *rule)
{
    const char *making = strstr(text, "by making ");

    if (making) {
        snprintf(out->name, sizeof(out->name), "%.5s", making + 10);
        out->change.name = out->name;
        out->change.is_comprehensive = true;
        if (strcmp(rule, "B-REFORM-BASE") == 0)
            out->change.bases = 1;
        return true;
    }
    if (!strstr(text, " other Warm Home"))
        return false;
    if (strstr(text, "pilot"))
        out->change.pilots = atoi(text + 10);
    else if (strstr(text, "reformed"))
        out->change.reformed = atoi(text + 10);
    else
        out->change.bases = atoi(text + 10);
    return true;
}

/* How many are built besides what is done to others: "... and 1 more". */
static int read_built(const char *text)
{
    const char *found = strstr(text, " more ");

    while (found && found > text && found[-1] >= '0' && found[-1] <= '9')
        found--;
    return found ? atoi(found) : 0;
}

static applied read_fix(const circlet_policy *policy,
                        const circlet_finding *finding)
{
    const char *text = finding->fix_en, *rule = finding->rule;
    const char *beds = strstr(text, "at least ");
    int lon = finding->unit[0] == 'S' ? finding->unit[1] - '0' : 0;
    applied out = {.is_known = true};
    int number;

    if (strncmp(text, "Mended by ", 10) != 0) {
        out.is_known = false; /* of a circle: it mends a share */
        return out;
    }
    if (read_better(&out, text, rule))
        return out;
    out.actions = fix_read(policy, text);
    number = out.actions.count > 0 ? read_built(text) : atoi(text + 10);
    if (out.actions.count > 0 && number == 0)
        return out;
    if (out.actions.count == 0 && (text[10] < '0' || text[10] > '9'))
        fail_msg("no number in: %s", text);
    if (finding->subject == CIRCLET_SUBJECT_FACILITY) {
        snprintf(out.name, sizeof(out.name), "%s", finding->subject_id);
        out.change.name = out.name;
        add_parts(&out, text);
        return out;
    }
    out.change.added = new_for(rule, beds ? atoi(beds + 9) : number);
    out.change.added.at = (circlet_point){lon + 0.5, 0.5};
    out.change.added_count = number;
    if (strcmp(rule, "A-BEDS-REHAB") == 0)
        out.change.added_count = 1;
    if (strstr(rule, "-STAFF") || strcmp(rule, "B-AREA") == 0) {
        char digits[16];
        double more = 0;

        snprintf(digits, sizeof(digits), "%.*s", (int)strcspn(text + 10, " "),
                 text + 10);
        assert_true(ci_parse_double(&more, digits));
        add_measure(&out, finding, more);
    }
    return out;
}

static void check_fix(const circlet_policy *policy,
                      const circlet_finding *failure, uint64_t seed,
                      uint32_t percent, size_t *kinds)
{
    applied fix = {.is_known = false};
    const circlet_finding *now;
    circlet_findings *findings;
    circlet_city *city;

    if (strstr(failure->fix_en, "which no building does"))
        return; /* persons to be served */
    fix = read_fix(policy, failure);
    if (!fix.is_known)
        return;
    if (fix.change.name)
        fix.change.name = fix.name;
    city = make_city(seed, percent, &fix.change);
    if (fix.actions.count > 0) {
        circlet_error why = {CIRCLET_OK, ""};
        circlet_city *planned = fix_apply(&fix.actions, policy, city, &why);

        if (!planned)
            fail_msg("seed %u: %s: %s", (unsigned)seed, failure->fix_en,
                     why.message);
        circlet_city_free(city);
        city = planned;
    }
    findings = judge_city_now(policy, city, NULL, 2020, failure->rule);
    now = find_same(findings, failure);
    assert_non_null(now);
    if (outcome_of(now) != IS_KEPT)
        fail_msg("seed %u: %s %s\n  then: %s", (unsigned)seed,
                 failure->text_en, failure->fix_en, now->text_en);
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, failure->rule) == 0)
            kinds[policy->rules[i].kind]++;
    circlet_findings_free(findings);
    circlet_city_free(city);
}

static void check_town(const circlet_policy *policy, uint64_t seed,
                       uint32_t percent, size_t *kinds)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_city *city = make_city(seed, percent, NULL);
    circlet_findings *findings = NULL;

    options.year = 2020;
    options.wants_fixes = true;
    assert_ok(
        circlet_policy_judge(&findings, policy, city, NULL, &options, error));
    for (size_t i = 0; i < circlet_findings_count(findings); i++)
        if (circlet_findings_at(findings, i)->fix_en)
            check_fix(policy, circlet_findings_at(findings, i), seed, percent,
                      kinds);
    circlet_findings_free(findings);
    circlet_city_free(city);
}

static void what_is_said_to_mend_a_failure_does(void **state)
{
    static const uint32_t percents[] = {0, 5, 25};
    circlet_policy *policy = judge_policy();
    size_t kinds[CI_RULE_KIND_COUNT] = {0};

    (void)state;
    for (size_t i = 0; i < 3; i++)
        for (uint64_t seed = 1; seed <= 40; seed++)
            check_town(policy, seed, percents[i], kinds);
    assert_true(kinds[CI_RULE_COUNT] > 100);
    assert_true(kinds[CI_RULE_RATIO] > 50);
    assert_true(kinds[CI_RULE_CLASS_COUNT] > 20);
    assert_true(kinds[CI_RULE_EACH] > 5);
    assert_true(kinds[CI_RULE_PHASE] > 10);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_to_mend_a_failure_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
