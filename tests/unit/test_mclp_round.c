/* Covers in small, and searching by way of them. */
#include "wide_town.h"

#include "siting/mclp.h"
#include "siting/mclp_improve.h"
#include "siting/mclp_round.h"
#include "siting/mclp_sketch.h"

#define POINTS 2000

static const wide_size size = {150, POINTS, 140};

/* The problem of a case; needs up to three on every other seed. */
static void make_problem(ci_mclp *mclp, circlet_location *location,
                         int64_t *weights, uint32_t *backup, uint64_t seed)
{
    circlet_od_matrix *reach = wide_reach(seed, &size, weights);

    for (size_t i = 0; i < size.points; i++)
        backup[i] = 1 + (uint32_t)(i % 3);
    location->reach = reach;
    location->weights = weights;
    if (seed % 2 == 0)
        location->backup = backup;
    location->has_p = true;
    location->p = 9;
    assert_ok(ci_mclp_make(mclp, location, NULL, error));
}

static bool is_row_of(const ci_cover *sketch, size_t row,
                      const ci_cover *cover, size_t full_row)
{
    size_t from = sketch->row_first[row];
    size_t count = sketch->row_first[row + 1] - from;
    size_t full_from = cover->row_first[full_row];

    if (count != cover->row_first[full_row + 1] - full_from ||
        ci_cover_need(sketch, row) != ci_cover_need(cover, full_row))
        return false;
    for (size_t k = 0; k < count; k++)
        if (ci_cover_site(sketch, from + k) !=
            ci_cover_site(cover, full_from + k))
            return false;
    return true;
}

static void check_sketch(const ci_cover *sketch, const ci_cover *cover,
                         size_t most)
{
    int64_t total = 0;
    size_t entries = 0;

    assert_true(sketch->row_count > 0 && sketch->row_count <= most);
    for (size_t row = 0; row < sketch->row_count; row++) {
        size_t full_row = 0;

        while (full_row < cover->row_count &&
               !is_row_of(sketch, row, cover, full_row))
            full_row++;
        assert_true(full_row < cover->row_count);
        total += sketch->weights[row];
    }
    assert_int_equal(total, cover->total);
    assert_int_equal(sketch->total, cover->total);
    for (size_t site = 0; site < sketch->site_count; site++)
        for (size_t k = sketch->site_first[site];
             k < sketch->site_first[site + 1]; k++, entries++)
            assert_true(ci_cover_row(sketch, k) < sketch->row_count);
    assert_int_equal(entries, sketch->entry_count);
}

static void a_sketch_has_rows_of_the_cover_and_all_its_weight(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        circlet_location location = CIRCLET_LOCATION_INIT;
        ci_effort effort = {.look_at = UINT64_MAX};
        int64_t weights[POINTS];
        uint32_t backup[POINTS];
        ci_cover sketch;
        ci_mclp mclp;

        make_problem(&mclp, &location, weights, backup, seed);
        assert_true(
            ci_mclp_sketch_make(&sketch, &mclp.cover, 100, seed, &effort));
        check_sketch(&sketch, &mclp.cover, 100 + 3);
        ci_cover_clear(&sketch);
        ci_mclp_clear(&mclp);
        circlet_od_matrix_free((circlet_od_matrix *)location.reach);
    }
}

/* What a choice covers, counted row by row. */
static int64_t covered(const ci_cover *cover, const uint8_t *is_chosen)
{
    int64_t sum = 0;

    for (size_t row = 0; row < cover->row_count; row++) {
        uint32_t count = 0;

        for (size_t k = cover->row_first[row]; k < cover->row_first[row + 1];
             k++)
            count += is_chosen[ci_cover_site(cover, k)];
        if (count >= ci_cover_need(cover, row))
            sum += cover->weights[row];
    }
    return sum;
}

static void rounds_find_better_choices_and_know_their_worth(void **state)
{
    size_t better = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        circlet_location location = CIRCLET_LOCATION_INIT;
        ci_effort effort = {.look_at = UINT64_MAX};
        int64_t weights[POINTS], greedy;
        uint32_t backup[POINTS];
        ci_mclp_search search;
        ci_mclp mclp;

        make_problem(&mclp, &location, weights, backup, seed);
        effort.options.work_limit = 40000000;
        assert_true(
            ci_mclp_search_make(&search, &mclp.cover, &mclp.side, &effort));
        ci_mclp_fill(&search, false);
        assert_true(ci_mclp_search_note(&search));
        greedy = search.best_value;
        ci_mclp_rounds(&search, 3);
        assert_true(search.rounds > 0);
        assert_true(search.best_value >= greedy);
        assert_int_equal(search.best_value, covered(&mclp.cover, search.best));
        better += search.best_value > greedy;
        ci_mclp_search_clear(&search);
        ci_mclp_clear(&mclp);
        circlet_od_matrix_free((circlet_od_matrix *)location.reach);
    }
    assert_true(better > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sketch_has_rows_of_the_cover_and_all_its_weight),
        cmocka_unit_test(rounds_find_better_choices_and_know_their_worth),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
