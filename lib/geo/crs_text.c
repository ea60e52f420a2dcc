#include "geo/crs_text.h"

#include <proj.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

void ci_crs_text_free(ci_crs_text *text)
{
    free(text->authority);
    free(text->name);
    free(text->wkt);
    free(text->esri);
    free(text->proj);
    *text = (ci_crs_text){0};
}

/* What PROJ gives is overwritten by its next answer. */
static bool copy(char **out, const char *text)
{
    *out = text ? ci_text_copy(text) : NULL;
    return !text || *out;
}

static bool read_texts(ci_crs_text *out, PJ_CONTEXT *context, const PJ *crs)
{
    static const char *const one_line[] = {"MULTILINE=NO", NULL};
    const char *code = proj_get_id_code(crs, 0);
    int64_t number = 0;

    if (code && ci_parse_int64(&number, code) && number > 0 &&
        number <= INT32_MAX) {
        out->code = (int)number;
        if (!copy(&out->authority, proj_get_id_auth_name(crs, 0)))
            return false;
    }
    out->is_degrees = proj_get_type(crs) == PJ_TYPE_GEOGRAPHIC_2D_CRS ||
                      proj_get_type(crs) == PJ_TYPE_GEOGRAPHIC_3D_CRS;
    return copy(&out->name, proj_get_name(crs)) &&
           copy(&out->wkt,
                proj_as_wkt(context, crs, PJ_WKT1_GDAL, one_line)) &&
           copy(&out->esri,
                proj_as_wkt(context, crs, PJ_WKT1_ESRI, one_line)) &&
           copy(&out->proj,
                proj_as_proj_string(context, crs, PJ_PROJ_4, NULL));
}

static PJ *create(PJ_CONTEXT *context, const char *crs)
{
    ci_buffer text = {0};
    PJ *made = NULL;

    ci_buffer_add(&text, crs);
    if (strncmp(crs, "+proj=", 6) == 0 && !strstr(crs, "type=crs"))
        ci_buffer_add(&text, " +type=crs");
    if (!text.failed)
        made = proj_create(context, text.text);
    ci_buffer_free(&text);
    return made;
}

circlet_status ci_crs_describe(ci_crs_text *out, const char *crs,
                               circlet_error *error)
{
    PJ_CONTEXT *context = proj_context_create();
    circlet_status status = CIRCLET_OK;
    PJ *made;

    if (!context)
        return ci_fail_nomem(error);
    proj_log_level(context, PJ_LOG_NONE);
    proj_context_set_enable_network(context, 0);
    made = create(context, crs);
    if (!made || !proj_is_crs(made))
        status = ci_fail(error, CIRCLET_E_CRS,
                         "coordinate system '%s' is not known", crs);
    else if (!read_texts(out, context, made))
        status = ci_fail_nomem(error);
    else if (!out->wkt || !out->name)
        status = ci_fail(error, CIRCLET_E_CRS,
                         "coordinate system '%s' cannot be written for other "
                         "programs",
                         crs);
    proj_destroy(made);
    proj_context_destroy(context);
    if (status != CIRCLET_OK)
        ci_crs_text_free(out);
    return status;
}
