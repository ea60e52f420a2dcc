/* Who is covered by the circle rules of a policy. */
#include "base/error.h"
#include "policy/circle_run.h"
#include "report/ledger.h"

/* The columns of a rule, from its first on. */
enum coverage_column { CONCERNED, COVERED, COVERED_LOW, COVERED_HIGH };

/* Where types of facilities were not imported, one of them is perhaps near. */
static circlet_status add_covered(circlet_ledger *ledger, size_t row,
                                  size_t column, const ci_circle_run *run,
                                  size_t person, bool lacks_types,
                                  circlet_error *error)
{
    const ci_traveller *traveller = &run->people[person];
    const circlet_demand_record *record =
        circlet_city_demand(run->judgement->city, traveller->demand);
    uint32_t cutoff_ms = run->rule->as.circle.cutoff_ms;
    const bool is_in[] = {
        [COVERED] = run->times_ms[person] <= cutoff_ms,
        [COVERED_LOW] =
            traveller->is_sure && run->greatest_ms[person] <= cutoff_ms,
        [COVERED_HIGH] = lacks_types || run->least_ms[person] <= cutoff_ms};
    circlet_status status = CIRCLET_OK;

    for (size_t i = COVERED; !status && i <= COVERED_HIGH; i++)
        if (is_in[i])
            status =
                ci_ledger_add_person(ledger, row, column + i, record, error);
    return status;
}

static circlet_status add_people(circlet_ledger *ledger,
                                 const ci_ledger_places *places, size_t column,
                                 const ci_circle_run *run,
                                 circlet_error *error)
{
    const circlet_city *city = run->judgement->city;
    bool lacks_types = ci_selection_lacks_types(&run->rule->facility, city,
                                                &run->judgement->types);
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < run->count; i++) {
        circlet_demand demand = run->people[i].demand;
        uint32_t row = places->demand_rows[demand];

        status =
            ci_ledger_add_person(ledger, row, column + CONCERNED,
                                 circlet_city_demand(city, demand), error);
        if (!status && run->is_known)
            status =
                add_covered(ledger, row, column, run, i, lacks_types, error);
        for (size_t k = COVERED; !run->is_known && k <= COVERED_HIGH; k++)
            ci_ledger_add_unknown(ledger, row, column + k);
    }
    return status;
}

/* Where the setting is not known, nor is whether the rule is about those who
 * live there. */
static void add_open_settings(circlet_ledger *ledger,
                              const ci_ledger_places *places, size_t column,
                              const ci_judgement *judgement,
                              const ci_rule *rule)
{
    const circlet_city *city = judgement->city;
    const ci_condition *group =
        &judgement->policy->groups[rule->group].condition;

    for (size_t i = 0; i < circlet_city_demand_count(city); i++) {
        circlet_unit unit =
            circlet_city_demand_unit(city, (circlet_demand)i, rule->level);
        ci_doubts doubts = 0;

        if (unit == CIRCLET_NONE ||
            ci_rule_applies(rule, judgement->policy, city, unit) !=
                CI_APPLIES_UNKNOWN ||
            ci_condition_holds(group,
                               circlet_city_demand(city, (circlet_demand)i),
                               judgement->day, &doubts) == CI_MEMBER_NO)
            continue;
        for (size_t k = CONCERNED; k <= COVERED_HIGH; k++)
            ci_ledger_add_unknown(ledger, places->demand_rows[i], column + k);
    }
}

static circlet_status count_rule(circlet_ledger *ledger,
                                 const ci_ledger_places *places, size_t column,
                                 const ci_judgement *judgement,
                                 const ci_rule *rule, circlet_error *error)
{
    ci_circle_run run = {
        .judgement = judgement, .rule = rule, .mode = rule->as.circle.mode};
    circlet_status status;

    run.is_known = judgement->travel &&
                   ci_selection_is_known(&rule->facility, judgement->city,
                                         &judgement->types);
    status = ci_circle_run_measure(&run, error);
    if (!status)
        status = add_people(ledger, places, column, &run, error);
    ci_circle_run_clear(&run);
    add_open_settings(ledger, places, column, judgement, rule);
    if (!circlet_city_knows_people(judgement->city))
        for (size_t k = CONCERNED; k <= COVERED_HIGH; k++)
            ci_ledger_add_unknowns(ledger, column + k);
    return status;
}

static size_t first_column(const circlet_ledger *ledger)
{
    size_t column = 0;

    while (column < ledger->column_count &&
           ledger->columns[column].section != CIRCLET_LEDGER_COVERAGE)
        column++;
    return column;
}

circlet_status ci_ledger_count_coverage(circlet_ledger *ledger,
                                        const ci_ledger_places *places,
                                        const circlet_city *city,
                                        const circlet_policy *policy,
                                        const circlet_travel *travel,
                                        const circlet_progress *progress,
                                        circlet_error *error)
{
    const circlet_judge_options asked = {.struct_size = sizeof(asked),
                                         .year = ledger->year};
    ci_judgement judgement = {
        .policy = policy, .city = city, .travel = travel};
    circlet_judge_options own;
    size_t column = first_column(ledger);
    circlet_status status =
        ci_judgement_start(&judgement, &own, &asked, error);

    for (size_t i = 0; !status && i < policy->rule_count; i++) {
        status = ci_judgement_report(progress, i, policy->rule_count, error);
        if (status || !ci_ledger_covers(ledger, &policy->rules[i]))
            continue;
        status = count_rule(ledger, places, column, &judgement,
                            &policy->rules[i], error);
        column += COVERED_HIGH + 1;
    }
    return status;
}
