#include "io/road_sources.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "geo/crs.h"
#include "io/csv_reader.h"
#include "io/line_roads.h"
#include "io/sidewalk_roads.h"
#include "io/source.h"
#include "io/whole_file.h"

#define SOURCE_MAX 2

static bool has_suffix(const char *path, const char *suffix)
{
    size_t size = strlen(path), suffix_size = strlen(suffix);

    return size > suffix_size &&
           strcasecmp(path + size - suffix_size, suffix) == 0;
}

/* ---- options ------------------------------------------------------------ */

/* An option that would change nothing is a mistake of the caller. Tables may
 * be of any encoding, degrees and datum. */
static circlet_status check_no_lines(const circlet_import_options *options,
                                     bool is_table, circlet_error *error)
{
    if (options->map_count > 0 || options->set_count > 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "roads of this format have its columns: they take no "
                       "map and no set");
    if (!is_table && (options->crs || options->datum != CIRCLET_DATUM_NONE))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "roads of this format are in WGS 84: they take no crs "
                       "and no datum");
    if (options->encoding && !is_table)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "roads of this format take no encoding");
    if (options->split_crossings)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "roads of this format say where they meet: their "
                       "crossings are not split");
    return CIRCLET_OK;
}

/* ---- formats ------------------------------------------------------------ */

/* A progress whose fractions are the first half of the import's. */
static bool report_half(const char *stage, double fraction, void *user)
{
    const ci_import *import = user;
    const circlet_progress *progress = &import->options.progress;

    return progress->report(stage, fraction / 2.0, progress->user);
}

static circlet_status read_pbf(ci_roads **out, ci_import *import,
                               const char *path, circlet_error *error)
{
    circlet_progress progress = {
        import->options.progress.report ? report_half : NULL, import};
    circlet_status status = check_no_lines(&import->options, false, error);

    return status == CIRCLET_OK ? ci_osm_pbf_read(out, path, &progress, error)
                                : status;
}

static void reject(const char *file, uint64_t row, const char *reason,
                   void *user)
{
    ci_import_reject(user, file, row, reason);
}

/* Tells if the encoding of a table was guessed. */
static circlet_status tell_encoding(const ci_import *import, const char *path,
                                    circlet_error *error)
{
    const ci_csv_options options = {.encoding = import->options.encoding};
    const ci_source_remark_text *remark;
    ci_source source = {0}; /* holds the remark */
    ci_csv_reader *reader;
    circlet_status status = ci_csv_reader_open(&reader, path, &options, error);

    if (status != CIRCLET_OK)
        return status;
    if (!ci_encoding_add_remark(&source, ci_csv_reader_encoding(reader)))
        status = ci_fail_nomem(error);
    for (size_t i = 0; (remark = ci_source_remark(&source, i)); i++)
        ci_import_remark(import, "%s: %s", path, remark->translated);
    ci_source_free_parts(&source);
    ci_csv_reader_close(reader);
    return status;
}

static circlet_status turn_points(const ci_roads *roads,
                                  const ci_transform *transform,
                                  circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < roads->node_count && status == CIRCLET_OK; i++)
        status = ci_transform_points(transform, &roads->nodes[i].at, 1, error);
    for (size_t i = 0; i < roads->link_count && status == CIRCLET_OK; i++)
        /* The shapes lie in the arena of the roads, whose they are. */
        status = ci_transform_points(transform,
                                     (circlet_point *)roads->links[i].shape,
                                     roads->links[i].shape_count, error);
    return status;
}

/* GMNS has degrees and does not say which: those of WGS 84, unless the user
 * says so. */
static circlet_status turn_gmns(const ci_roads *roads, const ci_import *import,
                                circlet_error *error)
{
    const circlet_import_options *options = &import->options;
    ci_transform *transform = NULL;
    circlet_status status;

    if (!options->crs && options->datum == CIRCLET_DATUM_NONE)
        return CIRCLET_OK;
    status = ci_transform_new(
        &transform, options->crs ? options->crs : "EPSG:4326", error);
    if (status == CIRCLET_OK && !ci_transform_is_degrees(transform))
        status = ci_fail(error, CIRCLET_E_CRS,
                         "the nodes of GMNS are in degrees, which coordinate "
                         "system '%s' is not",
                         options->crs);
    if (status == CIRCLET_OK)
        status = ci_transform_set_datum(transform, options->datum, error);
    if (status == CIRCLET_OK)
        status = turn_points(roads, transform, error);
    ci_transform_free(transform);
    return status;
}

static circlet_status read_gmns(ci_roads **out, ci_import *import,
                                const char *const *sources,
                                circlet_error *error)
{
    bool is_link[2] = {false, false};
    ci_roads *roads = NULL;
    circlet_status status = check_no_lines(&import->options, true, error);

    for (int i = 0; status == CIRCLET_OK && i < 2; i++)
        status = ci_gmns_tell(&is_link[i], sources[i],
                              import->options.encoding, error);
    for (int i = 0; status == CIRCLET_OK && i < 2; i++)
        status = tell_encoding(import, sources[i], error);
    if (status != CIRCLET_OK)
        return status;
    if (is_link[0] == is_link[1])
        return is_link[0]
                   ? ci_fail(error, CIRCLET_E_FORMAT,
                             "%s and %s are both link files: one of nodes "
                             "and one of links are needed",
                             sources[0], sources[1])
                   : ci_fail(error, CIRCLET_E_FORMAT,
                             "%s and %s are both node files: one of nodes "
                             "and one of links are needed",
                             sources[0], sources[1]);
    status = ci_gmns_read(&roads, sources[is_link[0]], sources[is_link[1]],
                          import->options.encoding, reject, import, error);
    if (status != CIRCLET_OK)
        return status;
    status = turn_gmns(roads, import, error);
    if (status == CIRCLET_OK)
        *out = roads;
    else
        ci_roads_free(roads);
    return status;
}

/* Two files are nodes and edges of OpenSidewalks. */
static circlet_status read_open(ci_roads **out, ci_import *import,
                                ci_source *const *open,
                                const char *const *paths, size_t count,
                                circlet_error *error)
{
    circlet_status status;

    for (size_t i = 0; i < count; i++)
        if (ci_is_sidewalks(open[i])) {
            status = check_no_lines(&import->options, false, error);
            return status == CIRCLET_OK
                       ? ci_sidewalk_roads_read(out, import, open, paths,
                                                count, error)
                       : status;
        }
    if (count > 1)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%s, %s: neither has edges of OpenSidewalks: lines "
                       "come from one file",
                       paths[0], paths[1]);
    return ci_line_roads_read(out, import, open[0], paths[0], error);
}

static circlet_status read_records(ci_roads **out, ci_import *import,
                                   const char *const *paths, size_t count,
                                   circlet_error *error)
{
    const ci_source_options options = {
        import->options.crs, import->options.datum, import->options.encoding};
    ci_source *open[SOURCE_MAX] = {NULL, NULL};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; status == CIRCLET_OK && i < count; i++)
        status = ci_source_open(&open[i], paths[i], &options, error);
    if (status == CIRCLET_OK)
        status = read_open(out, import, open, paths, count, error);
    for (size_t i = 0; i < count; i++)
        if (open[i])
            ci_source_close(open[i]);
    return status;
}

/* ---- which it is -------------------------------------------------------- */

static circlet_status refuse_other_osm(const char *path, circlet_error *error)
{
    static const char *const suffixes[] = {".osm",     ".osm.bz2", ".osm.gz",
                                           ".osm.xz",  ".o5m",     ".osc",
                                           ".osc.bz2", ".osc.gz",  ".osm.zst"};

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
        if (has_suffix(path, suffixes[i]))
            return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                           "%s: OpenStreetMap data is read as .osm.pbf: "
                           "convert it with osmium cat -o FILE.osm.pbf",
                           path);
    return CIRCLET_OK;
}

bool ci_road_sources_are_gmns(const char *const *sources, size_t count)
{
    return count == 2 && has_suffix(sources[0], ".csv") &&
           has_suffix(sources[1], ".csv");
}

static bool is_json(const char *path)
{
    return has_suffix(path, ".geojson") || has_suffix(path, ".json");
}

circlet_status ci_road_sources_read(ci_roads **out, ci_import *import,
                                    const char *const *sources, size_t count,
                                    circlet_error *error)
{
    for (size_t i = 0; i < count; i++) {
        circlet_status status = refuse_other_osm(sources[i], error);

        if (status != CIRCLET_OK)
            return status;
    }
    if (count == 1 && has_suffix(sources[0], ".pbf"))
        return read_pbf(out, import, sources[0], error);
    if (ci_road_sources_are_gmns(sources, count))
        return read_gmns(out, import, sources, error);
    if ((count == 1 && !has_suffix(sources[0], ".csv")) ||
        (count == 2 && is_json(sources[0]) && is_json(sources[1])))
        return read_records(out, import, sources, count, error);
    return ci_fail(error, CIRCLET_E_ARGUMENT,
                   "roads are one .pbf file, GMNS's node.csv and link.csv, "
                   "one layer of lines, or OpenSidewalks's nodes and edges "
                   "as .geojson");
}
