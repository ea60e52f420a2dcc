#include "solve_output.h"

#include <inttypes.h>
#include <string.h>

#include "csv_field.h"
#include "locale.h"
#include "output_file.h"
#include "table.h"

static const char *proof_name(const circlet_siting *siting)
{
    return circlet_siting_proof(siting) == CIRCLET_PROOF_OPTIMAL ? "optimal"
                                                                 : "bound";
}

static const char *stop_name(circlet_stop stop)
{
    static const char *const names[] = {"proved", "gap",       "time",
                                        "work",   "cancelled", "exhausted"};

    return names[stop];
}

static const char *site_id(const solve_problem *problem, uint32_t site)
{
    return circlet_location_file_site_id(problem->file, site);
}

static int weight_decimals(const solve_problem *problem)
{
    return circlet_location_file_units(problem->file).weight_decimals;
}

/* ---- JSON --------------------------------------------------------------- */

static void put_decimal(json *writer, const char *key, int64_t value,
                        int decimals)
{
    char text[CIRCLET_DECIMAL_SIZE];

    circlet_decimal_write(text, value, decimals);
    json_raw(writer, key, text);
}

static void put_limits(json *writer, const solve_problem *problem)
{
    const circlet_location *location = &problem->location;

    if (location->has_p)
        json_integer(writer, "p", (int64_t)location->p);
    else
        json_null(writer, "p");
    if (location->has_budget)
        put_decimal(writer, "budget", location->budget,
                    circlet_location_file_units(problem->file).cost_decimals);
}

static void put_sites(json *writer, const solve_problem *problem,
                      const circlet_siting *siting)
{
    size_t count;
    const uint32_t *sites = circlet_siting_sites(siting, &count);

    json_array(writer, "sites");
    for (size_t i = 0; i < count; i++)
        json_text(writer, NULL, site_id(problem, sites[i]));
    json_end(writer);
}

static void put_value(json *writer, const solve_problem *problem,
                      const circlet_siting *siting)
{
    put_decimal(writer, "objective", circlet_siting_objective(siting),
                problem->decimals);
    put_decimal(writer, "bound", circlet_siting_bound(siting),
                problem->decimals);
    json_number(writer, "gap", circlet_siting_gap(siting));
    json_text(writer, "proof", proof_name(siting));
    put_sites(writer, problem, siting);
}

static void put_gains(json *writer, const solve_problem *problem,
                      const circlet_siting *siting)
{
    const int64_t *gains = circlet_siting_gains(siting);
    size_t count;

    (void)circlet_siting_sites(siting, &count);
    if (!gains)
        return;
    json_array(writer, "gains");
    for (size_t i = 0; i < count; i++)
        put_decimal(writer, NULL, gains[i], problem->decimals);
    json_end(writer);
}

static void put_report(json *writer, const solve_answer *answer)
{
    const solve_problem *problem = answer->problem;
    circlet_siting_report report = circlet_siting_get_report(answer->siting);
    int decimals = weight_decimals(problem);

    json_object(writer, "report");
    json_integer(writer, "unreachable", (int64_t)report.unreachable);
    put_decimal(writer, "unreachable_weight", report.unreachable_weight,
                decimals);
    json_integer(writer, "unserved", (int64_t)report.unserved);
    put_decimal(writer, "unserved_weight", report.unserved_weight, decimals);
    json_integer(writer, "merged_points", (int64_t)report.merged_points);
    json_integer(writer, "dominated_points", (int64_t)report.dominated_points);
    json_integer(writer, "dominated_sites", (int64_t)report.dominated_sites);
    json_integer(writer, "forced_sites", (int64_t)report.forced_sites);
    put_decimal(writer, "root_bound", report.root_bound, problem->decimals);
    json_integer(writer, "nodes", (int64_t)report.nodes);
    json_integer(writer, "work", (int64_t)report.work);
    json_text(writer, "stop", stop_name(report.stop));
    json_number(writer, "seconds", answer->seconds);
    json_end(writer);
}

static void put_assignment(json *writer, const solve_answer *answer)
{
    const solve_problem *problem = answer->problem;
    int decimals = circlet_location_file_units(problem->file).time_decimals;
    size_t count;
    const circlet_assignment *list =
        circlet_siting_assignments(answer->siting, &count);

    json_array(writer, "assignment");
    for (size_t i = 0; i < count; i++) {
        json_object(writer, NULL);
        json_text(
            writer, "demand",
            circlet_location_file_demand_id(problem->file, list[i].point));
        json_text(writer, "site", site_id(problem, list[i].site));
        put_decimal(writer, "time", list[i].time_ms, decimals);
        put_decimal(writer, "weight", list[i].weight,
                    weight_decimals(problem));
        json_end(writer);
    }
    json_end(writer);
}

static void put_opinion(json *writer, const solve_answer *answer)
{
    const solve_opinion *opinion = answer->opinion;

    json_object(writer, "second_opinion");
    json_text(writer, "solver", opinion->solver);
    json_text(writer, "claim", solve_claim_name(opinion->claim));
    if (opinion->has_bound)
        json_number(writer, "bound", opinion->bound);
    else
        json_null(writer, "bound");
    if (opinion->judged) {
        put_decimal(writer, "objective",
                    circlet_siting_objective(opinion->judged),
                    answer->problem->decimals);
        put_sites(writer, answer->problem, opinion->judged);
    } else {
        json_null(writer, "objective");
        json_text(writer, "fault", opinion->fault);
    }
    json_number(writer, "seconds", opinion->seconds);
    json_end(writer);
}

void solve_print_json(const solve_answer *answer)
{
    json writer;

    json_start(&writer, stdout);
    json_text(&writer, "model", circlet_model_name(answer->problem->model));
    put_limits(&writer, answer->problem);
    put_value(&writer, answer->problem, answer->siting);
    put_gains(&writer, answer->problem, answer->siting);
    put_report(&writer, answer);
    if (answer->opinion)
        put_opinion(&writer, answer);
    put_assignment(&writer, answer);
    json_end(&writer);
}

void solve_print_frontier_json(const solve_problem *problem,
                               const circlet_frontier *frontier)
{
    bool is_budget = problem->location.has_budget;
    int decimals =
        is_budget ? circlet_location_file_units(problem->file).cost_decimals
                  : 0;
    json writer;

    json_start(&writer, stdout);
    json_text(&writer, "model", circlet_model_name(problem->model));
    json_array(&writer, "frontier");
    for (size_t i = 0; i < circlet_frontier_count(frontier); i++) {
        const circlet_siting *siting = circlet_frontier_siting(frontier, i);

        json_object(&writer, NULL);
        put_decimal(&writer, is_budget ? "budget" : "p",
                    circlet_frontier_limit(frontier, i), decimals);
        if (siting)
            put_value(&writer, problem, siting);
        else
            json_null(&writer, "objective");
        json_end(&writer);
    }
    json_end(&writer);
    json_end(&writer);
}

/* ---- text --------------------------------------------------------------- */

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
               report.unreachable_weight, weight_decimals(answer->problem));
    add_points(t, _("not served"), report.unserved, report.unserved_weight,
               weight_decimals(answer->problem));
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
        table_set(t, 0, site_id(answer->problem, sites[i]));
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

/* ---- files -------------------------------------------------------------- */

static void put_sites_csv(FILE *file, const solve_answer *answer)
{
    size_t count;
    const uint32_t *sites = circlet_siting_sites(answer->siting, &count);
    const int64_t *gains = circlet_siting_gains(answer->siting);
    char text[CIRCLET_DECIMAL_SIZE] = "";

    fputs("id,gain\n", file);
    for (size_t i = 0; i < count; i++) {
        csv_write_field(file, site_id(answer->problem, sites[i]));
        if (gains)
            circlet_decimal_write(text, gains[i], answer->problem->decimals);
        fprintf(file, ",%s\n", text);
    }
}

static void put_assignment_csv(FILE *file, const solve_answer *answer)
{
    const solve_problem *problem = answer->problem;
    int decimals = circlet_location_file_units(problem->file).time_decimals;
    size_t count;
    const circlet_assignment *list =
        circlet_siting_assignments(answer->siting, &count);

    fputs("demand,site,seconds,weight\n", file);
    for (size_t i = 0; i < count; i++) {
        char text[CIRCLET_DECIMAL_SIZE];

        csv_write_field(file, circlet_location_file_demand_id(problem->file,
                                                              list[i].point));
        putc(',', file);
        csv_write_field(file, site_id(problem, list[i].site));
        circlet_decimal_write(text, list[i].time_ms, decimals);
        fprintf(file, ",%s", text);
        circlet_decimal_write(text, list[i].weight, weight_decimals(problem));
        fprintf(file, ",%s\n", text);
    }
}

static circlet_status write_csv(const solve_answer *answer, option_id id,
                                void (*put)(FILE *, const solve_answer *),
                                circlet_error *error)
{
    const arguments *read = answer->problem->read;
    output_file file = {0};
    circlet_status status;

    if (!option_given(read, id))
        return CIRCLET_OK;
    status = output_file_open(&file, option_value(read, id),
                              option_given(read, OPTION_FORCE), error);
    if (!status) {
        put(file.file, answer);
        status = output_file_commit(&file, error);
    }
    output_file_end(&file);
    return status;
}

circlet_status solve_write_files(const solve_answer *answer,
                                 circlet_error *error)
{
    circlet_status status =
        write_csv(answer, OPTION_SITES_OUT, put_sites_csv, error);

    return status ? status
                  : write_csv(answer, OPTION_ASSIGNMENT, put_assignment_csv,
                              error);
}
