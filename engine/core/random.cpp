#include "engine/core/random.hpp"

#include <boost/random/beta_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>

#include "engine/core/elementary.hpp"
#include "engine/core/error.hpp"
#include "engine/core/gumbel_choice.hpp"

namespace spil {

void Draws::out_of_range() {
    throw ContractError(
        "a random address is out of range: tick below 2^16, alternative below 2^20, 4096 blocks");
}

// Each distribution object lives for one draw: a cached second normal would tie a number to what was drawn
// before it.
double Draws::normal() {
    return boost::random::normal_distribution<double>{}(*this);
}

double Draws::gumbel() {
    return gumbel_of(uniform());
}

// Boost works these two out with a library's tangents and logarithms.
double Draws::gamma(double shape, double scale) {
    return scale * elementary::to_single(boost::random::gamma_distribution<double>{shape}(*this));
}

double Draws::beta(double a, double b) {
    return elementary::to_single(boost::random::beta_distribution<double>{a, b}(*this));
}

std::uint64_t world_seed(std::uint64_t master_seed, std::uint32_t world) {
    Draws draws{Address{.seed = master_seed, .purpose = Purpose::world_seed, .entity = world}};
    std::uint64_t const high = draws();
    return (high << 32) | draws();
}

}  // namespace spil
