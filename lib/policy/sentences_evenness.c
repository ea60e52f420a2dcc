#include "policy/sentence_lists.h"

#define EVENNESS_END_ZH                                                       \
    "[；按现有数据的不同情形，最低{low}，最高{high}"         \
    "（仅为情形范围，并非界限）]"                                \
    "[；暂不能判定：{doubt}]" CI_MODELLED_ZH "[；应于{due}年底前达到]。"
#define EVENNESS_END_EN                                                       \
    "[; from {low} to {high} in the cases that the data allows, which are "   \
    "no bounds][; undecided: {doubt}]" CI_MODELLED_EN                         \
    "[; due by the end of {due}]."

static const ci_template templates[] = {
    {"evenness_unit",
     "{unit}有" CI_UP_TO_ZH
     "{persons}名{group}[，两步移动搜索法可达{service}为"
     "{ratio}{measured_unit}][，全市平均{mean}{measured_unit}][，宜不低于"
     "{least}{measured_unit}][；{none}在任何服务圈内]" EVENNESS_END_ZH,
     "{unit} has " CI_UP_TO_EN "{persons} {group#persons}[; floating "
     "catchments give them {ratio} {measured_unit#ratio} of {service}]"
     "[; the city has {mean} on average][, and at least {least} "
     "{least|is|are} even][; {none} is in nobody's reach]" EVENNESS_END_EN},
    {"evenness_city",
     "{unit}有" CI_UP_TO_ZH
     "{persons}名{group}[，人均可达{service}的基尼系数为"
     "{gini}]，宜不高于{most}[；全市平均{mean}{measured_unit}][；{none}在任何"
     "服务圈内]" EVENNESS_END_ZH,
     "{unit} has " CI_UP_TO_EN "{persons} {group#persons}[; the Gini "
     "coefficient of {service} in reach of them is {gini}]; at most {most} "
     "is even[; {mean} {measured_unit#mean} on average]"
     "[; {none} is in nobody's reach]" EVENNESS_END_EN},
};

const ci_template_list ci_sentences_evenness = {
    templates, sizeof(templates) / sizeof(templates[0])};
