#pragma once
/// \file command.hpp  Folders that clean up after themselves, files as texts, and commands with what they
/// said.

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace spil::test {

namespace fs = std::filesystem;

/// A folder of its own, gone when the test ends.
class Folder {
  public:
    explicit Folder(std::string const& name)
        : path_(fs::temp_directory_path() / ("spil_" + name + "_" + std::to_string(::getpid()))) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    std::string operator/(std::string const& name) const { return (path_ / name).string(); }
    /// Names of what lies in it, sorted.
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (auto const& entry : fs::directory_iterator(path_))
            all.push_back(entry.path().filename().string());
        std::sort(all.begin(), all.end());
        return all;
    }

  private:
    fs::path path_;
};

inline std::string contents(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void store(std::string const& path, std::string const& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

/// A path of the repository.
inline std::string in_repository(std::string const& path) {
    return std::string{SPIL_SOURCE_DIR} + "/" + path;
}

struct Said {
    int code = 0;
    std::string out, err;
};

/// Runs a shell command in `folder`.
inline Said shell(std::string const& command, Folder const& folder) {
    auto const out = folder / ".out";
    auto const err = folder / ".err";
    auto const status = std::system(
        ("cd '" + folder / "" + "' && { " + command + "; } >'" + out + "' 2>'" + err + "'").c_str());
    Said said{WIFEXITED(status) ? WEXITSTATUS(status) : -1, contents(out), contents(err)};
    fs::remove(out);
    fs::remove(err);
    return said;
}

/// The command under test, with its arguments.
inline Said spil(std::string const& arguments, Folder const& folder) {
    return shell("'" SPIL_EXECUTABLE "' " + arguments, folder);
}

/// Whether a tool of the outside world is there.
inline bool available(std::string const& command, Folder const& folder) {
    return shell(command, folder).code == 0;
}

}  // namespace spil::test
