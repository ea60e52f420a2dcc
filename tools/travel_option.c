#include "travel_option.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "locale.h"
#include "message.h"

#define MS_PER_MINUTE 60000.0

static const char *const bounds[CIRCLET_BOUND_COUNT] = {
    [CIRCLET_BOUND_NOMINAL] = "nominal",
    [CIRCLET_BOUND_MIN] = "min",
    [CIRCLET_BOUND_MAX] = "max"};

const char *bound_name(circlet_bound bound)
{
    return bounds[bound];
}

static int fail_value(const arguments *read, option_id id, const char *takes)
{
    return usage_error(read->command->name,
                       _("option '--%s' takes %s, not '%s'"), option_name(id),
                       takes, option_value(read, id));
}

/* `text` is changed. */
static bool read_point(circlet_point *out, char *text)
{
    char *comma = strchr(text, ',');

    if (comma)
        *comma = '\0';
    return comma && parse_number(&out->lon, text) &&
           parse_number(&out->lat, comma + 1) && fabs(out->lon) <= 180 &&
           fabs(out->lat) <= 90;
}

int option_point(circlet_point *out, const arguments *read, option_id id)
{
    const char *text = option_value(read, id);
    circlet_point at;
    char *copy;
    bool is_read;

    if (!text)
        return ARGUMENTS_ARE_READ;
    copy = strdup(text);
    if (!copy)
        return machine_error(read->command->name, _("out of memory"));
    is_read = read_point(&at, copy);
    free(copy);
    if (!is_read)
        return fail_value(read, id, "LON,LAT");
    *out = at;
    return ARGUMENTS_ARE_READ;
}

int option_bound(circlet_bound *out, const arguments *read)
{
    const char *text = option_value(read, OPTION_BOUND);

    for (int i = 0; text && i < CIRCLET_BOUND_COUNT; i++)
        if (strcmp(text, bounds[i]) == 0) {
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
