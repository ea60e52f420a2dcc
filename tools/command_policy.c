/* circlet policy: checks a policy file and says in words what it asks for. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "guide_output.h"
#include "locale.h"
#include "message.h"

/* What reading the file finds, and what is only read when it is judged by:
 * its travel modes. */
static circlet_status read_modes(const circlet_policy *policy,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_policy_mode_count(policy); i++) {
        circlet_travel_mode *mode = NULL;

        status = circlet_read_policy_mode(&mode, policy, i, error);
        circlet_travel_mode_free(mode);
    }
    return status;
}

static bool is_same(const char *id, const char *text, size_t size)
{
    return strlen(id) == size && strncmp(id, text, size) == 0;
}

static bool has_rule(const circlet_policy *policy, const char *id, size_t size)
{
    for (size_t i = 0; i < circlet_policy_rule_count(policy); i++)
        if (is_same(circlet_policy_rule_id(policy, i), id, size))
            return true;
    return false;
}

static bool has_fund(const circlet_guide *guide, const char *id, size_t size)
{
    const circlet_guide_fund *fund;

    for (size_t i = 0; (fund = circlet_guide_fund_at(guide, i)); i++)
        if (is_same(fund->id, id, size))
            return true;
    return false;
}

/* Says which of the rules and funds asked for the policy does not have. */
static int check_rules(const guide_output *output, const arguments *read)
{
    const char *at = output->rules;

    for (; at; at = strchr(at, ',')) {
        size_t size;

        at += *at == ',';
        size = strcspn(at, ",");
        if (has_rule(output->policy, at, size) ||
            has_fund(output->guide, at, size))
            continue;
        fprintf(stderr,
                _("circlet %s: policy '%s' has no rule or fund '%.*s'\n"),
                read->command->name, circlet_policy_id(output->policy),
                (int)size, at);
        return EXIT_INPUT;
    }
    return EXIT_DONE;
}

static int print(const guide_output *output, const arguments *read)
{
    if (option_given(read, OPTION_JSON))
        guide_write(output, stdout);
    else if (!guide_print(output))
        return machine_error(read->command->name, _("out of memory"));
    return EXIT_DONE;
}

static int run(const arguments *read)
{
    circlet_policy *policy = NULL;
    circlet_guide *guide = NULL;
    circlet_error error;
    circlet_status status =
        circlet_read_policy(&policy, read->operands[0], &error);
    int result;

    if (!status)
        status = read_modes(policy, &error);
    if (!status)
        status = circlet_policy_explain(&guide, policy, &error);
    if (status) {
        result = report_error(read->command->name, &error);
    } else {
        guide_output output = {policy, guide, option_value(read, OPTION_RULE)};

        result = check_rules(&output, read);
        if (result == EXIT_DONE)
            result = print(&output, read);
    }
    circlet_guide_free(guide);
    circlet_policy_free(policy);
    return result;
}

static const option_use options[] = {
    {OPTION_RULE, false, N_("show these rules and funds alone")},
};

static const option_label labels[] = {
    {OPTION_RULE, "ID[,ID...]"},
};

const command command_policy = {
    .name = "policy",
    .summary = N_("check a policy file and say what it asks for"),
    .operands = "FILE",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_("Reads a policy file (YAML) and the travel modes that it "
               "names, says where it is\n"
               "wrong, and else in words what every rule measures, of whom "
               "and where, with its\n"
               "force, years, clause and quote; then what funds pay, what can "
               "be built in which\n"
               "sizes, what else can be done and for how much, the groups of "
               "people, and who goes\n"
               "by which mode. JSON has every text in both languages, and the "
               "parameters."),
    .examples = "  circlet policy beijing-2018.yaml\n"
                "  circlet policy beijing-2018.yaml --rule B-AREA --json\n"
                "  circlet policy beijing-2018.yaml --rule B-FUND/basic\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .labels = labels,
    .label_count = sizeof(labels) / sizeof(labels[0]),
    .run = run,
};
