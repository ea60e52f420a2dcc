#include "unit.h"

#include "access/equal_rows.h"

#define SPANS 40

/* Numbered again by comparing each with all before it. */
static void equal_spans_share_a_number_in_order(void **state)
{
    uint64_t random = 3;

    (void)state;
    for (int round = 0; round < 500; round++) {
        uint32_t words[SPANS][3], numbers[SPANS], next = 0;
        ci_span spans[SPANS];
        size_t count = unit_random_below(&random, SPANS), number_count = 99;

        for (size_t i = 0; i < count; i++) {
            for (size_t k = 0; k < 3; k++)
                words[i][k] = unit_random_below(&random, 2);
            spans[i] = (ci_span){words[i], unit_random_below(&random, 4),
                                 unit_random_below(&random, 2)};
            if (i > 0 && unit_random_below(&random, 4) == 0)
                spans[i] = spans[i - 1];
        }
        assert_ok(ci_number_equal_spans(numbers, &number_count, spans, count,
                                        error));
        for (size_t i = 0; i < count; i++) {
            size_t k = 0;

            while (k < i && (spans[k].tag != spans[i].tag ||
                             spans[k].word_count != spans[i].word_count ||
                             memcmp(spans[k].words, spans[i].words,
                                    4 * spans[i].word_count) != 0))
                k++;
            assert_int_equal(numbers[i], k < i ? numbers[k] : next++);
        }
        assert_int_equal(number_count, next);
    }
}

static void an_empty_span_needs_no_words(void **state)
{
    const uint32_t word = 7;
    const ci_span spans[] = {{NULL, 0, 0}, {&word, 0, 0}, {NULL, 0, 1}};
    uint32_t numbers[3];
    size_t count;

    (void)state;
    assert_ok(ci_number_equal_spans(numbers, &count, spans, 3, error));
    assert_int_equal(count, 2);
    assert_int_equal(numbers[1], 0);
    assert_int_equal(numbers[2], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_spans_share_a_number_in_order),
        cmocka_unit_test(an_empty_span_needs_no_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
