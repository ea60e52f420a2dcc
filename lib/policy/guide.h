/* Putting a policy into words: what its parts share. */
#ifndef CI_POLICY_GUIDE_H
#define CI_POLICY_GUIDE_H

#include "base/text.h"
#include "policy/policy.h"

#define CI_PARAMETER_MAX 24

/* A text in both languages while it is made. */
typedef struct ci_bilingual {
    ci_buffer zh, en;
} ci_bilingual;

void ci_bilingual_clear(ci_bilingual *text);
void ci_bilingual_add(ci_bilingual *text, const char *zh, const char *en);

/* The same digits in both; shares as per cent; at most two decimals. */
void ci_bilingual_number(ci_bilingual *text, double number);
void ci_bilingual_share(ci_bilingual *text, int64_t micro);

/* The name of a thing, or of several. */
void ci_bilingual_things(ci_bilingual *text, const circlet_policy *policy,
                         const char *word, bool is_one);

/* The names of a word, or of several with "or" between them. */
void ci_bilingual_word(ci_bilingual *text, const circlet_policy *policy,
                       const char *word);
void ci_bilingual_words(ci_bilingual *text, const circlet_policy *policy,
                        const ci_words *words);

/* A rule while it is put into words. */
typedef struct ci_explanation {
    const circlet_policy *policy;
    const ci_rule *rule;
    ci_arena *arena; /* keeps the texts */
    circlet_argument parameters[CI_PARAMETER_MAX];
    size_t count;
    bool failed; /* memory ran out */
} ci_explanation;

void ci_explain_number(ci_explanation *out, const char *name,
                       circlet_argument_type type, double number);
/* No word (NULL) is no parameter. */
void ci_explain_word(ci_explanation *out, const char *name, const char *word);

/* Adds the two texts as parameters of these names, and clears them; empty
 * ones are left out. */
void ci_explain_text(ci_explanation *out, const char *name_zh,
                     const char *name_en, ci_bilingual *text);

/* Adds the parameters of a rule's kind; gives the id of its template. */
const char *ci_explain_kind(ci_explanation *out);

/* What a fund pays; texts are kept by the arena. */
circlet_status ci_explain_fund(circlet_guide_fund *out,
                               const circlet_policy *policy,
                               const ci_fund *fund, ci_arena *arena,
                               circlet_error *error);

/* What can be built in one size, and what an action costs; texts are kept by
 * the arena. */
circlet_status ci_explain_building(circlet_guide_building *out,
                                   const circlet_policy *policy,
                                   const ci_catalogue_entry *entry,
                                   size_t size, ci_arena *arena,
                                   circlet_error *error);
circlet_status ci_explain_price(circlet_guide_price *out,
                                const circlet_policy *policy,
                                const ci_action_price *price, ci_arena *arena,
                                circlet_error *error);

/* Who fulfils a condition. */
void ci_explain_condition(ci_bilingual *out, const circlet_policy *policy,
                          const ci_condition *condition);

#endif
