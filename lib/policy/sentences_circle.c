#include "policy/sentence_lists.h"

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
    "[，至少{uncovered_least}人不能到达]"                                            \
    "[，其中{unreached}人的住处不邻可通行的道路]"                             \
    "[；没有开放的{missing}]" CIRCLE_DOUBT_ZH CI_MODELLED_ZH                                 \
    "[；应于{due}年底前达到]。"

static const ci_template templates[] = {
    {"circle",
     "{unit}有" CI_UP_TO_ZH
     "{persons}名{group}，其中{share}可在{minutes}分钟内（{mode}）"
     "到达{facility}" CIRCLE_END_ZH,
     "{unit} has " CI_UP_TO_EN
     "{persons} {group#persons}; {share} reach {facility@} within "
     "{minutes} min ({mode})[, as far as is known from {low} to {high}]"
     "[; {uncovered} {uncovered|person does|persons "
     "do} not][; at least {uncovered_least} "
     "{uncovered_least|person does|persons do} not][, {unreached} of them "
     "{unreached|lives|live} off every street]"
     "[; there is no open {missing}]" CIRCLE_DOUBT_EN CI_MODELLED_EN
     "[; due by the end of {due}]."},
};

const ci_template_list ci_sentences_circle = {
    templates, sizeof(templates) / sizeof(templates[0])};
