#include "policy/member_groups.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "policy/village_hosts.h"

#define ONE_MILLI 1000

/* The sure members of a unit, the homes they may go to (facilities, or
 * members), times and costs, member x home. */
typedef struct member_table {
    const ci_member_survey *survey;
    circlet_unit unit;
    size_t start; /* of its members */
    size_t members, homes;
    uint32_t *times;
    int64_t *costs;
    int64_t most; /* that a cost or bonus may be */
    uint32_t *home_of;
} member_table;

void ci_member_groups_clear(ci_member_groups *groups)
{
    free(groups->hosts);
}

size_t ci_member_facility_in(const ci_member_survey *survey, size_t member)
{
    circlet_unit owner = survey->members[member].owner;

    for (size_t i = survey->first_facility[owner];
         i < survey->first_facility[owner + 1]; i++)
        if (survey->facilities[i].is_sure &&
            survey->facilities[i].member == member)
            return i;
    return CI_NO_POSITION;
}

/* Whether it is known how many people live in every member. */
static bool has_weights(const ci_member_survey *survey, circlet_unit unit)
{
    if (!circlet_city_knows_people(survey->judgement->city))
        return false;
    for (size_t i = survey->first_member[unit]; i < survey->sure_end[unit];
         i++)
        if (!survey->members[i].has_area)
            return false;
    return true;
}

static int64_t weight_of(const member_table *table, size_t i, bool is_weighted)
{
    return is_weighted ? table->survey->members[table->start + i].people_milli
                       : ONE_MILLI;
}

static void clear(member_table *table)
{
    free(table->times);
    free(table->costs);
    free(table->home_of);
}

static circlet_status open_table(member_table *table, size_t homes,
                                 circlet_error *error)
{
    const ci_member_survey *survey = table->survey;
    int64_t cells;

    table->start = survey->first_member[table->unit];
    table->members = survey->sure_end[table->unit] - table->start;
    table->homes = homes;
    cells = (int64_t)(table->members + 1) * (int64_t)(table->members + 1);
    table->most = INT64_MAX / 8 / cells;
    table->times = calloc(table->members * homes + 1, sizeof(*table->times));
    table->costs = calloc(table->members * homes + 1, sizeof(*table->costs));
    table->home_of = calloc(table->members + 1, sizeof(*table->home_of));
    return table->times && table->costs && table->home_of
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status fail_weight(const member_table *table, size_t member,
                                  circlet_error *error)
{
    circlet_unit unit = table->survey->members[table->start + member].unit;

    return ci_fail(
        error, CIRCLET_E_DATA,
        "unit '%s' has too many people for their travel times to "
        "be added up",
        circlet_city_unit(table->survey->judgement->city, unit)->code);
}

/* People x time; a way that is not known costs more than all that are. */
static circlet_status fill_costs(member_table *table, bool is_weighted,
                                 circlet_error *error)
{
    int64_t unknown = 1;

    for (size_t i = 0; i < table->members; i++) {
        int64_t weight = weight_of(table, i, is_weighted), greatest = 0;

        for (size_t j = 0; j < table->homes; j++) {
            uint32_t time_ms = table->times[i * table->homes + j];

            if (time_ms == CIRCLET_UNREACHED)
                continue;
            if (time_ms > 0 && weight > table->most / time_ms)
                return fail_weight(table, i, error);
            table->costs[i * table->homes + j] = weight * time_ms;
            if (weight * time_ms > greatest)
                greatest = weight * time_ms;
        }
        unknown += greatest;
    }
    for (size_t e = 0; e < table->members * table->homes; e++)
        if (table->times[e] == CIRCLET_UNREACHED)
            table->costs[e] = unknown;
    return CIRCLET_OK;
}

/* What came of an assignment: home_of points into the columns. */
static void describe(ci_member_groups *out, const member_table *table)
{
    out->is_made = true;
    out->farthest = CI_NO_POSITION;
    for (size_t i = 0; i < table->members; i++) {
        uint32_t time_ms = table->times[i * table->homes + table->home_of[i]];

        if (time_ms == CIRCLET_UNREACHED) {
            out->unknown++;
            continue;
        }
        out->total_milli_ms += weight_of(table, i, out->is_weighted) * time_ms;
        if (out->farthest != CI_NO_POSITION && time_ms <= out->longest_ms)
            continue;
        out->longest_ms = time_ms;
        out->farthest = table->start + i;
    }
}

/* ---- facilities that there are ------------------------------------------ */

/* The facilities that each stand in a member of their own: columns of the
 * unit's facilities, and their members. */
static size_t find_settled(size_t *columns, uint32_t *hosts,
                           const member_table *table)
{
    const ci_member_survey *survey = table->survey;
    size_t first = survey->first_facility[table->unit], count = 0;

    for (size_t i = first; i < survey->first_facility[table->unit + 1]; i++) {
        size_t member = survey->facilities[i].member;

        if (member == CI_NO_POSITION || !survey->members[member].is_sure ||
            ci_member_facility_in(survey, member) != i)
            continue;
        columns[count] = i - first;
        hosts[count++] = (uint32_t)(member - table->start);
    }
    return count;
}

/* Leaves the columns of the facilities that count. */
static void keep_columns(member_table *table, const size_t *columns,
                         size_t count)
{
    for (size_t i = 0; i < table->members; i++)
        for (size_t k = 0; k < count; k++)
            table->times[i * count + k] =
                table->times[i * table->homes + columns[k]];
    table->homes = count;
}

static circlet_status assign(ci_member_groups *out, member_table *table,
                             const ci_group_range *range, size_t *columns,
                             uint32_t *hosts, circlet_error *error)
{
    int64_t cost = 0;
    ci_grouping grouping = {.village_count = table->members,
                            .hosts = hosts,
                            .costs = table->costs,
                            .size_from = range->size_from,
                            .size_to = range->size_to};
    circlet_status status;

    ci_member_times_to_facilities(table->times, table->survey, table->unit);
    keep_columns(table, columns, find_settled(columns, hosts, table));
    grouping.home_count = table->homes;
    if (!ci_grouping_is_possible(&grouping))
        return CIRCLET_OK;
    status = fill_costs(table, out->is_weighted, error);
    if (!status)
        status = ci_grouping_solve(table->home_of, &cost, &grouping, error);
    if (!status)
        describe(out, table);
    return status;
}

circlet_status ci_member_groups_assign(ci_member_groups *out,
                                       const ci_member_survey *survey,
                                       circlet_unit unit,
                                       const ci_group_range *range,
                                       circlet_error *error)
{
    size_t facilities =
        survey->first_facility[unit + 1] - survey->first_facility[unit];
    member_table table = {.survey = survey, .unit = unit};
    size_t *columns = calloc(facilities + 1, sizeof(*columns));
    uint32_t *hosts = calloc(facilities + 1, sizeof(*hosts));
    circlet_status status;

    out->is_weighted = has_weights(survey, unit);
    status = columns && hosts ? open_table(&table, facilities, error)
                              : ci_fail_nomem(error);
    if (!status)
        status = assign(out, &table, range, columns, hosts, error);
    clear(&table);
    free(columns);
    free(hosts);
    return status;
}

/* ---- facilities that there should be ------------------------------------ */

/* Where a facility stands already the way to it counts, not that to the
 * middle of its member. */
static circlet_status use_facilities(member_table *table, circlet_error *error)
{
    const ci_member_survey *survey = table->survey;
    size_t first = survey->first_facility[table->unit];
    size_t count = survey->first_facility[table->unit + 1] - first;
    uint32_t *times = calloc(table->members * count + 1, sizeof(*times));

    if (!times)
        return ci_fail_nomem(error);
    ci_member_times_to_facilities(times, survey, table->unit);
    for (size_t j = 0; j < table->members; j++) {
        size_t facility = ci_member_facility_in(survey, table->start + j);

        for (size_t i = 0; facility != CI_NO_POSITION && i < table->members;
             i++)
            table->times[i * table->homes + j] =
                times[i * count + facility - first];
    }
    free(times);
    return CIRCLET_OK;
}

/* What people and sites of a member are worth, against the people who
 * travel; in the unit of costs. */
static circlet_status fill_bonuses(int64_t *bonuses, bool *is_fixed,
                                   const member_table *table,
                                   circlet_error *error)
{
    const ci_member_survey *survey = table->survey;
    const ci_group_size *size = &survey->rule->as.group_size;

    for (size_t j = 0; j < table->members; j++) {
        const ci_member *member = &survey->members[table->start + j];
        double bonus =
            (double)member->people_milli * (double)size->host_person_ms +
            member->base_score * (double)size->host_base_ms * ONE_MILLI;

        if (bonus > (double)table->most)
            return fail_weight(table, j, error);
        bonuses[j] = llround(bonus);
        is_fixed[j] =
            ci_member_facility_in(survey, table->start + j) != CI_NO_POSITION;
    }
    return CIRCLET_OK;
}

static circlet_status keep_hosts(ci_member_groups *out,
                                 const member_table *table,
                                 const uint32_t *hosts, size_t count,
                                 circlet_error *error)
{
    const ci_member_survey *survey = table->survey;

    out->hosts = calloc(count + 1, sizeof(*out->hosts));
    if (!out->hosts)
        return ci_fail_nomem(error);
    for (size_t k = 0; k < count; k++)
        if (ci_member_facility_in(survey, table->start + hosts[k]) ==
            CI_NO_POSITION)
            out->hosts[out->host_count++] = table->start + hosts[k];
    return CIRCLET_OK;
}

/* Choices are compared by what they cost, bonuses left aside. */
static double gap_of(const ci_host_choice *choice, const int64_t *bonuses,
                     const uint32_t *hosts, size_t count)
{
    double cost = (double)choice->value;

    if (choice->bound == choice->value)
        return 0;
    for (size_t k = 0; k < count; k++)
        cost += (double)bonuses[hosts[k]];
    return cost > 0 ? ((double)choice->value - (double)choice->bound) / cost
                    : 0;
}

static circlet_status choose(ci_member_groups *out, member_table *table,
                             const ci_group_range *range, int64_t *bonuses,
                             bool *is_fixed, circlet_error *error)
{
    size_t count = range->home_min;
    ci_host_problem problem = {.village_count = table->members,
                               .home_count = count,
                               .costs = table->costs,
                               .bonuses = bonuses,
                               .is_fixed = is_fixed,
                               .size_from = range->size_from,
                               .size_to = range->size_to};
    ci_host_choice choice = {0, 0};
    uint32_t *hosts = calloc(count + 1, sizeof(*hosts));
    circlet_status status = hosts ? CIRCLET_OK : ci_fail_nomem(error);

    if (!status)
        status =
            ci_hosts_choose(hosts, table->home_of, &choice, &problem, error);
    if (!status)
        status = keep_hosts(out, table, hosts, count, error);
    for (size_t i = 0; !status && i < table->members; i++)
        table->home_of[i] = hosts[table->home_of[i]];
    if (!status) {
        out->gap = gap_of(&choice, bonuses, hosts, count);
        describe(out, table);
    }
    free(hosts);
    return status;
}

circlet_status ci_member_groups_choose(ci_member_groups *out,
                                       const ci_member_survey *survey,
                                       circlet_unit unit,
                                       const ci_group_range *range,
                                       circlet_error *error)
{
    size_t members = survey->sure_end[unit] - survey->first_member[unit];
    member_table table = {.survey = survey, .unit = unit};
    int64_t *bonuses = calloc(members + 1, sizeof(*bonuses));
    bool *is_fixed = calloc(members + 1, sizeof(*is_fixed));
    circlet_status status;

    out->is_weighted = has_weights(survey, unit);
    status = bonuses && is_fixed ? open_table(&table, members, error)
                                 : ci_fail_nomem(error);
    if (!status) {
        ci_member_times_to_members(table.times, survey, unit);
        status = use_facilities(&table, error);
    }
    if (!status)
        status = fill_costs(&table, out->is_weighted, error);
    if (!status)
        status = fill_bonuses(bonuses, is_fixed, &table, error);
    if (!status)
        status = choose(out, &table, range, bonuses, is_fixed, error);
    clear(&table);
    free(bonuses);
    free(is_fixed);
    return status;
}
