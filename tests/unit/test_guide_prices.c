/* What can be built and done under a policy, in words. */
#include "policy_text.h"

#include <circlet/policy.h>

#include <math.h>

/* A policy with its guide. */
typedef struct explained {
    circlet_policy *policy;
    circlet_guide *guide;
} explained;

/* The shipped policy with one text in place of another. */
static explained explain(const char *old, const char *put)
{
    char *text = shipped_text();
    char *changed = yaml_replace(text, old, put);
    explained all = {NULL, NULL};

    assert_ok(read_text(&all.policy, changed, error));
    assert_ok(circlet_policy_explain(&all.guide, all.policy, error));
    free(changed);
    free(text);
    return all;
}

static void clear(explained all)
{
    circlet_guide_free(all.guide);
    circlet_policy_free(all.policy);
}

/* The first size of a type from the smallest on. */
static const circlet_guide_building *building_of(const circlet_guide *guide,
                                                 const char *type)
{
    const circlet_guide_building *building;

    for (size_t i = 0; (building = circlet_guide_building_at(guide, i)); i++)
        if (strcmp(building->type, type) == 0)
            return building;
    fail_msg("nothing of type %s", type);
    return NULL;
}

static const circlet_guide_price *price_of(const circlet_guide *guide,
                                           const char *kind)
{
    const circlet_guide_price *price;

    for (size_t i = 0; (price = circlet_guide_price_at(guide, i)); i++)
        if (strcmp(price->kind, kind) == 0)
            return price;
    fail_msg("no price of kind %s", kind);
    return NULL;
}

static void every_size_is_said_the_smallest_first(void **state)
{
    explained all = explain("cost_cny", "cost_cny");
    const circlet_guide_building *home = building_of(all.guide, "warm_home");

    (void)state;
    assert_string_equal(home->title_zh, "温馨家园");
    assert_string_equal(home->tier, "village");
    assert_true(home->area_m2 == 100 && home->cost_cny == 300000);
    assert_int_equal(home->is_comprehensive, CIRCLET_NO);
    assert_false(home[0].is_standard);
    assert_true(home[1].is_standard && home[1].area_m2 == 300);
    assert_int_equal(home[1].is_comprehensive, CIRCLET_YES);
    assert_true(home[1].cost_cny == 1000000 && home[1].yearly_cny == 200000);
    assert_true(home[1].is_assumed && !home[1].is_yearly_assumed);
    assert_null(home[1].source);
    assert_string_equal(home[1].yearly_source, "京残发〔2017〕72号 三(二)1");
    assert_int_equal(home[1].service_count, 6);
    assert_int_equal(home[1].services[1].places, 30);
    assert_true(home[3].area_m2 == 800 && home[3].area_max_m2 == 1500);
    assert_string_equal(home[4].type, "mental_day_station");
    clear(all);
}

static void a_size_is_said_in_both_languages(void **state)
{
    explained all = explain("cost_cny", "cost_cny");
    const circlet_guide_building *home = building_of(all.guide, "warm_home");

    (void)state;
    assert_string_equal(
        home->text_en,
        "Offers Warm Home, day care (10 places), rehabilitation, assistive "
        "devices; only where it is: plain, mountain; tier: village; not "
        "comprehensive; may grow to 1500 m²; takes 6 months; sums "
        "paid once: assumed; running costs: 京残发〔2017〕72号 三(二)1.");
    assert_string_equal(
        home->text_zh,
        "提供温馨家园、日间照料（10个名额）、康复、辅助器具服"
        "务；限于：农村平原、"
        "远郊山区；层级：村级；非综合性；可扩至1500平方米；工期6个月；一"
        "次性金额来源：假设；年运行费来源："
        "京残发〔2017〕72号 三(二)1。");
    assert_non_null(strstr(home[1].text_en, "; the standard size;"));
    assert_non_null(strstr(home[1].text_zh, "；标准规模；"));
    assert_string_equal(
        building_of(all.guide, "special_welfare_institution")->text_en,
        "Offers special welfare (50 beds); the standard size; takes 18 "
        "months; sums: "
        "assumed.");
    clear(all);
}

static void what_is_not_known_of_a_building_is_not_said(void **state)
{
    explained all = explain(
        "    services: [\"mental_day:20\"]\n    cost_cny: 600000\n"
        "    yearly_cny: 300000\n    lead_months: 6\n    assumed: yes\n",
        "    source: A 9\n");
    const circlet_guide_building *station =
        building_of(all.guide, "mental_day_station");

    (void)state;
    assert_true(isnan(station->cost_cny) && isnan(station->yearly_cny));
    assert_string_equal(station->text_en,
                        "Offers what its type does; tier: street or township; "
                        "may grow to 600 m².");
    assert_string_equal(
        station->text_zh,
        "提供该类设施的服务；层级：街道乡镇；可扩至600平方米。");
    clear(all);
}

static void every_price_is_said(void **state)
{
    static const struct {
        const char *kind, *en, *zh;
    } wanted[] = {
        {"partition",
         "Partitioning a section (elderly home; special welfare, mental "
         "welfare): 300000 CNY, 20000 CNY per bed; yearly 200000 CNY, 20000 "
         "CNY per bed; takes 6 months; sums: assumed (京残工委〔2018〕1号 "
         "附件5 三(三)).",
         "分区管理（养老机构；专门福利服务、精神卫生福利服务）：300000元，每"
         "张床位20000元；每年200000元，每张床位20000元；工期6个月；金额来源："
         "假设（京残工"
         "委〔2018〕1号 附件5 三(三)）。"},
        {"move",
         "Moving (Warm Home, mental-health day station, assistive-device "
         "station, day-care station): 100000 CNY, and the new building as the "
         "catalogue has it; takes 6 months; sums: assumed (京残发〔2017〕72号 "
         "二(四)).",
         "迁建（温馨家园、精神残疾人日间康复照料站、辅助器具服务站、日间照料站"
         "）：100000元，另加新建设施的造价（见建设目录）；工期6个月；金额来源"
         "：假设（京残"
         "发〔2017〕72号 二(四)）。"},
        {"add_service",
         "Adding a service (Warm Home; community mental-health care): 100000 "
         "CNY, 5000 CNY per place (not known: per bed); yearly 80000 CNY, "
         "5000 CNY per place (not known: per bed); takes 3 months; sums: "
         "assumed (京残发"
         "〔2017〕72号 二(一)1).",
         "增设服务（温馨家园；精神残疾人社区照料）：100000元，每个名额5000元"
         "（每张床位不详）；每年80000元，每个名额5000元（每张床位不详）；工期3"
         "个月；金额"
         "来源：假设（京残发〔2017〕72号 二(一)1）。"},
    };
    explained all = explain("cost_cny", "cost_cny");

    (void)state;
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        const circlet_guide_price *price = price_of(all.guide, wanted[i].kind);

        assert_string_equal(price->text_en, wanted[i].en);
        assert_string_equal(price->text_zh, wanted[i].zh);
    }
    assert_non_null(strstr(price_of(all.guide, "enlarge")->text_en,
                           "; in steps of 50 m²; in steps of 5 places;"));
    assert_non_null(strstr(price_of(all.guide, "enlarge")->text_zh,
                           "；以50平方米为一档；以5个名额为一档；"));
    clear(all);
}

static void the_numbers_of_a_price_can_be_read(void **state)
{
    explained all = explain("cost_cny", "cost_cny");
    const circlet_guide_price *price = price_of(all.guide, "enlarge");

    (void)state;
    assert_true(price->cost_cny == 0 && price->per_m2_cny == 4000);
    assert_true(price->per_place_cny == 5000 && isnan(price->per_bed_cny));
    assert_true(price->yearly_cny == 0 && price->yearly_per_m2_cny == 0);
    assert_true(price->yearly_per_place_cny == 10000);
    assert_true(isnan(price->yearly_per_bed_cny));
    assert_true(price->area_step_m2 == 50);
    assert_int_equal(price->place_step, 5);
    assert_int_equal(price->bed_step, 1);
    assert_string_equal(price->types[0], "warm_home");
    assert_int_equal(price->type_count, 5);
    assert_true(price->is_assumed && price->is_yearly_assumed);
    price = price_of(all.guide, "add_service");
    assert_int_equal(price->service_count, 1);
    assert_string_equal(price->services[0], "mental_care");
    price = price_of(all.guide, "close");
    assert_int_equal(price->service_count, 0);
    assert_true(price->cost_cny == 50000 && price->yearly_cny == 0);
    clear(all);
}

static void a_price_for_anything_says_so(void **state)
{
    explained all =
        explain("    mental_care: {types: warm_home, cost_cny: 100000, ",
                "    respite: {cost_cny: 0, assumed: yes}\n"
                "    residential: {source: A 1}\n"
                "    mental_care: {types: warm_home, cost_cny: 100000, ");
    const circlet_guide_price *price = price_of(all.guide, "add_service");

    (void)state;
    assert_string_equal(price->text_en,
                        "Adding a service (any facility; respite care): not "
                        "known; sums: assumed.");
    assert_string_equal(price[1].text_zh,
                        "增设服务（任何设施；机构托养）：不详；金额来源：A "
                        "1。");
    clear(all);
    all = explain("  close: {types: [warm_home, mental_day_station, "
                  "assistive_device_station, day_care_station], cost_cny: "
                  "50000, ",
                  "  close: {cost_cny: 0, ");
    assert_string_equal(
        price_of(all.guide, "close")->text_en,
        "Closing (any facility): 0 CNY; takes 1 month; sums: assumed "
        "(京残发〔2017〕72号 二(四)).");
    clear(all);
    all = explain("services: [rehabilitation, rehabilitation_physical, "
                  "rehabilitation_intellectual, rehabilitation_mental, "
                  "rehabilitation_visual, assistive_device], cost_cny: 100000",
                  "cost_cny: 100000");
    price = price_of(all.guide, "add_service");
    while (price->service_count > 0)
        price++;
    assert_string_equal(price->kind, "add_service");
    assert_non_null(strstr(price->text_en, "; any other service): 100000"));
    assert_non_null(strstr(price->text_zh, "；其他服务）：100000元"));
    clear(all);
}

static void beyond_the_end_there_is_nothing(void **state)
{
    explained all = explain("cost_cny", "cost_cny");

    (void)state;
    assert_null(circlet_guide_building_at(all.guide, 1000));
    assert_null(circlet_guide_price_at(all.guide, 1000));
    clear(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size_is_said_the_smallest_first),
        cmocka_unit_test(a_size_is_said_in_both_languages),
        cmocka_unit_test(what_is_not_known_of_a_building_is_not_said),
        cmocka_unit_test(every_price_is_said),
        cmocka_unit_test(the_numbers_of_a_price_can_be_read),
        cmocka_unit_test(a_price_for_anything_says_so),
        cmocka_unit_test(beyond_the_end_there_is_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
