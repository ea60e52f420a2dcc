#include "siting/effort.h"

#include <time.h>

#include "base/error.h"
#include "base/options.h"

/* The clock is asked after so many steps: some milliseconds. */
#define STEPS_BETWEEN (UINT64_C(1) << 22)

/* A limit of no time would be none. */
#define LEFT_LEAST_S 0.001

/* Reports to the caller come no denser than this. */
#define REPORT_EVERY_S 0.05

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

circlet_status ci_effort_start(ci_effort *out,
                               const circlet_siting_options *options,
                               circlet_error *error)
{
    ci_effort effort = {
        .gap = 1.0, .look_at = STEPS_BETWEEN, .prepare_at = STEPS_BETWEEN};
    circlet_status status = ci_options_read(
        &effort.options, sizeof(effort.options), options, error);

    if (status == CIRCLET_OK)
        status = ci_options_check("time_limit_s", effort.options.time_limit_s,
                                  0.0, 1e9, error);
    if (status == CIRCLET_OK)
        status = ci_options_check("gap_limit", effort.options.gap_limit, 0.0,
                                  1.0, error);
    if (status != CIRCLET_OK)
        return status;
    if (effort.options.threads == 0)
        effort.options.threads = 1;
    effort.start_s = now_s();
    effort.asked_s = effort.start_s;
    if (effort.options.progress.report &&
        !effort.options.progress.report("siting", 0.0,
                                        effort.options.progress.user))
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    *out = effort;
    return CIRCLET_OK;
}

void ci_effort_finish(ci_effort *effort, circlet_stop stop)
{
    if (effort->is_over)
        return;
    effort->is_over = true;
    effort->stop = stop;
}

/* How far it is, as far as limits tell. */
static double fraction_of(const ci_effort *effort, double now)
{
    double by_gap = 1.0 - effort->gap, by_time = 0.0;

    if (effort->options.time_limit_s > 0)
        by_time = (now - effort->start_s) / effort->options.time_limit_s;
    by_time = by_time > by_gap ? by_time : by_gap;
    return by_time < 0.0 ? 0.0 : by_time > 1.0 ? 1.0 : by_time;
}

static void look(ci_effort *effort)
{
    const circlet_progress *progress = &effort->options.progress;
    double now = now_s();

    effort->look_at = effort->work + STEPS_BETWEEN;
    if (effort->options.time_limit_s > 0 &&
        now - effort->start_s >= effort->options.time_limit_s)
        ci_effort_finish(effort, CIRCLET_STOP_TIME);
    if (!progress->report || now - effort->asked_s < REPORT_EVERY_S)
        return;
    effort->asked_s = now;
    if (!progress->report("siting", fraction_of(effort, now), progress->user))
        ci_effort_finish(effort, CIRCLET_STOP_CANCELLED);
}

bool ci_effort_spend(ci_effort *effort, uint64_t steps)
{
    if (effort->is_over)
        return false;
    effort->work += steps;
    if (effort->options.work_limit > 0 &&
        effort->work >= effort->options.work_limit)
        ci_effort_finish(effort, CIRCLET_STOP_WORK);
    else if (effort->work >= effort->look_at)
        look(effort);
    return !effort->is_over;
}

circlet_status ci_effort_prepare(ci_effort *effort, uint64_t steps,
                                 circlet_error *error)
{
    if (!effort)
        return CIRCLET_OK;
    effort->prepared += steps;
    if (effort->prepared >= effort->prepare_at) {
        effort->prepare_at = effort->prepared + STEPS_BETWEEN;
        look(effort);
    }
    if (!effort->is_over)
        return CIRCLET_OK;
    if (effort->stop == CIRCLET_STOP_CANCELLED)
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    if (effort->stop == CIRCLET_STOP_TIME)
        return ci_fail(error, CIRCLET_E_CANCELLED,
                       "the time limit ended before there was any answer");
    return CIRCLET_OK;
}

double ci_effort_left_s(const ci_effort *effort)
{
    double left = effort->start_s + effort->options.time_limit_s - now_s();

    if (effort->options.time_limit_s <= 0)
        return 0.0;
    return left > LEFT_LEAST_S ? left : LEFT_LEAST_S;
}

double ci_gap(int64_t a, int64_t b)
{
    double x = a < 0 ? -(double)a : (double)a;
    double y = b < 0 ? -(double)b : (double)b;
    double difference = (double)a - (double)b;

    if (a == b)
        return 0.0;
    return (difference < 0 ? -difference : difference) / (x > y ? x : y);
}

bool ci_effort_tell(ci_effort *effort, int64_t objective, int64_t bound)
{
    effort->gap = ci_gap(objective, bound);
    if (objective == bound)
        ci_effort_finish(effort, CIRCLET_STOP_PROVED);
    else if (effort->gap <= effort->options.gap_limit)
        ci_effort_finish(effort, CIRCLET_STOP_GAP);
    return !effort->is_over;
}
