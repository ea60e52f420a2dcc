/* The best plan so far, what it is worth and what is proved of that. */
#include "plan/mend_solve.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/mend_proof.h"

bool ci_mend_search_make(ci_mend_search *out, ci_mend_program *program,
                         ci_mend_answer *answer,
                         const circlet_progress *progress)
{
    size_t rows = program->row_count + 1;

    *out = (ci_mend_search){
        .program = program,
        .out = answer,
        .progress = progress,
        .needs = calloc(rows, sizeof(*out->needs)),
        .penalties = calloc(rows, sizeof(*out->penalties)),
        .held = calloc(rows, sizeof(*out->held)),
        .zeros = calloc(program->mend->column_count + 1, sizeof(*out->zeros))};
    return out->needs && out->penalties && out->held && out->zeros;
}

void ci_mend_search_clear(ci_mend_search *search)
{
    free(search->needs);
    free(search->penalties);
    free(search->held);
    free(search->zeros);
    free(search->rivals);
    for (int level = 0; level < CI_MEND_LEVEL_COUNT; level++) {
        free(search->certificates[level]);
        free(search->held_bounds[level].needs);
    }
}

/* ---- values ------------------------------------------------------------- */

static bool is_must(const ci_mend *mend, size_t goal)
{
    return mend->goals[goal].finding->force == CIRCLET_FORCE_MUST;
}

bool ci_mend_row_is_must(const ci_mend_program *program, size_t row)
{
    const ci_mend *mend = program->mend;

    return row < mend->row_count && is_must(mend, mend->rows[row].goal);
}

/* Findings with a row that misses what it could have count as failures. */
bool ci_mend_evaluate(int64_t values[CI_MEND_LEVEL_COUNT],
                      const ci_mend_program *program, const int64_t *got)
{
    const ci_mend *mend = program->mend;
    bool *fails = calloc(mend->goal_count + 1, sizeof(*fails));

    if (!fails)
        return false;
    memset(values, 0, CI_MEND_COST * sizeof(*values));
    for (size_t i = 0; i < mend->row_count; i++) {
        int64_t missing = program->needs[i] - got[i];

        values[ci_mend_row_is_must(program, i) ? CI_MEND_MUST_SHORTFALL
                                               : CI_MEND_SHOULD_SHORTFALL] +=
            missing * program->weights[i];
        fails[mend->rows[i].goal] |= missing > 0;
    }
    for (size_t g = 0; g < mend->goal_count; g++)
        values[is_must(mend, g) ? CI_MEND_MUST_FAILURES
                                : CI_MEND_SHOULD_FAILURES] += fails[g];
    free(fails);
    return true;
}

void ci_mend_give(int64_t *got, const ci_mend_program *program, size_t column)
{
    for (size_t e = program->first[column]; e < program->first[column + 1];
         e++) {
        uint32_t row = program->rows[e];
        int64_t room = program->needs[row] - got[row];

        got[row] += program->amounts[e] < room ? program->amounts[e] : room;
    }
}

static void add_up(int64_t *got, const ci_mend_program *program,
                   const uint32_t *chosen, size_t count)
{
    memset(got, 0, program->row_count * sizeof(*got));
    for (size_t i = 0; i < count; i++)
        ci_mend_give(got, program, chosen[i]);
}

/* ---- the best plan ------------------------------------------------------ */

static bool is_better(const int64_t *a, const int64_t *b)
{
    for (int level = 0; level < CI_MEND_LEVEL_COUNT; level++)
        if (a[level] != b[level])
            return a[level] < b[level];
    return false;
}

static void take(ci_mend_search *search, size_t *chosen, size_t count,
                 const int64_t *got, const int64_t *values)
{
    free(search->out->chosen);
    search->out->chosen = chosen;
    search->out->chosen_count = count;
    search->out->cost_cny = values[CI_MEND_COST];
    memcpy(search->values, values, sizeof(search->values));
    memcpy(search->held, got, search->program->row_count * sizeof(*got));
}

bool ci_mend_search_offer(ci_mend_search *search, const uint32_t *columns,
                          size_t count)
{
    const ci_mend_program *program = search->program;
    int64_t values[CI_MEND_LEVEL_COUNT] = {0};
    int64_t *got = calloc(program->row_count + 1, sizeof(*got));
    size_t *chosen = calloc(count + 1, sizeof(*chosen));
    bool is_done = got && chosen;

    if (is_done) {
        add_up(got, program, columns, count);
        is_done = ci_mend_evaluate(values, program, got);
    }
    for (size_t i = 0; is_done && i < count; i++) {
        chosen[i] = columns[i];
        values[CI_MEND_COST] += program->prices[columns[i]];
    }
    if (is_done &&
        (!search->out->chosen || is_better(values, search->values))) {
        take(search, chosen, count, got, values);
        chosen = NULL;
    }
    free(chosen);
    free(got);
    return is_done;
}

circlet_status ci_mend_search_ask(ci_program_answer **out,
                                  ci_mend_search *search,
                                  const ci_mend_task *task,
                                  circlet_error *error)
{
    ci_mend_task asked = *task;
    circlet_status status;

    asked.size = &search->size;
    asked.wants_proof = search->wants_proof;
    status =
        ci_mend_ask(out, search->program, &asked, search->progress, error);
    if (status || !(*out)->is_feasible ||
        ci_mend_search_offer(search, (*out)->chosen, (*out)->chosen_count))
        return status;
    ci_program_answer_free(*out);
    *out = NULL;
    return ci_fail_nomem(error);
}

/* ---- bounds ------------------------------------------------------------- */

static const char *const level_names[CI_MEND_LEVEL_COUNT] = {
    [CI_MEND_MUST_SHORTFALL] = "must_shortfall",
    [CI_MEND_MUST_FAILURES] = "must_failures",
    [CI_MEND_SHOULD_SHORTFALL] = "should_shortfall",
    [CI_MEND_SHOULD_FAILURES] = "should_failures",
    [CI_MEND_COST] = "cost_cny"};

static circlet_status certify(ci_mend_search *search,
                              const ci_mend_bound *bound,
                              const ci_program_answer *answer,
                              circlet_error *error)
{
    const ci_mend_statement statement = {.level = level_names[bound->level],
                                         .before_count = (size_t)bound->level,
                                         .before = bound->before,
                                         .times = bound->times,
                                         .unit = bound->unit,
                                         .bound = bound->value,
                                         .needs = search->needs,
                                         .size = search->size};

    return ci_mend_certify(&search->certificates[bound->level],
                           search->program, &statement, answer->proof, error);
}

circlet_status ci_mend_search_note(ci_mend_search *search,
                                   const ci_mend_bound *bound,
                                   const ci_program_answer *answer,
                                   circlet_error *error)
{
    ci_mend_level level = bound->level;
    int64_t known = search->bounds[level];

    if (search->is_settled || bound->value == INT64_MAX ||
        bound->value < known ||
        (bound->value == known && search->certificates[level]))
        return CIRCLET_OK;
    search->bounds[level] = bound->value;
    memcpy(search->given[level], bound->before, sizeof(bound->before));
    free(search->certificates[level]);
    search->certificates[level] = NULL;
    return search->wants_proof ? certify(search, bound, answer, error)
                               : CIRCLET_OK;
}

circlet_status ci_mend_search_prove(ci_mend_search *search,
                                    ci_mend_level level,
                                    const ci_program_answer *answer,
                                    circlet_error *error)
{
    ci_mend_bound bound = {.level = level, .value = answer->bound, .unit = 1};

    bound.times[level] = 1;
    return ci_mend_search_note(search, &bound, answer, error);
}

bool ci_mend_search_hold(ci_mend_search *search, ci_mend_level level,
                         int64_t bound)
{
    ci_mend_held_bound *held = &search->held_bounds[level];
    size_t size = search->program->row_count * sizeof(*held->needs);

    if (search->is_settled || bound == INT64_MAX)
        return true;
    if (!held->needs)
        held->needs = malloc(size + 1);
    if (!held->needs)
        return false;
    memcpy(held->needs, search->needs, size);
    held->bound = bound;
    return true;
}

int64_t ci_mend_search_held_bound(const ci_mend_search *search,
                                  ci_mend_level level)
{
    const ci_mend_held_bound *held = &search->held_bounds[level];
    int64_t value = search->values[level];

    if (!held->needs)
        return 0;
    for (size_t i = 0; i < search->program->mend->row_count; i++)
        if (held->needs[i] > search->held[i])
            return 0;
    return held->bound < value ? held->bound : value;
}

/* Whether it is for plans like the best one. */
static bool holds(const ci_mend_search *search, ci_mend_level level)
{
    for (int before = 0; before < (int)level; before++)
        if (search->values[before] > search->given[level][before])
            return false;
    return true;
}

char *ci_mend_search_take_certificate(ci_mend_search *search,
                                      ci_mend_level level)
{
    char *taken = holds(search, level) ? search->certificates[level] : NULL;

    if (taken)
        search->certificates[level] = NULL;
    return taken;
}

int64_t ci_mend_search_bound(const ci_mend_search *search, ci_mend_level level)
{
    int64_t bound = search->bounds[level];

    if (!holds(search, level))
        return 0;
    return bound < search->values[level] ? bound : search->values[level];
}

bool ci_mend_search_is_proved(const ci_mend_search *search,
                              ci_mend_level level)
{
    for (int k = 0; k <= (int)level; k++)
        if (ci_mend_search_bound(search, (ci_mend_level)k) < search->values[k])
            return false;
    return true;
}
