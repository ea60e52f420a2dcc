/* Keys are English; planners may write them in Chinese. */
#include <string.h>

#include "io/policy_reader.h"

static const struct {
    const char *en, *zh;
} aliases[] = {
    {"above", "超过"},
    {"age", "年龄"},
    {"aid", "辅具"},
    {"also", "亦可能"},
    {"amount_unit", "数量单位"},
    {"area_m2", "面积"},
    {"assumed", "假设"},
    {"bands", "分档"},
    {"bedded", "设床服务"},
    {"beds", "床位"},
    {"catalogue", "建设目录"},
    {"certified", "持证"},
    {"clause", "条款"},
    {"component_nodes", "最少节点"},
    {"cost_cny", "造价"},
    {"cutoff_min", "时限"},
    {"default_year", "默认年份"},
    {"denominator", "分母"},
    {"detour", "绕行系数"},
    {"document", "依据"},
    {"documents", "文件"},
    {"due", "期限"},
    {"en", "英文"},
    {"facility", "设施"},
    {"fast", "较快方式"},
    {"first_year", "起始年份"},
    {"force", "效力"},
    {"from", "自"},
    {"grade", "等级"},
    {"group", "对象"},
    {"groups", "人群"},
    {"id", "编号"},
    {"is_comprehensive", "综合性"},
    {"is_pilot", "试点"},
    {"is_reform_base", "改革示范基地"},
    {"is_reformed", "已改革"},
    {"kind", "类别"},
    {"level", "级别"},
    {"limit_m", "最远距离"},
    {"lower", "下限"},
    {"max", "最多"},
    {"measure", "指标"},
    {"measured_unit", "结果单位"},
    {"min", "最少"},
    {"mode", "出行方式"},
    {"modes", "出行方式目录"},
    {"needs", "需求"},
    {"number", "文号"},
    {"numerator", "分子"},
    {"old_carer", "老养残"},
    {"own_mode", "本人出行方式"},
    {"per", "每"},
    {"per_cent", "百分比"},
    {"places", "名额"},
    {"plural", "复数"},
    {"policy", "政策"},
    {"poor", "困难"},
    {"quote", "原文"},
    {"reason", "原因"},
    {"received", "已获服务"},
    {"rules", "规则"},
    {"service", "服务"},
    {"services", "服务清单"},
    {"setting", "地区"},
    {"slow", "较慢方式"},
    {"snapping", "捕捉"},
    {"source", "来源"},
    {"spread_m", "容差"},
    {"steepest", "最大坡度"},
    {"target", "目标"},
    {"tier", "层级"},
    {"title", "名称"},
    {"to", "至"},
    {"type", "类型"},
    {"types", "设施类型"},
    {"until", "止于"},
    {"upper", "上限"},
    {"variants", "变体"},
    {"when", "条件"},
    {"word", "称呼"},
    {"words", "词汇"},
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
