/* Pairs of sites that lie too near to each other, by a sweep along x. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "io/location_file.h"

#define PAIRS_MAX ((size_t)1 << 26)

typedef struct place {
    double x, y;
    uint32_t site;
} place;

static int compare_places(const void *left, const void *right)
{
    const place *a = left, *b = right;

    if (a->x < b->x || a->x > b->x)
        return a->x < b->x ? -1 : 1;
    return a->site < b->site ? -1 : a->site > b->site;
}

/* Two numbers of a pair, as an element of an array. */
typedef struct site_pair {
    uint32_t a, b;
} site_pair;

static int compare_pairs(const void *left, const void *right)
{
    const site_pair *a = left, *b = right;

    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static circlet_status find_pairs(site_pair **pairs, size_t *pair_count,
                                 const place *places, size_t count,
                                 double distance, circlet_error *error)
{
    size_t capacity = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1;
             k < count && places[k].x - places[i].x < distance; k++) {
            const place *a = &places[i], *b = &places[k];
            site_pair *grown;

            if (!(hypot(b->x - a->x, b->y - a->y) < distance))
                continue;
            if (*pair_count == PAIRS_MAX)
                return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                               "more than %zu pairs of sites are too near to "
                               "each other",
                               PAIRS_MAX);
            grown = ci_array_reserve_one(*pairs, *pair_count, &capacity,
                                         sizeof(*grown));
            if (!grown)
                return ci_fail_nomem(error);
            *pairs = grown;
            grown[(*pair_count)++] = a->site < b->site
                                         ? (site_pair){a->site, b->site}
                                         : (site_pair){b->site, a->site};
        }
    return CIRCLET_OK;
}

static circlet_status set_pairs(circlet_location_file *file, site_pair *pairs,
                                size_t count, circlet_error *error)
{
    uint32_t *apart = malloc((2 * count + 1) * sizeof(*apart));

    if (!apart)
        return ci_fail_nomem(error);
    if (count > 0)
        qsort(pairs, count, sizeof(*pairs), compare_pairs);
    for (size_t k = 0; k < count; k++) {
        apart[2 * k] = pairs[k].a;
        apart[2 * k + 1] = pairs[k].b;
    }
    free(file->apart);
    file->apart = apart;
    file->location.apart = apart;
    file->location.apart_count = count;
    return CIRCLET_OK;
}

circlet_status circlet_location_file_keep_apart(circlet_location_file *file,
                                                double distance,
                                                circlet_error *error)
{
    size_t count, pair_count = 0;
    site_pair *pairs = NULL;
    place *places;
    circlet_status status;

    if (!file || !(distance > 0))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "sites are kept apart by a distance above 0");
    if (!file->x)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "sites have no x and y by which to keep them apart");
    count = file->sites.count;
    places = malloc((count + 1) * sizeof(*places));
    if (!places)
        return ci_fail_nomem(error);
    for (size_t j = 0; j < count; j++)
        places[j] = (place){file->x[j], file->y[j], (uint32_t)j};
    qsort(places, count, sizeof(*places), compare_places);
    status = find_pairs(&pairs, &pair_count, places, count, distance, error);
    free(places);
    if (!status)
        status = set_pairs(file, pairs, pair_count, error);
    free(pairs);
    return status;
}
