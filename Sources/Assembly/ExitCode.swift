/// How the program ends (CONTRACT §1, after sysexits).
package enum ExitCode: Int32, Sendable {
    case good = 0
    case checkFailed = 1
    case usage = 64
    case badData = 65
    case remoteUnavailable = 69
    case internalError = 70
    case inputOutput = 74
    case tryAgainLater = 75
    case badConfiguration = 78
}

/// Why the program stops: one line that says what to do next.
package struct StopReason: Error, Sendable {
    package let code: ExitCode
    package let message: String

    package init(_ code: ExitCode, _ message: String) {
        self.code = code
        self.message = message
    }
}
