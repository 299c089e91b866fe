// The command `spil`: the only place that catches, and the only one that knows exit codes.

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <system_error>

#include "cli/arguments.hpp"
#include "cli/ranks.hpp"
#include "engine/core/error.hpp"

namespace {

using namespace spil;
namespace exit_code = spil::cli::exit_code;

int fail(int code, char const* what) {
    bool const colour = ::isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
    std::fflush(stdout);
    std::fprintf(stderr, colour ? "\033[1;31mspil:\033[0m %s\n" : "spil: %s\n", what);
    return code;
}

/// What was printed must have arrived: a full disk behind `> file` is an error like any other.
void flush_output() {
    errno = 0;
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
        throw FileError("standard output", "write", std::generic_category().message(errno));
}

}  // namespace

int main(int argc, char** argv) {
    try {
        cli::Ranks ranks;
        if (!ranks.first()) return ranks.serve();
        cli::CommandLine command_line{ranks};
        try {
            int const code = command_line.run(argc, argv);
            flush_output();
            return code;
        } catch (CLI::ParseError const& error) {
            if (error.get_exit_code() == 0) return command_line.app().exit(error);  // help, version
            return fail(exit_code::bad_input, error.what());
        }
    } catch (InputError const& error) {
        // A list of places and messages reads like a compiler's, without a name in front.
        if (error.problems().size() == 1 && error.problems().front().place == Place{})
            return fail(exit_code::bad_input, error.what());
        std::fflush(stdout);
        std::fprintf(stderr, "%s\n", error.what());
        return exit_code::bad_input;
    } catch (FileError const& error) {
        return fail(exit_code::bad_file, error.what());
    } catch (std::exception const& error) {
        fail(exit_code::our_mistake, error.what());
        std::fputs("spil: this is a mistake in spil itself, not in what you asked; please report it\n",
                   stderr);
        return exit_code::our_mistake;
    }
}
