#include "rejects.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv_field.h"
#include "locale.h"
#include "message.h"
#include "word.h"

/* Notes that are said on stderr one by one; few of them about rows that are
 * in the city, so that those that are not are not drowned. */
#define SAID_MAX 20
#define SAID_ODD_MAX 5

/* ---- the file ----------------------------------------------------------- */

circlet_status rejects_open(rejects *r, const char *path, bool overwrite,
                            circlet_error *error)
{
    circlet_status status;

    if (!path)
        return CIRCLET_OK;
    status = output_file_open(&r->output, path, overwrite, error);
    if (!status) /* Excel takes a file without a mark for GBK in China */
        fputs("\xef\xbb\xbf"
              "source,row,field,value,reason,outcome\n",
              r->output.file);
    return status;
}

static void write_note(FILE *file, const circlet_row_note *note)
{
    csv_write_field(file, note->source);
    fprintf(file, ",%" PRIu64 ",", note->row);
    csv_write_field(file, note->field);
    putc(',', file);
    csv_write_field(file, note->value);
    putc(',', file);
    csv_write_field(file, note->reason);
    fprintf(file, ",%s\n", circlet_row_outcome_word(note->outcome));
}

circlet_status rejects_close(rejects *r, bool keeps, circlet_error *error)
{
    if (r->count > r->said_count)
        fprintf(stderr, _("… and %llu more\n"),
                (unsigned long long)(r->count - r->said_count));
    if (r->has_no_memory)
        return fail_nomem(error);
    if (!r->output.file || !keeps)
        return CIRCLET_OK;
    return output_file_commit(&r->output, error);
}

void rejects_free(rejects *r)
{
    output_file_end(&r->output);
    for (size_t i = 0; i < r->kind_count; i++) {
        free(r->kinds[i].kind);
        free(r->kinds[i].sample);
    }
    free(r->kinds);
    *r = (rejects){0};
}

/* ---- the kinds ---------------------------------------------------------- */

static char *make_sample(const circlet_row_note *note)
{
    int size = snprintf(NULL, 0, "%s:%" PRIu64 ": %s", note->source, note->row,
                        note->reason);
    char *sample = size >= 0 ? malloc((size_t)size + 1) : NULL;

    if (sample)
        snprintf(sample, (size_t)size + 1, "%s:%" PRIu64 ": %s", note->source,
                 note->row, note->reason);
    return sample;
}

static bool add_kind(rejects *r, const circlet_row_note *note)
{
    note_kind *kinds =
        realloc(r->kinds, (r->kind_count + 1) * sizeof(*r->kinds));
    note_kind *kind;

    if (!kinds)
        return false;
    r->kinds = kinds;
    kind = &kinds[r->kind_count];
    *kind =
        (note_kind){strdup(note->kind), note->outcome, 1, make_sample(note)};
    r->kind_count++;
    return kind->kind && kind->sample;
}

static bool count_kind(rejects *r, const circlet_row_note *note)
{
    for (size_t i = 0; i < r->kind_count; i++)
        if (r->kinds[i].outcome == note->outcome && r->kinds[i].kind &&
            strcmp(r->kinds[i].kind, note->kind) == 0) {
            r->kinds[i].count++;
            return true;
        }
    return add_kind(r, note);
}

static void say(rejects *r, const circlet_row_note *note)
{
    bool is_odd = note->outcome != CIRCLET_ROW_REFUSED;

    if (r->said_count == SAID_MAX ||
        (is_odd && r->said_odd_count == SAID_ODD_MAX))
        return;
    r->said_count++;
    r->said_odd_count += is_odd;
    fprintf(stderr, "%s:%" PRIu64 ": %s%s%s\n", note->source, note->row,
            is_odd ? word(circlet_row_outcome_word(note->outcome)) : "",
            is_odd ? ": " : "", note->reason);
}

void rejects_add(rejects *r, const circlet_row_note *note)
{
    r->count++;
    say(r, note);
    if (!count_kind(r, note))
        r->has_no_memory = true;
    if (r->output.file)
        write_note(r->output.file, note);
}

void rejects_print(const rejects *r, circlet_row_outcome outcome)
{
    for (size_t i = 0; i < r->kind_count; i++)
        if (r->kinds[i].outcome == outcome)
            printf(_("%8llu  %s, the first: %s\n"),
                   (unsigned long long)r->kinds[i].count,
                   word(r->kinds[i].kind), r->kinds[i].sample);
}

void rejects_write_json(const rejects *r, json *out)
{
    json_array(out, "notes");
    for (int outcome = 0; outcome <= CIRCLET_ROW_DOUBTFUL; outcome++)
        for (size_t i = 0; i < r->kind_count; i++) {
            const note_kind *kind = &r->kinds[i];

            if ((int)kind->outcome != outcome)
                continue;
            json_object(out, NULL);
            json_text(out, "kind", kind->kind);
            json_text(out, "outcome", circlet_row_outcome_word(kind->outcome));
            json_integer(out, "count", (int64_t)kind->count);
            json_text(out, "sample", kind->sample);
            json_end(out);
        }
    json_end(out);
}
