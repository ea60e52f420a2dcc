#include "verify/plan_choice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_action.h"

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

/* What a way leaves open a plan may have filled from the catalogue. */
static bool is_filled(const char *open, const char *filled)
{
    return !open || is_same_word(open, filled);
}

static bool does_same(const circlet_plan_action *way,
                      const circlet_plan_action *done)
{
    return is_same_word(way->kind, done->kind) &&
           is_filled(way->service, done->service) &&
           is_filled(way->from_service, done->from_service) &&
           is_filled(way->type, done->type) &&
           is_filled(way->tier, done->tier) &&
           (way->places < 0 || way->places == done->places) &&
           (way->beds < 0 || way->beds == done->beds) &&
           (isnan(way->area_m2) ||
            is_same_number(way->area_m2, done->area_m2));
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

static void give(ci_plan_choice *out, const ci_rebuilt_program *program,
                 size_t place, const int64_t *gains, uint8_t *had)
{
    for (size_t k = program->row_first[place];
         k < program->row_first[place + 1]; k++) {
        uint32_t row = program->place_rows[k];
        int64_t amount = ci_rebuilt_amount(program, row, gains);
        int64_t room = program->needs[row] - out->attained[row];

        if (amount > 0 && ci_rebuilt_is_new(program, had, row, place))
            out->attained[row] += amount < room ? amount : room;
    }
}

/* Does what the plan does at one place. */
static circlet_status do_place(ci_plan_choice *out,
                               ci_rebuilt_program *program,
                               const circlet_plan *plan,
                               const placed_action *first, size_t count,
                               uint8_t *had, circlet_error *error)
{
    circlet_plan_action *actions = calloc(count + 1, sizeof(*actions));
    ci_remedy remedy = {.gains = calloc(program->lacks->rule_count + 1,
                                        sizeof(*remedy.gains))};
    circlet_status status =
        actions && remedy.gains ? CIRCLET_OK : ci_fail_nomem(error);
    uint32_t column = CI_PROGRAM_NONE;

    for (size_t i = 0; actions && i < count; i++)
        actions[i] = *circlet_plan_action_at(plan, first[i].position);
    if (status == CIRCLET_OK)
        status = ci_remedy_try(&remedy, &program->workshop,
                               program->places[first->place], actions, count,
                               error);
    if (status == CIRCLET_OK && remedy.is_possible) {
        out->cost_cny += remedy.price_cny;
        give(out, program, first->place, remedy.gains, had);
        column = find_column(program, first->place, &remedy, actions, count);
    }
    if (column == CI_PROGRAM_NONE)
        out->stranger = circlet_plan_action_at(plan, first->position)->id;
    else
        out->chosen[out->chosen_count++] = column;
    free(actions);
    free(remedy.gains);
    return status;
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

        if (place == SIZE_MAX)
            out->stranger = action->id;
        else
            list[count++] = (placed_action){place, i};
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

circlet_status ci_plan_choice_find(ci_plan_choice *out,
                                   ci_rebuilt_program *program,
                                   const circlet_plan *plan,
                                   circlet_error *error)
{
    size_t all = circlet_plan_action_count(plan), count = 0, end;
    placed_action *list = calloc(all + 1, sizeof(*list));
    uint8_t *had = ci_rebuilt_new_hosts(program);
    circlet_status status = CIRCLET_OK;

    out->chosen = calloc(all + 1, sizeof(*out->chosen));
    out->attained = calloc(program->row_count + 1, sizeof(*out->attained));
    if (!list || !had || !out->chosen || !out->attained)
        status = ci_fail_nomem(error);
    else
        count = list_actions(list, out, program, plan);
    for (size_t i = 0; status == CIRCLET_OK && i < count; i = end) {
        for (end = i; end < count && list[end].place == list[i].place; end++)
            continue;
        status = do_place(out, program, plan, &list[i], end - i, had, error);
    }
    if (status == CIRCLET_OK && out->chosen_count > 0)
        qsort(out->chosen, out->chosen_count, sizeof(*out->chosen),
              compare_columns);
    free(list);
    free(had);
    return status;
}

void ci_plan_choice_clear(ci_plan_choice *choice)
{
    free(choice->chosen);
    free(choice->attained);
    *choice = (ci_plan_choice){.chosen = NULL};
}
