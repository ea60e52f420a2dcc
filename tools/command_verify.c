/* circlet verify: whether what a plan claims is so. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "json.h"
#include "locale.h"
#include "message.h"
#include "study.h"
#include "table.h"
#include "word.h"

typedef struct verifying {
    arguments read; /* with the policy that is taken */
    const char *policy[1];
    char *found_policy; /* of the plan; NULL: it was given */
    long year; /* 0: the plan's last */
    circlet_plan *plan;
    study study;
    circlet_plain_travel *plain;
    circlet_verification *result;
} verifying;

/* ---- opening ------------------------------------------------------------ */

static circlet_status fail_policy(const verifying *work, const char *id,
                                  circlet_error *error)
{
    error->status = CIRCLET_E_NOT_FOUND;
    if (id)
        snprintf(error->message, sizeof(error->message),
                 _("plan '%s' is for the policy '%s', which does not come "
                   "with circlet: give --policy"),
                 circlet_plan_name(work->plan), id);
    else
        snprintf(error->message, sizeof(error->message),
                 _("plan '%s' was made by hand and names no policy: give "
                   "--policy"),
                 circlet_plan_name(work->plan));
    return error->status;
}

/* The policy that the plan was computed for, of those that come with
 * circlet, unless one is given. */
static circlet_status choose_policy(verifying *work, circlet_error *error)
{
    static const char folder[] = PACKAGE_DATA "/policies/";
    const char *id = circlet_plan_policy(work->plan);
    size_t size;

    if (option_given(&work->read, OPTION_POLICY))
        return CIRCLET_OK;
    if (!id || strchr(id, '/'))
        return fail_policy(work, id, error);
    size = sizeof(folder) + strlen(id) + sizeof(".yaml");
    work->found_policy = malloc(size);
    if (!work->found_policy)
        return fail_nomem(error);
    snprintf(work->found_policy, size, "%s%s.yaml", folder, id);
    if (access(work->found_policy, F_OK) != 0)
        return fail_policy(work, id, error);
    work->policy[0] = work->found_policy;
    work->read.values[OPTION_POLICY] = work->policy;
    work->read.counts[OPTION_POLICY] = 1;
    return CIRCLET_OK;
}

/* Travel times that owe nothing to the router. */
static circlet_status open_plain_travel(verifying *work, circlet_error *error)
{
    const circlet_policy *policy = work->study.policy;
    circlet_snap_options snap = circlet_policy_snap(policy);
    circlet_status status = circlet_plain_travel_new(
        &work->plain, work->study.network, &snap, error);

    for (size_t i = 0; !status && i < circlet_policy_mode_count(policy); i++) {
        circlet_travel_mode *mode = NULL;

        status = circlet_read_policy_mode(&mode, policy, i, error);
        if (!status)
            status = circlet_plain_travel_add_mode(work->plain, mode, error);
        circlet_travel_mode_free(mode);
    }
    return status;
}

static circlet_status verify(verifying *work, circlet_error *error)
{
    circlet_verify_options options = CIRCLET_VERIFY_OPTIONS_INIT;
    circlet_travel travel;
    circlet_status status = circlet_read_plan_and_proofs(
        &work->plan, work->read.operands[0],
        option_value(&work->read, OPTION_PLAN), error);

    if (!status)
        status = choose_policy(work, error);
    if (!status)
        status = study_open_with_roads(&work->study, &work->read, error);
    if (!status)
        status = open_plain_travel(work, error);
    if (status)
        return status;
    travel = circlet_plain_travel_source(work->plain);
    options.year = (int)work->year;
    options.threads = work->study.engine.threads;
    options.progress = work->study.progress;
    status = circlet_plan_verify(&work->result, work->plan, work->study.policy,
                                 work->study.city, &travel, &options, error);
    progress_end(&work->study.bar);
    return status ? status : study_check_interrupt(error);
}

/* ---- output ------------------------------------------------------------- */

/* Persons covered are as many as can be, all else is as little. */
static bool is_least(const circlet_claim *claim)
{
    return strcmp(claim->what, "bound") == 0 &&
           strcmp(claim->subject, "covered_persons") != 0;
}

static const struct {
    const char *what, *name;
} claim_names[] = {
    {"carried_out", N_("can be carried out")},
    {"cost_cny", N_("cost (CNY)")},
    {"persons_gained", N_("persons newly covered")},
    {"persons_modelled", N_("of them, modelled")},
    {"mends", N_("works on the rule")},
    {"objective", N_("reached")},
    {"bound", N_("possible at most")},
    {"gap", N_("gap")},
    {"proof", N_("proof")},
    {"impossible_persons", N_("persons whom nothing can reach")},
    {"impossible_modelled", N_("of these, modelled")},
    {"impossible_missing", N_("what is left missing")},
    {"impossible_mode", N_("travel modes of what is left")},
    {"impossible_unit", N_("what is missing counts in")},
    {"impossible_reason", N_("why it is left")},
    {"max_cost_per_person", N_("cost for each person at most (CNY)")},
    {"policy", N_("made for the policy")},
    {"year", N_("made for the year")},
    {"done_year", N_("done in the year, in the time it takes")},
    {"budget_of_year", N_("begun within the budget (CNY)")},
    {"persons_lost", N_("persons who lose cover")},
    {"levels", N_("levels")},
    {"certificate", N_("certificate of such a level")},
    {"id", N_("number of the action")},
    {"way", N_("something that can be planned")},
    {"at", N_("lies at")},
    {"facility", N_("facility")},
    {"site", N_("site")},
    {"service", N_("service")},
    {"type", N_("type")},
    {"tier", N_("tier")},
    {"mode", N_("travel modes")},
    {"fixed", N_("asked for")},
    {"proposed", N_("at a proposed site")},
    {"budget_cny", N_("cost within the budget (CNY)")},
    {"budgets", N_("cost within the budgets of units (CNY)")},
    {"allow_loss", N_("persons may lose cover")},
    {"hold_share", N_("share of draws in which it holds")},
    {"places", N_("places")},
    {"beds", N_("beds")},
    {"area_m2", N_("area (m²)")},
    {"from_service", N_("beds taken from")},
    {"services", N_("for these services alone")},
    {"keep", N_("sites that are built on")},
    {"forbid", N_("sites that are not")},
    {"must_rules", N_("breaks what must be kept and was")},
    {"persons_step", N_("persons in whole steps of")},
};

static const char *name_of(const circlet_claim *claim)
{
    if (is_least(claim))
        return _("possible at least");
    for (size_t i = 0; i < sizeof(claim_names) / sizeof(claim_names[0]); i++)
        if (strcmp(claim_names[i].what, claim->what) == 0)
            return _(claim_names[i].name);
    return claim->what;
}

static const char *name_of_state(circlet_claim_state state)
{
    switch (state) {
    case CIRCLET_CLAIM_HOLDS:
        return _("holds");
    case CIRCLET_CLAIM_DIFFERS:
        return _("differs");
    case CIRCLET_CLAIM_NONE:
        return _("not claimed");
    default:
        return _("not proved");
    }
}

/* NULL: none, of what is not claimed. */
static const char *colour_of(circlet_claim_state state)
{
    switch (state) {
    case CIRCLET_CLAIM_NONE:
        return NULL;
    case CIRCLET_CLAIM_HOLDS:
        return "green";
    case CIRCLET_CLAIM_DIFFERS:
        return "red";
    default:
        return "yellow";
    }
}

/* Of figures as many digits as they have: a difference must be seen. */
static void set_figure(table *out, size_t column, double number,
                       const char *text)
{
    char digits[NUMBER_SIZE];

    if (text) {
        table_set(out, column, word(text));
    } else if (isfinite(number)) {
        format_shortest(digits, number);
        table_set(out, column, digits);
    }
}

static void add_row(table *out, const circlet_claim *claim)
{
    char subject[256];

    snprintf(subject, sizeof(subject), "%s%s%s",
             claim->subject ? claim->subject : "", claim->part ? " " : "",
             claim->part ? claim->part : "");
    table_add_row(out);
    table_set(out, 0, subject);
    table_set(out, 1, name_of(claim));
    set_figure(out, 2, claim->claimed, claim->claimed_text);
    set_figure(out, 3, claim->found, claim->found_text);
    table_set(out, 4, name_of_state(claim->state));
    if (colour_of(claim->state))
        table_colour(out, 4, colour_of(claim->state));
    table_set(out, 5, claim->reason ? claim->reason : "");
}

static void print_summary(const verifying *work)
{
    size_t count = circlet_verification_count(work->result);
    size_t counts[CIRCLET_CLAIM_NONE + 1] = {0};
    size_t claims;

    for (size_t i = 0; i < count; i++)
        counts[circlet_verification_at(work->result, i)->state]++;
    claims = count - counts[CIRCLET_CLAIM_NONE];
    if (counts[CIRCLET_CLAIM_DIFFERS] > 0)
        printf(_("Plan %s does not hold: of %zu claims %zu differ, %zu are "
                 "not proved\n"),
               circlet_plan_name(work->plan), claims,
               counts[CIRCLET_CLAIM_DIFFERS], counts[CIRCLET_CLAIM_OPEN]);
    else
        printf(_("Plan %s holds: of %zu claims none differs, %zu are not "
                 "proved\n"),
               circlet_plan_name(work->plan), claims,
               counts[CIRCLET_CLAIM_OPEN]);
    if (circlet_plan_persons_step(work->plan) > 0)
        printf(_("It was published, with persons in steps of %d: %zu numbers "
                 "and proofs are not claimed\n"),
               circlet_plan_persons_step(work->plan),
               counts[CIRCLET_CLAIM_NONE]);
}

static bool print_text(const verifying *work)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    print_summary(work);
    putchar('\n');
    table_add_column(out, _("OF"), TABLE_LEFT);
    table_add_column(out, _("CLAIM"), TABLE_LEFT);
    table_add_column(out, _("CLAIMED"), TABLE_RIGHT);
    table_add_column(out, _("FOUND"), TABLE_RIGHT);
    table_add_column(out, _("RESULT"), TABLE_LEFT);
    table_add_column(out, _("REASON"), TABLE_SENTENCE);
    for (size_t i = 0; i < circlet_verification_count(work->result); i++)
        add_row(out, circlet_verification_at(work->result, i));
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static void write_figure(json *out, const char *key, double number,
                         const char *text)
{
    if (text)
        json_text(out, key, text);
    else
        json_number(out, key, number);
}

static void write_claim(json *out, const circlet_claim *claim)
{
    json_object(out, NULL);
    json_text(out, "what", claim->what);
    json_text(out, "subject", claim->subject);
    json_text(out, "part", claim->part);
    write_figure(out, "claimed", claim->claimed, claim->claimed_text);
    write_figure(out, "found", claim->found, claim->found_text);
    if (claim->state == CIRCLET_CLAIM_OPEN ||
        claim->state == CIRCLET_CLAIM_NONE)
        json_null(out, "holds");
    else
        json_boolean(out, "holds", claim->state == CIRCLET_CLAIM_HOLDS);
    json_boolean(out, "is_claimed", claim->state != CIRCLET_CLAIM_NONE);
    json_text(out, "reason", claim->reason);
    json_end(out);
}

static void print_json(const verifying *work)
{
    json out;

    json_start(&out, stdout);
    json_text(&out, "plan", circlet_plan_name(work->plan));
    json_boolean(&out, "holds", circlet_verification_holds(work->result));
    json_array(&out, "claims");
    for (size_t i = 0; i < circlet_verification_count(work->result); i++)
        write_claim(&out, circlet_verification_at(work->result, i));
    json_end(&out);
    json_end(&out);
}

/* ---- the command -------------------------------------------------------- */

static int print_result(const verifying *work)
{
    if (option_given(&work->read, OPTION_JSON))
        print_json(work);
    else if (!print_text(work))
        return machine_error(work->read.command->name, _("out of memory"));
    return circlet_verification_holds(work->result) ? EXIT_DONE
                                                    : EXIT_FINDINGS;
}

static int run(const arguments *read)
{
    verifying work = {.read = *read};
    circlet_error error;
    int result = option_whole(&work.year, read, OPTION_YEAR, 1900, 2200);

    if (result == ARGUMENTS_ARE_READ)
        result = verify(&work, &error)
                     ? report_error(read->command->name, &error)
                     : print_result(&work);
    circlet_verification_free(work.result);
    circlet_plain_travel_free(work.plain);
    circlet_plan_free(work.plan);
    study_close(&work.study);
    free(work.found_policy);
    return result;
}

static const option_use options[] = {
    {OPTION_PLAN, true, N_("the plan that is verified")},
    {OPTION_POLICY, false,
     N_("the rules (YAML); default: the policy that the plan was computed "
        "for, if it comes with circlet")},
    {OPTION_YEAR, false,
     N_("the year that is judged; default: the one that the plan was "
        "computed for, else the last of its actions")},
    {OPTION_THREADS, false, NULL},
};

const command command_verify = {
    .name = "verify",
    .summary = N_("re-derive what a plan claims"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text =
        N_("Derives again what a stored plan claims, with none of the code "
           "that plans or\n"
           "solves and with travel times of its own: that its actions can be "
           "carried out,\n"
           "what they cost by the policy's prices, whom they cover, how many "
           "could be\n"
           "covered at most (from the certificate that is stored with the "
           "plan), whom\n"
           "nothing can reach, and that no rule is broken that must be kept "
           "and was.\n"
           "Exit status 1 if anything differs.\n"
           "In a plan that was computed each cost must be the policy's "
           "price. In one made\n"
           "by hand it may be another: that is said, and is no difference. "
           "What a plan\n"
           "brings no proof of is 'not proved', and no difference either. Of "
           "a plan that\n"
           "came back out of a published file (an export without --exact) "
           "numbers of\n"
           "persons and proofs are 'not claimed'."),
    .examples =
        "  circlet verify city.gpkg --plan p20\n"
        "  circlet verify city.gpkg --plan p20 --policy beijing-2018.yaml "
        "--json\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
