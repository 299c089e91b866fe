#include "cli/status_file.hpp"

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "engine/core/clock.hpp"

namespace spil::cli {

namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr auto time_between_words = std::chrono::seconds{1};

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json differences(BatchState const& state) {
    auto all = Json::array();
    for (std::size_t p = 0; p < state.differences().size(); ++p) {
        if (p == state.study().baseline()) continue;
        auto const& d = state.differences()[p];
        all.push_back({{"policy", state.study().policies[p].name},
                       {"difference", number(d.difference())},
                       {"halfwidth", number(d.halfwidth(state.confidence()))},
                       {"worlds", d.worlds()}});
    }
    return all;
}

}  // namespace

std::string status_path(std::string const& path) {
    return path + ".status.json";
}

StatusFile::StatusFile(std::string const& path, BatchState const& state)
    : path_(status_path(path)), file_(path), state_(state), started_(utc_now()) {
    write("running", {});
}

void StatusFile::update() {
    if (std::chrono::steady_clock::now() - written_ >= time_between_words) write("running", {});
}

void StatusFile::end(std::string const& word, std::optional<Stopped> const& stopped) {
    write(word, stopped);
}

void StatusFile::remove() {
    std::error_code ignored;
    fs::remove(path_, ignored);
}

void StatusFile::write(std::string const& word, std::optional<Stopped> const& stopped) {
    written_ = std::chrono::steady_clock::now();
    auto const left = word == "done" ? 0 : state_.seconds_left().value_or(std::nan(""));
    Json all{{"file", file_},
             {"title", state_.study().settings.name},
             {"state", word},
             {"pid", static_cast<std::int64_t>(::getpid())},
             {"started_utc", started_},
             {"updated_utc", utc_now()},
             {"runs", state_.runs()},
             {"done", stopped ? stopped->worlds * state_.study().policies.size() : state_.done()},
             {"failed", state_.failed()},
             {"seconds", state_.seconds()},
             {"runs_per_second", number(state_.rate())},
             {"seconds_left", number(left)},
             {"outcome", state_.outcome()},
             {"baseline", state_.study().policies[state_.study().baseline()].name},
             {"confidence", state_.confidence()},
             {"differences", differences(state_)}};
    if (auto const& rule = state_.stopping()) {
        all["until"] = {{"halfwidth", rule->halfwidth}, {"policies", rule->policies}};
        if (stopped) {
            all["until"]["reached"] = stopped->reached;
            all["until"]["worlds"] = stopped->worlds;
        }
    }
    auto const fresh = path_ + ".new";
    std::ofstream out(fresh, std::ios::trunc);
    out << all.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    out.close();
    std::error_code ignored;
    if (out)
        fs::rename(fresh, path_, ignored);
    else
        fs::remove(fresh, ignored);
}

}  // namespace spil::cli
