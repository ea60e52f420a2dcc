/* Certificates of maximal covering: by their definition on small problems,
 * by the independent checker on larger ones. */
#include "small_town.h"
#include "wide_town.h"

#include "siting/side.h"

typedef struct proof_check {
    const small_town *town;
    const circlet_certificate *certificate;
    uint8_t decided[SITES_MAX]; /* CI_OPEN, CI_IN, CI_OUT */
    int64_t worst; /* bound of the leaves, in 1 / scale */
} proof_check;

/* Chosen in every choice of the node. */
static bool is_in(const proof_check *check, uint32_t site)
{
    uint8_t state = state_of(&check->town->location, site);

    return check->decided[site] == CI_IN || state == CIRCLET_SITE_FIXED ||
           state == CIRCLET_SITE_EXISTING;
}

static bool keeps_decisions(const proof_check *check, uint32_t sites)
{
    const circlet_location *location = &check->town->location;

    for (size_t j = 0; j < check->town->site_count; j++)
        if (check->decided[j] != CI_OPEN &&
            (sites >> j & 1) != (check->decided[j] == CI_IN))
            return false;
    for (size_t i = 0; i < location->apart_count; i++)
        for (int k = 0; k < 2; k++)
            if (is_in(check, location->apart[2 * i + k]) &&
                (sites >> location->apart[2 * i + 1 - k] & 1) &&
                state_of(location, location->apart[2 * i + 1 - k]) !=
                    CIRCLET_SITE_EXISTING)
                return false;
    return true;
}

/* Sites beside the existing ones that the leaf has in, and those that a
 * choice of it may have. */
static uint32_t leaf_sites(const proof_check *check, bool is_open_too)
{
    const circlet_location *location = &check->town->location;
    uint32_t in = 0, out = 0;

    for (uint32_t j = 0; j < check->town->site_count; j++) {
        uint8_t state = state_of(location, j);

        if (state == CIRCLET_SITE_EXISTING ||
            state == CIRCLET_SITE_FORBIDDEN || check->decided[j] == CI_OUT)
            out |= 1U << j;
        else if (is_in(check, j))
            in |= 1U << j;
    }
    for (size_t i = 0; i < 2 * location->apart_count; i++)
        if (is_in(check, location->apart[i]))
            out |= 1U << location->apart[i ^ 1];
    return is_open_too ? ~out : in;
}

/* Adds what a row gives by the formula of <circlet/certificate.h>, and its
 * dual to the sites that count. */
static int64_t leaf_row(const proof_check *check, size_t row, int64_t dual,
                        int64_t *values)
{
    const small_town *town = check->town;
    size_t point = row / band_count(town), band = row % band_count(town);
    int64_t weight = check->certificate->scale * row_weight(town, point, band);
    size_t need = need_of(town, point), in = 0;
    size_t old = coverers(town, existing_sites(town), point, band);
    uint32_t counting = ~existing_sites(town);

    if (old >= need)
        return weight;
    need -= old;
    if (need > 1) {
        in = coverers(town, leaf_sites(check, false), point, band);
        counting = leaf_sites(check, true);
        if (in >= need)
            return weight;
        if (coverers(town, counting, point, band) < need)
            return 0;
        counting &= ~leaf_sites(check, false);
    }
    for (size_t j = 0; j < town->site_count; j++)
        if ((counting >> j & 1) && covers(town, j, point, band))
            values[j] += dual;
    weight -= (int64_t)(need - in) * dual;
    return weight > 0 ? weight : 0;
}

/* The bound of a leaf, the choices enumerated. Points that too few sites
 * could serve are left out. */
static int64_t leaf_bound(const proof_check *check, uint32_t leaf)
{
    const small_town *town = check->town;
    const circlet_certificate *certificate = check->certificate;
    int64_t theta = certificate->thetas[leaf], rows = 0, most = INT64_MIN;
    int64_t duals[POINTS_MAX * BANDS_MAX] = {0}, values[SITES_MAX] = {0};
    uint32_t allowed = 0;

    for (size_t j = 0; j < town->site_count; j++)
        if (state_of(&town->location, j) != CIRCLET_SITE_FORBIDDEN)
            allowed |= 1U << j;
    for (size_t k = certificate->dual_first[leaf];
         k < certificate->dual_first[leaf + 1]; k++)
        duals[certificate->duals[k].row] = certificate->duals[k].value;
    for (size_t row = 0; row < town->point_count * band_count(town); row++)
        if (coverers(town, allowed, row / band_count(town),
                     row % band_count(town)) >=
            need_of(town, row / band_count(town)))
            rows += leaf_row(check, row, duals[row], values);
    for (uint32_t sites = 0; sites >> town->site_count == 0; sites++) {
        int64_t sum = 0;

        if (!keeps_decisions(check, sites) ||
            !keeps_limits(town, sites, false, false))
            continue;
        for (size_t j = 0; j < town->site_count; j++)
            if ((sites >> j & 1) &&
                state_of(&town->location, j) != CIRCLET_SITE_EXISTING)
                sum += values[j] - theta * (town->location.costs
                                                ? town->location.costs[j]
                                                : 1);
        most = sum > most ? sum : most;
    }
    if (most == INT64_MIN)
        return INT64_MIN;
    return rows + most +
           (town->location.has_budget ? theta * town->location.budget : 0);
}

static void walk_proof(proof_check *check, uint32_t at)
{
    circlet_proof_node node = check->certificate->nodes[at];
    int64_t value;

    if (node.site == CIRCLET_LEAF) {
        if (node.without == CIRCLET_NO_DUALS) {
            for (uint32_t sites = 0; sites >> check->town->site_count == 0;
                 sites++)
                assert_false(keeps_decisions(check, sites) &&
                             keeps_limits(check->town, sites, true, true));
            return;
        }
        value = leaf_bound(check, node.without);
        check->worst = value > check->worst ? value : check->worst;
        return;
    }
    assert_true(node.site < check->town->site_count);
    assert_int_equal(check->decided[node.site], CI_OPEN);
    assert_true(node.without < at && node.with < at);
    check->decided[node.site] = CI_OUT;
    walk_proof(check, node.without);
    check->decided[node.site] = CI_IN;
    walk_proof(check, node.with);
    check->decided[node.site] = CI_OPEN;
}

/* Sites that are left out are out of the whole tree, and of the best choices
 * one has none of them. Returns how many there are. */
static size_t leave_out(proof_check *check)
{
    const circlet_certificate *certificate = check->certificate;
    const small_town *town = check->town;
    uint32_t out = 0;
    int64_t best = -1;

    memset(check->decided, CI_OPEN, sizeof(check->decided));
    for (size_t i = 0; i < certificate->dominated_count; i++) {
        uint32_t site = certificate->dominated[2 * i];

        assert_true(site < town->site_count);
        assert_int_equal(state_of(&town->location, site), CIRCLET_SITE_FREE);
        assert_int_equal(out >> site & 1, 0);
        assert_int_equal(out >> certificate->dominated[2 * i + 1] & 1, 0);
        check->decided[site] = CI_OUT;
        out |= 1U << site;
    }
    for (uint32_t sites = 0; sites >> town->site_count == 0; sites++)
        if ((sites & out) == 0 && keeps_limits(town, sites, true, true) &&
            covered(town, sites) > best)
            best = covered(town, sites);
    assert_int_equal(best, best_of_all(town));
    return certificate->dominated_count;
}

static void test_the_leaves_of_a_certificate_prove_its_bound(void **state)
{
    size_t trees = 0, backups = 0, dominated = 0;

    (void)state;
    for (unsigned seed = 1; seed <= 1500; seed++) {
        uint64_t random = seed + 100000;
        circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
        circlet_siting *siting = NULL;
        small_town town;

        draw_town(&town, &random);
        options.wants_certificate = true;
        if (best_of_all(&town) >= 0) {
            proof_check check = {.town = &town, .worst = INT64_MIN};
            int64_t bound;

            assert_ok(
                circlet_solve_mclp(&siting, &town.location, &options, error));
            check.certificate = circlet_siting_certificate(siting);
            assert_non_null(check.certificate);
            assert_ok(circlet_certificate_check(check.certificate,
                                                &town.location, error));
            if (check.certificate->node_count > 0) {
                dominated += leave_out(&check);
                walk_proof(&check,
                           (uint32_t)check.certificate->node_count - 1);
                bound = check.worst / check.certificate->scale;
                if (check.worst > INT64_MIN &&
                    bound > check.certificate->bound)
                    fail_msg("seed %u: leaves prove %lld, not %lld", seed,
                             (long long)bound,
                             (long long)check.certificate->bound);
                trees += check.certificate->node_count > 1;
                backups += town.location.backup != NULL;
            } else {
                assert_true(check.certificate->is_too_large);
            }
        }

        circlet_siting_free(siting);
        circlet_od_matrix_free(town.reach);
    }
    assert_true(trees > 50);
    assert_true(backups > 100);
    assert_true(dominated > 100);
}

/* ---- larger problems --------------------------------------------------- */

/* Solves to proof, with a tree of more than so many nodes, and checks it. */
static void check_wide(const circlet_location *location, uint64_t nodes)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    const circlet_certificate *certificate;
    circlet_siting *siting = NULL;

    options.wants_certificate = true;
    assert_ok(circlet_solve_mclp(&siting, location, &options, error));
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_OPTIMAL);
    assert_true(circlet_siting_get_report(siting).nodes > nodes);
    certificate = circlet_siting_certificate(siting);
    assert_non_null(certificate);
    assert_true(certificate->node_count > 2 * nodes);
    assert_int_equal(certificate->bound, circlet_siting_objective(siting));
    assert_ok(circlet_certificate_check(certificate, location, error));
    circlet_siting_free(siting);
}

static void test_a_tree_with_inner_cores_passes_the_checker(void **state)
{
    static const wide_size size = {300, 3000, 130};
    circlet_location location = CIRCLET_LOCATION_INIT;
    int64_t *weights = calloc(size.points, sizeof(*weights));
    circlet_od_matrix *reach;

    (void)state;
    assert_non_null(weights);
    reach = wide_reach(4, &size, weights);
    location.reach = reach;
    location.weights = weights;
    location.has_p = true;
    location.p = 12;
    check_wide(&location, 20);
    circlet_od_matrix_free(reach);
    free(weights);
}

/* Rows that they cover are no part of any bound. */
static void test_a_tree_beside_fixed_sites_passes_the_checker(void **state)
{
    static const wide_size size = {300, 3000, 130};
    circlet_location location = CIRCLET_LOCATION_INIT;
    int64_t *weights = calloc(size.points, sizeof(*weights));
    uint8_t states[300] = {0};
    circlet_od_matrix *reach;

    (void)state;
    assert_non_null(weights);
    reach = wide_reach(4, &size, weights);
    for (size_t i = 0; i < 3; i++)
        states[90 * i + 10] = CIRCLET_SITE_FIXED;
    location.reach = reach;
    location.weights = weights;
    location.states = states;
    location.has_p = true;
    location.p = 14;
    check_wide(&location, 5);
    circlet_od_matrix_free(reach);
    free(weights);
}

static void test_a_tree_with_backup_passes_the_checker(void **state)
{
    static const wide_size size = {40, 300, 200};
    circlet_location location = CIRCLET_LOCATION_INIT;
    int64_t weights[300];
    uint32_t backup[300];
    circlet_od_matrix *reach = wide_reach(5, &size, weights);

    (void)state;
    for (size_t i = 0; i < size.points; i++)
        backup[i] = 1 + (uint32_t)(i % 2);
    location.reach = reach;
    location.weights = weights;
    location.backup = backup;
    location.has_p = true;
    location.p = 20;
    check_wide(&location, 20);
    circlet_od_matrix_free(reach);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_leaves_of_a_certificate_prove_its_bound),
        cmocka_unit_test(test_a_tree_with_inner_cores_passes_the_checker),
        cmocka_unit_test(test_a_tree_beside_fixed_sites_passes_the_checker),
        cmocka_unit_test(test_a_tree_with_backup_passes_the_checker),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
