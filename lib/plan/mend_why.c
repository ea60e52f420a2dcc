#include "plan/mend_why.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "plan/why.h"

/* ---- what belongs together ---------------------------------------------- */

static bool is_reason(const circlet_plan_impossible *item, const char *word)
{
    return item->reason && strcmp(item->reason, word) == 0;
}

static size_t find_slot(const ci_mend *mend, const ci_rule *rule)
{
    for (size_t i = 0; i < mend->slot_count; i++)
        if (mend->slots[i] == rule)
            return i;
    return CI_MEND_NONE;
}

/* The one of a slot and unit with one of two reasons. */
static size_t find_item(const ci_mend_left *left, size_t slot,
                        circlet_unit unit, const char *reason,
                        const char *other)
{
    for (size_t i = 0; i < left->count; i++)
        if (left->slots[i] == slot && left->units[i] == unit &&
            (is_reason(&left->items[i], reason) ||
             is_reason(&left->items[i], other)))
            return i;
    return CI_MEND_NONE;
}

/* People out of reach, and those whose place is taken: of others nothing is
 * looked for. */
static void match_rows(ci_mend_left *left, const ci_mend *mend,
                       const ci_mend_program *program,
                       const ci_mend_answer *answer)
{
    for (size_t i = 0; i < mend->row_count; i++) {
        const ci_mend_row *row = &mend->rows[i];
        const ci_mend_goal *goal = &mend->goals[row->goal];
        circlet_unit unit =
            goal->rule->kind == CI_RULE_CIRCLE ? row->street : goal->unit;

        left->item_of_row[i] = CI_MEND_NONE;
        if (row->is_in_doubt || row->is_outside)
            continue;
        if (program->unavoidable[i] > 0)
            left->item_of_row[i] = find_item(left, goal->slot, unit,
                                             "none_in_reach", "none_in_unit");
        else if (answer->missing[i] > 0 && mend->is_late && mend->is_late[i])
            left->item_of_row[i] =
                find_item(left, goal->slot, unit, "too_late", "too_late");
        else if (answer->missing[i] > 0)
            left->item_of_row[i] = find_item(left, goal->slot, unit,
                                             "sites_taken", "beyond_budget");
    }
}

static void describe_items(ci_mend_left *left, const ci_mend *mend)
{
    for (size_t i = 0; i < left->count; i++) {
        const circlet_plan_impossible *item = &left->items[i];

        left->rules[i] =
            ci_policy_find_rule(mend->judgement.policy, item->rule);
        left->slots[i] = is_reason(item, "not_planned")
                             ? CI_MEND_NONE
                             : find_slot(mend, left->rules[i]);
        left->units[i] =
            item->unit
                ? circlet_city_find_unit(mend->judgement.city, item->unit)
                : CIRCLET_NONE;
    }
}

static bool left_start(ci_mend_left *left, ci_mend *mend,
                       const circlet_plan_parts *parts)
{
    size_t count = parts->impossible_count;

    left->count = count;
    left->items =
        ci_arena_take(&mend->arena, (count + 1) * sizeof(*left->items));
    left->units = calloc(count + 1, sizeof(*left->units));
    left->rules = calloc(count + 1, sizeof(const ci_rule *));
    left->slots = calloc(count + 1, sizeof(*left->slots));
    left->item_of_row =
        calloc(mend->row_count + 1, sizeof(*left->item_of_row));
    if (!left->items || !left->units || !left->rules || !left->slots ||
        !left->item_of_row)
        return false;
    for (size_t i = 0; i < count; i++)
        left->items[i] = parts->impossible[i];
    return true;
}

static void left_clear(ci_mend_left *left)
{
    free(left->units);
    free(left->rules);
    free(left->slots);
    free(left->item_of_row);
}

/* ---- what takes its place ----------------------------------------------- */

/* Marks the places where an item could be had. */
static void mark_places(bool *is_of_item, const ci_mend *mend,
                        const ci_mend_left *left, size_t item)
{
    const ci_mend_reach *reach = &mend->reach;
    size_t slot = left->slots[item];

    for (size_t p = 0; p < ci_mend_place_count(mend); p++) {
        const ci_rule *rule = mend->slots[slot];
        bool serves_unit =
            rule->kind != CI_RULE_CIRCLE && rule->kind != CI_RULE_NEAR &&
            mend->may_serve[p * mend->slot_count + slot] &&
            ci_mend_place_unit(mend, p, rule->level) == left->units[item];

        is_of_item[p] = serves_unit;
        for (size_t e = reach->first[p]; e < reach->first[p + 1]; e++)
            is_of_item[p] |= left->item_of_row[reach->rows[e]] == item;
    }
}

/* Whether an action is done at one of the places. */
static bool is_at(const ci_mend *mend, const circlet_plan_action *action,
                  const bool *is_place)
{
    const circlet_city *city = mend->judgement.city;
    circlet_site site = action->site
                            ? circlet_city_find_site(city, action->site)
                            : CIRCLET_NONE;
    circlet_facility facility = circlet_city_find_facility(
        city, action->facility ? action->facility : "");

    if (site != CIRCLET_NONE)
        return is_place[site];
    return facility != CIRCLET_NONE &&
           is_place[circlet_city_site_count(city) + facility];
}

static circlet_status list_takers(ci_mend_left *left, size_t item,
                                  ci_mend *mend,
                                  const circlet_plan_parts *parts,
                                  bool *is_place, circlet_error *error)
{
    ci_buffer list = {0};

    mark_places(is_place, mend, left, item);
    ci_buffer_add(&list, "");
    for (size_t i = 0; i < parts->action_count; i++) {
        if (!is_at(mend, &parts->actions[i], is_place))
            continue;
        ci_buffer_add(&list, list.size > 0 ? ";" : "");
        ci_buffer_add(&list, parts->actions[i].id);
    }
    left->items[item].taken_by =
        list.failed ? NULL : ci_arena_copy(&mend->arena, list.text);
    ci_buffer_free(&list);
    return left->items[item].taken_by ? CIRCLET_OK : ci_fail_nomem(error);
}

/* ---- what would do ------------------------------------------------------ */

/* What is missing of people is what one more facility covers: that the spots
 * say. */
static int64_t missing_of(const ci_mend_left *left, size_t item)
{
    double scale = left->rules[item]->kind == CI_RULE_RATIO ? 1000 : 1;
    double missing = left->items[item].missing * scale;

    return missing > 0 && missing < 9e15 ? llround(missing) : 0;
}

static circlet_status change_unit(ci_mend_left *left, size_t item,
                                  ci_mend *mend, circlet_error *error)
{
    circlet_plan_impossible *one = &left->items[item];
    const ci_rule *rule = left->rules[item];
    circlet_status status;

    if (is_reason(one, "beyond_budget"))
        one->change.kind = "budget";
    if (one->change.kind || rule->kind == CI_RULE_CIRCLE ||
        rule->kind == CI_RULE_NEAR || is_reason(one, "in_doubt") ||
        is_reason(one, "too_dear") || is_reason(one, "too_late"))
        return CIRCLET_OK;
    status =
        ci_why_buildings(&one->change, &mend->arena, &mend->judgement, rule,
                         left->units[item], missing_of(left, item), error);
    if (one->change.kind)
        one->change.units = one->unit;
    return status;
}

static bool is_staff(const char *word)
{
    static const char *const words[] = {"directors",     "physicians",
                                        "therapists",    "nurses",
                                        "rehab_workers", "mental_staff"};

    for (size_t i = 0; word && i < sizeof(words) / sizeof(words[0]); i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

/* Staff is engaged: whole persons. */
static void change_staff(circlet_plan_impossible *item)
{
    if (!is_staff(item->missing_unit) || !(item->missing > 0))
        return;
    item->change =
        (circlet_plan_change){.kind = "engage",
                              .type = item->missing_unit,
                              .units = item->unit,
                              .count = (size_t)ceil(item->missing - 1e-9)};
}

static circlet_status explain_item(ci_mend_left *left, size_t item,
                                   ci_mend *mend,
                                   const circlet_plan_parts *parts,
                                   bool *is_place, circlet_error *error)
{
    const ci_why_words words = {.policy = mend->judgement.policy,
                                .city = mend->judgement.city,
                                .arena = &mend->arena,
                                .actions = parts->actions,
                                .action_count = parts->action_count};
    circlet_plan_impossible *one = &left->items[item];
    circlet_status status = CIRCLET_OK;

    if (left->slots[item] == CI_MEND_NONE)
        change_staff(one);
    else
        status = change_unit(left, item, mend, error);
    if (!status && is_reason(one, "sites_taken"))
        status = list_takers(left, item, mend, parts, is_place, error);
    return status ? status
                  : ci_why_tell(one, &words, left->rules[item], error);
}

circlet_status ci_mend_explain(circlet_plan_parts *parts, ci_mend *mend,
                               const ci_mend_program *program,
                               const ci_mend_answer *answer,
                               circlet_error *error)
{
    ci_mend_left left = {.count = 0};
    bool *is_place = calloc(ci_mend_place_count(mend) + 1, sizeof(*is_place));
    circlet_status status = left_start(&left, mend, parts) && is_place
                                ? CIRCLET_OK
                                : ci_fail_nomem(error);

    if (!status) {
        describe_items(&left, mend);
        match_rows(&left, mend, program, answer);
        status = ci_mend_explain_people(&left, mend, error);
    }
    for (size_t i = 0; !status && i < left.count; i++)
        status = explain_item(&left, i, mend, parts, is_place, error);
    if (!status)
        parts->impossible = left.items;
    left_clear(&left);
    free(is_place);
    return status;
}
