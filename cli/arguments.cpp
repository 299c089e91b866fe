#include "cli/arguments.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/text.hpp"

namespace spil::cli {

namespace {

[[noreturn]] void refuse(std::string message) {
    throw InputError(Place{}, std::move(message));
}

std::string suggestion(std::string const& word, std::vector<std::string> const& known) {
    if (auto const near = nearest(word, known)) return "; did you mean '" + *near + "'?";
    std::string all;
    for (auto const& k : known) all += (all.empty() ? "" : ", ") + k;
    return "; there are " + all;
}

void add_study(CLI::App& command, StudyArguments& study) {
    command.add_option("STUDY", study.path, "Study file (TOML)")->required();
    command
        .add_option("--set", study.set, "Change a value of the study: --set study.worlds=5; may be repeated")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_option("--seed", study.seed, "Master seed; goes before SPIL_SEED and the study file")
        ->type_name("N");
}

void add_threads(CLI::App& command, int& threads) {
    threads = available_threads();
    command.add_option("-j,--jobs", threads, "Threads; by default one for each processor")
        ->type_name("N")
        ->check(CLI::Range(1, 4096));
}

/// "2/5": the second part of five.
Shard shard_of(std::string const& text) {
    Shard shard;
    auto const slash = text.find('/');
    auto const number = [&](std::string_view part, std::size_t& value) {
        auto const [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
        return error == std::errc{} && end == part.data() + part.size();
    };
    std::string_view const all{text};
    if (slash == std::string::npos || !number(all.substr(0, slash), shard.number) ||
        !number(all.substr(slash + 1), shard.of) || shard.number < 1 || shard.number > shard.of)
        refuse("--shard " + text + ": it must be I/N with 1 <= I <= N, such as 2/5");
    return shard;
}

bool is_number(std::string const& word) {
    return word.size() > 1 && word[0] == '-' && std::isdigit(static_cast<unsigned char>(word[1])) != 0;
}

}  // namespace

CommandLine::CommandLine(Ranks& ranks) : app_("Living labs and how they are funded, simulated.", "spil") {
    run_.ranks = resume_.batch.ranks = &ranks;
    app_.set_version_flag("--version", version_line(), "Version and commit");
    app_.require_subcommand(1);
    app_.footer(
        "Exit codes: 0 done, 1 internal error, 2 wrong usage or study, 3 done but some runs failed, 4 file\n"
        "cannot be read or written, 130 interrupted. Data go to standard output, messages to standard "
        "error.");
    add_new();
    add_check();
    add_run();
    add_resume();
    add_merge();
    add_status();
    add_rerun();
    add_export();
    add_describe();
    add_compare();
}

void CommandLine::add_new() {
    auto& c = *app_.add_subcommand("new", "Write a commented study.toml to start from");
    c.add_option("DIR", new_.folder, "Folder for it; made when it is not there")->required();
}

void CommandLine::add_check() {
    auto& c = *app_.add_subcommand("check", "Check a study and tell what it will cost");
    add_study(c, check_.study);
    add_threads(c, check_.threads);
}

void CommandLine::add_run() {
    auto& c = *app_.add_subcommand("run", "Run a study into a results file");
    add_study(c, run_.study);
    c.add_option("-o,--output", run_.output, "Results file (HDF5, opens as netCDF-4)")
        ->type_name("FILE")
        ->required();
    add_threads(c, run_.threads);
    c.add_flag("--force", run_.force, "Replace a results file that is there");
    c.add_flag("-q,--quiet", run_.quiet, "No progress, only errors");
    c.add_option_function<std::string>(
         "--shard", [this](std::string const& text) { run_.shard = shard_of(text); },
         "Only part I of N of the runs, for job arrays; `spil merge` puts the files together")
        ->type_name("I/N");
    auto* halfwidth = c.add_option("--until-halfwidth", run_.until.halfwidth,
                                   "End as soon as the difference from the baseline is known to +- H, in the "
                                   "outcome's unit; the study's worlds are the most that is run")
                          ->type_name("H");
    c.add_option("--until-outcome", run_.until.outcome,
                 "Result whose difference is meant; by default the study's leading one")
        ->type_name("NAME")
        ->needs(halfwidth);
    c.add_option("--until-policy", run_.until.policies,
                 "Policy whose difference is meant; may be repeated; by default every one")
        ->type_name("POLICY")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->needs(halfwidth);
    c.add_option("--until-confidence", run_.until.confidence,
                 "Confidence of the interval, between 0 and 1; by default 0.95")
        ->type_name("C")
        ->needs(halfwidth);
}

void CommandLine::add_resume() {
    auto& c = *app_.add_subcommand("resume", "Run what a results file lacks: missing, failed, damaged runs");
    c.add_option("FILE", resume_.file, "Results file, interrupted or complete")->required();
    add_threads(c, resume_.batch.threads);
    c.add_flag("-q,--quiet", resume_.batch.quiet, "No progress, only errors");
}

void CommandLine::add_merge() {
    auto& c = *app_.add_subcommand("merge", "Put results files of parts of one study together");
    c.add_option("FILES", merge_.files, "Results files, such as those of `spil run --shard`")->required();
    c.add_option("-o,--output", merge_.output, "Results file")->type_name("FILE")->required();
    c.add_flag("--force", merge_.force, "Replace a results file that is there");
}

void CommandLine::add_status() {
    auto& s = *app_.add_subcommand("status", "Tell how many runs of a results file are there");
    s.add_option("FILE", status_.file, "Results file, interrupted or complete")->required();
    s.add_flag("--json", status_.json, "For programs");
    auto& v = *app_.add_subcommand("verify", "Check every run of a results file against its checksum");
    v.add_option("FILE", verify_.file, "Results file, interrupted or complete")->required();
}

void CommandLine::add_rerun() {
    auto& c = *app_.add_subcommand("rerun", "Run one run of a results file again and look at its months");
    c.add_option("FILE", rerun_.file, "Results file, interrupted or complete")->required();
    c.add_option("--run", rerun_.run, "Number of the run, from 0")->type_name("K")->required();
    c.add_option("--trace", rerun_.trace,
                 "Folder for tables of every month: all columns, the labs' lives, all payments")
        ->type_name("DIR");
    add_threads(c, rerun_.threads);
}

void CommandLine::add_export() {
    auto& c = *app_.add_subcommand("export", "Write results as tables of text");
    c.add_option("FILE", export_.file, "Results file")->required();
    c.add_option("--csv", export_.folder,
                 "Folder for one NAME.csv for each outcome; made when it is not there")
        ->type_name("DIR")
        ->required();
    c.add_option("--outcome", export_.outcomes,
                 "Result to write, of any dimensions; may be repeated; by default all single figures and "
                 "national yearly ones")
        ->type_name("NAME")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void CommandLine::add_describe() {
    auto& c = *app_.add_subcommand("describe", "Tell what the model consists of");
    c.add_option("WHAT", describe_.what, "parameters, outputs, schedule or regimes")->required();
    auto* json = c.add_flag("--json", describe_.json, "For programs");
    auto* markdown = c.add_flag("--markdown", describe_.markdown, "As a page")->excludes(json);
    c.add_flag("--toml", describe_.toml, "As a study with every value and its source (parameters only)")
        ->excludes(json)
        ->excludes(markdown);
}

void CommandLine::add_compare() {
    auto& c = *app_.add_subcommand("compare", "Compare the policies of a results file, world by world");
    c.add_option("FILE", compare_.file, "Results file")->required();
    c.add_option("--outcome", compare_.outcomes, "Result to compare; may be repeated")
        ->type_name("NAME")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    c.add_option("--baseline", compare_.baseline, "Policy that the others are compared with")
        ->type_name("POLICY");
    c.add_option("--year", compare_.year, "Year of yearly results; by default the last")->type_name("YEAR");
    c.add_option("--conf", compare_.confidence,
                 "Confidence of the intervals, between 0 and 1; by default 0.95")
        ->type_name("C");
    auto* json = c.add_flag("--json", compare_.json, "For programs: unrounded");
    auto* points =
        c.add_flag("--points", compare_.points, "Compare point by point, when the study has uncertainties");
    c.add_option("--pair", compare_.pairs, "With --points: one more pair of policies; may be repeated")
        ->type_name("POLICY:POLICY")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->needs(points);
    c.add_option("--drivers", compare_.drivers,
                 "With --points: the N sampled quantities that go most with the gap")
        ->type_name("N")
        ->needs(points);
    c.add_flag("--markdown", compare_.markdown, "With --points: as a page")->needs(points)->excludes(json);
}

/// CLI11 says no more than "not expected": a misspelt word gets its nearest neighbour here, before it looks.
void CommandLine::refuse_unknown_words(std::vector<std::string> const& words) const {
    CLI::App const* command = &app_;
    for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
        auto const& word = words[i];
        if (word.size() < 2 || word[0] != '-' || is_number(word)) {
            if (command != &app_) continue;
            std::vector<std::string> known;
            for (auto const* c : app_.get_subcommands({})) known.push_back(c->get_name());
            if (std::find(known.begin(), known.end(), word) == known.end())
                refuse("there is no command '" + word + "'" + suggestion(word, known));
            command = app_.get_subcommand(word);
            continue;
        }
        bool const is_long = word[1] == '-';
        auto const name = is_long ? word.substr(0, word.find('=')) : word.substr(0, 2);
        auto const* option = command->get_option_no_throw(name);
        if (option == nullptr) {
            std::vector<std::string> known;
            for (auto const* o : command->get_options())
                for (auto const& n : o->get_lnames()) known.push_back("--" + n);
            refuse("there is no option '" + name + "'" +
                   (command == &app_ ? "" : " of spil " + command->get_name()) + suggestion(name, known));
        }
        bool const value_inside = is_long ? word.size() > name.size() : word.size() > 2;
        if (option->get_items_expected_max() > 0 && !value_inside) ++i;
    }
}

int CommandLine::run(int argc, char const* const* argv) {
    std::vector<std::string> const words(argv + 1, argv + argc);
    if (words.empty()) refuse("what shall be done? `spil --help` lists the commands");
    refuse_unknown_words(words);
    app_.parse(argc, argv);
    for (int k = 0; k < argc; ++k) run_.command_line += (k == 0 ? "" : " ") + std::string{argv[k]};
    resume_.batch.command_line = merge_.command_line = run_.command_line;
    auto const& name = app_.get_subcommands().at(0)->get_name();
    if (name == "new") return new_study(new_);
    if (name == "check") return check(check_);
    if (name == "run") return cli::run(run_);
    if (name == "resume") return cli::resume(resume_);
    if (name == "merge") return cli::merge(merge_);
    if (name == "status") return cli::status(status_);
    if (name == "verify") return cli::verify(verify_);
    if (name == "rerun") return cli::rerun(rerun_);
    if (name == "export") return export_csv(export_);
    if (name == "describe") return describe(describe_);
    return compare(compare_);
}

}  // namespace spil::cli
