#include "policy/finding.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/open_types.h"
#include "policy/sentence.h"

circlet_findings *ci_findings_new(const circlet_city *city, int day)
{
    circlet_findings *findings = calloc(1, sizeof(*findings));

    if (!findings)
        return NULL;
    findings->city = city;
    findings->year = day / 10000;
    findings->day = day;
    return findings;
}

void circlet_findings_free(circlet_findings *findings)
{
    while (findings) {
        circlet_findings *taken = findings->taken;

        ci_arena_free(&findings->arena);
        free(findings->items);
        free(findings->facts);
        free(findings);
        findings = taken;
    }
}

/* Room for `more` elements after the first `count`; NULL: no memory. */
static void *reserve(void *items, size_t count, size_t more, size_t *capacity,
                     size_t size)
{
    if (items && count + more <= *capacity)
        return items;
    items = realloc(items, (count + more + 1) * size);
    if (items)
        *capacity = count + more + 1;
    return items;
}

bool ci_findings_take(circlet_findings *findings, circlet_findings *others)
{
    circlet_finding *items =
        reserve(findings->items, findings->count, others->count,
                &findings->capacity, sizeof(*items));
    ci_facts *facts = reserve(findings->facts, findings->count, others->count,
                              &findings->fact_capacity, sizeof(*facts));
    circlet_findings *last = others;

    if (items)
        findings->items = items;
    if (facts)
        findings->facts = facts;
    if (!items || !facts)
        return false;
    if (others->count > 0) {
        memcpy(items + findings->count, others->items,
               others->count * sizeof(*items));
        memcpy(facts + findings->count, others->facts,
               others->count * sizeof(*facts));
    }
    findings->count += others->count;
    others->count = 0;
    while (last->taken)
        last = last->taken;
    last->taken = findings->taken;
    findings->taken = others;
    return true;
}

size_t circlet_findings_count(const circlet_findings *findings)
{
    return findings->count;
}

int circlet_findings_year(const circlet_findings *findings)
{
    return findings->year;
}

int circlet_findings_date(const circlet_findings *findings)
{
    return findings->day;
}

const circlet_finding *circlet_findings_at(const circlet_findings *findings,
                                           size_t position)
{
    return position < findings->count ? &findings->items[position] : NULL;
}

bool circlet_finding_adds_persons(const circlet_finding *finding)
{
    return !finding->is_total && finding->verdict != CIRCLET_VERDICT_NO_DATA &&
           isfinite(finding->persons) && isfinite(finding->persons_covered);
}

void ci_draft_start(ci_draft *draft, const ci_rule *rule,
                    const circlet_unit_record *unit)
{
    circlet_finding *finding = &draft->finding;

    memset(draft, 0, sizeof(*draft));
    draft->rule = rule;
    finding->rule = rule->id;
    finding->unit = unit->code;
    finding->unit_name = unit->name;
    finding->level = unit->level;
    finding->subject = CIRCLET_SUBJECT_UNIT;
    finding->subject_id = unit->code;
    finding->force = rule->force;
    finding->due = rule->due;
    finding->verdict = CIRCLET_VERDICT_PASS;
    finding->measured = finding->measured_low = (double)NAN;
    finding->measured_high = finding->required = (double)NAN;
    finding->persons = finding->persons_covered = (double)NAN;
    finding->persons_unreached = finding->persons_modelled = (double)NAN;
    finding->covered_low = finding->persons_low = (double)NAN;
    finding->covered_high = finding->persons_high = (double)NAN;
    finding->citation = rule->citation;
    draft->arguments[0] = (circlet_argument){"unit", CIRCLET_ARGUMENT_TEXT,
                                             (double)NAN, unit->name};
    finding->argument_count = 1;
}

void ci_draft_reason(ci_draft *draft, const char *reason)
{
    circlet_finding *finding = &draft->finding;

    for (size_t i = 0; i < finding->reason_count; i++)
        if (strcmp(draft->reasons[i], reason) == 0)
            return;
    assert(finding->reason_count < CI_REASON_MAX);
    draft->reasons[finding->reason_count++] = reason;
}

void ci_draft_number(ci_draft *draft, const char *name,
                     circlet_argument_type type, double number)
{
    assert(draft->finding.argument_count < CI_ARGUMENT_MAX);
    draft->arguments[draft->finding.argument_count++] =
        (circlet_argument){name, type, number, NULL};
}

void ci_draft_word(ci_draft *draft, const char *name, const char *word)
{
    assert(draft->finding.argument_count < CI_ARGUMENT_MAX);
    draft->arguments[draft->finding.argument_count++] =
        (circlet_argument){name, CIRCLET_ARGUMENT_WORD, (double)NAN, word};
}

void ci_draft_missing(ci_draft *draft, circlet_argument_type type,
                      double number, bool is_least)
{
    ci_draft_number(draft, is_least ? "missing_least" : "missing", type,
                    number);
}

void ci_draft_fact(ci_draft *draft, const char *name,
                   circlet_argument_type type, double number, const char *word)
{
    assert(draft->fact_count < CI_FACT_MAX);
    draft->facts[draft->fact_count++] =
        (circlet_argument){name, type, number, word};
}

void ci_draft_more(ci_draft *draft, double number)
{
    ci_draft_fact(draft, "more", CIRCLET_ARGUMENT_NUMBER, number, NULL);
}

void ci_draft_surely(ci_draft *draft, double number)
{
    ci_draft_fact(draft, "surely", CIRCLET_ARGUMENT_NUMBER, number, NULL);
}

void ci_draft_persons(ci_draft *draft, int64_t all_milli, int64_t sure_milli)
{
    ci_draft_number(draft, "persons", CIRCLET_ARGUMENT_PERSONS,
                    (double)all_milli / 1000);
    if (sure_milli < all_milli)
        ci_draft_number(draft, "perhaps", CIRCLET_ARGUMENT_PERSONS,
                        (double)(all_milli - sure_milli) / 1000);
}

void ci_draft_text(ci_draft *draft, const char *name, const char *text)
{
    assert(draft->finding.argument_count < CI_ARGUMENT_MAX);
    draft->arguments[draft->finding.argument_count++] =
        (circlet_argument){name, CIRCLET_ARGUMENT_TEXT, (double)NAN, text};
}

void ci_draft_facility(ci_draft *draft,
                       const circlet_facility_record *facility)
{
    draft->finding.subject = CIRCLET_SUBJECT_FACILITY;
    draft->finding.subject_id = facility->id;
    ci_draft_text(draft, "name", facility->name);
}

static const char *doubt_name(size_t bit)
{
    return bit < CI_DOUBT_COUNT ? ci_doubt_name(bit)
                                : ci_facility_doubt_name(bit - CI_DOUBT_COUNT);
}

void ci_draft_doubts(ci_draft *draft, ci_doubts doubts)
{
    for (size_t i = 0; i < CI_DOUBT_COUNT + CI_FACILITY_DOUBT_COUNT; i++)
        if (doubts >> i & 1)
            ci_draft_reason(draft, doubt_name(i));
}

void ci_draft_no_data(ci_draft *draft, const char *reason)
{
    static const char *const names[] = {"reason", "reason2", "reason3"};
    circlet_finding *finding = &draft->finding;
    size_t before = finding->reason_count;

    finding->verdict = CIRCLET_VERDICT_NO_DATA;
    finding->sentence = "no_data";
    finding->shortfall = (double)NAN;
    ci_draft_reason(draft, reason);
    if (finding->reason_count > before && before < 3)
        ci_draft_word(draft, names[before], reason);
}

void ci_draft_undecided(ci_draft *draft, ci_doubts doubts)
{
    ci_draft_doubts(draft, doubts);
    draft->finding.verdict = CIRCLET_VERDICT_UNDECIDED;
    draft->finding.shortfall = (double)NAN;
    if (draft->finding.reason_count > 0)
        ci_draft_word(draft, "doubt",
                      draft->reasons[draft->finding.reason_count - 1]);
}

void ci_draft_nobody(ci_draft *draft, const circlet_city *city,
                     const char *group)
{
    if (city && !circlet_city_is_complete(city, CIRCLET_PART_PEOPLE))
        ci_draft_reason(draft, "people_incomplete");
    draft->finding.verdict = CIRCLET_VERDICT_PASS;
    draft->finding.required = 0;
    draft->finding.sentence = "nobody";
    ci_draft_word(draft, "group", group);
}

void ci_draft_without_people(ci_draft *draft)
{
    circlet_finding *finding = &draft->finding;

    if (finding->verdict != CIRCLET_VERDICT_UNDECIDED &&
        !(finding->shortfall > 0))
        return;
    finding->measured = finding->measured_low = (double)NAN;
    finding->measured_high = finding->required = (double)NAN;
    finding->reason_count = 0;
    finding->argument_count = 1;
    ci_draft_no_data(draft, "people_unknown");
}

void ci_draft_shortfall(ci_draft *draft, const ci_rule *rule, int day,
                        double shortfall, const char *shortfall_unit)
{
    circlet_finding *finding = &draft->finding;
    bool is_early = rule->due >= 0 && day < CI_LAST_DAY(rule->due);

    finding->verdict =
        is_early || rule->is_variant || rule->force == CIRCLET_FORCE_MAY
            ? CIRCLET_VERDICT_ADVICE
            : CIRCLET_VERDICT_FAIL;
    finding->shortfall = shortfall;
    finding->shortfall_unit = shortfall_unit;
    if (is_early) {
        ci_draft_reason(draft, "due_later");
        ci_draft_number(draft, "due", CIRCLET_ARGUMENT_YEAR, rule->due);
    }
}

void ci_draft_over_provision(ci_draft *draft)
{
    draft->finding.verdict = CIRCLET_VERDICT_ADVICE;
    ci_draft_reason(draft, "over_provision");
}

void ci_draft_perhaps_nobody(ci_draft *draft, ci_doubts doubts)
{
    size_t before = draft->finding.reason_count;

    ci_draft_doubts(draft, doubts);
    if (draft->finding.reason_count > before)
        ci_draft_word(draft, "nobody", draft->reasons[before]);
}

void ci_draft_perhaps_over(ci_draft *draft, ci_doubts doubts,
                           const char *reason)
{
    size_t before = draft->finding.reason_count;

    if (reason)
        ci_draft_reason(draft, reason);
    ci_draft_doubts(draft, doubts);
    if (draft->finding.reason_count > before)
        ci_draft_word(draft, "surplus", draft->reasons[before]);
}

void ci_draft_modelled(ci_draft *draft, int64_t modelled_milli)
{
    draft->finding.persons_modelled = (double)modelled_milli / 1000;
    if (modelled_milli == 0)
        return;
    ci_draft_reason(draft, "modelled_people");
    ci_draft_number(draft, "modelled", CIRCLET_ARGUMENT_PERSONS,
                    draft->finding.persons_modelled);
}

/* A copy of what a sentence says, with the share that is asked for: sentences
 * that do not name it must not round another share to it. */
static size_t add_target(circlet_argument out[CI_ARGUMENT_MAX + 1],
                         const circlet_finding *finding)
{
    size_t count = finding->argument_count;
    bool has_target = false;

    for (size_t i = 0; i < count; i++) {
        out[i] = finding->arguments[i];
        has_target = has_target || strcmp(out[i].name, "target") == 0;
    }
    if (!has_target && finding->measured_unit &&
        strcmp(finding->measured_unit, "share") == 0)
        out[count++] = (circlet_argument){"target", CIRCLET_ARGUMENT_SHARE,
                                          finding->required, NULL};
    return count;
}

static void add_sentence(ci_buffer *out, const char *id,
                         const circlet_policy *policy,
                         const circlet_finding *finding, ci_language language)
{
    const ci_template *sentence = ci_template_find(id);
    circlet_argument arguments[CI_ARGUMENT_MAX + 1];
    size_t count = add_target(arguments, finding);

    assert(sentence);
    ci_sentence_render(out,
                       language == CI_CHINESE ? sentence->zh : sentence->en,
                       language, policy, arguments, count);
}

/* A second sentence, the same for all kinds of rules, names what waives a
 * rule. */
static const char *render(circlet_findings *findings,
                          const circlet_policy *policy,
                          const circlet_finding *finding, bool is_waived,
                          ci_language language)
{
    ci_buffer buffer = {0};
    const char *kept = NULL;

    add_sentence(&buffer, finding->sentence, policy, finding, language);
    if (is_waived)
        add_sentence(&buffer, "waived", policy, finding, language);
    if (!buffer.failed)
        kept = ci_arena_copy(&findings->arena, buffer.text);
    ci_buffer_free(&buffer);
    return kept;
}

/* A copy of an array that lives as long as the findings. */
static void *keep(circlet_findings *findings, const void *items, size_t size)
{
    void *copy = ci_arena_take(&findings->arena, size);

    if (copy && size > 0)
        memcpy(copy, items, size);
    return copy;
}

/* An exception that was granted makes advice of a failure; what is short
 * stays said. */
static bool apply_waiver(ci_draft *draft, const circlet_findings *findings)
{
    circlet_finding *finding = &draft->finding;
    const circlet_waiver_record *waiver;

    if (!findings->city || finding->verdict != CIRCLET_VERDICT_FAIL)
        return false;
    waiver = circlet_city_waiver_on(
        findings->city, finding->rule,
        circlet_city_find_unit(findings->city, finding->unit), findings->day);
    if (!waiver)
        return false;
    finding->verdict = CIRCLET_VERDICT_ADVICE;
    ci_draft_reason(draft, "waived");
    ci_draft_text(draft, "waiver", waiver->document);
    return true;
}

circlet_status ci_findings_add(circlet_findings *findings, ci_draft *draft,
                               const circlet_policy *policy,
                               circlet_error *error)
{
    circlet_finding *finding = &draft->finding;
    circlet_finding *items = ci_array_reserve_one(
        findings->items, findings->count, &findings->capacity, sizeof(*items));
    ci_facts *facts =
        ci_array_reserve_one(findings->facts, findings->count,
                             &findings->fact_capacity, sizeof(*facts));
    bool is_waived;

    if (items)
        findings->items = items;
    if (facts)
        findings->facts = facts;
    if (!items || !facts)
        return ci_fail_nomem(error);
    if (findings->city)
        ci_open_types_leave(draft, policy, findings->city);
    is_waived = apply_waiver(draft, findings);
    finding->reasons = keep(findings, (const void *)draft->reasons,
                            finding->reason_count * sizeof(*draft->reasons));
    finding->arguments =
        keep(findings, draft->arguments,
             finding->argument_count * sizeof(*draft->arguments));
    facts += findings->count;
    *facts = (ci_facts){keep(findings, draft->facts,
                             draft->fact_count * sizeof(*draft->facts)),
                        draft->fact_count};
    if (!finding->reasons || !finding->arguments || !facts->items)
        return ci_fail_nomem(error);
    finding->text_zh =
        render(findings, policy, finding, is_waived, CI_CHINESE);
    finding->text_en =
        render(findings, policy, finding, is_waived, CI_ENGLISH);
    if (!finding->text_zh || !finding->text_en)
        return ci_fail_nomem(error);
    items[findings->count++] = *finding;
    return CIRCLET_OK;
}
