#include "policy/sentence_lists.h"

static const ci_template templates[] = {
    {"nobody", "{unit}没有{group}，无须配置。",
     "{unit} has no {group#*}, so nothing is required."},
    {"no_data",
     "{unit}无法判定：{reason}[；{reason2}][；{reason3}]" CI_MODELLED_ZH "。",
     "{unit} cannot be judged: {reason}[; {reason2}][; "
     "{reason3}]" CI_MODELLED_EN "."},
    {"stepped",
     "{unit}：规划实施后，{persons}人中约{covered}人（{share}）符合要求[，"
     "应不低于{target}][，约缺{missing}人]（人数按步长取整）。",
     "{unit}: with the plan about {covered} of {persons} "
     "{persons|person|persons} "
     "({share}) have what is asked for[; at least {target} are to][; about "
     "{missing} are missing] (persons in steps)."},
    {"stepped_all", "{unit}：规划实施后，{persons}人全部符合要求。",
     "{unit}: with the plan all {persons} {persons|person|persons} have what "
     "is "
     "asked for."},
    {"stepped_none",
     "{unit}：规划实施后，{persons}人均不符合要求[，应不低于{target}][，约缺{"
     "missing}人]。",
     "{unit}: with the plan none of {persons} {persons|person|persons} has "
     "what "
     "is asked for[; at least {target} are to][; about {missing} are "
     "missing]."},
    {"waived", "依据{waiver}，本项获准豁免。", " This is waived by {waiver}."},
};

const ci_template_list ci_sentences_any = {
    templates, sizeof(templates) / sizeof(templates[0])};
