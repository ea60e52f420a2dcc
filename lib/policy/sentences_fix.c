/* How failures are mended. */
#include "policy/sentence_lists.h"

static const ci_template templates[] = {
    {"fix_facilities", "再设{more}个{facility}即可[，须设在{hosts_zh}]。",
     "Mended by {more} more {facility#more}[, in {hosts_en}]."},
    {"fix_beds", "再有{more}个{facility}各设不少于{beds}张床位即可。",
     "Mended by {more} more {facility#more} with at least {beds} "
     "{beds|bed|beds}[{several| each| each}]."},
    {"fix_amount", "再增加{more}{unit}即可。",
     "Mended by {more} more {unit#more}."},
    {"fix_each",
     "再增加{more}{word}[、{more2}{word2}][、{more3}{word3}][、{more4}"
     "{word4}]即可。",
     "Mended by {more} more {word#more}[, {more2} more {word2#more2}]"
     "[, {more3} more {word3#more3}][, {more4} more {word4#more4}]."},
    {"fix_make", "将{name}建成{facility}即可。",
     "Mended by making {name} {facility@}."},
    {"fix_service",
     "在{name}增设{service}[、{service2}][、{service3}]"
     "[、{service4}]即可。",
     "Mended by adding {service#*}[, {service2#*}][, {service3#*}]"
     "[, {service4#*}] at {name}."},
    {"fix_among", "现有{all}个其他{among}中再有{more}个成为{facility}即可。",
     "Mended by {more} of the {all} other {among#all} becoming "
     "{facility#more}."},
    {"fix_near",
     "在{minutes}分钟内（{mode}）[、常住人口不少于{residents}人的社区（村）]设"
     "1个{facility}即可。",
     "Mended by {facility@} within {minutes} min ({mode})[, in a community "
     "or village of at least {residents} residents]."},
    {"fix_kinds",
     "在其{minutes}分钟内（{mode}）为{kind}[、{kind2}][、{kind3}][、{kind4}]"
     "[、{kind5}][、{kind6}]提供{facility}即可。",
     "Mended by {facility#*} for {kind#*}[, {kind2#*}][, {kind3#*}]"
     "[, {kind4#*}][, {kind5#*}][, {kind6#*}] within {minutes} min ({mode}) "
     "of them all."},
    {"fix_circle",
     "在{place}设1个{facility}，可覆盖{persons}名未覆盖者中的{share}。",
     "1 {facility} in {place} covers {share} of the {persons} "
     "{persons|person|persons} not covered."},
};

const ci_template_list ci_sentences_fix = {
    templates, sizeof(templates) / sizeof(templates[0])};
