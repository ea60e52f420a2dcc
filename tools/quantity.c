#include "quantity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "json.h"
#include "locale.h"

/* Units of measures, of one and of more; "share" is written as per cent. */
static const struct {
    const char *unit;
    const char *one, *many;
} units[] = {
    {"persons", NN_("%s person", "%s persons")},
    {"facilities", NN_("%s facility", "%s facilities")},
    {"beds", NN_("%s bed", "%s beds")},
    {"minutes", NN_("%s min", "%s min")},
    {"m2", NN_("%s m²", "%s m²")},
    {"m2_per_person", NN_("%s m²/person", "%s m²/person")},
    {"beds_per_1000", NN_("%s bed/1,000", "%s beds/1,000")},
    {"directors", NN_("%s director", "%s directors")},
    {"physicians", NN_("%s physician", "%s physicians")},
    {"therapists", NN_("%s therapist", "%s therapists")},
    {"nurses", NN_("%s nurse", "%s nurses")},
    {"rehab_workers", NN_("%s worker", "%s workers")},
    {"mental_staff", NN_("%s professional", "%s professionals")},
    {"training_new_hours", NN_("%s h", "%s h")},
    {"training_year_hours", NN_("%s h/year", "%s h/year")},
};

#define UNIT_COUNT (sizeof(units) / sizeof(units[0]))

/* Nearly all is never written as all, nor next to nothing as nothing. */
static void share_text(char out[QUANTITY_SIZE], double share)
{
    char number[NUMBER_SIZE];
    double per_cent = share * 100;

    if (share > 0 && per_cent < 0.1)
        per_cent = 0.1;
    if (share < 1 && per_cent > 99.9)
        per_cent = 99.9;
    format_rounded(number, per_cent, 1);
    snprintf(out, QUANTITY_SIZE, "%s%%", number);
}

void quantity_text(char out[QUANTITY_SIZE], double value, const char *unit)
{
    char number[NUMBER_SIZE];

    out[0] = '\0';
    if (!isfinite(value))
        return;
    if (unit && strcmp(unit, "share") == 0) {
        share_text(out, value);
        return;
    }
    format_rounded(number, value, 2);
    snprintf(out, QUANTITY_SIZE, "%s%s%s", number, unit ? " " : "",
             unit ? unit : "");
    for (size_t i = 0; unit && i < UNIT_COUNT; i++)
        if (strcmp(units[i].unit, unit) == 0)
            snprintf(out, QUANTITY_SIZE,
                     ngettext(units[i].one, units[i].many,
                              strcmp(number, "1") == 0 ? 1 : 2),
                     number);
}
