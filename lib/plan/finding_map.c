#include "plan/finding_map.h"

#include "base/text.h"

static void write_key(ci_buffer *out, const circlet_finding *finding)
{
    out->size = 0;
    ci_buffer_add(out, finding->rule);
    ci_buffer_add(out, "\n");
    ci_buffer_add(out, finding->mode ? finding->mode : "");
    ci_buffer_add(out, "\n");
    ci_buffer_add_int(out, (int64_t)finding->subject);
    ci_buffer_add(out, finding->subject_id);
}

bool ci_finding_map_make(ci_finding_map *out, const circlet_findings *findings)
{
    ci_buffer key = {0};
    bool is_made;

    *out = (ci_finding_map){.findings = findings};
    out->map = ci_name_map_new();
    is_made = out->map != NULL;
    for (size_t i = 0; is_made && i < circlet_findings_count(findings); i++) {
        const char *kept;

        write_key(&key, circlet_findings_at(findings, i));
        kept = key.failed ? NULL : ci_arena_copy(&out->keys, key.text);
        is_made = kept && (ci_name_map_find(out->map, kept) != CI_NOWHERE ||
                           ci_name_map_add(out->map, kept, (uint32_t)i));
    }
    ci_buffer_free(&key);
    return is_made;
}

void ci_finding_map_clear(ci_finding_map *map)
{
    ci_name_map_free(map->map);
    ci_arena_free(&map->keys);
}

bool ci_finding_map_find(const circlet_finding **out,
                         const ci_finding_map *map,
                         const circlet_finding *asked)
{
    ci_buffer key = {0};
    uint32_t position;
    bool has_failed;

    write_key(&key, asked);
    has_failed = key.failed;
    position = has_failed ? CI_NOWHERE : ci_name_map_find(map->map, key.text);
    ci_buffer_free(&key);
    *out = position == CI_NOWHERE
               ? NULL
               : circlet_findings_at(map->findings, position);
    return !has_failed;
}
