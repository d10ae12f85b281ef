import HTTPTypes
import Hummingbird
import Processes

/// Reads the body of a delivery whose signature can only be checked once all of it is here.
///
/// Anyone may send one, so each has to be here within a time, and what is in memory is bounded by
/// the bytes that came, not by those that were announced: slow senders keep nobody out. Large ones
/// are checked one at a time, beside everything else.
struct SignedBody: Sendable {
    private let readers = Gate(limit: Limits.signedBodiesAtOnce)
    private let memory = Gate(limit: Limits.signedBytesAtOnce)
    private let checks = SerialWork("signatures")

    /// The body, and what `check` says of it.
    func read<Verdict: Sendable>(
        _ request: Request, check: @escaping @Sendable ([UInt8]) -> Verdict
    ) async throws(APIError) -> (body: [UInt8], verdict: Verdict) {
        guard readers.enter() else { throw .rateLimited }
        defer { readers.leave() }
        let lease = GateLease(memory)
        defer { lease.end() }
        let body = try await Self.body(of: request, lease)
        let isSmall = body.count <= Limits.smallSignedBodyBytes
        return (body, isSmall ? check(body) : await checks.run { check(body) })
    }

    /// The same for a body that somebody else checks: it counts as long as `use` works with it.
    func hold<Value: Sendable>(
        _ request: Request, _ use: ([UInt8]) async throws(APIError) -> Value
    ) async throws(APIError) -> Value {
        guard readers.enter() else { throw .rateLimited }
        defer { readers.leave() }
        let lease = GateLease(memory)
        defer { lease.end() }
        return try await use(try await Self.body(of: request, lease))
    }

    private static func body(
        of request: Request, _ lease: GateLease
    ) async throws(APIError) -> [UInt8] {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        let isSmall = announced.map { $0 <= Limits.smallSignedBodyBytes } ?? false
        let time = isSmall ? Limits.smallSignedBodyTime : Limits.signedBodyTime
        let body: Result<[UInt8], APIError>? = await withTaskGroup(
            of: Result<[UInt8], APIError>?.self
        ) { group in
            group.addTask {
                do throws(APIError) {
                    return .success(
                        try await BodyReader.read(
                            request, limit: Limits.signedBodyBytes, memory: lease))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                try? await Task.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        guard let body else { throw .tooSlow(time) }
        return try body.get()
    }
}
