#include "policy/sentence_lists.h"

static const ci_template templates[] = {
    {"nobody", "{unit}没有{group}，无须配置。",
     "{unit} has no {group#*}, so nothing is required."},
    {"no_data",
     "{unit}无法判定：{reason}[；{reason2}][；{reason3}]" CI_MODELLED_ZH "。",
     "{unit} cannot be judged: {reason}[; {reason2}][; "
     "{reason3}]" CI_MODELLED_EN "."},
    {"waived", "依据{waiver}，本项获准豁免。", " This is waived by {waiver}."},
};

const ci_template_list ci_sentences_any = {
    templates, sizeof(templates) / sizeof(templates[0])};
