/* The lines of a layer, all read, made into a network. */
#ifndef CI_IO_LINE_ROADS_FINISH_H
#define CI_IO_LINE_ROADS_FINISH_H

#include "base/id_map.h"
#include "io/import.h"
#include "io/line_roads_links.h"
#include "io/line_roads_tags.h"
#include "io/line_roads_words.h"
#include "io/tag_store.h"

/* What reading leaves. */
typedef struct ci_line_reader {
    ci_import *import;
    ci_source *source;
    const char *path;
    double snap_m;
    ci_line_mapping mapping;
    ci_roads *roads; /* owns the arena */
    ci_tag_store store;
    ci_name_map *levels, *ids;
    uint32_t level_count;
    ci_line_set set;
    ci_line_record *records;
    size_t record_count, record_capacity;
    ci_oneway_words oneway_words;
    bool has_highway;
    bool ids_are_rows; /* the source's are missing, or come twice */
} ci_line_reader;

/* Fills nodes, links and the remark of `roads`, and tells what is odd. */
circlet_status ci_line_roads_finish(ci_line_reader *reader,
                                    circlet_error *error);

#endif
