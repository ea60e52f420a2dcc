/* The tables of GMNS while they are read: columns, cells, tags. */
#ifndef CI_IO_GMNS_TABLE_H
#define CI_IO_GMNS_TABLE_H

#include "io/csv_reader.h"
#include "io/roads.h"
#include "io/tag_store.h"
#include "io/wkt.h"

/* Columns that are no tags of their own name; absent: CI_NOWHERE. */
enum {
    CI_GMNS_NODE_ID,
    CI_GMNS_NODE_X,
    CI_GMNS_NODE_Y,
    CI_GMNS_NODE_COLUMN_COUNT
};
enum {
    CI_GMNS_LINK_ID,
    CI_GMNS_LINK_FROM,
    CI_GMNS_LINK_TO,
    CI_GMNS_LINK_LENGTH,
    CI_GMNS_LINK_NEEDED_COUNT, /* those before are needed */
    CI_GMNS_LINK_DIRECTED = CI_GMNS_LINK_NEEDED_COUNT,
    CI_GMNS_LINK_TYPE,
    CI_GMNS_LINK_SPEED,
    CI_GMNS_LINK_GEOMETRY,
    CI_GMNS_LINK_COLUMN_COUNT
};

extern const char *const ci_gmns_link_columns[CI_GMNS_LINK_COLUMN_COUNT];

/* One of the two files, while it is read. */
typedef struct ci_gmns_table {
    const char *path;
    ci_csv_reader *reader;
    uint32_t columns[CI_GMNS_LINK_COLUMN_COUNT];
    bool *is_tag; /* for each column of the file */
    ci_road_reject_fn reject;
    void *user;
} ci_gmns_table;

typedef struct ci_gmns {
    ci_roads *roads;
    ci_tag_store store;
    ci_name_map *node_ids, *link_ids; /* positions of those read so far */
    size_t node_capacity, link_capacity;
    circlet_tag *tags; /* scratch: the tags of a row */
    size_t tag_count, tag_capacity;
    ci_point_list line; /* scratch */
} ci_gmns;

/* CIRCLET_E_FORMAT: the columns that are needed, and those that there are. */
circlet_status ci_gmns_fail_columns(const ci_csv_reader *reader,
                                    const char *path, const char *needed,
                                    circlet_error *error);

/* Finds `count` columns, of which the first `needed_count` must be there. */
circlet_status ci_gmns_find_columns(ci_gmns_table *t, const char *const *names,
                                    size_t count, size_t needed_count,
                                    circlet_error *error);
void ci_gmns_close(ci_gmns_table *t);

/* The cell of a column, or NULL if it is empty or the column absent. */
const char *ci_gmns_cell(const ci_gmns_table *t, const ci_csv_row *row,
                         size_t column);

/* The number in a cell that must be filled. */
circlet_status ci_gmns_number(double *out, const ci_gmns_table *t,
                              const ci_csv_row *row, size_t column,
                              const char *name, circlet_error *reason);

/* The id of a row, which stands in the first of the columns looked for and
 * which no row before had. Borrowed. */
circlet_status ci_gmns_new_id(const char **out, const ci_name_map *ids,
                              const ci_gmns_table *t, const ci_csv_row *row,
                              const char *name, circlet_error *reason);

/* Adds a tag to the scratch, none if `value` is NULL; then those of all
 * columns that are tags, in place of what was there. False: no memory. */
bool ci_gmns_add_tag(ci_gmns *g, const char *key, const char *value);
bool ci_gmns_add_columns(ci_gmns *g, const ci_gmns_table *t,
                         const ci_csv_row *row);

/* Takes a row of link.csv, or fails with the reason why it cannot be used. */
circlet_status ci_gmns_take_link(ci_gmns *g, const ci_gmns_table *t,
                                 const ci_csv_row *row, circlet_error *reason);

#endif
