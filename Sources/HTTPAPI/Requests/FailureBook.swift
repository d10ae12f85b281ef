import HTTPTypes
import Hummingbird
import Synchronization

/// The wrong credentials of all clients of a server.
final class FailureBook: Sendable {
    private let limit = Mutex(FailureLimit())

    /// What to answer instead of `error`: that, or `rate-limited` where an address sends too many
    /// wrong credentials. Anything but a wrong credential passes.
    func answer(
        to request: Request, from address: ClientAddress, instead error: APIError
    ) -> APIError {
        guard error.status == .unauthorized, Self.isGuess(request) else { return error }
        let pause = limit.withLock { $0.failed(from: address, at: .now) }
        guard let pause else { return error }
        var limited = APIError.tooManyGuesses(pause)
        limited.closes = error.closes
        return limited
    }

    /// A signature is no guess: it is over a body of its own, with a key of the sender's choice or
    /// none, and proves or does not.
    private static func isGuess(_ request: Request) -> Bool {
        InternalCredential.credential(of: request) != nil
            || request.headers[.gitLabToken] != nil
    }
}

extension HTTPField.Name {
    static let gitLabToken = Self("X-Gitlab-Token")!
}
