/* What the funds of a policy pay, in words. */
#include "base/error.h"
#include "policy/cost.h"
#include "policy/guide.h"

/* What a facility must be besides its type, as the city file calls it. */
static void add_conditions(ci_bilingual *text, const ci_fund *fund)
{
    const ci_selection *which = &fund->facility;
    const struct {
        circlet_answer answer;
        const char *yes, *no;
    } flags[] = {
        {which->is_comprehensive, "is_comprehensive", "not is_comprehensive"},
        {which->is_pilot, "is_pilot", "not is_pilot"},
        {which->is_reformed, "is_reformed", "not is_reformed"},
        {which->is_reform_base, "is_reform_base", "not is_reform_base"}};

    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        const char *name =
            flags[i].answer == CIRCLET_YES ? flags[i].yes : flags[i].no;

        if (flags[i].answer == CIRCLET_UNKNOWN)
            continue;
        ci_bilingual_add(text, "（", " (");
        ci_bilingual_add(text, name, name);
        ci_bilingual_add(text, "）", ")");
    }
    if (fund->stars < 0)
        return;
    ci_bilingual_add(text, "（", " (");
    ci_bilingual_number(text, fund->stars);
    ci_bilingual_add(text, "星）", " stars)");
}

static void add_person(ci_bilingual *text, const circlet_policy *policy,
                       const ci_fund *fund)
{
    ci_bilingual_number(text, (double)fund->per_person_cny);
    ci_bilingual_add(text, "元，按以其为最近设施的每人计",
                     " CNY for each person to whom it is the nearest");
    for (size_t i = 0; i < fund->circle_count; i++) {
        const char *id = policy->rules[fund->circles[i]].id;

        ci_bilingual_add(text, i > 0 ? "、" : "（",
                         i > 0 ? " or " : " within the circle of ");
        ci_bilingual_add(text, id, id);
    }
    ci_bilingual_add(text, fund->circle_count > 0 ? "圈内）" : "", "");
}

static void describe(ci_bilingual *text, const circlet_policy *policy,
                     const ci_fund *fund)
{
    bool has_both = fund->per_facility_cny > 0 && fund->per_person_cny > 0;

    ci_bilingual_add(text, fund->is_once ? "一次性：每个" : "每年：每个",
                     fund->is_once ? "Once, for each " : "Yearly, for each ");
    ci_bilingual_things(text, policy, fund->facility.word, true);
    add_conditions(text, fund);
    ci_bilingual_add(text, "，", ": ");
    if (fund->per_facility_cny > 0) {
        ci_bilingual_number(text, (double)fund->per_facility_cny);
        ci_bilingual_add(text, "元", " CNY");
    }
    ci_bilingual_add(text, has_both ? "，另" : "", has_both ? " and " : "");
    if (fund->per_person_cny > 0)
        add_person(text, policy, fund);
    ci_bilingual_add(text, "。", ".");
}

static const char *keep(ci_arena *arena, const ci_buffer *text)
{
    return text->failed || !text->text ? NULL
                                       : ci_arena_copy(arena, text->text);
}

circlet_status ci_explain_fund(circlet_guide_fund *out,
                               const circlet_policy *policy,
                               const ci_fund *fund, ci_arena *arena,
                               circlet_error *error)
{
    ci_bilingual text = {0};

    describe(&text, policy, fund);
    *out = (circlet_guide_fund){.id = fund->id,
                                .title_zh = fund->title_zh,
                                .title_en = fund->title_en,
                                .is_once = fund->is_once,
                                .from = fund->from,
                                .until = fund->until,
                                .per_facility_cny =
                                    (double)fund->per_facility_cny,
                                .per_person_cny = (double)fund->per_person_cny,
                                .citation = fund->citation,
                                .quote = fund->quote,
                                .text_zh = keep(arena, &text.zh),
                                .text_en = keep(arena, &text.en)};
    ci_bilingual_clear(&text);
    return out->text_zh && out->text_en ? CIRCLET_OK : ci_fail_nomem(error);
}
