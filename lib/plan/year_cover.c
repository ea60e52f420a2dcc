#include "plan/year_cover.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "policy/circle.h"
#include "policy/own_times.h"
#include "policy/traveller.h"

#define PERSON_MILLI 1000.0

/* The people of a rule, and who of them is covered by what. */
typedef struct covering {
    const ci_judgement *judgement;
    const ci_rule *rule;
    ci_traveller *people;
    size_t count;
    uint32_t *before, *after, *year_ago; /* milliseconds to the nearest */
} covering;

static void clear(covering *of)
{
    free(of->people);
    free(of->before);
    free(of->after);
    free(of->year_ago);
}

static circlet_status find_times(uint32_t *out, const covering *of,
                                 const circlet_city *city, int day,
                                 circlet_error *error)
{
    return ci_own_times_to_rule(out, of->judgement, of->rule, of->people,
                                of->count, city, day, error);
}

static circlet_status find_all(covering *of, const circlet_city *planned,
                               circlet_error *error)
{
    const ci_judgement *judgement = of->judgement;
    const ci_traveller_query query = {
        of->rule,       of->rule->as.circle.mode, CIRCLET_NONE,
        judgement->day, judgement->thread_count,  judgement->crowd};
    circlet_status status =
        ci_travellers_find(&of->people, &of->count, judgement->policy,
                           judgement->city, &query, error);

    if (status)
        return status;
    of->before = calloc(of->count + 1, sizeof(*of->before));
    of->after = calloc(of->count + 1, sizeof(*of->after));
    of->year_ago = calloc(of->count + 1, sizeof(*of->year_ago));
    if (!of->before || !of->after || !of->year_ago)
        return ci_fail_nomem(error);
    status =
        find_times(of->before, of, judgement->city, judgement->day, error);
    if (!status)
        status = find_times(of->after, of, planned, judgement->day, error);
    if (!status)
        status = find_times(of->year_ago, of, judgement->city,
                            CI_LAST_DAY(judgement->year - 1), error);
    return status;
}

/* ---- adding up ---------------------------------------------------------- */

static double persons_of(const covering *of, size_t i)
{
    return (double)circlet_city_demand(of->judgement->city,
                                       of->people[i].demand)
               ->weight_milli /
           PERSON_MILLI;
}

static void add_up(circlet_course_year *out, const covering *of)
{
    for (size_t i = 0; i < of->count; i++) {
        double persons = persons_of(of, i);
        bool was_in = of->before[i] != CIRCLET_UNREACHED;
        bool is_in = of->after[i] != CIRCLET_UNREACHED;
        bool is_shut_out = !was_in && of->year_ago[i] != CIRCLET_UNREACHED;

        out->persons += persons;
        out->uncovered_before += was_in ? 0 : persons;
        out->uncovered += is_in ? 0 : persons;
        out->lost += was_in && !is_in ? persons : 0;
        out->closed_out += is_shut_out ? persons : 0;
        out->answered += is_shut_out && is_in ? persons : 0;
    }
}

/* ---- losses ------------------------------------------------------------- */

static int compare_units(const void *left, const void *right)
{
    const ci_traveller *a = left, *b = right;

    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return (a->demand > b->demand) - (a->demand < b->demand);
}

/* Those who lose, by unit; NULL: no memory. */
static ci_traveller *find_losers(size_t *count, const covering *of)
{
    ci_traveller *losers = calloc(of->count + 1, sizeof(*losers));

    *count = 0;
    for (size_t i = 0; losers && i < of->count; i++)
        if (of->before[i] != CIRCLET_UNREACHED &&
            of->after[i] == CIRCLET_UNREACHED)
            losers[(*count)++] = of->people[i];
    if (losers && *count > 0)
        qsort(losers, *count, sizeof(*losers), compare_units);
    return losers;
}

static bool add_loss(ci_loss_list *list, const covering *of,
                     const ci_traveller *losers, size_t count)
{
    const circlet_city *city = of->judgement->city;
    circlet_plan_loss *items = ci_array_reserve_one(
        list->items, list->count, &list->capacity, sizeof(*items));
    ci_buffer ids = {0};
    circlet_plan_loss *loss;
    bool is_added;

    if (!items)
        return false;
    list->items = items;
    loss = &items[list->count++];
    *loss = (circlet_plan_loss){
        .year = of->judgement->year,
        .rule = ci_arena_copy(list->arena, of->rule->id),
        .unit =
            losers->unit == CIRCLET_NONE
                ? NULL
                : ci_arena_copy(list->arena,
                                circlet_city_unit(city, losers->unit)->code)};
    for (size_t i = 0; i < count; i++) {
        const circlet_demand_record *person =
            circlet_city_demand(city, losers[i].demand);

        loss->persons += (double)person->weight_milli / PERSON_MILLI;
        ci_buffer_add(&ids, i > 0 ? ";" : "");
        ci_buffer_add(&ids, person->id);
    }
    if (list->names_people)
        loss->ids = ids.failed ? NULL : ci_arena_copy(list->arena, ids.text);
    is_added = loss->rule && (loss->unit || losers->unit == CIRCLET_NONE) &&
               (loss->ids || !list->names_people);
    ci_buffer_free(&ids);
    return is_added;
}

static circlet_status add_losses(ci_loss_list *list, const covering *of,
                                 circlet_error *error)
{
    size_t count;
    ci_traveller *losers = find_losers(&count, of);
    bool is_added = losers != NULL;

    for (size_t i = 0, first = 0; is_added && i < count; i++)
        if (i + 1 == count || losers[i + 1].unit != losers[first].unit) {
            is_added = add_loss(list, of, &losers[first], i + 1 - first);
            first = i + 1;
        }
    free(losers);
    return is_added ? CIRCLET_OK : ci_fail_nomem(error);
}

/* ---- all ---------------------------------------------------------------- */

static bool is_counted(const ci_rule *rule, int year)
{
    return rule->kind == CI_RULE_CIRCLE && !rule->is_variant &&
           rule->force != CIRCLET_FORCE_MAY && ci_rule_is_in_force(rule, year);
}

circlet_status ci_year_cover_find(circlet_course_year *out,
                                  ci_loss_list *losses, const ci_judgement *of,
                                  const circlet_city *planned,
                                  circlet_error *error)
{
    const circlet_policy *policy = of->policy;
    ci_judgement judgement = {
        .policy = policy, .city = of->city, .travel = of->travel};
    circlet_judge_options wanted = CIRCLET_JUDGE_OPTIONS_INIT, own;
    circlet_status status;

    wanted.year = out->year;
    wanted.threads = of->thread_count;
    status = ci_judgement_start(&judgement, &own, &wanted, error);
    for (size_t i = 0; !status && i < policy->rule_count; i++) {
        covering rule = {.judgement = &judgement, .rule = &policy->rules[i]};

        if (!is_counted(rule.rule, judgement.year))
            continue;
        status = find_all(&rule, planned, error);
        if (!status) {
            add_up(out, &rule);
            status = add_losses(losses, &rule, error);
        }
        clear(&rule);
    }
    return status;
}
