#include "policy/sentence_lists.h"

/* Where something is unknown the bounds are given that hold whatever is true;
 * one that is none is left out. */
#define EVENNESS_BOUNDS_ZH "[；不论未知情况如何，不低于{low}][，不高于{high}]"
#define EVENNESS_BOUNDS_EN                                                    \
    "[; whatever is true of what is not known at least {low}][ and at most "  \
    "{high}]"
#define EVENNESS_END_ZH                                                       \
    "[；暂不能判定：{doubt}]" CI_MODELLED_ZH "[；应于{due}年底前达到]。"
#define EVENNESS_END_EN                                                       \
    "[; undecided: {doubt}]" CI_MODELLED_EN "[; due by the end of {due}]."

static const ci_template templates[] = {
    {"evenness_unit",
     "{unit}有" CI_UP_TO_ZH
     "{persons}名{group}[，两步移动搜索法可达{service}为"
     "{ratio}{measured_unit}][，两步移动搜索法可达{open_service}"
     "数量不详]" EVENNESS_BOUNDS_ZH
     "[；全市平均{mean}{measured_unit}][，宜不低于{least}{measured_unit}]"
     "[；该下限不论未知情况如何，至少为{limit_low}][，至多为{limit_high}]"
     "[；{none}在任何服务圈内]" EVENNESS_END_ZH,
     "{unit} has " CI_UP_TO_EN "{persons} {group#persons}[; floating "
     "catchments give them {ratio} {measured_unit#ratio} of "
     "{service}][; how much {open_service} floating catchments give them is "
     "not known]" EVENNESS_BOUNDS_EN
     "[; the city has {mean} on average][, and at least {least} "
     "{least|is|are} even][; the limit of what is even is at least "
     "{limit_low}][ and at most {limit_high}]["
     "; {none} is in "
     "nobody's reach]" EVENNESS_END_EN},
    {"evenness_city",
     "{unit}有" CI_UP_TO_ZH
     "{persons}名{group}[，人均可达{service}的基尼系数为"
     "{gini}][，人均可达{open_service}的基尼系数不详]，宜不高于{"
     "most}" EVENNESS_BOUNDS_ZH
     "[；全市平均{mean}{measured_unit}][；{none}在任何"
     "服务圈内]" EVENNESS_END_ZH,
     "{unit} has " CI_UP_TO_EN "{persons} {group#persons}[; the Gini "
     "coefficient of {service} in reach of them is {gini}]"
     "[; the Gini coefficient of {open_service} in reach of them is not known]"
     "; at most {most} "
     "is even" EVENNESS_BOUNDS_EN "[; {mean} {measured_unit#mean} on average]"
     "[; {none} is in nobody's reach]" EVENNESS_END_EN},
};

const ci_template_list ci_sentences_evenness = {
    templates, sizeof(templates) / sizeof(templates[0])};
