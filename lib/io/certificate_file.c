/*
 * Writing certificates as JSON: one object with the claim, the sites, the
 * search tree and its duals. The form is described in docs/solve.md, so that a
 * certificate can be checked by a program that is not ours.
 */
#include <circlet/location_file.h>

#include <inttypes.h>
#include <stdio.h>

#include "base/error.h"
#include "io/text_output.h"

static void write_sites(FILE *out, const circlet_certificate *certificate)
{
    fputs(",\n\"sites\":[", out);
    for (size_t i = 0; i < certificate->site_count; i++)
        fprintf(out, "%s%" PRIu32, i > 0 ? "," : "", certificate->sites[i]);
    fputs("]", out);
}

/* A leaf is [its duals] or []; a branch [site, without, with]. */
static void write_nodes(FILE *out, const circlet_certificate *certificate)
{
    fputs(",\n\"nodes\":[", out);
    for (size_t i = 0; i < certificate->node_count; i++) {
        const circlet_proof_node *node = &certificate->nodes[i];

        fputs(i > 0 ? ",\n[" : "\n[", out);
        if (node->site != CIRCLET_LEAF)
            fprintf(out, "%" PRIu32 ",%" PRIu32 ",%" PRIu32, node->site,
                    node->without, node->with);
        else if (node->without != CIRCLET_NO_DUALS)
            fprintf(out, "%" PRIu32, node->without);
        fputs("]", out);
    }
    fputs("]", out);
}

static void write_duals(FILE *out, const circlet_certificate *certificate)
{
    fputs(",\n\"duals\":[", out);
    for (size_t i = 0; i < certificate->dual_count; i++) {
        size_t end = certificate->dual_first[i + 1];

        fprintf(out, "%s\n{\"theta\":%" PRId64 ",\"rows\":[", i > 0 ? "," : "",
                certificate->thetas[i]);
        for (size_t k = certificate->dual_first[i]; k < end; k++)
            fprintf(out, "%s%" PRIu32 ",%" PRId64,
                    k > certificate->dual_first[i] ? "," : "",
                    certificate->duals[k].row, certificate->duals[k].value);
        fputs("]}", out);
    }
    fputs("]", out);
}

static void write_dominated(FILE *out, const circlet_certificate *certificate)
{
    fputs(",\n\"dominated\":[", out);
    for (size_t i = 0; i < 2 * certificate->dominated_count; i++)
        fprintf(out, "%s%" PRIu32, i > 0 ? "," : "",
                certificate->dominated[i]);
    fputs("]", out);
}

/* [point, site, time, weight] of each. */
static void write_assignments(FILE *out,
                              const circlet_certificate *certificate)
{
    fputs(",\n\"assignments\":[", out);
    for (size_t i = 0; i < certificate->assignment_count; i++) {
        const circlet_assignment *given = &certificate->assignments[i];

        fprintf(out, "%s[%" PRIu32 ",%" PRIu32 ",%" PRIu32 ",%" PRId64 "]",
                i > 0 ? ",\n" : "\n", given->point, given->site,
                given->time_ms, given->weight);
    }
    fputs("]", out);
}

static void write_all(FILE *out, const circlet_certificate *certificate)
{
    fprintf(out,
            "{\"circlet_certificate\":1,\"model\":\"%s\","
            "\"objective\":%" PRId64 ",\"bound\":%" PRId64
            ",\"scale\":%" PRId64 ",\"too_large\":%s",
            circlet_model_name(certificate->model), certificate->objective,
            certificate->bound, certificate->scale,
            certificate->is_too_large ? "true" : "false");
    write_sites(out, certificate);
    write_nodes(out, certificate);
    write_duals(out, certificate);
    write_dominated(out, certificate);
    if (certificate->assignments)
        write_assignments(out, certificate);
    fputs("}\n", out);
}

circlet_status circlet_write_certificate(
    const char *path, const circlet_certificate *certificate,
    circlet_error *error)
{
    ci_text_output output = {.path = NULL};
    circlet_status status;

    if (!path || !certificate)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a path or a certificate is missing");
    status = ci_text_output_open(&output, path, error);
    if (!status) {
        write_all(output.file, certificate);
        status = ci_text_output_commit(&output, error);
    }
    ci_text_output_end(&output);
    return status;
}
