/* The modes that circlet ships, and what they make of one street. */
#ifndef TESTS_SHIPPED_MODES_H
#define TESTS_SHIPPED_MODES_H

#include "yaml_text.h"

#include <circlet/io.h>

#include "network/arc_times.h"
#include "network/travel_mode.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define MAX_TAGS 12

enum {
    WALK,
    WHEELCHAIR,
    DRIVE,
    ELDERLY,
    STICK,
    CRUTCHES,
    POWERED,
    BLIND,
    ESCORT,
    SHIPPED_COUNT
};

/* The first three, which differ most, are those of the tables below. */
#define TABLE_COUNT (DRIVE + 1)

static const char *const shipped_names[] = {
    "walk",     "manual_wheelchair",  "drive", "elderly", "stick",
    "crutches", "powered_wheelchair", "blind", "escort"};

/* Read once, for all tests. */
static circlet_travel_mode *shipped[SHIPPED_COUNT];

static inline int read_shipped(void **state)
{
    char path[512];

    (void)state;
    for (size_t i = 0; i < SHIPPED_COUNT; i++) {
        snprintf(path, sizeof(path), "%s/geodata/modes/%s.yaml",
                 yaml_source_folder(), shipped_names[i]);
        assert_ok(circlet_read_travel_mode(&shipped[i], path, error));
    }
    return 0;
}

static inline int free_shipped(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHIPPED_COUNT; i++)
        circlet_travel_mode_free(shipped[i]);
    return 0;
}

/* Tags from "k=v k=v ..."; they point into `copy`. */
static inline size_t read_tags(circlet_tag *tags, char *copy, size_t size,
                               const char *text)
{
    char *rest = copy, *token;
    size_t count = 0;

    assert_true(strlen(text) < size);
    strcpy(copy, text);
    while ((token = strtok_r(rest, " ", &rest)) != NULL) {
        char *equals = strchr(token, '=');

        assert_true(equals && count < MAX_TAGS);
        *equals = '\0';
        tags[count++] = (circlet_tag){token, equals + 1};
    }
    return count;
}

/* A network of one link with these tags, from a node with those. */
static inline circlet_network *one_link(const char *link_text,
                                        const char *node_text)
{
    char link_copy[256], node_copy[256];
    circlet_tag link_tags[MAX_TAGS], node_tags[MAX_TAGS];
    size_t node_tag_count =
        read_tags(node_tags, node_copy, sizeof(node_copy), node_text);
    circlet_point west = {116.3, 39.9}, east = {116.301, 39.9};
    circlet_link_record link = {.length_m = 100, .tags = link_tags};
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;

    link.tag_count =
        read_tags(link_tags, link_copy, sizeof(link_copy), link_text);
    assert_ok(circlet_network_builder_new(&builder, error));
    assert_ok(circlet_network_builder_add_node(
        builder, west, node_tags, node_tag_count, &link.from, error));
    assert_ok(circlet_network_builder_add_node(
        builder, east, node_tags, node_tag_count, &link.to, error));
    assert_ok(circlet_network_builder_add_link(builder, &link, error));
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

typedef struct answer {
    bool forward, backward, through, is_snap_barrier;
    uint32_t forward_ms, backward_ms, through_ms;
} answer;

/* What a mode makes of a link and of the node at its start. */
static inline answer ask(size_t mode, const char *link_text,
                         const char *node_text)
{
    circlet_network *network = one_link(link_text, node_text);
    circlet_arc_times *times = NULL;
    answer found;

    assert_ok(circlet_arc_times_compute(&times, network, shipped[mode],
                                        CIRCLET_BOUND_NOMINAL, error));
    found.forward_ms = times->forward_ms[0];
    found.backward_ms = times->backward_ms[0];
    found.through_ms = times->through_ms[0];
    found.forward = times->forward_ms[0] != CI_CLOSED;
    found.backward = times->backward_ms[0] != CI_CLOSED;
    found.through = times->through_ms[0] != CI_CLOSED;
    found.is_snap_barrier = times->is_snap_barrier[0];
    circlet_arc_times_free(times);
    circlet_network_free(network);
    return found;
}

/* A tag with each of its values, "" being none, the first fastest. */
typedef struct variation {
    const char *key;
    const char *values[7];
    size_t value_count;
} variation;

#endif
