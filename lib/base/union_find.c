#include "base/union_find.h"

uint32_t ci_union_root(uint32_t *parent, uint32_t member)
{
    while (parent[member] != member) {
        parent[member] = parent[parent[member]];
        member = parent[member];
    }
    return member;
}

void ci_union_join(uint32_t *parent, uint32_t a, uint32_t b)
{
    uint32_t root_a = ci_union_root(parent, a);
    uint32_t root_b = ci_union_root(parent, b);

    if (root_a < root_b)
        parent[root_b] = root_a;
    else
        parent[root_a] = root_b;
}
