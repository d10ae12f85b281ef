import GitModel
import HTTPTypes
import JSONModel

/// An answer other than success: status, code, what happened, what to do next, extra fields.
struct APIError: Error {
    let status: HTTPResponse.Status
    let code: String
    let message: String
    let hint: String
    var fields: [JSON.Member] = []
    /// Fields beside `code`, inside `error`.
    var errorFields: [JSON.Member] = []
    /// What HTTP itself wants told with this status.
    var headers: HTTPFields = [:]
    /// The rest of the request is not worth reading: the connection is closed after the answer.
    var closes = false

    /// The one shape of every error (CONTRACT §4).
    var body: JSON {
        .object(
            [
                JSON.Member("ok", false),
                JSON.Member(
                    "error",
                    .object(
                        [
                            JSON.Member("code", .string(code)),
                            JSON.Member("message", .string(message)),
                            JSON.Member("hint", .string(hint)),
                        ] + errorFields)),
            ] + fields)
    }

    static func badRequest(_ message: String, hint: String = "correct the request") -> APIError {
        APIError(status: .badRequest, code: "bad-request", message: message, hint: hint)
    }

    static func notFound(_ message: String, hint: String) -> APIError {
        APIError(status: .notFound, code: "not-found", message: message, hint: hint)
    }

    static let unauthorized = APIError(
        status: .unauthorized, code: "unauthorized", message: "missing or wrong credential",
        hint: "send Authorization: Bearer SECRET or X-CFP-Webhook-Key: SECRET")

    static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> APIError {
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        return APIError(
            status: .methodNotAllowed, code: "method-not-allowed",
            message: "this endpoint does not know that method", hint: "use \(list)",
            headers: [.allow: list])
    }

    static func payloadTooLarge(limit: Int) -> APIError {
        APIError(
            status: .contentTooLarge, code: "payload-too-large",
            message: "the body is over \(limit) bytes", hint: "send a smaller body", closes: true)
    }

    static func tooSlow(_ time: Duration) -> APIError {
        APIError(
            status: .requestTimeout, code: "request-timeout",
            message: "the body was not here within \(time.components.seconds) s",
            hint: "send it again, faster", closes: true)
    }

    static let slowRequest = APIError(
        status: .requestTimeout, code: "request-timeout",
        message: "the request came too slowly", hint: "send it again, faster", closes: true)

    static let uriTooLong = APIError(
        status: .uriTooLong, code: "uri-too-long",
        message: "the request target is over \(Limits.targetBytes) bytes",
        hint: "send a shorter path or query", closes: true)

    static func notConfigured(_ variable: String) -> APIError {
        APIError(
            status: .serviceUnavailable, code: "not-configured", message: "\(variable) is not set",
            hint: "set \(variable) (or \(variable)_FILE) and restart")
    }

    static let noSnapshot = APIError(
        status: .serviceUnavailable, code: "not-yet", message: "no data is served yet",
        hint: "wait for GET /api/health/ready; GET /api/_internal/status says what is missing")

    static func notYet(_ commit: String) -> APIError {
        APIError(
            status: .serviceUnavailable, code: "not-yet",
            message: "the served commit does not contain \(commit) yet",
            hint: "ask again, or give a longer wait")
    }

    static func commitEscaped(_ commit: String, branch: ConflictBranch) -> APIError {
        var error = APIError(
            status: .gone, code: "commit-escaped",
            message: "\(commit) could not be replayed and now lives on \(branch.branch)",
            hint: "merge that branch into the served one, then read again")
        error.fields = [JSON.Member("conflictBranch", .string(branch.branch.text))]
        return error
    }

    static let searchBuilding = APIError(
        status: .serviceUnavailable, code: "search-building",
        message: "the first search index is being built", hint: "ask again in a few seconds")

    static let rateLimited = APIError(
        status: .tooManyRequests, code: "rate-limited",
        message: "too many requests of this kind at the same time", hint: "send it again later")

    static func tooManyGuesses(_ pause: Duration) -> APIError {
        let seconds = pause.components.seconds + 1
        return APIError(
            status: .tooManyRequests, code: "rate-limited",
            message: "too many wrong credentials from this address",
            hint: "correct the credential: a right one is taken at once",
            headers: [.retryAfter: "\(seconds)"])
    }

    static let tooManyFollowers = APIError(
        status: .serviceUnavailable, code: "too-many-followers",
        message: "no more followers of the events are taken now",
        hint: "try again in some seconds; one follower can tell many", headers: [.retryAfter: "10"])

    static let unsigned = APIError(
        status: .unauthorized, code: "unauthorized", message: "missing or wrong signature",
        hint:
            "sign the body as it is sent, byte for byte, with the secret that this receiver was given"
    )

    static let writeUnauthorized = APIError(
        status: .unauthorized, code: "unauthorized", message: "missing or wrong credential",
        hint: "send Authorization: Bearer TOKEN, with the token of CFP_WRITE_TOKEN")

    static func unprocessable(_ problems: [JSON], message: String) -> APIError {
        var error = APIError(
            status: .unprocessableContent, code: "unprocessable", message: message,
            hint: "correct what the problems point to and send it again")
        error.fields = [JSON.Member("problems", .array(problems))]
        return error
    }

    static func internalError(_ message: String) -> APIError {
        APIError(
            status: .internalServerError, code: "internal", message: message,
            hint: "look at the server's log")
    }
}
