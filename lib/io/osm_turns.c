/*
 * What the tags mean: https://wiki.openstreetmap.org/wiki/Relation:restriction
 *
 * Memory: some 100 bytes for each restriction that may be used, and 8 for
 * each of its ways; no text is kept that is longer than a sign could show.
 */
#include "io/osm_turns.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "network/travel_mode.h"

#define WORD "restriction"
#define LIST_SIZE 256 /* bytes of a list of vehicles */

void ci_osm_turns_free(ci_osm_turns *turns)
{
    free(turns->list);
    free(turns->ways);
    ci_arena_free(&turns->texts);
    memset(turns, 0, sizeof(*turns));
}

/* ---- tags -------------------------------------------------------------- */

/* What the tags of a restriction say. */
typedef struct turn_signs {
    char forbids[LIST_SIZE], allows[LIST_SIZE]; /* vehicles */
    bool forbids_some, forbids_all;
    bool allows_some, allows_all;
    bool is_timed; /* as a whole */
    bool has_condition; /* some of it holds under conditions only */
    bool is_long; /* a list is longer than its room */
    const char *except;
} turn_signs;

/* What follows the word `restriction`: "" or a vehicle; NULL: it is another
 * word. */
static const char *after_word(const char *text)
{
    size_t size = strlen(WORD);

    if (strncmp(text, WORD, size) != 0)
        return NULL;
    if (text[size] == '\0')
        return text + size;
    return text[size] == ':' ? text + size + 1 : NULL;
}

static bool is_only(const char *value)
{
    return strncmp(value, "only_", 5) == 0;
}

static bool is_kind(const char *value)
{
    static const char *const kinds[] = {"no_left_turn",
                                        "no_right_turn",
                                        "no_straight_on",
                                        "no_u_turn",
                                        "no_entry",
                                        "no_exit",
                                        NULL};

    return is_only(value) || ci_text_is_one_of(value, kinds);
}

/* false: no room. */
static bool extend_list(char list[LIST_SIZE], const char *word)
{
    size_t used = strlen(list), size = strlen(word);

    if (used + size + 2 > LIST_SIZE)
        return false;
    if (used > 0)
        list[used++] = ';';
    memcpy(list + used, word, size + 1);
    return true;
}

/* A kind that binds a vehicle, or all if it is "". */
static void add_sign(turn_signs *signs, const char *vehicle, const char *kind)
{
    char *list = is_only(kind) ? signs->allows : signs->forbids;

    if (is_only(kind)) {
        signs->allows_some = true;
        signs->allows_all |= vehicle[0] == '\0';
    } else {
        signs->forbids_some = true;
        signs->forbids_all |= vehicle[0] == '\0';
    }
    if (vehicle[0] != '\0' && !extend_list(list, vehicle))
        signs->is_long = true;
}

/* `type_vehicle`: whom a tag `restriction` without a vehicle binds. */
static void read_tag(turn_signs *signs, const circlet_tag *tag,
                     const char *type_vehicle)
{
    static const char *const times[] = {"day_on", "day_off", "hour_on",
                                        "hour_off", NULL};
    const char *vehicle = after_word(tag->key);

    if (ci_text_is_one_of(tag->key, times))
        signs->is_timed = true;
    else if (strcmp(tag->key, "except") == 0)
        signs->except = tag->value;
    else if (vehicle && strstr(vehicle, "conditional"))
        signs->has_condition = true;
    else if (vehicle && is_kind(tag->value))
        add_sign(signs, vehicle[0] != '\0' ? vehicle : type_vehicle,
                 tag->value);
}

static void read_tags(turn_signs *signs, const ci_osm_relation *relation,
                      const char *type_vehicle)
{
    *signs = (turn_signs){.except = ""};
    if (strstr(type_vehicle, "conditional"))
        signs->is_timed = true;
    for (size_t i = 0; i < relation->tag_count; i++)
        read_tag(signs, &relation->tags[i], type_vehicle);
}

/* The vehicle in `type=restriction:VEHICLE`, "" if there is none; NULL: the
 * relation is no restriction. */
static const char *type_of(const ci_osm_relation *relation)
{
    const char *type =
        ci_tag_value(relation->tags, relation->tag_count, "type");

    return type ? after_word(type) : NULL;
}

/* ---- members ----------------------------------------------------------- */

typedef struct turn_members {
    size_t from_count, to_count, via_count;
    bool is_via_way; /* one of the vias is no node */
    bool is_odd; /* one leaves, or arrives, by what is no way */
    int64_t via;
} turn_members;

static void read_members(turn_members *members,
                         const ci_osm_relation *relation)
{
    *members = (turn_members){0};
    for (size_t i = 0; i < relation->member_count; i++) {
        const ci_osm_member *member = &relation->members[i];
        bool is_from = strcmp(member->role, "from") == 0;
        bool is_to = strcmp(member->role, "to") == 0;

        if (strcmp(member->role, "via") == 0) {
            members->via_count++;
            members->is_via_way |= member->type != CI_OSM_NODE;
            members->via = member->id;
        }
        members->from_count += is_from;
        members->to_count += is_to;
        members->is_odd |= (is_from || is_to) && member->type != CI_OSM_WAY;
    }
}

/* Why a restriction cannot be used; CI_TURN_FAULT_COUNT: it may be. */
static ci_turn_fault fault_of(const turn_signs *signs,
                              const turn_members *members)
{
    if (signs->is_timed)
        return CI_TURN_TIMED;
    if (!signs->forbids_some && !signs->allows_some)
        return signs->has_condition ? CI_TURN_TIMED : CI_TURN_UNKNOWN;
    if (signs->is_long || strlen(signs->except) >= LIST_SIZE)
        return CI_TURN_UNKNOWN;
    if (members->via_count > 1 || members->is_via_way)
        return CI_TURN_VIA;
    if (members->via_count == 0 || members->from_count == 0 ||
        members->to_count == 0 || members->is_odd ||
        (members->from_count > 1 && members->to_count > 1))
        return CI_TURN_UNKNOWN;
    return CI_TURN_FAULT_COUNT;
}

/* ---- keeping ----------------------------------------------------------- */

static bool keep_ways(ci_osm_turns *turns, const ci_osm_relation *relation,
                      const char *role)
{
    for (size_t i = 0; i < relation->member_count; i++) {
        int64_t *ways;

        if (strcmp(relation->members[i].role, role) != 0)
            continue;
        ways = ci_array_reserve_one(turns->ways, turns->way_count,
                                    &turns->way_capacity, sizeof(*ways));
        if (!ways)
            return false;
        turns->ways = ways;
        ways[turns->way_count++] = relation->members[i].id;
    }
    return true;
}

/* A sign that binds all binds those too that it names besides. */
static bool keep_texts(ci_osm_turns *turns, ci_osm_restriction *out,
                       const turn_signs *signs)
{
    ci_arena *texts = &turns->texts;

    out->except = ci_arena_copy(texts, signs->except);
    if (signs->forbids_some)
        out->forbids =
            ci_arena_copy(texts, signs->forbids_all ? "" : signs->forbids);
    if (signs->allows_some)
        out->allows =
            ci_arena_copy(texts, signs->allows_all ? "" : signs->allows);
    return out->except && (out->forbids || !signs->forbids_some) &&
           (out->allows || !signs->allows_some);
}

static bool keep(ci_osm_turns *turns, const ci_osm_relation *relation,
                 const turn_signs *signs, const turn_members *members)
{
    ci_osm_restriction one = {.id = relation->id,
                              .via = members->via,
                              .first_way = turns->way_count,
                              .from_count = members->from_count,
                              .to_count = members->to_count};
    ci_osm_restriction *list = ci_array_reserve_one(
        turns->list, turns->count, &turns->capacity, sizeof(*list));

    if (!list)
        return false;
    turns->list = list;
    if (!keep_texts(turns, &one, signs) ||
        !keep_ways(turns, relation, "from") ||
        !keep_ways(turns, relation, "to"))
        return false;
    list[turns->count++] = one;
    return true;
}

circlet_status ci_osm_turns_add(ci_osm_turns *turns,
                                const ci_osm_relation *relation,
                                circlet_error *error)
{
    const char *type_vehicle = type_of(relation);
    turn_signs signs;
    turn_members members;
    ci_turn_fault fault;

    if (!type_vehicle)
        return CIRCLET_OK;
    turns->seen_count++;
    read_tags(&signs, relation, type_vehicle);
    read_members(&members, relation);
    fault = fault_of(&signs, &members);
    if (fault != CI_TURN_FAULT_COUNT) {
        turns->faults[fault]++;
        return CIRCLET_OK;
    }
    return keep(turns, relation, &signs, &members) ? CIRCLET_OK
                                                   : ci_fail_nomem(error);
}

static int compare_restrictions(const void *a, const void *b)
{
    const ci_osm_restriction *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

circlet_status ci_osm_turns_end(ci_osm_turns *turns, circlet_error *error)
{
    if (turns->count > 0)
        qsort(turns->list, turns->count, sizeof(*turns->list),
              compare_restrictions);
    for (size_t i = 1; i < turns->count; i++)
        if (turns->list[i].id == turns->list[i - 1].id)
            return ci_fail(error, CIRCLET_E_DATA,
                           "relation %" PRId64 " stands in the file twice",
                           turns->list[i].id);
    return CIRCLET_OK;
}
