/* What a run has done so far, kept in a file between runs. */
#ifndef TOOLS_RUN_STATE_H
#define TOOLS_RUN_STATE_H

#include <circlet.h>

typedef char run_digest[CIRCLET_DIGEST_SIZE];

/* A digest, or "-" for none. */
void run_digest_set(run_digest out, const char *text);

/* A file as it was when a step read or wrote it. */
typedef struct run_seen {
    char *named;
    run_digest digest; /* "-": it was not there */
} run_seen;

/* A step that was done. */
typedef struct run_record {
    run_digest key; /* of all that its results depend on */
    run_digest words; /* of what the run file says of it */
    run_digest level; /* of the cities that it worked on */
    int status; /* that it exited with: 0 or 1 */
    run_seen *inputs, *outputs;
    size_t input_count, output_count;
    bool is_current; /* a step of this run */
} run_record;

/* A city and the steps that changed it, in their order. */
typedef struct run_history {
    char *named;
    run_digest digest; /* of the file as the last of them left it */
    run_digest base; /* of the file before the first; "-": made by a run */
    run_digest *levels; /* the keys of these steps */
    size_t level_count;
    run_digest kept_level, kept_digest; /* of the copy; "-": none */
} run_history;

typedef struct run_state {
    run_record *records;
    size_t record_count;
    run_history *histories;
    size_t history_count;
    run_digest begun; /* the key of a step that was begun; "-": none */
} run_state;

/* Reads the file; an empty state if there is none. CIRCLET_E_FORMAT if it is
 * no such file. run_state_free() in any case. */
circlet_status run_state_read(run_state *out, const char *path,
                              circlet_error *error);
circlet_status run_state_write(const run_state *state, const char *path,
                               circlet_error *error);
void run_state_free(run_state *state);

/* NULL: there is none. */
run_record *run_state_find(const run_state *state, const char *key);
run_history *run_state_city(const run_state *state, const char *named);

/* What was said of a file by the step that wrote it last; NULL: none did. */
const run_seen *run_state_written(const run_state *state, const char *named);

/* Adds an empty one; NULL if memory ran out. */
run_record *run_state_add_record(run_state *state);
run_history *run_state_add_city(run_state *state, const char *named);
bool run_record_add(run_seen **seen, size_t *count, const char *named,
                    const char *digest);
bool run_history_add(run_history *history, const char *level);

/* Forgets records: that one, or all that are not current. */
void run_state_drop(run_state *state, const run_record *record);
void run_state_prune(run_state *state);

#endif
