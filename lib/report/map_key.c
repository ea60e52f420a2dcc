#include "report/map_key.h"

#include <string.h>

/* ---- colours ------------------------------------------------------------ */

/*
 * Hues that people with any kind of colour blindness tell apart (Okabe and
 * Ito 2008, Color Universal Design), made lighter so that names can be read on
 * them; shares from light yellow to green, evenly darker, as ColorBrewer's
 * sequential schemes (Harrower and Brewer 2003).
 */
static const uint32_t colours[CI_FILL_COUNT] = {
    [CI_FILL_NONE] = 0xf5f4ef,      [CI_FILL_PASS] = 0x8fd0bd,
    [CI_FILL_ADVICE] = 0xb9daf1,    [CI_FILL_NO_DATA] = 0xd9d9d9,
    [CI_FILL_UNDECIDED] = 0xf7eea0, [CI_FILL_SHOULD] = 0xfbdcb0,
    [CI_FILL_MUST_1] = 0xf9c08a,    [CI_FILL_MUST_2] = 0xf0a066,
    [CI_FILL_MUST_4] = 0xe07c48,    [CI_FILL_MUST_7] = 0xc45a30,
    [CI_FILL_SHARE_0] = 0xfff4d6,   [CI_FILL_SHARE_50] = 0xd9ebb4,
    [CI_FILL_SHARE_70] = 0xb5dcab,  [CI_FILL_SHARE_90] = 0x82c29a,
    [CI_FILL_SHARE_100] = 0x4fa58a, [CI_FILL_FEW] = 0xe4e2dc,
};

uint32_t ci_fill_colour(ci_fill fill)
{
    return colours[fill];
}

ci_fill ci_fill_of_broken(size_t rules)
{
    if (rules >= 7)
        return CI_FILL_MUST_7;
    if (rules >= 4)
        return CI_FILL_MUST_4;
    return rules >= 2 ? CI_FILL_MUST_2 : CI_FILL_MUST_1;
}

ci_fill ci_fill_of_share(double share)
{
    static const double from[CI_FILL_SHARES] = {0, 0.5, 0.7, 0.9, 1};
    int found = 0;

    for (int i = 1; i < CI_FILL_SHARES; i++)
        if (share >= from[i])
            found = i;
    return (ci_fill)(CI_FILL_FIRST_SHARE + found);
}

/* ---- marks -------------------------------------------------------------- */

ci_mark ci_mark_of_type(const char *type)
{
    static const struct {
        const char *type;
        ci_mark mark;
    } marks[] = {
        {"warm_home", {CI_SHAPE_CIRCLE, false}},
        {"day_care_station", {CI_SHAPE_SQUARE, false}},
        {"mental_day_station", {CI_SHAPE_DIAMOND, false}},
        {"assistive_device_station", {CI_SHAPE_TRIANGLE, false}},
        {"vocational_station", {CI_SHAPE_INVERTED, false}},
        {"rehabilitation_hospital", {CI_SHAPE_CROSS, false}},
        {"rehabilitation_institution", {CI_SHAPE_CROSS, true}},
        {"residential_institution", {CI_SHAPE_PENTAGON, false}},
        {"mental_welfare_institution", {CI_SHAPE_DIAMOND, true}},
        {"special_welfare_institution", {CI_SHAPE_PENTAGON, true}},
        {"elderly_institution", {CI_SHAPE_SQUARE, true}},
        {"elderly_service_station", {CI_SHAPE_TRIANGLE, true}},
    };

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (strcmp(marks[i].type, type) == 0)
            return marks[i].mark;
    return (ci_mark){CI_SHAPE_CIRCLE, true};
}

static const char *const action_kinds[CI_ACTION_COUNT] = {
    "build",     "enlarge", "add_service", "partition",
    "designate", "move",    "close"};

ci_action_mark ci_action_mark_of(const char *kind)
{
    int found = 0;

    while (found < CI_ACTION_COUNT && strcmp(action_kinds[found], kind) != 0)
        found++;
    return (ci_action_mark)found;
}

/* ---- words -------------------------------------------------------------- */

typedef struct phrase {
    const char *zh, *en;
} phrase;

static const char *choose(const phrase *from, bool is_chinese)
{
    return is_chinese ? from->zh : from->en;
}

const char *ci_fill_text(ci_fill fill, bool is_chinese)
{
    static const phrase fills[CI_FILL_COUNT] = {
        [CI_FILL_NONE] = {"无适用规定", "no rule applies"},
        [CI_FILL_PASS] = {"符合", "pass"},
        [CI_FILL_ADVICE] = {"提示", "advice"},
        [CI_FILL_NO_DATA] = {"缺少数据", "no data"},
        [CI_FILL_UNDECIDED] = {"暂不能判定", "undecided"},
        [CI_FILL_SHOULD] = {"不符合“应当”类规定",
                            "fail: a rule that should be kept"},
        [CI_FILL_MUST_1] = {"1条“必须”类规定不符合",
                            "fail: 1 rule that must be kept"},
        [CI_FILL_MUST_2] = {"2至3条不符合", "fail: 2 or 3 of these"},
        [CI_FILL_MUST_4] = {"4至6条不符合", "fail: 4 to 6"},
        [CI_FILL_MUST_7] = {"7条及以上不符合", "fail: 7 or more"},
        [CI_FILL_SHARE_0] = {"不足50%", "below 50%"},
        [CI_FILL_SHARE_50] = {"50%至不足70%", "50% to below 70%"},
        [CI_FILL_SHARE_70] = {"70%至不足90%", "70% to below 90%"},
        [CI_FILL_SHARE_90] = {"90%至不足100%", "90% to below 100%"},
        [CI_FILL_SHARE_100] = {"100%", "100%"},
        [CI_FILL_FEW] = {"不足5人，不显示", "fewer than 5 people: not shown"},
    };

    return choose(&fills[fill], is_chinese);
}

const char *ci_action_text(ci_action_mark mark, bool is_chinese)
{
    static const phrase actions[CI_ACTION_COUNT] = {
        [CI_ACTION_BUILD] = {"新建", "built"},
        [CI_ACTION_ENLARGE] = {"扩建", "enlarged"},
        [CI_ACTION_ADD_SERVICE] = {"增设服务", "a service added"},
        [CI_ACTION_PARTITION] = {"设置专区", "a section set apart"},
        [CI_ACTION_DESIGNATE] = {"确定为定点机构", "designated"},
        [CI_ACTION_MOVE] = {"迁建", "moved"},
        [CI_ACTION_CLOSE] = {"关闭", "closed"},
    };

    return choose(&actions[mark], is_chinese);
}

const char *ci_level_border_text(circlet_level level, bool is_chinese)
{
    static const phrase levels[CIRCLET_LEVEL_COUNT] = {
        [CIRCLET_LEVEL_CITY] = {"市界", "city"},
        [CIRCLET_LEVEL_DISTRICT] = {"区界", "districts"},
        [CIRCLET_LEVEL_STREET] = {"街道、乡镇界", "streets and townships"},
        [CIRCLET_LEVEL_COMMUNITY] = {"社区、村界", "communities and villages"},
    };

    return choose(&levels[level], is_chinese);
}

const char *ci_level_title(circlet_level level, bool is_chinese)
{
    static const phrase levels[CIRCLET_LEVEL_COUNT] = {
        [CIRCLET_LEVEL_CITY] = {"全市", "City"},
        [CIRCLET_LEVEL_DISTRICT] = {"区", "Districts"},
        [CIRCLET_LEVEL_STREET] = {"街道、乡镇", "Streets and townships"},
        [CIRCLET_LEVEL_COMMUNITY] = {"社区、村", "Communities and villages"},
    };

    return choose(&levels[level], is_chinese);
}
