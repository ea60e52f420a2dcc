#include "policy/sentence_lists.h"

/* A part that is there ({has1}), short ({short1}) or not known ({open1}). */
#define PART_ZH(i)                                                            \
    "[{has" i "}{word" i "}（应不少于{needs" i "}）]"                        \
    "[{short" i "}{word" i "}（应不少于{needs" i "}，缺{missing" i "}）]"    \
    "[{open" i "}（应不少于{needs" i "}）]"
#define PART_EN(i)                                                            \
    "[{has" i "} {word" i "#has" i "} (at least {needs" i "} asked for)]"     \
    "[{short" i "} {word" i "#short" i "} (at least {needs" i                 \
    "} asked for, {missing" i "} missing)]"                                   \
    "[{open" i "} (at least {needs" i "} asked for)]"
/* The sign in front of all parts but the first. */
#define NEXT(i, mark) "[{needs" i "|" mark "|" mark "}]"

static const ci_template templates[] = {
    {"each",
     "{unit}的{name}[（{service}{beds}张床位）]：" PART_ZH("1") NEXT("2", "；")
         PART_ZH("2") NEXT("3", "；") PART_ZH("3") NEXT("4", "；")
             PART_ZH("4") "[；暂不能判定：{doubt}][；应于{due}年底前达到]。",
     "{name} in {unit}[ with {beds} {beds|bed|beds} ({service})]: " PART_EN(
         "1") NEXT("2", "; ") PART_EN("2") NEXT("3", "; ") PART_EN("3")
         NEXT("4", "; ") PART_EN("4") "[; undecided: {doubt}][; due by the "
                                      "end of {due}]."},
    {"each_no_data",
     "{unit}的{name}无法判定：{reason}[；{reason2}][；{reason3}]。",
     "{name} in {unit} cannot be judged: {reason}[; {reason2}][; {reason3}]."},
};

const ci_template_list ci_sentences_each = {
    templates, sizeof(templates) / sizeof(templates[0])};
