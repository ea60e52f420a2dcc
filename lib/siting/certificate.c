#include "siting/certificate.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "siting/siting.h"

struct ci_proof {
    circlet_proof_node *nodes;
    size_t node_count, node_room;
    circlet_dual *duals;
    size_t dual_count, dual_room;
    size_t *ends; /* of each vector, in `duals` */
    size_t vector_count, end_room;
    int64_t *thetas;
    size_t theta_count, theta_room;
    uint32_t *dominated;
    size_t dominated_count, dominated_room; /* numbers, two a pair */
    bool is_too_large;
    bool has_no_memory;
};

ci_proof *ci_proof_new(void)
{
    return calloc(1, sizeof(ci_proof));
}

void ci_proof_free(ci_proof *proof)
{
    if (!proof)
        return;
    free(proof->nodes);
    free(proof->duals);
    free(proof->ends);
    free(proof->thetas);
    free(proof->dominated);
    free(proof);
}

/* Whether `bytes` more may be written. */
static bool has_room(ci_proof *proof, size_t bytes)
{
    size_t used;

    if (!proof || proof->is_too_large || proof->has_no_memory)
        return false;
    used = proof->node_count * sizeof(*proof->nodes) +
           proof->dual_count * sizeof(*proof->duals);
    proof->is_too_large =
        bytes > CI_PROOF_BYTES_MAX || used > CI_PROOF_BYTES_MAX - bytes;
    return !proof->is_too_large;
}

/* Makes room for one more at the end of an array of the proof. */
static bool grow(ci_proof *proof, void **items, size_t count, size_t *room,
                 size_t size)
{
    void *grown = ci_array_reserve_one(*items, count, room, size);

    if (!grown) {
        proof->has_no_memory = true;
        return false;
    }
    *items = grown;
    return true;
}

static bool make_dual_room(ci_proof *proof, size_t count)
{
    size_t room = proof->dual_room;
    circlet_dual *grown;

    if (proof->dual_count + count <= room)
        return true;
    room = proof->dual_count + count + room;
    grown = realloc(proof->duals, room * sizeof(*grown));
    if (!grown) {
        proof->has_no_memory = true;
        return false;
    }
    proof->duals = grown;
    proof->dual_room = room;
    return true;
}

uint32_t ci_proof_duals(ci_proof *proof, const circlet_dual *duals,
                        size_t count, int64_t theta)
{
    void *ends, *thetas;

    if (!has_room(proof, count * sizeof(*duals)) ||
        !make_dual_room(proof, count))
        return 0;
    ends = proof->ends;
    thetas = proof->thetas;
    if (!grow(proof, &ends, proof->vector_count, &proof->end_room,
              sizeof(*proof->ends)))
        return 0;
    proof->ends = ends;
    if (!grow(proof, &thetas, proof->theta_count, &proof->theta_room,
              sizeof(*proof->thetas)))
        return 0;
    proof->thetas = thetas;
    if (count > 0)
        memcpy(proof->duals + proof->dual_count, duals,
               count * sizeof(*duals));
    proof->dual_count += count;
    proof->ends[proof->vector_count++] = proof->dual_count;
    proof->thetas[proof->theta_count++] = theta;
    return (uint32_t)(proof->vector_count - 1);
}

static uint32_t add_node(ci_proof *proof, circlet_proof_node node)
{
    void *nodes;

    if (!has_room(proof, sizeof(node)))
        return 0;
    nodes = proof->nodes;
    if (!grow(proof, &nodes, proof->node_count, &proof->node_room,
              sizeof(node)))
        return 0;
    proof->nodes = nodes;
    proof->nodes[proof->node_count] = node;
    return (uint32_t)proof->node_count++;
}

uint32_t ci_proof_leaf(ci_proof *proof, uint32_t duals)
{
    return add_node(proof, (circlet_proof_node){CIRCLET_LEAF, duals, 0});
}

uint32_t ci_proof_branch(ci_proof *proof, uint32_t site, uint32_t without,
                         uint32_t with)
{
    return add_node(proof, (circlet_proof_node){site, without, with});
}

void ci_proof_dominated(ci_proof *proof, uint32_t site, uint32_t by)
{
    const uint32_t pair[2] = {site, by};

    for (size_t i = 0; i < 2; i++) {
        void *items;

        if (!has_room(proof, sizeof(pair)))
            return;
        items = proof->dominated;
        if (!grow(proof, &items, proof->dominated_count,
                  &proof->dominated_room, sizeof(site)))
            return;
        proof->dominated = items;
        proof->dominated[proof->dominated_count++] = pair[i];
    }
}

void ci_proof_give_up(ci_proof *proof)
{
    if (proof)
        proof->is_too_large = true;
}

static int compare_sites(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

/* A certificate and what it shows. */
typedef struct kept_certificate {
    circlet_certificate shown; /* first: a pointer to it is one to this */
    ci_proof *proof;
    uint32_t *sites;
    size_t *dual_first;
} kept_certificate;

static bool copy_sites(kept_certificate *kept, const circlet_siting *siting)
{
    kept->sites = calloc(siting->count + 1, sizeof(*kept->sites));
    if (!kept->sites)
        return false;
    if (siting->count > 0)
        memcpy(kept->sites, siting->sites,
               siting->count * sizeof(*kept->sites));
    qsort(kept->sites, siting->count, sizeof(*kept->sites), compare_sites);
    kept->shown.sites = kept->sites;
    kept->shown.site_count = siting->count;
    return true;
}

static bool show_proof(kept_certificate *kept, const ci_proof *proof)
{
    circlet_certificate *shown = &kept->shown;

    kept->dual_first =
        calloc(proof->vector_count + 1, sizeof(*kept->dual_first));
    if (!kept->dual_first)
        return false;
    if (proof->vector_count > 0)
        memcpy(kept->dual_first + 1, proof->ends,
               proof->vector_count * sizeof(*kept->dual_first));
    shown->dual_first = kept->dual_first;
    shown->duals = proof->duals;
    shown->thetas = proof->thetas;
    shown->dual_count = proof->vector_count;
    shown->nodes = proof->nodes;
    shown->node_count = proof->node_count;
    shown->dominated = proof->dominated;
    shown->dominated_count = proof->dominated_count / 2;
    return true;
}

circlet_certificate *ci_proof_finish(ci_proof *proof, int64_t scale,
                                     const circlet_siting *siting)
{
    kept_certificate *kept;

    if (!proof || proof->has_no_memory)
        return NULL;
    kept = calloc(1, sizeof(*kept));
    if (!kept)
        return NULL;
    kept->shown.model = siting->model;
    kept->shown.objective = siting->objective;
    kept->shown.bound = siting->bound;
    kept->shown.scale = scale;
    kept->shown.is_too_large = proof->is_too_large;
    if (siting->model == CIRCLET_MODEL_CAPACITATED_MCLP ||
        siting->model == CIRCLET_MODEL_CAPACITATED_P_MEDIAN) {
        /* Of the answer that the certificate belongs to. */
        kept->shown.assignments = siting->assignments;
        kept->shown.assignment_count = siting->assignment_count;
    }
    if (!copy_sites(kept, siting) ||
        (!proof->is_too_large && !show_proof(kept, proof))) {
        ci_certificate_free(&kept->shown);
        return NULL;
    }
    kept->proof = proof;
    return &kept->shown;
}

void ci_certificate_free(circlet_certificate *certificate)
{
    kept_certificate *kept = (kept_certificate *)certificate;

    if (!kept)
        return;
    ci_proof_free(kept->proof);
    free(kept->sites);
    free(kept->dual_first);
    free(kept);
}
