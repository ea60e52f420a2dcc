#include "policy/fix.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle.h"
#include "policy/sentence.h"

#define ARGUMENT_MAX 16

/* What is said of one finding. */
typedef struct fix {
    const char *sentence;
    circlet_argument arguments[ARGUMENT_MAX];
    size_t count;
} fix;

/* A finding with what is known of it for this. */
typedef struct fix_view {
    const ci_judgement *judgement;
    const ci_rule *rule;
    const circlet_finding *finding;
    const ci_facts *facts;
} fix_view;

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

static const circlet_argument *find_fact(const fix_view *view,
                                         const char *name)
{
    for (size_t i = 0; i < view->facts->count; i++)
        if (strcmp(view->facts->items[i].name, name) == 0)
            return &view->facts->items[i];
    return NULL;
}

static bool take_argument(fix *out, const fix_view *view, const char *name)
{
    const circlet_finding *finding = view->finding;

    for (size_t i = 0; i < finding->argument_count; i++)
        if (strcmp(finding->arguments[i].name, name) == 0) {
            out->arguments[out->count++] = finding->arguments[i];
            return true;
        }
    return false;
}

static void take_facts(fix *out, const fix_view *view)
{
    for (size_t i = 0; i < view->facts->count; i++)
        out->arguments[out->count++] = view->facts->items[i];
}

/* Rounded up, so that it is enough: things whole, the rest to a tenth. */
static double round_up(double number, double steps)
{
    return ceil(number * steps - 1e-9) / steps;
}

/* How much more is surely enough; 0: that is not known. */
static double more_of(const fix_view *view)
{
    const circlet_argument *more = find_fact(view, "more");

    return more ? more->number : 0;
}

/* ---- what there is made better ------------------------------------------ */

/* A facility that is no more than a step away from being selected. */
typedef struct upgrade {
    const circlet_facility_record *facility;
    size_t service_count; /* that it would have to offer besides */
    size_t flag_count; /* that it would have to be besides */
} upgrade;

static size_t count_services(const fix_view *view,
                             const circlet_facility_record *facility)
{
    const ci_selection *selection = &view->rule->facility;
    const ci_facility_types *types = &view->judgement->types;
    size_t count = selection->service &&
                   !ci_facility_offers(facility, selection->service, types);

    for (size_t i = 0; i < selection->services.count; i++)
        count +=
            !ci_facility_offers(facility, selection->services.items[i], types);
    return count;
}

static size_t count_flags(const ci_selection *selection,
                          const circlet_facility_record *facility)
{
    const circlet_answer pairs[][2] = {
        {selection->is_comprehensive, facility->is_comprehensive},
        {selection->is_pilot, facility->is_pilot},
        {selection->is_reformed, facility->is_reformed},
        {selection->is_reform_base, facility->is_reform_base}};
    size_t count = 0;

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        count += pairs[i][0] != CIRCLET_UNKNOWN && pairs[i][0] != pairs[i][1];
    return count;
}

/* Whether it lacks something that it could come to have: its type and tier
 * stay what they are. */
static bool can_be_better(upgrade *out, const fix_view *view,
                          circlet_facility position)
{
    const circlet_city *city = view->judgement->city;
    const ci_selection *selection = &view->rule->facility;
    const circlet_facility_record *facility =
        circlet_city_facility(city, position);
    circlet_unit unit =
        circlet_city_facility_unit(city, position, view->rule->level);

    if (unit == CIRCLET_NONE ||
        unit != circlet_city_find_unit(city, view->finding->unit) ||
        !ci_facility_is_open(facility, view->judgement->year) ||
        !selection->type || strcmp(selection->type, facility->type) != 0 ||
        selection->one_of.count > 0 ||
        (selection->tier &&
         (!facility->tier || strcmp(selection->tier, facility->tier) != 0)))
        return false;
    *out = (upgrade){facility, count_services(view, facility),
                     count_flags(selection, facility)};
    return out->service_count + out->flag_count > 0;
}

static void name_services(fix *out, const fix_view *view,
                          const circlet_facility_record *facility)
{
    static const char *const names[] = {"service", "service2", "service3",
                                        "service4"};
    const ci_selection *selection = &view->rule->facility;
    const ci_facility_types *types = &view->judgement->types;
    size_t count = 0;

    if (selection->service &&
        !ci_facility_offers(facility, selection->service, types))
        add_word(out, names[count++], selection->service);
    for (size_t i = 0; i < selection->services.count && count < 4; i++)
        if (!ci_facility_offers(facility, selection->services.items[i], types))
            add_word(out, names[count++], selection->services.items[i]);
}

/* The first of those that lack least, by name; where more than one is
 * missing, how many there are to choose from. It costs less than a new one:
 * there is a building. */
static bool make_better(fix *out, const fix_view *view, double more)
{
    size_t all = circlet_city_facility_count(view->judgement->city);
    upgrade best = {NULL, 0, 0}, own;
    double count = 0;

    for (size_t i = 0; i < all; i++) {
        if (!can_be_better(&own, view, (circlet_facility)i))
            continue;
        count++;
        if (!best.facility || own.service_count + own.flag_count <
                                  best.service_count + best.flag_count)
            best = own;
    }
    if (count < more || count == 0 || !best.facility)
        return false;
    if (more > 1) {
        out->sentence = "fix_among";
        add_number(out, "more", CIRCLET_ARGUMENT_COUNT_OF, more);
        add_number(out, "all", CIRCLET_ARGUMENT_COUNT_OF, count);
        add_word(out, "among", view->rule->facility.type);
        add_word(out, "facility", view->rule->facility.word);
        return true;
    }
    out->arguments[out->count++] = (circlet_argument){
        "name", CIRCLET_ARGUMENT_TEXT, (double)NAN, best.facility->name};
    out->sentence = best.flag_count > 0 || best.service_count > 4
                        ? "fix_make"
                        : "fix_service";
    if (best.flag_count > 0)
        add_word(out, "facility", view->rule->facility.word);
    else
        name_services(out, view, best.facility);
    return true;
}

/* ---- kinds of rules ----------------------------------------------------- */

static void add_new(fix *out, const fix_view *view, double more)
{
    out->sentence = "fix_facilities";
    add_number(out, "more", CIRCLET_ARGUMENT_COUNT_OF, more);
    add_word(out, "facility", view->rule->facility.word);
}

static void add_facilities(fix *out, const fix_view *view)
{
    double more = round_up(more_of(view), 1);

    if (more > 0 && !make_better(out, view, more))
        add_new(out, view, more);
}

static void add_beds(fix *out, const fix_view *view)
{
    double more = round_up(more_of(view), 1);

    if (more <= 0)
        return;
    add_new(out, view, more);
    out->sentence = "fix_beds";
    if (more > 1)
        add_number(out, "several", CIRCLET_ARGUMENT_COUNT_OF, more);
    add_number(out, "beds", CIRCLET_ARGUMENT_COUNT_OF,
               (double)view->rule->as.class_count.beds);
}

/* Where they stand decides, so that it has to be known. */
static void add_grouped(fix *out, const fix_view *view)
{
    double more = more_of(view);

    if (more <= 0)
        return;
    add_new(out, view, more);
    if (!take_argument(out, view, "hosts_zh") ||
        !take_argument(out, view, "hosts_en"))
        out->sentence = NULL;
}

static void add_phase(fix *out, const fix_view *view)
{
    if (more_of(view) <= 0)
        return;
    take_facts(out, view);
    take_argument(out, view, "facility");
    out->sentence = find_fact(view, "among") ? "fix_among" : "fix_facilities";
}

static void add_amount(fix *out, const fix_view *view)
{
    const ci_ratio *ratio = &view->rule->as.ratio;
    bool is_area = ratio->amount == CI_AMOUNT_MEASURE &&
                   ratio->measure == CIRCLET_MEASURE_AREA_M2;
    double more = more_of(view);

    if (more <= 0)
        return;
    out->sentence = "fix_amount";
    add_number(out, "more", CIRCLET_ARGUMENT_NUMBER,
               round_up(more, is_area ? 10 : 1));
    add_word(out, "unit", view->finding->shortfall_unit);
}

static void add_each(fix *out, const fix_view *view)
{
    if (more_of(view) <= 0)
        return;
    take_facts(out, view);
    out->sentence = "fix_each";
}

static void add_near(fix *out, const fix_view *view)
{
    const ci_near *near = &view->rule->as.near;

    out->sentence = "fix_near";
    add_number(out, "minutes", CIRCLET_ARGUMENT_MINUTES,
               (double)near->cutoff_ms / 60000);
    add_word(out, "mode",
             near->mode == CI_NO_POSITION
                 ? CI_MODE_OWN
                 : view->judgement->policy->modes[near->mode]);
    add_word(out, "facility", view->rule->facility.word);
    if (near->host_residents > 0)
        add_number(out, "residents", CIRCLET_ARGUMENT_COUNT_OF,
                   (double)near->host_residents);
}

static void add_kinds(fix *out, const fix_view *view)
{
    if (view->rule->as.list.of != CI_LIST_KINDS || !find_fact(view, "kind"))
        return;
    take_facts(out, view);
    add_word(out, "facility", view->rule->facility.word);
    out->sentence = "fix_kinds";
}

/* Nothing where it cannot be said of the place alone: where all compete for
 * places they may go to others, and who has received a service, or whether
 * something is even, is no matter of one place. */
static fix find_fix(const fix_view *view)
{
    static void (*const finders[CI_RULE_KIND_COUNT])(fix *,
                                                     const fix_view *) = {
        [CI_RULE_COUNT] = add_facilities, [CI_RULE_RATIO] = add_amount,
        [CI_RULE_CLASS_COUNT] = add_beds, [CI_RULE_EACH] = add_each,
        [CI_RULE_PHASE] = add_phase,      [CI_RULE_LIST] = add_kinds,
        [CI_RULE_NEAR] = add_near,        [CI_RULE_GROUP_SIZE] = add_grouped};
    fix out = {0};

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
        fix found;

        if (finding->verdict != CIRCLET_VERDICT_FAIL ||
            strcmp(finding->rule, rule->id) != 0)
            continue;
        found = find_fix(
            &(fix_view){judgement, rule, finding, &findings->facts[i]});
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
