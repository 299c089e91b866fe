#include "engine/processes/no_mans_land.hpp"

namespace spil {

double decayed(double learning, double retention, NoMansLandParameters const& p) {
    return learning * (1 - p.decay_rate * (1 - retention));
}

void forget(Step const& step, NoMansLandParameters const& p, In<&Labs::retention> retention,
            Update<&Labs::learning> learning, Update<&Labs::stage> stage,
            Update<&Labs::death_month> death_month) {
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        if (!in_no_mans_land(stage(l))) continue;
        double sum = 0;
        for (auto& k : learning.row(l)) sum += k = decayed(k, retention(l), p);
        if (sum / conditions < p.death_threshold) {
            stage(l) = Stage::dead;
            death_month(l) = static_cast<std::int32_t>(step.tick);
        }
    }
}

}  // namespace spil
