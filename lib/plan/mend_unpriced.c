/* What could be done but is not planned, since nobody says what it costs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "plan/mend.h"

static bool is_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The part of a price that is not given; NULL: none of it is. */
static const char *missing_part(const ci_rate *rate,
                                const ci_option_step *step)
{
    if (isnan(rate->fixed))
        return "cost_cny";
    if (step->area_m2 > 0 && isnan(rate->per_m2))
        return "per_m2_cny";
    if (step->places > 0 && isnan(rate->per_place))
        return "per_place_cny";
    return step->beds > 0 && isnan(rate->per_bed) ? "per_bed_cny" : NULL;
}

/* The keys, from the top of a policy file down. */
static void add_key(ci_buffer *out, const ci_mend *mend, ci_price_kind kind,
                    const char *type, const ci_option_step *step)
{
    const ci_action_price *price = ci_action_price_find(
        mend->judgement.policy, kind, type, step->service);
    const char *part = price ? missing_part(&price->once, step) : NULL;

    if (kind == CI_PRICE_BUILD) {
        ci_buffer_add(out, "catalogue: ");
        ci_buffer_add(out, type);
        ci_buffer_add(out, ": cost_cny");
        return;
    }
    ci_buffer_add(out, "actions: ");
    ci_buffer_add(out, ci_price_kind_name(kind));
    if (kind == CI_PRICE_ADD_SERVICE && step->service) {
        ci_buffer_add(out, ": ");
        ci_buffer_add(out, step->service);
    }
    if (part) {
        ci_buffer_add(out, ": ");
        ci_buffer_add(out, part);
    }
}

static circlet_plan_unpriced *find(ci_mend *mend, const char *kind,
                                   const char *type, const char *service,
                                   const char *missing)
{
    for (size_t i = 0; i < mend->unpriced_count; i++) {
        circlet_plan_unpriced *known = &mend->unpriced[i];

        if (is_same(known->kind, kind) && is_same(known->type, type) &&
            is_same(known->service, service) &&
            is_same(known->missing, missing))
            return known;
    }
    return NULL;
}

static circlet_status count(ci_mend *mend, const char *kind, const char *type,
                            const char *service, const char *missing,
                            circlet_error *error)
{
    circlet_plan_unpriced *known = find(mend, kind, type, service, missing);

    if (!known) {
        known = ci_array_reserve_one(mend->unpriced, mend->unpriced_count,
                                     &mend->unpriced_capacity, sizeof(*known));
        if (!known)
            return ci_fail_nomem(error);
        mend->unpriced = known;
        known += mend->unpriced_count;
        *known = (circlet_plan_unpriced){
            .kind = kind, .type = type, .service = service, .missing = NULL};
        if (missing)
            known->missing = ci_arena_copy(&mend->arena, missing);
        if (missing && !known->missing)
            return ci_fail_nomem(error);
        mend->unpriced_count++;
    }
    known->count++;
    return CIRCLET_OK;
}

circlet_status ci_mend_add_unpriced(ci_mend *mend, ci_price_kind kind,
                                    const char *type,
                                    const ci_option_step *step,
                                    circlet_error *error)
{
    ci_buffer key = {0};
    circlet_status status;

    if (kind == CI_PRICE_KIND_COUNT)
        return count(mend, "upgrade", type, NULL, NULL, error);
    add_key(&key, mend, kind, type, step);
    status = key.failed ? ci_fail_nomem(error)
                        : count(mend, ci_price_kind_name(kind), type,
                                step->service, key.text, error);
    ci_buffer_free(&key);
    return status;
}

static double price_of(const ci_mend *mend, const char *type,
                       const ci_option_step *step)
{
    return ci_price_of(mend->judgement.policy, step->kind, type, step->service,
                       step->area_m2, step->places, step->beds, (double)NAN)
        .once_cny;
}

circlet_status ci_mend_add_unpriced_way(ci_mend *mend, const ci_option *option,
                                        circlet_error *error)
{
    const circlet_facility_record *facility = option->facility;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < option->step_count; i++)
        if (!(price_of(mend, facility->type, &option->steps[i]) >= 0))
            status =
                ci_mend_add_unpriced(mend, option->steps[i].kind,
                                     facility->type, &option->steps[i], error);
    if (!status && option->flag_count > 0)
        status = ci_mend_add_unpriced(mend, CI_PRICE_KIND_COUNT,
                                      facility->type, NULL, error);
    return status;
}
