/* A cover of some thousand rows is what a plain loop makes of it, for any
 * number of threads. */
#include "unit.h"

#include "siting/cover.h"

#define POINTS 5000
#define SITES 60
#define NEAR 20

typedef struct plain_town {
    circlet_location location;
    circlet_od_entry entries[POINTS * NEAR];
    size_t first[POINTS + 1];
    int64_t weights[POINTS];
    uint8_t states[SITES];
} plain_town;

/* Every fifth point has the sites of the one before it. */
static void make_town(plain_town *town, uint64_t seed)
{
    *town = (plain_town){.location = CIRCLET_LOCATION_INIT};
    for (size_t i = 0; i < POINTS; i++) {
        size_t count = town->first[i], from = count;
        uint32_t site = unit_random_below(&seed, 8);

        if (i % 5 == 4) {
            size_t before = town->first[i - 1];

            for (size_t k = before; k < from; k++)
                town->entries[count++] = town->entries[k];
        } else {
            for (; site < SITES && count - from < NEAR;
                 site += 1 + unit_random_below(&seed, 8))
                town->entries[count++] = (circlet_od_entry){site, 0};
        }
        town->first[i + 1] = count;
        town->weights[i] = unit_random_below(&seed, 4);
    }
    for (size_t j = 0; j < SITES; j++)
        town->states[j] = j == 7    ? CIRCLET_SITE_FORBIDDEN
                          : j == 41 ? CIRCLET_SITE_EXISTING
                                    : CIRCLET_SITE_FREE;
    town->location.weights = town->weights;
    town->location.states = town->states;
}

static void make_cover(ci_cover *out, const plain_town *town,
                       uint32_t thread_count)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    ci_cover_wish wish = {.has_cutoff = true, .cutoff_ms = 0};
    ci_effort effort;
    ci_side side = {0};

    options.threads = thread_count;
    assert_ok(ci_effort_start(&effort, &options, error));
    wish.effort = &effort;
    assert_ok(ci_side_make(&side, &town->location, error));
    assert_ok(ci_cover_make(out, &town->location, &side, &wish, error));
    ci_side_clear(&side);
}

/* Row by row: what the plain town says of each member, and the columns. */
static void check_cover(const ci_cover *cover, const plain_town *town)
{
    size_t member_count = 0, entry_count = 0;

    for (size_t row = 0; row < cover->row_count; row++) {
        int64_t weight = 0;

        for (size_t m = cover->member_first[row];
             m < cover->member_first[row + 1]; m++, member_count++) {
            uint32_t point = cover->members[m];
            size_t k = cover->row_first[row];

            weight += town->weights[point];
            for (size_t e = town->first[point]; e < town->first[point + 1];
                 e++)
                if (town->entries[e].destination != 7)
                    assert_int_equal(ci_cover_site(cover, k++),
                                     town->entries[e].destination);
            assert_int_equal(k, cover->row_first[row + 1]);
        }
        assert_int_equal(weight, cover->weights[row]);
    }
    assert_int_equal(member_count - cover->row_count, cover->merged);
    for (uint32_t site = 0; site < SITES; site++)
        for (size_t k = cover->site_first[site];
             k < cover->site_first[site + 1]; k++, entry_count++) {
            uint32_t row = ci_cover_row(cover, k);
            size_t at = cover->row_first[row];

            assert_true(k == cover->site_first[site] ||
                        ci_cover_row(cover, k - 1) < row);
            while (ci_cover_site(cover, at) < site)
                at++;
            assert_int_equal(ci_cover_site(cover, at), site);
        }
    assert_int_equal(entry_count, cover->row_first[cover->row_count]);
}

static void check_same(const ci_cover *a, const ci_cover *b)
{
    assert_int_equal(a->row_count, b->row_count);
    assert_int_equal(a->entry_count, b->entry_count);
    assert_int_equal(a->served_weight, b->served_weight);
    assert_int_equal(a->unreachable, b->unreachable);
    assert_int_equal(a->unreachable_weight, b->unreachable_weight);
    assert_int_equal(a->merged, b->merged);
    assert_memory_equal(a->row_first, b->row_first,
                        (a->row_count + 1) * sizeof(*a->row_first));
    assert_memory_equal(a->narrow_sites, b->narrow_sites,
                        a->entry_count * sizeof(*a->narrow_sites));
    for (size_t k = 0; k < a->entry_count; k++)
        assert_int_equal(ci_cover_row(a, k), ci_cover_row(b, k));
    assert_memory_equal(a->members, b->members,
                        a->member_first[a->row_count] * sizeof(*a->members));
}

static void a_cover_is_the_same_for_any_number_of_threads(void **state)
{
    plain_town *town = malloc(sizeof(*town));

    (void)state;
    assert_non_null(town);
    for (uint64_t seed = 1; seed <= 5; seed++) {
        circlet_od_matrix *reach;
        ci_cover alone, together;

        make_town(town, seed);
        assert_ok(circlet_od_matrix_new(&reach, POINTS, SITES, town->first,
                                        town->entries, error));
        town->location.reach = reach;
        make_cover(&alone, town, 1);
        assert_true(alone.row_count > 2000);
        assert_true(alone.merged > 100);
        assert_true(alone.served_weight > 0);
        check_cover(&alone, town);
        make_cover(&together, town, 4);
        check_same(&alone, &together);
        ci_cover_clear(&alone);
        ci_cover_clear(&together);
        circlet_od_matrix_free(reach);
    }
    free(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cover_is_the_same_for_any_number_of_threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
