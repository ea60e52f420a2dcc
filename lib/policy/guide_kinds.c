/* The parameters of each kind of rule, and which template says them. */
#include <math.h>

#include "policy/circle.h"
#include "policy/guide.h"

static double minutes_of(uint32_t time_ms)
{
    return (double)time_ms / 60000;
}

static const char *mode_name(const ci_explanation *out, size_t mode)
{
    return mode == CI_NO_POSITION ? CI_MODE_OWN : out->policy->modes[mode];
}

static void add_share(ci_explanation *out, const char *zh, const char *en,
                      int64_t micro)
{
    ci_bilingual text = {0};

    ci_bilingual_share(&text, micro);
    ci_explain_text(out, zh, en, &text);
}

static void add_words(ci_explanation *out, const char *zh, const char *en,
                      const ci_words *words)
{
    ci_bilingual text = {0};

    ci_bilingual_words(&text, out->policy, words);
    ci_explain_text(out, zh, en, &text);
}

static void add_count(ci_explanation *out, const char *name, int64_t count)
{
    ci_explain_number(out, name, CIRCLET_ARGUMENT_COUNT_OF, (double)count);
}

static void add_circles(ci_explanation *out, const ci_setting_circles *circles)
{
    ci_bilingual text = {0};

    for (size_t i = 0; i < circles->count; i++) {
        const ci_setting_circle *circle = &circles->items[i];

        ci_bilingual_add(&text, i > 0 ? "；" : "", i > 0 ? "; " : "");
        ci_bilingual_words(&text, out->policy, &circle->settings);
        ci_bilingual_add(&text, "", circle->settings.count > 0 ? " " : "");
        ci_bilingual_number(&text, minutes_of(circle->cutoff_ms));
        ci_bilingual_add(&text, "分钟，", " min, ");
        ci_bilingual_word(&text, out->policy, mode_name(out, circle->mode));
    }
    ci_explain_text(out, "circles_zh", "circles_en", &text);
}

/* ---- kinds -------------------------------------------------------------- */

static const char *explain_circle(ci_explanation *out)
{
    const ci_circle *circle = &out->rule->as.circle;

    ci_explain_number(out, "minutes", CIRCLET_ARGUMENT_MINUTES,
                      minutes_of(circle->cutoff_ms));
    ci_explain_word(out, "mode", mode_name(out, circle->mode));
    add_share(out, "target_zh", "target_en", circle->target_micro);
    return "guide_circle";
}

/* A band starts at a number of people, or above it. */
static void add_band(ci_bilingual *text, const ci_band *band, bool is_alone)
{
    bool is_above = band->from_milli % 1000 == 1;

    if (!is_alone) {
        ci_bilingual_add(text, is_above ? "超过" : "",
                         is_above ? "above " : "from ");
        ci_bilingual_number(text,
                            (double)(band->from_milli - is_above) / 1000);
        ci_bilingual_add(text, is_above ? "人：" : "人起：", ": ");
    }
    if (band->max == INT64_MAX)
        ci_bilingual_add(text, "不少于", "at least ");
    ci_bilingual_number(text, (double)band->min);
    if (band->max != INT64_MAX && band->max != band->min) {
        ci_bilingual_add(text, "至", " to ");
        ci_bilingual_number(text, (double)band->max);
    }
    ci_bilingual_add(text, "个", "");
}

static const char *explain_count(ci_explanation *out)
{
    const ci_count *count = &out->rule->as.count;
    ci_bilingual text = {0};

    for (size_t i = 0; i < count->band_count; i++) {
        ci_bilingual_add(&text, i > 0 ? "，" : "", i > 0 ? ", " : "");
        add_band(&text, &count->bands[i], count->band_count == 1);
    }
    ci_explain_text(out, "bands_zh", "bands_en", &text);
    if (count->band_count > 1 && out->rule->group != CI_NO_POSITION)
        ci_explain_word(out, "by", out->policy->groups[out->rule->group].name);
    return "guide_count";
}

static void add_amount(ci_explanation *out, const ci_ratio *ratio)
{
    static const char *const measures[CIRCLET_MEASURE_COUNT][2] = {
        [CIRCLET_MEASURE_AREA_M2] = {"建筑面积", "floor area"},
        [CIRCLET_MEASURE_STARS] = {"星级", "number of stars"},
        [CIRCLET_MEASURE_DIRECTORS] = {"专职园长人数", "number of directors"},
        [CIRCLET_MEASURE_PHYSICIANS] = {"医师人数", "number of physicians"},
        [CIRCLET_MEASURE_THERAPISTS] = {"康复治疗师人数",
                                        "number of therapists"},
        [CIRCLET_MEASURE_NURSES] = {"护士人数", "number of nurses"},
        [CIRCLET_MEASURE_REHAB_WORKERS] = {"康复服务人员人数",
                                           "number of rehabilitation "
                                           "workers"},
        [CIRCLET_MEASURE_MENTAL_STAFF] = {"精神卫生专业人员人数",
                                          "number of mental-health staff"},
    };
    ci_bilingual text = {0};

    if (ratio->amount == CI_AMOUNT_BEDS)
        ci_bilingual_add(&text, "床位", "number of beds");
    else if (ratio->amount == CI_AMOUNT_PLACES)
        ci_bilingual_add(&text, "名额", "number of places");
    else
        ci_bilingual_add(&text, measures[ratio->measure][0],
                         measures[ratio->measure][1]);
    ci_explain_text(out, "amount_zh", "amount_en", &text);
    if (ratio->service)
        ci_explain_word(out, "service", ratio->service);
}

/* Per what; nothing for what a unit has as such. */
static void add_denominator(ci_explanation *out, const ci_ratio *ratio)
{
    ci_bilingual text = {0};
    bool is_one = ratio->per == 1;

    if (ratio->is_of_unit)
        return;
    ci_bilingual_add(&text, "每", "");
    if (!is_one)
        ci_bilingual_number(&text, (double)ratio->per);
    ci_bilingual_add(&text, "名", is_one ? "" : " ");
    if (ratio->is_of_residents)
        ci_bilingual_add(&text, "常住人口", is_one ? "resident" : "residents");
    else
        ci_bilingual_things(&text, out->policy,
                            out->policy->groups[out->rule->group].name,
                            is_one);
    ci_explain_text(out, "of_zh", "of_en", &text);
}

static const char *explain_ratio(ci_explanation *out)
{
    const ci_ratio *ratio = &out->rule->as.ratio;
    bool has_both = ratio->lower_micro >= 0 && ratio->upper_micro >= 0;
    ci_bilingual limits = {0};

    add_amount(out, ratio);
    add_denominator(out, ratio);
    if (ratio->lower_micro >= 0) {
        ci_bilingual_add(&limits, "不低于", "at least ");
        ci_bilingual_number(&limits, (double)ratio->lower_micro / CI_MILLION);
    }
    ci_bilingual_add(&limits, has_both ? "，" : "", has_both ? " and " : "");
    if (ratio->upper_micro >= 0) {
        ci_bilingual_add(&limits, "不超过", "at most ");
        ci_bilingual_number(&limits, (double)ratio->upper_micro / CI_MILLION);
    }
    if (ratio->is_rounded_up)
        ci_bilingual_add(&limits, "（所需数量向上取整）",
                         ", rounded up to a whole number");
    ci_explain_text(out, "limits_zh", "limits_en", &limits);
    if (ratio->measured_unit &&
        *ci_policy_word_en(out->policy, ratio->measured_unit))
        ci_explain_word(out, "measured_unit", ratio->measured_unit);
    return "guide_ratio";
}

static const char *explain_class_count(ci_explanation *out)
{
    const ci_class_count *count = &out->rule->as.class_count;

    add_count(out, "beds", count->beds);
    add_count(out, "min", count->min);
    add_words(out, "nested_zh", "nested_en", &count->nested);
    return count->is_shared ? "guide_class_count_shared" : "guide_class_count";
}

static const char *explain_each(ci_explanation *out)
{
    const ci_each *each = &out->rule->as.each;
    ci_bilingual text = {0};

    for (size_t i = 0; i < each->part_count; i++) {
        const ci_each_part *part = &each->parts[i];

        ci_bilingual_add(&text, i > 0 ? "，" : "", i > 0 ? ", " : "");
        ci_bilingual_add(&text, "不少于", "at least ");
        ci_bilingual_number(&text, (double)part->min_micro / CI_MILLION);
        ci_bilingual_add(&text, "", " ");
        ci_bilingual_things(&text, out->policy, part->word,
                            part->min_micro == CI_MILLION);
    }
    ci_explain_text(out, "parts_zh", "parts_en", &text);
    if (each->beds)
        ci_explain_word(out, "beds", each->beds);
    return "guide_each";
}

static void add_years(ci_bilingual *text, const ci_phase_step *step)
{
    ci_bilingual_number(text, step->from);
    if (step->until < 0) {
        ci_bilingual_add(text, "年起", " on");
    } else if (step->until > step->from) {
        ci_bilingual_add(text, "至", " to ");
        ci_bilingual_number(text, step->until);
        ci_bilingual_add(text, "年", "");
    } else {
        ci_bilingual_add(text, "年", "");
    }
}

static void add_step(ci_bilingual *text, const ci_explanation *out,
                     const ci_phase_step *step)
{
    add_years(text, step);
    if (step->force != out->rule->force) {
        ci_bilingual_add(text, "（", " (");
        ci_bilingual_word(text, out->policy, circlet_force_name(step->force));
        ci_bilingual_add(text, "）", ")");
    }
    ci_bilingual_add(text, "，每个", ", in every ");
    ci_bilingual_word(text, out->policy, circlet_level_name(step->level));
    if (step->tag) {
        ci_bilingual_add(text, "（", " (");
        ci_bilingual_add(text, step->tag, step->tag);
        ci_bilingual_add(text, "）", ")");
    }
    ci_bilingual_add(text, "：", ": ");
    if (step->goal == CI_PHASE_COUNT) {
        ci_bilingual_add(text, "至少", "at least ");
        ci_bilingual_number(text, (double)step->min);
        ci_bilingual_add(text, "个", "");
    } else if (step->goal == CI_PHASE_SHARE) {
        ci_bilingual_add(text, "至少", "at least ");
        ci_bilingual_share(text, step->target_micro);
    } else {
        ci_bilingual_add(text, "已开始", "begun");
    }
    if (step->having.word) {
        ci_bilingual_add(text, "（", " (");
        ci_bilingual_word(text, out->policy, step->having.word);
        ci_bilingual_add(text, "）", ")");
    }
}

static const char *explain_phase(ci_explanation *out)
{
    const ci_phase *phase = &out->rule->as.phase;
    ci_bilingual text = {0};

    for (size_t i = 0; i < phase->step_count; i++) {
        ci_bilingual_add(&text, i > 0 ? "；" : "", i > 0 ? "; " : "");
        add_step(&text, out, &phase->steps[i]);
    }
    ci_explain_text(out, "steps_zh", "steps_en", &text);
    return "guide_phase";
}

static const char *explain_received(ci_explanation *out)
{
    const ci_received *received = &out->rule->as.received;

    ci_explain_word(out, "service", received->service);
    add_share(out, "target_zh", "target_en", received->target_micro);
    add_circles(out, &received->reach);
    return "guide_received";
}

static void add_kinds(ci_explanation *out, const ci_list *list)
{
    ci_bilingual text = {0};

    for (size_t i = 0; i < list->kind_count; i++) {
        ci_bilingual_add(&text, i > 0 ? "、" : "", i > 0 ? ", " : "");
        ci_bilingual_word(&text, out->policy,
                          out->policy->groups[list->kinds[i].group].name);
    }
    ci_explain_text(out, "kinds_zh", "kinds_en", &text);
}

static const char *explain_list(ci_explanation *out)
{
    static const char *const templates[CI_LIST_OF_COUNT] = {
        [CI_LIST_SAMPLE] = "guide_sample",
        [CI_LIST_UNITS] = "guide_list_units",
        [CI_LIST_NEED] = "guide_list_need",
        [CI_LIST_KINDS] = "guide_list_kinds",
    };
    const ci_list *list = &out->rule->as.list;

    if (list->of == CI_LIST_SAMPLE)
        add_share(out, "share_zh", "share_en", list->share_micro);
    if (list->of == CI_LIST_KINDS)
        add_share(out, "target_zh", "target_en", list->target_micro);
    if (list->tag)
        ci_explain_word(out, "tag", list->tag);
    if (list->of == CI_LIST_UNITS)
        ci_explain_number(out, "persons", CIRCLET_ARGUMENT_PERSONS,
                          (double)list->min_milli / 1000);
    if (list->of == CI_LIST_NEED) {
        ci_explain_word(out, "member",
                        list->member_word
                            ? list->member_word
                            : circlet_level_name(list->member_level));
        add_words(out, "member_settings_zh", "member_settings_en",
                  &list->member_settings);
    }
    add_circles(out, &list->circles);
    add_kinds(out, list);
    return templates[list->of];
}

static const char *explain_near(ci_explanation *out)
{
    const ci_near *near = &out->rule->as.near;

    add_words(out, "venues_zh", "venues_en", &near->kinds);
    ci_explain_number(out, "minutes", CIRCLET_ARGUMENT_MINUTES,
                      minutes_of(near->cutoff_ms));
    ci_explain_word(out, "mode", mode_name(out, near->mode));
    if (near->host_residents > 0)
        add_count(out, "residents", near->host_residents);
    return "guide_near";
}

static const char *explain_places(ci_explanation *out)
{
    const ci_places *places = &out->rule->as.places;

    ci_explain_word(out, "service", places->service);
    add_share(out, "target_zh", "target_en", places->target_micro);
    add_circles(out, &places->circles);
    if (places->focus != CI_NO_POSITION)
        ci_explain_word(out, "focus", out->policy->groups[places->focus].name);
    return "guide_places";
}

static const char *explain_evenness(ci_explanation *out)
{
    const ci_evenness *evenness = &out->rule->as.evenness;

    ci_explain_word(out, "service", evenness->service);
    add_circles(out, &evenness->circles);
    ci_explain_number(out, "gini", CIRCLET_ARGUMENT_NUMBER,
                      (double)evenness->gini_micro / CI_MILLION);
    if (evenness->least_micro > 0)
        add_share(out, "least_zh", "least_en", evenness->least_micro);
    return "guide_evenness";
}

static const char *explain_group_size(ci_explanation *out)
{
    const ci_group_size *size = &out->rule->as.group_size;

    add_count(out, "from", size->size_from);
    add_count(out, "to", size->size_to);
    ci_explain_word(out, "member", size->member_word);
    ci_explain_word(out, "mode", mode_name(out, size->mode));
    ci_explain_number(out, "cutoff", CIRCLET_ARGUMENT_MINUTES,
                      minutes_of(size->cutoff_ms));
    ci_explain_number(out, "host_person", CIRCLET_ARGUMENT_MINUTES,
                      (double)size->host_person_ms / 60000);
    ci_explain_number(out, "host_base", CIRCLET_ARGUMENT_MINUTES,
                      (double)size->host_base_ms / 60000);
    return "guide_group_size";
}

const char *ci_explain_kind(ci_explanation *out)
{
    static const char *(*const explainers[CI_RULE_KIND_COUNT])(
        ci_explanation *) = {
        [CI_RULE_CIRCLE] = explain_circle,
        [CI_RULE_COUNT] = explain_count,
        [CI_RULE_RATIO] = explain_ratio,
        [CI_RULE_CLASS_COUNT] = explain_class_count,
        [CI_RULE_EACH] = explain_each,
        [CI_RULE_PHASE] = explain_phase,
        [CI_RULE_RECEIVED] = explain_received,
        [CI_RULE_LIST] = explain_list,
        [CI_RULE_NEAR] = explain_near,
        [CI_RULE_PLACES] = explain_places,
        [CI_RULE_EVENNESS] = explain_evenness,
        [CI_RULE_GROUP_SIZE] = explain_group_size,
    };

    return explainers[out->rule->kind](out);
}
