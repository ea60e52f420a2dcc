#include "policy/fix.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "policy/fix_view.h"
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

void ci_fix_text(ci_fix *out, const char *name, const char *text)
{
    out->arguments[out->count++] =
        (circlet_argument){name, CIRCLET_ARGUMENT_TEXT, (double)NAN, text};
}

const circlet_argument *ci_fix_fact(const ci_fix_view *view, const char *name)
{
    for (size_t i = 0; i < view->facts->count; i++)
        if (strcmp(view->facts->items[i].name, name) == 0)
            return &view->facts->items[i];
    return NULL;
}

bool ci_fix_take_argument(ci_fix *out, const ci_fix_view *view,
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

void ci_fix_price(ci_fix *out, const ci_way *way, ci_other_way kind,
                  const ci_way *other)
{
    out->count += ci_way_say(out->arguments + out->count, way, kind, other);
}

/* What is a whole number but for the last bit is one. */
double ci_fix_round_up(double number, double parts)
{
    return ceil(number * parts - 1e-9) / parts;
}

double ci_fix_more(const ci_fix_view *view)
{
    const circlet_argument *more = ci_fix_fact(view, "more");

    return more ? more->number : 0;
}

circlet_unit ci_fix_unit(const ci_fix_view *view)
{
    return circlet_city_find_unit(view->judgement->city, view->finding->unit);
}

/* ---- kinds of rules ----------------------------------------------------- */

static circlet_status add_phase(ci_fix *out, const ci_fix_view *view,
                                circlet_error *error)
{
    (void)error;
    if (ci_fix_more(view) <= 0)
        return CIRCLET_OK;
    take_facts(out, view);
    ci_fix_take_argument(out, view, "facility");
    out->sentence =
        ci_fix_fact(view, "among") ? "fix_among" : "fix_facilities";
    return CIRCLET_OK;
}

static circlet_status add_each(ci_fix *out, const ci_fix_view *view,
                               circlet_error *error)
{
    (void)error;
    if (ci_fix_more(view) <= 0)
        return CIRCLET_OK;
    take_facts(out, view);
    out->sentence = "fix_each";
    return CIRCLET_OK;
}

static circlet_status add_kinds(ci_fix *out, const ci_fix_view *view,
                                circlet_error *error)
{
    (void)error;
    if (view->rule->as.list.of != CI_LIST_KINDS || !ci_fix_fact(view, "kind"))
        return CIRCLET_OK;
    take_facts(out, view);
    ci_fix_word(out, "facility", view->rule->facility.word);
    out->sentence = "fix_kinds";
    return CIRCLET_OK;
}

/* Nothing where it cannot be said of the place alone: whether something is
 * even is no matter of one place. Places are fixed where they are given away
 * (fix_places.c). */
static circlet_status find_fix(ci_fix *out, const ci_fix_view *view,
                               circlet_error *error)
{
    static circlet_status (*const finders[CI_RULE_KIND_COUNT])(
        ci_fix *, const ci_fix_view *,
        circlet_error *) = {[CI_RULE_COUNT] = ci_fix_count,
                            [CI_RULE_RATIO] = ci_fix_amount,
                            [CI_RULE_CLASS_COUNT] = ci_fix_class_count,
                            [CI_RULE_EACH] = add_each,
                            [CI_RULE_PHASE] = add_phase,
                            [CI_RULE_LIST] = add_kinds,
                            [CI_RULE_NEAR] = ci_fix_near,
                            [CI_RULE_GROUP_SIZE] = ci_fix_group,
                            [CI_RULE_RECEIVED] = ci_fix_received};

    return finders[view->rule->kind]
               ? finders[view->rule->kind](out, view, error)
               : CIRCLET_OK;
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
        ci_fix found = {0};

        if (finding->verdict != CIRCLET_VERDICT_FAIL ||
            strcmp(finding->rule, rule->id) != 0)
            continue;
        status = find_fix(
            &found,
            &(ci_fix_view){judgement, rule, finding, &findings->facts[i]},
            error);
        if (!status && found.sentence)
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
