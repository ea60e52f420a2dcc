#include "solver_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "interrupt.h"
#include "locale.h"
#include "message.h"

/* Solvers look at the clock between steps, which may be long. */
#define GRACE_SECONDS 5.0
#define POLL_NS 20000000L

extern char **environ;

double solver_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static circlet_status fail_errno(circlet_error *error, circlet_status status,
                                 const char *what, int code)
{
    error->status = status;
    snprintf(error->message, sizeof(error->message), "%s: %s", what,
             strerror(code));
    return status;
}

circlet_status solver_folder_make(solver_folder *out, circlet_error *error)
{
    const char *parent = getenv("TMPDIR");

    snprintf(out->path, sizeof(out->path), "%s/circlet-solve-XXXXXX",
             parent && *parent ? parent : "/tmp");
    if (!mkdtemp(out->path)) {
        circlet_status status =
            fail_errno(error, CIRCLET_E_IO, out->path, errno);

        out->path[0] = '\0';
        return status;
    }
    snprintf(out->problem, sizeof(out->problem), "%s/problem.mps", out->path);
    snprintf(out->start, sizeof(out->start), "%s/start.txt", out->path);
    snprintf(out->answer, sizeof(out->answer), "%s/answer.txt", out->path);
    snprintf(out->log, sizeof(out->log), "%s/log.txt", out->path);
    return CIRCLET_OK;
}

void solver_folder_remove(solver_folder *folder)
{
    if (!folder->path[0])
        return;
    unlink(folder->problem);
    unlink(folder->start);
    unlink(folder->answer);
    unlink(folder->log);
    rmdir(folder->path);
    folder->path[0] = '\0';
}

/* In a process group of its own: an interrupt of the terminal is ours to
 * pass on. Returns 0 or an error number. */
static int start(pid_t *out, char *const arguments[],
                 const solver_folder *folder)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t usual;
    int code;

    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
                                     O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, folder->log,
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    sigemptyset(&usual);
    sigaddset(&usual, SIGXFSZ);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    code = posix_spawnp(out, arguments[0], &actions, &attributes, arguments,
                        environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return code;
}

circlet_status solver_run(char *const arguments[], const solver_folder *folder,
                          double seconds, circlet_error *error)
{
    const struct timespec pause = {0, POLL_NS};
    double began = solver_clock();
    pid_t child, ended;
    int how;
    int code = start(&child, arguments, folder);

    if (code == ENOENT) {
        error->status = CIRCLET_E_NOT_FOUND;
        snprintf(error->message, sizeof(error->message),
                 _("the program '%s' is not installed"), arguments[0]);
        return error->status;
    }
    if (code)
        return fail_errno(error, CIRCLET_E_IO, arguments[0], code);
    while ((ended = waitpid(child, &how, WNOHANG)) == 0 ||
           (ended < 0 && errno == EINTR)) {
        bool is_late =
            seconds > 0 && solver_clock() - began > seconds + GRACE_SECONDS;

        if (is_late || interrupt_came())
            kill(-child, SIGKILL);
        nanosleep(&pause, NULL);
    }
    return CIRCLET_OK;
}
