#include "guide_output.h"

#include <string.h>

#include "locale.h"
#include "option.h"
#include "price_output.h"
#include "table.h"
#include "word.h"

#define CELL_SIZE 256

static bool has_rule(const guide_output *output,
                     const circlet_guide_rule *rule)
{
    return !output->rules || list_has(output->rules, rule->id);
}

static bool has_fund(const guide_output *output,
                     const circlet_guide_fund *fund)
{
    return !output->rules || list_has(output->rules, fund->id);
}

static bool has_any_rule(const guide_output *output)
{
    const circlet_guide_rule *rule;

    for (size_t i = 0; (rule = circlet_guide_rule_at(output->guide, i)); i++)
        if (has_rule(output, rule))
            return true;
    return false;
}

static bool has_any_fund(const guide_output *output)
{
    const circlet_guide_fund *fund;

    for (size_t i = 0; (fund = circlet_guide_fund_at(output->guide, i)); i++)
        if (has_fund(output, fund))
            return true;
    return false;
}

/* The name of a word of the policy in the user's language. */
static const char *name_of(const guide_output *output, const char *name)
{
    return locale_is_chinese() ? circlet_policy_word_zh(output->policy, name)
                               : circlet_policy_word_en(output->policy, name);
}

/* ---- text --------------------------------------------------------------- */

/* "2018-", "2018-2022". */
static void set_years(table *out, size_t column,
                      const circlet_guide_rule *rule)
{
    char text[CELL_SIZE];

    if (rule->until >= 0)
        snprintf(text, sizeof(text), "%d-%d", rule->from, rule->until);
    else
        snprintf(text, sizeof(text), "%d-", rule->from);
    table_set(out, column, text);
    if (rule->due >= 0)
        snprintf(text, sizeof(text), "%d", rule->due);
    table_set(out, column + 1, rule->due >= 0 ? text : "");
}

/* "must", or "must/should" where it is not the same in all years. */
static void set_force(table *out, const guide_output *output,
                      const circlet_guide_rule *rule)
{
    char text[CELL_SIZE] = "";
    size_t size = 0;

    for (int i = CIRCLET_FORCE_MUST;
         i <= CIRCLET_FORCE_MAY && size < sizeof(text); i++)
        if (rule->forces >> i & 1)
            size += (size_t)snprintf(
                text + size, sizeof(text) - size, "%s%s", size > 0 ? "/" : "",
                name_of(output, circlet_force_name((circlet_force)i)));
    table_set(out, 2, rule->is_variant ? word("advice") : text);
}

static bool print_rules(const guide_output *output)
{
    table *out = table_new();
    const circlet_guide_rule *rule;
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("KIND"), TABLE_LEFT);
    table_add_column(out, _("FORCE"), TABLE_LEFT);
    table_add_column(out, _("YEARS"), TABLE_LEFT);
    table_add_column(out, _("DUE"), TABLE_LEFT);
    table_add_column(out, _("TITLE"), TABLE_LEFT);
    table_add_column(out, _("MEANING"), TABLE_SENTENCE);
    for (size_t i = 0; (rule = circlet_guide_rule_at(output->guide, i)); i++) {
        if (!has_rule(output, rule))
            continue;
        table_add_row(out);
        table_set(out, 0, rule->id);
        table_set(out, 1, rule->kind);
        set_force(out, output, rule);
        set_years(out, 3, rule);
        table_set(out, 5,
                  locale_is_chinese() ? rule->title_zh : rule->title_en);
        table_set(out, 6, locale_is_chinese() ? rule->text_zh : rule->text_en);
    }
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

/* Where each rule stands, and its words there. */
static bool print_quotes(const guide_output *output)
{
    table *out = table_new();
    const circlet_guide_rule *rule;
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("CLAUSE"), TABLE_LEFT);
    table_add_column(out, _("QUOTE"), TABLE_SENTENCE);
    for (size_t i = 0; (rule = circlet_guide_rule_at(output->guide, i)); i++) {
        if (!has_rule(output, rule) || rule->is_variant)
            continue;
        table_add_row(out);
        table_set(out, 0, rule->id);
        table_set(out, 1, rule->citation);
        table_set(out, 2, rule->quote);
    }
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static bool print_groups(const guide_output *output)
{
    table *out = table_new();
    const circlet_guide_people *group;
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("GROUP"), TABLE_LEFT);
    table_add_column(out, _("TITLE"), TABLE_LEFT);
    table_add_column(out, _("WHO"), TABLE_SENTENCE);
    for (size_t i = 0; (group = circlet_guide_group_at(output->guide, i));
         i++) {
        table_add_row(out);
        table_set(out, 0, group->name);
        table_set(out, 1,
                  locale_is_chinese() ? group->title_zh : group->title_en);
        table_set(out, 2,
                  locale_is_chinese() ? group->when_zh : group->when_en);
    }
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

/* The first row that fits is a person's. */
static bool print_modes(const guide_output *output)
{
    table *out = table_new();
    const circlet_guide_people *row;
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("OWN MODE"), TABLE_LEFT);
    table_add_column(out, _("WHO"), TABLE_LEFT);
    table_add_column(out, _("PERHAPS"), TABLE_SENTENCE);
    for (size_t i = 0; (row = circlet_guide_mode_at(output->guide, i)); i++) {
        table_add_row(out);
        table_set(out, 0, row->mode);
        table_set(out, 1, locale_is_chinese() ? row->when_zh : row->when_en);
        table_set(out, 2, row->also);
    }
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static bool print_funds(const guide_output *output)
{
    table *out = table_new();
    const circlet_guide_fund *fund;
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("FUND"), TABLE_LEFT);
    table_add_column(out, _("TITLE"), TABLE_LEFT);
    table_add_column(out, _("SOURCE"), TABLE_LEFT);
    table_add_column(out, _("PAYS"),
                     output->rules ? TABLE_LEFT : TABLE_SENTENCE);
    if (output->rules)
        table_add_column(out, _("QUOTE"), TABLE_SENTENCE);
    for (size_t i = 0; (fund = circlet_guide_fund_at(output->guide, i)); i++) {
        if (!has_fund(output, fund))
            continue;
        table_add_row(out);
        table_set(out, 0, fund->id);
        table_set(out, 1,
                  locale_is_chinese() ? fund->title_zh : fund->title_en);
        table_set(out, 2, fund->citation);
        table_set(out, 3, locale_is_chinese() ? fund->text_zh : fund->text_en);
        if (output->rules)
            table_set(out, 4, fund->quote);
    }
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static void print_documents(const circlet_policy *policy)
{
    const char *number;

    for (size_t i = 0; (number = circlet_policy_document_number(policy, i));
         i++)
        printf("%s %s\n", number, circlet_policy_document_title(policy, i));
}

bool guide_print(const guide_output *output)
{
    const circlet_policy *policy = output->policy;

    printf(_("%s (%s), judged on 31 December %d unless told otherwise\n"),
           locale_is_chinese() ? circlet_policy_title_zh(policy)
                               : circlet_policy_title_en(policy),
           circlet_policy_id(policy), circlet_policy_default_year(policy));
    print_documents(policy);
    putchar('\n');
    if (has_any_rule(output)) {
        if (!print_rules(output))
            return false;
        putchar('\n');
        if (!print_quotes(output))
            return false;
        putchar('\n');
    }
    if (has_any_fund(output)) {
        if (!print_funds(output))
            return false;
        putchar('\n');
    }
    if (output->rules)
        return true;
    if (!price_print(output->guide))
        return false;
    if (!print_groups(output))
        return false;
    putchar('\n');
    return print_modes(output);
}

/* ---- JSON --------------------------------------------------------------- */

static void write_parameters(json *out, const circlet_guide_rule *rule)
{
    json_object(out, "parameters");
    for (size_t i = 0; i < rule->parameter_count; i++) {
        const circlet_argument *parameter = &rule->parameters[i];

        if (parameter->type == CIRCLET_ARGUMENT_TEXT ||
            parameter->type == CIRCLET_ARGUMENT_WORD)
            json_text(out, parameter->name, parameter->text);
        else
            json_number(out, parameter->name, parameter->number);
    }
    json_end(out);
}

static void write_rule(json *out, const circlet_guide_rule *rule)
{
    json_object(out, NULL);
    json_text(out, "rule", rule->id);
    json_text(out, "kind", rule->kind);
    json_text(out, "title_zh", rule->title_zh);
    json_text(out, "title_en", rule->title_en);
    json_boolean(out, "is_variant", rule->is_variant);
    json_text(out, "force", circlet_force_name(rule->force));
    json_array(out, "forces");
    for (int i = CIRCLET_FORCE_MUST; i <= CIRCLET_FORCE_MAY; i++)
        if (rule->forces >> i & 1)
            json_text(out, NULL, circlet_force_name((circlet_force)i));
    json_end(out);
    json_integer(out, "from", rule->from);
    json_known(out, "due", rule->due);
    json_known(out, "until", rule->until);
    json_text(out, "level", circlet_level_name(rule->level));
    json_array(out, "settings");
    for (size_t i = 0; i < rule->setting_count; i++)
        json_text(out, NULL, rule->settings[i]);
    json_end(out);
    json_text(out, "group", rule->group);
    write_parameters(out, rule);
    json_text(out, "citation", rule->citation);
    json_text(out, "quote", rule->quote);
    json_text(out, "text_zh", rule->text_zh);
    json_text(out, "text_en", rule->text_en);
    json_end(out);
}

static void write_people(json *out, const circlet_guide_people *people)
{
    json_object(out, NULL);
    if (people->name) {
        json_text(out, "group", people->name);
        json_text(out, "title_zh", people->title_zh);
        json_text(out, "title_en", people->title_en);
    } else {
        json_text(out, "mode", people->mode);
        json_text(out, "also", people->also);
    }
    json_text(out, "when_zh", people->when_zh);
    json_text(out, "when_en", people->when_en);
    json_end(out);
}

static void write_fund(json *out, const circlet_guide_fund *fund)
{
    json_object(out, NULL);
    json_text(out, "fund", fund->id);
    json_text(out, "title_zh", fund->title_zh);
    json_text(out, "title_en", fund->title_en);
    json_text(out, "paid", fund->is_once ? "once" : "yearly");
    json_known(out, "from", fund->from);
    json_known(out, "until", fund->until);
    json_number(out, "per_facility_cny", fund->per_facility_cny);
    json_number(out, "per_person_cny", fund->per_person_cny);
    json_text(out, "citation", fund->citation);
    json_text(out, "quote", fund->quote);
    json_text(out, "text_zh", fund->text_zh);
    json_text(out, "text_en", fund->text_en);
    json_end(out);
}

static void write_documents(json *out, const circlet_policy *policy)
{
    const char *number;

    json_array(out, "documents");
    for (size_t i = 0; (number = circlet_policy_document_number(policy, i));
         i++) {
        json_object(out, NULL);
        json_text(out, "number", number);
        json_text(out, "title", circlet_policy_document_title(policy, i));
        json_end(out);
    }
    json_end(out);
}

void guide_write(const guide_output *output, FILE *file)
{
    const circlet_policy *policy = output->policy;
    const circlet_guide_rule *rule;
    const circlet_guide_people *people;
    const circlet_guide_fund *fund;
    json out;

    json_start(&out, file);
    json_text(&out, "policy", circlet_policy_id(policy));
    json_text(&out, "title_zh", circlet_policy_title_zh(policy));
    json_text(&out, "title_en", circlet_policy_title_en(policy));
    json_integer(&out, "default_year", circlet_policy_default_year(policy));
    write_documents(&out, policy);
    json_array(&out, "rules");
    for (size_t i = 0; (rule = circlet_guide_rule_at(output->guide, i)); i++)
        if (has_rule(output, rule))
            write_rule(&out, rule);
    json_end(&out);
    json_array(&out, "funds");
    for (size_t i = 0; (fund = circlet_guide_fund_at(output->guide, i)); i++)
        if (has_fund(output, fund))
            write_fund(&out, fund);
    json_end(&out);
    price_write(&out, output->guide);
    json_array(&out, "groups");
    for (size_t i = 0; (people = circlet_guide_group_at(output->guide, i));
         i++)
        write_people(&out, people);
    json_end(&out);
    json_array(&out, "own_modes");
    for (size_t i = 0; (people = circlet_guide_mode_at(output->guide, i)); i++)
        write_people(&out, people);
    json_end(&out);
    json_end(&out);
}
