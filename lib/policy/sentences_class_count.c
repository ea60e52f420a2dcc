#include "policy/sentence_lists.h"

static const ci_template templates[] = {
    {"class_count",
     "{unit}有[{count}个][至少{least}个]床位不少于{beds}张的{facility}，"
     "应不少于{min}个[，缺{missing}个][，至少缺{missing_least}个][；另有{"
     "taken}个已计入其他规定]"
     "[；暂不能判定：{doubt}]" CI_MODELLED_ZH "[；应于{due}年底前达到]。",
     "{unit} has[ {count} {facility#count}][ at least {least} "
     "{facility#least}] of at least {beds} {beds|bed|beds}; at least {min} "
     "{min|is|are} asked for[; {missing} missing][; at least {missing_least} "
     "missing][; {taken} "
     "{taken|counts|count} for another rule][; undecided: "
     "{doubt}]" CI_MODELLED_EN "[; due by the end of {due}]."},
};

const ci_template_list ci_sentences_class_count = {
    templates, sizeof(templates) / sizeof(templates[0])};
