/* New buildings: every size of the catalogue on every site that holds it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/mend.h"
#include "plan/problem.h"
#include "policy/site_size.h"

/* ---- sizes -------------------------------------------------------------- */

/* The service whose places or beds tell a size from others; NULL: none. */
static const circlet_service_record *counted_service(
    const circlet_facility_record *facility)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (facility->services[i].beds > 0 || facility->services[i].places > 0)
            return &facility->services[i];
    return NULL;
}

static ci_wish wish_for(const circlet_facility_record *facility)
{
    const circlet_service_record *service = counted_service(facility);

    return (ci_wish){.type = facility->type,
                     .service = service ? service->service : NULL,
                     .tier = facility->tier,
                     .area_m2 = facility->measures[CIRCLET_MEASURE_AREA_M2],
                     .places = service ? service->places : -1,
                     .beds = service ? service->beds : -1};
}

static const int64_t *gains_of(ci_mend *mend,
                               const circlet_facility_record *facility)
{
    int64_t *gains =
        ci_arena_take(&mend->arena, (mend->slot_count + 1) * sizeof(*gains));

    for (size_t slot = 0; gains && slot < mend->slot_count; slot++)
        gains[slot] =
            ci_mend_measure(&mend->judgement, mend->slots[slot], facility);
    return gains;
}

static circlet_status add_size(ci_mend *mend, const ci_catalogue_entry *entry,
                               size_t i, circlet_error *error)
{
    const ci_catalogue_size size = ci_catalogue_size_at(entry, i);
    ci_mend_size *out = &mend->sizes[mend->size_count];

    *out = (ci_mend_size){
        .entry = entry, .position = i, .facility = size.facility};
    out->wish = wish_for(&size.facility);
    /* A size that another one stands for cannot be asked for, and need not:
     * that one has as much, or costs less. */
    if (ci_catalogue_choose(entry, &out->wish) != i)
        return CIRCLET_OK;
    out->gains = gains_of(mend, &size.facility);
    if (!out->gains)
        return ci_fail_nomem(error);
    mend->size_count++;
    return CIRCLET_OK;
}

circlet_status ci_mend_find_sizes(ci_mend *mend, circlet_error *error)
{
    const circlet_policy *policy = mend->judgement.policy;
    circlet_status status = CIRCLET_OK;
    size_t count = 0;

    for (size_t e = 0; e < policy->catalogue_count; e++)
        count += ci_catalogue_size_count(&policy->catalogue[e]);
    mend->sizes = calloc(count + 1, sizeof(*mend->sizes));
    if (!mend->sizes)
        return ci_fail_nomem(error);
    for (size_t e = 0; e < policy->catalogue_count; e++) {
        const ci_catalogue_entry *entry = &policy->catalogue[e];

        for (size_t i = 0; !status && i < ci_catalogue_size_count(entry); i++)
            status = add_size(mend, entry, i, error);
    }
    return status;
}

/* ---- sites -------------------------------------------------------------- */

/* The sizes of one entry, and what they are to count for. */
typedef struct entry_sizes {
    const ci_mend_size *items;
    size_t count;
    size_t slot; /* the number of slots: whatever */
    size_t slot_count;
} entry_sizes;

static bool is_of_kind(const ci_catalogue_size *size, size_t position,
                       const void *user)
{
    const entry_sizes *sizes = user;

    (void)size;
    for (size_t i = 0; i < sizes->count; i++)
        if (sizes->items[i].position == position)
            return sizes->slot == sizes->slot_count ||
                   sizes->items[i].gains[sizes->slot] > 0;
    return false;
}

/* Whether a plan that asks for the size with less area gets it. */
static bool can_be_cut(const ci_mend_size *size, double area_m2)
{
    ci_wish wish = size->wish;

    wish.area_m2 = area_m2;
    return ci_catalogue_choose(size->entry, &wish) == size->position;
}

static void cut_sizes(ci_mend_standing *out, entry_sizes *sizes,
                      const circlet_site_record *site, const char *setting)
{
    for (sizes->slot = 0; sizes->slot <= sizes->slot_count; sizes->slot++) {
        size_t position = ci_site_find_cut(sizes->items[0].entry, site,
                                           setting, is_of_kind, sizes);

        for (size_t i = 0; i < sizes->count; i++)
            if (sizes->items[i].position == position &&
                can_be_cut(&sizes->items[i], site->max_area_m2))
                out[i] = CI_MEND_CUT;
    }
}

void ci_mend_fit_sizes(ci_mend_standing *out, const ci_mend *mend,
                       circlet_site site)
{
    const circlet_city *city = mend->judgement.city;
    const circlet_site_record *record = circlet_city_site(city, site);
    const char *setting = ci_site_setting(city, site);

    for (size_t i = 0; i < mend->size_count;) {
        entry_sizes sizes = {&mend->sizes[i], 0, 0, mend->slot_count};

        for (; i < mend->size_count &&
               mend->sizes[i].entry == sizes.items[0].entry;
             i++) {
            const ci_catalogue_size size = ci_catalogue_size_at(
                mend->sizes[i].entry, mend->sizes[i].position);

            sizes.count++;
            out[i] = ci_site_holds(record, &size, setting) ? CI_MEND_WHOLE
                                                           : CI_MEND_NOT;
        }
        cut_sizes(&out[i - sizes.count], &sizes, record, setting);
    }
}

/* ---- what each does ----------------------------------------------------- */

/* What is done for each goal of the site's units, no more than is needed, then
 * whether it is for people and venues around, for each slot. */
typedef struct build_profile {
    int64_t *values;
    int64_t price_cny;
    ci_mend_standing standing;
    double area_m2;
    const int64_t *gains; /* of each slot */
} build_profile;

typedef struct site_work {
    ci_mend *mend;
    size_t place;
    size_t *goals; /* of the units around the site */
    size_t goal_count, goal_capacity;
    const bool *has_rows; /* of each slot: the site reaches some of its rows */
    build_profile *profiles; /* of each size */
    int64_t *values; /* of all profiles */
    ci_mend_standing *standings; /* of each size */
} site_work;

static void gather_goals(site_work *work)
{
    const ci_mend *mend = work->mend;

    work->goal_count = 0;
    for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++) {
        circlet_unit unit =
            ci_mend_place_unit(mend, work->place, (circlet_level)level);

        if (unit == CIRCLET_NONE)
            continue;
        for (size_t i = mend->first_goal[unit]; i < mend->first_goal[unit + 1];
             i++) {
            size_t goal = mend->goals_of_unit[i];

            if (mend->goals[goal].need > 0 &&
                ci_mend_place_serves(mend, work->place, &mend->goals[goal]))
                work->goals[work->goal_count++] = goal;
        }
    }
}

static bool describe(build_profile *out, const site_work *work)
{
    const ci_mend *mend = work->mend;
    bool does_something = false;

    for (size_t i = 0; i < work->goal_count; i++) {
        const ci_mend_goal *goal = &mend->goals[work->goals[i]];
        int64_t gain = out->gains[goal->slot];

        out->values[i] = gain < goal->need ? gain : goal->need;
        does_something |= gain > 0;
    }
    for (size_t slot = 0; slot < mend->slot_count; slot++) {
        bool reaches = work->has_rows[slot] && out->gains[slot] > 0;

        out->values[work->goal_count + slot] = reaches;
        does_something |= reaches;
    }
    return does_something;
}

/* Of equals the first stays. */
static bool is_dominated(const site_work *work, size_t a, size_t b)
{
    const build_profile *one = &work->profiles[a], *other = &work->profiles[b];
    size_t width = work->goal_count + work->mend->slot_count;
    bool is_less = other->price_cny < one->price_cny;

    if (other->price_cny > one->price_cny)
        return false;
    for (size_t i = 0; i < width; i++) {
        if (other->values[i] < one->values[i])
            return false;
        is_less |= other->values[i] > one->values[i];
    }
    return is_less || b < a;
}

static int64_t whole_cny(double cny)
{
    return (int64_t)ceil(cny - 1e-6);
}

/* What a size counts as it stands on a site. */
static circlet_status set_gains(build_profile *out, ci_mend *mend,
                                const ci_mend_size *size,
                                const circlet_site_record *site,
                                circlet_error *error)
{
    circlet_facility_record facility = size->facility;

    out->area_m2 = size->wish.area_m2;
    out->gains = size->gains;
    if (out->standing != CI_MEND_CUT)
        return CIRCLET_OK;
    out->area_m2 = site->max_area_m2;
    facility.measures[CIRCLET_MEASURE_AREA_M2] = out->area_m2;
    out->gains = gains_of(mend, &facility);
    return out->gains ? CIRCLET_OK : ci_fail_nomem(error);
}

/* Sizes that do something there, with a price; the others are NULL. */
static circlet_status fill_profiles(const ci_mend_size **out, site_work *work,
                                    const circlet_site_record *site,
                                    bool is_kept, circlet_error *error)
{
    ci_mend *mend = work->mend;
    circlet_status status = CIRCLET_OK;

    ci_mend_fit_sizes(work->standings, mend, (circlet_site)work->place);
    for (size_t i = 0; !status && i < mend->size_count; i++) {
        const ci_mend_size *size = &mend->sizes[i];
        build_profile *profile = &work->profiles[i];
        double cny;

        out[i] = NULL;
        profile->standing = work->standings[i];
        if (profile->standing == CI_MEND_NOT)
            continue;
        status = set_gains(profile, mend, size, site, error);
        if (status || (!describe(profile, work) && !is_kept))
            continue;
        cny = ci_price_of_building(mend->judgement.policy, &size->wish,
                                   site->cost_cny)
                  .once_cny;
        if (!(cny >= 0 && cny < 1e15)) {
            status = ci_mend_add_unpriced(
                mend, CI_PRICE_BUILD, size->facility.type,
                &(ci_option_step){.service = NULL}, error);
            continue;
        }
        profile->price_cny = whole_cny(cny);
        out[i] = size;
    }
    return status;
}

static circlet_status add_site_columns(site_work *work,
                                       const ci_mend_size **sizes,
                                       circlet_error *error)
{
    ci_mend *mend = work->mend;
    circlet_status status = CIRCLET_OK;

    for (size_t a = 0; !status && a < mend->size_count; a++) {
        bool dominated = false;

        for (size_t b = 0; sizes[a] && b < mend->size_count; b++)
            dominated |= a != b && sizes[b] && is_dominated(work, a, b);
        if (!sizes[a] || dominated)
            continue;
        status = ci_mend_add_column(
            mend,
            &(ci_mend_column){.place = work->place,
                              .size = a,
                              .area_m2 = work->profiles[a].area_m2,
                              .gains = work->profiles[a].gains,
                              .price_cny = work->profiles[a].price_cny},
            error);
    }
    return status;
}

/* ---- all sites ---------------------------------------------------------- */

static void find_slots_with_rows(bool *out, const ci_mend *mend, size_t place)
{
    const ci_mend_reach *reach = &mend->reach;

    memset(out, 0, mend->slot_count * sizeof(*out));
    for (size_t i = reach->first[place]; i < reach->first[place + 1]; i++)
        out[mend->goals[mend->rows[reach->rows[i]].goal].slot] = true;
}

static circlet_status is_free(bool *out, const ci_mend *mend,
                              const circlet_site_record *site,
                              circlet_error *error)
{
    char *id = ci_plan_facility_id(mend->options->name, site->id);

    if (!id)
        return ci_fail_nomem(error);
    *out =
        !ci_rule_is_listed(mend->options->forbid, site->id) &&
        circlet_city_find_facility(mend->judgement.city, id) == CIRCLET_NONE;
    free(id);
    return CIRCLET_OK;
}

static bool allocate(site_work *work, bool **has_rows,
                     const ci_mend_size ***sizes)
{
    const ci_mend *mend = work->mend;
    size_t width = mend->goal_count + mend->slot_count;

    *has_rows = calloc(mend->slot_count + 1, sizeof(**has_rows));
    *sizes = calloc(mend->size_count + 1, sizeof(const ci_mend_size *));
    work->goals = calloc(mend->goal_count + 1, sizeof(*work->goals));
    work->profiles = calloc(mend->size_count + 1, sizeof(*work->profiles));
    work->values = calloc(mend->size_count * width + 1, sizeof(*work->values));
    work->standings = calloc(mend->size_count + 1, sizeof(*work->standings));
    if (!*has_rows || !*sizes || !work->goals || !work->profiles ||
        !work->values || !work->standings)
        return false;
    for (size_t i = 0; i < mend->size_count; i++)
        work->profiles[i].values = work->values + i * width;
    work->has_rows = *has_rows;
    return true;
}

circlet_status ci_mend_add_builds(ci_mend *mend, circlet_error *error)
{
    const circlet_city *city = mend->judgement.city;
    site_work work = {.mend = mend};
    const ci_mend_size **sizes = NULL;
    bool *has_rows = NULL;
    circlet_status status =
        allocate(&work, &has_rows, &sizes) ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < circlet_city_site_count(city); i++) {
        const circlet_site_record *site =
            circlet_city_site(city, (circlet_site)i);
        bool is_usable = false;

        status = is_free(&is_usable, mend, site, error);
        if (status || !is_usable)
            continue;
        work.place = i;
        find_slots_with_rows(has_rows, mend, i);
        gather_goals(&work);
        status = fill_profiles(
            sizes, &work, site,
            ci_rule_is_listed(mend->options->keep, site->id), error);
        if (!status)
            status = add_site_columns(&work, sizes, error);
    }
    free(has_rows);
    free(sizes);
    free(work.goals);
    free(work.profiles);
    free(work.values);
    free(work.standings);
    return status;
}
