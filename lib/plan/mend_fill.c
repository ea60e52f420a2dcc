/*
 * The search for one level of a large program stops before it has looked
 * everywhere: what is still free to be done, and gives a row what it misses,
 * is added, and then made cheaper with the rest.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/mend_solve.h"

/* What is put together. */
typedef struct filling {
    const ci_mend_program *program;
    int64_t *got; /* of each row */
    bool *is_taken; /* of each choice */
    bool *is_chosen; /* of each column */
    bool is_of_must; /* what only should be comes later */
    size_t added;
} filling;

/* What a column would add: to what must be, then to what should be. */
typedef struct fill_gain {
    int64_t must, should;
} fill_gain;

static fill_gain gain_of(const filling *of, size_t column)
{
    const ci_mend_program *program = of->program;
    fill_gain gain = {0, 0};

    for (size_t e = program->first[column]; e < program->first[column + 1];
         e++) {
        uint32_t row = program->rows[e];
        int64_t room = program->needs[row] - of->got[row];
        int64_t more = program->amounts[e] < room ? program->amounts[e] : room;

        if (row >= program->mend->row_count)
            continue;
        *(ci_mend_row_is_must(program, row) ? &gain.must : &gain.should) +=
            more * program->weights[row];
    }
    return gain;
}

static bool is_better(fill_gain a, int64_t a_cny, fill_gain b, int64_t b_cny)
{
    if (a.must != b.must)
        return a.must > b.must;
    return a.should != b.should ? a.should > b.should : a_cny < b_cny;
}

static void add(filling *of, size_t column)
{
    const ci_mend_program *program = of->program;

    ci_mend_give(of->got, program, column);
    of->is_chosen[column] = true;
    of->is_taken[program->choices[column]] = true;
    of->added++;
}

/* Of each choice that is free, the column that gives most. */
static void add_all(filling *of)
{
    const ci_mend_program *program = of->program;
    size_t count = program->mend->column_count;

    for (size_t j = 0, end; j < count; j = end) {
        fill_gain best = {0, 0};
        size_t chosen = count;

        for (end = j;
             end < count && program->choices[end] == program->choices[j];
             end++) {
            fill_gain gain = {0, 0};

            if (!of->is_taken[program->choices[j]])
                gain = gain_of(of, end);
            if ((gain.must > 0 || (gain.should > 0 && !of->is_of_must)) &&
                (chosen == count || is_better(gain, program->prices[end], best,
                                              program->prices[chosen]))) {
                best = gain;
                chosen = end;
            }
        }
        if (chosen < count)
            add(of, chosen);
    }
}

static bool start(filling *of, const ci_mend_search *search)
{
    const ci_mend_program *program = search->program;
    size_t columns = program->mend->column_count;

    of->program = program;
    of->got = malloc((program->row_count + 1) * sizeof(*of->got));
    of->is_taken = calloc(columns + 1, sizeof(*of->is_taken));
    of->is_chosen = calloc(columns + 1, sizeof(*of->is_chosen));
    if (!of->got || !of->is_taken || !of->is_chosen)
        return false;
    memcpy(of->got, search->held, program->row_count * sizeof(*of->got));
    for (size_t i = 0; i < search->out->chosen_count; i++) {
        of->is_chosen[search->out->chosen[i]] = true;
        of->is_taken[program->choices[search->out->chosen[i]]] = true;
    }
    return true;
}

/* The plan with what was added. False: no memory. */
static bool take(ci_mend_search *search, const filling *of)
{
    const ci_mend_program *program = search->program;
    size_t room = search->out->chosen_count + of->added + 1, count = 0;
    size_t *chosen = calloc(room, sizeof(*chosen));

    if (!chosen || !ci_mend_evaluate(search->values, program, of->got)) {
        free(chosen);
        return false;
    }
    search->values[CI_MEND_COST] = 0;
    for (size_t j = 0; j < program->mend->column_count; j++)
        if (of->is_chosen[j]) {
            chosen[count++] = j;
            search->values[CI_MEND_COST] += program->prices[j];
        }
    free(search->out->chosen);
    search->out->chosen = chosen;
    search->out->chosen_count = count;
    search->out->cost_cny = search->values[CI_MEND_COST];
    memcpy(search->held, of->got, program->row_count * sizeof(*of->got));
    return true;
}

bool ci_mend_fill(ci_mend_search *search, bool of_must)
{
    filling of = {.is_of_must = of_must};
    bool has_memory = start(&of, search);

    if (has_memory)
        add_all(&of);
    if (has_memory && of.added > 0)
        has_memory = take(search, &of);
    free(of.got);
    free(of.is_taken);
    free(of.is_chosen);
    return has_memory;
}
