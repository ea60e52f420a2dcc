#include "verify/lacks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "verify/counted.h"

/* ---- which rules -------------------------------------------------------- */

static bool stands_in(const char *word, const char *list)
{
    size_t size = word ? strlen(word) : 0;

    while (size > 0 && *list) {
        size_t before = strspn(list, " ;,");
        size_t length = strcspn(list + before, ";,");
        const char *item = list + before;

        list = item + length;
        while (length > 0 && item[length - 1] == ' ')
            length--;
        if (length == size && memcmp(item, word, size) == 0)
            return true;
    }
    return false;
}

static bool one_stands_in(const ci_words *words, const char *list)
{
    for (size_t i = 0; i < words->count; i++)
        if (stands_in(words->items[i], list))
            return true;
    return false;
}

bool ci_lack_is_asked_for(const ci_rule *rule, const char *services)
{
    const ci_selection *facility = &rule->facility;

    return !*services || stands_in(facility->type, services) ||
           stands_in(facility->service, services) ||
           one_stands_in(&facility->services, services) ||
           one_stands_in(&facility->one_of, services);
}

bool ci_lack_is_one(const circlet_finding *finding, const ci_rule *rule,
                    const circlet_city *city, int year, bool is_cautious)
{
    circlet_unit unit = circlet_city_find_unit(city, finding->unit);

    if (finding->verdict == CIRCLET_VERDICT_FAIL)
        return true;
    return is_cautious && finding->verdict == CIRCLET_VERDICT_UNDECIDED &&
           (rule->due < 0 || year >= rule->due) &&
           !circlet_city_find_waiver(city, finding->rule, unit, year);
}

static bool fails(const ci_lacks *lacks, const circlet_finding *finding,
                  const ci_rule *rule)
{
    return ci_lack_is_one(finding, rule, lacks->judgement->city,
                          lacks->judgement->year, lacks->is_cautious);
}

/* The rule of a finding that is to be mended; NULL: it is not. */
static const ci_rule *rule_of(const ci_lacks *lacks,
                              const circlet_finding *finding,
                              const char *services)
{
    const circlet_policy *policy = lacks->judgement->policy;

    if (finding->force == CIRCLET_FORCE_MAY)
        return NULL;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];

        if (strcmp(rule->id, finding->rule) == 0)
            return !rule->is_variant && ci_is_of_buildings(rule) &&
                           ci_lack_is_asked_for(rule, services) &&
                           fails(lacks, finding, rule)
                       ? rule
                       : NULL;
    }
    return NULL;
}

/* ---- how much ----------------------------------------------------------- */

static int64_t to_counted(const ci_rule *rule, double number)
{
    double counted = rule->kind == CI_RULE_RATIO ? 1000 * number : number;

    return counted > 0 && counted < 9e15 ? llround(counted) : 0;
}

/* NULL: it is not said. */
static const double *fact_of(const circlet_findings *findings, size_t i,
                             const char *name)
{
    const ci_facts *facts = &findings->facts[i];

    for (size_t k = 0; k < facts->count; k++)
        if (strcmp(facts->items[k].name, name) == 0)
            return &facts->items[k].number;
    return NULL;
}

/* So much more is enough, or of a cautious plan surely so; else what is known
 * to be missing. */
static double more_of(const ci_lacks *lacks, const circlet_findings *findings,
                      size_t i)
{
    const double *more = fact_of(findings, i, "more");
    const double *surely = fact_of(findings, i, "surely");

    if (lacks->is_cautious && surely && !isnan(*surely))
        return *surely;
    return more && !isnan(*more) ? *more : findings->items[i].shortfall;
}

int64_t ci_lack_missing(const ci_lacks *lacks, const ci_rule *rule,
                        const circlet_findings *findings, size_t position)
{
    return to_counted(rule, more_of(lacks, findings, position));
}

static int64_t persons_of(const circlet_city *city, const ci_lack *lack,
                          const ci_rule *rule)
{
    double persons = lack->finding->persons;

    if (rule->kind == CI_RULE_RATIO && rule->as.ratio.is_of_residents &&
        lack->unit != CIRCLET_NONE)
        persons = (double)circlet_city_unit(city, lack->unit)->residents;
    return persons > 0 && persons < 1e9 ? llround(1000 * persons) : 0;
}

static int64_t whole_of(const ci_lack *lack, const ci_rule *rule)
{
    double required = lack->finding->required;
    int64_t whole = 0;

    if (rule->kind == CI_RULE_RATIO && !rule->as.ratio.is_of_unit &&
        !rule->as.ratio.is_rounded_up)
        required *=
            (double)lack->persons_milli / 1000 / (double)rule->as.ratio.per;
    if (isfinite(required))
        whole = to_counted(rule, required);
    return whole > lack->need ? whole : lack->need;
}

/* Whether the beds of a service count for a rule about so many of a size. */
static bool has_bed_service(const ci_rule *rule, const char *service)
{
    bool is_one = strcmp(rule->facility.service, service) == 0;

    for (size_t i = 0; !is_one && i < rule->as.class_count.nested.count; i++)
        is_one = strcmp(rule->as.class_count.nested.items[i], service) == 0;
    return is_one;
}

static bool is_rival(const ci_lacks *lacks, const ci_lack *lack,
                     const ci_rule *rule, const ci_rule *other)
{
    const ci_judgement *judgement = lacks->judgement;
    bool has_same = has_bed_service(other, rule->facility.service);

    for (size_t i = 0; i < rule->as.class_count.nested.count; i++)
        has_same |=
            has_bed_service(other, rule->as.class_count.nested.items[i]);
    return has_same && ci_rule_is_in_force(other, judgement->year) &&
           ci_rule_applies(other, judgement->policy, judgement->city,
                           lack->unit) == CI_APPLIES;
}

/* Whether another rule that asks for something there counts the same beds. */
static bool has_rival(const ci_lacks *lacks, const ci_lack *lack,
                      const ci_rule *rule)
{
    const circlet_policy *policy = lacks->judgement->policy;

    if (rule->kind != CI_RULE_CLASS_COUNT || rule->as.class_count.is_shared ||
        lack->unit == CIRCLET_NONE)
        return false;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *other = &policy->rules[i];

        if (other != rule && other->kind == CI_RULE_CLASS_COUNT &&
            !other->as.class_count.is_shared &&
            is_rival(lacks, lack, rule, other))
            return true;
    }
    return false;
}

static void describe(ci_lack *out, const ci_lacks *lacks,
                     const circlet_findings *findings, size_t i,
                     const ci_rule *rule)
{
    const circlet_city *city = lacks->judgement->city;

    *out = (ci_lack){.finding = &findings->items[i]};
    out->unit = circlet_city_find_unit(city, out->finding->unit);
    out->persons_milli = persons_of(city, out, rule);
    if (rule->kind == CI_RULE_CIRCLE || rule->kind == CI_RULE_NEAR)
        return;
    out->need = ci_lack_missing(lacks, rule, findings, i);
    out->required = whole_of(out, rule);
    out->is_contested = !lacks->is_over_years && has_rival(lacks, out, rule);
}

/* ---- rows --------------------------------------------------------------- */

circlet_status ci_lacks_add_row(ci_lacks *lacks, const ci_lack_row *row,
                                circlet_error *error)
{
    ci_lack_row *rows = ci_array_reserve_one(
        lacks->rows, lacks->row_count, &lacks->row_capacity, sizeof(*rows));

    if (!rows)
        return ci_fail_nomem(error);
    lacks->rows = rows;
    rows[lacks->row_count++] = *row;
    return CIRCLET_OK;
}

/* A finding counts for whom it is about, what is missing by its share. */
static circlet_status add_unit_rows(ci_lacks *lacks, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; status == CIRCLET_OK && i < lacks->count; i++) {
        const ci_lack *lack = &lacks->items[i];
        int64_t weight;

        if (lack->need == 0)
            continue;
        weight = lack->persons_milli * 1000 / lack->required;
        status =
            ci_lacks_add_row(lacks,
                             &(ci_lack_row){.lack = i,
                                            .need = lack->need,
                                            .weight = weight > 0 ? weight : 1},
                             error);
    }
    return status;
}

/* ---- all ---------------------------------------------------------------- */

/* Numbers the rules that have lacks in the policy's order. */
static bool number_rules(ci_lacks *out, const ci_rule **rule_of_lack)
{
    const circlet_policy *policy = out->judgement->policy;

    out->rules = calloc(policy->rule_count + 1, sizeof(ci_rule *));
    for (size_t r = 0; out->rules && r < policy->rule_count; r++) {
        bool has_any = false;

        for (size_t i = 0; i < out->count; i++)
            if (rule_of_lack[i] == &policy->rules[r]) {
                out->items[i].rule = out->rule_count;
                has_any = true;
            }
        if (has_any)
            out->rules[out->rule_count++] = &policy->rules[r];
    }
    return out->rules != NULL;
}

circlet_status ci_lacks_find(ci_lacks *out, const ci_judgement *judgement,
                             const circlet_findings *findings,
                             const char *services, circlet_error *error)
{
    const ci_rule **rules = calloc(findings->count + 1, sizeof(ci_rule *));
    bool is_numbered;

    out->judgement = judgement;
    out->items = calloc(findings->count + 1, sizeof(*out->items));
    for (size_t i = 0; rules && out->items && i < findings->count; i++) {
        const ci_rule *rule = rule_of(out, &findings->items[i], services);

        if (!rule)
            continue;
        rules[out->count] = rule;
        describe(&out->items[out->count++], out, findings, i, rule);
    }
    is_numbered = rules && out->items && number_rules(out, rules);
    free(rules);
    if (!is_numbered)
        return ci_fail_nomem(error);
    return add_unit_rows(out, error);
}

bool ci_lacks_are_contested(const ci_lacks *lacks, size_t rule)
{
    for (size_t i = 0; i < lacks->count; i++)
        if (lacks->items[i].rule == rule && lacks->items[i].is_contested)
            return true;
    return false;
}

void ci_lacks_clear(ci_lacks *lacks)
{
    free(lacks->rules);
    free(lacks->items);
    free(lacks->rows);
    free(lacks->batches);
    *lacks = (ci_lacks){.judgement = NULL};
}
