import CLibgit2

/// The library as a whole: initialised once for the life of the process, never shut down.
enum Libgit2 {
    /// Initialises libgit2 and sets its options at the first call; later calls cost a load.
    static func start() throws(GitError) {
        try started.get()
    }

    private static let started: Result<Void, GitError> = {
        do throws(GitError) {
            try check(git_libgit2_init(), "git_libgit2_init")
            try setOptions()
            return .success(())
        } catch {
            return .failure(error)
        }
    }()

    private static func setOptions() throws(GitError) {
        // An acknowledged write must survive a power cut.
        try set(GIT_OPT_ENABLE_FSYNC_GITDIR, to: 1)
        // In a container the folder often belongs to another user than the process.
        try set(GIT_OPT_SET_OWNER_VALIDATION, to: 0)
        // Objects are written only if what they name exists.
        try set(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, to: 1)
        try set(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, toSize: Limits.mappedPackBytes)
        try set(GIT_OPT_SET_MWINDOW_FILE_LIMIT, toSize: Limits.openPacks)
        try check(
            livetree_git_opts_set_cache_max_size(Limits.objectCacheBytes),
            "git_libgit2_opts")
        // Nobody's personal or system-wide configuration may change an outcome.
        let levels = [
            GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
            GIT_CONFIG_LEVEL_GLOBAL,
        ]
        for level in levels {
            try check(livetree_git_opts_set_search_path(level.rawValue, ""), "git_libgit2_opts")
        }
    }

    private static func set(_ option: git_libgit2_opt_t, to value: Int32) throws(GitError) {
        try check(livetree_git_opts_set_int(Int32(option.rawValue), value), "git_libgit2_opts")
    }

    private static func set(_ option: git_libgit2_opt_t, toSize value: Int) throws(GitError) {
        try check(livetree_git_opts_set_size(Int32(option.rawValue), value), "git_libgit2_opts")
    }
}
