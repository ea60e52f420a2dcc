#include "io/certificate.h"

#include <string.h>

#include "base/error.h"
#include "base/sha256.h"
#include "io/import_privacy.h"

#define IDENTITY_SIZE 18
#define KIND_AT IDENTITY_SIZE
#define GRADE_AT (IDENTITY_SIZE + 1)
#define NUMBER_SIZE (IDENTITY_SIZE + 2)

/* Nobody who has a certificate was born before, and none is issued after. */
#define BIRTH_FIRST 1880
#define BIRTH_LAST 2100

/* In the order of the digits 1 to 7; several kinds are no kind of ours. */
static const char *const kinds[] = {
    "visual", "hearing", "speech", "physical", "intellectual", "mental", NULL};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 20 characters, or 22 with the suffix of a new issue. */
static bool has_form(const char *text, size_t size)
{
    if (size != NUMBER_SIZE && size != NUMBER_SIZE + 2)
        return false;
    for (size_t i = 0; i < NUMBER_SIZE; i++)
        if (!is_digit(text[i]) &&
            (i != IDENTITY_SIZE - 1 || (text[i] != 'X' && text[i] != 'x')))
            return false;
    return size == NUMBER_SIZE ||
           ((text[NUMBER_SIZE] == 'B' || text[NUMBER_SIZE] == 'b') &&
            is_digit(text[NUMBER_SIZE + 1]));
}

static void copy_identity(ci_certificate *out, const char *text)
{
    memcpy(out->identity, text, IDENTITY_SIZE);
    out->identity[IDENTITY_SIZE] = '\0';
    if (out->identity[IDENTITY_SIZE - 1] == 'x')
        out->identity[IDENTITY_SIZE - 1] = 'X';
    out->birth_year = 0;
    for (int i = 6; i < 10; i++)
        out->birth_year = out->birth_year * 10 + (text[i] - '0');
}

/* Of UTF-8, where all but the first byte of a character begin with 10. */
static size_t count_characters(const char *text, size_t size)
{
    size_t count = 0;

    for (size_t i = 0; i < size; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

bool ci_certificate_read(ci_certificate *out, const char *text,
                         ci_buffer *reason)
{
    size_t size;
    int kind;

    text += strspn(text, " \t");
    size = strlen(text);
    while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\t'))
        size--;
    if (!has_form(text, size)) {
        ci_reason_add(reason,
                      "the certificate number has %zu characters, or others "
                      "than digits: it is the 18 of the identity number, the "
                      "kind and the grade, 20 in all, in plain digits",
                      count_characters(text, size));
        return false;
    }
    copy_identity(out, text);
    if (!ci_is_identity_number(out->identity) ||
        out->birth_year < BIRTH_FIRST || out->birth_year > BIRTH_LAST) {
        ci_reason_add(reason, "the identity number in the certificate number "
                              "has a wrong date of birth or check digit");
        return false;
    }
    kind = text[KIND_AT] - '0';
    out->grade = text[GRADE_AT] - '0';
    if (kind < 1 || kind > 7 || out->grade < 1 || out->grade > 4) {
        ci_reason_add(reason,
                      "the certificate number ends in kind %d and "
                      "grade %d: kinds are 1 to 7, grades 1 to 4",
                      kind, out->grade);
        return false;
    }
    out->kind = kinds[kind - 1];
    return true;
}

void ci_certificate_hash(char out[CI_CERTIFICATE_HASH_SIZE],
                         const ci_certificate *certificate, const void *key,
                         size_t key_size)
{
    char whole[CI_SHA256_TEXT_SIZE];

    ci_sha256_keyed(whole, key, key_size, certificate->identity,
                    IDENTITY_SIZE);
    memcpy(out, whole, CI_CERTIFICATE_HASH_SIZE - 1);
    out[CI_CERTIFICATE_HASH_SIZE - 1] = '\0';
}
