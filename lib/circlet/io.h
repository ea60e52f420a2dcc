#ifndef CIRCLET_IO_H
#define CIRCLET_IO_H

#include <circlet/city.h>
#include <circlet/coordinates.h>
#include <circlet/density.h>
#include <circlet/network.h>
#include <circlet/plan.h>
#include <circlet/policy.h>
#include <circlet/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A city file is one GeoPackage, or one SpatiaLite database if its name ends
 * in .sqlite, that holds all layers, plans and findings. What writes works on
 * a copy, syncs it and puts it in the old one's place: after a failure the
 * file is as it was. A second writer at the same time is refused with
 * CIRCLET_E_IO.
 */

/* Makes an empty city file; refused if `path` exists. */
circlet_status circlet_write_new_city(const char *path, circlet_error *error);

/* ---- import ------------------------------------------------------------ */

typedef enum circlet_layer {
    CIRCLET_LAYER_UNITS,
    CIRCLET_LAYER_PEOPLE,
    CIRCLET_LAYER_FACILITIES,
    CIRCLET_LAYER_SITES,
    CIRCLET_LAYER_ROADS,
    CIRCLET_LAYER_TOTALS,
    CIRCLET_LAYER_GRID,
    CIRCLET_LAYER_BUILDINGS,
    CIRCLET_LAYER_VENUES,
    CIRCLET_LAYER_WAIVERS,
    CIRCLET_LAYER_ELEVATION, /* needs roads */
    CIRCLET_LAYER_ENTRANCES, /* of facilities that are in the city */
    CIRCLET_LAYER_PLAN, /* actions of a plan made by hand */
    CIRCLET_LAYER_COUNT
} circlet_layer;

/* "units", "people", ... */
const char *circlet_layer_name(circlet_layer layer);

/* What became of a row that an import has something to say about. */
typedef enum circlet_row_outcome {
    CIRCLET_ROW_REFUSED, /* it is not in the city */
    CIRCLET_ROW_REPAIRED, /* it is, with something changed */
    CIRCLET_ROW_DOUBTFUL /* it is, as it came */
} circlet_row_outcome;

/* "refused", "repaired" or "doubtful". */
const char *circlet_row_outcome_word(circlet_row_outcome outcome);

/* One thing about one row. Valid during the call only. */
typedef struct circlet_row_note {
    circlet_row_outcome outcome;
    const char *kind; /* a word for programs: "duplicate", "out_of_range" */
    const char *source; /* file */
    uint64_t row; /* line of a CSV file, else record counted from 1 */
    const char *field; /* of the source; NULL: the row as a whole */
    const char *value; /* what stands there; NULL: nothing, or it would say
                          who somebody is */
    const char *reason; /* one line */
} circlet_row_note;

typedef void (*circlet_row_note_fn)(const circlet_row_note *note, void *user);

/* How a row differs from an earlier source of the same name. */
typedef enum circlet_row_change {
    CIRCLET_ROW_ENTERED, /* it was not there */
    CIRCLET_ROW_LEFT, /* it is not there any more */
    CIRCLET_ROW_CHANGED
} circlet_row_change;

/* One such row. Valid during the call only. */
typedef struct circlet_row_news {
    circlet_row_change change;
    const char *source; /* file */
    uint64_t row; /* of the file, of one that left of the earlier file */
    const char *id; /* or code; NULL: rows of the layer have none */
} circlet_row_news;

typedef void (*circlet_row_news_fn)(const circlet_row_news *news, void *user);

/* A remark about a whole source, such as what was assumed. */
typedef void (*circlet_remark_fn)(const char *remark, void *user);

/* Start from CIRCLET_IMPORT_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_import_options {
    size_t struct_size; /* set by the initialiser */
    const char *const *maps; /* each "COLUMN=FIELD[+FIELD...]" */
    size_t map_count;
    const char *const *sets; /* each "COLUMN=VALUE" */
    size_t set_count;
    const char *crs; /* of the source; default what it says, else WGS 84 */
    circlet_datum datum; /* what the source's degrees are shifted by */
    const char *encoding; /* of its text: "GB18030" ...; default what it
                             says, else what its bytes show */
    const char *extent; /* roads: a file with polygons, or "W,S,E,N" */
    bool is_complete; /* the source lists all there is */
    bool is_strict; /* a refused row fails the import */
    bool split_crossings; /* roads of lines: joined where they cross, too */
    const char *spread; /* totals: what the people are spread by */
    uint64_t seed; /* totals: of what is drawn */
    const void *id_key; /* people: the ids are certificate numbers, and are
                           kept as hashes with this key */
    size_t id_key_size; /* bytes */
    circlet_row_note_fn noted; /* default: rows are only counted */
    circlet_remark_fn remarked; /* default: no remarks */
    void *user; /* handed back to `noted`, `remarked` and `changed` */
    circlet_progress progress; /* default: no reports */
    circlet_row_news_fn changed; /* default: rows are only counted */
    const char *plan; /* plan: its name; default: the first source's name
                         without folder and suffix */
} circlet_import_options;

#define CIRCLET_IMPORT_OPTIONS_INIT                                           \
    {                                                                         \
        .struct_size = sizeof(circlet_import_options)                         \
    }

/* What an import did. */
typedef struct circlet_import_counts {
    uint64_t rows; /* read */
    uint64_t imported;
    uint64_t rejected;
    uint64_t repaired; /* imported with something changed */
    uint64_t doubtful; /* imported as they came, with something odd */
    uint64_t replaced; /* rows of an earlier import of the same source */
    uint64_t entered, left, changed; /* compared with that import */
    uint64_t modelled; /* totals: rows of people that were made */
    uint64_t nodes, links; /* roads; of elevation links that got heights */
    uint64_t turn_restrictions; /* roads: seen */
    uint64_t turn_restrictions_used; /* of these */
} circlet_import_counts;

/*
 * Reads sources into a layer of a city file: one file, or for roads a .pbf
 * or a GMNS node and link file (in any order, told apart by their
 * headings). Roads replace the roads that were there; other rows are added,
 * and a source of the same file name replaces its earlier rows. A file of
 * that name which has none of the earlier ids or codes is CIRCLET_E_DATA.
 *
 * Elevation gives the roads heights from grids (.hgt, .hgt.zip, .hgt.gz,
 * .asc), the first file that knows a place; CIRCLET_E_NOT_FOUND if there are
 * no roads. Roads that have heights out of earlier files keep them, unless
 * one of the files is of the same name as an earlier one: then all heights
 * are made anew. Its rows are places along streets, and rejected are those
 * whose height is not known. Roads that are imported again have no heights.
 *
 * A plan is made of the rows in their order, with nothing said of how good
 * it is; a plan of that name is replaced. What is built gets the id PLAN/ID
 * unless one is given. CIRCLET_E_DATA if its actions contradict each other
 * or the facilities and sites of the city, see circlet_plan_apply().
 */
circlet_status circlet_import(circlet_import_counts *out, const char *path,
                              circlet_layer layer, const char *const *sources,
                              size_t source_count,
                              const circlet_import_options *options,
                              circlet_error *error);

/* ---- reading ----------------------------------------------------------- */

/* Reads the units, people, facilities and sites of a city file. A unit's
 * parent that is not in the file is none. */
circlet_status circlet_read_city(circlet_city **out, const char *path,
                                 const circlet_progress *progress,
                                 circlet_error *error);

/* Start from CIRCLET_READ_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_read_options {
    size_t struct_size; /* set by the initialiser */
    circlet_progress progress; /* default: no reports */
    uint32_t threads; /* up to 256; default: one per processor */
} circlet_read_options;

#define CIRCLET_READ_OPTIONS_INIT                                             \
    {                                                                         \
        .struct_size = sizeof(circlet_read_options)                           \
    }

/* The same with options, of which NULL are the defaults. What is read does
 * not depend on the threads. */
circlet_status circlet_read_city_with(circlet_city **out, const char *path,
                                      const circlet_read_options *options,
                                      circlet_error *error);

/* Reads its roads. CIRCLET_E_NOT_FOUND if it has none. */
circlet_status circlet_read_network(circlet_network **out, const char *path,
                                    const circlet_progress *progress,
                                    circlet_error *error);

/* Reads a policy file (YAML); errors name line and column. */
circlet_status circlet_read_policy(circlet_policy **out, const char *path,
                                   circlet_error *error);

/* Reads a travel mode file (YAML); errors name line and column. */
circlet_status circlet_read_travel_mode(circlet_travel_mode **out,
                                        const char *path,
                                        circlet_error *error);

/* Reads the i-th mode of circlet_policy_mode() from the policy's folder of
 * modes. The caller frees it. */
circlet_status circlet_read_policy_mode(circlet_travel_mode **out,
                                        const circlet_policy *policy, size_t i,
                                        circlet_error *error);

/* Reads the modes of a policy from its folder of modes into a router. Fails
 * where a row of its own modes calls slow what is faster on the flat. */
circlet_status circlet_read_policy_modes(circlet_router *router,
                                         const circlet_policy *policy,
                                         circlet_error *error);

/* ---- what a city file holds -------------------------------------------- */

typedef struct circlet_source_summary {
    const char *layer;
    const char *file; /* without its folder */
    const char *sha256; /* of the bytes that were read, hexadecimal */
    const char *options; /* a JSON object, of the import */
    uint64_t size; /* bytes */
    uint64_t rows;
    uint64_t imported;
    uint64_t rejected;
    uint64_t repaired;
    uint64_t doubtful;
    bool is_complete;
} circlet_source_summary;

typedef struct circlet_table_summary {
    const char *name;
    uint64_t rows;
    bool has_box; /* west, south, east, north are set */
    double west, south, east, north;
} circlet_table_summary;

/* Counts of what is missing or in doubt: "people_without_aid", 12. */
typedef struct circlet_doubt {
    const char *name;
    uint64_t count;
} circlet_doubt;

/* The SHA-256 of the bytes of a file, in hexadecimal digits. */
#define CIRCLET_SHA256_TEXT_SIZE 65
circlet_status circlet_file_sha256(char out[CIRCLET_SHA256_TEXT_SIZE],
                                   const char *path, circlet_error *error);

typedef struct circlet_summary circlet_summary;

circlet_status circlet_read_summary(circlet_summary **out, const char *path,
                                    circlet_error *error);
void circlet_summary_free(circlet_summary *summary);
int circlet_summary_schema_version(const circlet_summary *summary);
size_t circlet_summary_table_count(const circlet_summary *summary);
const circlet_table_summary *circlet_summary_table(
    const circlet_summary *summary, size_t i);
size_t circlet_summary_source_count(const circlet_summary *summary);
const circlet_source_summary *circlet_summary_source(
    const circlet_summary *summary, size_t i);
size_t circlet_summary_doubt_count(const circlet_summary *summary);
const circlet_doubt *circlet_summary_doubt(const circlet_summary *summary,
                                           size_t i);

/* ---- plans and findings ------------------------------------------------ */

/* Stores a plan under its name; an earlier plan of that name is replaced. */
circlet_status circlet_write_plan(const char *path, const circlet_plan *plan,
                                  const circlet_policy *policy,
                                  circlet_error *error);

/*
 * CIRCLET_E_NOT_FOUND names the plans that there are, CIRCLET_E_DATA the
 * action that lacks what its kind needs. An action without a sentence of its
 * own gets one of what it does.
 */
circlet_status circlet_read_plan(circlet_plan **out, const char *path,
                                 const char *name, circlet_error *error);

/* The same with the certificates of its levels, which may be large.
 * CIRCLET_E_FORMAT if one cannot be read. */
circlet_status circlet_read_plan_and_proofs(circlet_plan **out,
                                            const char *path, const char *name,
                                            circlet_error *error);

/* Stores findings in place of earlier ones for the same plan (NULL: of the
 * city as it is). */
circlet_status circlet_write_findings(const char *path,
                                      const circlet_findings *findings,
                                      const circlet_policy *policy,
                                      const char *plan, circlet_error *error);

/* A service area and what is said of it. */
typedef struct circlet_service_area_record {
    const char *places; /* which, in a few words: "type warm_home" */
    const char *facility; /* its id if they are one facility; else NULL */
    const char *mode;
    circlet_bound bound;
    bool is_outward;
    uint32_t cutoff_ms;
    size_t place_count;
    circlet_point at; /* of the one place; NaN if they are several */
    circlet_area area; /* borrowed; may be empty */
    double area_m2;
    double persons_reached, persons_modelled;
} circlet_service_area_record;

/* Stores service areas in place of earlier ones of the same places, mode,
 * bound and direction. Exports have them as the layer service_area. */
circlet_status circlet_write_service_areas(
    const char *path, const circlet_service_area_record *records, size_t count,
    circlet_error *error);

/* ---- export ------------------------------------------------------------ */

/* Start from CIRCLET_EXPORT_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_export_options {
    size_t struct_size; /* set by the initialiser */
    const char *plan; /* findings and actions of this plan; NULL: none */
    bool overwrite; /* an existing file is replaced */

    /* What was made of the city for this export; all is borrowed. */
    const circlet_policy *policy; /* names rules and types; NULL: their ids */
    const circlet_findings *findings; /* of the city as it is; NULL: those
                                         that are saved */
    const circlet_findings *planned_findings; /* of the city with the plan */
    const circlet_city *planned; /* that city: its facilities are a layer */
    const circlet_density *const *uncovered; /* who is near no facility: cells
                                                without kernel, outlined */
    size_t uncovered_count;
    const circlet_survey *survey; /* what to survey, of `network` */
    const circlet_network *network;

    const circlet_aggregation *aggregation; /* what is said of numbers of
                                               units; NULL: nothing */
    bool is_exact; /* numbers of few persons, too: for oneself alone */
    bool has_roads; /* the streets are a layer */
    bool is_chinese; /* legends, aliases, titles; default: English */
    const char *title; /* of the project; default: the city and the plan */
    const char *note; /* sources and licences, for metadata and layout */
    const char
        *crs; /* of the layers: "EPSG:4547"; default degrees of WGS 84 */
    const char *project; /* .qgz: a QGIS project beside the file; NULL: none */
    const char *layer; /* of .shp, .geojson and .csv: this one alone */
    const char *encoding; /* of .shp: "UTF-8" (default) or "GB18030" */
} circlet_export_options;

#define CIRCLET_EXPORT_OPTIONS_INIT                                           \
    {                                                                         \
        .struct_size = sizeof(circlet_export_options)                         \
    }

/*
 * Writes a file for maps: units with the worst verdict and that of each
 * rule, facilities before and after the plan, its actions, service areas,
 * density, cells of uncovered people, what to survey; the findings and what
 * columns mean as tables. No row is about a person, and cells of fewer than
 * five people are left out; findings that would tell of so few (privacy.h)
 * have neither numbers nor a sentence, unless `is_exact`, which is recorded in
 * the metadata. A .gpkg has styles for QGIS and GeoServer and a
 * QGIS project in it, a .sqlite (SpatiaLite) the styles. Of .shp, .geojson
 * and .csv, NAME.shp stands for NAME_LAYER.shp of each layer, unless one is
 * asked for. `finding_count`, if not NULL, gets how many findings went in.
 */
circlet_status circlet_export(const char *path, const char *to,
                              const circlet_export_options *options,
                              uint64_t *finding_count, circlet_error *error);

/* ---- coordinates of a table -------------------------------------------- */

/* Takes a part of the output; false: it could not be written. */
typedef bool (*circlet_write_fn)(const char *bytes, size_t size, void *user);

/* Start from CIRCLET_CONVERT_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_convert_options {
    size_t struct_size; /* set by the initialiser */
    const char *lon, *lat; /* the columns; default "lon" and "lat" */
    circlet_coordinates from, to; /* default WGS 84 degrees */
    const char *encoding; /* of the text; default what its bytes show */
    circlet_write_fn write; /* needed */
    circlet_row_note_fn noted; /* default: rows are only counted */
    void *user; /* handed back to `write` and `noted` */
    circlet_progress progress; /* default: no reports */
} circlet_convert_options;

#define CIRCLET_CONVERT_OPTIONS_INIT                                          \
    {                                                                         \
        .struct_size = sizeof(circlet_convert_options)                        \
    }

typedef struct circlet_convert_counts {
    uint64_t rows; /* read */
    uint64_t converted;
    uint64_t unplaced; /* with neither coordinate: written as they are */
    uint64_t rejected; /* not written */
} circlet_convert_counts;

/*
 * Converts two columns of a table (.csv, .xlsx). What is written is a CSV
 * file in UTF-8 with the same columns and rows in the same order, and all
 * other cells as they were; a row whose coordinates are no numbers, or have
 * no place, is not in it. CIRCLET_E_IO if `write` fails; what was written
 * before is then of no use.
 */
circlet_status circlet_convert_csv(circlet_convert_counts *out,
                                   const char *source,
                                   const circlet_convert_options *options,
                                   circlet_error *error);

#ifdef __cplusplus
}
#endif

#endif
