/*
 * The sentence of a finding in Chinese and English. A template is text with
 *   {name}            an argument
 *   {name@}           a word with its English article: "a Warm Home"
 *   {name#count}      a word, plural unless the argument `count` is one
 *   {name|one|many}   one of two texts, as the argument `name` is one or not
 *   [...]             left out where an argument in it is not given
 */
#ifndef CI_POLICY_SENTENCE_H
#define CI_POLICY_SENTENCE_H

#include "base/text.h"
#include "policy/policy.h"

typedef struct ci_template {
    const char *id;
    const char *zh, *en;
} ci_template;

typedef enum ci_language { CI_CHINESE, CI_ENGLISH } ci_language;

/* The template of a finding's `sentence`, or NULL. */
const ci_template *ci_template_find(const char *id);
const ci_template *ci_template_at(size_t position, size_t *count);

/* Appends a rendered template to `out`. */
void ci_sentence_render(ci_buffer *out, const char *text, ci_language language,
                        const circlet_policy *policy,
                        const circlet_argument *arguments,
                        size_t argument_count);

#endif
