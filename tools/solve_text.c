/* Answers to location problems as tables. */
#include "solve_output.h"

#include <string.h>

#include "locale.h"
#include "table.h"

static void add_fact(table *t, const char *name, const char *value)
{
    table_add_row(t);
    table_set(t, 0, name);
    table_set(t, 1, value);
}

static void add_decimal(table *t, const char *name, int64_t value,
                        int decimals)
{
    char text[CIRCLET_DECIMAL_SIZE];

    circlet_decimal_write(text, value, decimals);
    add_fact(t, name, text);
}

/* A gap in per cent: never 0 where there is one. */
static void gap_text(char out[NUMBER_SIZE + 2], const circlet_siting *siting)
{
    double gap = circlet_siting_gap(siting) * 100;

    if (gap > 0 && gap < 1e-4)
        gap = 1e-4;
    format_rounded(out, gap, 4);
    out[strlen(out) + 1] = '\0';
    out[strlen(out)] = '%';
}

static const char *stop_text(circlet_stop stop)
{
    static const char *const texts[] = {
        N_("proved best"),
        N_("bounded; stopped at the gap that was asked for"),
        N_("bounded; stopped by the time limit"),
        N_("bounded; stopped by the work limit"),
        N_("bounded; interrupted"),
        N_("bounded; nothing more to try")};

    return _(texts[stop]);
}

/* "12 points, weight 3.5"; nothing where there are none. */
static void add_points(table *t, const char *name, size_t count,
                       int64_t weight, int decimals)
{
    char number[CIRCLET_DECIMAL_SIZE], text[160];

    if (count == 0)
        return;
    circlet_decimal_write(number, weight, decimals);
    snprintf(text, sizeof(text),
             ngettext("%zu point, weight %s", "%zu points, weight %s", count),
             count, number);
    add_fact(t, name, text);
}

static void add_reductions(table *t, const circlet_siting_report *report)
{
    char text[200];

    snprintf(text, sizeof(text),
             _("%zu points merged, %zu points and %zu sites left out, %zu "
               "sites forced"),
             report->merged_points, report->dominated_points,
             report->dominated_sites, report->forced_sites);
    add_fact(t, _("reduced"), text);
}

static void add_opinion(table *t, const solve_answer *answer)
{
    const solve_opinion *opinion = answer->opinion;
    char number[CIRCLET_DECIMAL_SIZE], bound[NUMBER_SIZE] = "?";
    char text[CIRCLET_MESSAGE_SIZE + 200];

    if (opinion->has_bound)
        format_rounded(bound, opinion->bound, 6);
    if (opinion->judged)
        circlet_decimal_write(number,
                              circlet_siting_objective(opinion->judged),
                              answer->problem->decimals);
    if (opinion->judged)
        snprintf(text, sizeof(text),
                 _("objective %s by our own evaluation; it claims: %s, bound "
                   "%s"),
                 number, solve_claim_name(opinion->claim), bound);
    else
        snprintf(text, sizeof(text), _("no answer: %s"), opinion->fault);
    add_fact(t, opinion->solver, text);
}

static void add_limits(table *t, const solve_problem *problem)
{
    const circlet_location *location = &problem->location;

    add_fact(t, _("model"), circlet_model_name(problem->model));
    if (location->has_p)
        add_decimal(t, "p", (int64_t)location->p, 0);
    if (location->has_budget)
        add_decimal(t, _("budget"), location->budget,
                    circlet_location_file_units(problem->file).cost_decimals);
    if (location->target > 0)
        add_decimal(t, _("weight to be covered"), location->target,
                    solve_weight_decimals(problem));
}

static void add_value(table *t, const solve_answer *answer)
{
    const circlet_siting *siting = answer->siting;
    circlet_siting_report report = circlet_siting_get_report(siting);
    int decimals = answer->problem->decimals;
    char text[NUMBER_SIZE + 2];

    add_decimal(t, _("objective"), circlet_siting_objective(siting), decimals);
    add_decimal(t, _("bound"), circlet_siting_bound(siting), decimals);
    gap_text(text, siting);
    add_fact(t, _("gap"), text);
    add_fact(t, _("proof"), stop_text(report.stop));
    add_points(t, _("out of reach"), report.unreachable,
               report.unreachable_weight,
               solve_weight_decimals(answer->problem));
    add_points(t, _("not served"), report.unserved, report.unserved_weight,
               solve_weight_decimals(answer->problem));
    add_reductions(t, &report);
    format_rounded(text, answer->seconds, 3);
    add_fact(t, _("seconds"), text);
}

static bool print_sites(const solve_answer *answer)
{
    size_t count;
    const uint32_t *sites = circlet_siting_sites(answer->siting, &count);
    const int64_t *gains = circlet_siting_gains(answer->siting);
    table *t = table_new();
    bool is_done;

    if (!t)
        return false;
    table_add_column(t, _("site"), TABLE_LEFT);
    if (gains)
        table_add_column(t, _("adds"), TABLE_RIGHT);
    for (size_t i = 0; i < count; i++) {
        char text[CIRCLET_DECIMAL_SIZE];

        table_add_row(t);
        table_set(t, 0, solve_site_id(answer->problem, sites[i]));
        if (!gains)
            continue;
        circlet_decimal_write(text, gains[i], answer->problem->decimals);
        table_set(t, 1, text);
    }
    if (count > 0)
        putchar('\n');
    is_done = table_print(t);
    table_free(t);
    return is_done;
}

bool solve_print_text(const solve_answer *answer)
{
    table *t = table_new();
    bool is_done;

    if (!t)
        return false;
    table_add_column(t, _("figure"), TABLE_LEFT);
    table_add_column(t, _("value"), TABLE_SENTENCE);
    add_limits(t, answer->problem);
    add_value(t, answer);
    if (answer->opinion)
        add_opinion(t, answer);
    is_done = table_print(t);
    table_free(t);
    return is_done && print_sites(answer);
}

static void add_step(table *t, const solve_problem *problem,
                     const circlet_siting *siting)
{
    char text[CIRCLET_DECIMAL_SIZE], gap[NUMBER_SIZE + 2];
    size_t count;

    if (!siting) {
        table_set(t, 1, "-");
        table_set(t, 4, _("no choice obeys the limits"));
        return;
    }
    circlet_decimal_write(text, circlet_siting_objective(siting),
                          problem->decimals);
    table_set(t, 1, text);
    circlet_decimal_write(text, circlet_siting_bound(siting),
                          problem->decimals);
    table_set(t, 2, text);
    gap_text(gap, siting);
    table_set(t, 3, gap);
    (void)circlet_siting_sites(siting, &count);
    snprintf(text, sizeof(text), "%zu", count);
    table_set(t, 4, text);
}

bool solve_print_frontier_text(const solve_problem *problem,
                               const circlet_frontier *frontier)
{
    bool is_budget = problem->location.has_budget;
    int decimals =
        is_budget ? circlet_location_file_units(problem->file).cost_decimals
                  : 0;
    table *t = table_new();
    bool is_done;

    if (!t)
        return false;
    table_add_column(t, is_budget ? _("budget") : "p", TABLE_RIGHT);
    table_add_column(t, _("objective"), TABLE_RIGHT);
    table_add_column(t, _("bound"), TABLE_RIGHT);
    table_add_column(t, _("gap"), TABLE_RIGHT);
    table_add_column(t, _("sites"), TABLE_RIGHT);
    for (size_t i = 0; i < circlet_frontier_count(frontier); i++) {
        char text[CIRCLET_DECIMAL_SIZE];

        table_add_row(t);
        circlet_decimal_write(text, circlet_frontier_limit(frontier, i),
                              decimals);
        table_set(t, 0, text);
        add_step(t, problem, circlet_frontier_siting(frontier, i));
    }
    is_done = table_print(t);
    table_free(t);
    return is_done;
}
