/*
 * The numbers of disability certificates in China. What is written here of
 * their form is general knowledge, no clause of a document: the 18
 * characters of the holder's identity number (GB 11643), a digit for the
 * kind of disability and one for its grade; a certificate that was issued
 * anew may end in 'B' and a digit.
 */
#ifndef CI_IO_CERTIFICATE_H
#define CI_IO_CERTIFICATE_H

#include "base/text.h"

#define CI_CERTIFICATE_HASH_SIZE 33 /* with the final 0 */

/* What a number says of its holder. */
typedef struct ci_certificate {
    char identity[19]; /* who it is: only to be hashed, never kept */
    const char *kind; /* a word of ours; NULL: several kinds */
    int grade; /* 1 to 4 */
    int birth_year;
} ci_certificate;

/*
 * Reads a number with or without spaces around it; a small x is the check
 * digit X. False, with a sentence in `reason` that does not repeat the
 * number, if it has another form, an impossible date of birth or a wrong
 * check digit.
 */
bool ci_certificate_read(ci_certificate *out, const char *text,
                         ci_buffer *reason);

/*
 * The name under which the holder is known from year to year, whatever
 * becomes of kind and grade: the first 32 hexadecimal digits of HMAC-SHA-256
 * of the identity number (RFC 2104, section 5 on cutting it). Without the key
 * nobody can try out which number it was.
 */
void ci_certificate_hash(char out[CI_CERTIFICATE_HASH_SIZE],
                         const ci_certificate *certificate, const void *key,
                         size_t key_size);

#endif
