#include "policy/sentence_lists.h"

#define RATIO_END_ZH                                                            \
    "[，缺{missing}{amount_unit}][，至少缺{missing_least}{amount_unit}][" \
    "，多{excess}{amount_unit}]"                                              \
    "[；暂不能判定：{doubt}]" CI_SURPLUS_ZH CI_MODELLED_ZH                      \
    "[；应于{due}年底前达到]。"
#define RATIO_END_EN                                                          \
    "[; {missing} {amount_unit#missing} missing]"                             \
    "[; at least {missing_least} {amount_unit#missing_least} missing]"        \
    "[; {excess} {amount_unit#excess} more than that]"                        \
    "[; undecided: {doubt}]" CI_SURPLUS_EN CI_MODELLED_EN                     \
    "[; due by the end of {due}]."
#define RATIO_START_ZH                                                            \
    "{unit}[的{facility}]有[{amount}{amount_unit}][至少{least}{amount_unit}]" \
    "[（{service}）]，对应" CI_UP_TO_ZH                                           \
    "{base}名{people}[（{measured}{measured_unit}）]"
#define RATIO_START_EN                                                        \
    "{unit} has[ {amount} {amount_unit#amount}]"                              \
    "[ at least {least} {amount_unit#least}][ of {facility#*}][ ({service})]" \
    " for " CI_UP_TO_EN                                                       \
    "{base} {people#base}[, {measured} {measured_unit#measured}]"

static const ci_template templates[] = {
    {"ratio_least", RATIO_START_ZH "，应不低于{lower}" RATIO_END_ZH,
     RATIO_START_EN
     "; at least {lower} {lower|is|are} asked for" RATIO_END_EN},
    {"ratio_most", RATIO_START_ZH "，应不高于{upper}" RATIO_END_ZH,
     RATIO_START_EN "; at most {upper} {upper|is|are} allowed" RATIO_END_EN},
    {"ratio_sum",
     "{unit}[的{facility}]有[{amount}{amount_unit}][至少{least}{amount_unit}]"
     "[（{service}）][{base|，对应|，对应}]" CI_UP_TO_ZH
     "[{base}名{people}]，应不少于[{lower_least}至]{lower}{amount_"
     "unit}" RATIO_END_ZH,
     "{unit} has[ {amount} {amount_unit#amount}]"
     "[ at least {least} {amount_unit#least}][ in its {facility#*}]"
     "[ ({service})][{base| for | for }]" CI_UP_TO_EN
     "[{base} {people#base}]; at least[ {lower_least} to] {lower} "
     "{lower|is|are} asked for" RATIO_END_EN},
    {"ratio_range", RATIO_START_ZH "，应为{lower}至{upper}" RATIO_END_ZH,
     RATIO_START_EN "; {lower} to {upper} are asked for" RATIO_END_EN},
};

const ci_template_list ci_sentences_ratio = {
    templates, sizeof(templates) / sizeof(templates[0])};
