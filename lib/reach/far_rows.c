#include "reach/far_rows.h"

#include <stdlib.h>

#include "reach/far_rows_targets.h"

struct ci_far_worker {
    const ci_far_targets *targets;
    ci_sweep sweep;
    ci_gathered gathered;
    ci_lane_times *tallies; /* counts and sums */
    circlet_od_entry *rows; /* one for each lane, of row_size entries */
    size_t row_size;
    size_t counts[CI_LANES];
    uint32_t *added_at; /* of each target: where it was added to a row, if it
                           still stands there */
    uint64_t swept_count;
};

ci_far_worker *ci_far_worker_new(const ci_far_targets *targets)
{
    ci_far_worker *worker = calloc(1, sizeof(*worker));
    const ci_rows_query *query = targets->query;

    if (!worker)
        return NULL;
    worker->targets = targets;
    worker->row_size = query->targets.place_count + 1;
    worker->gathered.times = aligned_alloc(
        CI_LANE_ALIGNMENT, (CI_GATHERED_MAX + 2) * sizeof(ci_lane_times));
    worker->rows = malloc(CI_LANES * worker->row_size * sizeof(*worker->rows));
    worker->added_at = calloc(worker->row_size, sizeof(*worker->added_at));
    if (!worker->gathered.times || !worker->rows || !worker->added_at ||
        !ci_sweep_make(&worker->sweep, &targets->plan, targets->hierarchy,
                       query->is_against, targets->start_count)) {
        ci_far_worker_free(worker);
        return NULL;
    }
    worker->tallies = worker->gathered.times + CI_GATHERED_MAX;
    worker->sweep.cutoff_ms = query->cutoff_ms;
    return worker;
}

void ci_far_worker_free(ci_far_worker *worker)
{
    if (!worker)
        return;
    free(worker->gathered.times);
    free(worker->rows);
    free(worker->added_at);
    ci_sweep_clear(&worker->sweep);
    free(worker);
}

uint64_t ci_far_swept_count(const ci_far_worker *worker)
{
    return worker->swept_count;
}

static void run_sweep(ci_far_worker *worker, const uint32_t *sources,
                      size_t count)
{
    const ci_far_targets *targets = worker->targets;
    const ci_ports *from = &targets->query->sources;
    ci_sweep *sweep = &worker->sweep;

    for (size_t lane = 0; lane < count; lane++)
        for (size_t k = from->first[sources[lane]];
             k < from->first[sources[lane] + 1]; k++)
            if (from->ports[k].time_ms <= sweep->cutoff_ms)
                ci_sweep_start(sweep, targets->hierarchy,
                               targets->hierarchy->rank[from->ports[k].node],
                               (uint32_t)lane, from->ports[k].time_ms);
    targets->code->run(sweep);
    for (uint32_t i = 0; i < sweep->entered_count; i++) {
        const ci_sweep_block *block = &targets->plan.blocks[sweep->entered[i]];

        worker->swept_count += (uint64_t)(block->end - block->first) * count;
    }
}

/* What is done with what was gathered. */
typedef void (*take_gathered)(ci_far_worker *worker, size_t lane_count,
                              uint64_t *sums_ms);

static void gather(ci_far_worker *worker, size_t lane_count,
                   take_gathered take, uint64_t *sums_ms)
{
    const ci_far_targets *targets = worker->targets;
    ci_gathered *gathered = &worker->gathered;

    for (size_t lane = 0; lane < CI_LANES; lane++)
        worker->counts[lane] = 0;
    gathered->count = 0;
    for (uint32_t i = 0; i < worker->sweep.entered_count; i++) {
        uint32_t block = worker->sweep.entered[i];
        uint32_t at = targets->block_first[block];

        while (at < targets->block_first[block + 1]) {
            at = targets->code->gather(gathered, &worker->sweep,
                                       &targets->places, at,
                                       targets->block_first[block + 1]);
            if (gathered->count == CI_GATHERED_MAX) {
                take(worker, lane_count, sums_ms);
                gathered->count = 0;
            }
        }
    }
    take(worker, lane_count, sums_ms);
}

/* An entry is written in any case, and stays if it is within the cutoff: a
 * branch would be guessed wrong too often. */
static void add_to_rows(ci_far_worker *worker, size_t lane_count,
                        uint64_t *sums_ms)
{
    const ci_gathered *gathered = &worker->gathered;
    uint32_t cutoff_ms = worker->sweep.cutoff_ms;

    (void)sums_ms;
    for (size_t lane = 0; lane < lane_count; lane++) {
        circlet_od_entry *row = worker->rows + lane * worker->row_size;
        size_t end = worker->counts[lane];

        for (uint32_t i = 0; i < gathered->count; i++) {
            uint32_t time_ms = gathered->times[i].lane[lane];

            row[end].destination = gathered->target[i];
            row[end].time_ms = time_ms;
            end += time_ms <= cutoff_ms;
        }
        worker->counts[lane] = end;
    }
}

static void add_to_counts(ci_far_worker *worker, size_t lane_count,
                          uint64_t *sums_ms)
{
    ci_lane_times *counts = &worker->tallies[0];
    ci_lane_times *sums = &worker->tallies[1];

    worker->targets->code->tally(&worker->gathered, worker->sweep.cutoff_ms,
                                 counts, sums);
    for (size_t lane = 0; lane < lane_count; lane++) {
        worker->counts[lane] += counts->lane[lane];
        sums_ms[lane] += sums->lane[lane];
    }
}

/* Of a target, from what was swept; CIRCLET_UNREACHED: over the cutoff. */
static uint32_t find_swept(const ci_far_worker *worker, size_t lane,
                           uint32_t target)
{
    const ci_far_targets *targets = worker->targets;
    uint32_t place = targets->place[target];
    uint32_t least = CIRCLET_UNREACHED;

    if (place == CI_NO_PLACE)
        return CIRCLET_UNREACHED;
    for (uint32_t k = targets->places.first_port[place];
         k < targets->places.first_port[place + 1]; k++) {
        const ci_sweep_port *port = &targets->places.ports[k];
        uint32_t time_ms;

        if (!worker->sweep.is_entered[port->block])
            continue;
        time_ms =
            worker->sweep.times[port->position].lane[lane] + port->time_ms;
        if (time_ms <= worker->sweep.cutoff_ms && time_ms < least)
            least = time_ms;
    }
    return least;
}

/* Rows were gathered by place. */
static circlet_od_entry *find_entry(const ci_far_worker *worker,
                                    circlet_od_entry *row, size_t count,
                                    uint32_t target)
{
    const uint32_t *place = worker->targets->place;
    size_t low = 0, high = count - 1;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (place[row[middle].destination] < place[target])
            low = middle + 1;
        else
            high = middle;
    }
    return &row[low];
}

/* Puts a target behind the `kept` first entries of a lane's row, unless it is
 * there already; gives its entry. */
static circlet_od_entry *add_entry(ci_far_worker *worker, size_t lane,
                                   size_t kept,
                                   const circlet_od_entry *shortcut)
{
    circlet_od_entry *row = worker->rows + lane * worker->row_size;
    size_t at = worker->added_at[shortcut->destination];

    if (at < kept || at >= worker->counts[lane] ||
        row[at].destination != shortcut->destination) {
        at = worker->counts[lane]++;
        worker->added_at[shortcut->destination] = (uint32_t)at;
        row[at] = *shortcut;
    }
    return &row[at];
}

static void add_shortcuts(ci_far_worker *worker, size_t lane, uint32_t source)
{
    const ci_rows_query *query = worker->targets->query;
    size_t kept = worker->counts[lane];

    for (size_t i = query->first_shortcut[source];
         i < query->first_shortcut[source + 1]; i++) {
        const circlet_od_entry *shortcut = &query->shortcuts[i];
        circlet_od_entry *entry;

        if (shortcut->time_ms > query->cutoff_ms)
            continue;
        if (find_swept(worker, lane, shortcut->destination) !=
            CIRCLET_UNREACHED)
            entry = find_entry(worker, worker->rows + lane * worker->row_size,
                               kept, shortcut->destination);
        else
            entry = add_entry(worker, lane, kept, shortcut);
        if (shortcut->time_ms < entry->time_ms)
            entry->time_ms = shortcut->time_ms;
    }
}

bool ci_far_rows(ci_far_worker *worker, const uint32_t *sources, size_t count,
                 ci_take_row take, void *user, uint32_t worker_index)
{
    bool goes_on = true;

    run_sweep(worker, sources, count);
    gather(worker, count, add_to_rows, NULL);
    if (worker->targets->query->first_shortcut)
        for (size_t lane = 0; lane < count; lane++)
            add_shortcuts(worker, lane, sources[lane]);
    ci_sweep_reset(&worker->sweep);
    for (size_t lane = 0; goes_on && lane < count; lane++)
        goes_on =
            take(user, worker_index, sources[lane],
                 worker->rows + lane * worker->row_size, worker->counts[lane]);
    return goes_on;
}

/* The rows are room for the targets of shortcuts, each once. */
static void count_shortcuts(ci_far_worker *worker, size_t lane,
                            uint32_t source, uint64_t *count, uint64_t *sum_ms)
{
    const ci_rows_query *query = worker->targets->query;
    const circlet_od_entry *row = worker->rows + lane * worker->row_size;

    worker->counts[lane] = 0;
    for (size_t i = query->first_shortcut[source];
         i < query->first_shortcut[source + 1]; i++) {
        const circlet_od_entry *shortcut = &query->shortcuts[i];
        circlet_od_entry *entry;

        if (shortcut->time_ms > query->cutoff_ms)
            continue;
        entry = add_entry(worker, lane, 0, shortcut);
        if (shortcut->time_ms < entry->time_ms)
            entry->time_ms = shortcut->time_ms;
    }
    for (size_t i = 0; i < worker->counts[lane]; i++) {
        uint32_t swept_ms = find_swept(worker, lane, row[i].destination);

        *count += swept_ms == CIRCLET_UNREACHED;
        if (swept_ms == CIRCLET_UNREACHED)
            *sum_ms += row[i].time_ms;
        else if (row[i].time_ms < swept_ms)
            *sum_ms -= swept_ms - row[i].time_ms;
    }
}

void ci_far_count(ci_far_worker *worker, const uint32_t *sources, size_t count,
                  uint64_t target_counts[CI_LANES],
                  uint64_t time_sums_ms[CI_LANES])
{
    for (size_t lane = 0; lane < CI_LANES; lane++)
        time_sums_ms[lane] = 0;
    run_sweep(worker, sources, count);
    gather(worker, count, add_to_counts, time_sums_ms);
    for (size_t lane = 0; lane < CI_LANES; lane++)
        target_counts[lane] = lane < count ? worker->counts[lane] : 0;
    if (worker->targets->query->first_shortcut)
        for (size_t lane = 0; lane < count; lane++)
            count_shortcuts(worker, lane, sources[lane], &target_counts[lane],
                            &time_sums_ms[lane]);
    ci_sweep_reset(&worker->sweep);
}
