/* The YAML files: a policy, else a travel mode. Whatever is read must be
 * fit for use: a policy judges an empty city, and names what it holds. */
#include "fuzz_file.h"

#include <circlet/io.h>
#include <string.h>

static void judge_nothing(const circlet_policy *policy)
{
    circlet_city_builder *builder = NULL;
    circlet_city *city = NULL;
    circlet_findings *findings = NULL;
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    unit.code = "u";
    unit.name = "u";
    unit.level = CIRCLET_LEVEL_STREET;
    if (circlet_city_builder_new(&builder, NULL) ||
        circlet_city_builder_add_unit(builder, &unit, NULL) ||
        circlet_city_builder_finish(&city, builder, NULL) ||
        circlet_policy_judge(&findings, policy, city, NULL, NULL, NULL))
        abort();
    for (size_t i = 0; i < circlet_findings_count(findings); i++)
        if (strlen(circlet_findings_at(findings, i)->text_en) == 0)
            abort();
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_city_builder_free(builder);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char path[FUZZ_PATH_SIZE];
    circlet_policy *policy = NULL;
    circlet_travel_mode *mode = NULL;
    circlet_error error = {CIRCLET_OK, ""};

    fuzz_write(path, bytes, size);
    if (circlet_read_policy(&policy, path, &error) == CIRCLET_OK)
        judge_nothing(policy);
    else if (error.message[0] == '\0')
        abort();
    if (circlet_read_travel_mode(&mode, path, &error) == CIRCLET_OK &&
        !circlet_travel_mode_name(mode))
        abort();
    circlet_policy_free(policy);
    circlet_travel_mode_free(mode);
    unlink(path);
    return 0;
}
