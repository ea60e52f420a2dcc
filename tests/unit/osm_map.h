/* Small maps as OpenStreetMap .pbf files, and what is read of them. */
#ifndef TESTS_OSM_MAP_H
#define TESTS_OSM_MAP_H

#include "pbf_writer.h"

#include <math.h>

#include "io/roads.h"

/* Strings of every block of these tests, by their number. */
enum {
    HIGHWAY = 1,
    FOOTWAY,
    CROSSING,
    BUILDING,
    YES,
    RAILWAY,
    WATERWAY,
    ROUTE,
    FERRY,
    NATURAL,
    WATER,
    TYPE,
    RESTRICTION,
    RESTRICTION_BUS,
    MULTIPOLYGON,
    STEPS,
    WOOD,
    COASTLINE,
    OUTER,
    INNER
};
static const char *const strings[] = {
    "highway", "footway",  "crossing",    "building",        "yes",
    "railway", "waterway", "route",       "ferry",           "natural",
    "water",   "type",     "restriction", "restriction:bus", "multipolygon",
    "steps",   "wood",     "coastline",   "outer",           "inner"};
#define STRING_COUNT (sizeof(strings) / sizeof(*strings))

/* Node N of these tests lies at N / 1000 degrees east, 10 degrees north. */
#define UNITS_PER_NODE 10000
#define LAT 100000000

typedef struct map_node {
    int64_t id;
    bool has_tag;
} map_node;

static inline void add_dense(ci_buffer *group, const map_node *nodes,
                             size_t count)
{
    int64_t ids[64], lats[64], lons[64];
    uint32_t tags[64 * 3];
    size_t tag_size = 0;
    bool has_tags = false;
    ci_buffer dense = {0};

    assert_true(count <= 64);
    for (size_t i = 0; i < count; i++) {
        ids[i] = nodes[i].id;
        lats[i] = LAT;
        lons[i] = nodes[i].id * UNITS_PER_NODE;
        if (nodes[i].has_tag) {
            tags[tag_size++] = HIGHWAY;
            tags[tag_size++] = CROSSING;
            has_tags = true;
        }
        tags[tag_size++] = 0;
    }
    pbf_list(&dense, 1, ids, count);
    pbf_list(&dense, 8, lats, count);
    pbf_list(&dense, 9, lons, count);
    if (has_tags)
        pbf_plain_list(&dense, 10, tags, tag_size);
    pbf_message(group, 2, &dense);
}

static inline void add_plain(ci_buffer *group, const map_node *nodes,
                             size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ci_buffer node = {0};

        pbf_number(&node, 1, pbf_zigzag(nodes[i].id));
        if (nodes[i].has_tag) {
            pbf_plain_list(&node, 2, (const uint32_t[]){HIGHWAY}, 1);
            pbf_plain_list(&node, 3, (const uint32_t[]){CROSSING}, 1);
        }
        pbf_number(&node, 8, pbf_zigzag(LAT));
        pbf_number(&node, 9, pbf_zigzag(nodes[i].id * UNITS_PER_NODE));
        pbf_message(group, 1, &node);
    }
}

/* A way or relation with one tag. */
static inline void start_object(ci_buffer *out, int64_t id, uint32_t key,
                                uint32_t value)
{
    pbf_number(out, 1, (uint64_t)id);
    pbf_plain_list(out, 2, &key, 1);
    pbf_plain_list(out, 3, &value, 1);
}

static inline void add_tagged_way(ci_buffer *group, int64_t id, uint32_t key,
                                  uint32_t value, const int64_t *refs,
                                  size_t count)
{
    ci_buffer way = {0};

    start_object(&way, id, key, value);
    pbf_list(&way, 8, refs, count);
    pbf_message(group, 3, &way);
}

static inline void add_way(ci_buffer *group, int64_t id, const int64_t *refs,
                           size_t count)
{
    add_tagged_way(group, id, HIGHWAY, FOOTWAY, refs, count);
}

static inline void end_block(ci_buffer *file, ci_buffer *group, bool is_packed)
{
    pbf_block(file, strings, STRING_COUNT, group, is_packed);
}

/* The file as bytes is read from a temporary file and freed. */
static inline circlet_status read_map(ci_roads **out, ci_buffer *file,
                                      const circlet_progress *progress,
                                      circlet_error *error)
{
    char path[] = "/tmp/circlet-pbf-XXXXXX";
    int descriptor = mkstemp(path);
    circlet_status status;

    assert_true(descriptor >= 0);
    assert_false(file->failed);
    assert_int_equal(
        write(descriptor, file->text ? file->text : "", file->size),
        file->size);
    close(descriptor);
    status = ci_osm_pbf_read(out, path, progress, error);
    unlink(path);
    ci_buffer_free(file);
    return status;
}

/* "WAY-K:NODE,NODE,...;" for every link; the points between the ends are
 * known by where they lie. The caller frees it. */
static inline ci_buffer describe(const ci_roads *roads)
{
    ci_buffer text = {0};

    ci_buffer_add(&text, "");
    for (size_t i = 0; i < roads->link_count; i++) {
        const ci_road_link *link = &roads->links[i];

        ci_buffer_add(&text, link->id);
        ci_buffer_add(&text, ":");
        ci_buffer_add(&text, roads->nodes[link->from].id);
        for (size_t k = 0; k < link->shape_count; k++) {
            ci_buffer_add(&text, ",");
            ci_buffer_add_int(&text, llround(link->shape[k].lon * 1000));
        }
        ci_buffer_add(&text, ",");
        ci_buffer_add(&text, roads->nodes[link->to].id);
        ci_buffer_add(&text, ";");
    }
    return text;
}

static inline void expect_links(const ci_roads *roads, const char *want)
{
    ci_buffer text = describe(roads);

    assert_string_equal(text.text, want);
    ci_buffer_free(&text);
}

static const map_node five[] = {
    {1, false}, {2, false}, {3, false}, {4, true}, {5, false}};

/* Two streets that cross at node 3; node 4 has a tag. */
static inline ci_buffer crossing_map(bool is_dense, bool is_packed)
{
    ci_buffer file = {0}, nodes = {0}, ways = {0};

    pbf_header(&file, NULL, NULL);
    (is_dense ? add_dense : add_plain)(&nodes, five, 5);
    end_block(&file, &nodes, is_packed);
    add_way(&ways, 8, (const int64_t[]){1, 2, 3, 4, 5}, 5);
    add_way(&ways, 9, (const int64_t[]){5, 3}, 2);
    end_block(&file, &ways, is_packed);
    return file;
}

#endif
