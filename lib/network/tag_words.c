#include "network/tag_words.h"

#include "network/slope.h"

static bool reads_number(const char *key, const char *word, bool is_speed)
{
    double number;

    return is_speed ? ci_read_speed(&number, word)
                    : ci_read_measure(&number, key, word);
}

/* "no" is an answer to whether there is such a thing at all. */
static bool test_knows(const ci_tag_test *test, const char *word)
{
    switch (test->kind) {
    case CI_TAG_IS_ONE_OF:
    case CI_TAG_ARE_ALL_OF:
    case CI_TAG_IS_NOT:
        return ci_tag_words_have(test->values, test->value_count, word);
    case CI_TAG_IS_OTHER:
        return ci_is_same_text(word, "no") ||
               ci_tag_words_have(test->values, test->value_count, word);
    case CI_TAG_IS_PRESENT:
    case CI_TAG_IS_ABSENT:
        return ci_is_same_text(word, "no");
    case CI_TAG_ABOVE:
    case CI_TAG_BELOW:
    case CI_TAG_CLIMB_ABOVE:
    case CI_TAG_CLIMB_BELOW:
    case CI_TAG_FALL_ABOVE:
    case CI_TAG_FALL_BELOW:
        break;
    }
    return reads_number(test->key, word, false);
}

static bool tests_know(const ci_tag_test *tests, size_t count, const char *key,
                       const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (ci_is_same_text(tests[i].key, key) && test_knows(&tests[i], word))
            return true;
    return false;
}

bool ci_unknown_names(const ci_unknown *unknown, const char *value)
{
    return ci_tag_words_have(unknown->values, unknown->value_count, value) ||
           (unknown->value_count == 0 &&
            reads_number(unknown->key, value, false)) ||
           (unknown->may_be_none && ci_is_same_text(value, "no"));
}

static bool knows(const ci_scene *scene, const char *key, const char *word)
{
    for (size_t i = 0; i < scene->rule_count; i++) {
        const ci_tag_rule *rule = &scene->rules[i];

        if (tests_know(rule->tests, rule->test_count, key, word))
            return true;
        if (rule->effect == CI_EFFECT_SPEED_FROM_TAG &&
            ci_is_same_text(rule->key, key) && reads_number(key, word, true))
            return true;
    }
    for (size_t i = 0; i < scene->unknown_count; i++)
        if (ci_is_same_text(scene->unknowns[i].key, key) &&
            ci_unknown_names(&scene->unknowns[i], word))
            return true;
    return tests_know(scene->harmless, scene->harmless_count, key, word);
}

bool ci_unknown_is_vague(const ci_unknown *unknown, const char *value)
{
    return ci_tag_words_have(unknown->vague, unknown->vague_count, value);
}

static bool is_vague(const ci_scene *scene, const char *key, const char *word)
{
    for (size_t i = 0; i < scene->unknown_count; i++)
        if (ci_is_same_text(scene->unknowns[i].key, key) &&
            ci_unknown_is_vague(&scene->unknowns[i], word))
            return true;
    return false;
}

bool ci_tag_is_understood(const ci_scene *scene, const char *key)
{
    const char *value = ci_tag_value(scene->tags, scene->tag_count, key);

    return value && knows(scene, key, value);
}

bool ci_tag_is_garbled(const ci_scene *scene, const char *key)
{
    const char *value = ci_tag_value(scene->tags, scene->tag_count, key);

    return value && !ci_is_same_text(key, CI_SLOPE_KEY) &&
           !knows(scene, key, value) && !is_vague(scene, key, value);
}

static bool knows_all_parts(const ci_scene *scene, const char *key,
                            const char *list)
{
    char part[CI_TAG_PART_SIZE];

    for (const char *rest = list; rest;)
        if (!ci_tag_cut_part(part, &rest) || !knows(scene, key, part) ||
            is_vague(scene, key, part))
            return false;
    return true;
}

bool ci_tag_visit_parts(const ci_scene *scene, const char *key,
                        ci_guess_fn visit, void *user)
{
    const char *list = ci_tag_value(scene->tags, scene->tag_count, key);
    char part[CI_TAG_PART_SIZE];
    ci_tag_guess guess = {key, part, false, 0, 0};

    if (!list || !strchr(list, ';') || !knows_all_parts(scene, key, list))
        return false;
    for (const char *rest = list; rest && ci_tag_cut_part(part, &rest);)
        visit(&guess, user);
    return true;
}
