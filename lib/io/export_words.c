#include "io/export_words.h"

#include <stddef.h>
#include <string.h>

typedef struct title {
    const char *name;
    const char *zh, *en;
} title;

static const title layers[] = {
    {"unit", "行政单元", "Units"},
    {"facility", "现有设施", "Facilities"},
    {"facility_after", "方案实施后的设施", "Facilities with the plan"},
    {"facility_access", "设施出入口", "Entrances of facilities"},
    {"finding", "判定结果", "Findings"},
    {"venue", "场所", "Venues"},
    {"waiver", "豁免", "Waivers"},
    {"plan_action", "方案措施", "Actions of the plan"},
    {"plan_site", "建议选址", "Sites that the plan proposes"},
    {"site", "候选点", "Candidate sites"},
    {"service_area", "服务圈", "Service areas"},
    {"density_cell", "残疾人密度（网格）", "Density of people, by cell"},
    {"density_unit", "残疾人密度（单元）", "Density of people, by unit"},
    {"uncovered_cell", "服务圈外的残疾人", "People outside the circles"},
    {"survey_link", "待调查道路", "Streets to survey"},
    {"survey_node", "待调查路口", "Crossings to survey"},
    {"road_link", "道路", "Streets"},
    {"data_dictionary", "数据字典", "Data dictionary"},
};

/* Columns that mean something else than in other layers. */
static const struct {
    const char *table;
    title title;
} special_columns[] = {
    {"data_dictionary", {"title_zh", "含义（中文）", "meaning (Chinese)"}},
    {"data_dictionary", {"title_en", "含义（英文）", "meaning (English)"}},
    {"unit", {"class", "判定等级", "class of verdict"}},
    {"unit", {"level", "层级", "level"}},
    {"finding", {"level", "层级", "level"}},
    {"finding", {"subject", "判定对象", "what the rule is about"}},
    {"finding", {"mode", "出行方式", "travel mode"}},
    {"plan_action", {"kind", "措施类型", "kind of action"}},
    {"venue", {"kind", "场所类别", "kind of venue"}},
    {"density_cell", {"subject", "人群", "people"}},
    {"density_unit", {"subject", "人群", "people"}},
    {"plan_action", {"mode", "出行方式", "travel mode"}},
    {"facility", {"status", "状态", "status"}},
    {"plan_action", {"id", "措施编号", "action"}},
    {"plan_action", {"facility", "设施编号", "facility"}},
    {"facility_access", {"facility", "设施编号", "facility"}},
    {"plan_action", {"service", "服务", "service"}},
    {"plan_action", {"persons_gained", "新覆盖人数", "persons gained"}},
    {"uncovered_cell", {"persons", "服务圈外人数", "persons outside"}},
    {"survey_link", {"persons", "涉及人数", "persons concerned"}},
    {"survey_node", {"persons", "涉及人数", "persons concerned"}},
    {"service_area", {"places", "到达的设施", "places that are reached"}},
};

static const title columns[] = {
    {"layer", "图层", "layer"},
    {"layer_zh", "图层名称（中文）", "name of the layer (Chinese)"},
    {"layer_en", "图层名称（英文）", "name of the layer (English)"},
    {"column", "字段", "column"},
    {"fid", "序号", "row number"},
    {"geom", "几何", "geometry"},
    {"code", "代码", "code"},
    {"name", "名称", "name"},
    {"level", "层级", "level"},
    {"parent", "上级代码", "code of the unit above"},
    {"setting", "区域类型", "setting"},
    {"residents", "常住人口", "residents"},
    {"worst", "最差判定", "worst verdict"},
    {"broken_must", "不符合的“必须”类规定数",
     "rules broken that must be kept"},
    {"broken_should", "不符合的“应当”类规定数",
     "rules broken that should be kept"},
    {"class_before", "实施前判定等级", "class of verdict before the plan"},
    {"worst_before", "实施前最差判定", "worst verdict before the plan"},
    {"broken_must_before", "实施前不符合的“必须”类规定数",
     "before the plan: rules broken that must be kept"},
    {"broken_should_before", "实施前不符合的“应当”类规定数",
     "before the plan: rules broken that should be kept"},
    {"id", "编号", "id"},
    {"type", "类型", "type"},
    {"status", "状态", "status"},
    {"tier", "等级", "tier"},
    {"building_id", "建筑编号", "building"},
    {"area_m2", "面积（平方米）", "floor area, m²"},
    {"opened", "启用日期", "opened"},
    {"closed", "停用日期", "closed"},
    {"address", "地址", "address"},
    {"services", "服务（名称:名额:床位:已用）",
     "services (name:places:beds:occupied)"},
    {"action", "措施", "actions"},
    {"action_year", "措施年份", "year of the first action"},
    {"action_zh", "措施说明（中文）", "actions in words (Chinese)"},
    {"action_en", "措施说明（英文）", "actions in words (English)"},
    {"change", "变化", "change"},
    {"kind", "类别", "kind"},
    {"rule", "规定", "rule"},
    {"unit_code", "单元代码", "unit"},
    {"document", "文号", "document"},
    {"from", "起始日期", "from"},
    {"until", "截止日期", "until"},
    {"plan", "方案", "plan"},
    {"position", "次序", "order"},
    {"facility", "设施编号", "facility"},
    {"site", "候选点编号", "site"},
    {"service", "服务", "service"},
    {"from_service", "床位来自的服务", "service whose beds it takes"},
    {"places", "名额", "places"},
    {"beds", "床位", "beds"},
    {"year", "年份", "year"},
    {"start_year", "开工年份", "year of start"},
    {"cost_cny", "费用（元）", "cost, yuan"},
    {"fixed", "指定保留", "asked for by the user"},
    {"proposed", "建议选址", "at a proposed site"},
    {"mends", "改善的规定", "rules that it mends"},
    {"mode", "出行方式", "travel mode"},
    {"persons_gained", "新覆盖人数", "persons gained"},
    {"persons_modelled", "其中推算人数", "of these modelled"},
    {"text_zh", "说明（中文）", "in words (Chinese)"},
    {"text_en", "说明（英文）", "in words (English)"},
    {"types", "可建类型", "types that may stand here"},
    {"max_area_m2", "最大面积（平方米）", "largest area, m²"},
    {"max_beds", "最多床位", "most beds"},
    {"chosen", "方案已选用", "chosen by the plan"},
    {"bound", "界限", "bound"},
    {"direction", "方向", "direction"},
    {"minutes", "分钟", "minutes"},
    {"place_count", "设施数", "places"},
    {"lon", "经度", "longitude"},
    {"lat", "纬度", "latitude"},
    {"area_km2", "面积（平方公里）", "area, km²"},
    {"persons_reached", "可到达人数", "persons reached"},
    {"subject", "对象", "subject"},
    {"shape", "网格形状", "shape of the cells"},
    {"cell_m", "网格边长（米）", "size of a cell, m"},
    {"kernel", "核函数", "kernel"},
    {"bandwidth_m", "带宽（米）", "bandwidth, m"},
    {"persons", "人数", "persons"},
    {"persons_low", "人数下限", "persons at least"},
    {"persons_high", "人数上限", "persons at most"},
    {"per_km2", "每平方公里人数", "persons per km²"},
    {"per_1000", "每千常住人口中人数", "persons per 1,000 residents"},
    {"internal", "仅供内部使用", "not to be published"},
    {"unit", "单元代码", "unit"},
    {"title_zh", "规定名称（中文）", "title of the rule (Chinese)"},
    {"title_en", "规定名称（英文）", "title of the rule (English)"},
    {"rank", "次序", "rank"},
    {"link_id", "路段编号", "street link"},
    {"node_id", "节点编号", "street node"},
    {"missing", "缺少的数据", "missing data"},
    {"highway", "道路等级", "class of street"},
    {"length_m", "长度（米）", "length, m"},
    {"policy", "政策", "policy"},
    {"date", "判定日期", "day of the judging"},
    {"unit_name", "单元名称", "name of the unit"},
    {"subject_id", "对象编号", "id of the subject"},
    {"force", "效力", "force"},
    {"due", "期限", "due"},
    {"verdict", "判定", "verdict"},
    {"measured", "实测值", "measured"},
    {"measured_low", "实测值下限", "measured at least"},
    {"measured_high", "实测值上限", "measured at most"},
    {"required", "要求", "required"},
    {"measured_unit", "实测单位", "unit of what is measured"},
    {"shortfall", "缺口", "shortfall"},
    {"shortfall_unit", "缺口单位", "unit of the shortfall"},
    {"reasons", "原因", "reasons"},
    {"citation", "依据", "citation"},
    {"persons_covered", "已覆盖人数", "persons covered"},
    {"persons_unreached", "无法到达人数", "persons unreached"},
};

static const title suffixes[] = {
    {"", "判定", "verdict"},
    {"_mode", "出行方式", "travel mode"},
    {"_measured", "实测值", "measured"},
    {"_low", "实测值下限", "measured at least"},
    {"_high", "实测值上限", "measured at most"},
    {"_shortfall", "缺口", "shortfall"},
    {"_persons", "人数", "persons"},
    {"_uncovered", "未覆盖人数", "persons uncovered"},
    {"_unreached", "无法到达人数", "persons unreached"},
    {"_modelled", "其中推算人数", "of these modelled"},
};

static const title *find(const title *titles, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(titles[i].name, name) == 0)
            return &titles[i];
    return NULL;
}

static const char *choose(const title *from, bool is_chinese)
{
    if (!from)
        return NULL;
    return is_chinese ? from->zh : from->en;
}

const char *ci_export_layer_title(const char *table, bool is_chinese)
{
    const title *found =
        find(layers, sizeof(layers) / sizeof(layers[0]), table);

    return found ? choose(found, is_chinese) : table;
}

const char *ci_export_column_title(const char *table, const char *column,
                                   bool is_chinese)
{
    size_t count = sizeof(special_columns) / sizeof(special_columns[0]);

    for (size_t i = 0; i < count; i++)
        if (strcmp(special_columns[i].table, table) == 0 &&
            strcmp(special_columns[i].title.name, column) == 0)
            return choose(&special_columns[i].title, is_chinese);
    return choose(find(columns, sizeof(columns) / sizeof(columns[0]), column),
                  is_chinese);
}

const char *ci_export_suffix_title(const char *suffix, bool is_chinese)
{
    return choose(
        find(suffixes, sizeof(suffixes) / sizeof(suffixes[0]), suffix),
        is_chinese);
}
