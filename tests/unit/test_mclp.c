/* Maximal covering against full enumeration. */
#include "unit.h"

#include <circlet/siting.h>

#include "siting/mclp.h"

#define SITES_MAX 9
#define POINTS_MAX 14
#define GROUPS_MAX 3
#define BANDS_MAX 3

/* A small problem with room for every limit. */
typedef struct small_town {
    circlet_location location;
    circlet_od_matrix *reach;
    size_t site_count, point_count;
    uint32_t times[POINTS_MAX][SITES_MAX]; /* UINT32_MAX: out of reach */
    int64_t weights[POINTS_MAX];
    uint32_t cutoffs[POINTS_MAX];
    uint32_t backup[POINTS_MAX];
    circlet_cover_band bands[BANDS_MAX];
    uint8_t states[SITES_MAX];
    int64_t costs[SITES_MAX];
    uint32_t groups[SITES_MAX];
    uint32_t group_min[GROUPS_MAX], group_max[GROUPS_MAX];
    uint32_t apart[8];
} small_town;

/* ---- made at random ---------------------------------------------------- */

static bool happens(uint64_t *seed, uint32_t percent)
{
    return unit_random_below(seed, 100) < percent;
}

static void draw_reach(small_town *town, uint64_t *seed)
{
    circlet_od_entry entries[POINTS_MAX * SITES_MAX + 1];
    size_t first[POINTS_MAX + 1] = {0}, count = 0;
    uint32_t density = 20 + unit_random_below(seed, 50);

    for (size_t i = 0; i < town->point_count; i++) {
        bool repeats = i > 0 && happens(seed, 25);

        for (uint32_t j = 0; j < town->site_count; j++) {
            uint32_t time = happens(seed, density)
                                ? 1 + unit_random_below(seed, 9)
                                : UINT32_MAX;

            if (repeats)
                time = town->times[i - 1][j];
            town->times[i][j] = time;
            if (time < UINT32_MAX)
                entries[count++] = (circlet_od_entry){j, time};
        }
        first[i + 1] = count;
    }
    assert_ok(circlet_od_matrix_new(&town->reach, town->point_count,
                                    town->site_count, first, entries, error));
    town->location.reach = town->reach;
}

static void draw_points(small_town *town, uint64_t *seed)
{
    circlet_location *location = &town->location;
    int64_t unit = happens(seed, 50) ? 1000 : 1;

    for (size_t i = 0; i < town->point_count; i++) {
        town->weights[i] = unit_random_below(seed, 12) * unit;
        town->cutoffs[i] = 1 + unit_random_below(seed, 9);
        town->backup[i] = 1 + unit_random_below(seed, 5) / 3;
    }
    if (happens(seed, 80))
        location->weights = town->weights;
    if (happens(seed, 50))
        location->cutoff_ms = 1 + unit_random_below(seed, 9);
    else if (happens(seed, 50))
        location->cutoffs_ms = town->cutoffs;
    if (happens(seed, 25))
        location->backup = town->backup;
    if (happens(seed, 25)) {
        location->band_count = 1 + unit_random_below(seed, BANDS_MAX);
        location->bands = town->bands;
        for (uint32_t b = 0; b < location->band_count; b++)
            town->bands[b] = (circlet_cover_band){
                2 + 3 * b, 1000 - 300 * b - unit_random_below(seed, 90)};
    }
}

static void draw_sites(small_town *town, uint64_t *seed)
{
    circlet_location *location = &town->location;

    for (size_t j = 0; j < town->site_count; j++) {
        uint32_t draw = unit_random_below(seed, 12);

        town->states[j] = (uint8_t)(draw < 4 && draw > 0 ? draw : 0);
        town->costs[j] = unit_random_below(seed, 7);
        town->groups[j] = unit_random_below(seed, GROUPS_MAX + 1);
        if (town->groups[j] == GROUPS_MAX)
            town->groups[j] = CIRCLET_NO_GROUP;
    }
    if (happens(seed, 40))
        location->states = town->states;
    if (happens(seed, 60))
        location->costs = town->costs;
    if (happens(seed, 30)) {
        location->groups = town->groups;
        location->group_count = GROUPS_MAX;
        for (size_t g = 0; g < GROUPS_MAX; g++) {
            town->group_min[g] = unit_random_below(seed, 3) / 2;
            town->group_max[g] =
                town->group_min[g] + unit_random_below(seed, 3);
        }
        location->group_min = happens(seed, 70) ? town->group_min : NULL;
        location->group_max = happens(seed, 70) ? town->group_max : NULL;
    }
    if (town->site_count > 1 && happens(seed, 30)) {
        location->apart = town->apart;
        location->apart_count = 1 + unit_random_below(seed, 4);
        for (size_t i = 0; i < location->apart_count; i++) {
            uint32_t a =
                unit_random_below(seed, (uint32_t)town->site_count - 1);

            town->apart[2 * i] = a;
            town->apart[2 * i + 1] = (uint32_t)town->site_count - 1;
        }
    }
}

static void draw_town(small_town *town, uint64_t *seed)
{
    *town = (small_town){.location = CIRCLET_LOCATION_INIT};
    town->site_count = 1 + unit_random_below(seed, SITES_MAX);
    town->point_count = unit_random_below(seed, POINTS_MAX + 1);
    draw_reach(town, seed);
    draw_points(town, seed);
    draw_sites(town, seed);
    town->location.has_p = happens(seed, 75);
    town->location.p = unit_random_below(seed, 5);
    town->location.has_budget = !town->location.has_p || happens(seed, 25);
    town->location.budget = unit_random_below(seed, 16);
}

/* ---- enumerated -------------------------------------------------------- */

static uint8_t state_of(const circlet_location *location, size_t site)
{
    return location->states ? location->states[site]
                            : (uint8_t)CIRCLET_SITE_FREE;
}

static bool keeps_groups(const small_town *town, uint32_t sites)
{
    const circlet_location *location = &town->location;

    for (uint32_t g = 0; location->groups && g < GROUPS_MAX; g++) {
        uint32_t count = 0, added = 0;

        for (size_t j = 0; j < town->site_count; j++)
            if ((sites >> j & 1) && town->groups[j] == g) {
                count++;
                added += state_of(location, j) != CIRCLET_SITE_EXISTING;
            }
        if (location->group_min && count < location->group_min[g])
            return false;
        if (location->group_max && added > 0 && count > location->group_max[g])
            return false;
    }
    return true;
}

/* Existing sites are among `sites`. */
static bool keeps_limits(const small_town *town, uint32_t sites,
                         bool has_spacing, bool has_budget)
{
    const circlet_location *location = &town->location;
    int64_t cost = 0;
    size_t count = 0;

    for (size_t j = 0; j < town->site_count; j++) {
        bool is_open = sites >> j & 1;
        uint8_t state = state_of(location, j);

        if (is_open ? state == CIRCLET_SITE_FORBIDDEN
                    : state == CIRCLET_SITE_FIXED ||
                          state == CIRCLET_SITE_EXISTING)
            return false;
        if (!is_open || state == CIRCLET_SITE_EXISTING)
            continue;
        count++;
        cost += location->costs ? location->costs[j] : 1;
    }
    for (size_t i = 0; has_spacing && i < location->apart_count; i++) {
        uint32_t a = town->apart[2 * i], b = town->apart[2 * i + 1];
        bool are_old = state_of(location, a) == CIRCLET_SITE_EXISTING &&
                       state_of(location, b) == CIRCLET_SITE_EXISTING;

        if ((sites >> a & 1) && (sites >> b & 1) && !are_old)
            return false;
    }
    return (!location->has_p || count <= location->p) &&
           (!has_budget || !location->has_budget ||
            cost <= location->budget) &&
           keeps_groups(town, sites);
}

static uint32_t cutoff_of(const small_town *town, size_t point, size_t band)
{
    const circlet_location *location = &town->location;

    if (location->bands)
        return location->bands[band].cutoff_ms;
    if (location->cutoffs_ms)
        return location->cutoffs_ms[point];
    return location->cutoff_ms > 0 ? location->cutoff_ms : 1000;
}

static bool covers(const small_town *town, size_t site, size_t point,
                   size_t band)
{
    return town->times[point][site] <= cutoff_of(town, point, band);
}

static uint32_t need_of(const small_town *town, size_t point)
{
    return town->location.backup ? town->backup[point] : 1;
}

static int64_t weight_of(const small_town *town, size_t point)
{
    return town->location.weights ? town->weights[point] : 1;
}

/* What covering this band adds to covering the next one. */
static int64_t row_weight(const small_town *town, size_t point, size_t band)
{
    const circlet_location *location = &town->location;
    uint32_t next = 0;

    if (!location->bands)
        return weight_of(town, point);
    if (band + 1 < location->band_count)
        next = location->bands[band + 1].share_milli;
    return weight_of(town, point) * (location->bands[band].share_milli - next);
}

static size_t band_count(const small_town *town)
{
    return town->location.bands ? town->location.band_count : 1;
}

static size_t coverers(const small_town *town, uint32_t sites, size_t point,
                       size_t band)
{
    size_t count = 0;

    for (size_t j = 0; j < town->site_count; j++)
        count += (sites >> j & 1) && covers(town, j, point, band);
    return count;
}

static int64_t covered(const small_town *town, uint32_t sites)
{
    int64_t sum = 0;

    for (size_t i = 0; i < town->point_count; i++)
        for (size_t b = 0; b < band_count(town); b++)
            if (coverers(town, sites, i, b) >= need_of(town, i))
                sum += row_weight(town, i, b);
    return sum;
}

/* -1: no choice keeps the limits. */
static int64_t best_of_all(const small_town *town)
{
    int64_t best = -1;

    for (uint32_t sites = 0; sites >> town->site_count == 0; sites++)
        if (keeps_limits(town, sites, true, true) &&
            covered(town, sites) > best)
            best = covered(town, sites);
    return best;
}

static uint32_t existing_sites(const small_town *town)
{
    uint32_t sites = 0;

    for (size_t j = 0; j < town->site_count; j++)
        if (state_of(&town->location, j) == CIRCLET_SITE_EXISTING)
            sites |= 1U << j;
    return sites;
}

/* ---- answers ----------------------------------------------------------- */

/* The sites obey the limits, the objective is theirs, the gains add up. */
static void check_answer(const small_town *town, const circlet_siting *siting,
                         unsigned seed)
{
    const int64_t *gains = circlet_siting_gains(siting);
    uint32_t sites = existing_sites(town);
    int64_t sum = covered(town, sites);
    size_t count;
    const uint32_t *chosen = circlet_siting_sites(siting, &count);

    for (size_t i = 0; i < count; i++) {
        int64_t before = covered(town, sites);

        if (sites >> chosen[i] & 1)
            fail_msg("seed %u: site %u twice", seed, chosen[i]);
        sites |= 1U << chosen[i];
        if (covered(town, sites) - before != gains[i])
            fail_msg("seed %u: gain %zu is wrong", seed, i);
        if (!town->location.backup && i > 0 && gains[i] > gains[i - 1])
            fail_msg("seed %u: gain %zu is above that before it", seed, i);
        sum += gains[i];
    }
    if (!keeps_limits(town, sites, true, true))
        fail_msg("seed %u: the sites break a limit", seed);
    if (sum != circlet_siting_objective(siting) || sum != covered(town, sites))
        fail_msg("seed %u: the objective is not that of the sites", seed);
    if (circlet_siting_bound(siting) < sum)
        fail_msg("seed %u: the bound is below the objective", seed);
    if ((circlet_siting_proof(siting) == CIRCLET_PROOF_OPTIMAL) !=
        (circlet_siting_bound(siting) == sum))
        fail_msg("seed %u: optimal is not proved", seed);
}

static void test_every_small_town_is_solved_to_proof(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 4000; seed++) {
        uint64_t random = seed;
        circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
        circlet_siting *siting = NULL;
        small_town town;
        int64_t best;

        draw_town(&town, &random);
        options.seed = seed;
        best = best_of_all(&town);

        if (best < 0) {
            if (circlet_solve_mclp(&siting, &town.location, &options, NULL) !=
                CIRCLET_E_INFEASIBLE)
                fail_msg("seed %u: not found impossible", seed);
            assert_null(siting);
        } else {
            assert_ok(
                circlet_solve_mclp(&siting, &town.location, &options, error));
            check_answer(&town, siting, seed);
            if (circlet_siting_objective(siting) != best)
                fail_msg("seed %u: %lld instead of %lld", seed,
                         (long long)circlet_siting_objective(siting),
                         (long long)best);
            if (circlet_siting_bound(siting) != best)
                fail_msg("seed %u: the bound is %lld, the best %lld", seed,
                         (long long)circlet_siting_bound(siting),
                         (long long)best);
        }

        circlet_siting_free(siting);
        circlet_od_matrix_free(town.reach);
    }
}

/* ---- certificates ------------------------------------------------------ */

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

/* The formula of <circlet/certificate.h>, the choices enumerated. Points
 * that too few sites could serve are left out; existing sites are taken off
 * the needs. */
static int64_t leaf_bound(const proof_check *check, uint32_t leaf)
{
    const small_town *town = check->town;
    const circlet_certificate *certificate = check->certificate;
    int64_t theta = certificate->thetas[leaf], rows = 0, most = INT64_MIN;
    int64_t duals[POINTS_MAX * BANDS_MAX] = {0}, values[SITES_MAX] = {0};
    size_t bands = band_count(town);
    uint32_t allowed = 0;

    for (size_t j = 0; j < town->site_count; j++)
        if (state_of(&town->location, j) != CIRCLET_SITE_FORBIDDEN)
            allowed |= 1U << j;
    for (size_t k = certificate->dual_first[leaf];
         k < certificate->dual_first[leaf + 1]; k++)
        duals[certificate->duals[k].row] = certificate->duals[k].value;
    for (size_t i = 0; i < town->point_count; i++)
        for (size_t b = 0; b < bands; b++) {
            int64_t dual = duals[i * bands + b];
            int64_t weight = certificate->scale * row_weight(town, i, b);
            size_t need = need_of(town, i);
            size_t old = coverers(town, existing_sites(town), i, b);

            if (old < need && coverers(town, allowed, i, b) < need)
                continue;
            if (old < need)
                weight -= (int64_t)(need - old) * dual;
            rows += weight > 0 ? weight : 0;
            for (size_t j = 0; old < need && j < town->site_count; j++)
                if (covers(town, j, i, b) &&
                    state_of(&town->location, j) != CIRCLET_SITE_EXISTING)
                    values[j] += dual;
        }
    for (uint32_t sites = 0; sites >> town->site_count == 0; sites++) {
        int64_t sum = 0;

        if (!keeps_decisions(check, sites) ||
            !keeps_limits(town, sites, false, false))
            continue;
        for (size_t j = 0; j < town->site_count; j++)
            if (sites >> j & 1) {
                bool is_free_of_cost =
                    state_of(&town->location, j) == CIRCLET_SITE_EXISTING;
                int64_t cost =
                    town->location.costs ? town->location.costs[j] : 1;

                sum += values[j] - (is_free_of_cost ? 0 : theta * cost);
            }
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

static void test_the_leaves_of_a_certificate_prove_its_bound(void **state)
{
    size_t trees = 0;

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
                memset(check.decided, CI_OPEN, sizeof(check.decided));
                walk_proof(&check,
                           (uint32_t)check.certificate->node_count - 1);
                bound = check.worst / check.certificate->scale;
                if (check.worst > INT64_MIN &&
                    bound > check.certificate->bound)
                    fail_msg("seed %u: leaves prove %lld, not %lld", seed,
                             (long long)bound,
                             (long long)check.certificate->bound);
                trees += check.certificate->node_count > 1;
            } else {
                assert_non_null(town.location.backup);
            }
        }

        circlet_siting_free(siting);
        circlet_od_matrix_free(town.reach);
    }
    assert_true(trees > 50);
}

/* ---- frontier ---------------------------------------------------------- */

static void test_a_frontier_is_as_good_as_separate_solves(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 400; seed++) {
        uint64_t random = seed + 200000;
        circlet_frontier *frontier = NULL;
        small_town town;

        draw_town(&town, &random);
        assert_ok(circlet_solve_frontier(&frontier, CIRCLET_MODEL_MCLP,
                                         &town.location, 0, 6, 2, NULL,
                                         error));

        assert_int_equal(circlet_frontier_count(frontier), 4);
        for (size_t i = 0; i < 4; i++) {
            const circlet_siting *siting =
                circlet_frontier_siting(frontier, i);
            int64_t best;

            if (town.location.has_budget) {
                town.location.budget = circlet_frontier_limit(frontier, i);
            } else {
                town.location.has_p = true;
                town.location.p = (size_t)circlet_frontier_limit(frontier, i);
            }
            best = best_of_all(&town);
            if ((best < 0) != (siting == NULL))
                fail_msg("seed %u: step %zu", seed, i);
            if (!siting)
                continue;
            check_answer(&town, siting, seed);
            assert_int_equal(circlet_siting_objective(siting), best);
            assert_int_equal(circlet_siting_bound(siting), best);
        }

        circlet_frontier_free(frontier);
        circlet_od_matrix_free(town.reach);
    }
}

/* ---- larger towns ------------------------------------------------------ */

#define WIDE_SITES 120
#define WIDE_POINTS 900

/* Sites and points on a square, sites covering what is near. */
static circlet_od_matrix *wide_reach(uint64_t seed, int64_t *weights)
{
    circlet_od_entry *entries =
        calloc((size_t)WIDE_SITES * WIDE_POINTS, sizeof(*entries));
    size_t *first = calloc(WIDE_POINTS + 1, sizeof(*first)), count = 0;
    int32_t x[WIDE_SITES], y[WIDE_SITES];
    circlet_od_matrix *reach = NULL;

    assert_true(entries && first);
    for (size_t j = 0; j < WIDE_SITES; j++) {
        x[j] = (int32_t)unit_random_below(&seed, 1000);
        y[j] = (int32_t)unit_random_below(&seed, 1000);
    }
    for (size_t i = 0; i < WIDE_POINTS; i++) {
        int32_t px = (int32_t)unit_random_below(&seed, 1000);
        int32_t py = (int32_t)unit_random_below(&seed, 1000);

        weights[i] = 1 + unit_random_below(&seed, 20);
        for (uint32_t j = 0; j < WIDE_SITES; j++) {
            int32_t dx = x[j] - px, dy = y[j] - py;

            if (dx * dx + dy * dy <= 150 * 150)
                entries[count++] = (circlet_od_entry){j, 1};
        }
        first[i + 1] = count;
    }
    assert_ok(circlet_od_matrix_new(&reach, WIDE_POINTS, WIDE_SITES, first,
                                    entries, error));
    free(entries);
    free(first);
    return reach;
}

static circlet_siting *solve_wide(const circlet_location *location,
                                  uint64_t work_limit, uint32_t threads)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;

    options.work_limit = work_limit;
    options.threads = threads;
    options.seed = 7;
    assert_ok(circlet_solve_mclp(&siting, location, &options, error));
    return siting;
}

static void test_the_answer_is_the_same_for_any_number_of_threads(void **state)
{
    int64_t weights[WIDE_POINTS];
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_od_matrix *reach = wide_reach(5, weights);
    circlet_siting *one, *four;
    size_t count, others;

    (void)state;
    location.reach = reach;
    location.weights = weights;
    location.has_p = true;
    location.p = 8;

    one = solve_wide(&location, 40000000, 1);
    four = solve_wide(&location, 40000000, 4);

    assert_int_equal(circlet_siting_objective(one),
                     circlet_siting_objective(four));
    assert_int_equal(circlet_siting_bound(one), circlet_siting_bound(four));
    assert_memory_equal(circlet_siting_sites(one, &count),
                        circlet_siting_sites(four, &others),
                        sizeof(uint32_t) * 8);
    assert_int_equal(count, others);
    circlet_siting_free(one);
    circlet_siting_free(four);
    circlet_od_matrix_free(reach);
}

static void test_more_work_never_gives_a_worse_answer(void **state)
{
    int64_t weights[WIDE_POINTS], bound, objective;
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_od_matrix *reach = wide_reach(6, weights);
    circlet_siting *best;

    (void)state;
    location.reach = reach;
    location.weights = weights;
    location.has_p = true;
    location.p = 8;
    best = solve_wide(&location, 0, 1);
    bound = circlet_siting_bound(best);
    objective = circlet_siting_objective(best);

    assert_int_equal(circlet_siting_proof(best), CIRCLET_PROOF_OPTIMAL);
    for (uint64_t work = 1; work < 100000000; work *= 10) {
        circlet_siting *siting = solve_wide(&location, work, 1);

        assert_true(circlet_siting_objective(siting) <= objective);
        assert_true(circlet_siting_bound(siting) >= bound);
        assert_true(circlet_siting_get_report(siting).stop ==
                        CIRCLET_STOP_WORK ||
                    circlet_siting_bound(siting) == bound);
        circlet_siting_free(siting);
    }

    circlet_siting_free(best);
    circlet_od_matrix_free(reach);
}

/* Lets the start pass, so that there is an answer. */
static bool refuse(const char *stage, double fraction, void *user)
{
    (void)stage;
    (void)fraction;
    return ++*(int *)user == 1;
}

static void test_a_cancel_leaves_an_honest_answer(void **state)
{
    int64_t weights[WIDE_POINTS];
    int calls = 0;
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_od_matrix *reach = wide_reach(6, weights);
    circlet_siting *siting = NULL;

    (void)state;
    location.reach = reach;
    location.weights = weights;
    location.has_p = true;
    location.p = 20;
    options.progress = (circlet_progress){refuse, &calls};

    assert_ok(circlet_solve_mclp(&siting, &location, &options, error));

    assert_true(circlet_siting_objective(siting) > 0);
    assert_true(circlet_siting_bound(siting) >=
                circlet_siting_objective(siting));
    if (calls > 1)
        assert_int_equal(circlet_siting_get_report(siting).stop,
                         CIRCLET_STOP_CANCELLED);
    circlet_siting_free(siting);
    circlet_od_matrix_free(reach);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_small_town_is_solved_to_proof),
        cmocka_unit_test(test_the_leaves_of_a_certificate_prove_its_bound),
        cmocka_unit_test(test_a_frontier_is_as_good_as_separate_solves),
        cmocka_unit_test(
            test_the_answer_is_the_same_for_any_number_of_threads),
        cmocka_unit_test(test_more_work_never_gives_a_worse_answer),
        cmocka_unit_test(test_a_cancel_leaves_an_honest_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
