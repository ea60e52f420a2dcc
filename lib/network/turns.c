#include "network/turns.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

/* ---- collecting -------------------------------------------------------- */

static bool has_end(const circlet_network_builder *builder, uint32_t link,
                    circlet_node node)
{
    return builder->links[link].from == node ||
           builder->links[link].to == node;
}

static circlet_status check_turn(const circlet_network_builder *builder,
                                 const circlet_turn_record *turn,
                                 circlet_error *error)
{
    size_t position = builder->turn_count;
    const uint32_t links[2] = {turn->from_link, turn->to_link};

    if (turn->via >= builder->node_count)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "turn %zu is at node %zu, which was never added",
                       position, (size_t)turn->via);
    for (size_t i = 0; i < 2; i++) {
        if (links[i] >= builder->link_count)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "turn %zu names link %zu, which was never added",
                           position, (size_t)links[i]);
        if (!has_end(builder, links[i], turn->via))
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "turn %zu is at node %zu, where link %zu does not "
                           "end",
                           position, (size_t)turn->via, (size_t)links[i]);
    }
    if ((unsigned)turn->kind > CIRCLET_TURN_ONLY)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "turn %zu is of no kind: %d",
                       position, (int)turn->kind);
    return CIRCLET_OK;
}

circlet_status circlet_network_builder_add_turn(
    circlet_network_builder *builder, const circlet_turn_record *turn,
    circlet_error *error)
{
    circlet_status status = check_turn(builder, turn, error);
    const char *except, *vehicle;
    ci_turn *turns;

    if (status)
        return status;
    turns = ci_array_reserve_one(builder->turns, builder->turn_count,
                                 &builder->turn_capacity, sizeof(*turns));
    if (!turns)
        return ci_fail_nomem(error);
    builder->turns = turns;
    except = ci_arena_copy(&builder->arena, turn->except ? turn->except : "");
    vehicle =
        ci_arena_copy(&builder->arena, turn->vehicle ? turn->vehicle : "");
    if (!except || !vehicle)
        return ci_fail_nomem(error);
    turns[builder->turn_count++] =
        (ci_turn){.from_link = turn->from_link,
                  .via = turn->via,
                  .to_link = turn->to_link,
                  .is_only = turn->kind == CIRCLET_TURN_ONLY,
                  .except = except,
                  .vehicle = vehicle};
    return CIRCLET_OK;
}

/* ---- keeping ----------------------------------------------------------- */

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* Down to the last field, so that the order does not depend on how turns
 * were added. */
static int compare_turns(const void *left, const void *right)
{
    const ci_turn *a = left, *b = right;
    int order = compare_numbers(a->via, b->via);

    if (order == 0)
        order = compare_numbers(a->from_link, b->from_link);
    if (order == 0)
        order = compare_numbers(a->to_link, b->to_link);
    if (order == 0)
        order = compare_numbers(a->is_only, b->is_only);
    if (order == 0)
        order = strcmp(a->except, b->except);
    return order ? order : strcmp(a->vehicle, b->vehicle);
}

bool ci_turns_copy(circlet_network *network,
                   const circlet_network_builder *builder,
                   const uint32_t *node_number, const uint32_t *link_number)
{
    size_t count = builder->turn_count;

    if (count == 0)
        return true;
    network->turns = malloc(count * sizeof(*network->turns));
    if (!network->turns)
        return false;
    for (size_t i = 0; i < count; i++) {
        ci_turn turn = builder->turns[i];

        turn.from_link = link_number[turn.from_link];
        turn.to_link = link_number[turn.to_link];
        turn.via = node_number[turn.via];
        turn.except = ci_arena_copy(&network->arena, turn.except);
        turn.vehicle = ci_arena_copy(&network->arena, turn.vehicle);
        if (!turn.except || !turn.vehicle)
            return false;
        network->turns[i] = turn;
    }
    network->turn_count = count;
    qsort(network->turns, count, sizeof(*network->turns), compare_turns);
    return true;
}

/* ---- whom they bind ---------------------------------------------------- */

/*
 * What a kind of vehicle is one of besides, as in
 * https://wiki.openstreetmap.org/wiki/Key:access, land-based transportation.
 */
static const char *wider_vehicle(const char *vehicle)
{
    static const char *const wider[][2] = {
        {"motorcar", "motor_vehicle"},
        {"taxi", "psv"},
        {"bus", "psv"},
        {"minibus", "psv"},
        {"psv", "motor_vehicle"},
        {"motorcycle", "motor_vehicle"},
        {"goods", "motor_vehicle"},
        {"hgv", "motor_vehicle"},
        {"emergency", "motor_vehicle"},
        {"motor_vehicle", "vehicle"},
        {"bicycle", "vehicle"},
    };

    for (size_t i = 0; i < sizeof(wider) / sizeof(wider[0]); i++)
        if (strcmp(wider[i][0], vehicle) == 0)
            return wider[i][1];
    return NULL;
}

bool ci_turn_knows_vehicle(const char *word)
{
    return wider_vehicle(word) || strcmp(word, "vehicle") == 0;
}

/* Whether a word stands in a list like "bus; psv". */
static bool lists(const char *list, const char *word)
{
    size_t size = strlen(word);

    while (*list != '\0') {
        size_t length;

        list += strspn(list, "; ");
        length = strcspn(list, "; ");
        if (length == size && strncmp(list, word, size) == 0)
            return true;
        list += length;
    }
    return false;
}

bool ci_turn_binds(const ci_turn *turn, const circlet_travel_mode *mode)
{
    const char *vehicle = mode->vehicle ? mode->vehicle : "motorcar";
    bool is_meant = turn->vehicle[0] == '\0';

    if (!mode->obeys_turns)
        return false;
    for (; vehicle; vehicle = wider_vehicle(vehicle)) {
        if (lists(turn->except, vehicle))
            return false;
        is_meant = is_meant || lists(turn->vehicle, vehicle);
    }
    return is_meant;
}
