# Shared by the scripts here; sourced, not run. Leaves the caller in the repository's root.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"

say() { printf '%s: %s\n' "${script_name:-spil}" "$*" >&2; }
die() {
    say "$*"
    exit 1
}

# Compile jobs this machine can stand: one a processor, and 1.5 GiB of memory for each. Containers often have less
# memory than the machine says, so the control group's limit counts too.
build_jobs() {
    local kib limit by_memory jobs
    kib="$(awk '/^MemTotal:/ {print $2}' /proc/meminfo 2>/dev/null || true)"
    for limit in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
        limit="$(cat "$limit" 2>/dev/null || true)"
        # Eighteen digits or more is the older control groups' way to say "no limit".
        if [[ "$limit" =~ ^[0-9]{1,17}$ ]] && ((limit / 1024 < ${kib:-0})); then kib=$((limit / 1024)); fi
    done
    by_memory=$((${kib:-1572864} / 1572864))
    jobs="$(nproc)"
    if ((by_memory < jobs)); then jobs=$by_memory; fi
    if ((jobs < 1)); then jobs=1; fi
    echo "$jobs"
}

# build PRESET [TARGET...]: configures when needed, then builds. Says something only when there is something to do.
build() {
    local preset="$1" log
    shift
    log="build/$preset/configure.log"
    # Ninja runs CMake again by itself when CMakeLists.txt or the list of sources changes, but not for the presets.
    if [[ ! -e "build/$preset/build.ninja" || CMakePresets.json -nt "build/$preset/build.ninja" ]]; then
        mkdir -p "build/$preset"
        say "configuring build/$preset"
        if ! cmake --preset "$preset" >"$log" 2>&1; then
            cat "$log" >&2
            die "CMake could not configure; build/$preset is safe to delete if it came from another place"
        fi
        touch "build/$preset/build.ninja"
    fi
    cmake --build "build/$preset" --parallel "$(build_jobs)" ${1:+--target "$@"} >&2
}
