#include "plan/gain_text.h"

#include <math.h>
#include <string.h>

#include "city/plan_steps.h"

const ci_gain_words ci_gain_words_zh = {
    "新增覆盖", "人", "，其中", "人为推算人口，实际住处未知", "至少", "不足"};
const ci_gain_words ci_gain_words_en = {" newly covered: ",
                                        "",
                                        ", modelled (nobody's known homes): ",
                                        "",
                                        "at least ",
                                        "fewer than "};

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Behind the last place where something stands: names may have it, too, but
 * they come first. NULL: it is nowhere. */
static const char *behind_last(const char *text, const char *what)
{
    const char *last = NULL;

    for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
        last = at + strlen(what);
    return last;
}

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* Whether a number has more digits; a stop may be the sentence's. */
static bool goes_on(const char *at)
{
    return is_digit(at[0]) || (at[0] == '.' && is_digit(at[1]));
}

static void add_told(ci_buffer *out, const ci_gain_words *words,
                     double persons, double step)
{
    double told = ci_persons_in_steps(persons, step);

    ci_buffer_add(out, isnan(told) ? words->fewer_than : words->at_least);
    ci_buffer_add_double(out, isnan(told) ? step : told);
}

/* Adds what stands up to a number and the number in steps, and takes both off
 * the text; false: another number stands there. */
static bool tell_number(ci_buffer *out, const char **text, const char *before,
                        const ci_gain_words *words, double persons,
                        double step)
{
    const char *at = behind_last(*text, before);
    ci_buffer digits = {0};
    bool is_same;

    if (!at)
        return true;
    ci_buffer_add_n(out, *text, (size_t)(at - *text));
    *text = at;
    if (starts_with(at, words->at_least) || starts_with(at, words->fewer_than))
        return true;
    ci_buffer_add_double(&digits, persons);
    is_same = !digits.failed && starts_with(at, digits.text) &&
              !goes_on(at + digits.size);
    if (is_same) {
        add_told(out, words, persons, step);
        *text += digits.size;
    }
    out->failed |= digits.failed;
    ci_buffer_free(&digits);
    return is_same;
}

bool ci_gain_text_in_steps(ci_buffer *out, const char *text,
                           const ci_gain_words *words,
                           const circlet_plan_action *action, double step)
{
    if (action->persons_gained > 0 &&
        isnan(ci_persons_in_steps(action->persons_gained, step)))
        return false;
    if (!tell_number(out, &text, words->gained, words, action->persons_gained,
                     step) ||
        !tell_number(out, &text, words->modelled, words,
                     action->persons_modelled, step))
        return false;
    ci_buffer_add(out, text);
    return true;
}
