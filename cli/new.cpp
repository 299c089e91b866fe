#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "cli/commands.hpp"
#include "engine/core/error.hpp"
#include "engine/run/describe.hpp"

namespace spil::cli {

int new_study(NewArguments const& arguments) {
    namespace fs = std::filesystem;
    auto const path = fs::path{arguments.folder} / "study.toml";
    std::error_code error;
    if (fs::exists(path, error))
        throw InputError(Place{path.string()}, "the file is there already; name another folder");
    fs::create_directories(arguments.folder, error);
    if (error) throw FileError(arguments.folder, "create", error.message());
    errno = 0;
    std::ofstream out{path, std::ios::binary};
    out << starter_study() << std::flush;
    if (!out) throw FileError(path.string(), "write", std::generic_category().message(errno));
    fmt::print("{}\n", path.string());
    return exit_code::ok;
}

}  // namespace spil::cli
