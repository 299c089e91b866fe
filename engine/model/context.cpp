#include "engine/model/context.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "engine/core/elementary.hpp"
#include "engine/core/error.hpp"

namespace spil {

namespace {

using Index = Eigen::Index;

/// Variation this far below the values themselves is rounding, not a difference between municipalities.
constexpr double negligible = 1e-12;

bool is_anchor(HousingColumn const& column) {
    return std::find(housing_anchors.begin(), housing_anchors.end(), column.name) != housing_anchors.end();
}

/// +1 or −1: the sign that makes the anchors' loadings add up to more than 0.
double sign_of(std::vector<double> const& loadings, std::vector<bool> const& anchors) {
    double sum = 0;
    for (std::size_t k = 0; k < loadings.size(); ++k)
        if (anchors[k]) sum += loadings[k];
    if (std::fabs(sum) > negligible) return sum > 0 ? 1 : -1;
    auto const first = std::find_if(loadings.begin(), loadings.end(),
                                    [](double loading) { return std::fabs(loading) > negligible; });
    return first == loadings.end() || *first > 0 ? 1 : -1;
}

}  // namespace

std::vector<double> standardised(std::span<double const> values) {
    auto const n = static_cast<double>(values.size());
    double mean = 0, size = 0, squares = 0;
    for (double const v : values) mean += v / n;
    for (double const v : values) size = std::max(size, std::fabs(v));
    for (double const v : values) squares += (v - mean) * (v - mean);
    double const sd = std::sqrt(squares / n);
    std::vector<double> out(values.size(), 0.0);
    if (sd <= negligible * size) return out;
    for (std::size_t i = 0; i < values.size(); ++i) out[i] = (values[i] - mean) / sd;
    return out;
}

PrincipalComponent first_component(std::span<std::vector<double> const> columns,
                                   std::vector<bool> const& anchors) {
    SPIL_EXPECT(!columns.empty() && anchors.size() == columns.size(), "columns, and a word on each of them");
    auto const rows = static_cast<Index>(columns.front().size());
    auto const width = static_cast<Index>(columns.size());
    Eigen::MatrixXd z(rows, width);
    Index varying = 0;
    for (Index k = 0; k < width; ++k) {
        auto const column = standardised(columns[static_cast<std::size_t>(k)]);
        for (Index i = 0; i < rows; ++i) z(i, k) = column[static_cast<std::size_t>(i)];
        if (z.col(k).cwiseAbs().maxCoeff() > 0) ++varying;
    }
    PrincipalComponent component;
    component.scores.assign(columns.front().size(), 0.0);
    component.loadings.assign(columns.size(), 0.0);
    if (varying == 0) return component;

    Eigen::MatrixXd const correlation = z.transpose() * z / static_cast<double>(rows);
    Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> const solver(correlation);
    SPIL_ENSURE(solver.info() == Eigen::Success, "the eigenvalues of a correlation matrix");
    Eigen::VectorXd const axis = solver.eigenvectors().col(width - 1);  // eigenvalues ascend
    component.loadings.assign(axis.data(), axis.data() + width);
    double const sign = sign_of(component.loadings, anchors);
    for (auto& loading : component.loadings) loading *= sign;
    Eigen::VectorXd const scores = sign * (z * axis);
    component.scores = standardised({scores.data(), columns.front().size()});
    component.explained = solver.eigenvalues()(width - 1) / static_cast<double>(varying);
    return component;
}

void add_context(Country& country) {
    SPIL_EXPECT(country.size() > 0 && !country.housing.empty(), "a country read from a table");
    std::vector<double> log_density;
    for (double const density : country.address_density_per_km2)
        log_density.push_back(elementary::log(density));
    auto const urbanity = standardised(log_density);
    auto const prosperity = standardised(country.household_income_eur);

    std::vector<std::vector<double>> columns;
    std::vector<bool> anchors;
    for (auto const& column : country.housing) {
        columns.push_back(column.values);
        anchors.push_back(is_anchor(column));
    }
    auto component = first_component(columns, anchors);
    country.context.clear();
    for (std::size_t i = 0; i < country.size(); ++i)
        country.context.push_back({urbanity[i], prosperity[i], component.scores[i]});
    country.housing_loadings = std::move(component.loadings);
    country.housing_explained = component.explained;
}

}  // namespace spil
