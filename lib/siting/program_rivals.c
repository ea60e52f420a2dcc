#include "siting/program_rivals.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "siting/effort.h"
#include "siting/program_narrow.h"

#define NONE CI_PROGRAM_NONE

/* Questions of rivals at most; with more entries they are not searched to the
 * end. */
#define ROUNDS 100
#define ENTRIES_MAX 1000000

/* By so much what the rivals miss counts for more, where it did not outweigh
 * what others would lose. */
#define EMPHASIS 64

/* Sums of a question stay below it. */
#define SUM_MAX 0x1p58

/* Of what is left of the work one question takes no more than this part. */
#define WORK_PART 4

typedef struct rivalry {
    const ci_program *program;
    const ci_program_options *options;
    ci_program_rivals *out;
    ci_effort effort;
    ci_program_stand best, tried; /* plans */
    size_t choice_count;
    ci_program_narrow part; /* of the rivals */
} rivalry;

/* What a plan misses. */
typedef struct lack {
    int64_t hard; /* units of hard rows */
    int64_t soft; /* penalties */
} lack;

void ci_program_rivals_clear(ci_program_rivals *rivals)
{
    free(rivals->chosen);
    free(rivals->is_rival);
    *rivals = (ci_program_rivals){.chosen = NULL};
}

static void clear(rivalry *of)
{
    ci_program_narrow_clear(&of->part);
    free(of->best.chosen);
    free(of->best.supply);
    free(of->tried.chosen);
    free(of->tried.supply);
}

/* ---- plans -------------------------------------------------------------- */

static bool is_hard(const rivalry *of, size_t row)
{
    return ci_program_penalty(of->program, row) == CI_PROGRAM_HARD;
}

static void put(const ci_program *program, int64_t *supply, uint32_t column,
                int sign)
{
    for (size_t k = program->first[column]; k < program->first[column + 1];
         k++)
        supply[program->rows[k]] += sign * ci_program_amount(program, k);
}

static lack lack_of(const rivalry *of, const ci_program_stand *plan)
{
    const ci_program *program = of->program;
    lack sum = {0, 0};

    for (size_t i = 0; i < program->row_count; i++) {
        int64_t missing =
            ci_program_missing(program->needs[i], plan->supply[i]);

        if (is_hard(of, i))
            sum.hard += missing;
        else
            sum.soft += missing * ci_program_penalty(program, i);
    }
    return sum;
}

static bool is_less(lack a, lack b)
{
    return a.hard != b.hard ? a.hard < b.hard : a.soft < b.soft;
}

/* ---- questions ---------------------------------------------------------- */

/* Asks where each column counts for its value, and what the rivals miss so
 * many times. */
static circlet_status ask(ci_program_answer **out, rivalry *of,
                          const int64_t *values, int64_t times,
                          circlet_error *error)
{
    ci_program_narrow *part = &of->part;
    const ci_program question = {.column_count = part->column_count,
                                 .row_count = part->row_count,
                                 .values = values,
                                 .needs = part->needs,
                                 .penalties = part->weighted,
                                 .first = part->first,
                                 .rows = part->rows,
                                 .amounts = part->amounts,
                                 .choice_of = part->choices};
    ci_program_options options = *of->options;
    circlet_status status;

    for (size_t i = 0; i < part->row_count; i++)
        part->weighted[i] = part->penalties[i] == CI_PROGRAM_HARD
                                ? CI_PROGRAM_HARD
                                : times * part->penalties[i];
    options.wants_proof = false;
    options.gap_limit = 0;
    options.time_limit_s = ci_effort_left_s(&of->effort);
    if (options.work_limit > 0)
        options.work_limit =
            (options.work_limit - of->effort.work) / WORK_PART + 1;
    status = ci_program_solve(out, &question, &options, error);
    if (!status)
        ci_effort_spend(&of->effort,
                        (*out)->work + of->program->row_count +
                            of->program->first[of->program->column_count]);
    return status;
}

/* ---- what follows from an answer ---------------------------------------- */

static void copy(ci_program_stand *to, const ci_program_stand *from,
                 size_t choice_count)
{
    memcpy(to->chosen, from->chosen, choice_count * sizeof(*to->chosen));
    memcpy(to->supply, from->supply,
           from->program->row_count * sizeof(*to->supply));
}

/* The plan with the columns of an answer. */
static void try_answer(rivalry *of, const ci_program_answer *answer)
{
    const ci_program *program = of->program;
    ci_program_stand *plan = &of->tried;

    copy(plan, &of->best, of->choice_count);
    for (size_t k = 0; k < answer->chosen_count; k++) {
        uint32_t column = of->part.column_names[answer->chosen[k]];
        uint32_t *chosen =
            &plan->chosen[ci_program_own_choice(program, column)];

        if (*chosen != NONE)
            put(program, plan->supply, *chosen, -1);
        put(program, plan->supply, column, 1);
        *chosen = column;
    }
}

/* Rows that a plan misses become rivals; true: there are more of them now. */
static bool take_in(rivalry *of, const ci_program_stand *plan)
{
    uint8_t *is_rival = of->out->is_rival;
    bool is_more = false;

    for (size_t i = 0; i < of->program->row_count; i++)
        if (plan->supply[i] < of->program->needs[i] && !is_rival[i]) {
            is_rival[i] = 1;
            is_more = true;
        }
    return is_more;
}

/* Takes the plan of an answer if it is better, and in any case the rows that
 * it misses as rivals. True: something came of it. */
static bool learn(rivalry *of, const ci_program_answer *answer)
{
    bool is_more, is_better;

    try_answer(of, answer);
    is_more = take_in(of, &of->tried);
    is_better = is_less(lack_of(of, &of->tried), lack_of(of, &of->best));
    if (is_better)
        copy(&of->best, &of->tried, of->choice_count);
    return is_more || is_better;
}

/* What the rivals alone miss is missed by every plan. */
static circlet_status raise_bound(rivalry *of, circlet_error *error)
{
    ci_program_answer *answer = NULL;
    circlet_status status = ask(&answer, of, of->part.zeros, 1, error);

    if (!status && answer->bound < INT64_MAX && answer->bound > of->out->bound)
        of->out->bound = answer->bound;
    ci_program_answer_free(answer);
    return status;
}

static bool is_closed(const rivalry *of)
{
    lack missing = lack_of(of, &of->best);

    return missing.hard == 0 && of->out->bound >= missing.soft;
}

static bool is_over(const rivalry *of)
{
    return of->part.entry_count > ENTRIES_MAX || of->effort.is_over;
}

/* Looks for rivals with more and more emphasis on those that are known. */
static circlet_status exchange(rivalry *of, bool *has_news,
                               circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    *has_news = false;
    for (int64_t times = 1;
         !status && !*has_news && !of->effort.is_over &&
         (double)times * of->best.total < SUM_MAX &&
         (double)of->part.column_count * of->best.total < SUM_MAX;
         times *= EMPHASIS) {
        ci_program_answer *answer = NULL;

        status = ask(&answer, of, of->part.losses, times, error);
        if (!status)
            *has_news = learn(of, answer);
        ci_program_answer_free(answer);
    }
    return status;
}

static circlet_status search(rivalry *of, circlet_error *error)
{
    bool has_news = take_in(of, &of->best);
    circlet_status status = CIRCLET_OK;

    for (int round = 0; !status && has_news && round < ROUNDS; round++) {
        has_news = false;
        ci_program_narrow_clear(&of->part);
        if (!ci_program_narrow_make(&of->part, &of->best, of->out->is_rival))
            return ci_fail_nomem(error);
        if (is_over(of))
            break;
        status = raise_bound(of, error);
        if (!status && !is_closed(of) && !of->effort.is_over)
            status = exchange(of, &has_news, error);
    }
    return status;
}

/* ---- all ---------------------------------------------------------------- */

static circlet_status start_effort(rivalry *of, circlet_error *error)
{
    circlet_siting_options limits = CIRCLET_SITING_OPTIONS_INIT;

    limits.progress = of->options->progress;
    limits.time_limit_s = of->options->time_limit_s;
    limits.work_limit = of->options->work_limit;
    return ci_effort_start(&of->effort, &limits, error);
}

static bool allocate(rivalry *of)
{
    size_t rows = of->program->row_count + 1;
    size_t choices = 2 * of->program->column_count + 1;

    of->choice_count = choices - 1;
    of->best = (ci_program_stand){
        .program = of->program,
        .chosen = malloc(choices * sizeof(*of->best.chosen)),
        .supply = calloc(rows, sizeof(*of->best.supply))};
    of->tried = (ci_program_stand){
        .program = of->program,
        .chosen = malloc(choices * sizeof(*of->tried.chosen)),
        .supply = calloc(rows, sizeof(*of->tried.supply))};
    of->out->is_rival = calloc(rows, sizeof(*of->out->is_rival));
    if (of->best.chosen)
        memset(of->best.chosen, 0xff, choices * sizeof(*of->best.chosen));
    return of->best.chosen && of->best.supply && of->tried.chosen &&
           of->tried.supply && of->out->is_rival;
}

static circlet_status start(rivalry *of, const uint32_t *chosen, size_t count,
                            circlet_error *error)
{
    const ci_program *program = of->program;

    if (!allocate(of))
        return ci_fail_nomem(error);
    for (size_t i = 0; i < program->row_count; i++)
        if (!is_hard(of, i))
            of->best.total += (double)ci_program_penalty(program, i) *
                              (double)program->needs[i];
    for (size_t k = 0; k < count; k++) {
        bool is_known = chosen[k] < program->column_count;
        uint32_t *of_choice =
            is_known
                ? &of->best.chosen[ci_program_own_choice(program, chosen[k])]
                : NULL;

        if (!is_known || *of_choice != NONE)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "chosen column %u is out of range or the second "
                           "of its choice",
                           chosen[k]);
        *of_choice = chosen[k];
        put(program, of->best.supply, chosen[k], 1);
    }
    return CIRCLET_OK;
}

static circlet_status finish(rivalry *of, circlet_error *error)
{
    size_t columns = of->program->column_count;

    of->out->missing = lack_of(of, &of->best).soft;
    of->out->chosen = calloc(columns + 1, sizeof(*of->out->chosen));
    if (!of->out->chosen)
        return ci_fail_nomem(error);
    for (uint32_t j = 0; j < columns; j++)
        if (of->best.chosen[ci_program_own_choice(of->program, j)] == j)
            of->out->chosen[of->out->chosen_count++] = j;
    return CIRCLET_OK;
}

circlet_status ci_program_find_rivals(ci_program_rivals *out,
                                      const ci_program *program,
                                      const uint32_t *chosen,
                                      size_t chosen_count,
                                      const ci_program_options *options,
                                      circlet_error *error)
{
    rivalry of = {.program = program, .options = options, .out = out};
    circlet_status status;

    *out = (ci_program_rivals){.chosen = NULL};
    status = start_effort(&of, error);
    if (!status)
        status = start(&of, chosen, chosen_count, error);
    if (!status)
        status = search(&of, error);
    if (!status)
        status = finish(&of, error);
    out->work = of.effort.work;
    clear(&of);
    return status;
}
