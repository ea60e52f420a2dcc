#include <math.h>

#include "policy/circle.h"
#include "policy/guide.h"

void ci_bilingual_clear(ci_bilingual *text)
{
    ci_buffer_free(&text->zh);
    ci_buffer_free(&text->en);
}

void ci_bilingual_add(ci_bilingual *text, const char *zh, const char *en)
{
    ci_buffer_add(&text->zh, zh);
    ci_buffer_add(&text->en, en);
}

void ci_bilingual_number(ci_bilingual *text, double number)
{
    double rounded = round(number * 100) / 100;

    ci_buffer_add_double(&text->zh, rounded);
    ci_buffer_add_double(&text->en, rounded);
}

void ci_bilingual_share(ci_bilingual *text, int64_t micro)
{
    ci_bilingual_number(text, (double)micro * 100 / CI_MILLION);
    ci_bilingual_add(text, "%", " %");
}

void ci_bilingual_word(ci_bilingual *text, const circlet_policy *policy,
                       const char *word)
{
    ci_bilingual_add(text, ci_policy_word_zh(policy, word),
                     ci_policy_word_en(policy, word));
}

void ci_bilingual_things(ci_bilingual *text, const circlet_policy *policy,
                         const char *word, bool is_one)
{
    const ci_word *found = ci_policy_find_word(policy, word);

    if (found && !is_one)
        ci_bilingual_add(text, found->zh, found->en_plural);
    else
        ci_bilingual_word(text, policy, word);
}

void ci_bilingual_words(ci_bilingual *text, const circlet_policy *policy,
                        const ci_words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        ci_bilingual_add(text, i > 0 ? "或" : "", i > 0 ? " or " : "");
        ci_bilingual_word(text, policy, words->items[i]);
    }
}

static void add(ci_explanation *out, circlet_argument argument)
{
    if (out->count < CI_PARAMETER_MAX)
        out->parameters[out->count++] = argument;
    else
        out->failed = true;
}

void ci_explain_number(ci_explanation *out, const char *name,
                       circlet_argument_type type, double number)
{
    add(out, (circlet_argument){name, type, number, NULL});
}

void ci_explain_word(ci_explanation *out, const char *name, const char *word)
{
    if (word)
        add(out, (circlet_argument){name, CIRCLET_ARGUMENT_WORD, (double)NAN,
                                    word});
}

static void add_text(ci_explanation *out, const char *name,
                     const ci_buffer *text)
{
    const char *kept;

    if (text->failed) {
        out->failed = true;
        return;
    }
    if (text->size == 0)
        return;
    kept = ci_arena_copy(out->arena, text->text);
    if (!kept)
        out->failed = true;
    else
        add(out, (circlet_argument){name, CIRCLET_ARGUMENT_TEXT, (double)NAN,
                                    kept});
}

void ci_explain_text(ci_explanation *out, const char *name_zh,
                     const char *name_en, ci_bilingual *text)
{
    add_text(out, name_zh, &text->zh);
    add_text(out, name_en, &text->en);
    ci_bilingual_clear(text);
    *text = (ci_bilingual){0};
}
