#include "plan/mend_nearer.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/mend_times.h"
#include "plan/near_times.h"

#define NONE CI_MEND_NONE

/* All buildings are looked at so often, if something came of the last time;
 * and so many elementary steps are taken at most. */
#define PASSES 8
#define STEPS_MAX UINT64_C(600000000)

/* How far one has to go to what is chosen. */
typedef struct nearest {
    uint32_t place; /* UINT32_MAX: none is in reach */
    uint32_t time_ms, next_ms; /* and to the next one; the cutoff: none */
} nearest;

typedef struct moving {
    const ci_mend *mend;
    const ci_mend_program *program;
    ci_near_times times;
    size_t *first_column, *end_column; /* of each place */
    size_t *column_at; /* of each place: what is chosen, or NONE */
    int64_t *got; /* of each row, more than it needs perhaps */
    nearest *near; /* of each row of people */
    size_t group_count;
    ci_mend_group_time *groups; /* slot x mode */
    double *changes; /* of each group, by the exchange at hand */
    uint64_t steps;
} moving;

/* What a plan comes to: milliseconds. */
typedef struct score {
    double worst, all;
} score;

typedef struct exchange {
    size_t from, to; /* columns */
    score score;
} exchange;

static void clear(moving *of)
{
    ci_near_times_clear(&of->times);
    free(of->first_column);
    free(of->end_column);
    free(of->column_at);
    free(of->got);
    free(of->near);
    free(of->groups);
    free(of->changes);
}

/* ---- scores ------------------------------------------------------------- */

/* Of the groups with the changes at hand. */
static score score_of(const moving *of)
{
    score sum = {0, 0};

    for (size_t g = 0; g < of->group_count; g++) {
        double time = of->groups[g].time + of->changes[g];

        if (of->groups[g].weight <= 0)
            continue;
        sum.all += time;
        if (time / of->groups[g].weight > sum.worst)
            sum.worst = time / of->groups[g].weight;
    }
    return sum;
}

static bool is_better(score a, score b)
{
    if (a.worst < b.worst || a.worst > b.worst)
        return a.worst < b.worst;
    return a.all < b.all;
}

/* ---- who goes where ----------------------------------------------------- */

static size_t slot_of(const moving *of, size_t row)
{
    return of->mend->goals[of->mend->rows[row].goal].slot;
}

static uint32_t cutoff_of(const moving *of, size_t row)
{
    const ci_rule *rule = of->mend->slots[slot_of(of, row)];

    return rule->kind == CI_RULE_CIRCLE ? rule->as.circle.cutoff_ms : 0;
}

static bool serves(const moving *of, size_t column, size_t row)
{
    return column != NONE &&
           of->mend->columns[column].gains[slot_of(of, row)] > 0;
}

static void find_nearest(moving *of, size_t row)
{
    uint32_t cutoff = cutoff_of(of, row);
    nearest found = {UINT32_MAX, cutoff, cutoff};

    for (size_t k = of->times.first[row]; k < of->times.first[row + 1]; k++) {
        const ci_near_place *one = &of->times.places[k];

        if (one->time_ms > cutoff ||
            !serves(of, of->column_at[one->place], row))
            continue;
        if (found.place == UINT32_MAX || one->time_ms < found.time_ms) {
            found.next_ms = found.time_ms;
            found.time_ms = one->time_ms;
            found.place = one->place;
        } else if (one->time_ms < found.next_ms) {
            found.next_ms = one->time_ms;
        }
    }
    of->near[row] = found;
    of->steps += of->times.first[row + 1] - of->times.first[row];
}

static void note_change(moving *of, size_t row, uint32_t time_ms)
{
    const ci_mend_row *one = &of->mend->rows[row];
    size_t group =
        slot_of(of, row) * of->mend->judgement.policy->mode_count + one->mode;

    of->changes[group] +=
        ((double)time_ms - of->near[row].time_ms) * (double)one->weight_milli;
}

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The time to what stays, without the place. */
static uint32_t time_without(const moving *of, size_t row, size_t place)
{
    return of->near[row].place == place ? of->near[row].next_ms
                                        : of->near[row].time_ms;
}

/* What becomes of the groups: rows of both places ascend. */
static void find_changes(moving *of, size_t from, size_t to)
{
    const ci_mend_reach *reach = &of->mend->reach;
    size_t p = of->mend->columns[from].place, q = of->mend->columns[to].place;
    size_t i = reach->first[p], j = reach->first[q];

    memset(of->changes, 0, of->group_count * sizeof(*of->changes));
    of->steps += reach->first[p + 1] - i + reach->first[q + 1] - j;
    while (i < reach->first[p + 1] || j < reach->first[q + 1]) {
        bool has_p = i < reach->first[p + 1];
        bool has_q = j < reach->first[q + 1];
        uint32_t row = has_p && (!has_q || reach->rows[i] <= reach->rows[j])
                           ? reach->rows[i]
                           : reach->rows[j];
        bool is_q = has_q && reach->rows[j] == row;
        uint32_t time = time_without(of, row, p);

        if (is_q && serves(of, to, row))
            time = lesser(time, of->times.by_place[j]);
        if (time != of->near[row].time_ms)
            note_change(of, row, time);
        i += has_p && reach->rows[i] == row;
        j += is_q;
    }
}

/* ---- what stays as it is ------------------------------------------------ */

/* Rows of homes that villages share count otherwise than the program knows. */
static bool is_shared(const moving *of, size_t row)
{
    return row < of->mend->row_count &&
           of->mend->slots[slot_of(of, row)]->kind == CI_RULE_GROUP_SIZE;
}

/* Whether a row gets what it got where it loses and gains so much. */
static bool stays(const moving *of, size_t row, int64_t loses, int64_t gains)
{
    int64_t need = of->program->needs[row], before = of->got[row];
    int64_t after = before - loses + gains;

    if (need == 0)
        return true;
    return !is_shared(of, row) &&
           (after < need ? after : need) == (before < need ? before : need);
}

/* Whether all rows do if a column takes the place of another. */
static bool all_stay(moving *of, size_t from, size_t to)
{
    const ci_mend_program *program = of->program;
    size_t i = program->first[from], j = program->first[to];
    size_t i_end = program->first[from + 1], j_end = program->first[to + 1];

    while (i < i_end || j < j_end) {
        bool is_i =
            i < i_end && (j == j_end || program->rows[i] <= program->rows[j]);
        bool is_j =
            j < j_end && (i == i_end || program->rows[j] <= program->rows[i]);
        uint32_t row = is_i ? program->rows[i] : program->rows[j];

        of->steps++;
        if (!stays(of, row, is_i ? program->amounts[i] : 0,
                   is_j ? program->amounts[j] : 0))
            return false;
        i += is_i;
        j += is_j;
    }
    return true;
}

/* ---- exchanges ---------------------------------------------------------- */

/* The row of people that a column alone serves, with fewest places in reach;
 * if there is none, of all its rows. NONE: it is not for people. */
static size_t tightest_row(moving *of, size_t column)
{
    const ci_mend_program *program = of->program;
    size_t best = NONE, fewest = SIZE_MAX;
    bool is_alone = false;

    for (size_t e = program->first[column]; e < program->first[column + 1];
         e++) {
        size_t row = program->rows[e], count;
        bool alone;

        of->steps++;
        if (row >= of->mend->row_count || cutoff_of(of, row) == 0)
            continue;
        alone = of->got[row] - program->amounts[e] < program->needs[row];
        count = of->times.first[row + 1] - of->times.first[row];
        if (best == NONE || (alone && !is_alone) ||
            (alone == is_alone && count < fewest)) {
            best = row;
            fewest = count;
            is_alone = alone;
        }
    }
    return best;
}

/* The columns of a free place, no dearer than what they would stand for. */
static void try_place(moving *of, size_t place, exchange *best)
{
    const ci_mend_program *program = of->program;

    for (size_t to = of->first_column[place]; to < of->end_column[place];
         to++) {
        score found;

        if (program->prices[to] > program->prices[best->from] ||
            !all_stay(of, best->from, to))
            continue;
        find_changes(of, best->from, to);
        found = score_of(of);
        if (is_better(found, best->score)) {
            best->score = found;
            best->to = to;
        }
    }
}

static void put(moving *of, size_t column, int sign)
{
    const ci_mend_program *program = of->program;
    size_t place = of->mend->columns[column].place;

    of->column_at[place] = sign > 0 ? column : NONE;
    for (size_t e = program->first[column]; e < program->first[column + 1];
         e++)
        of->got[program->rows[e]] += sign * program->amounts[e];
}

static void take(moving *of, const exchange *best)
{
    const ci_mend *mend = of->mend;
    const size_t places[] = {mend->columns[best->from].place,
                             mend->columns[best->to].place};

    find_changes(of, best->from, best->to);
    for (size_t g = 0; g < of->group_count; g++)
        of->groups[g].time += of->changes[g];
    put(of, best->from, -1);
    put(of, best->to, 1);
    for (size_t k = 0; k < 2; k++)
        for (size_t e = mend->reach.first[places[k]];
             e < mend->reach.first[places[k] + 1]; e++)
            find_nearest(of, mend->reach.rows[e]);
}

/* Moves what stands on a site to the best of the free ones. */
static bool move_one(moving *of, size_t place)
{
    size_t from = of->column_at[place];
    size_t row = tightest_row(of, from);
    exchange best = {.from = from, .to = NONE};

    if (row == NONE)
        return false;
    memset(of->changes, 0, of->group_count * sizeof(*of->changes));
    best.score = score_of(of);
    for (size_t k = of->times.first[row]; k < of->times.first[row + 1]; k++) {
        size_t to = of->times.places[k].place;

        if (ci_mend_is_site(of->mend, to) && of->column_at[to] == NONE)
            try_place(of, to, &best);
    }
    if (best.to == NONE)
        return false;
    take(of, &best);
    return true;
}

static void search(moving *of)
{
    size_t sites = circlet_city_site_count(of->mend->judgement.city);
    bool has_moved = true;

    for (int pass = 0; pass < PASSES && has_moved; pass++) {
        has_moved = false;
        for (size_t p = 0; p < sites && of->steps < STEPS_MAX; p++)
            if (of->column_at[p] != NONE)
                has_moved |= move_one(of, p);
    }
}

/* ---- all ---------------------------------------------------------------- */

static bool allocate(moving *of)
{
    const ci_mend *mend = of->mend;
    size_t places = ci_mend_place_count(mend);

    of->group_count = mend->slot_count * mend->judgement.policy->mode_count;
    of->first_column = calloc(places + 1, sizeof(*of->first_column));
    of->end_column = calloc(places + 1, sizeof(*of->end_column));
    of->column_at = malloc((places + 1) * sizeof(*of->column_at));
    of->got = calloc(of->program->row_count + 1, sizeof(*of->got));
    of->near = calloc(mend->row_count + 1, sizeof(*of->near));
    of->groups = calloc(of->group_count + 1, sizeof(*of->groups));
    of->changes = calloc(of->group_count + 1, sizeof(*of->changes));
    return of->first_column && of->end_column && of->column_at && of->got &&
           of->near && of->groups && of->changes;
}

/* Columns of a place follow one another. */
static void list_columns(moving *of)
{
    const ci_mend *mend = of->mend;

    for (size_t j = 0; j < mend->column_count; j++) {
        size_t place = mend->columns[j].place;

        if (of->end_column[place] == 0)
            of->first_column[place] = j;
        of->end_column[place] = j + 1;
    }
    for (size_t p = 0; p < ci_mend_place_count(mend); p++)
        of->column_at[p] = NONE;
}

static circlet_status start(moving *of, const ci_mend_answer *answer,
                            circlet_error *error)
{
    circlet_status status = allocate(of) ? CIRCLET_OK : ci_fail_nomem(error);

    if (!status)
        status = ci_near_times_find(&of->times, of->mend, error);
    if (!status)
        status = ci_mend_time_groups(of->groups, of->mend, answer->chosen,
                                     answer->chosen_count, error);
    if (status)
        return status;
    list_columns(of);
    for (size_t k = 0; k < answer->chosen_count; k++)
        put(of, answer->chosen[k], 1);
    for (size_t i = 0; i < of->mend->row_count; i++)
        if (cutoff_of(of, i) > 0)
            find_nearest(of, i);
    return CIRCLET_OK;
}

/* Takes the plan if it is better by all people, those too who had a facility
 * before. */
static circlet_status finish(ci_mend_answer *answer, moving *of, score before,
                             circlet_error *error)
{
    const ci_mend *mend = of->mend;
    size_t *chosen = calloc(answer->chosen_count + 1, sizeof(*chosen));
    size_t count = 0;
    int64_t cny = 0;
    circlet_status status = chosen ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t j = 0; !status && j < mend->column_count; j++)
        if (of->column_at[mend->columns[j].place] == j) {
            chosen[count++] = j;
            cny += of->program->prices[j];
        }
    if (!status)
        status = ci_mend_time_groups(of->groups, mend, chosen, count, error);
    memset(of->changes, 0, of->group_count * sizeof(*of->changes));
    if (!status && is_better(score_of(of), before)) {
        memcpy(answer->chosen, chosen, count * sizeof(*chosen));
        answer->cost_cny = cny;
    }
    free(chosen);
    return status;
}

static bool has_circles(const ci_mend *mend)
{
    for (size_t slot = 0; slot < mend->slot_count; slot++)
        if (mend->slots[slot]->kind == CI_RULE_CIRCLE)
            return true;
    return false;
}

circlet_status ci_mend_move_nearer(ci_mend_answer *answer, const ci_mend *mend,
                                   const ci_mend_program *program,
                                   circlet_error *error)
{
    const char *budgets = mend->options->budgets;
    moving of = {.mend = mend, .program = program};
    score before = {0, 0};
    circlet_status status;

    if (answer->chosen_count == 0 || !has_circles(mend) ||
        (budgets && *budgets))
        return CIRCLET_OK;
    status = start(&of, answer, error);
    if (!status) {
        before = score_of(&of);
        search(&of);
        status = finish(answer, &of, before, error);
    }
    clear(&of);
    return status;
}
