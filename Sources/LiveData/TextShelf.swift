import Synchronization

/// Keeps the texts of one build together and apart from what lives longer.
///
/// Texts are needed until the search index has them, records for as long as they are served. Side
/// by side on the heap, each text would leave a hole between two records that is too small to be
/// given back.
final class TextShelf: Sendable {
    /// One text, as UTF-8.
    struct Text: Sendable {
        fileprivate let shelf: TextShelf
        fileprivate let board: Int
        fileprivate let range: Range<Int>

        var string: String {
            shelf.boards.withLock { String(decoding: $0[board][range], as: UTF8.self) }
        }
    }

    /// Filled one after the other, none beyond the room it was made with.
    private let boards = Mutex<[[UInt8]]>([])

    /// Takes in a copy of a text.
    func add(_ text: String) -> Text {
        boards.withLock { boards in
            let size = text.utf8.count
            if (boards.last.map { $0.count + size > $0.capacity }) ?? true {
                // A reload of one record needs little, a first build of all has large ones soon.
                let room = min(Limits.textBoardBytes, 4_096 << min(boards.count, 16))
                var board: [UInt8] = []
                board.reserveCapacity(max(size, room))
                boards.append(board)
            }
            let last = boards.count - 1
            let start = boards[last].count
            boards[last].append(contentsOf: text.utf8)
            return Text(shelf: self, board: last, range: start..<start + size)
        }
    }
}
