#ifndef CIRCLET_NETWORK_H
#define CIRCLET_NETWORK_H

#include <circlet/error.h>
#include <circlet/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A street network: nodes, links between them, and all their tags. It is
 * topology alone: how long a link takes depends on who travels, see
 * circlet_arc_times. Immutable once built, so any number of threads may
 * read it.
 */
typedef struct circlet_network circlet_network;
typedef struct circlet_network_builder circlet_network_builder;

typedef uint32_t circlet_node; /* as the builder numbered them */

/* One tag, in OpenStreetMap's vocabulary: {"highway", "footway"}. */
typedef struct circlet_tag {
    const char *key;
    const char *value;
} circlet_tag;

/* A stretch of street between two nodes. Both directions are arcs; which of
 * them a traveller may use follows from the tags and the travel mode. */
typedef struct circlet_link_record {
    circlet_node from, to;
    double length_m; /* along the street */
    const circlet_point *shape; /* between the ends, in order; may be none */
    size_t shape_count;
    const circlet_tag *tags;
    size_t tag_count;
    /* Heights in metres at places that divide the length from `from` to `to`
     * into equal parts, both ends included; none: not known. */
    const float *heights_m;
    size_t height_count; /* 0, or at least 2 */
    const char *id; /* the source's own; NULL: none */
    /* How far the points of the grid that the heights are out of are from
     * each other, in metres: what is shorter does not show in them. 0: they
     * were surveyed. */
    double height_cell_m;
} circlet_link_record;

/* ---- building ---------------------------------------------------------- */

/* The caller frees the builder; finishing it does not. */
circlet_status circlet_network_builder_new(circlet_network_builder **out,
                                           circlet_error *error);
void circlet_network_builder_free(circlet_network_builder *builder);

/* Adds a node and gives its number, counted from 0, in `out`. Copies. */
circlet_status circlet_network_builder_add_node(
    circlet_network_builder *builder, circlet_point at,
    const circlet_tag *tags, size_t tag_count, circlet_node *out,
    circlet_error *error);

/* Says the source's own id of a node. Copies. */
circlet_status circlet_network_builder_name_node(
    circlet_network_builder *builder, circlet_node node, const char *id,
    circlet_error *error);

/* Adds a link between nodes that were added before. Copies. */
circlet_status circlet_network_builder_add_link(
    circlet_network_builder *builder, const circlet_link_record *link,
    circlet_error *error);

/* What a sign says of a turn. */
typedef enum circlet_turn_kind {
    CIRCLET_TURN_FORBIDDEN = 0, /* no_left_turn, no_u_turn ... */
    CIRCLET_TURN_ONLY = 1 /* only_straight_on ...: from that link all other
                             turns are forbidden, turning round too; of
                             several that are so allowed one may choose */
} circlet_turn_kind;

/* A turn restriction. It binds the travel modes that obey turns. */
typedef struct circlet_turn_record {
    uint32_t from_link, to_link; /* counted from 0 as they were added */
    circlet_node via; /* an end of both */
    circlet_turn_kind kind;
    const char *except; /* vehicles that need not heed it, in OpenStreetMap's
                           words: "bus;psv"; NULL: none */
    const char *vehicle; /* the only ones that must: "hgv"; NULL: all */
} circlet_turn_record;

/* Adds a turn restriction between links that were added before. Copies. */
circlet_status circlet_network_builder_add_turn(
    circlet_network_builder *builder, const circlet_turn_record *turn,
    circlet_error *error);

/*
 * Says where the network is complete: outside nothing is known. Without it
 * the extent is the box of the nodes of streets. Copies; a second call
 * replaces.
 */
circlet_status circlet_network_builder_set_extent(
    circlet_network_builder *builder, const circlet_area *extent,
    circlet_error *error);

/* Makes a network of what was added so far; the caller frees it. */
circlet_status circlet_network_builder_finish(
    circlet_network **out, const circlet_network_builder *builder,
    circlet_error *error);

/* ---- reading ----------------------------------------------------------- */

void circlet_network_free(circlet_network *network);
size_t circlet_network_node_count(const circlet_network *network);
size_t circlet_network_link_count(const circlet_network *network);

/* Whether the network claims to know the streets around a point. */
bool circlet_network_knows(const circlet_network *network, circlet_point at);

/* Links whose heights are known. */
size_t circlet_network_height_count(const circlet_network *network);

/* A link to show: its id (NULL: none), the name of the street (NULL: none)
 * and its line with both ends, `count` points into `out`, which has room for
 * circlet_network_line_size(). Links are numbered from 0. */
const char *circlet_network_link_id(const circlet_network *network,
                                    uint32_t link);
const char *circlet_network_link_name(const circlet_network *network,
                                      uint32_t link);
size_t circlet_network_line_size(const circlet_network *network,
                                 uint32_t link);
void circlet_network_line(circlet_point *out, const circlet_network *network,
                          uint32_t link);
const char *circlet_network_node_id(const circlet_network *network,
                                    uint32_t node);
circlet_point circlet_network_node_point(const circlet_network *network,
                                         circlet_node node);

/* ---- who travels ------------------------------------------------------- */

/* How one kind of traveller gets along: speeds, what can be passed. Read
 * from a file by circlet_read_travel_mode() in circlet/io.h. Immutable. */
typedef struct circlet_travel_mode circlet_travel_mode;

void circlet_travel_mode_free(circlet_travel_mode *mode);
const char *circlet_travel_mode_name(const circlet_travel_mode *mode);
const char *circlet_travel_mode_title_zh(const circlet_travel_mode *mode);
const char *circlet_travel_mode_title_en(const circlet_travel_mode *mode);

/* One statement of a mode, so that a person may doubt it. Borrowed from the
 * mode. */
typedef struct circlet_mode_figure {
    const char *part; /* "speed", "off_road", "boarding", "slope", "links",
                         "nodes", "unknown" */
    const char *when; /* tags: "highway=steps, ramp absent"; NULL: always */
    const char *effect; /* "speed_kmh", "factor", "delay_s", "pass",
                           "limit_up", "at 5 %", "may be" ... */
    const char *value; /* "4.3", "no", "raised or lowered" */
    const char *source; /* NULL: none is needed, or it is assumed */
    bool is_assumed;
} circlet_mode_figure;

size_t circlet_travel_mode_figure_count(const circlet_travel_mode *mode);
circlet_mode_figure circlet_travel_mode_figure(const circlet_travel_mode *mode,
                                               size_t i);

/* What is taken for true where the map is silent. A time at MIN is never
 * above that at NOMINAL, and this never above that at MAX; what is closed
 * takes for ever. */
typedef enum circlet_bound {
    CIRCLET_BOUND_NOMINAL = 0, /* the mode's stated assumptions */
    CIRCLET_BOUND_MIN = 1, /* at its best: the least time that may be */
    CIRCLET_BOUND_MAX = 2 /* at its worst: the greatest */
} circlet_bound;

#define CIRCLET_BOUND_COUNT 3

/* "nominal", "min", "max". */
const char *circlet_bound_name(circlet_bound bound);

/* One reason of the time that a street or a place on it takes. */
typedef struct circlet_cause {
    const char *effect; /* "speed", "factor", "slope", "delay", "off_road",
                           "boarding" */
    const char *when; /* tags; NULL: always */
    double value; /* m/s, factor, per cent, seconds */
    double seconds; /* what it adds to, or takes from, the time; of speed:
                       the time at this speed */
    const char *source; /* where the number comes from; NULL: assumed */
    double share; /* of a delay's value: what falls on who gets across a road
                     there; 0.5: on who turns between it and another way */
} circlet_cause;

/* The time of every arc of a network for one mode. Immutable. */
typedef struct circlet_arc_times circlet_arc_times;

/*
 * Computes arc times in whole milliseconds: length / speed x factors,
 * rounded half away from zero; arcs that the mode cannot pass are none.
 * The caller frees the times; `network` must outlive them.
 */
circlet_status circlet_arc_times_compute(circlet_arc_times **out,
                                         const circlet_network *network,
                                         const circlet_travel_mode *mode,
                                         circlet_bound bound,
                                         circlet_error *error);
void circlet_arc_times_free(circlet_arc_times *times);

/* Arcs that can be passed: at most two a link. */
size_t circlet_arc_times_open_count(const circlet_arc_times *times);

#ifdef __cplusplus
}
#endif

#endif
