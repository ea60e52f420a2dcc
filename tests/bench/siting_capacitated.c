/*
 * How good and how fast the capacitated models are solved: published
 * instances, and towns over a uniform background.
 *
 *   siting_capacitated cpmp FILE down|real SECONDS
 *   siting_capacitated towns SITES POINTS P COVERERS whole|split
 *       cover|median SECONDS
 *
 * `down` rounds distances down to whole units, `real` takes them in
 * thousandths.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <circlet.h>

typedef struct bench_problem {
    circlet_location location;
    circlet_od_matrix *reach;
    double *x, *y; /* of the points, then of the sites */
    int64_t *weights, *loads, *capacities;
} bench_problem;

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int die(const char *what)
{
    fprintf(stderr, "siting_capacitated: %s\n", what);
    exit(1);
}

static void *room_for(size_t count, size_t size)
{
    void *room = calloc(count + 1, size);

    if (!room)
        die("no memory");
    return room;
}

static uint64_t next_random(uint64_t *state)
{
    uint64_t x = (*state += UINT64_C(0x9e3779b97f4a7c15));

    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static double uniform(uint64_t *state)
{
    return (double)(next_random(state) >> 11) / 9007199254740992.0;
}

/* All pairs within `radius`, times in units of 1 / scale. */
static void make_matrix(bench_problem *out, size_t points, size_t sites,
                        double radius, double scale)
{
    size_t *first = room_for(points + 1, sizeof(*first)), count = 0;
    circlet_od_entry *entries = room_for(points * sites, sizeof(*entries));
    circlet_error error;

    for (size_t i = 0; i < points; i++) {
        for (size_t j = 0; j < sites; j++) {
            double away = hypot(out->x[i] - out->x[points + j],
                                out->y[i] - out->y[points + j]);

            if (away <= radius)
                entries[count++] = (circlet_od_entry){
                    (uint32_t)j, (uint32_t)floor(away * scale)};
        }
        first[i + 1] = count;
    }
    if (circlet_od_matrix_new(&out->reach, points, sites, first, entries,
                              &error) != CIRCLET_OK)
        die(error.message);
    out->location.reach = out->reach;
    free(first);
    free(entries);
}

/* "n p", then "x y capacity demand" a line. */
static void read_cpmp(bench_problem *out, const char *path, double scale)
{
    FILE *file = fopen(path, "r");
    unsigned count, p;

    if (!file || fscanf(file, "%u %u", &count, &p) != 2 || count > 100000)
        die("cannot read the file");
    out->x = room_for(2 * count, sizeof(*out->x));
    out->y = room_for(2 * count, sizeof(*out->y));
    out->loads = room_for(count, sizeof(*out->loads));
    out->capacities = room_for(count, sizeof(*out->capacities));
    for (unsigned i = 0; i < count; i++) {
        long x, y, capacity, demand;

        if (fscanf(file, "%ld %ld %ld %ld", &x, &y, &capacity, &demand) != 4)
            die("cannot read a line");
        out->x[i] = out->x[count + i] = (double)x;
        out->y[i] = out->y[count + i] = (double)y;
        out->capacities[i] = capacity;
        out->loads[i] = demand;
    }
    fclose(file);
    make_matrix(out, count, count, 1e9, scale);
    out->location.loads = out->loads;
    out->location.capacities = out->capacities;
    out->location.has_p = true;
    out->location.p = p;
    out->location.is_whole = true;
    out->location.unserved_ms = (uint32_t)(100000 * scale);
}

/* Half of it in 20 towns. */
static void scatter(bench_problem *out, size_t count, uint64_t *seed)
{
    double towns[40];

    for (int i = 0; i < 40; i++)
        towns[i] = uniform(seed) * 10000;
    out->x = room_for(count, sizeof(*out->x));
    out->y = room_for(count, sizeof(*out->y));
    for (size_t i = 0; i < count; i++) {
        size_t town = next_random(seed) % 20;
        double way = 600 * sqrt(-log(1 - uniform(seed)));
        double turn = 6.283185307179586 * uniform(seed);
        int is_town = next_random(seed) % 2 == 0;

        out->x[i] = is_town ? towns[2 * town] + way * cos(turn)
                            : uniform(seed) * 10000;
        out->y[i] = is_town ? towns[2 * town + 1] + way * sin(turn)
                            : uniform(seed) * 10000;
    }
}

static void make_towns(bench_problem *out, size_t sites, size_t points,
                       size_t p, double coverers)
{
    uint64_t seed = 7;
    int64_t total = 0;

    scatter(out, points + sites, &seed);
    out->weights = room_for(points, sizeof(*out->weights));
    out->capacities = room_for(sites, sizeof(*out->capacities));
    for (size_t i = 0; i < points; i++) {
        out->weights[i] = 1 + (int64_t)(next_random(&seed) % 20);
        total += out->weights[i];
    }
    /* Sites of the size that p of them would need for all, give or take. */
    for (size_t j = 0; j < sites; j++)
        out->capacities[j] = total / (int64_t)p *
                             (70 + (int64_t)(next_random(&seed) % 60)) / 100;
    make_matrix(out, points, sites,
                sqrt(coverers / (double)sites * 1e8 / 3.14159265), 100);
    out->location.weights = out->weights;
    out->location.capacities = out->capacities;
    out->location.has_p = true;
    out->location.p = p;
}

static void solve(const bench_problem *problem, circlet_model model,
                  double seconds, const char *name)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;
    circlet_siting_report report;
    circlet_error error;
    double start = now_s();

    options.time_limit_s = seconds;
    if (circlet_solve(&siting, model, &problem->location, &options, &error) !=
        CIRCLET_OK)
        die(error.message);
    report = circlet_siting_get_report(siting);
    printf("%-40s %12lld bound %12lld root %12lld gap %.4f %% %s unserved "
           "%zu nodes %llu %.2f s\n",
           name, (long long)circlet_siting_objective(siting),
           (long long)circlet_siting_bound(siting),
           (long long)report.root_bound, 100 * circlet_siting_gap(siting),
           circlet_siting_proof(siting) == CIRCLET_PROOF_OPTIMAL ? "optimal"
                                                                 : "bound",
           report.unserved, (unsigned long long)report.nodes, now_s() - start);
    circlet_siting_free(siting);
}

static void clear(bench_problem *problem)
{
    circlet_od_matrix_free(problem->reach);
    free(problem->x);
    free(problem->y);
    free(problem->weights);
    free(problem->loads);
    free(problem->capacities);
}

int main(int count, char **words)
{
    bench_problem problem = {.location = CIRCLET_LOCATION_INIT};

    if (count == 5 && strcmp(words[1], "cpmp") == 0) {
        read_cpmp(&problem, words[2],
                  strcmp(words[3], "real") == 0 ? 1000 : 1);
        solve(&problem, CIRCLET_MODEL_CAPACITATED_P_MEDIAN,
              (double)strtol(words[4], NULL, 10), words[2]);
    } else if (count == 9 && strcmp(words[1], "towns") == 0) {
        char name[100];
        bool is_cover = strcmp(words[7], "cover") == 0;

        make_towns(&problem, strtoul(words[2], NULL, 10),
                   strtoul(words[3], NULL, 10), strtoul(words[4], NULL, 10),
                   (double)strtol(words[5], NULL, 10));
        problem.location.is_whole = strcmp(words[6], "whole") == 0;
        snprintf(name, sizeof(name), "%.9s x %.9s p %.9s %.9s %.9s", words[2],
                 words[3], words[4], words[6], words[7]);
        solve(&problem,
              is_cover ? CIRCLET_MODEL_CAPACITATED_MCLP
                       : CIRCLET_MODEL_CAPACITATED_P_MEDIAN,
              (double)strtol(words[8], NULL, 10), name);
    } else {
        return die("cpmp FILE down|real SECONDS, or towns SITES POINTS P "
                   "COVERERS whole|split cover|median SECONDS");
    }
    clear(&problem);
    return 0;
}
