/* Plans that count who surely is covered: against every choice of sites, and
 * as the verifier finds them. */
#include "mend_town.h"

#include <circlet/verify.h>

#define SITE_MAX 4

static circlet_plan *plan_of(const mend_town *town, size_t count,
                             bool is_cautious)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;

    options.name = "p";
    options.services = count > 0 ? "warm_home" : NULL;
    options.count = count;
    options.is_cautious = is_cautious;
    options.threads = 1;
    assert_ok(circlet_plan_compute(&plan, &town->policy, town->city,
                                   travel_in(town), &options, error));
    return plan;
}

/* A town with both circle rules, so that there is something to cover. */
static void draw_town(mend_town *town, const circlet_policy *policy,
                      uint64_t seed)
{
    *town = (mend_town){.is_doubtful = true};
    draw_mend_town(town, policy, seed);
    town->policy.rule_count = 0;
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, "B-CIRCLE-15") == 0 ||
            strcmp(policy->rules[i].id, "B-CIRCLE-30") == 0)
            town->rules[town->policy.rule_count++] = policy->rules[i];
}

/* ---- every choice of sites ---------------------------------------------- */

/* Whom the circles do not surely cover. */
static double unsure_persons(const mend_town *town, const circlet_city *city)
{
    circlet_findings *findings = judge_town(town, city);
    double persons = 0;

    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        if (!isnan(finding->persons_low))
            persons += finding->persons_low - finding->covered_low;
    }
    circlet_findings_free(findings);
    return persons;
}

static double unsure_with(const mend_town *town, const circlet_plan *plan)
{
    circlet_city *city = NULL;
    double persons;

    assert_ok(
        circlet_plan_apply(&city, plan, &town->policy, town->city, 0, error));
    persons = unsure_persons(town, city);
    circlet_city_free(city);
    return persons;
}

static circlet_plan_action home_on(const circlet_site_record *site)
{
    return (circlet_plan_action){.id = site->id,
                                 .kind = "build",
                                 .facility = site->id,
                                 .site = site->id,
                                 .type = "warm_home",
                                 .at = {(double)NAN, (double)NAN},
                                 .places = -1,
                                 .beds = -1,
                                 .area_m2 = (double)NAN,
                                 .cost_cny = (double)NAN,
                                 .year = 2020};
}

/* The least that up to `count` homes leave; infinity: the set is too large,
 * or cannot be built. */
static double unsure_with_set(const mend_town *town, uint32_t set,
                              size_t count)
{
    circlet_plan_action actions[SITE_MAX];
    circlet_plan_parts parts = {.actions = actions};
    circlet_plan *plan = NULL;
    double persons = INFINITY;
    circlet_city *city = NULL;
    circlet_error why;

    for (uint32_t i = 0; i < circlet_city_site_count(town->city); i++)
        if (set >> i & 1)
            actions[parts.action_count++] =
                home_on(circlet_city_site(town->city, i));
    if (parts.action_count > count)
        return INFINITY;
    assert_ok(circlet_plan_new(&plan, "e", &parts, error));
    if (!circlet_plan_apply(&city, plan, &town->policy, town->city, 0, &why))
        persons = unsure_persons(town, city);
    circlet_plan_free(plan);
    circlet_city_free(city);
    return persons;
}

static double least_unsure(const mend_town *town, size_t count)
{
    double least = INFINITY;
    uint32_t sites = (uint32_t)circlet_city_site_count(town->city);

    assert_true(sites <= SITE_MAX);
    for (uint32_t set = 0; set < UINT32_C(1) << sites; set++)
        least = fmin(least, unsure_with_set(town, set, count));
    return least;
}

static bool has_reason(const circlet_plan *plan, const char *reason)
{
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++) {
        const char *own = circlet_plan_impossible_at(plan, i)->reason;

        if (own && strcmp(own, reason) == 0)
            return true;
    }
    return false;
}

static void no_sites_surely_cover_more(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    size_t acted = 0, doubted = 0;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 6000; seed < 6120; seed++) {
        mend_town town;
        circlet_plan *plan;
        double left, best, before;
        size_t count = 1 + seed % 2;

        draw_town(&town, policy, seed);
        plan = plan_of(&town, count, true);
        left = unsure_with(&town, plan);
        best = least_unsure(&town, count);
        before = unsure_persons(&town, town.city);
        if (fabs(left - best) > 1e-6 ||
            fabs(before - left - circlet_plan_level_at(plan, 0)->objective) >
                1e-6)
            fail_msg("seed %llu: %g left of %g, %g can be",
                     (unsigned long long)seed, left, before, best);
        acted += circlet_plan_action_count(plan) > 0;
        doubted += has_reason(plan, "in_doubt");
        circlet_plan_free(plan);
        circlet_city_free(town.city);
    }
    print_message("%zu plans build, %zu leave something in doubt\n", acted,
                  doubted);
    assert_true(acted > 30 && doubted > 10);
    free(text);
    circlet_policy_free(policy);
}

/* ---- verified ----------------------------------------------------------- */

/* How many claims differ. */
static size_t count_differences(const mend_town *town,
                                const circlet_plan *plan, uint64_t seed,
                                bool tells)
{
    circlet_verify_options options = CIRCLET_VERIFY_OPTIONS_INIT;
    circlet_verification *found = NULL;
    size_t count = 0;

    options.threads = 1;
    assert_ok(circlet_plan_verify(&found, plan, &town->policy, town->city,
                                  travel_in(town), &options, error));
    for (size_t i = 0; i < circlet_verification_count(found); i++) {
        const circlet_claim *claim = circlet_verification_at(found, i);

        if (claim->state != CIRCLET_CLAIM_DIFFERS)
            continue;
        count++;
        if (tells)
            print_message("seed %llu: %s of %s %s: %g, found %g\n",
                          (unsigned long long)seed, claim->what,
                          claim->subject, claim->part ? claim->part : "",
                          claim->claimed, claim->found);
    }
    circlet_verification_free(found);
    return count;
}

/* The same plan that says the opposite of how it counts. */
static circlet_plan *turn_round(const circlet_plan *plan)
{
    circlet_plan_action actions[64];
    circlet_plan_level levels[8];
    circlet_plan_impossible impossible[64];
    circlet_plan_parts parts = {.actions = actions,
                                .levels = levels,
                                .impossible = impossible,
                                .is_cautious =
                                    !circlet_plan_is_cautious(plan)};
    circlet_plan *turned = NULL;

    for (; parts.action_count < circlet_plan_action_count(plan);
         parts.action_count++)
        actions[parts.action_count] =
            *circlet_plan_action_at(plan, parts.action_count);
    for (; parts.level_count < circlet_plan_level_count(plan);
         parts.level_count++)
        levels[parts.level_count] =
            *circlet_plan_level_at(plan, parts.level_count);
    for (; parts.impossible_count < circlet_plan_impossible_count(plan);
         parts.impossible_count++)
        impossible[parts.impossible_count] =
            *circlet_plan_impossible_at(plan, parts.impossible_count);
    assert_ok(circlet_plan_new(&turned, "p", &parts, error));
    return turned;
}

static void check_verified(size_t count, uint64_t from, uint64_t to)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    size_t caught = 0;

    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = from; seed < to; seed++) {
        mend_town town;
        circlet_plan *plan, *turned;

        draw_town(&town, policy, seed);
        plan = plan_of(&town, count, true);
        turned = turn_round(plan);
        assert_int_equal(count_differences(&town, plan, seed, true), 0);
        caught += count_differences(&town, turned, seed, false) > 0;
        circlet_plan_free(plan);
        circlet_plan_free(turned);
        circlet_city_free(town.city);
    }
    print_message("%zu of %zu that count otherwise are caught\n", caught,
                  (size_t)(to - from));
    /* Of plans for all rules, those alone that are said to be sure. */
    assert_true(caught > (count > 0 ? 10 : 5));
    free(text);
    circlet_policy_free(policy);
}

static void what_sites_surely_cover_is_found_again(void **state)
{
    (void)state;
    check_verified(1, 6200, 6260);
    check_verified(2, 6260, 6320);
}

static void what_surely_mends_is_found_again(void **state)
{
    (void)state;
    check_verified(0, 6400, 6460);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_sites_surely_cover_more),
        cmocka_unit_test(what_sites_surely_cover_is_found_again),
        cmocka_unit_test(what_surely_mends_is_found_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
