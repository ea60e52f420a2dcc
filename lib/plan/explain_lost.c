/*
 * What is lost without an action: what the city then lacks, less what it lacks
 * with the whole plan. Only that is to be given back by something else: what a
 * plan leaves out for want of money, or because nothing does, it still may.
 */
#include <stdlib.h>

#include "base/error.h"
#include "plan/explain.h"

/* What a row is about, and what it lacks. */
typedef struct lack {
    const ci_rule *rule;
    circlet_unit unit;
    size_t mode;
    double lon, lat;
    int64_t weight_milli;
    int64_t need;
    size_t row;
} lack;

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_subjects(const lack *a, const lack *b)
{
    int order = (a->rule > b->rule) - (a->rule < b->rule);

    if (order == 0)
        order = (a->unit > b->unit) - (a->unit < b->unit);
    if (order == 0)
        order = (a->mode > b->mode) - (a->mode < b->mode);
    if (order == 0)
        order = compare_numbers(a->lon, b->lon);
    if (order == 0)
        order = compare_numbers(a->lat, b->lat);
    if (order == 0)
        order = (a->weight_milli > b->weight_milli) -
                (a->weight_milli < b->weight_milli);
    return order;
}

static int compare_lacks(const void *left, const void *right)
{
    const lack *a = left, *b = right;
    int order = compare_subjects(a, b);

    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

/* NULL: no memory. */
static lack *lacks_of(const ci_mend *mend)
{
    lack *list = calloc(mend->row_count + 1, sizeof(*list));

    for (size_t i = 0; list && i < mend->row_count; i++) {
        const ci_mend_row *row = &mend->rows[i];
        const ci_mend_goal *goal = &mend->goals[row->goal];

        list[i] = (lack){.rule = goal->rule,
                         .unit = goal->unit,
                         .need = row->need,
                         .row = i};
        if (goal->need > 0)
            continue;
        list[i].mode = row->mode;
        list[i].lon = row->at.lon;
        list[i].lat = row->at.lat;
        list[i].weight_milli = row->weight_milli;
    }
    if (list && mend->row_count > 0)
        qsort(list, mend->row_count, sizeof(*list), compare_lacks);
    return list;
}

/* The rows of what the whole plan lacks; nothing is to be done there. */
static circlet_status find_rows(ci_mend *planned, circlet_error *error)
{
    planned->may_serve =
        calloc(ci_mend_place_count(planned) * planned->slot_count + 1,
               sizeof(*planned->may_serve));
    return planned->may_serve
               ? ci_mend_find_reach(planned, &planned->options->progress,
                                    error)
               : ci_fail_nomem(error);
}

/* Both lists are in order. */
static bool take_off(int64_t *needs, const lack *without, size_t count,
                     const lack *planned, size_t planned_count)
{
    bool is_lost = false;
    size_t next = 0;

    for (size_t i = 0; i < count; i++) {
        int64_t lost = without[i].need;
        int64_t *need = &needs[without[i].row];

        while (next < planned_count &&
               compare_subjects(&planned[next], &without[i]) < 0)
            next++;
        if (next < planned_count &&
            compare_subjects(&planned[next], &without[i]) == 0)
            lost -= planned[next++].need;
        is_lost |= lost > 0;
        if (*need > lost)
            *need = lost > 0 ? lost : 0;
    }
    return is_lost;
}

circlet_status ci_explain_keep_lost(bool *is_lost, int64_t *needs,
                                    const ci_mend *without, ci_mend *planned,
                                    circlet_error *error)
{
    circlet_status status = find_rows(planned, error);
    lack *lacking = NULL, *still = NULL;

    if (status)
        return status;
    lacking = lacks_of(without);
    still = lacks_of(planned);
    if (lacking && still)
        *is_lost = take_off(needs, lacking, without->row_count, still,
                            planned->row_count);
    else
        status = ci_fail_nomem(error);
    free(lacking);
    free(still);
    return status;
}
