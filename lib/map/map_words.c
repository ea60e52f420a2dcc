#include "map/map_words.h"

typedef struct phrase {
    const char *zh, *en;
} phrase;

static const char *choose(const phrase *from, bool is_chinese)
{
    return is_chinese ? from->zh : from->en;
}

const char *ci_map_word_text(ci_map_word word, bool is_chinese)
{
    static const phrase words[CI_WORD_COUNT] = {
        [CI_WORD_VERDICT] = {"判定结果", "Verdict"},
        [CI_WORD_VERDICT_NOTE] = {"取各条规定中最差者",
                                  "the worst of all rules"},
        [CI_WORD_COVERAGE] = {"服务圈覆盖率", "Share of people covered"},
        [CI_WORD_UNITS] = {"{0}：{1}个", "{0}: {1}"},
        [CI_WORD_BELOW_TARGET] = {"低于规定的比例",
                                  "below what the rule asks"},
        [CI_WORD_FACILITIES] = {"现有设施", "Facilities"},
        [CI_WORD_OTHER_TYPES] = {"其他设施", "others"},
        [CI_WORD_PLAN] = {"方案“{0}”", "Plan '{0}'"},
        [CI_WORD_SITES] = {"候选点", "candidate sites"},
        [CI_WORD_SITES_LEFT] = {"未选用的候选点",
                                "candidate sites not chosen"},
        [CI_WORD_OUTSIDE] = {"服务圈外的残疾人", "People outside the circles"},
        [CI_WORD_PERSONS] = {"{0}人", "{0} persons"},
        [CI_WORD_CELLS] = {"每格边长{0}，不足{1}人的不显示",
                           "in cells of {0}; fewer than {1} not shown"},
        [CI_WORD_BORDERS] = {"界线与道路", "Borders and roads"},
        [CI_WORD_ROADS] = {"道路", "roads"},
        [CI_WORD_MAIN_ROADS] = {"主要道路", "main roads"},
        [CI_WORD_NORTH] = {"北", "N"},
        [CI_WORD_MAP] = {"{0}", "{0}"},
        [CI_WORD_VERDICTS_OF] = {"{0}判定结果图（{1}）", "{0}: verdicts, {1}"},
        [CI_WORD_COVERAGE_OF] = {"{0}服务圈覆盖率图（{1}）",
                                 "{0}: people covered, {1}"},
        [CI_WORD_TODAY] = {"现状", "as it is"},
        [CI_WORD_WITH_PLAN] = {"方案“{0}”实施后", "with plan '{0}'"},
        [CI_WORD_RULE] = {"{0} {1}", "{0} {1}"},
    };

    return choose(&words[word], is_chinese);
}

const char *ci_map_fill_text(ci_fill fill, bool is_chinese)
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

const char *ci_map_action_text(ci_action_mark mark, bool is_chinese)
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

const char *ci_map_level_text(circlet_level level, bool is_chinese)
{
    static const phrase levels[CIRCLET_LEVEL_COUNT] = {
        [CIRCLET_LEVEL_CITY] = {"市界", "city"},
        [CIRCLET_LEVEL_DISTRICT] = {"区界", "districts"},
        [CIRCLET_LEVEL_STREET] = {"街道、乡镇界", "streets and townships"},
        [CIRCLET_LEVEL_COMMUNITY] = {"社区、村界", "communities and villages"},
    };

    return choose(&levels[level], is_chinese);
}

void ci_map_format(ci_buffer *out, const char *template_text,
                   const char *first, const char *second)
{
    for (const char *c = template_text; *c; c++) {
        if (c[0] == '{' && (c[1] == '0' || c[1] == '1') && c[2] == '}') {
            const char *argument = c[1] == '0' ? first : second;

            ci_buffer_add(out, argument ? argument : "");
            c += 2;
        } else
            ci_buffer_add_n(out, c, 1);
    }
}
