#include "policy/sentence_lists.h"

/* Where something is unknown the bounds are given that hold whatever is
 * true. */
#define PLACES_END_ZH                                                                     \
    "[；不论未知情况如何，不低于{low}，不高于{high}]"                    \
    "[，{unplaced}人没有名额][，至少{unplaced_least}人没有名额][，其中{" \
    "nowhere}人的时限内没有此类设施]"                                          \
    "[；{focus_group}{focus}人，其中{focus_share}有名额]"                         \
    "[；已知名额最多可安置其中{best_known}人]"                               \
    "[；如统筹安排，全市最多可安置{best}人]"                               \
    "[；如仅安排本地人员，最多可安置{best_alone}人]"                      \
    "[；暂不能判定：{doubt}]" CI_MODELLED_ZH "[；应于{due}年底前达到]。"
#define PLACES_END_EN                                                         \
    "[; whatever is true of what is not known at least {low} and at most "    \
    "{high}][; {unplaced} {unplaced|person has|persons have} none]"           \
    "[; at least {unplaced_least} "                                           \
    "{unplaced_least|person has|persons have} none]"                          \
    "[, {nowhere} of them with no such facility in reach]"                    \
    "[; of {focus} {focus_group#focus} {focus_share} have one]"               \
    "[; the places that are known suffice for {best_known} of them at best]"  \
    "[; at best {best} could be placed]"                                      \
    "[; at best {best_alone} could be placed if they alone were served]"      \
    "[; undecided: {doubt}]" CI_MODELLED_EN "[; due by the end of {due}]."

static const ci_template templates[] = {
    {"places",
     "{unit}有" CI_UP_TO_ZH
     "{persons}名{group}，其中{share}在服务圈[（{minutes}分钟，"
     "{mode}）]内的{facility}有空余名额" PLACES_END_ZH,
     "{unit} has " CI_UP_TO_EN
     "{persons} {group#persons}; {share} have a free place of "
     "{facility} within their circle[ ({minutes} min, "
     "{mode})]" PLACES_END_EN},
    {"places_range",
     "{unit}有" CI_UP_TO_ZH
     "{persons}名{group}，服务圈[（{minutes}分钟，{mode}）]内有"
     "{facility}名额不详" PLACES_END_ZH,
     "{unit} has " CI_UP_TO_EN
     "{persons} {group#persons}; within their circle[ ({minutes} "
     "min, {mode})] places of {facility} are not all known" PLACES_END_EN},
};

const ci_template_list ci_sentences_places = {
    templates, sizeof(templates) / sizeof(templates[0])};
