#include "quantity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "json.h"
#include "locale.h"

#define MOST_DECIMALS 9

/* Of a number whose unit is not below. */
#define USUAL_DECIMALS 2

#define SHARE_DECIMALS 1

/* Units of measures, with as many decimals as the sentences of findings give
 * them, of one and of more; "share" is written as per cent. */
static const struct {
    const char *unit;
    int decimals;
    const char *one, *many;
} units[] = {
    {"persons", 3, NN_("%s person", "%s persons")},
    {"facilities", 0, NN_("%s facility", "%s facilities")},
    {"beds", 1, NN_("%s bed", "%s beds")},
    {"minutes", 2, NN_("%s min", "%s min")},
    {"m2", 1, NN_("%s m²", "%s m²")},
    {"m2_per_person", 2, NN_("%s m²/person", "%s m²/person")},
    {"beds_per_1000", 2, NN_("%s bed/1,000", "%s beds/1,000")},
    {"directors", 3, NN_("%s director", "%s directors")},
    {"physicians", 3, NN_("%s physician", "%s physicians")},
    {"therapists", 3, NN_("%s therapist", "%s therapists")},
    {"nurses", 3, NN_("%s nurse", "%s nurses")},
    {"rehab_workers", 1, NN_("%s worker", "%s workers")},
    {"mental_staff", 1, NN_("%s professional", "%s professionals")},
    {"training_new_hours", 3, NN_("%s h", "%s h")},
    {"training_year_hours", 3, NN_("%s h/year", "%s h/year")},
};

#define UNIT_COUNT (sizeof(units) / sizeof(units[0]))

static bool is_share(const char *unit)
{
    return unit && strcmp(unit, "share") == 0;
}

static size_t find_unit(const char *unit)
{
    size_t i = 0;

    while (unit && i < UNIT_COUNT && strcmp(units[i].unit, unit) != 0)
        i++;
    return unit ? i : UNIT_COUNT;
}

static int decimals_of(const char *unit)
{
    size_t i = find_unit(unit);

    return i < UNIT_COUNT ? units[i].decimals : USUAL_DECIMALS;
}

/* More decimals where the number would else be written as its limit. */
static void format_apart(char out[NUMBER_SIZE], double value, double limit,
                         int decimals)
{
    char asked[NUMBER_SIZE];

    for (; decimals <= MOST_DECIMALS; decimals++) {
        format_rounded(out, value, decimals);
        format_rounded(asked, limit, decimals);
        if (!isfinite(limit) || value == limit || strcmp(out, asked) != 0)
            return;
    }
}

/* Nearly all is never written as all, nor next to nothing as nothing. */
static double per_cent_of(double share)
{
    double per_cent = share * 100;

    if (share > 0 && per_cent < 0.1)
        return 0.1;
    return share < 1 && per_cent > 99.9 ? 99.9 : per_cent;
}

void quantity_number(char out[QUANTITY_SIZE], double value, double limit,
                     const char *unit)
{
    char number[NUMBER_SIZE];

    out[0] = '\0';
    if (!isfinite(value))
        return;
    if (is_share(unit))
        format_apart(number, per_cent_of(value), limit * 100, SHARE_DECIMALS);
    else
        format_apart(number, value, limit, decimals_of(unit));
    snprintf(out, QUANTITY_SIZE, "%s%s", number, is_share(unit) ? "%" : "");
}

void quantity_beside(char out[QUANTITY_SIZE], double value, double limit,
                     const char *unit)
{
    char number[QUANTITY_SIZE];
    size_t i = find_unit(unit);

    quantity_number(number, value, limit, unit);
    if (!number[0] || !unit || is_share(unit))
        snprintf(out, QUANTITY_SIZE, "%s", number);
    else if (i == UNIT_COUNT)
        snprintf(out, QUANTITY_SIZE, "%.32s %.64s", number, unit);
    else
        snprintf(out, QUANTITY_SIZE,
                 ngettext(units[i].one, units[i].many,
                          strcmp(number, "1") == 0 ? 1 : 2),
                 number);
}

void quantity_text(char out[QUANTITY_SIZE], double value, const char *unit)
{
    quantity_beside(out, value, (double)NAN, unit);
}

void quantity_up(char out[QUANTITY_SIZE], double value, const char *unit)
{
    double steps = pow(10, decimals_of(unit));

    quantity_text(out,
                  is_share(unit) || !isfinite(value)
                      ? value
                      : ceil(value * steps - 1e-6) / steps,
                  unit);
}
