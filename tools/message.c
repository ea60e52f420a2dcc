#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "locale.h"

/* "circlet COMMAND: KIND: message", without the end of the line. */
static void say(const char *command, const char *kind, const char *format,
                va_list arguments)
{
    /* What is on stdout so far was printed before. */
    fflush(stdout);
    fprintf(stderr, "circlet%s%s: ", command ? " " : "",
            command ? command : "");
    if (kind)
        fprintf(stderr, "%s: ", kind);
    vfprintf(stderr, format, arguments);
}

int usage_error(const char *command, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(command, NULL, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    if (command)
        fprintf(stderr, _("Try 'circlet %s --help' for more information.\n"),
                command);
    else
        fputs(_("Try 'circlet --help' for more information.\n"), stderr);
    return EXIT_USAGE;
}

static int exit_status_of(circlet_status status)
{
    switch (status) {
    case CIRCLET_E_ARGUMENT:
        return EXIT_USAGE;
    case CIRCLET_E_CANCELLED:
        return EXIT_INTERRUPTED;
    case CIRCLET_E_INFEASIBLE:
        return EXIT_LIMITS;
    case CIRCLET_E_NOMEM:
    case CIRCLET_E_IO:
        return EXIT_MACHINE;
    default:
        return EXIT_INPUT;
    }
}

int report_error(const char *command, const circlet_error *error)
{
    const char *message = error->message;

    if (error->status == CIRCLET_E_CANCELLED)
        message = _("interrupted");
    fflush(stdout);
    fprintf(stderr, "circlet %s: %s\n", command, message);
    return exit_status_of(error->status);
}

int machine_error(const char *command, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(command, NULL, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return EXIT_MACHINE;
}

circlet_status fail_nomem(circlet_error *error)
{
    error->status = CIRCLET_E_NOMEM;
    snprintf(error->message, sizeof(error->message), "%s", _("out of memory"));
    return error->status;
}

void remark(const char *command, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(command, _("remark"), format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

void guard_streams(void)
{
    /* The wrong direction on purpose: to write to a closed stdout must
       stay an error. open() gives the lowest number that is free. */
    static const int modes[] = {O_WRONLY, O_RDONLY, O_RDWR};

    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
        if (fcntl(i, F_GETFD) < 0 && open("/dev/null", modes[i]) != i)
            _exit(EXIT_MACHINE);
}

int close_output(const char *command, int result)
{
    bool has_failed = ferror(stdout) != 0;
    int number = errno;

    if (fflush(stdout) != 0) {
        has_failed = true;
        number = errno;
    }
    if (fclose(stdout) != 0 && !has_failed) {
        has_failed = true;
        number = errno;
    }
    if (!has_failed)
        return result;
    return machine_error(command, _("cannot write the output: %s"),
                         strerror(number));
}
