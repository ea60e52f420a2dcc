#include "unit.h"

#include <stdio.h>

#include "base/sha256.h"
#include "io/certificate.h"
#include "io/import_privacy.h"

#define KEY "a key of sixteen"

static bool reads(ci_certificate *out, const char *text)
{
    ci_buffer reason = {0};
    bool is_read = ci_certificate_read(out, text, &reason);

    assert_true(is_read == (reason.size == 0));
    if (reason.size > 0)
        assert_null(strstr(reason.text, "11010519"));
    ci_buffer_free(&reason);
    return is_read;
}

/* GB 11643-1999, annex A.3 gives 11010519491231002X as an example. */
static void a_number_says_kind_grade_and_birth_year(void **state)
{
    ci_certificate c;

    (void)state;
    assert_true(reads(&c, "11010519491231002X44"));
    assert_string_equal(c.kind, "physical");
    assert_int_equal(c.grade, 4);
    assert_int_equal(c.birth_year, 1949);
    assert_string_equal(c.identity, "11010519491231002X");
    assert_true(reads(&c, " 11010519491231002x61B2 "));
    assert_string_equal(c.kind, "mental");
    assert_int_equal(c.grade, 1);
    assert_string_equal(c.identity, "11010519491231002X");
    assert_true(reads(&c, "11010519491231002X72"));
    assert_null(c.kind);
}

static void what_is_no_certificate_number_is_refused_unsaid(void **state)
{
    static const char *const bad[] = {
        "",
        "p1",
        "11010519491231002X", /* the identity number alone */
        "11010519491231002X4",
        "11010519491231002X444",
        "11010519491231002X44C2",
        "11010519491231002X44BB",
        "1101051949123100X244",
        "11010519491231002X4a",
        "11010519491331002X44", /* month 13 */
        "11010519491231002144", /* check digit */
        "11010519491231002X04", /* kind 0 */
        "11010519491231002X84",
        "11010519491231002X40", /* grade 0 */
        "11010519491231002X45",
    };
    ci_certificate c;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(reads(&c, bad[i]));
}

/* The check digit as ISO 7064 defines it, digit by digit from the left. */
static char check_digit(const char *digits)
{
    int p = 0;

    for (int i = 0; i < 17; i++)
        p = (p + (digits[i] - '0')) * 2 % 11;
    return "0123456789X"[(12 - p) % 11];
}

static void nobody_is_born_too_early_or_too_late(void **state)
{
    static const struct {
        const char *birth;
        bool is_good;
    } cases[] = {{"18791231", false},
                 {"18800101", true},
                 {"21001231", true},
                 {"21010101", false},
                 {"10490101", false}};
    ci_certificate c;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[24];

        snprintf(text, sizeof(text), "110101%s001", cases[i].birth);
        snprintf(text + 17, sizeof(text) - 17, "%c44", check_digit(text));
        assert_true(reads(&c, text) == cases[i].is_good);
    }
}

static void one_wrong_digit_of_the_identity_is_always_found(void **state)
{
    uint64_t random = 7;
    ci_certificate c;
    char text[32];

    (void)state;
    for (int i = 0; i < 500; i++) {
        unsigned at = (unsigned)(unit_random(&random) % 17), digit;

        snprintf(text, sizeof(text), "%06u%04u%02u%02u%03u",
                 (unsigned)(unit_random(&random) % 900000 + 100000),
                 (unsigned)(unit_random(&random) % 90 + 1920),
                 (unsigned)(unit_random(&random) % 12 + 1),
                 (unsigned)(unit_random(&random) % 28 + 1),
                 (unsigned)(unit_random(&random) % 1000));
        text[17] = check_digit(text);
        text[18] = (char)('1' + unit_random(&random) % 7);
        text[19] = (char)('1' + unit_random(&random) % 4);
        text[20] = '\0';
        assert_true(reads(&c, text));
        digit = (unsigned)(text[at] - '0' + 1 + unit_random(&random) % 9);
        text[at] = (char)('0' + digit % 10);
        assert_false(ci_is_identity_number(text));
    }
}

static void the_hash_is_of_the_person_and_the_key(void **state)
{
    char one[CI_CERTIFICATE_HASH_SIZE], two[CI_CERTIFICATE_HASH_SIZE];
    char whole[CI_SHA256_TEXT_SIZE];
    ci_certificate c;

    (void)state;
    assert_true(reads(&c, "11010519491231002X44"));
    ci_certificate_hash(one, &c, KEY, 16);
    assert_int_equal(strlen(one), 32);
    ci_sha256_keyed(whole, KEY, 16, "11010519491231002X", 18);
    assert_memory_equal(one, whole, 32);
    assert_true(reads(&c, "11010519491231002x31B1"));
    ci_certificate_hash(two, &c, KEY, 16);
    assert_string_equal(one, two);
    ci_certificate_hash(two, &c, "another key that", 16);
    assert_string_not_equal(one, two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_says_kind_grade_and_birth_year),
        cmocka_unit_test(what_is_no_certificate_number_is_refused_unsaid),
        cmocka_unit_test(nobody_is_born_too_early_or_too_late),
        cmocka_unit_test(one_wrong_digit_of_the_identity_is_always_found),
        cmocka_unit_test(the_hash_is_of_the_person_and_the_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
