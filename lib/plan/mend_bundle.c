/*
 * What is done to the facilities that there are. All that may be done to one
 * of them for one goal or another is put together in every way, tried on the
 * facility as a plan would carry it out, and each way that does something is
 * one column: so that nothing is paid for twice, and what two things do
 * together is known.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/mend.h"
#include "policy/circle.h"

/* The most ways that are looked at for one facility. */
#define BUNDLE_MAX 128

/* ---- one step ----------------------------------------------------------- */

circlet_plan_action ci_mend_step_action(const ci_option_step *step,
                                        const char *facility, int year)
{
    return (circlet_plan_action){
        .id = "",
        .kind = ci_price_kind_name(step->kind),
        .facility = facility,
        .service = step->service,
        .at = {(double)NAN, (double)NAN},
        .places = step->places > 0 ? step->places : -1,
        .beds = step->beds > 0 ? step->beds : -1,
        .area_m2 = step->area_m2 > 0 ? step->area_m2 : (double)NAN,
        .year = year,
        .cost_cny = (double)NAN,
        .persons_gained = 0};
}

double ci_mend_step_price(const ci_mend *mend,
                          const circlet_facility_record *facility,
                          const ci_option_step *step)
{
    return ci_price_of(mend->judgement.policy, step->kind, facility->type,
                       step->service, step->area_m2, step->places, step->beds,
                       (double)NAN)
        .once_cny;
}

/* ---- putting together --------------------------------------------------- */

static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static int64_t greater(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Adds a step to those that are there: as much as either of the same kind for
 * the same service. false: a service would be made in two ways, or there are
 * too many. */
static bool add_step(ci_mend_bundle *bundle, const ci_option_step *step)
{
    for (size_t i = 0; i < bundle->step_count; i++) {
        ci_option_step *own = &bundle->steps[i];

        if (!is_same_text(own->service, step->service))
            continue;
        if (own->kind != step->kind)
            return false;
        own->area_m2 = fmax(own->area_m2, step->area_m2);
        own->places = greater(own->places, step->places);
        own->beds = greater(own->beds, step->beds);
        return true;
    }
    if (bundle->step_count == CI_MEND_STEP_MAX)
        return false;
    bundle->steps[bundle->step_count++] = *step;
    return true;
}

static int compare_steps(const void *left, const void *right)
{
    const ci_option_step *a = left, *b = right;

    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (!a->service || !b->service)
        return (a->service != NULL) - (b->service != NULL);
    return strcmp(a->service, b->service);
}

static bool is_same_bundle(const ci_mend_bundle *a, const ci_mend_bundle *b)
{
    if (a->step_count != b->step_count)
        return false;
    for (size_t i = 0; i < a->step_count; i++) {
        const ci_option_step *one = &a->steps[i], *other = &b->steps[i];

        if (compare_steps(one, other) != 0 || one->area_m2 < other->area_m2 ||
            one->area_m2 > other->area_m2 || one->places != other->places ||
            one->beds != other->beds)
            return false;
    }
    return true;
}

typedef struct bundle_list {
    ci_mend_bundle items[BUNDLE_MAX];
    size_t count;
} bundle_list;

static void add_bundle(bundle_list *list, ci_mend_bundle *bundle)
{
    qsort(bundle->steps, bundle->step_count, sizeof(bundle->steps[0]),
          compare_steps);
    for (size_t i = 0; i < list->count; i++)
        if (is_same_bundle(&list->items[i], bundle))
            return;
    if (list->count < BUNDLE_MAX)
        list->items[list->count++] = *bundle;
}

static bool join(ci_mend_bundle *bundle, const ci_option *option)
{
    for (size_t i = 0; i < option->step_count; i++)
        if (!add_step(bundle, &option->steps[i]))
            return false;
    return true;
}

/* Each option by itself first, so that none is lost where there is no room
 * for all that may be put together. */
static void put_together(bundle_list *out, const ci_options *options)
{
    size_t count;

    out->count = 0;
    for (size_t i = 0; i < options->count; i++) {
        ci_mend_bundle bundle = {.step_count = 0};

        if (ci_way_is_priced(&options->items[i].price) &&
            join(&bundle, &options->items[i]))
            add_bundle(out, &bundle);
    }
    for (size_t i = 0; i < options->count; i++) {
        if (!ci_way_is_priced(&options->items[i].price))
            continue;
        count = out->count;
        for (size_t b = 0; b < count; b++) {
            ci_mend_bundle bundle = out->items[b];

            if (join(&bundle, &options->items[i]))
                add_bundle(out, &bundle);
        }
    }
}

/* ---- trying it ---------------------------------------------------------- */

circlet_status ci_mend_try(circlet_facility_record *out, bool *fits,
                           ci_mend *mend, circlet_facility facility,
                           const ci_mend_bundle *bundle, size_t skip,
                           circlet_error *error)
{
    ci_planned_facility *planned = &mend->planned.facilities[facility];
    const ci_planned_facility before = *planned;
    circlet_status status = CIRCLET_OK;
    circlet_error why;

    for (size_t i = 0; !status && i < bundle->step_count; i++) {
        const circlet_plan_action action = ci_mend_step_action(
            &bundle->steps[i], before.record.id, mend->judgement.year);

        if (i != skip)
            status = ci_planned_carry_out(&mend->planned, &action, &why);
    }
    *out = planned->record;
    *planned = before;
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

static double price_of(const ci_mend *mend,
                       const circlet_facility_record *facility,
                       const ci_mend_bundle *bundle)
{
    double sum = 0;

    for (size_t i = 0; i < bundle->step_count; i++)
        sum += ci_mend_step_price(mend, facility, &bundle->steps[i]);
    return sum;
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

static circlet_status add_all(ci_mend *mend, circlet_facility facility,
                              const bundle_list *list, int64_t *gains,
                              circlet_error *error)
{
    const circlet_facility_record *before =
        circlet_city_facility(mend->judgement.city, facility);
    size_t first = mend->column_count;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < list->count; i++) {
        double cny = price_of(mend, before, &list->items[i]);
        circlet_facility_record after;
        bool fits = false;

        status = ci_mend_try(&after, &fits, mend, facility, &list->items[i],
                             CI_MEND_NONE, error);
        if (!status && fits && cny >= 0 && cny < 1e15 &&
            !ci_mend_breaks(&mend->judgement, before, &after) &&
            find_gains(gains, mend, before, &after))
            status = keep(mend, first, facility, &list->items[i], cny, gains,
                          error);
    }
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
static circlet_status gather(ci_options *out, ci_mend *mend,
                             circlet_facility facility, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t asked = CI_MEND_NONE;

    for (size_t i = 0; !status && i < mend->goal_count; i++) {
        const ci_mend_goal *goal = &mend->goals[i];

        if (goal->need == 0 ? goal->slot != asked
                            : is_about(mend, goal, facility))
            status = ci_mend_menu(out, mend, goal, facility, error);
        if (goal->need == 0)
            asked = goal->slot;
    }
    for (size_t i = 0; i < out->count; i++)
        if (!ci_way_is_priced(&out->items[i].price))
            out->items[i].is_taken = true;
    return status;
}

static circlet_status add_facility(ci_mend *mend, circlet_facility facility,
                                   bundle_list *list, int64_t *gains,
                                   circlet_error *error)
{
    ci_options options = {NULL, 0, 0};
    circlet_status status = gather(&options, mend, facility, error);

    for (size_t i = 0; !status && i < options.count; i++)
        if (options.items[i].is_taken)
            status = ci_mend_add_unpriced_way(mend, &options.items[i], error);
    if (!status) {
        put_together(list, &options);
        status = add_all(mend, facility, list, gains, error);
    }
    ci_options_clear(&options);
    return status;
}

circlet_status ci_mend_add_bundles(ci_mend *mend, circlet_error *error)
{
    const circlet_city *city = mend->judgement.city;
    bundle_list *list = malloc(sizeof(*list));
    int64_t *gains = calloc(mend->slot_count + 1, sizeof(*gains));
    circlet_status status = list && gains ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < circlet_city_facility_count(city); i++)
        if (ci_facility_is_open(
                circlet_city_facility(city, (circlet_facility)i),
                mend->judgement.year))
            status =
                add_facility(mend, (circlet_facility)i, list, gains, error);
    free(list);
    free(gains);
    return status;
}
