#include "network/tag_guess.h"

#include <math.h>

#include "network/slope.h"
#include "network/tag_words.h"

#define KMH_PER_MPS 3.6
#define NEAR 1e-6 /* of two limits none are as near to each other */

/* A range that is being visited. */
typedef struct range_visit {
    const ci_scene *scene;
    const char *key;
    double from, to;
    ci_guess_fn visit;
    void *user;
} range_visit;

/* A slope is missing where no number says it, whatever words do. */
static bool is_slope_missing(const ci_scene *scene)
{
    const char *value =
        ci_tag_value(scene->tags, scene->tag_count, CI_SLOPE_KEY);
    double slope_pct;

    return !scene->beside.has_heights &&
           !(value && ci_read_measure(&slope_pct, CI_SLOPE_KEY, value));
}

static bool is_missing_here(const ci_scene *scene, uint32_t i, bool *out_asked)
{
    const ci_unknown *unknown = &scene->unknowns[i];
    bool is_missing = ci_unknown_is_missing(unknown, scene->tags,
                                            scene->tag_count, out_asked);

    if (!*out_asked)
        return false;
    if (ci_is_same_text(unknown->key, CI_SLOPE_KEY))
        return is_slope_missing(scene);
    if (!is_missing && ci_tag_is_understood(scene, unknown->key))
        return false;
    return !(scene->beside.at_ends >> i & 1);
}

void ci_scene_find_missing(ci_scene *scene)
{
    scene->asked = scene->missing = 0;
    for (uint32_t i = 0; i < scene->unknown_count; i++) {
        bool is_asked;
        bool is_missing = is_missing_here(scene, i, &is_asked);

        scene->asked |= (ci_unknown_mask)is_asked << i;
        scene->missing |= (ci_unknown_mask)is_missing << i;
    }
}

static bool is_missing_key(const ci_scene *scene, uint32_t unknown,
                           const char *key)
{
    return (scene->missing >> unknown & 1) &&
           ci_is_same_text(scene->unknowns[unknown].key, key);
}

uint32_t ci_scene_missing_key(const ci_scene *scene, const char *key)
{
    if (scene->missing == 0)
        return CI_UNKNOWN_MAX;
    for (uint32_t i = 0; i < scene->unknown_count; i++)
        if (is_missing_key(scene, i, key))
            return i;
    return CI_UNKNOWN_MAX;
}

static void visit_number(const range_visit *range, double number,
                         double reading)
{
    ci_tag_guess guess = {range->key, NULL, true, number, reading};

    range->visit(&guess, range->user);
}

/* The least limit of a rule above `after`, or the end of the range. */
static double next_limit(const range_visit *range, double after)
{
    double next = range->to;

    for (size_t i = 0; i < range->scene->rule_count; i++) {
        const ci_tag_rule *rule = &range->scene->rules[i];

        for (size_t k = 0; k < rule->test_count; k++) {
            const ci_tag_test *test = &rule->tests[k];

            if (!ci_tag_test_is_of_number(test) ||
                !ci_is_same_text(test->key, range->key))
                continue;
            if (test->limit > after && test->limit < next)
                next = test->limit;
            if (-test->limit > after && -test->limit < next)
                next = -test->limit; /* the sign is left out at times */
        }
    }
    return next;
}

/* Words of a rule that are numbers of the range: width=2 is asked for. */
static void visit_words(const range_visit *range, const ci_tag_test *test)
{
    double number;

    if (test->kind != CI_TAG_IS_ONE_OF ||
        !ci_is_same_text(test->key, range->key))
        return;
    for (size_t i = 0; i < test->value_count; i++) {
        ci_tag_guess guess = {range->key, test->values[i], false, 0, 0};

        if (ci_read_measure(&number, range->key, test->values[i]) &&
            number >= range->from && number <= range->to)
            range->visit(&guess, range->user);
    }
}

static void visit_range(const range_visit *range)
{
    double at = range->from;

    visit_number(range, at, at);
    while (at < range->to) {
        double next = next_limit(range, at);
        double middle = at + (next - at) / 2;

        visit_number(range, middle, at);
        visit_number(range, middle, next);
        visit_number(range, next, next);
        at = next;
    }
    for (size_t i = 0; i < range->scene->rule_count; i++)
        for (size_t k = 0; k < range->scene->rules[i].test_count; k++)
            visit_words(range, &range->scene->rules[i].tests[k]);
}

static void visit_unknown(const ci_scene *scene, const ci_unknown *unknown,
                          ci_guess_fn visit, void *user)
{
    range_visit range = {scene,       unknown->key, unknown->from,
                         unknown->to, visit,        user};
    ci_tag_guess guess = {unknown->key, NULL, false, 0, 0};

    if (unknown->may_be_none)
        visit(&guess, user);
    for (size_t i = 0; i < unknown->value_count; i++) {
        guess.value = unknown->values[i];
        visit(&guess, user);
    }
    if (unknown->value_count > 0)
        return;
    if (ci_is_same_text(unknown->key, CI_SLOPE_KEY)) {
        range.to = fmax(fabs(range.from), fabs(range.to));
        range.from = -range.to;
    }
    visit_range(&range);
}

/* The words that one test tells apart, and a number on either side of its
 * limit, which is what a speed would be read from. */
static void visit_named(const ci_tag_test *test, ci_guess_fn visit, void *user)
{
    double limit = test->limit, step = NEAR * fmax(1, fabs(limit));
    ci_tag_guess guess = {test->key, "no", false, 0, limit};

    if (test->kind == CI_TAG_IS_PRESENT || test->kind == CI_TAG_IS_ABSENT ||
        test->kind == CI_TAG_IS_OTHER)
        visit(&guess, user);
    if (test->kind == CI_TAG_IS_ONE_OF || test->kind == CI_TAG_IS_OTHER)
        for (size_t i = 0; i < test->value_count; i++) {
            guess.value = test->values[i];
            visit(&guess, user);
        }
    if (!ci_tag_test_is_of_number(test))
        return;
    guess.value = NULL;
    guess.is_number = true;
    for (int i = -1; i <= 1; i++) {
        guess.number = limit + i * step;
        visit(&guess, user);
    }
}

/* What somebody meant who wrote what is not understood: anything that the
 * rules name. */
static void visit_all_named(const ci_scene *scene, const char *key,
                            ci_guess_fn visit, void *user)
{
    for (size_t i = 0; i < scene->rule_count; i++) {
        const ci_tag_rule *rule = &scene->rules[i];

        for (size_t k = 0; k < rule->test_count; k++)
            if (ci_is_same_text(rule->tests[k].key, key))
                visit_named(&rule->tests[k], visit, user);
    }
}

void ci_scene_visit(const ci_scene *scene, uint32_t unknown, ci_guess_fn visit,
                    void *user)
{
    const char *key = scene->unknowns[unknown].key;

    visit(NULL, user);
    if (ci_tag_visit_parts(scene, key, visit, user))
        return;
    for (uint32_t i = unknown; i < scene->unknown_count; i++)
        if (is_missing_key(scene, i, key))
            visit_unknown(scene, &scene->unknowns[i], visit, user);
    if (ci_tag_is_garbled(scene, key))
        visit_all_named(scene, key, visit, user);
}

static bool test_holds(const ci_scene *scene, const ci_tag_test *test,
                       const ci_tag_guess *guess)
{
    if (!guess || !ci_is_same_text(guess->key, test->key))
        return ci_tag_test_holds(
            test, ci_tag_value(scene->tags, scene->tag_count, test->key));
    return guess->is_number ? ci_tag_test_holds_number(test, guess->number)
                            : ci_tag_test_holds(test, guess->value);
}

bool ci_scene_tests_hold(const ci_scene *scene, const ci_tag_test *tests,
                         size_t test_count, const ci_tag_guess *guess)
{
    for (size_t i = 0; i < test_count; i++)
        if (!test_holds(scene, &tests[i], guess))
            return false;
    return true;
}

bool ci_scene_read_speed(double *out_mps, const ci_scene *scene,
                         const char *key, const ci_tag_guess *guess)
{
    const char *value;

    if (!guess || !ci_is_same_text(guess->key, key))
        value = ci_tag_value(scene->tags, scene->tag_count, key);
    else if (guess->is_number) {
        *out_mps = guess->reading / KMH_PER_MPS;
        return guess->reading > 0;
    } else
        value = guess->value;
    return value && ci_read_speed(out_mps, value);
}
