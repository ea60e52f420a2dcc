/* Seeded covering programs, small enough to try all choices. */
#ifndef TESTS_SMALL_PROGRAM_H
#define TESTS_SMALL_PROGRAM_H

#include "unit.h"

#include "siting/program.h"
#include "verify/program_check.h"

#define SMALL_COLUMNS 12
#define SMALL_ROWS 14

typedef struct small_program {
    ci_program program;
    int64_t values[SMALL_COLUMNS], prices[SMALL_COLUMNS];
    uint32_t choices[SMALL_COLUMNS];
    int64_t needs[SMALL_ROWS], penalties[SMALL_ROWS];
    size_t first[SMALL_COLUMNS + 1];
    uint32_t rows[SMALL_COLUMNS * SMALL_ROWS];
    int64_t amounts[SMALL_COLUMNS * SMALL_ROWS];
} small_program;

/* What a program of a seed has. */
enum {
    SMALL_CHOICES = 1,
    SMALL_SOFT = 2, /* some rows */
    SMALL_AMOUNTS = 4,
    SMALL_BUDGET = 8,
    SMALL_PRICES = 16
};

static inline int64_t small_amount(uint64_t *random, int features)
{
    if (!(features & SMALL_AMOUNTS))
        return 1;
    return unit_random_below(random, 3) == 0
               ? 1
               : 1 + unit_random_below(random, 40);
}

static inline void small_program_make(small_program *out, uint64_t seed,
                                      int features)
{
    uint64_t random = seed * 977 + (uint64_t)features;
    uint32_t columns = 1 + unit_random_below(&random, SMALL_COLUMNS);
    uint32_t rows = 1 + unit_random_below(&random, SMALL_ROWS);
    uint32_t density = 15 + unit_random_below(&random, 50);
    int64_t most = unit_random_below(&random, 2) ? 9 : 1000000, sum = 0;
    size_t at = 0;

    memset(out, 0, sizeof(*out));
    for (uint32_t j = 0; j < columns; j++) {
        out->values[j] = unit_random_below(&random, (uint32_t)most);
        out->prices[j] = unit_random_below(&random, 20);
        out->choices[j] = unit_random_below(&random, 2)
                              ? CI_PROGRAM_NONE
                              : unit_random_below(&random, columns);
        for (uint32_t i = 0; i < rows; i++)
            if (unit_random_below(&random, 100) < density) {
                out->rows[at] = i;
                out->amounts[at++] = small_amount(&random, features);
            }
        out->first[j + 1] = at;
        sum += features & SMALL_PRICES ? out->prices[j] : out->values[j];
    }
    for (uint32_t i = 0; i < rows; i++) {
        bool is_count = unit_random_below(&random, 3) == 0;

        out->needs[i] = is_count ? 1 + unit_random_below(&random, 3) : 1;
        if ((features & SMALL_AMOUNTS) && unit_random_below(&random, 2))
            out->needs[i] = 1 + unit_random_below(&random, 80);
        out->penalties[i] =
            (features & SMALL_SOFT) && unit_random_below(&random, 3) > 0
                ? unit_random_below(&random, (uint32_t)most)
                : CI_PROGRAM_HARD;
    }
    out->program = (ci_program){
        .column_count = columns,
        .row_count = rows,
        .values = out->values,
        .prices = features & SMALL_PRICES ? out->prices : NULL,
        .needs = out->needs,
        .penalties = features & SMALL_SOFT ? out->penalties : NULL,
        .first = out->first,
        .rows = out->rows,
        .amounts = features & SMALL_AMOUNTS ? out->amounts : NULL,
        .choice_of = features & SMALL_CHOICES ? out->choices : NULL,
        .has_budget = (features & SMALL_BUDGET) != 0,
        .budget = sum * (10 + unit_random_below(&random, 60)) / 100};
}

/* What all of a row's columns give at most under the choices. */
static inline int64_t small_available(const ci_program *program, uint32_t row)
{
    int64_t best[SMALL_COLUMNS] = {0}, sum = 0;

    for (uint32_t j = 0; j < program->column_count; j++)
        for (size_t k = program->first[j]; k < program->first[j + 1]; k++) {
            uint32_t choice = ci_program_choice(program, j);
            int64_t amount = ci_program_amount(program, k);

            if (program->rows[k] != row)
                continue;
            if (choice == CI_PROGRAM_NONE)
                sum += amount;
            else if (amount > best[choice])
                best[choice] = amount;
        }
    for (size_t j = 0; j < program->column_count; j++)
        sum += best[j];
    return sum;
}

/* The objective of a choice of columns, -1 where it is not allowed. */
static inline int64_t small_objective(const ci_program *program, uint32_t set,
                                      const int64_t *available)
{
    int64_t supply[SMALL_ROWS] = {0}, objective = 0, spent = 0;
    uint32_t taken = 0;

    for (uint32_t j = 0; j < program->column_count; j++) {
        uint32_t choice = ci_program_choice(program, j);

        if (!(set >> j & 1))
            continue;
        if (choice != CI_PROGRAM_NONE && (taken >> choice & 1))
            return -1;
        if (choice != CI_PROGRAM_NONE)
            taken |= UINT32_C(1) << choice;
        objective += program->values[j];
        spent += ci_program_price(program, j);
        for (size_t k = program->first[j]; k < program->first[j + 1]; k++)
            supply[program->rows[k]] += ci_program_amount(program, k);
    }
    if (program->has_budget && spent > program->budget)
        return -1;
    for (uint32_t i = 0; i < program->row_count; i++) {
        int64_t penalty = ci_program_penalty(program, i);
        int64_t need = program->needs[i];

        if (penalty == CI_PROGRAM_HARD && need > available[i])
            need = available[i];
        if (supply[i] >= need)
            continue;
        if (penalty == CI_PROGRAM_HARD)
            return -1;
        objective += penalty * (need - supply[i]);
    }
    return objective;
}

/* By trying all choices; -1: there is no plan. */
static inline int64_t small_program_best(const ci_program *program)
{
    int64_t available[SMALL_ROWS], best = -1;

    for (uint32_t i = 0; i < program->row_count; i++)
        available[i] = small_available(program, i);
    for (uint32_t set = 0; set >> program->column_count == 0; set++) {
        int64_t objective = small_objective(program, set, available);

        if (objective >= 0 && (best < 0 || objective < best))
            best = objective;
    }
    return best;
}

static inline ci_program_claim claim_of(const ci_program_answer *answer)
{
    return (ci_program_claim){.chosen = answer->chosen,
                              .chosen_count = answer->chosen_count,
                              .is_feasible = answer->is_feasible,
                              .objective = answer->objective,
                              .bound = answer->bound};
}

#endif
