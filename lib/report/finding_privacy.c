/* Findings as a table of units and rules, of which cells are hidden. */
#include "report/finding_privacy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "report/finding_table.h"
#include "report/planned_findings.h"

/* Numbers of few persons in a finding itself. */
static bool tells_of_few(const ci_public_counts *counts,
                         const ci_public_count *count)
{
    return ci_is_few(counts, count->persons) ||
           ci_is_few(counts, count->persons - count->covered) ||
           ci_is_few(counts, count->unreached) ||
           ci_is_few(counts, count->missing) ||
           ci_is_few(counts, count->doubtful[0]) ||
           ci_is_few(counts, count->doubtful[1]);
}

static void mark(bool *out, const ci_finding_table *t, const bool *hidden)
{
    size_t count;
    const ci_public_count *items = ci_finding_table_list(t, 0, &count);

    for (size_t i = 0; i < count; i++) {
        uint32_t group = t->group_of[0][i];

        out[i] = tells_of_few(t->counts, &items[i]);
        if (group != CI_PRIVACY_NONE)
            out[i] =
                out[i] || ci_finding_table_is_hidden(
                              t, hidden, t->place_of[items[i].unit], group);
    }
}

/* What is not told of each row and group: a row after the other. */
static circlet_status list_closed(bool **closed, const ci_finding_table *t,
                                  const bool *hidden, circlet_error *error)
{
    *closed = malloc(t->rows * t->group_count + 1);
    if (!*closed)
        return ci_fail_nomem(error);
    for (uint32_t r = 0; r < t->rows; r++)
        for (uint32_t g = 0; g < t->group_count; g++)
            (*closed)[r * t->group_count + g] =
                ci_finding_table_is_hidden(t, hidden, r, g);
    return CIRCLET_OK;
}

/* Today's findings, whatever is planned. */
static circlet_status hide_today(bool *today, bool **closed,
                                 size_t *group_count,
                                 const ci_public_counts *counts,
                                 circlet_error *error)
{
    ci_public_counts alone = *counts;
    ci_finding_table t;
    bool *hidden = NULL;
    circlet_status status;

    alone.planned_count = 0;
    status = ci_finding_table_start(&t, &alone, error);
    if (!status) {
        hidden = calloc(t.rows * ci_finding_table_width(&t) + 1, 1);
        status = hidden ? CIRCLET_OK : ci_fail_nomem(error);
    }
    if (!status) {
        const ci_privacy_table table = {
            .unit_count = t.rows,
            .parents = t.parents,
            .column_count = ci_finding_table_width(&t),
            .columns = t.columns,
            .counts_milli = t.cells,
            .asked = t.asked,
            .threshold_milli = counts->threshold * 1000};

        ci_finding_table_fill(&t, 0);
        status = ci_privacy_hide(hidden, &table, error);
    }
    if (!status) {
        mark(today, &t, hidden);
        *group_count = t.group_count;
        status = list_closed(closed, &t, hidden, error);
    }
    free(hidden);
    ci_finding_table_clear(&t);
    return status;
}

circlet_status ci_public_counts_hide(bool *today, ci_public_figure *planned,
                                     const ci_public_counts *counts,
                                     circlet_error *error)
{
    ci_today_closed closed = {.is_closed = NULL};
    bool *cells = NULL;
    circlet_status status =
        hide_today(today, &cells, &closed.group_count, counts, error);

    closed.is_closed = cells;
    if (!status && counts->planned_count > 0)
        status = ci_planned_findings_round(planned, counts, &closed, error);
    free(cells);
    return status;
}
