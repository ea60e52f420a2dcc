/*
 * Prints heights of a grid for a script to compare:
 *
 *     heights GRID < POINTS
 *
 * Each line of POINTS is "LON LAT" in degrees; the answer is the height
 * between the four points around, not smoothed: "void" if one of them is
 * not known, "outside" if the grid does not go so far.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "io/elevation_file.h"

static bool read_point(circlet_point *out, char *line)
{
    char *space = strchr(line, ' ');

    line[strcspn(line, "\r\n")] = '\0';
    if (!space)
        return false;
    *space = '\0';
    return ci_parse_double(&out->lon, line) &&
           ci_parse_double(&out->lat, space + 1);
}

static void print_height(const ci_height_grid *grid, circlet_point at)
{
    char number[CI_NUMBER_SIZE];
    double height = 0.0;

    switch (ci_height_grid_find(&height, grid, at, CI_HEIGHT_PLAIN)) {
    case CI_HEIGHT_OUTSIDE:
        puts("outside");
        break;
    case CI_HEIGHT_UNKNOWN:
        puts("void");
        break;
    case CI_HEIGHT_KNOWN:
        ci_format_fixed(number, height, 6);
        puts(number);
        break;
    }
}

int main(int argc, char **argv)
{
    ci_height_grid grid = {0};
    ci_source remarks = {.state = NULL};
    circlet_error error;
    circlet_point at;
    char line[128];

    if (argc != 2 ||
        ci_elevation_read(&grid, &remarks, argv[1], NULL, &error)) {
        fprintf(stderr, "heights: %s\n",
                argc == 2 ? error.message : "usage: heights GRID");
        return 2;
    }
    while (fgets(line, sizeof(line), stdin) && read_point(&at, line))
        print_height(&grid, at);
    ci_height_grid_free(&grid);
    ci_source_free_parts(&remarks);
    return 0;
}
