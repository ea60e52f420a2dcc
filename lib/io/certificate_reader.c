/*
 * Reading certificates from JSON, as docs/solve.md describes them: member by
 * member, none of them twice, and what is wrong by its name.
 */
#include <circlet/location_file.h>

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/json_reader.h"
#include "io/certificate_text.h"
#include "io/whole_file.h"

#define FILE_SIZE_MAX ((size_t)1 << 31)
#define KEY_SIZE 32
#define MODEL_COUNT 7
#define MEMBER_MAX 16

/* A certificate that owns its arrays, the first field of it. */
typedef struct read_certificate {
    circlet_certificate shown;
    uint32_t *sites;
    circlet_proof_node *nodes;
    size_t *dual_first;
    circlet_dual *duals;
    int64_t *thetas;
    uint32_t *dominated;
    circlet_assignment *assignments;
    size_t site_room, node_room, first_room, dual_room, theta_room;
    size_t dominated_room, assignment_room;
    size_t dual_total, dominated_total; /* elements so far */
    bool has[MEMBER_MAX]; /* of each of the members below */
    const char *broken; /* the member that is being read */
    bool has_no_memory;
} read_certificate;

void circlet_certificate_free(circlet_certificate *certificate)
{
    read_certificate *read = (read_certificate *)certificate;

    if (!read)
        return;
    free(read->sites);
    free(read->nodes);
    free(read->dual_first);
    free(read->duals);
    free(read->thetas);
    free(read->dominated);
    free(read->assignments);
    free(read);
}

/* `items` with an element appended, where they lie now; NULL: no memory,
 * which is noted, and they are as they were. */
static void *append(read_certificate *read, void *items, size_t count,
                    size_t *room, size_t size, const void *value)
{
    char *grown = ci_array_reserve_one(items, count, room, size);

    if (grown)
        memcpy(grown + count * size, value, size);
    else
        read->has_no_memory = true;
    return grown;
}

static bool read_number(ci_json_reader *text, uint32_t *out)
{
    int64_t value;

    if (!ci_json_whole(text, &value) || value < 0 || value >= UINT32_MAX)
        return false;
    *out = (uint32_t)value;
    return true;
}

/* [number, ...] */
static bool read_numbers(read_certificate *read, ci_json_reader *text,
                         uint32_t **out, size_t *count, size_t *room)
{
    uint32_t value, *grown;

    if (!ci_json_sign(text, '['))
        return false;
    if (ci_json_sign(text, ']'))
        return true;
    do {
        if (!read_number(text, &value))
            return false;
        grown = append(read, *out, *count, room, sizeof(value), &value);
        if (!grown)
            return false;
        *out = grown;
        ++*count;
    } while (ci_json_sign(text, ','));
    return ci_json_sign(text, ']');
}

static bool read_node(read_certificate *read, ci_json_reader *text)
{
    circlet_proof_node node = {CIRCLET_LEAF, CIRCLET_NO_DUALS, 0};
    circlet_proof_node *grown;
    uint32_t values[3];
    size_t count = 0;

    if (!ci_json_sign(text, '['))
        return false;
    while (count < 3 && read_number(text, &values[count])) {
        count++;
        if (!ci_json_sign(text, ','))
            break;
    }
    if (!ci_json_sign(text, ']') || count == 2)
        return false;
    if (count == 1)
        node.without = values[0];
    if (count == 3)
        node = (circlet_proof_node){values[0], values[1], values[2]};
    grown = append(read, read->nodes, read->shown.node_count, &read->node_room,
                   sizeof(node), &node);
    if (!grown)
        return false;
    read->nodes = grown;
    read->shown.node_count++;
    return true;
}

/* [row, value, row, value, ...] */
static bool read_rows(read_certificate *read, ci_json_reader *text)
{
    circlet_dual dual, *grown;

    if (!ci_json_sign(text, '['))
        return false;
    if (ci_json_sign(text, ']'))
        return true;
    do {
        memset(&dual, 0, sizeof(dual));
        if (!read_number(text, &dual.row) || !ci_json_sign(text, ',') ||
            !ci_json_whole(text, &dual.value))
            return false;
        grown = append(read, read->duals, read->dual_total, &read->dual_room,
                       sizeof(dual), &dual);
        if (!grown)
            return false;
        read->duals = grown;
        read->dual_total++;
    } while (ci_json_sign(text, ','));
    return ci_json_sign(text, ']');
}

/* Notes where the vector that was read last ends. */
static bool end_vector(read_certificate *read)
{
    size_t *grown =
        append(read, read->dual_first, read->shown.dual_count,
               &read->first_room, sizeof(read->dual_total), &read->dual_total);

    if (grown)
        read->dual_first = grown;
    return grown != NULL;
}

/* {"theta": number, "rows": [...]} */
static bool read_vector(read_certificate *read, ci_json_reader *text)
{
    char key[KEY_SIZE];
    int64_t theta = 0, *grown;
    bool is_good = ci_json_sign(text, '{');

    while (is_good && ci_json_text(text, key, sizeof(key))) {
        is_good = ci_json_sign(text, ':');
        if (is_good && strcmp(key, "theta") == 0)
            is_good = ci_json_whole(text, &theta);
        else if (is_good && strcmp(key, "rows") == 0)
            is_good = read_rows(read, text);
        else
            is_good = is_good && ci_json_skip(text);
        if (!is_good || !ci_json_sign(text, ','))
            break;
    }
    if (!is_good || !ci_json_sign(text, '}'))
        return false;
    grown = append(read, read->thetas, read->shown.dual_count,
                   &read->theta_room, sizeof(theta), &theta);
    if (!grown)
        return false;
    read->thetas = grown;
    read->shown.dual_count++;
    return end_vector(read);
}

/* [point, site, time, weight] */
static bool read_assignment(read_certificate *read, ci_json_reader *text)
{
    circlet_assignment given = {0}, *grown;

    if (!ci_json_sign(text, '[') || !read_number(text, &given.point) ||
        !ci_json_sign(text, ',') || !read_number(text, &given.site) ||
        !ci_json_sign(text, ',') || !read_number(text, &given.time_ms) ||
        !ci_json_sign(text, ',') || !ci_json_whole(text, &given.weight) ||
        !ci_json_sign(text, ']'))
        return false;
    grown = append(read, read->assignments, read->shown.assignment_count,
                   &read->assignment_room, sizeof(given), &given);
    if (!grown)
        return false;
    read->assignments = grown;
    read->shown.assignment_count++;
    return true;
}

/* [element, ...] */
static bool read_list(read_certificate *read, ci_json_reader *text,
                      bool (*read_one)(read_certificate *, ci_json_reader *))
{
    if (!ci_json_sign(text, '['))
        return false;
    if (ci_json_sign(text, ']'))
        return true;
    do {
        if (!read_one(read, text))
            return false;
    } while (ci_json_sign(text, ','));
    return ci_json_sign(text, ']');
}

static bool read_model(read_certificate *read, ci_json_reader *text)
{
    char word[KEY_SIZE];

    if (!ci_json_text(text, word, sizeof(word)))
        return false;
    for (int i = 0; i < MODEL_COUNT; i++)
        if (strcmp(word, circlet_model_name((circlet_model)i)) == 0) {
            read->shown.model = (circlet_model)i;
            return true;
        }
    return false;
}

static bool read_version(read_certificate *read, ci_json_reader *text)
{
    int64_t version;

    (void)read;
    return ci_json_whole(text, &version) && version == 1;
}

static bool read_objective(read_certificate *read, ci_json_reader *text)
{
    return ci_json_whole(text, &read->shown.objective);
}

/* At least 1: 0 would say that it is not known. */
static bool read_p(read_certificate *read, ci_json_reader *text)
{
    int64_t value;

    if (!ci_json_whole(text, &value) || value < 1 || value >= UINT32_MAX)
        return false;
    read->shown.p = (size_t)value;
    return true;
}

static bool read_bound(read_certificate *read, ci_json_reader *text)
{
    return ci_json_whole(text, &read->shown.bound);
}

static bool read_scale(read_certificate *read, ci_json_reader *text)
{
    return ci_json_whole(text, &read->shown.scale);
}

static bool read_too_large(read_certificate *read, ci_json_reader *text)
{
    return ci_json_boolean(text, &read->shown.is_too_large);
}

static bool read_sites(read_certificate *read, ci_json_reader *text)
{
    return read_numbers(read, text, &read->sites, &read->shown.site_count,
                        &read->site_room);
}

static bool read_nodes(read_certificate *read, ci_json_reader *text)
{
    return read_list(read, text, read_node);
}

static bool read_duals(read_certificate *read, ci_json_reader *text)
{
    return read_list(read, text, read_vector);
}

static bool read_dominated(read_certificate *read, ci_json_reader *text)
{
    return read_numbers(read, text, &read->dominated, &read->dominated_total,
                        &read->dominated_room) &&
           read->dominated_total % 2 == 0;
}

static bool read_assignments(read_certificate *read, ci_json_reader *text)
{
    return read_list(read, text, read_assignment);
}

static const struct {
    const char *key;
    bool (*read)(read_certificate *, ci_json_reader *);
    bool is_needed;
} members[] = {
    {"circlet_certificate", read_version, true},
    {"model", read_model, true},
    {"p", read_p, false},
    {"objective", read_objective, true},
    {"bound", read_bound, true},
    {"scale", read_scale, true},
    {"too_large", read_too_large, false},
    {"sites", read_sites, true},
    {"nodes", read_nodes, false},
    {"duals", read_duals, false},
    {"dominated", read_dominated, false},
    {"assignments", read_assignments, false},
};

#define MEMBER_COUNT (sizeof(members) / sizeof(members[0]))

/* Members of other names are passed over; none stands twice. */
static bool read_member(read_certificate *read, ci_json_reader *text,
                        const char *key)
{
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        if (strcmp(key, members[i].key) != 0)
            continue;
        read->broken = members[i].key;
        if (read->has[i] || !members[i].read(read, text))
            return false;
        read->has[i] = true;
        read->broken = NULL;
        return true;
    }
    return ci_json_skip(text);
}

static bool read_object(read_certificate *read, ci_json_reader *text)
{
    char key[KEY_SIZE];
    bool is_good = end_vector(read) && ci_json_sign(text, '{');

    while (is_good && ci_json_text(text, key, sizeof(key))) {
        is_good = ci_json_sign(text, ':') && read_member(read, text, key);
        if (!is_good || !ci_json_sign(text, ','))
            break;
    }
    return is_good && ci_json_sign(text, '}') && ci_json_is_at_end(text);
}

static circlet_status fail_broken(const read_certificate *read,
                                  const char *path, const ci_json_reader *text,
                                  circlet_error *error)
{
    size_t byte = (size_t)(text->at - text->start) + 1;

    if (read->has_no_memory)
        return ci_fail_nomem(error);
    if (!read->has[0])
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: byte %zu: this is no certificate, or one of "
                       "another version",
                       path, byte);
    if (read->broken)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: byte %zu: '%s' of the certificate is not as it "
                       "must be, or stood before",
                       path, byte, read->broken);
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: byte %zu: the certificate breaks off", path, byte);
}

static circlet_status read_text(read_certificate *read, const char *path,
                                const char *start, circlet_error *error)
{
    ci_json_reader text = {start, start};

    if (!read_object(read, &text))
        return fail_broken(read, path, &text, error);
    for (size_t i = 0; i < MEMBER_COUNT; i++)
        if (members[i].is_needed && !read->has[i])
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "%s: the certificate has no '%s'", path,
                           members[i].key);
    read->shown.sites = read->sites;
    read->shown.nodes = read->nodes;
    read->shown.dual_first = read->dual_first;
    read->shown.duals = read->duals;
    read->shown.thetas = read->thetas;
    read->shown.dominated = read->dominated;
    read->shown.dominated_count = read->dominated_total / 2;
    read->shown.assignments = read->assignments;
    return CIRCLET_OK;
}

circlet_status ci_certificate_read_text(circlet_certificate **out,
                                        const char *path, const char *text,
                                        circlet_error *error)
{
    read_certificate *read = calloc(1, sizeof(*read));
    circlet_status status =
        read ? read_text(read, path, text, error) : ci_fail_nomem(error);

    if (status)
        circlet_certificate_free((circlet_certificate *)read);
    else
        *out = &read->shown;
    return status;
}

circlet_status circlet_read_certificate(circlet_certificate **out,
                                        const char *path, circlet_error *error)
{
    ci_buffer buffer = {.text = NULL};
    circlet_status status;

    if (!out || !path)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "a path is missing");
    status = ci_read_whole_file(&buffer, path, FILE_SIZE_MAX, error);
    ci_buffer_add(&buffer, "");
    if (!status && buffer.failed)
        status = ci_fail_nomem(error);
    if (!status)
        status = ci_certificate_read_text(out, path, buffer.text, error);
    ci_buffer_free(&buffer);
    return status;
}
