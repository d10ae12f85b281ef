/// A set of deliveries that forgets the oldest beyond its limit.
struct RecentKeys: Sendable {
    private let limit: Int
    private var members: Set<DeliveryKey> = []
    /// A ring once it is full; `oldest` is its next place to be overwritten.
    private var ring: [DeliveryKey] = []
    private var oldest = 0

    init(limit: Int) { self.limit = limit }

    func contains(_ key: DeliveryKey) -> Bool { members.contains(key) }

    mutating func insert(_ key: DeliveryKey) {
        guard members.insert(key).inserted else { return }
        guard ring.count == limit else {
            ring.append(key)
            return
        }
        members.remove(ring[oldest])
        ring[oldest] = key
        oldest = (oldest + 1) % limit
    }

    /// The oldest first.
    var all: [DeliveryKey] { Array(ring[oldest...] + ring[..<oldest]) }
}
