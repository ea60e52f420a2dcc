/*
 * A file of records, whatever its format: named text fields and a geometry
 * in WGS 84. The reader is chosen by the suffix: .shp, .gpkg, .geojson or
 * .json, .csv, .tsv, .txt, .xlsx, .dbf.
 */
#ifndef CI_IO_SOURCE_H
#define CI_IO_SOURCE_H

#include <circlet/coordinates.h>

#include "io/wkb.h"

typedef struct ci_source ci_source;

/* One record. Borrowed: valid until the next is read. */
typedef struct ci_record {
    uint64_t row; /* the line of a CSV file, else counted from 1 */
    const char *const *values; /* one per field; NULL: empty or missing */
    const ci_geometry *geometry; /* type NONE if the record has none */
    const char *problem; /* why the record cannot be used, or NULL */
    uint32_t problem_field; /* the field that it is in, or CI_NOWHERE */
    const char *problem_value; /* what stands there, or NULL */
} ci_record;

/* What a caller knows better than the file; NULL and 0: what it says, or
 * what its content shows. */
typedef struct ci_source_options {
    const char *crs; /* of its coordinates */
    circlet_datum datum; /* of its degrees */
    const char *encoding; /* of its text */
} ci_source_options;

/*
 * Opens a file. Of a file with several tables or sheets `path` may end in
 * its name, such as ".gpkg:LAYER". `options` may be NULL; its texts must
 * stay until the source is open. Errors name the file.
 */
circlet_status ci_source_open(ci_source **out, const char *path,
                              const ci_source_options *options,
                              circlet_error *error);
void ci_source_close(ci_source *source);

/* The same without a look for geometries that are text in a field. */
circlet_status ci_source_open_table(ci_source **out, const char *path,
                                    const ci_source_options *options,
                                    circlet_error *error);

/* Names in the order of `values`. */
size_t ci_source_field_count(const ci_source *source);
const char *ci_source_field(const ci_source *source, size_t i);

/* The position of a field, or CI_NOWHERE. */
uint32_t ci_source_find_field(const ci_source *source, const char *name);

/* Whether a .dbf may have cut the name of a field before `rest`: its next
 * character, of ASCII or of Chinese in UTF-8 or in another encoding, does not
 * fit. */
bool ci_source_field_may_go_on(const ci_source *source, uint32_t field,
                               const char *rest);

/* Whether a field has this name, or what a .dbf leaves of it. */
bool ci_source_field_may_be(const ci_source *source, uint32_t field,
                            const char *name);

/* The position of the field of a name that the user gives, who may know it
 * whole where the format has cut it: then the one field whose name may be cut
 * and is the start of `name`; CI_NOWHERE if several are. */
uint32_t ci_source_find_given_field(const ci_source *source, const char *name);

/* Appends the names with commas between, cut to what fits into a message. */
void ci_source_list_fields(ci_buffer *out, const ci_source *source);

/* CIRCLET_E_NOT_FOUND with the names that there are. */
circlet_status ci_source_fail_field(const ci_source *source, const char *path,
                                    const char *name, circlet_error *error);

/*
 * The next record; *has_row is false at the end. A record that cannot be
 * read alone comes with its `problem`; a file that cannot be read on is an
 * error that names file and row.
 */
circlet_status ci_source_next(ci_source *source, ci_record *out, bool *has_row,
                              circlet_error *error);

/* A remark on what was assumed about the file, such as a missing .prj. */
typedef struct ci_source_remark_text {
    char *english; /* for the city file, which knows no language */
    char *translated;
} ci_source_remark_text;

/* Remark i, borrowed; NULL: there are no more. */
const ci_source_remark_text *ci_source_remark(const ci_source *source,
                                              size_t i);

/* Whether the source's records can have a geometry; else only columns tell
 * where they are. */
bool ci_source_has_geometry(const ci_source *source);

/*
 * What a format gives: its state behind an interface. Each format has one
 * constructor, which the dispatcher in source.c calls.
 */
typedef struct ci_source_format {
    circlet_status (*next)(void *state, ci_record *out, bool *has_row,
                           circlet_error *error);
    void (*close)(void *state);
} ci_source_format;

#define CI_SOURCE_REMARK_MAX 8 /* of one file */

struct ci_source {
    ci_source_format format;
    void *state;
    char **fields; /* owned */
    size_t field_count;
    unsigned char *name_sizes; /* owned; bytes of the names in a .dbf, which
                                  cuts them at 10; NULL: they are whole */
    bool has_geometry;
    bool has_row_key; /* `row_key` is the field that only numbers rows */
    uint32_t row_key;
    ci_source_remark_text remarks[CI_SOURCE_REMARK_MAX]; /* owned */
};

/* ---- for the formats ---------------------------------------------------- */

/* Adds a remark; there is room for all that a format makes. False: no
 * memory. */
bool ci_source_add_remark(ci_source *source, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds a field's name; false: no memory. */
bool ci_source_add_field(ci_source *source, const char *name);

/* Closes and frees what is in a source, which becomes {0}. */
void ci_source_free_parts(ci_source *source);

/* Of a path that may name a layer, the bytes that name the file. */
size_t ci_source_file_size(const char *path);

/* Each fills a source that is {0}; on failure it stays so. */
circlet_status ci_csv_open(ci_source *out, const char *path,
                           const ci_source_options *options,
                           circlet_error *error);
circlet_status ci_shapefile_open(ci_source *out, const char *path,
                                 const ci_source_options *options,
                                 circlet_error *error);
circlet_status ci_dbf_open(ci_source *out, const char *path,
                           const ci_source_options *options,
                           circlet_error *error);
circlet_status ci_geojson_open(ci_source *out, const char *path,
                               const ci_source_options *options,
                               circlet_error *error);
circlet_status ci_gpkg_open(ci_source *out, const char *path,
                            const ci_source_options *options,
                            circlet_error *error);
circlet_status ci_xlsx_open(ci_source *out, const char *path,
                            const ci_source_options *options,
                            circlet_error *error);

#endif
