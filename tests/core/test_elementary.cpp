#include "engine/core/elementary.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/core/random.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Units in the last place of `exact` by which `got` is off.
double off(double got, long double exact) {
    auto const near = std::abs(static_cast<double>(exact));
    return static_cast<double>(std::abs(got - exact)) / (std::nextafter(near, infinity) - near);
}

/// The worst of `error(x)` over 200 000 numbers between low and high.
template <class Error>
double worst(double low, double high, Error&& error) {
    double most = 0;
    for (std::uint32_t k = 0; k < 200'000; ++k) {
        Draws one{Address{.seed = 5, .entity = k}};
        most = std::max(most, error(low + (high - low) * one.uniform()));
    }
    return most;
}

/// One number that changes when any bit of any of many results does.
template <class Function>
std::uint64_t fingerprint(double low, double high, Function&& function) {
    std::uint64_t mixed = 0;
    for (int k = 0; k <= 100'000; ++k)
        mixed = std::rotl(mixed, 5) * 0x9e3779b97f4a7c15 ^
                std::bit_cast<std::uint64_t>(function(low + (high - low) * (k / 100'000.0)));
    return mixed;
}

}  // namespace

TEST_CASE("elementary functions are right to two and a half units in the last place", "[elementary]") {
    auto const error = [](double (*own)(double), long double (*exact)(long double)) {
        return [=](double x) { return off(own(x), exact(x)); };
    };
    for (double const wide : {1e-9, 1e-3, 1.0, 30.0, 700.0}) {
        INFO("up to " << wide);
        CHECK(worst(-wide, wide, error(elementary::exp, std::exp)) < 1.5);
        CHECK(worst(-wide, wide, error(elementary::expm1, std::expm1)) < 2.5);
        CHECK(worst(1e-12, wide, error(elementary::log, std::log)) < 1);
        CHECK(worst(std::max(-0.999, -wide), wide, error(elementary::log1p, std::log1p)) < 2.5);
        CHECK(worst(1e-12, wide, [](double x) {
                  return off(elementary::inverse_cube_root(x), 1 / std::cbrt(static_cast<long double>(x)));
              }) < 1.5);
    }
    CHECK(worst(0.999, 1.001, error(elementary::log, std::log)) < 1);
    // All magnitudes of a double.
    CHECK(worst(-668, 668, [](double x) {
              double const y = std::exp(x);
              return std::max(
                  off(elementary::log(y), std::log(static_cast<long double>(y))),
                  off(elementary::inverse_cube_root(y), 1 / std::cbrt(static_cast<long double>(y))));
          }) < 1.5);
    for (double const y : {-3.0, -0.5, 0.25, 1.0 / 3, 2.0, 7.5})
        CHECK(worst(1e-6, 1e3, [&](double x) {
                  return off(elementary::pow(x, y), std::pow(static_cast<long double>(x), y)) /
                         (1 + std::abs(y * std::log(x)));
              }) < 2);
}

TEST_CASE("elementary functions at their ends", "[elementary]") {
    CHECK(elementary::exp(0) == 1);
    CHECK(elementary::exp(-708.5) == 0);
    CHECK(elementary::exp(-infinity) == 0);
    CHECK(elementary::exp(-708) > 0);
    CHECK(elementary::exp(709) < infinity);
    CHECK(elementary::exp(709.5) == infinity);
    CHECK(elementary::expm1(0) == 0);
    CHECK(elementary::expm1(-1000) == -1);
    CHECK(elementary::expm1(infinity) == infinity);
    CHECK(elementary::log(1) == 0);
    CHECK(elementary::log(0) == -infinity);
    CHECK(elementary::log(infinity) == infinity);
    CHECK(std::isnan(elementary::log(-1)));
    CHECK(elementary::log1p(0) == 0);
    CHECK(elementary::log1p(-1) == -infinity);
    CHECK(elementary::log1p(1e-300) == 1e-300);
    CHECK(elementary::log1p(infinity) == infinity);
    CHECK(elementary::pow(0, 0) == 1);
    CHECK(elementary::pow(0, 2.5) == 0);
    CHECK(elementary::pow(0, -1) == infinity);
    CHECK(elementary::pow(0.3, 1) == 0.3);
    CHECK(elementary::pow(1, 123.4) == 1);
    for (auto* const f : {elementary::exp, elementary::expm1, elementary::log, elementary::log1p})
        CHECK(std::isnan(f(std::numeric_limits<double>::quiet_NaN())));
    CHECK(elementary::to_single(0.1) == 0.1f);
}

TEST_CASE("elementary functions never turn an order round", "[elementary]") {
    auto const rises = [](double low, double high, double (*f)(double)) {
        double before = f(low);
        for (double x = low; x < high; x = std::nextafter(x + (high - low) * 1e-6, high)) {
            for (int k = 0; k < 3; ++k) {
                x = std::nextafter(x, high);
                double const now = f(x);
                if (!(now >= before)) return false;
                before = now;
            }
        }
        return true;
    };
    CHECK(rises(-30, 30, elementary::exp));
    CHECK(rises(0.01, 100, elementary::log));
}

TEST_CASE("elementary functions have the same bits on every processor and for every compiler",
          "[elementary]") {
    CHECK(fingerprint(-720, 720, elementary::exp) == 0x16305ac84c564e27);
    CHECK(fingerprint(-40, 40, elementary::expm1) == 0x93ed2cb7bf9062f9);
    CHECK(fingerprint(1e-6, 1e3, elementary::log) == 0x4ff9a4eb2a64f897);
    CHECK(fingerprint(-0.99, 10, elementary::log1p) == 0xfcd83ea0bbadcf72);
    CHECK(fingerprint(1e-3, 1e3, elementary::inverse_cube_root) == 0x36851a2b7b3c3f4b);
    CHECK(fingerprint(1e-3, 1e3, [](double x) { return elementary::pow(x, -0.7); }) == 0xa6706528eb310272);
}
