/// \file outputs_money.cpp  The money: every flow of the year and every stock at its end.

#include "engine/model/output_groups.hpp"

namespace spil {

using namespace build;

void add_money_outputs(std::vector<Output>& all) {
    all.push_back(whole(
        "money", "flow_matrix", "0.01 EUR", "paid by one class of accounts to another during the year",
        {"year", "payer", "payee"}, Stored::cents, [](World const& w, Integers& out) {
            for (std::size_t a = 0; a < account_classes; ++a)
                for (std::size_t b = 0; b < account_classes; ++b)
                    out.push_back(w.ledger.flow(static_cast<AccountClass>(a), static_cast<AccountClass>(b)));
        }));
    all.push_back(whole("money", "flow_by_type", "0.01 EUR", "paid in each flow type during the year",
                        {"year", "flow"}, Stored::cents, [](World const& w, Integers& out) {
                            for (std::size_t f = 0; f < flow_count; ++f)
                                out.push_back(w.ledger.flow(static_cast<Flow>(f)));
                        }));
    all.push_back(whole("money", "stock", "0.01 EUR",
                        "money of each class of accounts at the end of the year", {"year", "account"},
                        Stored::cents, [](World const& w, Integers& out) {
                            for (std::size_t c = 0; c < account_classes; ++c)
                                out.push_back(w.ledger.stock(static_cast<AccountClass>(c)));
                        }));
}

}  // namespace spil
