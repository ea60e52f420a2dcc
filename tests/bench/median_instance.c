#include "median_instance.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* No way; half of what a sum of two may be. */
#define FAR CIRCLET_TIME_MAX

static bool read_number(FILE *file, double *out)
{
    char text[64];
    size_t length;

    if (fscanf(file, "%63s", text) != 1)
        return false;
    length = strlen(text);
    if (length > 1 && text[length - 1] == '.') /* "7500." */
        text[length - 1] = '\0';
    return ci_parse_double(out, text);
}

static bool read_count(FILE *file, size_t *out)
{
    double number;

    if (!read_number(file, &number) || number < 0 || number > 1e6)
        return false;
    *out = (size_t)number;
    return true;
}

/* Times of all pairs, by point, then site. */
static bool make_matrix(median_instance *out, const uint32_t *times,
                        size_t points, size_t sites)
{
    size_t *first = calloc(points + 1, sizeof(*first));
    circlet_od_entry *entries = calloc(points * sites + 1, sizeof(*entries));
    bool is_made = false;

    if (first && entries) {
        for (size_t i = 0; i < points; i++) {
            first[i + 1] = first[i];
            for (size_t j = 0; j < sites; j++)
                if (times[i * sites + j] < FAR)
                    entries[first[i + 1]++] =
                        (circlet_od_entry){(uint32_t)j, times[i * sites + j]};
        }
        is_made = circlet_od_matrix_new(&out->reach, points, sites, first,
                                        entries, NULL) == CIRCLET_OK;
    }
    free(first);
    free(entries);
    return is_made;
}

/* R. Floyd, Algorithm 97: shortest path, 1962. */
static void close_ways(uint32_t *times, size_t count)
{
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < count; i++) {
            uint32_t way = times[i * count + k];

            if (way >= FAR)
                continue;
            for (size_t j = 0; j < count; j++)
                if (way + times[k * count + j] < times[i * count + j])
                    times[i * count + j] = way + times[k * count + j];
        }
}

/* An edge that is listed twice has its last time. */
static bool read_graph(median_instance *out, FILE *file)
{
    size_t count, edges, a, b, time;
    uint32_t *times;
    bool is_read;

    if (!read_count(file, &count) || !read_count(file, &edges) ||
        !read_count(file, &out->p))
        return false;
    times = malloc((count * count + 1) * sizeof(*times));
    if (!times)
        return false;
    for (size_t i = 0; i < count * count; i++)
        times[i] = i % (count + 1) == 0 ? 0 : FAR;
    for (size_t i = 0; i < edges; i++) {
        if (!read_count(file, &a) || !read_count(file, &b) ||
            !read_count(file, &time) || a - 1 >= count || b - 1 >= count) {
            free(times);
            return false;
        }
        times[(a - 1) * count + b - 1] = (uint32_t)time;
        times[(b - 1) * count + a - 1] = (uint32_t)time;
    }
    close_ways(times, count);
    out->unit = 1;
    is_read = make_matrix(out, times, count, count);
    free(times);
    return is_read;
}

static bool read_lines(median_instance *out, FILE *file, size_t count)
{
    double *places = calloc(2 * count + 1, sizeof(*places)), id;
    uint32_t *times = calloc(count * count + 1, sizeof(*times));
    bool is_read = places && times;

    for (size_t i = 0; is_read && i < count; i++)
        is_read = read_number(file, &id) &&
                  read_number(file, &places[2 * i]) &&
                  read_number(file, &places[2 * i + 1]);
    for (size_t i = 0; is_read && i < count; i++)
        for (size_t j = 0; j < count; j++)
            times[i * count + j] = (uint32_t)lround(
                1000 * hypot(places[2 * i] - places[2 * j],
                             places[2 * i + 1] - places[2 * j + 1]));
    is_read = is_read && make_matrix(out, times, count, count);
    free(places);
    free(times);
    return is_read;
}

static bool read_points(median_instance *out, FILE *file)
{
    char word[64];
    size_t count = 0;

    out->unit = 1000;
    while (fscanf(file, " %63[^: \n]%*[: ]", word) >= 1) {
        if (strcmp(word, "DIMENSION") == 0 && !read_count(file, &count))
            return false;
        if (strcmp(word, "NODE_COORD_SECTION") == 0)
            return count > 0 && read_lines(out, file, count);
    }
    return false;
}

/* The costs of an allocation are for all of a customer's demand, and some
 * pass the longest time: so customers weigh 2, at half of the costs. */
static bool read_costs(median_instance *out, FILE *file)
{
    size_t sites, points;
    uint32_t *times = NULL;
    bool is_read = read_count(file, &sites) && read_count(file, &points);
    double number;

    if (is_read) {
        out->costs = calloc(sites + 1, sizeof(*out->costs));
        times = calloc(sites * points + 1, sizeof(*times));
        out->weights = calloc(points + 1, sizeof(*out->weights));
        is_read = out->costs && times && out->weights;
    }
    out->unit = 1000;
    for (size_t j = 0; is_read && j < sites; j++) {
        is_read = read_number(file, &number) && read_number(file, &number);
        out->costs[j] = llround(1000 * number);
    }
    for (size_t i = 0; is_read && i < points; i++) {
        is_read = read_number(file, &number);
        out->weights[i] = 2;
        for (size_t j = 0; is_read && j < sites; j++) {
            is_read = read_number(file, &number) && number < 2e6;
            times[i * sites + j] = (uint32_t)lround(500 * number);
        }
    }
    is_read = is_read && make_matrix(out, times, points, sites);
    free(times);
    return is_read;
}

bool median_instance_read(median_instance *out, const char *path)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    FILE *file = fopen(path, "r");
    bool is_read = false;

    *out = (median_instance){0};
    if (!file)
        return false;
    if (strstr(name, ".tsp"))
        is_read = read_points(out, file);
    else if (strncmp(name, "pmed", 4) == 0)
        is_read = read_graph(out, file);
    else if (strncmp(name, "cap", 3) == 0)
        is_read = read_costs(out, file);
    fclose(file);
    if (!is_read)
        median_instance_clear(out);
    return is_read;
}

void median_instance_clear(median_instance *instance)
{
    circlet_od_matrix_free(instance->reach);
    free(instance->costs);
    free(instance->weights);
    *instance = (median_instance){0};
}
