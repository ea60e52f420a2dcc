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
        [CI_WORD_CELLS_HIDDEN] = {"均在不足{0}人的格内，未显示",
                                  "all in cells of fewer than {0}: not shown"},
        [CI_WORD_CELLS_NONE] = {"图上没有", "none on this map"},
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
