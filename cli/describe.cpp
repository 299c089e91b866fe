#include "engine/run/describe.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "cli/commands.hpp"
#include "engine/core/error.hpp"
#include "engine/core/text.hpp"

namespace spil::cli {

int describe(DescribeArguments const& arguments) {
    auto const form = arguments.json       ? DescribeAs::json
                      : arguments.markdown ? DescribeAs::markdown
                                           : DescribeAs::text;
    std::vector<std::string> const known{"parameters", "outputs", "schedule", "regimes"};
    std::string text;
    if (arguments.toml && arguments.what != known[0])
        throw InputError(Place{}, "--toml goes with `spil describe parameters`: it writes a study");
    if (arguments.what == known[0]) {
        text = arguments.toml ? baseline_study() : describe_parameters(form);
    } else if (arguments.what == known[1]) {
        text = describe_outputs(form);
    } else if (arguments.what == known[2]) {
        text = describe_schedule(form);
    } else if (arguments.what == known[3]) {
        text = describe_regimes(form);
    } else {
        auto const near = nearest(arguments.what, known);
        throw InputError(Place{}, fmt::format("there is no '{}' to describe; {}", arguments.what,
                                              near ? "did you mean '" + *near + "'?"
                                                   : "there are parameters, outputs, schedule, regimes"));
    }
    std::fputs(text.c_str(), stdout);
    return exit_code::ok;
}

}  // namespace spil::cli
