/* The files of an answer, and what all of its forms need. */
#include "solve_output.h"

#include "csv_field.h"
#include "output_file.h"

const char *solve_site_id(const solve_problem *problem, uint32_t site)
{
    return circlet_location_file_site_id(problem->file, site);
}

int solve_weight_decimals(const solve_problem *problem)
{
    return circlet_location_file_units(problem->file).weight_decimals;
}

static void put_sites_csv(FILE *file, const solve_answer *answer)
{
    size_t count;
    const uint32_t *sites = circlet_siting_sites(answer->siting, &count);
    const int64_t *gains = circlet_siting_gains(answer->siting);
    char text[CIRCLET_DECIMAL_SIZE] = "";

    fputs("id,gain\n", file);
    for (size_t i = 0; i < count; i++) {
        csv_write_field(file, solve_site_id(answer->problem, sites[i]));
        if (gains)
            circlet_decimal_write(text, gains[i], answer->problem->decimals);
        fprintf(file, ",%s\n", text);
    }
}

static void put_assignment_csv(FILE *file, const solve_answer *answer)
{
    const solve_problem *problem = answer->problem;
    int decimals = circlet_location_file_units(problem->file).time_decimals;
    size_t count;
    const circlet_assignment *list =
        circlet_siting_assignments(answer->siting, &count);

    fputs("demand,site,seconds,weight\n", file);
    for (size_t i = 0; i < count; i++) {
        char text[CIRCLET_DECIMAL_SIZE];

        csv_write_field(file, circlet_location_file_demand_id(problem->file,
                                                              list[i].point));
        putc(',', file);
        csv_write_field(file, solve_site_id(problem, list[i].site));
        circlet_decimal_write(text, list[i].time_ms, decimals);
        fprintf(file, ",%s", text);
        circlet_decimal_write(text, list[i].weight,
                              solve_weight_decimals(problem));
        fprintf(file, ",%s\n", text);
    }
}

static circlet_status write_csv(const solve_answer *answer, option_id id,
                                void (*put)(FILE *, const solve_answer *),
                                circlet_error *error)
{
    const arguments *read = answer->problem->read;
    output_file file = {0};
    circlet_status status;

    if (!option_given(read, id))
        return CIRCLET_OK;
    status = output_file_open(&file, option_value(read, id),
                              option_given(read, OPTION_FORCE), error);
    if (!status) {
        put(file.file, answer);
        status = output_file_commit(&file, error);
    }
    output_file_end(&file);
    return status;
}

circlet_status solve_write_files(const solve_answer *answer,
                                 circlet_error *error)
{
    circlet_status status =
        write_csv(answer, OPTION_SITES_OUT, put_sites_csv, error);

    return status ? status
                  : write_csv(answer, OPTION_ASSIGNMENT, put_assignment_csv,
                              error);
}
