/* Where the streets and crossings of a survey list are, and their names. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gaps_output.h"

#define DEGREE 0.017453292519943295

/* ---- places ------------------------------------------------------------- */

/* Degrees of latitude: for parts of one street this is exact enough. */
static double distance(circlet_point a, circlet_point b)
{
    return hypot((b.lon - a.lon) * cos(a.lat * DEGREE), b.lat - a.lat);
}

/* The place half way along a line. */
static circlet_point middle_of(const circlet_point *points, size_t count)
{
    double left = 0;

    for (size_t i = 1; i < count; i++)
        left += distance(points[i - 1], points[i]) / 2;
    for (size_t i = 1; i < count; i++) {
        circlet_point a = points[i - 1], b = points[i];
        double length = distance(a, b);

        if (length > 0 && left <= length) {
            double t = left / length;

            return (circlet_point){a.lon + t * (b.lon - a.lon),
                                   a.lat + t * (b.lat - a.lat)};
        }
        left -= length;
    }
    return points[count - 1];
}

static bool find_line(gap_place *place, const circlet_network *network)
{
    uint32_t position = place->gap.position;
    size_t count =
        place->gap.is_node ? 1 : circlet_network_line_size(network, position);
    const char *name;

    place->points = malloc((count + 1) * sizeof(*place->points));
    if (!place->points)
        return false;
    place->point_count = count;
    if (place->gap.is_node) {
        place->points[0] = circlet_network_node_point(network, position);
        place->middle = place->points[0];
        place->id = circlet_network_node_id(network, position);
        return true;
    }
    circlet_network_line(place->points, network, position);
    place->middle = middle_of(place->points, count);
    place->id = circlet_network_link_id(network, position);
    name = circlet_network_link_name(network, position);
    place->name = name ? strdup(name) : NULL;
    return place->name || !name;
}

/* ---- names of crossings ------------------------------------------------- */

static int compare_points(circlet_point a, circlet_point b)
{
    if (a.lon < b.lon || a.lon > b.lon)
        return a.lon < b.lon ? -1 : 1;
    return (a.lat > b.lat) - (a.lat < b.lat);
}

static int compare_places(const void *left, const void *right)
{
    const gap_place *a = *(gap_place *const *)left;
    const gap_place *b = *(gap_place *const *)right;

    return compare_points(a->middle, b->middle);
}

/* Two streets are enough to find where they meet. */
static bool add_name(gap_place *place, const char *name)
{
    static const char mark[] = " / ";
    size_t size;
    char *both;

    if (!place->name)
        return (place->name = strdup(name)) != NULL;
    if (strcmp(place->name, name) == 0 || strstr(place->name, mark))
        return true;
    size = strlen(place->name) + strlen(name) + sizeof(mark);
    both = malloc(size);
    if (!both)
        return false;
    snprintf(both, size, "%s%s%s", place->name, mark, name);
    free(place->name);
    place->name = both;
    return true;
}

/* Gives the name of a street to a crossing at one of its ends. */
static bool name_end(gap_place *const *nodes, size_t count, circlet_point end,
                     const char *name)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t at = low + (high - low) / 2;

        if (compare_points(nodes[at]->middle, end) < 0)
            low = at + 1;
        else
            high = at;
    }
    for (; low < count && compare_points(nodes[low]->middle, end) == 0; low++)
        if (!add_name(nodes[low], name))
            return false;
    return true;
}

static bool name_by_link(gap_place *const *nodes, size_t count,
                         const circlet_network *network, uint32_t link)
{
    const char *name = circlet_network_link_name(network, link);
    size_t size = circlet_network_line_size(network, link);
    circlet_point *line;
    bool is_done;

    if (!name)
        return true;
    line = malloc((size + 1) * sizeof(*line));
    if (!line)
        return false;
    circlet_network_line(line, network, link);
    is_done = name_end(nodes, count, line[0], name) &&
              name_end(nodes, count, line[size - 1], name);
    free(line);
    return is_done;
}

static bool name_nodes(gap_places *places, const circlet_network *network)
{
    gap_place **nodes = malloc((places->count + 1) * sizeof(void *));
    size_t count = 0;
    bool is_done = nodes != NULL;

    for (size_t i = 0; is_done && i < places->count; i++)
        if (places->items[i].gap.is_node)
            nodes[count++] = &places->items[i];
    if (count > 1)
        qsort(nodes, count, sizeof(gap_place *), compare_places);
    for (uint32_t i = 0;
         is_done && count > 0 && i < circlet_network_link_count(network); i++)
        is_done = name_by_link(nodes, count, network, i);
    free(nodes);
    return is_done;
}

bool gap_places_find(gap_places *out, const circlet_survey *survey,
                     const circlet_network *network, size_t count)
{
    if (count > circlet_survey_size(survey))
        count = circlet_survey_size(survey);
    out->items = calloc(count + 1, sizeof(*out->items));
    if (!out->items)
        return false;
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        out->items[i].gap = circlet_survey_at(survey, i);
        if (!find_line(&out->items[i], network))
            return false;
    }
    return name_nodes(out, network);
}

void gap_places_free(gap_places *places)
{
    for (size_t i = 0; places->items && i < places->count; i++) {
        free(places->items[i].name);
        free(places->items[i].points);
    }
    free(places->items);
}
