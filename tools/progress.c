#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#include "interrupt.h"
#include "word.h"

#define BAR_WIDTH 30
#define REDRAW_MS 200

static long elapsed_ms(const struct timespec *from, const struct timespec *to)
{
    return (long)(to->tv_sec - from->tv_sec) * 1000 +
           (to->tv_nsec - from->tv_nsec) / 1000000;
}

static void draw(const char *stage, double fraction)
{
    char bar[BAR_WIDTH + 1];
    int done = (int)(fraction * BAR_WIDTH);

    for (int i = 0; i < BAR_WIDTH; i++)
        bar[i] = i < done ? '#' : '.';
    bar[BAR_WIDTH] = '\0';
    fprintf(stderr, "\r[%s] %3d%% %s\033[K", bar, (int)(fraction * 100),
            word(stage ? stage : ""));
    fflush(stderr);
}

static bool report(const char *stage, double fraction, void *user)
{
    progress *bar = user;
    struct timespec now;

    if (interrupt_came())
        return false;
    if (!bar->is_shown || !(fraction >= 0) || fraction > 1)
        return true;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (bar->is_drawn && elapsed_ms(&bar->drawn, &now) < REDRAW_MS)
        return true;
    draw(stage, fraction);
    bar->is_drawn = true;
    bar->drawn = now;
    return true;
}

circlet_progress progress_start(progress *bar, bool is_quiet)
{
    circlet_progress callback = {report, bar};

    *bar = (progress){.is_shown = !is_quiet && isatty(STDERR_FILENO)};
    return callback;
}

void progress_end(progress *bar)
{
    if (bar->is_drawn)
        fputs("\r\033[K", stderr);
    bar->is_drawn = false;
}
