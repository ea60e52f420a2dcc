/* circlet export: writes a GeoPackage for maps. */
#include <inttypes.h>

#include "command.h"
#include "json.h"
#include "locale.h"
#include "message.h"
#include "workbook_export.h"

static void print_result(const arguments *read, const char *to, uint64_t count)
{
    json out;

    if (!option_given(read, OPTION_JSON)) {
        printf(ngettext("%s written, with %llu finding\n",
                        "%s written, with %llu findings\n",
                        (unsigned long)count),
               to, (unsigned long long)count);
        return;
    }
    json_start(&out, stdout);
    json_text(&out, "file", to);
    json_text(&out, "plan", option_value(read, OPTION_PLAN));
    json_integer(&out, "findings", (int64_t)count);
    json_end(&out);
}

static int run(const arguments *read)
{
    const char *city = read->operands[0];
    const char *plan = option_value(read, OPTION_PLAN);
    const char *to = option_value(read, OPTION_TO);
    circlet_export_options options = CIRCLET_EXPORT_OPTIONS_INIT;
    uint64_t count = 0;
    circlet_error error;

    if (workbook_is_named(to))
        return workbook_export(read);
    options.plan = plan;
    options.overwrite = option_given(read, OPTION_FORCE);
    if (circlet_export(city, to, &options, &count, &error))
        return report_error(read->command->name, &error);
    if (count == 0 && !option_given(read, OPTION_QUIET))
        remark(read->command->name,
               _("no findings are saved: run 'circlet check %s --policy "
                 "FILE%s%s --save' first"),
               city, plan ? " --plan " : "", plan ? plan : "");
    print_result(read, to, count);
    return EXIT_DONE;
}

static const option_use options[] = {
    {OPTION_TO, true, N_("the file to write, .gpkg, .sqlite or .xlsx")},
    {OPTION_POLICY, false, N_("of .xlsx: judge by these rules")},
    {OPTION_PLAN, false, N_("with this plan's actions and findings")},
    {OPTION_YEAR, false,
     N_("of .xlsx: judge on 31 December of YEAR; default: "
        "the policy's year")},
    {OPTION_LANGUAGE, false,
     N_("of .xlsx: zh or en; default: that of the "
        "messages")},
    {OPTION_FORCE, false, NULL},
};

const command command_export = {
    .name = "export",
    .summary = N_("write saved verdicts and plans for maps"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_("Writes a GeoPackage (.gpkg) or a SpatiaLite database "
               "(.sqlite) for QGIS\n"
               "and other programs: units with the verdicts that 'circlet "
               "check --save'\n"
               "stored, facilities, the actions of a plan, the findings. No "
               "row of it is\n"
               "about a person.\n"
               "\n"
               "A workbook (.xlsx) has what --policy finds, with --plan as it "
               "leaves the city: a\n"
               "summary, rules, findings, the ledger of streets, actions, "
               "costs by year and\n"
               "sources."),
    .examples = "  circlet export city.gpkg --to map.gpkg\n"
                "  circlet export city.gpkg --to plan.gpkg --plan p20 "
                "--force\n"
                "  circlet export city.gpkg --to map.sqlite\n"
                "  circlet export city.gpkg --to plan.xlsx --policy "
                "beijing-2018.yaml --plan p20\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
