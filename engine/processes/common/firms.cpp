#include "engine/processes/common/firms.hpp"

#include <algorithm>
#include <array>

#include "engine/core/error.hpp"

namespace spil {

void divide_units(Cents units, std::span<double const> shares, std::span<Cents> parts) {
    SPIL_EXPECT(parts.size() == shares.size() && shares.size() <= seller_slots && !shares.empty(),
                "units are divided over the few sellers compared");
    std::array<double, seller_slots> rest{};
    Cents left = units;
    for (std::size_t k = 0; k < shares.size(); ++k) {
        double const exact = static_cast<double>(units) * shares[k];
        parts[k] = std::min(left, static_cast<Cents>(exact));
        rest[k] = exact - static_cast<double>(parts[k]);
        left -= parts[k];
    }
    for (; left > 0; --left) {
        auto const most = static_cast<std::size_t>(
            std::max_element(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(shares.size())) -
            rest.begin());
        ++parts[most];
        rest[most] -= 1;
    }
}

}  // namespace spil
