#include "engine/processes/revocation.hpp"

namespace spil {

bool may_be_revoked(double opposition, double embedding, RevocationParameters const& p) {
    return opposition > p.opposition_level && embedding < p.embedding_level;
}

void revoke_institutions(Step const& step, RevocationParameters const& p,
                         In<&Municipalities::college_new> college_new,
                         In<&Municipalities::opposition> opposition, In<&Municipalities::embedding> embedding,
                         In<&Solutions::mission> mission, In<&Labs::host> host, In<&Labs::solution> solution,
                         Update<&Labs::stage> stage, Update<&Labs::death_month> death_month,
                         Update<&Municipalities::implemented> implemented,
                         Update<&Municipalities::learning> learning,
                         Update<&Municipalities::failures> failures,
                         Update<&Municipalities::revocations> revocations) {
    bool any = false;
    for (std::size_t i = 0; i < implemented.rows(); ++i) {
        if (college_new(i) == 0) continue;
        for (std::size_t s = 0; s < implemented.width(); ++s) {
            if (implemented(i, s) == 0) continue;
            double const against = opposition(i, static_cast<std::size_t>(mission(s)));
            if (!may_be_revoked(against, embedding(i, s), p)) continue;
            if (!step.draws(Purpose::revocation, i, s).chance(p.chance)) continue;
            implemented(i, s) = 0;
            for (std::size_t k = 0; k < conditions; ++k) learning(i, s * conditions + k) = 0;
            ++failures(i);
            ++revocations(i);
            any = true;
        }
    }
    if (!any) return;
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        if (stage(l) != Stage::institutionalised) continue;
        if (implemented(static_cast<std::size_t>(host(l)), static_cast<std::size_t>(solution(l))) != 0)
            continue;
        stage(l) = Stage::dead;
        death_month(l) = static_cast<std::int32_t>(step.tick);
    }
}

}  // namespace spil
