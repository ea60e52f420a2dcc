#include "option.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "locale.h"
#include "message.h"
#include "option_table.h"

/* Beyond every character, so that long options have codes of their own. */
#define LONG_CODE 1000

/* The column of --help where descriptions start, and how wide they are. */
#define HELP_COLUMN 26
#define HELP_WIDTH 53
#define USAGE_INDENT 7

static const option_use standard_options[] = {
    {OPTION_JSON, false, NULL},
    {OPTION_QUIET, false, NULL},
    {OPTION_HELP, false, NULL},
};

#define STANDARD_COUNT (sizeof(standard_options) / sizeof(standard_options[0]))

const char *option_name(option_id id)
{
    return option_table[id].name;
}

/* The i-th option of a command, the standard ones last. */
static const option_use *use_at(const command *from, size_t i)
{
    return i < from->option_count ? &from->options[i]
                                  : &standard_options[i - from->option_count];
}

/* What its value is called; NULL: it takes none. */
static const char *argument_of(const command *from, option_id id)
{
    for (size_t i = 0; i < from->label_count; i++)
        if (from->labels[i].id == id)
            return from->labels[i].argument;
    return option_table[id].argument;
}

/* ---- --help ------------------------------------------------------------- */

/* Text in lines of at most `room`, which start at `column` but the first. */
static void print_folded(const char *text, size_t room, int column)
{
    char *folded = text_fold(text, room);

    for (const char *c = folded ? folded : text; *c; c++) {
        putchar(*c);
        if (*c == '\n')
            printf("%*s", column, "");
    }
    putchar('\n');
    free(folded);
}

static void print_option(const command *from, const option_use *use)
{
    char left[64], letter[8] = "    ";
    const char *help = use->help ? use->help : option_table[use->id].help;
    const char *argument = argument_of(from, use->id);

    if (option_table[use->id].letter)
        snprintf(letter, sizeof(letter), "-%c, ",
                 option_table[use->id].letter);
    snprintf(left, sizeof(left), "  %s--%s%s%s", letter,
             option_table[use->id].name, argument ? " " : "",
             argument ? argument : "");
    if (strlen(left) > HELP_COLUMN - 2)
        printf("%s\n%*s", left, HELP_COLUMN, "");
    else
        printf("%-*s", HELP_COLUMN, left);
    print_folded(_(help), HELP_WIDTH, HELP_COLUMN);
}

/* The synopsis, with the options that are needed. */
static void print_usage(const command *from)
{
    char line[512];
    size_t used;

    snprintf(line, sizeof(line), _("Usage: circlet %s %s"), from->name,
             from->operands);
    for (size_t i = 0; i < from->option_count; i++) {
        option_id id = from->options[i].id;

        used = strlen(line);
        if (from->options[i].is_needed)
            snprintf(line + used, sizeof(line) - used, " --%s %s",
                     option_table[id].name, argument_of(from, id));
    }
    used = strlen(line);
    snprintf(line + used, sizeof(line) - used, "%s", _(" [OPTION]..."));
    print_folded(line, HELP_COLUMN + HELP_WIDTH - USAGE_INDENT, USAGE_INDENT);
}

static void print_help(const command *from)
{
    print_usage(from);
    printf("\n%s\n", _(from->text));
    printf("\n%s\n", _("Options:"));
    for (size_t i = 0; i < from->option_count + STANDARD_COUNT; i++)
        print_option(from, use_at(from, i));
    printf("\n%s\n%s", _("Examples:"), from->examples);
}

/* ---- reading ------------------------------------------------------------ */

/* Room for every option, the end, and each letter with a colon. */
#define OPTION_ROOM (OPTION_END + 1)

/* The command's options as getopt_long() wants them. */
static void fill_options(struct option longs[OPTION_ROOM],
                         char letters[OPTION_ROOM + 1], const command *from)
{
    size_t count = 0;

    *letters++ = ':'; /* tell a missing argument from an unknown option */
    for (; count < from->option_count + STANDARD_COUNT; count++) {
        option_id id = use_at(from, count)->id;

        longs[count] = (struct option){
            option_table[id].name,
            option_table[id].argument ? required_argument : no_argument, NULL,
            LONG_CODE + (int)id};
        if (option_table[id].letter)
            *letters++ = option_table[id].letter;
        if (option_table[id].letter && option_table[id].argument)
            *letters++ = ':';
    }
    longs[count] = (struct option){NULL, 0, NULL, 0};
    *letters = '\0';
}

/* The option that getopt_long() returned or complained about. */
static option_id option_of(int code)
{
    if (code >= LONG_CODE)
        return (option_id)(code - LONG_CODE);
    for (int id = 0; id < OPTION_END; id++)
        if (option_table[id].letter && option_table[id].letter == code)
            return (option_id)id;
    return OPTION_END;
}

/* How many long options start with `text`, up to its '='. */
static size_t count_prefixed(const struct option *longs, const char *text)
{
    size_t count = 0, size = strcspn(text, "=");

    for (; longs->name; longs++)
        if (strncmp(longs->name, text, size) == 0)
            count++;
    return count;
}

/* Says what getopt_long() found wrong. */
static int bad_option(const command *from, const struct option *longs,
                      int code, const char *given)
{
    option_id id = option_of(optopt);

    if (code == ':')
        return usage_error(from->name, _("option '--%s' needs a value: %s"),
                           option_table[id].name, argument_of(from, id));
    if (id != OPTION_END && optopt >= LONG_CODE)
        return usage_error(from->name, _("option '--%s' takes no value"),
                           option_table[id].name);
    if (optopt)
        return usage_error(from->name, _("unknown option '-%c'"), optopt);
    if (count_prefixed(longs, given + 2) > 1)
        return usage_error(from->name, _("option '%s' is ambiguous"), given);
    return usage_error(from->name, _("unknown option '%s'"), given);
}

static int add_value(arguments *read, option_id id, const char *value,
                     int argc)
{
    const char *name = read->command->name;

    if (read->counts[id] > 0 && option_table[id].argument &&
        !option_table[id].is_list)
        return usage_error(name, _("option '--%s' is given twice"),
                           option_table[id].name);
    if (!read->values[id])
        read->values[id] = calloc((size_t)argc, sizeof(*read->values[id]));
    if (!read->values[id])
        return machine_error(name, _("out of memory"));
    read->values[id][read->counts[id]++] = value;
    return ARGUMENTS_ARE_READ;
}

static int read_options(arguments *read, int argc, char **argv)
{
    struct option longs[OPTION_ROOM];
    char letters[OPTION_ROOM + 1];
    int result = ARGUMENTS_ARE_READ;
    int code;

    fill_options(longs, letters, read->command);
    opterr = 0;
    optind = 1;
    while (result == ARGUMENTS_ARE_READ &&
           (code = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        if (code == '?' || code == ':')
            result = bad_option(read->command, longs, code, argv[optind - 1]);
        else
            result = add_value(read, option_of(code), optarg, argc);
    }
    read->operands = argv + optind;
    read->operand_count = (size_t)(argc - optind);
    return result;
}

static int check_presence(const arguments *read)
{
    const command *from = read->command;

    if (read->operand_count < from->operand_min)
        return usage_error(from->name, _("too few arguments: %s"),
                           from->operands);
    if (read->operand_count > from->operand_max)
        return usage_error(from->name, _("argument '%s' is too many: %s"),
                           read->operands[from->operand_max], from->operands);
    for (size_t i = 0; i < from->option_count; i++)
        if (from->options[i].is_needed &&
            !option_given(read, from->options[i].id))
            return usage_error(from->name, _("option '--%s' is missing"),
                               option_table[from->options[i].id].name);
    return ARGUMENTS_ARE_READ;
}

int arguments_read(arguments *out, const command *from, int argc, char **argv)
{
    int result;

    *out = (arguments){.command = from};
    result = read_options(out, argc, argv);
    if (result != ARGUMENTS_ARE_READ)
        return result;
    if (option_given(out, OPTION_HELP)) {
        print_help(from);
        return EXIT_DONE;
    }
    return check_presence(out);
}

void arguments_free(arguments *read)
{
    for (int id = 0; id < OPTION_END; id++)
        free(read->values[id]);
}

bool option_given(const arguments *read, option_id id)
{
    return read->counts[id] > 0;
}

const char *option_value(const arguments *read, option_id id)
{
    return option_given(read, id) ? read->values[id][0] : NULL;
}

int option_whole(long *out, const arguments *read, option_id id, long min,
                 long max)
{
    const char *text = option_value(read, id);
    char *end;
    long value;

    if (!text)
        return ARGUMENTS_ARE_READ;
    errno = 0;
    value = strtol(text, &end, 10);
    if (errno || end == text || *end || value < min || value > max)
        return usage_error(
            read->command->name,
            _("option '--%s' takes a whole number from %ld to %ld, not '%s'"),
            option_table[id].name, min, max, text);
    *out = value;
    return ARGUMENTS_ARE_READ;
}

int option_check_columns(const arguments *read, option_id id)
{
    for (size_t i = 0; i < read->counts[id]; i++) {
        const char *value = read->values[id][i];
        const char *equals = strchr(value, '=');

        if (!equals || equals == value)
            return usage_error(
                read->command->name, _("option '--%s' takes %s, not '%s'"),
                option_table[id].name, option_table[id].argument, value);
    }
    return ARGUMENTS_ARE_READ;
}

bool list_has(const char *list, const char *word)
{
    size_t size = strlen(word);

    while (list) {
        if (strncmp(list, word, size) == 0 &&
            (list[size] == ',' || list[size] == '\0'))
            return true;
        list = strchr(list, ',');
        list = list ? list + 1 : NULL;
    }
    return false;
}
