#include "unit.h"

#include "io/import_headings.h"
#include "io/import_layer.h"

/* What the name of a field stands for; `raw_size` bytes are in its .dbf, 0:
 * the name stands in no .dbf. */
static const char *column_of_cut(circlet_layer layer, const char *name,
                                 unsigned char raw_size)
{
    ci_source source = {0};
    const char *column;

    assert_true(ci_source_add_field(&source, name));
    source.name_sizes = raw_size ? &raw_size : NULL;
    column = ci_heading_column(layer, &source, 0);
    source.name_sizes = NULL;
    ci_source_free_parts(&source);
    return column;
}

static const char *column_of(circlet_layer layer, const char *name)
{
    return column_of_cut(layer, name, 0);
}

static void a_heading_cut_by_a_dbf_is_known_if_one_column_can_be_meant(
    void **state)
{
    (void)state;
    /* Ten bytes hold five characters of GB18030, three of UTF-8. */
    assert_string_equal(
        column_of_cut(CIRCLET_LAYER_FACILITIES, "康复服务人", 10),
        "rehab_workers");
    assert_string_equal(column_of_cut(CIRCLET_LAYER_FACILITIES, "精神卫", 9),
                        "mental_staff");
    assert_null(column_of(CIRCLET_LAYER_FACILITIES, "精神卫"));
    /* It would have had room for more. */
    assert_null(column_of_cut(CIRCLET_LAYER_FACILITIES, "精神卫", 6));
    /* 年龄下限, 年龄上限: never the start of both. */
    assert_null(column_of_cut(CIRCLET_LAYER_TOTALS, "年龄", 9));
    /* 是否综合性示范 or 是否试点 or 是否改革 ... */
    assert_null(column_of_cut(CIRCLET_LAYER_FACILITIES, "是否", 9));
}

static void usual_headings_are_columns_of_their_layer(void **state)
{
    (void)state;
    assert_string_equal(column_of(CIRCLET_LAYER_PEOPLE, "残疾类别"), "kind");
    assert_string_equal(column_of(CIRCLET_LAYER_UNITS, "类型"), "kind");
    assert_string_equal(column_of(CIRCLET_LAYER_FACILITIES, "类型"), "type");
    assert_string_equal(column_of(CIRCLET_LAYER_GRID, "经度"), "lon");
    assert_string_equal(column_of(CIRCLET_LAYER_WAIVERS, "文号"), "document");
    assert_null(column_of(CIRCLET_LAYER_SITES, "残疾类别"));
    assert_null(column_of(CIRCLET_LAYER_PEOPLE, "姓名"));
    assert_null(column_of(CIRCLET_LAYER_PEOPLE, "残疾"));
    assert_null(column_of(CIRCLET_LAYER_PEOPLE, ""));
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
            const char *column = column_of((circlet_layer)layer, texts[i]);

            if (column)
                assert_true(ci_layer_find_column(
                                ci_layer_table_of((circlet_layer)layer),
                                column) != UINT32_MAX);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_heading_cut_by_a_dbf_is_known_if_one_column_can_be_meant),
        cmocka_unit_test(usual_headings_are_columns_of_their_layer),
        cmocka_unit_test(usual_words_are_words_of_their_column),
        cmocka_unit_test(every_heading_leads_to_a_column_that_there_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
