/* Streets: all where they are few enough to be told apart, else the main
 * ones. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "map/picture.h"
#include "network/network.h"

/* Streets are told apart where a square of the page of so much, times the
 * height of text, is crossed about so often. */
#define CELL 2.0
#define CROSSINGS 8.0

typedef enum road_class { ROAD_MAIN, ROAD_MIDDLE, ROAD_MINOR } road_class;
#define ROAD_CLASSES 3

static road_class class_of(const circlet_network *network, uint32_t link)
{
    static const char *const names[] = {"motorway", "trunk", "primary",
                                        "secondary", "tertiary"};
    size_t count;
    const circlet_tag *tags = ci_link_tags(network, link, &count);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(tags[i].key, "highway") != 0)
            continue;
        for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
            if (strncmp(tags[i].value, names[k], strlen(names[k])) == 0)
                return k < 3 ? ROAD_MAIN : ROAD_MIDDLE;
    }
    return ROAD_MINOR;
}

/* A link's line on the page, in room that the next one uses again. */
typedef struct road_line {
    circlet_point *points;
    size_t count, capacity;
} road_line;

/* False: it is out of sight, no street, or memory ran out. */
static bool read_line(road_line *line, const ci_picture *picture,
                      uint32_t link)
{
    const circlet_network *network = picture->content->network;
    ci_box box = ci_box_empty();

    if (!ci_link_is_street(network, link))
        return false;
    line->count = circlet_network_line_size(network, link);
    if (line->count < 2)
        return false;
    if (line->count > line->capacity) {
        circlet_point *points =
            realloc(line->points, line->count * sizeof(*points));

        if (!points)
            return false;
        line->points = points;
        line->capacity = line->count;
    }
    circlet_network_line(line->points, network, link);
    for (size_t i = 0; i < line->count; i++)
        ci_box_grow(&box, line->points[i]);
    if (!ci_box_meets(&box, &picture->frame.box))
        return false;
    for (size_t i = 0; i < line->count; i++)
        line->points[i] = ci_map_frame_place(&picture->frame, line->points[i]);
    return true;
}

static double length_of(const road_line *line)
{
    double length = 0;

    for (size_t i = 1; i < line->count; i++)
        length += hypot(line->points[i].lon - line->points[i - 1].lon,
                        line->points[i].lat - line->points[i - 1].lat);
    return isfinite(length) ? length : 0;
}

/* ---- how many ----------------------------------------------------------- */

/* Lengths on the page, by class and by square. */
typedef struct road_crowd {
    double cell;
    size_t columns, rows;
    double *lengths; /* of each square, all classes */
    double sums[ROAD_CLASSES];
} road_crowd;

static void count_line(road_crowd *crowd, const ci_picture *picture,
                       const road_line *line, road_class kind)
{
    const ci_rect *rect = &picture->frame.rect;
    circlet_point middle = line->points[line->count / 2];
    double column = (middle.lon - rect->left) / crowd->cell;
    double row = (middle.lat - rect->top) / crowd->cell;
    double length = length_of(line);

    if (!(column >= 0) || !(row >= 0) || column >= (double)crowd->columns ||
        row >= (double)crowd->rows)
        return;
    crowd->lengths[(size_t)row * crowd->columns + (size_t)column] += length;
    crowd->sums[kind] += length;
}

/* How often the squares with streets are crossed on average. */
static double crossings(const road_crowd *crowd)
{
    size_t used = 0;
    double sum = 0;

    for (size_t i = 0; i < crowd->columns * crowd->rows; i++)
        if (crowd->lengths[i] > 0) {
            used++;
            sum += crowd->lengths[i];
        }
    return used ? sum / (double)used / crowd->cell : 0;
}

/* The least class that is drawn; ROAD_CLASSES: none is. */
static int choose_class(road_crowd *crowd, const ci_picture *picture,
                        road_line *line)
{
    const circlet_network *network = picture->content->network;
    size_t count = circlet_network_link_count(network);
    double all, share, part = 0;
    int chosen = -1;

    for (size_t i = 0; i < count; i++)
        if (read_line(line, picture, (uint32_t)i))
            count_line(crowd, picture, line, class_of(network, (uint32_t)i));
    all = crowd->sums[ROAD_MAIN] + crowd->sums[ROAD_MIDDLE] +
          crowd->sums[ROAD_MINOR];
    if (!(all > 0))
        return -1;
    share = CROSSINGS / crossings(crowd);
    for (int kind = ROAD_MAIN; kind < ROAD_CLASSES; kind++) {
        part += crowd->sums[kind] / all;
        if (part <= share && crowd->sums[kind] > 0)
            chosen = kind;
        else if (part > share)
            break;
    }
    return chosen;
}

/* ---- drawing ------------------------------------------------------------ */

static void draw_class(const ci_picture *picture, road_line *line,
                       road_class kind)
{
    static const double widths[ROAD_CLASSES] = {0.15, 0.1, 0.055};
    const circlet_network *network = picture->content->network;
    size_t count = circlet_network_link_count(network);

    for (size_t i = 0; i < count; i++) {
        if (class_of(network, (uint32_t)i) != kind ||
            !read_line(line, picture, (uint32_t)i))
            continue;
        ci_canvas_move(picture->canvas, line->points[0].lon,
                       line->points[0].lat);
        for (size_t k = 1; k < line->count; k++)
            ci_canvas_line(picture->canvas, line->points[k].lon,
                           line->points[k].lat);
    }
    ci_canvas_stroke(
        picture->canvas,
        &(ci_pen){{CI_INK_ROAD, 0.8}, widths[kind] * picture->base, 0});
    ci_canvas_drop_path(picture->canvas);
}

void ci_draw_roads(ci_picture *picture)
{
    const ci_rect *rect = &picture->frame.rect;
    road_crowd crowd = {.cell = CELL * picture->base};
    road_line line = {0};
    int least;

    if (!picture->content->network)
        return;
    crowd.columns = (size_t)ceil(rect->width / crowd.cell);
    crowd.rows = (size_t)ceil(rect->height / crowd.cell);
    crowd.lengths = calloc(crowd.columns * crowd.rows + 1, sizeof(double));
    if (!crowd.lengths) {
        picture->canvas->failed = true;
        return;
    }
    least = choose_class(&crowd, picture, &line);
    ci_canvas_open_group(picture->canvas, "roads", NULL);
    for (int kind = least; kind >= 0; kind--)
        draw_class(picture, &line, (road_class)kind);
    ci_canvas_close_group(picture->canvas);
    picture->roads = least < 0                   ? CI_ROADS_NONE
                     : least == ROAD_CLASSES - 1 ? CI_ROADS_ALL
                                                 : CI_ROADS_MAIN;
    free(crowd.lengths);
    free(line.points);
}
