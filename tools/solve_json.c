/* Answers to location problems as JSON. */
#include "solve_output.h"

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
    if (location->target > 0)
        put_decimal(writer, "target", location->target,
                    solve_weight_decimals(problem));
}

static void put_sites(json *writer, const solve_problem *problem,
                      const circlet_siting *siting)
{
    size_t count;
    const uint32_t *sites = circlet_siting_sites(siting, &count);

    json_array(writer, "sites");
    for (size_t i = 0; i < count; i++)
        json_text(writer, NULL, solve_site_id(problem, sites[i]));
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
    int decimals = solve_weight_decimals(problem);

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
        json_text(writer, "site", solve_site_id(problem, list[i].site));
        put_decimal(writer, "time", list[i].time_ms, decimals);
        put_decimal(writer, "weight", list[i].weight,
                    solve_weight_decimals(problem));
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
