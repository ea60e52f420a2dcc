#ifndef CIRCLET_RUN_FILE_H
#define CIRCLET_RUN_FILE_H

#include <circlet/error.h>
#include <circlet/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A run file (YAML) lists steps of work, one command each:
 *
 *     city: town.gpkg
 *     steps:
 *       - new
 *       - import: {layer: people, source: people.csv, complete: true}
 *
 * What commands there are and what they take is not known here.
 */
typedef struct circlet_run_file circlet_run_file;

typedef enum circlet_run_shape {
    CIRCLET_RUN_ONE = 0, /* key: text */
    CIRCLET_RUN_LIST = 1, /* key: [text, ...] */
    CIRCLET_RUN_MAP = 2 /* key: {field: text, ...} */
} circlet_run_shape;

/* A text of the file: a list or map of several is that many values in a row
 * with the same key. */
typedef struct circlet_run_value {
    const char *key;
    const char *field; /* of a map, else NULL */
    const char *text;
    circlet_run_shape shape;
    uint32_t line, column; /* of the text, from 1 */
    uint32_t key_line, key_column;
} circlet_run_value;

typedef struct circlet_run_step {
    const char *command;
    uint32_t line, column; /* where its name stands */
    const circlet_run_value *values;
    size_t value_count;
} circlet_run_step;

/* CIRCLET_E_INPUT, CIRCLET_E_FORMAT with file, line and column. */
circlet_status circlet_read_run_file(circlet_run_file **out, const char *path,
                                     circlet_error *error);
void circlet_run_file_free(circlet_run_file *file);

/* Its steps in their order; NULL beyond. Valid as long as the file. */
size_t circlet_run_file_step_count(const circlet_run_file *file);
const circlet_run_step *circlet_run_file_step(const circlet_run_file *file,
                                              size_t i);

/* What is said for all steps: `city`, `policy` or `results`; NULL if it is
 * not. */
const circlet_run_value *circlet_run_file_default(const circlet_run_file *file,
                                                  const char *key);

/* ---- whether files are the same ----------------------------------------- */

/* 64 hexadecimal digits and a final 0. */
#define CIRCLET_DIGEST_SIZE 65

/*
 * The SHA-256 of all that is read with a file: of a shapefile its other
 * parts, of a grid its .prj, of a database its -wal, of a policy the modes
 * and words that it names. Of a folder that of its files, of which hidden
 * ones do not count. CIRCLET_E_INPUT if it is not there or cannot be read.
 */
circlet_status circlet_digest_file(char out[CIRCLET_DIGEST_SIZE],
                                   const char *path, circlet_error *error);

/* The SHA-256 of texts, of which each counts with its end. */
void circlet_digest_texts(char out[CIRCLET_DIGEST_SIZE],
                          const char *const *texts, size_t count);

#ifdef __cplusplus
}
#endif

#endif
