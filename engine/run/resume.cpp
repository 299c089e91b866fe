#include "engine/run/resume.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <string_view>

#include "engine/core/error.hpp"
#include "engine/core/version.hpp"
#include "engine/run/ensemble.hpp"

namespace spil {

namespace {

void same_engine(StoredRuns const& stored) {
    auto const commit = stored.text("git_commit");
    auto const edits = stored.text("git_dirty");
    if (commit == version().commit && edits == (version().dirty ? "true" : "false")) return;
    throw InputError(
        Place{stored.path()},
        fmt::format("it was written by spil of commit {}{}, this is {}{}: runs of both would not "
                    "belong together",
                    commit, edits == "true" ? " with edits" : "", version().commit,
                    version().dirty ? " with edits" : ""));
}

void same_tables(StoredRuns const& stored, Study const& study) {
    auto const then = stored.inputs();
    for (std::size_t k = 1; k < study.files.size(); ++k) {
        auto const& now = study.files[k];
        auto const match =
            std::find_if(then.begin(), then.end(), [&](auto const& t) { return t.first == now.path; });
        if (match == then.end() || match->second != now.sha256)
            throw InputError(Place{now.path},
                             fmt::format("the table is not what it was when {} was run", stored.path()));
    }
}

}  // namespace

Study stored_study(StoredRuns const& stored) {
    same_engine(stored);
    auto const text = stored.effective_study();
    auto study =
        read_study_text(text, "study in " + std::filesystem::path{stored.path()}.filename().string());
    if (effective_text(study) != text)
        throw InputError(Place{stored.path()}, "this spil reads the study in the file otherwise");
    same_tables(stored, study);
    if (stored.runs() != study.runs())
        throw FileError(stored.path(), "read", "it does not have the runs of its study");
    return study;
}

ResultsHeader stored_header(StoredRuns const& stored, Study const& study) {
    auto header = results_header(study);
    header.study_text = stored.text("study_toml");
    header.inputs = stored.inputs();
    header.stopping = stored.stopping();
    return header;
}

std::vector<RunResult> best_of(std::span<StoredRuns const* const> files, std::size_t block,
                               Study const& study, std::size_t* damaged) {
    auto const outputs = study.kept_outputs();
    auto const dimensions = study.dimensions();
    std::vector<RunResult> best;
    for (auto const* file : files) {
        auto found = file->block(block, outputs, dimensions, damaged);
        if (best.empty()) {
            best = std::move(found);
            continue;
        }
        for (std::size_t r = 0; r < best.size(); ++r)
            if (!best[r].ok() && (found[r].ok() || (best[r].pending && !found[r].pending)))
                best[r] = std::move(found[r]);
    }
    return best;
}

Kept keep(std::span<StoredRuns const* const> files, Study const& study, ResultsWriter* writer,
          bool failures) {
    auto const size = runs_per_block(study.policies.size());
    auto const rule = files.empty() ? std::nullopt : files.front()->stopping();
    auto const outcome = rule ? rule->outcome : study.settings.outcome;
    auto const outputs = study.kept_outputs();
    auto const told = [&](std::size_t run) {
        return std::any_of(files.begin(), files.end(),
                           [&](auto const* file) { return file->state(run) == RunState::ok; });
    };
    Kept kept;
    kept.ok.assign(study.runs(), false);
    kept.outcomes.assign(study.runs(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t b = 0; b * size < study.runs(); ++b) {
        auto results = best_of(files, b, study, &kept.damaged);
        bool anything = false;
        for (std::size_t r = 0; r < results.size(); ++r) {
            auto& result = results[r];
            kept.ok[b * size + r] = result.ok();
            kept.outcomes[b * size + r] = followed_value(result, outputs, outcome);
            if (result.ok()) {
                ++(told(b * size + r) ? kept.intact : kept.untold);
            } else if (!result.pending) {
                ++kept.failed;
                if (!failures) {
                    result = {};
                    result.pending = true;
                }
            }
            anything = anything || !result.pending;
        }
        if (writer != nullptr && anything) writer->write_block(b * size, results);
    }
    return kept;
}

}  // namespace spil
