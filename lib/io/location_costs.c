/*
 * OR-Library's warehouse location problems (J. Beasley, An algorithm for
 * solving large capacitated warehouse location problems, European Journal of
 * Operational Research 33 (1988)): "m n", m lines "capacity cost", then for
 * each customer its demand and m costs of serving all of it. Capacities are
 * passed over, as are demands: a customer's costs are whole multiples of
 * the largest whole number that can be its weight.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/divisor.h"
#include "base/error.h"
#include "io/location_file.h"

/* All costs of serving together. */
#define COST_COUNT_MAX ((size_t)1 << 26)

typedef struct cost_text {
    ci_number_file text;
    size_t site_count, point_count;
    ci_decimal *fixed; /* of each site */
    ci_decimal *costs; /* of each point and site */
    uint64_t *lines; /* where the costs of a point begin */
    int decimals; /* that all of them have at most */
} cost_text;

static circlet_status read_value(cost_text *read, ci_decimal *out,
                                 const char *what, circlet_error *error)
{
    circlet_status status =
        ci_number_file_decimal(&read->text, out, what, error);

    if (!status && out->digits < 0)
        return ci_fail(
            error, CIRCLET_E_DATA, "%s: line %" PRIu64 ": %s is not negative",
            read->text.path, read->text.word_line, ci_translate(what));
    if (!status && out->decimals > read->decimals)
        read->decimals = out->decimals;
    return status;
}

static circlet_status read_size(cost_text *read, circlet_error *error)
{
    int64_t sites = 0, points = 0;
    circlet_status status = ci_number_file_whole(
        &read->text, &sites, CI_TRANSLATED("the number of warehouses"), 1,
        CI_LOCATION_SIZE_MAX, error);

    if (!status)
        status = ci_number_file_whole(&read->text, &points,
                                      CI_TRANSLATED("the number of customers"),
                                      1, CI_LOCATION_SIZE_MAX, error);
    if (status)
        return status;
    read->site_count = (size_t)sites;
    read->point_count = (size_t)points;
    if (read->site_count > COST_COUNT_MAX / read->point_count)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: %zu by %zu costs are more than %zu",
                       read->text.path, read->point_count, read->site_count,
                       COST_COUNT_MAX);
    if (ci_number_file_words_left(&read->text) <
        read->point_count * (read->site_count + 1))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the file ends before the costs of %zu customers",
                       read->text.path, read->point_count);
    return CIRCLET_OK;
}

static circlet_status read_sites(cost_text *read, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t j = 0; j < read->site_count && !status; j++) {
        /* A number, or the word "capacity". */
        if (!ci_number_file_word(&read->text))
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "%s: the file ends before the costs of %zu "
                           "warehouses",
                           read->text.path, read->site_count);
        status = read_value(read, &read->fixed[j],
                            CI_TRANSLATED("the cost of a warehouse"), error);
    }
    return status;
}

static circlet_status read_point(cost_text *read, size_t point,
                                 circlet_error *error)
{
    ci_decimal demand;
    circlet_status status = ci_number_file_decimal(
        &read->text, &demand, CI_TRANSLATED("the demand of a customer"),
        error);

    read->lines[point] = read->text.word_line;
    for (size_t j = 0; j < read->site_count && !status; j++)
        status =
            read_value(read, &read->costs[point * read->site_count + j],
                       CI_TRANSLATED("a cost of serving a customer"), error);
    return status;
}

static circlet_status read_all(cost_text *read, circlet_error *error)
{
    circlet_status status = read_size(read, error);

    if (status)
        return status;
    read->fixed = calloc(read->site_count, sizeof(*read->fixed));
    read->lines = calloc(read->point_count, sizeof(*read->lines));
    read->costs =
        calloc(read->point_count * read->site_count, sizeof(*read->costs));
    if (!read->fixed || !read->lines || !read->costs)
        return ci_fail_nomem(error);
    status = read_sites(read, error);
    for (size_t i = 0; i < read->point_count && !status; i++)
        status = read_point(read, i, error);
    return status ? status : ci_number_file_end(&read->text, error);
}

/* ---- the problem -------------------------------------------------------- */

static circlet_status fail_size(const cost_text *read, uint64_t line,
                                circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                   "%s: line %" PRIu64
                   ": costs with %d decimals are too large to be kept",
                   read->text.path, line, read->decimals);
}

/* The weight of a point and its times, the product of which is the cost. */
static circlet_status set_row(const cost_text *read, size_t point,
                              int64_t *weight, circlet_od_entry *row,
                              circlet_error *error)
{
    const ci_decimal *costs = &read->costs[point * read->site_count];
    int64_t divisor = 0, value = 0;

    for (size_t j = 0; j < read->site_count; j++) {
        if (!ci_decimal_scale(&value, costs[j], read->decimals))
            return fail_size(read, read->lines[point], error);
        divisor = ci_common_divisor(value, divisor);
    }
    *weight = divisor > 0 ? divisor : 1;
    for (size_t j = 0; j < read->site_count; j++) {
        (void)ci_decimal_scale(&value, costs[j], read->decimals);
        if (value / *weight > CIRCLET_TIME_MAX)
            return fail_size(read, read->lines[point], error);
        row[j] = (circlet_od_entry){(uint32_t)j, (uint32_t)(value / *weight)};
    }
    return CIRCLET_OK;
}

static circlet_status set_fixed(circlet_location_file *file,
                                const cost_text *read, circlet_error *error)
{
    circlet_status status = ci_location_array(
        (void **)&file->costs, read->site_count, sizeof(*file->costs), error);

    for (size_t j = 0; j < read->site_count && !status; j++)
        if (!ci_decimal_scale(&file->costs[j], read->fixed[j], read->decimals))
            status = fail_size(read, j + 2, error);
    file->units.cost_decimals = read->decimals;
    file->units.time_decimals = read->decimals;
    return status;
}

static circlet_status set_problem(circlet_location_file *file,
                                  const cost_text *read, circlet_error *error)
{
    size_t pair_count = read->site_count * read->point_count;
    circlet_od_entry *entries = malloc(pair_count * sizeof(*entries));
    size_t *first = calloc(read->point_count + 1, sizeof(*first));
    circlet_status status =
        ci_location_array((void **)&file->weights, read->point_count,
                          sizeof(*file->weights), error);

    if (!status && (!entries || !first))
        status = ci_fail_nomem(error);
    for (size_t i = 0; i < read->point_count && !status; i++) {
        first[i + 1] = first[i] + read->site_count;
        status =
            set_row(read, i, &file->weights[i], entries + first[i], error);
    }
    if (!status)
        status = set_fixed(file, read, error);
    if (!status)
        status = ci_location_set_reach(
            file, read->point_count, read->site_count, first, &entries, error);
    free(entries);
    free(first);
    return status;
}

circlet_status ci_read_uflp(circlet_location_file *file, const char *path,
                            circlet_error *error)
{
    cost_text read = {.decimals = 0};
    circlet_status status = ci_number_file_open(&read.text, path, error);

    if (!status)
        status = read_all(&read, error);
    if (!status)
        status = set_problem(file, &read, error);
    free(read.fixed);
    free(read.costs);
    free(read.lines);
    ci_number_file_close(&read.text);
    return status;
}
