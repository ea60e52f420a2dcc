#include "policy/sentence_lists.h"

static const ci_template templates[] = {
    {"received",
     "{unit}有" CI_UP_TO_ZH
     "{persons}名{group}，其中[{share}][至少{low}、至多{high}]已获得"
     "{service}，应不低于{target}[，缺{missing}人][；暂不能判定：{doubt}"
     "]" CI_MODELLED_ZH "[；应于{due}年底前达到]。",
     "{unit} has " CI_UP_TO_EN
     "{persons} {group#persons}; [{share} of them have]"
     "[at least {low} and at most {high} of them have] received {service}; at "
     "least {target} are asked for"
     "[; {missing} {missing|person is|persons are} missing]"
     "[; undecided: {doubt}]" CI_MODELLED_EN "[; due by the end of {due}]."},
    {"received_reach",
     "{unit}有" CI_UP_TO_ZH
     "{persons}名{group}，其中{share}[（已知数据所及，最低{low}]"
     "[，最高{high}）]可在{minutes}分钟内（{mode}）到达提供{facility}的设施"
     "[；没有开放的提供{missing}的设施]" CI_MODELLED_ZH
     "；能到达不等于已获得服务。",
     "{unit} has " CI_UP_TO_EN
     "{persons} {group#persons}; {share} of them could reach a "
     "place with {facility} within {minutes} min ({mode})"
     "[, as far as is known from {low}][ to {high}]"
     "[; no open place has {missing}]" CI_MODELLED_EN
     "; that does not say that they receive it."},
};

const ci_template_list ci_sentences_received = {
    templates, sizeof(templates) / sizeof(templates[0])};
