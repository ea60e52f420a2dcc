#include "page/page_words.h"

#include <string.h>

typedef struct entry {
    const char *word, *zh, *en;
} entry;

static ci_phrase find(const entry *entries, size_t count, const char *word)
{
    for (size_t i = 0; word && i < count; i++)
        if (strcmp(entries[i].word, word) == 0)
            return (ci_phrase){entries[i].zh, entries[i].en};
    return (ci_phrase){word ? word : "", word ? word : ""};
}

#define FIND(entries, word)                                                   \
    find(entries, sizeof(entries) / sizeof((entries)[0]), word)

ci_phrase ci_page_level_word(circlet_level level)
{
    static const ci_phrase words[CIRCLET_LEVEL_COUNT] = {
        {"城市", "cities"},
        {"区", "districts"},
        {"街道、乡镇", "streets and townships"},
        {"社区、村", "communities and villages"}};

    return words[level];
}

ci_phrase ci_page_force_word(circlet_force force)
{
    static const ci_phrase words[] = {
        {"必须", "must"}, {"应当", "should"}, {"可以", "may"}};

    return words[force];
}

ci_phrase ci_page_action_word(const char *kind)
{
    static const entry words[] = {
        {"keep", "保留", "Keep"},
        {"enlarge", "扩建", "Enlarge"},
        {"add_service", "增设服务", "Add a service"},
        {"partition", "设置专区", "Set a section apart"},
        {"designate", "确定为定点机构", "Designate"},
        {"build", "新建", "Build"},
        {"move", "迁建", "Move"},
        {"close", "关闭", "Close"}};

    return FIND(words, kind);
}

ci_phrase ci_page_reason_word(const char *reason)
{
    static const entry words[] = {
        {"none_in_reach", "周围没有可用的备选地块，也没有可改造的设施",
         "No site and no facility that could become one is in reach"},
        {"none_in_unit", "本单元内不能再建或改造更多",
         "No more can be built or made in the unit"},
        {"sites_taken", "备选地块已用于其他项目",
         "The sites are taken by something else"},
        {"beyond_budget", "超出预算", "Beyond the budget"},
        {"too_late", "来不及在规划年份内完成", "It would be done too late"},
        {"too_dear", "每人费用过高", "It would cost too much for each person"},
        {"in_doubt", "按假定可以做到，但不确定",
         "As assumed it can be had, but not surely"},
        {"outside_extent", "住在已知道路范围之外",
         "They live outside the known streets"},
        {"counted_elsewhere", "可用的床位已计入其他规则",
         "The beds count for another rule"},
        {"not_planned", "不属于建设问题（人员、培训、名单等），方案未涉及",
         "Not a matter of buildings (staff, training, lists): not planned"}};

    if (!reason)
        return (ci_phrase){"到不了任何设施或备选地块",
                           "Nothing that there is, or could be, is in reach"};
    return FIND(words, reason);
}

ci_phrase ci_page_plan_level_word(const char *name)
{
    static const entry words[] = {
        {"covered_persons", "新增覆盖人数", "Persons newly covered"},
        {"must_shortfall", "“必须”类规定的缺口（折合人数）",
         "Shortfall of what must be (persons)"},
        {"must_failures", "“必须”类规定的不符合项",
         "Failures of what must be"},
        {"should_shortfall", "“应当”类规定的缺口（折合人数）",
         "Shortfall of what should be (persons)"},
        {"should_failures", "“应当”类规定的不符合项",
         "Failures of what should be"},
        {"cost_cny", "一次性投入（元）", "Cost, once (CNY)"},
        {"mean_time_worst", "最远人群的平均用时（分钟）",
         "Mean time of the group that has farthest (minutes)"},
        {"mean_time_all", "全体平均用时（分钟）",
         "Mean time of all (minutes)"}};

    return FIND(words, name);
}

ci_phrase ci_page_doubt_word(const char *name)
{
    static const entry words[] = {
        {"people_outside_units", "人住在各单元界线之外",
         "people live outside every unit"},
        {"people_outside_extent", "人住在道路数据范围之外",
         "people live where the streets are not known"},
        {"people_without_aid", "人没有辅助器具信息",
         "people of whom no aid is given"},
        {"people_without_kind", "人没有残疾类别信息",
         "people of whom no kind of disability is given"},
        {"people_with_unknown_certificate", "人不知是否持证",
         "people of whom it is not known whether they are certified"},
        {"people_with_unknown_unit", "人登记的单元不存在",
         "people registered in a unit that there is not"},
        {"facilities_outside_units", "处设施在各单元界线之外",
         "facilities stand outside every unit"},
        {"entrances_with_unknown_facility", "个出入口没有对应的设施",
         "entrances of a facility that there is not"},
        {"facilities_without_area", "处设施没有建筑面积信息",
         "facilities whose floor area is not known"},
        {"sites_outside_units", "个备选地块在各单元界线之外",
         "sites lie outside every unit"},
        {"venues_outside_units", "处场馆在各单元界线之外",
         "venues lie outside every unit"},
        {"people_elsewhere", "人居住地与登记的单元不同",
         "people live in another unit than they are registered in"},
        {"people_modelled", "行人口数据是推算的，并非真实住址",
         "rows of people are modelled: nobody's known homes"},
        {"people_modelled_before_changes",
         "行推算人口早于现有的单元或地点数据",
         "rows of modelled people were spread before units or places were "
         "imported as they are now"},
        {"totals_with_unknown_unit", "个总数所属的单元不存在",
         "totals of a unit that there is not"},
        {"waivers_with_unknown_unit", "个豁免所属的单元不存在",
         "waivers for a unit that there is not"},
        {"units_without_setting", "个街道、乡镇没有地形类别信息",
         "streets and townships of which the setting is not known"},
        {"units_without_residents", "个单元没有常住人口信息",
         "units of which the residents are not known"},
        {"units_without_parent", "个单元的上级单元不在数据中",
         "units whose higher unit is not in the city"},
        {"turn_restrictions_unused", "个转弯限制未采用",
         "turn restrictions are not used"},
        {"road_nodes_missing", "个道路结点在数据中缺失",
         "nodes of streets are missing in the extract"}};

    return FIND(words, name);
}

ci_phrase ci_page_layer_word(const char *layer)
{
    static const entry words[] = {{"units", "行政单元", "units"},
                                  {"people", "人口", "people"},
                                  {"facilities", "设施", "facilities"},
                                  {"sites", "备选地块", "sites"},
                                  {"roads", "道路", "roads"},
                                  {"totals", "总数", "totals"},
                                  {"grid", "格网", "grid"},
                                  {"buildings", "建筑", "buildings"},
                                  {"venues", "场馆", "venues"},
                                  {"waivers", "豁免", "waivers"},
                                  {"elevation", "高程", "elevation"},
                                  {"entrances", "出入口", "entrances"},
                                  {"plan", "方案", "plan"}};

    return FIND(words, layer);
}

ci_phrase ci_page_mode_word(const char *mode)
{
    static const entry words[] = {
        {"own", "本人出行方式", "own mode"},
        {"walk", "步行", "walking"},
        {"elderly", "老年人步行", "older walkers"},
        {"stick", "拄手杖", "with a stick"},
        {"crutches", "拄拐", "on crutches"},
        {"manual_wheelchair", "手动轮椅", "manual wheelchair"},
        {"powered_wheelchair", "电动轮椅", "powered wheelchair"},
        {"blind", "视力残疾人步行", "blind walkers"},
        {"escort", "有人陪同", "escorted"},
        {"drive", "乘车", "by car"}};

    return FIND(words, mode);
}
