import GitAccess
import GitModel
import HTTPTypes
import Hummingbird
import JSONModel
import Reconcile
import Reload
import Sheets
import Testing

@testable import HTTPAPI

@Suite("The one error shape") struct ErrorShapeTests {
    static func commit(_ digit: Character) -> CommitID {
        guard let id = CommitID(hex: String(repeating: digit, count: 40)) else {
            preconditionFailure("not a digit")
        }
        return id
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let reason: ReloadRefusal.Reason
        let status: Int
        let code: String
        var fields: [String: JSON] = [:]
        var testDescription: String { code }
    }

    static let rows: [Row] = {
        let failure = TransportFailure(reason: .timeout, message: "no answer within 60 s")
        let problem = SheetProblem(path: "people/ada.toml", line: 3, reason: "a key twice")
        return [
            Row(
                reason: .reconcile(.nonFastForward(remote: commit("2"), ahead: 1, behind: 2)),
                status: 409, code: "non-fast-forward", fields: ["ahead": 1, "behind": 2]),
            Row(
                reason: .reconcile(.remoteRewritten(lastSeen: commit("1"), remote: commit("2"))),
                status: 409, code: "remote-rewritten"),
            Row(
                reason: .reconcile(.unrelatedHistories(remote: commit("2"))), status: 409,
                code: "unrelated-histories"),
            Row(
                reason: .reconcile(.remoteBranchMissing), status: 502,
                code: "remote-branch-missing"),
            Row(reason: .fetchFailed(failure), status: 502, code: "fetch-failed"),
            Row(
                reason: .rebuildFailed(commit: commit("2"), problems: [problem], count: 1),
                status: 500, code: "rebuild-failed",
                fields: [
                    "problems": .array([
                        .object(["path": "people/ada.toml", "line": 3, "reason": "a key twice"])
                    ])
                ]),
            Row(reason: .localDamaged("object missing"), status: 500, code: "local-damaged"),
            Row(reason: .storageFull("No space left"), status: 507, code: "storage-full"),
            Row(reason: .tooManyWaiting, status: 429, code: "rate-limited"),
            Row(reason: .shuttingDown, status: 503, code: "not-yet"),
        ]
            + [BranchName("main")].compactMap { $0 }.map {
                Row(reason: .branchMismatch(served: $0), status: 409, code: "branch-mismatch")
            }
            + [CommitHint("abcd")].compactMap { $0 }.map {
                Row(reason: .commitMismatch($0), status: 409, code: "commit-mismatch")
            }
    }()

    @Test func everyRefusalHasARow() { #expect(Self.rows.count == 12) }

    @Test(arguments: rows)
    func refusalsHaveTheStatusOfTheContract(row: Row) {
        let refusal = ReloadRefusal(
            row.reason, oldCommit: Self.commit("1"), remoteCommit: Self.commit("2"))
        let error = ErrorResponses.response(to: refusal)
        #expect(error.status.code == row.status)
        #expect(error.body["ok"] == false)
        #expect(error.body["error"]?["code"] == .string(row.code))
        #expect(error.body["error"]?["message"]?.text?.isEmpty == false)
        #expect(error.body["error"]?["hint"]?.text?.isEmpty == false)
        #expect(error.body["oldCommit"] == .string(Self.commit("1").hex))
        #expect(error.body["remoteCommit"] == .string(Self.commit("2").hex))
        for (key, value) in row.fields { #expect(error.body[key] == value, "\(key)") }
    }

    @Test(arguments: [
        (TransportFailure.Reason.transport, "transport"), (.timeout, "timeout"),
        (.authentication, "authentication"), (.unreachable, "unreachable"),
    ])
    func aFailedFetchSaysWhy(reason: TransportFailure.Reason, word: String) {
        let failure = TransportFailure(reason: reason, message: "m")
        let error = ErrorResponses.response(to: ReloadRefusal(.fetchFailed(failure)))
        #expect(error.body["error"]?["reason"] == .string(word))
    }

    @Test func theBodyStartsWithOkAndError() {
        let body = APIError.unauthorized.body
        guard case .object(let members) = body else {
            Issue.record("\(body)")
            return
        }
        #expect(members.map(\.key) == ["ok", "error"])
        guard case .object(let error) = members[1].value else {
            Issue.record("\(members[1].value)")
            return
        }
        #expect(error.map(\.key) == ["code", "message", "hint"])
    }

    @Test func anAnswerSaysWhatHTTPWantsTold() {
        let wrongMethod = Answers.error(.methodNotAllowed([.get, .head]))
        #expect(wrongMethod.headers[.allow] == "GET, HEAD")
        #expect(Answers.error(.unauthorized).headers[.wwwAuthenticate] == "Bearer")
        #expect(Answers.error(.uriTooLong).headers[.connection] == "close")
        #expect(Answers.error(.notFound("m", hint: "h")).headers[.connection] == nil)
    }
}
