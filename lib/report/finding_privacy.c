/* Findings as a table of units and rules, of which cells are hidden. */
#include "report/finding_privacy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "report/privacy.h"

#define NONE CI_PRIVACY_NONE
#define UNKNOWN (-1)
#define PERSONS_MAX 1e12
#define LEAST 1e-6 /* shares times persons are not exact */

/* A rule in a mode; its columns are COVERED and UNCOVERED of `whole`. */
typedef struct rule_group {
    const char *rule, *mode;
    uint32_t whole; /* among the wholes */
    size_t findings;
} rule_group;

/* Units of the table: 0 is all of them, then the units with parents first,
 * then what lies in each of these and in none below it. */
typedef struct count_table {
    const ci_public_counts *counts;
    uint32_t *place_of; /* of a unit: its row */
    uint32_t *parents; /* of the rows */
    size_t rows;
    rule_group *groups;
    uint32_t *group_of[2]; /* of a finding, today and planned; NONE: it tells
                              nothing of persons in a unit */
    size_t group_count, whole_count;
    int64_t *whole_milli; /* whole by whole, row by row; UNKNOWN: not told */
    ci_privacy_column *columns; /* wholes, then two of each group */
    int64_t *cells;
    bool *asked, *told, *hidden[2];
} count_table;

static void count_table_free(count_table *t)
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
    free(t->told);
    free(t->hidden[0]);
    free(t->hidden[1]);
}

static const ci_public_count *counts_of(const count_table *t, int state)
{
    return state == 0 ? t->counts->today : t->counts->planned;
}

static size_t count_of(const count_table *t, int state)
{
    return state == 0 ? t->counts->today_count : t->counts->planned_count;
}

static size_t column_count(const count_table *t)
{
    return t->whole_count + 2 * t->group_count;
}

static size_t cell_at(const count_table *t, uint32_t row, size_t column)
{
    return row * column_count(t) + column;
}

static size_t covered_column(const count_table *t, uint32_t group)
{
    return t->whole_count + 2 * (size_t)group;
}

static bool is_known(double persons)
{
    return isfinite(persons) && persons >= 0 && persons < PERSONS_MAX;
}

static int64_t milli_of(double persons)
{
    return llround(persons * 1000);
}

static bool is_few(const count_table *t, double persons)
{
    return isfinite(persons) && persons > LEAST &&
           persons < (double)t->counts->threshold;
}

/* Numbers of few persons beside those who are covered and who are not. */
static bool tells_besides(const count_table *t, const ci_public_count *count)
{
    return is_few(t, count->unreached) || is_few(t, count->missing) ||
           is_few(t, count->doubtful[0]) || is_few(t, count->doubtful[1]);
}

/* ---- rows --------------------------------------------------------------- */

/* Parents first: as often as units are deep. */
static void place_units(count_table *t)
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
static uint32_t rest_of(const count_table *t, uint32_t row)
{
    return row + (uint32_t)t->counts->unit_count;
}

/* ---- groups ------------------------------------------------------------- */

static bool is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static uint32_t group_for(count_table *t, const ci_public_count *count)
{
    size_t i = t->group_count;

    while (i > 0 && !(is_same(t->groups[i - 1].rule, count->rule) &&
                      is_same(t->groups[i - 1].mode, count->mode)))
        i--;
    if (i > 0)
        return (uint32_t)i - 1;
    t->groups[t->group_count] =
        (rule_group){count->rule, count->mode, NONE, 0};
    return (uint32_t)t->group_count++;
}

static void find_groups(count_table *t)
{
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < count_of(t, s); i++) {
            const ci_public_count *count = &counts_of(t, s)[i];

            t->group_of[s][i] =
                count->unit == NONE || !is_known(count->persons)
                    ? NONE
                    : group_for(t, count);
        }
}

/* ---- wholes ------------------------------------------------------------- */

/* Whether a rule's persons are those of a whole wherever both are told. */
static bool matches(const count_table *t, const int64_t *whole, uint32_t group)
{
    bool meets = false;

    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < count_of(t, s); i++) {
            const ci_public_count *count = &counts_of(t, s)[i];
            int64_t there;

            if (t->group_of[s][i] != group)
                continue;
            there = whole[t->place_of[count->unit]];
            if (there != UNKNOWN && there != milli_of(count->persons))
                return false;
            meets = meets || there > 0;
        }
    return meets;
}

static void join(const count_table *t, int64_t *whole, uint32_t group)
{
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < count_of(t, s); i++) {
            const ci_public_count *count = &counts_of(t, s)[i];

            if (t->group_of[s][i] == group)
                whole[t->place_of[count->unit]] = milli_of(count->persons);
        }
}

/* The rule with the most findings that has no whole yet. */
static uint32_t next_group(const count_table *t)
{
    uint32_t next = NONE;

    for (uint32_t g = 0; g < t->group_count; g++)
        if (t->groups[g].whole == NONE &&
            (next == NONE || t->groups[g].findings > t->groups[next].findings))
            next = g;
    return next;
}

static void count_findings(count_table *t)
{
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < count_of(t, s); i++)
            if (t->group_of[s][i] != NONE)
                t->groups[t->group_of[s][i]].findings++;
}

/* Rules about the same persons have one whole; those that are judged in the
 * most units come first, so that the others find theirs. */
static circlet_status find_wholes(count_table *t, circlet_error *error)
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

static circlet_status make_cells(count_table *t, circlet_error *error)
{
    size_t count = column_count(t) * t->rows + 1;

    t->columns = calloc(column_count(t) + 1, sizeof(*t->columns));
    t->cells = malloc(count * sizeof(*t->cells));
    t->asked = calloc(count, sizeof(*t->asked));
    t->told = calloc(count, sizeof(*t->told));
    t->hidden[0] = calloc(count, sizeof(*t->hidden[0]));
    t->hidden[1] = calloc(count, sizeof(*t->hidden[1]));
    if (!t->columns || !t->cells || !t->asked || !t->told || !t->hidden[0] ||
        !t->hidden[1])
        return ci_fail_nomem(error);
    for (size_t w = 0; w < t->whole_count; w++)
        t->columns[w].whole = NONE;
    for (uint32_t g = 0; g < t->group_count; g++)
        for (size_t k = 0; k < 2; k++)
            t->columns[covered_column(t, g) + k] =
                (ci_privacy_column){t->groups[g].whole, g};
    return CIRCLET_OK;
}

/* Where nothing is known of who is covered, nothing of it is published. */
static void put_finding(count_table *t, const ci_public_count *count,
                        uint32_t group)
{
    uint32_t row = t->place_of[count->unit];
    size_t cell = cell_at(t, row, covered_column(t, group));

    if (!is_known(count->covered) || count->covered > count->persons)
        return;
    t->cells[cell] = milli_of(count->covered);
    t->cells[cell + 1] = milli_of(count->persons) - t->cells[cell];
    if (tells_besides(t, count))
        t->asked[cell] = t->asked[cell + 1] = true;
}

/* From below: a row is what was told of it, at least what is below it. */
static void add_up(count_table *t, size_t column)
{
    size_t units = t->counts->unit_count;
    int64_t *cells = t->cells;

    for (uint32_t r = (uint32_t)units; r > 0; r--) {
        size_t cell = cell_at(t, r, column);
        size_t rest = cell_at(t, rest_of(t, r), column);
        size_t above = cell_at(t, 0, column);

        /* `rest` has held what the units below come to. */
        if (cells[cell] < cells[rest])
            cells[cell] = cells[rest];
        cells[rest] = cells[cell] - cells[rest];
        if (t->parents[r] != 0)
            above = cell_at(t, rest_of(t, t->parents[r]), column);
        cells[above] += cells[cell];
        if (t->asked[cell] && cells[rest] == cells[cell])
            t->asked[rest] = true;
    }
}

static bool differs_by_few(const count_table *t, int64_t a, int64_t b)
{
    int64_t more = a > b ? a - b : b - a;

    return more > 0 && more < t->counts->threshold * 1000;
}

/* Of two rules one may be about some of the other's persons, or cover some of
 * them: by how many more is not told where these are few. */
static void ask_for_pairs(count_table *t, uint32_t row)
{
    for (uint32_t g = 1; g < t->group_count; g++)
        for (uint32_t k = 0; k < g; k++) {
            size_t a = cell_at(t, row, covered_column(t, g));
            size_t b = cell_at(t, row, covered_column(t, k));
            int64_t all = t->cells[a] + t->cells[a + 1];
            int64_t others = t->cells[b] + t->cells[b + 1];

            if (all > 0 && others > 0 &&
                (differs_by_few(t, all, others) ||
                 (all == others &&
                  differs_by_few(t, t->cells[a], t->cells[b]))))
                t->asked[a] = t->asked[a + 1] = true;
        }
}

static void fill(count_table *t, int state)
{
    size_t count = column_count(t) * t->rows;

    for (size_t i = 0; i < count; i++)
        t->cells[i] = 0;
    for (size_t w = 0; w < t->whole_count; w++)
        for (uint32_t r = 1; r <= t->counts->unit_count; r++)
            if (t->whole_milli[w * t->rows + r] != UNKNOWN)
                t->cells[cell_at(t, r, w)] = t->whole_milli[w * t->rows + r];
    for (size_t i = 0; i < count_of(t, state); i++)
        if (t->group_of[state][i] != NONE)
            put_finding(t, &counts_of(t, state)[i], t->group_of[state][i]);
    for (uint32_t r = 1; r <= t->counts->unit_count; r++)
        ask_for_pairs(t, r);
    for (size_t c = 0; c < column_count(t); c++)
        add_up(t, c);
}

/* ---- hiding ------------------------------------------------------------- */

static circlet_status hide(count_table *t, int state, circlet_error *error)
{
    const ci_privacy_table table = {.unit_count = t->rows,
                                    .parents = t->parents,
                                    .column_count = column_count(t),
                                    .columns = t->columns,
                                    .counts_milli = t->cells,
                                    .asked = t->asked,
                                    .told = t->told,
                                    .threshold_milli =
                                        t->counts->threshold * 1000};

    fill(t, state);
    return ci_privacy_hide(t->hidden[state], &table, error);
}

/* What a plan changes of few persons, and what was hidden or shown without
 * it. Who is in a unit was told or not, whatever the plan. */
static void ask_for_plan(count_table *t)
{
    size_t columns = column_count(t);
    int64_t few = t->counts->threshold * 1000;

    for (uint32_t r = 0; r < t->rows; r++)
        for (size_t c = 0; c < columns; c++) {
            size_t cell = cell_at(t, r, c);

            t->asked[cell] = t->hidden[0][cell];
            t->told[cell] = c < t->whole_count && !t->hidden[0][cell];
        }
    for (size_t i = 0; i < t->counts->planned_count; i++) {
        const ci_public_count *count = &t->counts->planned[i];
        uint32_t group = t->group_of[1][i];
        size_t cell;
        int64_t more;

        if (group == NONE || !is_known(count->covered))
            continue;
        cell = cell_at(t, t->place_of[count->unit], covered_column(t, group));
        more = milli_of(count->covered) - t->cells[cell];
        if (more != 0 && more < few && -more < few)
            t->asked[cell] = t->asked[cell + 1] = true;
    }
}

static void mark(bool *out, const count_table *t, int state)
{
    for (size_t i = 0; i < count_of(t, state); i++) {
        const ci_public_count *count = &counts_of(t, state)[i];
        uint32_t group = t->group_of[state][i];
        uint32_t row;
        size_t cell;

        out[i] = is_few(t, count->persons) || tells_besides(t, count) ||
                 is_few(t, count->persons - count->covered);
        if (group == NONE)
            continue;
        row = t->place_of[count->unit];
        cell = cell_at(t, row, covered_column(t, group));
        out[i] = out[i] || t->hidden[state][cell] ||
                 t->hidden[state][cell + 1] ||
                 t->hidden[state][cell_at(t, row, t->groups[group].whole)];
    }
}

static circlet_status start(count_table *t, circlet_error *error)
{
    size_t units = t->counts->unit_count;
    size_t findings = t->counts->today_count + t->counts->planned_count;

    t->rows = 1 + 2 * units;
    t->place_of = malloc((units + 1) * sizeof(*t->place_of));
    t->parents = malloc(t->rows * sizeof(*t->parents));
    t->groups = malloc((findings + 1) * sizeof(*t->groups));
    t->group_of[0] =
        malloc((t->counts->today_count + 1) * sizeof(*t->group_of[0]));
    t->group_of[1] =
        malloc((t->counts->planned_count + 1) * sizeof(*t->group_of[1]));
    if (!t->place_of || !t->parents || !t->groups || !t->group_of[0] ||
        !t->group_of[1])
        return ci_fail_nomem(error);
    place_units(t);
    find_groups(t);
    return CIRCLET_OK;
}

circlet_status ci_public_counts_hide(bool *today, bool *planned,
                                     const ci_public_counts *counts,
                                     circlet_error *error)
{
    count_table t = {.counts = counts};
    circlet_status status = start(&t, error);

    if (!status)
        status = find_wholes(&t, error);
    if (!status)
        status = make_cells(&t, error);
    if (!status)
        status = hide(&t, 0, error);
    if (!status)
        mark(today, &t, 0);
    if (!status && counts->planned_count > 0) {
        ask_for_plan(&t);
        status = hide(&t, 1, error);
    }
    if (!status)
        mark(planned, &t, 1);
    count_table_free(&t);
    return status;
}
