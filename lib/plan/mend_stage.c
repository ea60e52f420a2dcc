/*
 * The covering program of one question. Two things are put beside the columns
 * and rows of the city:
 *
 * A unit with a budget of its own is a row that wants what is not spent: each
 * choice gives what its dearest column costs, less what the chosen one does,
 * and a column "nothing" gives all of it.
 *
 * A goal that may be given up has its rows twice: soft, as they are, and hard;
 * the hard ones are also met by a column that gives the goal up.
 */
#include "plan/mend_stage.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

/* ---- budgets ------------------------------------------------------------ */

/* "2018:" before a budget; false: it is none. `*part` goes on behind it. */
static bool read_year(int *year, const char **part)
{
    const char *colon = strchr(*part, ':');
    int64_t number = 0;
    char word[8] = "";

    *year = 0;
    if (!colon)
        return true;
    if ((size_t)(colon - *part) >= sizeof(word))
        return false;
    memcpy(word, *part, (size_t)(colon - *part));
    *part = colon + 1;
    *year = ci_parse_int64(&number, word) && number > 0 ? (int)number : -1;
    return *year > 0;
}

static bool is_planned_year(const circlet_plan_options *options, int year)
{
    for (size_t i = 0; i < options->year_count; i++)
        if (options->years[i] == year)
            return true;
    return year == 0;
}

static circlet_status read_unit(circlet_unit *out, const ci_mend *mend,
                                const char *text, size_t size,
                                const char *part, circlet_error *error)
{
    char *code;

    *out = CIRCLET_NONE;
    if (size == 0)
        return CIRCLET_OK;
    code = ci_text_copy_n(text, size);
    if (!code)
        return ci_fail_nomem(error);
    *out = circlet_city_find_unit(mend->judgement.city, code);
    free(code);
    return *out == CIRCLET_NONE
               ? ci_fail(error, CIRCLET_E_NOT_FOUND,
                         "budget '%s' is of a unit that the city has not",
                         part)
               : CIRCLET_OK;
}

static circlet_status read_budget(ci_mend_budget *out, const ci_mend *mend,
                                  const char *part, circlet_error *error)
{
    const char *text = part, *sign;
    bool is_read = read_year(&out->year, &text);

    sign = strrchr(text, '=');
    if (!is_read || !ci_parse_int64(&out->cny, sign ? sign + 1 : text) ||
        out->cny < 0 || out->cny >= INT64_C(1000000000000000) ||
        (sign ? sign == text : out->year == 0))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "budget '%s' is not a unit's code, '=' and whole yuan, "
                       "perhaps with a year and ':' before it",
                       part);
    if (!is_planned_year(mend->options, out->year))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "budget '%s' is of a year that is not planned", part);
    return read_unit(&out->unit, mend, text, sign ? (size_t)(sign - text) : 0,
                     part, error);
}

static bool is_repeated(const ci_mend_budget *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].unit == list[count].unit &&
            list[i].year == list[count].year)
            return true;
    return false;
}

circlet_status ci_mend_read_budgets(ci_mend_budget **out, size_t *count,
                                    const ci_mend *mend, circlet_error *error)
{
    const char *text = mend->options->budgets;
    size_t room = 1;
    circlet_status status = CIRCLET_OK;

    *out = NULL;
    *count = 0;
    if (!text || !*text)
        return CIRCLET_OK;
    for (const char *at = text; *at; at++)
        room += *at == ',';
    *out = calloc(room, sizeof(**out));
    if (!*out)
        return ci_fail_nomem(error);
    while (!status && *text) {
        size_t size = strcspn(text, ",");
        char *part = ci_text_copy_n(text, size);

        status = part ? read_budget(&(*out)[*count], mend, part, error)
                      : ci_fail_nomem(error);
        if (!status && is_repeated(*out, *count))
            status = ci_fail(error, CIRCLET_E_ARGUMENT,
                             "budget '%s' is of a unit or year that has one "
                             "already",
                             part);
        free(part);
        *count += !status;
        text += size + (text[size] == ',');
    }
    return status;
}

/* ---- the program -------------------------------------------------------- */

typedef struct stage {
    const ci_mend_program *program;
    const ci_mend_task *task;
    ci_mend_budget *budgets;
    size_t budget_count;
    int64_t *dearest; /* of each choice */
    bool *is_tied; /* of each choice: some budget is for it */
    uint32_t *copies; /* of each row: its hard copy, or CI_PROGRAM_NONE */
    uint32_t budget_row; /* of the first budget */

    size_t column_count, row_count, choice_count;
    size_t *first;
    uint32_t *rows, *choices;
    int64_t *amounts, *values, *prices, *needs, *penalties;
    size_t entry_count, row_room, amount_room;
} stage;

static void clear(stage *of)
{
    free(of->budgets);
    free(of->dearest);
    free(of->is_tied);
    free(of->copies);
    free(of->first);
    free(of->rows);
    free(of->choices);
    free(of->amounts);
    free(of->values);
    free(of->prices);
    free(of->needs);
    free(of->penalties);
}

static bool is_asked(const stage *of, size_t row)
{
    const ci_mend *mend = of->program->mend;

    return of->task->give_up && row < mend->row_count &&
           of->task->give_up[mend->rows[row].goal] > 0;
}

bool ci_mend_is_of_budget(const ci_mend_budget *budget, const ci_mend *mend,
                          size_t place)
{
    const circlet_city *city = mend->judgement.city;

    return budget->unit == CIRCLET_NONE ||
           ci_mend_place_unit(mend, place,
                              circlet_city_unit(city, budget->unit)->level) ==
               budget->unit;
}

static bool is_of_budget(const stage *of, size_t budget, size_t place)
{
    return ci_mend_is_of_budget(&of->budgets[budget], of->program->mend,
                                place);
}

static bool add_entry(stage *of, uint32_t row, int64_t amount)
{
    uint32_t *rows = ci_array_reserve_one(of->rows, of->entry_count,
                                          &of->row_room, sizeof(*rows));
    int64_t *amounts;

    if (!rows)
        return false;
    of->rows = rows;
    amounts = ci_array_reserve_one(of->amounts, of->entry_count,
                                   &of->amount_room, sizeof(*amounts));
    if (!amounts)
        return false;
    of->amounts = amounts;
    rows[of->entry_count] = row;
    amounts[of->entry_count++] = amount;
    return true;
}

/* What a column (NULL: nothing) at a place leaves of the budgets there: of
 * those of other years all. */
static bool add_rest(stage *of, size_t place, int64_t dearest,
                     const ci_mend_column *column)
{
    for (size_t b = 0; b < of->budget_count; b++) {
        int year = of->budgets[b].year;
        bool is_spent = column && (year == 0 || column->start == year);
        int64_t rest = dearest - (is_spent ? column->price_cny : 0);

        if (rest > 0 && is_of_budget(of, b, place) &&
            !add_entry(of, of->budget_row + (uint32_t)b, rest))
            return false;
    }
    return true;
}

static bool add_column(stage *of, size_t j)
{
    const ci_mend_program *program = of->program;
    size_t from = program->first[j], to = program->first[j + 1];

    for (size_t e = from; e < to; e++)
        if (!add_entry(of, program->rows[e], program->amounts[e]))
            return false;
    for (size_t e = from; e < to; e++)
        if (of->copies[program->rows[e]] != CI_PROGRAM_NONE &&
            !add_entry(of, of->copies[program->rows[e]], program->amounts[e]))
            return false;
    of->values[j] = of->task->values[j];
    of->prices[j] = program->prices[j];
    of->choices[j] = program->choices[j];
    return add_rest(of, program->mend->columns[j].place,
                    of->dearest[program->choices[j]],
                    &program->mend->columns[j]);
}

static void end_column(stage *of, int64_t value, uint32_t choice)
{
    size_t j = of->column_count++;

    of->values[j] = value;
    of->prices[j] = 0;
    of->choices[j] = choice;
    of->first[j + 1] = of->entry_count;
}

/* ---- its parts ---------------------------------------------------------- */

static void find_dearest(stage *of)
{
    const ci_mend *mend = of->program->mend;

    for (size_t j = 0; j < mend->column_count; j++) {
        uint32_t choice = of->program->choices[j];

        of->choice_count = (size_t)choice + 1;
        if (of->program->prices[j] > of->dearest[choice])
            of->dearest[choice] = of->program->prices[j];
        for (size_t b = 0; b < of->budget_count; b++)
            of->is_tied[choice] |= is_of_budget(of, b, mend->columns[j].place);
    }
}

/* Rows of goals that may be given up, a second time. */
static void add_copies(stage *of)
{
    for (size_t i = 0; i < of->program->row_count; i++) {
        of->copies[i] = CI_PROGRAM_NONE;
        if (!is_asked(of, i) || of->task->needs[i] <= 0)
            continue;
        of->copies[i] = (uint32_t)of->row_count;
        of->needs[of->row_count] = of->task->needs[i];
        of->penalties[of->row_count++] = CI_PROGRAM_HARD;
    }
}

static void add_budgets(stage *of)
{
    const ci_mend *mend = of->program->mend;

    of->budget_row = (uint32_t)of->row_count;
    for (size_t b = 0; b < of->budget_count; b++) {
        int64_t all = 0;

        for (size_t j = 0; j < mend->column_count; j++) {
            uint32_t choice = of->program->choices[j];
            bool is_last = j + 1 == mend->column_count ||
                           of->program->choices[j + 1] != choice;

            if (is_last && is_of_budget(of, b, mend->columns[j].place))
                all += of->dearest[choice];
        }
        of->needs[of->row_count] =
            all > of->budgets[b].cny ? all - of->budgets[b].cny : 0;
        of->penalties[of->row_count++] = CI_PROGRAM_HARD;
    }
}

static bool add_columns(stage *of)
{
    const ci_mend *mend = of->program->mend;

    for (size_t j = 0; j < mend->column_count; j++) {
        if (!add_column(of, j))
            return false;
        of->first[j + 1] = of->entry_count;
    }
    of->column_count = mend->column_count;
    return true;
}

/* The columns "nothing". */
static bool add_nothings(stage *of)
{
    const ci_mend *mend = of->program->mend;

    for (size_t j = 0; j < mend->column_count; j++) {
        uint32_t choice = of->program->choices[j];

        if (!of->is_tied[choice] || (j + 1 < mend->column_count &&
                                     of->program->choices[j + 1] == choice))
            continue;
        if (!add_rest(of, mend->columns[j].place, of->dearest[choice], NULL))
            return false;
        end_column(of, 0, choice);
    }
    return true;
}

static int compare_rows(const void *left, const void *right)
{
    const ci_mend_row *const *a = left, *const *b = right;

    if ((*a)->goal != (*b)->goal)
        return (*a)->goal < (*b)->goal ? -1 : 1;
    return (*a > *b) - (*a < *b);
}

/* A column for each goal that may be given up. */
static bool add_give_ups(stage *of)
{
    const ci_mend *mend = of->program->mend;
    const ci_mend_row **order =
        calloc(mend->row_count + 1, sizeof(const ci_mend_row *));
    size_t count = 0;
    bool is_added = order != NULL;

    for (size_t i = 0; order && i < mend->row_count; i++)
        if (of->copies[i] != CI_PROGRAM_NONE)
            order[count++] = &mend->rows[i];
    if (count > 0)
        qsort(order, count, sizeof(const ci_mend_row *), compare_rows);
    for (size_t k = 0; is_added && k < count; k++) {
        size_t row = (size_t)(order[k] - mend->rows);

        is_added = add_entry(of, of->copies[row], of->task->needs[row]);
        if (k + 1 == count || order[k + 1]->goal != order[k]->goal)
            end_column(of, of->task->give_up[order[k]->goal], CI_PROGRAM_NONE);
    }
    free(order);
    return is_added;
}

static bool allocate(stage *of)
{
    const ci_mend *mend = of->program->mend;
    size_t columns = 2 * mend->column_count + mend->goal_count + 2;
    size_t rows = 2 * of->program->row_count + of->budget_count + 1;

    of->dearest = calloc(mend->column_count + 1, sizeof(*of->dearest));
    of->is_tied = calloc(mend->column_count + 1, sizeof(*of->is_tied));
    of->copies = calloc(of->program->row_count + 1, sizeof(*of->copies));
    of->first = calloc(columns + 1, sizeof(*of->first));
    of->choices = calloc(columns, sizeof(*of->choices));
    of->values = calloc(columns, sizeof(*of->values));
    of->prices = calloc(columns, sizeof(*of->prices));
    of->needs = calloc(rows, sizeof(*of->needs));
    of->penalties = calloc(rows, sizeof(*of->penalties));
    return of->dearest && of->is_tied && of->copies && of->first &&
           of->choices && of->values && of->prices && of->needs &&
           of->penalties;
}

static bool is_left_out(const stage *of, size_t row)
{
    return of->task->only && row < of->program->mend->row_count &&
           !of->task->only[row];
}

/* Rows that do not count want nothing, nor do their copies. */
static void leave_out(stage *of)
{
    for (size_t i = 0; i < of->program->row_count; i++) {
        if (!is_left_out(of, i))
            continue;
        of->needs[i] = 0;
        if (of->copies[i] != CI_PROGRAM_NONE)
            of->needs[of->copies[i]] = 0;
    }
}

/* The proof does without them: what holds for some rows holds for all. */
static void drop_left_out(ci_program_proof *proof, const stage *of)
{
    for (size_t i = 0; proof && i < of->program->row_count; i++) {
        if (!is_left_out(of, i))
            continue;
        proof->is_dropped[i] = 1;
        if (of->copies[i] != CI_PROGRAM_NONE)
            proof->is_dropped[of->copies[i]] = 1;
    }
}

/* Budgets of years say nothing where it is not said yet when work begins. */
static void drop_years(stage *of)
{
    size_t kept = 0;

    for (size_t b = 0; b < of->budget_count; b++)
        if (of->budgets[b].year == 0 || of->program->mend->has_starts)
            of->budgets[kept++] = of->budgets[b];
    of->budget_count = kept;
}

static circlet_status make(stage *of, circlet_error *error)
{
    const ci_mend_program *program = of->program;
    circlet_status status =
        of->task->has_unit_budgets
            ? ci_mend_read_budgets(&of->budgets, &of->budget_count,
                                   program->mend, error)
            : CIRCLET_OK;

    drop_years(of);
    if (status)
        return status;
    if (!allocate(of))
        return ci_fail_nomem(error);
    find_dearest(of);
    of->row_count = program->row_count;
    for (size_t i = 0; i < program->row_count; i++) {
        of->needs[i] = of->task->needs[i];
        of->penalties[i] =
            of->task->penalties ? of->task->penalties[i] : CI_PROGRAM_HARD;
    }
    add_copies(of);
    add_budgets(of);
    leave_out(of);
    return add_columns(of) && add_nothings(of) && add_give_ups(of)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* ---- asking ------------------------------------------------------------- */

static circlet_status solve(ci_program_answer **out, const stage *of,
                            const circlet_progress *progress,
                            circlet_error *error)
{
    const ci_mend *mend = of->program->mend;
    const ci_program program = {.column_count = of->column_count,
                                .row_count = of->row_count,
                                .values = of->values,
                                .prices = of->prices,
                                .needs = of->needs,
                                .penalties = of->penalties,
                                .first = of->first,
                                .rows = of->rows,
                                .amounts = of->amounts,
                                .choice_of = of->choices,
                                .has_budget = of->task->budget_cny > 0 ||
                                              of->task->has_no_money,
                                .budget = of->task->budget_cny};
    const ci_program_options options = {
        .progress = *progress,
        .work_limit = of->task->work_limit,
        .time_limit_s = mend->options->time_limit_s,
        .gap_limit = mend->options->gap_limit,
        .thread_count = mend->judgement.thread_count,
        .wants_proof = of->task->wants_proof};

    return ci_program_solve(out, &program, &options, error);
}

circlet_status ci_mend_ask(ci_program_answer **out,
                           const ci_mend_program *program,
                           const ci_mend_task *task,
                           const circlet_progress *progress,
                           circlet_error *error)
{
    stage of = {.program = program, .task = task};
    circlet_status status = make(&of, error);

    if (!status && task->size)
        *task->size = (ci_mend_extent){
            of.column_count - program->mend->column_count,
            of.row_count - program->row_count, of.budget_count > 0};
    if (!status)
        status = solve(out, &of, progress, error);
    if (!status)
        drop_left_out((*out)->proof, &of);
    while (!status && (*out)->chosen_count > 0 &&
           (*out)->chosen[(*out)->chosen_count - 1] >=
               program->mend->column_count)
        (*out)->chosen_count--;
    clear(&of);
    return status;
}
