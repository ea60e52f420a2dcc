/* Which of the facilities that changed together gave or took cover. */
#ifndef CI_REPORT_COVER_CREDIT_H
#define CI_REPORT_COVER_CREDIT_H

#include "policy/circle_run.h"
#include "report/cover_track.h"

/*
 * Writes into those people of a track whose cover the change of `world` gave
 * or took whose change it was: the nearest of the facilities that changed, as
 * they are now for who gained, as they were for who lost; of those as near
 * the first. Nothing where the change is none of facilities, or the source of
 * travel times finds no pairs.
 */
circlet_status ci_cover_credit(const ci_cover_tracks *tracks,
                               ci_cover_track *track, const ci_world *world,
                               const ci_circle_run *run, circlet_error *error);

#endif
