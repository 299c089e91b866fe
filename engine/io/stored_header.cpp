/// What a results file tells besides its runs, against what it should tell.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <system_error>

#include "engine/core/error.hpp"
#include "engine/io/careful.hpp"
#include "engine/io/results_layout.hpp"
#include "engine/io/stored_runs.hpp"

namespace spil {

namespace {

namespace fs = std::filesystem;

/// Whether the texts and numbers that describe an object in `a` stand in `b` as well.
/// \throws FileError  they cannot be read
bool same_attributes(hdf5::File const& a, hdf5::File const& b, std::string const& object) {
    auto const found = b.attributes(object);
    for (auto const& [name, value] : a.attributes(object)) {
        auto const there = found.find(name);
        if (there == found.end() || there->second != value) return false;
    }
    return true;
}

/// Whether a variable has the same shape and bits in both files. \throws FileError  it cannot be read
bool same_values(hdf5::File const& a, hdf5::File const& b, std::string const& name) {
    if (a.shape(name) != b.shape(name) || a.dimensions(name) != b.dimensions(name)) return false;
    switch (a.type(name)) {
        case hdf5::Type::string:
            return a.read_strings(name) == b.read_strings(name);
        case hdf5::Type::float32:
        case hdf5::Type::float64: {
            auto const x = a.read<double>(name), y = b.read<double>(name);
            return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](double p, double q) {
                return std::bit_cast<std::uint64_t>(p) == std::bit_cast<std::uint64_t>(q);
            });
        }
        default:
            return a.read<std::int64_t>(name) == b.read<std::int64_t>(name);
    }
}

}  // namespace

bool StoredRuns::tells(ResultsHeader const& header, bool summary) const {
    if (!mended_.empty()) return false;
    auto const layout = path_ + ".layout." + std::to_string(::getpid());
    auto const bytes = bytes_of(file_.path());
    bool const same =
        in_child(patience(bytes), [&] { return compare(header, summary, layout) ? 0 : 3; }) == 0 &&
        compare(header, summary, layout);
    std::error_code ignored;
    fs::remove(layout, ignored);  // also that of a child that came to grief
    return same;
}

/// \param path  for a file that is laid out as this one should be
bool StoredRuns::compare(ResultsHeader const& header, bool summary, std::string const& path) const {
    bool same = true;
    try {
        auto expected = hdf5::File::create(path);
        lay_out(expected, header);
        // A batch that was killed while it summed up has all its runs, and no word yet that it is complete.
        summary = summary && complete();
        if (summary) write_summary(expected, file_, header.outputs, header.policies.size());
        if (header.stopping)
            for (auto const* text : {"units", "baseline"})
                same = same &&
                       expected.text_attribute("stopping", text) == file_.text_attribute("stopping", text);
        auto groups = expected.groups();
        groups.insert(groups.begin(), "");
        for (auto const& group : groups) {
            if (group == "runtime") continue;
            // That the batch ended early, and where, is told when it ends.
            if (group != "stopping") same = same && same_attributes(expected, file_, group);
            auto names = expected.coordinates(group);
            if (group != "summary" || summary)
                for (auto const& name : expected.variables(group)) names.push_back(name);
            for (auto const& leaf : names) {
                auto const name = group.empty() ? leaf : fmt::format("{}/{}", group, leaf);
                bool const of_runs = leaf == "run_status" || leaf == "run_error" || leaf == "run_checksum" ||
                                     std::any_of(header.outputs.begin(), header.outputs.end(),
                                                 [&](auto const& o) { return o.name == name; });
                same = same && file_.type(name) == expected.type(name) &&
                       (of_runs || same_values(expected, file_, name)) &&
                       same_attributes(expected, file_, name);
            }
        }
    } catch (FileError const&) {
        same = false;
    }
    return same;
}

}  // namespace spil
