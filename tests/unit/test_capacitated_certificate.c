/*
 * Certificates of models with capacities before the checker: those of the
 * solvers hold, those with a planted error do not, and what is accepted of
 * random ones is confirmed by enumeration.
 */
#include "small_crowd.h"

#include <circlet/siting.h>

#define CASES 1500
#define RANDOM_CASES 2500
#define VECTORS 3
#define NODES_MAX 63

static circlet_model model_of(const crowded *town)
{
    return town->is_cover ? CIRCLET_MODEL_CAPACITATED_MCLP
                          : CIRCLET_MODEL_CAPACITATED_P_MEDIAN;
}

static bool holds(const circlet_certificate *certificate, const crowded *town)
{
    circlet_error failure;

    return circlet_certificate_check(certificate, &town->small.location,
                                     &failure) == CIRCLET_OK;
}

/* ---- planted errors ---------------------------------------------------- */

/* How often an error was there to be planted, and was found. */
typedef struct planted {
    size_t possible, whole, pairs;
    size_t loads, parts, bounds, leaves, duals;
} planted;

/* A choice without anybody assigned, whose objective is the worst. */
static void strip(circlet_certificate *certificate, const crowded *town)
{
    int64_t worst = 0;

    for (size_t i = 0; !town->is_cover && i < town->small.point_count; i++)
        worst += is_reached(town, i)
                     ? town->small.weights[i] * unserved_cost(town)
                     : 0;
    certificate->objective = worst;
    certificate->assignments = NULL;
    certificate->assignment_count = 0;
}

/* One unit less of a site's capacity than it serves. */
static void plant_load(const circlet_certificate *certificate, crowded *town,
                       planted *count)
{
    for (size_t j = 0; j < town->small.site_count; j++) {
        int64_t load = 0, before = town->capacities[j];

        for (size_t k = 0; k < certificate->assignment_count; k++)
            if (certificate->assignments[k].site == j)
                load += town->small.location.is_whole
                            ? load_of(town, certificate->assignments[k].point)
                            : certificate->assignments[k].weight;
        if (load == 0)
            continue;
        town->capacities[j] = load - 1;
        assert_fails(circlet_certificate_check(certificate,
                                               &town->small.location, error),
                     CIRCLET_E_DATA, "serves more than its capacity");
        town->capacities[j] = before;
        count->loads++;
    }
}

/* Part of a point whose demand is not to be split. */
static void plant_part(circlet_certificate certificate, const crowded *town,
                       planted *count)
{
    circlet_assignment parts[SMALL_POINTS_MAX];

    if (!town->small.location.is_whole)
        return;
    if (certificate.assignment_count > 0)
        memcpy(parts, certificate.assignments,
               certificate.assignment_count * sizeof(*parts));
    certificate.assignments = parts;
    for (size_t k = 0; k < certificate.assignment_count; k++) {
        if (parts[k].weight < 2)
            continue;
        parts[k].weight--;
        assert_fails(circlet_certificate_check(&certificate,
                                               &town->small.location, error),
                     CIRCLET_E_DATA, "has the weight");
        parts[k].weight++;
        count->parts++;
    }
}

/* A bound that the best plan passes, beside a plan that does not show it. */
static void plant_bound(circlet_certificate certificate, const crowded *town,
                        int64_t best, planted *count)
{
    strip(&certificate, town);
    if (!holds(&certificate, town))
        fail_msg("a certificate without assignments is refused");
    certificate.bound = best + (town->is_cover ? -1 : 1);
    if (town->is_cover ? certificate.bound < certificate.objective
                       : certificate.bound > certificate.objective)
        return;
    assert_false(holds(&certificate, town));
    count->bounds++;
}

/* A leaf that lost its duals, one at a time: where the plans are it is
 * missed. A tree without its root is none. */
static void plant_leaf(circlet_certificate certificate, const crowded *town,
                       planted *count)
{
    size_t nodes = certificate.node_count, missed = 0;
    circlet_proof_node *changed = malloc(nodes * sizeof(*changed));

    assert_non_null(changed);
    memcpy(changed, certificate.nodes, nodes * sizeof(*changed));
    certificate.nodes = changed;
    for (size_t i = 0; i < nodes; i++) {
        uint32_t before = changed[i].without;

        if (changed[i].site != CIRCLET_LEAF || before == CIRCLET_NO_DUALS)
            continue;
        changed[i].without = CIRCLET_NO_DUALS;
        missed += !holds(&certificate, town);
        changed[i].without = before;
    }
    assert_true(missed > 0);
    count->leaves += missed;
    certificate.node_count--;
    if (nodes > 1)
        assert_false(holds(&certificate, town));
    free(changed);
}

/* Whatever becomes of the duals, no bound is accepted that the best plan
 * passes. */
static void plant_duals(circlet_certificate certificate, const crowded *town,
                        int64_t best, uint64_t seed, planted *count)
{
    size_t all = certificate.dual_first[certificate.dual_count];
    circlet_dual *changed = malloc((all + 1) * sizeof(*changed));

    assert_non_null(changed);
    strip(&certificate, town);
    if (all > 0)
        memcpy(changed, certificate.duals, all * sizeof(*changed));
    certificate.duals = changed;
    for (size_t k = 0; k < all; k += 1 + all / 8) {
        int64_t before = changed[k].value;

        changed[k].value =
            unit_random_below(&seed, 2) ? before * 2 : before / 2;
        count->duals += !holds(&certificate, town);
        certificate.bound += town->is_cover ? -1 : 1;
        if (certificate.bound != best)
            assert_false(holds(&certificate, town));
        certificate.bound -= town->is_cover ? -1 : 1;
        changed[k].value = before;
    }
    free(changed);
}

static void count_pairs(const circlet_certificate *certificate,
                        const crowded *town, planted *count)
{
    for (size_t i = 0; i < certificate->node_count; i++)
        count->pairs += certificate->nodes[i].site != CIRCLET_LEAF &&
                        certificate->nodes[i].site >= town->small.site_count;
}

static void check_case(uint64_t seed, bool is_whole, bool is_cover,
                       planted *count)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    const circlet_certificate *certificate;
    circlet_siting *siting = NULL;
    circlet_error failure;
    crowded town;

    memset(&town, 0, sizeof(town));
    make_case(&town, seed, is_whole, is_cover);
    options.wants_certificate = true;
    if (circlet_solve(&siting, model_of(&town), &town.small.location, &options,
                      &failure) == CIRCLET_OK) {
        int64_t best = circlet_siting_objective(siting);

        certificate = circlet_siting_certificate(siting);
        assert_false(certificate->is_too_large);
        assert_int_equal(certificate->bound, best);
        assert_ok(circlet_certificate_check(certificate, &town.small.location,
                                            error));
        plant_load(certificate, &town, count);
        plant_part(*certificate, &town, count);
        plant_bound(*certificate, &town, best, count);
        plant_leaf(*certificate, &town, count);
        plant_duals(*certificate, &town, best, seed, count);
        count_pairs(certificate, &town, count);
        count->possible++;
    }
    circlet_siting_free(siting);
    small_location_clear(&town.small);
}

static void planted_errors_are_found(void **state)
{
    planted split = {0}, whole = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        check_case(seed, false, seed % 2 == 0, &split);
        check_case(seed, true, seed % 2 == 0, &whole);
    }
    assert_true(split.possible > CASES / 2 && whole.possible > CASES / 2);
    assert_true(split.loads > CASES / 2 && whole.loads > CASES / 2);
    assert_true(whole.parts > CASES);
    assert_true(split.bounds > CASES / 3 && whole.bounds > CASES / 3);
    assert_true(split.leaves >= split.possible);
    assert_true(split.duals > 0 && whole.duals > 0);
    assert_int_equal(split.pairs, 0);
    assert_true(whole.pairs > CASES / 5);
}

/* ---- random certificates ----------------------------------------------- */

typedef struct made_proof {
    circlet_certificate certificate;
    circlet_proof_node nodes[NODES_MAX];
    circlet_dual duals[VECTORS * SMALL_POINTS_MAX];
    size_t dual_first[VECTORS + 1];
    int64_t thetas[VECTORS];
    uint32_t sites[SMALL_SITES_MAX];
} made_proof;

/* Near to what a point may pay, so that some bounds are good. */
static void make_duals(const crowded *town, made_proof *proof, uint64_t *draws)
{
    size_t count = 0;

    for (size_t d = 0; d < VECTORS; d++) {
        for (uint32_t row = 0; row < town->small.point_count; row++) {
            uint32_t most = (uint32_t)(proof->certificate.scale *
                                       town->small.weights[row] *
                                       (town->is_cover ? 2 : town->unserved));

            if (unit_random_below(draws, 6) == 0)
                continue;
            proof->duals[count++] = (circlet_dual){
                row, unit_random_below(draws, 2)
                         ? most
                         : (int64_t)unit_random_below(draws, most + 1)};
        }
        proof->dual_first[d + 1] = count;
        proof->thetas[d] = unit_random_below(draws, 40);
    }
    proof->certificate.duals = proof->duals;
    proof->certificate.dual_first = proof->dual_first;
    proof->certificate.dual_count = VECTORS;
    proof->certificate.thetas = proof->thetas;
}

/* A site, or where demand is served whole a pair that may be. */
static uint32_t draw_decision(const crowded *town, uint64_t *draws)
{
    uint32_t sites = (uint32_t)town->small.site_count;
    uint32_t site = unit_random_below(draws, sites);
    uint32_t point =
        unit_random_below(draws, (uint32_t)town->small.point_count);

    if (!town->small.location.is_whole || unit_random_below(draws, 4) == 0 ||
        town->small.weights[point] == 0 || !may_serve(town, point, site))
        return site;
    return sites + point * sites + site;
}

/* A tree with at most `depth` branches on a way; returns its root. */
static uint32_t make_tree(const crowded *town, made_proof *proof,
                          uint64_t *draws, int depth)
{
    circlet_proof_node node = {CIRCLET_LEAF, 0, 0};

    if (depth == 0 || unit_random_below(draws, 6) == 0) {
        node.without = unit_random_below(draws, VECTORS);
    } else {
        node.site = draw_decision(town, draws);
        node.without = make_tree(town, proof, draws, depth - 1);
        node.with = make_tree(town, proof, draws, depth - 1);
    }
    proof->nodes[proof->certificate.node_count] = node;
    return (uint32_t)proof->certificate.node_count++;
}

static bool make_proof(const crowded *town, made_proof *proof, uint64_t *draws)
{
    uint32_t choice = 0;

    memset(proof, 0, sizeof(*proof));
    proof->certificate.model = model_of(town);
    proof->certificate.scale = 1 + unit_random_below(draws, 8);
    proof->certificate.nodes = proof->nodes;
    proof->certificate.sites = proof->sites;
    make_duals(town, proof, draws);
    (void)make_tree(town, proof, draws, 5);
    strip(&proof->certificate, town);
    while (choice >> town->small.site_count == 0 &&
           !small_allows(&town->small, choice))
        choice++;
    for (uint32_t j = 0; j < town->small.site_count; j++)
        if (choice >> j & 1)
            proof->sites[proof->certificate.site_count++] = j;
    return choice >> town->small.site_count == 0;
}

/* The best bound that is accepted, by bisection; `worst` is true of all. */
static int64_t accepted_bound(const crowded *town, made_proof *proof)
{
    int64_t sign = town->is_cover ? -1 : 1, low = -1, high = 100000;

    /* In units beyond -1 (least) or beneath 100000 (most). */
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;

        proof->certificate.bound = sign > 0 ? middle : 100000 - middle;
        if (holds(&proof->certificate, town))
            low = middle;
        else
            high = middle - 1;
    }
    return sign > 0 ? low : 100000 - low;
}

static void accepted_is_true(bool is_whole, bool is_cover)
{
    size_t tight = 0, tried = 0;

    for (uint64_t seed = 1; seed <= RANDOM_CASES; seed++) {
        uint64_t draws = seed * 211 + is_cover;
        made_proof proof;
        int64_t best = 0, bound;
        crowded town;

        memset(&town, 0, sizeof(town));
        make_case(&town, seed, is_whole, is_cover);
        if (enumerate(&town, &best) && make_proof(&town, &proof, &draws)) {
            if (is_cover)
                best = -best;
            for (size_t i = 0; is_cover && i < town.small.point_count; i++)
                best += is_reached(&town, i) ? town.small.weights[i] : 0;
            bound = accepted_bound(&town, &proof);
            if (is_cover ? bound < best : bound > best)
                fail_msg("seed %d: %d is accepted, the best is %d", (int)seed,
                         (int)bound, (int)best);
            tight += bound == best;
            tried++;
        }
        small_location_clear(&town.small);
    }
    assert_true(tried > RANDOM_CASES / 2);
    assert_true(tight > RANDOM_CASES / 50);
}

static void what_is_accepted_of_split_demand_is_true(void **state)
{
    (void)state;
    accepted_is_true(false, false);
    accepted_is_true(false, true);
}

static void what_is_accepted_of_whole_demand_is_true(void **state)
{
    (void)state;
    accepted_is_true(true, false);
    accepted_is_true(true, true);
}

static void pairs_that_cannot_be_are_refused(void **state)
{
    const circlet_od_entry entries[] = {{0, 5}, {0, 9}, {1, 5}};
    const size_t first[] = {0, 1, 3};
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_od_matrix *reach = NULL;
    const size_t dual_first[] = {0, 0};
    const int64_t theta = 0;
    /* Of point 0 and site 1, which is out of its reach: 2 + 0 x 2 + 1. */
    const circlet_proof_node nodes[] = {
        {CIRCLET_LEAF, 0, 0}, {CIRCLET_LEAF, 0, 0}, {3, 0, 1}};
    circlet_certificate certificate = {.model =
                                           CIRCLET_MODEL_CAPACITATED_P_MEDIAN,
                                       .objective = 18,
                                       .scale = 1,
                                       .nodes = nodes,
                                       .node_count = 3,
                                       .dual_first = dual_first,
                                       .thetas = &theta,
                                       .dual_count = 1};

    (void)state;
    assert_ok(circlet_od_matrix_new(&reach, 2, 2, first, entries, error));
    location.reach = reach;
    location.is_whole = true;
    assert_fails(circlet_certificate_check(&certificate, &location, error),
                 CIRCLET_E_DATA,
                 "node 2 of the tree is of point 0 and site 1");
    location.is_whole = false;
    assert_fails(circlet_certificate_check(&certificate, &location, error),
                 CIRCLET_E_DATA, "node 2 of the tree is out of place");
    circlet_od_matrix_free(reach);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(planted_errors_are_found),
        cmocka_unit_test(what_is_accepted_of_split_demand_is_true),
        cmocka_unit_test(what_is_accepted_of_whole_demand_is_true),
        cmocka_unit_test(pairs_that_cannot_be_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
