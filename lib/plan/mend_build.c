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
