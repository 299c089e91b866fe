#pragma once
/// \file commands.hpp  The subcommands as plain functions: what each is asked, and the exit code it answers
/// with.
///
/// Data go to standard output, messages to standard error. Failures are thrown; main.cpp alone turns them
/// into exit codes.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/batch.hpp"
#include "engine/io/scenario.hpp"

namespace spil::cli {

namespace exit_code {
inline constexpr int ok = 0;
inline constexpr int our_mistake = 1;
inline constexpr int bad_input = 2;
inline constexpr int some_runs_failed = 3;
inline constexpr int bad_file = 4;
inline constexpr int interrupted = 130;
}  // namespace exit_code

/// A study and what the command line and the environment change in it.
struct StudyArguments {
    std::string path;
    std::vector<std::string> set;  ///< key=value
    std::optional<std::int64_t> seed;

    /// SPIL_SEED, then each --set, then --seed: the later one wins.
    /// \throws InputError  SPIL_SEED is not a whole number
    std::vector<Override> overrides() const;
};

struct NewArguments {
    std::string folder;
};
struct CheckArguments {
    StudyArguments study;
    int threads = 1;
};
/// Part `number` (from 1) of `of`.
struct Shard {
    std::size_t number = 1, of = 1;
};
/// When a batch is to end before all its worlds are run.
struct UntilArguments {
    std::optional<double> halfwidth;    ///< none: all worlds are run
    std::string outcome;                ///< empty: the study's leading one
    std::vector<std::string> policies;  ///< none: all but the baseline
    double confidence = 0.95;
};
struct RunArguments {
    Ranks* ranks = nullptr;
    StudyArguments study;
    std::string output;
    int threads = 1;
    bool force = false;
    bool quiet = false;
    std::optional<Shard> shard;
    UntilArguments until;
    std::string command_line;  ///< as given, for the file
};
struct ResumeArguments {
    std::string file;
    BatchArguments batch;
};
struct MergeArguments {
    std::vector<std::string> files;
    std::string output;
    bool force = false;
    std::string command_line;
};
struct StatusArguments {
    std::string file;
    bool json = false;
};
struct VerifyArguments {
    std::string file;
};
struct RerunArguments {
    std::string file;
    std::size_t run = 0;
    std::string trace;  ///< folder; empty: none
    int threads = 1;
};
struct ExportArguments {
    std::string file;
    std::string folder;
    std::vector<std::string> outcomes;  ///< none: all single figures and yearly national ones
};
struct DescribeArguments {
    std::string what;
    bool json = false, markdown = false, toml = false;
};
struct CompareArguments {
    std::string file;
    std::vector<std::string> outcomes;
    std::string baseline;
    std::optional<int> year;
    double confidence = 0.95;
    bool json = false, markdown = false;
    bool points = false;  ///< compare point by point
    std::vector<std::string> pairs;
    std::size_t drivers = 0;
};

int new_study(NewArguments const& arguments);
int check(CheckArguments const& arguments);
int run(RunArguments const& arguments);
int resume(ResumeArguments const& arguments);
int merge(MergeArguments const& arguments);
int status(StatusArguments const& arguments);
int verify(VerifyArguments const& arguments);
int rerun(RerunArguments const& arguments);
int export_csv(ExportArguments const& arguments);
int describe(DescribeArguments const& arguments);
int compare(CompareArguments const& arguments);

/// The name that a results file has when it is complete, and what is there under either name: of an
/// interrupted and a complete file the interrupted one is newer.
std::string complete_name(std::string const& path);
std::string existing(std::string const& path);

/// "spil 0.1.0 (commit ..., GNU 12.2.0, Release)"
std::string version_line();

}  // namespace spil::cli
