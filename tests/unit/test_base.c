/* Errors, options, id maps and the arena. */
#include <math.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "base/options.h"
#include "base/rounding.h"
#include "unit.h"

static void a_message_is_one_line_cut_at_a_character(void **state)
{
    static char longest[2000];
    circlet_error error;

    (void)state;
    memset(longest, 'a', sizeof(longest) - 1);
    for (size_t i = 0; i + 3 < sizeof(longest); i += 3)
        memcpy(longest + i, "东", 3);
    assert_int_equal(ci_fail(&error, CIRCLET_E_DATA, "x%s", longest),
                     CIRCLET_E_DATA);
    assert_true(strlen(error.message) < CIRCLET_MESSAGE_SIZE);
    assert_memory_equal(error.message + strlen(error.message) - 3, "东", 3);

    ci_fail(&error, CIRCLET_E_DATA, "%s", "two\nlines\tand a tab");
    assert_string_equal(error.message, "two lines and a tab");
}

static void a_reason_is_one_line_however_long(void **state)
{
    static char longest[4 * CIRCLET_MESSAGE_SIZE];
    ci_buffer reason = {0};

    (void)state;
    memset(longest, 'x', sizeof(longest) - 1);
    ci_reason_add(&reason, "%s '%.*s'", "a\x1b[2J\nb", 2, "4xyz");
    assert_string_equal(reason.text, "a [2J b '4x'");
    ci_reason_add(&reason, "; %s!", longest);
    assert_int_equal(reason.size, strlen("a [2J b '4x'; !") + strlen(longest));
    assert_int_equal(reason.text[reason.size - 1], '!');
    assert_false(reason.failed);
    ci_buffer_free(&reason);
}

static void a_prefix_says_where(void **state)
{
    circlet_error error;

    (void)state;
    ci_fail(&error, CIRCLET_E_FORMAT, "bad row");
    assert_int_equal(ci_fail_within(&error, CIRCLET_E_FORMAT, "a.csv"),
                     CIRCLET_E_FORMAT);
    assert_string_equal(error.message, "a.csv: bad row");
    assert_int_equal(ci_fail_within(NULL, CIRCLET_E_FORMAT, "a.csv"),
                     CIRCLET_E_FORMAT);
    assert_int_equal(ci_fail(NULL, CIRCLET_E_DATA, "x"), CIRCLET_E_DATA);
}

static void every_status_has_a_text(void **state)
{
    (void)state;
    for (int i = 0; i <= CIRCLET_E_UNSUPPORTED; i++)
        assert_string_not_equal(circlet_status_text((circlet_status)i),
                                "unknown status");
    assert_string_equal(circlet_status_text((circlet_status)99),
                        "unknown status");
}

typedef struct options_v1 {
    size_t struct_size;
    double cutoff_s;
} options_v1;

typedef struct options_v2 {
    size_t struct_size;
    double cutoff_s;
    double snap_limit_m;
} options_v2;

static void older_and_newer_callers_are_served(void **state)
{
    options_v1 old_given = {sizeof(old_given), 900.0}, old_read;
    options_v2 new_given = {sizeof(new_given), 900.0, 0.0}, new_read;

    (void)state;
    assert_ok(ci_options_read(&new_read, sizeof(new_read), &old_given, error));
    assert_true(new_read.cutoff_s == 900.0 && new_read.snap_limit_m == 0.0);

    assert_ok(ci_options_read(&old_read, sizeof(old_read), &new_given, error));
    new_given.snap_limit_m = 300.0;
    assert_fails(
        ci_options_read(&old_read, sizeof(old_read), &new_given, error),
        CIRCLET_E_ARGUMENT, "newer version");

    assert_ok(ci_options_read(&old_read, sizeof(old_read), NULL, error));
    assert_true(old_read.cutoff_s == 0.0);
    old_given.struct_size = 0;
    assert_fails(
        ci_options_read(&old_read, sizeof(old_read), &old_given, error),
        CIRCLET_E_ARGUMENT, "not initialised");
}

static void names_and_ids_are_found_again(void **state)
{
    enum { COUNT = 5000 };
    static char names[COUNT][12];
    ci_name_map *by_name = ci_name_map_new();
    ci_id_map *by_id = ci_id_map_new(10);

    (void)state;
    assert_non_null(by_name);
    assert_non_null(by_id);
    for (uint32_t i = 0; i < COUNT; i++) {
        snprintf(names[i], sizeof(names[i]), "n%u", (unsigned)(i * 7));
        assert_true(ci_name_map_add(by_name, names[i], i));
        assert_true(ci_id_map_add(by_id, (int64_t)i * -64, i));
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(ci_name_map_find(by_name, names[i]), i);
        assert_int_equal(ci_id_map_find(by_id, (int64_t)i * -64), i);
    }
    assert_int_equal(ci_name_map_find(by_name, "n1"), CI_NOWHERE);
    assert_int_equal(ci_id_map_find(by_id, 1), CI_NOWHERE);
    ci_name_map_free(by_name);
    ci_id_map_free(by_id);
}

static void arena_places_are_apart_and_aligned(void **state)
{
    ci_arena arena = {0};
    char *places[200];

    (void)state;
    for (size_t i = 0; i < 200; i++) {
        places[i] = ci_arena_take(&arena, i * 40);
        assert_non_null(places[i]);
        assert_int_equal((uintptr_t)places[i] % _Alignof(max_align_t), 0);
        memset(places[i], (int)i, i * 40);
    }
    for (size_t i = 0; i < 200; i++)
        for (size_t k = 0; k < i * 40; k++)
            assert_int_equal((unsigned char)places[i][k], i);
    assert_null(ci_arena_take(&arena, SIZE_MAX));
    assert_string_equal(ci_arena_copy(&arena, "东"), "东");
    assert_string_equal(ci_arena_copy_n(&arena, "abc", 2), "ab");
    ci_arena_free(&arena);
}

static void arrays_refuse_sizes_that_wrap(void **state)
{
    size_t capacity = SIZE_MAX / 4;
    int item;

    (void)state;
    assert_null(ci_array_reserve_one(&item, capacity, &capacity, 8));
    assert_int_equal(capacity, SIZE_MAX / 4);
}

static void halves_are_rounded_up_as_llround_does(void **state)
{
    const double marks[] = {0,   0.49999999999999994, 0.5,          1.5,
                            2.5, 4294967293.5,        8388607.4999, 1e9 + 0.5};
    uint64_t random = 1;

    (void)state;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        assert_int_equal(ci_round_up_half(marks[i]), llround(marks[i]));
    for (int i = 0; i < 100000; i++) {
        double number =
            unit_random_below(&random, 1U << 30) / (double)(1 + i % 4096);

        assert_int_equal(ci_round_up_half(number), llround(number));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_is_one_line_cut_at_a_character),
        cmocka_unit_test(a_reason_is_one_line_however_long),
        cmocka_unit_test(a_prefix_says_where),
        cmocka_unit_test(every_status_has_a_text),
        cmocka_unit_test(older_and_newer_callers_are_served),
        cmocka_unit_test(names_and_ids_are_found_again),
        cmocka_unit_test(arena_places_are_apart_and_aligned),
        cmocka_unit_test(arrays_refuse_sizes_that_wrap),
        cmocka_unit_test(halves_are_rounded_up_as_llround_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
