import CLibgit2

extension GitRepository {
    /// Makes `remote.origin.url` say `url` without its credentials, or nothing when nil. Writes
    /// only when it differs, so that a held `config.lock` matters to a change alone.
    package func setRemote(url: String?) throws(GitError) {
        let name = "remote.origin.url"
        let repository = try repository
        let url = url.map(Redaction.bare)
        let config = try Handle<Kinds.Config>("git_repository_config") {
            git_repository_config(&$0, repository.pointer)
        }
        guard try remoteURL() != url else { return }
        if let url {
            try check(git_config_set_string(config.pointer, name, url), "git_config_set_string")
        } else {
            try check(git_config_delete_entry(config.pointer, name), "git_config_delete_entry")
        }
    }

    /// `remote.origin.url`, nil when there is none.
    package func remoteURL() throws(GitError) -> String? {
        let repository = try repository
        let config = try Handle<Kinds.Config>("git_repository_config") {
            git_repository_config(&$0, repository.pointer)
        }
        var entry: UnsafeMutablePointer<git_config_entry>?
        let code = git_config_get_entry(&entry, config.pointer, "remote.origin.url")
        guard try found(code, "git_config_get_entry"), let entry else { return nil }
        defer { git_config_entry_free(entry) }
        return entry.pointee.value.map { String(cString: $0) }
    }
}
