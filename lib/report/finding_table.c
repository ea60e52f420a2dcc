#include "report/finding_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define NONE CI_PRIVACY_NONE
#define UNKNOWN (-1)
#define PERSONS_MAX 1e12
#define LEAST 1e-6 /* shares times persons are not exact */

void ci_finding_table_clear(ci_finding_table *t)
{
    free(t->place_of);
    free(t->parents);
    free(t->groups);
    free(t->group_of[0]);
    free(t->group_of[1]);
    free(t->whole_milli);
    free(t->columns);
    free(t->cells);
    free(t->asked);
}

const ci_public_count *ci_finding_table_list(const ci_finding_table *t,
                                             int state, size_t *count)
{
    *count = state == 0 ? t->counts->today_count : t->counts->planned_count;
    return state == 0 ? t->counts->today : t->counts->planned;
}

static size_t count_of(const ci_finding_table *t, int state)
{
    size_t count;

    ci_finding_table_list(t, state, &count);
    return count;
}

static const ci_public_count *count_at(const ci_finding_table *t, int state,
                                       size_t i)
{
    size_t count;

    return &ci_finding_table_list(t, state, &count)[i];
}

size_t ci_finding_table_width(const ci_finding_table *t)
{
    return t->whole_count + 2 * t->group_count;
}

size_t ci_finding_table_cell(const ci_finding_table *t, uint32_t row,
                             size_t column)
{
    return row * ci_finding_table_width(t) + column;
}

size_t ci_finding_table_covered(const ci_finding_table *t, uint32_t group)
{
    return t->whole_count + 2 * (size_t)group;
}

bool ci_finding_table_is_hidden(const ci_finding_table *t, const bool *hidden,
                                uint32_t row, uint32_t group)
{
    size_t cell =
        ci_finding_table_cell(t, row, ci_finding_table_covered(t, group));

    return hidden[cell] || hidden[cell + 1] ||
           hidden[ci_finding_table_cell(t, row, t->groups[group].whole)];
}

bool ci_public_is_known(double persons)
{
    return isfinite(persons) && persons >= 0 && persons < PERSONS_MAX;
}

int64_t ci_public_milli(double persons)
{
    return llround(persons * 1000);
}

bool ci_is_few(const ci_public_counts *counts, double persons)
{
    return isfinite(persons) && persons > LEAST &&
           persons < (double)counts->threshold;
}

/* Numbers of few persons beside those who are covered and who are not. */
static bool tells_besides(const ci_finding_table *t,
                          const ci_public_count *count)
{
    return ci_is_few(t->counts, count->unreached) ||
           ci_is_few(t->counts, count->missing) ||
           ci_is_few(t->counts, count->doubtful[0]) ||
           ci_is_few(t->counts, count->doubtful[1]);
}

/* ---- rows --------------------------------------------------------------- */

/* Parents first: as often as units are deep. */
static void place_units(ci_finding_table *t)
{
    const ci_public_counts *counts = t->counts;
    size_t placed = 0, before = SIZE_MAX;

    for (size_t i = 0; i < counts->unit_count; i++)
        t->place_of[i] = NONE;
    t->parents[0] = NONE;
    while (placed < counts->unit_count && placed != before) {
        before = placed;
        for (size_t i = 0; i < counts->unit_count; i++) {
            uint32_t parent = counts->parents[i];

            if (t->place_of[i] != NONE ||
                (parent != NONE && t->place_of[parent] == NONE))
                continue;
            t->parents[placed + 1] = parent == NONE ? 0 : t->place_of[parent];
            t->place_of[i] = (uint32_t)++placed;
        }
    }
    for (size_t i = 0; i < counts->unit_count; i++)
        t->parents[1 + counts->unit_count + i] = (uint32_t)(1 + i);
}

/* The row of what lies in a row's unit and in none below. */
uint32_t ci_finding_table_rest(const ci_finding_table *t, uint32_t row)
{
    return row + (uint32_t)t->counts->unit_count;
}

/* ---- groups ------------------------------------------------------------- */

static bool is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static uint32_t group_for(ci_finding_table *t, const ci_public_count *count)
{
    size_t i = t->group_count;

    while (i > 0 && !(is_same(t->groups[i - 1].rule, count->rule) &&
                      is_same(t->groups[i - 1].mode, count->mode)))
        i--;
    if (i > 0)
        return (uint32_t)i - 1;
    t->groups[t->group_count] =
        (ci_rule_group){count->rule, count->mode, NONE, 0};
    return (uint32_t)t->group_count++;
}

static void find_groups(ci_finding_table *t)
{
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < count_of(t, s); i++) {
            const ci_public_count *count = count_at(t, s, i);

            t->group_of[s][i] =
                count->unit == NONE || !ci_public_is_known(count->persons)
                    ? NONE
                    : group_for(t, count);
        }
}

/* ---- wholes ------------------------------------------------------------- */

/* Whether a rule's persons are those of a whole wherever both are told. */
static bool matches(const ci_finding_table *t, const int64_t *whole,
                    uint32_t group)
{
    bool meets = false;

    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < count_of(t, s); i++) {
            const ci_public_count *count = count_at(t, s, i);
            int64_t there;

            if (t->group_of[s][i] != group)
                continue;
            there = whole[t->place_of[count->unit]];
            if (there != UNKNOWN && there != ci_public_milli(count->persons))
                return false;
            meets = meets || there > 0;
        }
    return meets;
}

static void join(const ci_finding_table *t, int64_t *whole, uint32_t group)
{
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < count_of(t, s); i++) {
            const ci_public_count *count = count_at(t, s, i);

            if (t->group_of[s][i] == group)
                whole[t->place_of[count->unit]] =
                    ci_public_milli(count->persons);
        }
}

/* The rule with the most findings that has no whole yet. */
static uint32_t next_group(const ci_finding_table *t)
{
    uint32_t next = NONE;

    for (uint32_t g = 0; g < t->group_count; g++)
        if (t->groups[g].whole == NONE &&
            (next == NONE || t->groups[g].findings > t->groups[next].findings))
            next = g;
    return next;
}

static void count_findings(ci_finding_table *t)
{
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < count_of(t, s); i++)
            if (t->group_of[s][i] != NONE)
                t->groups[t->group_of[s][i]].findings++;
}

/* Rules about the same persons have one whole; those that are judged in the
 * most units come first, so that the others find theirs. */
static circlet_status find_wholes(ci_finding_table *t, circlet_error *error)
{
    t->whole_milli =
        malloc((t->group_count * t->rows + 1) * sizeof(*t->whole_milli));
    if (!t->whole_milli)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < t->group_count * t->rows; i++)
        t->whole_milli[i] = UNKNOWN;
    count_findings(t);
    for (uint32_t g; (g = next_group(t)) != NONE;) {
        size_t w = 0;

        while (w < t->whole_count &&
               !matches(t, &t->whole_milli[w * t->rows], g))
            w++;
        t->whole_count += w == t->whole_count;
        t->groups[g].whole = (uint32_t)w;
        join(t, &t->whole_milli[w * t->rows], g);
    }
    return CIRCLET_OK;
}

/* ---- cells -------------------------------------------------------------- */

static circlet_status make_cells(ci_finding_table *t, circlet_error *error)
{
    size_t count = ci_finding_table_width(t) * t->rows + 1;

    t->columns = calloc(ci_finding_table_width(t) + 1, sizeof(*t->columns));
    t->cells = malloc(count * sizeof(*t->cells));
    t->asked = calloc(count, sizeof(*t->asked));
    if (!t->columns || !t->cells || !t->asked)
        return ci_fail_nomem(error);
    for (size_t w = 0; w < t->whole_count; w++)
        t->columns[w].whole = NONE;
    for (uint32_t g = 0; g < t->group_count; g++)
        for (size_t k = 0; k < 2; k++)
            t->columns[ci_finding_table_covered(t, g) + k] =
                (ci_privacy_column){t->groups[g].whole, g};
    return CIRCLET_OK;
}

/* Where nothing is known of who is covered, nothing of it is published. */
static void put_finding(ci_finding_table *t, const ci_public_count *count,
                        uint32_t group)
{
    uint32_t row = t->place_of[count->unit];
    size_t cell =
        ci_finding_table_cell(t, row, ci_finding_table_covered(t, group));

    if (!ci_public_is_known(count->covered) || count->covered > count->persons)
        return;
    t->cells[cell] = ci_public_milli(count->covered);
    t->cells[cell + 1] = ci_public_milli(count->persons) - t->cells[cell];
    if (tells_besides(t, count))
        t->asked[cell] = t->asked[cell + 1] = true;
}

/* From below: a row is what was told of it, at least what is below it. */
static void add_up(ci_finding_table *t, size_t column)
{
    size_t units = t->counts->unit_count;
    int64_t *cells = t->cells;

    for (uint32_t r = (uint32_t)units; r > 0; r--) {
        size_t cell = ci_finding_table_cell(t, r, column);
        size_t rest =
            ci_finding_table_cell(t, ci_finding_table_rest(t, r), column);
        size_t above = ci_finding_table_cell(t, 0, column);

        /* `rest` has held what the units below come to. */
        if (cells[cell] < cells[rest])
            cells[cell] = cells[rest];
        cells[rest] = cells[cell] - cells[rest];
        if (t->parents[r] != 0)
            above = ci_finding_table_cell(
                t, ci_finding_table_rest(t, t->parents[r]), column);
        cells[above] += cells[cell];
        if (t->asked[cell] && cells[rest] == cells[cell])
            t->asked[rest] = true;
    }
}

static bool differs_by_few(const ci_finding_table *t, int64_t a, int64_t b)
{
    int64_t more = a > b ? a - b : b - a;

    return more > 0 && more < t->counts->threshold * 1000;
}

/* Of two rules one may be about some of the other's persons, or cover some of
 * them: by how many more is not told where these are few. */
static void ask_for_pairs(ci_finding_table *t, uint32_t row)
{
    for (uint32_t g = 1; g < t->group_count; g++)
        for (uint32_t k = 0; k < g; k++) {
            size_t a =
                ci_finding_table_cell(t, row, ci_finding_table_covered(t, g));
            size_t b =
                ci_finding_table_cell(t, row, ci_finding_table_covered(t, k));
            int64_t all = t->cells[a] + t->cells[a + 1];
            int64_t others = t->cells[b] + t->cells[b + 1];

            if (all > 0 && others > 0 &&
                (differs_by_few(t, all, others) ||
                 (all == others &&
                  differs_by_few(t, t->cells[a], t->cells[b]))))
                t->asked[a] = t->asked[a + 1] = true;
        }
}

void ci_finding_table_fill(ci_finding_table *t, int state)
{
    size_t count = ci_finding_table_width(t) * t->rows;

    for (size_t i = 0; i < count; i++) {
        t->cells[i] = 0;
        t->asked[i] = false;
    }
    for (size_t w = 0; w < t->whole_count; w++)
        for (uint32_t r = 1; r <= t->counts->unit_count; r++)
            if (t->whole_milli[w * t->rows + r] != UNKNOWN)
                t->cells[ci_finding_table_cell(t, r, w)] =
                    t->whole_milli[w * t->rows + r];
    for (size_t i = 0; i < count_of(t, state); i++)
        if (t->group_of[state][i] != NONE)
            put_finding(t, count_at(t, state, i), t->group_of[state][i]);
    for (uint32_t r = 1; r <= t->counts->unit_count; r++)
        ask_for_pairs(t, r);
    for (size_t c = 0; c < ci_finding_table_width(t); c++)
        add_up(t, c);
}

static circlet_status place(ci_finding_table *t, circlet_error *error)
{
    size_t units = t->counts->unit_count;
    size_t findings = t->counts->today_count + t->counts->planned_count;

    t->rows = 1 + 2 * units;
    t->place_of = malloc((units + 1) * sizeof(*t->place_of));
    t->parents = malloc(t->rows * sizeof(*t->parents));
    t->groups = calloc(findings + 1, sizeof(*t->groups));
    t->group_of[0] =
        calloc(t->counts->today_count + 1, sizeof(*t->group_of[0]));
    t->group_of[1] =
        calloc(t->counts->planned_count + 1, sizeof(*t->group_of[1]));
    if (!t->place_of || !t->parents || !t->groups || !t->group_of[0] ||
        !t->group_of[1])
        return ci_fail_nomem(error);
    place_units(t);
    find_groups(t);
    return CIRCLET_OK;
}

circlet_status ci_finding_table_start(ci_finding_table *t,
                                      const ci_public_counts *counts,
                                      circlet_error *error)
{
    circlet_status status;

    *t = (ci_finding_table){.counts = counts};
    status = place(t, error);
    if (!status)
        status = find_wholes(t, error);
    if (!status)
        status = make_cells(t, error);
    return status;
}
