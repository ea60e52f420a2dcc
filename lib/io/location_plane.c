/*
 * Points in the plane, each of them demand and site: files of TSPLIB (G.
 * Reinelt, TSPLIB, a traveling salesman problem library, ORSA Journal on
 * Computing 3 (1991)) with EDGE_WEIGHT_TYPE EUC_2D, and capacitated p-median
 * problems: "n p", then "x y capacity demand" of each point, with or without
 * a number of the point before.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/location_file.h"

/* All distances of so many points are 2 GiB. */
#define POINT_COUNT_MAX 16384

/* Farther from the origin the square of a distance is not exact enough. */
#define COORDINATE_MAX 1e9

#define MESSAGE_WORD_SIZE 40

/* ---- distances ---------------------------------------------------------- */

static double distance_unit(circlet_distances kind)
{
    return kind == CIRCLET_DISTANCES_REAL ? 1000.0 : 1.0;
}

/* TSPLIB's nint() of the distance, or it as another kind. */
static double distance_of(double dx, double dy, circlet_distances kind)
{
    double distance = sqrt(dx * dx + dy * dy) * distance_unit(kind);

    return kind == CIRCLET_DISTANCES_FLOOR ? floor(distance)
                                           : floor(distance + 0.5);
}

static circlet_status fill_rows(const char *path, const double *x,
                                const double *y, size_t count,
                                circlet_distances kind, size_t *first,
                                circlet_od_entry *entries,
                                circlet_error *error)
{
    for (size_t i = 0; i < count; i++) {
        first[i + 1] = (i + 1) * count;
        for (size_t j = 0; j < count; j++) {
            double distance = distance_of(x[i] - x[j], y[i] - y[j], kind);

            if (distance > CIRCLET_TIME_MAX)
                return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                               "%s: points %zu and %zu are farther apart "
                               "than is kept",
                               path, i + 1, j + 1);
            entries[i * count + j] =
                (circlet_od_entry){(uint32_t)j, (uint32_t)distance};
        }
    }
    return CIRCLET_OK;
}

circlet_status ci_location_set_plane(circlet_location_file *file,
                                     const char *path, double *x, double *y,
                                     size_t count,
                                     const ci_location_wish *wish,
                                     circlet_error *error)
{
    circlet_distances kind = wish->distances;
    size_t *first = calloc(count + 1, sizeof(*first));
    circlet_od_entry *entries = malloc((count * count + 1) * sizeof(*entries));
    circlet_status status = CIRCLET_OK;

    file->x = x;
    file->y = y;
    if (kind == CIRCLET_DISTANCES_USUAL)
        kind = wish->model == CIRCLET_MODEL_P_CENTER
                   ? CIRCLET_DISTANCES_ROUNDED
                   : CIRCLET_DISTANCES_REAL;
    if (!first || !entries)
        status = ci_fail_nomem(error);
    if (!status)
        status = fill_rows(path, x, y, count, kind, first, entries, error);
    if (!status)
        status =
            ci_location_set_reach(file, count, count, first, &entries, error);
    file->units.time_decimals = kind == CIRCLET_DISTANCES_REAL ? 3 : 0;
    free(first);
    free(entries);
    return status;
}

/* ---- points ------------------------------------------------------------- */

static circlet_status read_coordinate(ci_number_file *text, double *out,
                                      circlet_error *error)
{
    const char *word = ci_number_file_word(text);
    char shown[MESSAGE_WORD_SIZE] = "";
    size_t size;

    if (word && ci_parse_double(out, word) && fabs(*out) <= COORDINATE_MAX)
        return CIRCLET_OK;
    if (!word)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the file ends before all points are there",
                       text->path);
    size = strlen(word);
    if (size >= sizeof(shown))
        size = sizeof(shown) - 1;
    memcpy(shown, word, size);
    if (!ci_utf8_is_valid(shown, strlen(shown)))
        shown[0] = '\0';
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: line %" PRIu64
                   ": a coordinate is a number up to 1e9, not '%s'",
                   text->path, text->word_line, shown);
}

static circlet_status make_points(double **x, double **y, size_t count,
                                  circlet_error *error)
{
    *x = calloc(count, sizeof(**x));
    *y = calloc(count, sizeof(**y));
    if (*x && *y)
        return CIRCLET_OK;
    return ci_fail_nomem(error);
}

/* ---- TSPLIB ------------------------------------------------------------- */

/* What stands after the colon of "KEY : VALUE"; NULL: the line has another
 * key. */
static char *value_of(char *line, const char *key)
{
    size_t size = strlen(key);
    char *value;

    if (strncmp(line, key, size) != 0)
        return NULL;
    value = line + size;
    value += strspn(value, " \t:");
    value[strcspn(value, " \t")] = '\0';
    return value;
}

static circlet_status read_key(ci_number_file *text, char *line,
                               int64_t *count, bool *is_plane,
                               circlet_error *error)
{
    char *value = value_of(line, "DIMENSION");

    if (value && (!ci_parse_int64(count, value) || *count < 1 ||
                  *count > POINT_COUNT_MAX))
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: line %" PRIu64
                       ": DIMENSION is from 1 to %d, not '%.40s'",
                       text->path, text->word_line, POINT_COUNT_MAX, value);
    value = value_of(line, "EDGE_WEIGHT_TYPE");
    if (value && strcmp(value, "EUC_2D") != 0)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: line %" PRIu64
                       ": distances are EUC_2D, '%.40s' is not read",
                       text->path, text->word_line, value);
    *is_plane = *is_plane || value;
    return CIRCLET_OK;
}

static circlet_status read_heading(ci_number_file *text, size_t *count,
                                   circlet_error *error)
{
    int64_t dimension = 0;
    bool is_plane = false;
    circlet_status status = CIRCLET_OK;
    char *line;

    while (!status && (line = ci_number_file_line(text)) != NULL) {
        line += strspn(line, " \t");
        if (!ci_utf8_is_valid(line, strlen(line)))
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "%s: line %" PRIu64 ": this is no text in UTF-8",
                           text->path, text->word_line);
        if (strncmp(line, "NODE_COORD_SECTION", 18) == 0)
            break;
        status = read_key(text, line, &dimension, &is_plane, error);
    }
    if (status)
        return status;
    if (!line || dimension == 0 || !is_plane)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: a file of TSPLIB has the lines DIMENSION, "
                       "EDGE_WEIGHT_TYPE and NODE_COORD_SECTION",
                       text->path);
    *count = (size_t)dimension;
    return CIRCLET_OK;
}

static circlet_status read_nodes(ci_number_file *text, double *x, double *y,
                                 size_t count, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    int64_t number;
    const char *word;

    for (size_t i = 0; i < count && !status; i++) {
        status = ci_number_file_whole(text, &number,
                                      CI_TRANSLATED("the number of a node"),
                                      (int64_t)i + 1, (int64_t)i + 1, error);
        if (!status)
            status = read_coordinate(text, &x[i], error);
        if (!status)
            status = read_coordinate(text, &y[i], error);
    }
    if (status)
        return status;
    word = ci_number_file_word(text);
    if (word && strcmp(word, "EOF") == 0)
        return CIRCLET_OK;
    return word ? ci_fail(error, CIRCLET_E_FORMAT,
                          "%s: line %" PRIu64
                          ": after the last node stands EOF or nothing",
                          text->path, text->word_line)
                : CIRCLET_OK;
}

static circlet_status read_tsplib(circlet_location_file *file,
                                  ci_number_file *text,
                                  const ci_location_wish *wish,
                                  circlet_error *error)
{
    double *x = NULL, *y = NULL;
    size_t count = 0;
    circlet_status status = read_heading(text, &count, error);

    if (!status)
        status = make_points(&x, &y, count, error);
    if (!status)
        status = read_nodes(text, x, y, count, error);
    if (!status)
        return ci_location_set_plane(file, text->path, x, y, count, wish,
                                     error);
    free(x);
    free(y);
    return status;
}

circlet_status ci_read_tsplib(circlet_location_file *file, const char *path,
                              const ci_location_wish *wish,
                              circlet_error *error)
{
    ci_number_file text = {0};
    circlet_status status = ci_number_file_open(&text, path, error);

    if (!status)
        status = read_tsplib(file, &text, wish, error);
    ci_number_file_close(&text);
    return status;
}

/* ---- capacitated p-median ----------------------------------------------- */

static circlet_status read_point(circlet_location_file *file,
                                 ci_number_file *text, double *x, double *y,
                                 size_t i, bool has_number,
                                 circlet_error *error)
{
    int64_t number;
    circlet_status status =
        has_number
            ? ci_number_file_whole(text, &number,
                                   CI_TRANSLATED("the number of a point"), 0,
                                   INT64_MAX, error)
            : CIRCLET_OK;

    if (!status)
        status = read_coordinate(text, &x[i], error);
    if (!status)
        status = read_coordinate(text, &y[i], error);
    if (!status)
        status = ci_number_file_whole(text, &file->capacities[i],
                                      CI_TRANSLATED("a capacity"), 0,
                                      INT64_MAX / 1024, error);
    return status ? status
                  : ci_number_file_whole(text, &file->loads[i],
                                         CI_TRANSLATED("a demand"), 0,
                                         INT64_MAX / POINT_COUNT_MAX, error);
}

static circlet_status read_size(ci_number_file *text, size_t *count, size_t *p,
                                bool *has_number, circlet_error *error)
{
    int64_t points = 0, most = 0;
    size_t words;
    circlet_status status = ci_number_file_whole(text, &points,
                                                 CI_TRANSLATED("the number of "
                                                               "points"),
                                                 1, POINT_COUNT_MAX, error);

    if (!status)
        status = ci_number_file_whole(text, &most, CI_TRANSLATED("p"), 1,
                                      points, error);
    if (status)
        return status;
    words = ci_number_file_words_left(text);
    *count = (size_t)points;
    *p = (size_t)most;
    *has_number = words == 5 * *count;
    if (words != 4 * *count && words != 5 * *count)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: after the first line stand 4 or 5 numbers for "
                       "each of %zu points, not %zu in all",
                       text->path, *count, words);
    return CIRCLET_OK;
}

static circlet_status read_points(circlet_location_file *file,
                                  ci_number_file *text,
                                  const ci_location_wish *wish,
                                  circlet_error *error)
{
    double *x = NULL, *y = NULL;
    size_t count = 0, p = 0;
    bool has_number = false;
    circlet_status status = read_size(text, &count, &p, &has_number, error);

    if (!status)
        status = ci_location_array((void **)&file->loads, count,
                                   sizeof(*file->loads), error);
    if (!status)
        status = ci_location_array((void **)&file->capacities, count,
                                   sizeof(*file->capacities), error);
    if (!status)
        status = make_points(&x, &y, count, error);
    for (size_t i = 0; i < count && !status; i++)
        status = read_point(file, text, x, y, i, has_number, error);
    file->location.has_p = true;
    file->location.p = p;
    file->location.is_whole = true;
    if (!status)
        return ci_location_set_plane(file, text->path, x, y, count, wish,
                                     error);
    free(x);
    free(y);
    return status;
}

circlet_status ci_read_cpmp(circlet_location_file *file, const char *path,
                            const ci_location_wish *wish, circlet_error *error)
{
    ci_number_file text = {0};
    circlet_status status = ci_number_file_open(&text, path, error);

    if (!status)
        status = read_points(file, &text, wish, error);
    ci_number_file_close(&text);
    return status;
}
