import HTTPTypes
import NIOCore

/// An answer as it goes out.
struct AnswerBytes: Sendable {
    /// Status line, headers and, when it is short, the body.
    let head: ByteBuffer
    /// A long body, which is not copied.
    let body: ByteBuffer?
    /// What its request is counted as, with its status.
    let kind: RequestKind
    let status: Int

    /// - Parameter date: As the `Date` header says it.
    init(_ answer: MemoryAnswer, date: String) {
        kind = answer.kind
        status = answer.status.code
        let body = answer.body
        let bodySize = body?.readableBytes ?? 0
        let isShort = bodySize <= Limits.copiedBodyBytes
        var head = ByteBuffer()
        head.reserveCapacity(Limits.keptAnswerOverhead + (isShort ? bodySize : 0))
        head.writeString("HTTP/1.1 \(answer.status.code) \(answer.status.reasonPhrase)\r\n")
        for field in answer.headers {
            head.writeString("\(field.name.rawName): \(field.value)\r\n")
        }
        head.writeString("Date: \(date)\r\n\r\n")
        if isShort, let body { head.writeImmutableBuffer(body) }
        self.head = head
        self.body = isShort ? nil : body
    }

    /// Bytes it takes.
    var size: Int { head.storageCapacity + (body?.readableBytes ?? 0) }
}
