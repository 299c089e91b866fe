#include "engine/io/results.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <boost/crc.hpp>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <type_traits>

#include "engine/core/clock.hpp"
#include "engine/core/error.hpp"
#include "engine/core/memory.hpp"
#include "engine/core/parallel.hpp"
#include "engine/io/results_layout.hpp"

namespace spil {

namespace {

namespace fs = std::filesystem;

/// run_status
constexpr std::int8_t run_pending = 0, run_ok = 1, run_failed = 2;

constexpr auto time_between_syncs = std::chrono::seconds{5};

std::string reason_of(int number) {
    return std::generic_category().message(number);
}

/// fsync of a file or a folder, by its path.
void sync_path(fs::path const& path, bool folder) {
    int const descriptor = ::open(path.c_str(), folder ? O_RDONLY | O_DIRECTORY : O_RDWR);
    if (descriptor < 0) throw FileError(path.string(), "write", reason_of(errno));
    int const failed = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    // Some file systems cannot sync a folder and say so; the rename stands all the same.
    if (failed != 0 && !folder) throw FileError(path.string(), "write", reason_of(failed));
}

/// Refuses a path that cannot become a results file before any work is done for it.
void check_path(std::string const& path, std::string const& partial, Existing existing) {
    std::error_code error;
    if (path.empty() || path.back() == '/' || fs::is_directory(path, error))
        throw FileError(path, "write", "it is a folder; name a file in it");
    auto const folder = fs::path{path}.parent_path();
    if (!folder.empty() && !fs::is_directory(folder, error))
        throw FileError(path, "write", "there is no folder " + folder.string());
    if (being_written(partial)) throw FileError(partial, "write", "another command is writing it");
    if (existing != Existing::refuse) return;
    if (fs::exists(path, error))
        throw InputError(Place{path}, "the file is there already; --force replaces it");
    if (fs::exists(partial, error))
        throw InputError(Place{partial},
                         "an earlier run was interrupted and left this file; `spil resume` finishes it, "
                         "--force replaces it");
}

/// The file gets its name when its layout is down: one of that name can be opened, whenever the power fails.
hdf5::File begin(std::string const& partial, ResultsHeader const& header) {
    auto const fresh = partial + ".new";
    auto file = hdf5::File::create(fresh);
    try {
        lay_out(file, header);
        file.flush();
        std::error_code error;
        fs::rename(fresh, partial, error);
        if (error) throw FileError(partial, "write", error.message());
    } catch (...) {
        std::error_code ignored;
        { auto const closing = std::move(file); }
        fs::remove(fresh, ignored);
        throw;
    }
    return file;
}

hdf5::Shape with_first(std::uint64_t first, hdf5::Shape const& rest) {
    hdf5::Shape all{first};
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
}

DimensionInfo const& dimension_of(std::string const& name, std::span<DimensionInfo const> dimensions) {
    auto const found =
        std::find_if(dimensions.begin(), dimensions.end(), [&](auto const& d) { return d.name == name; });
    SPIL_EXPECT(found != dimensions.end(), "an output has the unknown dimension '" + name + "'");
    return *found;
}

}  // namespace

bool being_written(std::string const& path) {
    int const descriptor = ::open(path.c_str(), O_RDONLY);
    if (descriptor < 0) return false;
    // Shared, as readers have it: only a writer's lock stands in its way.
    bool const locked = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(descriptor);
    return locked;
}

hdf5::Type stored_type(OutputInfo const& output) {
    if (output.stored == Stored::count) return hdf5::Type::int32;
    if (output.stored == Stored::cents) return hdf5::Type::int64;
    bool const many = std::any_of(output.dimensions.begin(), output.dimensions.end(), [](auto const& d) {
        return d == "year" || d == "month" || d == "municipality";
    });
    return many ? hdf5::Type::float32 : hdf5::Type::float64;
}

std::size_t values_per_run(OutputInfo const& output, std::span<DimensionInfo const> dimensions) {
    std::size_t size = 1;
    for (auto const& name : output.dimensions) size *= dimension_of(name, dimensions).size();
    return size;
}

void check_record(RunRecord const& record, std::span<OutputInfo const> outputs,
                  std::span<DimensionInfo const> dimensions) {
    SPIL_ENSURE(record.reals.size() == outputs.size() && record.integers.size() == outputs.size(),
                "a run reports every output");
    for (std::size_t k = 0; k < outputs.size(); ++k) {
        auto const& o = outputs[k];
        bool const real = o.stored == Stored::real;
        auto const held = real ? record.reals[k].size() : record.integers[k].size();
        auto const wanted = values_per_run(o, dimensions);
        SPIL_ENSURE(held == wanted,
                    fmt::format("the output '{}' has {} values where {} are declared", o.name, held, wanted));
        if (o.stored != Stored::count) continue;
        for (auto const n : record.integers[k])
            SPIL_ENSURE(n <= std::numeric_limits<std::int32_t>::max() && n > hdf5::missing<std::int32_t>(),
                        fmt::format("the count {} of '{}' does not fit 32 bits", n, o.name));
    }
}

std::int64_t run_checksum(RunRecord const& record, std::span<OutputInfo const> outputs) {
    boost::crc_optimal<64, 0x42F0E1EBA9EA3693, 0xFFFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF, true, true> crc;
    auto const add = [&]<class T>(T value) { crc.process_bytes(&value, sizeof value); };
    for (std::size_t k = 0; k < outputs.size(); ++k) {
        switch (stored_type(outputs[k])) {
            case hdf5::Type::float32:
                for (auto const v : record.reals[k]) add(static_cast<float>(v));
                break;
            case hdf5::Type::float64:
                for (auto const v : record.reals[k]) add(v);
                break;
            case hdf5::Type::int32:
                for (auto const v : record.integers[k]) add(static_cast<std::int32_t>(v));
                break;
            default:
                for (auto const v : record.integers[k]) add(v);
        }
    }
    return std::bit_cast<std::int64_t>(std::uint64_t{crc.checksum()});
}

ResultsWriter::ResultsWriter(std::string path, ResultsHeader const& header, Existing existing)
    : path_(std::move(path)),
      partial_(path_ + (existing == Existing::resume ? ".partial.next" : ".partial")),
      outputs_(header.outputs),
      seconds_(header.runs(), hdf5::missing<double>()),
      states_(header.runs(), run_pending),
      block_runs_(runs_per_block(header.policies.size())),
      policies_(header.policies.size()),
      file_((check_path(path_, partial_, existing), begin(partial_, header))),
      synced_(std::chrono::steady_clock::now()),
      created_(utc_now()) {
    for (auto const& o : outputs_) {
        hdf5::Shape row;
        for (auto const& name : o.dimensions) row.push_back(dimension_of(name, header.dimensions).size());
        shapes_.push_back(std::move(row));
    }
}

ResultsWriter::~ResultsWriter() {
    if (closed_) return;
    { auto const closing = std::move(file_); }
    std::error_code ignored;
    if (blocks_ == 0) fs::remove(partial_, ignored);
}

template <class T>
void ResultsWriter::write_output(std::size_t k, std::size_t first, std::span<RunResult const> results) {
    std::size_t size = 1;
    for (auto const n : shapes_[k]) size *= n;
    std::vector<T> block(size * results.size(), hdf5::missing<T>());
    for (std::size_t r = 0; r < results.size(); ++r) {
        if (!results[r].ok()) continue;
        auto const to = block.begin() + static_cast<std::ptrdiff_t>(r * size);
        auto const copy = [&](auto const& values) {
            std::transform(values.begin(), values.end(), to,
                           [](auto value) { return static_cast<T>(value); });
        };
        if constexpr (std::is_floating_point_v<T>)
            copy(results[r].record.reals[k]);
        else
            copy(results[r].record.integers[k]);
    }
    file_.write(outputs_[k].name, with_first(first, hdf5::Shape(shapes_[k].size(), 0)),
                with_first(results.size(), shapes_[k]), block);
}

void ResultsWriter::write_block(std::size_t first, std::span<RunResult const> results) {
    SPIL_EXPECT(first % block_runs_ == 0 && first + results.size() <= seconds_.size() &&
                    (results.size() == block_runs_ || first + results.size() == seconds_.size()),
                "results are written in whole blocks");
    for (std::size_t k = 0; k < outputs_.size(); ++k) {
        switch (stored_type(outputs_[k])) {
            case hdf5::Type::float32:
                write_output<float>(k, first, results);
                break;
            case hdf5::Type::float64:
                write_output<double>(k, first, results);
                break;
            case hdf5::Type::int32:
                write_output<std::int32_t>(k, first, results);
                break;
            default:
                write_output<std::int64_t>(k, first, results);
        }
    }
    file_.flush();  // the results are down before anything calls them so
    write_states(first, results);
    file_.flush();
    ++blocks_;
    auto const now = std::chrono::steady_clock::now();
    if (now - synced_ > time_between_syncs) {
        file_.sync();
        synced_ = now;
    }
}

void ResultsWriter::write_states(std::size_t first, std::span<RunResult const> results) {
    std::vector<std::string> errors;
    std::vector<std::int64_t> checksums;
    for (std::size_t r = 0; r < results.size(); ++r) {
        states_[first + r] = results[r].pending ? run_pending : results[r].ok() ? run_ok : run_failed;
        errors.push_back(results[r].error);
        checksums.push_back(results[r].ok() ? run_checksum(results[r].record, outputs_)
                                            : hdf5::missing<std::int64_t>());
        seconds_[first + r] = results[r].pending ? hdf5::missing<double>() : results[r].seconds;
    }
    file_.write("run_checksum", {first}, {results.size()}, checksums);
    file_.write_strings("run_error", first, errors);
    // The worlds that the block has a part of: told whole, or not at all.
    auto const from = first / policies_ * policies_;
    auto const to = (first + results.size() + policies_ - 1) / policies_ * policies_;
    std::vector<std::int8_t> told;
    for (auto world = from; world < to; world += policies_) {
        auto const states = std::span{states_}.subspan(world, policies_);
        bool const whole = std::find(states.begin(), states.end(), run_pending) == states.end();
        for (auto const state : states) told.push_back(whole ? state : run_pending);
    }
    file_.write("run_status", {from}, {told.size()}, told);
}

void ResultsWriter::write_runtime(RuntimeFacts const& facts) {
    file_.write_all("runtime/seconds", seconds_);
    file_.attribute("runtime", "created_utc", created_);
    file_.attribute("runtime", "finished_utc", utc_now());
    file_.attribute("runtime", "complete", facts.complete ? "true" : "false");
    file_.attribute("runtime", "command_line", facts.command_line);
    file_.attribute("runtime", "threads", std::int64_t{facts.threads});
    file_.attribute("runtime", "ranks", std::int64_t{facts.ranks});
    file_.attribute("runtime", "host_cpus", std::int64_t{available_threads()});
    file_.attribute("runtime", "peak_memory_bytes", static_cast<std::int64_t>(peak_memory()));
}

void ResultsWriter::take_over() {
    file_.sync();
    auto const name = path_ + ".partial";
    std::error_code error;
    fs::rename(partial_, name, error);
    if (error) throw FileError(name, "write", error.message());
    partial_ = name;
}

void ResultsWriter::finish(RuntimeFacts const& facts, std::optional<Stopped> const& stopped) {
    if (stopped) write_stopped(file_, *stopped);
    write_summary(file_, file_, outputs_, policies_);
    file_.flush();  // the summary is down before anything calls the file complete
    write_runtime(facts);
    file_.close();
    sync_path(partial_, false);
    std::error_code error;
    fs::rename(partial_, path_, error);
    if (error) throw FileError(path_, "write", error.message());
    closed_ = true;
    auto const folder = fs::path{path_}.parent_path();
    sync_path(folder.empty() ? fs::path{"."} : folder, true);
}

void ResultsWriter::interrupt(RuntimeFacts const& facts) {
    if (blocks_ == 0) return;  // nothing to keep: the destructor removes the file
    write_runtime(facts);
    file_.close();
    closed_ = true;
    sync_path(partial_, false);
}

}  // namespace spil
