/* Random modes whose tags may be missing, and all that these may be. */
#ifndef TESTS_UNIT_TAG_RIDDLE_H
#define TESTS_UNIT_TAG_RIDDLE_H

#include "network_fixture.h"

#include "base/text.h"

#define MAX_RULES 12
#define MAX_UNKNOWNS 4
#define MAX_GUESSES 80
#define MAX_TRUTHS 4000
#define TEXT_SIZE 40

static const char *const keys[] = {"surface", "kerb", "width", "maxspeed"};
/* What no mode of these understands, and a list of two that all do. */
static const char *const riddle_garbled[] = {"Rock", "Rock", "0,5", "fast"};
static const char *const riddle_lists[] = {"gravel;velvet", "raised; velvet",
                                           "0.5;1.25", "20;50"};
static const char *const velvet[] = {"velvet"};
static const ci_tag_test riddle_harmless[] = {
    {"surface", CI_TAG_IS_ONE_OF, velvet, 1, 0},
    {"kerb", CI_TAG_IS_ONE_OF, velvet, 1, 0}};

static const char *const words[2][4] = {{"asphalt", "gravel", "sand", "no"},
                                        {"raised", "lowered", "flush", "no"}};

/* A random mode and what its unknown tags may be. */
typedef struct riddle {
    circlet_travel_mode mode;
    ci_tag_test tests[MAX_RULES][2];
    ci_tag_rule rules[MAX_RULES];
    ci_unknown unknowns[MAX_UNKNOWNS];
    ci_tag_test whens[MAX_UNKNOWNS]; /* of some: asks for the first key */
    char guesses[MAX_UNKNOWNS][MAX_GUESSES][TEXT_SIZE]; /* "": no tag */
    size_t guess_counts[MAX_UNKNOWNS];
    double length_m;
    circlet_tag tags[6]; /* as they are known */
    size_t tag_count;
} riddle;

static inline double limit_of(const char *key, uint64_t *random)
{
    return key[0] == 'w' ? (1 + unit_random_below(random, 6)) / 4.0
                         : 10.0 * (1 + unit_random_below(random, 6));
}

static inline void make_test(ci_tag_test *test, uint64_t *random)
{
    uint32_t key = unit_random_below(random, 4);
    uint32_t first = unit_random_below(random, 3);

    test->key = keys[key];
    test->kind = (ci_tag_test_kind)unit_random_below(random, CI_TAG_BELOW + 1);
    if (key < 2 && test->kind > CI_TAG_IS_ABSENT)
        test->kind = CI_TAG_IS_ONE_OF;
    if (key >= 2 && test->kind <= CI_TAG_IS_OTHER)
        test->kind = CI_TAG_ABOVE;
    test->values = key < 2 ? &words[key][first] : NULL;
    test->value_count = 1 + unit_random_below(random, 4 - first);
    test->limit = limit_of(test->key, random);
}

static inline void make_rule(riddle *it, size_t i, uint64_t *random)
{
    static const double factors[] = {0.7, 1.3, 1.7, 2.1};
    ci_tag_rule *rule = &it->rules[i];

    rule->tests = it->tests[i];
    rule->test_count = 1 + one_in(random, 3);
    for (size_t k = 0; k < 2; k++)
        make_test(&it->tests[i][k], random);
    rule->effect = (ci_effect_kind)unit_random_below(random, 5);
    rule->value = factors[unit_random_below(random, 4)];
    if (rule->effect == CI_EFFECT_PASS)
        rule->value = one_in(random, 2);
    if (rule->effect == CI_EFFECT_DELAY && one_in(random, 2))
        rule->is_across_road = true;
    rule->key = rule->effect == CI_EFFECT_SPEED_FROM_TAG ? "maxspeed" : NULL;
    rule->toward = one_in(random, 4)
                       ? (ci_toward)(1 + unit_random_below(random, 2))
                       : CI_TOWARD_BOTH;
}

static inline void add_guess(riddle *it, size_t i, const char *text)
{
    for (size_t k = 0; k < it->guess_counts[i]; k++)
        if (strcmp(it->guesses[i][k], text) == 0)
            return;
    assert_true(it->guess_counts[i] < MAX_GUESSES);
    snprintf(it->guesses[i][it->guess_counts[i]++], TEXT_SIZE, "%s", text);
}

static inline void add_number(riddle *it, size_t i, double number)
{
    char text[CI_NUMBER_SIZE];

    if (number < it->unknowns[i].from || number > it->unknowns[i].to)
        return;
    ci_format_double(text, number);
    add_guess(it, i, text);
}

/* Every limit that a test may put, and numbers close to either side. */
static inline void add_numbers(riddle *it, size_t i, double step)
{
    add_number(it, i, it->unknowns[i].from);
    add_number(it, i, it->unknowns[i].to);
    for (int k = 1; k <= 6; k++) {
        add_number(it, i, step * k);
        add_number(it, i, step * k - 1e-7);
        add_number(it, i, step * k + 1e-7);
        add_number(it, i, step * (k + 0.5));
    }
}

/* Whether the mode knows the first part of a list, a word of the other keys
 * apart. */
static inline bool is_asked(const riddle *it, const char *list)
{
    size_t size = strcspn(list, ";");

    for (size_t i = 0; i < it->mode.link_rule_count; i++)
        for (size_t k = 0; k < it->rules[i].test_count; k++)
            for (size_t v = 0; it->tests[i][k].kind <= CI_TAG_IS_OTHER &&
                               i > 0 && v < it->tests[i][k].value_count;
                 v++)
                if (strncmp(it->tests[i][k].values[v], list, size) == 0)
                    return true;
    for (size_t i = 0; i < MAX_UNKNOWNS; i++)
        for (size_t v = 0; v < it->unknowns[i].value_count; v++)
            if (strncmp(it->unknowns[i].values[v], list, size) == 0)
                return true;
    return false;
}

/* The parts of a list are all that the truth may be. */
static inline void add_parts(riddle *it, size_t i, const char *list)
{
    const char *end = strchr(list, ';');
    char first[TEXT_SIZE];

    snprintf(first, sizeof(first), "%.*s", (int)(end - list), list);
    it->guess_counts[i] = 0;
    add_guess(it, i, first);
    add_guess(it, i, end + 1 + strspn(end + 1, " "));
}

/* What a test tells apart: whoever wrote a word that is not understood may
 * have meant any of it. */
static inline void add_named(riddle *it, size_t i, const ci_tag_test *test)
{
    static const double off[] = {-1e-7, 0, 1e-7};
    char text[CI_NUMBER_SIZE];

    if (strcmp(test->key, it->unknowns[i].key) != 0)
        return;
    if (test->kind >= CI_TAG_IS_OTHER && test->kind < CI_TAG_ABOVE)
        add_guess(it, i, "no");
    for (size_t k = 0; test->kind <= CI_TAG_IS_OTHER && k < test->value_count;
         k++)
        add_guess(it, i, test->values[k]);
    for (size_t k = 0; test->kind >= CI_TAG_ABOVE && k < 3; k++) {
        ci_format_double(text, test->limit + off[k]);
        add_guess(it, i, text);
    }
}

static inline void add_all_named(riddle *it, size_t i)
{
    for (size_t k = 0; k < it->mode.link_rule_count; k++)
        for (size_t n = 0; n < it->rules[k].test_count; n++)
            add_named(it, i, &it->rules[k].tests[n]);
}

/* No tag, or one that says no more, or one that is understood, or a list. */
static inline void set_tag(riddle *it, size_t i, uint32_t key,
                           uint64_t *random)
{
    static const char *const vague[] = {"yes"};
    ci_unknown *unknown = &it->unknowns[i];
    const char *value;

    switch (unit_random_below(random, 7)) {
    case 0:
    case 1:
        unknown->vague = vague;
        unknown->vague_count = 1;
        value = "yes";
        break;
    case 2:
        value = riddle_garbled[key];
        add_all_named(it, i);
        break;
    case 3:
        value = riddle_lists[key];
        /* Of words, rules must ask for the first. */
        if (key < 2 && !is_asked(it, value)) {
            add_all_named(it, i);
            break;
        }
        add_parts(it, i, value);
        break;
    case 4:
        value = key < 2 ? "velvet" : "1.25";
        it->guess_counts[i] = 0;
        add_guess(it, i, value);
        break;
    default:
        return;
    }
    town_tag(it->tags, &it->tag_count, unknown->key, value);
}

static inline void make_unknown(riddle *it, size_t i, uint32_t key,
                                uint64_t *random)
{
    ci_unknown *unknown = &it->unknowns[i];
    double step = key == 2 ? 0.25 : 10;
    uint32_t first = unit_random_below(random, 3);

    unknown->key = keys[key];
    unknown->may_be_none = one_in(random, 3);
    if (unknown->may_be_none)
        add_guess(it, i, "");
    if (key >= 2) {
        unknown->from = step * (0.5 + unit_random_below(random, 4));
        unknown->to = unknown->from + step * unit_random_below(random, 4);
        add_numbers(it, i, step);
    } else {
        unknown->values = &words[key][first];
        unknown->value_count = 1 + unit_random_below(random, 3 - first);
        for (size_t k = 0; k < unknown->value_count; k++)
            add_guess(it, i, unknown->values[k]);
    }
    set_tag(it, i, key, random);
}

/* Some are asked for only where the first has a word, or none. */
static inline void make_when(riddle *it, size_t i, uint64_t *random)
{
    static const ci_tag_test_kind kinds[] = {
        CI_TAG_IS_ONE_OF, CI_TAG_IS_NOT, CI_TAG_IS_PRESENT, CI_TAG_IS_ABSENT};
    ci_tag_test *test = &it->whens[i];
    const char *key = it->unknowns[0].key;

    test->key = key;
    test->kind = kinds[unit_random_below(random, 4)];
    if (key == keys[2] || key == keys[3])
        test->kind = CI_TAG_ABOVE;
    test->values = words[key == keys[1]];
    test->value_count = 1 + unit_random_below(random, 2);
    test->limit = limit_of(key, random);
    it->unknowns[i].tests = test;
    it->unknowns[i].test_count = 1;
}

/* Each key is unknown, known or not there. */
static inline void make_riddle(riddle *it, uint64_t *random,
                               uint32_t unknown_count)
{
    uint32_t start = unit_random_below(random, 4);

    memset(it, 0, sizeof(*it));
    it->mode = fixture_mode();
    it->mode.obeys_oneway = false;
    it->mode.link_rules = it->rules;
    it->mode.link_rule_count = 2 + unit_random_below(random, MAX_RULES - 2);
    it->length_m = unit_random_below(random, 100000) / 1000.0;
    town_tag(it->tags, &it->tag_count, "highway", "footway");
    for (size_t i = 1; i < it->mode.link_rule_count; i++)
        make_rule(it, i, random);
    it->rules[0] = fixture_link_rules[0];
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t key = (start + i) % 4;

        if (i < unknown_count) {
            make_unknown(it, i, key, random);
            if (i > 0 && one_in(random, 2))
                make_when(it, i, random);
        } else if (one_in(random, 2))
            town_tag(it->tags, &it->tag_count, keys[key],
                     key < 2    ? words[key][unit_random_below(random, 3)]
                     : key == 2 ? "0.75"
                                : "30");
    }
    it->mode.link_unknowns = it->unknowns;
    it->mode.harmless = riddle_harmless;
    it->mode.harmless_count = 2;
    it->mode.link_unknown_count = unknown_count;
}

#endif
