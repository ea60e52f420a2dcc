/*
 * Writing certificates as JSON: one object with the claim, the sites, the
 * search tree and its duals. The form is described in docs/solve.md, so that a
 * certificate can be checked by a program that is not ours.
 */
#include <circlet/location_file.h>

#include <stdio.h>

#include "base/error.h"
#include "io/certificate_text.h"
#include "io/text_output.h"

static void add_uint(ci_buffer *out, uint32_t number)
{
    ci_buffer_add_int(out, (int64_t)number);
}

static void write_sites(ci_buffer *out, const circlet_certificate *certificate)
{
    ci_buffer_add(out, ",\n\"sites\":[");
    for (size_t i = 0; i < certificate->site_count; i++) {
        ci_buffer_add(out, i > 0 ? "," : "");
        add_uint(out, certificate->sites[i]);
    }
    ci_buffer_add(out, "]");
}

/* A leaf is [its duals] or []; a branch [site, without, with]. */
static void write_nodes(ci_buffer *out, const circlet_certificate *certificate)
{
    ci_buffer_add(out, ",\n\"nodes\":[");
    for (size_t i = 0; i < certificate->node_count; i++) {
        const circlet_proof_node *node = &certificate->nodes[i];

        ci_buffer_add(out, i > 0 ? ",\n[" : "\n[");
        if (node->site != CIRCLET_LEAF) {
            add_uint(out, node->site);
            ci_buffer_add(out, ",");
            add_uint(out, node->without);
            ci_buffer_add(out, ",");
            add_uint(out, node->with);
        } else if (node->without != CIRCLET_NO_DUALS) {
            add_uint(out, node->without);
        }
        ci_buffer_add(out, "]");
    }
    ci_buffer_add(out, "]");
}

static void write_duals(ci_buffer *out, const circlet_certificate *certificate)
{
    ci_buffer_add(out, ",\n\"duals\":[");
    for (size_t i = 0; i < certificate->dual_count; i++) {
        size_t first = certificate->dual_first[i];
        size_t end = certificate->dual_first[i + 1];

        ci_buffer_add(out, i > 0 ? ",\n{\"theta\":" : "\n{\"theta\":");
        ci_buffer_add_int(out, certificate->thetas[i]);
        ci_buffer_add(out, ",\"rows\":[");
        for (size_t k = first; k < end; k++) {
            ci_buffer_add(out, k > first ? "," : "");
            add_uint(out, certificate->duals[k].row);
            ci_buffer_add(out, ",");
            ci_buffer_add_int(out, certificate->duals[k].value);
        }
        ci_buffer_add(out, "]}");
    }
    ci_buffer_add(out, "]");
}

static void write_dominated(ci_buffer *out,
                            const circlet_certificate *certificate)
{
    ci_buffer_add(out, ",\n\"dominated\":[");
    for (size_t i = 0; i < 2 * certificate->dominated_count; i++) {
        ci_buffer_add(out, i > 0 ? "," : "");
        add_uint(out, certificate->dominated[i]);
    }
    ci_buffer_add(out, "]");
}

/* [point, site, time, weight] of each. */
static void write_assignments(ci_buffer *out,
                              const circlet_certificate *certificate)
{
    ci_buffer_add(out, ",\n\"assignments\":[");
    for (size_t i = 0; i < certificate->assignment_count; i++) {
        const circlet_assignment *given = &certificate->assignments[i];

        ci_buffer_add(out, i > 0 ? ",\n[" : "\n[");
        add_uint(out, given->point);
        ci_buffer_add(out, ",");
        add_uint(out, given->site);
        ci_buffer_add(out, ",");
        add_uint(out, given->time_ms);
        ci_buffer_add(out, ",");
        ci_buffer_add_int(out, given->weight);
        ci_buffer_add(out, "]");
    }
    ci_buffer_add(out, "]");
}

static void write_claim(ci_buffer *out, const circlet_certificate *certificate)
{
    ci_buffer_add(out, "{\"circlet_certificate\":1,\"model\":\"");
    ci_buffer_add(out, circlet_model_name(certificate->model));
    if (certificate->p > 0) {
        ci_buffer_add(out, "\",\"p\":");
        ci_buffer_add_int(out, (int64_t)certificate->p);
        ci_buffer_add(out, ",\"objective\":");
    } else {
        ci_buffer_add(out, "\",\"objective\":");
    }
    ci_buffer_add_int(out, certificate->objective);
    ci_buffer_add(out, ",\"bound\":");
    ci_buffer_add_int(out, certificate->bound);
    ci_buffer_add(out, ",\"scale\":");
    ci_buffer_add_int(out, certificate->scale);
    ci_buffer_add(out, ",\"too_large\":");
    ci_buffer_add(out, certificate->is_too_large ? "true" : "false");
}

void ci_certificate_write(ci_buffer *out,
                          const circlet_certificate *certificate)
{
    write_claim(out, certificate);
    write_sites(out, certificate);
    write_nodes(out, certificate);
    write_duals(out, certificate);
    write_dominated(out, certificate);
    if (certificate->assignments)
        write_assignments(out, certificate);
    ci_buffer_add(out, "}\n");
}

circlet_status circlet_write_certificate(
    const char *path, const circlet_certificate *certificate,
    circlet_error *error)
{
    ci_text_output output = {.path = NULL};
    ci_buffer text = {0};
    circlet_status status;

    if (!path || !certificate)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a path or a certificate is missing");
    status = ci_text_output_open(&output, path, error);
    if (!status) {
        ci_certificate_write(&text, certificate);
        if (text.failed)
            status = ci_fail_nomem(error);
    }
    if (!status) {
        fwrite(text.text, 1, text.size, output.file);
        status = ci_text_output_commit(&output, error);
    }
    ci_text_output_end(&output);
    ci_buffer_free(&text);
    return status;
}
