#include "policy/sentence_lists.h"

static const ci_template templates[] = {
    {"near",
     "{venue}[到最近的{facility}需{minutes}分钟][在{look}分钟内没有{missing}]"
     "[不能确定在{look}分钟内有{perhaps}]"
     "（{mode}）[，其所在社区（村）常住人口应不少于{host}人]"
     "，应不超过{limit}分钟[；已知数据所及，最短{low}分钟][，最长{high}分钟]"
     "[；暂不能判定：{doubt}][；应于{due}年底前达到]。",
     "{venue}[ is {minutes} min from the nearest {facility}]"
     "[ has no {missing} within {look} min]"
     "[ has not surely any {perhaps} within {look} min] ({mode})"
     "[, standing where at least {host} {host|person lives|people live}]"
     "; at most {limit} min {limit|is|are} asked for"
     "[; as far as is known {low} min at best][ and {high} min at worst]"
     "[; undecided: {doubt}][; due by the end of {due}]."},
    {"venue_no_data", "{venue}无法判定：{reason}[；{reason2}][；{reason3}]。",
     "{venue} cannot be judged: {reason}[; {reason2}][; {reason3}]."},
};

const ci_template_list ci_sentences_near = {
    templates, sizeof(templates) / sizeof(templates[0])};
