/* Whether the tags of a link or node pass the tests of a rule. */
#include <math.h>

#include "network/travel_mode.h"

const char *ci_tag_value(const circlet_tag *tags, size_t tag_count,
                         const char *key)
{
    for (size_t i = 0; i < tag_count; i++)
        if (ci_is_same_text(tags[i].key, key))
            return tags[i].value;
    return NULL;
}

bool ci_tag_says(const circlet_tag *tags, size_t tag_count, const char *key)
{
    const char *value = ci_tag_value(tags, tag_count, key);

    return value && !ci_is_same_text(value, "no");
}

bool ci_tag_words_have(const char *const *words, size_t count,
                       const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (ci_is_same_text(words[i], word))
            return true;
    return false;
}

/* How steep, whichever way, unless the rule is about one way. */
static double as_asked(const char *key, double number)
{
    return ci_is_same_text(key, "incline") ? fabs(number) : number;
}

bool ci_tag_test_holds_number(const ci_tag_test *test, double number)
{
    switch (test->kind) {
    case CI_TAG_IS_OTHER:
    case CI_TAG_IS_PRESENT:
        return true;
    case CI_TAG_ABOVE:
        return as_asked(test->key, number) > test->limit;
    case CI_TAG_BELOW:
        return as_asked(test->key, number) < test->limit;
    case CI_TAG_CLIMB_ABOVE:
        return number > test->limit;
    case CI_TAG_CLIMB_BELOW:
        return number < test->limit;
    case CI_TAG_FALL_ABOVE:
        return -number > test->limit;
    case CI_TAG_FALL_BELOW:
        return -number < test->limit;
    case CI_TAG_IS_ONE_OF:
    case CI_TAG_IS_ABSENT:
        break;
    }
    return false;
}

bool ci_tag_test_holds(const ci_tag_test *test, const char *value)
{
    double number;

    if (!value)
        return test->kind == CI_TAG_IS_ABSENT;
    switch (test->kind) {
    case CI_TAG_IS_ONE_OF:
        return ci_tag_words_have(test->values, test->value_count, value);
    case CI_TAG_IS_OTHER:
        return !ci_is_same_text(value, "no") &&
               !ci_tag_words_have(test->values, test->value_count, value);
    case CI_TAG_IS_PRESENT:
        return !ci_is_same_text(value, "no");
    case CI_TAG_IS_ABSENT:
        return ci_is_same_text(value, "no");
    case CI_TAG_ABOVE:
    case CI_TAG_BELOW:
    case CI_TAG_CLIMB_ABOVE:
    case CI_TAG_CLIMB_BELOW:
    case CI_TAG_FALL_ABOVE:
    case CI_TAG_FALL_BELOW:
        return ci_read_measure(&number, test->key, value) &&
               ci_tag_test_holds_number(test, number);
    }
    return false;
}

bool ci_tag_tests_hold(const ci_tag_test *tests, size_t count,
                       const circlet_tag *tags, size_t tag_count)
{
    for (size_t i = 0; i < count; i++)
        if (!ci_tag_test_holds(&tests[i],
                               ci_tag_value(tags, tag_count, tests[i].key)))
            return false;
    return true;
}

bool ci_tag_rule_matches(const ci_tag_rule *rule, const circlet_tag *tags,
                         size_t tag_count)
{
    return ci_tag_tests_hold(rule->tests, rule->test_count, tags, tag_count);
}

bool ci_unknown_is_missing(const ci_unknown *unknown, const circlet_tag *tags,
                           size_t tag_count, bool *out_asked)
{
    const char *value;

    *out_asked = ci_tag_tests_hold(unknown->tests, unknown->test_count, tags,
                                   tag_count);
    if (!*out_asked)
        return false;
    value = ci_tag_value(tags, tag_count, unknown->key);
    if (!value)
        return true;
    for (size_t i = 0; i < unknown->vague_count; i++)
        if (ci_is_same_text(unknown->vague[i], value))
            return true;
    return false;
}
