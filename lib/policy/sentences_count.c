#include "policy/sentence_lists.h"

/* A number is given as {count} or {amount}, or, where more may be there
 * that is not known, as {least}. */
#define COUNT_START_ZH                                                        \
    "{unit}有[{count}个][至少{least}个]{facility}"                       \
    "[{persons|，|，}]" CI_UP_TO_ZH "[{persons}名{group}]"
#define COUNT_START_EN                                                        \
    "{unit} has[ {count} {facility#count}][ at least {least} "                \
    "{facility#least}]"                                                       \
    "[{persons| for | for }]" CI_UP_TO_EN "[{persons} {group#persons}]"
#define COUNT_END_ZH                                                           \
    "[，缺{missing}个][，至少缺{missing_least}个][，多{excess}个][" \
    "；暂不能判定：{doubt}]" CI_SURPLUS_ZH CI_MODELLED_ZH                      \
    "[；应于{due}年底前达到]。"
#define COUNT_END_EN                                                          \
    "[; {missing} missing][; at least {missing_least} missing][; {excess} "   \
    "more than that][; undecided: "                                           \
    "{doubt}]" CI_SURPLUS_EN CI_MODELLED_EN "[; due by the end of {due}]."

static const ci_template templates[] = {
    {"count_least", COUNT_START_ZH "，应不少于{min}个" COUNT_END_ZH,
     COUNT_START_EN "; at least {min} {min|is|are} asked for" COUNT_END_EN},
    {"count_exact", COUNT_START_ZH "，应为{min}个" COUNT_END_ZH,
     COUNT_START_EN "; {min} {min|is|are} asked for" COUNT_END_EN},
    {"count_range", COUNT_START_ZH "，应为{min}至{max}个" COUNT_END_ZH,
     COUNT_START_EN "; {min} to {max} are asked for" COUNT_END_EN},
};

const ci_template_list ci_sentences_count = {
    templates, sizeof(templates) / sizeof(templates[0])};
