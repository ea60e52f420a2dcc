#ifndef CIRCLET_IO_H
#define CIRCLET_IO_H

#include <circlet/city.h>
#include <circlet/network.h>
#include <circlet/plan.h>
#include <circlet/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A city file is one GeoPackage that holds all layers, plans and findings.
 * What writes works on a copy, syncs it and puts it in the old one's place:
 * after a failure the file is as it was. A second writer at the same time
 * is refused with CIRCLET_E_IO.
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
    CIRCLET_LAYER_COUNT
} circlet_layer;

/* "units", "people", ... */
const char *circlet_layer_name(circlet_layer layer);

/* One row that an import refused, and why. Valid during the call only. */
typedef struct circlet_rejection {
    const char *source; /* file */
    uint64_t row; /* line of a CSV file, else record counted from 1 */
    const char *reason; /* one line */
} circlet_rejection;

typedef void (*circlet_rejection_fn)(const circlet_rejection *rejection,
                                     void *user);

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
    const char *extent; /* roads: a file with polygons, or "W,S,E,N" */
    bool is_complete; /* the source lists all there is */
    bool is_strict; /* a refused row fails the import */
    circlet_rejection_fn rejected; /* default: rejections are only counted */
    circlet_remark_fn remarked; /* default: no remarks */
    void *user; /* handed back to `rejected` and `remarked` */
    circlet_progress progress; /* default: no reports */
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
    uint64_t replaced; /* rows of an earlier import of the same source */
    uint64_t nodes, links; /* roads */
    uint64_t turn_restrictions; /* roads: seen and not used */
} circlet_import_counts;

/*
 * Reads sources into a layer of a city file: one file, or for roads a .pbf
 * or a GMNS node and link file (in any order, told apart by their
 * headings). Roads replace the roads that were there; other rows are added,
 * and a source of the same file name replaces its earlier rows. A file of
 * that name which has none of the earlier ids or codes is CIRCLET_E_DATA, and
 * so is a unit whose parent is there and of no higher level.
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

/* Reads the modes of a policy from its folder of modes into a router. */
circlet_status circlet_read_policy_modes(circlet_router *router,
                                         const circlet_policy *policy,
                                         circlet_error *error);

/* ---- what a city file holds -------------------------------------------- */

typedef struct circlet_source_summary {
    const char *layer;
    const char *file; /* without its folder */
    const char *sha256; /* of the bytes that were read, hexadecimal */
    uint64_t rows;
    uint64_t imported;
    uint64_t rejected;
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

/* CIRCLET_E_NOT_FOUND names the plans that there are. */
circlet_status circlet_read_plan(circlet_plan **out, const char *path,
                                 const char *name, circlet_error *error);

/* Stores findings in place of earlier ones for the same plan (NULL: of the
 * city as it is). */
circlet_status circlet_write_findings(const char *path,
                                      const circlet_findings *findings,
                                      const circlet_policy *policy,
                                      const char *plan, circlet_error *error);

/* ---- export ------------------------------------------------------------ */

/* Start from CIRCLET_EXPORT_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_export_options {
    size_t struct_size; /* set by the initialiser */
    const char *plan; /* findings and actions of this plan; NULL: none */
    bool overwrite; /* an existing file is replaced */
} circlet_export_options;

#define CIRCLET_EXPORT_OPTIONS_INIT                                           \
    {                                                                         \
        .struct_size = sizeof(circlet_export_options)                         \
    }

/*
 * Writes a GeoPackage for maps: units with the saved verdicts and, for each
 * rule about people, how many are uncovered and unreached; facilities;
 * plan actions; the findings as a table. No row of it is about a person.
 * `finding_count`, if not NULL, gets how many saved findings went in.
 */
circlet_status circlet_export(const char *path, const char *to,
                              const circlet_export_options *options,
                              uint64_t *finding_count, circlet_error *error);

#ifdef __cplusplus
}
#endif

#endif
