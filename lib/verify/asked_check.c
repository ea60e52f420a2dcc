#include "verify/asked_check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "city/plan_action.h"
#include "city/plan_record.h"
#include "verify/record_check.h"
#include "verify/unit_budgets.h"
#include "verify/years_check.h"

/* Of what is spent of a budget. */
#define ROUNDING_CNY 0.5

typedef struct asked_question {
    circlet_verification *out;
    const circlet_plan *plan;
    const circlet_city *city;
    const ci_program_levels *programs;
} asked_question;

/* One of a plan's budgets: "2018:5000000", "2018:110101=1000000" or
 * "110101=2000000"; of a plan made by hand also "5000000". */
typedef struct stored_budget {
    int year; /* 0: of all years */
    circlet_unit unit; /* CIRCLET_NONE: of the whole city */
    int64_t cny;
    bool is_read; /* else it is no budget */
} stored_budget;

/* ---- reading ------------------------------------------------------------ */

/* `part` is changed. */
static stored_budget read_budget(const circlet_city *city, char *part)
{
    stored_budget budget = {.unit = CIRCLET_NONE};
    bool has_year = strchr(part, ':') != NULL;
    const char *number = part;
    char *sign;

    if (has_year)
        budget.year = ci_plan_take_year(&number, ':');
    sign = strrchr(part + (number - part), '=');
    if (sign) {
        *sign = '\0';
        budget.unit = circlet_city_find_unit(city, number);
    }
    budget.is_read = ci_parse_int64(&budget.cny, sign ? sign + 1 : number) &&
                     budget.cny >= 0 && (!has_year || budget.year > 0) &&
                     (!sign || budget.unit != CIRCLET_NONE);
    return budget;
}

/* The next part of a list of budgets, for the caller to free; NULL: no
 * memory. */
static char *take_part(const char **list)
{
    size_t size = strcspn(*list, ",");
    char *part = ci_text_copy_n(*list, size);

    *list += size + ((*list)[size] == ',');
    return part;
}

/* ---- what is spent ------------------------------------------------------ */

static double spent_of(const asked_question *of, const stored_budget *budget)
{
    double sum = 0;

    for (size_t i = 0; i < of->plan->action_count; i++) {
        const circlet_plan_action *action = &of->plan->actions[i];
        bool is_paid = budget->year == 0 || action->start_year == budget->year;

        if (is_paid && budget->unit != CIRCLET_NONE)
            is_paid = ci_action_unit(
                          of->plan, of->city, action,
                          circlet_city_unit(of->city, budget->unit)->level) ==
                      budget->unit;
        if (is_paid)
            sum += action->cost_cny;
    }
    return sum;
}

/* Whether a plan can have such a budget: only one over years keeps any beside
 * its certificates, and a total stands in these alone. */
static bool can_have(const asked_question *of, const stored_budget *budget)
{
    if (!budget->is_read)
        return false;
    if (budget->year > 0)
        return of->plan->years && ci_years_have(of->plan, budget->year);
    return !ci_plan_is_computed(of->plan) ||
           (of->plan->years && budget->unit != CIRCLET_NONE);
}

static bool check_budget(const asked_question *of, const stored_budget *budget,
                         const char *part)
{
    circlet_error why;
    circlet_claim claim = {.what = budget->year > 0 ? "budget_of_year"
                                                    : "budget_cny",
                           .subject = part,
                           .claimed = (double)budget->cny,
                           .found = spent_of(of, budget)};

    if (!can_have(of, budget)) {
        claim.state = CIRCLET_CLAIM_DIFFERS;
        (void)ci_fail(&why, CIRCLET_E_DATA,
                      "the plan can have no budget such as '%s'", part);
        claim.reason = why.message;
    } else if (!(claim.found <= claim.claimed + ROUNDING_CNY)) {
        claim.state = CIRCLET_CLAIM_DIFFERS;
    }
    return ci_verification_add(of->out, &claim);
}

static bool check_budgets(const asked_question *of)
{
    const char *list = of->plan->budgets;

    while (list && *list) {
        const char *start = list;
        char *part = take_part(&list);
        char *name = part ? ci_text_copy_n(start, strlen(part)) : NULL;
        stored_budget budget;
        bool is_added = false;

        if (name) {
            budget = read_budget(of->city, part);
            is_added = check_budget(of, &budget, name);
        }
        free(part);
        free(name);
        if (!is_added)
            return false;
    }
    return true;
}

/* ---- certificates ------------------------------------------------------- */

static bool add_texts(const asked_question *of, const char *what,
                      const char *claimed, const char *found)
{
    const circlet_claim claim = {.what = what,
                                 .claimed = (double)NAN,
                                 .found = (double)NAN,
                                 .claimed_text = claimed,
                                 .found_text = found,
                                 .state = CIRCLET_CLAIM_DIFFERS};

    return ci_verification_add(of->out, &claim);
}

/* Those of units for all years stand in the certificates, too. */
static bool check_units(const asked_question *of)
{
    const char *list = of->plan->budgets, *found;
    ci_buffer units = {0};
    bool is_added;

    ci_buffer_add(&units, "");
    while (list && *list) {
        size_t size = strcspn(list, ",");

        if (!memchr(list, ':', size)) {
            ci_buffer_add(&units, units.size > 0 ? "," : "");
            ci_buffer_add_n(&units, list, size);
        }
        list += size + (list[size] == ',');
    }
    found = of->programs->certificate.budgets;
    is_added = !units.failed && (strcmp(units.text, found) == 0 ||
                                 add_texts(of, "budgets", units.text, found));
    ci_buffer_free(&units);
    return is_added;
}

/* What all years may spend together, or -1 where one may spend whatever it
 * does. False: no memory. */
static bool add_years(int64_t *sum, const asked_question *of)
{
    const char *list = of->plan->budgets, *years = of->plan->years;
    size_t count = 0, all = 0;

    *sum = 0;
    for (; *years; all++)
        (void)ci_plan_take_year(&years, ';');
    while (list && *list) {
        char *part = take_part(&list);
        stored_budget budget;

        if (!part)
            return false;
        budget = read_budget(of->city, part);
        free(part);
        if (!budget.is_read || budget.year == 0 || budget.unit != CIRCLET_NONE)
            continue;
        count++;
        *sum += budget.cny < INT64_MAX - *sum ? budget.cny : 0;
    }
    if (count < all)
        *sum = -1;
    return true;
}

/* Budgets of all years are one of the whole, unless that is less. */
static bool check_sum(const asked_question *of)
{
    int64_t whole = of->programs->certificate.budget_cny, sum;
    circlet_claim claim = {.what = "budget_cny",
                           .found = (double)whole,
                           .state = CIRCLET_CLAIM_DIFFERS};

    if (!add_years(&sum, of))
        return false;
    claim.claimed = (double)sum;
    if (whole < 0)
        claim.found = (double)NAN;
    return sum <= 0 || (whole >= 0 && whole <= sum) ||
           ci_verification_add(of->out, &claim);
}

/* ---- other options ------------------------------------------------------ */

static bool rearranges(const circlet_plan *plan)
{
    for (size_t i = 0; i < plan->action_count; i++) {
        ci_action_kind kind = ci_action_kind_of(plan->actions[i].kind);

        if (kind == CI_ACTION_MOVE || kind == CI_ACTION_CLOSE)
            return true;
    }
    return false;
}

/* Nobody can lose cover where nothing moves or closes. */
static bool check_loss(const asked_question *of)
{
    return !of->plan->allows_loss || rearranges(of->plan) ||
           add_texts(of, "allow_loss", "yes", "no");
}

/* The levels of a plan over years are of the last of them. */
static bool check_last_year(const asked_question *of)
{
    const char *years = of->plan->years;
    circlet_claim claim = {.what = "year",
                           .claimed = (double)of->plan->year,
                           .state = CIRCLET_CLAIM_DIFFERS};
    int last = 0;

    while (years && *years)
        last = ci_plan_take_year(&years, ';');
    claim.found = (double)last;
    return !years || of->plan->year == last ||
           ci_verification_add(of->out, &claim);
}

/* A plan for a share of draws goes with none of these. */
static bool can_hold(const asked_question *of)
{
    const ci_program_certificate *certificate = &of->programs->certificate;

    return of->programs->plan && !of->plan->is_cautious && !of->plan->years &&
           !rearranges(of->plan) &&
           (!of->programs->is_made ||
            (certificate->budget_cny < 0 && !*certificate->budgets &&
             certificate->max_cost_cny < 0 && certificate->given_count == 0));
}

/* That needs the draws. */
static bool check_hold(const asked_question *of)
{
    circlet_error why;
    circlet_claim claim = {.what = "hold_share",
                           .claimed = of->plan->hold_share,
                           .found = (double)NAN,
                           .state = CIRCLET_CLAIM_OPEN,
                           .reason = why.message};

    if (!(of->plan->hold_share > 0))
        return true;
    if (can_hold(of)) {
        (void)ci_fail(&why, CIRCLET_E_UNSUPPORTED,
                      "that it holds in so many draws is not derived");
    } else {
        claim.state = CIRCLET_CLAIM_DIFFERS;
        (void)ci_fail(&why, CIRCLET_E_DATA,
                      "such a plan is for no share of draws");
    }
    return ci_verification_add(of->out, &claim);
}

circlet_status ci_asked_check(circlet_verification *out,
                              const circlet_plan *plan,
                              const circlet_city *city,
                              const ci_program_levels *programs,
                              circlet_error *error)
{
    const asked_question of = {out, plan, city, programs};
    bool is_added = check_budgets(&of);

    if (is_added && ci_plan_is_computed(plan))
        is_added = check_loss(&of) && check_last_year(&of) && check_hold(&of);
    if (is_added && plan->years && programs->is_made)
        is_added = check_units(&of) && check_sum(&of);
    return is_added ? CIRCLET_OK : ci_fail_nomem(error);
}
