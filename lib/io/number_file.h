/* A file of words with white space between, most of them numbers. */
#ifndef CI_IO_NUMBER_FILE_H
#define CI_IO_NUMBER_FILE_H

#include <circlet/error.h>

#include "base/text.h"
#include "io/decimal.h"

/* Larger files are not read. */
#define CI_NUMBER_FILE_MAX ((size_t)1 << 30)

typedef struct ci_number_file {
    const char *path; /* borrowed */
    ci_buffer text;
    char *at; /* of what comes next */
    uint64_t line; /* of it, counted from 1 */
    uint64_t word_line; /* of the last word */
} ci_number_file;

/* Reads a file; the caller closes it after a failure too. `out` is {0}. */
circlet_status ci_number_file_open(ci_number_file *out, const char *path,
                                   circlet_error *error);
void ci_number_file_close(ci_number_file *file);

/* The next word, borrowed until the file is closed; NULL: the end. */
const char *ci_number_file_word(ci_number_file *file);

/* How many words stand from here to the end of this line (of the next one
 * that has any), and to the end of the file. */
size_t ci_number_file_words_of_line(const ci_number_file *file);
size_t ci_number_file_words_left(const ci_number_file *file);

/* The rest of the line, without its end; NULL: the end of the file. */
char *ci_number_file_line(ci_number_file *file);

/*
 * The next word as a whole number from `low` to `high`, or as a decimal.
 * `what` says in an error what it should be ("the number of sites"): a
 * literal marked with CI_TRANSLATED.
 */
circlet_status ci_number_file_whole(ci_number_file *file, int64_t *out,
                                    const char *what, int64_t low,
                                    int64_t high, circlet_error *error);
circlet_status ci_number_file_decimal(ci_number_file *file, ci_decimal *out,
                                      const char *what, circlet_error *error);

/* CIRCLET_E_FORMAT unless nothing stands after here. */
circlet_status ci_number_file_end(ci_number_file *file, circlet_error *error);

#endif
