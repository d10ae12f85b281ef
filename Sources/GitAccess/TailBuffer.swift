/// Keeps the newest bytes of a stream, whatever its length.
struct TailBuffer {
    private let limit: Int
    private var bytes: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    mutating func append(_ new: some Collection<UInt8>) {
        bytes.append(contentsOf: new.suffix(limit))
        // Twice the limit, so that bytes are moved seldom.
        if bytes.count > 2 * limit { bytes.removeFirst(bytes.count - limit) }
    }

    var text: String { String(decoding: bytes.suffix(limit), as: UTF8.self) }
}
