/* Our own renderer, because a finding carries both languages at once and
 * must not hang on the locale of the host. */
#include "policy/sentence.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NAME_SIZE 32

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

/* People who are only counted are never passed off as surveyed. */
#define MODELLED_ZH "[；{modelled}人为推算人口，实际住处未知]"
#define MODELLED_EN                                                           \
    "[; {modelled} {modelled|person is|persons are} modelled: nobody's "      \
    "known "                                                                  \
    "homes]"
/* What would decide: words, then what is missing on which share of what. */
#define CIRCLE_DOUBT_ZH                                                       \
    "[；暂不能判定：{doubt}][、{doubt2}][、{doubt3}]"                \
    "[；途经的{gap_place}中{gap_share}{gap}]"                            \
    "[，途经的{gap2_place}中{gap2_share}{gap2}]"
#define CIRCLE_DOUBT_EN                                                       \
    "[; undecided: {doubt}][, {doubt2}][, {doubt3}]"                          \
    "[; {gap} on {gap_share} of the {gap_place#*} used]"                      \
    "[, {gap2} on {gap2_share} of the {gap2_place#*}]"
#define CIRCLE_END_ZH                                                                        \
    "[（已知数据所及，最低{low}，最高{high}）][，{uncovered}人不能到达]" \
    "[，其中{unreached}人的住处不邻可通行的道路]"                             \
    "[；没有开放的{missing}]" CIRCLE_DOUBT_ZH MODELLED_ZH                                    \
    "[；应于{due}年底前达到]。"
/* A number is given as {count} or {amount}, or, where more may be there
 * that is not known, as {least}. */
#define COUNT_START_ZH                                                        \
    "{unit}有[{count}个][至少{least}个]{facility}[，{persons}名{group}]"
#define COUNT_START_EN                                                        \
    "{unit} has[ {count} {facility#count}][ at least {least} "                \
    "{facility#least}]"                                                       \
    "[ for {persons} {group#persons}]"
#define COUNT_END_ZH                                                          \
    "[，缺{missing}个][，多{excess}个][；暂不能判定：{doubt}]" MODELLED_ZH    \
    "[；应于{due}年底前达到]。"
#define COUNT_END_EN                                                          \
    "[; {missing} missing][; {excess} more than that][; undecided: "          \
    "{doubt}]" MODELLED_EN "[; due by the end of {due}]."
#define RATIO_END_ZH                                                          \
    "[，缺{missing}{amount_unit}][，多{excess}{amount_unit}]"             \
    "[；暂不能判定：{doubt}]" MODELLED_ZH "[；应于{due}年底前达到]。"
#define RATIO_END_EN                                                          \
    "[; {missing} {amount_unit#missing} missing]"                             \
    "[; {excess} {amount_unit#excess} more than that]"                        \
    "[; undecided: {doubt}]" MODELLED_EN "[; due by the end of {due}]."
#define RATIO_START_ZH                                                            \
    "{unit}[的{facility}]有[{amount}{amount_unit}][至少{least}{amount_unit}]" \
    "[（{service}）]，对应{base}名{people}[（{measured}{measured_unit}）]"
#define RATIO_START_EN                                                        \
    "{unit} has[ {amount} {amount_unit#amount}]"                              \
    "[ at least {least} {amount_unit#least}][ of {facility#*}][ ({service})]" \
    " for {base} {people#base}[, {measured} {measured_unit#measured}]"

static const ci_template templates[] = {
    {"circle",
     "{unit}有{persons}名{group}，其中{share}可在{minutes}分钟内（{mode}）"
     "到达{facility}" CIRCLE_END_ZH,
     "{unit} has {persons} {group#persons}; {share} reach {facility@} within "
     "{minutes} min ({mode})[, as far as is known from {low} to {high}]"
     "[; {uncovered} {uncovered|person does|persons "
     "do} not][, {unreached} of them {unreached|lives|live} off every street]"
     "[; there is no open {missing}]" CIRCLE_DOUBT_EN MODELLED_EN
     "[; due by the end of {due}]."},
    {"nobody", "{unit}没有{group}，无须配置。",
     "{unit} has no {group#*}, so nothing is required."},
    {"no_data",
     "{unit}无法判定：{reason}[；{reason2}][；{reason3}]" MODELLED_ZH "。",
     "{unit} cannot be judged: {reason}[; {reason2}][; {reason3}]" MODELLED_EN
     "."},
    {"count_least", COUNT_START_ZH "，应不少于{min}个" COUNT_END_ZH,
     COUNT_START_EN "; at least {min} {min|is|are} asked for" COUNT_END_EN},
    {"count_exact", COUNT_START_ZH "，应为{min}个" COUNT_END_ZH,
     COUNT_START_EN "; {min} {min|is|are} asked for" COUNT_END_EN},
    {"count_range", COUNT_START_ZH "，应为{min}至{max}个" COUNT_END_ZH,
     COUNT_START_EN "; {min} to {max} are asked for" COUNT_END_EN},
    {"ratio_least", RATIO_START_ZH "，应不低于{lower}" RATIO_END_ZH,
     RATIO_START_EN
     "; at least {lower} {lower|is|are} asked for" RATIO_END_EN},
    {"ratio_most", RATIO_START_ZH "，应不高于{upper}" RATIO_END_ZH,
     RATIO_START_EN "; at most {upper} {upper|is|are} allowed" RATIO_END_EN},
    {"ratio_range", RATIO_START_ZH "，应为{lower}至{upper}" RATIO_END_ZH,
     RATIO_START_EN "; {lower} to {upper} are asked for" RATIO_END_EN},
};

#define TEMPLATE_COUNT (sizeof(templates) / sizeof(templates[0]))

const ci_template *ci_template_at(size_t position, size_t *count)
{
    *count = TEMPLATE_COUNT;
    return position < TEMPLATE_COUNT ? &templates[position] : NULL;
}

const ci_template *ci_template_find(const char *id)
{
    for (size_t i = 0; i < TEMPLATE_COUNT; i++)
        if (strcmp(templates[i].id, id) == 0)
            return &templates[i];
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

/* Nearly all is never written as all, nor next to nothing as nothing. */
static void add_share(const renderer *r, double share)
{
    double percent = share * 100;

    if (isfinite(share)) {
        if (share > 0 && percent < 0.1)
            percent = 0.1;
        if (share < 1 && percent > 99.9)
            percent = 99.9;
    }
    add_number(r, percent, 1);
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
    format_short(number, argument->number, decimals_of(argument->type));
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
        add_share(r, argument->number);
        break;
    case CIRCLET_ARGUMENT_COUNT_OF:
    case CIRCLET_ARGUMENT_PERSONS:
    case CIRCLET_ARGUMENT_AREA:
    case CIRCLET_ARGUMENT_NUMBER:
    case CIRCLET_ARGUMENT_MINUTES:
        add_number(r, argument->number, decimals_of(argument->type));
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
