#include "matrix_output.h"

#include <inttypes.h>
#include <string.h>

#include "csv_field.h"
#include "json.h"
#include "locale.h"

#define BINARY_VERSION 1
#define BLOCK_SIZE 65536

/* Bytes on their way into a file: a call for each takes longer than a
 * search. */
typedef struct block {
    FILE *file;
    size_t size;
    unsigned char bytes[BLOCK_SIZE];
} block;

static bool goes_on(const matrix_output *output, size_t done)
{
    size_t all = output->rows->origins->count;

    return output->progress->report("writing", (double)done / (double)all,
                                    output->progress->user);
}

static void put_out(block *out)
{
    fwrite(out->bytes, 1, out->size, out->file);
    out->size = 0;
}

/* Room for so many bytes, at most BLOCK_SIZE. */
static unsigned char *room_for(block *out, size_t size)
{
    unsigned char *place;

    if (BLOCK_SIZE - out->size < size)
        put_out(out);
    place = out->bytes + out->size;
    out->size += size;
    return place;
}

/* ---- CSV ---------------------------------------------------------------- */

static void add_field(block *out, const char *text)
{
    size_t size = strlen(text);

    if (size >= BLOCK_SIZE || strpbrk(text, "\",\r\n")) {
        put_out(out);
        csv_write_field(out->file, text);
        return;
    }
    memcpy(room_for(out, size), text, size);
}

static void add_digits(block *out, uint32_t number, size_t least)
{
    unsigned char digits[10];
    size_t count = 0;

    while (number > 0 || count < least) {
        digits[sizeof(digits) - ++count] = (unsigned char)('0' + number % 10);
        number /= 10;
    }
    memcpy(room_for(out, count), digits + sizeof(digits) - count, count);
}

static void add_line(block *out, const char *origin, const char *destination,
                     uint32_t time_ms)
{
    add_field(out, origin);
    *room_for(out, 1) = ',';
    add_field(out, destination);
    *room_for(out, 1) = ',';
    add_digits(out, time_ms / 1000, 1);
    *room_for(out, 1) = '.';
    add_digits(out, time_ms % 1000, 3);
    *room_for(out, 1) = '\n';
}

bool matrix_write_csv(FILE *file, const matrix_output *output)
{
    const matrix_points *origins = output->rows->origins;
    const matrix_points *destinations = output->rows->destinations;
    block out = {.file = file};

    fputs("origin,destination,seconds\n", file);
    for (size_t i = 0; i < origins->count; i++) {
        size_t count;
        const circlet_od_entry *row = matrix_rows_at(output->rows, i, &count);

        if (!goes_on(output, i))
            return false;
        for (size_t k = 0; k < count; k++)
            add_line(&out, origins->ids[i],
                     destinations->ids[row[k].destination], row[k].time_ms);
    }
    put_out(&out);
    return true;
}

/* ---- the binary form ---------------------------------------------------- */

/* The lowest byte first, on every machine. */
static void add_number(block *out, uint64_t value, size_t bytes)
{
    unsigned char *place = room_for(out, bytes);

    for (size_t i = 0; i < bytes; i++)
        place[i] = (unsigned char)(value >> 8 * i & 0xff);
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
static void write_header(block *out, const matrix_output *output)
{
    const matrix_points *origins = output->rows->origins;
    const matrix_points *destinations = output->rows->destinations;
    const char *words[2] = {output->mode, circlet_bound_name(output->bound)};
    size_t bytes = text_bytes(words, 2) +
                   text_bytes(origins->ids, origins->count) +
                   text_bytes(destinations->ids, destinations->count);
    size_t padding = (8 - bytes % 8) % 8;

    memcpy(room_for(out, 8), "CIRCLETM", 8);
    add_number(out, BINARY_VERSION, 4);
    add_number(out, output->cutoff_ms, 4);
    add_number(out, origins->count, 8);
    add_number(out, destinations->count, 8);
    add_number(out, output->rows->pair_count, 8);
    add_number(out, bytes + padding, 8);
    put_out(out);
    write_texts(out->file, words, 2);
    write_texts(out->file, origins->ids, origins->count);
    write_texts(out->file, destinations->ids, destinations->count);
    add_number(out, 0, padding);
}

bool matrix_write_binary(FILE *file, const matrix_output *output)
{
    size_t origin_count = output->rows->origins->count;
    block out = {.file = file};
    uint64_t end = 0;
    size_t count;

    write_header(&out, output);
    add_number(&out, 0, 8);
    for (size_t i = 0; i < origin_count; i++) {
        end += output->rows->sizes[i];
        add_number(&out, end, 8);
    }
    for (size_t i = 0; i < origin_count; i++) {
        const circlet_od_entry *row = matrix_rows_at(output->rows, i, &count);

        if (!goes_on(output, i))
            return false;
        for (size_t k = 0; k < count; k++) {
            add_number(&out, row[k].destination, 4);
            add_number(&out, row[k].time_ms, 4);
        }
    }
    put_out(&out);
    return true;
}

/* ---- to stdout ---------------------------------------------------------- */

static bool print_pairs(json *writer, const matrix_output *output)
{
    const matrix_points *origins = output->rows->origins;
    const matrix_points *destinations = output->rows->destinations;

    json_array(writer, "times");
    for (size_t i = 0; i < origins->count; i++) {
        size_t count;
        const circlet_od_entry *row = matrix_rows_at(output->rows, i, &count);

        if (!goes_on(output, i))
            return false;
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
    return true;
}

bool matrix_print_json(const matrix_output *output, const char *file)
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
    else if (!print_pairs(&writer, output))
        return false;
    json_end(&writer);
    return true;
}

void matrix_print_text(const matrix_output *output, const char *file)
{
    char minutes[NUMBER_SIZE];

    format_rounded(minutes, output->cutoff_ms / 60000.0, 3);
    printf(_("%s: %llu pairs within %s min in mode %s\n"), file,
           (unsigned long long)output->rows->pair_count, minutes,
           output->mode);
}
