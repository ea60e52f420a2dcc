#include "policy/fix.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle.h"
#include "policy/fix_better.h"
#include "policy/price.h"
#include "policy/sentence.h"

void ci_fix_number(ci_fix *out, const char *name, circlet_argument_type type,
                   double number)
{
    out->arguments[out->count++] =
        (circlet_argument){name, type, number, NULL};
}

void ci_fix_word(ci_fix *out, const char *name, const char *word)
{
    out->arguments[out->count++] =
        (circlet_argument){name, CIRCLET_ARGUMENT_WORD, (double)NAN, word};
}

static const circlet_argument *find_fact(const ci_fix_view *view,
                                         const char *name)
{
    for (size_t i = 0; i < view->facts->count; i++)
        if (strcmp(view->facts->items[i].name, name) == 0)
            return &view->facts->items[i];
    return NULL;
}

static bool take_argument(ci_fix *out, const ci_fix_view *view,
                          const char *name)
{
    const circlet_finding *finding = view->finding;

    for (size_t i = 0; i < finding->argument_count; i++)
        if (strcmp(finding->arguments[i].name, name) == 0) {
            out->arguments[out->count++] = finding->arguments[i];
            return true;
        }
    return false;
}

static void take_facts(ci_fix *out, const ci_fix_view *view)
{
    for (size_t i = 0; i < view->facts->count; i++)
        out->arguments[out->count++] = view->facts->items[i];
}

/* Says what the way costs that was chosen, and what another would. */
static void add_price(ci_fix *out, const ci_way *way, ci_other_way kind,
                      const ci_way *other)
{
    out->count += ci_way_say(out->arguments + out->count, way, kind, other);
}

/* Rounded up, so that it is enough: things whole, the rest to a tenth. */
static double round_up(double number, double steps)
{
    return ceil(number * steps - 1e-9) / steps;
}

/* How much more is surely enough; 0: that is not known. */
static double more_of(const ci_fix_view *view)
{
    const circlet_argument *more = find_fact(view, "more");

    return more ? more->number : 0;
}

/* ---- kinds of rules ----------------------------------------------------- */

static void add_new(ci_fix *out, const ci_fix_view *view, double more)
{
    out->sentence = "fix_facilities";
    ci_fix_number(out, "more", CIRCLET_ARGUMENT_COUNT_OF, more);
    ci_fix_word(out, "facility", view->rule->facility.word);
}

/* The cheaper of what is there made better, and something new; where the
 * price of one is not known, what is there, for there is a building. */
static void add_facilities(ci_fix *out, const ci_fix_view *view)
{
    const ci_selection *selection = &view->rule->facility;
    double more = round_up(more_of(view), 1);
    ci_fix better = {0};
    ci_way new_way, better_way;

    if (more <= 0)
        return;
    new_way = ci_way_build(view->judgement, selection, selection->service, 0,
                           0, more, (double)NAN);
    if (!ci_fix_make_better(&better, &better_way, view, more)) {
        add_new(out, view, more);
        add_price(out, &new_way, CI_OTHER_NONE, NULL);
    } else if (ci_way_is_cheaper(&new_way, &better_way)) {
        add_new(out, view, more);
        add_price(out, &new_way, CI_OTHER_BETTER, &better_way);
    } else {
        *out = better;
        add_price(out, &better_way, CI_OTHER_NEW, &new_way);
    }
}

static void add_beds(ci_fix *out, const ci_fix_view *view)
{
    const ci_selection *selection = &view->rule->facility;
    double more = round_up(more_of(view), 1);
    ci_way new_way;

    if (more <= 0)
        return;
    add_new(out, view, more);
    out->sentence = "fix_beds";
    if (more > 1)
        ci_fix_number(out, "several", CIRCLET_ARGUMENT_COUNT_OF, more);
    ci_fix_number(out, "beds", CIRCLET_ARGUMENT_COUNT_OF,
                  (double)view->rule->as.class_count.beds);
    new_way = ci_way_build(view->judgement, selection, selection->service, 0,
                           view->rule->as.class_count.beds, more, (double)NAN);
    add_price(out, &new_way, CI_OTHER_NONE, NULL);
}

/* Where they stand decides, so that it has to be known. */
static void add_grouped(ci_fix *out, const ci_fix_view *view)
{
    double more = more_of(view);

    if (more <= 0)
        return;
    add_new(out, view, more);
    if (!take_argument(out, view, "hosts_zh") ||
        !take_argument(out, view, "hosts_en"))
        out->sentence = NULL;
}

static void add_phase(ci_fix *out, const ci_fix_view *view)
{
    if (more_of(view) <= 0)
        return;
    take_facts(out, view);
    take_argument(out, view, "facility");
    out->sentence = find_fact(view, "among") ? "fix_among" : "fix_facilities";
}

/* A facility in the unit that may grow by so much area: one of which the
 * policy does not say that it would be too large. */
static bool has_room(const ci_fix_view *view, double area_m2)
{
    const circlet_city *city = view->judgement->city;
    circlet_unit unit = circlet_city_find_unit(city, view->finding->unit);

    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);
        const ci_catalogue_entry *entry;

        if (circlet_city_facility_unit(city, (circlet_facility)i,
                                       view->rule->level) != unit ||
            !ci_facility_is_open(facility, view->judgement->year) ||
            ci_selection_holds(&view->rule->facility, facility,
                               &view->judgement->types, NULL) != CI_MEMBER_YES)
            continue;
        entry = ci_catalogue_find(view->judgement->policy, facility->type);
        if (area_m2 <= 0 || !entry ||
            !(ci_facility_measure_low(facility, CIRCLET_MEASURE_AREA_M2) +
                  area_m2 >
              entry->area_max_m2))
            return true;
    }
    return false;
}

/* Area or beds can be added to what is there or be those of something new:
 * the cheaper is said where both have a price. */
static void choose_amount(ci_fix *out, const ci_fix_view *view, double area_m2,
                          int64_t beds)
{
    const ci_selection *selection = &view->rule->facility;
    const char *service = view->rule->as.ratio.service;
    bool has_old = has_room(view, area_m2);
    ci_way old_way = has_old && selection->type
                         ? ci_way_enlarge(view->judgement, selection->type,
                                          service, area_m2, beds)
                         : ci_way_unknown();
    ci_way new_way = ci_way_build(view->judgement, selection, service, area_m2,
                                  beds, 1, (double)NAN);

    if (ci_way_is_priced(&new_way) &&
        (!has_old || ci_way_is_cheaper(&new_way, &old_way))) {
        ci_fix_word(out, "facility", selection->word);
        add_price(out, &new_way, CI_OTHER_BETTER, has_old ? &old_way : NULL);
    } else {
        add_price(out, &old_way, CI_OTHER_NEW, &new_way);
    }
}

static void add_amount(ci_fix *out, const ci_fix_view *view)
{
    const ci_ratio *ratio = &view->rule->as.ratio;
    bool is_area = ratio->amount == CI_AMOUNT_MEASURE &&
                   ratio->measure == CIRCLET_MEASURE_AREA_M2;
    double more = round_up(more_of(view), is_area ? 10 : 1);

    if (more <= 0)
        return;
    out->sentence = "fix_amount";
    ci_fix_number(out, "more", CIRCLET_ARGUMENT_NUMBER, more);
    ci_fix_word(out, "unit", view->finding->shortfall_unit);
    if (is_area)
        choose_amount(out, view, more, 0);
    else if (ratio->amount == CI_AMOUNT_BEDS && more < 1e9)
        choose_amount(out, view, 0, (int64_t)more);
}

static void add_each(ci_fix *out, const ci_fix_view *view)
{
    if (more_of(view) <= 0)
        return;
    take_facts(out, view);
    out->sentence = "fix_each";
}

static void add_near(ci_fix *out, const ci_fix_view *view)
{
    const ci_near *near = &view->rule->as.near;

    out->sentence = "fix_near";
    ci_fix_number(out, "minutes", CIRCLET_ARGUMENT_MINUTES,
                  (double)near->cutoff_ms / 60000);
    ci_fix_word(out, "mode",
                near->mode == CI_NO_POSITION
                    ? CI_MODE_OWN
                    : view->judgement->policy->modes[near->mode]);
    ci_fix_word(out, "facility", view->rule->facility.word);
    if (near->host_residents > 0)
        ci_fix_number(out, "residents", CIRCLET_ARGUMENT_COUNT_OF,
                      (double)near->host_residents);
}

static void add_kinds(ci_fix *out, const ci_fix_view *view)
{
    if (view->rule->as.list.of != CI_LIST_KINDS || !find_fact(view, "kind"))
        return;
    take_facts(out, view);
    ci_fix_word(out, "facility", view->rule->facility.word);
    out->sentence = "fix_kinds";
}

/* Nothing where it cannot be said of the place alone: where all compete for
 * places they may go to others, and who has received a service, or whether
 * something is even, is no matter of one place. */
static ci_fix find_fix(const ci_fix_view *view)
{
    static void (*const finders[CI_RULE_KIND_COUNT])(ci_fix *,
                                                     const ci_fix_view *) = {
        [CI_RULE_COUNT] = add_facilities, [CI_RULE_RATIO] = add_amount,
        [CI_RULE_CLASS_COUNT] = add_beds, [CI_RULE_EACH] = add_each,
        [CI_RULE_PHASE] = add_phase,      [CI_RULE_LIST] = add_kinds,
        [CI_RULE_NEAR] = add_near,        [CI_RULE_GROUP_SIZE] = add_grouped};
    ci_fix out = {0};

    if (finders[view->rule->kind])
        finders[view->rule->kind](&out, view);
    return out;
}

/* ---- all findings ------------------------------------------------------- */

circlet_status ci_fix_say(circlet_finding *finding,
                          const ci_judgement *judgement, const char *sentence,
                          const circlet_argument *arguments, size_t count,
                          circlet_error *error)
{
    const ci_template *found = ci_template_find(sentence);
    ci_buffer zh = {0}, en = {0};

    ci_sentence_render(&zh, found->zh, CI_CHINESE, judgement->policy,
                       arguments, count);
    ci_sentence_render(&en, found->en, CI_ENGLISH, judgement->policy,
                       arguments, count);
    if (!zh.failed && !en.failed) {
        finding->fix_zh = ci_arena_copy(&judgement->findings->arena, zh.text);
        finding->fix_en = ci_arena_copy(&judgement->findings->arena, en.text);
    }
    ci_buffer_free(&zh);
    ci_buffer_free(&en);
    return finding->fix_zh && finding->fix_en ? CIRCLET_OK
                                              : ci_fail_nomem(error);
}

/* The modes in which a circle rule was judged. */
static circlet_status fix_circles(const ci_judgement *judgement,
                                  const ci_rule *rule, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (judgement->mode_count == 0)
        return ci_fix_circle(judgement, rule, rule->as.circle.mode, error);
    for (size_t i = 0; !status && i < judgement->mode_count; i++)
        status = ci_fix_circle(judgement, rule, judgement->modes[i], error);
    return status;
}

static circlet_status fix_rule(const ci_judgement *judgement,
                               const ci_rule *rule, circlet_error *error)
{
    circlet_findings *findings = judgement->findings;
    circlet_status status = CIRCLET_OK;

    if (rule->kind == CI_RULE_CIRCLE)
        return rule->is_variant ? CIRCLET_OK
                                : fix_circles(judgement, rule, error);
    for (size_t i = 0; !status && i < findings->count; i++) {
        circlet_finding *finding = &findings->items[i];
        ci_fix found;

        if (finding->verdict != CIRCLET_VERDICT_FAIL ||
            strcmp(finding->rule, rule->id) != 0)
            continue;
        found = find_fix(
            &(ci_fix_view){judgement, rule, finding, &findings->facts[i]});
        if (found.sentence)
            status = ci_fix_say(finding, judgement, found.sentence,
                                found.arguments, found.count, error);
    }
    return status;
}

circlet_status ci_fix_findings(const ci_judgement *judgement,
                               circlet_error *error)
{
    const circlet_policy *policy = judgement->policy;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < policy->rule_count; i++)
        status = fix_rule(judgement, &policy->rules[i], error);
    return status;
}
