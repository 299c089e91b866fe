#include "engine/run/describe.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/outputs.hpp"
#include "engine/model/schedule.hpp"
#include "engine/run/describe_text.hpp"

namespace spil {

using namespace describe_text;

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view direction(Better better) {
    return better == Better::higher ? "higher is better" : better == Better::lower ? "lower is better" : "";
}

std::string when(Process<Settings> const& p) {
    auto const under = p.form.empty() ? "" : ", when " + p.form;
    if (p.period == 1) return "every month" + under;
    return fmt::format("every {} months, from month {}{}", p.period, p.offset, under);
}

}  // namespace

std::string describe_outputs(DescribeAs form) {
    if (form == DescribeAs::json) {
        Json all = Json::array();
        for (auto const& o : outputs())
            all.push_back({{"name", o.name},
                           {"unit", o.unit},
                           {"dimensions", o.dimensions},
                           {"meaning", o.meaning},
                           {"direction", direction(o.better)},
                           {"group", o.group}});
        return all.dump(2) + "\n";
    }
    std::string text, group = "\n";
    bool const markdown = form == DescribeAs::markdown;
    if (markdown) text = "# Results\n";
    for (auto const& o : outputs()) {
        if (o.group != group) {
            auto const heading = o.group.empty() ? std::string{"other"} : o.group;
            text += markdown ? fmt::format("\n## {}\n\n| name | unit | per | meaning |\n|---|---|---|---|\n",
                                           heading)
                             : fmt::format("{}{}\n", text.empty() ? "" : "\n", heading);
            group = o.group;
        }
        auto meaning = o.meaning;
        if (o.better != Better::none) meaning += fmt::format(" ({})", direction(o.better));
        auto const per = listed(o.dimensions, "run");
        if (markdown)
            text += fmt::format("| `{}` | {} | {} | {} |\n", o.name, escaped(o.unit), per, escaped(meaning));
        else
            text += fmt::format("  {} ({}) per {}\n", o.name, o.unit, per) + wrapped(meaning, "      ", 100);
    }
    return text;
}

std::string describe_schedule(DescribeAs form) {
    if (form == DescribeAs::json) {
        Json all = Json::array();
        for (auto const& phase : schedule()) {
            Json processes = Json::array();
            for (auto const& p : phase.processes)
                processes.push_back({{"name", p.name},
                                     {"meaning", p.meaning},
                                     {"period", p.period},
                                     {"offset", p.offset},
                                     {"form", p.form},
                                     {"reads", p.reads},
                                     {"writes", p.writes}});
            all.push_back({{"phase", phase.name}, {"processes", std::move(processes)}});
        }
        return all.dump(2) + "\n";
    }
    bool const markdown = form == DescribeAs::markdown;
    std::string text = markdown ? "# Schedule\n\nWhat happens in a month, phase by phase.\n" : "";
    int number = 0;
    for (auto const& phase : schedule()) {
        ++number;
        if (markdown)
            text += fmt::format(
                "\n## {}. {}\n\n| process | what | when | reads | writes |\n|---|---|---|---|---|\n", number,
                phase.name);
        else
            text += fmt::format("{}{}. {}\n", text.empty() ? "" : "\n", number, phase.name);
        for (auto const& p : phase.processes) {
            if (markdown) {
                text += fmt::format("| {} | {} | {} | {} | {} |\n", p.name, escaped(p.meaning), when(p),
                                    listed(p.reads, "-"), listed(p.writes, "-"));
                continue;
            }
            text += fmt::format("  {}: {}{}\n", p.name, p.meaning,
                                p.period == 1 && p.form.empty() ? "" : ", " + when(p));
            text += wrapped("reads " + listed(p.reads, "nothing"), "      ", 100);
            text += wrapped("writes " + listed(p.writes, "nothing"), "      ", 100);
        }
    }
    return text;
}

}  // namespace spil
