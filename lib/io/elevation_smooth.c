/*
 * The heights h along streets are those that make
 *
 *     integral over streets on the ground (h - z)^2  +
 *     reach^2  x  integral over all streets (dh/dx)^2
 *
 * least, where z is the grid's height: a smoothing spline of the first order
 * (Whittaker, Proceedings of the Edinburgh Mathematical Society 41, 1922) on
 * the network. Bridges and tunnels have no z: along them h is a straight
 * line, and where several meet, in balance; and what lies near their ends has
 * none, as a grid mixes the gorge or the hill into it. In parts it is the
 * linear system (W + reach^2 L) h = W z with the lengths W that places stand
 * for and the Laplacian L of the network with weights 1 / length, symmetric
 * and positive definite; conjugate gradients solve it (Hestenes and Stiefel,
 * Journal of Research of the National Bureau of Standards 49, 1952), with the
 * diagonal as their preconditioner.
 */
#include "io/elevation_smooth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/union_find.h"
#include "network/height_window.h"

/* Shorter parts are joined as tightly as this one, or rounding would show. */
#define PART_MIN_M 0.05

/* What a reach of 0 is taken as: floating nodes need a weight. */
#define REACH_MIN_M 0.01

/* What joins a structure in its midst does not bear it. */
#define HANGING_SHARE 1e-4

#define TOLERANCE_M 1e-9
#define ROUND_MAX 50000

typedef struct edge {
    uint32_t a, b;
    double weight; /* reach^2 / length */
} edge;

typedef struct mesh {
    size_t count; /* of places */
    edge *edges;
    size_t edge_count;
    bool *takes_part;
    bool *counts; /* whether its z does */
    const double *cells_m; /* of each place; NULL: one reach for all */
    double reach_m; /* of all, or of what does not lie on the ground */
    double *arrays; /* what the pointers below share */
    double *masses; /* W */
    double *diagonal; /* of the whole matrix */
    double *residual, *direction, *image;
} mesh;

static void mesh_free(mesh *m)
{
    free(m->edges);
    free(m->takes_part);
    free(m->counts);
    free(m->arrays);
}

/* ---- who takes part ----------------------------------------------------- */

enum { JOINS_KNOWN = 1, JOINS_UNKNOWN = 2 };

/* The cell of a set is kept at its root. */
static void note_neighbour(unsigned char *joins, uint32_t *sets,
                           const ci_height_streets *streets, uint32_t node,
                           uint32_t neighbour)
{
    const unsigned char *kinds = streets->kinds;
    double *cells_m = streets->cells_m;
    uint32_t root;

    if (kinds[node] != CI_STATE_FLOATING ||
        kinds[neighbour] == CI_STATE_FLOATING)
        return;
    root = ci_union_root(sets, node);
    joins[root] |=
        kinds[neighbour] == CI_STATE_KNOWN ? JOINS_KNOWN : JOINS_UNKNOWN;
    if (cells_m)
        cells_m[root] = fmax(cells_m[root], cells_m[neighbour]);
}

/* What the sets of floating nodes that raised links join have around them. */
static void find_sets(const ci_height_streets *streets, uint32_t *sets,
                      unsigned char *joins)
{
    const unsigned char *kinds = streets->kinds;

    for (size_t i = 0; i < streets->place_count; i++)
        sets[i] = (uint32_t)i;
    for (size_t i = 0; i < streets->link_count; i++) {
        const ci_height_link *link = &streets->links[i];

        if (link->is_raised && kinds[link->from] == CI_STATE_FLOATING &&
            kinds[link->to] == CI_STATE_FLOATING)
            ci_union_join(sets, link->from, link->to);
    }
    for (size_t i = 0; i < streets->link_count; i++) {
        const ci_height_link *link = &streets->links[i];

        if (!link->is_raised)
            continue;
        note_neighbour(joins, sets, streets, link->from, link->to);
        note_neighbour(joins, sets, streets, link->to, link->from);
    }
}

static circlet_status find_parts(mesh *m, const ci_height_streets *streets,
                                 circlet_error *error)
{
    uint32_t *sets = malloc((m->count + 1) * sizeof(*sets));
    unsigned char *joins = calloc(m->count + 1, 1);

    m->takes_part = calloc(m->count + 1, sizeof(*m->takes_part));
    if (!sets || !joins || !m->takes_part) {
        free(sets);
        free(joins);
        return ci_fail_nomem(error);
    }
    find_sets(streets, sets, joins);
    for (size_t i = 0; i < m->count; i++)
        m->takes_part[i] =
            streets->kinds[i] == CI_STATE_KNOWN ||
            (streets->kinds[i] == CI_STATE_FLOATING &&
             joins[ci_union_root(sets, (uint32_t)i)] == JOINS_KNOWN);
    for (size_t i = 0; streets->cells_m && i < m->count; i++)
        if (streets->kinds[i] == CI_STATE_FLOATING)
            streets->cells_m[i] =
                streets->cells_m[ci_union_root(sets, (uint32_t)i)];
    free(sets);
    free(joins);
    return CIRCLET_OK;
}

/* ---- whose height counts ------------------------------------------------ */

static void join_part(const mesh *m, uint32_t *sets, uint32_t a, uint32_t b)
{
    if (m->takes_part[a] && m->takes_part[b])
        ci_union_join(sets, a, b);
}

static void join_parts(const mesh *m, uint32_t *sets,
                       const ci_height_streets *streets)
{
    for (size_t i = 0; i < m->count; i++)
        sets[i] = (uint32_t)i;
    for (size_t i = 0; i < streets->link_count; i++) {
        const ci_height_link *link = &streets->links[i];

        if (link->is_raised)
            join_part(m, sets, link->from, link->to);
        for (uint32_t k = 0; !link->is_raised && k < link->part_count; k++)
            join_part(m, sets, ci_height_place(link, k),
                      ci_height_place(link, k + 1));
    }
}

/* The doubtful do where there is nothing else. */
static circlet_status find_counting(mesh *m, const ci_height_streets *streets,
                                    circlet_error *error)
{
    uint32_t *sets = malloc((m->count + 1) * sizeof(*sets));
    bool *has_sure = calloc(m->count + 1, sizeof(*has_sure));

    m->counts = calloc(m->count + 1, sizeof(*m->counts));
    if (!sets || !has_sure || !m->counts) {
        free(sets);
        free(has_sure);
        return ci_fail_nomem(error);
    }
    join_parts(m, sets, streets);
    for (size_t i = 0; i < m->count; i++) {
        m->counts[i] = streets->kinds[i] == CI_STATE_KNOWN;
        if (m->counts[i] && !(streets->doubts && streets->doubts[i]))
            has_sure[ci_union_root(sets, (uint32_t)i)] = true;
    }
    for (size_t i = 0; i < m->count; i++)
        if (streets->doubts && streets->doubts[i] &&
            has_sure[ci_union_root(sets, (uint32_t)i)])
            m->counts[i] = false;
    free(sets);
    free(has_sure);
    return CIRCLET_OK;
}

/* ---- the matrix --------------------------------------------------------- */

static void add_edge(mesh *m, uint32_t a, uint32_t b, double weight)
{
    if (!m->takes_part[a] || !m->takes_part[b] || a == b)
        return;
    m->edges[m->edge_count++] = (edge){a, b, weight};
    m->diagonal[a] += weight;
    m->diagonal[b] += weight;
}

/* Between places on the ground: of two grids the wider. */
static double reach_between(const mesh *m, uint32_t a, uint32_t b)
{
    return m->cells_m ? ci_height_reach_m(fmax(m->cells_m[a], m->cells_m[b]))
                      : m->reach_m;
}

/* Along a hanging street all parts give way alike, up to where heights
 * count. */
static double bearing_share(const ci_height_streets *streets, uint32_t a,
                            uint32_t b)
{
    const unsigned char *doubts = streets->doubts;

    return doubts && (doubts[a] == CI_DOUBT_HANGING ||
                      doubts[b] == CI_DOUBT_HANGING)
               ? HANGING_SHARE
               : 1.0;
}

static void add_mass(mesh *m, uint32_t place, double mass)
{
    if (m->counts[place])
        m->masses[place] += mass;
}

static void add_link(mesh *m, const ci_height_streets *streets,
                     const ci_height_link *link)
{
    uint32_t parts = link->is_raised ? 1 : link->part_count;
    double part_m = fmax(link->length_m / parts, PART_MIN_M);

    if (link->is_raised) {
        double share = link->form == CI_FORM_NONE
                           ? bearing_share(streets, link->from, link->to)
                           : 1.0;

        add_edge(m, link->from, link->to,
                 share * m->reach_m * m->reach_m / part_m);
        return;
    }
    for (uint32_t k = 0; k < parts; k++) {
        uint32_t a = ci_height_place(link, k),
                 b = ci_height_place(link, k + 1);
        double reach_m = reach_between(m, a, b);

        add_mass(m, a, part_m / 2.0);
        add_mass(m, b, part_m / 2.0);
        add_edge(m, a, b,
                 bearing_share(streets, a, b) * reach_m * reach_m / part_m);
    }
}

static circlet_status make_mesh(mesh *m, const ci_height_streets *streets,
                                circlet_error *error)
{
    size_t edges = 0, count = m->count;

    for (size_t i = 0; i < streets->link_count; i++)
        edges +=
            streets->links[i].is_raised ? 1 : streets->links[i].part_count;
    m->edges = malloc((edges + 1) * sizeof(*m->edges));
    m->arrays = calloc(5 * count + 1, sizeof(*m->arrays));
    if (!m->edges || !m->arrays)
        return ci_fail_nomem(error);
    m->masses = m->arrays;
    m->diagonal = m->masses + count;
    m->residual = m->diagonal + count;
    m->direction = m->residual + count;
    m->image = m->direction + count;
    for (size_t i = 0; i < streets->link_count; i++)
        add_link(m, streets, &streets->links[i]);
    for (size_t i = 0; i < count; i++)
        m->diagonal[i] += m->masses[i];
    return CIRCLET_OK;
}

/* image = (W + reach^2 L) x */
static void multiply(mesh *m, const double *x)
{
    for (size_t i = 0; i < m->count; i++)
        m->image[i] = m->takes_part[i] ? m->masses[i] * x[i] : 0.0;
    for (size_t i = 0; i < m->edge_count; i++) {
        const edge *e = &m->edges[i];
        double flow = e->weight * (x[e->a] - x[e->b]);

        m->image[e->a] += flow;
        m->image[e->b] -= flow;
    }
}

/* ---- solving ------------------------------------------------------------ */

/* The residual of the first guess: z itself, and for floating nodes the mean
 * of all z, near which numbers lose least. */
static void start(mesh *m, ci_height_streets *streets)
{
    double *h = streets->heights_m, sum = 0.0;
    size_t known = 0;

    for (size_t i = 0; i < m->count; i++)
        if (streets->kinds[i] == CI_STATE_KNOWN) {
            sum += h[i];
            known++;
        }
    for (size_t i = 0; i < m->count; i++)
        if (streets->kinds[i] != CI_STATE_KNOWN)
            h[i] = known > 0 ? sum / (double)known : 0.0;
    multiply(m, h);
    for (size_t i = 0; i < m->count; i++)
        m->residual[i] =
            m->takes_part[i] ? m->masses[i] * h[i] - m->image[i] : 0.0;
}

/* The product of the residual with itself, by the preconditioner; `worst_m`
 * gets the greatest correction that it asks for. */
static double weigh_residual(const mesh *m, double *worst_m)
{
    double sum = 0.0, worst = 0.0;

    for (size_t i = 0; i < m->count; i++)
        if (m->takes_part[i]) {
            double step = m->residual[i] / m->diagonal[i];

            sum += m->residual[i] * step;
            worst = fmax(worst, fabs(step));
        }
    *worst_m = worst;
    return sum;
}

static void turn(mesh *m, double share)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->takes_part[i])
            m->direction[i] =
                m->residual[i] / m->diagonal[i] + share * m->direction[i];
}

/* Each round goes down the energy, so that after the last one, too, the
 * heights are better than those before. */
static void solve(mesh *m, ci_height_streets *streets)
{
    double worst = 0.0, now, before = 0.0;

    start(m, streets);
    now = weigh_residual(m, &worst);
    for (int round = 0; round < ROUND_MAX && worst > TOLERANCE_M; round++) {
        double bend = 0.0, step;

        turn(m, round == 0 ? 0.0 : now / before);
        multiply(m, m->direction);
        for (size_t i = 0; i < m->count; i++)
            bend += m->direction[i] * m->image[i];
        if (!(bend > 0.0)) /* nothing but rounding is left */
            break;
        step = now / bend;
        for (size_t i = 0; i < m->count; i++) {
            streets->heights_m[i] += step * m->direction[i];
            m->residual[i] -= step * m->image[i];
        }
        before = now;
        now = weigh_residual(m, &worst);
    }
}

static circlet_status smooth(mesh *m, ci_height_streets *streets,
                             circlet_error *error)
{
    circlet_status status = find_parts(m, streets, error);

    if (status == CIRCLET_OK)
        status = find_counting(m, streets, error);
    if (status == CIRCLET_OK)
        status = make_mesh(m, streets, error);
    if (status == CIRCLET_OK) {
        solve(m, streets);
        for (size_t i = 0; i < m->count; i++)
            if (m->takes_part[i])
                streets->kinds[i] = CI_STATE_KNOWN;
    }
    mesh_free(m);
    return status;
}

circlet_status ci_heights_smooth_by(ci_height_streets *streets, double reach_m,
                                    circlet_error *error)
{
    mesh m = {.count = streets->place_count,
              .reach_m = fmax(reach_m, REACH_MIN_M)};

    return smooth(&m, streets, error);
}

/* The heights of bridges balance by their lengths alone if all have one
 * reach. The least pulls the least at the ground where they end. */
static double least_reach_m(const ci_height_streets *streets)
{
    double least_m = INFINITY;

    for (size_t i = 0; i < streets->place_count; i++)
        if (streets->kinds[i] == CI_STATE_KNOWN)
            least_m = fmin(least_m, ci_height_reach_m(streets->cells_m[i]));
    return isfinite(least_m) ? least_m : REACH_MIN_M;
}

circlet_status ci_heights_smooth(ci_height_streets *streets,
                                 circlet_error *error)
{
    mesh m = {.count = streets->place_count,
              .cells_m = streets->cells_m,
              .reach_m = least_reach_m(streets)};

    return smooth(&m, streets, error);
}
