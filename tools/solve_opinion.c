/*
 * The programs cbc (COIN-OR) and glpsol (GLPK). What they say of their
 * answer is reported, but never believed: after a time limit CBC may call an
 * answer optimal. Their sites are judged by the library alone.
 */
#include "solve_opinion.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "json.h"
#include "locale.h"
#include "message.h"
#include "solver_process.h"

#define LINE_SIZE 4096
#define SECONDS_MAX 1000000.0

/* Judging is one choice: only capacities leave anything to find. */
#define JUDGE_SECONDS 30.0

/* What the solver is asked and answers. */
typedef struct question {
    const solve_problem *problem;
    const char *solver;
    solver_folder folder;
    circlet_mps_facts facts;
    uint32_t *column_sites; /* of each column of a site; else UINT32_MAX */
    size_t column_count;
    uint32_t *sites; /* that it chose */
    size_t site_count;
} question;

const char *solve_claim_name(solve_claim claim)
{
    static const char *const names[] = {"none", "feasible", "optimal",
                                        "infeasible"};

    return names[claim];
}

bool solve_knows_solver(const char *word)
{
    return strcmp(word, "cbc") == 0 || strcmp(word, "glpsol") == 0;
}

/* ---- asking ------------------------------------------------------------- */

/* CBC's limit would be of processor time without timeMode. */
static void ask_cbc(char *words[SOLVER_ARGUMENTS], question *asked,
                    bool has_start, char *limit)
{
    size_t n = 0;

    words[n++] = "cbc";
    words[n++] = asked->folder.problem;
    words[n++] = "-timeMode";
    words[n++] = "elapsed";
    if (*limit) {
        words[n++] = "-sec";
        words[n++] = limit;
    }
    words[n++] = "-ratioGap";
    words[n++] = "0";
    if (has_start) {
        words[n++] = "-mips";
        words[n++] = asked->folder.start;
    }
    words[n++] = "-solve";
    words[n++] = "-solu";
    words[n++] = asked->folder.answer;
    words[n] = NULL;
}

static void ask_glpsol(char *words[SOLVER_ARGUMENTS], question *asked,
                       char *limit)
{
    size_t n = 0;

    words[n++] = "glpsol";
    words[n++] = "--freemps";
    words[n++] = asked->folder.problem;
    if (*limit) {
        words[n++] = "--tmlim";
        words[n++] = limit;
    }
    words[n++] = "-w";
    words[n++] = asked->folder.answer;
    words[n] = NULL;
}

static bool has_answered(const question *asked)
{
    FILE *file = fopen(asked->folder.answer, "r");

    if (file)
        fclose(file);
    return file != NULL;
}

/* CBC 2.10.8 crashes on some starts: it is then asked once more without. */
static circlet_status ask(question *asked, double seconds,
                          circlet_error *error)
{
    bool is_cbc = strcmp(asked->solver, "cbc") == 0;
    char *words[SOLVER_ARGUMENTS];
    char limit[NUMBER_SIZE] = "";
    circlet_status status;

    if (seconds > 0 && seconds < SECONDS_MAX)
        snprintf(limit, sizeof(limit), "%ld", (long)seconds + 1);
    if (is_cbc)
        ask_cbc(words, asked, true, limit);
    else
        ask_glpsol(words, asked, limit);
    status = solver_run(words, &asked->folder, seconds, error);
    if (status || !is_cbc || has_answered(asked))
        return status;
    ask_cbc(words, asked, false, limit);
    return solver_run(words, &asked->folder, seconds, error);
}

/* ---- its answer --------------------------------------------------------- */

/* The sites of the program's columns, which GLPK names by number. */
static circlet_status read_columns(question *asked, circlet_error *error)
{
    FILE *file = fopen(asked->folder.problem, "r");
    char line[LINE_SIZE], name[LINE_SIZE];
    bool is_in = false;

    asked->column_sites =
        calloc(asked->facts.columns + 1, sizeof(*asked->column_sites));
    asked->sites = calloc(asked->facts.columns + 1, sizeof(*asked->sites));
    if (!asked->column_sites || !asked->sites || !file) {
        if (file)
            fclose(file);
        return fail_nomem(error);
    }
    while (fgets(line, sizeof(line), file) && strncmp(line, "RHS", 3) != 0) {
        uint32_t site = UINT32_MAX;

        if (strncmp(line, "COLUMNS", 7) == 0)
            is_in = true;
        /* Every column has one line of its cost. */
        if (!is_in || !strstr(line, " cost ") ||
            asked->column_count == asked->facts.columns ||
            sscanf(line, " %s", name) != 1)
            continue;
        if (sscanf(name, "y%" SCNu32, &site) != 1)
            site = UINT32_MAX;
        asked->column_sites[asked->column_count++] = site;
    }
    fclose(file);
    return CIRCLET_OK;
}

static void take_site(question *asked, uint32_t site, const char *value)
{
    double number;

    /* Existing sites are open, not chosen. */
    if (site >= circlet_location_file_site_count(asked->problem->file) ||
        !parse_number(&number, value) || number < 0.5 ||
        asked->site_count == asked->facts.columns)
        return;
    if (!asked->problem->location.states ||
        asked->problem->location.states[site] != CIRCLET_SITE_EXISTING)
        asked->sites[asked->site_count++] = site;
}

/* "Optimal - objective value 12.5" and lines "number name value cost". */
static void read_cbc(solve_opinion *out, question *asked, FILE *file)
{
    char line[LINE_SIZE], name[LINE_SIZE], value[LINE_SIZE];
    const char *number;
    uint32_t site;

    if (!fgets(line, sizeof(line), file))
        return;
    if (strncmp(line, "Optimal", 7) == 0)
        out->claim = SOLVE_CLAIM_OPTIMAL;
    else if (strstr(line, "nfeasible"))
        out->claim = SOLVE_CLAIM_INFEASIBLE;
    else if (!strstr(line, "no integer solution"))
        out->claim = SOLVE_CLAIM_FEASIBLE;
    number = strstr(line, "objective value ");
    if (number && out->claim == SOLVE_CLAIM_OPTIMAL &&
        sscanf(number + 16, "%s", value) == 1)
        out->has_bound = parse_number(&out->bound, value);
    while (fgets(line, sizeof(line), file))
        /* Stars mark what CBC itself finds wrong. */
        if (sscanf(line + strspn(line, " *"), "%*s %s %s", name, value) == 2 &&
            sscanf(name, "y%" SCNu32, &site) == 1)
            take_site(asked, site, value);
}

/* "s mip ROWS COLUMNS STATE OBJECTIVE" and lines "j COLUMN VALUE". */
static void read_glpsol(solve_opinion *out, question *asked, FILE *file)
{
    char line[LINE_SIZE], state[LINE_SIZE], value[LINE_SIZE];
    size_t column;

    while (fgets(line, sizeof(line), file)) {
        if (sscanf(line, "s mip %*s %*s %s %s", state, value) == 2) {
            if (state[0] == 'o')
                out->claim = SOLVE_CLAIM_OPTIMAL;
            else if (state[0] == 'f')
                out->claim = SOLVE_CLAIM_FEASIBLE;
            else if (state[0] == 'n')
                out->claim = SOLVE_CLAIM_INFEASIBLE;
            if (state[0] == 'o')
                out->has_bound = parse_number(&out->bound, value);
        }
        if (sscanf(line, "j %zu %s", &column, value) == 2 && column >= 1 &&
            column <= asked->column_count)
            take_site(asked, asked->column_sites[column - 1], value);
    }
}

/* The last bound that the log states: "best possible 12.5", "Lower bound:
 * 12.5", or GLPK's "mip = 13 >= 12.5". */
static void read_log(solve_opinion *out, const question *asked)
{
    static const char *const marks[] = {"best possible ",
                                        "Lower bound:", ">="};
    FILE *file = fopen(asked->folder.log, "r");
    char line[LINE_SIZE], value[LINE_SIZE];

    while (file && fgets(line, sizeof(line), file))
        for (size_t i = 0; i < 3; i++) {
            const char *found = strstr(line, marks[i]);

            if (!found || (i == 2 && !strstr(line, "mip =")) ||
                sscanf(found + strlen(marks[i]), "%s", value) != 1)
                continue;
            value[strcspn(value, "),")] = '\0';
            if (parse_number(&out->bound, value))
                out->has_bound = true;
        }
    if (file)
        fclose(file);
}

static void read_answer(solve_opinion *out, question *asked)
{
    FILE *file = fopen(asked->folder.answer, "r");

    if (file && strcmp(asked->solver, "cbc") == 0)
        read_cbc(out, asked, file);
    else if (file)
        read_glpsol(out, asked, file);
    if (file)
        fclose(file);
    if (!out->has_bound)
        read_log(out, asked);
    if (!out->has_bound)
        return;
    if (asked->facts.is_negated)
        out->bound = -out->bound;
    out->bound += (double)asked->facts.offset;
    for (int i = 0; i < asked->problem->decimals; i++)
        out->bound /= 10;
}

/* ---- judging ------------------------------------------------------------ */

/*
 * The choice is made the only one: its sites are fixed, and no others may
 * come with them. Demand stays within reach of the others, so that it counts
 * as in the problem itself.
 */
static circlet_status judge(solve_opinion *out, const question *asked,
                            circlet_error *error)
{
    const solve_problem *problem = asked->problem;
    circlet_location location = problem->location;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_error fault = {CIRCLET_OK, ""};
    size_t count = circlet_location_file_site_count(problem->file);
    uint8_t *states = calloc(count + 1, 1);

    if (!states)
        return fail_nomem(error);
    if (location.states)
        memcpy(states, location.states, count);
    for (size_t i = 0; i < asked->site_count; i++)
        if (states[asked->sites[i]] == CIRCLET_SITE_FREE)
            states[asked->sites[i]] = CIRCLET_SITE_FIXED;
    options.progress = problem->options.progress;
    options.time_limit_s = JUDGE_SECONDS;
    location.states = states;
    if (location.has_p && location.p < asked->site_count) {
        snprintf(out->fault, sizeof(out->fault), _("%zu sites, not %zu"),
                 asked->site_count, location.p);
    } else {
        location.has_p = true;
        location.p = asked->site_count;
        if (circlet_solve(&out->judged, problem->model, &location, &options,
                          &fault))
            snprintf(out->fault, sizeof(out->fault), "%s", fault.message);
    }
    free(states);
    return fault.status == CIRCLET_E_NOMEM ? fail_nomem(error) : CIRCLET_OK;
}

static circlet_status ask_and_judge(solve_opinion *out, question *asked,
                                    const circlet_siting *start,
                                    double seconds, circlet_error *error)
{
    double began = solver_clock();
    circlet_status status = circlet_write_mps(
        asked->folder.problem, asked->folder.start, asked->problem->model,
        &asked->problem->location, start, &asked->facts, error);

    if (!status)
        status = read_columns(asked, error);
    if (!status)
        status = ask(asked, seconds, error);
    out->seconds = solver_clock() - began;
    if (status)
        return status;
    read_answer(out, asked);
    if (out->claim == SOLVE_CLAIM_OPTIMAL ||
        out->claim == SOLVE_CLAIM_FEASIBLE)
        return judge(out, asked, error);
    snprintf(out->fault, sizeof(out->fault), "%s",
             out->claim == SOLVE_CLAIM_INFEASIBLE
                 ? _("it claims that no choice obeys the limits")
                 : _("it found none in its time"));
    return CIRCLET_OK;
}

circlet_status solve_ask(solve_opinion *out, const char *solver,
                         const solve_problem *problem,
                         const circlet_siting *start, double seconds,
                         circlet_error *error)
{
    question asked = {.problem = problem, .solver = solver};
    circlet_status status = solver_folder_make(&asked.folder, error);

    out->solver = solver;
    if (!status)
        status = ask_and_judge(out, &asked, start, seconds, error);
    solver_folder_remove(&asked.folder);
    free(asked.column_sites);
    free(asked.sites);
    return status;
}

void solve_opinion_clear(solve_opinion *opinion)
{
    circlet_siting_free(opinion->judged);
    opinion->judged = NULL;
}
