/* The rows of a covering problem against plain counting. */
#include "small_location.h"

#include "siting/cover.h"

#define CASES 3000

/* How many open sites a point needs beside the existing ones, and by which
 * sites it can be covered (bits); -1: it is no row. */
static int needs_of(const small_location *small, size_t point, uint32_t cutoff,
                    uint32_t *sites)
{
    int need = small->location.backup ? (int)small->backup[point] : 1;

    *sites = 0;
    if (small->weights[point] == 0)
        return -1;
    for (size_t j = 0; j < small->site_count; j++) {
        uint8_t state =
            small->location.states ? small->states[j] : CIRCLET_SITE_FREE;

        if (small->times[point][j] == CIRCLET_UNREACHED ||
            small->times[point][j] > cutoff)
            continue;
        if (state == CIRCLET_SITE_EXISTING)
            need--;
        else if (state != CIRCLET_SITE_FORBIDDEN)
            *sites |= UINT32_C(1) << j;
    }
    return need;
}

static uint32_t row_sites(const ci_cover *cover, size_t row)
{
    uint32_t bits = 0;

    for (size_t k = cover->row_first[row]; k < cover->row_first[row + 1];
         k++) {
        uint32_t site = ci_cover_site(cover, k);

        /* Ascending: above all before it. */
        assert_true(bits >> site == 0);
        bits |= UINT32_C(1) << site;
    }
    return bits;
}

static size_t bit_count(uint32_t bits)
{
    size_t count = 0;

    for (; bits > 0; bits &= bits - 1)
        count++;
    return count;
}

/* Each member of a row has its sites and need; no two rows are equal. */
static void check_rows(const small_location *small, const ci_cover *cover,
                       const circlet_cover_band *bands)
{
    for (size_t row = 0; row < cover->row_count; row++) {
        uint32_t sites = row_sites(cover, row), own;
        int64_t weight = 0;

        for (size_t k = cover->member_first[row];
             k < cover->member_first[row + 1]; k++) {
            size_t point = cover->members[k] / cover->band_count;
            size_t band = cover->members[k] % cover->band_count;
            int64_t share = 1;

            assert_int_equal(needs_of(small, point,
                                      bands ? bands[band].cutoff_ms
                                            : small->location.cutoff_ms,
                                      &own),
                             ci_cover_need(cover, row));
            assert_int_equal(own, sites);
            if (bands)
                share = bands[band].share_milli -
                        (band == 0 ? bands[1].share_milli : 0);
            weight += share * small->weights[point];
        }
        assert_int_equal(weight, cover->weights[row]);
        for (size_t other = 0; other < row; other++)
            assert_true(row_sites(cover, other) != sites ||
                        ci_cover_need(cover, other) !=
                            ci_cover_need(cover, row));
    }
}

static void check_columns(const ci_cover *cover)
{
    for (size_t site = 0; site < cover->site_count; site++) {
        size_t count = 0;

        for (size_t k = cover->site_first[site];
             k < cover->site_first[site + 1]; k++) {
            assert_true(row_sites(cover, ci_cover_row(cover, k)) >> site & 1);
            assert_true(k == cover->site_first[site] ||
                        ci_cover_row(cover, k) > ci_cover_row(cover, k - 1));
        }
        for (size_t row = 0; row < cover->row_count; row++)
            count += row_sites(cover, row) >> site & 1;
        assert_int_equal(count, cover->site_first[site + 1] -
                                    cover->site_first[site]);
    }
}

/* What is no row is served already or cannot be covered. */
static void check_rest(const small_location *small, const ci_cover *cover)
{
    int64_t total = 0, served = 0, unreachable = 0;
    size_t members = 0, unreachable_count = 0;

    for (size_t i = 0; i < small->point_count; i++) {
        uint32_t sites;
        int need = needs_of(small, i, small->location.cutoff_ms, &sites);

        if (small->weights[i] == 0)
            continue;
        if (need <= 0)
            served += small->weights[i];
        else if (bit_count(sites) < (size_t)need) {
            unreachable += small->weights[i];
            unreachable_count++;
        } else {
            total += small->weights[i];
            members++;
        }
    }
    assert_int_equal(cover->total, total);
    assert_int_equal(cover->served_weight, served);
    assert_int_equal(cover->unreachable_weight, unreachable);
    assert_int_equal(cover->unreachable, unreachable_count);
    assert_int_equal(cover->member_first[cover->row_count], members);
    assert_int_equal(cover->merged, members - cover->row_count);
}

static void rows_and_columns_are_those_of_the_matrix(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        small_location small;
        ci_side side;
        ci_cover cover;
        circlet_error failure;

        small_location_make(&small, seed, SMALL_STATES | SMALL_BACKUP, 2);
        small.location.cutoff_ms = 5 + (uint32_t)(seed % 25);
        if (ci_side_make(&side, &small.location, &failure) == CIRCLET_OK) {
            assert_ok(ci_cover_make(&cover, &small.location, &side,
                                    &(ci_cover_wish){0}, error));
            check_rows(&small, &cover, NULL);
            check_columns(&cover);
            check_rest(&small, &cover);
            ci_cover_clear(&cover);
            ci_side_clear(&side);
        }
        small_location_clear(&small);
    }
}

static void bands_are_rows_with_what_each_adds(void **state)
{
    const circlet_cover_band bands[] = {{10, 1000}, {20, 400}};

    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        small_location small;
        ci_side side;
        ci_cover cover;

        small_location_make(&small, seed, 0, 2);
        small.location.bands = bands;
        small.location.band_count = 2;
        assert_ok(ci_side_make(&side, &small.location, error));
        assert_ok(ci_cover_make(&cover, &small.location, &side,
                                &(ci_cover_wish){.has_bands = true}, error));
        assert_int_equal(cover.band_count, 2);
        check_rows(&small, &cover, bands);
        check_columns(&cover);
        ci_cover_clear(&cover);
        ci_side_clear(&side);
        small_location_clear(&small);
    }
}

static void bad_demand_is_named(void **state)
{
    const circlet_cover_band bands[] = {{10, 500}, {20, 500}};
    small_location small;
    ci_side side;
    ci_cover cover;

    (void)state;
    small_location_make(&small, 4, 0, 2);
    assert_ok(ci_side_make(&side, &small.location, error));
    small.weights[0] = -3;
    assert_fails(ci_cover_make(&cover, &small.location, &side,
                               &(ci_cover_wish){0}, error),
                 CIRCLET_E_ARGUMENT,
                 "demand point 0 has the negative weight -3");
    small.weights[0] = INT64_MAX / 2;
    assert_fails(ci_cover_make(&cover, &small.location, &side,
                               &(ci_cover_wish){0}, error),
                 CIRCLET_E_DATA, "demand point 0 makes the sum of weights");
    small.weights[0] = 1;
    small.location.bands = bands;
    small.location.band_count = 2;
    assert_fails(ci_cover_make(&cover, &small.location, &side,
                               &(ci_cover_wish){.has_bands = true}, error),
                 CIRCLET_E_ARGUMENT, "band 1 is not farther or not less");
    ci_side_clear(&side);
    small_location_clear(&small);
}

/* Where rows pass three bytes, or sites two, they have wider lists. */
static void entries_keep_what_is_set(void **state)
{
    const size_t rows[] = {CI_NARROW_ROWS, CI_NARROW_ROWS + 1};
    const size_t sites[] = {CI_NARROW_SITES, CI_NARROW_SITES + 1};

    (void)state;
    for (size_t wide = 0; wide < 2; wide++) {
        ci_cover cover = {.row_count = rows[wide],
                          .site_count = sites[wide],
                          .entry_count = 4};

        assert_true(ci_cover_make_entries(&cover));
        assert_int_equal(cover.narrow_rows == NULL, wide);
        assert_int_equal(cover.narrow_sites == NULL, wide);
        for (size_t k = 0; k < 4; k++) {
            ci_cover_set_row(&cover, k,
                             (uint32_t)((rows[wide] - 1) >> (8 * k)));
            ci_cover_set_site(&cover, k,
                              (uint32_t)((sites[wide] - 1) >> (8 * k)));
        }
        for (size_t k = 0; k < 4; k++) {
            assert_int_equal(ci_cover_row(&cover, k),
                             (rows[wide] - 1) >> (8 * k));
            assert_int_equal(ci_cover_site(&cover, k),
                             (sites[wide] - 1) >> (8 * k));
        }
        ci_cover_clear(&cover);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_columns_are_those_of_the_matrix),
        cmocka_unit_test(bands_are_rows_with_what_each_adds),
        cmocka_unit_test(bad_demand_is_named),
        cmocka_unit_test(entries_keep_what_is_set),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
