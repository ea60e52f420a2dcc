/* Of the ways to mend a failure none that has a price is cheaper than the one
 * that is said; beside each way that is looked for here by hand. */
#include "hidden_town.h"

#include "policy/policy.h"
#include "policy/price.h"

/* Prices of the ways, NaN: not known. */
typedef struct prices {
    ci_action_price actions[3];
    double mental, severe, m2; /* once, of a service and of an area */
    double home_once, home_yearly; /* of a new home */
} prices;

static double random_price(uint64_t *dice, uint32_t limit)
{
    uint32_t price = unit_random_below(dice, limit);

    return unit_random_below(dice, 6) ? 1000.0 * price : (double)NAN;
}

static void add_service_price(ci_action_price *out, const char *service,
                              double once)
{
    out->kind = CI_PRICE_ADD_SERVICE;
    out->service = service;
    out->once.fixed = once;
}

/* Puts them in place of those of the policy; they have to outlive it. */
static void set_prices(circlet_policy *policy, prices *p)
{
    ci_catalogue_entry *home =
        (ci_catalogue_entry *)(uintptr_t)ci_catalogue_find(policy,
                                                           "warm_home");

    memset(p->actions, 0, sizeof(p->actions));
    add_service_price(&p->actions[0], "mental_care", p->mental);
    add_service_price(&p->actions[1], "severe_care", p->severe);
    p->actions[2].kind = CI_PRICE_ENLARGE;
    p->actions[2].once.per_m2 = p->m2;
    policy->prices = p->actions;
    policy->price_count = 3;
    home->cost_cny = p->home_once;
    home->yearly_cny = p->home_yearly;
    home->size_count = 0;
    home->area_max_m2 = (double)NAN;
    home->facility.measures[CIRCLET_MEASURE_AREA_M2] = 300;
}

static prices random_prices(uint64_t seed)
{
    uint64_t dice = seed;
    prices p = {0};

    p.mental = random_price(&dice, 800);
    p.severe = random_price(&dice, 800);
    p.m2 = random_price(&dice, 10);
    p.home_once = random_price(&dice, 1200);
    p.home_yearly = 1000.0 * unit_random_below(&dice, 300);
    return p;
}

static bool offers(const circlet_facility_record *facility,
                   const char *service)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return true;
    return false;
}

/* The number in front of a part of a text: "1,234.5 more". */
static double number_before(const char *text, const char *part)
{
    const char *from = strstr(text, part);
    char digits[32] = "";
    double number = 0;
    size_t size = 0;

    assert_non_null(from);
    while (from > text && from[-1] != ' ')
        from--;
    for (; *from != ' ' && size + 1 < sizeof(digits); from++)
        if (*from != ',')
            digits[size++] = *from;
    assert_true(ci_parse_double(&number, digits));
    return number;
}

/* "82 more m²", "enlarging f0001 by 82 m²". */
static double area_of(const char *text)
{
    return number_before(text, strstr(text, " more m²") ? " more m²" : " m²");
}

/* The ways that there are: of what is there, the cheapest with a price. */
typedef struct ways {
    size_t old_count;
    double old_cny, new_cny; /* NaN: none has a price */
} ways;

static void add_old(ways *out, double cny)
{
    out->old_count++;
    if (!(out->old_cny <= cny) && !isnan(cny))
        out->old_cny = cny;
}

static ways find_ways(const circlet_city *city, const prices *p,
                      const circlet_finding *finding)
{
    bool is_area = strcmp(finding->rule, "B-AREA") == 0;
    double more = is_area ? area_of(finding->fix_en) : 0;
    ways found = {0, (double)NAN, p->home_once + p->home_yearly};

    if (is_area && more > 300)
        found.new_cny = (double)NAN; /* none is as large */
    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *home =
            circlet_city_facility(city, (circlet_facility)i);
        circlet_unit street = circlet_city_facility_unit(
            city, (circlet_facility)i, CIRCLET_LEVEL_STREET);

        if (strcmp(home->type, "warm_home") != 0 || street == CIRCLET_NONE ||
            strcmp(circlet_city_unit(city, street)->code, finding->unit) != 0)
            continue;
        if (is_area)
            add_old(&found, p->m2 * more);
        else
            add_old(&found, (offers(home, "mental_care") ? 0 : p->mental) +
                                (offers(home, "severe_care") ? 0 : p->severe));
    }
    return found;
}

/* The sum that is said; NaN: none. */
static double said_cny(const char *text)
{
    return strstr(text, ", for ") ? number_before(text, " CNY") : (double)NAN;
}

/* Makes sure of one fix; returns whether two prices were compared. */
static bool check_price(const circlet_city *city, const prices *p,
                        const circlet_finding *finding)
{
    ways found = find_ways(city, p, finding);
    const char *text = finding->fix_en;
    bool is_new = strcmp(finding->rule, "B-AREA") == 0
                      ? strstr(text, " in a new ") != NULL
                      : strstr(text, " by adding ") == NULL;
    double wanted = found.old_count == 0 ? found.new_cny : found.old_cny;

    if (found.old_count > 0 && found.new_cny < found.old_cny)
        wanted = found.new_cny;
    if (isnan(wanted))
        assert_null(strstr(text, "CNY"));
    else if (fabs(said_cny(text) - ceil(wanted - 1e-6)) > 0.5)
        fail_msg("%s, not for %.0f", text, wanted);
    if (found.old_count > 0)
        assert_int_equal(is_new, found.new_cny < found.old_cny);
    return found.old_count > 0 && !isnan(found.old_cny) &&
           !isnan(found.new_cny);
}

static size_t check_town(circlet_policy *policy, uint64_t seed,
                         uint32_t percent)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_city *city = make_city(seed, percent, NULL);
    circlet_findings *findings = NULL;
    prices p = random_prices(seed);
    size_t compared = 0;

    set_prices(policy, &p);
    options.year = 2020;
    options.wants_fixes = true;
    options.rule = "B-FUNCTION,B-AREA";
    assert_ok(
        circlet_policy_judge(&findings, policy, city, NULL, &options, error));
    for (size_t i = 0; i < circlet_findings_count(findings); i++)
        if (circlet_findings_at(findings, i)->fix_en)
            compared +=
                check_price(city, &p, circlet_findings_at(findings, i));
    circlet_findings_free(findings);
    circlet_city_free(city);
    return compared;
}

static void no_way_is_cheaper_than_the_one_that_is_said(void **state)
{
    circlet_policy *policy = judge_policy();
    size_t compared = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++)
        compared += check_town(policy, seed, seed % 2 ? 0 : 5);
    assert_true(compared > 100);
    circlet_policy_free(policy);
}

/* ---- by hand ------------------------------------------------------------ */

static void assert_fix(const prices *given, const char *zh, const char *en)
{
    circlet_policy *policy = judge_policy();
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;
    judge_city town = judge_city_new();
    circlet_facility_record home = judge_facility("warm_home", 0);
    circlet_service_record services[] = {{"mental_care", -1, -1, -1, 0, 0}};
    prices p = *given;
    circlet_city *city;

    set_prices(policy, &p);
    judge_add_street(&town, 0, "urban");
    judge_add_people(&town, 0, 5000);
    home.services = services;
    home.service_count = 1;
    judge_add_facility(&town, home);
    city = judge_finish(&town);
    options.rule = "B-FUNCTION";
    options.wants_fixes = true;
    assert_ok(
        circlet_policy_judge(&findings, policy, city, NULL, &options, error));

    assert_string_equal(circlet_findings_at(findings, 0)->fix_en, en);
    if (zh)
        assert_string_equal(circlet_findings_at(findings, 0)->fix_zh, zh);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void what_is_there_is_made_better_where_that_is_cheaper(void **state)
{
    (void)state;
    assert_fix(
        &(prices){.severe = 300000, .home_once = 900000, .home_yearly = 2e5},
        "在f0000增设重度残疾人托养即可，首年费用300000元（新建则为1100000元）"
        "，含假设价格。",
        "Mended by adding care for the severely disabled at f0000, for "
        "300,000 CNY in the first year (a new one would cost 1,100,000 CNY), "
        "prices assumed in part.");
}

static void something_new_is_built_where_that_is_cheaper(void **state)
{
    (void)state;
    assert_fix(
        &(prices){.severe = 3e6, .home_once = 900000, .home_yearly = 2e5},
        NULL,
        "Mended by 1 more Warm Home with both mental-health and "
        "severe-disability care, for 1,100,000 CNY in the first year (to make "
        "what there is better or larger would cost 3,000,000 CNY), prices "
        "assumed in part.");
}

/* Then it is not said to be cheapest, nor what anything costs. */
static void where_a_price_is_unknown_what_is_there_is_made_better(void **state)
{
    (void)state;
    assert_fix(
        &(prices){.severe = (double)NAN, .home_once = 1, .home_yearly = 1},
        NULL, "Mended by adding care for the severely disabled at f0000.");
}

static void without_yearly_costs_those_of_once_are_compared(void **state)
{
    (void)state;
    assert_fix(&(prices){.severe = 300000,
                         .home_once = 900000,
                         .home_yearly = (double)NAN},
               NULL,
               "Mended by adding care for the severely disabled at f0000, for "
               "300,000 CNY once (a new one would cost 900,000 CNY), prices "
               "assumed in part.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_way_is_cheaper_than_the_one_that_is_said),
        cmocka_unit_test(what_is_there_is_made_better_where_that_is_cheaper),
        cmocka_unit_test(something_new_is_built_where_that_is_cheaper),
        cmocka_unit_test(
            where_a_price_is_unknown_what_is_there_is_made_better),
        cmocka_unit_test(without_yearly_costs_those_of_once_are_compared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
