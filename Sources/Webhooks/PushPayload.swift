package import GitModel
package import JSONModel

/// What a GitHub delivery to the reload endpoint says.
package enum PushPayload: Equatable, Sendable {
    /// A branch moved on the repository named.
    case push(Push)
    /// A delivery that asks for nothing; `why` is told to the sender.
    case ignored(why: String)
    /// Not a delivery we understand.
    case malformed(String)

    /// One branch that moved to one commit.
    package struct Push: Equatable, Sendable {
        /// `owner/name`
        package let repository: String
        /// Every URL the payload gives for the repository.
        package let urls: [String]
        /// The branch's short name, as sent.
        package let branch: String
        package let commit: CommitID
    }

    /// Reads a verified body. `event` is the `X-GitHub-Event` header.
    package static func github(event: String?, body: JSON) -> PushPayload {
        switch event {
        case "ping": return .ignored(why: "ping")
        case "push", nil: break
        case .some(let other): return .ignored(why: "event \(other.prefix(64))")
        }
        do throws(PayloadError) {
            return try push(Payload(body))
        } catch {
            return .malformed(error.message)
        }
    }

    private static func push(_ payload: Payload) throws(PayloadError) -> PushPayload {
        let repository = try payload.object("repository")
        let name = try repository.text("full_name")
        switch try RefChange.gitHubLike(payload) {
        case .ignored(let why): return .ignored(why: why)
        case .moved(let branch, let hex):
            guard let commit = CommitID(hex: hex) else {
                return .malformed("`after` is not a commit id")
            }
            var urls: [String] = []
            for key in ["clone_url", "ssh_url", "git_url", "html_url", "url"] {
                if case .string(let url) = try repository.value(key) { urls.append(url) }
            }
            return .push(Push(repository: name, urls: urls, branch: branch, commit: commit))
        }
    }
}

extension PushPayload.Push {
    /// Whether the push happened in the repository at `remote`: by one of its URLs, or by
    /// `owner/name` at the end of the remote's path (host aliases and proxies are common).
    package func isAbout(_ remote: RemoteIdentity?) -> Bool {
        guard let remote else { return false }
        return urls.contains { RemoteIdentity(url: $0) == remote } || remote.ends(with: repository)
    }
}
