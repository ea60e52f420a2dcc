/*
 * Writes a made location problem (location_town.h):
 *
 *     make_location SITES POINTS COVERERS SEED PAIRS.csv POINTS.csv
 *
 * The pairs have the columns origin, destination, seconds, those within the
 * radius alone; the points their number, place and weight.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "location_town.h"

static bool write_pairs(const location_town *town, const char *path)
{
    FILE *file = fopen(path, "w");
    char seconds[CI_NUMBER_SIZE];
    bool is_good;

    if (!file)
        return false;
    fputs("origin,destination,seconds\n", file);
    for (size_t i = 0; i < town->point_count; i++)
        for (size_t k = town->first[i]; k < town->first[i + 1]; k++) {
            ci_format_fixed(seconds, town->entries[k].time_ms / 1000.0, 3);
            fprintf(file, "%zu,%" PRIu32 ",%s\n", i,
                    town->entries[k].destination, seconds);
        }
    is_good = !ferror(file);
    return fclose(file) == 0 && is_good;
}

static bool write_points(const location_town *town, const char *path)
{
    FILE *file = fopen(path, "w");
    char x[CI_NUMBER_SIZE], y[CI_NUMBER_SIZE];
    bool is_good;

    if (!file)
        return false;
    fputs("id,x,y,weight\n", file);
    for (size_t i = 0; i < town->point_count; i++) {
        ci_format_fixed(x, (double)town->point_x[i], 7);
        ci_format_fixed(y, (double)town->point_y[i], 7);
        fprintf(file, "%zu,%s,%s,%" PRId64 "\n", i, x, y, town->weights[i]);
    }
    is_good = !ferror(file);
    return fclose(file) == 0 && is_good;
}

int main(int argc, char **argv)
{
    location_town town;
    bool is_written;

    if (argc != 7) {
        fprintf(stderr, "usage: make_location SITES POINTS COVERERS SEED "
                        "PAIRS.csv POINTS.csv\n");
        return 1;
    }
    if (!location_town_make(
            &town, strtoul(argv[1], NULL, 10), strtoul(argv[2], NULL, 10),
            (double)strtol(argv[3], NULL, 10), strtoull(argv[4], NULL, 10))) {
        fprintf(stderr, "make_location: no memory\n");
        return 1;
    }
    is_written = write_pairs(&town, argv[5]) && write_points(&town, argv[6]);
    location_town_free(&town);
    if (!is_written)
        fprintf(stderr, "make_location: the files cannot be written\n");
    return is_written ? 0 : 1;
}
