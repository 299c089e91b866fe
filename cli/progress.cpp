#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "analysis/human.hpp"
#include "analysis/paired.hpp"

namespace spil::cli {

namespace {

constexpr auto time_between_lines = std::chrono::milliseconds{200};

bool can_animate() {
    char const* term = std::getenv("TERM");
    return ::isatty(STDERR_FILENO) != 0 && term != nullptr && std::string_view{term} != "dumb";
}

}  // namespace

std::string human_time(double seconds) {
    if (seconds < 0.05) return "less than 0.1 s";
    if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
    auto const whole = static_cast<long long>(std::llround(seconds));
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

Progress::Progress(Study const& study, bool quiet)
    : quiet_(quiet),
      terminal_(can_animate()),
      baseline_(study.baseline()),
      other_(study.policies.size() - 1),
      outcome_(study.settings.outcome),
      start_(std::chrono::steady_clock::now()),
      shown_(start_ - time_between_lines) {
    if (other_ == baseline_ && other_ > 0) --other_;
    for (auto const& p : study.policies) policies_.push_back(p.name);
    auto const worlds = study.worlds();
    baseline_values_.assign(worlds, std::numeric_limits<double>::quiet_NaN());
    other_values_ = baseline_values_;
}

double Progress::seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void Progress::ended(RunEnded const& run) {
    if (run.policy == baseline_) baseline_values_[run.world] = run.outcome;
    if (run.policy == other_) other_values_[run.world] = run.outcome;
    if (quiet_) return;
    if (terminal_) {
        auto const now = std::chrono::steady_clock::now();
        if (now - shown_ < time_between_lines && run.done < run.runs) return;
        shown_ = now;
        fmt::print(stderr, "\r\033[K{}", clipped(line(run), 140));
        std::fflush(stderr);
        line_open_ = true;
        return;
    }
    auto const twentieths = 20 * run.done / run.runs;
    if (twentieths == twentieths_) return;
    twentieths_ = twentieths;
    fmt::print(stderr, "{}\n", line(run));
}

void Progress::finish() {
    if (line_open_) std::fputc('\n', stderr);
    line_open_ = false;
}

std::string Progress::line(RunEnded const& run) const {
    auto const rate = static_cast<double>(run.done) / std::max(1e-9, seconds());
    auto text =
        fmt::format("{}/{} runs, {} failed, {}/s", run.done, run.runs, run.failures, human_number(rate));
    if (run.done < run.runs)
        text += fmt::format(", {} left", human_time(static_cast<double>(run.runs - run.done) / rate));
    return text + difference();
}

std::string Progress::difference() const {
    if (baseline_ == other_) return {};
    auto const c = compare_paired(other_values_, baseline_values_, Direction::none);
    if (c.worlds < 2) return {};
    auto const half = (c.interval.high - c.interval.low) / 2;
    return fmt::format("; {} - {}: {} +- {} ({}, {})", policies_[other_], policies_[baseline_],
                       human_number(c.difference, Sign::always), human_number(half), outcome_,
                       human_count(c.worlds, "world"));
}

}  // namespace spil::cli
