#include "engine/processes/common/deferred_acceptance.hpp"

#include <algorithm>

namespace spil {

std::vector<std::size_t> deferred_acceptance(std::vector<Suit> const& suits,
                                             std::vector<int> const& proposer_places,
                                             std::vector<int> const& receiver_places) {
    // Each proposer's suits, best first.
    std::vector<std::vector<std::size_t>> wishes(proposer_places.size());
    for (std::size_t k = 0; k < suits.size(); ++k) wishes[suits[k].proposer].push_back(k);
    for (auto& list : wishes)
        std::sort(list.begin(), list.end(), [&](std::size_t a, std::size_t b) {
            return suits[a].to_proposer != suits[b].to_proposer ? suits[a].to_proposer > suits[b].to_proposer
                                                                : suits[a].receiver < suits[b].receiver;
        });
    auto const preferred = [&](std::size_t a, std::size_t b) {  // by their receiver
        return suits[a].to_receiver != suits[b].to_receiver ? suits[a].to_receiver > suits[b].to_receiver
                                                            : suits[a].proposer < suits[b].proposer;
    };

    std::vector<std::size_t> asked(wishes.size(), 0);
    std::vector<int> places = proposer_places;
    std::vector<std::vector<std::size_t>> held(receiver_places.size());  // best first
    std::vector<std::size_t> waiting;
    for (std::size_t p = wishes.size(); p-- > 0;) waiting.push_back(p);
    while (!waiting.empty()) {
        auto const p = waiting.back();
        if (places[p] <= 0 || asked[p] == wishes[p].size()) {
            waiting.pop_back();
            continue;
        }
        auto const suit = wishes[p][asked[p]++];
        auto const receiver = suits[suit].receiver;
        if (receiver_places[receiver] <= 0) continue;
        auto& mine = held[receiver];
        mine.insert(std::upper_bound(mine.begin(), mine.end(), suit, preferred), suit);
        --places[p];
        if (mine.size() <= static_cast<std::size_t>(receiver_places[receiver])) continue;
        auto const turned_away = suits[mine.back()].proposer;
        mine.pop_back();
        ++places[turned_away];
        if (turned_away != p) waiting.push_back(turned_away);
    }

    std::vector<std::size_t> matched;
    for (auto const& list : held) matched.insert(matched.end(), list.begin(), list.end());
    std::sort(matched.begin(), matched.end());
    return matched;
}

}  // namespace spil
