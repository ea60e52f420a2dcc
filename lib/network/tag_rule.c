/* Whether the tags of a link or node pass the tests of a rule. */
#include <math.h>
#include <string.h>

#include "network/travel_mode.h"

const char *ci_tag_value(const circlet_tag *tags, size_t tag_count,
                         const char *key)
{
    for (size_t i = 0; i < tag_count; i++)
        if (strcmp(tags[i].key, key) == 0)
            return tags[i].value;
    return NULL;
}

static bool is_one_of(const ci_tag_test *test, const char *value)
{
    for (size_t i = 0; i < test->value_count; i++)
        if (strcmp(test->values[i], value) == 0)
            return true;
    return false;
}

static bool test_holds(const ci_tag_test *test, const circlet_tag *tags,
                       size_t tag_count)
{
    const char *value = ci_tag_value(tags, tag_count, test->key);
    double number;

    if (!value)
        return test->kind == CI_TAG_IS_ABSENT;
    switch (test->kind) {
    case CI_TAG_IS_ONE_OF:
        return is_one_of(test, value);
    case CI_TAG_IS_PRESENT:
        return strcmp(value, "no") != 0;
    case CI_TAG_IS_ABSENT:
        return strcmp(value, "no") == 0;
    case CI_TAG_ABOVE:
        return ci_read_measure(&number, test->key, value) &&
               fabs(number) > test->limit;
    case CI_TAG_BELOW:
        return ci_read_measure(&number, test->key, value) &&
               number < test->limit;
    }
    return false;
}

bool ci_tag_rule_matches(const ci_tag_rule *rule, const circlet_tag *tags,
                         size_t tag_count)
{
    for (size_t i = 0; i < rule->test_count; i++)
        if (!test_holds(&rule->tests[i], tags, tag_count))
            return false;
    return true;
}
