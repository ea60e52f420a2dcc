#include "map_sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "message.h"

static bool ends_in(const char *name, const char *suffix)
{
    size_t size = strlen(name), suffix_size = strlen(suffix);

    return size > suffix_size &&
           strcasecmp(name + size - suffix_size, suffix) == 0;
}

/* What is drawn, and not who lives where. */
static bool is_shown(const circlet_source_summary *source)
{
    return strcmp(source->layer, "plan") != 0 &&
           strcmp(source->layer, "waivers") != 0;
}

/* A file stands once, however many layers it gave. */
static bool is_new(const circlet_summary *summary, size_t position)
{
    const char *file = circlet_summary_source(summary, position)->file;

    for (size_t i = 0; i < position; i++)
        if (is_shown(circlet_summary_source(summary, i)) &&
            strcmp(circlet_summary_source(summary, i)->file, file) == 0)
            return false;
    return true;
}

static void name_files(FILE *out, const circlet_summary *summary,
                       bool is_chinese)
{
    bool is_first = true;

    for (size_t i = 0; i < circlet_summary_source_count(summary); i++) {
        const circlet_source_summary *source =
            circlet_summary_source(summary, i);

        if (!is_shown(source) || !is_new(summary, i))
            continue;
        if (is_first)
            fputs(is_chinese ? "数据来源：" : "Sources: ", out);
        else
            fputs(is_chinese ? "、" : ", ", out);
        fputs(source->file, out);
        is_first = false;
    }
    if (!is_first)
        fputs(is_chinese ? "。" : ". ", out);
}

/* Streets out of OpenStreetMap's files ask to be credited (ODbL 1.0, 4.3). */
static bool has_openstreetmap(const circlet_summary *summary)
{
    for (size_t i = 0; i < circlet_summary_source_count(summary); i++)
        if (ends_in(circlet_summary_source(summary, i)->file, ".pbf"))
            return true;
    return false;
}

circlet_status map_sources_name(char **out, const char *city, bool is_chinese,
                                circlet_error *error)
{
    circlet_summary *summary = NULL;
    char *text = NULL;
    size_t size;
    circlet_status status = circlet_read_summary(&summary, city, error);
    FILE *stream = status ? NULL : open_memstream(&text, &size);

    if (status)
        return status;
    if (!stream) {
        circlet_summary_free(summary);
        return fail_nomem(error);
    }
    name_files(stream, summary, is_chinese);
    if (has_openstreetmap(summary))
        fputs(is_chinese ? "道路：© OpenStreetMap 贡献者，ODbL 1.0 许可。"
                         : "Streets: © OpenStreetMap contributors, ODbL "
                           "1.0. ",
              stream);
    fprintf(stream, is_chinese ? "circlet %s 绘制。" : "Drawn by circlet %s.",
            circlet_version());
    circlet_summary_free(summary);
    if (fclose(stream) != 0) {
        free(text);
        return fail_nomem(error);
    }
    *out = text;
    return CIRCLET_OK;
}
