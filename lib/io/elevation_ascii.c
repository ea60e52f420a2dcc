/*
 * ASCII grids: ESRI, ArcGIS help, "Esri ASCII raster format". A heading of
 * words and numbers, then the heights row by row from the north. Where the
 * lines end says nothing: GDAL and ArcGIS do not look at it either.
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/text.h"
#include "io/companion.h"
#include "io/elevation_file.h"
#include "io/source_crs.h"
#include "io/whole_file.h"

#define BLOCK_SIZE ((size_t)64 * 1024)
#define WORD_SIZE 64

/* As floats 1 GiB. */
#define POINT_MAX (UINT64_C(1) << 28)

#define DEFAULT_NODATA (-9999.0)

/* Wider than the Earth in any unit. */
#define COORDINATE_MAX 1e9

typedef enum heading_key {
    KEY_NCOLS,
    KEY_NROWS,
    KEY_XLLCORNER,
    KEY_YLLCORNER,
    KEY_XLLCENTER,
    KEY_YLLCENTER,
    KEY_CELLSIZE,
    KEY_DX,
    KEY_DY,
    KEY_NODATA_VALUE,
    KEY_COUNT
} heading_key;

static const char *const key_names[KEY_COUNT] = {
    "ncols",     "nrows",    "xllcorner", "yllcorner", "xllcenter",
    "yllcenter", "cellsize", "dx",        "dy",        "nodata_value"};

typedef struct ascii_reader {
    const char *path;
    FILE *file;
    char *block;
    size_t at, size; /* in the block */
    uint64_t line; /* of the word, from 1 */
    char word[WORD_SIZE];
    double values[KEY_COUNT];
    bool is_given[KEY_COUNT];
    uint64_t bytes; /* of the file */
} ascii_reader;

static void reader_free(ascii_reader *reader)
{
    if (reader->file)
        fclose(reader->file);
    free(reader->block);
}

/* ---- words -------------------------------------------------------------- */

/* The next character, or EOF. */
static int next_character(ascii_reader *reader)
{
    if (reader->at == reader->size) {
        reader->size = fread(reader->block, 1, BLOCK_SIZE, reader->file);
        reader->at = 0;
        if (reader->size == 0)
            return EOF;
    }
    return (unsigned char)reader->block[reader->at++];
}

static bool is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' ||
           c == '\v';
}

static int skip_spaces(ascii_reader *reader)
{
    int c = next_character(reader);

    while (is_space(c)) {
        reader->line += c == '\n';
        c = next_character(reader);
    }
    return c;
}

/* Reads a word into `word`; it is empty at the end of the file. */
static circlet_status next_word(ascii_reader *reader, circlet_error *error)
{
    size_t size = 0;
    int c = skip_spaces(reader);

    for (; c != EOF && !is_space(c); c = next_character(reader)) {
        if (c < ' ' || c > '~')
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "%s: line %" PRIu64 ": byte %d is no character of "
                           "an ASCII grid",
                           reader->path, reader->line, c);
        if (size == WORD_SIZE - 1)
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "%s: line %" PRIu64 ": a word of over %d "
                           "characters",
                           reader->path, reader->line, WORD_SIZE - 1);
        reader->word[size++] = (char)c;
    }
    reader->word[size] = '\0';
    if (ferror(reader->file))
        return ci_fail(error, CIRCLET_E_IO, "%s: %s", reader->path,
                       strerror(errno));
    /* The space after the word was read; it may end the line, which counts
     * from the next word on. */
    if (c == '\n')
        reader->at--;
    return CIRCLET_OK;
}

static bool is_nan(const char *word)
{
    return strcasecmp(word, "nan") == 0 || strcasecmp(word, "-nan") == 0;
}

/* ---- the heading -------------------------------------------------------- */

static circlet_status read_key(ascii_reader *reader, circlet_error *error)
{
    char key[WORD_SIZE];
    int found = 0;
    circlet_status status;

    memcpy(key, reader->word, sizeof(key));
    while (found < KEY_COUNT && strcasecmp(key, key_names[found]) != 0)
        found++;
    if (found == KEY_COUNT)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: line %" PRIu64 ": '%s' is no word of the heading "
                       "of an ASCII grid",
                       reader->path, reader->line, key);
    if (reader->is_given[found])
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: line %" PRIu64 ": %s is there twice", reader->path,
                       reader->line, key);
    status = next_word(reader, error);
    if (status != CIRCLET_OK)
        return status;
    reader->is_given[found] = true;
    if (found == KEY_NODATA_VALUE && is_nan(reader->word))
        reader->values[found] = (double)NAN;
    else if (!ci_parse_double(&reader->values[found], reader->word))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: line %" PRIu64 ": %s is '%s', which is no number",
                       reader->path, reader->line, key, reader->word);
    return next_word(reader, error);
}

/* Reads up to the first height, which is then the word. */
static circlet_status read_heading(ascii_reader *reader, circlet_error *error)
{
    circlet_status status = next_word(reader, error);

    reader->values[KEY_NODATA_VALUE] = DEFAULT_NODATA;
    while (status == CIRCLET_OK && isalpha((unsigned char)reader->word[0]) &&
           !is_nan(reader->word))
        status = read_key(reader, error);
    return status;
}

static circlet_status fail_value(const ascii_reader *reader, heading_key key,
                                 circlet_error *error)
{
    char number[CI_NUMBER_SIZE];

    ci_format_double(number, reader->values[key]);
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: %s is %s, which no grid of heights has", reader->path,
                   key_names[key], number);
}

static circlet_status take_count(uint32_t *out, const ascii_reader *reader,
                                 heading_key key, circlet_error *error)
{
    double value = reader->values[key];

    if (!reader->is_given[key])
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the heading has no %s: it is no ASCII grid",
                       reader->path, key_names[key]);
    if (!(value >= 2.0 && value <= (double)INT32_MAX) || value != floor(value))
        return fail_value(reader, key, error);
    *out = (uint32_t)value;
    return CIRCLET_OK;
}

static circlet_status take_step(double *out, const ascii_reader *reader,
                                heading_key key, circlet_error *error)
{
    if (!reader->is_given[key])
        key = KEY_CELLSIZE;
    if (!reader->is_given[key])
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the heading has no %s: it is no ASCII grid",
                       reader->path, key_names[KEY_CELLSIZE]);
    if (!(reader->values[key] > 0.0 && reader->values[key] <= COORDINATE_MAX))
        return fail_value(reader, key, error);
    *out = reader->values[key];
    return CIRCLET_OK;
}

/* The first point, from the corner of its cell or from its middle. */
static circlet_status take_start(double *out, const ascii_reader *reader,
                                 heading_key corner, double step,
                                 circlet_error *error)
{
    heading_key centre =
        corner == KEY_XLLCORNER ? KEY_XLLCENTER : KEY_YLLCENTER;
    heading_key key = reader->is_given[corner] ? corner : centre;

    if (!reader->is_given[key])
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the heading has no %s: it is no ASCII grid",
                       reader->path, key_names[corner]);
    if (!(fabs(reader->values[key]) <= COORDINATE_MAX))
        return fail_value(reader, key, error);
    *out = reader->values[key] + (key == corner ? step / 2.0 : 0.0);
    return CIRCLET_OK;
}

static circlet_status check_size(const ascii_reader *reader,
                                 const ci_height_grid *grid,
                                 circlet_error *error)
{
    uint64_t count = (uint64_t)grid->columns * grid->rows;

    /* A height has a digit, and a space but for the last. */
    if (count > reader->bytes / 2 + 1)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: %" PRIu32 " x %" PRIu32 " heights do not fit into "
                       "the %" PRIu64 " bytes of the file: it is cut short",
                       reader->path, grid->columns, grid->rows, reader->bytes);
    if (count > POINT_MAX)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: %" PRIu32 " x %" PRIu32 " heights are too many "
                       "for one file: cut it into several",
                       reader->path, grid->columns, grid->rows);
    return CIRCLET_OK;
}

static circlet_status take_heading(ci_height_grid *grid,
                                   const ascii_reader *reader,
                                   circlet_error *error)
{
    double south = 0.0;
    circlet_status status =
        take_count(&grid->columns, reader, KEY_NCOLS, error);

    if (status == CIRCLET_OK)
        status = take_count(&grid->rows, reader, KEY_NROWS, error);
    if (status == CIRCLET_OK)
        status = take_step(&grid->dx, reader, KEY_DX, error);
    if (status == CIRCLET_OK)
        status = take_step(&grid->dy, reader, KEY_DY, error);
    if (status == CIRCLET_OK)
        status =
            take_start(&grid->west, reader, KEY_XLLCORNER, grid->dx, error);
    if (status == CIRCLET_OK)
        status = take_start(&south, reader, KEY_YLLCORNER, grid->dy, error);
    if (status == CIRCLET_OK)
        status = check_size(reader, grid, error);
    grid->north = south + (double)(grid->rows - 1) * grid->dy;
    grid->rim = 0.5;
    return status;
}

/* ---- heights ------------------------------------------------------------ */

static circlet_status take_height(ci_height_grid *grid,
                                  const ascii_reader *reader, size_t i,
                                  circlet_error *error)
{
    double nodata = reader->values[KEY_NODATA_VALUE], value = (double)NAN;
    bool is_void = is_nan(reader->word);

    if (!is_void && !ci_parse_double(&value, reader->word))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: line %" PRIu64 ": row %zu, column %zu: '%s' is no "
                       "number",
                       reader->path, reader->line, i / grid->columns + 1,
                       i % grid->columns + 1, reader->word);
    if (!is_void && value != nodata &&
        !(value >= CI_HEIGHT_LEAST_M && value <= CI_HEIGHT_GREATEST_M)) {
        is_void = true;
        grid->odd_count++;
    }
    is_void = is_void || value == nodata;
    grid->void_count += is_void;
    grid->fine[i] = is_void ? NAN : (float)value;
    return CIRCLET_OK;
}

static circlet_status read_heights(ci_height_grid *grid, ascii_reader *reader,
                                   circlet_error *error)
{
    size_t count = (size_t)grid->columns * grid->rows;
    circlet_status status = CIRCLET_OK;

    grid->fine = malloc(count * sizeof(*grid->fine));
    if (!grid->fine)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++) {
        if (!reader->word[0])
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "%s: the file ends after %zu of %zu heights: it is "
                           "cut short",
                           reader->path, i, count);
        status = take_height(grid, reader, i, error);
        if (status == CIRCLET_OK)
            status = next_word(reader, error);
    }
    if (status == CIRCLET_OK && reader->word[0])
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: line %" PRIu64 ": there are more than the %zu "
                       "heights of %" PRIu32 " columns and %" PRIu32 " rows",
                       reader->path, reader->line, count, grid->columns,
                       grid->rows);
    return status;
}

/* ---- the file ----------------------------------------------------------- */

static circlet_status open_reader(ascii_reader *reader, circlet_error *error)
{
    struct stat facts;
    circlet_status status = ci_check_readable(reader->path, error);

    if (status != CIRCLET_OK)
        return status;
    reader->file = fopen(reader->path, "rb");
    if (!reader->file || fstat(fileno(reader->file), &facts) != 0)
        return ci_fail(error, CIRCLET_E_INPUT, "%s: %s", reader->path,
                       strerror(errno));
    reader->bytes = (uint64_t)facts.st_size;
    reader->line = 1;
    reader->block = malloc(BLOCK_SIZE);
    return reader->block ? CIRCLET_OK : ci_fail_nomem(error);
}

/* The four outermost points tell which system the numbers can be of. */
static circlet_status find_transform(ci_height_grid *grid, ci_source *remarks,
                                     const char *path, const char *crs,
                                     circlet_error *error)
{
    const ci_source_options options = {.crs = crs};
    double east = grid->west + (double)(grid->columns - 1) * grid->dx;
    double south = grid->north - (double)(grid->rows - 1) * grid->dy;
    ci_crs_sample sample = {.count = 0};
    ci_buffer said = {0};
    circlet_status status = ci_read_companion(&said, path, "prj", error);

    ci_crs_sample_add(&sample, (circlet_point){grid->west, grid->north});
    ci_crs_sample_add(&sample, (circlet_point){east, grid->north});
    ci_crs_sample_add(&sample, (circlet_point){grid->west, south});
    ci_crs_sample_add(&sample, (circlet_point){east, south});
    if (status == CIRCLET_OK)
        status = ci_source_transform(&grid->transform, remarks, path, &options,
                                     said.size > 0 ? said.text : NULL, &sample,
                                     error);
    ci_buffer_free(&said);
    return status;
}

static circlet_status read_file(ci_height_grid *out, ci_source *remarks,
                                const char *path, const char *crs,
                                bool has_heights, circlet_error *error)
{
    ascii_reader reader = {.path = path};
    ci_height_grid grid = {0};
    circlet_status status = open_reader(&reader, error);

    if (status == CIRCLET_OK)
        status = read_heading(&reader, error);
    if (status == CIRCLET_OK)
        status = take_heading(&grid, &reader, error);
    if (status == CIRCLET_OK)
        status = find_transform(&grid, remarks, path, crs, error);
    if (status == CIRCLET_OK && has_heights)
        status = read_heights(&grid, &reader, error);
    reader_free(&reader);
    if (status != CIRCLET_OK) {
        ci_height_grid_free(&grid);
        return status;
    }
    *out = grid;
    return CIRCLET_OK;
}

circlet_status ci_elevation_read_ascii(ci_height_grid *out, ci_source *remarks,
                                       const char *path, const char *crs,
                                       circlet_error *error)
{
    return read_file(out, remarks, path, crs, true, error);
}

circlet_status ci_elevation_ascii_cell(double *out_m, const char *path,
                                       const char *crs, circlet_error *error)
{
    ci_source remarks = {.state = NULL};
    ci_height_grid grid = {0};
    circlet_status status =
        read_file(&grid, &remarks, path, crs, false, error);

    if (status == CIRCLET_OK)
        *out_m = ci_height_grid_cell_m(&grid);
    ci_height_grid_free(&grid);
    ci_source_free_parts(&remarks);
    return status;
}
