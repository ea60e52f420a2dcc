/* How far people are from all that could be for them, and where new sites
 * would do. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "plan/mend_why.h"
#include "plan/why_people.h"
#include "policy/traveller.h"

/* Those of one rule whom nothing reaches. */
typedef struct slot_work {
    ci_mend *mend;
    ci_mend_left *left;
    size_t slot;
    ci_stranded *people;
    size_t count;
    circlet_point *doors;
    size_t door_count, door_capacity;
} slot_work;

/* ---- doors -------------------------------------------------------------- */

static bool add_door(slot_work *work, circlet_point at)
{
    circlet_point *doors = ci_array_reserve_one(
        work->doors, work->door_count, &work->door_capacity, sizeof(*doors));

    if (!doors)
        return false;
    work->doors = doors;
    doors[work->door_count++] = at;
    return true;
}

static bool add_place(slot_work *work, size_t place)
{
    const circlet_city *city = work->mend->judgement.city;
    size_t sites = circlet_city_site_count(city);
    const circlet_facility_record *facility;

    if (place < sites)
        return add_door(work, ci_mend_place_at(work->mend, place));
    facility = circlet_city_facility(city, (circlet_facility)(place - sites));
    for (size_t i = 0; i < facility->access_count; i++)
        if (!add_door(work, facility->accesses[i]))
            return false;
    return facility->access_count > 0 || add_door(work, facility->at);
}

/* The entrances of the facilities that there are. */
static circlet_status add_facilities(slot_work *work, circlet_error *error)
{
    const ci_judgement *judgement = &work->mend->judgement;
    const ci_rule *rule = work->mend->slots[work->slot];
    uint32_t *positions = NULL;
    circlet_point *entrances = NULL;
    size_t count = 0, entrance_count = 0;
    circlet_status status =
        ci_rule_facilities(&positions, &count, judgement->policy,
                           judgement->city, rule, judgement->year, error);

    if (!status)
        status = ci_entrances_find(&entrances, &entrance_count,
                                   judgement->city, positions, count, error);
    for (size_t i = 0; !status && i < entrance_count; i++)
        if (!add_door(work, entrances[i]))
            status = ci_fail_nomem(error);
    free(positions);
    free(entrances);
    return status;
}

static circlet_status find_doors(slot_work *work, circlet_error *error)
{
    const ci_mend *mend = work->mend;

    work->door_count = 0;
    for (size_t p = 0; p < ci_mend_place_count(mend); p++)
        if (mend->may_serve[p * mend->slot_count + work->slot] &&
            ci_mend_has_hosts(mend, mend->slots[work->slot], p) &&
            !add_place(work, p))
            return ci_fail_nomem(error);
    return add_facilities(work, error);
}

/* ---- people ------------------------------------------------------------- */

/* Whether people are looked at: those that nothing reaches, and those that
 * only what is built for others reaches, who want another site. */
static bool is_looked_at(const slot_work *work, size_t item)
{
    const char *reason = work->left->items[item].reason;

    return strcmp(reason, "none_in_reach") == 0 ||
           strcmp(reason, "sites_taken") == 0;
}

static void gather(slot_work *work)
{
    const ci_mend *mend = work->mend;

    work->count = 0;
    for (size_t i = 0; i < mend->row_count; i++) {
        const ci_mend_row *row = &mend->rows[i];
        size_t item = work->left->item_of_row[i];

        if (item == CI_MEND_NONE ||
            mend->goals[row->goal].slot != work->slot ||
            !is_looked_at(work, item))
            continue;
        work->people[work->count++] =
            (ci_stranded){.item = item,
                          .part = row->part,
                          .at = row->at,
                          .mode = row->mode,
                          .weight_milli = row->weight_milli,
                          .nearest_ms = CIRCLET_UNREACHED};
    }
}

/* ---- all ---------------------------------------------------------------- */

static circlet_status explain_slot(slot_work *work, circlet_error *error)
{
    ci_mend *mend = work->mend;
    const ci_rule *rule = mend->slots[work->slot];
    const ci_why_words words = {.policy = mend->judgement.policy,
                                .city = mend->judgement.city,
                                .arena = &mend->arena};
    ci_why_crowd crowd = {.words = &words,
                          .judgement = &mend->judgement,
                          .rule = rule,
                          .items = work->left->items,
                          .units = work->left->units,
                          .people = work->people};
    circlet_status status;

    gather(work);
    if (work->count == 0)
        return CIRCLET_OK;
    status = find_doors(work, error);
    crowd.count = work->count;
    crowd.doors = work->doors;
    crowd.door_count = work->door_count;
    return status ? status : ci_why_people(&crowd, error);
}

circlet_status ci_mend_explain_people(ci_mend_left *left, ci_mend *mend,
                                      circlet_error *error)
{
    slot_work work = {.mend = mend, .left = left};
    circlet_status status = CIRCLET_OK;

    work.people = calloc(mend->row_count + 1, sizeof(*work.people));
    if (!work.people)
        status = ci_fail_nomem(error);
    for (size_t slot = 0; !status && slot < mend->slot_count; slot++) {
        const ci_rule *rule = mend->slots[slot];

        work.slot = slot;
        if (rule->kind == CI_RULE_CIRCLE || rule->kind == CI_RULE_NEAR)
            status = explain_slot(&work, error);
    }
    free(work.people);
    free(work.doors);
    return status;
}
