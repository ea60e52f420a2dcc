#include "unit.h"

#include "io/import_headings.h"
#include "io/import_layer.h"

static void usual_headings_are_columns_of_their_layer(void **state)
{
    (void)state;
    assert_string_equal(ci_heading_column(CIRCLET_LAYER_PEOPLE, "残疾类别"),
                        "kind");
    assert_string_equal(ci_heading_column(CIRCLET_LAYER_UNITS, "类型"),
                        "kind");
    assert_string_equal(ci_heading_column(CIRCLET_LAYER_FACILITIES, "类型"),
                        "type");
    assert_string_equal(ci_heading_column(CIRCLET_LAYER_GRID, "经度"), "lon");
    assert_string_equal(ci_heading_column(CIRCLET_LAYER_WAIVERS, "文号"),
                        "document");
    assert_null(ci_heading_column(CIRCLET_LAYER_SITES, "残疾类别"));
    assert_null(ci_heading_column(CIRCLET_LAYER_PEOPLE, "姓名"));
    assert_null(ci_heading_column(CIRCLET_LAYER_PEOPLE, "残疾"));
    assert_null(ci_heading_column(CIRCLET_LAYER_PEOPLE, ""));
}

static void usual_words_are_words_of_their_column(void **state)
{
    (void)state;
    assert_string_equal(ci_heading_word("kind", "肢体残疾"), "physical");
    assert_string_equal(ci_heading_word("kind", "行政村"), "village");
    assert_string_equal(ci_heading_word("grade", "二级"), "2");
    assert_string_equal(ci_heading_word("received", "日间照料"), "day_care");
    assert_string_equal(ci_heading_word("types", "温馨家园"), "warm_home");
    assert_null(ci_heading_word("aid", "轮椅"));
    assert_null(ci_heading_word("level", "二级"));
    assert_null(ci_heading_word("level", ""));
}

/* Layers with a table of their own: a heading must lead somewhere. */
static void every_heading_leads_to_a_column_that_there_is(void **state)
{
    static const char *const texts[] = {
        "经度", "纬度", "编号",     "名称",     "代码",     "类型", "级别",
        "人数", "权重", "残疾类别", "残疾等级", "使用辅具", "服务", "面积",
        "户数", "层数", "规则",     "文号",     "起始日期", "造价", "年龄"};

    (void)state;
    for (int layer = 0; layer < CIRCLET_LAYER_COUNT; layer++)
        for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
            const char *column =
                ci_heading_column((circlet_layer)layer, texts[i]);

            if (column)
                assert_true(ci_layer_find_column(
                                ci_layer_table_of((circlet_layer)layer),
                                column) != UINT32_MAX);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_headings_are_columns_of_their_layer),
        cmocka_unit_test(usual_words_are_words_of_their_column),
        cmocka_unit_test(every_heading_leads_to_a_column_that_there_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
