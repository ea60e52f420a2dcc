/*
 * Boost.Graph's side of the routing bench: dijkstra_shortest_paths_no_init
 * on a compressed sparse row graph, stopped by a visitor at the cutoff, and
 * only what was touched reset: the quickest that Boost offers for bounded
 * searches.
 *
 *     reach_boost GRAPH CUTOFF_S SOURCES
 */
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <utility>
#include <vector>

#include "graph_file.h"

namespace {

const uint32_t far_away = std::numeric_limits<uint32_t>::max();

typedef boost::compressed_sparse_row_graph<
    boost::directedS, boost::no_property,
    boost::property<boost::edge_weight_t, uint32_t>, boost::no_property,
    uint32_t, uint32_t>
    street_graph;

struct over_cutoff {};

struct stop_visitor : boost::default_dijkstra_visitor {
    uint32_t cutoff;
    std::vector<uint32_t> *time, *touched;
    uint64_t *reached, *sum;

    template <class Node, class Graph>
    void examine_vertex(Node node, const Graph &)
    {
        if ((*time)[node] > cutoff)
            throw over_cutoff();
        ++*reached;
        *sum += (*time)[node];
    }
    template <class Edge, class Graph>
    void edge_relaxed(Edge edge, const Graph &graph)
    {
        touched->push_back(target(edge, graph));
    }
};

} // namespace

int main(int argc, char **argv)
{
    bench_graph file;

    if (argc != 4 || !bench_graph_read(&file, argv[1]))
        return 2;
    const uint32_t nodes = file.node_count;
    const uint32_t count = (uint32_t)std::strtoul(argv[3], nullptr, 10);
    std::vector<std::pair<uint32_t, uint32_t>> arcs(file.arc_count);
    for (uint32_t i = 0; i < nodes; i++)
        for (uint32_t k = file.first[i]; k < file.first[i + 1]; k++)
            arcs[k] = {i, file.heads[k]};
    street_graph graph(boost::edges_are_sorted, arcs.begin(), arcs.end(),
                       file.times_ms, nodes);
    std::vector<uint32_t> time(nodes, far_away), before(nodes), picked(count),
        touched;
    std::vector<boost::default_color_type> color(nodes, boost::white_color);
    uint64_t reached = 0, sum = 0;
    stop_visitor visitor;
    auto index = get(boost::vertex_index, graph);

    visitor.cutoff = (uint32_t)std::strtoul(argv[2], nullptr, 10) * 1000;
    visitor.time = &time;
    visitor.touched = &touched;
    visitor.reached = &reached;
    visitor.sum = &sum;
    bench_sources(picked.data(), count, nodes);
    double start = bench_seconds();
    for (uint32_t source : picked) {
        time[source] = 0;
        touched.assign(1, source);
        try {
            boost::dijkstra_shortest_paths_no_init(
                graph, source,
                boost::make_iterator_property_map(before.begin(), index),
                boost::make_iterator_property_map(time.begin(), index),
                get(boost::edge_weight, graph), index, std::less<uint32_t>(),
                boost::closed_plus<uint32_t>(far_away), 0u, visitor,
                boost::make_iterator_property_map(color.begin(), index));
        } catch (const over_cutoff &) {
        }
        for (uint32_t node : touched) {
            time[node] = far_away;
            color[node] = boost::white_color;
        }
    }
    std::printf("%.3f us a source, %.1f reached, sum %llu\n",
                (bench_seconds() - start) / count * 1e6,
                (double)reached / count, (unsigned long long)sum);
    bench_graph_free(&file);
    return 0;
}
