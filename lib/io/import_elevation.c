#include "io/import_elevation.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/error.h"
#include "io/elevation_file.h"
#include "io/elevation_smooth.h"
#include "io/elevation_structures.h"
#include "io/import_source.h"
#include "network/height_window.h"

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
    double cell_m = ci_height_grid_cell_m(grid);

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
            streets->cells_m[i] = cell_m;
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

/* Of several grids the coarsest; coarser beside bridges and tunnels. */
static double cell_of(const ci_height_streets *streets,
                      const ci_height_link *link)
{
    const double *cells_m = streets->cells_m;
    double cell_m = fmax(cells_m[link->from], cells_m[link->to]);

    for (uint32_t k = 1; !link->is_raised && k < link->part_count; k++)
        cell_m = fmax(cell_m, cells_m[link->first_station + k - 1]);
    return ci_height_doubtful_cell_m(cell_m,
                                     ci_height_doubtful_m(streets, link));
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
        status = ci_bind_double(update, 2, cell_of(streets, link), error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(update, 3, link->fid, error);
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
                      "UPDATE road_link SET heights = ?, height_cell = ? "
                      "WHERE fid = ?",
                      error);

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

/* ---- taking heights away ------------------------------------------------ */

static circlet_status remove_heights(uint64_t *out_links, ci_import *import,
                                     circlet_error *error)
{
    circlet_status status =
        ci_db_run(import->db,
                  "UPDATE road_link SET heights = NULL, height_cell = NULL "
                  "WHERE heights IS NOT NULL",
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

/* ---- earlier grids ------------------------------------------------------ */

/* What earlier imports left, and which of their files come again. */
typedef struct earlier_grids {
    int64_t files, again;
    int64_t links; /* with heights */
} earlier_grids;

static circlet_status count_again(earlier_grids *earlier, ci_import *import,
                                  const char *path, circlet_error *error)
{
    ci_statement *find = NULL;
    bool has_row = false;
    circlet_status status = ci_db_prepare(
        &find, import->db,
        "SELECT 1 FROM source WHERE layer = 'elevation' AND file = ?", error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(find, 1, ci_source_base_name(path), error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(find, &has_row, error);
    earlier->again += has_row;
    ci_statement_free(find);
    return status;
}

static circlet_status find_earlier(earlier_grids *out, ci_import *import,
                                   const char *const *sources, size_t count,
                                   circlet_error *error)
{
    circlet_status status = ci_db_query_int(
        &out->files, import->db,
        "SELECT count(*) FROM source WHERE layer = 'elevation'", error);

    if (status == CIRCLET_OK)
        status = ci_db_query_int(
            &out->links, import->db,
            "SELECT count(*) FROM road_link WHERE heights IS NOT NULL", error);
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++)
        status = count_again(out, import, sources[i], error);
    return status;
}

/* A file that comes again asks for all heights anew; other files add to what
 * there is. */
static circlet_status meet_earlier(earlier_grids *out, ci_import *import,
                                   const char *const *sources, size_t count,
                                   circlet_error *error)
{
    circlet_status status = find_earlier(out, import, sources, count, error);

    if (status != CIRCLET_OK || out->again == 0)
        return status;
    return remove_heights(&import->counts.replaced, import, error);
}

static void tell_earlier(const ci_import *import, const earlier_grids *earlier)
{
    if (earlier->again > 0 && earlier->again < earlier->files)
        ci_import_remark(import,
                         "all heights were made anew, so that those of "
                         "earlier grids that are not named again were "
                         "dropped (grids: %" PRId64 ")",
                         earlier->files - earlier->again);
    if (earlier->again == 0 && earlier->links > 0)
        ci_import_remark(import,
                         "streets that had heights keep them (%" PRId64 "): "
                         "to have all made anew name the earlier grids again "
                         "with these, the best first",
                         earlier->links);
}

/* How far apart the points of the finest grid are. */
static circlet_status find_finest(double *out_m, const ci_import *import,
                                  const char *const *sources, size_t count,
                                  circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    *out_m = INFINITY;
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++) {
        double cell_m = INFINITY;

        status = ci_elevation_find_cell(&cell_m, sources[i],
                                        import->options.crs, error);
        *out_m = fmin(*out_m, cell_m);
    }
    return status;
}

/* ---- the whole ---------------------------------------------------------- */

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
    status = ci_height_find_doubts(streets, error);
    if (status == CIRCLET_OK)
        status = ci_heights_smooth(streets, error);
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
    earlier_grids earlier = {0, 0, 0};
    double finest_m = 0.0;
    circlet_status status =
        meet_earlier(&earlier, import, sources, source_count, error);

    if (status == CIRCLET_OK)
        status = find_finest(&finest_m, import, sources, source_count, error);
    if (status == CIRCLET_OK)
        status = ci_height_streets_read(&streets, import->db, finest_m, error);
    if (status == CIRCLET_OK)
        status = find_heights(import, &streets, sources, source_count, error);
    if (status == CIRCLET_OK)
        tell_earlier(import, &earlier);
    ci_height_streets_free(&streets);
    return status;
}
