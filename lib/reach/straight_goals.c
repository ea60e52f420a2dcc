#include "reach/straight_goals.h"

#include <stdlib.h>

bool ci_straight_goals_find(ci_straight_goals *goals,
                            const ci_tied_points *all)
{
    circlet_point *places = malloc((all->place_count + 1) * sizeof(*places));
    size_t count = 0;

    goals->untied_places =
        malloc((all->place_count + 1) * sizeof(*goals->untied_places));
    for (uint32_t i = 0;
         places && goals->untied_places && i < all->place_count; i++)
        if (all->snaps[i] != CIRCLET_SNAP_TIED) {
            places[count] = all->places[i];
            goals->untied_places[count++] = i;
        }
    goals->all = ci_straight_new(all->places, all->place_count);
    goals->untied =
        places && goals->untied_places ? ci_straight_new(places, count) : NULL;
    free(places);
    return goals->all && goals->untied;
}

void ci_straight_goals_free(ci_straight_goals *goals)
{
    ci_straight_free(goals->all);
    ci_straight_free(goals->untied);
    free(goals->untied_places);
}

ci_straight_pace ci_straight_pace_of(const ci_travel_job *job)
{
    return (ci_straight_pace){job->times->mode->speed_mps,
                              job->times->boarding_ms};
}

/* Who is tied to no street goes straight to all. */
static bool goes_to_all(const ci_tied_points *from, size_t place)
{
    return from->snaps[place] != CIRCLET_SNAP_TIED;
}

uint32_t ci_straight_goals_nearest_ms(const ci_straight_goals *goals,
                                      const ci_travel_job *job,
                                      size_t origin_place)
{
    const ci_tied_points *origins = &job->origins;
    ci_straight_pace pace = ci_straight_pace_of(job);

    return ci_straight_nearest_ms(
        goes_to_all(origins, origin_place) ? goals->all : goals->untied,
        origins->places[origin_place], &pace, job->query->cutoff_ms);
}

/* Turns positions among the untied into those among all. */
typedef struct untied_found {
    const uint32_t *places;
    ci_straight_fn found;
    void *user;
} untied_found;

static bool find_untied(uint32_t place, uint32_t time_ms, void *user)
{
    const untied_found *to = user;

    return to->found(to->places[place], time_ms, to->user);
}

bool ci_straight_goals_each(const ci_straight_goals *goals,
                            const ci_tied_points *from, size_t place,
                            const ci_straight_pace *pace, uint32_t cutoff_ms,
                            ci_straight_fn found, void *user)
{
    untied_found untied = {goals->untied_places, found, user};

    if (goes_to_all(from, place))
        return ci_straight_within(goals->all, from->places[place], pace,
                                  cutoff_ms, found, user);
    return ci_straight_within(goals->untied, from->places[place], pace,
                              cutoff_ms, find_untied, &untied);
}
