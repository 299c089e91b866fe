#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/run/study.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"

using namespace spil;

namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    std::string::size_type at = 0;
    while (at < text.size()) {
        auto const end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string without(std::string text, std::string const& part) {
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part))
        text.erase(at, part.size());
    return text;
}

/// What the parser of TOML says about syntax differs between its versions: where, and that, has to be right.
std::string known_part(std::string const& line) {
    std::string const ours = "not valid TOML:";
    auto const at = line.find(ours);
    return at == std::string::npos ? line : line.substr(0, at + ours.size());
}

}  // namespace

TEST_CASE("every wrong study is refused with exactly these messages", "[run][bad_input]") {
    auto const folder = test::in_repository("tests/bad_input/");
    std::vector<fs::path> studies;
    for (auto const& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".toml") studies.push_back(entry.path());
    std::sort(studies.begin(), studies.end());
    CHECK(studies.size() >= 20);
    for (auto const& study : studies) {
        auto beside = study;
        std::vector<Override> overrides;
        for (auto const& line : lines_of(test::contents(beside.replace_extension(".set").string())))
            overrides.push_back(set_override(line));
        std::string said = "nothing";
        try {
            read_study(study, overrides);
        } catch (InputError const& error) {
            said = without(error.what(), folder);
        }
        INFO(study.filename().string() << " said\n" << said);
        auto expected = lines_of(test::contents(beside.replace_extension(".expected").string()));
        auto found = lines_of(said);
        CHECK_FALSE(expected.empty());
        std::transform(expected.begin(), expected.end(), expected.begin(), known_part);
        std::transform(found.begin(), found.end(), found.begin(), known_part);
        CHECK(found == expected);
    }
}
