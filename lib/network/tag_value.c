/* Speeds and measures as people write them into OpenStreetMap tags. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "network/travel_mode.h"

#define KMH_PER_MPS 3.6
#define M_PER_FOOT 0.3048
#define M_PER_INCH 0.0254
#define DEGREES_PER_RADIAN 57.29577951308232
#define MAX_NUMBER_SIZE 32

typedef struct unit {
    const char *name;
    double factor;
} unit;

/* To km/h. The mile and the nautical mile (knot) are exact. */
static const unit speed_units[] = {
    {"", 1},      {"km/h", 1},       {"kmh", 1},       {"kph", 1},
    {"km/hr", 1}, {"mph", 1.609344}, {"knots", 1.852}, {"m/s", 3.6},
};

/*
 * Words for a limit, in km/h. The Chinese ones are those of the regulation
 * on the implementation of the Road Traffic Safety Law, articles 45 (one
 * lane in each direction) and 78. "walk" (of a country: "DE:walk") has no
 * number in any law; 6 km/h is what GraphHopper takes. Words of other
 * countries are not known here.
 */
static const unit speed_words[] = {
    {"walk", 6},
    {"CN:urban", 50},
    {"CN:rural", 70},
    {"CN:motorway", 120},
};

/* To metres. */
static const unit length_units[] = {
    {"", 1},
    {"m", 1},
    {"metre", 1},
    {"metres", 1},
    {"meter", 1},
    {"meters", 1},
    {"cm", 0.01},
    {"mm", 0.001},
    {"km", 1000},
    {"ft", M_PER_FOOT},
    {"feet", M_PER_FOOT},
    {"'", M_PER_FOOT},
    {"in", M_PER_INCH},
    {"\"", M_PER_INCH},
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static bool find_factor(double *out, const unit *units, size_t count,
                        const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(units[i].name, name) == 0) {
            *out = units[i].factor;
            return true;
        }
    return false;
}

static const char *skip_spaces(const char *text)
{
    return text + strspn(text, " ");
}

/* Reads a plain decimal number; gives where it ends, NULL if there is none.
 * The number is cut out because the rest of the value is its unit. */
static const char *read_number(double *out, const char *text)
{
    char digits[MAX_NUMBER_SIZE];
    size_t size = strspn(text, "+-0123456789.");
    size_t sign = text[0] == '+';

    if (size <= sign || size >= sizeof(digits))
        return NULL;
    memcpy(digits, text + sign, size - sign);
    digits[size - sign] = '\0';
    return ci_parse_double(out, digits) ? text + size : NULL;
}

/* A number and its unit, which may follow after spaces. */
static bool read_quantity(double *out, const char *text, const unit *units,
                          size_t unit_count)
{
    double number, factor;
    const char *rest = read_number(&number, skip_spaces(text));
    size_t size;
    char name[MAX_NUMBER_SIZE];

    if (!rest)
        return false;
    rest = skip_spaces(rest);
    size = strlen(rest);
    while (size > 0 && rest[size - 1] == ' ')
        size--;
    if (size >= sizeof(name))
        return false;
    memcpy(name, rest, size);
    name[size] = '\0';
    if (!find_factor(&factor, units, unit_count, name))
        return false;
    *out = number * factor;
    return true;
}

/* "DE:walk" is "walk". */
static const char *without_country(const char *value)
{
    bool has_country = value[0] >= 'A' && value[0] <= 'Z' && value[1] >= 'A' &&
                       value[1] <= 'Z' && strcmp(value + 2, ":walk") == 0;

    return has_country ? value + 3 : value;
}

static bool read_kmh(double *out, const char *value)
{
    double kmh;

    if (!find_factor(&kmh, speed_words, COUNT_OF(speed_words),
                     without_country(value)) &&
        !read_quantity(&kmh, value, speed_units, COUNT_OF(speed_units)))
        return false;
    if (!(kmh > 0))
        return false; /* a limit of 0 is an error of the map */
    *out = kmh;
    return true;
}

/* "3'6\"": feet and inches; the parts were checked apart. */
static bool read_feet(double *out, const char *value)
{
    double feet, inches;
    const char *rest = read_number(&feet, skip_spaces(value));

    if (!rest || *rest != '\'')
        return false;
    rest = read_number(&inches, skip_spaces(rest + 1));
    if (!rest || strcmp(rest, "\"") != 0)
        return false;
    *out = feet * M_PER_FOOT + (feet < 0 ? -inches : inches) * M_PER_INCH;
    return true;
}

/* In per cent; a bare number is per cent, as mappers mean it. */
static bool read_incline(double *out, const char *value)
{
    static const unit units[] = {{"", 1}, {"%", 1}};
    static const unit angles[] = {{"°", 1}, {"deg", 1}};
    double degrees;

    if (read_quantity(out, value, units, COUNT_OF(units)))
        return true;
    if (!read_quantity(&degrees, value, angles, COUNT_OF(angles)) ||
        !(fabs(degrees) < 90))
        return false;
    *out = 100 * tan(degrees / DEGREES_PER_RADIAN);
    return true;
}

/* "incline" and "incline:across", "maxspeed" and "maxspeed:forward". */
static bool key_is(const char *key, const char *name)
{
    size_t size = strlen(name);

    return strncmp(key, name, size) == 0 &&
           (key[size] == '\0' || key[size] == ':');
}

bool ci_read_speed(double *out_mps, const char *value)
{
    double kmh;

    if (!read_kmh(&kmh, value))
        return false;
    *out_mps = kmh / KMH_PER_MPS;
    return true;
}

static bool may_be_below_0(const char *key)
{
    return key_is(key, "layer") || key_is(key, "level") || key_is(key, "ele");
}

bool ci_read_measure(double *out, const char *key, const char *value)
{
    double number;

    if (key_is(key, "incline"))
        return read_incline(out, value);
    if (key_is(key, "maxspeed") || key_is(key, "minspeed"))
        return read_kmh(out, value);
    if (!read_feet(&number, value) &&
        !read_quantity(&number, value, length_units, COUNT_OF(length_units)))
        return false;
    if (number < 0 && !may_be_below_0(key))
        return false; /* no street is -1 m wide */
    *out = number;
    return true;
}
