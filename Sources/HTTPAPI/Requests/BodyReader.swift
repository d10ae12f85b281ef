import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a request's body no further than a limit.
enum BodyReader {
    /// Throws `payload-too-large` as soon as the length, announced or received, passes `limit`.
    static func read(_ request: Request, limit: Int) async throws(APIError) -> [UInt8] {
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > limit {
            throw .payloadTooLarge(limit: limit)
        }
        var bytes: [UInt8] = []
        do {
            for try await part in request.body {
                guard bytes.count + part.readableBytes <= limit else {
                    throw APIError.payloadTooLarge(limit: limit)
                }
                bytes.append(contentsOf: part.readableBytesView)
            }
        } catch let error as APIError {
            throw error
        } catch {
            throw .badRequest("the body broke off")
        }
        return bytes
    }
}
