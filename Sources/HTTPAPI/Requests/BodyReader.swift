import HTTPTypes
import Hummingbird
import JSONModel
import NIOCore

/// Reads a request's body no further than a limit.
enum BodyReader {
    /// Throws `payload-too-large` as soon as the length, announced or received, passes `limit`, and
    /// `rate-limited` when `memory`, shared by many, has no room for more bytes.
    static func read(
        _ request: Request, limit: Int, memory: GateLease? = nil
    ) async throws(APIError) -> [UInt8] {
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > limit {
            throw .payloadTooLarge(limit: limit)
        }
        // Blocks, because one array that grows to 25 MiB leaves several times that in the heap.
        var blocks: [[UInt8]] = []
        var count = 0
        do {
            for try await part in request.body {
                let size = part.readableBytes
                guard count + size <= limit else {
                    throw APIError.payloadTooLarge(limit: limit)
                }
                if blocks.last.map({ $0.capacity - $0.count < size }) ?? true {
                    let room = max(size, min(count, Limits.blockBytes))
                    guard memory?.take(room) ?? true else { throw APIError.rateLimited }
                    blocks.append([])
                    blocks[blocks.count - 1].reserveCapacity(room)
                }
                blocks[blocks.count - 1].append(contentsOf: part.readableBytesView)
                count += size
            }
        } catch let error as APIError {
            throw error
        } catch {
            throw .badRequest("the body broke off")
        }
        guard blocks.count > 1 else { return blocks.first ?? [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for block in blocks { bytes.append(contentsOf: block) }
        return bytes
    }

    /// Reads a body that is one JSON value; throws `bad-request` for anything else.
    static func json(_ bytes: [UInt8]) throws(APIError) -> JSON {
        do {
            return try JSON.parse(bytes)
        } catch {
            // What GitHub proposes for a new webhook.
            let isForm = bytes.starts(with: Array("payload=".utf8))
            throw .badRequest(
                "the body is no JSON: \(error.message)",
                hint: isForm
                    ? "set the webhook's content type to application/json" : "correct the request")
        }
    }
}
