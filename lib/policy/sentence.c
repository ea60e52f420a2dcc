/* Our own renderer, because a finding carries both languages at once and
 * must not hang on the locale of the host. */
#include "policy/sentence_lists.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NAME_SIZE 32
#define MOST_DECIMALS 9

typedef struct renderer {
    ci_buffer *out;
    ci_language language;
    const circlet_policy *policy;
    const circlet_argument *arguments;
    size_t argument_count;
} renderer;

/* A placeholder between its braces, taken apart. */
typedef struct placeholder {
    char name[NAME_SIZE];
    char mark; /* '@', '#', '|' or 0 */
    const char *rest; /* after the mark */
    const char *end; /* the closing brace */
} placeholder;

static const ci_template_list *const lists[] = {
    &ci_sentences_any,   &ci_sentences_circle,      &ci_sentences_count,
    &ci_sentences_ratio, &ci_sentences_class_count, &ci_sentences_each,
    &ci_sentences_phase, &ci_sentences_group_size,  &ci_sentences_guide,
    &ci_sentences_fix,   &ci_sentences_near,        &ci_sentences_received,
    &ci_sentences_list,  &ci_sentences_places,      &ci_sentences_evenness};

#define LIST_COUNT (sizeof(lists) / sizeof(lists[0]))

const ci_template *ci_template_at(size_t position, size_t *count)
{
    const ci_template *found = NULL;

    *count = 0;
    for (size_t i = 0; i < LIST_COUNT; i++) {
        if (position >= *count && position - *count < lists[i]->count)
            found = &lists[i]->items[position - *count];
        *count += lists[i]->count;
    }
    return found;
}

const ci_template *ci_template_find(const char *id)
{
    for (size_t i = 0; i < LIST_COUNT; i++)
        for (size_t k = 0; k < lists[i]->count; k++)
            if (strcmp(lists[i]->items[k].id, id) == 0)
                return &lists[i]->items[k];
    return NULL;
}

static const circlet_argument *find_argument(const renderer *r,
                                             const char *name)
{
    for (size_t i = 0; i < r->argument_count; i++)
        if (strcmp(r->arguments[i].name, name) == 0)
            return &r->arguments[i];
    return NULL;
}

/* Digits in groups of three in English; Chinese text goes without. */
static void add_grouped(const renderer *r, const char *number)
{
    size_t digits = strcspn(number, ".");

    for (size_t i = 0; i < digits; i++) {
        ci_buffer_add_n(r->out, number + i, 1);
        if (r->language == CI_ENGLISH && number[i] != '-' && i + 1 < digits &&
            (digits - i - 1) % 3 == 0)
            ci_buffer_add(r->out, ",");
    }
    ci_buffer_add(r->out, number + digits);
}

/* At most so many decimals, no zeros at the end. */
static void format_short(char number[CI_NUMBER_SIZE], double value,
                         int decimals)
{
    size_t size;

    ci_format_fixed(number, value, decimals);
    size = strlen(number);
    if (strchr(number, '.')) {
        while (number[size - 1] == '0')
            size--;
        if (number[size - 1] == '.')
            size--;
        number[size] = '\0';
    }
}

static void add_number(const renderer *r, double value, int decimals)
{
    char number[CI_NUMBER_SIZE];

    if (!isfinite(value)) {
        ci_buffer_add(r->out, r->language == CI_CHINESE ? "未知" : "unknown");
        return;
    }
    format_short(number, value, decimals);
    add_grouped(r, number);
}

/* The limit that a number is compared with in its sentence, NAN: none. What
 * is more than a range allows is compared with its end. */
static double limit_beside(const renderer *r, const char *name)
{
    static const char *const pairs[][2] = {
        {"measured", "lower"}, {"measured", "upper"}, {"amount", "lower"},
        {"least", "lower"},    {"share", "target"},   {"low", "target"},
        {"high", "target"},    {"minutes", "limit"},  {"low", "limit"},
        {"high", "limit"},     {"gini", "most"},      {"low", "most"},
        {"high", "most"},      {"low", "limit_high"}, {"high", "limit_low"},
        {"ratio", "least"},    {"low", "least"},      {"high", "least"},
        {"has1", "needs1"},    {"short1", "needs1"},  {"has2", "needs2"},
        {"short2", "needs2"},  {"has3", "needs3"},    {"short3", "needs3"},
        {"has4", "needs4"},    {"short4", "needs4"}};

    if (strcmp(name, "measured") == 0 && find_argument(r, "excess") &&
        find_argument(r, "upper"))
        return find_argument(r, "upper")->number;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        const circlet_argument *limit = strcmp(pairs[i][0], name) == 0
                                            ? find_argument(r, pairs[i][1])
                                            : NULL;

        if (limit)
            return limit->number;
    }
    return (double)NAN;
}

/* A number that misses its limit is never written as the limit. */
static int decimals_apart(double value, double limit, int decimals)
{
    char is[CI_NUMBER_SIZE], asked[CI_NUMBER_SIZE];

    if (!isfinite(value) || !isfinite(limit) || value == limit)
        return decimals;
    for (; decimals < MOST_DECIMALS; decimals++) {
        ci_format_fixed(is, value, decimals);
        ci_format_fixed(asked, limit, decimals);
        if (strcmp(is, asked) != 0)
            break;
    }
    return decimals;
}

/* Nearly all is never written as all, nor next to nothing as nothing. */
static void add_share(const renderer *r, double share, double limit)
{
    double percent = share * 100;

    if (isfinite(share)) {
        if (share > 0 && percent < 0.1)
            percent = 0.1;
        if (share < 1 && percent > 99.9)
            percent = 99.9;
    }
    add_number(r, percent, decimals_apart(percent, limit * 100, 1));
    ci_buffer_add(r->out, r->language == CI_CHINESE ? "%" : " %");
}

/* The decimals that a number of a kind is written with. */
static int decimals_of(circlet_argument_type type)
{
    switch (type) {
    case CIRCLET_ARGUMENT_PERSONS:
        return 3;
    case CIRCLET_ARGUMENT_NUMBER:
    case CIRCLET_ARGUMENT_MINUTES:
        return 2;
    case CIRCLET_ARGUMENT_AREA:
        return 1;
    default:
        return 0;
    }
}

/* What counts is what is read: 0.999, too, may be written as 1. */
static bool is_one(const renderer *r, const char *name)
{
    const circlet_argument *argument = find_argument(r, name);
    char number[CI_NUMBER_SIZE];

    if (!argument || !isfinite(argument->number))
        return false;
    format_short(number, argument->number,
                 decimals_apart(argument->number, limit_beside(r, name),
                                decimals_of(argument->type)));
    return strcmp(number, "1") == 0;
}

static const char *word_text(const renderer *r, const placeholder *place,
                             const char *word)
{
    const ci_word *found = ci_policy_find_word(r->policy, word);
    char count[NAME_SIZE];

    if (!found)
        return word;
    if (r->language == CI_CHINESE)
        return found->zh;
    if (place->mark != '#')
        return found->en;
    snprintf(count, sizeof(count), "%.*s", (int)(place->end - place->rest),
             place->rest);
    return is_one(r, count) ? found->en : found->en_plural;
}

static void add_word(const renderer *r, const placeholder *place,
                     const char *word)
{
    const char *text = word_text(r, place, word);

    if (place->mark == '@' && r->language == CI_ENGLISH)
        ci_buffer_add(r->out, strchr("AEIOUaeiou", text[0]) ? "an " : "a ");
    ci_buffer_add(r->out, text);
}

static void add_argument(const renderer *r, const placeholder *place,
                         const circlet_argument *argument)
{
    switch (argument->type) {
    case CIRCLET_ARGUMENT_TEXT:
        ci_buffer_add(r->out, argument->text);
        break;
    case CIRCLET_ARGUMENT_WORD:
        add_word(r, place, argument->text);
        break;
    case CIRCLET_ARGUMENT_SHARE:
        add_share(r, argument->number, limit_beside(r, argument->name));
        break;
    case CIRCLET_ARGUMENT_COUNT_OF:
    case CIRCLET_ARGUMENT_PERSONS:
    case CIRCLET_ARGUMENT_AREA:
    case CIRCLET_ARGUMENT_NUMBER:
    case CIRCLET_ARGUMENT_MINUTES:
        add_number(r, argument->number,
                   decimals_apart(argument->number,
                                  limit_beside(r, argument->name),
                                  decimals_of(argument->type)));
        break;
    case CIRCLET_ARGUMENT_YEAR:
        ci_buffer_add_int(r->out, (int64_t)argument->number);
        break;
    }
}

/* `text` stands at an opening brace. */
static placeholder take_apart(const char *text)
{
    placeholder place = {.end = strchr(text, '}')};
    size_t size = strcspn(text + 1, "@#|}");

    snprintf(place.name, sizeof(place.name), "%.*s", (int)size, text + 1);
    place.rest = text + 1 + size;
    if (*place.rest != '}')
        place.mark = *place.rest++;
    return place;
}

static void add_choice(const renderer *r, const placeholder *place)
{
    size_t one = strcspn(place->rest, "|");
    const char *many = place->rest + one + 1;

    if (is_one(r, place->name))
        ci_buffer_add_n(r->out, place->rest, one);
    else
        ci_buffer_add_n(r->out, many, (size_t)(place->end - many));
}

static const char *add_placeholder(const renderer *r, const char *text)
{
    placeholder place = take_apart(text);
    const circlet_argument *argument = find_argument(r, place.name);

    if (argument && place.mark == '|')
        add_choice(r, &place);
    else if (argument)
        add_argument(r, &place, argument);
    return place.end + 1;
}

/* Whether all arguments of a text up to `end` are given. */
static bool has_arguments(const renderer *r, const char *text, const char *end)
{
    for (; text < end; text++)
        if (*text == '{' && !find_argument(r, take_apart(text).name))
            return false;
    return true;
}

static void render_until(const renderer *r, const char *text, const char *end)
{
    while (text < end) {
        size_t plain = strcspn(text, "{[]");

        if (plain > (size_t)(end - text))
            plain = (size_t)(end - text);
        ci_buffer_add_n(r->out, text, plain);
        text += plain;
        if (text >= end)
            return;
        if (*text == '{') {
            text = add_placeholder(r, text);
        } else if (*text == '[' &&
                   !has_arguments(r, text, strchr(text, ']'))) {
            text = strchr(text, ']') + 1;
        } else {
            text++;
        }
    }
}

void ci_sentence_render(ci_buffer *out, const char *text, ci_language language,
                        const circlet_policy *policy,
                        const circlet_argument *arguments,
                        size_t argument_count)
{
    const renderer r = {out, language, policy, arguments, argument_count};

    render_until(&r, text, text + strlen(text));
}
