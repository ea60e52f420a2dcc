/* Keys are English; planners may write them in Chinese. */
#include <string.h>

#include "io/policy_reader.h"

static const struct {
    const char *en, *zh;
} aliases[] = {
    {"above", "超过"},
    {"actions", "措施"},
    {"add_service", "增设服务"},
    {"age", "年龄"},
    {"aid", "辅具"},
    {"also", "亦可能"},
    {"amount_unit", "数量单位"},
    {"any", "任何设施"},
    {"area_m2", "面积"},
    {"area_max_m2", "最大面积"},
    {"area_step_m2", "面积档"},
    {"assumed", "假设"},
    {"attribute", "附加字段"},
    {"bands", "分档"},
    {"base_min", "条件权重"},
    {"bed_step", "床位档"},
    {"bedded", "设床服务"},
    {"beds", "床位"},
    {"begun", "已启动"},
    {"catalogue", "建设目录"},
    {"certified", "持证"},
    {"circles", "服务圈"},
    {"clause", "条款"},
    {"close", "关闭"},
    {"component_nodes", "最少节点"},
    {"cost_cny", "造价"},
    {"cutoff_min", "时限"},
    {"decay", "距离衰减"},
    {"default", "其他服务"},
    {"default_year", "默认年份"},
    {"denominator", "分母"},
    {"designate", "纳入定点"},
    {"detour", "绕行系数"},
    {"document", "依据"},
    {"documents", "文件"},
    {"due", "期限"},
    {"en", "英文"},
    {"enlarge", "扩建"},
    {"facility", "设施"},
    {"fast", "较快方式"},
    {"first", "优先"},
    {"first_year", "起始年份"},
    {"focus", "重点对象"},
    {"force", "效力"},
    {"from", "自"},
    {"funds", "经费"},
    {"gini", "基尼系数上限"},
    {"grade", "等级"},
    {"group", "对象"},
    {"groups", "人群"},
    {"has", "应有"},
    {"having", "已具备"},
    {"host", "选址偏好"},
    {"host_residents", "所在地最少常住人口"},
    {"household_certified", "同户持证人数"},
    {"id", "编号"},
    {"is_comprehensive", "综合性"},
    {"is_pilot", "试点"},
    {"is_reform_base", "改革示范基地"},
    {"is_reformed", "已改革"},
    {"kind", "类别"},
    {"kinds", "各类人群"},
    {"lead_months", "工期月数"},
    {"least", "最低比例"},
    {"least_beds", "最少床位"},
    {"level", "级别"},
    {"limit_m", "最远距离"},
    {"list", "清单"},
    {"look_min", "查找时限"},
    {"lower", "下限"},
    {"max", "最多"},
    {"measure", "指标"},
    {"measured_unit", "结果单位"},
    {"members", "成员单元"},
    {"min", "最少"},
    {"min_people", "最少人数"},
    {"mode", "出行方式"},
    {"modes", "出行方式目录"},
    {"move", "迁建"},
    {"nearest", "最近设施"},
    {"needs", "需求"},
    {"nested", "含服务"},
    {"number", "文号"},
    {"numerator", "分子"},
    {"old_carer", "老养残"},
    {"one_of", "任一"},
    {"own_mode", "本人出行方式"},
    {"partition", "分区管理"},
    {"people_min", "人数权重"},
    {"per", "每"},
    {"per_bed_cny", "每床金额"},
    {"per_cent", "百分比"},
    {"per_facility_cny", "每处金额"},
    {"per_m2_cny", "每平方米金额"},
    {"per_person_cny", "人均金额"},
    {"per_place_cny", "每名额金额"},
    {"perhaps", "可能服务"},
    {"period", "周期"},
    {"phases", "分期"},
    {"place_step", "名额档"},
    {"places", "名额"},
    {"plural", "复数"},
    {"policy", "政策"},
    {"poor", "困难"},
    {"quote", "原文"},
    {"reach", "可达"},
    {"reason", "原因"},
    {"received", "已获服务"},
    {"rules", "规则"},
    {"service", "服务"},
    {"services", "服务清单"},
    {"setting", "地区"},
    {"share", "份额"},
    {"shared", "可兼计"},
    {"size", "组规模"},
    {"sizes", "规模"},
    {"slow", "较慢方式"},
    {"snapping", "捕捉"},
    {"source", "来源"},
    {"spread_m", "容差"},
    {"stars", "星级"},
    {"steepest", "最大坡度"},
    {"steps", "阶段"},
    {"supply", "供给"},
    {"tag", "标签"},
    {"target", "目标"},
    {"tier", "层级"},
    {"title", "名称"},
    {"to", "至"},
    {"to_min", "至分钟"},
    {"type", "类型"},
    {"types", "设施类型"},
    {"unit_kind", "单元类别"},
    {"until", "止于"},
    {"upper", "上限"},
    {"variants", "变体"},
    {"venues", "场馆类别"},
    {"weight", "权重"},
    {"when", "条件"},
    {"whole", "取整"},
    {"word", "称呼"},
    {"words", "词汇"},
    {"words_from", "词汇文件"},
    {"yearly_cny", "年运行费"},
    {"yearly_per_bed_cny", "每床年运行费"},
    {"yearly_per_m2_cny", "每平方米年运行费"},
    {"yearly_per_place_cny", "每名额年运行费"},
    {"yearly_source", "年运行费来源"},
    {"zh", "中文"},
};

#define ALIAS_COUNT (sizeof(aliases) / sizeof(aliases[0]))

const char *ci_policy_key(const char *key)
{
    for (size_t i = 0; i < ALIAS_COUNT; i++)
        if (strcmp(aliases[i].zh, key) == 0)
            return aliases[i].en;
    return key;
}

const char *ci_policy_key_zh(const char *key)
{
    for (size_t i = 0; i < ALIAS_COUNT; i++)
        if (strcmp(aliases[i].en, key) == 0)
            return aliases[i].zh;
    return NULL;
}

const ci_yaml_node *ci_policy_find(const ci_yaml_node *map, const char *key)
{
    if (map->type != CI_YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->child_count; i++)
        if (strcmp(ci_policy_key(map->children[i]->key), key) == 0)
            return map->children[i];
    return NULL;
}

circlet_status ci_policy_check(ci_policy_reader *reader,
                               const ci_yaml_node *map,
                               const char *const *keys)
{
    if (map->type != CI_YAML_MAP)
        return ci_yaml_fail(&reader->tree, map, reader->error,
                            "'%s' must be a map of keys",
                            map->key ? map->key : "entry");
    for (size_t i = 0; i < map->child_count; i++) {
        const ci_yaml_node *child = map->children[i];
        const char *key = ci_policy_key(child->key);
        size_t k = 0;

        while (keys[k] && strcmp(keys[k], key) != 0)
            k++;
        if (!keys[k])
            return ci_yaml_fail_key(&reader->tree, child, reader->error,
                                    "unknown key '%s'", child->key);
        if (ci_policy_find(map, key) != child)
            return ci_yaml_fail_key(&reader->tree, child, reader->error,
                                    "key '%s' stands twice, as '%s' too",
                                    child->key, ci_policy_find(map, key)->key);
    }
    return CIRCLET_OK;
}

circlet_status ci_policy_need(const ci_yaml_node **out,
                              ci_policy_reader *reader,
                              const ci_yaml_node *map, const char *key)
{
    *out = ci_policy_find(map, key);
    if (*out)
        return CIRCLET_OK;
    return ci_yaml_fail(&reader->tree, map, reader->error,
                        "key '%s' is missing", key);
}
