#include "verify/need_rows.h"

#include <stdlib.h>
#include <string.h>

static size_t site_count_of(const ci_need_rows *need)
{
    return circlet_od_matrix_destination_count(need->rows->location->reach);
}

/* ---- arrays ------------------------------------------------------------ */

/* Entries of these rows, counted or, with `site_rows`, listed by site. */
static void list_entries(ci_need_rows *need, size_t *next)
{
    for (size_t i = 0; i < need->count; i++) {
        size_t count;
        const circlet_od_entry *entries =
            ci_check_row_entries(need->rows, need->names[i], &count);

        for (size_t k = 0; k < count; k++) {
            size_t *at = &next[entries[k].destination];

            if (need->site_rows)
                need->site_rows[*at] = (uint32_t)i;
            (*at)++;
        }
        need->open_count[i] = (uint32_t)count;
    }
}

static bool turn_rows(ci_need_rows *need)
{
    size_t sites = site_count_of(need);

    /* Two places ahead, then one: what is left are the firsts. */
    list_entries(need, need->site_first + 2);
    for (size_t j = 0; j < sites; j++)
        need->site_first[j + 2] += need->site_first[j + 1];
    need->site_rows =
        calloc(need->site_first[sites + 1] + 1, sizeof(*need->site_rows));
    if (!need->site_rows)
        return false;
    list_entries(need, need->site_first + 1);
    return true;
}

bool ci_need_rows_make(ci_need_rows *out, const ci_check_rows *rows)
{
    ci_need_rows made = {.rows = rows};
    size_t sites = site_count_of(&made), count = 0;

    for (size_t row = 0; row < rows->row_count; row++)
        count += ci_needs_several(rows, row);
    made.names = calloc(count + 1, sizeof(*made.names));
    made.site_first = calloc(sites + 3, sizeof(*made.site_first));
    made.verdicts = calloc(sites + 1, sizeof(*made.verdicts));
    made.in_count = calloc(count + 1, sizeof(*made.in_count));
    made.open_count = calloc(count + 1, sizeof(*made.open_count));
    made.duals = calloc(count + 1, sizeof(*made.duals));
    made.values = calloc(sites + 1, sizeof(*made.values));
    if (!made.names || !made.site_first || !made.verdicts || !made.in_count ||
        !made.open_count || !made.duals || !made.values) {
        ci_need_rows_clear(&made);
        return false;
    }
    for (size_t row = 0; row < rows->row_count; row++)
        if (ci_needs_several(rows, row))
            made.names[made.count++] = (uint32_t)row;
    if (!turn_rows(&made)) {
        ci_need_rows_clear(&made);
        return false;
    }
    *out = made;
    return true;
}

void ci_need_rows_clear(ci_need_rows *need)
{
    free(need->names);
    free(need->site_first);
    free(need->site_rows);
    free(need->verdicts);
    free(need->in_count);
    free(need->open_count);
    free(need->duals);
    free(need->values);
    *need = (ci_need_rows){0};
}

/* ---- what a row gives -------------------------------------------------- */

static uint32_t need_of(const ci_need_rows *need, size_t row)
{
    return need->rows->needs[need->names[row]];
}

/* Whether the row is neither covered nor lost: its dual then counts. */
static bool is_waiting(const ci_need_rows *need, size_t row)
{
    uint32_t wanted = need_of(need, row), in_count = need->in_count[row];

    return in_count < wanted && in_count + need->open_count[row] >= wanted;
}

static int64_t part_of(const ci_need_rows *need, size_t row)
{
    int64_t whole = need->price * need->rows->weights[need->names[row]];
    int64_t dual = need->duals[row], missing;

    if (need->in_count[row] >= need_of(need, row))
        return whole;
    if (!is_waiting(need, row))
        return 0;
    missing = need_of(need, row) - need->in_count[row];
    return dual > whole / missing ? 0 : whole - missing * dual;
}

/* Adds x to the values of the sites of a row. */
static void add_values(ci_need_rows *need, size_t row, int64_t x)
{
    size_t count;
    const circlet_od_entry *entries =
        ci_check_row_entries(need->rows, need->names[row], &count);

    for (size_t k = 0; x != 0 && k < count; k++)
        need->values[entries[k].destination] += x;
}

/* No sum of weights or of duals is larger than all of them together. */
static bool may_pass(const ci_need_rows *need)
{
    ci_exact_sum whole = {0, false}, duals = {0, false};

    for (size_t row = 0; row < need->count; row++) {
        ci_exact_add_product(&whole, 1, need->price,
                             need->rows->weights[need->names[row]]);
        ci_exact_add(&duals, need->duals[row]);
    }
    return whole.is_lost || duals.is_lost;
}

void ci_need_rows_read(ci_need_rows *need, const circlet_dual *duals,
                       size_t count, int64_t price)
{
    size_t at = 0;

    need->price = price;
    need->sum = 0;
    memset(need->values, 0, site_count_of(need) * sizeof(*need->values));
    for (size_t row = 0; row < need->count; row++) {
        while (at < count && duals[at].row < need->names[row])
            at++;
        need->duals[row] = at < count && duals[at].row == need->names[row]
                               ? duals[at].value
                               : 0;
    }
    need->is_lost = may_pass(need);
    for (size_t row = 0; !need->is_lost && row < need->count; row++) {
        need->sum += part_of(need, row);
        if (is_waiting(need, row))
            add_values(need, row, need->duals[row]);
    }
}

/* ---- from leaf to leaf ------------------------------------------------- */

static void count_verdict(ci_need_rows *need, size_t row, uint8_t verdict,
                          uint32_t by)
{
    if (verdict == CI_VERDICT_IN)
        need->in_count[row] += by;
    else if (verdict == CI_VERDICT_OPEN)
        need->open_count[row] += by;
}

static void change(ci_need_rows *need, size_t site, uint8_t verdict)
{
    uint8_t before = need->verdicts[site];

    need->verdicts[site] = verdict;
    for (size_t k = need->site_first[site]; k < need->site_first[site + 1];
         k++) {
        size_t row = need->site_rows[k];
        bool was_waiting = is_waiting(need, row);
        int64_t gone = need->is_lost ? 0 : part_of(need, row);

        count_verdict(need, row, before, UINT32_MAX);
        count_verdict(need, row, verdict, 1);
        if (need->is_lost)
            continue;
        need->sum += part_of(need, row) - gone;
        if (was_waiting != is_waiting(need, row))
            add_values(need, row,
                       was_waiting ? -need->duals[row] : need->duals[row]);
    }
}

void ci_need_rows_settle(ci_need_rows *need, const uint8_t *verdicts)
{
    for (size_t site = 0; site < site_count_of(need); site++)
        if (verdicts[site] != need->verdicts[site])
            change(need, site, verdicts[site]);
}
