#include "matrix_output.h"

#include <inttypes.h>
#include <string.h>

#include "csv_field.h"
#include "json.h"
#include "locale.h"

#define BINARY_VERSION 1

/* ---- CSV ---------------------------------------------------------------- */

void matrix_write_csv(FILE *file, const matrix_output *output)
{
    const matrix_points *origins = output->rows->origins;
    const matrix_points *destinations = output->rows->destinations;

    fputs("origin,destination,seconds\n", file);
    for (size_t i = 0; i < origins->count; i++) {
        size_t count;
        const circlet_od_entry *row = matrix_rows_at(output->rows, i, &count);

        for (size_t k = 0; k < count; k++) {
            csv_write_field(file, origins->ids[i]);
            putc(',', file);
            csv_write_field(file, destinations->ids[row[k].destination]);
            fprintf(file, ",%" PRIu32 ".%03" PRIu32 "\n",
                    row[k].time_ms / 1000, row[k].time_ms % 1000);
        }
    }
}

/* ---- the binary form ---------------------------------------------------- */

/* The lowest byte first, on every machine. */
static void write_number(FILE *file, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        putc((int)(value >> 8 * i & 0xff), file);
}

static size_t text_bytes(const char *const *ids, size_t count)
{
    size_t bytes = 0;

    for (size_t i = 0; i < count; i++)
        bytes += strlen(ids[i]) + 1;
    return bytes;
}

static void write_texts(FILE *file, const char *const *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fwrite(ids[i], 1, strlen(ids[i]) + 1, file);
}

/* Padded with zeros, so that what follows lies at a multiple of 8. */
static void write_header(FILE *file, const matrix_output *output)
{
    const matrix_points *origins = output->rows->origins;
    const matrix_points *destinations = output->rows->destinations;
    const char *words[2] = {output->mode, circlet_bound_name(output->bound)};
    size_t bytes = text_bytes(words, 2) +
                   text_bytes(origins->ids, origins->count) +
                   text_bytes(destinations->ids, destinations->count);
    size_t padding = (8 - bytes % 8) % 8;

    fwrite("CIRCLETM", 1, 8, file);
    write_number(file, BINARY_VERSION, 4);
    write_number(file, output->cutoff_ms, 4);
    write_number(file, origins->count, 8);
    write_number(file, destinations->count, 8);
    write_number(file, output->rows->pair_count, 8);
    write_number(file, bytes + padding, 8);
    write_texts(file, words, 2);
    write_texts(file, origins->ids, origins->count);
    write_texts(file, destinations->ids, destinations->count);
    write_number(file, 0, (int)padding);
}

void matrix_write_binary(FILE *file, const matrix_output *output)
{
    size_t origin_count = output->rows->origins->count;
    uint64_t end = 0;
    size_t count;

    write_header(file, output);
    write_number(file, 0, 8);
    for (size_t i = 0; i < origin_count; i++) {
        matrix_rows_at(output->rows, i, &count);
        end += count;
        write_number(file, end, 8);
    }
    for (size_t i = 0; i < origin_count; i++) {
        const circlet_od_entry *row = matrix_rows_at(output->rows, i, &count);

        for (size_t k = 0; k < count; k++) {
            write_number(file, row[k].destination, 4);
            write_number(file, row[k].time_ms, 4);
        }
    }
}

/* ---- to stdout ---------------------------------------------------------- */

static void print_pairs(json *writer, const matrix_output *output)
{
    const matrix_points *origins = output->rows->origins;
    const matrix_points *destinations = output->rows->destinations;

    json_array(writer, "times");
    for (size_t i = 0; i < origins->count; i++) {
        size_t count;
        const circlet_od_entry *row = matrix_rows_at(output->rows, i, &count);

        for (size_t k = 0; k < count; k++) {
            json_object(writer, NULL);
            json_text(writer, "origin", origins->ids[i]);
            json_text(writer, "destination",
                      destinations->ids[row[k].destination]);
            json_number(writer, "seconds", row[k].time_ms / 1000.0);
            json_end(writer);
        }
    }
    json_end(writer);
}

void matrix_print_json(const matrix_output *output, const char *file)
{
    json writer;

    json_start(&writer, stdout);
    json_text(&writer, "mode", output->mode);
    json_text(&writer, "bound", circlet_bound_name(output->bound));
    json_number(&writer, "cutoff_seconds", output->cutoff_ms / 1000.0);
    json_integer(&writer, "origins", (int64_t)output->rows->origins->count);
    json_integer(&writer, "destinations",
                 (int64_t)output->rows->destinations->count);
    json_integer(&writer, "pairs", (int64_t)output->rows->pair_count);
    if (file)
        json_text(&writer, "file", file);
    else
        print_pairs(&writer, output);
    json_end(&writer);
}

void matrix_print_text(const matrix_output *output, const char *file)
{
    char minutes[NUMBER_SIZE];

    format_rounded(minutes, output->cutoff_ms / 60000.0, 3);
    printf(_("%s: %llu pairs within %s min in mode %s\n"), file,
           (unsigned long long)output->rows->pair_count, minutes,
           output->mode);
}
