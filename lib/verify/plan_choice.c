#include "verify/plan_choice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_action.h"
#include "policy/circle.h"
#include "verify/counted.h"

/* An action of the plan and the place that it is about. */
typedef struct placed_action {
    size_t place;
    size_t position; /* in the plan */
} placed_action;

static int compare_placed(const void *left, const void *right)
{
    const placed_action *a = left, *b = right;

    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

static bool is_same_word(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* SIZE_MAX: there is no such place. */
static size_t place_of(const ci_rebuilt_program *program,
                       const circlet_plan_action *action)
{
    const circlet_city *city = program->lacks->judgement->city;
    bool builds = ci_action_kind_of(action->kind) == CI_ACTION_BUILD;
    const char *id = builds ? action->site : action->facility;
    uint32_t found = CIRCLET_NONE;

    if (id && builds)
        found = circlet_city_find_site(city, id);
    else if (id)
        found = circlet_city_find_facility(city, id);
    if (found == CIRCLET_NONE)
        return SIZE_MAX;
    return builds ? found : program->site_count + found;
}

/* What the plan builds is changed where it is built. */
static size_t place_in_plan(const ci_rebuilt_program *program,
                            const circlet_plan *plan,
                            const circlet_plan_action *action)
{
    size_t place = place_of(program, action);

    for (size_t i = 0;
         place == SIZE_MAX && i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *other = circlet_plan_action_at(plan, i);

        if (ci_action_kind_of(other->kind) == CI_ACTION_BUILD &&
            is_same_word(other->facility, action->facility))
            place = place_of(program, other);
    }
    return place;
}

/* ---- which column ------------------------------------------------------- */

static bool is_same_number(double a, double b)
{
    return (isnan(a) && isnan(b)) || (a <= b && a >= b);
}

/* What a way of building leaves open a plan may have filled from the
 * catalogue. */
static bool is_filled(const circlet_plan_action *way, const char *open,
                      const char *filled)
{
    bool may_fill = ci_action_kind_of(way->kind) == CI_ACTION_BUILD;

    return (may_fill && !open) || is_same_word(open, filled);
}

static bool is_filled_number(const circlet_plan_action *way, double open,
                             double filled, bool is_open)
{
    bool may_fill = ci_action_kind_of(way->kind) == CI_ACTION_BUILD;

    return (may_fill && is_open) || is_same_number(open, filled);
}

static bool does_same(const circlet_plan_action *way,
                      const circlet_plan_action *done)
{
    return is_same_word(way->kind, done->kind) &&
           is_filled(way, way->service, done->service) &&
           is_filled(way, way->from_service, done->from_service) &&
           is_filled(way, way->type, done->type) &&
           is_filled(way, way->tier, done->tier) &&
           is_filled_number(way, (double)way->places, (double)done->places,
                            way->places < 0) &&
           is_filled_number(way, (double)way->beds, (double)done->beds,
                            way->beds < 0) &&
           is_filled_number(way, way->area_m2, done->area_m2,
                            isnan(way->area_m2));
}

/* Whether the actions are those of a way, in any order. */
static bool is_way(const ci_certified_way *way,
                   const circlet_plan_action *actions, size_t count)
{
    size_t found = 0;

    for (size_t i = 0; i < way->count; i++)
        for (size_t k = 0; k < count; k++)
            if (does_same(&way->actions[i], &actions[k])) {
                found++;
                break;
            }
    return count == way->count && found == count;
}

/* Whether a column does as much as what the plan does there, at that price. */
static bool has_effect(const ci_rebuilt_program *program, size_t j,
                       const ci_remedy *remedy)
{
    for (size_t r = 0; r < program->lacks->rule_count; r++)
        if (program->columns[j].gains[r] != remedy->gains[r])
            return false;
    return program->columns[j].price_cny == remedy->price_cny;
}

/* CI_PROGRAM_NONE: they are no column. */
static uint32_t find_column(const ci_rebuilt_program *program, size_t place,
                            const ci_remedy *remedy,
                            const circlet_plan_action *actions, size_t count)
{
    const ci_program_certificate *certificate = program->certificate;

    for (size_t j = program->column_first[place];
         j < certificate->column_count && program->column_place[j] == place;
         j++)
        if (has_effect(program, j, remedy) &&
            is_way(&certificate->ways[certificate->columns[j].way], actions,
                   count))
            return (uint32_t)j;
    return CI_PROGRAM_NONE;
}

/* ---- what the rows get -------------------------------------------------- */

/* Adds what is done at a place; what is taken from it (`sign` -1) is nothing
 * that people reach: what covers anybody alone stays. */
static void give(ci_plan_choice *out, const ci_rebuilt_program *program,
                 size_t place, const int64_t *gains, int sign, uint8_t *had)
{
    for (size_t k = program->row_first[place];
         k < program->row_first[place + 1]; k++) {
        uint32_t row = program->place_rows[k];
        int64_t amount = ci_rebuilt_amount(program, row, gains);
        bool is_of_unit =
            row < program->lacks->row_count &&
            program->lacks->items[program->lacks->rows[row].lack].need > 0;

        if (sign < 0 && is_of_unit && amount > 0)
            out->attained[row] -= amount;
        else if (sign > 0 && amount > 0 &&
                 ci_rebuilt_is_new(program, had, row, place))
            out->attained[row] += amount;
    }
}

static void limit(ci_plan_choice *out, const ci_rebuilt_program *program)
{
    for (size_t i = 0; i < program->row_count; i++)
        if (out->attained[i] > program->needs[i])
            out->attained[i] = program->needs[i];
}

/* What is done at one place, and what comes of it. */
typedef struct doing {
    size_t place;
    bool may_do_more; /* the plan is for a share of draws of what is in doubt,
                         or for the years before, too */
    circlet_plan_action *actions;
    size_t count;
    ci_remedy remedy;
    const placed_action *first; /* as many, in the plan */
    circlet_plan_action *others; /* room for all but one of them */
    ci_remedy without; /* what comes of these */
} doing;

/* Notes for which rules something at a place is, of all actions there. */
static void note_rules(ci_plan_choice *out, const ci_rebuilt_program *program,
                       const doing *what, size_t place)
{
    const ci_lacks *lacks = program->lacks;

    for (size_t k = program->row_first[place];
         k < program->row_first[place + 1]; k++) {
        uint32_t row = program->place_rows[k];
        size_t rule;

        if (row >= lacks->row_count)
            continue;
        rule = lacks->items[lacks->rows[row].lack].rule;
        if (lacks->rules[rule]->kind == CI_RULE_CIRCLE ||
            what->remedy.gains[rule] <= 0)
            continue;
        for (size_t i = 0; i < what->count; i++)
            out->works_on[what->first[i].position * lacks->rule_count + rule] =
                true;
    }
}

/* All actions but one, or of a building that one alone. */
static size_t list_others(doing *what, size_t one, bool is_built)
{
    size_t count = 0;

    for (size_t k = 0; k < what->count; k++)
        if ((k == one) == is_built)
            what->others[count++] = what->actions[k];
    return count;
}

/* Of several actions a building works on the rules for which it counts as it
 * is built, each other on those that get less without it. */
static circlet_status note_each(ci_plan_choice *out,
                                ci_rebuilt_program *program, doing *what,
                                circlet_error *error)
{
    size_t rules = program->lacks->rule_count;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0;
         status == CIRCLET_OK && what->count > 1 && i < what->count; i++) {
        bool *works_on = &out->works_on[what->first[i].position * rules];
        bool is_built =
            ci_action_kind_of(what->actions[i].kind) == CI_ACTION_BUILD;

        status = ci_remedy_try(&what->without, &program->workshop,
                               program->places[what->place], what->others,
                               list_others(what, i, is_built), error);
        for (size_t r = 0; status == CIRCLET_OK && r < rules; r++) {
            const ci_remedy *other = &what->without;

            works_on[r] &= is_built
                               ? other->is_possible && other->gains[r] > 0
                               : !other->is_possible ||
                                     other->gains[r] < what->remedy.gains[r];
        }
    }
    return status;
}

static void note_strange(ci_plan_choice *out, const doing *what)
{
    out->stranger = what->actions[0].id;
    for (size_t i = 0; i < what->count; i++)
        out->is_strange[what->first[i].position] = true;
}

static ci_action_kind kind_of(const doing *what)
{
    return what->count == 1 ? ci_action_kind_of(what->actions[0].kind)
                            : CI_ACTION_KIND_COUNT;
}

static bool is_rearranged(const doing *what)
{
    ci_action_kind kind = kind_of(what);

    return kind == CI_ACTION_MOVE || kind == CI_ACTION_CLOSE;
}

/* A facility that moves counts for as much elsewhere; one that closes for
 * nothing any more. */
static void rearrange(ci_plan_choice *out, const ci_rebuilt_program *program,
                      const doing *what, uint8_t *had)
{
    const ci_lacks *lacks = program->lacks;
    const circlet_city *city = lacks->judgement->city;
    const circlet_facility_record *facility =
        circlet_city_facility(city, program->places[what->place].position);
    const char *site = what->actions[0].site;
    circlet_site to = site ? circlet_city_find_site(city, site) : CIRCLET_NONE;

    out->rearranges = true;
    for (size_t r = 0; r < lacks->rule_count; r++)
        what->remedy.gains[r] =
            ci_counted_for(lacks->judgement, lacks->rules[r], facility);
    give(out, program, what->place, what->remedy.gains, -1, had);
    if (kind_of(what) != CI_ACTION_MOVE || to == CIRCLET_NONE)
        return;
    give(out, program, to, what->remedy.gains, 1, had);
    note_rules(out, program, what, to);
}

/* Whether a facility is not open any more when the plan is done. */
static bool is_gone(const ci_rebuilt_program *program, size_t place)
{
    const ci_judgement *judgement = program->lacks->judgement;
    ci_remedy_place at = program->places[place];

    return !at.is_site &&
           !ci_facility_is_open(
               circlet_city_facility(judgement->city, at.position),
               judgement->year);
}

/* As the actions say, which is checked of each of them. */
static int64_t cost_of(const doing *what)
{
    double cny = 0;

    for (size_t i = 0; i < what->count; i++)
        cny += what->actions[i].cost_cny;
    return isfinite(cny) && cny < 9e15 ? llround(cny) : 0;
}

/* Does what the plan does at one place. */
static circlet_status do_place(ci_plan_choice *out,
                               ci_rebuilt_program *program, doing *what,
                               uint8_t *had, circlet_error *error)
{
    uint32_t column;
    circlet_status status = ci_remedy_try(&what->remedy, &program->workshop,
                                          program->places[what->place],
                                          what->actions, what->count, error);

    if (status == CIRCLET_OK && !what->remedy.is_possible &&
        what->may_do_more && is_gone(program, what->place)) {
        out->has_more = true;
        out->cost_cny += cost_of(what);
        return CIRCLET_OK;
    }
    if (status != CIRCLET_OK || !what->remedy.is_possible) {
        note_strange(out, what);
        return status;
    }
    out->cost_cny += what->remedy.price_cny;
    if (is_rearranged(what)) {
        rearrange(out, program, what, had);
        return CIRCLET_OK;
    }
    give(out, program, what->place, what->remedy.gains, 1, had);
    note_rules(out, program, what, what->place);
    column = find_column(program, what->place, &what->remedy, what->actions,
                         what->count);
    if (column == CI_PROGRAM_NONE && what->may_do_more)
        out->has_more = true;
    else if (column == CI_PROGRAM_NONE)
        note_strange(out, what);
    else
        out->chosen[out->chosen_count++] = column;
    return note_each(out, program, what, error);
}

/* ---- which works on groups ---------------------------------------------- */

/* The unit that may have one facility of a rule about groups. */
static circlet_unit host_of(const ci_rebuilt_program *program, size_t rule,
                            size_t place)
{
    const ci_lacks *lacks = program->lacks;
    ci_remedy_place at = program->places[place];

    return ci_remedy_unit(lacks->judgement->city, at,
                          lacks->rules[rule]->as.group_size.member_level);
}

/* Of several that are done in one member of a unit one counts: which, nobody
 * need say. */
static void forget_shared(ci_plan_choice *out,
                          const ci_rebuilt_program *program, size_t count,
                          size_t rule)
{
    size_t rules = program->lacks->rule_count;

    for (size_t i = 0; i < count; i++) {
        bool is_shared = false;

        for (size_t k = 0; out->works_on[i * rules + rule] && k < count; k++) {
            if (!out->works_on[k * rules + rule] ||
                out->place_of[k] == out->place_of[i] ||
                host_of(program, rule, out->place_of[k]) !=
                    host_of(program, rule, out->place_of[i]))
                continue;
            out->works_on[k * rules + rule] = false;
            is_shared = true;
        }
        if (is_shared)
            out->works_on[i * rules + rule] = false;
    }
}

/* ---- all ---------------------------------------------------------------- */

/* The actions by place; those at no place are strangers. */
static size_t list_actions(placed_action *list, ci_plan_choice *out,
                           const ci_rebuilt_program *program,
                           const circlet_plan *plan)
{
    size_t count = 0;

    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);
        size_t place = place_in_plan(program, plan, action);

        out->place_of[i] = place;
        if (place == SIZE_MAX) {
            out->is_strange[i] = true;
            out->stranger = action->id;
        } else {
            list[count++] = (placed_action){place, i};
        }
    }
    if (count > 0)
        qsort(list, count, sizeof(*list), compare_placed);
    return count;
}

static int compare_columns(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* Does all at one place after the other. */
static circlet_status do_all(ci_plan_choice *out, ci_rebuilt_program *program,
                             const circlet_plan *plan,
                             const placed_action *list, size_t count,
                             doing *what, circlet_error *error)
{
    uint8_t *had = ci_rebuilt_new_hosts(program);
    circlet_status status = had ? CIRCLET_OK : ci_fail_nomem(error);
    size_t end;

    for (size_t i = 0; status == CIRCLET_OK && i < count; i = end) {
        what->place = list[i].place;
        what->first = &list[i];
        for (end = i; end < count && list[end].place == what->place; end++)
            what->actions[end - i] =
                *circlet_plan_action_at(plan, list[end].position);
        what->count = end - i;
        status = do_place(out, program, what, had, error);
    }
    free(had);
    return status;
}

static circlet_status find(ci_plan_choice *out, ci_rebuilt_program *program,
                           const circlet_plan *plan, circlet_error *error)
{
    size_t all = circlet_plan_action_count(plan);
    size_t rules = program->lacks->rule_count;
    placed_action *list = calloc(all + 1, sizeof(*list));
    circlet_plan_action *actions = calloc(all + 1, sizeof(*actions));
    circlet_plan_action *others = calloc(all + 1, sizeof(*others));
    int64_t *gains = calloc(rules + 1, sizeof(*gains));
    int64_t *without = calloc(rules + 1, sizeof(*without));
    doing what = {.may_do_more = circlet_plan_hold_share(plan) > 0 ||
                                 circlet_plan_years(plan),
                  .actions = actions,
                  .others = others,
                  .remedy.gains = gains,
                  .without.gains = without};
    circlet_status status =
        list && actions && others && gains && without
            ? do_all(out, program, plan, list,
                     list_actions(list, out, program, plan), &what, error)
            : ci_fail_nomem(error);

    for (size_t r = 0; status == CIRCLET_OK && r < rules; r++)
        if (program->lacks->rules[r]->kind == CI_RULE_GROUP_SIZE)
            forget_shared(out, program, all, r);
    free(list);
    free(actions);
    free(others);
    free(gains);
    free(without);
    return status;
}

circlet_status ci_plan_choice_find(ci_plan_choice *out,
                                   ci_rebuilt_program *program,
                                   const circlet_plan *plan,
                                   circlet_error *error)
{
    size_t all = circlet_plan_action_count(plan);
    circlet_status status;

    out->chosen = calloc(all + 1, sizeof(*out->chosen));
    out->attained = calloc(program->row_count + 1, sizeof(*out->attained));
    out->place_of = calloc(all + 1, sizeof(*out->place_of));
    out->is_strange = calloc(all + 1, sizeof(*out->is_strange));
    out->works_on =
        calloc(all * program->lacks->rule_count + 1, sizeof(*out->works_on));
    if (!out->chosen || !out->attained || !out->place_of || !out->is_strange ||
        !out->works_on)
        return ci_fail_nomem(error);
    status = find(out, program, plan, error);
    if (status == CIRCLET_OK)
        limit(out, program);
    if (status == CIRCLET_OK && out->chosen_count > 0)
        qsort(out->chosen, out->chosen_count, sizeof(*out->chosen),
              compare_columns);
    return status;
}

void ci_plan_choice_clear(ci_plan_choice *choice)
{
    free(choice->chosen);
    free(choice->attained);
    free(choice->place_of);
    free(choice->is_strange);
    free(choice->works_on);
    *choice = (ci_plan_choice){.chosen = NULL};
}
