#include <charconv>
#include <cstdlib>
#include <string_view>

#include "cli/commands.hpp"
#include "engine/core/version.hpp"

namespace spil::cli {

std::vector<Override> StudyArguments::overrides() const {
    std::vector<Override> all;
    if (char const* text = std::getenv("SPIL_SEED"); text != nullptr && *text != '\0') {
        std::string_view const word{text};
        std::int64_t value = 0;
        auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        auto const label = "SPIL_SEED=" + std::string{word};
        if (error != std::errc{} || end != word.data() + word.size())
            throw InputError(Place{label}, "the seed in the environment must be a whole number");
        all.push_back({label, "study.seed = " + std::to_string(value)});
    }
    for (auto const& assignment : set) all.push_back(set_override(assignment));
    if (seed) all.push_back({"--seed " + std::to_string(*seed), "study.seed = " + std::to_string(*seed)});
    return all;
}

std::string version_line() {
    auto const& v = version();
    std::string text = "spil ";
    text += v.number;
    text += " (commit ";
    text += v.commit;
    if (v.dirty) text += " with edits";
    text += ", ";
    text += v.compiler;
    text += ", ";
    text += v.build_type;
    return text + ")";
}

}  // namespace spil::cli
