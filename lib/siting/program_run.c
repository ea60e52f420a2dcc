#include "siting/program_run.h"

#include <stdlib.h>
#include <time.h>

#include "base/error.h"
#include "base/parallel.h"

/* The first round of a part: enough to prove a small one. */
#define FIRST_STEPS UINT64_C(20000000)
#define FIRST_STEPS_EACH 1000 /* for each entry */

/* Rounds with what the proved parts left over. */
#define ROUNDS 12

/* Less is not worth a round. */
#define STEPS_MIN UINT64_C(100000)

static double seconds_left(const ci_effort *effort)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return effort->options.time_limit_s + effort->start_s -
           ((double)now.tv_sec + 1e-9 * (double)now.tv_nsec);
}

/* ---- one part ---------------------------------------------------------- */

/* On other threads than the caller's: whether it was cancelled. */
static bool look_on(const char *stage, double fraction, void *user)
{
    ci_program_run *run = user;

    (void)stage;
    (void)fraction;
    return !atomic_load(&run->is_cancelled);
}

static bool tell(const char *stage, double fraction, void *user)
{
    ci_program_run *run = user;
    const circlet_progress *progress = &run->options->progress;

    if (progress->report && !progress->report(stage, fraction, progress->user))
        atomic_store(&run->is_cancelled, true);
    return !atomic_load(&run->is_cancelled);
}

static bool solve_part(void *user, uint32_t worker, size_t item)
{
    ci_program_run *run = user;
    uint32_t number = run->order[item];
    ci_program_part *part = &run->parts[number];
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    ci_effort effort;

    options.work_limit = run->quotas[number];
    options.gap_limit = run->options->gap_limit;
    options.time_limit_s = run->seconds[number];
    if (ci_effort_start(&effort, &options, NULL) != CIRCLET_OK) {
        part->is_failed = true;
        return true;
    }
    effort.options.progress = (circlet_progress){
        .report = worker == 0 ? tell : look_on, .user = run};
    if (atomic_load(&run->is_cancelled))
        ci_effort_finish(&effort, CIRCLET_STOP_CANCELLED);
    if (run->effort->options.time_limit_s > 0 &&
        seconds_left(run->effort) <= 0.0)
        ci_effort_finish(&effort, CIRCLET_STOP_TIME);
    ci_program_part_go(part, run->options->seed + number,
                       run->options->wants_proof, &effort);
    return true;
}

/* ---- shares ------------------------------------------------------------ */

static double size_of(const ci_program_part *part)
{
    return (double)part->core.entry_count + 10.0;
}

/* What is open of a part; 1 where no plan is known. */
static double gap_of(const ci_program_part *part)
{
    int64_t low = ci_program_part_low(part);

    return ci_program_plan_is_feasible(&part->best)
               ? ci_gap(part->best.cost, low)
               : 1.0;
}

static void list_active(ci_program_run *run, bool is_first)
{
    run->active = 0;
    for (uint32_t p = 0; p < run->part_count; p++)
        if (is_first || !run->parts[p].is_proved) {
            size_t at = run->active++;

            for (; at > 0 && size_of(&run->parts[run->order[at - 1]]) <
                                 size_of(&run->parts[p]);
                 at--)
                run->order[at] = run->order[at - 1];
            run->order[at] = p;
        }
}

/* Weights of the active parts: their size, and what is open of them. */
static double weigh(const ci_program_run *run, uint32_t part, bool is_first)
{
    double size = size_of(&run->parts[part]);

    return is_first ? size : size * (0.002 + gap_of(&run->parts[part]));
}

static void share_out(ci_program_run *run, bool is_first, double share,
                      uint64_t steps)
{
    const ci_program_options *options = run->options;
    double total = 0.0, left = 0.0;
    double threads = options->thread_count > 1 ? options->thread_count : 1.0;

    if (options->time_limit_s > 0)
        left = seconds_left(run->effort) * share;
    if (threads > (double)run->active)
        threads = (double)run->active;
    for (size_t k = 0; k < run->active; k++)
        total += weigh(run, run->order[k], is_first);
    for (size_t k = 0; k < run->active; k++) {
        uint32_t p = run->order[k];
        double part = weigh(run, p, is_first) / total;
        uint64_t first =
            FIRST_STEPS + FIRST_STEPS_EACH * run->parts[p].core.entry_count;
        uint64_t quota = (uint64_t)((double)steps * part) + 1000;

        /* A part by itself takes all there is. */
        run->quotas[p] = options->work_limit > 0 ? quota : 0;
        if (is_first && run->active > 1 &&
            (run->quotas[p] == 0 || run->quotas[p] > first))
            run->quotas[p] = first;
        run->seconds[p] =
            options->time_limit_s > 0 ? left * part * threads + 1e-4 : 0.0;
    }
}

static uint64_t steps_left(const ci_program_run *run)
{
    uint64_t limit = run->options->work_limit, work = run->effort->work;

    if (limit == 0)
        return UINT64_C(1) << 62;
    return work < limit ? limit - work : 0;
}

static circlet_status run_round(ci_program_run *run, circlet_error *error)
{
    ci_parallel job = {.thread_count = run->options->thread_count > 0
                                           ? run->options->thread_count
                                           : 1,
                       .work = solve_part,
                       .user = run};
    uint64_t before = 0, after = 0;

    for (size_t p = 0; p < run->part_count; p++)
        before += run->parts[p].work;
    ci_parallel_run(&job, run->active);
    for (size_t p = 0; p < run->part_count; p++) {
        after += run->parts[p].work;
        if (run->parts[p].is_failed)
            return ci_fail_nomem(error);
    }
    run->effort->work += after - before;
    return CIRCLET_OK;
}

/* Where one part has no plan there is none at all. */
static bool is_impossible(const ci_program_run *run)
{
    for (size_t p = 0; p < run->part_count; p++)
        if (ci_program_part_low(&run->parts[p]) == INT64_MAX)
            return true;
    return false;
}

/* Whether another round makes sense. */
static bool goes_on(const ci_program_run *run, uint64_t end)
{
    bool is_late =
        run->options->time_limit_s > 0 && seconds_left(run->effort) < 0.01;

    return run->active > 0 && !is_late && !is_impossible(run) &&
           !atomic_load(&run->is_cancelled) &&
           (run->options->work_limit == 0 ||
            run->effort->work + STEPS_MIN < end);
}

static circlet_status run_rounds(ci_program_run *run, double share,
                                 circlet_error *error)
{
    uint64_t steps = (uint64_t)((double)steps_left(run) * share);
    uint64_t end = run->effort->work + steps;
    bool is_first = !run->parts[0].is_made;
    circlet_status status = CIRCLET_OK;

    list_active(run, is_first);
    for (int round = 0; status == CIRCLET_OK && round < ROUNDS; round++) {
        share_out(run, is_first, round == 0 ? share : 1.0,
                  end > run->effort->work ? end - run->effort->work : 0);
        status = run_round(run, error);
        is_first = false;
        list_active(run, false);
        if (status != CIRCLET_OK || !goes_on(run, end))
            break;
    }
    return status;
}

circlet_status ci_program_run_go(ci_program_run *run, double share,
                                 circlet_error *error)
{
    circlet_status status;

    if (run->part_count == 0)
        return CIRCLET_OK;
    run->quotas = calloc(run->part_count, sizeof(*run->quotas));
    run->seconds = calloc(run->part_count, sizeof(*run->seconds));
    run->order = calloc(run->part_count, sizeof(*run->order));
    status = run->quotas && run->seconds && run->order
                 ? run_rounds(run, share, error)
                 : ci_fail_nomem(error);
    free(run->quotas);
    free(run->seconds);
    free(run->order);
    run->quotas = NULL;
    run->seconds = NULL;
    run->order = NULL;
    return status;
}
