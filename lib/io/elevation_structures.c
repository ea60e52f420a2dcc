#include "io/elevation_structures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/union_find.h"
#include "network/height_window.h"
#include "network/travel_mode.h"

#define PI 3.14159265358979323846

/* ---- nodes at which a structure goes on --------------------------------- */

/* An end of a link that is part of a structure. */
typedef struct limb {
    uint32_t node;
    ci_height_form form;
    double heading; /* in which it leaves the node, in radians */
} limb;

static int compare_limbs(const void *a, const void *b)
{
    const limb *x = a, *y = b;

    if (x->node != y->node)
        return x->node < y->node ? -1 : 1;
    if (x->form != y->form)
        return x->form < y->form ? -1 : 1;
    return (x->heading > y->heading) - (x->heading < y->heading);
}

static size_t list_limbs(limb *limbs, const ci_height_streets *streets)
{
    size_t count = 0;

    for (size_t i = 0; i < streets->link_count; i++) {
        const ci_height_link *link = &streets->links[i];

        if (link->form == CI_FORM_NONE)
            continue;
        limbs[count++] = (limb){link->from, link->form, link->from_heading};
        limbs[count++] = (limb){link->to, link->form, link->to_heading};
    }
    qsort(limbs, count, sizeof(*limbs), compare_limbs);
    return count;
}

/* Two bridges that begin side by side at a node end there; one goes on if
 * they leave it at more than a right angle. */
static bool goes_on(const limb *a, const limb *b)
{
    return a->node == b->node && a->form == b->form &&
           cos(a->heading - b->heading) < 0.0;
}

static void mark_inner(bool *inner, const limb *limbs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count && limbs[k].node == limbs[i].node;
             k++)
            if (goes_on(&limbs[i], &limbs[k]))
                inner[limbs[i].node] = true;
}

/* A structure that nothing carries ends wherever the ground meets it. */
static void release_unborne(bool *inner, uint32_t *sets, bool *borne,
                            const ci_height_streets *streets, size_t nodes)
{
    for (size_t i = 0; i < nodes; i++)
        sets[i] = (uint32_t)i;
    for (size_t i = 0; i < streets->link_count; i++)
        if (streets->links[i].form != CI_FORM_NONE)
            ci_union_join(sets, streets->links[i].from, streets->links[i].to);
    for (size_t i = 0; i < nodes; i++)
        if (streets->kinds[i] == CI_STATE_GROUND && !inner[i])
            borne[ci_union_root(sets, (uint32_t)i)] = true;
    for (size_t i = 0; i < nodes; i++)
        if (inner[i] && !borne[ci_union_root(sets, (uint32_t)i)])
            inner[i] = false;
}

static circlet_status lift_inner_nodes(ci_height_streets *streets,
                                       size_t nodes, circlet_error *error)
{
    limb *limbs = malloc((2 * streets->link_count + 1) * sizeof(*limbs));
    uint32_t *sets = malloc((nodes + 1) * sizeof(*sets));
    bool *flags = calloc(2 * nodes + 1, sizeof(*flags));
    bool *inner = flags;

    if (limbs && sets && flags) {
        mark_inner(inner, limbs, list_limbs(limbs, streets));
        release_unborne(inner, sets, flags + nodes, streets, nodes);
        for (size_t i = 0; i < nodes; i++)
            if (inner[i])
                streets->kinds[i] = CI_STATE_FLOATING;
    }
    free(sets);
    free(flags);
    if (!limbs || !sets || !flags) {
        free(limbs);
        return ci_fail_nomem(error);
    }
    free(limbs);
    return CIRCLET_OK;
}

circlet_status ci_height_find_kinds(ci_height_streets *streets,
                                    size_t node_count, circlet_error *error)
{
    unsigned char *kinds = streets->kinds;

    for (size_t i = 0; i < streets->place_count; i++)
        kinds[i] = i < node_count ? CI_STATE_UNUSED : CI_STATE_GROUND;
    for (size_t i = 0; i < streets->link_count; i++) {
        const ci_height_link *link = &streets->links[i];
        unsigned char kind =
            link->is_raised ? CI_STATE_FLOATING : CI_STATE_GROUND;

        if (kinds[link->from] < kind)
            kinds[link->from] = kind;
        if (kinds[link->to] < kind)
            kinds[link->to] = kind;
    }
    return lift_inner_nodes(streets, node_count, error);
}

/* ---- tags --------------------------------------------------------------- */

ci_height_form ci_tags_form(const circlet_tag *tags, size_t count)
{
    const char *highway = ci_tag_value(tags, count, "highway");
    const char *layer = ci_tag_value(tags, count, "layer");
    double number = 0.0;

    if (!ci_tags_are_raised(tags, count) ||
        (highway && strcmp(highway, "steps") == 0))
        return CI_FORM_NONE;
    if (ci_tag_says(tags, count, "bridge"))
        return CI_FORM_ABOVE;
    if (ci_tag_says(tags, count, "tunnel"))
        return CI_FORM_BELOW;
    if (layer && ci_parse_double(&number, layer) && number != 0.0)
        return number > 0.0 ? CI_FORM_ABOVE : CI_FORM_BELOW;
    return CI_FORM_COVERED;
}

/* ---- what the grid mixes ------------------------------------------------ */

typedef struct spread {
    ci_height_streets *streets;
    double *far_m; /* from the nearest end of a structure */
    double limit_m;
    bool has_changed;
} spread;

static void step_to(spread *s, uint32_t from, uint32_t to, double part_m)
{
    unsigned char *doubts = s->streets->doubts;
    double far_m = s->far_m[from] + part_m;

    /* At a structure itself its own kind of doubt stays. */
    if (!(far_m < s->limit_m) || !(far_m < s->far_m[to]))
        return;
    s->far_m[to] = far_m;
    doubts[to] = doubts[from];
    s->has_changed = true;
}

static void spread_along(spread *s, const ci_height_link *link)
{
    double part_m = link->length_m / link->part_count;

    if (link->is_raised)
        return;
    for (uint32_t k = 0; k < link->part_count; k++)
        step_to(s, ci_height_place(link, k), ci_height_place(link, k + 1),
                part_m);
    for (uint32_t k = link->part_count; k > 0; k--)
        step_to(s, ci_height_place(link, k), ci_height_place(link, k - 1),
                part_m);
}

/* Where structures end, and where they go on. */
static void start_spread(spread *s)
{
    ci_height_streets *streets = s->streets;

    for (size_t i = 0; i < streets->place_count; i++) {
        s->far_m[i] = INFINITY;
        if (streets->kinds[i] == CI_STATE_KNOWN)
            s->limit_m =
                fmax(s->limit_m, ci_height_mixed_m(streets->cells_m[i]));
    }
    for (size_t i = 0; i < streets->link_count; i++) {
        const ci_height_link *link = &streets->links[i];
        const uint32_t ends[2] = {link->from, link->to};

        for (int k = 0; link->form != CI_FORM_NONE && k < 2; k++) {
            s->far_m[ends[k]] = 0.0;
            streets->doubts[ends[k]] =
                streets->kinds[ends[k]] == CI_STATE_FLOATING ? CI_DOUBT_HANGING
                                                             : CI_DOUBT_NEAR;
        }
    }
}

circlet_status ci_height_find_doubts(ci_height_streets *streets,
                                     circlet_error *error)
{
    spread s = {.streets = streets};

    free(streets->doubts);
    streets->doubts =
        calloc(streets->place_count + 1, sizeof(*streets->doubts));
    s.far_m = malloc((streets->place_count + 1) * sizeof(*s.far_m));
    if (!streets->doubts || !s.far_m) {
        free(s.far_m);
        return ci_fail_nomem(error);
    }
    start_spread(&s);
    do {
        s.has_changed = false;
        for (size_t i = 0; i < streets->link_count; i++)
            spread_along(&s, &streets->links[i]);
    } while (s.has_changed);
    for (size_t i = 0; i < streets->place_count; i++)
        if (streets->kinds[i] == CI_STATE_KNOWN &&
            !(s.far_m[i] < ci_height_mixed_m(streets->cells_m[i])))
            streets->doubts[i] = CI_DOUBT_NONE;
    free(s.far_m);
    return CIRCLET_OK;
}

double ci_height_doubtful_m(const ci_height_streets *streets,
                            const ci_height_link *link)
{
    const unsigned char *doubts = streets->doubts;
    double part_m = link->length_m / link->part_count, sum_m = 0.0;

    if (link->is_raised) {
        double cell_m =
            fmax(streets->cells_m[link->from], streets->cells_m[link->to]);

        return doubts[link->from] == CI_DOUBT_HANGING ||
                       doubts[link->to] == CI_DOUBT_HANGING
                   ? link->length_m
                   : fmin(link->length_m, 2.0 * ci_height_mixed_m(cell_m));
    }
    for (uint32_t k = 0; k < link->part_count; k++)
        if (doubts[ci_height_place(link, k)] ||
            doubts[ci_height_place(link, k + 1)])
            sum_m += part_m;
    return sum_m;
}
