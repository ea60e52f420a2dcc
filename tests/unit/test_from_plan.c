/* Plans that begin with another: what is fixed against every completion there
 * is, and what is not against the plan from scratch. */
#include "town_menu.h"

#include <circlet/verify.h>

static circlet_plan *plan_from(const mend_town *town, const circlet_plan *from,
                               double budget_cny)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;

    options.name = "p";
    options.from = from;
    options.threads = 1;
    options.budget_cny = budget_cny;
    assert_ok(circlet_plan_compute(&plan, &town->policy, town->city,
                                   travel_in(town), &options, error));
    return plan;
}

static town_score score_of(const mend_town *town, const circlet_plan *plan)
{
    circlet_city *city = NULL;
    town_score score;

    assert_ok(
        circlet_plan_apply(&city, plan, &town->policy, town->city, 0, error));
    score = score_town(town, city);
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        score.cny += circlet_plan_action_at(plan, i)->cost_cny;
    circlet_city_free(city);
    return score;
}

static bool is_proved(const circlet_plan *plan)
{
    for (size_t i = 0; i < circlet_plan_level_count(plan); i++)
        if (strncmp(circlet_plan_level_at(plan, i)->name, "mean", 4) != 0 &&
            circlet_plan_level_at(plan, i)->proof != CIRCLET_PROOF_OPTIMAL)
            return false;
    return true;
}

static bool has_impossible(const circlet_plan *plan)
{
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++)
        if (strncmp(circlet_plan_impossible_at(plan, i)->reason, "none_", 5) ==
            0)
            return true;
    return false;
}

static void check_verified(const mend_town *town, const circlet_plan *plan,
                           uint64_t seed)
{
    circlet_verify_options options = CIRCLET_VERIFY_OPTIONS_INIT;
    circlet_verification *verification = NULL;

    options.threads = 1;
    assert_ok(circlet_plan_verify(&verification, plan, &town->policy,
                                  town->city, travel_in(town), &options,
                                  error));
    for (size_t i = 0; i < circlet_verification_count(verification); i++) {
        const circlet_claim *claim = circlet_verification_at(verification, i);

        if (claim->state == CIRCLET_CLAIM_DIFFERS)
            fail_msg("seed %llu: %s of %s: %g %s, found %g %s: %s",
                     (unsigned long long)seed, claim->what,
                     claim->subject ? claim->subject : "", claim->claimed,
                     claim->claimed_text ? claim->claimed_text : "",
                     claim->found, claim->found_text ? claim->found_text : "",
                     claim->reason ? claim->reason : "");
    }
    circlet_verification_free(verification);
}

/* ---- drawn plans -------------------------------------------------------- */

/* What is picked at places as a plan; NULL: it cannot be carried out. */
static circlet_plan *plan_of(town_menu *menu, const mend_town *town,
                             const size_t *picks, bool is_fixed)
{
    circlet_plan_action actions[PLACE_MAX * STEP_MAX];
    circlet_plan_parts parts = {.actions = actions};
    circlet_plan *plan = NULL;
    circlet_city *city = NULL;
    circlet_error why;

    for (size_t p = 0; p < menu->place_count; p++)
        for (size_t s = 0; s < menu->options[p][picks[p]].step_count; s++) {
            snprintf(menu->ids[p][s], sizeof(menu->ids[p][s]), "f%zu-%zu", p,
                     s);
            actions[parts.action_count] = menu->options[p][picks[p]].steps[s];
            actions[parts.action_count].fixed = is_fixed;
            actions[parts.action_count++].id = menu->ids[p][s];
        }
    assert_ok(circlet_plan_new(&plan, "hand", &parts, error));
    if (circlet_plan_apply(&city, plan, &town->policy, town->city, 0, &why)) {
        circlet_plan_free(plan);
        plan = NULL;
    }
    circlet_city_free(city);
    return plan;
}

/* One or two places where something is done. */
static void draw_picks(size_t *picks, const town_menu *menu, uint64_t *seed)
{
    memset(picks, 0, PLACE_MAX * sizeof(*picks));
    for (uint32_t i = 1 + town_draw(seed, 2); i > 0; i--) {
        size_t place = town_draw(seed, (uint32_t)menu->place_count);

        picks[place] = town_draw(seed, (uint32_t)menu->option_counts[place]);
    }
}

/* ---- what is fixed ------------------------------------------------------ */

static void leave_used_sites(town_menu *menu, const mend_town *base,
                             const circlet_plan *given)
{
    size_t facilities = circlet_city_facility_count(base->city);

    for (size_t i = 0; i < circlet_plan_action_count(given); i++) {
        const char *id = circlet_plan_action_at(given, i)->site;
        circlet_site site =
            id ? circlet_city_find_site(base->city, id) : CIRCLET_NONE;

        if (site != CIRCLET_NONE)
            menu->option_counts[facilities + site] = 1;
    }
}

static town_score best_beside(const mend_town *base, town_menu *menu)
{
    size_t picks[PLACE_MAX] = {0};
    town_score best = {1e15, 1e15, 1e15, 1e15, 1e15};

    do {
        town_score score = {0, 0, 0, 0, 0};

        if (carry_out(&score, base, menu, picks) &&
            compare_scores(&score, &best, true) < 0)
            best = score;
    } while (next_picks(picks, menu));
    assert_true(best.must < 1e15);
    return best;
}

/* What is given stands as it was given, with what it costs. */
static double check_given(const circlet_plan *plan, const circlet_plan *given)
{
    size_t count = circlet_plan_action_count(given);
    double cny = 0;

    assert_true(circlet_plan_action_count(plan) >= count);
    for (size_t i = 0; i < count; i++) {
        const circlet_plan_action *is = circlet_plan_action_at(plan, i);
        const circlet_plan_action *was = circlet_plan_action_at(given, i);

        assert_string_equal(is->id, was->id);
        assert_string_equal(is->kind, was->kind);
        assert_string_equal(is->facility, was->facility);
        assert_true(is->fixed == was->fixed && is->beds == was->beds &&
                    is->places == was->places && is->year == was->year);
        cny += is->cost_cny;
    }
    return cny;
}

static bool check_fixed(const mend_town *town, const circlet_plan *given,
                        town_menu *menu, uint64_t seed)
{
    mend_town base = *town;
    circlet_plan *plan;
    town_score best, score;
    bool is_whole = false;

    base.city = NULL;
    assert_ok(circlet_plan_apply(&base.city, given, &town->policy, town->city,
                                 0, error));
    list_menu(menu, &base);
    leave_used_sites(menu, &base, given);
    menu->given = given;
    menu->origin = town->city;
    if (count_combinations(menu) <= COMBINATION_MAX) {
        double cny;

        best = best_beside(&base, menu);
        plan = plan_from(town, given, 0);
        cny = check_given(plan, given);
        score = score_of(town, plan);
        best.cny += cny;
        is_whole = is_proved(plan);
        if (compare_scores(&score, &best, !has_impossible(plan)) > 0 &&
            (is_whole || compare_levels(score.must, best.must) > 0))
            fail_msg("seed %llu: %g %g %g %g %g, best %g %g %g %g %g",
                     (unsigned long long)seed, score.must, score.must_failures,
                     score.should, score.should_failures, score.cny, best.must,
                     best.must_failures, best.should, best.should_failures,
                     best.cny);
        check_verified(town, plan, seed);
        circlet_plan_free(plan);
    }
    menu->given = NULL;
    circlet_city_free(base.city);
    return is_whole;
}

static void no_completion_of_what_is_fixed_is_better(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    town_menu *menu = calloc(1, sizeof(*menu));
    size_t tried = 0, whole = 0;

    (void)state;
    assert_non_null(menu);
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 7000; seed < 7000 + unit_cases(120); seed++) {
        mend_town town = {.focus = (town_focus)(seed % 3)};
        uint64_t own = seed;
        size_t picks[PLACE_MAX];
        circlet_plan *given;

        draw_mend_town(&town, policy, seed);
        list_menu(menu, &town);
        draw_picks(picks, menu, &own);
        given = plan_of(menu, &town, picks, true);
        if (given && circlet_plan_action_count(given) > 0) {
            whole += check_fixed(&town, given, menu, seed);
            tried++;
        }
        circlet_plan_free(given);
        circlet_city_free(town.city);
    }
    print_message("%zu plans with something fixed, %zu proved\n", tried,
                  whole);
    if (unit_tries_all())
        assert_true(tried > 40 && whole > tried / 2);
    free(menu);
    free(text);
    circlet_policy_free(policy);
}

/* Every single choice of a small town, fixed. */
static void every_choice_of_what_is_fixed_is_completed(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    town_menu *menu = calloc(1, sizeof(*menu));
    town_menu *beside = calloc(1, sizeof(*beside));
    size_t tried = 0;

    (void)state;
    assert_true(menu && beside);
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 7500; seed < 7500 + unit_cases(60); seed++) {
        mend_town town = {.focus = TOWN_OF_ALL};
        size_t picks[PLACE_MAX] = {0};

        draw_mend_town(&town, policy, seed);
        list_menu(menu, &town);
        while (count_combinations(menu) <= 24 && next_picks(picks, menu)) {
            circlet_plan *given = plan_of(menu, &town, picks, true);

            if (given)
                check_fixed(&town, given, beside, seed);
            tried += given != NULL;
            circlet_plan_free(given);
        }
        circlet_city_free(town.city);
    }
    print_message("%zu choices\n", tried);
    if (unit_tries_all())
        assert_true(tried > 60);
    free(menu);
    free(beside);
    free(text);
    circlet_policy_free(policy);
}

/* ---- what is proposed --------------------------------------------------- */

static const circlet_plan_action *find(const circlet_plan *plan,
                                       const char *id)
{
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        if (strcmp(circlet_plan_action_at(plan, i)->id, id) == 0)
            return circlet_plan_action_at(plan, i);
    return NULL;
}

static void a_proposal_makes_nothing_worse(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    town_menu *menu = calloc(1, sizeof(*menu));
    size_t tried = 0, kept = 0, dropped = 0;

    (void)state;
    assert_non_null(menu);
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 8000; seed < 8000 + unit_cases(90); seed++) {
        mend_town town = {.focus = (town_focus)(seed % 3)};
        double budget = seed % 4 ? 0 : 2000000;
        uint64_t own = seed;
        size_t picks[PLACE_MAX];
        circlet_plan *given;

        draw_mend_town(&town, policy, seed);
        list_menu(menu, &town);
        draw_picks(picks, menu, &own);
        given = plan_of(menu, &town, picks, false);
        if (given) {
            circlet_plan *scratch = plan_from(&town, NULL, budget);
            circlet_plan *plan = plan_from(&town, given, budget);
            town_score a = score_of(&town, plan);
            town_score b = score_of(&town, scratch);

            if (compare_scores(&a, &b, true) > 0)
                fail_msg("seed %llu: worse than from scratch",
                         (unsigned long long)seed);
            if (is_proved(scratch))
                assert_int_equal(compare_scores(&a, &b, true), 0);
            for (size_t i = 0; i < circlet_plan_action_count(given); i++) {
                bool is_there =
                    find(plan, circlet_plan_action_at(given, i)->id);

                kept += is_there;
                dropped += !is_there;
            }
            check_verified(&town, plan, seed);
            circlet_plan_free(scratch);
            circlet_plan_free(plan);
            tried++;
        }
        circlet_plan_free(given);
        circlet_city_free(town.city);
    }
    print_message("%zu plans, %zu actions kept, %zu dropped\n", tried, kept,
                  dropped);
    if (unit_tries_all())
        assert_true(tried > 40 && kept > 5 && dropped > 5);
    free(menu);
    free(text);
    circlet_policy_free(policy);
}

/* A best plan, and the same with something that does nothing. */
static void what_is_best_stays_as_it_was_drawn(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    size_t tried = 0;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 8500; seed < 8500 + unit_cases(40); seed++) {
        mend_town town = {.focus = (town_focus)(seed % 3)};
        circlet_plan *scratch, *plan;

        draw_mend_town(&town, policy, seed);
        scratch = plan_from(&town, NULL, 0);
        plan = plan_from(&town, scratch, 0);
        if (is_proved(scratch)) {
            assert_int_equal(circlet_plan_action_count(plan),
                             circlet_plan_action_count(scratch));
            check_given(plan, scratch);
            tried += circlet_plan_action_count(plan) > 0;
        }
        circlet_plan_free(scratch);
        circlet_plan_free(plan);
        circlet_city_free(town.city);
    }
    if (unit_tries_all())
        assert_true(tried > 10);
    free(text);
    circlet_policy_free(policy);
}

/* ---- with costs of its own ---------------------------------------------- */

#define GROUP_MAX 4

/* A plan by hand: at each of some places something is done, at what it costs,
 * at a part of that, or at more. */
typedef struct own_plan {
    circlet_plan_action actions[GROUP_MAX * STEP_MAX];
    size_t group_of[GROUP_MAX * STEP_MAX];
    char ids[GROUP_MAX * STEP_MAX][16];
    size_t count, groups;
} own_plan;

static double draw_cost(uint64_t *seed)
{
    static const double costs[] = {5000, 90000, 400000, 3000000};
    uint32_t drawn = town_draw(seed, 6);

    return drawn < 4 ? costs[drawn] : (double)NAN;
}

static void draw_own(own_plan *out, const town_menu *menu, uint64_t *seed)
{
    size_t wanted = 1 + town_draw(seed, GROUP_MAX);

    out->count = out->groups = 0;
    for (size_t p = 0; p < menu->place_count && out->groups < wanted; p++) {
        size_t pick = town_draw(seed, (uint32_t)menu->option_counts[p]);
        const town_option *option = &menu->options[p][pick];

        for (size_t s = 0; s < option->step_count; s++) {
            size_t at = out->count++;

            snprintf(out->ids[at], sizeof(out->ids[at]), "h%zu", at);
            out->actions[at] = option->steps[s];
            out->actions[at].id = out->ids[at];
            out->actions[at].cost_cny = draw_cost(seed);
            out->group_of[at] = out->groups;
        }
        out->groups += option->step_count > 0;
    }
}

/* The groups of a set alone, fixed; all of them free with `is_fixed` false. */
static circlet_plan *set_of(const own_plan *own, size_t set, bool is_fixed)
{
    circlet_plan_action actions[GROUP_MAX * STEP_MAX];
    circlet_plan_parts parts = {.actions = actions};
    circlet_plan *plan = NULL;

    for (size_t i = 0; i < own->count; i++) {
        if (!(set >> own->group_of[i] & 1))
            continue;
        actions[parts.action_count] = own->actions[i];
        actions[parts.action_count++].fixed = is_fixed;
    }
    assert_ok(circlet_plan_new(&plan, "hand", &parts, error));
    return plan;
}

/* False: that cannot be carried out, or not for the money. */
static bool complete_set(town_score *out, const mend_town *town,
                         const circlet_plan *from, double budget_cny)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;
    circlet_error why;
    circlet_status status;

    options.name = "p";
    options.from = from;
    options.threads = 1;
    options.budget_cny = budget_cny;
    status = circlet_plan_compute(&plan, &town->policy, town->city,
                                  travel_in(town), &options, &why);
    if (!status)
        *out = score_of(town, plan);
    circlet_plan_free(plan);
    assert_true(!status || status == CIRCLET_E_INFEASIBLE ||
                status == CIRCLET_E_DATA);
    return !status;
}

/* The best of all sets of groups, each completed; the set in `best_set`. */
static town_score best_of_sets(size_t *best_set, const mend_town *town,
                               const own_plan *own, double budget_cny)
{
    town_score best = {1e15, 1e15, 1e15, 1e15, 1e15}, score;

    for (size_t set = 0; set < (size_t)1 << own->groups; set++) {
        circlet_plan *from = set_of(own, set, true);

        if (complete_set(&score, town, from, budget_cny) &&
            compare_scores(&score, &best, true) < 0) {
            best = score;
            *best_set = set;
        }
        circlet_plan_free(from);
    }
    return best;
}

static void the_best_set_of_what_is_proposed_stays(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    town_menu *menu = calloc(1, sizeof(*menu));
    size_t tried = 0, some = 0;

    (void)state;
    assert_non_null(menu);
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 9000; seed < 9000 + unit_cases(120); seed++) {
        mend_town town = {.focus = (town_focus)(seed % 3)};
        double budget = seed % 2 ? 0 : 500000 * (double)(1 + seed % 7);
        uint64_t drawn = seed;
        size_t best_set = 0;
        circlet_plan *from;
        own_plan own;
        town_score score, best;

        draw_mend_town(&town, policy, seed);
        list_menu(menu, &town);
        draw_own(&own, menu, &drawn);
        from = set_of(&own, SIZE_MAX, false);
        if (own.groups > 0 && complete_set(&score, &town, from, budget)) {
            best = best_of_sets(&best_set, &town, &own, budget);
            if (compare_scores(&score, &best, true) != 0)
                fail_msg("seed %llu: %g %g %g %g %g, best %g %g %g %g %g "
                         "with %zx of %zu",
                         (unsigned long long)seed, score.must,
                         score.must_failures, score.should,
                         score.should_failures, score.cny, best.must,
                         best.must_failures, best.should, best.should_failures,
                         best.cny, best_set, own.groups);
            some += best_set > 0 && best_set + 1 < (size_t)1 << own.groups;
            tried++;
        }
        circlet_plan_free(from);
        circlet_city_free(town.city);
    }
    print_message("%zu plans, of %zu some stays\n", tried, some);
    if (unit_tries_all())
        assert_true(tried > 60 && some > 10);
    free(menu);
    free(text);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_completion_of_what_is_fixed_is_better),
        cmocka_unit_test(every_choice_of_what_is_fixed_is_completed),
        cmocka_unit_test(a_proposal_makes_nothing_worse),
        cmocka_unit_test(what_is_best_stays_as_it_was_drawn),
        cmocka_unit_test(the_best_set_of_what_is_proposed_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
