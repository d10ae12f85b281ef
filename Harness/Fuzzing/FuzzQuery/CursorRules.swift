import FuzzKit

@testable import HTTPAPI
@testable import LiveData

/// What holds for cursors.
enum CursorRules {
    /// One that is taken is one that we hand out; one that we hand out is taken back.
    static func check(_ target: RequestTarget, position bytes: [UInt8]) {
        let sort = target.first("sort")
        if let text = target.first("cursor"),
            let cursor = SheetCursor(text, sheet: SampleData.sheet, sort: sort)
        {
            checkWayBack(cursor.position, sort)
        }
        if let position = SheetPosition(encoded: Array(bytes.prefix(3_000))) {
            checkWayBack(position, sort)
        }
    }

    private static func checkWayBack(_ position: SheetPosition, _ sort: String?) {
        let text = SheetCursor(position: position).text(sheet: SampleData.sheet, sort: sort)
        guard let again = SheetCursor(text, sheet: SampleData.sheet, sort: sort) else {
            finding("a cursor of ours is refused: \(text)")
        }
        claim(again.position.encoded == position.encoded, "a cursor came back as another: \(text)")
        claim(
            SheetCursor(text, sheet: SampleData.sheet + "x", sort: sort) == nil,
            "a cursor is taken by another sheet: \(text)")
    }
}
