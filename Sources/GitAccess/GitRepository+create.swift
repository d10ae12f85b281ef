import CLibgit2
package import GitModel

extension GitRepository {
    /// Makes a bare repository without commits whose HEAD names `initialBranch`; missing parent
    /// folders are made too. Movements of its branches are kept in reflogs.
    package static func createBare(
        at path: String, initialBranch: BranchName
    ) throws(GitError) {
        try Libgit2.start()
        var options = git_repository_init_options()
        try check(livetree_git_init_options(&options), "git_repository_init_options_init")
        options.flags =
            GIT_REPOSITORY_INIT_BARE.rawValue | GIT_REPOSITORY_INIT_MKPATH.rawValue
            | GIT_REPOSITORY_INIT_NO_REINIT.rawValue
        let repository = try Handle<Kinds.Repository>("git_repository_init_ext") { out in
            initialBranch.text.withCString { head in
                options.initial_head = head
                return git_repository_init_ext(&out, path, &options)
            }
        }
        let config = try Handle<Kinds.Config>("git_repository_config") {
            git_repository_config(&$0, repository.pointer)
        }
        // Off by default in a bare repository; a tip lost to a damaged disk is found there.
        try check(
            git_config_set_bool(config.pointer, "core.logAllRefUpdates", 1),
            "git_config_set_bool")
    }
}
