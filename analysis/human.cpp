#include "analysis/human.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace spil {

namespace {

constexpr int significant = 3;

struct Scale {
    double size;
    std::string_view word;
};

/// Words begin where separators stop helping.
Scale scale_of(double largest) {
    if (largest >= 0.9995e12) return {1e12, "trillion"};
    if (largest >= 0.9995e9) return {1e9, "billion"};
    if (largest >= 0.9995e6) return {1e6, "million"};
    return {1.0, ""};
}

std::string in_format(double value, std::chars_format format, int decimals) {
    std::array<char, 400> buffer{};
    auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, decimals).ptr;
    return {buffer.data(), end};
}

bool shows_zero(std::string_view text) {
    return text.find_first_of("123456789") == std::string_view::npos;
}

std::string with_separators(std::string text) {
    auto const begin = text.find_first_of("0123456789");
    auto const point = std::min(text.find('.'), text.size());
    for (auto at = point; at > begin + 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

/// Decimals that give three significant digits to `largest`; negative ones stand for tens, hundreds.
int decimals_for(double largest) {
    if (!(largest > 0.0) || std::isinf(largest)) return 0;
    auto const text = in_format(largest, std::chars_format::scientific, significant - 1);
    int exponent = 0;
    auto const start = text.find('e') + 1;
    auto const from = text.data() + start + (text[start] == '+' ? 1 : 0);
    std::from_chars(from, text.data() + text.size(), exponent);
    return significant - 1 - exponent;
}

std::string fixed(double value, int decimals) {
    if (std::isnan(value)) return "n/a";
    if (std::isinf(value)) return value > 0.0 ? "inf" : "-inf";
    if (decimals < 0) {
        double const step = std::pow(10.0, -decimals);
        value = std::round(value / step) * step;
    }
    auto text = in_format(value, std::chars_format::fixed, std::max(0, decimals));
    if (text.front() == '-' && shows_zero(text)) text.erase(0, 1);
    return with_separators(text);
}

std::string signed_text(std::string const& text, double value) {
    return value > 0.0 && !shows_zero(text) ? "+" + text : text;
}

bool is_tiny(double largest) {
    return largest > 0.0 && largest < 1e-4;
}

double size_of(double value) {
    return std::isfinite(value) ? std::abs(value) : 0.0;
}

}  // namespace

std::string human_number(double value, Sign sign) {
    auto const size = size_of(value);
    auto const scale = scale_of(size);
    auto text = is_tiny(size) ? in_format(value, std::chars_format::scientific, significant - 1)
                              : fixed(value / scale.size, decimals_for(size / scale.size));
    if (!scale.word.empty()) text += " " + std::string(scale.word);
    return sign == Sign::always ? signed_text(text, value) : text;
}

HumanDifference human_difference(double difference, Interval interval) {
    auto const largest = std::max({size_of(difference), size_of(interval.low), size_of(interval.high)});
    auto const scale = scale_of(largest);
    auto decimals = decimals_for(largest / scale.size);
    auto const show = [&](double value) {
        if (is_tiny(largest) && value != 0.0 && !std::isnan(value)) {
            return in_format(value, std::chars_format::scientific, significant - 1);
        }
        return fixed(value / scale.size, decimals);
    };
    auto const lost = [&](double value) {
        return value != 0.0 && std::isfinite(value) && shows_zero(show(value));
    };
    for (int extra = 0; extra < 3 && (lost(interval.low) || lost(interval.high)); ++extra) ++decimals;
    HumanDifference result{signed_text(show(difference), difference), "", std::string(scale.word)};
    if (!std::isnan(interval.low))
        result.interval = "[" + show(interval.low) + ", " + show(interval.high) + "]";
    return result;
}

std::string human_share(double share) {
    double const percent = 100.0 * share;
    auto const whole = fixed(percent, 0);
    bool const claims_too_much = (whole == "0" && percent > 0.0) || (whole == "100" && percent < 100.0);
    return claims_too_much ? fixed(std::clamp(percent, 0.1, 99.9), 1) : whole;
}

std::string human_share(double share, Interval interval) {
    if (std::isnan(share)) return "n/a";
    return human_share(share) + " % [" + human_share(interval.low) + "-" + human_share(interval.high) + " %]";
}

std::string human_percent(double percent) {
    if (std::isnan(percent)) return "n/a";
    auto const size = size_of(percent);
    if (size >= 999.5) return human_number(percent, Sign::always) + " %";
    auto const decimals = is_tiny(size) ? 0 : std::max(0, decimals_for(size) - 1);
    return signed_text(fixed(percent, size >= 9.95 ? 0 : decimals), percent) + " %";
}

std::string human_ratio(double ratio) {
    return fixed(ratio, std::abs(ratio) < 9.95 ? 1 : 0);
}

std::string human_count(std::size_t count) {
    return with_separators(std::to_string(count));
}

std::string human_count(std::size_t count, std::string_view noun) {
    return human_count(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string human_bytes(std::uint64_t bytes) {
    auto const value = static_cast<double>(bytes);
    if (value < 1e6) return fmt::format("{:.0f} kB", value / 1e3);
    if (value < 1e9) return fmt::format("{:.0f} MB", value / 1e6);
    return fmt::format("{:.1f} GB", value / 1e9);
}

std::size_t display_width(std::string_view text) {
    auto const starts_a_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_a_character));
}

std::string padded_right(std::string_view text, std::size_t width) {
    auto const taken = display_width(text);
    return std::string(text) + std::string(taken < width ? width - taken : 0, ' ');
}

std::string padded_left(std::string_view text, std::size_t width) {
    auto const taken = display_width(text);
    return std::string(taken < width ? width - taken : 0, ' ') + std::string(text);
}

std::string clipped(std::string_view text, std::size_t width) {
    if (display_width(text) <= width || width == 0) return std::string(text);
    std::string kept;
    for (std::size_t i = 0, shown = 0; i < text.size(); ++i) {
        bool const starts = (static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u;
        if (starts && ++shown == width) break;
        kept += text[i];
    }
    return kept + "…";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t indent) {
    std::vector<std::string> words(1);
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '[') ++depth;
        if (text[i] == ']') --depth;
        bool const before_percent = i + 1 < text.size() && text[i + 1] == '%';
        if (text[i] == ' ' && depth <= 0 && !before_percent) {
            words.emplace_back();
        } else {
            words.back() += text[i];
        }
    }
    std::string const margin(indent, ' ');
    std::vector<std::string> lines;
    for (auto const& word : words) {
        bool const fits = !lines.empty() && display_width(lines.back()) + 1 + display_width(word) <= width;
        if (fits) {
            lines.back() += " " + word;
        } else {
            lines.push_back(margin + word);
        }
    }
    return lines;
}

}  // namespace spil
