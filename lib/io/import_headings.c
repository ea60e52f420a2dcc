#include "io/import_headings.h"

#include <stddef.h>
#include <string.h>

typedef struct heading {
    const char *text;
    const char *column;
} heading;

static const heading unit_headings[] = {{"代码", "code"},
                                        {"编码", "code"},
                                        {"行政区划代码", "code"},
                                        {"区划代码", "code"},
                                        {"街道代码", "code"},
                                        {"社区代码", "code"},
                                        {"名称", "name"},
                                        {"街道名称", "name"},
                                        {"社区名称", "name"},
                                        {"乡镇名称", "name"},
                                        {"区县名称", "name"},
                                        {"级别", "level"},
                                        {"层级", "level"},
                                        {"上级代码", "parent_code"},
                                        {"上级编码", "parent_code"},
                                        {"上级区划代码", "parent_code"},
                                        {"类型", "kind"},
                                        {"区域类型", "setting"},
                                        {"地形", "setting"},
                                        {"标签", "tags"},
                                        {"常住人口", "residents"},
                                        {"人口", "residents"},
                                        {"经度", "lon"},
                                        {"纬度", "lat"},
                                        {NULL, NULL}};

static const heading people_headings[] = {{"编号", "id"},
                                          {"人员编号", "id"},
                                          {"序号", "id"},
                                          {"经度", "lon"},
                                          {"纬度", "lat"},
                                          {"户号", "household"},
                                          {"家庭编号", "household"},
                                          {"社区代码", "unit_code"},
                                          {"街道代码", "unit_code"},
                                          {"户籍代码", "unit_code"},
                                          {"区划代码", "unit_code"},
                                          {"权重", "weight"},
                                          {"持证", "certified"},
                                          {"是否持证", "certified"},
                                          {"残疾类别", "kind"},
                                          {"残疾类型", "kind"},
                                          {"残疾等级", "grade"},
                                          {"残疾级别", "grade"},
                                          {"年龄", "age"},
                                          {"出生年份", "birth_year"},
                                          {"出生年", "birth_year"},
                                          {"辅助器具", "aid"},
                                          {"辅具", "aid"},
                                          {"服务需求", "needs"},
                                          {"需求", "needs"},
                                          {"已接受服务", "received"},
                                          {"已享受服务", "received"},
                                          {"老养残", "old_carer"},
                                          {"贫困", "poor"},
                                          {"是否贫困", "poor"},
                                          {NULL, NULL}};

static const heading facility_headings[] = {{"编号", "id"},
                                            {"机构编号", "id"},
                                            {"设施编号", "id"},
                                            {"名称", "name"},
                                            {"机构名称", "name"},
                                            {"设施名称", "name"},
                                            {"类型", "type"},
                                            {"机构类型", "type"},
                                            {"设施类型", "type"},
                                            {"经度", "lon"},
                                            {"纬度", "lat"},
                                            {"状态", "status"},
                                            {"面积", "area_m2"},
                                            {"建筑面积", "area_m2"},
                                            {"使用面积", "area_m2"},
                                            {"服务项目", "services"},
                                            {"服务内容", "services"},
                                            {"星级", "stars"},
                                            {"护士", "nurses"},
                                            {"医师", "physicians"},
                                            {"治疗师", "therapists"},
                                            {"开业时间", "opened"},
                                            {"成立时间", "opened"},
                                            {"关闭时间", "closed"},
                                            {"地址", "address"},
                                            {"电话", "phone"},
                                            {"联系电话", "phone"},
                                            {"开放时间", "hours"},
                                            {NULL, NULL}};

static const heading *const layer_headings[CIRCLET_LAYER_COUNT] = {
    [CIRCLET_LAYER_UNITS] = unit_headings,
    [CIRCLET_LAYER_PEOPLE] = people_headings,
    [CIRCLET_LAYER_FACILITIES] = facility_headings};

static const struct {
    const char *column, *text, *word;
} words[] = {
    {"level", "市", "city"},          {"level", "区", "district"},
    {"level", "区县", "district"},    {"level", "街道", "street"},
    {"level", "街道乡镇", "street"},  {"level", "社区", "community"},
    {"level", "社区村", "community"}, {"kind", "视力", "visual"},
    {"kind", "听力", "hearing"},      {"kind", "言语", "speech"},
    {"kind", "肢体", "physical"},     {"kind", "智力", "intellectual"},
    {"kind", "精神", "mental"},       {"grade", "一级", "1"},
    {"grade", "二级", "2"},           {"grade", "三级", "3"},
    {"grade", "四级", "4"},           {"type", "温馨家园", "warm_home"},
};

const char *ci_heading_column(circlet_layer layer, const char *name)
{
    const heading *list = layer_headings[layer];

    for (; list && list->text; list++)
        if (strcmp(list->text, name) == 0)
            return list->column;
    return NULL;
}

const char *ci_heading_word(const char *column, const char *text)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcmp(words[i].column, column) == 0 &&
            strcmp(words[i].text, text) == 0)
            return words[i].word;
    return NULL;
}
