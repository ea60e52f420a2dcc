#include "doubt_option.h"

#include <stdio.h>
#include <string.h>

#include "locale.h"
#include "message.h"

bool parse_ratio(double *out, const char *text, size_t size)
{
    char number[NUMBER_SIZE];
    bool is_per_cent = size > 1 && text[size - 1] == '%';

    size -= is_per_cent;
    if (size >= sizeof(number))
        return false;
    memcpy(number, text, size);
    number[size] = '\0';
    if (!parse_number(out, number))
        return false;
    if (is_per_cent)
        *out /= 100;
    return true;
}

/* "LOW:HIGH"; one number is both. */
static int read_range(const arguments *read, option_id id, double *low,
                      double *high)
{
    const char *text = option_value(read, id);
    size_t size = text ? strcspn(text, ":") : 0;

    if (!text)
        return ARGUMENTS_ARE_READ;
    if (parse_ratio(low, text, size)) {
        *high = *low;
        if (!text[size] ||
            parse_ratio(high, text + size + 1, strlen(text + size + 1)))
            return ARGUMENTS_ARE_READ;
    }
    return usage_error(read->command->name,
                       _("option '--%s' takes %s, not '%s'"), option_name(id),
                       _("a range such as 0.9:1.1 or -5%:10%"), text);
}

static int read_share(const arguments *read, option_id id, double *out)
{
    const char *text = option_value(read, id);

    if (!text ||
        (parse_ratio(out, text, strlen(text)) && *out >= 0 && *out <= 1))
        return ARGUMENTS_ARE_READ;
    return usage_error(read->command->name,
                       _("option '--%s' takes %s, not '%s'"), option_name(id),
                       _("a share such as 0.02 or 2%"), text);
}

int doubt_options_read(circlet_robust_doubt *doubt, const arguments *read)
{
    int result =
        read_range(read, OPTION_SPEED, &doubt->speed_low, &doubt->speed_high);

    if (result == ARGUMENTS_ARE_READ)
        result = read_range(read, OPTION_GROWTH, &doubt->growth_low,
                            &doubt->growth_high);
    if (result == ARGUMENTS_ARE_READ)
        result = read_share(read, OPTION_CLOSURES, &doubt->closure_share);
    if (result == ARGUMENTS_ARE_READ)
        result = read_share(read, OPTION_MOVES, &doubt->move_share);
    doubt->draws_unknown = !option_given(read, OPTION_AS_KNOWN);
    return result;
}

/* ---- output ------------------------------------------------------------- */

void doubt_write(json *out, const circlet_robust_doubt *doubt)
{
    json_object(out, "doubt");
    json_number(out, "speed_low", doubt->speed_low);
    json_number(out, "speed_high", doubt->speed_high);
    json_number(out, "closures", doubt->closure_share);
    json_number(out, "growth_low", doubt->growth_low);
    json_number(out, "growth_high", doubt->growth_high);
    json_number(out, "moves", doubt->move_share);
    json_boolean(out, "unknown", doubt->draws_unknown);
    json_end(out);
}

/* "85%" */
static const char *per_cent(char out[NUMBER_SIZE + 1], double share)
{
    char number[NUMBER_SIZE];

    format_rounded(number, share * 100, 1);
    snprintf(out, NUMBER_SIZE + 1, "%s%%", number);
    return out;
}

void doubt_print(const circlet_robust_doubt *doubt)
{
    char low[NUMBER_SIZE + 1], high[NUMBER_SIZE + 1];

    printf(_("Speeds: %s to %s of the travel modes'\n"),
           per_cent(low, doubt->speed_low), per_cent(high, doubt->speed_high));
    printf(_("People of a street: %s to %s more\n"),
           per_cent(low, doubt->growth_low),
           per_cent(high, doubt->growth_high));
    printf(_("Facilities that are closed: %s; households that move: %s\n"),
           per_cent(low, doubt->closure_share),
           per_cent(high, doubt->move_share));
    puts(doubt->draws_unknown
             ? _("What is unknown is drawn, too.")
             : _("What is unknown stays so: a range is what holds surely, "
                 "and perhaps."));
}
