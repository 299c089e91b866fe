#pragma once
/// \file arguments.hpp  What may stand on the command line, and what it asks for.

#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/ranks.hpp"

namespace spil::cli {

/// The command line of `spil`, ready to be read.
class CommandLine {
  public:
    /// \param ranks  that share batches; this is the first of them
    explicit CommandLine(Ranks& ranks);

    /// Reads the arguments and does what they ask; the answer is the exit code.
    /// \throws InputError  an unknown command or option, with the nearest known one; CLI::ParseError
    int run(int argc, char const* const* argv);

    CLI::App& app() { return app_; }

  private:
    void add_new();
    void add_check();
    void add_run();
    void add_resume();
    void add_merge();
    void add_status();
    void add_rerun();
    void add_export();
    void add_describe();
    void add_compare();
    void refuse_unknown_words(std::vector<std::string> const& words) const;

    CLI::App app_;
    NewArguments new_;
    CheckArguments check_;
    RunArguments run_;
    ResumeArguments resume_;
    MergeArguments merge_;
    StatusArguments status_;
    VerifyArguments verify_;
    RerunArguments rerun_;
    ExportArguments export_;
    DescribeArguments describe_;
    CompareArguments compare_;
};

}  // namespace spil::cli
