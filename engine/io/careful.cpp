#include "engine/io/careful.hpp"

#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace spil {

std::uintmax_t bytes_of(std::string const& path) {
    std::error_code error;
    auto const bytes = std::filesystem::file_size(path, error);
    return error ? 0 : bytes;
}

long patience(std::uintmax_t bytes) {
    constexpr std::uintmax_t bytes_per_second = 1 << 20;
    return 5 + static_cast<long>(bytes / bytes_per_second);
}

void end_after(long seconds) {
    itimerval timer{};
    timer.it_value.tv_sec = seconds;
    ::setitimer(ITIMER_PROF, &timer, nullptr);
}

int in_child(long seconds, std::function<int()> const& action) {
    auto const child = ::fork();
    if (child < 0) return action();
    if (child == 0) {
        end_after(seconds);
        int answer = 2;
        try {
            answer = action();
        } catch (...) {  // NOLINT(bugprone-empty-catch): the parent meets it again and says what it is
        }
        ::_exit(answer);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) && WEXITSTATUS(status) != 1 ? WEXITSTATUS(status) : -1;
}

}  // namespace spil
