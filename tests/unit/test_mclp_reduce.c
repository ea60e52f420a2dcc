/* Sites that maximal covering does without. */
#include "small_objective.h"
#include "wide_town.h"

#include "siting/mclp_reduce.h"

#define CASES 1200

/* Every other site becomes a part of the one before it: some of its points,
 * often with the same cost and group. */
static void make_parts(small_location *small, uint64_t seed)
{
    uint64_t random = seed + 7;

    for (size_t j = 1; j < small->site_count; j += 2) {
        for (size_t i = 0; i < small->point_count; i++)
            small->times[i][j] = unit_random_below(&random, 4) == 0
                                     ? CIRCLET_UNREACHED
                                     : small->times[i][j - 1];
        if (unit_random_below(&random, 3) > 0) {
            small->costs[j] = small->costs[j - 1];
            small->groups[j] = small->groups[j - 1];
            small->states[j] = CIRCLET_SITE_FREE;
        }
    }
    circlet_od_matrix_free(small->reach);
    small_matrix(small);
    small->location.reach = small->reach;
}

static void parts_make(small_location *out, uint64_t seed)
{
    small_location_make(
        out, seed, seed % 2 == 0 ? (int)(seed % 64) : SMALL_EVERYTHING, 2);
    out->location.cutoff_ms = 20;
    make_parts(out, seed);
}

/* ---- by the definition ------------------------------------------------- */

static uint32_t rows_of(const ci_cover *cover, size_t site)
{
    uint32_t rows = 0;

    for (size_t k = cover->site_first[site]; k < cover->site_first[site + 1];
         k++)
        rows |= UINT32_C(1) << ci_cover_row(cover, k);
    return rows;
}

static uint32_t rows_of_need(const ci_cover *cover)
{
    uint32_t rows = 0;

    for (size_t row = 0; row < cover->row_count; row++)
        if (ci_cover_need(cover, row) > 1)
            rows |= UINT32_C(1) << row;
    return rows;
}

static uint32_t partners_of(const circlet_location *location, uint32_t site)
{
    uint32_t partners = 0;

    for (size_t i = 0; i < 2 * location->apart_count; i++)
        if (location->apart[i] == site)
            partners |= UINT32_C(1) << location->apart[i ^ 1];
    return partners;
}

/* Whether `by`, which is chosen or may be, is as good as a free site. */
static bool is_as_good(const ci_cover *cover, const ci_side *side,
                       const circlet_location *location, uint32_t site,
                       uint32_t by)
{
    uint32_t group =
        location->groups ? location->groups[site] : CIRCLET_NO_GROUP;

    return site != by &&
           (side->states[by] == CIRCLET_SITE_FREE ||
            side->states[by] == CIRCLET_SITE_FIXED) &&
           (rows_of(cover, site) & ~rows_of(cover, by)) == 0 &&
           (rows_of(cover, site) & rows_of_need(cover)) == 0 &&
           side->costs[by] <= side->costs[site] &&
           (!location->groups || location->groups[by] == group) &&
           (group == CIRCLET_NO_GROUP || location->group_min[group] == 0) &&
           (partners_of(location, by) & ~partners_of(location, site) &
            ~(UINT32_C(1) << site)) == 0;
}

/* Each site that went had another that was there, and no other can go. */
static void check_sites(const ci_cover *cover, const ci_side *side,
                        const circlet_location *location,
                        const ci_mclp_reduced *reduced)
{
    uint32_t gone = 0;

    for (size_t i = 0; i < reduced->order_count; i++) {
        uint32_t site = reduced->order[i];

        assert_int_equal(side->states[site], CIRCLET_SITE_FREE);
        assert_int_equal(gone >> reduced->by[site] & 1, 0);
        assert_true(
            is_as_good(cover, side, location, site, reduced->by[site]));
        gone |= UINT32_C(1) << site;
    }
    for (uint32_t a = 0; a < side->site_count; a++)
        for (uint32_t b = 0; b < side->site_count; b++)
            if (side->states[a] == CIRCLET_SITE_FREE &&
                rows_of(cover, a) != 0 && reduced->by[a] == a &&
                reduced->by[b] == b)
                assert_false(is_as_good(cover, side, location, a, b));
}

/* The smaller cover has the points of the larger one, each once, and the
 * sites that stay cover the same of them. */
static void check_cover(const ci_cover *cover, const ci_cover *smaller,
                        const ci_mclp_reduced *reduced)
{
    uint32_t row_of[SMALL_POINTS_MAX];
    size_t seen = 0;

    for (uint32_t row = 0; row < cover->row_count; row++)
        for (size_t k = cover->member_first[row];
             k < cover->member_first[row + 1]; k++)
            row_of[cover->members[k]] = row;
    for (uint32_t row = 0; row < smaller->row_count; row++) {
        int64_t weight = 0;

        for (size_t k = smaller->member_first[row];
             k < smaller->member_first[row + 1]; k++, seen++)
            for (uint32_t site = 0; site < cover->site_count; site++)
                assert_int_equal(rows_of(smaller, site) >> row & 1,
                                 reduced->by[site] == site
                                     ? rows_of(cover, site) >>
                                               row_of[smaller->members[k]] &
                                           1
                                     : 0);
        for (uint32_t old = 0; old < cover->row_count; old++)
            for (size_t k = smaller->member_first[row];
                 k < smaller->member_first[row + 1]; k++)
                if (cover->members[cover->member_first[old]] ==
                    smaller->members[k])
                    weight += cover->weights[old];
        assert_int_equal(smaller->weights[row], weight);
    }
    assert_int_equal(seen, cover->member_first[cover->row_count]);
    assert_int_equal(smaller->total, cover->total);
    assert_int_equal(smaller->served_weight, cover->served_weight);
    assert_int_equal(smaller->merged - cover->merged,
                     cover->row_count - smaller->row_count);
}

/* Adds to `sum` how many sites went, and rows. */
static void reduce_case(uint64_t seed, size_t sum[2])
{
    ci_cover_wish wish = {0};
    ci_side side, old_side;
    ci_cover cover, old_cover;
    ci_mclp_reduced reduced;
    small_location small;
    ci_effort effort;

    parts_make(&small, seed);
    assert_ok(ci_effort_start(&effort, NULL, error));
    if (ci_side_make(&side, &small.location, NULL) == CIRCLET_OK) {
        assert_ok(ci_side_make(&old_side, &small.location, error));
        assert_ok(ci_cover_make(&cover, &small.location, &side, &wish, error));
        assert_ok(
            ci_cover_make(&old_cover, &small.location, &side, &wish, error));
        assert_true(
            ci_mclp_reduce(&reduced, &cover, &side, &small.location, &effort));
        check_sites(&old_cover, &old_side, &small.location, &reduced);
        check_cover(&old_cover, &cover, &reduced);
        assert_true(side.p <= reduced.stay_count);
        sum[0] += reduced.order_count;
        sum[1] += old_cover.row_count - cover.row_count;
        ci_mclp_reduced_clear(&reduced);
        ci_cover_clear(&cover);
        ci_cover_clear(&old_cover);
        ci_side_clear(&side);
        ci_side_clear(&old_side);
    }
    small_location_clear(&small);
}

static void sites_go_that_another_replaces_and_no_others(void **state)
{
    size_t sum[2] = {0, 0};

    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++)
        reduce_case(seed, sum);
    assert_true(sum[0] > CASES / 2);
    assert_true(sum[1] > CASES / 20);
}

/* ---- solved ------------------------------------------------------------ */

/* Returns the sites left out. */
static size_t solve_case(uint64_t seed)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    const circlet_certificate *certificate;
    circlet_siting *siting = NULL;
    small_location small;
    size_t dominated = 0;
    int64_t best = 0;
    uint32_t choice;

    parts_make(&small, seed);
    options.wants_certificate = true;
    if (small_best(&small, CIRCLET_MODEL_MCLP, &best, &choice)) {
        assert_ok(
            circlet_solve_mclp(&siting, &small.location, &options, error));
        assert_int_equal(circlet_siting_objective(siting), best);
        assert_int_equal(circlet_siting_bound(siting), best);
        certificate = circlet_siting_certificate(siting);
        assert_non_null(certificate);
        assert_ok(
            circlet_certificate_check(certificate, &small.location, error));
        dominated = certificate->dominated_count;
        assert_true(circlet_siting_get_report(siting).dominated_sites >=
                    dominated);
    } else {
        assert_int_equal(
            circlet_solve_mclp(&siting, &small.location, &options, NULL),
            CIRCLET_E_INFEASIBLE);
    }
    circlet_siting_free(siting);
    small_location_clear(&small);
    return dominated;
}

static void towns_with_sites_to_leave_out_are_solved_and_proved(void **state)
{
    size_t dominated = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++)
        dominated += solve_case(seed);
    assert_true(dominated > CASES / 2);
}

/* ---- a town ------------------------------------------------------------ */

#define TOWN_SITES 120
#define TOWN_POINTS 900
#define TOWN_COPIES 4

typedef struct crowd {
    int64_t weights[TOWN_POINTS];
    circlet_od_matrix *town, *reach;
    circlet_location location;
} crowd;

/* A town, and the same with sites that each reach a part of what one of the
 * town's does. */
static void crowd_make(crowd *out)
{
    static const wide_size size = {TOWN_SITES, TOWN_POINTS, 140};
    size_t first[TOWN_POINTS + 1] = {0}, count = 0;
    circlet_od_entry *entries;
    uint64_t seed = 11;

    out->town = wide_reach(3, &size, out->weights);
    entries = calloc((size_t)TOWN_POINTS * TOWN_SITES * (TOWN_COPIES + 1),
                     sizeof(*entries));
    assert_non_null(entries);
    for (size_t i = 0; i < TOWN_POINTS; i++) {
        size_t length;
        const circlet_od_entry *row =
            circlet_od_matrix_row(out->town, i, &length);

        for (size_t k = 0; k < length; k++)
            for (uint32_t copy = 0; copy <= TOWN_COPIES; copy++)
                if (copy == 0 || unit_random_below(&seed, 10) < 9)
                    entries[count++] = (circlet_od_entry){
                        row[k].destination * (TOWN_COPIES + 1) + copy,
                        row[k].time_ms};
        first[i + 1] = count;
    }
    assert_ok(circlet_od_matrix_new(&out->reach, TOWN_POINTS,
                                    TOWN_SITES * (TOWN_COPIES + 1), first,
                                    entries, error));
    free(entries);
    out->location = (circlet_location)CIRCLET_LOCATION_INIT;
    out->location.reach = out->reach;
    out->location.weights = out->weights;
    out->location.has_p = true;
    out->location.p = 9;
}

static void crowd_clear(crowd *town)
{
    circlet_od_matrix_free(town->town);
    circlet_od_matrix_free(town->reach);
}

static void a_crowded_town_is_solved_as_the_plain_one(void **state)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *plain = NULL, *siting = NULL;
    circlet_siting_report report;
    crowd town;

    (void)state;
    crowd_make(&town);
    options.wants_certificate = true;
    assert_ok(circlet_solve_mclp(&siting, &town.location, &options, error));
    report = circlet_siting_get_report(siting);
    assert_true(report.dominated_sites >= TOWN_SITES * TOWN_COPIES);
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_OPTIMAL);
    assert_ok(circlet_certificate_check(circlet_siting_certificate(siting),
                                        &town.location, error));
    town.location.reach = town.town;
    assert_ok(circlet_solve_mclp(&plain, &town.location, &options, error));
    assert_int_equal(circlet_siting_objective(siting),
                     circlet_siting_objective(plain));
    assert_int_equal(report.merged_points,
                     circlet_siting_get_report(plain).merged_points);
    circlet_siting_free(plain);
    circlet_siting_free(siting);
    crowd_clear(&town);
}

static void sites_to_start_from_may_be_left_out(void **state)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL, *again = NULL;
    uint32_t start[9];
    const uint32_t *sites;
    size_t count;
    crowd town;

    (void)state;
    crowd_make(&town);
    assert_ok(circlet_solve_mclp(&siting, &town.location, &options, error));
    sites = circlet_siting_sites(siting, &count);
    assert_int_equal(count, 9);
    /* Each copy stands behind its site. */
    for (size_t i = 0; i < count; i++)
        start[i] = sites[i] - sites[i] % (TOWN_COPIES + 1) + TOWN_COPIES;
    options.start = start;
    options.start_count = count;
    options.work_limit = 1;
    assert_ok(circlet_solve_mclp(&again, &town.location, &options, error));
    assert_int_equal(circlet_siting_objective(again),
                     circlet_siting_objective(siting));
    circlet_siting_free(again);
    circlet_siting_free(siting);
    crowd_clear(&town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sites_go_that_another_replaces_and_no_others),
        cmocka_unit_test(towns_with_sites_to_leave_out_are_solved_and_proved),
        cmocka_unit_test(a_crowded_town_is_solved_as_the_plain_one),
        cmocka_unit_test(sites_to_start_from_may_be_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
