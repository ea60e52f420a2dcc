/* Whole maps of a small city, as SVG, whose text can be looked at. */
#include "city_fixture.h"
#include "judge_city.h"

#include <circlet/map.h>

#include "map/palette.h"

#ifdef HAVE_MAP

/* What a map was written into; takes no more than `limit` bytes. */
typedef struct sheet {
    ci_buffer text;
    size_t limit;
} sheet;

static bool take(const char *bytes, size_t size, void *user)
{
    sheet *out = user;

    if (out->limit > 0 && out->text.size + size > out->limit)
        return false;
    ci_buffer_add_n(&out->text, bytes, size);
    return !out->text.failed;
}

/* Six people at one place. */
static void add_people(circlet_city_builder *builder, char letter, double lon)
{
    for (int i = 0; i < 6; i++) {
        char id[] = {letter, (char)('0' + i), '\0'};
        circlet_demand_record one = person(id, lon, 39.95);

        assert_ok(circlet_city_builder_add_demand(builder, &one, error));
    }
}

/* Two streets side by side in a district, six people in each, and a home in
 * the west. */
static circlet_city *two_streets(void)
{
    circlet_city_builder *builder = NULL;
    circlet_city *city = NULL;
    circlet_point points[3][5];
    circlet_unit_record units[] = {unit("d", CIRCLET_LEVEL_DISTRICT, NULL),
                                   unit("e", CIRCLET_LEVEL_STREET, "d"),
                                   unit("w", CIRCLET_LEVEL_STREET, "d")};
    circlet_facility_record west = home("h");

    units[0].area = rectangle(points[0], 116, 39.9, 116.2, 40);
    units[1].area = rectangle(points[1], 116.1, 39.9, 116.2, 40);
    units[2].area = rectangle(points[2], 116, 39.9, 116.1, 40);
    units[1].setting = units[2].setting = "urban";
    units[1].name = "East & <sons>";
    units[2].name = "西街道";
    west.at = (circlet_point){116.05, 39.95};
    west.is_comprehensive = CIRCLET_YES;
    assert_ok(circlet_city_builder_new(&builder, error));
    for (int i = 0; i < 3; i++)
        assert_ok(circlet_city_builder_add_unit(builder, &units[i], error));
    assert_ok(circlet_city_builder_add_facility(builder, &west, error));
    add_people(builder, 'e', 116.15);
    add_people(builder, 'w', 116.05);
    for (int i = 0; i < CIRCLET_PART_COUNT; i++)
        assert_ok(circlet_city_builder_say_complete(builder, (circlet_part)i,
                                                    error));
    assert_ok(circlet_city_builder_finish(&city, builder, error));
    circlet_city_builder_free(builder);
    return city;
}

static circlet_map_options svg(void)
{
    circlet_map_options options = CIRCLET_MAP_OPTIONS_INIT;

    options.format = CIRCLET_MAP_SVG;
    options.width = 800;
    options.height = 600;
    return options;
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;

    while ((text = strstr(text, part)) != NULL) {
        text += strlen(part);
        count++;
    }
    return count;
}

static void a_map_without_rules_has_names_and_facilities(void **state)
{
    circlet_city *city = two_streets();
    circlet_map_content content = {.city = city};
    circlet_map_options options = svg();
    circlet_map_facts facts;
    sheet out = {0};

    (void)state;
    options.note = "made for a test";
    assert_ok(
        circlet_map_write(&facts, &content, &options, take, &out, error));
    assert_int_equal(facts.unit_count, 2);
    assert_int_equal(facts.facility_count, 1);
    assert_int_equal(facts.action_count, 0);
    /* Names have a rim, which is a text as well. */
    assert_int_equal(count_of(out.text.text, ">西街道</text>"), 2);
    assert_int_equal(
        count_of(out.text.text, ">East &amp; &lt;sons&gt;</text>"), 2);
    assert_int_equal(count_of(out.text.text, ">made for a test</text>"), 1);
    assert_int_equal(count_of(out.text.text, ">warm_home (1)</text>"), 1);
    assert_int_equal(count_of(out.text.text, ">N</text>"), 1);
    ci_buffer_free(&out.text);
    circlet_city_free(city);
}

static void the_same_map_is_the_same_bytes(void **state)
{
    circlet_city *city = two_streets();
    circlet_map_content content = {.city = city};

    (void)state;
    for (int format = CIRCLET_MAP_PNG; format <= CIRCLET_MAP_SVG; format++) {
        circlet_map_options options = svg();
        sheet out[2] = {0};

        options.format = (circlet_map_format)format;
        for (int i = 0; i < 2; i++)
            assert_ok(circlet_map_write(NULL, &content, &options, take,
                                        &out[i], error));
        assert_true(out[0].text.size > 1000);
        assert_int_equal(out[0].text.size, out[1].text.size);
        assert_memory_equal(out[0].text.text, out[1].text.text,
                            out[0].text.size);
        ci_buffer_free(&out[0].text);
        ci_buffer_free(&out[1].text);
    }
    circlet_city_free(city);
}

/* The colour that a unit is filled with first, as 0xRRGGBB. */
static uint32_t fill_of(const char *text, const char *unit)
{
    const char *at = strstr(text, unit);

    assert_non_null(at);
    at = strstr(at, "fill=\"#");
    assert_non_null(at);
    return (uint32_t)strtoul(at + strlen("fill=\"#"), NULL, 16);
}

static circlet_findings *judge_rule(const circlet_policy *policy,
                                    const circlet_city *city, const char *rule)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;

    options.rule = rule;
    assert_ok(
        circlet_policy_judge(&findings, policy, city, NULL, &options, error));
    return findings;
}

/* Of the two streets only the western one has a home, and both have to. */
static void verdicts_fill_units(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_city *city = two_streets();
    circlet_map_content content = {.city = city, .policy = policy};
    circlet_map_options options = svg();
    circlet_findings *findings = judge_rule(policy, city, "B-HOME-URBAN");
    sheet out = {0};

    (void)state;
    assert_int_equal(circlet_findings_count(findings), 2);
    assert_int_equal(circlet_findings_at(findings, 0)->verdict,
                     CIRCLET_VERDICT_FAIL);
    assert_int_equal(circlet_findings_at(findings, 1)->verdict,
                     CIRCLET_VERDICT_PASS);
    content.findings = findings;
    options.is_chinese = true;
    assert_ok(circlet_map_write(NULL, &content, &options, take, &out, error));
    assert_int_equal(fill_of(out.text.text, "<title>East"),
                     ci_fill_colour(CI_FILL_SHOULD));
    assert_int_equal(fill_of(out.text.text, "<title>西街道"),
                     ci_fill_colour(CI_FILL_PASS));
    assert_int_equal(count_of(out.text.text, ">判定结果</text>"), 1);
    assert_int_equal(count_of(out.text.text, ">符合（1）</text>"), 1);
    assert_int_equal(count_of(out.text.text, ">北</text>"), 1);
    assert_int_equal(count_of(out.text.text, "B-HOME-URBAN"), 1);
    ci_buffer_free(&out.text);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void a_rule_that_is_no_circle_has_no_coverage(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_city *city = two_streets();
    circlet_findings *findings = judge_rule(policy, city, "B-CIRCLE-15");
    circlet_map_content content = {
        .city = city, .policy = policy, .findings = findings};
    circlet_map_options options = svg();
    sheet out = {0};

    (void)state;
    options.show = CIRCLET_MAP_COVERAGE;
    options.service = "warm_home";
    assert_ok(circlet_map_write(NULL, &content, &options, take, &out, error));
    assert_int_equal(fill_of(out.text.text, "<title>East"),
                     ci_fill_colour(CI_FILL_NO_DATA));
    options.service = "residential";
    assert_fails(
        circlet_map_write(NULL, &content, &options, take, &out, error),
        CIRCLET_E_NOT_FOUND, "has no circle rule about 'residential'");
    ci_buffer_free(&out.text);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void what_cannot_be_drawn_is_refused(void **state)
{
    circlet_city *city = two_streets();
    circlet_map_content content = {.city = city};
    circlet_map_options options = svg();
    sheet out = {.limit = 100};

    (void)state;
    assert_fails(
        circlet_map_write(NULL, &content, &options, take, &out, error),
        CIRCLET_E_IO, "could not be written");
    options.format = CIRCLET_MAP_PNG;
    assert_fails(
        circlet_map_write(NULL, &content, &options, take, &out, error),
        CIRCLET_E_IO, "could not be written");
    options.format = CIRCLET_MAP_PDF;
    options.width = 100;
    options.height = 100;
    assert_fails(
        circlet_map_write(NULL, &content, &options, take, &out, error),
        CIRCLET_E_IO, "could not be written");
    options = svg();
    options.unit = "x";
    assert_fails(
        circlet_map_write(NULL, &content, &options, take, &out, error),
        CIRCLET_E_NOT_FOUND, "no unit 'x'");
    options = svg();
    options.width = 10;
    assert_fails(
        circlet_map_write(NULL, &content, &options, take, &out, error),
        CIRCLET_E_ARGUMENT, "width");
    options = svg();
    options.show = CIRCLET_MAP_COVERAGE;
    assert_fails(
        circlet_map_write(NULL, &content, &options, take, &out, error),
        CIRCLET_E_ARGUMENT, "needs a policy and findings");
    ci_buffer_free(&out.text);
    circlet_city_free(city);
}

static void a_city_without_places_is_refused(void **state)
{
    circlet_city_builder *builder = NULL;
    circlet_city *city = NULL;
    circlet_map_content content = {0};
    circlet_map_options options = svg();
    sheet out = {0};

    (void)state;
    assert_ok(circlet_city_builder_new(&builder, error));
    assert_ok(circlet_city_builder_finish(&city, builder, error));
    content.city = city;
    assert_fails(
        circlet_map_write(NULL, &content, &options, take, &out, error),
        CIRCLET_E_DATA, "there is nothing to draw");
    circlet_city_builder_free(builder);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_without_rules_has_names_and_facilities),
        cmocka_unit_test(the_same_map_is_the_same_bytes),
        cmocka_unit_test(verdicts_fill_units),
        cmocka_unit_test(a_rule_that_is_no_circle_has_no_coverage),
        cmocka_unit_test(what_cannot_be_drawn_is_refused),
        cmocka_unit_test(a_city_without_places_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

static void a_build_without_maps_says_so(void **state)
{
    circlet_city_builder *builder = NULL;
    circlet_city *city = NULL;
    circlet_facility_record places[] = {home("a"), home("b")};
    circlet_map_content content = {0};
    circlet_map_options options = CIRCLET_MAP_OPTIONS_INIT;

    (void)state;
    places[1].at = (circlet_point){116.4, 40};
    assert_ok(circlet_city_builder_new(&builder, error));
    for (int i = 0; i < 2; i++)
        assert_ok(
            circlet_city_builder_add_facility(builder, &places[i], error));
    assert_ok(circlet_city_builder_finish(&city, builder, error));
    content.city = city;
    assert_fails(
        circlet_map_write(NULL, &content, &options, NULL, NULL, error),
        CIRCLET_E_UNSUPPORTED, "built without maps");
    circlet_city_builder_free(builder);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_build_without_maps_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
