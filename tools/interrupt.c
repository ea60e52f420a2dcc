#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t came;

static void remember(int number)
{
    (void)number;
    came = 1;
}

void interrupt_start(void)
{
    struct sigaction action = {.sa_handler = remember,
                               .sa_flags = SA_RESETHAND};
    struct sigaction before;

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    /* Who started it by nohup wants it to go on. */
    if (sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(SIGHUP, &action, NULL);
    action.sa_flags = 0;
    action.sa_handler = SIG_DFL;
    sigaction(SIGPIPE, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGXFSZ, &action, NULL);
}

bool interrupt_came(void)
{
    return came != 0;
}
