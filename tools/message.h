/* What every command says to the user, and the status it exits with. */
#ifndef TOOLS_MESSAGE_H
#define TOOLS_MESSAGE_H

#include <circlet.h>

#include <stdio.h>

enum exit_status {
    EXIT_DONE = 0, /* the work was done */
    EXIT_FINDINGS = 1, /* done, and a rule that must be kept is broken */
    EXIT_USAGE = 2, /* the command line is wrong */
    EXIT_INPUT = 3, /* input is missing, malformed or inconsistent */
    EXIT_LIMITS = 4, /* the user's own limits contradict each other */
    EXIT_MACHINE = 5, /* memory, disk or another fault of the machine */
    EXIT_INTERRUPTED = 130 /* stopped by the user: 128 + SIGINT */
};

/* "circlet COMMAND: message" and a hint at --help; returns EXIT_USAGE.
 * `command` may be NULL: circlet itself. */
int usage_error(const char *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "circlet COMMAND: message"; returns the exit status for `error`. */
int report_error(const char *command, const circlet_error *error);

/* "circlet COMMAND: message", a fault of the machine; EXIT_MACHINE. */
int machine_error(const char *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Fills `error` with a lack of memory of the program itself; returns its
 * status. */
circlet_status fail_nomem(circlet_error *error);

/* "circlet COMMAND: remark: message" on stderr. */
void remark(const char *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Gives closed standard streams a place, so that no file of the user's is
 * opened where text is later written to. Call it first.
 */
void guard_streams(void);

/* Closes stdout; returns `result`, or EXIT_MACHINE with a message if not
 * all of the output could be written. */
int close_output(const char *command, int result);

#endif
