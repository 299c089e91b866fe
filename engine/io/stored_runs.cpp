#include "engine/io/stored_runs.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "engine/core/error.hpp"
#include "engine/core/sha256.hpp"
#include "engine/io/careful.hpp"
#include "engine/io/results_layout.hpp"

namespace spil {

namespace {

namespace fs = std::filesystem;

/// The length that an HDF5 file (superblock of version 0, as all of ours have) says it has; 0 when it says
/// nothing that makes sense.
std::uintmax_t stated_length(std::string const& path) {
    constexpr std::array<char, 9> signature{'\x89', 'H', 'D', 'F', '\r', '\n', '\x1a', '\n', '\0'};
    std::array<char, 48> head{};
    std::ifstream file(path, std::ios::binary);
    if (!file.read(head.data(), head.size()) || !std::equal(signature.begin(), signature.end(), head.begin()))
        return 0;
    std::uint64_t end = 0;
    std::memcpy(&end, head.data() + 40, sizeof end);
    return end;
}

/// Opens a file and reads what is asked of every file, where that does no harm.
hdf5::File open_safely(std::string const& path) {
    auto const look = [&] {
        auto const file = hdf5::File::open(path);
        file.text_attribute("", "filetype");
        file.text_attribute("", "effective_study_toml");
        read_stopping(file);
        if (!file.has("run_status")) return 0;
        file.read<std::int8_t>("run_status");
        file.read_strings("run_error");
        file.read<double>("runtime/seconds");
        return 0;
    };
    if (in_child(patience(bytes_of(path)), look) < 0)
        throw FileError(path, "read", "its structure is damaged beyond reading; run the study again");
    return hdf5::File::open(path);
}

/// The results of the runs of a block, intact or not.
std::vector<RunRecord> records(hdf5::File const& file, std::size_t first, std::size_t count,
                               std::span<OutputInfo const> outputs,
                               std::span<DimensionInfo const> dimensions) {
    std::vector<RunRecord> all(count);
    for (auto const& output : outputs) {
        auto const row = values_per_run(output, dimensions);
        auto extent = file.shape(output.name);
        hdf5::Shape from(extent.size(), 0);
        from.at(0) = first;
        extent.at(0) = count;
        auto const share_out = [&](auto const& values, auto member) {
            SPIL_EXPECT(values.size() == row * count,
                        "a stored output has the shape that its study gives it");
            for (std::size_t r = 0; r < count; ++r) {
                auto const begin = values.begin() + static_cast<std::ptrdiff_t>(r * row);
                (all[r].*member).emplace_back(begin, begin + static_cast<std::ptrdiff_t>(row));
            }
        };
        bool const real = output.stored == Stored::real;
        if (real)
            share_out(file.read<double>(output.name, from, extent), &RunRecord::reals);
        else
            share_out(file.read<std::int64_t>(output.name, from, extent), &RunRecord::integers);
        for (auto& record : all) {
            if (real)
                record.integers.emplace_back();
            else
                record.reals.emplace_back();
        }
    }
    return all;
}

}  // namespace

hdf5::File StoredRuns::open(std::string const& path) {
    try {
        return open_safely(path);
    } catch (FileError const&) {
        std::error_code error;
        auto const length = fs::file_size(path, error);
        auto const stated = error ? 0 : stated_length(path);
        constexpr std::uintmax_t sensible = std::uintmax_t{1} << 44;
        if (stated <= length || stated > sensible) throw;
        mended_ = path + ".mended." + std::to_string(::getpid());
        fs::copy_file(path, mended_, fs::copy_options::overwrite_existing);
        fs::resize_file(mended_, stated);  // a hole: no disk is used
    }
    try {
        return open_safely(mended_);
    } catch (...) {
        std::error_code ignored;
        fs::remove(mended_, ignored);
        throw;
    }
}

StoredRuns::StoredRuns(std::string const& path) : path_(path), file_(open(path)) {
    if (file_.text_attribute("", "filetype") != "spil results" || !file_.has("run_status"))
        throw FileError(path_, "read", "it is not a results file of spil");
    auto const runs = file_.shape("run_status").at(0);
    try {
        for (auto const s : file_.read<std::int8_t>("run_status"))
            status_.push_back(s == 0   ? RunState::pending
                              : s == 1 ? RunState::ok
                              : s == 2 ? RunState::failed
                                       : RunState::damaged);
        errors_ = file_.read_strings("run_error");
    } catch (FileError const&) {
        status_.resize(runs, RunState::damaged);
        errors_.clear();
    }
    try {
        seconds_ = file_.read<double>("runtime/seconds");
    } catch (FileError const&) {
        seconds_.clear();
    }
}

StoredRuns::~StoredRuns() {
    if (mended_.empty()) return;
    { auto const closing = std::move(file_); }
    std::error_code ignored;
    fs::remove(mended_, ignored);
}

std::string StoredRuns::text(std::string const& name) const {
    return file_.text_attribute("", name).value_or("");
}

std::string StoredRuns::effective_study() const {
    auto study = text("effective_study_toml");
    if (study.empty() || sha256(study) != text("effective_study_sha256"))
        throw FileError(path_, "read", "what it says about its study is damaged; run the study again");
    return study;
}

std::optional<StoppingRule> StoredRuns::stopping() const {
    return read_stopping(file_);
}

std::optional<Stopped> StoredRuns::stopped() const {
    return read_stopped(file_);
}

bool StoredRuns::complete() const {
    return file_.text_attribute("runtime", "complete") == "true";
}

std::size_t StoredRuns::needed_runs() const {
    auto const end = stopped();
    return end ? end->worlds * file_.shape("policy").at(0) : runs();
}

std::vector<std::pair<std::string, std::string>> StoredRuns::inputs() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (auto const& entry : file_.texts_attribute("", "input_sha256").value_or(std::vector<std::string>{})) {
        auto const at = entry.rfind('=');
        if (at != std::string::npos) all.emplace_back(entry.substr(0, at), entry.substr(at + 1));
    }
    return all;
}

void StoredRuns::find_deadly(std::span<OutputInfo const> outputs, std::span<DimensionInfo const> dimensions) {
    std::size_t const blocks = (runs() + block_runs() - 1) / block_runs();
    deadly_.assign(blocks, false);
    void* const shared =
        ::mmap(nullptr, sizeof(std::size_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) return;
    auto& reached = *static_cast<std::size_t*>(shared);
    for (reached = 0; reached < blocks; ++reached) {
        auto const look = [&] {
            for (; reached < blocks; ++reached) {
                end_after(patience(bytes_of(file_.path()) / blocks));
                block(reached, outputs, dimensions);
            }
            return 0;
        };
        if (in_child(patience(bytes_of(file_.path())), look) == 0) break;
        deadly_[reached] = true;
    }
    ::munmap(shared, sizeof(std::size_t));
}

std::vector<RunResult> StoredRuns::block(std::size_t number, std::span<OutputInfo const> outputs,
                                         std::span<DimensionInfo const> dimensions,
                                         std::size_t* damaged) const {
    auto const size = block_runs();
    std::size_t const first = number * size;
    std::size_t const count = std::min(size, runs() - first);
    auto const states = std::span{status_}.subspan(first, count);
    auto const called = [&](RunState state) {
        return static_cast<std::size_t>(std::count(states.begin(), states.end(), state));
    };
    bool const deadly = number < deadly_.size() && deadly_[number];
    std::vector<RunResult> results(count);
    for (std::size_t r = 0; r < count; ++r) {
        results[r].pending = states[r] != RunState::failed;
        results[r].error = states[r] == RunState::failed ? error(first + r) : std::string{};
        if (first + r < seconds_.size()) results[r].seconds = seconds_[first + r];
    }
    std::size_t intact = 0;
    if (!deadly) try {
            constexpr auto none = hdf5::missing<std::int64_t>();
            auto const checksums = file_.read<std::int64_t>("run_checksum", {first}, {count});
            std::vector<std::size_t> ended;
            for (std::size_t r = 0; r < count; ++r)
                if (states[r] == RunState::ok || (states[r] == RunState::pending && checksums[r] != none))
                    ended.push_back(r);
            std::vector<RunRecord> read;
            if (!ended.empty()) read = records(file_, first, count, outputs, dimensions);
            for (auto const r : ended) {
                if (run_checksum(read[r], outputs) != checksums[r]) continue;
                results[r].record = std::move(read[r]);
                results[r].pending = false;
                if (states[r] == RunState::ok) ++intact;
            }
        } catch (FileError const&) {
            // A part of the block cannot be read: none of its runs is whole.
        }
    if (damaged != nullptr) *damaged += called(RunState::ok) - intact + called(RunState::damaged);
    return results;
}

}  // namespace spil
