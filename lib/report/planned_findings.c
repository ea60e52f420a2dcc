#include "report/planned_findings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "report/finding_table.h"
#include "report/planned_count.h"

#define NONE CI_PRIVACY_NONE

typedef struct rounding {
    ci_finding_table table;
    const ci_today_closed *closed;
    int64_t step; /* thousandths */
    int64_t *before; /* today's cells */
    int64_t *told; /* covered persons, row by row, a group after the other */
    int64_t *least; /* that a rule asks for, likewise; below 0: none */
} rounding;

static size_t told_at(const rounding *r, uint32_t row, uint32_t group)
{
    return row * r->table.group_count + group;
}

static bool is_closed(const rounding *r, uint32_t row, uint32_t group)
{
    return group < r->closed->group_count &&
           r->closed->is_closed[row * r->closed->group_count + group];
}

/* ---- counts ------------------------------------------------------------- */

static ci_planned_count count_in(const rounding *r, uint32_t row,
                                 uint32_t group, int64_t least)
{
    size_t cell = ci_finding_table_cell(
        &r->table, row, ci_finding_table_covered(&r->table, group));
    int64_t planned = r->table.cells[cell];
    int64_t all = planned + r->table.cells[cell + 1];
    int64_t today = r->before[cell];

    return (ci_planned_count){.all_milli = all,
                              .today_milli = today < all ? today : all,
                              .planned_milli = planned,
                              .least_milli = least,
                              .is_hidden = is_closed(r, row, group)};
}

/* What lies in a unit and in none below it is rounded, and adds up. */
static void round_group(rounding *r, uint32_t group)
{
    const ci_finding_table *t = &r->table;
    size_t column = ci_finding_table_covered(t, group);
    uint32_t units = (uint32_t)t->counts->unit_count;
    int64_t carry = 0;

    for (uint32_t row = 1; row <= units; row++) {
        uint32_t rest = ci_finding_table_rest(t, row);
        bool is_alone =
            t->cells[ci_finding_table_cell(t, row, column)] ==
                t->cells[ci_finding_table_cell(t, rest, column)] &&
            t->cells[ci_finding_table_cell(t, row, column + 1)] ==
                t->cells[ci_finding_table_cell(t, rest, column + 1)];
        const ci_planned_count count = count_in(
            r, rest, group, is_alone ? r->least[told_at(r, row, group)] : -1);

        r->told[told_at(r, rest, group)] =
            ci_planned_count_round(&count, r->step, &carry);
    }
    for (uint32_t row = units; row > 0; row--) {
        int64_t *told = &r->told[told_at(r, row, group)];

        *told += r->told[told_at(r, ci_finding_table_rest(t, row), group)];
        r->told[told_at(r, t->parents[row], group)] += *told;
    }
}

static void find_least(rounding *r)
{
    const ci_finding_table *t = &r->table;
    const ci_public_count *items = t->counts->planned;

    for (size_t i = 0; i < t->rows * t->group_count; i++)
        r->least[i] = -1;
    for (size_t i = 0; i < t->counts->planned_count; i++)
        if (t->group_of[1][i] != NONE && isfinite(items[i].required))
            r->least[told_at(r, t->place_of[items[i].unit],
                             t->group_of[1][i])] =
                (int64_t)ceil(items[i].required * items[i].persons * 1000 -
                              0.5);
}

static circlet_status start(rounding *r, const ci_public_counts *counts,
                            circlet_error *error)
{
    circlet_status status = ci_finding_table_start(&r->table, counts, error);
    size_t cells = r->table.rows * ci_finding_table_width(&r->table);
    size_t figures = r->table.rows * r->table.group_count;

    if (status)
        return status;
    r->step = counts->threshold * 1000;
    r->before = malloc((cells + 1) * sizeof(*r->before));
    r->told = calloc(figures + 1, sizeof(*r->told));
    r->least = malloc((figures + 1) * sizeof(*r->least));
    if (!r->before || !r->told || !r->least)
        return ci_fail_nomem(error);
    ci_finding_table_fill(&r->table, 0);
    memcpy(r->before, r->table.cells, cells * sizeof(*r->before));
    ci_finding_table_fill(&r->table, 1);
    find_least(r);
    return CIRCLET_OK;
}

static void rounding_clear(rounding *r)
{
    ci_finding_table_clear(&r->table);
    free(r->before);
    free(r->told);
    free(r->least);
}

/* ---- figures ------------------------------------------------------------ */

/* Of a finding that stands in no table; or whose units come to more. */
static int64_t round_alone(const rounding *r, const ci_public_count *item)
{
    const ci_planned_count count = {
        .all_milli = ci_public_milli(item->persons),
        .planned_milli = ci_public_milli(item->covered),
        .least_milli = -1};

    return ci_planned_count_round(&count, r->step, NULL);
}

static int64_t told_of(const rounding *r, size_t i)
{
    const ci_finding_table *t = &r->table;
    const ci_public_count *item = &t->counts->planned[i];
    uint32_t group = t->group_of[1][i];
    uint32_t row = group == NONE ? 0 : t->place_of[item->unit];

    if (group == NONE || t->cells[ci_finding_table_cell(
                             t, row, ci_finding_table_covered(t, group))] !=
                             ci_public_milli(item->covered))
        return round_alone(r, item);
    return r->told[told_at(r, row, group)];
}

/* Persons in doubt, as whole steps that hold them. */
static double steps_of(const rounding *r, double persons)
{
    double step = (double)r->step / 1000;

    return isfinite(persons) && persons > 0
               ? step * ceil(persons / step - 1e-9)
               : 0;
}

static void set_missing(ci_public_figure *figure, const rounding *r,
                        const ci_public_count *item)
{
    double step = (double)r->step / 1000;
    double missing = item->required * item->persons - figure->covered_high;

    figure->missing = item->missing;
    if (!isfinite(item->missing) || item->missing <= 0)
        return;
    figure->missing =
        missing >= step ? step * floor(missing / step) : (double)NAN;
}

static ci_public_figure figure_of(const rounding *r, size_t i)
{
    const ci_public_counts *counts = r->table.counts;
    const ci_public_count *item = &counts->planned[i];
    uint32_t group = r->table.group_of[1][i];
    bool is_closed_today =
        group != NONE && is_closed(r, r->table.place_of[item->unit], group);
    ci_public_figure figure = {.persons = item->persons,
                               .is_hidden = is_closed_today ||
                                            ci_is_few(counts, item->persons)};

    if (!ci_public_is_known(item->persons) || item->persons <= 0 ||
        !ci_public_is_known(item->covered))
        return figure;
    figure.is_stepped = true;
    figure.step = (double)counts->threshold;
    figure.covered = (double)told_of(r, i) / 1000;
    figure.covered_low =
        fmax(figure.covered - steps_of(r, item->doubtful[0]), 0);
    figure.covered_high =
        fmin(figure.covered + steps_of(r, item->doubtful[1]), item->persons);
    set_missing(&figure, r, item);
    figure.is_hidden = figure.is_hidden || ci_is_few(counts, figure.covered) ||
                       ci_is_few(counts, figure.persons - figure.covered);
    return figure;
}

/* Whether two rules about as many persons of a unit that are both told are a
 * few apart. */
static bool looks_few(const rounding *r, const ci_public_figure *figure,
                      uint32_t row, uint32_t group)
{
    const ci_finding_table *t = &r->table;
    int64_t told = ci_public_milli(figure->covered);
    int64_t all = ci_public_milli(figure->persons);

    for (uint32_t g = 0; g < group; g++) {
        size_t cell =
            ci_finding_table_cell(t, row, ci_finding_table_covered(t, g));
        int64_t apart = llabs(told - r->told[told_at(r, row, g)]);

        if (!is_closed(r, row, g) && apart > 0 && apart < r->step &&
            t->cells[cell] + t->cells[cell + 1] == all)
            return true;
    }
    return false;
}

circlet_status ci_planned_findings_round(ci_public_figure *out,
                                         const ci_public_counts *counts,
                                         const ci_today_closed *closed,
                                         circlet_error *error)
{
    rounding r = {.closed = closed};
    circlet_status status = start(&r, counts, error);

    for (uint32_t g = 0; g < r.table.group_count && !status; g++)
        round_group(&r, g);
    for (size_t i = 0; i < counts->planned_count && !status; i++) {
        uint32_t group = r.table.group_of[1][i];

        out[i] = figure_of(&r, i);
        if (group != NONE && out[i].is_stepped &&
            looks_few(&r, &out[i], r.table.place_of[counts->planned[i].unit],
                      group))
            out[i].is_hidden = true;
    }
    rounding_clear(&r);
    return status;
}
