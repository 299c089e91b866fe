#pragma once
/// \file error.hpp  How a failure is said: the user's mistakes all at once, the disk's with its path, our own
/// with its place.
///
/// Three types, after who has to act: `InputError` (the user mends a file or a command; exit code 2),
/// `FileError` (the disk or a results file; exit code 4) and `ContractError` (a mistake of ours; exit code
/// 1). They carry data, so that tests check values and not only wording. A message says the problem, the
/// reason, the suggestion.

#include <stdexcept>
#include <string>
#include <vector>

namespace spil {

/// Where a problem was seen. `line` and `column` count from 1; 0 means "the file as a whole".
struct Place {
    std::string file;
    int line = 0;
    int column = 0;

    friend bool operator==(Place const&, Place const&) = default;
};

/// `file:line:column`, leaving out what is not known.
std::string to_string(Place const& place);

/// One mistake in the user's input.
struct Problem {
    Place place;
    std::string message;

    friend bool operator==(Problem const&, Problem const&) = default;
};

/// Everything that is wrong with the user's input, collected. `what()` holds one line for each problem.
class InputError : public std::runtime_error {
  public:
    explicit InputError(std::vector<Problem> problems);
    InputError(Place place, std::string message);

    std::vector<Problem> const& problems() const noexcept { return problems_; }

  private:
    std::vector<Problem> problems_;
};

/// A file that could not be opened, read, written or understood as what it should be.
class FileError : public std::runtime_error {
  public:
    /// \param operation  what was attempted, as an infinitive: "create", "write"
    FileError(std::string path, std::string operation, std::string const& reason);

    std::string const& path() const noexcept { return path_; }
    std::string const& operation() const noexcept { return operation_; }

  private:
    std::string path_;
    std::string operation_;
};

/// A broken promise inside the engine: always a bug of ours, never the user's fault.
class ContractError : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

namespace detail {
[[noreturn]] void contract_failed(char const* kind, char const* condition, std::string const& message,
                                  char const* file, int line);
}

}  // namespace spil

/// What must hold before (EXPECT) and after (ENSURE). Always on: a wrong result costs more than the test.
#define SPIL_EXPECT(condition, message) \
    (static_cast<bool>(condition)       \
         ? void(0)                      \
         : ::spil::detail::contract_failed("expected", #condition, (message), __FILE__, __LINE__))
#define SPIL_ENSURE(condition, message) \
    (static_cast<bool>(condition)       \
         ? void(0)                      \
         : ::spil::detail::contract_failed("ensured", #condition, (message), __FILE__, __LINE__))
