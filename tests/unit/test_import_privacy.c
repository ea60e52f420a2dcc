#include <circlet/io.h>

#include "city_file_fixture.h"
#include "io/import_privacy.h"

static void columns_about_persons_are_refused_even_if_mapped(void **state)
{
    static const char *const fields[] = {
        "name",
        "Full Name",
        "id_number",
        "Phone",
        "mobile_phone",
        "\xe5\xa7\x93\xe5\x90\x8d",
        "\xe8\xba\xab\xe4\xbb\xbd\xe8\xaf\x81",
        "\xe7\x94\xb5\xe8\xaf\x9d",
        "\xe6\x89\x8b\xe6\x9c\xba",
        "XM",
        "lxdh",
        "sjh",
        "DH",
        "zhuzhi",
        "zz",
        "dz",
        "jianhuren",
        "home_address",
        "监护人",
        "户主",
        "住址",
        "家庭住址",
        "地址"};
    city_folder *f = *state;
    circlet_import_counts counts;

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        char text[128], map[64];
        const char *const maps[] = {map};
        circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;

        snprintf(text, sizeof(text), "id,lon,lat,%s\na,1,2,b\n", fields[i]);
        snprintf(map, sizeof(map), "household=%s", fields[i]);
        write_source(f, "a.csv", text);
        options.maps = maps;
        options.map_count = 1;
        assert_fails(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv",
                                 &options, error),
                     CIRCLET_E_DATA, fields[i]);
    }
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv", NULL,
                          error));
}

static void an_identity_number_is_told_by_its_check_digit(void **state)
{
    (void)state;
    /* The example of GB 11643-1999, annex. */
    assert_true(ci_is_identity_number("11010519491231002X"));
    assert_true(ci_is_identity_number("11010519491231002x44"));
    assert_false(ci_is_identity_number("110105194912310021"));
    assert_false(ci_is_identity_number("11010519491331002X"));
    assert_false(ci_is_identity_number("p1"));
    assert_false(ci_is_identity_number(""));
}

static void an_identity_number_is_found_wherever_it_stands(void **state)
{
    static const char *const texts[] = {
        "11010519491231002X",     "身份证11010519491231002X",
        "'11010519491231002x",    "（11010519491231002X）",
        "\t11010519491231002X44", "110105 19491231 002X",
        "110105-19491231-002X",   "１１０１０５１９４９１２３１００２Ｘ",
        "３ 11010519491231002X",  "110105491231002",
        "旧证110105 491231 002"};
    static const char *const others[] = {"",
                                         "110105194912310021",
                                         "11010519491331002X",
                                         "POINT (116.110105491231002 40)",
                                         "110105491331002",
                                         "990105491231002",
                                         "0.11010519491231002",
                                         "X",
                                         "1X"};

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (!ci_has_identity_number(texts[i]))
            fail_msg("none is found in '%s'", texts[i]);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (ci_has_identity_number(others[i]))
            fail_msg("one is found in '%s'", others[i]);
}

static void a_phone_number_is_found_wherever_it_stands(void **state)
{
    static const char *const numbers[] = {"13800138000",
                                          " 19912345678 ",
                                          "138 0013 8000",
                                          "138-0013-8000",
                                          "+8613800138000",
                                          "+86 138 0013 8000",
                                          "86-138-0013-8000",
                                          "86 139 00138000 ",
                                          "手机13912345678",
                                          "139 1234 5678、13812345678",
                                          "0013912345678 008613912345678",
                                          "13800138000.000000000000",
                                          "138001380 13800138000/2",
                                          "010-62345678",
                                          "（010）62345678",
                                          "0316-2345678",
                                          "电话 010－62345678",
                                          "１３８００１３８０００"};
    static const char *const others[] = {"",
                                         "1380013800",
                                         "138001380000",
                                         "12800138000",
                                         "23800138000",
                                         "+8512345678901",
                                         "H13800138000",
                                         "11010519491231002X",
                                         "861380013800000",
                                         "116.13800138000",
                                         "1999-12-31 100",
                                         "2016-05-06",
                                         "13912345678abcdef",
                                         "13912345678-1",
                                         "0105-1234567",
                                         "13800138000.5",
                                         "2016-2017",
                                         "10-62345678",
                                         "010 62"};

    (void)state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        if (!ci_has_phone_number(numbers[i]))
            fail_msg("none is found in '%s'", numbers[i]);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (ci_has_phone_number(others[i]))
            fail_msg("one is found in '%s'", others[i]);
}

static void headings_are_told_by_what_they_mean(void **state)
{
    static const char *const about_people[] = {
        "姓 名",    "姓　名", "姓",         "残疾人名", "残疾人姓",
        "曾用名",   "家属",   "法定代理人", "NAME1",    "Name_1",
        "xingm",    "電話",   "電話號碼",   "手機",     "身份證號碼",
        "身份証號", "身份",   "证件",       "护照",     "银行卡号",
        "微信号",   "QQ",     "telno",      "tel1",     "cellno",
        "Ident",    "Addr",   "NAME_CHN",   "contact",  "applicant",
        "sfzhm",    "申请人", "本人",       "配偶",     "住所",
        "ＮＡＭＥ"};
    static const char *const others[] = {
        "街道名",    "社区名称",    "类别",       "性别",       "民族",
        "note",      "与户主关系",  "监护人年龄", "联系人关系", "身份类别",
        "证件类型",  "是否有电话",  "有无手机",   "手机信号",   "地址编码",
        "路名",      "地名",        "学校名",     "村委会名",   "类别名",
        "has_phone", "mobile_ramp", "address_id", "excel",      "hotel",
        "kind",      "grade",       "户籍代码",   "名称代码"};

    (void)state;
    for (size_t i = 0; i < sizeof(about_people) / sizeof(about_people[0]); i++)
        if (!ci_names_somebody(about_people[i]))
            fail_msg("'%s' passes", about_people[i]);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (ci_names_somebody(others[i]))
            fail_msg("'%s' is refused", others[i]);
}

/* Whether a heading of `raw_size` bytes in a .dbf may be cut off one that
 * is about people. */
static bool may_name(const char *name, unsigned char raw_size)
{
    ci_source source = {0};
    bool may;

    assert_true(ci_source_add_field(&source, name));
    source.name_sizes = &raw_size;
    may = ci_may_name_somebody(&source, 0);
    source.name_sizes = NULL;
    ci_source_free_parts(&source);
    return may;
}

static void codes_and_sums_are_no_phone_numbers(void **state)
{
    (void)state;
    assert_true(ci_heading_is_of_codes("小区编号"));
    assert_true(ci_heading_is_of_codes("cost_cny"));
    assert_true(ci_heading_is_of_codes("osm_way"));
    assert_false(ci_heading_is_of_codes("备注"));
    assert_false(ci_heading_is_of_codes("note"));
}

static void what_a_dbf_leaves_of_a_heading_is_told(void **state)
{
    (void)state;
    assert_true(may_name("残疾人", 9)); /* ...姓名 */
    assert_true(may_name("联系电", 9)); /* ...话号码 */
    assert_true(may_name("家庭详", 9)); /* ...细住址 */
    assert_true(may_name("户籍地所联", 10)); /* GB18030: ...系方式 */
    assert_true(may_name("残疾证", 9)); /* ...号 */
    assert_true(may_name("户籍地", 9)); /* ...址 */
    assert_true(may_name("contact_ph", 10));
    assert_true(may_name("disabled_n", 10));
    assert_false(may_name("contact_ph", 0));
    assert_false(may_name("wheelchair", 10));
    assert_false(may_name("残疾类", 9));
    assert_false(may_name("残疾等", 9));
    assert_false(may_name("是否持", 9));
    /* There would have been room for the rest. */
    assert_false(may_name("联系电", 6));
}

/* In columns that may hold anything; ids and units have their own codes. */
static void rows_with_a_mobile_number_are_refused(void **state)
{
    static const char people[] = "id,lon,lat,household,unit_code,note,flat\n"
                                 "13000000001,1,2,h,14000000001,n,\n"
                                 "b,1,2,138-0013-8000,,n,\n"
                                 "c,1,2,h,,13800138000,\n"
                                 "d,1,2,h,,n,+86 13800138000\n";
    const char *const maps[] = {"household=household+flat"};
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    write_source(f, "a.csv", people);
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error));
    assert_int_equal(counts.imported, 1);
    assert_int_equal(counts.rejected, 3);
    assert_string_equal(f->last_reason,
                        "flat has a phone number in it, which is not taken");
    options.maps = maps;
    options.map_count = 1;
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", &options,
                          error));
    assert_int_equal(counts.rejected, 3);
    assert_int_equal(f->last_row, 5);
    write_source(f, "s.csv", "id,lon,lat,note\na,1,2,13800138000\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_SITES, "s.csv", NULL, error));
    assert_int_equal(counts.imported, 1);
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(columns_about_persons_are_refused_even_if_mapped),
        cmocka_unit_test(an_identity_number_is_told_by_its_check_digit),
        cmocka_unit_test(an_identity_number_is_found_wherever_it_stands),
        cmocka_unit_test(a_phone_number_is_found_wherever_it_stands),
        cmocka_unit_test(headings_are_told_by_what_they_mean),
        cmocka_unit_test(codes_and_sums_are_no_phone_numbers),
        cmocka_unit_test(what_a_dbf_leaves_of_a_heading_is_told),
        CITY_TEST(rows_with_a_mobile_number_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
