/* p-median and facility location against enumeration, and their proofs
 * recomputed from the words of certificate.h by enumeration, too. */
#include "small_objective.h"

#include <circlet/siting.h>

#define CASES 4000

static bool has(uint32_t set, size_t site)
{
    return set >> site & 1;
}

static bool is_reached(const small_location *small, size_t point)
{
    return small_time(small, point, small_offered(small), 1) !=
           CIRCLET_UNREACHED;
}

/* ---- the proof --------------------------------------------------------- */

/* A leaf of a proof: -1, 0 or 1 of each site. */
typedef struct leaf {
    const small_location *small;
    const circlet_certificate *proof;
    int fixed[SMALL_SITES_MAX];
} leaf;

static int64_t earned(const leaf *at, const int64_t *duals, size_t site,
                      int64_t theta)
{
    const small_location *small = at->small;
    int64_t scale = at->proof->scale, sum = 0;

    for (size_t i = 0; i < small->point_count; i++) {
        int64_t time = small->times[i][site];
        int64_t over = duals[i] - scale * small_weight(small, i) * time;

        if (time != CIRCLET_UNREACHED && over > 0)
            sum += over;
    }
    if (small_state(small, site) == CIRCLET_SITE_EXISTING)
        return sum;
    if (at->proof->model == CIRCLET_MODEL_FACILITY_LOCATION)
        sum -= scale * small_cost(small, UINT32_C(1) << site);
    return sum - theta * small_cost(small, UINT32_C(1) << site);
}

/* Whether a choice is below the leaf: its decisions and those of sites that
 * are open anyway hold, and what is in keeps others out. */
static bool is_below(const leaf *at, uint32_t choice)
{
    const small_location *small = at->small;
    uint32_t open = small_open(small, choice);

    for (size_t j = 0; j < small->site_count; j++)
        if (at->fixed[j] >= 0 && has(choice, j) != (at->fixed[j] == 1))
            return false;
    for (size_t i = 0; i < 2 * small->location.apart_count; i++) {
        uint32_t site = small->apart[i], other = small->apart[i ^ 1];
        uint8_t state = small_state(small, site);

        if ((at->fixed[site] == 1 || state == CIRCLET_SITE_FIXED ||
             state == CIRCLET_SITE_EXISTING) &&
            has(open, other) && has(choice, other))
            return false;
    }
    return true;
}

/* Duals of a vector, cut at the price of the unserved; gives their sum. */
static int64_t read_duals(const leaf *at, uint32_t vector, int64_t *duals)
{
    const small_location *small = at->small;
    const circlet_certificate *proof = at->proof;
    int64_t sum = 0;

    assert_true(vector < proof->dual_count);
    assert_true(proof->thetas[vector] >= 0);
    for (size_t k = proof->dual_first[vector];
         k < proof->dual_first[vector + 1]; k++) {
        uint32_t row = proof->duals[k].row;
        int64_t most;

        assert_true(row < small->point_count && is_reached(small, row));
        assert_true(k == proof->dual_first[vector] ||
                    row > proof->duals[k - 1].row);
        assert_true(proof->duals[k].value > 0);
        most = proof->scale * small_weight(small, row) * small_unserved(small);
        duals[row] =
            proof->duals[k].value < most ? proof->duals[k].value : most;
        sum += duals[row];
    }
    return sum;
}

/* What a leaf proves, in scaled units; INT64_MAX: there is no choice. */
static int64_t leaf_bound(const leaf *at, uint32_t vector)
{
    const small_location *small = at->small;
    small_location loose = *small;
    bool has_duals = vector != CIRCLET_NO_DUALS;
    int64_t duals[SMALL_POINTS_MAX] = {0}, most = INT64_MIN;
    int64_t sum = has_duals ? read_duals(at, vector, duals) : 0;
    int64_t theta = has_duals ? at->proof->thetas[vector] : 0, base = 0;

    if (small->location.has_budget)
        base = theta * small->location.budget;
    /* Without duals the limits must contradict by themselves; with them the
     * budget is priced. */
    loose.location.apart_count = 0;
    loose.location.has_budget &= !has_duals;
    for (uint32_t choice = 0; choice >> small->site_count == 0; choice++) {
        uint32_t open = small_open(small, choice);
        int64_t value = base;

        if (!is_below(at, choice) || !small_allows(&loose, choice))
            continue;
        for (size_t j = 0; j < small->site_count; j++)
            if (has(open, j))
                value += earned(at, duals, j, theta);
        if (value > most)
            most = value;
    }
    if (most == INT64_MIN)
        return INT64_MAX;
    assert_true(has_duals);
    return sum - most;
}

static int64_t node_bound(leaf *at, size_t position)
{
    const circlet_proof_node *node = &at->proof->nodes[position];
    int64_t without, with;
    int before;

    if (node->site == CIRCLET_LEAF)
        return leaf_bound(at, node->without);
    assert_true(node->site < at->small->site_count);
    assert_true(node->without < position && node->with < position);
    before = at->fixed[node->site];
    at->fixed[node->site] = 0;
    without = node_bound(at, node->without);
    at->fixed[node->site] = 1;
    with = node_bound(at, node->with);
    at->fixed[node->site] = before;
    return with < without ? with : without;
}

static void check_proof(const small_location *small,
                        const circlet_siting *siting)
{
    leaf at = {.small = small, .proof = circlet_siting_certificate(siting)};
    int64_t bound;

    assert_non_null(at.proof);
    assert_false(at.proof->is_too_large);
    assert_true(at.proof->node_count > 0);
    for (size_t j = 0; j < small->site_count; j++)
        at.fixed[j] = -1;
    bound = node_bound(&at, at.proof->node_count - 1);
    assert_true(bound == INT64_MAX ||
                bound > (at.proof->bound - 1) * at.proof->scale);
    assert_int_equal(at.proof->bound, circlet_siting_bound(siting));
}

/* ---- tests ------------------------------------------------------------- */

static void check_answer(const small_location *small, circlet_model model,
                         const circlet_siting *siting, int64_t best,
                         uint64_t seed)
{
    circlet_siting_report report = circlet_siting_get_report(siting);
    size_t count, unreachable = 0;
    const uint32_t *sites = circlet_siting_sites(siting, &count);
    int64_t objective;

    if (circlet_siting_objective(siting) != best ||
        circlet_siting_bound(siting) != best)
        fail_msg("seed %lu: %ld, bound %ld, best %ld", (unsigned long)seed,
                 (long)circlet_siting_objective(siting),
                 (long)circlet_siting_bound(siting), (long)best);
    assert_true(
        small_objective(small, model, small_bits(sites, count), &objective));
    assert_int_equal(objective, best);
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_OPTIMAL);
    assert_int_equal(report.stop, CIRCLET_STOP_PROVED);
    for (size_t i = 0; i < small->point_count; i++)
        unreachable += !is_reached(small, i) && small_weight(small, i) > 0;
    assert_int_equal(report.unreachable, unreachable);
    check_proof(small, siting);
}

static void make_case(small_location *small, uint64_t seed)
{
    int kinds = seed % 3 == 0 ? (int)(seed % 64) : SMALL_EVERYTHING;

    small_location_make(small, seed, kinds & ~SMALL_BACKUP,
                        1 + (uint32_t)(seed % 4));
    if (seed % 5 == 0)
        small->location.weights = NULL;
    if (seed % 7 < 2)
        small->location.unserved_ms = 1 + (uint32_t)(seed % 15);
}

/* What came of the cases. */
static void solve_cases(circlet_model model, size_t *solved)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;

    options.wants_certificate = true;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        circlet_error failure = {CIRCLET_OK, ""};
        circlet_siting *siting = NULL;
        small_location small;
        circlet_status status;
        int64_t best = -1;
        uint32_t choice;
        bool is_possible;

        make_case(&small, seed);
        is_possible = small_best(&small, model, &best, &choice);
        status =
            circlet_solve(&siting, model, &small.location, &options, &failure);
        if (status != (is_possible ? CIRCLET_OK : CIRCLET_E_INFEASIBLE))
            fail_msg("seed %lu: status %d, best %ld: %s", (unsigned long)seed,
                     status, (long)best, failure.message);
        if (is_possible)
            check_answer(&small, model, siting, best, seed);
        *solved += is_possible;
        circlet_siting_free(siting);
        small_location_clear(&small);
    }
}

static void the_best_median_is_found_and_proved(void **state)
{
    size_t solved = 0;

    (void)state;
    solve_cases(CIRCLET_MODEL_P_MEDIAN, &solved);
    assert_true(solved > CASES / 3 && solved < CASES - 200);
}

static void the_best_facilities_are_found_and_proved(void **state)
{
    size_t solved = 0;

    (void)state;
    solve_cases(CIRCLET_MODEL_FACILITY_LOCATION, &solved);
    assert_true(solved > CASES / 3 && solved < CASES - 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_median_is_found_and_proved),
        cmocka_unit_test(the_best_facilities_are_found_and_proved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
