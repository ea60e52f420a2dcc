/* Reading what can be built and done under a policy, and for how much. */
#include "policy_text.h"

#include <math.h>

#include "io/policy_reader.h"
#include "policy/price.h"

/* Eleven lines, so that what a test adds starts at the twelfth. */
#define HEAD                                                                  \
    "policy: small\n"                                                         \
    "title: {zh: 小, en: small}\n"                                           \
    "default_year: 2030\n"                                                    \
    "first_year: 2026\n"                                                      \
    "modes: modes\n"                                                          \
    "snapping: {limit_m: 9, spread_m: 9, detour: 1, component_nodes: 9}\n"    \
    "documents: {L: {number: '1', title: t}}\n"                               \
    "groups: {all: {title: {zh: 人, en: person}, when: {}}}\n"               \
    "own_mode: [{mode: walk}]\n"                                              \
    "types: {home: {title: {zh: 家, en: home}, services: [care]}, inn: "     \
    "{title: {zh: 店, en: inn}, services: [bed]}}\n"                         \
    "words: {care: {zh: 护, en: care}, bed: {zh: 宿, en: bed}, big: {zh: "  \
    "大, en: big}}\n"
#define TAIL                                                                  \
    "rules: [{id: R, kind: count, title: {zh: r, en: r}, document: L, "       \
    "clause: c, quote: q, force: must, level: street, facility: {type: "      \
    "home}, bands: [{from: 0, min: 1}]}]\n"

static circlet_status read_small(circlet_policy **policy, const char *text,
                                 circlet_error *error)
{
    char whole[8192];

    assert_true(snprintf(whole, sizeof(whole), HEAD "%s" TAIL, text) <
                (int)sizeof(whole));
    return read_text(policy, whole, error);
}

static circlet_policy *small(const char *text)
{
    circlet_policy *policy = NULL;

    assert_ok(read_small(&policy, text, error));
    return policy;
}

static void assert_sums(const ci_rate *rate, double fixed, double per_m2,
                        double per_place, double per_bed)
{
    const double got[] = {rate->fixed, rate->per_m2, rate->per_place,
                          rate->per_bed};
    const double want[] = {fixed, per_m2, per_place, per_bed};

    for (size_t i = 0; i < 4; i++)
        if (isnan(got[i]) != isnan(want[i]) ||
            (!isnan(want[i]) && got[i] != want[i]))
            fail_msg("part %zu", i);
}

#define UNKNOWN ((double)NAN)

/* ---- the catalogue ------------------------------------------------------ */

static void an_entry_says_size_services_and_sums(void **state)
{
    circlet_policy *policy =
        small("catalogue:\n"
              "  home: {tier: big, area_m2: 300, area_max_m2: 900.5, "
              "is_comprehensive: no, services: [care, 'bed:3:beds=4'], "
              "cost_cny: 1e6, yearly_cny: 200000, assumed: yes, "
              "yearly_source: B 3}\n"
              "  inn: {services: [{service: bed, beds: 40}, 'care:places=5'],"
              " source: A 1}\n");
    const ci_catalogue_entry *home = ci_catalogue_find(policy, "home");
    const ci_catalogue_entry *inn = ci_catalogue_find(policy, "inn");

    (void)state;
    assert_string_equal(home->facility.tier, "big");
    assert_int_equal(home->facility.is_comprehensive, CIRCLET_NO);
    assert_true(home->facility.measures[CIRCLET_MEASURE_AREA_M2] == 300);
    assert_true(home->area_max_m2 == 900.5);
    assert_true(home->cost_cny == 1000000 && home->yearly_cny == 200000);
    assert_true(home->origin.is_assumed && !home->yearly_origin.is_assumed);
    assert_null(home->origin.source);
    assert_string_equal(home->yearly_origin.source, "B 3");
    assert_int_equal(home->facility.service_count, 2);
    assert_string_equal(home->facility.services[0].service, "care");
    assert_int_equal(home->facility.services[0].places, -1);
    assert_int_equal(home->facility.services[0].beds, -1);
    assert_string_equal(home->facility.services[1].service, "bed");
    assert_int_equal(home->facility.services[1].places, 3);
    assert_int_equal(home->facility.services[1].beds, 4);
    assert_int_equal(home->facility.services[1].occupied, -1);
    assert_true(isnan(inn->cost_cny) && isnan(inn->yearly_cny));
    assert_true(isnan(inn->area_max_m2));
    assert_string_equal(inn->yearly_origin.source, "A 1");
    assert_int_equal(inn->facility.services[0].beds, 40);
    assert_int_equal(inn->facility.services[1].places, 5);
    assert_int_equal(inn->size_count, 0);
    circlet_policy_free(policy);
}

static void sizes_take_from_the_entry_what_they_do_not_say(void **state)
{
    circlet_policy *policy = small(
        "catalogue:\n"
        "  home: {tier: big, area_m2: 300, services: ['care:9'], cost_cny: 5,"
        " yearly_cny: 6, assumed: yes, sizes: [{area_m2: 100, cost_cny: 2}, "
        "{area_m2: 500, services: ['bed:beds=8'], is_comprehensive: yes, "
        "yearly_cny: 9}, {services: ['bed:beds=9'], settings: [big]}]}\n");
    const ci_catalogue_entry *home = ci_catalogue_find(policy, "home");
    const ci_catalogue_size *sizes = home->sizes;

    (void)state;
    assert_int_equal(home->size_count, 3);
    assert_int_equal(ci_catalogue_standard(home), 1);
    assert_string_equal(sizes[0].facility.type, "home");
    assert_string_equal(sizes[0].facility.tier, "big");
    assert_int_equal(sizes[0].facility.services[0].places, 9);
    assert_true(sizes[0].cost_cny == 2 && isnan(sizes[0].yearly_cny));
    assert_string_equal(sizes[1].facility.services[0].service, "bed");
    assert_int_equal(sizes[1].facility.is_comprehensive, CIRCLET_YES);
    assert_true(isnan(sizes[1].cost_cny) && sizes[1].yearly_cny == 9);
    assert_true(isnan(sizes[2].facility.measures[CIRCLET_MEASURE_AREA_M2]));
    assert_int_equal(sizes[0].settings.count, 0);
    assert_int_equal(sizes[2].settings.count, 1);
    assert_string_equal(sizes[2].settings.items[0], "big");
    circlet_policy_free(policy);
}

/* ---- actions ------------------------------------------------------------ */

static void every_action_has_its_parts(void **state)
{
    circlet_policy *policy =
        small("actions:\n"
              "  enlarge: {types: home, services: [care], area_step_m2: 2.5, "
              "per_m2_cny: 4, place_step: 5, per_place_cny: 6, bed_step: 7, "
              "per_bed_cny: 8, yearly_per_bed_cny: 9, assumed: yes}\n"
              "  partition: {cost_cny: 1, per_bed_cny: 2, yearly_cny: 3, "
              "yearly_per_bed_cny: 4, types: [inn], services: bed, source: A, "
              "yearly_source: B}\n"
              "  designate: {cost_cny: 1, types: [home, inn], assumed: yes}\n"
              "  move: {cost_cny: 5, assumed: yes}\n"
              "  close: {source: C}\n");
    const ci_action_price *price = policy->prices;

    (void)state;
    assert_int_equal(policy->price_count, 5);
    assert_int_equal(price->kind, CI_PRICE_ENLARGE);
    assert_sums(&price->once, 0, 4, 6, 8);
    assert_sums(&price->yearly, 0, UNKNOWN, UNKNOWN, 9);
    assert_true(price->area_step_m2 == 2.5);
    assert_int_equal(price->place_step, 5);
    assert_int_equal(price->bed_step, 7);
    assert_string_equal(price->types.items[0], "home");
    assert_string_equal(price->services.items[0], "care");
    price++;
    assert_int_equal(price->kind, CI_PRICE_PARTITION);
    assert_sums(&price->once, 1, 0, 0, 2);
    assert_sums(&price->yearly, 3, 0, 0, 4);
    assert_string_equal(price->origin.source, "A");
    assert_string_equal(price->yearly_origin.source, "B");
    assert_false(price->origin.is_assumed);
    assert_int_equal(price->bed_step, 1);
    price++;
    assert_int_equal(price->kind, CI_PRICE_DESIGNATE);
    assert_sums(&price->once, 1, 0, 0, 0);
    assert_sums(&price->yearly, UNKNOWN, 0, 0, 0);
    assert_int_equal(price->types.count, 2);
    price++;
    assert_int_equal(price->kind, CI_PRICE_MOVE);
    assert_sums(&price->once, 5, 0, 0, 0);
    price++;
    assert_int_equal(price->kind, CI_PRICE_CLOSE);
    assert_sums(&price->once, UNKNOWN, 0, 0, 0);
    circlet_policy_free(policy);
}

static void services_are_priced_each_or_together(void **state)
{
    circlet_policy *policy =
        small("actions:\n"
              "  add_service:\n"
              "    default: {cost_cny: 1, services: [bed], assumed: yes}\n"
              "    care:\n"
              "      - {types: home, cost_cny: 2, per_place_cny: 3, assumed: "
              "yes}\n"
              "      - {types: inn, cost_cny: 4, yearly_cny: 5, assumed: "
              "yes}\n");

    (void)state;
    assert_int_equal(policy->price_count, 3);
    assert_null(policy->prices[0].service);
    assert_string_equal(policy->prices[0].services.items[0], "bed");
    assert_string_equal(policy->prices[1].service, "care");
    assert_sums(&policy->prices[1].once, 2, 0, 3, UNKNOWN);
    assert_ptr_equal(
        ci_action_price_find(policy, CI_PRICE_ADD_SERVICE, "inn", "care"),
        &policy->prices[2]);
    assert_ptr_equal(
        ci_action_price_find(policy, CI_PRICE_ADD_SERVICE, "inn", "bed"),
        &policy->prices[0]);
    assert_null(
        ci_action_price_find(policy, CI_PRICE_ADD_SERVICE, "inn", "big"));
    circlet_policy_free(policy);
}

static void keys_of_prices_may_be_chinese(void **state)
{
    static const char *const keys[] = {
        "actions",       "add_service",       "area_max_m2",
        "area_step_m2",  "bed_step",          "close",
        "default",       "designate",         "enlarge",
        "move",          "partition",         "per_bed_cny",
        "per_m2_cny",    "per_place_cny",     "place_step",
        "sizes",         "yearly_cny",        "yearly_per_bed_cny",
        "yearly_source", "yearly_per_m2_cny", "yearly_per_place_cny"};
    circlet_policy *policy = small(
        "建设目录:\n"
        "  home: {面积: 10, 最大面积: 90, 造价: 5, 年运行费: 6, 假设: yes, "
        "年运行费来源: B, 规模: [{面积: 20, 造价: 9}]}\n"
        "措施:\n"
        "  扩建: {面积档: 5, 名额档: 2, 床位档: 3, 每平方米金额: 1, "
        "每名额金额: 2, 每床金额: 3, 每平方米年运行费: 4, 每名额年运行费: 5, "
        "每床年运行费: 6, 设施类型: home, 服务清单: care, 假设: yes}\n"
        "  增设服务: {其他服务: {造价: 7, 假设: yes}}\n"
        "  分区管理: {造价: 7, 假设: yes}\n"
        "  纳入定点: {造价: 8, 假设: yes}\n"
        "  迁建: {造价: 9, 假设: yes}\n"
        "  关闭: {造价: 10, 假设: yes}\n");

    (void)state;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        assert_non_null(ci_policy_key_zh(keys[i]));
        assert_string_equal(ci_policy_key(ci_policy_key_zh(keys[i])), keys[i]);
    }
    assert_int_equal(policy->price_count, 6);
    assert_sums(&policy->prices[0].once, 0, 1, 2, 3);
    assert_sums(&policy->prices[0].yearly, 0, 4, 5, 6);
    assert_true(policy->prices[0].area_step_m2 == 5);
    assert_int_equal(policy->prices[0].bed_step, 3);
    for (int i = 0; i < 6; i++)
        assert_int_equal(policy->prices[i].kind, CI_PRICE_ENLARGE + i);
    assert_true(policy->prices[5].once.fixed == 10);
    assert_true(policy->catalogue[0].sizes[0].cost_cny == 9);
    assert_true(policy->catalogue[0].area_max_m2 == 90);
    circlet_policy_free(policy);
}

static void a_policy_needs_no_catalogue_and_no_prices(void **state)
{
    circlet_policy *policy = small("");

    (void)state;
    assert_int_equal(policy->catalogue_count, 0);
    assert_int_equal(policy->price_count, 0);
    circlet_policy_free(policy);
}

/* ---- mistakes ----------------------------------------------------------- */

typedef struct mistake {
    const char *text, *message;
} mistake;

static void assert_mistakes(const mistake *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        circlet_policy *policy = NULL;

        assert_fails(read_small(&policy, cases[i].text, error),
                     CIRCLET_E_FORMAT, cases[i].message);
        assert_null(policy);
    }
}

#define HOME "catalogue:\n  home: {assumed: yes, "
#define SERVICE_SYNTAX                                                        \
    "is no service, or service:places, or service:beds=50, of at most "       \
    "1000000 each"

static void mistakes_of_the_catalogue_are_named(void **state)
{
    static const mistake cases[] = {
        {"catalogue: none\n", ":12:12: 'catalogue' must be a map of keys"},
        {"catalogue:\n  castle: {assumed: yes}\n",
         ":13:11: facility type 'castle' has no entry in 'types'"},
        {"catalogue:\n  home: {area_m2: 3}\n",
         ":13:9: 'home' needs a 'source' or 'assumed: yes'"},
        {"catalogue:\n  home: {assumed: no}\n",
         "'home' needs a 'source' or 'assumed: yes'"},
        {HOME "prize: 3}\n", ":13:24: unknown key 'prize'"},
        {HOME "cost_cny: -1}\n",
         ":13:34: 'cost_cny' must be from 0 to 1000000000000, not -1"},
        {HOME "yearly_cny: much}\n", ":13:36: 'yearly_cny' must be a number"},
        {HOME "area_m2: -3}\n", "'area_m2' must be from 0 to 1000000, not -3"},
        {HOME "area_max_m2: 2e6}\n",
         "'area_max_m2' must be from 0 to 1000000, not 2e6"},
        {HOME "area_max_m2: 90, area_m2: 91}\n",
         ":13:50: 'area_m2' is over 'area_max_m2', 90"},
        {HOME "tier: huge}\n", "'huge' is not among the words of the policy"},
        {HOME "services: care}\n", ":13:34: 'services' must be a list"},
        {HOME "services: [nothing]}\n",
         ":13:35: 'nothing' is not among the words of the policy"},
        {HOME "services: ['care:-1']}\n", ":13:35: 'care:-1' " SERVICE_SYNTAX},
        {HOME "services: ['care:few']}\n", "'care:few' " SERVICE_SYNTAX},
        {HOME "services: ['care:']}\n", "'care:' " SERVICE_SYNTAX},
        {HOME "services: ['care:3:4']}\n", "'care:3:4' " SERVICE_SYNTAX},
        {HOME "services: ['care:occupied=4']}\n", SERVICE_SYNTAX},
        {HOME "services: ['care:beds=2.5']}\n", SERVICE_SYNTAX},
        {HOME "services: ['care:1000001']}\n", SERVICE_SYNTAX},
        {HOME "services: [{service: care, places: 1.5}]}\n",
         "'places' must be a whole number, not 1.5"},
        {HOME "services: [care, 'care:3']}\n",
         ":13:41: service 'care' stands twice"},
        {HOME "yearly_source: B}\n",
         ":13:24: 'yearly_source' stands without a running cost"},
        {HOME "sizes: {area_m2: 3}}\n", ":13:31: 'sizes' must be a list"},
        {HOME "sizes: [{area_m2: 3, assumed: yes}]}\n",
         ":13:45: unknown key 'assumed'"},
        {HOME "sizes: [{area_m2: 3}, {area_m2: 2}]}\n",
         ":13:46: a size is smaller than the one before it"},
        {HOME "sizes: [{services: ['care:3']}, {services: ['care:2']}]}\n",
         "a size is smaller than the one before it"},
        {HOME "area_max_m2: 90, sizes: [{area_m2: 91}]}\n",
         ":13:59: 'area_m2' is over 'area_max_m2', 90"},
        {HOME "sizes: [3]}\n", ":13:32: 'entry' must be a map of keys"},
    };

    (void)state;
    assert_mistakes(cases, sizeof(cases) / sizeof(cases[0]));
}

static void mistakes_of_actions_are_named(void **state)
{
    static const mistake cases[] = {
        {"actions: none\n", ":12:10: 'actions' must be a map of keys"},
        {"actions:\n  build: {assumed: yes}\n", ":13:3: unknown key 'build'"},
        {"actions:\n  enlarge: {per_m2_cny: 3}\n",
         ":13:12: 'enlarge' needs a 'source' or 'assumed: yes'"},
        {"actions:\n  enlarge: [{per_m2_cny: 3}]\n",
         ":13:13: 'enlarge' needs a 'source' or 'assumed: yes'"},
        {"actions:\n  enlarge: {cost_cny: 3, assumed: yes}\n",
         ":13:13: unknown key 'cost_cny'"},
        {"actions:\n  enlarge: {area_step_m2: 0, assumed: yes}\n",
         ":13:27: 'area_step_m2' must be from 0.01 to 1000000, not 0"},
        {"actions:\n  enlarge: {place_step: 0, assumed: yes}\n",
         "'place_step' must be from 1 to 1000000, not 0"},
        {"actions:\n  enlarge: {bed_step: 1.5, assumed: yes}\n",
         "'bed_step' must be a whole number, not 1.5"},
        {"actions:\n  enlarge: {lead_months: 241, assumed: yes}\n",
         "'lead_months' must be from 0 to 240, not 241"},
        {"phases: {first: old}\n",
         "'phases' needs a 'source' or 'assumed: yes'"},
        {"phases: {assumed: yes}\n", "'first'"},
        {"phases: {first: old, last: new, assumed: yes}\n",
         "unknown key 'last'"},
        {"actions:\n  enlarge: {per_bed_cny: -5, assumed: yes}\n",
         "'per_bed_cny' must be from 0 to 1000000000000, not -5"},
        {"actions:\n  enlarge: {types: [home, castle], assumed: yes}\n",
         ":13:27: facility type 'castle' has no entry in 'types'"},
        {"actions:\n  enlarge: {types: castle, assumed: yes}\n",
         ":13:20: facility type 'castle' has no entry in 'types'"},
        {"actions:\n  enlarge: {services: love, assumed: yes}\n",
         ":13:23: 'love' is not among the words of the policy"},
        {"actions:\n  enlarge: []\n", ":13:12: 'enlarge' has no price"},
        {"actions:\n  enlarge: 5\n", "'enlarge' must be a map of keys"},
        {"actions:\n  add_service: [care]\n",
         ":13:16: 'add_service' must be a map of keys"},
        {"actions:\n  add_service: {love: {assumed: yes}}\n",
         ":13:17: 'love' is not among the words of the policy"},
        {"actions:\n  add_service: {care: {cost_cny: 3}}\n",
         "'care' needs a 'source' or 'assumed: yes'"},
        {"actions:\n  add_service: {care: {services: bed, assumed: yes}}\n",
         ":13:24: unknown key 'services'"},
        {"actions:\n  add_service: {default: {assumed: yes}, 其他服务: "
         "{assumed: yes}}\n",
         ": key '其他服务' stands twice, as 'default' too"},
        {"actions:\n  add_service: {care: {per_m2_cny: 1, assumed: yes}}\n",
         "unknown key 'per_m2_cny'"},
        {"actions:\n  partition: {per_place_cny: 1, assumed: yes}\n",
         "unknown key 'per_place_cny'"},
        {"actions:\n  designate: {per_bed_cny: 1, assumed: yes}\n",
         "unknown key 'per_bed_cny'"},
        {"actions:\n  move: {yearly_cny: 1, assumed: yes}\n",
         "unknown key 'yearly_cny'"},
        {"actions:\n  close: {services: care, assumed: yes}\n",
         "unknown key 'services'"},
        {"actions:\n  close: {cost_cny: lots, assumed: yes}\n",
         ":13:21: 'cost_cny' must be a number"},
        {"actions:\n  designate: {cost_cny: 1, yearly_source: B, source: "
         "A}\n",
         ":13:28: 'yearly_source' stands without a running cost"},
    };

    (void)state;
    assert_mistakes(cases, sizeof(cases) / sizeof(cases[0]));
}

/* ---- the shipped policies ----------------------------------------------- */

static circlet_policy *shipped(void)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;

    assert_ok(read_text(&policy, text, error));
    free(text);
    return policy;
}

/* What the rules ask to be built can be built, of the size that they ask
 * for. */
static void beijing_can_build_what_its_rules_ask_for(void **state)
{
    static const struct {
        const char *type, *service;
        int64_t beds;
        double cost;
    } wanted[] = {
        {"warm_home", "severe_care", 0, 1000000},
        {"mental_day_station", "mental_day", 0, 600000},
        {"assistive_device_station", "assistive_device", 0, 200000},
        {"day_care_station", "day_care", 0, 500000},
        {"rehabilitation_hospital", "rehabilitation_assessment", 0, 80000000},
        {"rehabilitation_institution", "rehabilitation", 50, 12000000},
        {"mental_welfare_institution", "mental_welfare", 100, 25000000},
        {"special_welfare_institution", "special_welfare", 50, 12000000},
    };
    circlet_policy *policy = shipped();

    (void)state;
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        ci_price price =
            ci_price_of(policy, CI_PRICE_BUILD, wanted[i].type,
                        wanted[i].service, 0, 0, wanted[i].beds, UNKNOWN);

        if (!price.is_offered || price.once_cny != wanted[i].cost ||
            isnan(price.yearly_cny))
            fail_msg("%s", wanted[i].type);
        assert_true(price.is_assumed);
    }
    circlet_policy_free(policy);
}

/* No document states a price but the yearly 200 000 CNY of a home. */
static void beijing_says_which_prices_are_assumed(void **state)
{
    circlet_policy *policy = shipped();
    const ci_catalogue_entry *home = ci_catalogue_find(policy, "warm_home");

    (void)state;
    assert_int_equal(ci_catalogue_size_count(home), 4);
    assert_string_equal(ci_catalogue_size_at(home, 0).facility.tier,
                        "village");
    assert_int_equal(ci_catalogue_standard(home), 1);
    for (size_t i = 0; i < policy->catalogue_count; i++) {
        const ci_catalogue_entry *entry = &policy->catalogue[i];

        assert_true(entry->origin.is_assumed);
        assert_int_equal(entry->yearly_origin.is_assumed, entry != home);
    }
    assert_string_equal(home->yearly_origin.source,
                        "京残发〔2017〕72号 三(二)1");
    assert_true(home->yearly_cny == 200000);
    assert_true(policy->price_count > 0);
    for (size_t i = 0; i < policy->price_count; i++)
        assert_true(policy->prices[i].origin.is_assumed);
    circlet_policy_free(policy);
}

/* An elderly home gets a section of 50 beds, a home the two services. */
static void beijing_prices_what_mends_without_building(void **state)
{
    circlet_policy *policy = shipped();
    ci_price price =
        ci_price_of(policy, CI_PRICE_PARTITION, "elderly_institution",
                    "special_welfare", 0, 0, 50, UNKNOWN);

    (void)state;
    assert_true(price.once_cny == 300000 + 50 * 20000);
    assert_true(price.yearly_cny == 200000 + 50 * 20000);
    price = ci_price_of(policy, CI_PRICE_ADD_SERVICE, "warm_home",
                        "severe_care", 0, 10, 0, UNKNOWN);
    assert_true(price.once_cny == 150000 + 10 * 8000);
    price = ci_price_of(policy, CI_PRICE_ENLARGE, "warm_home", NULL, 101, 0, 0,
                        UNKNOWN);
    assert_true(price.once_cny == 150 * 4000 && price.yearly_cny == 0);
    price = ci_price_of(policy, CI_PRICE_MOVE, "warm_home", NULL, 300, 0, 0,
                        50000);
    assert_true(price.once_cny == 1000000 + 100000 + 50000);
    price = ci_price_of(policy, CI_PRICE_CLOSE, "warm_home", NULL, 300, 0, 0,
                        UNKNOWN);
    assert_true(price.yearly_cny == -200000 && !price.is_yearly_assumed);
    assert_false(ci_price_of(policy, CI_PRICE_PARTITION, "warm_home",
                             "special_welfare", 0, 0, 50, UNKNOWN)
                     .is_offered);
    circlet_policy_free(policy);
}

/* What is begun on 1 January and takes up to a year counts in that year. */
static void work_takes_its_time(void **state)
{
    circlet_policy *policy =
        small("catalogue:\n  home: {lead_months: 14, assumed: yes}\nactions:\n"
              "  enlarge: {types: home, 工期月数: 5, assumed: yes}\n"
              "  move: {lead_months: 20, assumed: yes}\n"
              "  close: {assumed: yes}\nphases: {first: old, assumed: yes}\n");

    (void)state;
    assert_int_equal(
        ci_price_lead_months(policy, CI_PRICE_BUILD, "home", NULL), 14);
    assert_int_equal(
        ci_price_lead_months(policy, CI_PRICE_ENLARGE, "home", "care"), 5);
    assert_int_equal(
        ci_price_lead_months(policy, CI_PRICE_ENLARGE, "inn", NULL), 0);
    assert_int_equal(ci_price_lead_months(policy, CI_PRICE_MOVE, "home", NULL),
                     20);
    assert_int_equal(
        ci_price_lead_months(policy, CI_PRICE_CLOSE, "home", NULL), 0);
    assert_string_equal(policy->first_tag, "old");
    assert_int_equal(ci_lead_years(0), 0);
    assert_int_equal(ci_lead_years(12), 0);
    assert_int_equal(ci_lead_years(13), 1);
    assert_int_equal(ci_lead_years(24), 1);
    assert_int_equal(ci_lead_years(25), 2);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_says_size_services_and_sums),
        cmocka_unit_test(sizes_take_from_the_entry_what_they_do_not_say),
        cmocka_unit_test(every_action_has_its_parts),
        cmocka_unit_test(services_are_priced_each_or_together),
        cmocka_unit_test(keys_of_prices_may_be_chinese),
        cmocka_unit_test(a_policy_needs_no_catalogue_and_no_prices),
        cmocka_unit_test(work_takes_its_time),
        cmocka_unit_test(mistakes_of_the_catalogue_are_named),
        cmocka_unit_test(mistakes_of_actions_are_named),
        cmocka_unit_test(beijing_can_build_what_its_rules_ask_for),
        cmocka_unit_test(beijing_says_which_prices_are_assumed),
        cmocka_unit_test(beijing_prices_what_mends_without_building),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
