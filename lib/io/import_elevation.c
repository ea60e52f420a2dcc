#include "io/import_elevation.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/error.h"
#include "io/elevation_file.h"
#include "io/elevation_smooth.h"
#include "io/import_source.h"

#define REPORT_STEP 16384 /* rows */

/* No grid is so exact, but the slope between two places is: of a tenth of a
 * metre in 3 m it would be 3 %. */
#define HEIGHT_DECIMALS 3

/* ---- options ------------------------------------------------------------ */

circlet_status ci_elevation_check_options(
    const circlet_import_options *options, circlet_error *error)
{
    const char *name = NULL;

    if (options->map_count > 0)
        name = "map";
    else if (options->set_count > 0)
        name = "set";
    else if (options->datum != CIRCLET_DATUM_NONE)
        name = "datum";
    else if (options->encoding)
        name = "encoding";
    else if (options->is_complete)
        name = "complete";
    if (name)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "option '%s' does not apply to grids of elevation",
                       name);
    return CIRCLET_OK;
}

/* ---- one file ----------------------------------------------------------- */

/* Asks a grid for all places that no grid before it knew. */
static void sample_places(ci_source_row *row, ci_height_streets *streets,
                          const ci_height_grid *grid)
{
    ci_height_kind as = ci_height_grid_kind(grid);

    for (size_t i = 0; i < streets->place_count; i++) {
        unsigned char *kind = &streets->kinds[i];
        double height = 0.0;

        if (*kind != CI_STATE_GROUND && *kind != CI_STATE_VOID)
            continue;
        switch (ci_height_grid_find(&height, grid, streets->places[i], as)) {
        case CI_HEIGHT_OUTSIDE:
            break;
        case CI_HEIGHT_UNKNOWN:
            *kind = CI_STATE_VOID;
            row->rows++;
            row->rejected++;
            break;
        case CI_HEIGHT_KNOWN:
            *kind = CI_STATE_KNOWN;
            streets->heights_m[i] = height;
            row->rows++;
            row->imported++;
            break;
        }
    }
}

/* What was assumed about a file goes to the caller and into the city file,
 * there in English, as that knows no language. */
static circlet_status tell_remarks(ci_import *import, ci_buffer *english,
                                   ci_source *remarks, const char *path,
                                   const ci_height_grid *grid,
                                   circlet_error *error)
{
    const ci_source_remark_text *remark;

    if (grid->odd_count > 0 &&
        !ci_source_add_remark(
            remarks,
            "%" PRIu64 " of its numbers are no heights on land, from %d to "
            "%d m; they are taken as unknown",
            grid->odd_count, (int)CI_HEIGHT_LEAST_M,
            (int)CI_HEIGHT_GREATEST_M))
        return ci_fail_nomem(error);
    for (size_t i = 0; (remark = ci_source_remark(remarks, i)); i++) {
        ci_import_remark(import, "%s: %s", ci_source_base_name(path),
                         remark->translated);
        ci_buffer_add(english, i > 0 ? "; " : "");
        ci_buffer_add(english, remark->english);
    }
    return english->failed ? ci_fail_nomem(error) : CIRCLET_OK;
}

static circlet_status store_source(ci_import *import, const char *path,
                                   ci_source_row *row, const ci_buffer *remark,
                                   circlet_error *error)
{
    int64_t fid = 0;
    circlet_status status = ci_source_row_add(&fid, import, path, error);

    row->remark = remark->text;
    return status == CIRCLET_OK ? ci_source_row_finish(import, fid, row, error)
                                : status;
}

static circlet_status read_file(ci_import *import, ci_height_streets *streets,
                                const char *path, circlet_error *error)
{
    ci_source_row row = {.rows = 0};
    ci_source remarks = {.state = NULL};
    ci_height_grid grid = {0};
    ci_buffer english = {0};
    circlet_status status =
        ci_elevation_read(&grid, &remarks, path, import->options.crs, error);

    if (status == CIRCLET_OK) {
        sample_places(&row, streets, &grid);
        status = tell_remarks(import, &english, &remarks, path, &grid, error);
    }
    if (status == CIRCLET_OK && row.rows == 0)
        ci_import_remark(import, "%s: no street lies in it that needed it",
                         ci_source_base_name(path));
    if (status == CIRCLET_OK)
        status = store_source(import, path, &row, &english, error);
    ci_height_grid_free(&grid);
    ci_source_free_parts(&remarks);
    ci_buffer_free(&english);
    return status;
}

/* ---- what is known ------------------------------------------------------ */

typedef struct unknown_places {
    uint64_t outside, in_void, links;
} unknown_places;

/* The first place without a height is what a strict import names. */
static void keep_first(ci_import *import, circlet_point at)
{
    char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];

    ci_format_fixed(lon, at.lon, 6);
    ci_format_fixed(lat, at.lat, 6);
    snprintf(import->first_rejection, sizeof(import->first_rejection),
             ci_translate("the height of the street at %s %s is not known"),
             lon, lat);
}

static void count_places(ci_import *import, unknown_places *unknown,
                         const ci_height_streets *streets)
{
    circlet_import_counts *counts = &import->counts;

    for (size_t i = 0; i < streets->place_count; i++) {
        unsigned char kind = streets->kinds[i];

        unknown->outside += kind == CI_STATE_GROUND;
        unknown->in_void += kind == CI_STATE_VOID;
        counts->imported += kind == CI_STATE_KNOWN;
        if ((kind == CI_STATE_GROUND || kind == CI_STATE_VOID) &&
            counts->rejected++ == 0)
            keep_first(import, streets->places[i]);
    }
    counts->rows = counts->imported + counts->rejected;
}

static void tell_unknown(const ci_import *import,
                         const unknown_places *unknown,
                         const ci_height_streets *streets)
{
    if (unknown->outside > 0)
        ci_import_remark(import,
                         "%" PRIu64 " of %" PRIu64 " places along streets lie "
                         "outside the grids: their heights are not known",
                         unknown->outside, import->counts.rows);
    if (unknown->in_void > 0)
        ci_import_remark(import,
                         "%" PRIu64 " of %" PRIu64 " places along streets lie "
                         "where a grid has no height: they are not known",
                         unknown->in_void, import->counts.rows);
    if (unknown->links > 0)
        ci_import_remark(import, "%" PRIu64 " of %zu streets have no heights",
                         unknown->links, streets->link_count);
}

/* ---- links -------------------------------------------------------------- */

static bool is_known(const ci_height_streets *streets,
                     const ci_height_link *link)
{
    const unsigned char *kinds = streets->kinds;

    if (kinds[link->from] != CI_STATE_KNOWN ||
        kinds[link->to] != CI_STATE_KNOWN)
        return false;
    for (uint32_t k = 1; !link->is_raised && k < link->part_count; k++)
        if (kinds[link->first_station + k - 1] != CI_STATE_KNOWN)
            return false;
    return true;
}

static double height_of(const ci_height_streets *streets,
                        const ci_height_link *link, uint32_t k)
{
    const double *h = streets->heights_m;

    if (k > 0 && k < link->part_count && !link->is_raised)
        return h[link->first_station + k - 1];
    return h[link->from] +
           (h[link->to] - h[link->from]) * k / link->part_count;
}

static circlet_status write_link(ci_statement *update, ci_buffer *text,
                                 const ci_height_streets *streets,
                                 const ci_height_link *link,
                                 circlet_error *error)
{
    circlet_status status;

    text->size = 0;
    for (uint32_t k = 0; k <= link->part_count; k++) {
        ci_buffer_add(text, k > 0 ? ";" : "");
        ci_buffer_add_fixed(text, height_of(streets, link, k),
                            HEIGHT_DECIMALS);
    }
    if (text->failed)
        return ci_fail_nomem(error);
    status = ci_bind_text(update, 1, text->text, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(update, 2, link->fid, error);
    return status == CIRCLET_OK ? ci_statement_step(update, NULL, error)
                                : status;
}

static circlet_status write_links(ci_import *import, unknown_places *unknown,
                                  const ci_height_streets *streets,
                                  circlet_error *error)
{
    ci_buffer text = {0};
    ci_statement *update = NULL;
    circlet_status status =
        ci_db_prepare(&update, import->db,
                      "UPDATE road_link SET heights = ? WHERE fid = ?", error);

    for (size_t i = 0; i < streets->link_count && status == CIRCLET_OK; i++) {
        if (!is_known(streets, &streets->links[i])) {
            unknown->links++;
            continue;
        }
        status = write_link(update, &text, streets, &streets->links[i], error);
        import->counts.links++;
        if (status == CIRCLET_OK && i % REPORT_STEP == 0)
            status = ci_import_report(
                import, 0.6 + 0.4 * (double)i / (double)streets->link_count,
                error);
    }
    ci_statement_free(update);
    ci_buffer_free(&text);
    return status;
}

/* ---- the whole ---------------------------------------------------------- */

static circlet_status remove_heights(uint64_t *out_links, ci_import *import,
                                     circlet_error *error)
{
    circlet_status status = ci_db_run(
        import->db,
        "UPDATE road_link SET heights = NULL WHERE heights IS NOT NULL",
        error);

    *out_links =
        status == CIRCLET_OK ? (uint64_t)ci_db_changes(import->db) : 0;
    if (status == CIRCLET_OK)
        status = ci_db_run(
            import->db, "DELETE FROM source WHERE layer = 'elevation'", error);
    return status;
}

circlet_status ci_elevation_drop(ci_import *import, circlet_error *error)
{
    int64_t sources = 0;
    uint64_t links = 0;
    circlet_status status = ci_db_query_int(
        &sources, import->db,
        "SELECT count(*) FROM source WHERE layer = 'elevation'", error);

    if (status != CIRCLET_OK || sources == 0)
        return status;
    status = remove_heights(&links, import, error);
    if (status == CIRCLET_OK)
        ci_import_remark(import, "the heights of the earlier roads were "
                                 "dropped: import elevation again");
    return status;
}

static circlet_status find_heights(ci_import *import,
                                   ci_height_streets *streets,
                                   const char *const *sources, size_t count,
                                   circlet_error *error)
{
    unknown_places unknown = {0};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < count && status == CIRCLET_OK; i++) {
        status =
            ci_import_report(import, 0.5 * (double)i / (double)count, error);
        if (status == CIRCLET_OK)
            status = read_file(import, streets, sources[i], error);
    }
    if (status != CIRCLET_OK)
        return status;
    count_places(import, &unknown, streets);
    status = ci_heights_smooth(streets, CI_HEIGHT_REACH_M, error);
    if (status == CIRCLET_OK)
        status = write_links(import, &unknown, streets, error);
    if (status == CIRCLET_OK)
        tell_unknown(import, &unknown, streets);
    return status;
}

circlet_status ci_import_elevation(ci_import *import,
                                   const char *const *sources,
                                   size_t source_count, circlet_error *error)
{
    ci_height_streets streets = {0};
    circlet_status status =
        ci_height_streets_read(&streets, import->db, error);

    if (status == CIRCLET_OK)
        status = remove_heights(&import->counts.replaced, import, error);
    if (status == CIRCLET_OK)
        status = find_heights(import, &streets, sources, source_count, error);
    ci_height_streets_free(&streets);
    return status;
}
