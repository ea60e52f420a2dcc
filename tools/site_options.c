#include "site_options.h"

#include <stdlib.h>
#include <string.h>

#include "doubt_option.h"
#include "locale.h"
#include "message.h"
#include "solve_problem.h"

#define COUNT_MAX 100000
#define YUAN_MAX INT64_C(1000000000000000)
#define PERSON_MAX INT64_C(1000000000)
#define DRAWS_MAX 10000

/* Budgets of a frontier: at most, and where none are given. */
#define STEPS_MAX 1000
#define STEPS_OF_ALL 10

void site_options_free(site_options *options)
{
    free(options->keep);
    free(options->forbid);
    free(options->budgets);
    free(options->years);
    free(options->steps);
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

/* A part of the budget without a unit and a year is that of the whole. */
static bool add_budget_part(site_options *out, const char *part, size_t size)
{
    char word[64] = "";
    int64_t yuan;
    size_t used = strlen(out->budgets);

    size_t sign = size, colon = size, from;

    while (sign > 0 && part[sign - 1] != '=')
        sign--;
    while (colon > 0 && part[colon - 1] != ':')
        colon--;
    from = sign > colon ? sign : colon;
    if (size - from >= sizeof(word))
        return false;
    memcpy(word, part + from, size - from);
    if (!circlet_decimal_read(&yuan, word, 0) || yuan < 0 || yuan >= YUAN_MAX)
        return false;
    if (sign == 0 && colon == 0) {
        bool is_first = out->plan.budget_cny <= 0;

        out->plan.budget_cny = (double)yuan;
        return is_first && yuan > 0;
    }
    if (used > 0)
        out->budgets[used++] = ',';
    memcpy(out->budgets + used, part, size);
    out->budgets[used + size] = '\0';
    return sign > colon + 1 || (sign == 0 && colon > 1);
}

static int read_budget(site_options *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_BUDGET);

    if (!text)
        return ARGUMENTS_ARE_READ;
    out->budgets = calloc(strlen(text) + 2, 1);
    if (!out->budgets)
        return machine_error(read->command->name, _("out of memory"));
    for (const char *part = text;; part++) {
        size_t size = strcspn(part, ",");

        if (!add_budget_part(out, part, size))
            return solve_fail_value(
                read, OPTION_BUDGET,
                _("whole yuan above 0, or CODE=YUAN for a unit, YEAR:YUAN or "
                  "YEAR:CODE=YUAN for a year, divided by commas"),
                text);
        part += size;
        if (!*part)
            break;
    }
    out->plan.budgets = out->budgets;
    return ARGUMENTS_ARE_READ;
}

/* "2018,2019,2020". */
static int read_years(site_options *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_YEARS);
    size_t room = text ? strlen(text) / 2 + 2 : 1;

    if (!text)
        return ARGUMENTS_ARE_READ;
    out->years = calloc(room, sizeof(*out->years));
    if (!out->years)
        return machine_error(read->command->name, _("out of memory"));
    for (const char *part = text;; part++) {
        size_t size = strcspn(part, ",");
        char word[8] = "";
        int64_t year = 0;

        if (size < sizeof(word))
            memcpy(word, part, size);
        if (!circlet_decimal_read(&year, word, 0) || year < 1900 ||
            year > 2200 ||
            (out->plan.year_count > 0 &&
             year <= out->years[out->plan.year_count - 1]))
            return solve_fail_value(read, OPTION_YEARS,
                                    _("years from 1900 to 2200, divided by "
                                      "commas, each later than the one "
                                      "before"),
                                    text);
        out->years[out->plan.year_count++] = (int)year;
        part += size;
        if (!*part)
            break;
    }
    out->plan.years = out->years;
    out->plan.year = out->years[out->plan.year_count - 1];
    return ARGUMENTS_ARE_READ;
}

static int read_most(double *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_MAX_COST_PER_PERSON);
    int64_t yuan;

    if (!text)
        return ARGUMENTS_ARE_READ;
    if (!circlet_decimal_read(&yuan, text, 0) || yuan < 1 ||
        yuan >= PERSON_MAX)
        return solve_fail_value(read, OPTION_MAX_COST_PER_PERSON,
                                _("a whole number of yuan above 0"), text);
    *out = (double)yuan;
    return ARGUMENTS_ARE_READ;
}

/* FIRST:LAST[:STEP]; without a step: both. */
static bool read_range(int64_t range[3], const char *text)
{
    size_t count = 0;

    range[2] = 0;
    for (const char *part = text; count < 3; part++) {
        size_t size = strcspn(part, ":");
        char word[64] = "";

        if (size < sizeof(word))
            memcpy(word, part, size);
        if (!circlet_decimal_read(&range[count++], word, 0))
            return false;
        part += size;
        if (!*part)
            break;
        if (count == 3)
            return false;
    }
    if (count == 2)
        range[2] = range[1] > range[0] ? range[1] - range[0] : 1;
    return count > 1 && range[0] >= 0 && range[1] >= range[0] &&
           range[1] < YUAN_MAX && range[2] > 0 &&
           (range[1] - range[0]) / range[2] < STEPS_MAX;
}

static int read_frontier(site_options *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_FRONTIER);
    int64_t range[3];

    if (!text)
        return ARGUMENTS_ARE_READ;
    out->plan.frontier_count = STEPS_OF_ALL;
    if (strcmp(text, "all") == 0)
        return ARGUMENTS_ARE_READ;
    if (!read_range(range, text))
        return solve_fail_value(
            read, OPTION_FRONTIER,
            _("FIRST:LAST[:STEP] in yuan, at most 1000 steps, or all"), text);
    out->plan.frontier_count = (size_t)((range[1] - range[0]) / range[2] + 1);
    out->steps = calloc(out->plan.frontier_count, sizeof(*out->steps));
    if (!out->steps)
        return machine_error(read->command->name, _("out of memory"));
    for (size_t i = 0; i < out->plan.frontier_count; i++)
        out->steps[i] = (double)(range[0] + (int64_t)i * range[2]);
    out->plan.frontier_budgets = out->steps;
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
    static const option_id of_all[] = {
        OPTION_BUDGET,     OPTION_MAX_COST_PER_PERSON,
        OPTION_FRONTIER,   OPTION_KEEP,
        OPTION_FROM_PLAN,  OPTION_ALLOW,
        OPTION_FORBID,     OPTION_GAP,
        OPTION_WORK_LIMIT, OPTION_YEARS};
    static const option_id of_years[] = {OPTION_YEAR, OPTION_FRONTIER,
                                         OPTION_MAX_COST_PER_PERSON,
                                         OPTION_FROM_PLAN, OPTION_HOLD_SHARE};

    if (option_given(read, OPTION_CSV) && !option_given(read, OPTION_FRONTIER))
        return usage_error(read->command->name,
                           _("'--csv' needs '--frontier'"));
    if (option_given(read, OPTION_CSV) && option_given(read, OPTION_JSON))
        return usage_error(read->command->name,
                           _("'--%s' does not go with '--%s'"),
                           option_name(OPTION_CSV), option_name(OPTION_JSON));

    for (size_t i = 0; option_given(read, OPTION_YEARS) &&
                       i < sizeof(of_years) / sizeof(of_years[0]);
         i++)
        if (option_given(read, of_years[i]))
            return usage_error(
                read->command->name, _("'--%s' does not go with '--%s'"),
                option_name(of_years[i]), option_name(OPTION_YEARS));
    if (option_given(read, OPTION_ALLOW_LOSS) &&
        !option_given(read, OPTION_ALLOW))
        return usage_error(read->command->name,
                           _("'--allow-loss' needs '--allow'"));
    if (option_given(read, OPTION_FROM_PLAN) &&
        option_given(read, OPTION_FRONTIER))
        return usage_error(
            read->command->name, _("'--%s' does not go with '--%s'"),
            option_name(OPTION_FROM_PLAN), option_name(OPTION_FRONTIER));
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
        result = read_most(&out->max_cost_per_person, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_gap(&out->gap_limit, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_work(&out->work_limit, read);
    out->count = (size_t)count;
    out->year = (int)year;
    out->threads = (uint32_t)threads;
    return result;
}

/* ---- a share of draws --------------------------------------------------- */

static int check_hold(const arguments *read)
{
    static const option_id of_draws[] = {
        OPTION_DRAWS,  OPTION_SEED,  OPTION_SPEED,   OPTION_CLOSURES,
        OPTION_GROWTH, OPTION_MOVES, OPTION_AS_KNOWN};
    static const option_id not_with[] = {
        OPTION_COUNT,    OPTION_BUDGET, OPTION_MAX_COST_PER_PERSON,
        OPTION_FRONTIER, OPTION_ALLOW,  OPTION_CAUTIOUS};
    bool holds = option_given(read, OPTION_HOLD_SHARE);

    for (size_t i = 0; i < sizeof(of_draws) / sizeof(of_draws[0]); i++)
        if (!holds && option_given(read, of_draws[i]))
            return usage_error(
                read->command->name, _("option '--%s' needs '--%s'"),
                option_name(of_draws[i]), option_name(OPTION_HOLD_SHARE));
    for (size_t i = 0; i < sizeof(not_with) / sizeof(not_with[0]); i++)
        if (holds && option_given(read, not_with[i]))
            return usage_error(
                read->command->name, _("'--%s' does not go with '--%s'"),
                option_name(not_with[i]), option_name(OPTION_HOLD_SHARE));
    return ARGUMENTS_ARE_READ;
}

static int read_hold(site_options *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_HOLD_SHARE);
    circlet_hold_options *hold = &out->hold;
    long draws = 0, seed = 1;
    int result = check_hold(read);

    if (result != ARGUMENTS_ARE_READ || !text)
        return result;
    out->holds = true;
    if (!parse_ratio(&hold->share, text, strlen(text)) ||
        !(hold->share > 0 && hold->share < 1))
        return solve_fail_value(read, OPTION_HOLD_SHARE,
                                _("a share above 0 and below 1, such as 0.9 "
                                  "or 90%"),
                                text);
    result = option_whole(&draws, read, OPTION_DRAWS, 1, DRAWS_MAX);
    if (result == ARGUMENTS_ARE_READ)
        result = option_whole(&seed, read, OPTION_SEED, 1, 2147483647);
    if (result == ARGUMENTS_ARE_READ)
        result = doubt_options_read(&hold->doubt, read);
    hold->draws = (uint32_t)draws;
    hold->seed = (uint64_t)seed;
    return result;
}

int site_options_read(site_options *out, const arguments *read)
{
    int result = check_together(read);

    *out = (site_options){.plan = CIRCLET_PLAN_OPTIONS_INIT,
                          .hold = CIRCLET_HOLD_OPTIONS_INIT};
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
    if (result == ARGUMENTS_ARE_READ)
        result = read_budget(out, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_frontier(out, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_years(out, read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_hold(out, read);
    out->plan.allows_loss = option_given(read, OPTION_ALLOW_LOSS);
    out->plan.keep = out->keep;
    out->plan.forbid = out->forbid;
    return result;
}
