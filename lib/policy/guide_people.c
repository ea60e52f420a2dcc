/* Who belongs to a group, in words. */
#include <string.h>

#include "policy/guide.h"

typedef struct vocabulary {
    const char *word, *zh, *en;
} vocabulary;

/* Kinds of disability and aids as every city has them. */
static const vocabulary names[] = {
    {"visual", "视力", "visual"},
    {"hearing", "听力", "hearing"},
    {"speech", "言语", "speech"},
    {"physical", "肢体", "physical"},
    {"intellectual", "智力", "intellectual"},
    {"mental", "精神", "mental"},
    {"none", "无", "none"},
    {"stick", "手杖", "stick"},
    {"crutches", "拐杖", "crutches"},
    {"manual_wheelchair", "手动轮椅", "manual wheelchair"},
    {"powered_wheelchair", "电动轮椅", "powered wheelchair"},
    {"guide_dog", "导盲犬", "guide dog"},
    {"escort", "由人陪同", "escort"},
    {"unknown", "不详", "not known"},
};

#define NAME_COUNT (sizeof(names) / sizeof(names[0]))

static void add_name(ci_bilingual *out, const char *word)
{
    for (size_t i = 0; i < NAME_COUNT; i++)
        if (strcmp(names[i].word, word) == 0) {
            ci_bilingual_add(out, names[i].zh, names[i].en);
            return;
        }
    ci_bilingual_add(out, word, word);
}

/* Between two parts of a condition. */
static void start_part(ci_bilingual *out, size_t *count)
{
    if ((*count)++ > 0)
        ci_bilingual_add(out, "，", "; ");
}

static void add_names(ci_bilingual *out, size_t *count, const char *zh,
                      const char *en, const ci_words *words)
{
    if (words->count == 0)
        return;
    start_part(out, count);
    ci_bilingual_add(out, zh, en);
    for (size_t i = 0; i < words->count; i++) {
        ci_bilingual_add(out, i > 0 ? "或" : "", i > 0 ? " or " : "");
        add_name(out, words->items[i]);
    }
}

static void add_services(ci_bilingual *out, size_t *count, const char *zh,
                         const char *en, const circlet_policy *policy,
                         const ci_words *words)
{
    if (words->count == 0)
        return;
    start_part(out, count);
    ci_bilingual_add(out, zh, en);
    for (size_t i = 0; i < words->count; i++) {
        ci_bilingual_add(out, i > 0 ? "或" : "", i > 0 ? " or " : "");
        ci_bilingual_word(out, policy, words->items[i]);
    }
}

static void add_answer(ci_bilingual *out, size_t *count, circlet_answer answer,
                       const char *const texts[4])
{
    if (answer == CIRCLET_UNKNOWN)
        return;
    start_part(out, count);
    if (answer == CIRCLET_YES)
        ci_bilingual_add(out, texts[0], texts[1]);
    else
        ci_bilingual_add(out, texts[2], texts[3]);
}

static void add_range(ci_bilingual *out, size_t *count, const char *zh,
                      const char *en, const int range[2])
{
    if (range[0] < 0 && range[1] < 0)
        return;
    start_part(out, count);
    ci_bilingual_add(out, zh, en);
    if (range[0] == range[1]) {
        ci_bilingual_number(out, range[0]);
        return;
    }
    if (range[0] >= 0) {
        ci_bilingual_add(out, "", range[1] < 0 ? "from " : "");
        ci_bilingual_number(out, range[0]);
        ci_bilingual_add(out, range[1] < 0 ? "及以上" : "至",
                         range[1] < 0 ? "" : " to ");
    } else {
        ci_bilingual_add(out, "", "up to ");
    }
    if (range[1] >= 0)
        ci_bilingual_number(out, range[1]);
    ci_bilingual_add(out, range[0] < 0 ? "及以下" : "", "");
}

static void add_facts(ci_bilingual *out, size_t *count,
                      const ci_condition *condition)
{
    static const char *const certified[] = {"持证", "certified", "未持证",
                                            "not certified"};
    static const char *const poor[] = {"困难", "poor", "非困难", "not poor"};
    static const char *const carer[] = {"由老人照料", "cared for by the old",
                                        "不由老人照料",
                                        "not cared for by the old"};
    const int grades[] = {condition->grade_from, condition->grade_to};
    const int ages[] = {condition->age_from, condition->age_to};

    add_answer(out, count, condition->certified, certified);
    add_answer(out, count, condition->poor, poor);
    add_answer(out, count, condition->old_carer, carer);
    add_names(out, count, "残疾类别：", "kind: ", &condition->kinds);
    add_range(out, count, "残疾等级", "grade ", grades);
    add_range(out, count, "年龄", "age ", ages);
    add_names(out, count, "辅具：", "aid: ", &condition->aids);
}

/* Conditions hold others, but no deeper than a policy file writes them. */
void ci_explain_condition(ci_bilingual *out, const circlet_policy *policy,
                          const ci_condition *condition)
{
    size_t count = 0;

    add_facts(out, &count, condition);
    add_services(out, &count, "需要：", "needs ", policy, &condition->needs);
    add_services(out, &count, "已获：", "has received ", policy,
                 &condition->received);
    if (condition->household_certified > 0) {
        start_part(out, &count);
        ci_bilingual_add(out, "同户持证人数不少于", "at least ");
        ci_bilingual_number(out, condition->household_certified);
        ci_bilingual_add(out, "", " certified in the household");
    }
    for (size_t i = 0; i < condition->any_count; i++) {
        if (i == 0)
            start_part(out, &count);
        ci_bilingual_add(out, i > 0 ? "或（" : "（", i > 0 ? " or (" : "(");
        ci_explain_condition(out, policy, &condition->any[i]);
        ci_bilingual_add(out, "）", ")");
    }
    if (count == 0)
        ci_bilingual_add(out, "所有人", "everyone");
}
