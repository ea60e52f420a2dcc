/* Memory: 8 bytes for each member of a relation that is water. */
#include "io/osm_water.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "network/travel_mode.h"

/* Covered water can be walked over. */
static bool is_open_water(const ci_osm_relation *relation)
{
    static const char *const areas[] = {"multipolygon", NULL};
    static const char *const naturals[] = {"water", NULL};
    static const char *const waterways[] = {"riverbank", "dock", "river",
                                            "canal", NULL};
    static const char *const landuses[] = {"reservoir", "basin", NULL};
    const circlet_tag *tags = relation->tags;
    size_t count = relation->tag_count;

    return ci_text_is_one_of(ci_tag_value(tags, count, "type"), areas) &&
           (ci_text_is_one_of(ci_tag_value(tags, count, "natural"),
                              naturals) ||
            ci_text_is_one_of(ci_tag_value(tags, count, "waterway"),
                              waterways) ||
            ci_text_is_one_of(ci_tag_value(tags, count, "landuse"),
                              landuses) ||
            ci_tag_value(tags, count, "water")) &&
           !ci_tag_value(tags, count, "tunnel") &&
           !ci_tag_value(tags, count, "bridge") &&
           !ci_tag_value(tags, count, "covered");
}

/* Whether a member is part of the border: many leave the role out. */
static bool is_border(const ci_osm_member *member)
{
    static const char *const roles[] = {"outer", "inner", "", NULL};

    return member->type == CI_OSM_WAY &&
           ci_text_is_one_of(member->role, roles);
}

void ci_osm_water_free(ci_osm_water *water)
{
    free(water->ways);
    free(water->tags);
    memset(water, 0, sizeof(*water));
}

circlet_status ci_osm_water_add(ci_osm_water *water,
                                const ci_osm_relation *relation,
                                circlet_error *error)
{
    if (!is_open_water(relation))
        return CIRCLET_OK;
    for (size_t i = 0; i < relation->member_count; i++) {
        int64_t *ways;

        if (!is_border(&relation->members[i]))
            continue;
        ways = ci_array_reserve_one(water->ways, water->way_count,
                                    &water->way_capacity, sizeof(*ways));
        if (!ways)
            return ci_fail_nomem(error);
        water->ways = ways;
        ways[water->way_count++] = relation->members[i].id;
    }
    return CIRCLET_OK;
}

static int compare_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

void ci_osm_water_sort(ci_osm_water *water)
{
    size_t count = 0;

    if (water->way_count == 0)
        return;
    qsort(water->ways, water->way_count, sizeof(*water->ways), compare_ids);
    for (size_t i = 0; i < water->way_count; i++)
        if (count == 0 || water->ways[i] != water->ways[count - 1])
            water->ways[count++] = water->ways[i];
    water->way_count = count;
}

/* A path along the shore that is itself the border is to be walked on, and
 * nobody could be tied to it if it were water. */
static bool stays_as_it_is(const ci_osm_way *way)
{
    static const char *const ferries[] = {"ferry", NULL};
    static const char *const naturals[] = {"water", "coastline", NULL};

    return ci_tag_value(way->tags, way->tag_count, "highway") ||
           ci_tag_value(way->tags, way->tag_count, "railway") ||
           ci_text_is_one_of(ci_tag_value(way->tags, way->tag_count, "route"),
                             ferries) ||
           ci_text_is_one_of(
               ci_tag_value(way->tags, way->tag_count, "natural"), naturals);
}

static bool make_room(ci_osm_water *water, size_t count)
{
    circlet_tag *tags;

    if (count <= water->tag_capacity)
        return true;
    tags = realloc(water->tags, count * sizeof(*tags));
    if (!tags)
        return false;
    water->tags = tags;
    water->tag_capacity = count;
    return true;
}

circlet_status ci_osm_water_mark(ci_osm_water *water, ci_osm_way *way,
                                 bool *is_shore, circlet_error *error)
{
    size_t count = 1;

    *is_shore = water->way_count > 0 && !stays_as_it_is(way) &&
                bsearch(&way->id, water->ways, water->way_count,
                        sizeof(*water->ways), compare_ids);
    if (!*is_shore)
        return CIRCLET_OK;
    if (!make_room(water, way->tag_count + 1))
        return ci_fail_nomem(error);
    water->tags[0] = (circlet_tag){"natural", "water"};
    for (size_t i = 0; i < way->tag_count; i++)
        if (strcmp(way->tags[i].key, "natural") != 0)
            water->tags[count++] = way->tags[i];
    way->tags = water->tags;
    way->tag_count = count;
    return CIRCLET_OK;
}
