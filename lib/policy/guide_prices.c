/* What can be built and done under a policy, and for how much, in words. */
#include <math.h>

#include "base/error.h"
#include "policy/circle.h"
#include "policy/guide.h"
#include "policy/price.h"

static const char *keep(ci_arena *arena, const ci_buffer *text)
{
    return text->failed || !text->text ? NULL
                                       : ci_arena_copy(arena, text->text);
}

/* ---- where sums come from ----------------------------------------------- */

/* "; cost: assumed (SOURCE)"; a source beside what is assumed says what of
 * it is not. */
static void add_origin(ci_bilingual *text, const char *zh, const char *en,
                       const ci_origin *origin)
{
    const char *source = origin->source ? origin->source : "";

    ci_bilingual_add(text, "；", "; ");
    ci_bilingual_add(text, zh, en);
    ci_bilingual_add(text, "：", ": ");
    if (origin->is_assumed)
        ci_bilingual_add(text, "假设", "assumed");
    if (origin->is_assumed && origin->source)
        ci_bilingual_add(text, "（", " (");
    ci_bilingual_add(text, source, source);
    if (origin->is_assumed && origin->source)
        ci_bilingual_add(text, "）", ")");
}

static bool is_same(const ci_origin *a, const ci_origin *b)
{
    return a->source == b->source && a->is_assumed == b->is_assumed;
}

/* One statement where both sums have one origin. */
static void add_origins(ci_bilingual *text, const ci_origin *once,
                        const ci_origin *yearly, bool has_yearly)
{
    if (!has_yearly || is_same(once, yearly)) {
        add_origin(text, "金额来源", "sums", once);
        return;
    }
    add_origin(text, "一次性金额来源", "sums paid once", once);
    add_origin(text, "年运行费来源", "running costs", yearly);
}

/* ---- how long it takes -------------------------------------------------- */

static void add_lead(ci_bilingual *text, int months)
{
    if (months <= 0)
        return;
    ci_bilingual_add(text, "；工期", "; takes ");
    ci_bilingual_number(text, months);
    ci_bilingual_add(text, "个月", months == 1 ? " month" : " months");
}

/* ---- what can be built -------------------------------------------------- */

static void add_count(ci_bilingual *text, int64_t count, const char *zh,
                      const char *en)
{
    if (count < 0)
        return;
    ci_bilingual_add(text, "（", " (");
    ci_bilingual_number(text, (double)count);
    ci_bilingual_add(text, zh, en);
    ci_bilingual_add(text, "）", ")");
}

static void add_services(ci_bilingual *text, const circlet_policy *policy,
                         const circlet_guide_building *building)
{
    ci_bilingual_add(text, "提供", "Offers ");
    if (building->service_count == 0)
        ci_bilingual_add(text, "该类设施的服务", "what its type does");
    for (size_t i = 0; i < building->service_count; i++) {
        const circlet_service_record *offer = &building->services[i];

        ci_bilingual_add(text, i > 0 ? "、" : "", i > 0 ? ", " : "");
        ci_bilingual_word(text, policy, offer->service);
        add_count(text, offer->places, "个名额",
                  offer->places == 1 ? " place" : " places");
        add_count(text, offer->beds, "张床位",
                  offer->beds == 1 ? " bed" : " beds");
    }
}

/* Of a size for units of some settings. */
static void add_settings(ci_bilingual *text, const circlet_policy *policy,
                         const ci_words *settings)
{
    for (size_t i = 0; i < settings->count; i++) {
        ci_bilingual_add(text, i > 0 ? "、" : "；限于：",
                         i > 0 ? ", " : "; only where it is: ");
        ci_bilingual_word(text, policy, settings->items[i]);
    }
}

static void describe_building(ci_bilingual *text, const circlet_policy *policy,
                              const ci_catalogue_entry *entry,
                              const ci_catalogue_size *size,
                              const circlet_guide_building *building)
{
    add_services(text, policy, building);
    add_settings(text, policy, &size->settings);
    if (building->tier) {
        ci_bilingual_add(text, "；层级：", "; tier: ");
        ci_bilingual_word(text, policy, building->tier);
    }
    if (building->is_comprehensive != CIRCLET_UNKNOWN)
        ci_bilingual_add(
            text,
            building->is_comprehensive == CIRCLET_YES ? "；综合性"
                                                      : "；非综合性",
            building->is_comprehensive == CIRCLET_YES ? "; comprehensive"
                                                      : "; not comprehensive");
    if (building->is_standard && entry->size_count > 0)
        ci_bilingual_add(text, "；标准规模", "; the standard size");
    if (!isnan(building->area_max_m2)) {
        ci_bilingual_add(text, "；可扩至", "; may grow to ");
        ci_bilingual_number(text, building->area_max_m2);
        ci_bilingual_add(text, "平方米", " m²");
    }
    add_lead(text, entry->lead_months);
    if (!isnan(building->cost_cny) || !isnan(building->yearly_cny))
        add_origins(text, &entry->origin, &entry->yearly_origin,
                    !isnan(building->yearly_cny));
    ci_bilingual_add(text, "。", ".");
}

circlet_status ci_explain_building(circlet_guide_building *out,
                                   const circlet_policy *policy,
                                   const ci_catalogue_entry *entry,
                                   size_t size, ci_arena *arena,
                                   circlet_error *error)
{
    const ci_catalogue_size built = ci_catalogue_size_at(entry, size);
    const circlet_facility_record *facility = &built.facility;
    ci_bilingual text = {0};

    *out = (circlet_guide_building){
        .type = facility->type,
        .title_zh = ci_policy_word_zh(policy, facility->type),
        .title_en = ci_policy_word_en(policy, facility->type),
        .is_standard = size == ci_catalogue_standard(entry),
        .tier = facility->tier,
        .is_comprehensive = facility->is_comprehensive,
        .area_m2 = facility->measures[CIRCLET_MEASURE_AREA_M2],
        .area_max_m2 = entry->area_max_m2,
        .lead_months = entry->lead_months,
        .services = facility->services,
        .service_count = facility->service_count,
        .cost_cny = built.cost_cny,
        .yearly_cny = built.yearly_cny,
        .is_assumed = entry->origin.is_assumed,
        .is_yearly_assumed = entry->yearly_origin.is_assumed,
        .source = entry->origin.source,
        .yearly_source = entry->yearly_origin.source};
    describe_building(&text, policy, entry, &built, out);
    out->text_zh = keep(arena, &text.zh);
    out->text_en = keep(arena, &text.en);
    ci_bilingual_clear(&text);
    return out->text_zh && out->text_en ? CIRCLET_OK : ci_fail_nomem(error);
}

/* ---- what actions cost -------------------------------------------------- */

static void add_kind(ci_bilingual *text, ci_price_kind kind)
{
    static const struct {
        const char *zh, *en;
    } names[CI_PRICE_KIND_COUNT] = {
        [CI_PRICE_BUILD] = {"新建", "Building"},
        [CI_PRICE_ENLARGE] = {"扩建", "Enlarging"},
        [CI_PRICE_ADD_SERVICE] = {"增设服务", "Adding a service"},
        [CI_PRICE_PARTITION] = {"分区管理", "Partitioning a section"},
        [CI_PRICE_DESIGNATE] = {"纳入定点", "Designating"},
        [CI_PRICE_MOVE] = {"迁建", "Moving"},
        [CI_PRICE_CLOSE] = {"关闭", "Closing"}};

    ci_bilingual_add(text, names[kind].zh, names[kind].en);
}

static void add_words(ci_bilingual *text, const circlet_policy *policy,
                      const ci_words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        ci_bilingual_add(text, i > 0 ? "、" : "", i > 0 ? ", " : "");
        ci_bilingual_word(text, policy, words->items[i]);
    }
}

/* " (Warm Home, day-care station; day care)". */
static void add_scope(ci_bilingual *text, const circlet_policy *policy,
                      const ci_action_price *price)
{
    bool is_any = !price->service && price->services.count == 0;

    ci_bilingual_add(text, "（", " (");
    if (price->types.count == 0)
        ci_bilingual_add(text, "任何设施", "any facility");
    add_words(text, policy, &price->types);
    if (!is_any)
        ci_bilingual_add(text, "；", "; ");
    if (price->service)
        ci_bilingual_word(text, policy, price->service);
    add_words(text, policy, &price->services);
    if (is_any && price->kind == CI_PRICE_ADD_SERVICE)
        ci_bilingual_add(text, "；其他服务", "; any other service");
    ci_bilingual_add(text, "）", ")");
}

#define PART_COUNT 4

static void list_parts(double parts[PART_COUNT], const ci_rate *rate)
{
    parts[0] = rate->fixed;
    parts[1] = rate->per_m2;
    parts[2] = rate->per_place;
    parts[3] = rate->per_bed;
}

/* What each part is for. */
static const struct {
    const char *zh, *en;
} part_names[PART_COUNT] = {{"固定金额", "a fixed sum"},
                            {"每平方米", "per m²"},
                            {"每个名额", "per place"},
                            {"每张床位", "per bed"}};

static void add_part(ci_bilingual *text, size_t part, double sum)
{
    ci_bilingual_add(text, part > 0 ? part_names[part].zh : "", "");
    ci_bilingual_number(text, sum);
    ci_bilingual_add(text, "元", " CNY");
    ci_bilingual_add(text, "", part > 0 ? " " : "");
    ci_bilingual_add(text, "", part > 0 ? part_names[part].en : "");
}

/* " (not known: per place, per bed)". */
static void add_unknown(ci_bilingual *text, const double parts[PART_COUNT])
{
    bool is_first = true;

    for (size_t i = 0; i < PART_COUNT; i++) {
        if (!isnan(parts[i]))
            continue;
        ci_bilingual_add(text, is_first ? "（" : "、",
                         is_first ? " (not known: " : ", ");
        ci_bilingual_add(text, part_names[i].zh, part_names[i].en);
        is_first = false;
    }
    if (!is_first)
        ci_bilingual_add(text, "不详）", ")");
}

static bool has_any(const ci_rate *rate)
{
    double parts[PART_COUNT];
    bool has = false;

    list_parts(parts, rate);
    for (size_t i = 0; i < PART_COUNT; i++)
        has |= parts[i] > 0;
    return has;
}

static bool is_known(const ci_rate *rate)
{
    double parts[PART_COUNT];
    bool is = true;

    list_parts(parts, rate);
    for (size_t i = 0; i < PART_COUNT; i++)
        is &= !isnan(parts[i]);
    return is;
}

/* "100000 CNY, 5000 CNY per place (not known: per bed)". */
static void add_rate(ci_bilingual *text, const ci_rate *rate)
{
    double parts[PART_COUNT];
    bool is_first = true;

    if (!has_any(rate)) {
        ci_bilingual_add(text, is_known(rate) ? "0元" : "不详",
                         is_known(rate) ? "0 CNY" : "not known");
        return;
    }
    list_parts(parts, rate);
    for (size_t i = 0; i < PART_COUNT; i++) {
        if (!(parts[i] > 0))
            continue;
        ci_bilingual_add(text, is_first ? "" : "，", is_first ? "" : ", ");
        add_part(text, i, parts[i]);
        is_first = false;
    }
    add_unknown(text, parts);
}

static void add_step(ci_bilingual *text, double step, const char *zh,
                     const char *en)
{
    ci_bilingual_add(text, "；以", "; in steps of ");
    ci_bilingual_number(text, step);
    ci_bilingual_add(text, zh, en);
}

static void add_steps(ci_bilingual *text, const ci_action_price *price)
{
    if (price->area_step_m2 > 0)
        add_step(text, price->area_step_m2, "平方米为一档", " m²");
    if (price->place_step > 1)
        add_step(text, (double)price->place_step, "个名额为一档", " places");
    if (price->bed_step > 1)
        add_step(text, (double)price->bed_step, "张床位为一档", " beds");
}

static void describe_price(ci_bilingual *text, const circlet_policy *policy,
                           const ci_action_price *price)
{
    add_kind(text, price->kind);
    add_scope(text, policy, price);
    ci_bilingual_add(text, "：", ": ");
    add_rate(text, &price->once);
    if (price->kind == CI_PRICE_MOVE && !(price->once.per_m2 > 0))
        ci_bilingual_add(text, "，另加新建设施的造价（见建设目录）",
                         ", and the new building as the catalogue has it");
    if (has_any(&price->yearly)) {
        ci_bilingual_add(text, "；每年", "; yearly ");
        add_rate(text, &price->yearly);
    }
    add_steps(text, price);
    add_lead(text, price->lead_months);
    add_origins(text, &price->origin, &price->yearly_origin,
                has_any(&price->yearly));
    ci_bilingual_add(text, "。", ".");
}

static void copy_sums(circlet_guide_price *out, const ci_action_price *price)
{
    out->cost_cny = price->once.fixed;
    out->per_m2_cny = price->once.per_m2;
    out->per_place_cny = price->once.per_place;
    out->per_bed_cny = price->once.per_bed;
    out->yearly_cny = price->yearly.fixed;
    out->yearly_per_m2_cny = price->yearly.per_m2;
    out->yearly_per_place_cny = price->yearly.per_place;
    out->yearly_per_bed_cny = price->yearly.per_bed;
    out->area_step_m2 = price->area_step_m2;
    out->place_step = price->place_step;
    out->bed_step = price->bed_step;
    out->lead_months = price->lead_months;
}

circlet_status ci_explain_price(circlet_guide_price *out,
                                const circlet_policy *policy,
                                const ci_action_price *price, ci_arena *arena,
                                circlet_error *error)
{
    ci_bilingual text = {0};

    *out = (circlet_guide_price){
        .kind = ci_price_kind_name(price->kind),
        .types = price->types.items,
        .type_count = price->types.count,
        .services = price->service ? &price->service : price->services.items,
        .service_count = price->service ? 1 : price->services.count,
        .is_assumed = price->origin.is_assumed,
        .is_yearly_assumed = price->yearly_origin.is_assumed,
        .source = price->origin.source,
        .yearly_source = price->yearly_origin.source};
    copy_sums(out, price);
    describe_price(&text, policy, price);
    out->text_zh = keep(arena, &text.zh);
    out->text_en = keep(arena, &text.en);
    ci_bilingual_clear(&text);
    return out->text_zh && out->text_en ? CIRCLET_OK : ci_fail_nomem(error);
}
