/* circlet solve: a bare location problem from a file. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "interrupt.h"
#include "locale.h"
#include "message.h"
#include "progress.h"
#include "solve_output.h"
#include "solver_process.h"

/* With a second opinion, our share of the time. */
#define OWN_SHARE 0.5

static int fail(const solve_problem *problem, const circlet_error *error)
{
    return report_error(problem->read->command->name, error);
}

/* What the library says of the problem is of the file; it is data, whatever
 * the array. */
static int fail_problem(const solve_problem *problem, circlet_error *error)
{
    const char *name = problem->read->command->name;

    if (error->status == CIRCLET_E_ARGUMENT)
        error->status = CIRCLET_E_DATA;
    if (error->status == CIRCLET_E_CANCELLED && !interrupt_came()) {
        (void)machine_error(name, "%s: %s", problem->path, error->message);
        return EXIT_INTERRUPTED;
    }
    if (error->status == CIRCLET_E_DATA ||
        error->status == CIRCLET_E_INFEASIBLE) {
        circlet_error within = {.status = error->status};

        snprintf(within.message, sizeof(within.message), "%.200s: %.800s",
                 problem->path, error->message);
        return report_error(name, &within);
    }
    return report_error(name, error);
}

/* ---- other tasks -------------------------------------------------------- */

/* Whether a file may be written: it is not there, or --force is given. */
static int check_new(const solve_problem *problem, option_id id)
{
    const char *path = option_value(problem->read, id);
    circlet_error error = {CIRCLET_E_ARGUMENT, ""};

    if (!path || option_given(problem->read, OPTION_FORCE) ||
        access(path, F_OK) != 0)
        return ARGUMENTS_ARE_READ;
    snprintf(error.message, sizeof(error.message),
             _("'%s' exists; --force replaces it"), path);
    return fail(problem, &error);
}

static int write_mps(const solve_problem *problem)
{
    const char *path = option_value(problem->read, OPTION_MPS);
    circlet_error error = {CIRCLET_OK, ""};
    circlet_mps_facts facts;
    char offset[CIRCLET_DECIMAL_SIZE];

    if (circlet_write_mps(path, NULL, problem->model, &problem->location, NULL,
                          &facts, &error))
        return fail_problem(problem, &error);
    circlet_decimal_write(offset, facts.offset, 0);
    if (option_given(problem->read, OPTION_JSON)) {
        json writer;

        json_start(&writer, stdout);
        json_text(&writer, "file", path);
        json_integer(&writer, "rows", (int64_t)facts.rows);
        json_integer(&writer, "columns", (int64_t)facts.columns);
        json_integer(&writer, "entries", (int64_t)facts.entries);
        json_integer(&writer, "offset", facts.offset);
        json_boolean(&writer, "is_negated", facts.is_negated);
        json_integer(&writer, "decimals", problem->decimals);
        json_end(&writer);
        return EXIT_DONE;
    }
    printf(_("%s: %zu rows, %zu columns, %zu entries; the objective is "
             "%s %s the program's, in units of 10^-%d\n"),
           path, facts.rows, facts.columns, facts.entries, offset,
           facts.is_negated ? "-" : "+", problem->decimals);
    return EXIT_DONE;
}

/* No time is below 0: that needs no proof. */
static bool proves_its_bound(const circlet_certificate *certificate)
{
    return certificate->node_count > 0 ||
           (certificate->model == CIRCLET_MODEL_P_CENTER &&
            certificate->bound <= 0);
}

static void print_verified(const solve_problem *problem,
                           const circlet_certificate *certificate,
                           const char *fault)
{
    char objective[CIRCLET_DECIMAL_SIZE], bound[CIRCLET_DECIMAL_SIZE];
    bool has_proof = proves_its_bound(certificate);
    json writer;

    circlet_decimal_write(objective, certificate->objective,
                          problem->decimals);
    circlet_decimal_write(bound, certificate->bound, problem->decimals);
    if (option_given(problem->read, OPTION_JSON)) {
        json_start(&writer, stdout);
        json_boolean(&writer, "holds", !fault && has_proof);
        json_raw(&writer, "objective", objective);
        json_raw(&writer, "bound", bound);
        json_boolean(&writer, "bound_is_checked", !fault && has_proof);
        json_text(&writer, "fault", fault);
        json_end(&writer);
    } else if (fault) {
        printf(_("the certificate does not hold: %s\n"), fault);
    } else if (has_proof) {
        printf(_("the certificate holds: objective %s, bound %s\n"), objective,
               bound);
    } else {
        printf(_("the sites have the objective %s; the certificate has no "
                 "proof of the bound %s\n"),
               objective, bound);
    }
}

static int verify(const solve_problem *problem)
{
    circlet_error error = {CIRCLET_OK, ""};
    circlet_certificate *certificate = NULL;
    bool has_proof;
    circlet_status status = circlet_read_certificate(
        &certificate, option_value(problem->read, OPTION_VERIFY), &error);

    if (status)
        return fail(problem, &error);
    if (certificate->model != problem->model) {
        circlet_model model = certificate->model;

        circlet_certificate_free(certificate);
        return usage_error(problem->read->command->name,
                           _("the certificate is of %s, not of %s"),
                           circlet_model_name(model),
                           circlet_model_name(problem->model));
    }
    status =
        circlet_certificate_check(certificate, &problem->location, &error);
    if (!status || status == CIRCLET_E_DATA)
        print_verified(problem, certificate, status ? error.message : NULL);
    has_proof = proves_its_bound(certificate);
    circlet_certificate_free(certificate);
    if (status && status != CIRCLET_E_DATA)
        return fail(problem, &error);
    return status || !has_proof ? EXIT_FINDINGS : EXIT_DONE;
}

static bool was_interrupted(const circlet_siting *siting)
{
    return siting &&
           circlet_siting_get_report(siting).stop == CIRCLET_STOP_CANCELLED;
}

static int solve_frontier(const solve_problem *problem, progress *bar)
{
    circlet_error error = {CIRCLET_OK, ""};
    circlet_frontier *frontier = NULL;
    bool is_interrupted = false;
    circlet_status status = circlet_solve_frontier(
        &frontier, problem->model, &problem->location, problem->first,
        problem->last, problem->step, &problem->options, &error);

    progress_end(bar);
    if (status)
        return fail_problem(problem, &error);
    for (size_t i = 0; i < circlet_frontier_count(frontier); i++)
        is_interrupted = is_interrupted ||
                         was_interrupted(circlet_frontier_siting(frontier, i));
    if (option_given(problem->read, OPTION_JSON))
        solve_print_frontier_json(problem, frontier);
    else if (!solve_print_frontier_text(problem, frontier))
        status = fail_nomem(&error);
    circlet_frontier_free(frontier);
    if (status)
        return fail(problem, &error);
    return is_interrupted ? EXIT_INTERRUPTED : EXIT_DONE;
}

/* ---- one answer --------------------------------------------------------- */

static circlet_status ask_other(solve_answer *answer, solve_opinion *opinion,
                                circlet_error *error)
{
    const solve_problem *problem = answer->problem;
    const char *solver = option_value(problem->read, OPTION_WITH);
    double limit = problem->options.time_limit_s;

    if (!solver || was_interrupted(answer->siting))
        return CIRCLET_OK;
    answer->opinion = opinion;
    return solve_ask(opinion, solver, problem, answer->siting,
                     limit > 0 ? limit * (1 - OWN_SHARE) : 0, error);
}

static circlet_status write_certificate(const solve_answer *answer,
                                        circlet_error *error)
{
    const char *path = option_value(answer->problem->read, OPTION_CERTIFICATE);
    const circlet_certificate *certificate =
        circlet_siting_certificate(answer->siting);

    if (!path)
        return CIRCLET_OK;
    if (!certificate) {
        remark(answer->problem->read->command->name,
               _("there is no certificate of this answer"));
        return CIRCLET_OK;
    }
    if (!proves_its_bound(certificate) &&
        !option_given(answer->problem->read, OPTION_QUIET))
        remark(answer->problem->read->command->name,
               certificate->is_too_large
                   ? _("the proof is too large: the certificate has the "
                       "sites alone")
                   : _("the certificate has the sites alone"));
    return circlet_write_certificate(path, certificate, error);
}

static circlet_status show(const solve_answer *answer, circlet_error *error)
{
    circlet_status status = write_certificate(answer, error);

    if (!status)
        status = solve_write_files(answer, error);
    if (status)
        return status;
    if (option_given(answer->problem->read, OPTION_JSON))
        solve_print_json(answer);
    else if (!solve_print_text(answer))
        return fail_nomem(error);
    return CIRCLET_OK;
}

static int solve_one(const solve_problem *problem, progress *bar)
{
    circlet_siting_options options = problem->options;
    circlet_error error = {CIRCLET_OK, ""};
    circlet_siting *siting = NULL;
    solve_opinion opinion = {.claim = SOLVE_CLAIM_NONE};
    solve_answer answer = {.problem = problem};
    double began = solver_clock();
    int result = EXIT_DONE;
    circlet_status status;

    if (option_given(problem->read, OPTION_WITH))
        options.time_limit_s *= OWN_SHARE;
    status = circlet_solve(&siting, problem->model, &problem->location,
                           &options, &error);
    answer.siting = siting;
    answer.seconds = solver_clock() - began;
    if (status) {
        progress_end(bar);
        return fail_problem(problem, &error);
    }
    status = ask_other(&answer, &opinion, &error);
    progress_end(bar);
    if (!status)
        status = show(&answer, &error);
    if (status)
        result = fail(problem, &error);
    else if (was_interrupted(siting))
        result = EXIT_INTERRUPTED;
    solve_opinion_clear(&opinion);
    circlet_siting_free(siting);
    return result;
}

/* ---- the command -------------------------------------------------------- */

static int run_task(const solve_problem *problem, progress *bar)
{
    if (option_given(problem->read, OPTION_MPS))
        return write_mps(problem);
    if (option_given(problem->read, OPTION_VERIFY))
        return verify(problem);
    return problem->has_frontier ? solve_frontier(problem, bar)
                                 : solve_one(problem, bar);
}

static int check_command_line(const solve_problem *problem)
{
    const char *solver = option_value(problem->read, OPTION_WITH);
    int result = check_new(problem, OPTION_MPS);

    if (result == ARGUMENTS_ARE_READ)
        result = check_new(problem, OPTION_CERTIFICATE);
    if (result == ARGUMENTS_ARE_READ && solver && !solve_knows_solver(solver))
        result = solve_fail_value(problem->read, OPTION_WITH, "cbc, glpsol",
                                  solver);
    return result;
}

static int run(const arguments *read)
{
    solve_problem problem = {.path = NULL};
    circlet_progress callback;
    progress bar;
    int result = solve_read_options(&problem, read);

    if (result == ARGUMENTS_ARE_READ)
        result = check_command_line(&problem);
    if (result != ARGUMENTS_ARE_READ)
        return result;
    callback = progress_start(&bar, option_given(read, OPTION_QUIET));
    result = solve_open_problem(&problem, &callback);
    progress_end(&bar);
    if (result == ARGUMENTS_ARE_READ)
        result = run_task(&problem, &bar);
    solve_close_problem(&problem);
    return result;
}

static const option_use options[] = {
    {OPTION_FORMAT, false, NULL},
    {OPTION_DEMAND, false, NULL},
    {OPTION_SITES, false, NULL},
    {OPTION_DISTANCES, false, NULL},
    {OPTION_P, false, NULL},
    {OPTION_BUDGET, false, NULL},
    {OPTION_CUTOFF_SECONDS, false, NULL},
    {OPTION_BANDS, false, NULL},
    {OPTION_BACKUP, false, NULL},
    {OPTION_TARGET, false, NULL},
    {OPTION_UNSERVED, false, NULL},
    {OPTION_WHOLE, false, NULL},
    {OPTION_FIX_SITE, false, NULL},
    {OPTION_FORBID, false, NULL},
    {OPTION_EXISTING, false, NULL},
    {OPTION_GROUP_MIN, false, NULL},
    {OPTION_GROUP_MAX, false, NULL},
    {OPTION_SPACING, false, NULL},
    {OPTION_FRONTIER, false, NULL},
    {OPTION_TIME_LIMIT, false, NULL},
    {OPTION_GAP, false, NULL},
    {OPTION_WORK_LIMIT, false, NULL},
    {OPTION_SEED, false,
     N_("another order in which the search tries things; default: 0")},
    {OPTION_THREADS, false,
     N_("lscp, mclp: how many threads read what covers what; the search runs "
        "on one; the answer is the same; default: 1")},
    {OPTION_WITH, false, NULL},
    {OPTION_MPS, false, NULL},
    {OPTION_CERTIFICATE, false, NULL},
    {OPTION_VERIFY, false, NULL},
    {OPTION_SITES_OUT, false, NULL},
    {OPTION_ASSIGNMENT, false, NULL},
    {OPTION_FORCE, false, NULL},
};

const command command_solve = {
    .name = "solve",
    .summary = N_("a bare location problem from a file"),
    .operands = "MODEL FILE",
    .operand_min = 2,
    .operand_max = 2,
    .text = N_("Chooses sites and proves how good the choice is. MODEL is "
               "lscp (the cheapest\n"
               "sites that cover all demand), mclp (the p sites that cover "
               "most), p-median,\n"
               "p-center, facility-location, capacitated-mclp or "
               "capacitated-p-median. FILE is\n"
               "what 'circlet matrix' writes, or a published problem. The "
               "objective is never\n"
               "better than the bound; where they meet, nothing better "
               "exists."),
    .examples =
        "  circlet matrix city.gpkg --mode walk --cutoff 15 --to sites > "
        "times.csv\n"
        "  circlet solve mclp times.csv --p 5\n"
        "  circlet solve p-median pmed1.txt --format orlib-pmed --json\n"
        "  circlet solve lscp times.csv --certificate proof.json\n"
        "  circlet solve lscp times.csv --verify proof.json\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
