/* The fixed words of a city's records, and lists of free words. */
#include <circlet/city.h>

#include <math.h>
#include <string.h>

const char *circlet_level_name(circlet_level level)
{
    switch (level) {
    case CIRCLET_LEVEL_CITY:
        return "city";
    case CIRCLET_LEVEL_DISTRICT:
        return "district";
    case CIRCLET_LEVEL_STREET:
        return "street";
    case CIRCLET_LEVEL_COMMUNITY:
        return "community";
    }
    return "unknown";
}

const char *circlet_measure_name(circlet_measure measure)
{
    switch (measure) {
    case CIRCLET_MEASURE_AREA_M2:
        return "area_m2";
    case CIRCLET_MEASURE_STARS:
        return "stars";
    case CIRCLET_MEASURE_DIRECTORS:
        return "directors";
    case CIRCLET_MEASURE_PHYSICIANS:
        return "physicians";
    case CIRCLET_MEASURE_THERAPISTS:
        return "therapists";
    case CIRCLET_MEASURE_NURSES:
        return "nurses";
    case CIRCLET_MEASURE_REHAB_WORKERS:
        return "rehab_workers";
    case CIRCLET_MEASURE_MENTAL_STAFF:
        return "mental_staff";
    case CIRCLET_MEASURE_COUNT:
        break;
    }
    return "unknown";
}

circlet_facility_record circlet_facility_record_unknown(void)
{
    circlet_facility_record facility = {
        .status = CIRCLET_FACILITY_OPEN, .opened = -1, .closed = -1};

    for (int m = 0; m < CIRCLET_MEASURE_COUNT; m++)
        facility.measures[m] = (double)NAN;
    return facility;
}

bool circlet_list_has(const char *list, const char *word)
{
    size_t size = word ? strlen(word) : 0;

    if (size == 0)
        return false;
    while (list) {
        const char *start = list, *end;
        size_t length;

        while (*start == ' ')
            start++;
        /* Lists are short: a call for each word would take longer. */
        for (end = start; *end != '\0' && *end != ';'; end++)
            continue;
        list = *end == ';' ? end + 1 : NULL;
        length = (size_t)(end - start);
        while (length > 0 && start[length - 1] == ' ')
            length--;
        if (length == size && memcmp(start, word, size) == 0)
            return true;
    }
    return false;
}
