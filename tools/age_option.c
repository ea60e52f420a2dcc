#include "age_option.h"

#include <stdlib.h>

#include "locale.h"
#include "message.h"

int option_ages(age_limits *out, const arguments *read)
{
    const char *list = option_value(read, OPTION_AGES);
    const char *at = list;

    out->count = 0;
    while (at) {
        char *end = NULL;
        long age = strtol(at, &end, 10);

        if (end == at || (*end && *end != ',') || age < 1 || age > 200 ||
            out->count == AGE_LIMIT_MAX ||
            (out->count > 0 && age <= out->ages[out->count - 1]))
            return usage_error(read->command->name,
                               _("option '--%s' takes %s, not '%s'"),
                               option_name(OPTION_AGES),
                               _("ascending ages such as 18,60"), list);
        out->ages[out->count++] = (int)age;
        at = *end ? end + 1 : NULL;
    }
    return ARGUMENTS_ARE_READ;
}
