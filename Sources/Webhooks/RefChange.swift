/// What became of one ref.
enum RefChange: Equatable {
    /// A branch moved to a commit (40 or 64 hexadecimal digits).
    case moved(branch: String, commit: String)
    /// A tag, a deletion or another kind of ref.
    case ignored(why: String)

    /// Reads the fields `ref`, `after` and, where there is one, `deleted`: GitHub's form, which
    /// Gitea, Forgejo and GitLab have taken over. A commit of zeros is a deletion too.
    static func gitHubLike(_ payload: Payload) throws(PayloadError) -> RefChange {
        let (ref, after) = (try payload.text("ref"), try payload.text("after"))
        let isDeleted = try payload.flag("deleted")
        switch kind(of: ref) {
        case .ignored(let why): return .ignored(why: why)
        case .branch(let branch):
            let commit = try payload.commit("after")
            if isDeleted || isZero(after) { return .ignored(why: "branch deletion") }
            return .moved(branch: try payload.checked(branch, "ref"), commit: commit)
        }
    }

    /// What a full ref name stands for.
    enum Kind {
        case branch(String)
        case ignored(why: String)
    }

    static func kind(of ref: String) -> Kind {
        // By bytes: a combining mark behind the slash must not make another word of the prefix.
        if ref.utf8.starts(with: "refs/tags/".utf8) { return .ignored(why: "tag") }
        let heads = "refs/heads/".utf8
        guard ref.utf8.starts(with: heads), let name = String(ref.utf8.dropFirst(heads.count))
        else { return .ignored(why: "not a branch") }
        return .branch(name)
    }

    /// Git's name for "no object".
    static func isZero(_ commit: String) -> Bool {
        commit.utf8.allSatisfy { $0 == UInt8(ascii: "0") }
    }
}
