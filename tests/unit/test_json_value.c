#include "unit.h"

#include "base/json_value.h"

static void a_number_is_found_by_its_key(void **state)
{
    static const struct {
        const char *object, *key;
        double value;
    } cases[] = {
        {"{\"a\":40}", "a", 40},
        {"{\"a\":\"40\"}", "a", 40},
        {" { \"a\" : -2.5e1 , \"b\":1 } ", "a", -25},
        {"{\"b\":1,\"a\":0}", "a", 0},
        {"{\"b\":{\"a\":7,\"c\":[1,{},[],{\"a\":8}]},\"a\":9}", "a", 9},
        {"{\"b\":\"\\\"a\\\":5\",\"a\":6}", "a", 6},
        {"{\"\\u5b66\\u65f6\":16}", "学时", 16},
        {"{\"学时\":16}", "学时", 16},
        {"{\"\\ud83d\\ude00\":3}", "😀", 3},
        {"{\"a\\/b\\n\":3}", "a/b\n", 3},
        {"{\"a\":1,\"a\":2}", "a", 2},
        {"{\"b\":true,\"c\":null,\"a\":4}", "a", 4},
        {"{\"\":5}", "", 5},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        double value = -1;

        if (!ci_json_find_number(&value, cases[i].object, cases[i].key))
            fail_msg("%s: not found", cases[i].object);
        assert_true(value == cases[i].value);
    }
}

static void what_is_no_number_is_not_found(void **state)
{
    static const char *const objects[] = {
        NULL,
        "",
        "null",
        "[\"a\",1]",
        "{}",
        "{\"b\":1}",
        "{\"b\":{\"a\":1}}",
        "{\"a\":\"many\"}",
        "{\"a\":\"\"}",
        "{\"a\":\"40 h\"}",
        "{\"a\":\"40\\u0000\"}",
        "{\"a\":true}",
        "{\"a\":null}",
        "{\"a\":[1]}",
        "{\"a\":{\"a\":1}}",
        "{\"a\":1,\"a\":\"x\"}",
        "{\"aa\":1}",
        "{\"A\":1}",
        "{\"\":1}",
        "{\"a\":1e999}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
        double value = -1;

        if (ci_json_find_number(&value, objects[i], "a"))
            fail_msg("%s: found", objects[i]);
        assert_true(value == -1);
    }
}

static void what_is_no_object_is_refused_whole(void **state)
{
    static const char *const objects[] = {
        "{\"a\":1",
        "{\"a\":1}}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":1,\"b\"}",
        "{\"a\":1,\"b\":tru}",
        "{\"a\":1]",
        "{\"a\":1,\"b\":[1,]}",
        "{\"a\":1,\"b\":{\"c\"}}",
        "{\"a\":1,\"b\":[1}",
        "{\"a\":1,\"b\":[1 2]}",
        "{\"a\":1,\"b\":\"\\x\"}",
        "{\"a\":1,\"b\":\"\\u12\"}",
        "{\"a\":1,\"b\":\"\\ud800x\"}",
        "{\"a\":1,\"b\":\"\n\"}",
        "{\"a\":1,\"b\":",
        "{\"a\":1,\"b\":[",
        "{\"a\":1,\"b\":[[}",
        "{\"a\":1} x",
        "{",
        "{\"",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
        double value = -1;

        if (ci_json_find_number(&value, objects[i], "a"))
            fail_msg("%s: found", objects[i]);
        assert_true(value == -1);
    }
}

static void depth_has_a_limit(void **state)
{
    char object[256] = "{\"b\":";
    double value = -1;

    (void)state;
    memset(object + 5, '[', 64);
    memset(object + 5 + 64, ']', 64);
    strcpy(object + 5 + 128, ",\"a\":1}");
    assert_true(ci_json_find_number(&value, object, "a"));
    assert_true(value == 1);

    memset(object + 5, '[', 65);
    memset(object + 5 + 65, ']', 65);
    strcpy(object + 5 + 130, ",\"a\":2}");
    assert_false(ci_json_find_number(&value, object, "a"));
    assert_true(value == 1);
}

/* Bytes at random must neither crash nor be read beyond their end. */
static void any_text_is_survived(void **state)
{
    static const char alphabet[] = "{}[]\",:\\uab01e+-. \ntrfsnl";

    (void)state;
    for (uint64_t seed = 1; seed <= 20000; seed++) {
        uint64_t random = seed;
        uint32_t size = unit_random_below(&random, 24);
        char *text = malloc(size + 1);
        double value = -1;

        assert_non_null(text);
        for (uint32_t i = 0; i < size; i++)
            text[i] =
                alphabet[unit_random_below(&random, sizeof(alphabet) - 1)];
        text[size] = '\0';
        ci_json_find_number(&value, text, "a");
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_found_by_its_key),
        cmocka_unit_test(what_is_no_number_is_not_found),
        cmocka_unit_test(what_is_no_object_is_refused_whole),
        cmocka_unit_test(depth_has_a_limit),
        cmocka_unit_test(any_text_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
