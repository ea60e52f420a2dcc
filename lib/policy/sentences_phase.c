#include "policy/sentence_lists.h"

/* Facilities that have what is asked for: {count}, or at least {least}, of
 * {all}. */
#define PHASE_START_ZH                                                        \
    "{unit}的{all}个{among}中有[{count}个][至少{least}个]{facility}"  \
    "[（{share}）]"
#define PHASE_START_EN                                                        \
    "{unit} has[ {count} {facility#count}][ at least {least} "                \
    "{facility#least}] among {all} {among#all}[, {share}]"
#define PHASE_END_ZH                                                                    \
    "[，缺{missing}个][，至少缺{missing_least}个][；暂不能判定：{doubt}" \
    "]" CI_MODELLED_ZH "[；应于{due}年底前达到]。"
#define PHASE_END_EN                                                          \
    "[; {missing} missing][; at least {missing_least} missing][; undecided: " \
    "{doubt}]" CI_MODELLED_EN "[; due by the end of {due}]."

static const ci_template templates[] = {
    {"phase_share", PHASE_START_ZH "，应不低于{target}" PHASE_END_ZH,
     PHASE_START_EN "; at least {target} is asked for" PHASE_END_EN},
    {"phase_begun", PHASE_START_ZH "，现阶段应不少于1个" PHASE_END_ZH,
     PHASE_START_EN "; at least 1 is asked for at this stage" PHASE_END_EN},
};

const ci_template_list ci_sentences_phase = {
    templates, sizeof(templates) / sizeof(templates[0])};
