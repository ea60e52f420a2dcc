/* The templates of findings' sentences, a list for each kind of rule, and
 * what several of them share. */
#ifndef CI_POLICY_SENTENCE_LISTS_H
#define CI_POLICY_SENTENCE_LISTS_H

#include "policy/sentence.h"

/* People who are only counted are never passed off as surveyed. */
#define CI_MODELLED_ZH "[；{modelled}人为推算人口，实际住处未知]"
#define CI_MODELLED_EN                                                        \
    "[; {modelled} {modelled|person is|persons are} modelled: nobody's "      \
    "known "                                                                  \
    "homes]"

/* More than is asked for where some doubt is answered so, and nothing asked
 * for where another is, see ci_draft_perhaps_over(). */
#define CI_SURPLUS_ZH                                                         \
    "[；可能多于要求：{surplus}][；也可能没有这类人员、无须配置：{nobody}]"
#define CI_SURPLUS_EN                                                         \
    "[; perhaps more than is asked for: {surplus}]"                           \
    "[; perhaps there are no such people, and nothing is required: {nobody}]"

/* Before a number of people that holds those of whom it is not known whether
 * they belong to the group, see ci_draft_persons(). */
#define CI_UP_TO_ZH "[{perhaps|最多|最多}]"
#define CI_UP_TO_EN "[{perhaps|up to |up to }]"

typedef struct ci_template_list {
    const ci_template *items;
    size_t count;
} ci_template_list;

extern const ci_template_list ci_sentences_any; /* of every kind of rule */
extern const ci_template_list ci_sentences_circle;
extern const ci_template_list ci_sentences_count;
extern const ci_template_list ci_sentences_ratio;
extern const ci_template_list ci_sentences_places;
extern const ci_template_list ci_sentences_evenness;
extern const ci_template_list ci_sentences_group_size;
extern const ci_template_list ci_sentences_guide; /* rules, not findings */
extern const ci_template_list ci_sentences_fix;
extern const ci_template_list ci_sentences_class_count;
extern const ci_template_list ci_sentences_each;
extern const ci_template_list ci_sentences_phase;
extern const ci_template_list ci_sentences_near;
extern const ci_template_list ci_sentences_received;
extern const ci_template_list ci_sentences_list;

#endif
