/* Persons of plans as they are published. */
#include "unit.h"

#include <math.h>
#include <string.h>

#include <circlet/plan.h>
#include <circlet/privacy.h>

#include "city/plan_steps.h"
#include "plan/gain_text.h"
#include "verify/claims_in_steps.h"

#define STEP CIRCLET_PRIVACY_SMALL
#define MOST 40

static bool is_few(double persons)
{
    return fabs(persons) > 0 && fabs(persons) < STEP;
}

static void assert_same(double a, double b)
{
    assert_true((isnan(a) && isnan(b)) || (a >= b && a <= b));
}

/* ---- numbers ------------------------------------------------------------ */

/* Quarters of persons, as shares of people in cells have. */
static void no_number_and_no_difference_is_of_few(void **state)
{
    (void)state;
    for (int a = 0; a <= 4 * MOST; a++) {
        double told = ci_persons_in_steps(a / 4.0, STEP);

        assert_int_equal(isnan(told), is_few(a / 4.0));
        if (isnan(told))
            continue;
        assert_false(is_few(told));
        assert_true(told <= a / 4.0 && told > a / 4.0 - STEP);
        for (int b = 0; b <= 4 * MOST; b++)
            assert_false(is_few(told - ci_persons_in_steps(b / 4.0, STEP)));
    }
    assert_true(isnan(ci_persons_in_steps((double)NAN, STEP)));
    assert_same(ci_persons_in_steps(0.1 + 0.2 + 4.7, STEP), 5);
    assert_same(ci_persons_in_steps(10 - 1e-9, STEP), 10);
}

static circlet_plan_level level_of(const char *name, double objective,
                                   double bound)
{
    return (circlet_plan_level){.name = name,
                                .objective = objective,
                                .bound = bound,
                                .gap = 0.5,
                                .proof =
                                    objective >= bound && objective <= bound
                                        ? CIRCLET_PROOF_OPTIMAL
                                        : CIRCLET_PROOF_BOUND,
                                .program_certificate = "{}"};
}

static void assert_told(circlet_plan_level level, double objective,
                        double bound, double gap)
{
    ci_level_in_steps(&level, STEP);
    assert_same(level.objective, objective);
    assert_same(level.bound, bound);
    assert_same(level.gap, gap);
    assert_null(level.program_certificate);
    assert_null(level.certificate);
}

static void levels_claim_no_more_than_they_are(void **state)
{
    (void)state;
    assert_told(level_of("covered_persons", 23, 32), 20, 35, 15 / 35.0);
    assert_told(level_of("must_shortfall", 23, 12), 25, 10, 15 / 25.0);
    assert_told(level_of("should_shortfall", 2.5, 1), 5, 0, 1);
    assert_told(level_of("must_shortfall", 0, 0), 0, 0, 0);
    /* What is proved has one number. */
    assert_told(level_of("covered_persons", 23, 23), 20, 20, 0);
    assert_told(level_of("must_shortfall", 23, 23), 25, 25, 0);
    /* What is no number of persons stays. */
    assert_told(level_of("must_failures", 3, 2), 3, 2, 0.5);
    assert_told(level_of("cost_cny", 123456, 123), 123456, 123, 0.5);
    assert_told(level_of("mean_time_all", 7.25, 6.5), 7.25, 6.5, 0.5);
}

/* ---- sentences ---------------------------------------------------------- */

/* "" is for a sentence that must not be told. */
static void assert_text(const char *text, double gained, double modelled,
                        const ci_gain_words *words, const char *wanted)
{
    const circlet_plan_action action = {.persons_gained = gained,
                                        .persons_modelled = modelled};
    ci_buffer out = {0};
    bool is_told = ci_gain_text_in_steps(&out, text, words, &action, STEP);

    assert_int_equal(is_told, *wanted != '\0');
    if (is_told)
        assert_string_equal(out.text, wanted);
    ci_buffer_free(&out);
}

static void sentences_tell_the_same_steps(void **state)
{
    const ci_gain_words *zh = &ci_gain_words_zh, *en = &ci_gain_words_en;

    (void)state;
    assert_text("Builds it. Persons newly covered: 14 (own mode).", 14, 0, en,
                "Builds it. Persons newly covered: at least 10 (own mode).");
    assert_text("新建；新增覆盖14人（本人出行方式）。", 14, 0, zh,
                "新建；新增覆盖至少10人（本人出行方式）。");
    assert_text("X; persons newly covered: 20.5, modelled (nobody's known "
                "homes): 9.25.",
                20.5, 9.25, en,
                "X; persons newly covered: at least 20, modelled (nobody's "
                "known homes): at least 5.");
    assert_text("X，新增覆盖20人（驾车），其中3人为推算人口，实际住处未知。",
                20, 3, zh,
                "X，新增覆盖至少20人（驾车），其中不足5人为推算人口，实际住处"
                "未知。");
    assert_text("Adds 20 beds.", 0, 0, en, "Adds 20 beds.");
    assert_text("Adds 20 beds.", (double)NAN, (double)NAN, en,
                "Adds 20 beds.");
}

static void sentences_of_few_or_of_other_numbers_are_not_told(void **state)
{
    const ci_gain_words *en = &ci_gain_words_en;

    (void)state;
    assert_text("Persons newly covered: 4.", 4, 0, en, "");
    assert_text("Builds it.", 0.5, 0, en, "");
    assert_text("Persons newly covered: 14.", 15, 0, en, "");
    assert_text("Persons newly covered: 149.", 14, 0, en, "");
    assert_text("Persons newly covered: 14.5.", 14, 0, en, "");
    assert_text("Persons newly covered: 14, modelled (nobody's known homes): "
                "3.",
                14, 6, en, "");
}

/* Names may say the same words; what was published is not told again. */
static void only_the_last_words_are_of_the_action(void **state)
{
    const ci_gain_words *en = &ci_gain_words_en, *zh = &ci_gain_words_zh;
    const char *told = "X; persons newly covered: at least 10, modelled "
                       "(nobody's known homes): fewer than 5.";

    (void)state;
    assert_text("Builds 'newly covered: 7' newly covered: 17.", 17, 0, en,
                "Builds 'newly covered: 7' newly covered: at least 15.");
    assert_text("新增覆盖17人中心；新增覆盖17人。", 17, 0, zh,
                "新增覆盖17人中心；新增覆盖至少15人。");
    assert_text(told, 10, (double)NAN, en, told);
}

/* ---- plans -------------------------------------------------------------- */

static circlet_plan *make_plan(void)
{
    circlet_plan_action actions[] = {
        {.id = "a1",
         .kind = "build",
         .persons_gained = 14,
         .persons_modelled = 4,
         .text_zh = "新增覆盖14人，其中4人为推算人口，实际住处未知。",
         .text_en = "Persons newly covered: 14, modelled (nobody's known "
                    "homes): 4."},
        {.id = "a2",
         .kind = "build",
         .persons_gained = 3,
         .text_zh = "新增覆盖3人。",
         .text_en = "Persons newly covered: 3."},
        {.id = "a3",
         .kind = "keep",
         .persons_gained = (double)NAN,
         .persons_modelled = (double)NAN}};
    const circlet_plan_level levels[] = {level_of("must_shortfall", 7, 7),
                                         level_of("cost_cny", 8, 8)};
    const circlet_plan_impossible left[] = {
        {.rule = "R",
         .unit = "u",
         .persons = 12,
         .persons_modelled = 2,
         .missing = 12,
         .missing_unit = "persons",
         .persons_cut_off = 3,
         .text_en = "12 persons, 3 of whom ..."},
        {.rule = "S",
         .unit = "u",
         .persons = (double)NAN,
         .persons_modelled = (double)NAN,
         .missing = 2,
         .missing_unit = "beds"}};
    const circlet_plan_parts parts = {.actions = actions,
                                      .action_count = 3,
                                      .levels = levels,
                                      .level_count = 2,
                                      .impossible = left,
                                      .impossible_count = 2,
                                      .year = 2020,
                                      .years = "2019;2020",
                                      .budgets = "2019:7",
                                      .services = "warm_home"};
    circlet_plan *plan = NULL;

    assert_ok(circlet_plan_new(&plan, "p", &parts, error));
    return plan;
}

static void assert_published(const circlet_plan *told)
{
    const circlet_plan_action *first = circlet_plan_action_at(told, 0);
    const circlet_plan_action *few = circlet_plan_action_at(told, 1);
    const circlet_plan_impossible *left = circlet_plan_impossible_at(told, 0);

    assert_int_equal(circlet_plan_persons_step(told), STEP);
    assert_same(first->persons_gained, 10);
    assert_true(isnan(first->persons_modelled));
    assert_string_equal(first->text_en,
                        "Persons newly covered: at least 10, modelled "
                        "(nobody's known homes): fewer than 5.");
    assert_string_equal(first->text_zh, "新增覆盖至少10人，其中不足5人为推算"
                                        "人口，实际住处未知。");
    assert_true(isnan(few->persons_gained));
    assert_null(few->text_zh);
    assert_null(few->text_en);
    assert_null(circlet_plan_action_at(told, 2)->text_zh);
    assert_same(circlet_plan_level_at(told, 0)->objective, 10);
    assert_same(circlet_plan_level_at(told, 0)->bound, 10);
    assert_same(circlet_plan_level_at(told, 1)->objective, 8);
    for (size_t i = 0; i < 2; i++)
        assert_null(circlet_plan_level_at(told, i)->program_certificate);
    assert_same(left->persons, 10);
    assert_true(isnan(left->persons_modelled));
    assert_same(left->missing, 10);
    assert_same(left->persons_cut_off, 0);
    assert_null(left->text_en);
    assert_same(circlet_plan_impossible_at(told, 1)->missing, 2);
    assert_string_equal(circlet_plan_years(told), "2019;2020");
    assert_string_equal(circlet_plan_budgets(told), "2019:7");
    assert_string_equal(circlet_plan_services(told), "warm_home");
    assert_int_equal(circlet_plan_year(told), 2020);
}

static void plans_are_published_in_steps(void **state)
{
    circlet_plan *plan = make_plan(), *told = NULL, *again = NULL;

    (void)state;
    assert_int_equal(circlet_plan_persons_step(plan), 0);
    assert_ok(circlet_plan_publish(&told, plan, error));
    assert_published(told);
    assert_ok(circlet_plan_publish(&again, told, error));
    assert_same(circlet_plan_action_at(plan, 0)->persons_gained, 14);
    circlet_plan_free(plan);
    circlet_plan_free(told);
    assert_published(again);
    circlet_plan_free(again);
    assert_int_equal(circlet_plan_publish(&told, NULL, NULL),
                     CIRCLET_E_ARGUMENT);
}

/* ---- verifying ---------------------------------------------------------- */

static circlet_claim_state state_of(const char *what, const char *subject,
                                    double claimed, double found,
                                    circlet_claim_state state)
{
    const circlet_claim claim = {.what = what,
                                 .subject = subject,
                                 .claimed = claimed,
                                 .found = found,
                                 .state = state};

    return ci_claim_in_steps(&claim, STEP).state;
}

/* What is told in steps differs where it is not what is found in steps. */
static void numbers_in_steps_are_not_claimed(void **state)
{
    const circlet_claim_state differs = CIRCLET_CLAIM_DIFFERS;
    const circlet_claim_state none = CIRCLET_CLAIM_NONE;
    const double few = (double)NAN;

    (void)state;
    assert_int_equal(state_of("persons_gained", "a", 10, 14, differs), none);
    assert_int_equal(
        state_of("persons_gained", "a", 10, 10, CIRCLET_CLAIM_HOLDS), none);
    assert_int_equal(state_of("persons_gained", "a", few, 4, differs), none);
    assert_int_equal(state_of("persons_gained", "a", 10, 15, differs),
                     differs);
    assert_int_equal(state_of("persons_gained", "a", 14, 14, differs),
                     differs);
    assert_int_equal(state_of("persons_modelled", "a", few, 5, differs),
                     differs);
    assert_int_equal(state_of("impossible_persons", "R", few, 90, differs),
                     none);
    assert_int_equal(state_of("impossible_persons", "R", 95, 90, differs),
                     differs);
    assert_int_equal(state_of("objective", "covered_persons", 20, 23, differs),
                     none);
    assert_int_equal(state_of("objective", "covered_persons", 25, 23, differs),
                     differs);
    assert_int_equal(state_of("objective", "must_shortfall", 25, 23, differs),
                     none);
}

static void proofs_are_not_claimed_and_all_else_is(void **state)
{
    const circlet_claim_state differs = CIRCLET_CLAIM_DIFFERS;
    const circlet_claim_state none = CIRCLET_CLAIM_NONE;
    const circlet_claim_state open = CIRCLET_CLAIM_OPEN;

    (void)state;
    assert_int_equal(state_of("bound", "cost_cny", 1, 2, differs), none);
    assert_int_equal(state_of("proof", "cost_cny", 1, 2, open), none);
    assert_int_equal(state_of("gap", "must_shortfall", 1, 2, differs), none);
    assert_int_equal(state_of("objective", "must_failures", 1, 2, open), none);
    assert_int_equal(state_of("impossible_missing", "R", 1, 2, open), none);
    assert_int_equal(state_of("gap", "cost_cny", 1, 2, differs), differs);
    assert_int_equal(state_of("objective", "cost_cny", 1, 2, differs),
                     differs);
    assert_int_equal(state_of("cost_cny", "a", 1, 2, differs), differs);
    assert_int_equal(state_of("mends", "a", 1, 2, differs), differs);
    assert_int_equal(state_of("cost_cny", "a", 1, 2, open), open);
    assert_int_equal(
        state_of("bound", "must_failures", 0, 0, CIRCLET_CLAIM_HOLDS),
        CIRCLET_CLAIM_HOLDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_number_and_no_difference_is_of_few),
        cmocka_unit_test(levels_claim_no_more_than_they_are),
        cmocka_unit_test(sentences_tell_the_same_steps),
        cmocka_unit_test(sentences_of_few_or_of_other_numbers_are_not_told),
        cmocka_unit_test(only_the_last_words_are_of_the_action),
        cmocka_unit_test(plans_are_published_in_steps),
        cmocka_unit_test(numbers_in_steps_are_not_claimed),
        cmocka_unit_test(proofs_are_not_claimed_and_all_else_is)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
