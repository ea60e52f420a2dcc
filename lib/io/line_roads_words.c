#include "io/line_roads_words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "network/travel_mode.h"

static bool is_one_of(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(word, list[i]) == 0)
            return true;
    return false;
}

#define IS_ONE_OF(word, list)                                                 \
    is_one_of((word), (list), sizeof(list) / sizeof((list)[0]))

static size_t yes_or_none(circlet_tag *out, const char *key, const char *value)
{
    static const char *const no[] = {"F", "N", "0", "no", "false"};
    static const char *const yes[] = {"T", "Y", "1", "true"};

    if (IS_ONE_OF(value, no))
        return 0;
    *out = (circlet_tag){key, IS_ONE_OF(value, yes) ? "yes" : value};
    return 1;
}

static size_t highway_words(circlet_tag *out, const char *key,
                            const char *value)
{
    if (strncmp(value, "track_grade", 11) != 0) {
        out[0] = (circlet_tag){key, value};
        return 1;
    }
    out[0] = (circlet_tag){key, "track"};
    out[1] = (circlet_tag){"tracktype", value + strlen("track_")};
    return 2;
}

size_t ci_line_words(circlet_tag out[CI_LINE_WORD_TAGS], const char *key,
                     const char *value)
{
    static const char *const yes_no[] = {"bridge", "tunnel", "covered"};

    if (IS_ONE_OF(key, yes_no))
        return yes_or_none(out, key, value);
    if (strcmp(key, "maxspeed") == 0 && strcmp(value, "0") == 0)
        return 0;
    if (strcmp(key, "highway") == 0)
        return highway_words(out, key, value);
    out[0] = (circlet_tag){key, value};
    return 1;
}

/* ---- one-way streets ---------------------------------------------------- */

ci_oneway_words ci_line_oneway_words(ci_oneway_words before, const char *value)
{
    if (before == CI_ONEWAY_PLAIN && strcasecmp(value, "B") == 0)
        return CI_ONEWAY_LETTERS;
    if (before == CI_ONEWAY_PLAIN &&
        (strcmp(value, "2") == 0 || strcmp(value, "3") == 0))
        return CI_ONEWAY_NUMBERS;
    return before;
}

const char *ci_line_oneway(ci_oneway_words words, const char *value)
{
    static const char *const forward[] = {"yes", "true", "1", "Y", "T", "FT"};
    static const char *const backward[] = {"-1", "reverse", "TF"};
    static const char *const both[] = {"no", "false", "0", "N", "F", "B"};

    if (words == CI_ONEWAY_LETTERS && strcasecmp(value, "F") == 0)
        return "yes";
    if (words == CI_ONEWAY_LETTERS && strcasecmp(value, "T") == 0)
        return "-1";
    if (words == CI_ONEWAY_NUMBERS && value[0] && !value[1] &&
        strchr("0123", value[0]))
        return value[0] == '2' ? "yes" : value[0] == '3' ? "-1" : "no";
    if (IS_ONE_OF(value, forward))
        return "yes";
    if (IS_ONE_OF(value, backward))
        return "-1";
    return IS_ONE_OF(value, both) ? "no" : NULL;
}

/* ---- streets, levels ---------------------------------------------------- */

bool ci_line_knows_highway(const char *value)
{
    /* https://wiki.openstreetmap.org/wiki/Key:highway */
    static const char *const known[] = {
        "motorway",      "trunk",         "primary",        "secondary",
        "tertiary",      "unclassified",  "residential",    "motorway_link",
        "trunk_link",    "primary_link",  "secondary_link", "tertiary_link",
        "living_street", "service",       "pedestrian",     "track",
        "bus_guideway",  "busway",        "escape",         "raceway",
        "road",          "footway",       "bridleway",      "steps",
        "corridor",      "path",          "via_ferrata",    "cycleway",
        "crossing",      "platform",      "elevator",       "proposed",
        "construction",  "abandoned",     "razed",          "planned",
        "disused",       "emergency_bay", "rest_area",      "services"};

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strcmp(value, known[i]) == 0)
            return true;
    return false;
}

static const char *value_of(const circlet_tag *tags, size_t count,
                            const char *key)
{
    const char *value = ci_tag_value(tags, count, key);

    return value ? value : "";
}

static bool is_yes(const char *value)
{
    return *value && strcmp(value, "no") != 0;
}

void ci_line_level(char out[64], const circlet_tag *tags, size_t count)
{
    const char *text = value_of(tags, count, "layer");
    bool is_bridge = is_yes(value_of(tags, count, "bridge"));
    bool is_tunnel = is_yes(value_of(tags, count, "tunnel"));
    double layer = 0.0;

    /* "1.0" is what a column of numbers makes of 1. */
    if (!ci_parse_double(&layer, text) && *text) {
        snprintf(out, 64, "%.40s/%d/%d", text, is_bridge, is_tunnel);
        return;
    }
    if (layer > 1000.0 || layer < -1000.0)
        layer = 1000.0;
    snprintf(out, 64, "%d/%d/%d", (int)(layer * 10.0), is_bridge, is_tunnel);
}
