/* circlet new: makes an empty city file. */
#include "command.h"
#include "json.h"
#include "locale.h"
#include "message.h"

static int run(const arguments *read)
{
    const char *path = read->operands[0];
    circlet_error error;
    json out;

    if (circlet_write_new_city(path, &error))
        return report_error(read->command->name, &error);
    if (option_given(read, OPTION_JSON)) {
        json_start(&out, stdout);
        json_text(&out, "city", path);
        json_end(&out);
    }
    return EXIT_DONE;
}

const command command_new = {
    .name = "new",
    .summary = N_("make an empty city file"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_("Makes CITY, an empty city file: a GeoPackage (.gpkg), or a "
               "SpatiaLite database\n"
               "(.sqlite), which needs SQLite's module mod_spatialite. A file "
               "that exists stays\n"
               "as it is."),
    .examples = "  circlet new city.gpkg\n"
                "  circlet new city.sqlite\n",
    .run = run,
};
