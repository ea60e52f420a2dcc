/*
 * The tags of a street from the fields of a line layer. A field is a tag of
 * its name in small letters; `tags` may hold a JSON object of tags and
 * `other_tags` a list "key"=>"value", as programs write them that read
 * OpenStreetMap. The options map and set name tags, and `id` the link's id.
 */
#ifndef CI_IO_LINE_ROADS_TAGS_H
#define CI_IO_LINE_ROADS_TAGS_H

#include <circlet/io.h>

#include "base/arena.h"
#include "io/source.h"
#include "io/tag_json.h"

/* What makes up a tag, or the id. */
typedef struct ci_tag_origin {
    const char *key; /* in the arena */
    uint32_t *fields; /* joined by '/'; in the arena */
    size_t field_count;
    const char *constant; /* borrowed from the options; NULL: the fields */
    ci_buffer joined; /* room for the values of several fields */
} ci_tag_origin;

/* Starts as {0}. */
typedef struct ci_line_mapping {
    ci_tag_origin *origins;
    size_t origin_count, origin_capacity;
    ci_tag_origin id; /* no field: the source has none */
    bool is_id_mapped; /* the user named it */
    uint32_t json, list; /* fields, or CI_NOWHERE */
    ci_arena arena;
    ci_tag_list from_json, from_list; /* of a record */
    circlet_tag *tags; /* of a record */
    size_t tag_count, tag_capacity;
    circlet_error problem; /* of a record; CIRCLET_OK: none */
} ci_line_mapping;

/*
 * Applies the options. CIRCLET_E_ARGUMENT for an option that is none,
 * CIRCLET_E_NOT_FOUND for a field that the source has not. The options are
 * borrowed.
 */
circlet_status ci_line_mapping_make(ci_line_mapping *out,
                                    const ci_source *source, const char *path,
                                    const circlet_import_options *options,
                                    circlet_error *error);
void ci_line_mapping_free(ci_line_mapping *mapping);

/*
 * Fills `tags` of the mapping from a record: what is set, what is mapped,
 * fields, then the tags in a list; of two of one key the first counts.
 * Borrowed until the next record. Words of other vocabularies become
 * OpenStreetMap's: bridge and tunnel F, T, 0, 1; maxspeed 0 is none;
 * track_grade3 is a track of grade3. Of a list of tags that cannot be read
 * to its end, as shapefiles cut them at 254 bytes, those before count;
 * `problem` then says where it breaks off. CIRCLET_E_NOMEM alone.
 */
circlet_status ci_line_mapping_read(ci_line_mapping *mapping,
                                    const ci_record *record,
                                    circlet_error *error);

/* The id of a record, borrowed until the next; NULL: it has none. */
const char *ci_line_mapping_id(ci_line_mapping *mapping,
                               const ci_record *record);

/* CIRCLET_E_FORMAT: nothing says which kind of street a line is. */
circlet_status ci_line_mapping_fail_highway(const ci_source *source,
                                            const char *path,
                                            circlet_error *error);

#endif
