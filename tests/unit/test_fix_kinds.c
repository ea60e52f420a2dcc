/* Each way to mend a failure once, at the prices of the policy of Beijing. */
#include "judge_city.h"

#include "policy/policy.h"
#include "policy/price.h"

#define OF_NEW(sum) " (a new one would cost " sum " CNY)"
#define FOR(sum) ", for " sum " CNY in the first year"
#define ASSUMED ", prices assumed in part."

/* A district of one street, with residents of whom 1,000 are certified. */
static judge_city district_of(const char *setting, int64_t residents,
                              int64_t certified)
{
    const circlet_point ring[] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
    const circlet_ring rings[] = {{5, false}};
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;
    judge_city town = judge_city_new();
    circlet_demand_record people = judge_person(0, 0.1);

    unit.code = unit.name = "D";
    unit.level = CIRCLET_LEVEL_DISTRICT;
    unit.residents = residents;
    unit.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(town.builder, &unit, error));
    judge_add_street(&town, 0, setting);
    people.certified = CIRCLET_YES;
    people.weight_milli = certified * 1000;
    judge_add_person(&town, people);
    assert_ok(circlet_city_builder_say_complete(
        town.builder, CIRCLET_PART_FACILITIES, error));
    return town;
}

static judge_city district(int64_t residents, int64_t certified)
{
    return district_of("urban", residents, certified);
}

static void add_beds_of(judge_city *town, const char *type,
                        const char *service, int64_t beds, int64_t occupied)
{
    const circlet_service_record offer = {service, -1, beds, occupied, 0, 0};
    circlet_facility_record facility = judge_facility(type, 0);

    facility.services = &offer;
    facility.service_count = 1;
    judge_add_facility(town, facility);
}

static void add_beds(judge_city *town, const char *type, const char *service,
                     int64_t beds)
{
    add_beds_of(town, type, service, beds, -1);
}

static void add_home(judge_city *town, double area_m2)
{
    circlet_facility_record home = judge_facility("warm_home", 0);

    home.measures[CIRCLET_MEASURE_AREA_M2] = area_m2;
    judge_add_facility(town, home);
}

static void add_site(judge_city *town, const char *id, const char *types,
                     double max_area_m2, double max_beds, double cost_cny)
{
    const circlet_site_record site = {.id = id,
                                      .types = types,
                                      .at = {0.5, 0.5},
                                      .max_area_m2 = max_area_m2,
                                      .max_beds = max_beds,
                                      .cost_cny = cost_cny,
                                      .base_score = (double)NAN};

    assert_ok(circlet_city_builder_add_site(town->builder, &site, error));
}

/* NULL: nothing is said. */
static void assert_fix_under(const circlet_policy *policy, judge_city *town,
                             const char *rule, const char *zh, const char *en)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_city *city = judge_finish(town);
    circlet_findings *findings = NULL;
    const circlet_finding *finding;

    options.rule = rule;
    options.wants_fixes = true;
    assert_ok(
        circlet_policy_judge(&findings, policy, city, NULL, &options, error));
    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    if (en)
        assert_string_equal(finding->fix_en, en);
    else
        assert_null(finding->fix_en);
    if (zh)
        assert_string_equal(finding->fix_zh, zh);
    circlet_findings_free(findings);
    circlet_city_free(city);
}

static void assert_fix(judge_city town, const char *rule, const char *zh,
                       const char *en)
{
    circlet_policy *policy = judge_policy();

    assert_fix_under(policy, &town, rule, zh, en);
    circlet_policy_free(policy);
}

/* 300,000 + 100 x 20,000 once, 200,000 + 100 x 20,000 a year. */
static void a_section_of_an_elderly_home(void **state)
{
    judge_city town = district(10000, 1000);

    (void)state;
    add_beds(&town, "elderly_institution", "residential", 100);
    assert_fix(town, "A-BEDS-MENTAL",
               "在f0000分区设100张精神卫生福利服务床位即可，首年费用4500000元"
               "（新建则为33000000元），含假设价格。",
               "Mended by partitioning 100 beds of mental welfare at "
               "f0000" FOR("4,500,000") OF_NEW("33,000,000") ASSUMED);
}

/* The home has not so many; or they are counted by A-BEDS-SPECIAL. */
static void no_section_of_beds_that_are_not_free(void **state)
{
    static const char *const services[] = {"residential", "special_welfare"};

    (void)state;
    for (int i = 0; i < 2; i++) {
        judge_city town = district(10000, 1000);

        add_beds(&town, "elderly_institution", services[i], i ? 300 : 99);
        assert_fix(town, "A-BEDS-MENTAL", NULL,
                   "Mended by 1 more mental welfare institution with at least "
                   "100 beds" FOR("33,000,000") ASSUMED);
    }
}

/* 8 beds are missing, the step is 10: 300,000 once and 600,000 a year. */
/* Of 150 beds people have 50, or one more. */
static void a_section_is_made_of_free_beds(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        judge_city town = district(10000, 1000);

        add_beds_of(&town, "elderly_institution", "residential", 150,
                    50 + more);
        assert_fix(
            town, "A-BEDS-MENTAL", NULL,
            more ? "Mended by 1 more mental welfare institution with at least "
                   "100 beds" FOR("33,000,000") ASSUMED
                 : "Mended by partitioning 100 beds of mental welfare at "
                   "f0000" FOR("4,500,000") OF_NEW("33,000,000") ASSUMED);
    }
}

static void an_institution_that_lacks_a_few_beds_grows(void **state)
{
    judge_city town = district(10000, 1000);

    (void)state;
    add_beds(&town, "mental_welfare_institution", "mental_welfare", 92);
    assert_fix(town, "A-BEDS-MENTAL",
               "将f0000扩建10张精神卫生福利服务床位即可，首年费用900000元"
               "（新建则为33000000元），含假设价格。",
               "Mended by enlarging f0000 by 10 beds of mental welfare" FOR(
                   "900,000") OF_NEW("33,000,000") ASSUMED);
}

/* 300,000 + 600,000, and 1,300,000 + 1,200,000. */
static void two_are_missing_and_each_is_mended_in_its_way(void **state)
{
    judge_city town = district(10000, 1000);

    (void)state;
    add_beds(&town, "special_welfare_institution", "special_welfare", 45);
    add_beds(&town, "elderly_institution", "residential", 60);
    assert_fix(town, "A-BEDS-SPECIAL",
               "将f0000扩建10张专门福利服务床位，在f0001分区设50张专门福利服务"
               "床位即可，首年费用3400000元，含假设价格。",
               "Mended by enlarging f0000 by 10 beds of special welfare and "
               "partitioning 50 beds of special welfare at "
               "f0001" FOR("3,400,000") ASSUMED);
}

/* The elderly home has beds for one section alone: 2,500,000 + 16,000,000. */
static void what_is_left_is_built(void **state)
{
    judge_city town = district(10000, 1000);

    (void)state;
    add_beds(&town, "elderly_institution", "residential", 60);
    assert_fix(town, "A-BEDS-SPECIAL", NULL,
               "Mended by partitioning 50 beds of special welfare at f0000 "
               "and 1 more special welfare institution with at least 50 "
               "beds" FOR("18,500,000") ASSUMED);
}

static void a_service_is_added_whatever_the_type(void **state)
{
    judge_city town = district(10000, 1000);

    (void)state;
    add_beds(&town, "rehabilitation_institution", "rehabilitation", 20);
    assert_fix(town, "A-REHAB-ASSESS",
               "在f0000增设康复评估即可，首年费用1500000元（新建则为17500000元"
               "），含假设价格。",
               "Mended by adding rehabilitation assessments at "
               "f0000" FOR("1,500,000") OF_NEW("17,500,000") ASSUMED);
}

/* A-RESPITE's service, which institutions are designated for. */
static void an_institution_is_designated(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city town = district(10000, 1000);
    ci_rule *rule = (ci_rule *)(uintptr_t)policy->rules;

    (void)state;
    while (strcmp(rule->id, "A-REHAB-ASSESS") != 0)
        rule++;
    rule->facility.service = "respite";
    add_beds(&town, "elderly_institution", "residential", 60);
    assert_fix_under(policy, &town, "A-REHAB-ASSESS", NULL,
                     "Mended by designating f0000 for respite "
                     "care" FOR("150,000") OF_NEW("12,500,000") ASSUMED);
    circlet_policy_free(policy);
}

/* 100 beds for 200,000 residents: 15 are missing, which are 20. Homes have
 * the service as well, but no beds. */
static void beds_in_sum(void **state)
{
    judge_city town = district(200000, 1000);

    (void)state;
    add_home(&town, 300);
    add_beds(&town, "rehabilitation_hospital", "rehabilitation", 85);
    assert_fix(town, "A-BEDS-REHAB", NULL,
               "Mended by enlarging f0001 by 20 beds of rehabilitation" FOR(
                   "1,800,000") OF_NEW("16,000,000") ASSUMED);
    town = district(200000, 1000);
    add_home(&town, 300);
    assert_fix(
        town, "A-BEDS-REHAB",
        "在新设的康复机构中再增加100张床位即可，首年费用29500000元"
        "，含假设价格。",
        "Mended by 100 more beds in a new rehabilitation institution" FOR(
            "29,500,000") ASSUMED);
}

/* 1,500 m² for 5,000 people, and no home grows larger than that. */
static void area_up_to_the_largest(void **state)
{
    judge_city town = district(10000, 5000);

    (void)state;
    add_home(&town, 1450);
    assert_fix(town, "B-AREA",
               "将f0000扩建50平方米即可，首年费用200000元（新建则为1200000元）"
               "，含假设价格。",
               "Mended by enlarging f0000 by 50 m²" FOR("200,000")
                   OF_NEW("1,200,000") ASSUMED);
    town = district(10000, 5000);
    add_home(&town, 1480);
    assert_fix(town, "B-AREA", NULL,
               "Mended by 20 more m² in a new Warm Home" FOR("1,200,000")
                   ASSUMED);
}

/* Homes of 100 m² are for villages: where the setting is another, or is not
 * known, the next size is built. */
static void a_size_is_built_in_its_settings_alone(void **state)
{
    static const char *const settings[] = {"plain", "urban", NULL};
    static const char *const wanted[] = {
        "Mended by 20 more m² in a new Warm Home" FOR("500,000") ASSUMED,
        "Mended by 20 more m² in a new Warm Home" FOR("1,200,000") ASSUMED,
        "Mended by 20 more m² in a new Warm Home" FOR("1,200,000") ASSUMED};

    (void)state;
    for (int has_site = 0; has_site <= 1; has_site++)
        for (int i = 0; i < 3; i++) {
            judge_city town = district_of(settings[i], 10000, 5000);
            char with_site[200];

            add_home(&town, 1480);
            if (has_site)
                add_site(&town, "good", NULL, (double)NAN, (double)NAN, 0);
            snprintf(with_site, sizeof(with_site),
                     "Mended by 20 more m² in a new Warm Home at good%s",
                     wanted[i] + strlen("Mended by 20 more m² in a new Warm "
                                        "Home"));
            assert_fix(town, "B-AREA", NULL, has_site ? with_site : wanted[i]);
        }
}

/* Of these the cheapest that may have it, is large enough and has room. */
static void it_is_built_on_a_site_that_holds_it(void **state)
{
    judge_city town = district(10000, 1000);

    (void)state;
    add_site(&town, "beds", NULL, (double)NAN, 99, 0);
    add_site(&town, "none", NULL, 0, (double)NAN, 0);
    add_site(&town, "area", NULL, 3999, (double)NAN, 500001);
    add_site(&town, "type", "warm_home", (double)NAN, (double)NAN, 0);
    add_site(&town, "dear", NULL, 4000, 100, 900000);
    add_site(&town, "good", "mental_welfare_institution", 4000, 100, 500000);
    add_site(&town, "open", NULL, (double)NAN, (double)NAN, (double)NAN);
    assert_fix(town, "A-BEDS-MENTAL",
               "再有1个精神卫生福利机构各设不少于100张床位即可，设在good，"
               "首年费用33500000元，含假设价格。",
               "Mended by 1 more mental welfare institution with at least 100 "
               "beds at good" FOR("33,500,000") ASSUMED);
}

/* 12,000,000 + 4,000,000 for the smaller institution, 1,000,000 + 500,000 for
 * what it lacks; a hospital has it, for 95,000,000. */
static void a_new_building_and_a_service_that_it_lacks(void **state)
{
    (void)state;
    assert_fix(
        district(10000, 1000), "A-REHAB-ASSESS",
        "新设1个康复机构，并在其中增设康复评估即可，首年费用17500000元，"
        "含假设价格。",
        "Mended by 1 more rehabilitation institution and adding "
        "rehabilitation assessments there" FOR("17,500,000") ASSUMED);
}

/* 300,000 + 200,000, and 100,000 + 80,000, and 150,000 + 100,000, on a site
 * for 5: the home for a township has both, for 1,200,000. */
static void a_village_home_and_what_it_lacks(void **state)
{
    judge_city town = district_of("mountain", 10000, 1000);

    (void)state;
    add_site(&town, "site", "warm_home", (double)NAN, (double)NAN, 5);
    assert_fix(
        town, "B-FUNCTION",
        "在site新设1个温馨家园（100平方米），并在其中增设精神残疾人社区照"
        "料，并在其中增设重度残疾人托养即可，首年费用930005元，含假设价"
        "格。",
        "Mended by 1 more Warm Home of 100 m² at site, adding "
        "community mental-health care there and adding care for the "
        "severely disabled there" FOR("930,005") ASSUMED);
}

/* A station for aids at 200,000 + 100,000, with 50 beds for 1,000 each. */
static void each_of_several_is_completed(void **state)
{
    const ci_action_price beds = {.kind = CI_PRICE_ADD_SERVICE,
                                  .service = "special_welfare",
                                  .place_step = 1,
                                  .bed_step = 1,
                                  .once.per_bed = 1000};
    circlet_policy *policy = judge_policy();
    judge_city town = district(10000, 1000);
    const ci_action_price *prices = policy->prices;
    size_t count = policy->price_count;

    (void)state;
    policy->prices = &beds;
    policy->price_count = 1;
    assert_fix_under(
        policy, &town, "A-BEDS-SPECIAL",
        "新设2个辅助器具服务站，并在其中各增设专门福利服务（50张床"
        "位）即可，首年费用700000元，含假设价格。",
        "Mended by 2 more assistive-device stations and adding "
        "special welfare with 50 beds in each" FOR("700,000") ASSUMED);
    policy->prices = prices;
    policy->price_count = count;
    circlet_policy_free(policy);
}

/* In a city a home has 300 square metres or more; one of 200 costs as much.
 * For 201 a home has to be built elsewhere. */
static void the_smallest_size_is_cut_to_its_site(void **state)
{
    static const char *const wanted[][2] = {
        {"在新设的温馨家园中（200平方米）（设在site）再增加198平方米即可，首年"
         "费用1200000元，含假设价格。",
         "Mended by 198 more m² in a new Warm Home of 200 m² at "
         "site" FOR("1,200,000") ASSUMED},
        {NULL,
         "Mended by 201 more m² in a new Warm Home" FOR("1,200,000") ASSUMED}};

    (void)state;
    for (int i = 0; i < 2; i++) {
        judge_city town = district(10000, i ? 670 : 660);

        add_site(&town, "site", "warm_home", 200, 0, 0);
        assert_fix(town, "B-AREA", wanted[i][0], wanted[i][1]);
    }
}

/* A site for 50 beds holds the smaller institution on less ground, one for 49
 * holds none. */
static void beds_are_never_cut(void **state)
{
    (void)state;
    for (int beds = 49; beds <= 50; beds++) {
        judge_city town = district(10000, 1000);

        add_beds(&town, "special_welfare_institution", "special_welfare", 50);
        add_site(&town, "site", NULL, 900, beds, 7);
        assert_fix(town, "A-BEDS-SPECIAL", NULL,
                   beds == 50 ? "Mended by 1 more special welfare institution "
                                "of 900 m² with at least 50 beds at "
                                "site" FOR("16,000,007") ASSUMED
                              : "Mended by 1 more special welfare institution "
                                "with at least 50 "
                                "beds" FOR("16,000,000") ASSUMED);
    }
}

static void without_such_a_site_none_is_named(void **state)
{
    judge_city town = district(10000, 1000);

    (void)state;
    add_site(&town, "beds", NULL, (double)NAN, 99, 0);
    add_site(&town, "area", NULL, 3999, 99, 0);
    assert_fix(town, "A-BEDS-MENTAL", NULL,
               "Mended by 1 more mental welfare institution with at least 100 "
               "beds" FOR("33,000,000") ASSUMED);
}

/* What is added might be counted for the other rule. */
static void of_beds_that_two_rules_count_nothing_is_said(void **state)
{
    static const char *const nested[] = {"mental_welfare"};
    circlet_policy *policy = judge_policy();
    judge_city town = district(10000, 1000);
    ci_rule *rule = (ci_rule *)(uintptr_t)policy->rules;

    (void)state;
    while (strcmp(rule->id, "A-BEDS-SPECIAL") != 0)
        rule++;
    rule->as.class_count.nested = (ci_words){nested, 1};
    assert_fix_under(policy, &town, "A-BEDS-MENTAL", NULL, NULL);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_section_of_an_elderly_home),
        cmocka_unit_test(no_section_of_beds_that_are_not_free),
        cmocka_unit_test(a_section_is_made_of_free_beds),
        cmocka_unit_test(an_institution_that_lacks_a_few_beds_grows),
        cmocka_unit_test(two_are_missing_and_each_is_mended_in_its_way),
        cmocka_unit_test(what_is_left_is_built),
        cmocka_unit_test(a_service_is_added_whatever_the_type),
        cmocka_unit_test(an_institution_is_designated),
        cmocka_unit_test(beds_in_sum),
        cmocka_unit_test(area_up_to_the_largest),
        cmocka_unit_test(a_size_is_built_in_its_settings_alone),
        cmocka_unit_test(it_is_built_on_a_site_that_holds_it),
        cmocka_unit_test(a_new_building_and_a_service_that_it_lacks),
        cmocka_unit_test(a_village_home_and_what_it_lacks),
        cmocka_unit_test(each_of_several_is_completed),
        cmocka_unit_test(the_smallest_size_is_cut_to_its_site),
        cmocka_unit_test(beds_are_never_cut),
        cmocka_unit_test(without_such_a_site_none_is_named),
        cmocka_unit_test(of_beds_that_two_rules_count_nothing_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
