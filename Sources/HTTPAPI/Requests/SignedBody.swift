import HTTPTypes
import Hummingbird

/// Reads the body of a delivery whose signature can only be checked once all of it is here.
///
/// Anyone may send one, so what is in memory at a time is bounded: small ones by their number,
/// large ones, and those that do not say how large they are, by a smaller number.
enum SignedBody {
    static func read(_ request: Request, _ state: APIState) async throws(APIError) -> [UInt8] {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        let isSmall = announced.map { $0 <= Limits.smallSignedBodyBytes } ?? false
        let gate = isSmall ? state.smallSignedBodies : state.signedBodies
        guard gate.enter() else { throw .rateLimited }
        defer { gate.leave() }
        return try await BodyReader.read(
            request, limit: isSmall ? Limits.smallSignedBodyBytes : Limits.signedBodyBytes)
    }
}
