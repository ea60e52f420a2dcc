#include "policy/sentence_lists.h"

#define GROUP_START_ZH                                                              \
    "{unit}有[{villages_least}至]{villages}个{member}，有[{count}个][至少{" \
    "least}个]{facility}"
#define GROUP_START_EN                                                        \
    "{unit} has[ {villages_least} to] {villages} {member#villages} and[ "     \
    "{count} {facility#count}]"                                               \
    "[ at least {least} {facility#least}]"
#define GROUP_END_ZH                                                                             \
    "（每组{from}[至{to}]个[，不能都按{asked_from}至{asked_to}个分组]）"          \
    "[，缺{missing}个][，至少缺{missing_least}个][，多{excess}个][；{strays}"        \
    "个不在自己一组的{member}内]"                                                       \
    "[；宜设在：{hosts_zh}]"                                                                \
    "[；按{mode}时间最短分组，单程合计{total}人·分钟][，最远{longest}分钟" \
    "（{farthest}）][；{unreached}个{member}到设施的时间不详]"                       \
    "[；距最优解不超过{gap}][；暂不能判定：{doubt}]" CI_SURPLUS_ZH                               \
        CI_MODELLED_ZH "[；应于{due}年底前达到]。"
#define GROUP_END_EN                                                          \
    ", one for {from}[ to {to}] {member#villages}"                            \
    "[, for {asked_from} to {asked_to} cannot be][; {missing} missing]"       \
    "[; at least {missing_least} missing]"                                    \
    "[; {excess} more than that][; {strays} {strays|stands|stand} in no "     \
    "{member} of its own][; best in {hosts_en}]"                              \
    "[; grouped by the shortest ways ({mode}), one way for everybody is "     \
    "{total} person-minutes][, the longest {longest} min ({farthest})]"       \
    "[; how long it takes from {unreached} {member#unreached} is not known]"  \
    "[; at most {gap} over the best there can be]"                            \
    "[; undecided: {doubt}]" CI_SURPLUS_EN CI_MODELLED_EN                     \
    "[; due by the end of {due}]."

static const ci_template templates[] = {
    {"groups_exact", GROUP_START_ZH "，应为{min}个" GROUP_END_ZH,
     GROUP_START_EN "; {min} {min|is|are} asked for" GROUP_END_EN},
    {"groups_range", GROUP_START_ZH "，应为{min}至{max}个" GROUP_END_ZH,
     GROUP_START_EN "; {min} to {max} are asked for" GROUP_END_EN},
};

const ci_template_list ci_sentences_group_size = {
    templates, sizeof(templates) / sizeof(templates[0])};
