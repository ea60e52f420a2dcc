#include "io/import_services.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define COUNT_MAX INT64_C(1000000000)
#define PART_SIZE 32

enum { PLACES, BEDS, OCCUPIED, COUNTS };

static const char *const count_names[COUNTS] = {"places", "beds", "occupied"};

/* What may be wrong with a service. */
typedef enum service_fault {
    NONE,
    FORM,
    NAMELESS,
    OVERFULL, /* more are occupied than there are */
    TWICE
} service_fault;

/* One service of a list, whose text it points into. */
typedef struct service {
    const char *name;
    size_t name_size;
    int64_t counts[COUNTS]; /* -1: not said */
} service;

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void trim(const char **text, size_t *size)
{
    while (*size > 0 && is_space((*text)[0])) {
        (*text)++;
        (*size)--;
    }
    while (*size > 0 && is_space((*text)[*size - 1]))
        (*size)--;
}

/* Says what is wrong with a service of this text. */
static void say(ci_buffer *reason, service_fault fault, const char *text,
                size_t size)
{
    int bytes = (int)size; /* no source is over 2 GiB */

    switch (fault) {
    case FORM:
        ci_reason_add(reason,
                      "services '%.*s' is not name[:places[:occupied]] or "
                      "name:beds=100",
                      bytes, text);
        break;
    case NAMELESS:
        ci_reason_add(reason, "services '%.*s' has no name", bytes, text);
        break;
    case OVERFULL:
        ci_reason_add(reason, "services '%.*s' has fewer places than occupied",
                      bytes, text);
        break;
    case TWICE:
        ci_reason_add(reason, "services '%.*s' stands twice", bytes, text);
        break;
    case NONE:
        break;
    }
}

/* "30", "beds=100"; a number alone is the places, the second the occupied. */
static bool read_count(service *out, size_t part_number, const char *part,
                       size_t size)
{
    int which = part_number == 1   ? PLACES
                : part_number == 2 ? OCCUPIED
                                   : COUNTS;
    const char *equals = memchr(part, '=', size);
    char number[PART_SIZE];
    int64_t count = 0;

    if (equals) {
        size_t name_size = (size_t)(equals - part);

        for (which = 0; which < COUNTS; which++)
            if (strlen(count_names[which]) == name_size &&
                memcmp(count_names[which], part, name_size) == 0)
                break;
        part = equals + 1;
        size -= name_size + 1;
    }
    if (which == COUNTS || size == 0 || size >= sizeof(number) ||
        out->counts[which] != -1)
        return false;
    memcpy(number, part, size);
    number[size] = '\0';
    if (!ci_parse_int64(&count, number) || count < 0 || count > COUNT_MAX)
        return false;
    out->counts[which] = count;
    return true;
}

static service_fault read_service(service *out, const char *text, size_t size)
{
    size_t left = size, part_number = 0;
    const char *part = text;

    *out = (service){.counts = {-1, -1, -1}};
    for (;; part_number++) {
        const char *colon = memchr(part, ':', left);
        size_t part_size = colon ? (size_t)(colon - part) : left;
        const char *trimmed = part;

        trim(&trimmed, &part_size);
        if (part_number == 0) {
            out->name = trimmed;
            out->name_size = part_size;
        } else if (part_size > 0 &&
                   !read_count(out, part_number, trimmed, part_size)) {
            return FORM;
        }
        if (!colon)
            break;
        left -= (size_t)(colon + 1 - part);
        part = colon + 1;
    }
    if (out->name_size == 0 || memchr(out->name, '=', out->name_size))
        return NAMELESS;
    if (out->counts[OCCUPIED] > out->counts[PLACES] &&
        out->counts[PLACES] != -1)
        return OVERFULL;
    return NONE;
}

/* The next entry that is not empty from *list on; false at the end. */
static bool next_entry(const char **list, const char **entry, size_t *size)
{
    while (**list) {
        *size = strcspn(*list, ";");
        *entry = *list;
        *list += *size + ((*list)[*size] == ';');
        trim(entry, size);
        if (*size > 0)
            return true;
    }
    return false;
}

/* Whether an entry before `end` has the same name. */
static bool is_repeated(const char *list, const char *end, const service *one)
{
    const char *entry;
    size_t size;

    while (next_entry(&list, &entry, &size) && entry < end) {
        service other;

        if (read_service(&other, entry, size) == NONE &&
            other.name_size == one->name_size &&
            memcmp(other.name, one->name, one->name_size) == 0)
            return true;
    }
    return false;
}

bool ci_services_check(const char *list, ci_buffer *reason)
{
    const char *rest = list, *entry;
    size_t size;

    while (next_entry(&rest, &entry, &size)) {
        service one;
        service_fault fault = read_service(&one, entry, size);

        if (fault == NONE && is_repeated(list, entry, &one)) {
            fault = TWICE;
            entry = one.name;
            size = one.name_size;
        }
        say(reason, fault, entry, size);
        if (fault != NONE)
            return false;
    }
    return true;
}

static circlet_status write_service(ci_statement *insert, const char *facility,
                                    const service *one, circlet_error *error)
{
    char *name = ci_text_copy_n(one->name, one->name_size);
    circlet_status status;

    if (!name)
        return ci_fail_nomem(error);
    status = ci_bind_text(insert, 1, facility, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 2, name, error);
    for (int i = 0; i < COUNTS && status == CIRCLET_OK; i++)
        status = one->counts[i] < 0
                     ? ci_bind_null(insert, 3 + i, error)
                     : ci_bind_int(insert, 3 + i, one->counts[i], error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(insert, NULL, error);
    free(name);
    return status;
}

circlet_status ci_services_write(ci_statement *insert, const char *facility,
                                 const char *list, circlet_error *error)
{
    const char *entry;
    size_t size;

    while (next_entry(&list, &entry, &size)) {
        service one;
        circlet_status status;

        if (read_service(&one, entry, size) != NONE)
            continue;
        status = write_service(insert, facility, &one, error);
        if (status != CIRCLET_OK)
            return status;
    }
    return CIRCLET_OK;
}
