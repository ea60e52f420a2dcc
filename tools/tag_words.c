#include "tag_words.h"

#include <stdlib.h>
#include <string.h>

#include "locale.h"

/* What the modes look at. English readers know the keys by themselves. */
static const struct {
    const char *key;
    const char *text;
} keys[] = {
    {"access", N_("access for all")},
    {"barrier", N_("kind of barrier")},
    {"bridge", N_("bridge")},
    {"conveying", N_("moving steps")},
    {"covered", N_("roofed over")},
    {"crossing", N_("kind of crossing")},
    {"crossing:markings", N_("markings of the crossing")},
    {"cycleway", N_("kind of cycleway")},
    {"foot", N_("access on foot")},
    {"footway", N_("kind of footway")},
    {"handrail", N_("handrail")},
    {"highway", N_("kind of street")},
    {"incline", N_("incline")},
    {"incline:heights", N_("incline by heights")},
    {"kerb", N_("kerb height")},
    {"maxspeed", N_("speed limit")},
    {"motor_vehicle", N_("access for motor vehicles")},
    {"motorcar", N_("access for cars")},
    {"motorroad", N_("road for motor vehicles only")},
    {"natural", N_("land cover")},
    {"oneway", N_("one way")},
    {"path", N_("kind of path")},
    {"railway", N_("kind of railway")},
    {"ramp", N_("ramp")},
    {"ramp:wheelchair", N_("ramp for wheelchairs")},
    {"route", N_("kind of route")},
    {"sac_scale", N_("difficulty of the path")},
    {"sidewalk", N_("pavement beside the road")},
    {"smoothness", N_("smoothness")},
    {"surface", N_("surface of the way")},
    {"tactile_paving", N_("tactile paving")},
    {"tracktype", N_("firmness of the track")},
    {"traffic_signals:sound", N_("signals that can be heard")},
    {"tunnel", N_("tunnel")},
    {"vehicle", N_("access for vehicles")},
    {"waterway", N_("kind of waterway")},
    {"wheelchair", N_("access for wheelchairs")},
    {"width", N_("width of the way")},
};

static void write_key(FILE *to, const char *key, size_t size)
{
    for (size_t i = 0;
         i < sizeof(keys) / sizeof(keys[0]) && locale_is_chinese(); i++)
        if (strlen(keys[i].key) == size &&
            strncmp(keys[i].key, key, size) == 0) {
            fputs(_(keys[i].text), to);
            fprintf(to, "（%.*s）", (int)size, key);
            return;
        }
    fprintf(to, "%.*s", (int)size, key);
}

void tag_key_write(FILE *to, const char *key)
{
    write_key(to, key, strlen(key));
}

void tag_keys_write(FILE *to, const char *list)
{
    while (*list) {
        size_t size = strcspn(list, ";");

        write_key(to, list, size);
        list += size;
        if (*list)
            putc(*list++, to);
    }
}

/* What stands between keys and values. */
static const struct {
    const char *english, *text;
} links[] = {
    {" or ", N_(" or ")},       {" other than ", N_(" other than ")},
    {" not ", N_(" not ")},     {" present", N_(" present")},
    {" absent", N_(" absent")}, {" missing", N_(" missing")},
    {" above ", N_(" above ")}, {" below ", N_(" below ")},
    {" to ", N_(" to ")},
};

/* What follows a comma and is about no key. */
static const struct {
    const char *english, *text;
} remarks[] = {
    {"going forward", N_("going forward")},
    {"going backward", N_("going backward")},
    {"built as a road", N_("built as a road")},
    {"also at either end", N_("also at either end")},
    {"to get across a road", N_("to get across a road")},
};

/* How long a word is where it stands at the start of a text and as a word;
 * else 0. */
static size_t starts(const char *text, const char *word)
{
    size_t size = strlen(word);

    if (strncmp(text, word, size) != 0)
        return 0;
    return word[size - 1] == ' ' || strchr(" ,", text[size]) ? size : 0;
}

/* Writes what follows a key, up to the next comma, and returns where that
 * is. */
static const char *write_rest(FILE *to, const char *rest)
{
    while (*rest && strncmp(rest, ", ", 2) != 0) {
        size_t i = 0, size = 0;

        while (i < sizeof(links) / sizeof(links[0]) &&
               (size = starts(rest, links[i].english)) == 0)
            i++;
        if (size > 0)
            fputs(_(links[i].text), to);
        else
            putc(*rest, to);
        rest += size > 0 ? size : 1;
    }
    return rest;
}

/* Writes a remark and returns what follows it; NULL: it is none. */
static const char *write_remark(FILE *to, const char *text)
{
    for (size_t i = 0; i < sizeof(remarks) / sizeof(remarks[0]); i++) {
        size_t size = starts(text, remarks[i].english);

        if (size > 0) {
            fputs(_(remarks[i].text), to);
            return text + size;
        }
    }
    return NULL;
}

static const char *write_comma(FILE *to, const char *rest)
{
    if (!*rest)
        return rest;
    fputs("，", to);
    return rest + 2;
}

void tag_tests_write(FILE *to, const char *tests)
{
    if (!locale_is_chinese()) {
        fputs(tests, to);
        return;
    }
    while (*tests) {
        const char *rest = write_remark(to, tests);

        if (!rest) {
            size_t size = strcspn(tests, "=, ");

            write_key(to, tests, size);
            rest = write_rest(to, tests + size);
        }
        tests = write_comma(to, rest);
    }
}

void tag_values_write(FILE *to, const char *values)
{
    if (!locale_is_chinese()) {
        fputs(values, to);
        return;
    }
    if (starts(values, "from ")) {
        fputs(_("from "), to);
        values += strlen("from ");
    }
    while (*values) {
        const char *rest = write_remark(to, values);

        if (!rest)
            rest = write_rest(to, values);
        values = write_comma(to, rest);
    }
}

void names_write(FILE *to, const char *list)
{
    while (*list) {
        size_t size = strcspn(list, ";");

        fprintf(to, "%.*s", (int)size, list);
        list += size;
        if (*list++ == '\0')
            return;
        fputs(locale_is_chinese() ? "、" : ", ", to);
    }
}

char *tag_text(void (*write)(FILE *to, const char *text), const char *text)
{
    char *written = NULL;
    size_t size;
    FILE *stream = open_memstream(&written, &size);

    if (!stream)
        return NULL;
    write(stream, text);
    if (fclose(stream) == 0)
        return written;
    free(written);
    return NULL;
}
