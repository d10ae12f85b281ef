/// Someone or something in the world: a remote, a clone on disk, a server, a writer, the etcd of a
/// cluster.
package struct ActorSpec: Sendable, Hashable {
    /// What it is.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case remote, clone, server, writer, etcd
    }

    /// How a remote is reached.
    package enum Transport: String, Sendable, Hashable, CaseIterable {
        case http, git, file, ssh
    }

    /// How a repository was cloned.
    package enum CloneKind: String, Sendable, Hashable, CaseIterable {
        case bare, mirror, worktree
        case singleBranch = "single-branch"
        case shallow, shared
    }

    /// Hash function of a repository.
    package enum ObjectFormat: String, Sendable, Hashable, CaseIterable {
        case sha1, sha256
    }

    /// Ref storage of a repository.
    package enum RefFormat: String, Sendable, Hashable, CaseIterable {
        case files, reftable
    }

    /// The key under `actors`.
    package var name: String
    /// What it is.
    package var kind: Kind
    /// The remote a clone or writer was cloned from.
    package var of: String?
    /// The clone a server serves.
    package var data: String?
    /// The remote a server fetches from and pushes to.
    package var remote: String?
    /// The etcd of the cluster a server is a node of.
    package var cluster: String?
    /// How a remote is reached.
    package var transport: Transport = .http
    /// How a clone was made; `bare` when nothing is said.
    package var clone: CloneKind = .bare
    /// Hash function, `sha1` by default.
    package var objectFormat: ObjectFormat = .sha1
    /// Ref storage, `files` by default.
    package var refFormat: RefFormat = .files
    /// `git config` of its repository, values as text.
    package var config: [String: String] = [:]
    /// Hook name to script text.
    package var hooks: [String: String] = [:]
    /// Environment of a server.
    package var env: [String: String] = [:]
    /// Files a server finds, name to content, in the folder `${files}`.
    package var files: [String: String] = [:]
    /// Further arguments of a server.
    package var args: [String] = []
    /// `Name <mail>` of its commits; nil means `Name <name@example.invalid>`.
    package var identity: String?
    /// Where it is declared; nil for the default actors.
    package var location: ScenarioLocation?

    /// The author line of its commits: `identity`, or one made from the name.
    package var author: String {
        identity ?? "\(name.prefix(1).uppercased())\(name.dropFirst()) <\(name)@example.invalid>"
    }
}
