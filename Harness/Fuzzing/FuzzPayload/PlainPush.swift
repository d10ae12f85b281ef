import JSONModel
import Webhooks

/// The form of GitHub's pushes, which Gitea, Forgejo and GitLab share, read once more by the words
/// of their documentation.
enum PlainPush {
    enum Content: Equatable {
        case ping
        case push(repository: String, branch: String, commit: String)
        case ignored
        case malformed

        init?(_ content: DeliveryContent) {
            switch content {
            case .ping: self = .ping
            case .ignored: self = .ignored
            case .malformed: self = .malformed
            case .pushes(let pushes):
                guard let push = pushes.first, pushes.count == 1 else { return nil }
                self = .push(
                    repository: push.repository, branch: push.branch, commit: push.commit)
            }
        }
    }

    /// A field of an object: missing or null, there, or there twice.
    private enum Field {
        case missing
        case value(JSON)
        case twice
    }

    /// Nil where the form is another.
    static func content(
        _ scheme: SignatureScheme, _ headers: DeliveryHeaders, _ body: JSON
    ) -> Content? {
        switch scheme {
        case .github: gitHub(event: headers["X-GitHub-Event"], body)
        case .gitea: gitHub(event: headers["X-Gitea-Event"] ?? headers["X-Forgejo-Event"], body)
        case .gitlab: gitLab(event: headers["X-Gitlab-Event"], body)
        case .bitbucket, .standardWebhooks: nil
        }
    }

    private static func gitHub(event: String?, _ body: JSON) -> Content {
        switch event {
        case nil: .malformed
        case "ping": .ping
        case "push": push(body, repository: ["repository", "full_name"])
        default: .ignored
        }
    }

    private static func gitLab(event: String?, _ body: JSON) -> Content {
        guard let event else { return .malformed }
        guard event == "Push Hook" || event == "System Hook" else { return .ignored }
        guard case .object = body else { return .malformed }
        var kind = field("object_kind", of: body)
        if case .missing = kind { kind = field("event_name", of: body) }
        switch kind {
        case .missing where event == "Push Hook", .value(.string("push")):
            return push(body, repository: ["project", "path_with_namespace"])
        case .value(.string): return .ignored
        default: return .malformed
        }
    }

    private static func push(_ body: JSON, repository path: [String]) -> Content {
        guard case .value(let place) = field(path[0], of: body),
            case .value(.string(let repository)) = field(path[1], of: place), isName(repository),
            case .value(.string(let ref)) = field("ref", of: body),
            case .value(.string(let commit)) = field("after", of: body)
        else { return .malformed }
        let isDeleted: Bool
        switch field("deleted", of: body) {
        case .missing: isDeleted = false
        case .value(.bool(let flag)): isDeleted = flag
        default: return .malformed
        }
        let prefix = Array("refs/heads/".utf8)
        guard ref.utf8.starts(with: prefix) else { return .ignored }
        guard [40, 64].contains(commit.utf8.count),
            commit.utf8.allSatisfy({ "0123456789abcdefABCDEF".utf8.contains($0) })
        else { return .malformed }
        if isDeleted || commit.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) { return .ignored }
        let branch = String(decoding: Array(ref.utf8.dropFirst(prefix.count)), as: UTF8.self)
        guard isName(branch) else { return .malformed }
        return .push(repository: repository, branch: branch, commit: commit.lowercased())
    }

    private static func field(_ key: String, of json: JSON) -> Field {
        guard case .object(let members) = json else { return .missing }
        let found = members.filter { $0.key.utf8.elementsEqual(key.utf8) }
        guard found.count < 2 else { return .twice }
        return found.first.map { $0.value == .null ? .missing : .value($0.value) } ?? .missing
    }

    private static func isName(_ text: String) -> Bool {
        (1...512).contains(text.utf8.count)
            && !text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }
}
