#include "site_options.h"

#include <stdlib.h>
#include <string.h>

#include "locale.h"
#include "message.h"
#include "solve_problem.h"

#define COUNT_MAX 100000
#define YUAN_MAX INT64_C(1000000000000000)

void site_options_free(site_options *options)
{
    free(options->keep);
    free(options->forbid);
}

/* The values of an option that may be repeated as one list divided by commas;
 * NULL if it was not given. */
static bool join(char **out, const arguments *read, option_id id)
{
    size_t size = 1;

    for (size_t i = 0; i < read->counts[id]; i++)
        size += strlen(read->values[id][i]) + 1;
    if (size == 1)
        return true;
    *out = malloc(size);
    if (!*out)
        return false;
    size = 0;
    for (size_t i = 0; i < read->counts[id]; i++) {
        size_t length = strlen(read->values[id][i]);

        if (i > 0)
            (*out)[size++] = ',';
        memcpy(*out + size, read->values[id][i], length);
        size += length;
    }
    (*out)[size] = '\0';
    return true;
}

static int read_budget(double *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_BUDGET);
    int64_t yuan;

    if (!text)
        return ARGUMENTS_ARE_READ;
    if (!circlet_decimal_read(&yuan, text, 0) || yuan < 1 || yuan >= YUAN_MAX)
        return solve_fail_value(read, OPTION_BUDGET,
                                _("a whole number of yuan above 0"), text);
    *out = (double)yuan;
    return ARGUMENTS_ARE_READ;
}

static int read_gap(double *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_GAP);
    int64_t share;

    if (!text)
        return ARGUMENTS_ARE_READ;
    if (!solve_read_share(&share, text))
        return solve_fail_value(read, OPTION_GAP,
                                _("a share, such as 0.01 or 1%"), text);
    *out = (double)share / 1e9;
    return ARGUMENTS_ARE_READ;
}

static int read_work(uint64_t *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_WORK_LIMIT);
    int64_t steps;

    if (!text)
        return ARGUMENTS_ARE_READ;
    if (!circlet_decimal_read(&steps, text, 0) || steps < 1)
        return solve_fail_value(read, OPTION_WORK_LIMIT,
                                _("a whole number above 0"), text);
    *out = (uint64_t)steps;
    return ARGUMENTS_ARE_READ;
}

/* What limits a plan for all rules says nothing to a plan for a number of
 * buildings. */
static int check_together(const arguments *read)
{
    static const option_id of_all[] = {OPTION_BUDGET, OPTION_KEEP,
                                       OPTION_ALLOW,  OPTION_FORBID,
                                       OPTION_GAP,    OPTION_WORK_LIMIT};

    if (!option_given(read, OPTION_COUNT))
        return ARGUMENTS_ARE_READ;
    if (!option_given(read, OPTION_SERVICES))
        return usage_error(read->command->name,
                           _("'--count' needs '--services'"));
    for (size_t i = 0; i < sizeof(of_all) / sizeof(of_all[0]); i++)
        if (option_given(read, of_all[i]))
            return usage_error(
                read->command->name, _("'--%s' does not go with '--%s'"),
                option_name(of_all[i]), option_name(OPTION_COUNT));
    return ARGUMENTS_ARE_READ;
}

static int read_numbers(circlet_plan_options *out, const arguments *read)
{
    long count = 0, year = 0, threads = 0;
    int result = option_whole(&count, read, OPTION_COUNT, 1, COUNT_MAX);

    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&year, read, OPTION_YEAR, 1900, 2200);
    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&threads, read, OPTION_THREADS, 1, 256);
    if (result == ARGUMENTS_ARE_READ)
        result = read_budget(&out->budget_cny, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_gap(&out->gap_limit, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_work(&out->work_limit, read);
    out->count = (size_t)count;
    out->year = (int)year;
    out->threads = (uint32_t)threads;
    return result;
}

int site_options_read(site_options *out, const arguments *read)
{
    int result = check_together(read);

    *out = (site_options){.plan = CIRCLET_PLAN_OPTIONS_INIT};
    out->plan.name = option_value(read, OPTION_PLAN);
    out->plan.allow = option_value(read, OPTION_ALLOW);
    out->plan.services = option_value(read, OPTION_SERVICES);
    out->plan.is_cautious = option_given(read, OPTION_CAUTIOUS);
    if (result == ARGUMENTS_ARE_READ)
        result = read_numbers(&out->plan, read);
    if (result == ARGUMENTS_ARE_READ &&
        (!join(&out->keep, read, OPTION_KEEP) ||
         !join(&out->forbid, read, OPTION_FORBID)))
        result = machine_error(read->command->name, _("out of memory"));
    if (option_given(read, OPTION_PROPOSE))
        out->plan.propose = CIRCLET_PROPOSE_ALWAYS;
    out->plan.keep = out->keep;
    out->plan.forbid = out->forbid;
    return result;
}
