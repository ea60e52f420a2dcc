/* circlet modes: how people travel, and where each number comes from. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "command.h"
#include "json.h"
#include "locale.h"
#include "message.h"
#include "mode_output.h"

#define SUFFIX ".yaml"

/* The modes that are read, and those of them that are asked for. */
typedef struct mode_list {
    const arguments *read;
    circlet_travel_mode **modes;
    size_t count, capacity;
    char **names; /* operands that name modes */
    size_t name_count;
    bool has_source; /* an operand says where to look */
} mode_list;

static void list_free(mode_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        circlet_travel_mode_free(list->modes[i]);
    free(list->modes);
    free(list->names);
}

static int out_of_memory(const mode_list *list)
{
    return machine_error(list->read->command->name, _("out of memory"));
}

static bool make_room(mode_list *list)
{
    size_t capacity = list->capacity ? 2 * list->capacity : 16;
    circlet_travel_mode **modes;

    if (list->count < list->capacity)
        return true;
    modes = realloc(list->modes, capacity * sizeof(void *));
    if (!modes)
        return false;
    list->modes = modes;
    list->capacity = capacity;
    return true;
}

/* ---- reading ------------------------------------------------------------ */

/* Takes a mode over. */
static int add_mode(mode_list *list, circlet_travel_mode *mode)
{
    if (!make_room(list)) {
        circlet_travel_mode_free(mode);
        return out_of_memory(list);
    }
    list->modes[list->count++] = mode;
    return EXIT_DONE;
}

static int add_file(mode_list *list, const char *path)
{
    circlet_travel_mode *mode = NULL;
    circlet_error error;

    if (circlet_read_travel_mode(&mode, path, &error))
        return report_error(list->read->command->name, &error);
    return add_mode(list, mode);
}

/* "FOLDER/NAME"; the caller frees it. */
static char *join_path(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);

    if (path)
        snprintf(path, size, "%s/%s", folder, name);
    return path;
}

static int is_mode_file(const struct dirent *entry)
{
    size_t size = strlen(entry->d_name), suffix = strlen(SUFFIX);

    return entry->d_name[0] != '.' && size > suffix &&
           strcmp(entry->d_name + size - suffix, SUFFIX) == 0;
}

/* By bytes, whatever the locale. */
static int compare_entries(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int add_folder(mode_list *list, const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_mode_file, compare_entries);
    int result = EXIT_DONE;

    if (count < 0) {
        fprintf(stderr, _("circlet %s: cannot read the folder %s\n"),
                list->read->command->name, folder);
        return EXIT_INPUT;
    }
    for (int i = 0; i < count; i++) {
        char *path = join_path(folder, entries[i]->d_name);

        if (result == EXIT_DONE)
            result = path ? add_file(list, path) : out_of_memory(list);
        free(path);
        free(entries[i]);
    }
    free(entries);
    return result;
}

/* The modes that a policy names, out of its folder. */
static int add_policy(mode_list *list, const char *path)
{
    circlet_policy *policy = NULL;
    circlet_error error;
    int result = EXIT_DONE;

    if (circlet_read_policy(&policy, path, &error))
        return report_error(list->read->command->name, &error);
    for (size_t i = 0;
         result == EXIT_DONE && i < circlet_policy_mode_count(policy); i++) {
        circlet_travel_mode *mode = NULL;

        result = circlet_read_policy_mode(&mode, policy, i, &error)
                     ? report_error(list->read->command->name, &error)
                     : add_mode(list, mode);
    }
    circlet_policy_free(policy);
    return result;
}

static bool is_file_name(const char *text)
{
    size_t size = strlen(text), suffix = strlen(SUFFIX);

    return strchr(text, '/') ||
           (size > suffix && strcmp(text + size - suffix, SUFFIX) == 0);
}

/* A folder, a file or the name of a mode. */
static int read_operand(mode_list *list, char *operand)
{
    struct stat found;

    if (is_file_name(operand)) {
        list->has_source = true;
        if (operand[strlen(operand) - 1] == '/' ||
            (stat(operand, &found) == 0 && S_ISDIR(found.st_mode)))
            return add_folder(list, operand);
        return add_file(list, operand);
    }
    list->names[list->name_count++] = operand;
    return EXIT_DONE;
}

static int read_all(mode_list *list)
{
    const arguments *read = list->read;
    const char *policy = option_value(read, OPTION_POLICY);
    int result = EXIT_DONE;

    list->names = calloc(read->operand_count + 1, sizeof(*list->names));
    if (!list->names)
        return out_of_memory(list);
    for (size_t i = 0; result == EXIT_DONE && i < read->operand_count; i++)
        result = read_operand(list, read->operands[i]);
    if (result != EXIT_DONE)
        return result;
    if (policy && list->has_source)
        return usage_error(read->command->name,
                           _("either --policy or files of modes"));
    if (policy)
        return add_policy(list, policy);
    return list->has_source ? EXIT_DONE
                            : add_folder(list, PACKAGE_DATA "/modes");
}

/* ---- printing ----------------------------------------------------------- */

static const circlet_travel_mode *find_mode(const mode_list *list,
                                            const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(circlet_travel_mode_name(list->modes[i]), name) == 0)
            return list->modes[i];
    return NULL;
}

static int check_names(const mode_list *list)
{
    for (size_t i = 0; i < list->name_count; i++)
        if (!find_mode(list, list->names[i])) {
            fprintf(stderr, _("circlet %s: there is no mode '%s'\n"),
                    list->read->command->name, list->names[i]);
            return EXIT_INPUT;
        }
    return EXIT_DONE;
}

static void print_json(const mode_list *list)
{
    json out;

    json_start(&out, stdout);
    json_array(&out, "modes");
    for (size_t i = 0; i < list->name_count; i++)
        mode_write(&out, find_mode(list, list->names[i]));
    for (size_t i = 0; list->name_count == 0 && i < list->count; i++)
        mode_write(&out, list->modes[i]);
    json_end(&out);
    json_end(&out);
}

static bool print_summaries(const mode_list *list)
{
    table *out = mode_table_new();
    bool is_printed;

    if (!out)
        return false;
    for (size_t i = 0; i < list->count; i++)
        mode_table_add(out, list->modes[i]);
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static bool print_text(const mode_list *list)
{
    if (list->name_count == 0)
        return print_summaries(list);
    for (size_t i = 0; i < list->name_count; i++) {
        if (i > 0)
            putchar('\n');
        if (!mode_print(find_mode(list, list->names[i])))
            return false;
    }
    return true;
}

static int run(const arguments *read)
{
    mode_list list = {.read = read};
    int result = read_all(&list);

    if (result == EXIT_DONE)
        result = check_names(&list);
    if (result == EXIT_DONE && option_given(read, OPTION_JSON))
        print_json(&list);
    else if (result == EXIT_DONE && !print_text(&list))
        result = out_of_memory(&list);
    list_free(&list);
    return result;
}

static const option_use options[] = {
    {OPTION_POLICY, false, N_("the modes that this policy names")},
};

const command command_modes = {
    .name = "modes",
    .summary = N_("show how people travel, and where each number is from"),
    .operands = "[FOLDER|FILE.yaml]... [NAME]...",
    .operand_min = 0,
    .operand_max = (size_t)-1,
    .text = N_("Lists travel modes: those that come with circlet, or those "
               "of a FOLDER (with a\n"
               "slash in it: ./modes), of FILEs or of a policy. Speeds are "
               "on the flat; the metres\n"
               "are what 15 minutes are without detour, boarding taken off. "
               "With a NAME, all that\n"
               "the mode says, with the source of each number, or that it "
               "is assumed."),
    .examples = "  circlet modes\n"
                "  circlet modes manual_wheelchair\n"
                "  circlet modes ./modes/rollator.yaml rollator --json\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
