/* What an import says about rows: some on stderr, all in a file if asked,
 * counted by kind. */
#ifndef TOOLS_REJECTS_H
#define TOOLS_REJECTS_H

#include <circlet.h>

#include "json.h"
#include "output_file.h"

/* One kind of note, and the first that there was. */
typedef struct note_kind {
    char *kind;
    circlet_row_outcome outcome;
    uint64_t count;
    char *sample; /* "FILE:ROW: reason" */
} note_kind;

typedef struct rejects {
    output_file output; /* not open: no file was asked for */
    uint64_t count, said_count, said_odd_count;
    note_kind *kinds; /* in the order in which they came */
    size_t kind_count;
    bool has_no_memory;
} rejects;

/*
 * Begins a file beside `path` (NULL: none), which is borrowed; `overwrite`
 * says whether one may be there. Errors are those of output_file_open().
 */
circlet_status rejects_open(rejects *r, const char *path, bool overwrite,
                            circlet_error *error);

/* Says the first of them on stderr and writes each to the file. */
void rejects_add(rejects *r, const circlet_row_note *note);

/*
 * Says how many more there were and, if `keeps`, puts the file in its place,
 * else leaves what was there as it was. CIRCLET_E_IO if not all could be
 * written, CIRCLET_E_NOMEM if not all could be counted. rejects_free() in any
 * case.
 */
circlet_status rejects_close(rejects *r, bool keeps, circlet_error *error);
void rejects_free(rejects *r);

/* Each kind with its count and first sample, most important first: lines of
 * text, and a member "notes" of an object. */
void rejects_print(const rejects *r, circlet_row_outcome outcome);
void rejects_write_json(const rejects *r, json *out);

#endif
