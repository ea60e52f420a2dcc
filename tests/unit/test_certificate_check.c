/*
 * The checker of certificates. What it accepts must be true: random duals on
 * random trees are bounds that full enumeration confirms, in every model.
 */
#include "small_objective.h"

#include "verify/knapsack.h"
#include "verify/limits_check.h"

#define CASES 1500
#define VECTORS 3
#define NODES_MAX 15

/* A certificate and its arrays. */
typedef struct made_proof {
    circlet_certificate certificate;
    circlet_proof_node nodes[NODES_MAX];
    circlet_dual duals[VECTORS * SMALL_POINTS_MAX];
    size_t dual_first[VECTORS + 1];
    int64_t thetas[VECTORS];
    uint32_t sites[SMALL_SITES_MAX];
} made_proof;

static void make_duals(const small_location *small, made_proof *proof,
                       uint64_t *draws)
{
    size_t count = 0;

    for (size_t d = 0; d < VECTORS; d++) {
        for (uint32_t row = 0; row < small->point_count; row++) {
            if (unit_random_below(draws, 4) == 0)
                continue;
            proof->duals[count++] =
                (circlet_dual){row, (int64_t)unit_random_below(draws, 900)};
        }
        proof->dual_first[d + 1] = count;
        proof->thetas[d] = unit_random_below(draws, 40);
    }
    proof->certificate.duals = proof->duals;
    proof->certificate.dual_first = proof->dual_first;
    proof->certificate.dual_count = VECTORS;
    proof->certificate.thetas = proof->thetas;
}

/* A tree with at most `depth` branches on a way; returns its root. */
static uint32_t make_tree(const small_location *small, made_proof *proof,
                          uint64_t *draws, int depth)
{
    circlet_proof_node node = {CIRCLET_LEAF, 0, 0};

    if (depth == 0 || unit_random_below(draws, 3) == 0) {
        node.without = unit_random_below(draws, VECTORS);
    } else {
        node.site = unit_random_below(draws, (uint32_t)small->site_count);
        node.without = make_tree(small, proof, draws, depth - 1);
        node.with = make_tree(small, proof, draws, depth - 1);
    }
    proof->nodes[proof->certificate.node_count] = node;
    return (uint32_t)proof->certificate.node_count++;
}

/* Of all choices the worst: what is claimed of the best is then no matter of
 * the certificate's own objective. */
static bool find_worst(const small_location *small, circlet_model model,
                       int64_t *objective, uint32_t *worst)
{
    bool is_found = false;

    for (uint32_t choice = 0; choice >> small->site_count == 0; choice++) {
        int64_t value;

        if (!small_objective(small, model, choice, &value))
            continue;
        if (!is_found || (small_is_maximum(model) ? value < *objective
                                                  : value > *objective)) {
            *objective = value;
            *worst = choice;
        }
        is_found = true;
    }
    return is_found;
}

static void make_proof(const small_location *small, made_proof *proof,
                       circlet_model model, uint64_t *draws)
{
    uint32_t choice = 0;

    memset(proof, 0, sizeof(*proof));
    proof->certificate.model = model;
    proof->certificate.scale = 1 + unit_random_below(draws, 8);
    proof->certificate.nodes = proof->nodes;
    proof->certificate.sites = proof->sites;
    make_duals(small, proof, draws);
    (void)make_tree(small, proof, draws, 3);
    if (!find_worst(small, model, &proof->certificate.objective, &choice))
        return;
    for (uint32_t j = 0; j < small->site_count; j++)
        if (choice >> j & 1)
            proof->sites[proof->certificate.site_count++] = j;
}

/* The best bound that the checker accepts, by bisection. */
static int64_t accepted_bound(const small_location *small, made_proof *proof,
                              int64_t low, int64_t high)
{
    bool is_maximum = small_is_maximum(proof->certificate.model);

    while (low < high) {
        int64_t middle =
            is_maximum ? low + (high - low) / 2 : high - (high - low) / 2;
        circlet_error failure;
        bool is_accepted;

        proof->certificate.bound = middle;
        is_accepted =
            circlet_certificate_check(&proof->certificate, &small->location,
                                      &failure) == CIRCLET_OK;
        if (is_maximum)
            *(is_accepted ? &high : &low) = middle + !is_accepted;
        else
            *(is_accepted ? &low : &high) = middle - !is_accepted;
    }
    return low;
}

/* `target` is the most of a target that is drawn; 0: none. */
static void accepted_is_true(circlet_model model, int kinds, uint32_t target)
{
    size_t tight = 0, tried = 0;

    for (uint64_t seed = 1; seed <= CASES; seed++) {
        small_location small;
        made_proof proof;
        int64_t best = 0, bound;
        uint32_t choice;
        uint64_t draws = seed * 101 + (uint64_t)model;

        small_location_make(&small, seed, kinds, 2);
        small.location.cutoff_ms = 15;
        if (target > 0)
            small.location.target = 1 + unit_random_below(&draws, target);
        if (small_best(&small, model, &best, &choice)) {
            make_proof(&small, &proof, model, &draws);
            if (small_is_maximum(model)) {
                bound = accepted_bound(&small, &proof, -1, 100000);
                assert_true(bound >= best);
            } else {
                bound = accepted_bound(&small, &proof, -100000, 100000);
                assert_true(bound <= best);
            }
            tight += bound == best;
            tried++;
        }
        small_location_clear(&small);
    }
    assert_true(tried > CASES / 20);
    assert_true(tight > 0);
}

static void what_is_accepted_of_set_covering_is_true(void **state)
{
    (void)state;
    accepted_is_true(CIRCLET_MODEL_LSCP, SMALL_EVERYTHING, 0);
}

static void what_is_accepted_of_targets_is_true(void **state)
{
    (void)state;
    accepted_is_true(CIRCLET_MODEL_LSCP, SMALL_EVERYTHING, 20);
    accepted_is_true(CIRCLET_MODEL_LSCP, SMALL_BACKUP | SMALL_COSTS, 40);
}

static void what_is_accepted_of_maximal_covering_is_true(void **state)
{
    (void)state;
    accepted_is_true(CIRCLET_MODEL_MCLP, SMALL_EVERYTHING, 0);
}

static void what_is_accepted_of_medians_is_true(void **state)
{
    (void)state;
    accepted_is_true(CIRCLET_MODEL_P_MEDIAN, SMALL_EVERYTHING, 0);
    accepted_is_true(CIRCLET_MODEL_FACILITY_LOCATION, SMALL_EVERYTHING, 0);
}

static void what_is_accepted_of_centers_is_true(void **state)
{
    (void)state;
    accepted_is_true(CIRCLET_MODEL_P_CENTER, SMALL_EVERYTHING, 0);
}

static void knapsacks_are_those_of_enumeration(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4000; seed++) {
        uint64_t draws = seed;
        size_t count = unit_random_below(&draws, 9);
        ci_item items[9];
        int64_t capacity = unit_random_below(&draws, 30), best = 0, part;

        for (size_t i = 0; i < count; i++)
            items[i] = (ci_item){1 + unit_random_below(&draws, 50),
                                 1 + unit_random_below(&draws, 12)};
        for (uint32_t set = 0; set >> count == 0; set++) {
            int64_t weight = 0, profit = 0;

            for (size_t i = 0; i < count; i++) {
                weight += set >> i & 1 ? items[i].weight : 0;
                profit += set >> i & 1 ? items[i].profit : 0;
            }
            if (weight <= capacity && profit > best)
                best = profit;
        }
        part = ci_knapsack_most(items, count, capacity, false);
        assert_true(part >= best);
        assert_true(part <= best + 50);
        assert_int_equal(ci_knapsack_most(items, count, capacity, true), best);
    }
}

/* ---- what is refused --------------------------------------------------- */

/* Two points, two sites 5 and 9 away and 9 and 5: with p = 1 the median is
 * 14, and the duals 9, 9 prove 14 = 18 - 4. */
typedef struct duel {
    circlet_location location;
    circlet_od_matrix *reach;
    circlet_certificate certificate;
    circlet_proof_node nodes[3];
    circlet_dual duals[2];
    size_t dual_first[2];
    int64_t thetas[1];
    uint32_t sites[2];
} duel;

static void duel_make(duel *out)
{
    const circlet_od_entry entries[] = {{0, 5}, {1, 9}, {0, 9}, {1, 5}};
    const size_t first[] = {0, 2, 4};

    memset(out, 0, sizeof(*out));
    assert_ok(circlet_od_matrix_new(&out->reach, 2, 2, first, entries, error));
    out->location = (circlet_location)CIRCLET_LOCATION_INIT;
    out->location.reach = out->reach;
    out->location.has_p = true;
    out->location.p = 1;
    out->nodes[0] = (circlet_proof_node){CIRCLET_LEAF, 0, 0};
    out->duals[0] = (circlet_dual){0, 9};
    out->duals[1] = (circlet_dual){1, 9};
    out->dual_first[1] = 2;
    out->certificate = (circlet_certificate){
        .model = CIRCLET_MODEL_P_MEDIAN,
        .objective = 14,
        .bound = 14,
        .sites = out->sites,
        .site_count = 1,
        .scale = 1,
        .nodes = out->nodes,
        .node_count = 1,
        .dual_first = out->dual_first,
        .duals = out->duals,
        .thetas = out->thetas,
        .dual_count = 1,
    };
}

#define refuses(duel, text)                                                   \
    assert_fails(circlet_certificate_check(&(duel)->certificate,              \
                                           &(duel)->location, error),         \
                 CIRCLET_E_DATA, text)

static void a_hand_made_proof_is_accepted(void **state)
{
    duel one;

    (void)state;
    duel_make(&one);
    assert_ok(
        circlet_certificate_check(&one.certificate, &one.location, error));
    one.certificate.bound = 13;
    assert_ok(
        circlet_certificate_check(&one.certificate, &one.location, error));
    circlet_od_matrix_free(one.reach);
}

static void false_claims_are_refused(void **state)
{
    duel one;

    (void)state;
    duel_make(&one);
    one.certificate.bound = 15;
    refuses(&one, "the objective 14 is better than the bound 15");
    circlet_od_matrix_free(one.reach);
    duel_make(&one);
    one.certificate.objective = 13;
    one.certificate.bound = 13;
    refuses(&one, "the objective is 14, 13 is claimed");
    circlet_od_matrix_free(one.reach);
    duel_make(&one);
    one.sites[1] = 1;
    one.certificate.site_count = 2;
    refuses(&one, "2 sites are chosen, p is 1");
    one.sites[0] = 7;
    refuses(&one, "site 7 is not one of 2");
    circlet_od_matrix_free(one.reach);
    duel_make(&one);
    one.duals[1].value = 5;
    refuses(&one, "the duals 0 do not prove");
    one.duals[1].value = -5;
    refuses(&one, "negative or out of order at row 1");
    circlet_od_matrix_free(one.reach);
}

static void broken_trees_are_refused(void **state)
{
    duel one;

    (void)state;
    duel_make(&one);
    one.nodes[0].without = CIRCLET_NO_DUALS;
    refuses(&one, "a leaf without duals holds choices");
    one.nodes[0].without = 1;
    refuses(&one, "node 0 of the tree is out of place");
    one.nodes[0].without = 0;
    one.nodes[1] = one.nodes[0];
    one.certificate.node_count = 2;
    refuses(&one, "node 0 of the tree has no parent");
    one.nodes[2] = (circlet_proof_node){1, 0, 0};
    one.certificate.node_count = 3;
    refuses(&one, "node 2 of the tree is out of place");
    circlet_od_matrix_free(one.reach);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hand_made_proof_is_accepted),
        cmocka_unit_test(false_claims_are_refused),
        cmocka_unit_test(broken_trees_are_refused),
        cmocka_unit_test(knapsacks_are_those_of_enumeration),
        cmocka_unit_test(what_is_accepted_of_set_covering_is_true),
        cmocka_unit_test(what_is_accepted_of_targets_is_true),
        cmocka_unit_test(what_is_accepted_of_maximal_covering_is_true),
        cmocka_unit_test(what_is_accepted_of_medians_is_true),
        cmocka_unit_test(what_is_accepted_of_centers_is_true),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
