/* Plans that an export carries, to come back into a city as they were:
 * docs/decisions/0026. */
#ifndef CI_IO_EXPORTED_PLAN_H
#define CI_IO_EXPORTED_PLAN_H

#include "io/import.h"
#include "io/sqlite.h"

/* Makes temp.told_action of an export, which has the city attached: the
 * actions of a plan (NULL: none) as they are published, or all of what is
 * known of them where temp.privacy says that the export is exact. */
circlet_status ci_exported_actions_make(ci_db *db, const char *plan,
                                        circlet_error *error);

/* Puts what is known of a plan besides its actions and sites into an export,
 * which has the city attached and these two already, with a hash of all and
 * one of the city's sources; its tables are registered. Unless the export is
 * exact its numbers of persons are in steps, and certificates are left out. */
circlet_status ci_exported_plan_add(ci_db *db, const char *plan,
                                    circlet_error *error);

/* How what stands in a file compares with what was exported. */
typedef enum ci_exported_plan_state {
    CI_EXPORTED_NOT, /* it is no layer of actions of an export with a plan */
    CI_EXPORTED_EDITED,
    CI_EXPORTED_ELSEWHERE, /* as it was, out of a city of other sources */
    CI_EXPORTED_IN_STEPS, /* as it was, with persons in whole steps */
    CI_EXPORTED_AS_IT_WAS
} ci_exported_plan_state;

/* Of a source, which may be no export. */
circlet_status ci_exported_plan_look(ci_exported_plan_state *out,
                                     const char *source, ci_db *city,
                                     circlet_error *error);

/* Gives a plan made by hand the years, budgets and consent to losses of the
 * plan of an export that it was made of. */
circlet_status ci_exported_plan_take_years(const char *source, ci_db *city,
                                           const char *name,
                                           circlet_error *error);

/* Puts the plan of an export as it was in place of the one of a name. */
circlet_status ci_exported_plan_take(const char *source, ci_db *city,
                                     const char *name, int64_t run,
                                     circlet_error *error);

#endif
