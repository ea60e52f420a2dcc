#include "policy/sentence_lists.h"

#define CI_STEPPED_ZH                                                               \
    "[，已知数据所及，最低{low}，最高{high}][，应不低于{target}]" \
    "[，约缺{missing}人]"
#define CI_STEPPED_EN                                                         \
    "[, as far as is known from {low} to {high}][; at least {target} are "    \
    "asked for][; about {missing} are missing]"

static const ci_template templates[] = {
    {"nobody", "{unit}没有{group}，无须配置。",
     "{unit} has no {group#*}, so nothing is required."},
    {"no_data",
     "{unit}无法判定：{reason}[；{reason2}][；{reason3}]" CI_MODELLED_ZH "。",
     "{unit} cannot be judged: {reason}[; {reason2}][; "
     "{reason3}]" CI_MODELLED_EN "."},
    {"stepped",
     "{unit}：方案实施后，{persons}人中约{covered}人（{share}"
     "）达到要求" CI_STEPPED_ZH "（人数以{step}人为步长）。",
     "{unit}: with the plan about {covered} of {persons} "
     "{persons|person|persons} ({share}) have what is asked for" CI_STEPPED_EN
     " (in steps of {step} persons)."},
    {"stepped_all",
     "{unit}：方案实施后，{persons}人全部达到要求[，已知数据所及，最低{low}]"
     "。",
     "{unit}: with the plan all {persons} {persons|person|persons} have what "
     "is asked for[, as far as is known from {low}]."},
    {"stepped_none",
     "{unit}：方案实施后，{persons}人均未达到要求" CI_STEPPED_ZH "。",
     "{unit}: with the plan none of {persons} {persons|person|persons} has "
     "what is asked for" CI_STEPPED_EN "."},
    {"waived", "依据{waiver}，本项获准豁免。", " This is waived by {waiver}."},
};

const ci_template_list ci_sentences_any = {
    templates, sizeof(templates) / sizeof(templates[0])};
