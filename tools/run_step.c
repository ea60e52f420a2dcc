#include "run_step.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "locale.h"
#include "message.h"
#include "option_table.h"
#include "run_path.h"

#define OPERAND_SIZE 32

/* What is read of a step. */
typedef struct step_reader {
    run_plan *plan;
    run_step *step;
    circlet_error *error;
} step_reader;

/* The values of one key. */
typedef struct value_group {
    const circlet_run_value *values;
    size_t count;
} value_group;

bool run_step_is_new(const run_step *step)
{
    return step->command == &command_new;
}

bool run_step_is_import(const run_step *step)
{
    return step->command == &command_import;
}

#define FAIL_AT(r, value, ...)                                                \
    run_plan_fail((r)->plan, (value)->line, (value)->column, (r)->error,      \
                  __VA_ARGS__)

/* ---- operands ----------------------------------------------------------- */

/* The next of "CITY LAYER SOURCE..." in small letters, without brackets and
 * what stands behind a name; false: there is no more. */
static bool next_operand(char out[OPERAND_SIZE], bool *is_endless,
                         const char **cursor)
{
    const char *c = *cursor + strspn(*cursor, " ");
    size_t size = strcspn(c, " "), count = 0;

    if (size == 0)
        return false;
    *is_endless = size > 3 && strncmp(c + size - 3, "...", 3) == 0;
    for (size_t i = *c == '[' ? 1 : 0;
         i < size && count + 1 < OPERAND_SIZE && isalpha((unsigned char)c[i]);
         i++)
        out[count++] = (char)tolower((unsigned char)c[i]);
    out[count] = '\0';
    *cursor = c + size;
    return true;
}

/* How many operands of that name the command takes. */
static size_t count_operands(const command *of, const char *name)
{
    const char *cursor = of->operands;
    char found[OPERAND_SIZE];
    bool is_endless = false;
    size_t count = 0;

    while (next_operand(found, &is_endless, &cursor)) {
        if (strcmp(found, name) != 0)
            continue;
        if (is_endless)
            return (size_t)-1;
        count++;
    }
    return count;
}

static const char *operand_text(step_reader *r, const char *name,
                                const char *text)
{
    static const char *const files[] = {"source", "table", "folder", "file"};

    if (strcmp(name, "city") == 0)
        return run_path_city(r->plan, r->step, text);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        if (strcmp(name, files[i]) == 0)
            return run_path_add(r->plan, r->step, text, false);
    return text;
}

static circlet_status add_operand(step_reader *r, const char *name,
                                  const circlet_run_value *value)
{
    arguments *given = &r->step->given;
    const char *text;

    if (value->text[0] == '\0')
        return FAIL_AT(r, value, _("step '%s': '%s' is empty"),
                       r->step->said->command, name);
    if (strcmp(value->text, "-") == 0)
        return FAIL_AT(r, value, _("step '%s' cannot read the standard input"),
                       r->step->said->command);
    text = operand_text(r, name, value->text);
    if (!text)
        return fail_nomem(r->error);
    given->operands[given->operand_count++] = (char *)(uintptr_t)text;
    return CIRCLET_OK;
}

static value_group find_group(const circlet_run_step *said, const char *key)
{
    value_group group = {NULL, 0};

    for (size_t i = 0; i < said->value_count; i++) {
        if (strcmp(said->values[i].key, key) != 0)
            continue;
        if (group.count++ == 0)
            group.values = &said->values[i];
    }
    return group;
}

/* The values of an operand; where the step does not say it, the city is that
 * of the run file. */
static circlet_status find_operand(value_group *out, const step_reader *r,
                                   const char *name)
{
    const circlet_run_step *said = r->step->said;
    size_t most = count_operands(r->step->command, name);

    *out = find_group(said, name);
    if (out->count == 0 && strcmp(name, "city") == 0) {
        out->values = circlet_run_file_default(r->plan->said, "city");
        out->count = out->values ? 1 : 0;
    }
    if (out->count > 0 && out->values->shape == CIRCLET_RUN_MAP)
        return FAIL_AT(r, out->values,
                       _("step '%s': '%s' takes a text, not a map"),
                       said->command, name);
    if (out->count > most)
        return FAIL_AT(r, &out->values[most],
                       _("step '%s': '%s' takes no more than %zu of them"),
                       said->command, name, most);
    return CIRCLET_OK;
}

static circlet_status read_operands(step_reader *r)
{
    const command *of = r->step->command;
    const char *cursor = of->operands;
    char name[OPERAND_SIZE], before[OPERAND_SIZE] = "";
    bool is_endless = false;
    circlet_status status = CIRCLET_OK;

    r->step->given.operands =
        calloc(r->step->said->value_count + 2, sizeof(char *));
    if (!r->step->given.operands)
        return fail_nomem(r->error);
    while (!status && next_operand(name, &is_endless, &cursor)) {
        value_group group = {NULL, 0};
        size_t had = r->step->given.operand_count;

        if (strcmp(name, before) == 0)
            continue;
        snprintf(before, sizeof(before), "%s", name);
        status = find_operand(&group, r, name);
        for (size_t i = 0; !status && i < group.count; i++)
            status = add_operand(r, name, &group.values[i]);
        if (!status && had + group.count < of->operand_min &&
            count_operands(of, name) > group.count && group.count == 0)
            status = FAIL_AT(r, r->step->said, _("step '%s' lacks '%s': %s"),
                             r->step->said->command, name, of->operands);
    }
    if (!status && r->step->given.operand_count < of->operand_min)
        status = FAIL_AT(r, r->step->said, _("step '%s' lacks some of: %s"),
                         r->step->said->command, of->operands);
    return status;
}

/* ---- options ------------------------------------------------------------ */

static option_id find_option(const command *of, const char *name)
{
    for (size_t i = 0; i < of->option_count; i++)
        if (strcmp(option_name(of->options[i].id), name) == 0)
            return of->options[i].id;
    if (strcmp(name, option_name(OPTION_JSON)) == 0)
        return OPTION_JSON;
    return strcmp(name, option_name(OPTION_QUIET)) == 0 ? OPTION_QUIET
                                                        : OPTION_END;
}

static const char *argument_of(const command *of, option_id id)
{
    for (size_t i = 0; i < of->label_count; i++)
        if (of->labels[i].id == id)
            return of->labels[i].argument;
    return option_table[id].argument;
}

static circlet_status read_flag(step_reader *r, option_id id,
                                const circlet_run_value *value)
{
    bool is_true = strcmp(value->text, "true") == 0;

    if (value->shape != CIRCLET_RUN_ONE ||
        (!is_true && strcmp(value->text, "false") != 0))
        return FAIL_AT(r, value,
                       _("step '%s': '%s' is true or false, nothing else"),
                       r->step->said->command, value->key);
    r->step->given.counts[id] = is_true ? 1 : 0;
    return CIRCLET_OK;
}

/* "COLUMN=FIELD" of {COLUMN: FIELD}. */
static const char *value_text(step_reader *r, option_id id,
                              const circlet_run_value *value)
{
    run_use use = run_path_use(id);

    if (value->field)
        return run_plan_text(r->plan, "%s=%s", value->field, value->text);
    if (use != RUN_USE_NONE)
        return run_path_add(r->plan, r->step, value->text,
                            use == RUN_USE_WRITES);
    if (id == OPTION_EXTENT || id == OPTION_MODE)
        return run_path_maybe(r->plan, r->step, value->text);
    return value->text;
}

/* "a,b" of [a, b]. */
static const char *joined(step_reader *r, const value_group *group)
{
    const char *text = group->values[0].text;

    for (size_t i = 1; text && i < group->count; i++)
        text = run_plan_text(r->plan, "%s,%s", text, group->values[i].text);
    return text;
}

static circlet_status check_shape(const step_reader *r, option_id id,
                                  const value_group *group)
{
    const circlet_run_value *first = group->values;
    const char *argument = argument_of(r->step->command, id);
    const char *name = r->step->said->command;

    if (first->shape == CIRCLET_RUN_MAP && !strchr(argument, '='))
        return FAIL_AT(r, first, _("step '%s': '%s' takes %s, not a map"),
                       name, first->key, argument);
    if (group->count > 1 && !option_table[id].is_list &&
        !strstr(argument, "[,") && !strstr(argument, ",..."))
        return FAIL_AT(r, &first[1], _("step '%s': '%s' takes one value: %s"),
                       name, first->key, argument);
    for (size_t i = 0; i < group->count; i++)
        if (first[i].text[0] == '\0')
            return FAIL_AT(r, &first[i],
                           _("step '%s': '%s' needs a value: "
                             "%s"),
                           name, first->key, argument);
    return CIRCLET_OK;
}

static circlet_status read_option(step_reader *r, option_id id,
                                  const value_group *group)
{
    arguments *given = &r->step->given;
    circlet_status status;

    if (!option_table[id].argument)
        return read_flag(r, id, group->values);
    status = check_shape(r, id, group);
    if (status)
        return status;
    given->values[id] = calloc(group->count, sizeof(*given->values[id]));
    if (!given->values[id])
        return fail_nomem(r->error);
    if (group->count > 1 && !option_table[id].is_list) {
        given->values[id][given->counts[id]++] = joined(r, group);
        return given->values[id][0] ? CIRCLET_OK : fail_nomem(r->error);
    }
    for (size_t i = 0; i < group->count; i++) {
        const char *text = value_text(r, id, &group->values[i]);

        if (!text)
            return fail_nomem(r->error);
        given->values[id][given->counts[id]++] = text;
    }
    return CIRCLET_OK;
}

/* Every command's output can go to a file, also of those that only print. */
static circlet_status read_printed_to(step_reader *r,
                                      const circlet_run_value *value)
{
    if (value->shape != CIRCLET_RUN_ONE || value->text[0] == '\0')
        return FAIL_AT(r, value, _("step '%s': '%s' takes one value: %s"),
                       r->step->said->command, value->key, "FILE");
    r->step->printed_to = run_path_add(r->plan, r->step, value->text, true);
    return r->step->printed_to ? CIRCLET_OK : fail_nomem(r->error);
}

static circlet_status read_key(step_reader *r, const value_group *group)
{
    const circlet_run_value *value = group->values;
    const command *of = r->step->command;
    option_id id = find_option(of, value->key);

    if (count_operands(of, value->key) > 0)
        return CIRCLET_OK; /* read already */
    if (id != OPTION_END)
        return read_option(r, id, group);
    if (strcmp(value->key, option_name(OPTION_OUTPUT)) == 0)
        return read_printed_to(r, value);
    return run_plan_fail(
        r->plan, value->key_line, value->key_column, r->error,
        _("step '%s': unknown key '%s'; 'circlet %s --help' shows what it "
          "takes"),
        of->name, value->key, of->name);
}

/* The policy of the run file for a command about a city that takes one and
 * has none. */
static circlet_status add_default_policy(step_reader *r)
{
    value_group group = {circlet_run_file_default(r->plan->said, "policy"), 1};

    if (!group.values || count_operands(r->step->command, "city") == 0 ||
        option_given(&r->step->given, OPTION_POLICY) ||
        find_option(r->step->command, "policy") == OPTION_END)
        return CIRCLET_OK;
    return read_option(r, OPTION_POLICY, &group);
}

static circlet_status read_options(step_reader *r)
{
    const circlet_run_step *said = r->step->said;
    const command *of = r->step->command;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < said->value_count;) {
        value_group group = find_group(said, said->values[i].key);

        status = read_key(r, &group);
        i += group.count;
    }
    if (!status)
        status = add_default_policy(r);
    for (size_t i = 0; !status && i < of->option_count; i++)
        if (of->options[i].is_needed &&
            !option_given(&r->step->given, of->options[i].id))
            status = FAIL_AT(r, said, _("step '%s' lacks '%s': %s"),
                             said->command, option_name(of->options[i].id),
                             argument_of(of, of->options[i].id));
    return status;
}

/* ---- all ---------------------------------------------------------------- */

/* All that the run file says of the step. */
static circlet_status digest_words(step_reader *r)
{
    const circlet_run_step *said = r->step->said;
    const circlet_run_value *defaults[] = {
        circlet_run_file_default(r->plan->said, "city"),
        circlet_run_file_default(r->plan->said, "policy")};
    const char **words = calloc(3 * said->value_count + 3, sizeof(*words));
    size_t count = 0;

    if (!words)
        return fail_nomem(r->error);
    words[count++] = said->command;
    for (size_t i = 0; i < 2; i++)
        words[count++] = defaults[i] ? defaults[i]->text : "";
    for (size_t i = 0; i < said->value_count; i++) {
        words[count++] = said->values[i].key;
        words[count++] = said->values[i].field ? said->values[i].field : "";
        words[count++] = said->values[i].text;
    }
    circlet_digest_texts(r->step->words, words, count);
    free((void *)words);
    return CIRCLET_OK;
}

static circlet_status make_label(step_reader *r)
{
    const arguments *given = &r->step->given;
    const char *label = r->step->command->name;

    for (size_t i = r->step->city_count > 0 ? 1 : 0;
         label && i < given->operand_count && given->operands[i]; i++) {
        const char *slash = strrchr(given->operands[i], '/');

        label =
            run_plan_text(r->plan, "%s %s", label,
                          slash && slash[1] ? slash + 1 : given->operands[i]);
    }
    for (size_t i = 0; label && i < r->step->path_count; i++)
        if (r->step->paths[i].is_written)
            label = run_plan_text(r->plan, "%s > %s", label,
                                  r->step->paths[i].named);
    r->step->label = label;
    return label ? CIRCLET_OK : fail_nomem(r->error);
}

/* The record of a run has a line for each file. */
static circlet_status check_texts(step_reader *r)
{
    const circlet_run_step *said = r->step->said;

    for (size_t i = 0; i < said->value_count; i++)
        if (strpbrk(said->values[i].text, "\t\r\n"))
            return FAIL_AT(r, &said->values[i],
                           _("step '%s': '%s' has a tab or an end of line"),
                           said->command, said->values[i].key);
    return CIRCLET_OK;
}

circlet_status run_step_read(run_plan *plan, size_t i, circlet_error *error)
{
    run_step *step = &plan->steps[i];
    step_reader r = {plan, step, error};
    circlet_status status;

    step->said = circlet_run_file_step(plan->said, i);
    step->command = find_command(step->said->command);
    if (!step->command || step->command == &command_run)
        return run_plan_fail(plan, step->said->line, step->said->column, error,
                             _("'%s' is no command that can be a step"),
                             step->said->command);
    step->given.command = step->command;
    status = check_texts(&r);
    if (!status)
        status = read_operands(&r);
    if (!status)
        status = read_options(&r);
    if (!status)
        status = digest_words(&r);
    if (!status)
        status = make_label(&r);
    step->overwrites = option_given(&step->given, OPTION_FORCE);
    step->writes_city = step->city_count > 0 &&
                        (run_step_is_new(step) || run_step_is_import(step) ||
                         step->command == &command_site ||
                         option_given(&step->given, OPTION_SAVE));
    return status;
}
