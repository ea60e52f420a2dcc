/* Whom a cautious plan for a number of buildings may cover: who is not surely
 * near a facility, and which sites surely are near enough. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/possible_ways.h"
#include "plan/problem_rows.h"
#include "policy/traveller.h"

/* What came of a person. */
typedef struct unsure_person {
    bool is_row; /* not surely covered */
    bool is_in_doubt;
    size_t first_pair, pair_count; /* of the sites that surely do */
} unsure_person;

/* People of a batch, and those of them who are asked about. */
typedef struct unsure_crowd {
    ci_problem_draft *draft;
    const ci_circle_batch *batch;
    const circlet_progress *progress;
    unsure_person *people; /* beside the batch's demands */
    size_t *asked; /* positions of people, ascending */
    circlet_point *points;
    ci_ways *ways;
    size_t count;
    circlet_point *entrances; /* of the facilities that there are */
    size_t entrance_count;
    ci_ways_pair *pairs;
    size_t pair_count;
} unsure_crowd;

static circlet_status crowd_make(unsure_crowd *crowd, circlet_error *error)
{
    size_t room = crowd->batch->demand_count + 1;

    crowd->people = calloc(room, sizeof(*crowd->people));
    crowd->asked = calloc(room, sizeof(*crowd->asked));
    crowd->points = calloc(room, sizeof(*crowd->points));
    crowd->ways = calloc(room, sizeof(*crowd->ways));
    if (!crowd->people || !crowd->asked || !crowd->points || !crowd->ways)
        return ci_fail_nomem(error);
    return ci_problem_entrances(&crowd->entrances, &crowd->entrance_count,
                                crowd->draft->question, crowd->batch, error);
}

static void crowd_clear(unsure_crowd *crowd)
{
    free(crowd->people);
    free(crowd->asked);
    free(crowd->points);
    free(crowd->ways);
    free(crowd->entrances);
    free(crowd->pairs);
}

/* Where no street is known nothing is sure. */
static void choose_people(unsure_crowd *crowd)
{
    const ci_plan_question *question = crowd->draft->question;
    const circlet_travel *travel = question->travel;

    for (size_t i = 0; i < crowd->batch->demand_count; i++) {
        circlet_point at =
            circlet_city_demand(question->city, crowd->batch->demands[i])->at;

        if (!travel->knows || travel->knows(at, travel->user)) {
            crowd->asked[crowd->count] = i;
            crowd->points[crowd->count++] = at;
        } else {
            crowd->people[i] =
                (unsure_person){.is_row = true, .is_in_doubt = true};
        }
    }
}

/* ---- asking ------------------------------------------------------------- */

static ci_modes assumed_mode(const unsure_crowd *crowd)
{
    const circlet_policy *policy = crowd->draft->question->policy;
    ci_modes mode = 0;

    for (size_t m = 0; m < policy->mode_count; m++)
        if (strcmp(policy->modes[m], crowd->batch->mode) == 0)
            mode = (ci_modes)1 << m;
    return mode;
}

static ci_ways_query query_of(const unsure_crowd *crowd, bool is_sure)
{
    const ci_plan_question *question = crowd->draft->question;

    return (ci_ways_query){
        .policy = question->policy,
        .travel = question->travel,
        .modes = is_sure ? crowd->batch->modes : assumed_mode(crowd),
        .bound = is_sure ? CIRCLET_BOUND_MAX : CIRCLET_BOUND_NOMINAL,
        .cutoff_ms = crowd->batch->cutoff_ms,
        .origins = crowd->points,
        .origin_count = crowd->count,
        .progress = *crowd->progress};
}

static circlet_status find_near(unsure_crowd *crowd, bool is_sure,
                                circlet_error *error)
{
    const ci_ways_query query = query_of(crowd, is_sure);
    const ci_ways_goals facilities = {crowd->entrances, NULL,
                                      crowd->entrance_count};

    return ci_ways_find(crowd->ways, &query, &facilities, error);
}

static circlet_status find_reach(ci_ways_pair **out, size_t *count,
                                 const unsure_crowd *crowd, bool is_sure,
                                 circlet_error *error)
{
    const ci_ways_query query = query_of(crowd, is_sure);
    const ci_ways_goals sites = {crowd->draft->site_points, NULL,
                                 crowd->draft->problem->site_count};

    return ci_ways_reach(out, count, &query, crowd->ways, &sites, error);
}

static void keep(unsure_crowd *crowd, size_t *kept, size_t i)
{
    crowd->asked[*kept] = crowd->asked[i];
    crowd->points[*kept] = crowd->points[i];
    crowd->ways[(*kept)++] = crowd->ways[i];
}

/* Who is surely covered is asked about no more. */
static void drop_covered(unsure_crowd *crowd)
{
    size_t kept = 0;

    for (size_t i = 0; i < crowd->count; i++) {
        bool is_row = crowd->ways[i].open != 0;

        crowd->people[crowd->asked[i]].is_row = is_row;
        if (is_row)
            keep(crowd, &kept, i);
    }
    crowd->count = kept;
}

/* Nor is whom a site surely reaches. */
static void drop_reached(unsure_crowd *crowd)
{
    size_t kept = 0, next = 0;

    for (size_t i = 0; i < crowd->count; i++) {
        unsure_person *person = &crowd->people[crowd->asked[i]];

        person->first_pair = next;
        while (next < crowd->pair_count && crowd->pairs[next].origin == i)
            next++;
        person->pair_count = next - person->first_pair;
        if (person->pair_count == 0)
            keep(crowd, &kept, i);
    }
    crowd->count = kept;
}

/* It is in doubt where a facility or a site is near enough as assumed. */
static circlet_status find_doubts(unsure_crowd *crowd, circlet_error *error)
{
    ci_ways_pair *pairs = NULL;
    size_t count = 0, next = 0;
    circlet_status status = find_near(crowd, false, error);

    if (!status)
        status = find_reach(&pairs, &count, crowd, false, error);
    for (size_t i = 0; !status && i < crowd->count; i++) {
        size_t first = next;

        while (next < count && pairs[next].origin == i)
            next++;
        crowd->people[crowd->asked[i]].is_in_doubt =
            next > first || crowd->ways[i].open == 0;
    }
    free(pairs);
    return status;
}

static circlet_status ask(unsure_crowd *crowd, circlet_error *error)
{
    circlet_status status = find_near(crowd, true, error);

    if (status)
        return status;
    drop_covered(crowd);
    status = find_reach(&crowd->pairs, &crowd->pair_count, crowd, true, error);
    if (status)
        return status;
    drop_reached(crowd);
    return find_doubts(crowd, error);
}

/* ---- rows --------------------------------------------------------------- */

/* In the city's order, which is that of a certificate. */
static bool add_rows(const unsure_crowd *crowd)
{
    circlet_od_entry *entries =
        calloc(crowd->draft->problem->site_count + 1, sizeof(*entries));
    bool is_added = entries != NULL;

    for (size_t i = 0; is_added && i < crowd->batch->demand_count; i++) {
        const unsure_person *person = &crowd->people[i];
        const ci_plan_row row = {crowd->batch->rule, crowd->batch->mode,
                                 crowd->batch->demands[i],
                                 person->is_in_doubt};

        for (size_t k = 0; k < person->pair_count; k++)
            entries[k] = (circlet_od_entry){
                crowd->pairs[person->first_pair + k].place, 0};
        is_added =
            !person->is_row || ci_problem_add_row(crowd->draft, &row, entries,
                                                  person->pair_count);
    }
    free(entries);
    return is_added;
}

circlet_status ci_problem_add_unsure(ci_problem_draft *draft,
                                     const ci_circle_batch *batch,
                                     const circlet_progress *progress,
                                     circlet_error *error)
{
    unsure_crowd crowd = {
        .draft = draft, .batch = batch, .progress = progress};
    circlet_status status = crowd_make(&crowd, error);

    if (!status) {
        choose_people(&crowd);
        status = ask(&crowd, error);
    }
    if (!status && !add_rows(&crowd))
        status = ci_fail_nomem(error);
    crowd_clear(&crowd);
    return status;
}
