/*
 * The question of a level is the least of a sum: what each level up to it
 * comes to, times what it counts for. A plan that comes to b at the levels
 * before, or less, comes to no less at the level than the least sum leaves
 * beside b: so with any multipliers, those that are chosen badly only prove
 * less. A level before that is 0 need not count: its rows then get all.
 *
 * Findings that fail are counted by their rows a second time, hard, which are
 * also met by a column that gives the finding up.
 *
 * A unit's budget is a hard row that wants what is not spent: each choice
 * gives what its dearest column costs less what the chosen one does, and a
 * column "nothing" all of it.
 */
#include "verify/level_program.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "verify/exact_sum.h"

/* What the sum may come to. */
#define SUM_MAX (INT64_C(1) << 61)

void ci_level_program_clear(ci_level_program *program)
{
    free(program->values);
    free(program->prices);
    free(program->needs);
    free(program->penalties);
    free(program->amounts);
    free(program->first);
    free(program->rows);
    free(program->choices);
    free(program->copies);
    free(program->lack_columns);
    free(program->budgets);
    free(program->dearest);
    free(program->nothing_columns);
    *program = (ci_level_program){.city = NULL};
}

/* ---- levels ------------------------------------------------------------- */

static ci_level level_of(const ci_lacks *lacks, size_t row)
{
    return lacks->items[lacks->rows[row].lack].finding->force ==
                   CIRCLET_FORCE_MUST
               ? CI_LEVEL_MUST_SHORTFALL
               : CI_LEVEL_SHOULD_SHORTFALL;
}

/* The level that counts those of which something is missing at another. */
static ci_level failures_of(ci_level shortfall)
{
    return shortfall == CI_LEVEL_MUST_SHORTFALL ? CI_LEVEL_MUST_FAILURES
                                                : CI_LEVEL_SHOULD_FAILURES;
}

bool ci_level_values(int64_t out[CI_LEVEL_COUNT],
                     const ci_rebuilt_program *program,
                     const ci_plan_choice *choice)
{
    const ci_lacks *lacks = program->lacks;
    uint8_t *fails = calloc(lacks->count + 1, 1);

    memset(out, 0, CI_LEVEL_COUNT * sizeof(*out));
    out[CI_LEVEL_COST] = choice->cost_cny;
    for (size_t i = 0; fails && i < lacks->row_count; i++) {
        const ci_lack_row *row = &lacks->rows[i];
        ci_level level = level_of(lacks, i);
        int64_t missing = program->needs[i] - choice->attained[i];

        out[level] += missing * row->weight;
        if (missing > 0 && !fails[row->lack]) {
            fails[row->lack] = 1;
            out[failures_of(level)]++;
        }
    }
    free(fails);
    return fails != NULL;
}

/* What a level counts for in the question. */
static int64_t times_of(const ci_level_program *of, ci_level level)
{
    return level <= of->level ? of->certificate->times[level] : 0;
}

/* ---- rows --------------------------------------------------------------- */

typedef enum row_state {
    ROW_SITE, /* that is to be built on */
    ROW_LATER, /* of a level that comes later */
    ROW_HELD, /* of a level that is 0 */
    ROW_COUNTS
} row_state;

static row_state state_of(const ci_level_program *of, size_t row)
{
    const ci_program_certificate *certificate = of->certificate;
    ci_level level;

    if (row >= of->city->lacks->row_count)
        return ROW_SITE;
    level = level_of(of->city->lacks, row);
    if (level > of->level)
        return ROW_LATER;
    return level < of->level && certificate->before[level] == 0 &&
                   certificate->times[level] == 0
               ? ROW_HELD
               : ROW_COUNTS;
}

/* A row that counts needs all that can be had, others no more. */
static circlet_status check_need(const ci_level_program *of, size_t row,
                                 circlet_error *error)
{
    row_state state = state_of(of, row);
    int64_t need = of->certificate->needs[row];
    int64_t found = state == ROW_LATER ? 0 : of->city->needs[row];

    if (state == ROW_COUNTS ? need == found : need <= found)
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_DATA,
                   "the certificate gives row %zu %lld, and %lld follow from "
                   "the city and the level",
                   row, (long long)need, (long long)found);
}

/* What it counts for to give up the lack of a row; 0: it is not asked. */
static int64_t give_up_of(const ci_level_program *of, size_t row)
{
    if (state_of(of, row) != ROW_COUNTS)
        return 0;
    return times_of(of, failures_of(level_of(of->city->lacks, row)));
}

/* Adds what a unit of a row counts for, and all of it to the sum. */
static void weigh_row(ci_level_program *of, size_t row, ci_exact_sum *sum)
{
    const ci_lacks *lacks = of->city->lacks;
    ci_exact_sum penalty = {0};

    of->needs[row] = of->certificate->needs[row];
    of->penalties[row] = CI_PROGRAM_HARD;
    if (state_of(of, row) != ROW_COUNTS)
        return;
    ci_exact_add_product(&penalty, 1, times_of(of, level_of(lacks, row)),
                         lacks->rows[row].weight);
    sum->is_lost |= penalty.is_lost;
    of->penalties[row] = penalty.value;
    ci_exact_add_product(sum, 1, penalty.value, of->needs[row]);
}

static bool pays(const ci_level_program *of, size_t budget, size_t column)
{
    const ci_rebuilt_program *city = of->city;

    return ci_unit_budget_pays(&of->budgets[budget],
                               city->lacks->judgement->city,
                               city->places[city->column_place[column]]);
}

static bool is_last_of_choice(const ci_level_program *of, size_t column)
{
    return column + 1 == of->city->certificate->column_count ||
           of->choices[column + 1] != of->choices[column];
}

/* What must not be spent. */
static void add_budgets(ci_level_program *out)
{
    out->budget_row = (uint32_t)out->made.row_count;
    for (size_t b = 0; b < out->budget_count; b++) {
        int64_t all = 0, cny = out->budgets[b].cny;

        for (size_t j = 0; j < out->city->certificate->column_count; j++)
            if (is_last_of_choice(out, j) && pays(out, b, j))
                all += out->dearest[out->choices[j]];
        out->needs[out->made.row_count] = all > cny ? all - cny : 0;
        out->penalties[out->made.row_count++] = CI_PROGRAM_HARD;
    }
}

static circlet_status fill_rows(ci_level_program *out, ci_exact_sum *sum,
                                circlet_error *error)
{
    size_t count = out->city->row_count;
    circlet_status status = CIRCLET_OK;

    out->made.row_count = count;
    for (size_t i = 0; status == CIRCLET_OK && i < count; i++) {
        status = check_need(out, i, error);
        weigh_row(out, i, sum);
    }
    for (size_t i = 0; status == CIRCLET_OK && i < count; i++) {
        size_t copy = out->made.row_count;

        out->copies[i] = CI_PROGRAM_NONE;
        if (out->needs[i] == 0 || give_up_of(out, i) == 0)
            continue;
        out->copies[i] = (uint32_t)copy;
        out->needs[copy] = out->needs[i];
        out->penalties[copy] = CI_PROGRAM_HARD;
        out->made.row_count++;
    }
    if (status == CIRCLET_OK)
        add_budgets(out);
    return status;
}

/* ---- columns ------------------------------------------------------------ */

static void add_entry(ci_level_program *out, size_t *next, uint32_t row,
                      int64_t amount)
{
    out->rows[*next] = row;
    out->amounts[(*next)++] = amount;
}

static circlet_status price_column(ci_level_program *out, size_t j,
                                   ci_exact_sum *sum, circlet_error *error)
{
    int64_t times = times_of(out, CI_LEVEL_COST);
    ci_exact_sum value = {0};

    out->prices[j] = out->city->prices[j];
    if (times > 0 && out->prices[j] % out->certificate->unit != 0)
        return ci_fail(error, CIRCLET_E_DATA,
                       "the certificate counts yuan by %lld, and column %zu "
                       "costs %lld",
                       (long long)out->certificate->unit, j,
                       (long long)out->prices[j]);
    ci_exact_add_product(&value, 1, times,
                         out->prices[j] / out->certificate->unit);
    sum->is_lost |= value.is_lost;
    out->values[j] = value.value;
    ci_exact_add(sum, value.value);
    return CIRCLET_OK;
}

/* What a column leaves of the budgets of its place. */
static void add_rest(ci_level_program *out, size_t *next, size_t column,
                     int64_t cny)
{
    for (size_t b = 0; cny > 0 && b < out->budget_count; b++)
        if (pays(out, b, column))
            add_entry(out, next, out->budget_row + (uint32_t)b, cny);
}

/* The entries of a column, then those of the copies of its rows. */
static void fill_column(ci_level_program *out, size_t j)
{
    const ci_rebuilt_program *city = out->city;
    size_t next = out->first[j];

    for (size_t e = city->first[j]; e < city->first[j + 1]; e++)
        add_entry(out, &next, city->rows[e], city->amounts[e]);
    for (size_t e = city->first[j]; e < city->first[j + 1]; e++)
        if (out->copies[city->rows[e]] != CI_PROGRAM_NONE)
            add_entry(out, &next, out->copies[city->rows[e]],
                      city->amounts[e]);
    add_rest(out, &next, j, out->dearest[out->choices[j]] - city->prices[j]);
    out->first[j + 1] = next;
}

/* The columns "nothing", of choices that a budget pays. */
static void add_nothings(ci_level_program *out)
{
    for (size_t j = 0; j < out->city->certificate->column_count; j++) {
        size_t column = out->made.column_count, next = out->first[column];
        bool is_paid = false;

        for (size_t b = 0; b < out->budget_count; b++)
            is_paid |= pays(out, b, j);
        if (!is_paid || !is_last_of_choice(out, j))
            continue;
        add_rest(out, &next, j, out->dearest[out->choices[j]]);
        out->nothing_columns[out->choices[j]] = column;
        out->choices[column] = out->choices[j];
        out->first[column + 1] = next;
        out->made.column_count++;
    }
}

/* Numbers the choices, place by place, and finds what each costs at most. */
static void fill_choices(ci_level_program *out)
{
    const ci_rebuilt_program *city = out->city;

    for (size_t j = 0; j < city->certificate->column_count; j++) {
        if (j == 0 || city->column_place[j] != city->column_place[j - 1])
            out->nothing_columns[out->choice_count++] = SIZE_MAX;
        out->choices[j] = (uint32_t)out->choice_count - 1;
        if (city->prices[j] > out->dearest[out->choices[j]])
            out->dearest[out->choices[j]] = city->prices[j];
    }
}

static circlet_status fill_columns(ci_level_program *out, ci_exact_sum *sum,
                                   circlet_error *error)
{
    const ci_rebuilt_program *city = out->city;
    size_t count = city->certificate->column_count;
    circlet_status status = CIRCLET_OK;

    for (size_t j = 0; status == CIRCLET_OK && j < count; j++) {
        fill_column(out, j);
        status = price_column(out, j, sum, error);
    }
    out->made.column_count = count;
    if (status == CIRCLET_OK)
        add_nothings(out);
    return status;
}

/* Where rows with a copy begin, lack by lack. */
static size_t *list_by_lack(const ci_level_program *of, size_t *rows)
{
    const ci_lacks *lacks = of->city->lacks;
    size_t *first = calloc(lacks->count + 2, sizeof(*first));

    for (size_t i = 0; first && i < lacks->row_count; i++)
        if (of->copies[i] != CI_PROGRAM_NONE)
            first[lacks->rows[i].lack + 2]++;
    for (size_t g = 0; first && g < lacks->count; g++)
        first[g + 2] += first[g + 1];
    for (size_t i = 0; first && i < lacks->row_count; i++)
        if (of->copies[i] != CI_PROGRAM_NONE)
            rows[first[lacks->rows[i].lack + 1]++] = i;
    return first;
}

/* A column for each lack with copies, which gives them all they need. */
static bool add_give_ups(ci_level_program *out, ci_exact_sum *sum)
{
    const ci_lacks *lacks = out->city->lacks;
    size_t *rows = calloc(lacks->row_count + 1, sizeof(*rows));
    size_t *first = rows ? list_by_lack(out, rows) : NULL;

    for (size_t g = 0; first && g < lacks->count; g++) {
        size_t j = out->made.column_count, next = out->first[j];

        out->lack_columns[g] = SIZE_MAX;
        if (first[g] == first[g + 1])
            continue;
        for (size_t k = first[g]; k < first[g + 1]; k++)
            add_entry(out, &next, out->copies[rows[k]], out->needs[rows[k]]);
        out->lack_columns[g] = j;
        out->values[j] = give_up_of(out, rows[first[g]]);
        out->choices[j] = CI_PROGRAM_NONE;
        out->first[j + 1] = next;
        out->made.column_count++;
        ci_exact_add(sum, out->values[j]);
    }
    free(rows);
    free(first);
    return first != NULL;
}

/* ---- all ---------------------------------------------------------------- */

static bool allocate(ci_level_program *out)
{
    const ci_rebuilt_program *city = out->city;
    size_t columns = city->certificate->column_count;
    size_t entries = 2 * city->first[columns] + city->row_count +
                     2 * columns * out->budget_count + 1;
    size_t rows = 2 * city->row_count + out->budget_count + 1;

    out->dearest = calloc(columns + 1, sizeof(*out->dearest));
    out->nothing_columns = calloc(columns + 1, sizeof(*out->nothing_columns));
    columns += columns + city->lacks->count + 1;
    out->values = calloc(columns, sizeof(*out->values));
    out->prices = calloc(columns, sizeof(*out->prices));
    out->first = calloc(columns + 1, sizeof(*out->first));
    out->choices = calloc(columns, sizeof(*out->choices));
    out->rows = calloc(entries, sizeof(*out->rows));
    out->amounts = calloc(entries, sizeof(*out->amounts));
    out->needs = calloc(rows, sizeof(*out->needs));
    out->penalties = calloc(rows, sizeof(*out->penalties));
    out->copies = calloc(city->row_count + 1, sizeof(*out->copies));
    out->lack_columns =
        calloc(city->lacks->count + 1, sizeof(*out->lack_columns));
    return out->values && out->prices && out->first && out->choices &&
           out->rows && out->amounts && out->needs && out->penalties &&
           out->copies && out->lack_columns && out->dearest &&
           out->nothing_columns;
}

static void point(ci_level_program *out)
{
    const ci_program_certificate *certificate = out->certificate;

    out->made = (ci_program){.column_count = out->made.column_count,
                             .row_count = out->made.row_count,
                             .values = out->values,
                             .prices = out->prices,
                             .needs = out->needs,
                             .penalties = out->penalties,
                             .first = out->first,
                             .rows = out->rows,
                             .amounts = out->amounts,
                             .choice_of = out->choices,
                             .has_budget = certificate->budget_cny >= 0,
                             .budget = certificate->budget_cny};
}

static circlet_status check_size(const ci_level_program *of, ci_exact_sum sum,
                                 circlet_error *error)
{
    size_t columns =
        of->made.column_count - of->city->certificate->column_count;
    size_t rows = of->made.row_count - of->city->row_count;

    if (of->certificate->more_rows != rows ||
        of->certificate->more_columns != columns)
        return ci_fail(error, CIRCLET_E_DATA,
                       "the question of the certificate has %zu rows and %zu "
                       "columns more, and its multipliers make %zu and %zu",
                       of->certificate->more_rows,
                       of->certificate->more_columns, rows, columns);
    if (sum.is_lost || sum.value > SUM_MAX)
        return ci_fail(error, CIRCLET_E_DATA,
                       "the certificate's multipliers make sums that are too "
                       "large");
    return CIRCLET_OK;
}

circlet_status ci_level_program_make(ci_level_program *out,
                                     const ci_rebuilt_program *city,
                                     const ci_program_certificate *certificate,
                                     ci_level level, circlet_error *error)
{
    ci_exact_sum sum = {0};
    circlet_status status;

    *out = (ci_level_program){
        .city = city, .certificate = certificate, .level = level};
    if (certificate->before_count != (size_t)level ||
        certificate->times[level] < 1 ||
        (level != CI_LEVEL_COST && certificate->unit != 1))
        return ci_fail(error, CIRCLET_E_DATA,
                       "the certificate does not ask for its level");
    status = certificate->has_unit_budgets
                 ? ci_unit_budgets_read(&out->budgets, &out->budget_count,
                                        certificate->budgets,
                                        city->lacks->judgement->city, error)
                 : CIRCLET_OK;
    if (status != CIRCLET_OK)
        return status;
    if (!allocate(out))
        return ci_fail_nomem(error);
    fill_choices(out);
    status = fill_rows(out, &sum, error);
    if (status == CIRCLET_OK)
        status = fill_columns(out, &sum, error);
    if (status == CIRCLET_OK && !add_give_ups(out, &sum))
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = check_size(out, sum, error);
    point(out);
    return status;
}
