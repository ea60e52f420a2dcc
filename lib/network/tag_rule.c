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

bool ci_tag_cut_part(char out[CI_TAG_PART_SIZE], const char **rest)
{
    const char *from = *rest + strspn(*rest, " ");
    size_t size = strcspn(from, ";");

    *rest = from[size] == ';' ? from + size + 1 : NULL;
    while (size > 0 && from[size - 1] == ' ')
        size--;
    if (size >= CI_TAG_PART_SIZE)
        return false;
    memcpy(out, from, size);
    out[size] = '\0';
    return true;
}

/* A value without `;` is a list of one part. */
static bool all_are_of(const ci_tag_test *test, const char *list)
{
    char part[CI_TAG_PART_SIZE];

    if (ci_tag_words_have(test->values, test->value_count, list))
        return true;
    if (!strchr(list, ';'))
        return false;
    for (const char *rest = list; rest;)
        if (!ci_tag_cut_part(part, &rest) ||
            !ci_tag_words_have(test->values, test->value_count, part))
            return false;
    return true;
}

/* How steep, whichever way, unless the rule is about one way. */
static double as_asked(const char *key, double number)
{
    return ci_is_same_text(key, "incline") ? fabs(number) : number;
}

bool ci_tag_test_holds_number(const ci_tag_test *test, double number)
{
    switch (test->kind) {
    case CI_TAG_IS_NOT:
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
    case CI_TAG_ARE_ALL_OF:
    case CI_TAG_IS_ABSENT:
        break;
    }
    return false;
}

/* Of a list each part must be a number. */
static bool all_numbers_hold(const ci_tag_test *test, const char *list)
{
    char part[CI_TAG_PART_SIZE];
    double number;

    for (const char *rest = list; rest;)
        if (!ci_tag_cut_part(part, &rest) ||
            !ci_read_measure(&number, test->key, part) ||
            !ci_tag_test_holds_number(test, number))
            return false;
    return true;
}

bool ci_tag_test_holds(const ci_tag_test *test, const char *value)
{
    if (!value)
        return test->kind == CI_TAG_IS_ABSENT || test->kind == CI_TAG_IS_NOT;
    switch (test->kind) {
    case CI_TAG_IS_ONE_OF:
        return ci_tag_words_have(test->values, test->value_count, value);
    case CI_TAG_ARE_ALL_OF:
        return all_are_of(test, value);
    case CI_TAG_IS_NOT:
        return !ci_tag_words_have(test->values, test->value_count, value);
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
        return all_numbers_hold(test, value);
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
