/// One branch that moved to one commit, as a forge told it.
package struct HookPush: Hashable, Sendable {
    /// `owner/name` as sent (GitLab: every group above, Data Center: project key and slug), not
    /// yet compared with anything: 1 to 512 bytes without control characters.
    package let repository: String
    /// The branch's short name as sent: 1 to 512 bytes without control characters.
    package let branch: String
    /// The commit's 40 or 64 lower-case hexadecimal digits.
    package let commit: String
    /// The sender's id of this delivery, the same when it is sent again; nil without a usable one.
    /// The second branch of one delivery has `:2` behind it, the third `:3`.
    package let delivery: String?

    package init(repository: String, branch: String, commit: String, delivery: String?) {
        self.repository = repository
        self.branch = branch
        self.commit = commit
        self.delivery = delivery
    }
}
