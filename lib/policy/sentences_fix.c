/* How failures are mended. */
#include "policy/sentence_lists.h"

/* What the fix costs, and what another would. */
#define FIX_PRICE_ZH                                                                  \
    "[，首年费用{first_year_cny}元][，一次性费用{once_cny}元]"           \
    "[（改造现有设施则为{better_cny}元）][（新建则为{new_cny}元）]" \
    "[{assumed|，含假设价格|，含假设价格}]"
#define FIX_PRICE_EN                                                          \
    "[, for {first_year_cny} CNY in the first year][, for {once_cny} CNY "    \
    "once][ (to make what there is better or larger would cost "              \
    "{better_cny} CNY)][ (a new one would cost {new_cny} CNY)]"               \
    "[{assumed|, prices assumed in part|, prices assumed in part}]"

/* No building serves anybody by itself. */
#define RECEIVED_ZH "再有{more}人获得{service}即可，单靠新建设施不能达标"
#define RECEIVED_EN                                                           \
    "Mended by {more} more {more|person|persons} receiving {service#*}, "     \
    "which no building does by itself"

static const ci_template templates[] = {
    {"fix_facilities",
     "再设{more}个{facility}[（{size}平方米）]即可[，须设在{hosts_zh}]"
     "[，设在{site}]" FIX_PRICE_ZH "。",
     "Mended by {more} more {facility#more}[ of {size} m²][, in {hosts_en}]"
     "[ at {site}]" FIX_PRICE_EN "."},
    {"fix_beds",
     "再有{more}个{facility}[（{size}平方米）]各设不少于{beds}张床位即可"
     "[，设在{site}]" FIX_PRICE_ZH "。",
     "Mended by {more} more {facility#more}[ of {size} m²] with at least "
     "{beds} {beds|bed|beds}[{several| each| each}][ at {site}]" FIX_PRICE_EN
     "."},
    {"fix_amount",
     "[在新设的{facility}中][（{size}平方米）][（设在{site}）]"
     "再增加{more}{unit}即可" FIX_PRICE_ZH "。",
     "Mended by {more} more {unit#more}[ in a new {facility}]"
     "[ of {size} m²][ at {site}]" FIX_PRICE_EN "."},
    {"fix_each",
     "再增加{more}{word}[、{more2}{word2}][、{more3}{word3}][、{more4}"
     "{word4}]即可。",
     "Mended by {more} more {word#more}[, {more2} more {word2#more2}]"
     "[, {more3} more {word3#more3}][, {more4} more {word4#more4}]."},
    {"fix_make", "将{name}建成{facility}即可。",
     "Mended by making {name} {facility@}."},
    {"fix_service",
     "在{name}增设{service}[、{service2}][、{service3}]"
     "[、{service4}]即可" FIX_PRICE_ZH "。",
     "Mended by adding {service#*}[, {service2#*}][, {service3#*}]"
     "[, {service4#*}] at {name}" FIX_PRICE_EN "."},
    {"fix_among", "现有{all}个其他{among}中再有{more}个成为{facility}即可。",
     "Mended by {more} of the {all} other {among#all} becoming "
     "{facility#more}."},
    {"fix_near",
     "在{minutes}分钟内（{mode}）[、常住人口不少于{residents}人的社区（村）]设"
     "1个{facility}即可" FIX_PRICE_ZH "。",
     "Mended by {facility@} within {minutes} min ({mode})[, in a community "
     "or village of at least {residents} residents]" FIX_PRICE_EN "."},
    {"fix_grouped", "{steps_zh}即可[，须设在{hosts_zh}]" FIX_PRICE_ZH "。",
     "Mended by {steps_en}[, in {hosts_en}]" FIX_PRICE_EN "."},
    {"fix_received",
     RECEIVED_ZH "，本地{offers}处现有设施提供该服务，共有{free}个空余名额。",
     RECEIVED_EN ": {offers} {offers|facility|facilities} here "
                 "{offers|offers|offer} it, with {free} free "
                 "{free|place|places}."},
    {"fix_received_unknown",
     RECEIVED_ZH "，本地{offers}处现有设施提供该服务，空余名额数不明。",
     RECEIVED_EN ": {offers} {offers|facility|facilities} here "
                 "{offers|offers|offer} it, with how many free places is not "
                 "known."},
    {"fix_received_nobody", RECEIVED_ZH "，本地没有设施提供该服务。",
     RECEIVED_EN ": no facility here offers it."},
    {"fix_kinds",
     "在其{minutes}分钟内（{mode}）为{kind}[、{kind2}][、{kind3}][、{kind4}]"
     "[、{kind5}][、{kind6}]提供{facility}即可。",
     "Mended by {facility#*} for {kind#*}[, {kind2#*}][, {kind3#*}]"
     "[, {kind4#*}][, {kind5#*}][, {kind6#*}] within {minutes} min ({mode}) "
     "of them all."},
    {"fix_circle",
     "在{place}设1个{facility}[（{size}平方米）]，可覆盖{persons}名未覆盖者"
     "中的{share}" FIX_PRICE_ZH "。",
     "1 {facility}[ of {size} m²] in {place} covers {share} of the {persons} "
     "{persons|person|persons} not covered" FIX_PRICE_EN "."},
    {"fix_circle_steps",
     "{steps_zh}，可覆盖{persons}名未覆盖者中的{share}" FIX_PRICE_ZH "。",
     "{share} of the {persons} {persons|person|persons} not covered would be "
     "by {steps_en}" FIX_PRICE_EN "."},
    {"fix_places",
     "{steps_zh}，{persons}名没有名额者中有{share}可获得名额" FIX_PRICE_ZH
     "。",
     "{share} of the {persons} {persons|person|persons} without a free place "
     "would have one by {steps_en}" FIX_PRICE_EN "."},
    {"fix_steps", "{steps_zh}即可" FIX_PRICE_ZH "。",
     "Mended by {steps_en}" FIX_PRICE_EN "."},
    /* What fixes are made of. */
    {"step_build",
     "[在{site}]新设{more}个{facility}[（{size}平方米）]"
     "[（不少于{area}平方米）]"
     "[（不少于{places}个名额）][（不少于{beds}张床位）]",
     "{more} more {facility#more}[ of {size} m²][ of at least {area} m²]"
     "[ with at least {places} {places|place|places}]"
     "[ with at least {beds} {beds|bed|beds}][{several| each| each}]"
     "[ at {site}]"},
    {"step_enlarge",
     "将{name}扩建[{area}平方米][{places}个{service}名额]"
     "[{beds}张{service}床位]",
     "enlarging {name} by[ {area} m²][ {places} {places|place|places} of "
     "{service#*}][ {beds} {beds|bed|beds} of {service#*}]"},
    {"step_add_service",
     "在{name}增设{service}[（{places}个名额）][（{beds}张床位）]",
     "adding {service#*}[ with {places} {places|place|places}]"
     "[ with {beds} {beds|bed|beds}] at {name}"},
    {"step_add_there",
     "并在其中[{several|各|各}]增设{service}[（{places}个名额）]"
     "[（{beds}张床位）]",
     "adding {service#*}[ with {places} {places|place|places}]"
     "[ with {beds} {beds|bed|beds}][{one| there| there}]"
     "[{several| in each| in each}]"},
    {"step_partition", "在{name}分区设{beds}张{service}床位",
     "partitioning {beds} {beds|bed|beds} of {service#*} at {name}"},
    {"step_designate", "将{name}纳入{service}定点[（{beds}张床位）]",
     "designating {name} for {service#*}[ with {beds} {beds|bed|beds}]"},
};

const ci_template_list ci_sentences_fix = {
    templates, sizeof(templates) / sizeof(templates[0])};
