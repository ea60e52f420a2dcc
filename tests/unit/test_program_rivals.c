/* Plans made better, and bounds raised, by rows that compete for choices,
 * against trying all choices. */
#include "small_program.h"

#include "siting/program_rivals.h"

#define SEEDS 400

/* A program of free columns, of amounts and choices. */
static void make_free(small_program *out, uint64_t seed, int features)
{
    small_program_make(out, seed, features);
    memset(out->values, 0, sizeof(out->values));
    for (size_t i = 0; i < out->program.row_count; i++)
        if (out->penalties[i] == CI_PROGRAM_HARD)
            out->penalties[i] = (int64_t)(seed + i) % 7;
}

/* What a plan misses. */
static int64_t missing_of(const ci_program *program,
                          const ci_program_rivals *rivals)
{
    int64_t supply[SMALL_ROWS] = {0}, sum = 0;
    bool is_taken[SMALL_COLUMNS] = {false};

    for (size_t k = 0; k < rivals->chosen_count; k++) {
        uint32_t column = rivals->chosen[k];
        uint32_t choice = ci_program_choice(program, column);

        assert_true(k == 0 || column > rivals->chosen[k - 1]);
        if (choice != CI_PROGRAM_NONE) {
            assert_false(is_taken[choice]);
            is_taken[choice] = true;
        }
        for (size_t e = program->first[column]; e < program->first[column + 1];
             e++)
            supply[program->rows[e]] += ci_program_amount(program, e);
    }
    for (size_t i = 0; i < program->row_count; i++)
        if (supply[i] < program->needs[i])
            sum += (program->needs[i] - supply[i]) * program->penalties[i];
    return sum;
}

/* The first column of each choice, so that much is missing at first. */
static size_t choose_badly(uint32_t *chosen, const ci_program *program)
{
    bool is_taken[SMALL_COLUMNS] = {false};
    size_t count = 0;

    for (uint32_t j = 0; j < program->column_count; j++) {
        uint32_t choice = ci_program_choice(program, j);

        if (choice == CI_PROGRAM_NONE || is_taken[choice])
            continue;
        is_taken[choice] = true;
        chosen[count++] = j;
    }
    return count;
}

/* The least of the rivals alone, which no plan can be below. */
static int64_t least_of_rivals(small_program *small,
                               const ci_program_rivals *rivals)
{
    small_program narrow = *small;

    narrow.program.needs = narrow.needs;
    for (size_t i = 0; i < small->program.row_count; i++)
        if (!rivals->is_rival[i])
            narrow.needs[i] = 0;
    return small_program_best(&narrow.program);
}

static void plan_and_bound_meet_at_the_best_of_all_choices(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        const ci_program_options options = {.thread_count = 1};
        small_program small;
        ci_program_rivals rivals;
        uint32_t chosen[SMALL_COLUMNS];
        int64_t best;
        size_t count;

        make_free(&small, seed,
                  SMALL_CHOICES | SMALL_SOFT | (seed % 2 ? SMALL_AMOUNTS : 0));
        best = small_program_best(&small.program);
        count = choose_badly(chosen, &small.program);
        assert_ok(ci_program_find_rivals(&rivals, &small.program, chosen,
                                         count, &options, error));
        if (rivals.missing != best || rivals.bound != best)
            fail_msg("seed %llu: best %lld, plan %lld, bound %lld",
                     (unsigned long long)seed, (long long)best,
                     (long long)rivals.missing, (long long)rivals.bound);
        assert_int_equal(missing_of(&small.program, &rivals), best);
        assert_int_equal(least_of_rivals(&small, &rivals), best);
        ci_program_rivals_clear(&rivals);
    }
}

/* Two columns of one choice for two rows that both are wanted: what is missed
 * is the lighter row. A third row, which others can serve, is no rival. */
static void only_what_competes_is_a_rival(void **state)
{
    const size_t first[] = {0, 1, 2, 3, 4};
    const uint32_t rows[] = {0, 1, 2, 2}, choices[] = {0, 0, 1, 2};
    const int64_t values[4] = {0}, needs[] = {1, 1, 1},
                  penalties[] = {5, 3, 9};
    const uint32_t chosen[] = {1, 2};
    const ci_program program = {.column_count = 4,
                                .row_count = 3,
                                .values = values,
                                .needs = needs,
                                .penalties = penalties,
                                .first = first,
                                .rows = rows,
                                .choice_of = choices};
    const ci_program_options options = {.work_limit = 1000000};
    ci_program_rivals rivals;

    (void)state;
    assert_ok(
        ci_program_find_rivals(&rivals, &program, chosen, 2, &options, error));
    assert_int_equal(rivals.missing, 3);
    assert_int_equal(rivals.bound, 3);
    assert_int_equal(rivals.chosen_count, 2);
    assert_int_equal(rivals.chosen[0], 0);
    assert_true(rivals.is_rival[0] && rivals.is_rival[1]);
    assert_false(rivals.is_rival[2]);
    ci_program_rivals_clear(&rivals);
}

/* A column for the soft row would take that of a hard one. */
static void hard_rows_keep_what_they_have(void **state)
{
    const size_t first[] = {0, 1, 2};
    const uint32_t rows[] = {0, 1}, choices[] = {0, 0}, chosen[] = {0};
    const int64_t values[2] = {0}, needs[] = {1, 1},
                  penalties[] = {CI_PROGRAM_HARD, 1000};
    const ci_program program = {.column_count = 2,
                                .row_count = 2,
                                .values = values,
                                .needs = needs,
                                .penalties = penalties,
                                .first = first,
                                .rows = rows,
                                .choice_of = choices};
    const ci_program_options options = {.thread_count = 1};
    ci_program_rivals rivals;

    (void)state;
    assert_ok(
        ci_program_find_rivals(&rivals, &program, chosen, 1, &options, error));
    assert_int_equal(rivals.chosen[0], 0);
    assert_int_equal(rivals.missing, 1000);
    assert_int_equal(rivals.bound, 1000);
    ci_program_rivals_clear(&rivals);
}

static void the_second_column_of_a_choice_is_refused(void **state)
{
    const uint32_t twice[] = {0, 1}, beyond[] = {7};
    const size_t first[] = {0, 0, 0};
    const uint32_t choices[] = {0, 0};
    const int64_t values[2] = {0};
    const ci_program program = {.column_count = 2,
                                .values = values,
                                .first = first,
                                .choice_of = choices};
    const ci_program_options options = {.thread_count = 1};
    ci_program_rivals rivals;
    circlet_error why;

    (void)state;
    assert_int_equal(
        ci_program_find_rivals(&rivals, &program, twice, 2, &options, &why),
        CIRCLET_E_ARGUMENT);
    assert_non_null(strstr(why.message, "column 1"));
    ci_program_rivals_clear(&rivals);
    assert_int_equal(
        ci_program_find_rivals(&rivals, &program, beyond, 1, &options, &why),
        CIRCLET_E_ARGUMENT);
    ci_program_rivals_clear(&rivals);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_and_bound_meet_at_the_best_of_all_choices),
        cmocka_unit_test(only_what_competes_is_a_rival),
        cmocka_unit_test(hard_rows_keep_what_they_have),
        cmocka_unit_test(the_second_column_of_a_choice_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
