/* Who is in reach of no facility and of no site, by rule and street. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "verify/bound_check.h"
#include "verify/mode_list.h"

#define PERSON_MILLI 1000.0

typedef struct stranded {
    const char *rule;
    const char *unit; /* NULL: in none */
    bool is_in_doubt; /* of a cautious plan */
    int64_t persons_milli, modelled_milli;
    bool is_claimed;
} stranded;

/* What is to be checked. */
typedef struct impossible_work {
    const ci_uncovered *uncovered;
    const ci_site_reach *reach;
    const ci_uncovered *assumed;
    const ci_site_reach *assumed_reach;
} impossible_work;

typedef struct stranded_list {
    stranded *items;
    size_t count, capacity;
} stranded_list;

static bool is_word(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static bool is_same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* NULL: there is none. */
static stranded *find(const stranded_list *list, const char *rule,
                      const char *unit, bool is_in_doubt)
{
    for (size_t i = list->count; i-- > 0;)
        if (list->items[i].is_in_doubt == is_in_doubt &&
            is_same_text(list->items[i].rule, rule) &&
            is_same_text(list->items[i].unit, unit))
            return &list->items[i];
    return NULL;
}

/* The row of a person among those whom nothing covers as assumed; SIZE_MAX:
 * something does. Rows of a batch ascend by person. */
static size_t find_assumed(const ci_uncovered *assumed, const char *rule,
                           circlet_demand demand)
{
    for (size_t batch = 0; batch < assumed->batch_count; batch++) {
        size_t low = assumed->batch_row[batch];
        size_t high = assumed->batch_row[batch + 1];
        size_t end = high;

        if (strcmp(assumed->batches[batch].rule, rule) != 0)
            continue;
        while (low < high) {
            size_t middle = low + (high - low) / 2;

            if (assumed->rows[middle].demand < demand)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < end && assumed->rows[low].demand == demand)
            return low;
    }
    return SIZE_MAX;
}

/* Nobody surely reaches anything where no street is known. */
static bool is_in_doubt(const impossible_work *work, const char *rule,
                        const ci_uncovered_row *row)
{
    size_t twin;

    if (!work->uncovered->question.is_sure)
        return false;
    twin = find_assumed(work->assumed, rule, row->demand);
    return row->is_unknown || twin == SIZE_MAX ||
           work->assumed_reach->first[twin + 1] >
               work->assumed_reach->first[twin];
}

static bool add_row(stranded_list *list, const char *rule, const char *unit,
                    const ci_uncovered_row *row, bool in_doubt)
{
    stranded *place = find(list, rule, unit, in_doubt);

    if (!place) {
        stranded *items = ci_array_reserve_one(
            list->items, list->count, &list->capacity, sizeof(*items));

        if (!items)
            return false;
        list->items = items;
        place = &items[list->count++];
        *place =
            (stranded){.rule = rule, .unit = unit, .is_in_doubt = in_doubt};
    }
    place->persons_milli += row->weight_milli;
    place->modelled_milli += row->is_modelled ? row->weight_milli : 0;
    return true;
}

static bool list_stranded(stranded_list *list, const impossible_work *work)
{
    const ci_uncovered *uncovered = work->uncovered;
    const ci_site_reach *reach = work->reach;
    const circlet_city *city = uncovered->question.city;

    for (size_t batch = 0; batch < uncovered->batch_count; batch++)
        for (size_t i = uncovered->batch_row[batch];
             i < uncovered->batch_row[batch + 1]; i++) {
            const ci_uncovered_row *row = &uncovered->rows[i];
            const char *rule = uncovered->batches[batch].rule;
            circlet_unit street;

            if (reach->first[i + 1] > reach->first[i] ||
                row->weight_milli == 0)
                continue;
            street = circlet_city_demand_unit(city, row->demand,
                                              CIRCLET_LEVEL_STREET);
            if (!add_row(list, rule,
                         street == CIRCLET_NONE
                             ? NULL
                             : circlet_city_unit(city, street)->code,
                         row, is_in_doubt(work, rule, row)))
                return false;
        }
    return true;
}

/* `claimed` NULL: the plan has no word of them. */
static bool add_claims(circlet_verification *out,
                       const circlet_plan_impossible *claimed,
                       const stranded *found)
{
    circlet_claim persons = {
        .what = "impossible_persons",
        .subject = claimed ? claimed->rule : found->rule,
        .part = claimed ? claimed->unit : found->unit,
        .claimed = claimed ? claimed->persons : 0,
        .found = found ? (double)found->persons_milli / PERSON_MILLI : 0};
    circlet_claim modelled = persons;

    modelled.what = "impossible_modelled";
    modelled.claimed = claimed ? claimed->persons_modelled : 0;
    modelled.found = found ? (double)found->modelled_milli / PERSON_MILLI : 0;
    return ci_verification_add_figure(out, &persons, CI_FIGURE_MUST_BE) &&
           ci_verification_add_figure(out, &modelled, CI_FIGURE_MUST_BE);
}

/* Only persons are said, by the modes of the rule, and why. */
static bool add_words(circlet_verification *out, const circlet_policy *policy,
                      const circlet_plan_impossible *claimed)
{
    const char *reason = claimed->reason ? claimed->reason : "";
    circlet_claim missing = {.what = "impossible_missing",
                             .subject = claimed->rule,
                             .part = claimed->unit,
                             .claimed = claimed->missing,
                             .found = 0,
                             .state = CIRCLET_CLAIM_DIFFERS};

    return ci_words_claim_add(out, "impossible_mode", claimed->rule,
                              claimed->unit, claimed->mode, policy, NULL) &&
           ci_words_claim_add(out, "impossible_unit", claimed->rule,
                              claimed->unit, claimed->missing_unit, NULL,
                              NULL) &&
           (is_word(reason, "in_doubt") ||
            ci_words_claim_add(out, "impossible_reason", claimed->rule,
                               claimed->unit, reason, NULL, NULL)) &&
           ((claimed->missing >= 0 && claimed->missing <= 0) ||
            ci_verification_add(out, &missing));
}

static bool add_open(circlet_verification *out,
                     const circlet_plan_impossible *claimed)
{
    circlet_error why;
    const circlet_claim claim = {.what = "impossible_persons",
                                 .subject = claimed->rule,
                                 .part = claimed->unit,
                                 .claimed = claimed->persons,
                                 .found = (double)NAN,
                                 .state = CIRCLET_CLAIM_OPEN,
                                 .reason = why.message};

    (void)ci_fail(&why, CIRCLET_E_UNSUPPORTED,
                  "it is not known which sites could be built on");
    return ci_verification_add(out, &claim);
}

bool ci_impossible_check(circlet_verification *out,
                         const ci_uncovered *uncovered,
                         const ci_site_reach *reach,
                         const ci_uncovered *assumed,
                         const ci_site_reach *assumed_reach)
{
    const impossible_work work = {uncovered, reach, assumed, assumed_reach};
    const circlet_plan *plan = uncovered->question.plan;
    stranded_list list = {NULL, 0, 0};
    bool is_done = !reach->is_known || list_stranded(&list, &work);

    for (size_t i = 0; is_done && i < circlet_plan_impossible_count(plan);
         i++) {
        const circlet_plan_impossible *claimed =
            circlet_plan_impossible_at(plan, i);
        stranded *found = find(&list, claimed->rule, claimed->unit,
                               is_word(claimed->reason, "in_doubt"));

        if (found && found->is_claimed)
            found = NULL; /* nobody is left twice */
        else if (found)
            found->is_claimed = true;
        is_done = (reach->is_known ? add_claims(out, claimed, found)
                                   : add_open(out, claimed)) &&
                  add_words(out, uncovered->question.policy, claimed);
    }
    for (size_t i = 0; is_done && i < list.count; i++)
        if (!list.items[i].is_claimed)
            is_done = add_claims(out, NULL, &list.items[i]);
    free(list.items);
    return is_done;
}
