/*
 * What a plan for all rules says is missing is what the rules find missing in
 * the city with it: where rules compete for the same beds, and of people who
 * live where no street is known.
 */
#include "mend_town.h"

#include <circlet/verify.h>

#include "city/plan_record.h"

#define TOWNS 120

/* ---- plans -------------------------------------------------------------- */

/* A town, its plan, and what the rules find before and after. */
typedef struct planned {
    const mend_town *town;
    const circlet_travel *travel;
    circlet_plan *plan;
    circlet_city *city; /* with the plan */
    circlet_findings *before, *after;
} planned;

static circlet_findings *judge_in(const planned *of, const circlet_city *city)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;

    options.threads = 1;
    assert_ok(circlet_policy_judge(&findings, &of->town->policy, city,
                                   of->travel, &options, error));
    return findings;
}

static void plan_town(planned *out, bool is_cautious)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    const mend_town *town = out->town;

    options.name = "p";
    options.threads = 1;
    options.is_cautious = is_cautious;
    assert_ok(circlet_plan_compute(&out->plan, &town->policy, town->city,
                                   out->travel, &options, error));
    assert_ok(circlet_plan_apply(&out->city, out->plan, &town->policy,
                                 town->city, 2020, error));
    out->before = judge_in(out, town->city);
    out->after = judge_in(out, out->city);
}

static void planned_clear(planned *of)
{
    circlet_plan_free(of->plan);
    circlet_findings_free(of->before);
    circlet_findings_free(of->after);
    circlet_city_free(of->city);
    circlet_city_free(of->town->city);
}

static bool verifies(const planned *of, uint64_t seed, bool may_fail)
{
    circlet_verification *found = NULL;
    bool holds;

    assert_ok(circlet_plan_verify(&found, of->plan, &of->town->policy,
                                  of->town->city, of->travel, NULL, error));
    holds = circlet_verification_holds(found);
    for (size_t i = 0; !may_fail && i < circlet_verification_count(found);
         i++) {
        const circlet_claim *claim = circlet_verification_at(found, i);

        if (claim->state == CIRCLET_CLAIM_DIFFERS)
            fail_msg("seed %d: %s of %s: %s", (int)seed, claim->what,
                     claim->subject ? claim->subject : "",
                     claim->reason ? claim->reason : "");
    }
    circlet_verification_free(found);
    return holds;
}

/* What the plan says is left of a rule in a unit. */
static double left_of(const planned *of, const circlet_finding *finding,
                      const char *reason)
{
    double left = 0;

    for (size_t i = 0; i < circlet_plan_impossible_count(of->plan); i++) {
        const circlet_plan_impossible *item =
            circlet_plan_impossible_at(of->plan, i);

        if (strcmp(item->rule, finding->rule) == 0 &&
            strcmp(item->unit, finding->unit) == 0 &&
            (!reason || strcmp(item->reason, reason) == 0))
            left += item->missing;
    }
    return left;
}

/* ---- beds --------------------------------------------------------------- */

static circlet_policy *read_nested(void)
{
    char *shipped = shipped_text(), *text;
    circlet_policy *policy = NULL;

    text = yaml_replace(shipped, "    least_beds: 50",
                        "    least_beds: 50\n    nested: [mental_welfare]");
    assert_ok(read_text(&policy, text, error));
    free(shipped);
    free(text);
    return policy;
}

/* The two rules about so many beds, of forces and in an order that are
 * drawn. */
static void draw_bed_rules(mend_town *town, const circlet_policy *policy,
                           uint64_t *seed)
{
    uint32_t first = town_draw(seed, 2);

    town->policy = *policy;
    town->policy.rules = town->rules;
    town->policy.rule_count = 2;
    town->rules[first] = *find_rule(policy, "A-BEDS-MENTAL");
    town->rules[1 - first] = *find_rule(policy, "A-BEDS-SPECIAL");
    for (int i = 0; i < 2; i++)
        town->rules[i].force =
            town_draw(seed, 2) ? CIRCLET_FORCE_MUST : CIRCLET_FORCE_SHOULD;
}

static void draw_bed_town(mend_town *town, const circlet_policy *policy,
                          uint64_t seed)
{
    static const char *const services[] = {"mental_welfare",
                                           "special_welfare"};
    static const char *const types[] = {"mental_welfare_institution",
                                        "special_welfare_institution"};
    circlet_city_builder *builder = new_builder();
    uint32_t count = 1 + town_draw(&seed, 4);

    draw_bed_rules(town, policy, &seed);
    town_units(builder);
    town_people(builder, town, &seed);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t which = town_draw(&seed, 3) == 0;
        char id[16];

        snprintf(id, sizeof(id), "i%u", i);
        town_institution(builder, id, types[which], services[which],
                         20 * (2 + town_draw(&seed, 4)), town, &seed);
    }
    for (uint32_t i = town_draw(&seed, 3); i > 0; i--) {
        char id[16];
        circlet_site_record record = site(id);

        snprintf(id, sizeof(id), "s%u", i);
        record.at = town_point(town, &seed);
        record.types = types[town_draw(&seed, 2)];
        if (town_draw(&seed, 2))
            record.max_beds = 60;
        assert_ok(circlet_city_builder_add_site(builder, &record, error));
    }
    for (int part = 0; part < 3; part++) {
        static const circlet_part parts[] = {
            CIRCLET_PART_FACILITIES, CIRCLET_PART_PEOPLE, CIRCLET_PART_UNITS};

        assert_ok(
            circlet_city_builder_say_complete(builder, parts[part], error));
    }
    town->city = finish(builder);
}

static double failures_of(const planned *of, circlet_force force)
{
    double count = 0;

    for (size_t i = 0; i < circlet_findings_count(of->after); i++) {
        const circlet_finding *finding = circlet_findings_at(of->after, i);

        count += finding->force == force &&
                 finding->verdict == CIRCLET_VERDICT_FAIL;
    }
    return count;
}

/* Persons x the share that is missing. */
static double shortfall_of(const planned *of, circlet_force force)
{
    double sum = 0;

    for (size_t i = 0; i < circlet_findings_count(of->after); i++) {
        const circlet_finding *finding = circlet_findings_at(of->after, i);

        if (finding->force == force &&
            finding->verdict == CIRCLET_VERDICT_FAIL)
            sum += finding->persons * finding->shortfall / finding->required;
    }
    return sum;
}

static void assert_level(const planned *of, size_t level, double found,
                         uint64_t seed)
{
    const circlet_plan_level *one = circlet_plan_level_at(of->plan, level);

    if (fabs(one->objective - found) > 1e-6 * (1 + found))
        fail_msg("seed %d: %s is %g, and the rules find %g", (int)seed,
                 one->name, one->objective, found);
    if (found > 0 && one->proof == CIRCLET_PROOF_OPTIMAL)
        fail_msg("seed %d: %s is said to be proved", (int)seed, one->name);
}

static void assert_none_broken(const planned *of, uint64_t seed)
{
    for (size_t i = 0; i < circlet_findings_count(of->before); i++) {
        const circlet_finding *before = circlet_findings_at(of->before, i);
        const circlet_finding *after = circlet_findings_at(of->after, i);

        assert_string_equal(before->rule, after->rule);
        if (before->verdict == CIRCLET_VERDICT_PASS &&
            after->verdict != CIRCLET_VERDICT_PASS)
            fail_msg("seed %d: %s is broken", (int)seed, before->rule);
        if (after->verdict == CIRCLET_VERDICT_FAIL &&
            fabs(left_of(of, after, NULL) - after->shortfall) > 1e-9)
            fail_msg("seed %d: %g are left of %s, and %g are said to be",
                     (int)seed, after->shortfall, after->rule,
                     left_of(of, after, NULL));
    }
}

static void levels_of_beds_that_rules_compete_for_are_what_rules_find(
    void **state)
{
    circlet_policy *policy = read_nested();
    size_t left = 0, mended = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= TOWNS; seed++) {
        mend_town town = {.city = NULL};
        planned of = {.town = &town, .travel = &town_travel};

        draw_bed_town(&town, policy, seed);
        plan_town(&of, false);
        assert_level(&of, 0, shortfall_of(&of, CIRCLET_FORCE_MUST), seed);
        assert_level(&of, 1, failures_of(&of, CIRCLET_FORCE_MUST), seed);
        assert_level(&of, 2, shortfall_of(&of, CIRCLET_FORCE_SHOULD), seed);
        assert_level(&of, 3, failures_of(&of, CIRCLET_FORCE_SHOULD), seed);
        assert_none_broken(&of, seed);
        assert_true(verifies(&of, seed, false));
        left += failures_of(&of, CIRCLET_FORCE_MUST) +
                    failures_of(&of, CIRCLET_FORCE_SHOULD) >
                0;
        mended += circlet_plan_action_count(of.plan) > 0;
        planned_clear(&of);
    }
    assert_true(left > 10 && mended > 10);
    circlet_policy_free(policy);
}

/* A proof that nothing gives, and less than what is missing, are found. */
static void claims_of_beds_that_rules_compete_for_are_checked(void **state)
{
    circlet_policy *policy = read_nested();
    size_t count = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= TOWNS; seed++) {
        mend_town town = {.city = NULL};
        planned of = {.town = &town, .travel = &town_travel};

        draw_bed_town(&town, policy, seed);
        plan_town(&of, false);
        for (size_t i = 0; i < 4; i += 2) {
            circlet_plan_level *level = &of.plan->levels[i], kept = *level;

            if (level->objective <= 0)
                continue;
            level->objective = 0;
            assert_false(verifies(&of, seed, true));
            *level = kept;
            level->proof = CIRCLET_PROOF_OPTIMAL;
            level->bound = level->objective;
            level->gap = 0;
            level->reason = NULL;
            assert_false(verifies(&of, seed, true));
            *level = kept;
            count++;
        }
        planned_clear(&of);
    }
    assert_true(count > 10);
    circlet_policy_free(policy);
}

/* ---- people ------------------------------------------------------------- */

static bool knows_most(circlet_point at, void *user)
{
    (void)user;
    return at.lon < 3 || at.lon > 6;
}

static const circlet_travel known_travel = {.find_nearest = find_nearest,
                                            .find_within = find_within,
                                            .knows = knows_most};

/* Those whom nothing covers are all told of, those outside with a reason of
 * their own. */
static void assert_told(const planned *of, uint64_t seed, double *outside)
{
    for (size_t i = 0; i < circlet_findings_count(of->after); i++) {
        const circlet_finding *finding = circlet_findings_at(of->after, i);
        double uncovered = finding->persons - finding->persons_covered;
        double told = left_of(of, finding, NULL);

        if (find_rule(&of->town->policy, finding->rule)->kind !=
                CI_RULE_CIRCLE ||
            circlet_findings_at(of->before, i)->verdict !=
                CIRCLET_VERDICT_FAIL)
            continue;
        if (fabs(uncovered - told) > 1e-6)
            fail_msg("seed %d: %g people are uncovered by %s in %s, and %g "
                     "are told of",
                     (int)seed, uncovered, finding->rule, finding->unit, told);
        *outside += left_of(of, finding, "outside_extent");
    }
}

static void assert_all_told(bool is_cautious)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    double outside = 0;

    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 0; seed < TOWNS; seed++) {
        mend_town town = {.city = NULL};
        planned of = {.town = &town, .travel = &known_travel};

        draw_mend_town(&town, policy, seed);
        plan_town(&of, is_cautious);
        assert_told(&of, seed, &outside);
        assert_true(verifies(&of, seed, false));
        planned_clear(&of);
    }
    assert_true(outside > 0);
    circlet_policy_free(policy);
    free(text);
}

static void people_outside_the_known_streets_are_told_of(void **state)
{
    (void)state;
    assert_all_told(false);
}

static void cautious_plans_tell_of_them_too(void **state)
{
    (void)state;
    assert_all_told(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            levels_of_beds_that_rules_compete_for_are_what_rules_find),
        cmocka_unit_test(claims_of_beds_that_rules_compete_for_are_checked),
        cmocka_unit_test(people_outside_the_known_streets_are_told_of),
        cmocka_unit_test(cautious_plans_tell_of_them_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
