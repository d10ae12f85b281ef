import HTTPTypes
import Hummingbird

/// Reads the body of a delivery whose signature can only be checked once all of it is here.
///
/// Anyone may send one, so each has to be here within a time, and what is in memory is bounded by
/// the bytes that came, not by those that were announced: slow senders keep nobody out.
enum SignedBody {
    static func read(_ request: Request, _ state: APIState) async throws(APIError) -> [UInt8] {
        guard state.signedBodies.enter() else { throw .rateLimited }
        defer { state.signedBodies.leave() }
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        let isSmall = announced.map { $0 <= Limits.smallSignedBodyBytes } ?? false
        let time = isSmall ? Limits.smallSignedBodyTime : Limits.signedBodyTime
        let bytes = state.signedBytes
        let body: Result<[UInt8], APIError>? = await withTaskGroup(
            of: Result<[UInt8], APIError>?.self
        ) { group in
            group.addTask {
                do throws(APIError) {
                    return .success(
                        try await BodyReader.read(
                            request, limit: Limits.signedBodyBytes, memory: bytes))
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
