/* What a building can become by the actions of a policy: every state, and how
 * it is come by. */
#ifndef UNIT_WAY_STATES_H
#define UNIT_WAY_STATES_H

#include "mend_town.h"

#include "policy/price.h"

#define SERVICES 4
#define TENS 10 /* beds of a service are fewer than so many tens */
#define AREAS 7 /* areas are fewer than so many fifties, from 50 m2 on */
#define BASE (TENS + 1)
#define STATES (BASE * BASE * BASE * BASE * AREAS)
#define SIGNS 32
#define STEPS 12
#define TEXT_SIZE 400000

static const char *const services[SERVICES] = {
    "residential", "respite", "special_welfare", "mental_welfare"};

/* What a building is: tens of beds of each service (-1: it does not offer it)
 * and fifties of square metres. */
typedef struct building {
    int tens[SERVICES];
    int fifties;
} building;

/* How a state was come by. */
typedef struct arrival {
    double cny;
    int from; /* -1: it is a start */
    circlet_plan_action action;
    bool is_queued;
} arrival;

/* A place and all that can be had there. */
typedef struct place_search {
    const circlet_policy *policy;
    const char *type, *id, *site;
    building start; /* of what is there */
    bool may_give[SERVICES];
    int occupied[SERVICES], designable;
    int most_fifties, most_tens;
    arrival *arrivals; /* of each state */
    int *queue;
    size_t head, tail;
    int best[SIGNS]; /* the cheapest state of each kind; -1: none */
} place_search;

/* What the rules ask for. */
typedef struct asked {
    int special, mental; /* tens of beds */
    int fifties; /* of area; 0: nothing */
} asked;

/* ---- states ------------------------------------------------------------- */

static int number_of(const building *b)
{
    int number = b->fifties;

    for (int i = 0; i < SERVICES; i++)
        number = number * BASE + b->tens[i] + 1;
    return number;
}

static building building_at(int number)
{
    building b;

    for (int i = SERVICES - 1; i >= 0; i--) {
        b.tens[i] = number % BASE - 1;
        number /= BASE;
    }
    b.fifties = number;
    return b;
}

static void arrive(place_search *p, const building *b, double cny, int from,
                   const circlet_plan_action *action)
{
    int number = number_of(b), sum = 0;
    arrival *at = &p->arrivals[number];

    for (int i = 0; i < SERVICES; i++)
        sum += b->tens[i] > 0 ? b->tens[i] : 0;
    if (b->fifties > p->most_fifties || sum > p->most_tens ||
        !(cny < at->cny - 0.5))
        return;
    at->cny = cny;
    at->from = from;
    at->action = *action;
    if (at->is_queued)
        return;
    at->is_queued = true;
    p->queue[p->tail++ % STATES] = number;
}

static circlet_plan_action action_called(const char *kind, const char *service,
                                         const char *from, int tens,
                                         int fifties)
{
    return (circlet_plan_action){.kind = kind,
                                 .service = service,
                                 .from_service = from,
                                 .at = {(double)NAN, (double)NAN},
                                 .places = -1,
                                 .beds = tens > 0 ? 10 * tens : -1,
                                 .area_m2 = fifties > 0 ? 50.0 * fifties
                                                        : (double)NAN,
                                 .cost_cny = (double)NAN,
                                 .year = 2020};
}

/* The price of whole steps; NaN: of none, or of no whole number of them. */
static double price_of(const place_search *p, ci_price_kind kind,
                       const char *service, int tens, int fifties)
{
    ci_price price = ci_price_of(p->policy, kind, p->type, service,
                                 50.0 * fifties, 0, 10 * tens, (double)NAN);

    return price.beds == 10 * tens && lround(price.area_m2) == 50 * fifties
               ? price.once_cny
               : (double)NAN;
}

static void go(place_search *p, int from, const building *to,
               ci_price_kind kind, const circlet_plan_action *action)
{
    double cny =
        price_of(p, kind, action->service,
                 action->beds > 0 ? (int)action->beds / 10 : 0,
                 isnan(action->area_m2) ? 0 : (int)action->area_m2 / 50);

    if (cny >= 0)
        arrive(p, to, p->arrivals[from].cny + cny, from, action);
}

static void enlarge(place_search *p, int from, int service)
{
    const building b = building_at(from);

    for (int tens = 0; service >= 0 && b.tens[service] + tens < TENS; tens++)
        for (int more = 0; b.fifties + more <= p->most_fifties; more++) {
            building to = b;
            circlet_plan_action action =
                action_called("enlarge", services[service], NULL, tens, more);

            to.tens[service] += tens;
            to.fifties += more;
            if (tens > 0)
                go(p, from, &to, CI_PRICE_ENLARGE, &action);
        }
    for (int more = 1; service < 0 && b.fifties + more <= p->most_fifties;
         more++) {
        building to = b;
        circlet_plan_action action =
            action_called("enlarge", NULL, NULL, 0, more);

        to.fifties += more;
        go(p, from, &to, CI_PRICE_ENLARGE, &action);
    }
}

static void create(place_search *p, int from, int service, bool designates)
{
    const building b = building_at(from);

    for (int tens = 0; tens < TENS; tens++) {
        building to = b;
        circlet_plan_action action =
            action_called(designates ? "designate" : "add_service",
                          services[service], NULL, tens, 0);

        action.beds = 10 * tens; /* none is said, too */
        to.tens[service] = tens;
        if (!designates || tens <= p->designable)
            go(p, from, &to,
               designates ? CI_PRICE_DESIGNATE : CI_PRICE_ADD_SERVICE,
               &action);
    }
}

/* What a plan adds itself gives no beds. */
static void divide(place_search *p, int from, int service)
{
    const building b = building_at(from);

    for (int giver = 0; giver < SERVICES; giver++)
        for (int tens = 1; giver != service && p->may_give[giver] &&
                           b.tens[giver] - tens >= p->occupied[giver];
             tens++) {
            building to = b;
            circlet_plan_action action = action_called(
                "partition", services[service], services[giver], tens, 0);

            to.tens[giver] -= tens;
            to.tens[service] =
                (b.tens[service] > 0 ? b.tens[service] : 0) + tens;
            if (to.tens[service] < TENS)
                go(p, from, &to, CI_PRICE_PARTITION, &action);
        }
}

static void go_on(place_search *p)
{
    while (p->head < p->tail) {
        int from = p->queue[p->head++ % STATES];
        const building b = building_at(from);

        p->arrivals[from].is_queued = false;
        enlarge(p, from, -1);
        for (int i = 0; i < SERVICES; i++) {
            if (b.tens[i] >= 0)
                enlarge(p, from, i);
            else
                for (int kind = 0; kind < 2; kind++)
                    create(p, from, i, kind == 1);
            divide(p, from, i);
        }
    }
}

/* ---- kinds of states ---------------------------------------------------- */

/* What of it the rules can tell from others. */
static int sign_of(const building *b, const asked *of)
{
    int area = of->fifties > 0 ? b->fifties : 0;

    if (area > of->fifties)
        area = of->fifties;
    return 4 * area + 2 * (b->tens[2] >= of->special) +
           (b->tens[3] >= of->mental);
}

static void find_best(place_search *p, const asked *of)
{
    int before = sign_of(&p->start, of);

    for (int i = 0; i < SIGNS; i++)
        p->best[i] = -1;
    for (int i = 0; i < STATES; i++) {
        const building b = building_at(i);
        int sign = sign_of(&b, of);

        if (!(p->arrivals[i].cny < 1e15) ||
            (!p->site && (before & ~sign & 3) != 0))
            continue;
        if (p->best[sign] < 0 ||
            p->arrivals[i].cny < p->arrivals[p->best[sign]].cny)
            p->best[sign] = i;
    }
}

/* The actions that lead to a state, the first of them first. */
static size_t list_actions(circlet_plan_action *out, const place_search *p,
                           int state)
{
    size_t count = 0;

    for (int at = state; at >= 0; at = p->arrivals[at].from) {
        if (!p->arrivals[at].action.kind)
            break;
        assert_true(count < STEPS);
        out[count] = p->arrivals[at].action;
        out[count].facility = p->id;
        out[count++].site =
            strcmp(p->arrivals[at].action.kind, "build") == 0 ? p->site : NULL;
    }
    for (size_t i = 0; i < count / 2; i++) {
        circlet_plan_action first = out[i];

        out[i] = out[count - 1 - i];
        out[count - 1 - i] = first;
    }
    return count;
}

#endif
