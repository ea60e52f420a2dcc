/* A certificate of a plan that mends all rules while it is read. */
#ifndef CI_VERIFY_CERTIFICATE_READING_H
#define CI_VERIFY_CERTIFICATE_READING_H

#include "base/json_reader.h"
#include "verify/program_certificate.h"

/* Numbers while they are read: most of a certificate. */
typedef struct ci_number_list {
    int64_t *items;
    size_t count, capacity;
} ci_number_list;

typedef struct ci_certificate_reading {
    ci_program_certificate *out;
    ci_json_reader text;
    bool has_no_memory;
    ci_number_list numbers; /* of the list at hand */
} ci_certificate_reading;

/* What follows gives false where something else stands there, or there is no
 * memory: that is noted. */
bool ci_certificate_fail_memory(ci_certificate_reading *of);
bool ci_certificate_take_sign(ci_certificate_reading *of, char sign);

/* A member's name, the mark before it and the colon behind it. */
bool ci_certificate_take_key(ci_certificate_reading *of, char mark,
                             const char *key);

/* A text, kept in the certificate. */
bool ci_certificate_take_text(ci_certificate_reading *of, const char **out);

/* A list of whole numbers, into `numbers`. */
bool ci_certificate_take_numbers(ci_certificate_reading *of);

/* Room in the certificate; NULL: no memory. */
void *ci_certificate_take_room(ci_certificate_reading *of, size_t count,
                               size_t size);

/* The name that a number is; -1 is none. */
bool ci_certificate_to_name(int64_t number, uint32_t *out);

/* The proof, at the end of a certificate (certified_proof.c). */
bool ci_certificate_take_proof(ci_certificate_reading *of);

#endif
