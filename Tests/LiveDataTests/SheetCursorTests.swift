import Testing

@testable import LiveData

@Suite struct SheetCursorTests {
    static let positions = [
        SheetPosition(key: .missing, path: "a/b"),
        SheetPosition(key: .missing, path: ""),
        SheetPosition(key: .boolean(true), path: "x"),
        SheetPosition(key: .number(-0.5, exact: 0), path: "x"),
        SheetPosition(key: .number(9_007_199_254_740_992, exact: 9_007_199_254_740_993), path: "x"),
        SheetPosition(key: .string(Array("caf\u{E9}?>~".utf8)), path: "caf\u{E9}"),
        SheetPosition(key: .string(Array(repeating: 0xFF, count: 1_024)), path: "long"),
        SheetPosition(key: .other(Array("[1,2]".utf8)), path: "x"),
    ]

    @Test(arguments: positions)
    func comesBackAsThePositionItWasMadeOf(position: SheetPosition) {
        let text = SheetCursor(position: position).text(sheet: "people", sort: "-name")
        #expect(SheetCursor(text, sheet: "people", sort: "-name")?.position == position)
        #expect(
            text.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                    || Character(Unicode.Scalar(byte)).isLetter
                    || Character(Unicode.Scalar(byte)).isNumber
            })
    }

    @Test func isOfNoUseForAnotherSheetOrSort() {
        let text = SheetCursor(position: Self.positions[0]).text(sheet: "people", sort: nil)
        #expect(SheetCursor(text, sheet: "people", sort: nil) != nil)
        #expect(SheetCursor(text, sheet: "projects", sort: nil) == nil)
        #expect(SheetCursor(text, sheet: "people", sort: "name") == nil)
    }

    @Test func isRefusedWhenAnyCharacterIsChanged() {
        let text = SheetCursor(position: Self.positions[5]).text(sheet: "people", sort: nil)
        for index in text.indices {
            var changed = text
            changed.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
            let cursor = SheetCursor(changed, sheet: "people", sort: nil)
            // The last character of base64 may hold bits that mean nothing.
            #expect(cursor == nil || text.index(after: index) == text.endIndex)
        }
    }

    @Test(arguments: ["", "x", "====", "AAAA", "ä", String(repeating: "A", count: 100_000)])
    func isRefusedWhenItIsNotOurs(text: String) {
        #expect(SheetCursor(text, sheet: "people", sort: nil) == nil)
    }
}
