/* Facilities, there or yet to be built, that are no more than some services,
 * or a word, away from being selected. */
#include <math.h>
#include <string.h>

#include "policy/circle.h"
#include "policy/fix_option.h"

/* The services that a facility would have to offer besides. */
typedef struct lacking {
    const char *items[CI_OPTION_SERVICE_MAX];
    const ci_words *one_of; /* and one of these; NULL: none */
    size_t count; /* with that one */
    bool is_too_many;
} lacking;

static void add_lacking(lacking *out, const ci_need *need,
                        const circlet_facility_record *facility,
                        const char *service)
{
    if (ci_facility_offers(facility, service, &need->judgement->types))
        return;
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->items[i], service) == 0)
            return;
    if (out->count == CI_OPTION_SERVICE_MAX)
        out->is_too_many = true;
    else
        out->items[out->count++] = service;
}

static bool offers_one_of(const ci_need *need,
                          const circlet_facility_record *facility,
                          const ci_words *services)
{
    for (size_t i = 0; i < services->count; i++)
        if (ci_facility_offers(facility, services->items[i],
                               &need->judgement->types))
            return true;
    return false;
}

static lacking find_lacking(const ci_need *need,
                            const circlet_facility_record *facility)
{
    const ci_selection *selection = need->selection;
    lacking out = {.one_of = NULL};

    if (need->service && (need->places > 0 || need->beds > 0))
        add_lacking(&out, need, facility, need->service);
    if (selection->service)
        add_lacking(&out, need, facility, selection->service);
    for (size_t i = 0; i < selection->services.count; i++)
        add_lacking(&out, need, facility, selection->services.items[i]);
    if (selection->one_of.count == 0 ||
        offers_one_of(need, facility, &selection->one_of))
        return out;
    out.one_of = &selection->one_of;
    if (out.count == CI_OPTION_SERVICE_MAX)
        out.is_too_many = true;
    else
        out.count++;
    return out;
}

static size_t count_flags(const ci_selection *selection,
                          const circlet_facility_record *facility)
{
    const circlet_answer pairs[][2] = {
        {selection->is_comprehensive, facility->is_comprehensive},
        {selection->is_pilot, facility->is_pilot},
        {selection->is_reformed, facility->is_reformed},
        {selection->is_reform_base, facility->is_reform_base}};
    size_t count = 0;

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        count += pairs[i][0] != CIRCLET_UNKNOWN && pairs[i][0] != pairs[i][1];
    return count;
}

/* ---- one service more --------------------------------------------------- */

typedef struct choice {
    ci_option_step step;
    ci_way price;
} choice;

/* Keeps the cheaper one: by what is paid once, or in the first year. */
static void keep_cheaper(choice *best, const choice *other, bool by_year)
{
    double sum = other->price.once_cny, least = best->price.once_cny;

    if (by_year) {
        sum += other->price.yearly_cny;
        least += best->price.yearly_cny;
    }
    if (isfinite(sum) && !(least <= sum))
        *best = *other;
}

/* A section has at least a step of beds; where more than it is lacking, the
 * sections would have to share them. */
static void try_section(choice *best, const ci_need *need,
                        const circlet_facility_record *facility,
                        const char *service, bool by_year)
{
    const circlet_service_record *donor =
        ci_option_donor(need->judgement, facility, service);
    ci_price price =
        ci_price_of(need->judgement->policy, CI_PRICE_PARTITION,
                    facility->type, service, 0, 0, 1, (double)NAN);
    const choice section = {{CI_PRICE_PARTITION, service, 0, 0, price.beds},
                            ci_way_of(&price)};

    if (donor && ci_option_free_beds(donor) >= price.beds)
        keep_cheaper(best, &section, by_year);
}

static void try_service(choice *best, const ci_need *need,
                        const circlet_facility_record *facility,
                        const char *service, bool is_alone, bool by_year)
{
    static const ci_price_kind kinds[] = {CI_PRICE_ADD_SERVICE,
                                          CI_PRICE_DESIGNATE};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        ci_price price =
            ci_price_of(need->judgement->policy, kinds[i], facility->type,
                        service, 0, 0, 0, (double)NAN);
        const choice one = {{kinds[i], service, 0, 0, 0}, ci_way_of(&price)};

        keep_cheaper(best, &one, by_year);
    }
    if (is_alone)
        try_section(best, need, facility, service, by_year);
}

/* ---- all of them -------------------------------------------------------- */

static void add_step(ci_option *out, const choice *step)
{
    out->steps[out->step_count++] = step->step;
    out->price = ci_way_add(out->price, step->price);
}

static ci_option upgrade_of(const ci_need *need,
                            const circlet_facility_record *facility,
                            const lacking *missing, bool by_year)
{
    const choice nothing = {{CI_PRICE_ADD_SERVICE, NULL, 0, 0, 0},
                            ci_way_unknown()};
    size_t named = missing->count - (missing->one_of != NULL);
    ci_option out = {.facility = facility,
                     .size_m2 = (double)NAN,
                     .flag_count = count_flags(need->selection, facility)};

    for (size_t i = 0; i < named; i++) {
        choice best = nothing;

        best.step.service = missing->items[i];
        try_service(&best, need, facility, missing->items[i],
                    missing->count == 1, by_year);
        add_step(&out, &best);
    }
    if (missing->one_of) {
        choice best = nothing;

        best.step.service = missing->one_of->items[0];
        for (size_t i = 0; i < missing->one_of->count; i++)
            try_service(&best, need, facility, missing->one_of->items[i],
                        missing->count == 1, by_year);
        add_step(&out, &best);
    }
    if (out.flag_count > 0)
        out.price = ci_way_unknown();
    return out;
}

static bool tier_holds(const ci_selection *selection,
                       const circlet_facility_record *facility)
{
    return !selection->tier ||
           (facility->tier && strcmp(selection->tier, facility->tier) == 0);
}

/* What has no price is only said of facilities of the type that is asked for;
 * of others it is not known that it can be done. */
circlet_status ci_options_upgrade(ci_options *options, const ci_need *need,
                                  const circlet_facility_record *facility,
                                  circlet_error *error)
{
    const ci_selection *selection = need->selection;
    circlet_status status = CIRCLET_OK;
    lacking missing;

    if ((selection->type && strcmp(selection->type, facility->type) != 0) ||
        !tier_holds(selection, facility))
        return CIRCLET_OK;
    missing = find_lacking(need, facility);
    if (missing.is_too_many ||
        missing.count + count_flags(selection, facility) == 0)
        return CIRCLET_OK;
    for (int by_year = 0; !status && by_year <= 1; by_year++) {
        ci_option option = upgrade_of(need, facility, &missing, by_year == 1);
        bool is_priced = ci_way_is_priced(&option.price);

        if (is_priced || (selection->type && by_year == 0))
            status = ci_options_add(options, &option, error);
    }
    return status;
}

/* ---- new buildings ------------------------------------------------------ */

static void try_new_service(choice *best, const ci_need *need,
                            const char *type, const char *service,
                            bool by_year)
{
    bool is_counted = need->service && strcmp(service, need->service) == 0;
    ci_price price =
        ci_price_of(need->judgement->policy, CI_PRICE_ADD_SERVICE, type,
                    service, 0, is_counted ? need->places : 0,
                    is_counted ? need->beds : 0, (double)NAN);
    const choice one = {
        {CI_PRICE_ADD_SERVICE, service, 0, price.places, price.beds},
        ci_way_of(&price)};

    keep_cheaper(best, &one, by_year);
}

static bool is_but_for_services(const ci_need *need,
                                const circlet_facility_record *size)
{
    ci_selection others = *need->selection;

    others.service = NULL;
    others.services = others.one_of = (ci_words){NULL, 0};
    return ci_selection_holds(&others, size, &need->judgement->types, NULL) ==
           CI_MEMBER_YES;
}

bool ci_option_complete(ci_option *out, const ci_need *need,
                        const circlet_facility_record *size, bool by_year)
{
    lacking missing = find_lacking(need, size);
    size_t named = missing.count - (missing.one_of != NULL);

    if (missing.is_too_many || !is_but_for_services(need, size))
        return false;
    for (size_t i = 0; i < missing.count; i++) {
        size_t several = i < named ? 1 : missing.one_of->count;
        choice best = {{CI_PRICE_ADD_SERVICE, NULL, 0, 0, 0},
                       ci_way_unknown()};

        for (size_t k = 0; k < several; k++)
            try_new_service(&best, need, size->type,
                            i < named ? missing.items[i]
                                      : missing.one_of->items[k],
                            by_year);
        if (!ci_way_is_priced(&best.price))
            return false;
        add_step(out, &best);
    }
    return true;
}
