/* Tests of tags in words, so that people see what a number is about. */
#include "base/error.h"
#include "io/mode_reader.h"

void ci_mode_list_in_words(ci_buffer *out, const char *const *words,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            ci_buffer_add(out, " or ");
        ci_buffer_add(out, words[i]);
    }
}

static void test_in_words(ci_buffer *out, const ci_tag_test *test)
{
    ci_buffer_add(out, test->key);
    switch (test->kind) {
    case CI_TAG_IS_ONE_OF:
    case CI_TAG_ARE_ALL_OF:
        ci_buffer_add(out, "=");
        ci_mode_list_in_words(out, test->values, test->value_count);
        return;
    case CI_TAG_IS_NOT:
        ci_buffer_add(out, " not ");
        ci_mode_list_in_words(out, test->values, test->value_count);
        return;
    case CI_TAG_IS_OTHER:
        ci_buffer_add(out, " other than ");
        ci_mode_list_in_words(out, test->values, test->value_count);
        return;
    case CI_TAG_IS_PRESENT:
        ci_buffer_add(out, " present");
        return;
    case CI_TAG_IS_ABSENT:
        ci_buffer_add(out, " absent");
        return;
    case CI_TAG_ABOVE:
    case CI_TAG_CLIMB_ABOVE:
    case CI_TAG_FALL_ABOVE:
        ci_buffer_add(out, " above ");
        break;
    case CI_TAG_BELOW:
    case CI_TAG_CLIMB_BELOW:
    case CI_TAG_FALL_BELOW:
        ci_buffer_add(out, " below ");
        break;
    }
    ci_buffer_add_double(out, test->limit);
}

void ci_mode_tests_in_words(ci_buffer *out, const ci_tag_test *tests,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            ci_buffer_add(out, ", ");
        test_in_words(out, &tests[i]);
    }
}

circlet_status ci_mode_keep_words(const char **out, ci_mode_reader *reader,
                                  ci_buffer *words)
{
    circlet_status status =
        words->failed
            ? ci_fail_nomem(reader->error)
            : ci_mode_copy(out, reader, words->text ? words->text : "");

    ci_buffer_free(words);
    return status;
}
