/* What rules mean, kind by kind. */
#include "policy/sentence_lists.h"

#define START_ZH "每个[{settings_zh}]{level}："
#define START_EN "In every[ {settings_en}] {level}: "

/* Of lists that are made here: what is asked for is there as soon as it can
 * be made, and no data tells what people do with it. */
#define OUTPUT_ZH                                                             \
    "清单由程序生成：本条只是输出，"                           \
    "不会判为未达标，也不判断是否已照此办理。"
#define OUTPUT_EN                                                             \
    " The list is made from the data: the rule is an output that cannot "     \
    "fail, and does not say whether the list was acted on."

static const ci_template templates[] = {
    {"guide_circle",
     START_ZH "{group}中能在{minutes}分钟内（{mode}）到达{facility_zh}的比例"
              "不低于{target_zh}。",
     START_EN "at least {target_en} of its {group#*} reach {a_facility_en} "
              "within {minutes} min ({mode})."},
    {"guide_count", START_ZH "[按{by}人数，]{facility_zh}{bands_zh}。",
     START_EN "{facilities_en}[, by the number of its {by#*}]: {bands_en}."},
    {"guide_ratio",
     START_ZH "{facility_zh}的[{service}]{amount_zh}合计[，按{of_zh}计]，"
              "{limits_zh}[{measured_unit}]。",
     START_EN "the {amount_en}[ for {service#*}] of all "
              "{facilities_en}[, per {of_en},] is {limits_en}"
              "[ ({measured_unit#*})]."},
    {"guide_class_count",
     START_ZH "至少有{min}个{facility_zh}，各有不少于{beds}张床位"
              "[（{nested_zh}的床位也计入）]，同一床位不重复计算。",
     START_EN "at least {min} of the {facilities_en} with {beds} beds or "
              "more each[, those of {nested_en} counted too]; no bed counts "
              "twice."},
    {"guide_class_count_shared",
     START_ZH "至少有{min}个{facility_zh}，各有不少于{beds}张床位"
              "[（{nested_zh}的床位也计入）]。",
     START_EN "at least {min} of the {facilities_en} with {beds} beds or "
              "more each[, those of {nested_en} counted too]."},
    {"guide_each",
     "[{settings_zh}]{level}的每个{facility_zh}：[每张{beds}床位]{parts_zh}。",
     "Each {facility_en} in every[ {settings_en}] {level} has[ for each bed "
     "of {beds}] {parts_en}."},
    {"guide_phase", "{facility_zh}：{steps_zh}。",
     "Of {facilities_en}: {steps_en}."},
    {"guide_received",
     START_ZH "{group}中已接受{service}的比例不低于{target_zh}"
              "[；另以提示给出能够到达者的比例（{circles_zh}）]。",
     START_EN "at least {target_en} of its {group#*} have received "
              "{service#*}[; who could reach it is said as advice "
              "({circles_en})]."},
    {"guide_sample",
     START_ZH "随机抽取不少于{share_zh}的{facility_zh}，列出清单。" OUTPUT_ZH,
     START_EN "a random sample of at least {share_en} of the {facilities_en} "
              "is listed." OUTPUT_EN},
    {"guide_list_units",
     START_ZH "[带有“{tag}”标记、]{group}不少于{persons}人而没有{facility_zh}"
              "的，列出清单。",
     START_EN "it is listed if it[ is tagged '{tag}' and] has at least "
              "{persons} {group#persons} and no {facility_en}."},
    {"guide_list_need",
     START_ZH "按不能到达{facility_zh}的{group}人数（{circles_zh}）排列"
              "[{member_settings_zh}]{member}，列出清单。" OUTPUT_ZH,
     START_EN "its[ {member_settings_en}] {member#*} are listed by how many "
              "{group#*} cannot reach {a_facility_en} "
              "({circles_en})." OUTPUT_EN},
    {"guide_list_kinds",
     START_ZH "以下各类人中不少于{target_zh}能到达对应的{facility_zh}"
              "（{circles_zh}）：{kinds_zh}。",
     START_EN "at least {target_en} of each of these groups reach "
              "{a_facility_en} for them ({circles_en}): {kinds_en}."},
    {"guide_near",
     "{level}的每个[{venues_zh}]场馆：在{minutes}分钟内（{mode}）有"
     "{facility_zh}[，其所在社区（村）常住人口不少于{residents}]。",
     "Each venue[ ({venues_en})] in every {level} has {a_facility_en} within "
     "{minutes} min ({mode})[, in a community or village of at least "
     "{residents} residents]."},
    {"guide_places",
     START_ZH "{group}中能就近得到{service}空余名额的比例不低于{target_zh}"
              "（{circles_zh}）[，{focus}优先]。",
     START_EN "at least {target_en} of its {group#*} find a free place of "
              "{service#*} within reach ({circles_en})[; places go first to: "
              "{focus#*}]."},
    {"guide_evenness",
     START_ZH "{group}的{service}供给比（两步移动搜索，{circles_zh}）"
              "的基尼系数不超过{gini}[，各单元不低于平均的{least_zh}]。",
     START_EN "the floating-catchment ratio of {service#*} for {group#*} "
              "({circles_en}) has a Gini coefficient of at most {gini}[, and "
              "no unit less than {least_en} of the mean]."},
    {"guide_group_size",
     START_ZH "每{from}至{to}个{member}有一个{facility_zh}，设在其中一个"
              "{member}；分组使{group}的单程时间（{mode}）合计最短。",
     START_EN "one {facility_en} for {from} to {to} {member#*}, in one of "
              "them, grouped so that one way for all their {group#*} takes "
              "the fewest minutes ({mode})."},
};

const ci_template_list ci_sentences_guide = {
    templates, sizeof(templates) / sizeof(templates[0])};
