/* Every choice of what may be wanted of a building, and the ways to it. */
#include <math.h>
#include <string.h>

#include "plan/mend_menu.h"

/* The most choices that are looked at for one building. */
#define CHOICE_MAX 1024

typedef struct choosing {
    const ci_mend_menu *menu;
    ci_mend *mend;
    const ci_mend_building *building;
    ci_mend_take_way *take;
    void *user;
    size_t count; /* of choices so far */
    const ci_mend_want *wants[CI_MEND_WANT_MAX]; /* the choice at hand */
    double amounts[CI_MEND_WANT_MAX];
} choosing;

/* The target of a service, new if there is none; NULL: there are too many. */
static ci_mend_target *target_of(ci_mend_aim *aim, const char *service)
{
    for (size_t i = 0; i < aim->count; i++)
        if (strcmp(aim->services[i].service, service) == 0)
            return &aim->services[i];
    if (aim->count == CI_MEND_AIM_MAX)
        return NULL;
    aim->services[aim->count] = (ci_mend_target){service, 0, 0};
    return &aim->services[aim->count++];
}

static bool add_want(ci_mend_aim *aim, const ci_mend_want *want, double amount)
{
    ci_mend_target *target;

    if (want->what == CI_MEND_WANT_AREA) {
        aim->area_m2 = amount;
        return true;
    }
    target = target_of(aim, want->service);
    if (!target)
        return false;
    if (want->what == CI_MEND_WANT_PLACES)
        target->places = (int64_t)amount;
    if (want->what == CI_MEND_WANT_BEDS)
        target->beds = (int64_t)amount;
    return true;
}

/* Where nothing is cheaper than to take beds that count for a rule, another
 * way that leaves them may yet be the one that breaks none. */
static circlet_status take_ways(choosing *of, const ci_mend_aim *aim,
                                circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    ci_mend_way way;

    ci_mend_find_way(&way, of->mend, of->building->record, aim, true);
    of->mend->leaves_ways_out |= way.is_cut;
    if (isfinite(way.cny))
        status = of->take(&way, of->user, error);
    if (status || !way.is_guarded)
        return status;
    ci_mend_find_way(&way, of->mend, of->building->record, aim, false);
    of->mend->leaves_ways_out |= way.is_cut;
    return isfinite(way.cny) ? of->take(&way, of->user, error) : CIRCLET_OK;
}

static circlet_status take_choice(choosing *of, size_t count,
                                  circlet_error *error)
{
    ci_mend_aim aim = {.bed_room = ci_mend_bed_room(of->building->record,
                                                    of->building->site)};

    if (of->count == CHOICE_MAX) {
        of->mend->leaves_ways_out = true;
        return CIRCLET_OK;
    }
    of->count++;
    for (size_t i = 0; i < count; i++)
        if (!add_want(&aim, of->wants[i], of->amounts[i])) {
            of->mend->leaves_ways_out = true;
            return CIRCLET_OK;
        }
    return take_ways(of, &aim, error);
}

/* Choices of `left` more wants from the first-th on, besides those chosen. */
static circlet_status choose(choosing *of, size_t first, size_t chosen,
                             size_t left, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (left == 0)
        return take_choice(of, chosen, error);
    for (size_t i = first; !status && i + left <= of->menu->count; i++)
        for (size_t k = 0;
             !status && k < of->menu->wants[i].count && of->count < CHOICE_MAX;
             k++) {
            of->wants[chosen] = &of->menu->wants[i];
            of->amounts[chosen] = of->menu->wants[i].amounts[k];
            status = choose(of, i + 1, chosen + 1, left - 1, error);
        }
    return status;
}

static bool is_too_many(const ci_mend_menu *menu)
{
    size_t count = 1;

    for (size_t i = 0; i < menu->count; i++) {
        count *= menu->wants[i].count + 1;
        if (count > CHOICE_MAX)
            return true;
    }
    return false;
}

/* Whether beds of a new building may become a section of it. How many of the
 * beds are had anew then, and how large the section is before it is enlarged,
 * is chosen of few numbers. */
static bool may_divide_new(const ci_mend_menu *menu, const ci_mend *mend,
                           const ci_mend_building *building)
{
    for (size_t i = 0; i < menu->count; i++)
        if (building->position == CIRCLET_NONE &&
            menu->wants[i].what == CI_MEND_WANT_BEDS &&
            ci_action_price_find(mend->judgement.policy, CI_PRICE_PARTITION,
                                 building->record->type,
                                 menu->wants[i].service))
            return true;
    return false;
}

circlet_status ci_mend_menu_take_all(const ci_mend_menu *menu, ci_mend *mend,
                                     const ci_mend_building *building,
                                     ci_mend_take_way *take, void *user,
                                     circlet_error *error)
{
    choosing of = {.menu = menu,
                   .mend = mend,
                   .building = building,
                   .take = take,
                   .user = user};
    circlet_status status = CIRCLET_OK;

    if (menu->is_cut || is_too_many(menu) ||
        may_divide_new(menu, mend, building))
        mend->leaves_ways_out = true;
    for (size_t left = 1; !status && left <= menu->count; left++)
        status = choose(&of, 0, 0, left, error);
    return status;
}
