# Writes OUTPUT, the definition of spil::version(), and touches it only when its text changes.
# Runs at every build, because a commit or an edit moves the answer without moving CMake.
# Needs: SOURCE_DIR, OUTPUT, VERSION, COMPILER, BUILD_TYPE.

set(commit "unknown")
set(dirty "false")

# Only a checkout of its own counts: a tarball unpacked inside somebody else's repository must not take that commit.
find_program(GIT git)
if(GIT AND EXISTS "${SOURCE_DIR}/.git")
    # safe.directory: a checkout owned by another user (a mounted folder, sudo) is read all the same.
    # no-optional-locks: a build must not make a git command in another terminal fail.
    set(git "${GIT}" -c "safe.directory=${SOURCE_DIR}" --no-optional-locks -C "${SOURCE_DIR}")
    execute_process(COMMAND ${git} rev-parse --verify HEAD
        OUTPUT_VARIABLE head RESULT_VARIABLE failed ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT failed)
        set(commit "${head}")
        # Edits count anywhere, new files only where the build picks them up: somebody's own scenario is no edit.
        execute_process(COMMAND ${git} status --porcelain --untracked-files=no
            OUTPUT_VARIABLE edited RESULT_VARIABLE edited_failed ERROR_QUIET)
        execute_process(COMMAND ${git} ls-files --others --exclude-standard -- engine analysis cli
            OUTPUT_VARIABLE added RESULT_VARIABLE added_failed ERROR_QUIET)
        if(edited_failed OR added_failed OR NOT "${edited}${added}" STREQUAL "")
            set(dirty "true")
        endif()
    endif()
endif()

set(text "#include \"engine/core/version.hpp\"

namespace spil {

Version const& version() {
    static constexpr Version built{\"${VERSION}\", \"${commit}\", ${dirty}, \"${COMPILER}\", \"${BUILD_TYPE}\"};
    return built;
}

}  // namespace spil
")

set(before "")
if(EXISTS "${OUTPUT}")
    file(READ "${OUTPUT}" before)
endif()
if(NOT before STREQUAL text)
    file(WRITE "${OUTPUT}" "${text}")
endif()
