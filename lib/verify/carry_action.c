/*
 * The meaning of each kind of action, as <circlet/plan.h> has it: what must
 * be so before it, and what is so after it. Numbers of places and beds are
 * kept as in a ledger: entries that add to what is known.
 */
#include <math.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "city/plan_action.h"
#include "policy/circle.h"
#include "policy/known_services.h"
#include "verify/carried_change.h"

#define AREA CIRCLET_MEASURE_AREA_M2

/* What must be so, in bits. */
enum {
    IS_NEW = 1, /* no facility has the id */
    IS_OPEN = 2, /* at the end of the year; without one, by its status */
    HAS_NOT_CLOSED = 4, /* open, or still to open */
    IS_NOT_KEPT = 8, /* by an action before */
    IS_NOT_MOVED = 16 /* by an action of the year */
};

/* ---- what must be so ---------------------------------------------------- */

static bool is_open(const circlet_facility_record *facility, int year)
{
    return year < 0 ? facility->status == CIRCLET_FACILITY_OPEN
                    : ci_facility_is_open(facility, year);
}

/* A day of closing says more than the status. */
static bool has_closed(const circlet_facility_record *facility, int year)
{
    if (year < 0 || facility->closed < 0)
        return facility->status == CIRCLET_FACILITY_CLOSED;
    return facility->closed / 10000 <= year;
}

static ci_refusal contradiction(ci_carried_change *change,
                                const circlet_plan_action *other,
                                ci_refusal refusal)
{
    change->other = other;
    return refusal;
}

static ci_refusal check(ci_carried_change *change, unsigned needs)
{
    const ci_carried_facility *facility = &change->after;
    int year = change->action->year;

    if (facility->closed_by)
        return contradiction(change, facility->closed_by, CI_REFUSED_CLOSED);
    if (((needs & IS_OPEN) && !is_open(&facility->record, year)) ||
        ((needs & HAS_NOT_CLOSED) && has_closed(&facility->record, year)))
        return CI_REFUSED_NOT_OPEN;
    if ((needs & IS_NOT_KEPT) && facility->kept_by)
        return contradiction(change, facility->kept_by, CI_REFUSED_KEPT);
    if ((needs & IS_NOT_MOVED) && facility->moved_by &&
        facility->moved_by->year == year)
        return contradiction(change, facility->moved_by, CI_REFUSED_MOVED);
    return CI_REFUSED_NOT;
}

/* ---- the ledger of places and beds -------------------------------------- */

/* The account of a service; NULL: it is not offered. */
static circlet_service_record *account_of(ci_carried_change *change,
                                          const char *service)
{
    return ci_carried_service(&change->after, service);
}

/* There is room for one, see ci_carried_own_services(). */
static void open_account(ci_carried_change *change, const char *service,
                         int64_t places, int64_t beds)
{
    ci_carried_facility *after = &change->after;

    after->services[after->record.service_count++] =
        (circlet_service_record){service, places, beds, -1, 0, 0};
}

/* An unknown number stays unknown: what is added is entered into what it is
 * at least. */
static bool enter(int64_t *number, int64_t *low, int64_t more)
{
    int64_t *entered = *number >= 0 ? number : low;

    if (more > 0 && more > INT64_MAX - *entered)
        return false;
    *entered += more > 0 ? more : 0;
    return true;
}

/* The fullest account of beds besides that of a service, of equal ones the
 * first by name. */
static circlet_service_record *fullest_but(ci_carried_change *change,
                                           const char *service)
{
    circlet_service_record *all = change->after.services, *best = NULL;

    for (size_t i = 0; i < change->after.record.service_count; i++) {
        int64_t ahead = best ? all[i].beds - best->beds : 1;

        if (all[i].beds < 0 || strcmp(all[i].service, service) == 0)
            continue;
        if (ahead > 0 ||
            (ahead == 0 && strcmp(all[i].service, best->service) < 0))
            best = &all[i];
    }
    return best;
}

/* ---- what is so after it ------------------------------------------------ */

static ci_refusal keep(ci_carried_change *change)
{
    if (!change->after.kept_by)
        change->after.kept_by = change->action;
    return CI_REFUSED_NOT;
}

static ci_refusal enlarge(ci_carried_change *change)
{
    const circlet_plan_action *action = change->action;
    circlet_facility_record *record = &change->after.record;
    double *area = isnan(record->measures[AREA]) ? record->measures_low
                                                 : record->measures;
    circlet_service_record *account;

    area[AREA] += action->area_m2 > 0 ? action->area_m2 : 0;
    if (action->places <= 0 && action->beds <= 0)
        return CI_REFUSED_NOT;
    if (!ci_carried_own_services(change->carried, &change->after))
        return CI_REFUSED_FOR_MEMORY;
    account = account_of(change, action->service);
    if (!account)
        return CI_REFUSED_NO_SERVICE;
    return enter(&account->places, &account->places_low, action->places) &&
                   enter(&account->beds, &account->beds_low, action->beds)
               ? CI_REFUSED_NOT
               : CI_REFUSED_COUNT;
}

/* A designation says another word for the same. */
static ci_refusal offer_more(ci_carried_change *change)
{
    const circlet_plan_action *action = change->action;

    if (!ci_carried_own_services(change->carried, &change->after))
        return CI_REFUSED_FOR_MEMORY;
    if (account_of(change, action->service))
        return CI_REFUSED_SERVICE;
    open_account(change, action->service, action->places, action->beds);
    return CI_REFUSED_NOT;
}

/* The account that a section draws on: the one that is named, where what it
 * holds is known, else the fullest. */
static circlet_service_record *drawn_on(ci_carried_change *change)
{
    const circlet_plan_action *action = change->action;
    bool is_named = action->from_service && action->from_service[0] != '\0';
    circlet_service_record *account =
        is_named ? account_of(change, action->from_service)
                 : fullest_but(change, action->service);

    return account && account->beds < 0 ? NULL : account;
}

static ci_refusal partition(ci_carried_change *change)
{
    const circlet_plan_action *action = change->action;
    circlet_service_record *giver, *taker;

    if (!ci_carried_own_services(change->carried, &change->after))
        return CI_REFUSED_FOR_MEMORY;
    giver = drawn_on(change);
    if (!giver || giver->beds < action->beds)
        return CI_REFUSED_BEDS;
    if (giver->occupied >= 0 && giver->beds - action->beds < giver->occupied)
        return CI_REFUSED_OCCUPIED;
    taker = account_of(change, action->service);
    if (taker && !enter(&taker->beds, &taker->beds_low, action->beds))
        return CI_REFUSED_COUNT;
    giver->beds -= action->beds;
    if (!taker)
        open_account(change, action->service, -1, action->beds);
    return CI_REFUSED_NOT;
}

/* Doors, address and building stay behind. */
static ci_refusal move(ci_carried_change *change)
{
    circlet_facility_record *record = &change->after.record;

    change->after.moved_by = change->action;
    record->access_count = 0;
    record->accesses = NULL;
    record->address = NULL;
    record->building_id = NULL;
    return ci_carried_place(change);
}

/* From the first day of the year on, or from that of opening if it opens in
 * the year; without a year, and where it never was open, on every day. */
static ci_refusal close_down(ci_carried_change *change)
{
    const circlet_plan_action *action = change->action;
    circlet_facility_record *record = &change->after.record;
    bool was_open = action->year >= 0 && is_open(record, action->year);
    int first = ci_action_first_day(action);

    change->after.closed_by = action;
    record->status = CIRCLET_FACILITY_CLOSED;
    record->closed = !was_open                ? -1
                     : first > record->opened ? first
                                              : record->opened;
    return CI_REFUSED_NOT;
}

/* ---- one action --------------------------------------------------------- */

typedef struct action_meaning {
    unsigned needs;
    ci_refusal (*effect)(ci_carried_change *change);
} action_meaning;

static const action_meaning meanings[CI_ACTION_KIND_COUNT] = {
    [CI_ACTION_KEEP] = {HAS_NOT_CLOSED, keep},
    [CI_ACTION_ENLARGE] = {IS_OPEN, enlarge},
    [CI_ACTION_ADD_SERVICE] = {IS_OPEN, offer_more},
    [CI_ACTION_PARTITION] = {IS_OPEN, partition},
    [CI_ACTION_DESIGNATE] = {IS_OPEN, offer_more},
    [CI_ACTION_BUILD] = {IS_NEW, ci_carried_build},
    [CI_ACTION_MOVE] = {IS_OPEN | IS_NOT_MOVED, move},
    [CI_ACTION_CLOSE] = {HAS_NOT_CLOSED | IS_NOT_KEPT | IS_NOT_MOVED,
                         close_down}};

static ci_refusal take_up(ci_carried_change *change, bool was_there)
{
    ci_carried_city *carried = change->carried;
    ci_carried_facility *list = carried->facilities;

    if (was_there) {
        *ci_carried_city_find(carried, change->action->facility) =
            change->after;
        return CI_REFUSED_NOT;
    }
    list = ci_array_reserve_one(list, carried->count, &carried->capacity,
                                sizeof(*list));
    if (!list)
        return CI_REFUSED_FOR_MEMORY;
    carried->facilities = list;
    list[carried->count++] = change->after;
    return CI_REFUSED_NOT;
}

static ci_refusal carry(ci_carried_change *change,
                        const action_meaning *meaning)
{
    const ci_carried_facility *there =
        ci_carried_city_find(change->carried, change->action->facility);
    ci_refusal refusal = CI_REFUSED_NOT;

    if (!there != ((meaning->needs & IS_NEW) != 0))
        return there ? CI_REFUSED_PRESENT : CI_REFUSED_ABSENT;
    if (there) {
        change->after = *there;
        refusal = check(change, meaning->needs);
    }
    if (!refusal)
        refusal = meaning->effect(change);
    if (!refusal && !change->after.closed_by)
        refusal = ci_carried_fits(change);
    return refusal ? refusal : take_up(change, there != NULL);
}

/* A slip of another's name is none. */
static bool is_service(const ci_carried_city *carried, const char *service)
{
    return !service || !*service || !carried->policy ||
           !ci_service_meant(service, carried->policy, carried->city);
}

circlet_status ci_carried_city_do(ci_carried_city *carried,
                                  const circlet_plan_action *action,
                                  circlet_error *error)
{
    ci_carried_change change = {.carried = carried, .action = action};
    circlet_status status = ci_actions_check(action, 1, error);

    if (status != CIRCLET_OK)
        return status;
    if (!is_service(carried, action->service) ||
        !is_service(carried, action->from_service))
        return ci_carried_refuse(CI_REFUSED_UNKNOWN, &change, error);
    return ci_carried_refuse(
        carry(&change, &meanings[ci_action_kind_of(action->kind)]), &change,
        error);
}
