#include "policy/fix.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "policy/sentence.h"

#define ARGUMENT_MAX 6

/* What is said of one finding. */
typedef struct fix {
    const char *sentence;
    circlet_argument arguments[ARGUMENT_MAX];
    size_t count;
} fix;

static void add_number(fix *out, const char *name, circlet_argument_type type,
                       double number)
{
    out->arguments[out->count++] =
        (circlet_argument){name, type, number, NULL};
}

static void add_word(fix *out, const char *name, const char *word)
{
    out->arguments[out->count++] =
        (circlet_argument){name, CIRCLET_ARGUMENT_WORD, (double)NAN, word};
}

/* Rounded up, so that it is enough: things whole, the rest to a tenth. */
static double round_up(double shortfall, double steps)
{
    return ceil(shortfall * steps - 1e-9) / steps;
}

/* ---- kinds of rules ----------------------------------------------------- */

static void take_argument(fix *out, const circlet_finding *finding,
                          const char *name)
{
    for (size_t i = 0; i < finding->argument_count; i++)
        if (strcmp(finding->arguments[i].name, name) == 0)
            out->arguments[out->count++] = finding->arguments[i];
}

static void add_facilities(fix *out, const circlet_finding *finding,
                           const ci_rule *rule)
{
    out->sentence = "fix_facilities";
    add_number(out, "missing", CIRCLET_ARGUMENT_COUNT_OF,
               round_up(finding->shortfall, 1));
    add_word(out, "facility", rule->facility.word);
    take_argument(out, finding, "hosts_zh");
    take_argument(out, finding, "hosts_en");
    if (rule->kind != CI_RULE_CLASS_COUNT)
        return;
    out->sentence = "fix_beds";
    add_number(out, "beds", CIRCLET_ARGUMENT_COUNT_OF,
               (double)rule->as.class_count.beds);
}

static void add_amount(fix *out, const circlet_finding *finding)
{
    bool is_whole = finding->shortfall == floor(finding->shortfall);

    out->sentence = "fix_amount";
    add_number(out, "missing", CIRCLET_ARGUMENT_NUMBER,
               is_whole ? finding->shortfall
                        : round_up(finding->shortfall, 10));
    add_word(out, "unit", finding->shortfall_unit);
}

static void add_near(fix *out, const ci_rule *rule,
                     const circlet_policy *policy)
{
    const ci_near *near = &rule->as.near;

    out->sentence = "fix_near";
    add_number(out, "minutes", CIRCLET_ARGUMENT_MINUTES,
               (double)near->cutoff_ms / 60000);
    add_word(out, "mode",
             near->mode == CI_NO_POSITION ? CI_MODE_OWN
                                          : policy->modes[near->mode]);
    add_word(out, "facility", rule->facility.word);
}

static void add_places(fix *out, const circlet_finding *finding,
                       const ci_rule *rule)
{
    out->sentence = "fix_places";
    add_number(out, "missing", CIRCLET_ARGUMENT_COUNT_OF,
               round_up(finding->shortfall, 1));
    add_word(out, "service", rule->as.places.service);
}

/* Nothing for what is no matter of places: who has received a service,
 * lists, an uneven distribution. */
static fix find_fix(const circlet_finding *finding, const ci_rule *rule,
                    const circlet_policy *policy)
{
    fix out = {0};

    if (rule->kind == CI_RULE_NEAR) {
        add_near(&out, rule, policy);
        return out;
    }
    if (!(finding->shortfall > 0) || !finding->shortfall_unit)
        return out;
    switch (rule->kind) {
    case CI_RULE_COUNT:
    case CI_RULE_CLASS_COUNT:
    case CI_RULE_GROUP_SIZE:
        add_facilities(&out, finding, rule);
        break;
    case CI_RULE_RATIO:
    case CI_RULE_EACH:
    case CI_RULE_PHASE:
        add_amount(&out, finding);
        break;
    case CI_RULE_PLACES:
        add_places(&out, finding, rule);
        break;
    default:
        break;
    }
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
        fix found;

        if (finding->verdict != CIRCLET_VERDICT_FAIL ||
            strcmp(finding->rule, rule->id) != 0)
            continue;
        found = find_fix(finding, rule, judgement->policy);
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
