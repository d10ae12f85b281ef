import JSONModel
import Testing

@testable import Commit

@Suite("Waiting writes") struct WriteQueueTests {
    private static func request(size: Int = 1, alone: Bool = false) -> WriteRequest {
        let change: WriteOperation.Change = alone ? .declare(.null) : .delete(path: "x")
        return WriteRequest([WriteOperation(sheet: "people", change)], size: size)
    }

    /// The numbers of the requests, batch by batch, and of those that were refused.
    private static func run(_ requests: [WriteRequest]) -> (batches: [[Int]], refused: [Int]) {
        var queue = WriteQueue<Int>()
        let refused = requests.enumerated().filter { !queue.add($0.offset, $0.element) }
        var batches: [[Int]] = []
        while !queue.isEmpty { batches.append(queue.takeBatch().map(\.waiter)) }
        return (batches, refused.map(\.offset))
    }

    @Test func comeOutInTheOrderTheyCame() {
        let (batches, refused) = Self.run((0..<100).map { _ in Self.request() })
        #expect(batches.flatMap { $0 } == Array(0..<100))
        #expect(batches.map(\.count) == [Limits.batchRequests, 100 - Limits.batchRequests])
        #expect(refused.isEmpty)
    }

    @Test func aDeclarationIsABatchOfItsOwn() {
        let (batches, _) = Self.run([false, false, true, false].map { Self.request(alone: $0) })
        #expect(batches == [[0, 1], [2], [3]])
    }

    @Test func aBatchIsBoundedByBytesButNeverEmpty() {
        let sizes = [Limits.batchBytes + 1, 1, Limits.batchBytes, 1, 1]
        let (batches, _) = Self.run(sizes.map { Self.request(size: $0) })
        #expect(batches == [[0], [1], [2], [3, 4]])
    }

    @Test func whatWaitsIsBoundedByNumberAndBytes() {
        let many = Self.run((0...Limits.waitingRequests).map { _ in Self.request() })
        #expect(many.refused == [Limits.waitingRequests])
        let large = Self.run([Self.request(size: Limits.waitingBytes), Self.request()])
        #expect(large.refused == [1])
        #expect(large.batches == [[0]])
    }

    @Test func whatWasTakenMakesRoom() {
        var queue = WriteQueue<Int>()
        let first = queue.add(0, Self.request(size: Limits.waitingBytes))
        _ = queue.takeBatch()
        let second = queue.add(1, Self.request(size: Limits.waitingBytes))
        #expect(first && second)
        let closed = queue.close()
        #expect(closed == [1])
        #expect(queue.isEmpty)
    }
}
