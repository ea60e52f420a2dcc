/* Plans for all rules together verify with their bounds, and what is planted
 * in them or in their certificates is found. */
#include "forged_plan.h"

#define COST_LEVEL 4

/* Of each level: whether its bound is proved. */
static void check_plan(const forged *of, uint64_t seed,
                       size_t proved[BOUND_LEVELS])
{
    circlet_verification *found = verify(of);

    for (size_t i = 0; i < circlet_verification_count(found); i++) {
        const circlet_claim *claim = circlet_verification_at(found, i);

        if (claim->state == CIRCLET_CLAIM_DIFFERS)
            fail_msg("seed %llu: %s of %s %s: %g, found %g: %s",
                     (unsigned long long)seed, claim->what,
                     claim->subject ? claim->subject : "",
                     claim->part ? claim->part : "", claim->claimed,
                     claim->found, claim->reason ? claim->reason : "");
    }
    for (size_t i = 0; i < BOUND_LEVELS; i++) {
        const circlet_claim *bound =
            find_claim(found, "bound", bound_levels[i]);

        assert_non_null(bound);
        proved[i] += bound->state == CIRCLET_CLAIM_HOLDS;
        if (bound->state != CIRCLET_CLAIM_HOLDS)
            print_message("seed %llu, %s: %s\n", (unsigned long long)seed,
                          bound_levels[i], bound->reason);
    }
    for (size_t i = BOUND_LEVELS; i < of->parts.level_count; i++)
        assert_int_equal(find_claim(found, "bound", of->levels[i].name)->state,
                         CIRCLET_CLAIM_HOLDS);
    circlet_verification_free(found);
}

/* The text with the first of some words replaced; the caller frees it. */
static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    size_t before = (size_t)(at - text), size = strlen(to);
    char *out = malloc(strlen(text) + size + 1);

    assert_true(at && out);
    memcpy(out, text, before);
    memcpy(out + before, to, size);
    strcpy(out + before + size, at + strlen(from));
    return out;
}

static circlet_plan_level *cost_level(forged *of)
{
    return &of->levels[COST_LEVEL];
}

/* ---- bounds ------------------------------------------------------------ */

static void count_proved(forged *of, uint64_t seed, void *user)
{
    check_plan(of, seed, user);
}

/* Every level of every plan. */
static void assert_proved(const size_t proved[BOUND_LEVELS], size_t plans)
{
    for (size_t i = 0; i < BOUND_LEVELS; i++) {
        print_message("%s: %zu of %zu bounds proved\n", bound_levels[i],
                      proved[i], plans);
        assert_true(proved[0] > 0);
        assert_int_equal(proved[i], unit_tries_all() ? plans : proved[0]);
    }
}

static void plans_verify_with_their_bounds(void **state)
{
    size_t proved[BOUND_LEVELS] = {0};

    (void)state;
    for_towns(TOWN_OF_ALL, WITHOUT_BUDGET, 0, 150, count_proved, proved);
    for_towns(TOWN_OF_AREA, WITHOUT_BUDGET, 3000, 3050, count_proved, proved);
    assert_proved(proved, 200);
}

static void plans_within_budgets_verify(void **state)
{
    size_t proved[BOUND_LEVELS] = {0};

    (void)state;
    for_towns(TOWN_OF_ALL, WITH_BUDGET, 1000, 1150, count_proved, proved);
    assert_proved(proved, 150);
}

static void plans_within_budgets_of_units_verify(void **state)
{
    size_t proved[BOUND_LEVELS] = {0};

    (void)state;
    for_towns(TOWN_OF_ALL, WITH_UNIT_BUDGETS, 4000, 4060, count_proved,
              proved);
    assert_proved(proved, 60);
}

/* How many rows plans leave for a reason. */
typedef struct reason_count {
    size_t proved[BOUND_LEVELS];
    const char *reason;
    size_t count;
} reason_count;

static void count_reasons(forged *of, uint64_t seed, void *user)
{
    reason_count *to = user;

    check_plan(of, seed, to->proved);
    for (size_t i = 0; i < of->parts.impossible_count; i++)
        to->count += strcmp(of->impossible[i].reason, to->reason) == 0;
}

static void cautious_plans_verify_with_their_bounds(void **state)
{
    reason_count to = {.reason = "in_doubt"};

    (void)state;
    for_towns(TOWN_OF_ALL, CAUTIOUS, 0, 100, count_reasons, &to);
    for_towns(TOWN_OF_AREA, CAUTIOUS, 3000, 3030, count_reasons, &to);
    for_towns(TOWN_OF_ALL, CAUTIOUS_WITH_BUDGET, 1000, 1070, count_reasons,
              &to);
    assert_proved(to.proved, 200);
    print_message("%zu in doubt\n", to.count);
    assert_true(!unit_tries_all() || to.count > 50);
}

static void capped_plans_verify_with_their_bounds(void **state)
{
    reason_count to = {.reason = "too_dear"};

    (void)state;
    for_towns(TOWN_OF_ALL, CAPPED, 0, 100, count_reasons, &to);
    for_towns(TOWN_OF_ALL, CAPPED_WITH_BUDGET, 1000, 1050, count_reasons, &to);
    for_towns(TOWN_OF_ALL, CAUTIOUS_AND_CAPPED, 0, 50, count_reasons, &to);
    assert_proved(to.proved, 200);
    print_message("%zu too dear\n", to.count);
    assert_true(!unit_tries_all() || to.count > 20);
}

/* Whether it is found that the certificates have another list of budgets. */
static bool change_budgets(forged *of, const char *from, const char *to)
{
    char *texts[BOUND_LEVELS] = {NULL};
    const char *whole[BOUND_LEVELS];
    bool is_found;
    circlet_verification *found;

    for (size_t i = 0; i < BOUND_LEVELS; i++) {
        const char *text = of->levels[i].program_certificate;

        whole[i] = text;
        if (text)
            of->levels[i].program_certificate = texts[i] =
                replaced(text, from, to);
    }
    found = verify(of);
    is_found = !circlet_verification_holds(found);
    circlet_verification_free(found);
    for (size_t i = 0; i < BOUND_LEVELS; i++) {
        of->levels[i].program_certificate = whole[i];
        free(texts[i]);
    }
    return is_found;
}

/* A unit that is not there; and more money, with which less need be missing:
 * bounds that hang on that budget do not hold then. */
static void forge_budgets(forged *of, uint64_t seed, void *user)
{
    size_t *found = user;

    (void)seed;
    found[0] += change_budgets(of, "\"budgets\":\"U=", "\"budgets\":\"X=");
    found[1] += change_budgets(of, "\"budgets\":\"U=", "\"budgets\":\"U=9999");
}

static void forged_budgets_of_units_are_found(void **state)
{
    size_t found[2] = {0, 0};

    (void)state;
    for_towns(TOWN_OF_ALL, WITH_UNIT_BUDGETS, 4000, 4060, forge_budgets,
              found);
    print_message("%zu units, %zu budgets\n", found[0], found[1]);
    assert_int_equal(found[0], unit_cases(60));
    assert_true(!unit_tries_all() || found[1] > 3);
}

/* Where homes share villages the planner narrows its program, and finds the
 * bounds anew in the whole. */
static void plans_for_groups_verify(void **state)
{
    size_t proved[BOUND_LEVELS] = {0};

    (void)state;
    for_towns(TOWN_OF_GROUPS, WITHOUT_BUDGET, 2000, 2100, count_proved,
              proved);
    assert_proved(proved, 100);
}

/* ---- planted errors ----------------------------------------------------- */

/* false: there is nothing to plant here. */
typedef bool (*plant_fn)(forged *of);

typedef struct planting {
    plant_fn plant;
    const char *name;
    size_t planted;
} planting;

static void plant_and_verify(forged *of, uint64_t seed, void *user)
{
    planting *what = user;
    circlet_verification *found;

    if (!what->plant(of))
        return;
    what->planted++;
    found = verify(of);
    if (circlet_verification_holds(found))
        fail_msg("seed %llu: %s is not found", (unsigned long long)seed,
                 what->name);
    circlet_verification_free(found);
}

static bool raise_bound(forged *of)
{
    cost_level(of)->bound += 1;
    return true;
}

/* Above the optimum, which no proof gives. */
static bool raise_certificate(forged *of)
{
    circlet_plan_level *level = cost_level(of);
    char from[64], to[64];
    long long bound = (long long)level->bound;

    if (level->proof != CIRCLET_PROOF_OPTIMAL || !level->program_certificate)
        return false;
    snprintf(from, sizeof(from), "\"bound\":%lld,", bound);
    snprintf(to, sizeof(to), "\"bound\":%lld,", bound + 1);
    of->text = replaced(level->program_certificate, from, to);
    level->program_certificate = of->text;
    return true;
}

static bool raise_shortfall_bound(forged *of)
{
    of->levels[0].bound += 1;
    return true;
}

static bool lower_shortfall(forged *of)
{
    of->levels[0].objective -= 1;
    return true;
}

static bool lower_failures(forged *of)
{
    of->levels[3].objective -= 1;
    return true;
}

static bool lower_cost(forged *of)
{
    cost_level(of)->objective -= 1;
    cost_level(of)->bound -= 1;
    return true;
}

static bool change_price(forged *of)
{
    of->actions[0].cost_cny -= 1;
    return of->parts.action_count > 0;
}

static bool remove_action(forged *of)
{
    if (of->parts.action_count == 0)
        return false;
    of->parts.action_count--;
    return true;
}

/* Times are levels where there are streets. */
static bool shorten_time(forged *of)
{
    of->levels[PLAN_LEVELS - 1].objective -= 0.01;
    return of->parts.level_count == PLAN_LEVELS;
}

static bool raise_time_bound(forged *of)
{
    of->levels[PLAN_LEVELS - 2].bound += 0.01;
    return of->parts.level_count == PLAN_LEVELS;
}

/* More beds than are paid for. */
static bool count_beds_twice(forged *of)
{
    for (size_t i = 0; i < of->parts.action_count; i++)
        if (of->actions[i].beds > 0) {
            of->actions[i].beds *= 2;
            return true;
        }
    return false;
}

/* Dearer, and said to cost that. */
static bool take_a_dearer_way(forged *of)
{
    for (size_t i = 0; i < of->parts.action_count; i++) {
        circlet_plan_action *action = &of->actions[i];

        if (strcmp(action->kind, "enlarge") != 0 || !(action->area_m2 > 0))
            continue;
        action->area_m2 += 50;
        action->cost_cny += 50 * 4000;
        cost_level(of)->objective += 50 * 4000;
        cost_level(of)->bound += 50 * 4000;
        return true;
    }
    return false;
}

static bool forget_what_is_left(forged *of)
{
    if (of->parts.impossible_count == 0)
        return false;
    of->parts.impossible_count--;
    return true;
}

static bool change_what_is_missing(forged *of)
{
    of->impossible[0].missing += 1;
    return of->parts.impossible_count > 0;
}

/* The certificate's words in other places. */
static bool change_text(forged *of, const char *from, const char *to)
{
    circlet_plan_level *level = cost_level(of);

    if (!level->program_certificate ||
        !strstr(level->program_certificate, from))
        return false;
    of->text = replaced(level->program_certificate, from, to);
    level->program_certificate = of->text;
    return true;
}

static bool tear(forged *of)
{
    return change_text(of, "\"needs\":[", "\"needs\":");
}

static bool name_another_level(forged *of)
{
    return change_text(of, "cost_cny", "must_shortfall");
}

static bool add_a_row(forged *of)
{
    return change_text(of, "\"needs\":[", "\"needs\":[1,");
}

/* Of a tree with one node, which says that row 0 cannot be met. */
static bool stop_at_the_root(forged *of)
{
    const char *text = cost_level(of)->program_certificate;

    return cost_level(of)->bound > 0 && text &&
           strstr(text, "\"nodes\":[\n[0,0,0,0,0]],") &&
           change_text(of, "\"nodes\":[\n[0", "\"nodes\":[\n[1");
}

static bool name_no_place(forged *of)
{
    return change_text(of, "[\"site\",\"s", "[\"site\",\"t");
}

static void what_is_planted_is_found(void **state)
{
    planting all[] = {
        {raise_bound, "a bound raised", 0},
        {raise_certificate, "a bound raised in its certificate", 0},
        {raise_shortfall_bound, "the bound of a shortfall raised", 0},
        {lower_shortfall, "a shortfall", 0},
        {lower_failures, "a number of failures", 0},
        {lower_cost, "a cost", 0},
        {shorten_time, "a mean time", 0},
        {raise_time_bound, "the bound of a mean time raised", 0},
        {change_price, "a price", 0},
        {remove_action, "an action removed", 0},
        {count_beds_twice, "beds counted twice", 0},
        {take_a_dearer_way, "a dearer way", 0},
        {forget_what_is_left, "what is left, forgotten", 0},
        {change_what_is_missing, "what is missing", 0},
        {tear, "a torn certificate", 0},
        {name_another_level, "a certificate of another level", 0},
        {add_a_row, "a row more", 0},
        {stop_at_the_root, "a tree that is cut", 0},
        {name_no_place, "a place that is not there", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        for_towns(TOWN_OF_ALL, i % 2 == 1 ? WITH_BUDGET : WITHOUT_BUDGET, 0,
                  60, plant_and_verify, &all[i]);
        for_towns(TOWN_OF_AREA, i % 2 == 0 ? WITH_BUDGET : WITHOUT_BUDGET,
                  3000, 3020, plant_and_verify, &all[i]);
        print_message("%s: %zu\n", all[i].name, all[i].planted);
        assert_true(!unit_tries_all() || all[i].planted > 0);
    }
}

/* ---- hidden ways -------------------------------------------------------- */

/* A plan made as if a site were forbidden, whose certificate does not say
 * so. */
static void hide_site(forged *of, uint64_t seed, void *user)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    const circlet_plan_action *first = &of->actions[0];
    circlet_plan *narrow = NULL;
    circlet_verification *found;
    char list[32];
    forged other;

    if (of->parts.action_count == 0 || strcmp(first->kind, "build") != 0)
        return;
    options.name = "p";
    options.forbid = first->site;
    options.threads = 1;
    assert_ok(circlet_plan_compute(&narrow, &of->town->policy, of->town->city,
                                   &town_travel, &options, error));
    take_apart(&other, of->town, narrow);
    check_plan(&other, seed, (size_t[BOUND_LEVELS]){0});
    snprintf(list, sizeof(list), "\"forbid\":\"%s\"", first->site);
    for (size_t i = 0; i < PLAN_LEVELS; i++)
        if (other.levels[i].program_certificate && i != COST_LEVEL)
            other.levels[i].program_certificate = NULL;
    if (change_text(&other, list, "\"forbid\":\"\"")) {
        found = verify(&other);
        assert_false(circlet_verification_holds(found));
        circlet_verification_free(found);
        ++*(size_t *)user;
    }
    free(other.text);
    circlet_plan_free(narrow);
}

static void a_hidden_way_is_found(void **state)
{
    size_t hidden = 0;

    (void)state;
    for_towns(TOWN_OF_ALL, WITHOUT_BUDGET, 0, 60, hide_site, &hidden);
    print_message("%zu sites hidden\n", hidden);
    assert_true(!unit_tries_all() || hidden > 10);
}

/* The first level always has one, and so has every bound above 0. */
static void drop_certificates(forged *of, uint64_t seed, void *user)
{
    circlet_verification *found;

    (void)seed;
    for (size_t i = 0; i < PLAN_LEVELS; i++)
        of->levels[i].program_certificate = NULL;
    found = verify(of);
    assert_false(circlet_verification_holds(found));
    assert_int_equal(find_claim(found, "bound", "must_shortfall")->state,
                     CIRCLET_CLAIM_DIFFERS);
    if (cost_level(of)->bound > 0) {
        assert_int_equal(find_claim(found, "bound", "cost_cny")->state,
                         CIRCLET_CLAIM_DIFFERS);
        ++*(size_t *)user;
    }
    circlet_verification_free(found);
}

static void a_lost_certificate_is_a_difference(void **state)
{
    size_t dropped = 0;

    (void)state;
    for_towns(TOWN_OF_ALL, WITHOUT_BUDGET, 0, 30, drop_certificates, &dropped);
    assert_true(!unit_tries_all() || dropped > 5);
}

/* Digits and signs of certificates changed at random: whatever comes of it is
 * an answer, and the bound of an optimum is never above it. */
static void damage(forged *of, uint64_t seed, void *user)
{
    static const char signs[] = "0123456789-,[]\"x";
    uint64_t dice = seed + 1;
    circlet_plan_level *level = cost_level(of);
    const char *whole = level->program_certificate;
    size_t size = whole ? strlen(whole) : 0;

    for (int i = 0; i < 60 && size > 0; i++) {
        uint32_t at = unit_random_below(&dice, (uint32_t)size);
        circlet_verification *found;
        const circlet_claim *bound;

        free(of->text);
        of->text = replaced(whole, "", "");
        of->text[at] = signs[unit_random_below(&dice, sizeof(signs) - 1)];
        level->program_certificate = of->text;
        found = verify(of);
        bound = find_claim(found, "bound", "cost_cny");
        assert_non_null(bound);
        assert_false(bound->found > level->objective);
        *(size_t *)user += bound->state == CIRCLET_CLAIM_DIFFERS;
        circlet_verification_free(found);
    }
}

static void damaged_certificates_are_answered(void **state)
{
    size_t refused = 0;

    (void)state;
    for_towns(TOWN_OF_ALL, WITHOUT_BUDGET, 0, 25, damage, &refused);
    for_towns(TOWN_OF_ALL, WITH_BUDGET, 1000, 1025, damage, &refused);
    print_message("%zu damaged certificates refused\n", refused);
    assert_true(!unit_tries_all() || refused > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_verify_with_their_bounds),
        cmocka_unit_test(plans_within_budgets_verify),
        cmocka_unit_test(plans_within_budgets_of_units_verify),
        cmocka_unit_test(cautious_plans_verify_with_their_bounds),
        cmocka_unit_test(capped_plans_verify_with_their_bounds),
        cmocka_unit_test(forged_budgets_of_units_are_found),
        cmocka_unit_test(plans_for_groups_verify),
        cmocka_unit_test(what_is_planted_is_found),
        cmocka_unit_test(a_hidden_way_is_found),
        cmocka_unit_test(a_lost_certificate_is_a_difference),
        cmocka_unit_test(damaged_certificates_are_answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
