import Commit
import GitModel
import HTTPTypes
import JSONModel
import Sheets

/// The one table from refused writes to statuses (CONTRACT §4).
enum WriteResponses {
    static func response(to refusal: WriteRefusal) -> APIError {
        switch refusal.reason {
        case .noSheet(let sheet):
            return .notFound("no sheet \(sheet.prefix(200))", hint: "GET /api/sheets lists them")
        case .noRecord(let sheet, let path):
            return .notFound(
                "no record \(path.prefix(200)) in \(sheet)",
                hint: "GET /api/sheets/\(sheet) lists the records")
        case .noAttachment:
            return .notFound(
                "no such attachment", hint: "an attachment is named {record path}/{file name}")
        case .unprocessable(let problems):
            let first = problems.first?.reason ?? ""
            return .unprocessable(problems.map(json), message: "the write does not fit: \(first)")
        case .exists(let path):
            var error = APIError(
                status: .conflict, code: "exists", message: "there is a record at \(path) already",
                hint: "PUT replaces it, PATCH changes it")
            error.fields = [JSON.Member("path", .string(path))]
            return error
        case .preconditionFailed(let current):
            return preconditionFailed(current)
        case .notReady: return .noSnapshot
        case .tooManyWaiting: return .rateLimited
        case .shuttingDown:
            return unavailable(
                "not-yet", "the server is stopping", hint: "send it again when the server is back")
        case .storageFull(let message):
            return APIError(
                status: .init(code: 507, reasonPhrase: "Insufficient Storage"),
                code: "storage-full", message: message,
                hint: "free disk space at the server, then send it again")
        case .readOnly(let message):
            return unavailable(
                "not-yet", message,
                hint: "make the folder CFP_DATA_REPO_PATH writable, then send it again")
        case .localDamaged(let message):
            return APIError(
                status: .internalServerError, code: "local-damaged", message: message,
                hint: "look at the folder CFP_DATA_REPO_PATH with `git fsck`")
        case .branchUnservable(let problems): return branchUnservable(problems)
        case .nonFastForward, .remoteBranchMissing, .pushFailed, .outcomeUnknown:
            return delivery(refusal)
        }
    }

    private static func delivery(_ refusal: WriteRefusal) -> APIError {
        switch refusal.reason {
        case .nonFastForward(let message):
            return APIError(
                status: .conflict, code: "non-fast-forward", message: message,
                hint: "POST /api/_internal/reload-data or reconcile, then send it again")
        case .remoteBranchMissing(let message):
            return unavailable(
                "push-failed", message,
                hint: "nothing was kept: restore the branch on the remote, or adopt its absence")
        case .pushFailed(let message):
            return unavailable(
                "push-failed", message, hint: "nothing was kept: send it again later")
        case .outcomeUnknown(let commit, let message):
            var error = APIError(
                status: .gatewayTimeout, code: "outcome-unknown", message: message,
                hint: "read with minCommit=\(commit) later before sending it again")
            error.fields = [JSON.Member("commit", .string(commit.hex))]
            return error
        default: preconditionFailure("\(refusal.reason) has nothing to do with the remote")
        }
    }

    /// The path of a record's URL.
    static func location(of path: String, in sheet: String) -> String {
        "/api/sheets/"
            + ([sheet] + path.split(separator: "/").map(String.init))
            .map(PercentEncoding.encode).joined(separator: "/")
    }

    private static func preconditionFailed(_ current: BlobID?) -> APIError {
        var error = APIError(
            status: .preconditionFailed, code: "precondition-failed",
            message: current == nil
                ? "there is nothing there" : "what is there is not what the condition names",
            hint: "read it again and decide anew")
        if let current { error.headers = [.eTag: "\"\(current.hex)\""] }
        return error
    }

    private static func branchUnservable(_ problems: [SheetProblem]) -> APIError {
        var error = APIError(
            status: .internalServerError, code: "rebuild-failed",
            message: "somebody left the branch in a state that cannot be served",
            hint: "correct the files named")
        error.fields = [JSON.Member("problems", .array(problems.map(\.json)))]
        return error
    }

    private static func unavailable(
        _ code: String, _ message: String, hint: String
    ) -> APIError {
        APIError(status: .serviceUnavailable, code: code, message: message, hint: hint)
    }

    private static func json(_ problem: FieldProblem) -> JSON {
        .object(["pointer": .string(problem.pointer), "reason": .string(problem.reason)])
    }
}
