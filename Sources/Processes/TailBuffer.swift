/// Keeps the newest bytes of a stream, whatever its length.
package struct TailBuffer {
    private let limit: Int
    private var bytes: [UInt8] = []

    package init(limit: Int) { self.limit = limit }

    package mutating func append(_ new: some BidirectionalCollection<UInt8>) {
        bytes.append(contentsOf: new.suffix(limit))
        // Four times the limit, so that bytes are moved seldom.
        if bytes.count > 4 * limit { bytes.removeFirst(bytes.count - limit) }
    }

    /// Bytes that are no UTF-8 are replaced.
    package var text: String { String(decoding: bytes.suffix(limit), as: UTF8.self) }
}
