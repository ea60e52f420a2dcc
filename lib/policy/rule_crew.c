/*
 * A rule first looks at half a million people, then asks for travel times,
 * then adds up: while one rule is at the first or the last, another one's
 * travel times are found. Rules that take longest begin first, so that none
 * of them is left alone at the end.
 */
#include "policy/rule_crew.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/error.h"
#include "policy/travel_relay.h"

/* So many rules at a time: travel times are found for one of them only, and
 * each has its own memory about the people. */
#define CREW_MAX 4

/* A rule to be judged, and what came of it. */
typedef struct task {
    const ci_rule *rule;
    circlet_findings *findings;
    circlet_status status;
    circlet_error error;
} task;

typedef struct crew {
    ci_judgement judgement; /* what is the same for all */
    ci_travel_relay *relay;
    task *tasks;
    size_t *order; /* in which tasks begin */
    size_t count;
    pthread_mutex_t lock; /* of all below */
    size_t next; /* in the order */
    size_t done;
    size_t first_failed; /* `count`: none */
    bool is_stopped;
    uint32_t working; /* threads */
} crew;

/* ---- on any thread ------------------------------------------------------ */

/* The next task, or the count. A failure leaves out the rules after it, but
 * none before: so which of several failures is told is always the same. */
static size_t take(crew *all)
{
    size_t taken = all->count;

    pthread_mutex_lock(&all->lock);
    while (taken == all->count && all->next < all->count && !all->is_stopped) {
        size_t one = all->order[all->next++];

        if (one < all->first_failed)
            taken = one;
    }
    pthread_mutex_unlock(&all->lock);
    return taken;
}

static void judge_task(const crew *all, task *one)
{
    ci_judgement own = all->judgement;

    own.findings = one->findings;
    one->status =
        ci_rule_kind_judge(one->rule->kind)(&own, one->rule, &one->error);
}

static void finish(crew *all, size_t position)
{
    pthread_mutex_lock(&all->lock);
    all->done++;
    if (all->tasks[position].status && position < all->first_failed)
        all->first_failed = position;
    pthread_mutex_unlock(&all->lock);
}

static void *work(void *user)
{
    crew *all = user;
    size_t position;

    while ((position = take(all)) < all->count) {
        judge_task(all, &all->tasks[position]);
        finish(all, position);
        ci_travel_relay_knock(all->relay);
    }
    pthread_mutex_lock(&all->lock);
    all->working--;
    pthread_mutex_unlock(&all->lock);
    ci_travel_relay_knock(all->relay);
    return NULL;
}

/* ---- on the caller's thread --------------------------------------------- */

static bool is_over(crew *all, size_t *done)
{
    bool is_over;

    pthread_mutex_lock(&all->lock);
    is_over = all->working == 0;
    *done = all->done;
    pthread_mutex_unlock(&all->lock);
    return is_over;
}

static void stop(crew *all)
{
    pthread_mutex_lock(&all->lock);
    all->is_stopped = true;
    pthread_mutex_unlock(&all->lock);
    ci_travel_relay_refuse(all->relay);
}

/* Answers the others until all are done. */
static circlet_status serve(crew *all, const circlet_progress *progress,
                            circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t done = 0, reported = 0;

    while (!is_over(all, &done)) {
        if (!status && done > reported) {
            status = ci_judgement_report(progress, done, all->count, error);
            reported = done;
            if (status)
                stop(all);
        }
        ci_travel_relay_serve(all->relay);
    }
    return status || done == reported
               ? status
               : ci_judgement_report(progress, done, all->count, error);
}

/* Where no thread can be started the caller's does it all. */
static circlet_status run(crew *all, uint32_t wanted,
                          const circlet_progress *progress,
                          circlet_error *error)
{
    pthread_t threads[CREW_MAX];
    const circlet_travel *given = all->judgement.travel;
    circlet_travel relayed;
    circlet_status status;
    uint32_t started = 0;

    if (given) {
        relayed = ci_travel_relay_travel(all->relay);
        all->judgement.travel = &relayed;
    }
    all->working = wanted;
    while (started < wanted &&
           !pthread_create(&threads[started], NULL, work, all))
        started++;
    pthread_mutex_lock(&all->lock);
    all->working -= wanted - started;
    pthread_mutex_unlock(&all->lock);
    if (started == 0) {
        all->judgement.travel = given;
        all->working = 1;
        work(all);
    }
    status = serve(all, progress, error);
    for (uint32_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return status;
}

/* ---- set up and collect ------------------------------------------------- */

/* How long a rule of a kind takes, from experience. */
static int effort_of(ci_rule_kind kind)
{
    switch (kind) {
    case CI_RULE_CIRCLE:
    case CI_RULE_EVENNESS:
    case CI_RULE_PLACES:
        return 3;
    case CI_RULE_LIST:
    case CI_RULE_RECEIVED:
        return 1;
    default:
        return 0;
    }
}

/* By effort, then position. */
static void order_tasks(crew *all)
{
    size_t next = 0;

    for (int effort = 3; effort >= 0; effort--)
        for (size_t i = 0; i < all->count; i++)
            if (effort_of(all->tasks[i].rule->kind) == effort)
                all->order[next++] = i;
}

static void crew_clear(crew *all)
{
    for (size_t i = 0; all->tasks && i < all->count; i++)
        circlet_findings_free(all->tasks[i].findings);
    free(all->tasks);
    free(all->order);
    ci_travel_relay_free(all->relay);
}

static bool crew_make(crew *all, const size_t *positions, size_t count)
{
    const ci_judgement *judgement = &all->judgement;

    all->tasks = calloc(count + 1, sizeof(*all->tasks));
    all->order = calloc(count + 1, sizeof(*all->order));
    all->relay = ci_travel_relay_new(judgement->travel);
    all->count = all->first_failed = count;
    for (size_t i = 0; all->tasks && i < count; i++) {
        task *one = &all->tasks[i];

        one->rule = &judgement->policy->rules[positions[i]];
        one->findings = ci_findings_new(judgement->city, judgement->day);
        if (!one->findings)
            return false;
    }
    if (!all->tasks || !all->order || !all->relay)
        return false;
    order_tasks(all);
    return true;
}

/* The findings of all rules, or the first failure. */
static circlet_status collect(crew *all, circlet_findings *findings,
                              circlet_error *error)
{
    if (all->first_failed < all->count) {
        const task *failed = &all->tasks[all->first_failed];

        return ci_fail(error, failed->status, "%s", failed->error.message);
    }
    for (size_t i = 0; i < all->count; i++) {
        if (!ci_findings_take(findings, all->tasks[i].findings))
            return ci_fail_nomem(error);
        all->tasks[i].findings = NULL;
    }
    return CIRCLET_OK;
}

static circlet_status judge_at_once(crew *all, uint32_t threads,
                                    const circlet_progress *progress,
                                    circlet_error *error)
{
    circlet_status status;

    if (pthread_mutex_init(&all->lock, NULL))
        return ci_fail_nomem(error);
    status = run(all, threads, progress, error);
    pthread_mutex_destroy(&all->lock);
    return status;
}

static circlet_status judge_one_by_one(const ci_judgement *judgement,
                                       const size_t *positions, size_t count,
                                       const circlet_progress *progress,
                                       circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < count; i++) {
        const ci_rule *rule = &judgement->policy->rules[positions[i]];

        status = ci_rule_kind_judge(rule->kind)(judgement, rule, error);
        if (!status)
            status = ci_judgement_report(progress, i + 1, count, error);
    }
    return status;
}

/* Where they wait for one thread that is asked, some more than there are
 * threads. */
static uint32_t crew_size(const ci_judgement *judgement)
{
    bool is_shared = judgement->travel && judgement->travel->is_shared;
    uint32_t threads = judgement->thread_count;

    if (threads > 1 && !is_shared)
        threads *= 2;
    return threads < CREW_MAX ? threads : CREW_MAX;
}

circlet_status ci_rule_crew_judge(const ci_judgement *judgement,
                                  const size_t *positions, size_t count,
                                  const circlet_progress *progress,
                                  circlet_error *error)
{
    uint32_t threads = crew_size(judgement);
    crew all = {.judgement = *judgement};
    circlet_status status;

    if (threads > count)
        threads = (uint32_t)count;
    if (threads < 2)
        return judge_one_by_one(judgement, positions, count, progress, error);
    all.judgement.thread_count /= threads;
    status = crew_make(&all, positions, count)
                 ? judge_at_once(&all, threads, progress, error)
                 : ci_fail_nomem(error);
    if (!status)
        status = collect(&all, judgement->findings, error);
    crew_clear(&all);
    return status;
}
