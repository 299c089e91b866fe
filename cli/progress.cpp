#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "analysis/human.hpp"

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

Progress::Progress(BatchState const& state, bool quiet)
    : state_(state),
      quiet_(quiet),
      terminal_(can_animate()),
      shown_(std::chrono::steady_clock::now() - time_between_lines) {}

void Progress::update() {
    if (quiet_) return;
    if (terminal_) {
        auto const now = std::chrono::steady_clock::now();
        if (now - shown_ < time_between_lines && state_.done() < state_.runs()) return;
        shown_ = now;
        fmt::print(stderr, "\r\033[K{}", clipped(line(), 140));
        std::fflush(stderr);
        line_open_ = true;
        return;
    }
    auto const twentieths = 20 * state_.done() / state_.runs();
    if (twentieths == twentieths_) return;
    twentieths_ = twentieths;
    fmt::print(stderr, "{}\n", line());
}

void Progress::finish() {
    if (line_open_) std::fputc('\n', stderr);
    line_open_ = false;
}

std::string Progress::line() const {
    auto text = fmt::format("{}/{} runs, {} failed, {}/s", state_.done(), state_.runs(), state_.failed(),
                            human_number(state_.rate()));
    auto const left = state_.seconds_left();
    if (left && state_.done() < state_.runs()) text += fmt::format(", {} left", human_time(*left));
    return text + difference();
}

std::string Progress::difference() const {
    auto const policy = state_.leading_policy();
    if (!policy) return {};
    auto const& study = state_.study();
    auto const& d = state_.differences()[*policy];
    auto const& rule = state_.stopping();
    return fmt::format("; {} - {}: {} +- {}{} ({}, {})", study.policies[*policy].name,
                       study.policies[study.baseline()].name, human_number(d.difference(), Sign::always),
                       human_number(d.halfwidth(state_.confidence())),
                       rule ? ", wanted +- " + human_number(rule->halfwidth) : "", state_.outcome(),
                       human_count(d.worlds(), "world"));
}

}  // namespace spil::cli
