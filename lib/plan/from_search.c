/*
 * Nothing and all of what is given is tried first. Of a few groups every set
 * is tried. Of more, what the planner chooses itself at the same costs is left
 * out at first: it costs nothing to leave it to the planner. The others are
 * put in and left out until no such change is better; then what was left out
 * is put back, all of it, else halves, as long as that makes nothing worse.
 */
#include "plan/from_search.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Every set of so many groups is tried. */
#define SETS_OF_MAX 4

/* The part of all plans that are for putting back. */
#define PUT_BACK_PART 5

typedef struct searching {
    ci_from_trials *trials;
    size_t count; /* of groups */
    size_t open; /* those that the planner does not choose come first */
    bool *with; /* of the set at hand */
    ci_from_trial now; /* where the search stands; `with` is its own */
    bool *own;
    size_t plans_left_for_later;
} searching;

static bool is_over(const searching *s)
{
    return s->trials->count + s->plans_left_for_later >= s->trials->most;
}

/* Begins with the set where the search stands. */
static void begin_with_now(searching *s)
{
    memcpy(s->with, s->own, s->count * sizeof(*s->with));
}

static void stand(searching *s, const ci_from_trial *trial)
{
    s->now = *trial;
    memcpy(s->own, trial->with, s->count * sizeof(*s->own));
}

/* Goes to the set at hand if its order to that where the search stands is no
 * more than `most`. */
static circlet_status step(bool *is_taken, searching *s, int most,
                           circlet_error *error)
{
    const ci_from_trial *trial = NULL;
    circlet_status status =
        is_over(s) ? CIRCLET_OK
                   : ci_from_try(&trial, s->trials, s->with, error);

    *is_taken = trial && trial->score.is_possible &&
                ci_from_compare(&trial->score, &s->now.score) <= most;
    if (*is_taken)
        stand(s, trial);
    return status;
}

/* Puts the groups from `first` to `end` in, all or halves of them. */
static circlet_status put_in(searching *s, size_t first, size_t end,
                             circlet_error *error)
{
    size_t middle = first + (end - first) / 2;
    bool is_taken = false;
    circlet_status status;

    if (first == end || is_over(s))
        return CIRCLET_OK;
    begin_with_now(s);
    for (size_t g = first; g < end; g++)
        s->with[g] = true;
    status = step(&is_taken, s, 0, error);
    if (status || is_taken || end - first == 1)
        return status;
    status = put_in(s, first, middle, error);
    return status ? status : put_in(s, middle, end, error);
}

/* Puts each group in or leaves it out until none of that is better. */
static circlet_status improve(searching *s, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t same = 0;

    for (size_t g = 0; !status && same < s->open && !is_over(s);
         g = (g + 1) % s->open) {
        bool is_better = false;

        begin_with_now(s);
        s->with[g] = !s->with[g];
        status = step(&is_better, s, -1, error);
        same = is_better ? 0 : same + 1;
    }
    return status;
}

/* Every set of the open groups, the others left out. */
static circlet_status try_sets(searching *s, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t set = 0; !status && set < (size_t)1 << s->open; set++) {
        bool is_taken;

        memset(s->with, 0, s->count * sizeof(*s->with));
        for (size_t g = 0; g < s->open; g++)
            s->with[g] = set >> g & 1;
        status = step(&is_taken, s, -1, error);
    }
    return status;
}

static circlet_status search_open(searching *s, circlet_error *error)
{
    circlet_status status;

    if (s->open <= SETS_OF_MAX)
        return try_sets(s, error);
    status = put_in(s, 0, s->open, error);
    return status ? status : improve(s, error);
}

/* The first sets; true in `is_done`: nothing is better than all. */
static circlet_status try_ends(bool *is_done, searching *s,
                               circlet_error *error)
{
    ci_from_trials *trials = s->trials;
    const ci_from_trial *none = NULL, *all = NULL;
    circlet_status status;

    memset(s->with, 0, s->count * sizeof(*s->with));
    status = ci_from_try(&none, trials, s->with, error);
    if (!status && none->score.is_possible &&
        !ci_given_groups_settle(&trials->groups, trials->rest))
        status = ci_fail_nomem(error);
    if (status)
        return status;
    stand(s, none);
    s->open = s->count - trials->groups.settled;
    memset(s->with, true, s->count * sizeof(*s->with));
    status = ci_from_try(&all, trials, s->with, error);
    *is_done = !status && s->open == 0 &&
               ci_from_compare(&all->score, &none->score) <= 0;
    return status;
}

/* Nothing is possible for the reason that what stays is not. */
static circlet_status refuse(const ci_from_trials *trials,
                             circlet_error *error)
{
    if (error)
        *error = trials->refusal;
    return trials->refused;
}

static circlet_status search(searching *s, circlet_error *error)
{
    bool is_done = false;
    circlet_status status = try_ends(&is_done, s, error);

    if (status || is_done)
        return status;
    if (s->count <= SETS_OF_MAX)
        s->open = s->count;
    s->plans_left_for_later =
        s->open < s->count ? s->trials->most / PUT_BACK_PART : 0;
    status = search_open(s, error);
    s->plans_left_for_later = 0;
    return status ? status : put_in(s, s->open, s->count, error);
}

circlet_status ci_from_search(ci_from_trials *trials, circlet_error *error)
{
    size_t count = trials->groups.count;
    searching s = {.trials = trials, .count = count};
    circlet_status status;

    s.with = calloc(count + 1, sizeof(*s.with));
    s.own = calloc(count + 1, sizeof(*s.own));
    status = s.with && s.own ? search(&s, error) : ci_fail_nomem(error);
    free(s.with);
    free(s.own);
    return status || trials->rest ? status : refuse(trials, error);
}
