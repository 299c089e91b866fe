#include "engine/world/world.hpp"

#include <cstring>
#include <span>

namespace spil {

SPIL_TABLES()

namespace {

std::uint64_t mixed(std::uint64_t hash, std::span<std::byte const> bytes) {
    for (auto const b : bytes) hash = (hash ^ static_cast<std::uint64_t>(b)) * 0x100000001b3u;
    return hash;
}

}  // namespace

std::uint64_t digest(World const& world, std::string_view without) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for_each_table(world, [&](auto const& t) {
        using Table = std::remove_cvref_t<decltype(t)>;
        if (Table::name == without) return;
        for_each_column(
            t, [&](auto const&, auto const& c) { hash = mixed(hash, std::as_bytes(std::span{c.now})); });
    });
    for (std::size_t c = 0; c < account_classes; ++c)
        hash = mixed(hash, std::as_bytes(std::span{world.ledger.balances(static_cast<AccountClass>(c))}));
    return hash;
}

}  // namespace spil
