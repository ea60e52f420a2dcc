#include "siting/median_find.h"

#include <stdlib.h>
#include <string.h>

/* Steps of the search for a choice that keeps all limits. */
#define COMPLETE_STEPS 100000

/* Greedy goes through fewer entries in no time. */
#define LONG_ENTRIES ((size_t)1 << 21)

/* Exchanges that shake a plan, at most. */
#define KICKS_MAX 4

/* Moves that are remembered, so that they can be taken back. */
#define LOG_MAX 256

/* ---- greedy ------------------------------------------------------------ */

typedef struct greedy {
    const ci_median_lists *lists;
    const int64_t *costs; /* of the objective; NULL: none */
    ci_effort *effort;
    ci_choice *choice;
    uint32_t *now; /* what each client pays */
    int64_t *scores; /* of each site, fresh or an old one, which is higher */
    uint8_t *is_fresh;
} greedy;

void ci_median_savings(int64_t *savings, const ci_median_lists *lists)
{
    for (size_t site = 0; site < lists->site_count; site++) {
        savings[site] = 0;
        for (size_t i = lists->site_first[site];
             i < lists->site_first[site + 1]; i++) {
            const circlet_od_entry *at = &lists->reached[i];

            savings[site] += lists->weights[at->destination] *
                             (lists->caps[at->destination] - at->time_ms);
        }
    }
}

static int64_t gain_of(const greedy *job, size_t site)
{
    const ci_median_lists *lists = job->lists;
    int64_t gain = 0;

    for (size_t i = lists->site_first[site]; i < lists->site_first[site + 1];
         i++) {
        const circlet_od_entry *at = &lists->reached[i];

        if (at->time_ms < job->now[at->destination])
            gain += lists->weights[at->destination] *
                    (job->now[at->destination] - at->time_ms);
    }
    ci_effort_spend(job->effort,
                    lists->site_first[site + 1] - lists->site_first[site]);
    return job->costs ? gain - job->costs[site] : gain;
}

/* What a site offers: its gain, with a budget for each unit of cost. */
static double worth(const greedy *job, size_t site)
{
    const ci_side *side = job->choice->side;
    double cost = (double)side->costs[site];

    if (side->budget == INT64_MAX || job->costs)
        return (double)job->scores[site];
    return (double)job->scores[site] / (cost > 0.5 ? cost : 0.5);
}

/* The best site that may be added, by scores as they are. */
static uint32_t find_top(const greedy *job)
{
    uint32_t top = CI_MEDIAN_NONE;

    for (size_t site = 0; site < job->lists->site_count; site++)
        if (job->scores[site] > 0 &&
            (top == CI_MEDIAN_NONE || worth(job, site) > worth(job, top)) &&
            ci_choice_may_add(job->choice, (uint32_t)site))
            top = (uint32_t)site;
    return top;
}

static void serve(greedy *job, size_t site)
{
    const ci_median_lists *lists = job->lists;

    for (size_t i = lists->site_first[site]; i < lists->site_first[site + 1];
         i++) {
        const circlet_od_entry *at = &lists->reached[i];

        if (at->time_ms < job->now[at->destination])
            job->now[at->destination] = at->time_ms;
    }
}

/* Gains only shrink, so a fresh score on top is the best (M. Minoux,
 * Accelerated greedy algorithms, 1978). */
static void add_greedily(greedy *job)
{
    size_t sites = job->lists->site_count;
    bool is_long = job->lists->first[job->lists->client_count] > LONG_ENTRIES;

    if (job->choice->count >= job->choice->side->p)
        return;
    for (size_t site = 0; site < sites; site++)
        if (job->choice->is_chosen[site])
            serve(job, site);
    for (size_t site = 0; site < sites; site++)
        job->scores[site] = gain_of(job, site);
    memset(job->is_fresh, 1, sites);
    for (;;) {
        uint32_t top = find_top(job);

        ci_effort_spend(job->effort, sites);
        if (top == CI_MEDIAN_NONE)
            return;
        /* When time is over an old score has to do, where there is much to
         * look at. */
        if (!job->is_fresh[top] && !(job->effort->is_over && is_long)) {
            job->scores[top] = gain_of(job, top);
            job->is_fresh[top] = 1;
            continue;
        }
        ci_choice_add(job->choice, top);
        serve(job, top);
        memset(job->is_fresh, 0, sites);
    }
}

static bool run_greedy(greedy *job, bool *is_proved)
{
    memcpy(job->now, job->lists->caps,
           job->lists->client_count * sizeof(*job->now));
    add_greedily(job);
    if (ci_choice_complete(job->choice, job->scores, COMPLETE_STEPS,
                           is_proved))
        return true;
    /* What was chosen stands in the way of the minima: they come first. */
    ci_choice_reset(job->choice);
    ci_median_savings(job->scores, job->lists);
    if (!ci_choice_complete(job->choice, job->scores, COMPLETE_STEPS,
                            is_proved))
        return false;
    memcpy(job->now, job->lists->caps,
           job->lists->client_count * sizeof(*job->now));
    add_greedily(job);
    return true;
}

bool ci_median_greedy(ci_choice *choice, const ci_median_lists *lists,
                      const int64_t *costs, ci_effort *effort, bool *is_proved)
{
    greedy job = {
        .lists = lists, .costs = costs, .effort = effort, .choice = choice};
    bool is_found = false;

    *is_proved = false;
    job.now = calloc(lists->client_count + 1, sizeof(*job.now));
    job.scores = calloc(lists->site_count + 1, sizeof(*job.scores));
    job.is_fresh = calloc(lists->site_count + 1, sizeof(*job.is_fresh));
    if (job.now && job.scores && job.is_fresh)
        is_found = run_greedy(&job, is_proved);
    free(job.now);
    free(job.scores);
    free(job.is_fresh);
    return is_found;
}

/* ---- interchange ------------------------------------------------------- */

/* Moves since a plan that may be gone back to. */
typedef struct move_log {
    ci_median_move moves[LOG_MAX];
    size_t count; /* over LOG_MAX: some are forgotten */
} move_log;

static void make_move(ci_median_search *search, ci_median_move move,
                      move_log *log)
{
    ci_median_search_move(search, move);
    if (log->count < LOG_MAX)
        log->moves[log->count] = move;
    log->count++;
}

static bool keep_better(const ci_median_search *search, ci_median_plan *plan)
{
    if (search->objective >= plan->objective)
        return false;
    ci_choice_copy(&plan->choice, &search->choice);
    plan->objective = search->objective;
    return true;
}

static bool descend(ci_median_search *search, ci_median_plan *plan,
                    move_log *log)
{
    ci_median_move move;

    while (!search->effort->is_over && ci_median_search_best(search, &move))
        make_move(search, move, log);
    return keep_better(search, plan);
}

bool ci_median_descend(ci_median_search *search, ci_median_plan *plan)
{
    move_log log = {.count = 0};

    return descend(search, plan, &log);
}

/* A random exchange around a client: a site near it comes, one of those
 * that serve it or that client's neighbour goes. */
static bool pick_kick(const ci_median_search *search, size_t client,
                      ci_random *random, ci_median_move *out)
{
    const ci_median_lists *lists = search->lists;
    const circlet_od_entry *list = &lists->entries[lists->first[client]];
    size_t count = lists->first[client + 1] - lists->first[client];
    size_t near1 = search->near1[client], near2 = search->near2[client];
    size_t range = 2 * near2 + 2;
    bool takes_second = near2 < count && ci_random_below(random, 3) == 0;

    if (near1 >= count)
        return false;
    out->in = list[ci_random_below(random, range < count ? range : count)]
                  .destination;
    out->out = list[takes_second ? near2 : near1].destination;
    if (search->column_of[out->in] == CI_MEDIAN_NONE ||
        search->slot_of[out->in] != CI_MEDIAN_NONE ||
        !ci_choice_may_swap(&search->choice, out->out, out->in))
        return false;
    out->profit = ci_median_search_profit(search, out->out, out->in);
    return true;
}

static void kick(ci_median_search *search, ci_random *random, move_log *log)
{
    const ci_median_lists *lists = search->lists;
    size_t kicks = 1 + ci_random_below(random, KICKS_MAX);
    size_t client = ci_random_below(random, lists->client_count);
    ci_median_move move;

    for (size_t tries = 0; kicks > 0 && tries < (size_t)4 * KICKS_MAX;
         tries++) {
        size_t first = lists->first[client];
        size_t near2 = search->near2[client];
        size_t count = lists->first[client + 1] - first;
        size_t sites = near2 < count ? near2 + 1 : count;
        uint32_t site;

        if (pick_kick(search, client, random, &move)) {
            make_move(search, move, log);
            kicks--;
        }
        /* On to a client of a site nearby. */
        if (sites == 0) {
            client = ci_random_below(random, lists->client_count);
            continue;
        }
        site =
            lists->entries[first + ci_random_below(random, sites)].destination;
        count = lists->site_first[site + 1] - lists->site_first[site];
        if (count > 0 && ci_random_below(random, 2) == 0)
            client = lists
                         ->reached[lists->site_first[site] +
                                   ci_random_below(random, count)]
                         .destination;
    }
}

static void take_back(ci_median_search *search, const move_log *log)
{
    for (size_t i = log->count; i-- > 0;) {
        ci_median_move move = log->moves[i];

        ci_median_search_move(
            search, (ci_median_move){move.in, move.out, -move.profit});
    }
}

bool ci_median_wander(ci_median_search *search, ci_median_plan *plan,
                      size_t rounds, ci_random *random)
{
    bool is_better = false;

    for (size_t i = 0; i < rounds && search->lists->client_count > 0; i++) {
        int64_t before = search->objective;
        move_log log = {.count = 0};

        kick(search, random, &log);
        is_better |= descend(search, plan, &log);
        if (search->effort->is_over)
            break;
        if (search->objective > before && log.count <= LOG_MAX)
            take_back(search, &log);
    }
    return is_better;
}
