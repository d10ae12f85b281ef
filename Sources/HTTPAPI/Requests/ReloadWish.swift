import GitModel
import JSONModel
import Reload
import Webhooks

/// What a body of the reload endpoint asks for, once its sender is known (CONTRACT §3).
enum ReloadWish {
    case reload(ReloadRequest)
    /// A push that does not concern the branch; `why` is told to the sender.
    case ignore(why: String)

    /// Reads nothing at all, `{"branch": "...", "commitHash": "..."}`, or a GitHub push.
    ///
    /// `event` is GitHub's header. With `fromAnyRepository` the sender knows the reload secret, and a
    /// push may be about a repository of another name; without, it has to be about `remote`.
    static func read(
        _ body: [UInt8], event: String?, branch: BranchName, remote: RemoteIdentity?,
        fromAnyRepository: Bool
    ) throws(APIError) -> ReloadWish {
        if body.isEmpty { return .reload(ReloadRequest()) }
        let json = try BodyReader.json(body)
        guard case .object = json else { throw .badRequest("the body is not a JSON object") }
        guard !fromAnyRepository || event != nil || json["repository"] != nil else {
            return .reload(try plain(json))
        }
        switch PushPayload.github(event: event, body: json) {
        case .malformed(let message): throw .badRequest(message)
        case .ignored(let why): return .ignore(why: why)
        case .push(let push):
            guard fromAnyRepository || push.isAbout(remote) else {
                return .ignore(why: "another repository")
            }
            guard push.branch == branch.text else { return .ignore(why: "another branch") }
            guard let commit = CommitHint(push.commit.hex) else {
                preconditionFailure("a commit id is a commit hint")
            }
            return .reload(ReloadRequest(branch: push.branch, commit: commit))
        }
    }

    /// `{"branch": "...", "commitHash": "..."}`
    private static func plain(_ json: JSON) throws(APIError) -> ReloadRequest {
        let branch = try optionalText("branch", of: json)
        guard let text = try optionalText("commitHash", of: json) else {
            return ReloadRequest(branch: branch)
        }
        guard let commit = CommitHint(text) else {
            throw .badRequest("commitHash is not 4 to 40 hexadecimal digits")
        }
        return ReloadRequest(branch: branch, commit: commit)
    }

    private static func optionalText(_ key: String, of json: JSON) throws(APIError) -> String? {
        switch json[key] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw .badRequest("\(key) is not a string")
        }
    }
}
