/*
 * A file of text, read block by block as UTF-8 whatever its encoding. What
 * is in UTF-8 is handed out as it was read, after a check.
 */
#ifndef CI_IO_TEXT_FILE_H
#define CI_IO_TEXT_FILE_H

#include "io/encoding_guess.h"

typedef struct ci_text_file ci_text_file;

/*
 * Opens a file. `encoding` says how its text is encoded; NULL: its byte
 * order mark or else its bytes do, for which it is read once before. Reads
 * `block_size` bytes at a time; 0: a good size. Errors name the file:
 * CIRCLET_E_INPUT if it cannot be opened, CIRCLET_E_UNSUPPORTED if it is a
 * workbook or the encoding is not known, CIRCLET_E_FORMAT if it is neither
 * UTF-8 nor Chinese in GB18030 or its byte order mark contradicts
 * `encoding`.
 */
circlet_status ci_text_file_open(ci_text_file **out, const char *path,
                                 const char *encoding, size_t block_size,
                                 circlet_error *error);
void ci_text_file_close(ci_text_file *file);

/*
 * The next block, borrowed until the next call: whole characters of UTF-8
 * without a byte order mark; *size is 0 at the end. Text before a fault is
 * handed out first. Errors do not name the file; CIRCLET_E_FORMAT, which
 * names the byte, if it is no text of the encoding.
 */
circlet_status ci_text_file_next(ci_text_file *file, const char **text,
                                 size_t *size, circlet_error *error);

/* How its text is encoded, and how that is known. */
const ci_encoding_choice *ci_text_file_choice(const ci_text_file *file);

#endif
