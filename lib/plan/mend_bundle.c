/*
 * What is done to the facilities that there are. All that may be wanted of
 * one of them for one goal or another is put together in every way, the
 * cheapest actions for it are tried on the facility as a plan would carry them
 * out, and each way that does something is one column: so that nothing is
 * paid for twice, and what two things do together is known.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/mend_menu.h"
#include "policy/circle.h"

/* ---- one step ----------------------------------------------------------- */

circlet_plan_action ci_mend_step_action(const ci_mend_step *step,
                                        const char *facility, int year)
{
    return (circlet_plan_action){.id = "",
                                 .kind = ci_price_kind_name(step->kind),
                                 .facility = facility,
                                 .service = step->service,
                                 .from_service = step->from,
                                 .at = {(double)NAN, (double)NAN},
                                 .places = step->places,
                                 .beds = step->beds,
                                 .area_m2 = step->area_m2 > 0 ? step->area_m2
                                                              : (double)NAN,
                                 .year = year,
                                 .cost_cny = (double)NAN,
                                 .persons_gained = 0};
}

double ci_mend_step_price(const ci_mend *mend, const char *type,
                          const ci_mend_step *step)
{
    return ci_price_of(mend->judgement.policy, step->kind, type, step->service,
                       step->area_m2, step->places < 0 ? 0 : step->places,
                       step->beds < 0 ? 0 : step->beds, (double)NAN)
        .once_cny;
}

/* ---- trying it ---------------------------------------------------------- */

circlet_status ci_mend_try(circlet_facility_record *out, bool *fits,
                           ci_mend *mend, const ci_planned_facility *before,
                           const ci_mend_bundle *bundle, size_t skip,
                           circlet_error *error)
{
    ci_planned_facility planned = *before;
    circlet_status status = CIRCLET_OK;
    circlet_error why;

    for (size_t i = 0; !status && i < bundle->step_count; i++) {
        const circlet_plan_action action = ci_mend_step_action(
            &bundle->steps[i], before->record.id, mend->judgement.year);

        if (i != skip)
            status =
                ci_planned_change(&mend->planned, &planned, &action, &why);
    }
    *out = planned.record;
    *fits = status == CIRCLET_OK;
    if (status == CIRCLET_OK || status == CIRCLET_E_DATA)
        return CIRCLET_OK;
    if (error)
        *error = why;
    return status;
}

/* What it adds to each rule; whether that is anything. */
static bool find_gains(int64_t *gains, const ci_mend *mend,
                       const circlet_facility_record *before,
                       const circlet_facility_record *after)
{
    bool has_any = false;

    for (size_t slot = 0; slot < mend->slot_count; slot++) {
        gains[slot] =
            ci_mend_measure(&mend->judgement, mend->slots[slot], after) -
            ci_mend_measure(&mend->judgement, mend->slots[slot], before);
        has_any |= gains[slot] > 0;
    }
    return has_any;
}

/* ---- columns ------------------------------------------------------------ */

static bool is_dominated(const ci_mend *mend, const ci_mend_column *one,
                         const ci_mend_column *other)
{
    if (other->price_cny > one->price_cny)
        return false;
    for (size_t slot = 0; slot < mend->slot_count; slot++)
        if (other->gains[slot] < one->gains[slot])
            return false;
    return true;
}

/* Puts a column among those of its facility, from `first` on, unless another
 * does as much for no more. */
static circlet_status offer_column(ci_mend *mend, size_t first,
                                   const ci_mend_column *column,
                                   circlet_error *error)
{
    size_t kept = first;

    for (size_t i = first; i < mend->column_count; i++)
        if (is_dominated(mend, column, &mend->columns[i]))
            return CIRCLET_OK;
    for (size_t i = first; i < mend->column_count; i++)
        if (!is_dominated(mend, &mend->columns[i], column))
            mend->columns[kept++] = mend->columns[i];
    mend->column_count = kept;
    return ci_mend_add_column(mend, column, error);
}

static circlet_status keep(ci_mend *mend, size_t first,
                           circlet_facility facility,
                           const ci_mend_bundle *bundle, double cny,
                           const int64_t *gains, circlet_error *error)
{
    ci_mend_bundle *own = ci_arena_take(&mend->arena, sizeof(*own));
    int64_t *own_gains = ci_arena_take(&mend->arena, (mend->slot_count + 1) *
                                                         sizeof(*own_gains));

    if (!own || !own_gains)
        return ci_fail_nomem(error);
    *own = *bundle;
    memcpy(own_gains, gains, mend->slot_count * sizeof(*gains));
    return offer_column(
        mend, first,
        &(ci_mend_column){
            .place = circlet_city_site_count(mend->judgement.city) + facility,
            .size = CI_MEND_NONE,
            .bundle = own,
            .gains = own_gains,
            .price_cny = (int64_t)ceil(cny - 1e-6)},
        error);
}

/* A facility whose ways are found. */
typedef struct changing {
    ci_mend *mend;
    circlet_facility facility;
    size_t first; /* of its columns */
    int64_t *gains; /* of the way at hand */
} changing;

static circlet_status take_way(const ci_mend_way *way, void *user,
                               circlet_error *error)
{
    const changing *of = user;
    ci_mend *mend = of->mend;
    const ci_planned_facility *before =
        &mend->planned.facilities[of->facility];
    const ci_arena outer = mend->planned.arena;
    circlet_facility_record after;
    circlet_status status;
    bool fits = false;

    mend->planned.arena = (ci_arena){.block = NULL};
    status = ci_mend_try(&after, &fits, mend, before, &way->bundle,
                         CI_MEND_NONE, error);
    if (!status && fits && way->cny < 1e15 &&
        !ci_mend_breaks(&mend->judgement, &before->record, &after) &&
        find_gains(of->gains, mend, &before->record, &after))
        status = keep(mend, of->first, of->facility, &way->bundle, way->cny,
                      of->gains, error);
    ci_arena_free(&mend->planned.arena);
    mend->planned.arena = outer;
    return status;
}

/* ---- what may be done --------------------------------------------------- */

static bool is_about(const ci_mend *mend, const ci_mend_goal *goal,
                     circlet_facility facility)
{
    return circlet_city_facility_unit(mend->judgement.city, facility,
                                      goal->rule->level) == goal->unit;
}

/* People and venues may come from anywhere: one goal stands for all. */
static circlet_status gather(ci_mend_menu *out, ci_mend *mend,
                             const ci_mend_building *building,
                             circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t asked = CI_MEND_NONE;

    for (size_t i = 0; !status && i < mend->goal_count; i++) {
        const ci_mend_goal *goal = &mend->goals[i];

        if (goal->need == 0 ? goal->slot != asked
                            : is_about(mend, goal, building->position))
            status = ci_mend_menu_add(out, mend, goal, building, error);
        if (goal->need == 0)
            asked = goal->slot;
    }
    return status;
}

static circlet_status add_facility(changing *of, ci_mend_menu *menu,
                                   circlet_error *error)
{
    ci_mend *mend = of->mend;
    const ci_mend_building building = {
        circlet_city_facility(mend->judgement.city, of->facility),
        of->facility, mend->planned.facilities[of->facility].site};
    circlet_status status = CIRCLET_OK;

    *menu = (ci_mend_menu){.count = 0};
    status = gather(menu, mend, &building, error);
    of->first = mend->column_count;
    return status ? status
                  : ci_mend_menu_take_all(menu, mend, &building, take_way, of,
                                          error);
}

circlet_status ci_mend_add_bundles(ci_mend *mend, circlet_error *error)
{
    const circlet_city *city = mend->judgement.city;
    ci_mend_menu *menu = malloc(sizeof(*menu));
    changing of = {.mend = mend,
                   .gains = calloc(mend->slot_count + 1, sizeof(*of.gains))};
    circlet_status status =
        menu && of.gains ? CIRCLET_OK : ci_fail_nomem(error);

    for (; !status && of.facility < circlet_city_facility_count(city);
         of.facility++)
        if (ci_facility_is_open(circlet_city_facility(city, of.facility),
                                mend->judgement.year))
            status = add_facility(&of, menu, error);
    free(menu);
    free(of.gains);
    return status;
}
