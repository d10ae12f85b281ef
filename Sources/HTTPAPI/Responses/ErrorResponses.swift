import GitAccess
import GitModel
import HTTPTypes
import JSONModel
import LiveData
import Overview
import Reconcile
import Reload
import Sheets

/// The one table from refusals to statuses (CONTRACT §3).
enum ErrorResponses {
    static func response(to refusal: ReloadRefusal) -> APIError {
        var error = APIError(
            status: status(of: refusal.reason), code: refusal.code, message: message(of: refusal),
            hint: hint(of: refusal.reason))
        error.fields = fields(of: refusal)
        if case .fetchFailed(let failure) = refusal.reason {
            error.errorFields = [JSON.Member("reason", .string(failure.reason.rawValue))]
        }
        return error
    }

    private static func status(of reason: ReloadRefusal.Reason) -> HTTPResponse.Status {
        switch reason {
        case .reconcile(.nonFastForward), .reconcile(.remoteRewritten),
            .reconcile(.unrelatedHistories), .branchMismatch, .commitMismatch:
            .conflict
        case .rebuildFailed, .localDamaged, .reconcile(.localDamaged): .internalServerError
        case .fetchFailed, .reconcile(.fetchFailed), .reconcile(.remoteBranchMissing): .badGateway
        case .storageFull: .init(code: 507, reasonPhrase: "Insufficient Storage")
        case .tooManyWaiting: .tooManyRequests
        case .shuttingDown: .serviceUnavailable
        }
    }

    private static func message(of refusal: ReloadRefusal) -> String {
        switch refusal.reason {
        case .reconcile(.nonFastForward(_, let ahead, let behind)):
            "local and remote diverged: ahead by \(Counted.of(ahead, "commit")), behind by \(behind)"
        case .reconcile(.remoteRewritten(let lastSeen, let remote)):
            "the remote was rewound or force-pushed: \(remote) does not contain \(lastSeen)"
        case .reconcile(.unrelatedHistories): "local and remote share no commit"
        case .reconcile(.remoteBranchMissing): "the branch does not exist on the remote"
        case .fetchFailed(let failure), .reconcile(.fetchFailed(let failure)): failure.message
        case .branchMismatch(let served): "this server serves the branch \(served)"
        case .commitMismatch(let hint):
            "the remote branch does not contain \(hint.hex)"
        case .rebuildFailed(_, _, let count):
            "the new tree cannot be served: \(Counted.of(count, "problem"))"
        case .localDamaged(let message), .reconcile(.localDamaged(let message)),
            .storageFull(let message):
            message
        case .tooManyWaiting: "too many reloads wait already"
        case .shuttingDown: "the server is stopping"
        }
    }

    private static func hint(of reason: ReloadRefusal.Reason) -> String {
        switch reason {
        case .reconcile(.nonFastForward): "POST /api/_internal/reconcile"
        case .reconcile(.remoteRewritten):
            #"find out who rewrote it; to accept it POST /api/_internal/reconcile {"adopt": "remote-rewritten"}"#
        case .reconcile(.unrelatedHistories):
            #"check the remote's URL; to accept it POST /api/_internal/reconcile {"adopt": "unrelated-histories"}"#
        case .reconcile(.remoteBranchMissing):
            #"check CFP_DATA_BRANCH; to create it POST /api/_internal/reconcile {"adopt": "remote-branch-missing"}"#
        case .fetchFailed, .reconcile(.fetchFailed):
            "check the remote and its credentials; the next webhook tries again"
        case .branchMismatch: "send webhooks of the served branch only"
        case .commitMismatch: "push the commit to the remote, then send the webhook again"
        case .rebuildFailed: "correct the files named and push again"
        case .localDamaged, .reconcile(.localDamaged):
            "look at the folder CFP_DATA_REPO_PATH with `git fsck`"
        case .storageFull: "free disk space, then send the webhook again"
        case .tooManyWaiting: "send it again later"
        case .shuttingDown: "send it again when the server is back"
        }
    }

    private static func fields(of refusal: ReloadRefusal) -> [JSON.Member] {
        var fields = [
            JSON.Member("oldCommit", .optional(refusal.oldCommit?.hex)),
            JSON.Member("remoteCommit", .optional(refusal.remoteCommit?.hex)),
        ]
        switch refusal.reason {
        case .reconcile(.nonFastForward(_, let ahead, let behind)):
            fields.append(JSON.Member("ahead", .count(ahead)))
            fields.append(JSON.Member("behind", .count(behind)))
        case .rebuildFailed(_, let problems, let count):
            fields.append(JSON.Member("problems", .array(problems.map(\.json))))
            fields.append(JSON.Member("problemCount", .count(count)))
        default: break
        }
        fields.append(JSON.Member("durationMs", .number(refusal.duration.milliseconds)))
        return fields
    }
}

extension APIError {
    /// A search without an answer.
    init(_ error: SearchError) {
        switch error {
        case .building: self = .searchBuilding
        case .failed(let message): self = .internalError("the search failed: \(message)")
        }
    }
}

extension SheetProblem {
    /// `{path, line, reason}`; `line` is null where none is known.
    var json: JSON {
        .object([
            "path": .string(path), "line": line.map { .count($0) } ?? .null,
            "reason": .string(reason),
        ])
    }
}
