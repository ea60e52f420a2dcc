/* circlet: finds the command and runs it. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "interrupt.h"
#include "locale.h"
#include "message.h"

static const command *const commands[] = {
    &command_new,     &command_import, &command_info,      &command_check,
    &command_site,    &command_verify, &command_isochrone, &command_path,
    &command_gaps,    &command_matrix, &command_export,    &command_convert,
    &command_compare, &command_near,   &command_modes,     &command_density,
    &command_policy,  &command_ledger, &command_sample,    &command_cost,
    &command_solve,   &command_list,   &command_robust,    &command_map,
    &command_explain, &command_groups, &command_run,       &command_report,
};

#define COMMAND_TOTAL (sizeof(commands) / sizeof(commands[0]))

static void print_help(void)
{
    printf(_("Usage: circlet COMMAND [ARGUMENT]... [OPTION]...\n"));
    printf("%s\n", _("Plan the circles of service around facilities for "
                     "disabled people."));
    printf("\n%s\n", _("Commands, in the order of the work:"));
    for (size_t i = 0; i < COMMAND_TOTAL; i++)
        printf("  %-10s%s\n", commands[i]->name, _(commands[i]->summary));
    printf("\n%s\n", _("Options:"));
    printf("  --help    %s\n", _("show this help"));
    printf("  --version %s\n", _("show the version"));
    printf("\n%s\n", _("'circlet COMMAND --help' shows the help of a "
                       "command."));
    printf("\n%s", _("Exit status:\n"
                     "    0  done\n"
                     "    1  done, and a rule that must be kept is broken\n"
                     "    2  the command line is wrong\n"
                     "    3  input is missing or malformed\n"
                     "    4  your own limits contradict each other\n"
                     "    5  the machine failed: memory, disk\n"
                     "  130  interrupted\n"));
}

const command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_TOTAL; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static int run(const command *found, int argc, char **argv)
{
    arguments read;
    int result = arguments_read(&read, found, argc, argv);

    if (result == ARGUMENTS_ARE_READ)
        result = found->run(&read);
    arguments_free(&read);
    return close_output(found->name, result);
}

/* circlet help [COMMAND] */
static int help(int argc, char **argv)
{
    static char help_option[] = "--help";
    const command *found;

    if (argc < 2) {
        print_help();
        return close_output(NULL, EXIT_DONE);
    }
    found = find_command(argv[1]);
    if (!found)
        return usage_error(NULL, _("unknown command '%s'"), argv[1]);
    return run(found, 2, (char *[]){argv[1], help_option, NULL});
}

int main(int argc, char **argv)
{
    const command *found;

    guard_streams();
    locale_start();
    interrupt_start();
    if (argc < 2)
        return usage_error(NULL, _("a command is missing"));
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return help(1, argv);
    if (strcmp(argv[1], "help") == 0)
        return help(argc - 1, argv + 1);
    if (strcmp(argv[1], "--version") == 0) {
        printf("circlet %s\n", circlet_version());
        return close_output(NULL, EXIT_DONE);
    }
    found = find_command(argv[1]);
    if (!found)
        return usage_error(NULL, _("unknown command '%s'"), argv[1]);
    return run(found, argc - 1, argv + 1);
}
