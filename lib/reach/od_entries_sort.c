/*
 * Sorts the entries of a row where they stand: by the highest eight bits in
 * which they differ, then each of the heaps so made in turn (McIlroy, Bostic
 * and McIlroy, Engineering Radix Sort, 1993). qsort() takes some four times
 * as long, and memory.
 */
#include "reach/od_matrix.h"

#define HEAPS 256

/* So few are sorted by comparing. */
#define FEW 48

static uint64_t key_of(circlet_od_entry entry)
{
    return (uint64_t)entry.time_ms << 32 | entry.destination;
}

static void sort_few(circlet_od_entry *entries, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        circlet_od_entry entry = entries[i];
        uint64_t key = key_of(entry);
        size_t to = i;

        for (; to > 0 && key_of(entries[to - 1]) > key; to--)
            entries[to] = entries[to - 1];
        entries[to] = entry;
    }
}

/* How far a key is to be shifted so that the highest bits in which some
 * differ are its lowest eight. */
static int shift_of(const circlet_od_entry *entries, size_t count)
{
    uint64_t differing = 0;
    int shift = 0;

    for (size_t i = 1; i < count; i++)
        differing |= key_of(entries[i]) ^ key_of(entries[0]);
    while (differing >> shift >= HEAPS)
        shift++;
    return shift;
}

static size_t heap_of(circlet_od_entry entry, int shift)
{
    return key_of(entry) >> shift & (HEAPS - 1);
}

/* Carries each entry to its heap; the one that stood there goes on. */
static void divide(circlet_od_entry *entries, const size_t first[HEAPS + 1],
                   int shift)
{
    size_t next[HEAPS];

    for (size_t heap = 0; heap < HEAPS; heap++)
        next[heap] = first[heap];
    for (size_t heap = 0; heap < HEAPS; heap++)
        while (next[heap] < first[heap + 1]) {
            circlet_od_entry carried = entries[next[heap]];
            size_t home = heap_of(carried, shift);

            while (home != heap) {
                circlet_od_entry met = entries[next[home]];

                entries[next[home]++] = carried;
                carried = met;
                home = heap_of(carried, shift);
            }
            entries[next[heap]++] = carried;
        }
}

/* Eight bits less differ each time, so this ends after eight at most. */
static void sort_many(circlet_od_entry *entries, size_t count)
{
    size_t first[HEAPS + 1] = {0};
    int shift = shift_of(entries, count);

    for (size_t i = 0; i < count; i++)
        first[heap_of(entries[i], shift) + 1]++;
    for (size_t heap = 0; heap < HEAPS; heap++)
        first[heap + 1] += first[heap];
    divide(entries, first, shift);
    for (size_t heap = 0; shift > 0 && heap < HEAPS; heap++)
        ci_od_entries_sort(entries + first[heap],
                           first[heap + 1] - first[heap]);
}

/* Apart from the above, as room for heaps would be cleared for nothing. */
void ci_od_entries_sort(circlet_od_entry *entries, size_t count)
{
    if (count <= FEW)
        sort_few(entries, count);
    else
        sort_many(entries, count);
}
