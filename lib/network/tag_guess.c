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

    if ((test->kind != CI_TAG_IS_ONE_OF && test->kind != CI_TAG_ARE_ALL_OF) ||
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
    if (test->kind <= CI_TAG_IS_OTHER)
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
        if (is_missing_key(scene, i, key) && (scene->plausible >> i & 1))
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

/* ---- what is missing --------------------------------------------------- */

/* Whether the tests of an unknown on one key hold for some guess. */
typedef struct fit {
    const ci_scene *scene;
    const ci_unknown *unknown;
    const char *key;
    bool fits;
} fit;

static void look_whether_it_fits(const ci_tag_guess *guess, void *user)
{
    fit *asked = user;
    const ci_unknown *unknown = asked->unknown;

    for (size_t i = 0; i < unknown->test_count; i++)
        if (ci_is_same_text(unknown->tests[i].key, asked->key) &&
            !test_holds(asked->scene, &unknown->tests[i], guess))
            return;
    asked->fits = true;
}

/* What an entry asks of its own key, it asks of the tag that is there. */
static bool may_be_asked(const ci_scene *scene, const ci_unknown *unknown)
{
    for (size_t i = 0; i < unknown->test_count; i++) {
        const char *key = unknown->tests[i].key;
        uint32_t missing = ci_is_same_text(key, unknown->key)
                               ? CI_UNKNOWN_MAX
                               : ci_scene_missing_key(scene, key);
        fit asked = {scene, unknown, key, false};

        if (missing == CI_UNKNOWN_MAX)
            look_whether_it_fits(NULL, &asked);
        else
            ci_scene_visit(scene, missing, look_whether_it_fits, &asked);
        if (!asked.fits)
            return false;
    }
    return true;
}

/* Whether the tag of an unknown that is asked is not there, or says no more
 * than none would. */
static bool is_missing_here(const ci_scene *scene, uint32_t i)
{
    const ci_unknown *unknown = &scene->unknowns[i];
    const char *value =
        ci_tag_value(scene->tags, scene->tag_count, unknown->key);

    if (ci_is_same_text(unknown->key, CI_SLOPE_KEY))
        return is_slope_missing(scene);
    if (value && !ci_unknown_is_vague(unknown, value) &&
        ci_tag_is_understood(scene, unknown->key))
        return false;
    return !(scene->beside.at_ends >> i & 1);
}

/* False if nothing was added. */
static bool find_asked(ci_scene *scene)
{
    ci_unknown_mask before = scene->asked;

    for (uint32_t i = 0; i < scene->unknown_count; i++) {
        ci_unknown_mask bit = (ci_unknown_mask)1 << i;

        if ((scene->asked & bit) ||
            (scene->unknowns[i].is_across_road &&
             (scene->beside.at_ends & bit)) ||
            !may_be_asked(scene, &scene->unknowns[i]))
            continue;
        scene->asked |= bit;
        if (is_missing_here(scene, i)) {
            scene->missing |= bit;
            scene->plausible |= bit;
        }
    }
    return scene->asked != before;
}

static bool is_asked_key(const ci_scene *scene, const char *key)
{
    for (uint32_t i = 0; i < scene->unknown_count; i++)
        if ((scene->asked >> i & 1) &&
            ci_is_same_text(scene->unknowns[i].key, key))
            return true;
    return false;
}

/* The first entry of a key stands for words that no entry asks for here.
 * "no" is one that all understand. */
static void find_garbled(ci_scene *scene)
{
    for (uint32_t i = 0; i < scene->unknown_count; i++) {
        const char *key = scene->unknowns[i].key;

        if (ci_tag_says(scene->tags, scene->tag_count, key) &&
            !is_asked_key(scene, key) && ci_tag_is_garbled(scene, key)) {
            scene->asked |= (ci_unknown_mask)1 << i;
            scene->missing |= (ci_unknown_mask)1 << i;
        }
    }
}

void ci_scene_find_missing(ci_scene *scene)
{
    scene->asked = scene->missing = scene->plausible = 0;
    while (find_asked(scene))
        ;
    find_garbled(scene);
    while (find_asked(scene))
        ;
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
