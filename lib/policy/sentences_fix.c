/* How failures are mended. */
#include "policy/sentence_lists.h"

static const ci_template templates[] = {
    {"fix_facilities", "再设{missing}个{facility}即可[，宜设在{hosts_zh}]。",
     "Mended by {missing} more {facility#missing}[, best in {hosts_en}]."},
    {"fix_beds", "再有{missing}个{facility}各设不少于{beds}张床位即可。",
     "Mended by {missing} more {facility#missing} with at least {beds} beds "
     "each."},
    {"fix_amount", "再增加{missing}{unit}即可。",
     "Mended by {missing} more {unit#missing}."},
    {"fix_places", "在其范围内再增加{missing}个{service}空余名额即可。",
     "Mended by {missing} more free {missing|place|places} of {service#*} "
     "within reach."},
    {"fix_near", "在{minutes}分钟内（{mode}）设1个{facility}即可。",
     "Mended by {facility@} within {minutes} min ({mode})."},
    {"fix_circle",
     "在{place}设1个{facility}，可覆盖{persons}名未覆盖者中的{share}。",
     "1 {facility} in {place} covers {share} of the {persons} "
     "{persons|person|persons} not covered."},
};

const ci_template_list ci_sentences_fix = {
    templates, sizeof(templates) / sizeof(templates[0])};
