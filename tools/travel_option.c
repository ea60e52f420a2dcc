#include "travel_option.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "locale.h"
#include "message.h"

#define MS_PER_MINUTE 60000.0
#define DEGREES_SIZE 512

static int fail_value(const arguments *read, option_id id, const char *takes)
{
    return usage_error(read->command->name,
                       _("option '--%s' takes %s, not '%s'"), option_name(id),
                       takes, option_value(read, id));
}

/* A number up to a comma or the end. */
static bool parse_degrees(double *out, const char *text, size_t size,
                          double most)
{
    char part[DEGREES_SIZE];

    if (size >= sizeof(part))
        return false;
    memcpy(part, text, size);
    part[size] = '\0';
    return parse_number(out, part) && fabs(*out) <= most;
}

bool parse_point(circlet_point *out, const char *text)
{
    const char *comma = strchr(text, ',');
    circlet_point at;

    if (!comma || !parse_degrees(&at.lon, text, (size_t)(comma - text), 180) ||
        !parse_degrees(&at.lat, comma + 1, strlen(comma + 1), 90))
        return false;
    *out = at;
    return true;
}

int option_point(circlet_point *out, const arguments *read, option_id id)
{
    const char *text = option_value(read, id);

    if (text && !parse_point(out, text))
        return fail_value(read, id, "LON,LAT");
    return ARGUMENTS_ARE_READ;
}

int option_bound(circlet_bound *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_BOUND);

    for (int i = 0; text && i < CIRCLET_BOUND_COUNT; i++)
        if (strcmp(text, circlet_bound_name((circlet_bound)i)) == 0) {
            *out = (circlet_bound)i;
            return ARGUMENTS_ARE_READ;
        }
    return text ? fail_value(read, OPTION_BOUND, "nominal, min, max")
                : ARGUMENTS_ARE_READ;
}

int option_minutes(uint32_t *out_ms, const arguments *read, option_id id)
{
    const char *text = option_value(read, id);
    double minutes = 0, ms;

    if (!text)
        return ARGUMENTS_ARE_READ;
    ms = parse_number(&minutes, text) ? minutes * MS_PER_MINUTE : 0;
    if (!(ms >= 1 && ms <= CIRCLET_CUTOFF_MAX))
        return fail_value(read, id, _("minutes up to 1440"));
    *out_ms = (uint32_t)llround(ms);
    return ARGUMENTS_ARE_READ;
}
