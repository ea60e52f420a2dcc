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

static void a_mobile_number_is_told_by_its_digits(void **state)
{
    static const char *const numbers[] = {
        "13800138000",      " 19912345678 ",   "138 0013 8000",
        "138-0013-8000",    "+8613800138000",  "+86 138 0013 8000",
        "86-138-0013-8000", "86 139 00138000 "};
    static const char *const others[] = {"",
                                         "1380013800",
                                         "138001380000",
                                         "12800138000",
                                         "23800138000",
                                         "+8512345678901",
                                         "H13800138000",
                                         "13800138000/2",
                                         "11010519491231002X",
                                         "861380013800000"};

    (void)state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        if (!ci_is_mobile_number(numbers[i]))
            fail_msg("'%s' is taken for none", numbers[i]);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (ci_is_mobile_number(others[i]))
            fail_msg("'%s' is taken for one", others[i]);
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
                        "flat is a mobile phone number, which is not taken");
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
        cmocka_unit_test(a_mobile_number_is_told_by_its_digits),
        CITY_TEST(rows_with_a_mobile_number_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
