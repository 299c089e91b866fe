#include "engine/processes/common/council_trust.hpp"

namespace spil {

double trust_after(double trust, int kept, int failures, int broken, AttitudeParameters const& p) {
    double missing = 1 - trust;
    for (int k = 0; k < kept; ++k) missing *= 1 - p.trust_gain;
    double left = 1 - missing;
    for (int k = 0; k < failures; ++k) left *= 1 - p.trust_loss;
    for (int k = 0; k < broken; ++k) left *= 1 - p.promise_loss;
    return left;
}

double next_trust(double trust, int kept, int failures, int broken, AttitudeParameters const& p) {
    double const left = trust_after(trust, kept, failures, broken, p);
    return left + p.trust_return_rate * (p.trust_baseline - left);
}

}  // namespace spil
