#include "word.h"

#include <stddef.h>
#include <string.h>

#include "locale.h"

static const struct {
    const char *name;
    const char *text;
} words[] = {
    /* verdicts */
    {"pass", N_("pass")},
    {"fail", N_("FAIL")},
    {"advice", N_("advice")},
    {"undecided", N_("undecided")},
    {"no_data", N_("no data")},
    /* units of measures */
    {"persons", N_("persons")},
    {"facilities", N_("facilities")},
    {"homes", N_("homes")},
    {"m2", N_("m²")},
    {"m2_per_person", N_("m² per person")},
    {"beds", N_("beds")},
    {"cny", N_("CNY")},
    /* plans */
    {"build", N_("build")},
    {"warm_home", N_("Warm Home")},
    {"covered_persons", N_("persons newly covered")},
};

const char *word(const char *name)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcmp(words[i].name, name) == 0)
            return _(words[i].text);
    return name;
}
