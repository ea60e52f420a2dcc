#include "siting/median_lists.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "siting/demand.h"

#define TOTAL_MAX (INT64_C(1) << 61)

/* A point that asks for something, on its way to a client. */
typedef struct asker {
    uint64_t hash; /* of its list and cap */
    uint32_t point;
    uint32_t cap;
    size_t kept; /* entries of its list */
} asker;

typedef struct reading {
    const circlet_location *location;
    const ci_side *side;
    uint32_t unserved_ms;
    asker *askers;
    size_t count;
} reading;

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

static bool is_listed(const reading *job, const circlet_od_entry *entry)
{
    uint8_t state = job->side->states[entry->destination];

    return state == CIRCLET_SITE_FREE || state == CIRCLET_SITE_FIXED;
}

/* Reads one row; false: no site that is offered is in it. */
static bool read_row(const reading *job, uint32_t point, asker *out)
{
    size_t count;
    const circlet_od_entry *row =
        circlet_od_matrix_row(job->location->reach, point, &count);
    bool is_reached = false;

    *out = (asker){.point = point, .cap = job->unserved_ms};
    /* Times ascend, so the first existing site is the nearest. */
    for (size_t k = 0; k < count && !is_reached; k++)
        is_reached = ci_side_offers(job->side, row[k].destination);
    for (size_t k = 0; k < count && row[k].time_ms < out->cap; k++)
        if (job->side->states[row[k].destination] == CIRCLET_SITE_EXISTING)
            out->cap = row[k].time_ms;
    for (size_t k = 0; k < count && row[k].time_ms < out->cap; k++)
        if (is_listed(job, &row[k])) {
            out->hash = mix(out->hash, (uint64_t)row[k].time_ms << 32 |
                                           row[k].destination);
            out->kept++;
        }
    out->hash = mix(out->hash, out->cap);
    return is_reached;
}

static size_t row_size(const reading *job, size_t point)
{
    size_t count;

    (void)circlet_od_matrix_row(job->location->reach, point, &count);
    return count + 1;
}

static circlet_status read_points(reading *job, ci_median_lists *lists,
                                  ci_effort *effort, circlet_error *error)
{
    const int64_t *weights = job->location->weights;
    size_t points = circlet_od_matrix_origin_count(job->location->reach);
    char name[CI_NAME_SIZE], number[CI_DECIMAL_SIZE];
    int64_t sum = 0;

    for (size_t i = 0; i < points; i++) {
        int64_t weight = weights ? weights[i] : 1;
        asker *next = &job->askers[job->count];
        circlet_status status;

        if (weight < 0)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "demand point %s has the negative weight %s",
                           ci_point_name(name, job->location, i),
                           ci_weight_text(number, job->location, weight));
        if (weight > TOTAL_MAX - sum)
            return ci_fail(error, CIRCLET_E_DATA,
                           "demand point %s makes the sum of weights too "
                           "large",
                           ci_point_name(name, job->location, i));
        sum += weight;
        status = ci_effort_prepare(effort, row_size(job, i), error);
        if (status != CIRCLET_OK)
            return status;
        if (weight == 0)
            continue;
        if (!read_row(job, (uint32_t)i, next)) {
            lists->unreachable++;
            lists->unreachable_weight += weight;
            continue;
        }
        if (next->cap > 0 && weight > (TOTAL_MAX - lists->total) / next->cap)
            return ci_fail(error, CIRCLET_E_DATA,
                           "demand point %s makes the sum of weight x time "
                           "too large",
                           ci_point_name(name, job->location, i));
        lists->total += weight * next->cap;
        job->count++;
        ci_effort_spend(effort, next->kept);
    }
    return CIRCLET_OK;
}

static int compare_askers(const void *left, const void *right)
{
    const asker *a = left, *b = right;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->kept != b->kept)
        return a->kept < b->kept ? -1 : 1;
    if (a->cap != b->cap)
        return a->cap < b->cap ? -1 : 1;
    return (a->point > b->point) - (a->point < b->point);
}

/* The next entry of a row that is kept, from `k` on. */
static size_t next_kept(const reading *job, const circlet_od_entry *row,
                        size_t k)
{
    while (!is_listed(job, &row[k]))
        k++;
    return k;
}

/* Equal hashes are not trusted. */
static bool are_equal(const reading *job, const asker *a, const asker *b)
{
    size_t count, ka = 0, kb = 0;
    const circlet_od_entry *row_a =
        circlet_od_matrix_row(job->location->reach, a->point, &count);
    const circlet_od_entry *row_b =
        circlet_od_matrix_row(job->location->reach, b->point, &count);

    if (a->hash != b->hash || a->kept != b->kept || a->cap != b->cap)
        return false;
    for (size_t i = 0; i < a->kept; i++) {
        ka = next_kept(job, row_a, ka);
        kb = next_kept(job, row_b, kb);
        if (row_a[ka].time_ms != row_b[kb].time_ms ||
            row_a[ka].destination != row_b[kb].destination)
            return false;
        ka++;
        kb++;
    }
    return true;
}

static int compare_points(const void *left, const void *right)
{
    const asker *a = left, *b = right;

    return (a->point > b->point) - (a->point < b->point);
}

/*
 * Makes groups of equal askers: leader[i] becomes the first point of the
 * group that asker i is in, and the askers are by point again.
 */
static circlet_status find_leaders(reading *job, uint32_t *leaders,
                                   ci_effort *effort, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    qsort(job->askers, job->count, sizeof(*job->askers), compare_askers);
    for (size_t i = 0, leader = 0; i < job->count && status == CIRCLET_OK;
         i++) {
        if (!are_equal(job, &job->askers[leader], &job->askers[i]))
            leader = i;
        leaders[job->askers[i].point] = job->askers[leader].point;
        /* The rows of the two are read from far apart. */
        status = ci_effort_prepare(effort, 4 * job->askers[i].kept, error);
    }
    qsort(job->askers, job->count, sizeof(*job->askers), compare_points);
    return status;
}

static bool make_room(ci_median_lists *lists, size_t askers, size_t entries)
{
    lists->weights = calloc(askers + 1, sizeof(*lists->weights));
    lists->caps = calloc(askers + 1, sizeof(*lists->caps));
    lists->first = calloc(askers + 2, sizeof(*lists->first));
    lists->entries = malloc((entries + 1) * sizeof(*lists->entries));
    lists->member_first = calloc(askers + 2, sizeof(*lists->member_first));
    lists->members = calloc(askers + 1, sizeof(*lists->members));
    return lists->weights && lists->caps && lists->first && lists->entries &&
           lists->member_first && lists->members;
}

static void copy_row(const reading *job, const asker *from,
                     circlet_od_entry *to)
{
    size_t count, k = 0;
    const circlet_od_entry *row =
        circlet_od_matrix_row(job->location->reach, from->point, &count);

    for (size_t i = 0; i < from->kept; i++) {
        k = next_kept(job, row, k);
        to[i] = row[k++];
    }
}

/* Numbers the clients by their first point: `client_of` holds the leaders
 * on entry and the clients, of the leaders, at the end. */
static circlet_status fill_clients(const reading *job, ci_median_lists *lists,
                                   uint32_t *client_of, ci_effort *effort,
                                   circlet_error *error)
{
    const int64_t *weights = job->location->weights;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < job->count && status == CIRCLET_OK; i++) {
        const asker *each = &job->askers[i];
        uint32_t leader = client_of[each->point];
        size_t client;

        if (leader == each->point) {
            client = lists->client_count++;
            client_of[leader] = (uint32_t)client;
            lists->caps[client] = each->cap;
            copy_row(job, each, &lists->entries[lists->first[client]]);
            lists->first[client + 1] = lists->first[client] + each->kept;
        } else {
            client = client_of[leader];
            client_of[each->point] = (uint32_t)client;
            lists->merged++;
        }
        lists->weights[client] += weights ? weights[each->point] : 1;
        lists->member_first[client + 1]++;
        status = ci_effort_prepare(effort, each->kept + 1, error);
    }
    return status;
}

static void fill_members(const reading *job, ci_median_lists *lists,
                         const uint32_t *client_of)
{
    size_t *first = lists->member_first;

    for (size_t c = 0; c < lists->client_count; c++)
        first[c + 1] += first[c];
    for (size_t i = 0; i < job->count; i++) {
        uint32_t point = job->askers[i].point;

        lists->members[first[client_of[point]]++] = point;
    }
    memmove(first + 1, first, lists->client_count * sizeof(*first));
    first[0] = 0;
}

static circlet_status fill_lists(reading *job, ci_median_lists *lists,
                                 ci_effort *effort, circlet_error *error)
{
    size_t points = circlet_od_matrix_origin_count(job->location->reach);
    uint32_t *client_of = calloc(points + 1, sizeof(*client_of));
    circlet_status status;
    size_t entries = 0;

    if (!client_of)
        return ci_fail_nomem(error);
    status = find_leaders(job, client_of, effort, error);
    if (status != CIRCLET_OK) {
        free(client_of);
        return status;
    }
    for (size_t i = 0; i < job->count; i++)
        if (client_of[job->askers[i].point] == job->askers[i].point)
            entries += job->askers[i].kept;
    if (!make_room(lists, job->count, entries)) {
        free(client_of);
        return ci_fail_nomem(error);
    }
    status = fill_clients(job, lists, client_of, effort, error);
    if (status == CIRCLET_OK)
        fill_members(job, lists, client_of);
    free(client_of);
    return status;
}

/* The lists of the sites; an effort of NULL is not asked. */
static circlet_status fill_back(ci_median_lists *lists, ci_effort *effort,
                                circlet_error *error)
{
    size_t entries = lists->first[lists->client_count];
    size_t *first = calloc(lists->site_count + 2, sizeof(*first));
    circlet_status status = CIRCLET_OK;

    lists->reached = malloc((entries + 1) * sizeof(*lists->reached));
    lists->site_first = first;
    if (!first || !lists->reached)
        return ci_fail_nomem(error);
    for (size_t k = 0; k < entries; k++)
        first[lists->entries[k].destination + 1]++;
    for (size_t site = 0; site < lists->site_count; site++)
        first[site + 1] += first[site];
    for (size_t c = 0; c < lists->client_count && status == CIRCLET_OK; c++) {
        for (size_t k = lists->first[c]; k < lists->first[c + 1]; k++)
            lists->reached[first[lists->entries[k].destination]++] =
                (circlet_od_entry){(uint32_t)c, lists->entries[k].time_ms};
        status = ci_effort_prepare(
            effort, 2 * (lists->first[c + 1] - lists->first[c]) + 1, error);
    }
    memmove(first + 1, first, lists->site_count * sizeof(*first));
    first[0] = 0;
    return status;
}

circlet_status ci_median_lists_make(ci_median_lists *out,
                                    const circlet_location *location,
                                    const ci_side *side, ci_effort *effort,
                                    circlet_error *error)
{
    size_t points = circlet_od_matrix_origin_count(location->reach);
    reading job = {.location = location, .side = side};
    ci_median_lists lists = {.site_count = side->site_count};
    circlet_status status;

    if (points >= UINT32_MAX)
        return ci_fail(error, CIRCLET_E_DATA, "%zu demand points are too many",
                       points);
    job.unserved_ms = ci_unserved_ms(location);
    job.askers = malloc((points + 1) * sizeof(*job.askers));
    if (!job.askers)
        return ci_fail_nomem(error);
    status = read_points(&job, &lists, effort, error);
    if (status == CIRCLET_OK)
        status = fill_lists(&job, &lists, effort, error);
    if (status == CIRCLET_OK)
        status = fill_back(&lists, effort, error);
    free(job.askers);
    if (status != CIRCLET_OK) {
        ci_median_lists_clear(&lists);
        return status;
    }
    *out = lists;
    return CIRCLET_OK;
}

void ci_median_lists_clear(ci_median_lists *lists)
{
    free(lists->weights);
    free(lists->caps);
    free(lists->first);
    free(lists->entries);
    free(lists->site_first);
    free(lists->reached);
    free(lists->member_first);
    free(lists->members);
    *lists = (ci_median_lists){0};
}

bool ci_median_lists_sample(ci_median_lists *out, const ci_median_lists *from,
                            size_t every)
{
    ci_median_lists some = {.site_count = from->site_count};
    int64_t times =
        from->total <= TOTAL_MAX / (4 * (int64_t)every) ? (int64_t)every : 1;
    size_t entries = 0;

    for (size_t c = 0; c < from->client_count; c += every)
        entries += from->first[c + 1] - from->first[c];
    if (!make_room(&some, from->client_count / every + 1, entries)) {
        ci_median_lists_clear(&some);
        return false;
    }
    for (size_t c = 0; c < from->client_count; c += every) {
        size_t at = some.client_count++;
        size_t count = from->first[c + 1] - from->first[c];

        some.weights[at] = times * from->weights[c];
        some.caps[at] = from->caps[c];
        some.total += some.weights[at] * some.caps[at];
        some.first[at + 1] = some.first[at] + count;
        memcpy(&some.entries[some.first[at]], &from->entries[from->first[c]],
               count * sizeof(*some.entries));
    }
    if (fill_back(&some, NULL, NULL) != CIRCLET_OK) {
        ci_median_lists_clear(&some);
        return false;
    }
    *out = some;
    return true;
}

static size_t cut_list(const ci_median_lists *from, size_t client,
                       const uint8_t *decided, circlet_od_entry *out,
                       uint32_t *cap)
{
    size_t count = 0;

    for (size_t k = from->first[client]; k < from->first[client + 1]; k++) {
        const circlet_od_entry *entry = &from->entries[k];

        if (entry->time_ms >= *cap)
            break;
        if (decided[entry->destination] == CI_IN)
            *cap = entry->time_ms;
        else if (decided[entry->destination] == CI_OPEN)
            out[count++] = *entry;
    }
    /* Sites as near as the one that is in stood before it. */
    while (count > 0 && out[count - 1].time_ms >= *cap)
        count--;
    return count;
}

bool ci_median_lists_cut(ci_median_lists *out, const ci_median_lists *from,
                         const uint8_t *decided, const uint32_t *ceilings)
{
    ci_median_lists cut = *from;
    size_t entries = from->first[from->client_count];
    circlet_od_entry *shrunk;

    cut.caps = malloc((from->client_count + 1) * sizeof(*cut.caps));
    cut.first = malloc((from->client_count + 1) * sizeof(*cut.first));
    cut.entries = malloc((entries + 1) * sizeof(*cut.entries));
    cut.site_first = NULL;
    cut.reached = NULL;
    if (!cut.caps || !cut.first || !cut.entries) {
        ci_median_lists_clear_cut(&cut);
        return false;
    }
    cut.first[0] = 0;
    cut.total = 0;
    for (size_t c = 0; c < from->client_count; c++) {
        cut.caps[c] = from->caps[c];
        if (ceilings && ceilings[c] < cut.caps[c])
            cut.caps[c] = ceilings[c];
        cut.first[c + 1] =
            cut.first[c] + cut_list(from, c, decided,
                                    &cut.entries[cut.first[c]], &cut.caps[c]);
        cut.total += cut.weights[c] * cut.caps[c];
    }
    shrunk = realloc(cut.entries, (cut.first[from->client_count] + 1) *
                                      sizeof(*cut.entries));
    if (shrunk)
        cut.entries = shrunk;
    *out = cut;
    return true;
}

void ci_median_lists_clear_cut(ci_median_lists *lists)
{
    free(lists->caps);
    free(lists->first);
    free(lists->entries);
    *lists = (ci_median_lists){0};
}

int64_t ci_median_cost(const ci_median_lists *lists, const uint8_t *is_chosen)
{
    int64_t cost = 0;

    for (size_t c = 0; c < lists->client_count; c++) {
        size_t k = lists->first[c];

        while (k < lists->first[c + 1] &&
               !is_chosen[lists->entries[k].destination])
            k++;
        cost += lists->weights[c] * (k < lists->first[c + 1]
                                         ? lists->entries[k].time_ms
                                         : lists->caps[c]);
    }
    return cost;
}
