/* A map while it is drawn, and the layers of it. */
#ifndef CI_MAP_PICTURE_H
#define CI_MAP_PICTURE_H

#include <circlet/map.h>

#include "map/frame.h"
#include "map/label_room.h"
#include "map/marks.h"
#include "map/outside.h"
#include "map/unit_fill.h"

#define CI_MAP_TYPE_MAX 16

/* Facilities of one type that were drawn. */
typedef struct ci_drawn_type {
    const char *type; /* NULL: of all types that have no room here */
    size_t count;
} ci_drawn_type;

typedef enum ci_roads_drawn {
    CI_ROADS_NONE,
    CI_ROADS_MAIN,
    CI_ROADS_ALL
} ci_roads_drawn;

typedef struct ci_picture {
    const circlet_map_content *content;
    const circlet_map_options *options;
    ci_canvas *canvas;
    ci_map_frame frame;
    double base; /* how high text is */
    circlet_unit focus; /* the unit asked for; CIRCLET_NONE: all */
    ci_unit_fills fills;
    ci_outside outside;
    ci_label_room labels;

    /* What was drawn, for the legend. */
    size_t fill_counts[CI_FILL_COUNT];
    size_t target_count; /* units that miss what a rule asks */
    bool has_level[CIRCLET_LEVEL_COUNT];
    ci_roads_drawn roads;
    ci_drawn_type types[CI_MAP_TYPE_MAX];
    size_t type_count;
    size_t action_counts[CI_ACTION_COUNT];
    size_t site_count;
    double persons_drawn;
    size_t crowd_counts[CI_CROWD_SIZES]; /* cells that are drawn */
} ci_picture;

/* Layers, from the lowest; each counts what it draws. */
void ci_draw_unit_fills(ci_picture *picture);
void ci_draw_roads(ci_picture *picture);
void ci_draw_borders(ci_picture *picture);
void ci_draw_outside(ci_picture *picture);
void ci_draw_sites(ci_picture *picture);
void ci_draw_facilities(ci_picture *picture);
void ci_draw_actions(ci_picture *picture);
void ci_draw_labels(ci_picture *picture);

/* What stands on the map's edge, and beside the map. */
void ci_draw_scale_bar(ci_picture *picture);
void ci_draw_north_arrow(ci_picture *picture);
void ci_draw_legend(ci_picture *picture, const ci_rect *room);

/* Adds a unit's rings to the canvas's path; false: it is out of sight, or has
 * no borders. */
bool ci_trace_unit(const ci_picture *picture, const circlet_unit_record *unit);

/* Whether a unit is the one asked for, or lies in it; all are without one. */
bool ci_is_in_focus(const ci_picture *picture, circlet_unit unit);

/* Where a point lies on the page; false: out of sight. */
bool ci_place_point(circlet_point *out, const ci_picture *picture,
                    circlet_point at);

/* Where an action of the plan is drawn; false: it is not done by the day of
 * the findings, not about what the map is about, or out of sight. */
bool ci_find_action(circlet_point *out, const ci_picture *picture,
                    const circlet_plan_action *action);

#endif
