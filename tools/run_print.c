/* What a step prints: to a file of its own, or where the run prints. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "locale.h"
#include "message.h"
#include "output_file.h"
#include "run_work.h"

/* Sends what is printed from now on to `descriptor`; where it went before. */
static int turn_stdout(int descriptor)
{
    int before = dup(STDOUT_FILENO);

    if (before >= 0 && dup2(descriptor, STDOUT_FILENO) < 0) {
        close(before);
        return -1;
    }
    return before;
}

/* Runs the command; a fault of stdout is its fault. */
static int run_command(const run_step *step)
{
    int result = step->command->run(&step->given);
    bool has_failed = fflush(stdout) != 0 || ferror(stdout) != 0;

    clearerr(stdout);
    if (!has_failed)
        return result;
    return machine_error(step->command->name, _("cannot write the output: %s"),
                         strerror(errno));
}

static int run_turned(const run_step *step, int descriptor)
{
    int result, before;

    fflush(stdout);
    before = turn_stdout(descriptor);
    if (before < 0)
        return machine_error(step->command->name,
                             _("cannot write the output: %s"),
                             strerror(errno));
    result = run_command(step);
    dup2(before, STDOUT_FILENO);
    close(before);
    return result;
}

static int run_into_file(const run_step *step)
{
    output_file file = {0};
    circlet_error error;
    int result;

    if (output_file_open(&file, step->printed_to, true, &error))
        return report_error(step->command->name, &error);
    result = run_turned(step, fileno(file.file));
    if (result <= EXIT_FINDINGS && output_file_commit(&file, &error))
        result = report_error(step->command->name, &error);
    output_file_end(&file);
    return result;
}

int run_print_to(const run_step *step, bool is_json)
{
    if (step->printed_to)
        return run_into_file(step);
    return is_json ? run_turned(step, STDERR_FILENO) : run_command(step);
}
