/* Joined lines cut into the links of a network. */
#ifndef CI_IO_LINE_ROADS_LINKS_H
#define CI_IO_LINE_ROADS_LINKS_H

#include "io/line_roads_join.h"
#include "io/roads.h"

/* A row of the source, whose lines name it by its position. */
typedef struct ci_line_record {
    uint64_t row;
    const char *id; /* unique */
    const circlet_tag *tags;
    size_t tag_count;
    const char *oneway; /* as the source says it; NULL: nothing */
    uint32_t part_count; /* lines that are left of it */
    uint32_t link_count;
} ci_line_record;

/*
 * Fills nodes and links of `roads`, whose arena holds the texts: links ID-K,
 * K counted from 0 along the lines of a record; nodes from 1 on in the order
 * in which links name them. `out_records` gets the record of each link; the
 * caller frees it. Counts the links of each record, of which one that is
 * shorter than the tolerance has none.
 */
circlet_status ci_line_links_cut(ci_roads *roads, uint32_t **out_records,
                                 const ci_line_set *set,
                                 const ci_line_nodes *nodes,
                                 ci_line_record *records,
                                 circlet_error *error);

#endif
