#include "engine_option.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "locale.h"
#include "message.h"

#define THREADS_MAX 256

static circlet_status fail_value(const arguments *read, option_id id,
                                 const char *takes, circlet_error *error)
{
    error->status = CIRCLET_E_ARGUMENT;
    snprintf(error->message, sizeof(error->message),
             _("option '--%s' takes %s, not '%s'"), option_name(id), takes,
             option_value(read, id));
    return error->status;
}

/* Bytes in a unit of memory; 0: there is no such unit. */
static double unit_bytes(const char *unit)
{
    static const struct {
        const char *name;
        double bytes;
    } units[] = {{"", 1},
                 {"KiB", 1024.0},
                 {"MiB", 1024.0 * 1024},
                 {"GiB", 1024.0 * 1024 * 1024},
                 {"TiB", 1024.0 * 1024 * 1024 * 1024},
                 {"kB", 1e3},
                 {"MB", 1e6},
                 {"GB", 1e9},
                 {"TB", 1e12}};

    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (strcmp(unit, units[i].name) == 0)
            return units[i].bytes;
    return 0;
}

static bool parse_bytes(uint64_t *out, const char *text)
{
    char number[NUMBER_SIZE];
    size_t size = strspn(text, "0123456789.");
    double value, bytes;

    if (size >= sizeof(number))
        return false;
    memcpy(number, text, size);
    number[size] = '\0';
    if (!parse_number(&value, number))
        return false;
    bytes = value * unit_bytes(text + size);
    if (!(bytes >= 1 && bytes <= 1e18))
        return false;
    *out = (uint64_t)bytes;
    return true;
}

static bool parse_threads(uint32_t *out, const char *text)
{
    char *end;
    long value = strtol(text, &end, 10);

    if (end == text || *end || value < 1 || value > THREADS_MAX)
        return false;
    *out = (uint32_t)value;
    return true;
}

circlet_status engine_option_read(circlet_engine_options *out,
                                  const arguments *read, circlet_error *error)
{
    circlet_engine_options options = CIRCLET_ENGINE_OPTIONS_INIT;
    const char *threads = option_value(read, OPTION_THREADS);
    const char *memory = option_value(read, OPTION_MEMORY);

    if (threads && !parse_threads(&options.threads, threads))
        return fail_value(read, OPTION_THREADS,
                          _("a whole number from 1 to 256"), error);
    if (memory && !parse_bytes(&options.memory_bytes, memory))
        return fail_value(read, OPTION_MEMORY,
                          _("a size such as 500MiB or 2GiB"), error);
    *out = options;
    return CIRCLET_OK;
}
