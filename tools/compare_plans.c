#include "compare_plans.h"

#include <math.h>
#include <string.h>

#include "locale.h"
#include "quantity.h"
#include "table.h"
#include "word.h"

/* ---- the same action ---------------------------------------------------- */

static bool is_same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool is_same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* What is built has its id from the plan: its place tells what it is. */
static bool is_same_facility(const circlet_plan_action *a,
                             const circlet_plan_action *b)
{
    if (strcmp(a->kind, "build") != 0)
        return is_same_text(a->facility, b->facility);
    if (a->site || b->site)
        return is_same_text(a->site, b->site);
    return is_same_number(a->at.lon, b->at.lon) &&
           is_same_number(a->at.lat, b->at.lat);
}

static bool is_same_action(const circlet_plan_action *a,
                           const circlet_plan_action *b)
{
    return strcmp(a->kind, b->kind) == 0 && is_same_facility(a, b) &&
           is_same_text(a->site, b->site) &&
           is_same_text(a->service, b->service) &&
           is_same_text(a->type, b->type) && is_same_text(a->tier, b->tier) &&
           a->places == b->places && a->beds == b->beds &&
           is_same_number(a->area_m2, b->area_m2);
}

/* The next action that is done by the plan's year; NULL: none is left. */
static const circlet_plan_action *next_action(const compared_plan *plan,
                                              size_t *position)
{
    while (plan->plan && *position < circlet_plan_action_count(plan->plan)) {
        const circlet_plan_action *action =
            circlet_plan_action_at(plan->plan, (*position)++);

        if (action->year <= plan->year)
            return action;
    }
    return NULL;
}

static bool does(const compared_plan *plan, const circlet_plan_action *asked)
{
    const circlet_plan_action *action;
    size_t position = 0;

    while ((action = next_action(plan, &position)))
        if (is_same_action(action, asked))
            return true;
    return false;
}

static const circlet_plan_action *next_own(const compared_plan *plan,
                                           const compared_plan *other,
                                           size_t *position)
{
    const circlet_plan_action *action;

    while ((action = next_action(plan, position)))
        if (!does(other, action))
            return action;
    return NULL;
}

size_t compared_plan_count(const compared_plan *plan)
{
    size_t position = 0, count = 0;

    while (next_action(plan, &position))
        count++;
    return count;
}

/* To keep what there is costs nothing. */
double compared_plan_cost(const compared_plan *plan)
{
    const circlet_plan_action *action;
    size_t position = 0;
    double cost = 0;

    while ((action = next_action(plan, &position)))
        if (strcmp(action->kind, "keep") != 0)
            cost += action->cost_cny;
    return cost;
}

const circlet_plan_action *compared_plan_find(const compared_plan *plan,
                                              const compared_plan *other,
                                              const char *facility)
{
    const circlet_plan_action *action;
    size_t position = 0;

    while (facility && (action = next_own(plan, other, &position)))
        if (is_same_text(action->facility, facility))
            return action;
    return NULL;
}

/* ---- JSON --------------------------------------------------------------- */

static void write_plan(json *out, const char *key, const compared_plan *plan)
{
    if (!plan->plan) {
        json_null(out, key);
        return;
    }
    json_object(out, key);
    json_text(out, "plan", circlet_plan_name(plan->plan));
    json_boolean(out, "cautious", circlet_plan_is_cautious(plan->plan));
    json_integer(out, "actions", (int64_t)compared_plan_count(plan));
    json_number(out, "cost_cny", compared_plan_cost(plan));
    json_end(out);
}

static void write_own(json *out, const char *key, const compared_plan *plan,
                      const compared_plan *other)
{
    const circlet_plan_action *action;
    size_t position = 0;

    json_array(out, key);
    while ((action = next_own(plan, other, &position))) {
        json_object(out, NULL);
        json_text(out, "id", action->id);
        json_text(out, "kind", action->kind);
        json_text(out, "facility", action->facility);
        json_text(out, "site", action->site);
        json_text(out, "service", action->service);
        json_text(out, "type", action->type);
        json_known(out, "year", action->year);
        json_number(out, "cost_cny", action->cost_cny);
        json_text(out, "text_zh", action->text_zh);
        json_text(out, "text_en", action->text_en);
        json_end(out);
    }
    json_end(out);
}

void compare_plans_json(json *out, const compared_plan plans[2])
{
    if (!plans[0].plan && !plans[1].plan)
        return;
    json_object(out, "plans");
    write_plan(out, "before", &plans[0]);
    write_plan(out, "after", &plans[1]);
    json_number(out, "cost_difference_cny",
                compared_plan_cost(&plans[1]) - compared_plan_cost(&plans[0]));
    json_end(out);
    write_own(out, "actions_before_only", &plans[0], &plans[1]);
    write_own(out, "actions_after_only", &plans[1], &plans[0]);
}

/* ---- text --------------------------------------------------------------- */

static void set_cost(table *out, size_t column, double cost_cny)
{
    char text[QUANTITY_SIZE];

    if (!isfinite(cost_cny))
        return;
    quantity_text(text, cost_cny, NULL);
    table_set(out, column, text);
}

static void add_own(table *out, const compared_plan *plan,
                    const compared_plan *other, const char *where)
{
    const circlet_plan_action *action;
    size_t position = 0;

    while ((action = next_own(plan, other, &position))) {
        const char *sentence =
            locale_is_chinese() ? action->text_zh : action->text_en;

        table_add_row(out);
        table_set(out, 0, where);
        table_set(out, 1, circlet_plan_name(plan->plan));
        table_set(out, 2, action->id);
        table_set(out, 3, word(action->kind));
        set_cost(out, 4, action->cost_cny);
        table_set(out, 5, sentence ? sentence : "");
    }
}

static void print_costs(const compared_plan plans[2])
{
    double before = compared_plan_cost(&plans[0]);
    double after = compared_plan_cost(&plans[1]);
    char texts[3][QUANTITY_SIZE];

    if (isnan(before) || isnan(after)) {
        puts(_("What the plans cost is not known."));
        return;
    }
    quantity_text(texts[0], before, NULL);
    quantity_text(texts[1], after, NULL);
    quantity_text(texts[2], fabs(after - before), NULL);
    printf(after < before ? _("cost: %s yuan before, %s now: %s less\n")
                          : _("cost: %s yuan before, %s now: %s more\n"),
           texts[0], texts[1], texts[2]);
}

bool compare_plans_text(const compared_plan plans[2])
{
    size_t first = 0, second = 0;
    table *out;
    bool is_printed = true;

    if (!plans[0].plan && !plans[1].plan)
        return true;
    putchar('\n');
    print_costs(plans);
    if (!next_own(&plans[0], &plans[1], &first) &&
        !next_own(&plans[1], &plans[0], &second)) {
        puts(_("Both do the same."));
        return true;
    }
    out = table_new();
    if (!out)
        return false;
    table_add_column(out, _("ONLY"), TABLE_LEFT);
    table_add_column(out, _("PLAN"), TABLE_LEFT);
    table_add_column(out, _("ACTION"), TABLE_LEFT);
    table_add_column(out, _("KIND"), TABLE_LEFT);
    table_add_column(out, _("COST (CNY)"), TABLE_RIGHT);
    table_add_column(out, _("REASON"), TABLE_SENTENCE);
    add_own(out, &plans[0], &plans[1], _("before"));
    add_own(out, &plans[1], &plans[0], _("now"));
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}
