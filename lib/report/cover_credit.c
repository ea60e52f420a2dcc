#include "report/cover_credit.h"

#include <stdlib.h>

#include "base/error.h"
#include "policy/circle.h"

/* The entrances of the facilities that changed, and whose each is. */
typedef struct goals {
    circlet_point *points;
    uint32_t *facilities; /* of the mix */
    size_t count;
} goals;

static void goals_free(goals *g)
{
    free(g->points);
    free(g->facilities);
}

/* What moved may have changed as well. */
static bool is_changed(circlet_change_kind touched, circlet_change_kind made)
{
    return touched == made || (touched == CIRCLET_CHANGE_FACILITY_MOVED &&
                               made == CIRCLET_CHANGE_FACILITY_CHANGED);
}

/* Whether it changed, is open and serves the rule. */
static bool find_goal(circlet_facility_record *out,
                      const ci_cover_tracks *tracks, const ci_world *world,
                      const ci_rule *rule, size_t position,
                      circlet_change_kind done)
{
    const ci_facility_types types = {world->policy->types,
                                     world->policy->type_count};

    return is_changed(tracks->mix->touched[position], world->made) &&
           ci_mix_facility(out, tracks->mix, position, done) &&
           ci_facility_is_open(out, world->year) &&
           ci_selection_holds(&rule->facility, out, &types, NULL) ==
               CI_MEMBER_YES;
}

static void add_goals(goals *g, const circlet_facility_record *facility,
                      size_t position)
{
    size_t count = facility->access_count;

    for (size_t i = 0; i < (count > 0 ? count : 1); i++) {
        if (g->points) {
            g->points[g->count] =
                count > 0 ? facility->accesses[i] : facility->at;
            g->facilities[g->count] = (uint32_t)position;
        }
        g->count++;
    }
}

/* Counts them, and then lists them. */
static circlet_status find_goals(goals *g, const ci_cover_tracks *tracks,
                                 const ci_world *world, const ci_rule *rule,
                                 circlet_change_kind done,
                                 circlet_error *error)
{
    *g = (goals){0};
    for (int pass = 0; pass < 2; pass++) {
        g->count = 0;
        for (size_t i = 0; i < tracks->mix->facilities.count; i++) {
            circlet_facility_record facility;

            if (find_goal(&facility, tracks, world, rule, i, done))
                add_goals(g, &facility, i);
        }
        if (pass > 0)
            break;
        g->points = calloc((g->count + 1), sizeof(*g->points));
        g->facilities = calloc((g->count + 1), sizeof(*g->facilities));
        if (!g->points || !g->facilities)
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

/* Who gained, or lost, by this change. */
static bool is_wanted(const ci_cover_person *person, const ci_world *world,
                      ci_cover now)
{
    return person->reason == world->made && person->now == now &&
           person->facility == CIRCLET_NONE;
}

static size_t choose(uint32_t *chosen, circlet_point *origins,
                     const ci_cover_tracks *tracks,
                     const ci_cover_track *track, const ci_world *world,
                     const ci_circle_run *run, ci_cover now, size_t mode)
{
    size_t count = 0;

    for (size_t i = 0; i < run->count; i++) {
        const ci_traveller *traveller = &run->people[i];
        uint32_t person = world->people[traveller->demand];

        if (tracks->seats[person] != i + 1 || traveller->travel.mode != mode ||
            !is_wanted(&track->people[person], world, now))
            continue;
        origins[count] =
            circlet_city_demand(world->city, traveller->demand)->at;
        chosen[count++] = person;
    }
    return count;
}

static circlet_status credit_mode(ci_cover_track *track, const goals *g,
                                  const uint32_t *chosen,
                                  const circlet_travel_query *query,
                                  const circlet_travel *travel,
                                  circlet_error *error)
{
    circlet_od_matrix *matrix = NULL;
    circlet_status status =
        travel->find_within(&matrix, query, travel->user, error);

    for (size_t i = 0; !status && i < query->origin_count; i++) {
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(matrix, i, &count);

        if (count > 0)
            track->people[chosen[i]].facility =
                g->facilities[row[0].destination];
    }
    circlet_od_matrix_free(matrix);
    return status;
}

static circlet_status credit(const ci_cover_tracks *tracks,
                             ci_cover_track *track, const ci_world *world,
                             const ci_circle_run *run, ci_cover now,
                             circlet_error *error)
{
    circlet_change_kind done = now == CI_COVER_YES
                                   ? world->made
                                   : (circlet_change_kind)(world->made - 1);
    uint32_t *chosen = calloc((run->count + 1), sizeof(*chosen));
    circlet_point *origins = calloc((run->count + 1), sizeof(*origins));
    goals g = {0};
    circlet_status status =
        chosen && origins
            ? find_goals(&g, tracks, world, run->rule, done, error)
            : ci_fail_nomem(error);

    for (size_t mode = 0;
         !status && g.count > 0 && mode < world->policy->mode_count; mode++) {
        circlet_travel_query query = {.mode = world->policy->modes[mode],
                                      .bound = CIRCLET_BOUND_NOMINAL,
                                      .origins = origins,
                                      .destinations = g.points,
                                      .destination_count = g.count,
                                      .cutoff_ms =
                                          run->rule->as.circle.cutoff_ms};

        query.origin_count =
            choose(chosen, origins, tracks, track, world, run, now, mode);
        if (query.origin_count > 0)
            status =
                credit_mode(track, &g, chosen, &query, world->travel, error);
    }
    goals_free(&g);
    free(chosen);
    free(origins);
    return status;
}

circlet_status ci_cover_credit(const ci_cover_tracks *tracks,
                               ci_cover_track *track, const ci_world *world,
                               const ci_circle_run *run, circlet_error *error)
{
    circlet_status status;

    if (!run->is_known || !world->travel->find_within ||
        world->made < CIRCLET_CHANGE_FACILITY_OPENED ||
        world->made > CIRCLET_CHANGE_FACILITY_CHANGED)
        return CIRCLET_OK;
    status = credit(tracks, track, world, run, CI_COVER_YES, error);
    return status ? status
                  : credit(tracks, track, world, run, CI_COVER_NO, error);
}
