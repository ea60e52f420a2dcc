#include "io/import_headings.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "io/heading_text.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define LAYER(name) (1u << CIRCLET_LAYER_##name)
#define PLACES                                                                \
    (LAYER(UNITS) | LAYER(PEOPLE) | LAYER(FACILITIES) | LAYER(SITES) |        \
     LAYER(GRID) | LAYER(BUILDINGS) | LAYER(VENUES) | LAYER(ENTRANCES) |      \
     LAYER(PLAN))
#define NAMED (LAYER(FACILITIES) | LAYER(SITES) | LAYER(VENUES))
#define COUNTED (LAYER(PEOPLE) | LAYER(TOTALS))

/* Headings are divided by spaces; none has one in it. */
typedef struct heading {
    unsigned layers;
    const char *column;
    const char *texts;
} heading;

static const heading headings[] = {
    {PLACES, "lon", "经度 东经 lng longitude"},
    {PLACES, "lat", "纬度 北纬 latitude"},
    {LAYER(UNITS), "code",
     "代码 编码 区划代码 行政区划代码 统计用区划代码 街道代码 社区代码"},
    {LAYER(UNITS), "name",
     "名称 单位名称 区划名称 区县名称 街道名称 乡镇名称 街乡镇名称 社区名称"},
    {LAYER(UNITS), "level", "级别 层级 行政级别"},
    {LAYER(UNITS), "parent_code", "上级代码 上级编码 上级区划代码"},
    {LAYER(UNITS), "kind", "类型 类别 单位类型"},
    {LAYER(UNITS), "setting", "区域类型 地区类型 地形"},
    {LAYER(UNITS), "tags", "标签"},
    {LAYER(UNITS), "residents", "常住人口 常住人口数 居住人口 人口"},
    {LAYER(PEOPLE), "id",
     "编号 人员编号 个人编号 残疾证号 残疾人证号 残疾证号码 残疾人证号码"},
    {LAYER(PEOPLE), "household", "户号 户编号 家庭编号"},
    {LAYER(PEOPLE), "unit_code",
     "户籍代码 户籍地代码 户籍区划代码 所属社区代码"},
    {LAYER(PEOPLE), "weight", "人数 权重"},
    {LAYER(PEOPLE), "certified", "持证 是否持证"},
    {LAYER(PEOPLE), "age", "年龄"},
    {LAYER(PEOPLE), "birth_year", "出生年 出生年份"},
    {LAYER(PEOPLE), "received", "已获服务 已接受服务 已享受服务"},
    {LAYER(PEOPLE), "old_carer", "老养残 是否老养残"},
    {LAYER(PEOPLE), "poor", "困难 是否困难 贫困 是否贫困"},
    {COUNTED, "kind", "残疾类别 残疾类型"},
    {COUNTED, "grade", "残疾等级 残疾级别"},
    {COUNTED, "aid", "辅具 辅助器具 使用辅具"},
    {COUNTED, "needs", "需求 服务需求"},
    {LAYER(TOTALS) | LAYER(WAIVERS), "unit_code",
     "代码 区划代码 行政区划代码 统计用区划代码 单位代码 街道代码 社区代码"},
    {LAYER(TOTALS), "count", "人数 残疾人数 持证人数 合计"},
    {LAYER(TOTALS), "age_from", "年龄下限 起始年龄"},
    {LAYER(TOTALS), "age_to", "年龄上限 截止年龄"},
    {NAMED, "id", "编号 机构编号 设施编号 场馆编号 地块编号"},
    {NAMED, "name", "名称 机构名称 设施名称 场馆名称 地块名称"},
    {LAYER(FACILITIES), "type", "类型 机构类型 设施类型"},
    {LAYER(FACILITIES), "status", "状态 运营状态"},
    {LAYER(FACILITIES), "building_id", "楼宇编号 建筑编号"},
    {LAYER(FACILITIES), "tier", "层级 级别"},
    {LAYER(FACILITIES), "area_m2", "面积 建筑面积 使用面积"},
    {LAYER(FACILITIES), "services", "服务 服务项目 服务内容"},
    {LAYER(FACILITIES), "is_comprehensive",
     "综合性示范 是否综合性示范 综合性示范温馨家园"},
    {LAYER(FACILITIES), "is_pilot", "改革试点 是否试点 是否改革试点"},
    {LAYER(FACILITIES), "is_reformed", "已改革 是否改革"},
    {LAYER(FACILITIES), "is_reform_base", "改革示范基地 是否改革示范基地"},
    {LAYER(FACILITIES), "stars", "星级"},
    {LAYER(FACILITIES), "directors", "园长 专职园长 园长人数"},
    {LAYER(FACILITIES), "physicians", "医师 医师数 医师人数"},
    {LAYER(FACILITIES), "therapists", "康复治疗师 康复治疗师数"},
    {LAYER(FACILITIES), "nurses", "护士 护士数 护士人数"},
    {LAYER(FACILITIES), "rehab_workers", "康复服务人员 康复服务人员数"},
    {LAYER(FACILITIES), "mental_staff", "精神卫生专业人员 精神卫生专业人员数"},
    {LAYER(FACILITIES), "opened", "开业日期 开办日期 成立日期 启用日期"},
    {LAYER(FACILITIES), "closed", "关闭日期 停用日期"},
    {LAYER(FACILITIES), "address", "地址 详细地址"},
    {LAYER(FACILITIES), "phone", "电话 联系电话"},
    {LAYER(FACILITIES), "hours", "开放时间 营业时间 服务时间"},
    {LAYER(SITES), "types", "可建类型"},
    {LAYER(SITES), "max_area_m2", "最大面积 可用面积"},
    {LAYER(SITES), "max_beds", "最多床位 最大床位数"},
    {LAYER(SITES), "cost_cny", "造价 费用 一次性费用"},
    {LAYER(SITES), "base_score", "基础条件 基础条件评分"},
    {LAYER(GRID), "weight", "人口 人口数 权重"},
    {LAYER(BUILDINGS), "weight", "人口 人口数 权重"},
    {LAYER(BUILDINGS), "floors", "层数 楼层数"},
    {LAYER(BUILDINGS), "dwellings", "户数 住宅户数"},
    {LAYER(VENUES), "kind", "类型 类别"},
    {LAYER(ENTRANCES), "facility", "设施编号 机构编号 场馆编号 所属设施"},
    {LAYER(WAIVERS), "rule", "规则 规则编号"},
    {LAYER(WAIVERS), "document", "文号 批准文号 文件"},
    {LAYER(WAIVERS), "from", "起始日期 生效日期"},
    {LAYER(WAIVERS), "until", "截止日期 失效日期"},
    {LAYER(PLAN), "id", "编号 措施编号 行动编号"},
    {LAYER(PLAN), "kind", "措施 行动 措施类型 行动类型 类别"},
    {LAYER(PLAN), "year", "年份 年度 实施年份 实施年度"},
    {LAYER(PLAN), "start_year", "开工年份 开工年度"},
    {LAYER(PLAN), "facility", "设施 机构 设施编号 机构编号"},
    {LAYER(PLAN), "site", "候选点 候选点编号 地块编号"},
    {LAYER(PLAN), "type", "类型 设施类型 机构类型"},
    {LAYER(PLAN), "tier", "层级 级别"},
    {LAYER(PLAN), "service", "服务 服务项目"},
    {LAYER(PLAN), "from_service", "床位来源 划出服务 原服务"},
    {LAYER(PLAN), "places", "名额 托位 服务名额"},
    {LAYER(PLAN), "beds", "床位 床位数"},
    {LAYER(PLAN), "area_m2", "面积 建筑面积 增加面积"},
    {LAYER(PLAN), "cost_cny", "造价 费用 一次性费用 投资"},
    {LAYER(PLAN), "fixed", "固定 是否固定 必做"},
};

/* Words of a column, each with those that stand for it. An aid "轮椅" is
 * left out: it does not say whether it has a motor. */
typedef struct word {
    const char *column;
    const char *word;
    const char *texts;
} word;

static const word words[] = {
    {"level", "city", "市 市级"},
    {"level", "district", "区 县 区县 区级"},
    {"level", "street", "街道 乡镇 街道乡镇 街乡 街乡镇 乡 镇"},
    {"level", "community", "社区 村 社区村 居委会 村委会"},
    {"kind", "street", "街道"},
    {"kind", "town", "镇"},
    {"kind", "township", "乡"},
    {"kind", "area", "地区"},
    {"kind", "neighbourhood", "社区 居委会"},
    {"kind", "village", "村 行政村 村委会"},
    {"setting", "urban", "城市 城区 城市街道"},
    {"setting", "plain", "平原 农村平原 平原乡镇"},
    {"setting", "mountain", "山区 远郊山区 山区乡镇"},
    {"kind", "visual", "视力 视力残疾"},
    {"kind", "hearing", "听力 听力残疾"},
    {"kind", "speech", "言语 言语残疾"},
    {"kind", "physical", "肢体 肢体残疾"},
    {"kind", "intellectual", "智力 智力残疾"},
    {"kind", "mental", "精神 精神残疾"},
    {"kind", "keep", "保留 维持"},
    {"kind", "enlarge", "扩建 扩大 扩容 增容"},
    {"kind", "add_service", "增加服务 增设服务 新增服务"},
    {"kind", "partition", "分区 划分专区 设专区"},
    {"kind", "designate", "定点 指定 认定"},
    {"kind", "build", "新建 建设"},
    {"kind", "move", "迁移 搬迁 迁址"},
    {"kind", "close", "关闭 撤销 撤并"},
    {"grade", "1", "一级 1级 壹级 一 壹 Ⅰ １"},
    {"grade", "2", "二级 2级 贰级 二 贰 Ⅱ ２"},
    {"grade", "3", "三级 3级 叁级 三 叁 Ⅲ ３"},
    {"grade", "4", "四级 4级 肆级 四 肆 Ⅳ ４"},
    {"aid", "none", "无 不需要"},
    {"aid", "stick", "手杖 拐棍"},
    {"aid", "crutches", "拐杖 腋杖 双拐 腋拐"},
    {"aid", "manual_wheelchair", "手动轮椅 普通轮椅"},
    {"aid", "powered_wheelchair", "电动轮椅"},
    {"aid", "guide_dog", "导盲犬"},
    {"aid", "escort", "陪护 陪同 需陪同"},
    {"status", "open", "开放 运营 运营中 在营 正常"},
    {"status", "planned", "规划 在建 筹建 拟建"},
    {"status", "closed", "关闭 停用 停业 撤销"},
    {"tier", "street", "街道 乡镇 街道级 乡镇级"},
    {"tier", "village", "村 村级"},
    {"type", "warm_home", "温馨家园"},
    {"type", "mental_day_station",
     "精神残疾人日间康复照料站 精神日间康复照料站"},
    {"type", "assistive_device_station", "辅助器具服务站 辅具服务站"},
    {"type", "day_care_station", "日间照料站"},
    {"type", "vocational_station", "职业康复站 职康站 职业康复劳动站"},
    {"type", "elderly_service_station", "社区养老服务驿站 养老驿站"},
    {"type", "elderly_institution", "养老机构 养老院"},
    {"type", "mental_welfare_institution", "精神卫生福利机构"},
    {"type", "special_welfare_institution", "专门福利机构"},
    {"type", "rehabilitation_hospital", "康复医院"},
    {"type", "rehabilitation_institution", "康复机构"},
    {"type", "residential_institution", "托养机构 寄宿托养机构"},
    {"needs", "day_care", "日间照料"},
    {"needs", "mental_care", "精神残疾人社区照料"},
    {"needs", "severe_care", "重度残疾人托养"},
    {"needs", "mental_day", "精神残疾人日间康复照料"},
    {"needs", "assistive_device", "辅助器具 辅具 辅具服务"},
    {"needs", "rehabilitation", "康复 康复服务"},
    {"needs", "rehabilitation_assessment", "康复评估"},
    {"needs", "home_service", "居家服务 居家照护"},
    {"needs", "residential", "寄宿托养 机构托养"},
    {"needs", "respite", "喘息服务"},
    {"needs", "none", "无"},
};

/* Whether a list divided by spaces has the text. */
static bool has_item(const char *list, const char *text)
{
    size_t size = strlen(text);

    while (*list) {
        size_t item = strcspn(list, " ");

        if (item == size && strncmp(list, text, size) == 0)
            return true;
        list += item;
        list += strspn(list, " ");
    }
    return false;
}

/* Whether the name of a field may be what a .dbf left of an item of a list
 * divided by spaces. */
static bool has_cut_item(const char *list, const ci_source *source,
                         uint32_t field)
{
    while (*list) {
        char item[CI_HEADING_SIZE];
        size_t size = strcspn(list, " ");

        if (size < sizeof(item)) {
            memcpy(item, list, size);
            item[size] = '\0';
            if (ci_source_field_may_be(source, field, item))
                return true;
        }
        list += size;
        list += strspn(list, " ");
    }
    return false;
}

static const char *column_of_cut(circlet_layer layer, const ci_source *source,
                                 uint32_t field)
{
    const char *found = NULL;

    for (size_t i = 0; i < COUNT_OF(headings); i++) {
        if (!(headings[i].layers >> layer & 1u) ||
            !has_cut_item(headings[i].texts, source, field))
            continue;
        if (found && strcmp(found, headings[i].column) != 0)
            return NULL;
        found = headings[i].column;
    }
    return found;
}

const char *ci_heading_column(circlet_layer layer, const ci_source *source,
                              uint32_t field)
{
    char text[CI_HEADING_SIZE];

    ci_heading_clean(text, ci_source_field(source, field));
    for (size_t i = 0; i < COUNT_OF(headings); i++)
        if (headings[i].layers >> layer & 1u &&
            has_item(headings[i].texts, text))
            return headings[i].column;
    return column_of_cut(layer, source, field);
}

void ci_heading_add_word(ci_buffer *out, const char *column, const char *text)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i].column, column) == 0 &&
            strcmp(words[i].word, text) == 0) {
            ci_buffer_add_n(out, words[i].texts, strcspn(words[i].texts, " "));
            return;
        }
    ci_buffer_add(out, text);
}

const char *ci_heading_word(const char *column, const char *text)
{
    /* What is needed, received and offered are of the same words. */
    if (strcmp(column, "received") == 0 || strcmp(column, "service") == 0)
        column = "needs";
    else if (strcmp(column, "types") == 0)
        column = "type";
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i].column, column) == 0 &&
            has_item(words[i].texts, text))
            return words[i].word;
    return NULL;
}
