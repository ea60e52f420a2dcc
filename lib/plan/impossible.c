#include "plan/impossible.h"

#include <stdlib.h>
#include <string.h>

#include "plan/build_action.h"

#define PERSON_MILLI 1000.0

/* One row that no site reaches, or none surely. */
typedef struct stranded_row {
    size_t rule_order; /* the first row of its rule */
    circlet_unit street;
    bool is_in_doubt;
    int64_t weight;
    bool is_modelled;
} stranded_row;

static int compare_rows(const void *left, const void *right)
{
    const stranded_row *a = left, *b = right;

    if (a->rule_order != b->rule_order)
        return a->rule_order < b->rule_order ? -1 : 1;
    if (a->is_in_doubt != b->is_in_doubt)
        return a->is_in_doubt ? 1 : -1;
    return (a->street > b->street) - (a->street < b->street);
}

/* Rows of a rule lie together, so that looking back at the last one is
 * enough. */
static size_t find_stranded(stranded_row *out, const ci_plan_problem *problem,
                            const circlet_city *city)
{
    size_t found = 0, rule_order = 0;

    for (size_t row = 0; row < problem->row_count; row++) {
        const char *rule = problem->rows[row].rule;
        size_t count;

        if (strcmp(rule, problem->rows[rule_order].rule) != 0)
            rule_order = row;
        circlet_od_matrix_row(problem->reach, row, &count);
        if (count > 0 || problem->weights[row] == 0)
            continue;
        out[found].rule_order = rule_order;
        out[found].is_in_doubt = problem->rows[row].is_in_doubt;
        out[found].weight = problem->weights[row];
        out[found].street = circlet_city_demand_unit(
            city, problem->rows[row].demand, CIRCLET_LEVEL_STREET);
        out[found].is_modelled =
            circlet_city_demand(city, problem->rows[row].demand)->is_modelled;
        found++;
    }
    return found;
}

static size_t merge(circlet_plan_impossible *out, const stranded_row *rows,
                    size_t row_count, const ci_plan_problem *problem,
                    const circlet_city *city)
{
    size_t count = 0;

    for (size_t i = 0; i < row_count;) {
        const stranded_row *first = &rows[i];
        int64_t weight = 0, modelled = 0;

        /* The sum fits: the solver has added up all weights before. */
        for (; i < row_count && compare_rows(first, &rows[i]) == 0; i++) {
            weight += rows[i].weight;
            modelled += rows[i].is_modelled ? rows[i].weight : 0;
        }
        out[count] = (circlet_plan_impossible){
            .reason = first->is_in_doubt ? "in_doubt" : NULL};
        out[count].rule = problem->rows[first->rule_order].rule;
        out[count].unit = first->street == CIRCLET_NONE
                              ? NULL
                              : circlet_city_unit(city, first->street)->code;
        out[count].persons = (double)weight / PERSON_MILLI;
        out[count].persons_modelled = (double)modelled / PERSON_MILLI;
        count++;
    }
    return count;
}

/* Says what each is counted by; false: no memory. */
static bool name_modes(circlet_plan_impossible *list, size_t count,
                       ci_arena *arena, const circlet_policy *policy)
{
    for (size_t i = 0; i < count; i++) {
        list[i].mode = ci_plan_modes(arena, policy, list[i].rule);
        if (!list[i].mode)
            return false;
    }
    return true;
}

circlet_plan_impossible *ci_list_impossible(ci_arena *arena,
                                            const ci_plan_problem *problem,
                                            const ci_plan_question *question,
                                            size_t *count)
{
    const circlet_city *city = question->city;
    stranded_row *rows = calloc(problem->row_count + 1, sizeof(*rows));
    circlet_plan_impossible *list = NULL;
    size_t row_count;

    if (!rows)
        return NULL;
    row_count = find_stranded(rows, problem, city);
    qsort(rows, row_count, sizeof(*rows), compare_rows);
    list = ci_arena_take(arena, (row_count + 1) * sizeof(*list));
    if (list)
        *count = merge(list, rows, row_count, problem, city);
    free(rows);
    return list && name_modes(list, *count, arena, question->policy) ? list
                                                                     : NULL;
}
