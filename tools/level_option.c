#include "level_option.h"

#include <string.h>

#include "locale.h"
#include "message.h"

int option_ledger_level(circlet_ledger_level *out, const arguments *read,
                        unsigned allowed)
{
    const char *name = option_value(read, OPTION_LEVEL);

    if (!name)
        return ARGUMENTS_ARE_READ;
    for (int i = 0; i < CIRCLET_LEDGER_LEVEL_COUNT; i++)
        if ((allowed >> i & 1) != 0 &&
            strcmp(circlet_ledger_level_name((circlet_ledger_level)i), name) ==
                0) {
            *out = (circlet_ledger_level)i;
            return ARGUMENTS_ARE_READ;
        }
    return usage_error(read->command->name, _("unknown level '%s'"), name);
}

int option_check_form(const arguments *read)
{
    if (option_given(read, OPTION_JSON) && option_given(read, OPTION_CSV))
        return usage_error(read->command->name,
                           _("--json and --csv exclude each other"));
    return ARGUMENTS_ARE_READ;
}
