#include "policy/sentence_lists.h"

/* A unit and how many of its people are out of reach, or the bounds. */
#define LIST_NEED_ZH(mark, unit)                                              \
    "[" mark "{" unit "}][（{" unit "_persons}人）]"                        \
    "[（{" unit "_least}至{" unit "_most}人）]"
#define LIST_NEED_EN(mark, unit)                                              \
    "[" mark "{" unit "}][ ({" unit "_persons})]"                             \
    "[ ({" unit "_least} to {" unit "_most})]"
#define LIST_FIRST_ZH                                                         \
    LIST_NEED_ZH("，最多的是", "first")                                       \
    LIST_NEED_ZH("、", "second") LIST_NEED_ZH("、", "third")
#define LIST_FIRST_EN                                                         \
    LIST_NEED_EN(", most of them in ", "first")                               \
    LIST_NEED_EN(", ", "second") LIST_NEED_EN(", ", "third")

static const ci_template templates[] = {
    {"list_sample",
     "{unit}有[{count}个][至少{least}个]{facility}，应抽查不少于{share}，"
     "即[{least_size}个以上][{size}个]。",
     "{unit} has[ {count} {facility#count}][ at least {least} "
     "{facility#least}]; {share} of them are to be sampled:"
     "[ at least {least_size}][ {size}]."},
    {"list_unit",
     "{unit}有" CI_UP_TO_ZH
     "{persons}名{group}（{min}名以上可列入）、[{count}个]"
     "[至少{least}个]{facility}[；半数人{minutes}分钟内（{mode}）可到达最近的"
     "{nearest}][；半数以上的人{look}分钟内不能到达{nearest}]"
     "[；{listed}][；暂不能判定：{doubt}]" CI_MODELLED_ZH "。",
     "{unit} has " CI_UP_TO_EN
     "{persons} {group#persons} (listed from {min} on) and[ "
     "{count} {facility#count}][ at least {least} {facility#least}]"
     "[; half of them are within {minutes} min ({mode}) of the nearest "
     "{nearest}][; over half of them are farther than {look} min from any "
     "{nearest}][; {listed}][; undecided: {doubt}]" CI_MODELLED_EN "."},
    {"list_need",
     "{unit}的{count}个{members}已按需求排序；" CI_UP_TO_ZH
     "{persons}名{group}中[{without}人][{without_least}至{without_most}人]"
     "不能就近获得{facility}" LIST_FIRST_ZH
     "[；暂不能判定：{doubt}]" CI_MODELLED_ZH "。",
     "{count} {members#count} of {unit} {count|is|are} ranked by need; "
     "of " CI_UP_TO_EN "{persons} {group#persons}[ {without} "
     "{without|has|have}][ {without_least} to {without_most} have] no "
     "{facility} in reach" LIST_FIRST_EN
     "[; undecided: {doubt}]" CI_MODELLED_EN "."},
    {"list_nothing", "{unit}没有须列入的{members}。",
     "{unit} has no {members} to list."},
    {"list_kinds",
     "{unit}有[{present_least}至]{present}类人群，其中[{count}类][至少{least}"
     "类]在服务圈内有"
     "{facility}[，缺：{kind}][、{kind2}][、{kind3}][、{kind4}][、{kind5}]"
     "[、{kind6}][；暂不能判定：{doubt}]" CI_MODELLED_ZH
     "[；应于{due}年底前达到]。",
     "{unit} has people of[ {present_least} to] {present} "
     "{present|group|groups}; for[ {count}]"
     "[ at least {least}] of them there is {facility} within the circle"
     "[, not for: {kind#*}][, {kind2#*}][, {kind3#*}][, {kind4#*}]"
     "[, {kind5#*}]"
     "[, {kind6#*}][; undecided: {doubt}]" CI_MODELLED_EN
     "[; due by the end of {due}]."},
};

const ci_template_list ci_sentences_list = {
    templates, sizeof(templates) / sizeof(templates[0])};
