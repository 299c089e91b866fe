#include "engine/core/error.hpp"

#include <utility>

namespace spil {

namespace {

std::string joined(std::vector<Problem> const& problems) {
    std::string text;
    for (auto const& problem : problems) {
        if (!text.empty()) text += '\n';
        auto const where = to_string(problem.place);
        text += where.empty() ? problem.message : where + ": " + problem.message;
    }
    return text;
}

}  // namespace

std::string to_string(Place const& place) {
    auto text = place.file;
    if (place.line > 0) text += ":" + std::to_string(place.line);
    if (place.line > 0 && place.column > 0) text += ":" + std::to_string(place.column);
    return text;
}

InputError::InputError(std::vector<Problem> problems)
    : std::runtime_error(joined(problems)), problems_(std::move(problems)) {}

InputError::InputError(Place place, std::string message)
    : InputError(std::vector<Problem>{{std::move(place), std::move(message)}}) {}

FileError::FileError(std::string path, std::string operation, std::string const& reason)
    : std::runtime_error("cannot " + operation + " '" + path + "': " + reason),
      path_(std::move(path)),
      operation_(std::move(operation)) {}

void detail::contract_failed(char const* kind, char const* condition, std::string const& message,
                             char const* file, int line) {
    throw ContractError(message + " (" + kind + " " + condition + " at " + file + ":" + std::to_string(line) +
                        ")");
}

}  // namespace spil
